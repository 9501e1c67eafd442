"""Columns in the unit of a format: mtqa counts code points, others UTF-16 code units or bytes of UTF-8."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final, Literal

from mtqa.evaluation.findings import PlacedFinding

Unit = Literal["code points", "UTF-16", "UTF-8"]

_WIDTHS: Final[dict[Unit, Callable[[str], int]]] = {
    "code points": lambda _: 1,
    "UTF-16": lambda character: 1 + (character > "\uffff"),
    "UTF-8": lambda character: 1 + (character > "\x7f") + (character > "\u07ff") + (character > "\uffff"),
}


@dataclass(slots=True)
class Columns:
    """Gives the columns of findings in one unit.

    Other units need to know what stands before a text on its line. The file is asked for it, if it still says what
    was checked; else the columns are not known.
    """

    unit: Unit
    _files: dict[str, Sequence[str]] = field(default_factory=dict)

    def of(self, placed: PlacedFinding) -> tuple[int, int] | None:
        """The 1-based columns where a finding begins and behind its end, None where they are not known."""
        if placed.column is None or placed.end_column is None:
            return None
        if self.unit == "code points":
            return placed.column, placed.end_column
        before = self._before(placed)
        if before is None:
            return None
        line, begin = before + placed.segment.hypothesis, len(before)
        if line.isascii():
            return placed.column, placed.end_column
        widths = _offsets(line, self.unit)
        return 1 + widths[begin + placed.finding.start], 1 + widths[begin + placed.finding.end]

    def _before(self, placed: PlacedFinding) -> str | None:
        """What stands on the line before the hypothesis."""
        segment = placed.segment
        begin = (segment.column or 1) - 1
        if begin == 0:
            return ""
        lines = self._lines(placed.path)
        line = lines[segment.line - 1] if segment.line <= len(lines) else ""
        return line[:begin] if line.startswith(segment.hypothesis, begin) else None

    def _lines(self, path: str) -> Sequence[str]:
        if path not in self._files:
            self._files[path] = _read(path)
        return self._files[path]


def _read(path: str) -> Sequence[str]:
    """The lines of a file, none where it cannot be read as UTF-8."""
    try:
        return Path(path).read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, ValueError):
        return ()


@lru_cache(maxsize=16)
def _offsets(line: str, unit: Unit) -> tuple[int, ...]:
    """How many units stand before each code point of the line, and in the whole."""
    return tuple(accumulate(map(_WIDTHS[unit], line), initial=0))
