"""Damaged characters, in any language: wrong encodings, lost letters, control and invisible characters, look-alikes."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from mtqa.checks.base import Check, CheckedSegment, Context, Fault, Finder, by_segment, finding, in_hypothesis, quoted
from mtqa.model import Finding
from mtqa.text.encoding import (
    Damage,
    control_characters,
    debris,
    direction_marks,
    fullwidth_letters,
    invisible_characters,
    lost_characters,
    mixed_scripts,
    mojibake,
    named,
)
from mtqa.text.scripts import scripts_of

MOJIBAKE: Final = Fault(
    id="fluency/character-encoding/mojibake",
    severity="major",
    confidence="high",
    why="Text in UTF-8 was read as if it were in another encoding. Correct the program that wrote or read the file.",
)
LOST: Final = Fault(
    id="fluency/character-encoding/lost-character",
    severity="major",
    confidence="high",
    why="A program could not read or write a character and put a sign in its place. Restore it.",
)
CONTROL: Final = Fault(
    id="fluency/character-encoding/control-character",
    severity="minor",
    confidence="high",
    why="Characters that steer devices, or that each program reads in its own way, have no place in text. Delete them.",
)
INVISIBLE: Final = Fault(
    id="fluency/character-encoding/invisible-character",
    severity="minor",
    confidence="high",
    why="A character without width stands where no script needs it: it breaks search, line breaks and comparisons. "
    "Delete it.",
)
DIRECTION: Final = Fault(
    id="fluency/character-encoding/direction-mark",
    severity="minor",
    confidence="high",
    why="A mark for the direction of writing stands in a text of one direction, or is never closed: it can turn what "
    "follows. Delete it.",
)
MIXED: Final = Fault(
    id="fluency/character-encoding/mixed-script",
    severity="minor",
    confidence="high",
    why="A letter of another script stands in for one that looks the same: search and spelling check miss the word.",
)
FULLWIDTH: Final = Fault(
    id="fluency/character-encoding/fullwidth",
    severity="minor",
    confidence="high",
    why="Latin letters or digits in the wide form of Chinese and Japanese print. Write them in their usual form.",
)
DEBRIS: Final = Fault(
    id="fluency/character-encoding/debris",
    severity="major",
    confidence="high",
    why="A piece of the translation system or of a program, no text: it stands for an unknown word, a word piece or a "
    "line break. Put the word in its place.",
)

_MAY_BE_CITED: Final = (LOST, DEBRIS)
"""What may be meant, where the source has it: in a text about encodings."""
_SHOWN_AROUND: Final = 20
"""Letters of the surroundings that a message shows."""

_Finds = Callable[[str], Iterator[Damage]]


def _open(context: Context) -> Finder:
    scripts = scripts_of(context.target or "")
    latin = scripts == {"Latin"}
    kinds: list[tuple[Fault, _Finds]] = [
        (MOJIBAKE, mojibake),
        (LOST, lost_characters),
        (CONTROL, control_characters),
        (INVISIBLE, invisible_characters),
        (DIRECTION, direction_marks),
        (MIXED, lambda text: mixed_scripts(text, latin=latin)),
        (DEBRIS, debris),
    ]
    if scripts and "Han" not in scripts:
        kinds.append((FULLWIDTH, fullwidth_letters))

    def find(segment: CheckedSegment) -> Iterable[Finding]:
        text = segment.hypothesis
        for fault, damaged in kinds:
            for damage in damaged(text):
                cited = fault in _MAY_BE_CITED and text[damage.start : damage.end] in (segment.source or "")
                if not cited:
                    yield _finding(segment, fault, damage)

    return by_segment(find)


def _finding(segment: CheckedSegment, fault: Fault, damage: Damage) -> Finding:
    span = in_hypothesis(segment, damage.start, damage.end)
    suggestions = () if damage.repaired is None else (damage.repaired,)
    return finding(fault, _MESSAGES[fault.id](segment.hypothesis, damage), span, suggestions=suggestions)


def _shown(text: str, damage: Damage) -> str:
    """The damaged word for a message."""
    return quoted(text[damage.start : damage.end])


def _around(text: str, damage: Damage) -> str:
    """What stands around a character that cannot be shown."""
    before = text[max(damage.start - _SHOWN_AROUND, 0) : damage.start]
    after = text[damage.end : damage.end + _SHOWN_AROUND]
    return f"{named(text[damage.start])} between {quoted(before)} and {quoted(after)}"


_MESSAGES: Final[dict[str, Callable[[str, Damage], str]]] = {
    MOJIBAKE.id: lambda text, damage: (
        f"{_shown(text, damage)} was {quoted(damage.repaired or '')} before it was misread"
    ),
    LOST.id: lambda text, damage: f"{_shown(text, damage)}: a character was lost here",
    CONTROL.id: _around,
    INVISIBLE.id: _around,
    DIRECTION.id: _around,
    MIXED.id: lambda text, damage: (
        f"{_shown(text, damage)} has a letter of another script; in one script it is {quoted(damage.repaired or '')}"
    ),
    FULLWIDTH.id: lambda text, damage: f"{_shown(text, damage)} is written wide, not {quoted(damage.repaired or '')}",
    DEBRIS.id: lambda text, damage: f"{_shown(text, damage)} is no text",
}

CHECK: Final = Check(
    name="encoding",
    summary="characters damaged on the way, in any language",
    faults=(MOJIBAKE, LOST, CONTROL, INVISIBLE, DIRECTION, MIXED, FULLWIDTH, DEBRIS),
    open=_open,
)
