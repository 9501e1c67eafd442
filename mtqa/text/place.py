"""Where a text stands: in a headline, a list, a quotation. Pure and cheap: rules ask it of every segment.

A quotation may run over several segments of a document: `places` follows it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a segment stands.

    `quotations` are the half-open ranges of code points between quotation marks, the marks not included; a
    quotation that began before the segment starts at 0, one that goes on after it ends at its length.
    """

    headline: bool = False
    listed: bool = False
    quotations: tuple[tuple[int, int], ...] = ()

    def quotes(self, start: int, end: int) -> bool:
        """Whether the range lies within a quotation."""
        before = bisect_right(self.quotations, start, key=lambda quotation: quotation[0])
        return before > 0 and end <= self.quotations[before - 1][1]


def place_of(text: str, *, first: bool = False) -> Place:
    """The place of a segment that stands alone; `first` when it opens its document."""
    return _place(text, first, _ranges(text, _marks(text), begun=None))


def places(texts: Sequence[str]) -> tuple[Place, ...]:
    """The places of the segments of one document, in order: the first is the headline if it may be."""
    marks = [_marks(text) for text in texts]
    found = []
    begun: str | None = None
    for index, text in enumerate(texts):
        found.append(_place(text, index == 0, _ranges(text, marks[index], begun=begun)))
        begun = _goes_on(begun, marks, index)
    return tuple(found)


_STOPPED: Final = re.compile(r"[.!?…:;,。！？][\"'”’»›)\]]{0,3}\s*$")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_COMPLETE: Final = frozenset(
    "a an the is are was were am be been being has have had does did do will would can could should may might must "
    "it he she they we you i its his her their our your my there this these those".split()
)
"""Words that telegrams and headlines leave out."""
_SMALL: Final = frozenset(
    "a an the and or nor but as at by for from in into of off on over per to up via vs with".split()
)
"""Words that keep their small letter in titles."""
_LISTED: Final = re.compile(r"\s*(?:[-–—*•·‣▪◦]\s|\(?(?:\d{1,2}|[a-zA-Z])[.)]\s)|[^|\n]*\|[^|]*\||[^\t]*\t[^\t]")
_LONGEST_HEADLINE: Final = 25


def _place(text: str, first: bool, quotations: tuple[tuple[int, int], ...]) -> Place:
    return Place(
        headline=_is_headline(text, first),
        listed=_LISTED.match(text) is not None,
        quotations=quotations,
    )


def _is_headline(text: str, first: bool) -> bool:
    """Without a closing stop, and the first of its document, in title case or telegraphic."""
    stopped = _STOPPED.search(text[-12:])
    if stopped and not stopped[0].startswith(("?", "!")):
        return False
    words = _WORD.findall(text[:2000])
    if not 2 <= len(words) <= _LONGEST_HEADLINE:
        return False
    if _is_title_case(words):
        return True
    return not stopped and (first or _COMPLETE.isdisjoint(map(str.lower, words)))


def _is_title_case(words: Sequence[str]) -> bool:
    """Whether the words have capitals, but for the smallest and one in five; a name alone makes no title."""
    long = [word for word in words[1:] if word.lower() not in _SMALL]
    capitals = sum(word[0].isupper() for word in long)
    return len(long) >= 3 and capitals * 5 >= len(long) * 4


class _Mark(NamedTuple):
    position: int
    family: str
    opens: bool
    closes: bool


_MARK: Final = re.compile(r"[\"“”„‟«»]|(?<![\w’'])['‘](?=\w)|(?<=[^\s(])['’](?!\w)")
_FAMILIES: Final = {
    '"': "double", "“": "double", "”": "double", "„": "double", "‟": "double", "«": "guillemet", "»": "guillemet",
    "'": "single", "‘": "single", "’": "single",
}  # fmt: skip
_BEFORE_QUOTATION: Final = frozenset(" \t\n\u00a0\u202f([{-–—/:")


def _marks(text: str) -> list[_Mark]:
    if _MARK.search(text) is None:
        return []
    return [_mark(text, match.start()) for match in _MARK.finditer(text)]


def _mark(text: str, position: int) -> _Mark:
    sign = text[position]
    if sign in "“„‟«‘":
        return _Mark(position, _FAMILIES[sign], True, sign == "“")  # “ closes what „ has opened
    if sign in "”»’":
        return _Mark(position, _FAMILIES[sign], False, True)
    opens = position == 0 or text[position - 1] in _BEFORE_QUOTATION
    after = text[position + 1 : position + 2]
    closes = not after or not after.isalnum()
    return _Mark(position, _FAMILIES[sign], opens or not closes, closes)


_LONGEST_QUOTATION: Final = 8
"""Segments that a quotation may run over; a mark that is closed later, or never, is a stray one."""


def _ranges(text: str, marks: Sequence[_Mark], begun: str | None) -> tuple[tuple[int, int], ...]:
    ranges: list[tuple[int, int]] = []
    family, start = begun, 0
    for mark in marks:
        if family is None:
            if mark.opens:
                family, start = mark.family, mark.position + 1
        elif mark.family == family and mark.closes and not (mark.opens and mark.position == start == 0):
            ranges.append((start, mark.position))
            family = None
        elif mark.family == family and mark.opens and mark.position <= start:
            start = mark.position + 1  # a paragraph of a long quotation opens it again
    # A single mark that nothing closes is an apostrophe; a double one quotes to the end, and perhaps beyond.
    if family is not None and (family != "single" or begun):
        ranges.append((start, len(text)))
    return tuple(ranges)


def _left_open(marks: Sequence[_Mark], begun: str | None) -> str | None:
    """The family of the quotation that a segment leaves open."""
    family = begun
    for mark in marks:
        if family is None:
            family = mark.family if mark.opens and mark.family != "single" else None
        elif mark.family == family and mark.closes and not (mark.opens and mark.position == 0):
            family = None
    return family


def _goes_on(begun: str | None, marks: Sequence[Sequence[_Mark]], index: int) -> str | None:
    """The family of the quotation that goes on after a segment: left open here, and closed by one that follows."""
    family = _left_open(marks[index], begun)
    if family is None:
        return None
    for following in marks[index + 1 : index + 1 + _LONGEST_QUOTATION]:
        of_family = [mark for mark in following if mark.family == family]
        if of_family:
            first = of_family[0]
            closed = first.closes and not (first.opens and first.position == 0)
            reopened = first.opens and first.position <= 1
            return family if closed or reopened else None
    return None
