"""One side of a text: the hypothesis, the source or a reference, as a file that is read in lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mtqa.readers.base import Line, ReadOptions, SideReader
from mtqa.readers.files import InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How many lines a side has, how many of them are blank, and the number of the first blank one."""

    lines: int
    blank: int
    first_blank: int | None

    @property
    def filled(self) -> int:
        """How many lines hold text."""
        return self.lines - self.blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A file and how it is read; `role` is what messages call it, `unit` what they call one of its lines.

    `names_systems` tells that its format may hold several systems; `system` is the one to read, None for
    all that is there. `is_text` is false for a list of documents, which stands beside the texts.
    """

    role: str
    file: InputFile
    reader: SideReader
    unit: str = "line"
    names_systems: bool = False
    system: str | None = None
    is_text: bool = True

    def lines(self) -> Iterator[Line]:
        """The side's lines from the start; a second walk needs a file that is `rereadable`."""
        lines = self.reader(self.file, ReadOptions())
        if self.system is None:
            return lines
        return (line for line in lines if line.system == self.system)


def measure(lines: Iterable[Line]) -> Length:
    """The length of a side; walks its lines."""
    count, blank, first_blank = 0, 0, None
    for line in lines:
        count += 1
        if not line.text.strip():
            blank += 1
            first_blank = line.line if first_blank is None else first_blank
    return Length(lines=count, blank=blank, first_blank=first_blank)
