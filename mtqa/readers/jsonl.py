"""JSONL: one JSON object per line, its keys the columns; keys may differ from line to line."""

from collections.abc import Iterator

from mtqa.errors import InputError
from mtqa.model import LeftOut, Segment
from mtqa.readers import strict_json
from mtqa.readers.base import Format, ReadOptions
from mtqa.readers.builder import SegmentBuilder
from mtqa.readers.fields import Columns, locate, missing_fields, no_column, no_hypothesis, parse_mapping
from mtqa.readers.files import InputFile
from mtqa.readers.values import TypedRecord, kind_of

_REMEDY = "JSONL has one object per line"
_KNOWN_KEYS = 64


def read(file: InputFile, options: ReadOptions) -> Iterator[Segment | LeftOut]:
    """The segments of a JSONL file; a key that is absent is as good as null, a blank line is skipped."""
    keys = _Keys(file, options)
    builder = SegmentBuilder(file, options)
    for line, text in file.lines():
        if not text.strip():
            continue
        record = _object(text, file, line)
        if options.constants:
            record |= options.constants_beside(tuple(record))
        names = tuple(record)
        row = TypedRecord(tuple(record.values()), names, file.name, line).row(keys.columns(names, line))
        built = builder.build(row, line)
        if built is not None:
            yield built
    keys.finish()
    builder.finish()


def _object(text: str, file: InputFile, line: int) -> dict[str, object]:
    try:
        value = strict_json.parse(text)
    except ValueError as error:
        raise InputError(f"{error}; {_REMEDY}", file.name, line) from error
    if not isinstance(value, dict):
        raise InputError(f"not an object but {kind_of(value)}; {_REMEDY}", file.name, line)
    return value


class _Keys:
    """The columns for the keys of each object, and whether the keys that must stand somewhere did."""

    def __init__(self, file: InputFile, options: ReadOptions) -> None:
        self._file = file
        self._mapping = parse_mapping(options.columns)
        self._missing = set(self._mapping.columns)
        self._first: tuple[str, ...] = ()
        self._has_hypothesis = False
        self._known: dict[tuple[str, ...], Columns] = {}

    def columns(self, names: tuple[str, ...], line: int) -> Columns:
        """Where the fields stand in an object with these keys."""
        columns = self._known.get(names)
        if columns is None:
            if len(self._known) == _KNOWN_KEYS:
                self._known.clear()
            columns = self._known[names] = locate(names, self._mapping, self._file.name, line)
            self._missing.intersection_update(missing_fields(names, self._mapping))
            self._has_hypothesis = self._has_hypothesis or columns.hypothesis is not None
            self._first = self._first or names
        return columns

    def finish(self) -> None:
        """Nothing; raises `InputError` where a key is in no object though it should be."""
        if not self._known:
            return
        for name in sorted(self._missing):
            raise no_column(name, self._first, self._mapping, self._file.name)
        if not self._has_hypothesis:
            columns = locate(self._first, self._mapping, self._file.name, 1)
            raise no_hypothesis(self._first, columns, self._file.name)


JSONL = Format(
    name="jsonl",
    summary="JSON Lines, one object per line",
    suffixes=(".jsonl", ".ndjson"),
    records=read,
)
