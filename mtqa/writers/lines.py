"""Lines of styled text for people: coloured on a terminal, plain and stable where they are piped."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len

_UNCOLOURED_TERMINALS = ("dumb", "unknown")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line and its style, in Rich's words; most are plain.

    What is `marked` stands in double brackets where there are no styles.
    """

    text: str
    style: str = ""
    marked: bool = False


Line = tuple[Piece, ...]

Lines = Callable[[int | None, str], Iterable[Line]]
"""From the width of the terminal, None where nothing limits it, and the sign that rules are made of, to lines."""


def write_lines(lines: Lines, out: TextIO) -> None:
    """Write the lines to `out`: with colours and fitted to its width where `out` is a terminal.

    `NO_COLOR` (https://no-color.org) and a dumb terminal get plain lines, as a pipe does: no escape sequences, no
    rules but of ASCII.
    """
    text = _coloured(lines, out) if _wants_colour(out) else _plain(lines)
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(text.encode(encoding, "replace").decode(encoding))


def _wants_colour(out: TextIO) -> bool:
    unwanted = os.environ.get("NO_COLOR") or os.environ.get("TERM", "").lower() in _UNCOLOURED_TERMINALS
    return out.isatty() and not unwanted


def _plain(lines: Lines) -> str:
    return "".join("".join(map(_without_style, line)).rstrip() + "\n" for line in lines(None, "-"))


def _without_style(piece: Piece) -> str:
    return f"[[{piece.text}]]" if piece.marked else piece.text


def _coloured(lines: Lines, out: TextIO) -> str:
    from rich.console import Console  # noqa: PLC0415 (half of Rich; a pipe needs none of it)
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=out, force_terminal=True, highlight=False)
    with console.capture() as capture:
        for line in lines(console.width, "─"):
            text = Text.assemble(*((piece.text, piece.style) for piece in line))
            text.rstrip()
            console.print(text, soft_wrap=True)
    return capture.get()


def shortened(name: str, longest: int) -> str:
    """The name in at most `longest` cells: its middle gives way to `...`."""
    if cell_len(name) <= longest:
        return name
    head = (longest - 3) // 2
    tail = longest - 3 - head
    return f"{beginning(name, head)}...{beginning(name[::-1], tail)[::-1]}"


def beginning(text: str, cells: int) -> str:
    """As much of the beginning as fits into `cells`; a wide character that does not fit is not halved."""
    used = 0
    for index, character in enumerate(text):
        used += cell_len(character)
        if used > cells:
            return text[:index]
    return text


def whole_words(text: str, cells: int) -> str:
    """The beginning of the text, `...` where it ends early: at a space if there is one in its second half."""
    if cell_len(text) <= cells:
        return text
    fits = beginning(text, max(cells - 3, 0))
    space = fits.rfind(" ")
    return (fits[: space + 1] if 2 * space > len(fits) else fits) + "..."
