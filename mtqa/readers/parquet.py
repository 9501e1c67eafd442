"""Parquet: records in columns, read batch by batch; `line` is the 1-based row. Needs the extra `parquet`."""

import gzip
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from mtqa.errors import InputError, MissingExtraError
from mtqa.model import LeftOut, Segment
from mtqa.readers.base import Format, ReadOptions
from mtqa.readers.builder import SegmentBuilder
from mtqa.readers.fields import locate, locate_all, parse_mapping, shown
from mtqa.readers.files import InputFile
from mtqa.readers.values import TypedRecord

_ROWS_AT_ONCE = 1024
_PIECE = 1 << 20  # of a column chunk, which may be as large as the file
_EXAMPLE = "source, hypothesis, reference"


def read(file: InputFile, options: ReadOptions) -> Iterator[Segment | LeftOut]:
    """The segments of a Parquet file; columns that hold no field are not read."""
    mapping = parse_mapping(options.columns)
    builder = SegmentBuilder(file, options)
    with _opened(file) as table:
        there = table.schema_arrow.names
        constants = options.constants_beside(there)
        names = [*there, *constants]
        held = [names[at] for at in locate_all(names, mapping, file.name, 1, _EXAMPLE).positions()]
        wanted = [name for name in held if name not in constants]
        names, beside = [*wanted, *constants], tuple(constants.values())
        columns = locate(names, mapping, file.name, 1)
        for number, values in enumerate(_rows(file, table, wanted), start=1):
            built = builder.build(TypedRecord((*values, *beside), names, file.name, number).row(columns), number)
            if built is not None:
                yield built
    builder.finish()


@contextmanager
def _opened(file: InputFile) -> Iterator[Any]:
    """The `pyarrow.parquet.ParquetFile`."""
    try:
        import pyarrow  # noqa: PLC0415 (an extra)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError("Parquet", "parquet") from error
    with file.open() as stream, _seekable(stream) as whole:
        try:
            yield parquet.ParquetFile(whole, buffer_size=_PIECE)
        except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
            raise InputError(f"no Parquet file, or a damaged one: {_first_sentence(error)}", file.name) from error


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself, or its copy on disk: Parquet is read from its end, a pipe or gzip from its start."""
    if stream.seekable() and not isinstance(getattr(stream, "raw", None), gzip.GzipFile):
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield copy


def _rows(file: InputFile, table: Any, columns: list[str]) -> Iterator[tuple[object, ...]]:
    row = 1
    for batch in table.iter_batches(_ROWS_AT_ONCE, columns=columns):
        values = [_values(file, batch.column(name), name, row) for name in columns]
        yield from zip(*values, strict=True)
        row += batch.num_rows


def _values(file: InputFile, cells: Any, name: str, first_row: int) -> list[object]:
    """The values of a column in a batch that begins at `first_row`."""
    try:
        values: list[object] = cells.to_pylist()
    except UnicodeDecodeError as error:
        place = f"in rows {first_row} to {first_row + len(cells) - 1}"
        message = f"column {shown(name)} holds bytes that are not UTF-8 {place}; write the file again"
        raise InputError(message, file.name) from error
    return values


def _first_sentence(error: BaseException) -> str:
    return " ".join(str(error).split(". ")[0].split())


PARQUET = Format(
    name="parquet",
    summary="Parquet tables",
    suffixes=(".parquet",),
    records=read,
)
