"""A part of a table as JSON Lines, compressed with gzip."""

import gzip
import io
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from mtqa.model import ScoredDocument
from mtqa.writers.json import encode
from mtqa.writers.tables.rows import Table

_LEVEL = 6


def write(table: Table, documents: Iterable[ScoredDocument], path: Path) -> None:
    """Write an object for each row of these documents to `path`; every object has every column."""
    names = [column.name for column in table.columns]
    with path.open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as zipped:
        buffer = io.BufferedWriter(cast(io.RawIOBase, zipped), 1 << 16)
        for row in table.rows(documents):
            buffer.write(f"{encode(dict(zip(names, row, strict=True)))}\n".encode())
        buffer.flush()


def check_there() -> None:
    """Nothing: the format needs nothing that is not always there."""
