"""A part of a table as CSV for spreadsheets: text on one line, and none of it a formula."""

import csv
from collections.abc import Iterable
from pathlib import Path

from mtqa.model import ScoredDocument
from mtqa.writers.cells import cell
from mtqa.writers.json import encode
from mtqa.writers.tables.rows import Table, Value


def write(table: Table, documents: Iterable[ScoredDocument], path: Path) -> None:
    """Write a heading and the rows of these documents to `path`; lists are JSON, missing values empty."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        writer.writerows(map(_cell, row) for row in table.rows(documents))


def check_there() -> None:
    """Nothing: the format needs nothing that is not always there."""


def _cell(value: Value) -> str | int | float:
    if value is None or isinstance(value, str):
        return cell(value)
    if isinstance(value, float):
        return float(value)  # one of numpy writes its type with it
    return value if isinstance(value, int) else encode(value)
