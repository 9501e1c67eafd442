"""Characters damaged on the way, in any language: mojibake, lost, control and invisible characters, direction marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mtqa.checks.base import Check, CheckedSegment, Context, Fault, Finder, by_segment, finding, in_hypothesis, quoted
from mtqa.model import Finding

MOJIBAKE: Final = Fault(
    id="fluency/character-encoding/mojibake",
    severity="major",
    confidence="high",
    why="Text in UTF-8 was read in another encoding, so that each letter became two or three. Restore it from the "
    "system's own output.",
)
LOST: Final = Fault(
    id="fluency/character-encoding/lost-character",
    severity="major",
    confidence="high",
    why="A character that a program could not read was replaced by the sign for it. Write the character.",
)
CONTROL: Final = Fault(
    id="fluency/character-encoding/control-character",
    severity="major",
    confidence="high",
    why="A control character has no place in text; some programs stop reading at it. Take it out.",
)
INVISIBLE: Final = Fault(
    id="fluency/character-encoding/invisible-character",
    severity="minor",
    confidence="high",
    why="A character without width stands within or between words: it cannot be seen, and breaks searching and "
    "hyphenation. Take it out.",
)
DIRECTION: Final = Fault(
    id="fluency/character-encoding/direction-mark",
    severity="minor",
    confidence="high",
    why="A mark for the direction of writing is not closed, or stands where all letters run one way. Close it, or take "
    "it out.",
)

_JOINED: Final = frozenset({"ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "dv"})
_INDIC: Final = frozenset({"hi", "bn", "mr", "ne", "sa", "pa", "or", "as", "gu", "ta", "te", "kn", "ml", "si"})
_UNSPACED: Final = frozenset({"th", "lo", "km", "my", "bo", "ja", "zh"})
_HIGH: Final = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What the later bytes of a letter in UTF-8 look like in Latin-1 and in Windows-1252."""


@dataclass(frozen=True, slots=True)
class _Damage:
    """Characters that are wrong, but for languages that write them."""

    fault: Fault
    pattern: re.Pattern[str]
    message: str
    proper: frozenset[str] = frozenset()


_DAMAGES: Final = (
    _Damage(
        MOJIBAKE,
        re.compile(
            rf"[ÃÂ][\u0080-\u009f\u00a1-\u00a9\u00ac-\u00b9\u00bc-\u00bf]|Ã[{_HIGH}](?=[a-z])|â€[{_HIGH}]|â€(?=\W|$)"
            rf"|(?:[ÐÑ][{_HIGH}]){{2,40}}+|(?:[×ØÙ][{_HIGH}]){{2,40}}+|(?:[à-ï][{_HIGH}]{{2}}){{2,40}}+"
            rf"|[ÄÅ][{_HIGH}](?=[a-z])|ï»¿|ðŸ[{_HIGH}]"
        ),
        "characters damaged by a wrong encoding",
    ),
    _Damage(LOST, re.compile("\ufffd{1,50}+"), "a character was lost here"),
    _Damage(
        CONTROL,
        re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]{1,50}+"),
        "a control character, here as its code",
    ),
    _Damage(
        INVISIBLE, re.compile(r"[\ufeff\u2060\u180e\u2061-\u2064]{1,50}+"), "an invisible character, here as its code"
    ),
    _Damage(
        INVISIBLE,
        re.compile(r"\u200b{1,50}+"),
        "a space without width, here as its code",
        _UNSPACED,
    ),
    _Damage(
        INVISIBLE,
        re.compile(r"(?<=[^\W\d_])[\u200c\u200d]{1,9}+(?=[^\W\d_])|(?<=\s)[\u200c\u200d]{1,9}+(?=\s)"),
        "a joiner, here as its code, where the script joins no letters",
        _JOINED | _INDIC | {"km", "my"},
    ),
    _Damage(
        INVISIBLE,
        re.compile(r"(?<=\s)\u00ad{1,9}+|\u00ad{1,9}+(?=\s|$)|\u00ad{2,9}+"),
        "a soft hyphen, here as its code, at the edge of a word",
    ),
)

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT: Final = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u058f\u0900-\u1fff\u3040-\u9fff\uac00-\ud7a3]")
_DIRECTIONS: Final = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_CLOSED_BY: Final = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def _open(context: Context) -> Finder:
    damages = tuple(damage for damage in _DAMAGES if context.target not in damage.proper)

    def find(segment: CheckedSegment) -> Iterator[Finding]:
        text = segment.hypothesis
        if text.isascii() and text.isprintable():
            return
        for damage in damages:
            for match in damage.pattern.finditer(text):
                yield _told(damage.fault, damage.message, segment, *match.span())
        if _DIRECTIONS.search(text):
            yield from _directions(segment)

    return by_segment(find)


def _told(fault: Fault, message: str, segment: CheckedSegment, start: int, end: int) -> Finding:
    """A finding that shows what cannot be seen as its code points."""
    span = in_hypothesis(segment, start, end)
    shown = quoted("".join(letter if letter.isprintable() else f"U+{ord(letter):04X}" for letter in span.text[:20]))
    return finding(fault, f"{shown}: {message}", span)


def _directions(segment: CheckedSegment) -> Iterator[Finding]:
    """Marks of direction that nothing closes or opens; all of them where the letters run one way from left to right."""
    text = segment.hypothesis
    if not _RIGHT_TO_LEFT.search(text) and _LEFT_TO_RIGHT.search(text):
        for match in _DIRECTIONS.finditer(text):
            yield _told(DIRECTION, "a mark for the direction of writing, here as its code", segment, *match.span())
        return
    opened: list[re.Match[str]] = []
    for match in _DIRECTIONS.finditer(text):
        if match[0] in _CLOSED_BY:
            opened.append(match)
        elif match[0] in _CLOSED_BY.values():
            if opened and _CLOSED_BY[opened[-1][0]] == match[0]:
                opened.pop()
            else:
                yield _told(DIRECTION, "closes no direction that is open", segment, *match.span())
    for match in opened:
        yield _told(DIRECTION, "a direction that nothing closes", segment, *match.span())


CHECK: Final = Check(
    name="characters",
    summary="characters damaged on the way: mojibake, lost, control and invisible ones, marks of direction",
    faults=(MOJIBAKE, LOST, CONTROL, INVISIBLE, DIRECTION),
    open=_open,
)
