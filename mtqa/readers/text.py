"""Plain text: one line is one unit of its side."""

from collections.abc import Iterator

from mtqa.readers.base import Format, Line, ReadOptions
from mtqa.readers.files import InputFile


def _lines(file: InputFile, _options: ReadOptions) -> Iterator[Line]:
    """The lines as they stand, blank ones too."""
    for number, text in file.lines():
        yield Line(text=text, line=number, column=1)


TEXT = Format(
    name="text",
    summary="plain text, one segment per line; also any suffix that is not listed",
    suffixes=(".txt",),
    side=_lines,
)
