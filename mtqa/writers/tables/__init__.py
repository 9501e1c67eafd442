"""The results of a large run as tables in parts: `segments`, `findings` and `documents`, a folder each.

A part is a file in each of the three folders, `part-000000.parquet`, and holds whole documents. Parts are written
by whoever has judged their documents, in any order and as often as need be: the same documents give the same
bytes. Together the parts of a folder are one table, with the same columns in every part, even in an empty one.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from mtqa.errors import InputError

if TYPE_CHECKING:  # help reads this table, and must not wait for what computes rows
    from mtqa.model import ScoredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFormat:
    """A format of tables: its name for `--tables`, the line that help and docs show, its suffix, what writes it.

    `module` has the function `write(table, documents, path)`; it is loaded when it is used.
    """

    name: str
    summary: str
    suffix: str
    module: str


TABLES = {
    one.name: one
    for one in (
        TableFormat(
            name="parquet",
            summary="Parquet, compressed with Zstandard; needs mtqa[parquet]",
            suffix=".parquet",
            module="mtqa.writers.tables.parquet",
        ),
        TableFormat(
            name="jsonl",
            summary="one JSON object per row and line, compressed with gzip",
            suffix=".jsonl.gz",
            module="mtqa.writers.tables.jsonl",
        ),
        TableFormat(
            name="csv",
            summary="comma-separated values, made harmless for spreadsheets",
            suffix=".csv",
            module="mtqa.writers.tables.csv",
        ),
    )
}
"""The formats of tables, by name."""

NAMES = ("segments", "findings", "documents")
"""The tables, each a folder, in the order in which a part of them is written."""

_UNFINISHED = ".unfinished-"
"""Begins the name of a file that is being written: readers of data sets pass over names that begin with a dot."""


def part_name(kind: str, number: int) -> str:
    """The name of the file that a part has in each of the folders."""
    return f"part-{number:06d}{TABLES[kind].suffix}"


def check_there(kind: str) -> None:
    """Nothing; raises `MissingExtraError` where what the format needs is not installed."""
    import_module(TABLES[kind].module).check_there()


def write_part(
    kind: str, folder: Path, number: int, documents: Sequence["ScoredDocument"], *, metrics: Sequence[str]
) -> None:
    """Write documents as part `number` of the three tables in `folder`, replacing that part where it is there.

    `metrics` are those of the whole run, as in `Evaluation.metrics`; they have columns in every part. Each file is
    written beside its place and then moved there. Raises `InputError` where it cannot be written and
    `MissingExtraError` where the format needs what is not installed.
    """
    from mtqa.writers.tables.rows import table_of  # noqa: PLC0415 (help does not need it)

    write = import_module(TABLES[kind].module).write
    for name in NAMES:
        with _beside(folder / name / part_name(kind, number)) as unfinished:
            write(table_of(name, metrics), documents, unfinished)


def remove_unfinished(folder: Path) -> None:
    """Remove what writers that were killed have left in the three folders; none may be at work."""
    for name in NAMES:
        for path in (folder / name).glob(f"{_UNFINISHED}*"):
            path.unlink(missing_ok=True)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file to write, moved to `path` when it is whole, and removed where it does not come to that."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
        os.close(descriptor)
        unfinished = Path(name)
        try:
            yield unfinished
            unfinished.chmod(0o666 & ~_umask())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}; name another folder with -o"
        raise InputError(message, str(path)) from error


def _umask() -> int:
    """The permissions that this process withholds; they can be read only by setting them."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
