"""TSV: cells between tabs, one record per line, a header line first, no quoting and no escapes."""

from collections.abc import Iterator

from mtqa.model import LeftOut, Segment
from mtqa.readers.base import Format, ReadOptions
from mtqa.readers.files import InputFile
from mtqa.readers.table import TableLine, read_table


def read(file: InputFile, options: ReadOptions) -> Iterator[Segment | LeftOut]:
    """The segments of a TSV file; a quote mark, a backslash, NA and null are text like any other."""
    rows = (TableLine(number, line.split("\t")) for number, line in file.lines())
    yield from read_table(
        rows, file, options, separator="<TAB>", surplus="a text must not hold a tab: write a space for it"
    )


TSV = Format(
    name="tsv",
    summary="tab-separated values with a header line",
    suffixes=(".tsv",),
    records=read,
)
