"""Corrected text files: the same bytes but for the words put right, written beside and then put in place."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mtqa.errors import InputError

_BYTE_ORDER_MARK: Final = "\ufeff".encode()
_CONTEXT: Final = 3
"""How many lines stand before and after a change in a diff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Text to put in the place of other text: at which 1-based line and column it begins."""

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Correction:
    r"""A file with its lines as bytes, each with its `\n`, and those that change, by their index."""

    path: str
    lines: Sequence[bytes]
    changed: Mapping[int, bytes]

    def write(self) -> None:
        """Put the corrected text in the place of the file; where that fails the file is as it was."""
        path = Path(self.path).resolve()
        if not os.access(path, os.W_OK):
            raise InputError("cannot be written; check its permissions", self.path)
        try:
            descriptor, beside = tempfile.mkstemp(prefix=".mtqa-", dir=path.parent)
            try:
                with os.fdopen(descriptor, "wb") as out:
                    out.writelines(self.changed.get(index, line) for index, line in enumerate(self.lines))
                shutil.copymode(path, beside)
                os.replace(beside, path)  # noqa: PTH105 (as in its name, one step of the system)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror or error}; it is as it was", self.path) from error

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff."""
        yield f"--- {self.path}\n"
        yield f"+++ {self.path}\n"
        for first, stop in _hunks(sorted(self.changed), len(self.lines)):
            place = f"{first + 1},{stop - first}"
            yield f"@@ -{place} +{place} @@\n"
            for index in range(first, stop):
                if index in self.changed:
                    yield from _diff_line("-", self.lines[index])
                    yield from _diff_line("+", self.changed[index])
                else:
                    yield from _diff_line(" ", self.lines[index])


def corrections(replacements: Mapping[str, Iterable[Replacement]]) -> tuple[Correction, ...]:
    """The corrections of some files, by path.

    Raises `InputError` for a file that is not any more what was read.
    """
    return tuple(_correction(path, wanted) for path, wanted in replacements.items())


def _correction(path: str, wanted: Iterable[Replacement]) -> Correction:
    try:
        lines = Path(path).read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from error
    lines = [*(line + b"\n" for line in lines[:-1]), *filter(None, lines[-1:])]
    changed = {replacement.line - 1: _replaced(path, lines, replacement) for replacement in wanted}
    return Correction(path, lines, changed)


def _replaced(path: str, lines: Sequence[bytes], replacement: Replacement) -> bytes:
    index, start, old = replacement.line - 1, replacement.column - 1, replacement.old
    raw = lines[index] if index < len(lines) else b""
    mark = _BYTE_ORDER_MARK if index == 0 and raw.startswith(_BYTE_ORDER_MARK) else b""
    try:
        text = raw.removeprefix(mark).decode()
    except UnicodeDecodeError:
        text = ""
    if not text.startswith(old, start):
        raise InputError("has changed since it was read; run again", path, replacement.line)
    return mark + (text[:start] + replacement.new + text[start + len(old) :]).encode()


def _hunks(changed: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """Ranges of lines around the changes, those that touch in one."""
    first, stop = -1, -1
    for index in changed:
        if index - _CONTEXT > stop >= 0:
            yield first, stop
            first = -1
        first = max(0, index - _CONTEXT) if first < 0 else first
        stop = min(count, index + _CONTEXT + 1)
    if stop >= 0:
        yield first, stop


def _diff_line(sign: str, line: bytes) -> Iterator[str]:
    text = line.decode(errors="replace")
    yield f"{sign}{text}"
    if not text.endswith("\n"):
        yield "\n\\ No newline at end of file\n"
