"""One side of a text: the hypothesis, the source or a reference, as a file that is read in lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from mtqa.readers.base import Line, ReadOptions, SideReader
from mtqa.readers.files import InputFile


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

    def count(self) -> int:
        """The number of lines, blank ones too."""
        return sum(1 for _ in self.lines())
