"""CSV: cells between commas (or semicolons, or tabs), quoted as RFC 4180 has it, a header line first."""

import csv
from collections.abc import Iterator
from itertools import chain

from mtqa.errors import InputError
from mtqa.model import LeftOut, Segment
from mtqa.readers.base import Format, ReadOptions
from mtqa.readers.fields import locate, parse_mapping
from mtqa.readers.files import LONGEST_LINE, InputFile
from mtqa.readers.table import TableLine, read_table

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_FAULTS = {
    "unexpected end of data": "the quote mark that opens a cell of this record is never closed",
    "expected after": "text follows a cell's closing quote mark; write a quote mark inside a cell twice",
    "new-line character": "a carriage return outside quote marks; quote its cell, or end lines with LF",
}


def read(file: InputFile, options: ReadOptions) -> Iterator[Segment | LeftOut]:
    r"""The segments of a CSV file; a line break inside a quoted cell is `\n`, however the file writes it.

    Semicolons and tabs separate cells where the header line makes sense only so.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
    lines = file.lines()
    first = next(((number, line) for number, line in lines if line.strip()), None)
    delimiter = "," if first is None else _delimiter(*first, file, options)
    rows = _rows(file, chain([first] if first else [], lines), delimiter)
    surplus = f"put a text that holds a {_DELIMITERS[delimiter]} in quote marks"
    yield from read_table(rows, file, options, separator=delimiter, surplus=surplus)


def _delimiter(line: int, header: str, file: InputFile, options: ReadOptions) -> str:
    """The first delimiter with which the header names a field that is known."""
    mapping = parse_mapping(options.columns)
    for delimiter in _DELIMITERS:
        if locate(_names(header, delimiter), mapping, file.name, line).positions():
            return delimiter
    return ","


def _names(header: str, delimiter: str) -> list[str]:
    """The column names, none where the header is no CSV: the error is for the reading proper."""
    try:
        return [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _rows(file: InputFile, lines: Iterator[tuple[int, str]], delimiter: str) -> Iterator[TableLine]:
    record = _Record(file, lines)
    reader = csv.reader(record, delimiter=delimiter, strict=True)
    while True:
        record.begin()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(_fault(error), file.name, record.line) from error
        if cells is None:
            return
        yield TableLine(record.line, cells, record.literal)


def _fault(error: csv.Error) -> str:
    return next((message for sign, message in _FAULTS.items() if sign in str(error)), f"not CSV: {error}")


class _Record:
    """The lines that a `csv.reader` asks for, and what they say of the record that it is reading.

    `line` is where the record starts, `literal` whether it has no quote mark. A quote mark that is never
    closed may not swallow the file: a record is no longer than a line may be.
    """

    def __init__(self, file: InputFile, lines: Iterator[tuple[int, str]]) -> None:
        self._file = file
        self._lines = lines
        self.begin()

    def begin(self) -> None:
        self.line = 0
        self.literal = True
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number, line = next(self._lines)
        self.line = self.line or number
        self.literal = self.literal and '"' not in line
        self._length += len(line) + 1
        if self._length > LONGEST_LINE:
            fault = f"the record is longer than {LONGEST_LINE >> 20} MiB"
            raise InputError(f"{fault}; is a quote mark in it never closed?", self._file.name, self.line)
        return f"{line}\n"


CSV = Format(
    name="csv",
    summary="comma-separated values with a header line",
    suffixes=(".csv",),
    records=read,
)
