"""A part of a table as Parquet. Needs the extra `parquet`."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from mtqa.errors import MissingExtraError
from mtqa.model import ScoredDocument
from mtqa.writers.tables.rows import Column, Row, Table

ROWS_AT_ONCE = 8192
"""The rows of a row group: a few megabytes of text, which is what a reader or writer must hold."""

_LEVEL = 3
"""How hard Zstandard compresses, fixed so that the bytes are."""


def write(table: Table, documents: Iterable[ScoredDocument], path: Path) -> None:
    """Write the rows of these documents to `path`, the schema even where there is no row."""
    pyarrow, parquet = _pyarrow()
    schema = _schema(table.columns)
    with parquet.ParquetWriter(path, schema, compression="zstd", compression_level=_LEVEL) as writer:
        for rows in _groups(table.rows(documents)):
            columns = zip(schema, zip(*rows, strict=True), strict=True)
            arrays = [_array(values, field.type) for field, values in columns]
            writer.write_batch(pyarrow.RecordBatch.from_arrays(arrays, schema=schema))


def check_there() -> None:
    """Nothing; raises `MissingExtraError` where pyarrow is not installed."""
    _pyarrow()


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow  # noqa: PLC0415 (an extra)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError("Parquet", "parquet") from error
    return pyarrow, parquet


def _schema(columns: Sequence[Column]) -> Any:
    pyarrow, _ = _pyarrow()
    kinds = {
        "text": pyarrow.string(),
        "texts": pyarrow.list_(pyarrow.string()),
        "integer": pyarrow.int64(),
        "integers": pyarrow.list_(pyarrow.int64()),
        "number": pyarrow.float64(),
    }
    return pyarrow.schema([(column.name, kinds[column.kind]) for column in columns])


def _groups(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while group := list(islice(rows, ROWS_AT_ONCE)):
        yield group


def _array(values: Sequence[object], kind: Any) -> Any:
    pyarrow, _ = _pyarrow()
    try:
        return pyarrow.array(values, kind)
    except UnicodeEncodeError:
        return pyarrow.array([_encodable(value) for value in values], kind)


def _encodable(value: object) -> object:
    """The value, halves of surrogate pairs (from file names that are not UTF-8) as escapes."""
    if isinstance(value, str):
        return value.encode(errors="backslashreplace").decode()
    if isinstance(value, tuple | list):
        return [_encodable(one) for one in value]
    return value
