"""One text in several translations within a document, and several texts in one.

A phrase that comes back with one word changed ("a maxi offensive against Isis", "the mass offensive against Isis") is
an inconsistency where the source, or else the reference, comes back unchanged. Where there is neither, more words
around must agree, and it is a mere hint.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from mtqa.checks.base import (
    Check,
    CheckedDocument,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Found,
    finding,
    in_hypothesis,
    quoted,
)
from mtqa.model import Span
from mtqa.text.english import closed_class, lexicon
from mtqa.text.likeness import longest_common_part
from mtqa.text.words import count_words

TERM: Final = Fault(
    id="fluency/inconsistency/term",
    severity="minor",
    confidence="medium",
    why="A phrase comes back with another word for the same thing. Use one term throughout the document.",
)
SAME_SOURCE: Final = Fault(
    id="fluency/inconsistency/same-source",
    severity="minor",
    confidence="medium",
    why="The same source text is translated in two ways in one document. Use one, unless the place asks for another.",
)
SAME_TRANSLATION: Final = Fault(
    id="fluency/inconsistency/same-translation",
    severity="major",
    confidence="medium",
    why="Two different source texts have the same translation: one of them is likely wrong, or a line was copied.",
)

_WORD: Final = re.compile(r"[^\W_]+(?:[’'‐‑.-][^\W_]+)*")
_CLOSED: Final = frozenset(closed_class.TAGS)
_SIDES: Final = 2
"""Words before and after a changed word that must agree where there is no witness."""
_FEWEST_AROUND: Final = 6
"""Words around a changed word that must agree, both sides together, where there is no witness."""
_FEWEST_BESIDE: Final = 3
"""Words around that must agree where the source is the same."""
_FEWEST_TERMS_BESIDE: Final = 2
_SHORTEST_COMMON: Final = 0.9
_LONGEST_COMMON: Final = 2.5
"""How many times as long as the phrase what the sources have in common may be: more, and it is more than the phrase."""
_FARTHEST_SHARE: Final = 0.3
"""How far the phrase and what the sources have in common may stand apart, as a share of the segment."""
_MOST_MIDDLES: Final = 4
"""Where more different words stand between the same words, it is a list or a formula."""
_FARTHEST: Final = 12
"""Words on one side that are compared."""
_LONGEST_COMPARED: Final = 1000
"""Characters of a segment that are compared."""
_SHORTEST_TERM: Final = 4


class _Word(NamedTuple):
    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class _Text:
    """A segment with its words."""

    index: int
    segment: CheckedSegment

    @cached_property
    def words(self) -> tuple[_Word, ...]:
        text = self.segment.hypothesis[:_LONGEST_COMPARED]
        return tuple(_Word(match[0].casefold(), *match.span()) for match in _WORD.finditer(text))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.folded)

    @property
    def length(self) -> int:
        """The characters that are compared."""
        return min(len(self.segment.hypothesis), _LONGEST_COMPARED)

    @cached_property
    def witness(self) -> str | None:
        witness = self.segment.witness
        return witness.text[:_LONGEST_COMPARED].casefold() if witness else None

    def span(self, at: int) -> Span:
        word = self.words[at]
        return in_hypothesis(self.segment, word.start, word.end)


def _open(context: Context) -> Finder:
    reach = int(CHECK.threshold("reach", context))

    def find(document: CheckedDocument) -> Iterator[Found]:
        texts = [_Text(index, segment) for index, segment in enumerate(document.segments)]
        yield from _same_source(texts)
        yield from _same_translation(texts, reach)
        yield from _Terms(texts, reach, english=context.target == "en").find()

    return find


# Whole segments


def _same_source(texts: Sequence[_Text]) -> Iterator[Found]:
    """The segments whose source came before with another translation."""
    first: dict[str, _Text] = {}
    for text in texts:
        source = text.segment.source
        if not source or count_words(source) < _FEWEST_WORDS:
            continue
        before = first.setdefault(_folded(source), text)
        ours, theirs = (_letters(each.segment.hypothesis) for each in (text, before))
        if ours != theirs and ours and theirs:
            here = _difference(text, before)
            message = f"{quoted(here.text)} here, in segment {before.index + 1} the same source has "
            message += quoted(_difference(before, text).text)
            witness = text.segment.source_witness
            counterpart = witness.span(0, len(source)) if witness else None
            yield text.index, finding(SAME_SOURCE, message, here, counterpart=counterpart)


def _same_translation(texts: Sequence[_Text], reach: int) -> Iterator[Found]:
    """The segments whose translation came before for another source."""
    first: dict[str, _Text] = {}
    for text in texts:
        if not text.segment.source or len(text.words) < _FEWEST_COPIED_WORDS:
            continue
        before = first.setdefault(_letters(text.segment.hypothesis), text)
        if before is text or text.index - before.index > reach:
            continue
        source, other = text.segment.source, before.segment.source or ""
        common = longest_common_part(source[:_LONGEST_COMPARED], other[:_LONGEST_COMPARED])
        if len(common) < _MOST_COMMON * min(len(source), len(other)):
            message = f"the same translation as in segment {before.index + 1}, whose source is {quoted(other)}"
            witness = text.segment.source_witness
            counterpart = witness.span(0, len(source)) if witness else None
            yield text.index, finding(SAME_TRANSLATION, message, in_hypothesis(text.segment), counterpart=counterpart)


_FEWEST_WORDS: Final = 4
_FEWEST_COPIED_WORDS: Final = 5
_MOST_COMMON: Final = 0.4
"""The share of the shorter of two sources that they may have in one run, and still be two different texts."""


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _letters(text: str) -> str:
    """The text without what two ways of writing it may differ in."""
    return "".join(filter(str.isalnum, text.casefold()))


def _difference(text: _Text, other: _Text) -> Span:
    """What stands in the first hypothesis between the words that it begins and ends with as the other does."""
    ours, theirs = (each.folded for each in (text, other))
    before = _agreeing(ours, theirs)
    after = min(_agreeing(ours[::-1], theirs[::-1]), len(ours) - before, len(theirs) - before)
    if not ours:
        return in_hypothesis(text.segment)
    if before + after >= min(len(ours), len(theirs)):  # words more or less: show what they stand between
        before, after = max(before - 1, 0), max(after - 1, 0)
    return in_hypothesis(text.segment, text.words[before].start, text.words[len(ours) - after - 1].end)


def _agreeing(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first items are the same."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


# Words within a phrase


class _Place(NamedTuple):
    """A word of a text."""

    text: _Text
    at: int

    @property
    def word(self) -> str:
        return self.text.words[self.at].folded


class _Terms:
    """The words that stand in one phrase with other words than before."""

    def __init__(self, texts: Sequence[_Text], reach: int, *, english: bool) -> None:
        self._texts = texts
        self._reach = reach
        self._english = english
        self._told: set[frozenset[str]] = set()

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(word.folded for text in self._texts for word in text.words)

    def find(self) -> Iterator[Found]:
        """One finding for each pair of words."""
        before: defaultdict[tuple[str, ...], dict[str, _Place]] = defaultdict(dict)
        for text in self._texts:
            for at, word in enumerate(text.words):
                if not self._is_term(word.folded) or text.segment.hypothesis[word.start].isupper():
                    continue
                for around in self._around(text, at):
                    places = before[around]
                    if len(places) < _MOST_MIDDLES:
                        for other in places.values():
                            yield from self._told_of(_Place(text, at), other)
                    places[word.folded] = _Place(text, at)

    def _around(self, text: _Text, at: int) -> Iterator[tuple[str, ...]]:
        """The words on both sides; where there is a witness, also fewer on one side."""
        words = text.words
        left = tuple(word.folded for word in words[max(at - _SIDES, 0) : at])
        right = tuple(word.folded for word in words[at + 1 : at + 1 + _SIDES])
        if len(left) == len(right) == _SIDES:
            yield (*left, "", *right)
        if text.witness is not None:
            if left and len(right) == _SIDES and self._is_term(right[0]):
                yield (left[-1], "", *right)
            if right and len(left) == _SIDES and self._is_term(left[1]):
                yield (*left, "", right[0])

    def _is_term(self, word: str) -> bool:
        return len(word) >= _SHORTEST_TERM and word.isalpha() and word not in _CLOSED

    def _told_of(self, here: _Place, other: _Place) -> Iterator[Found]:
        pair = frozenset({here.word, other.word})
        if len(pair) < 2 or pair in self._told or here.text.index == other.text.index:
            return
        if here.text.index - other.text.index > self._reach or not self._may_replace(here.word, other.word):
            return
        if here.word in other.text.vocabulary or other.word in here.text.vocabulary:
            return  # the order of words has changed, or both are needed
        common = self._common_witness(here, other)
        if common is None and not self._is_plain(here, other):
            return
        self._told.add(pair)
        if self._counts[here.word] > self._counts[other.word]:
            here, other = other, here
        where = f"in the same phrase in segment {other.text.index + 1}"
        witness = here.text.segment.witness
        if common and witness:
            where += f"; the {witness.side} has {quoted(common.strip())} in both"
        message = f"{quoted(here.text.span(here.at).text)} here, {quoted(other.text.span(other.at).text)} {where}"
        yield (
            here.text.index,
            finding(
                TERM,
                message,
                here.text.span(here.at),
                counterpart=_counterpart(here.text.segment, common),
                confidence=None if common else "low",
            ),
        )

    def _may_replace(self, one: str, other: str) -> bool:
        """Whether they are two words, not two forms of one, that can stand in one place."""
        if self._english:
            same = lexicon.lemmas(one) & lexicon.lemmas(other)
            return not same and bool(lexicon.possible_tags(one) & lexicon.possible_tags(other))
        return _agreeing(one, other) < max(_SHORTEST_TERM, len(one) - 3, len(other) - 3)

    def _agreement(self, here: _Place, other: _Place) -> tuple[int, int]:
        """How many words before and after them agree."""
        ours, theirs = here.text.folded, other.text.folded
        before, after = (max(place.at - _FARTHEST, 0) for place in (here, other))
        return (
            _agreeing(ours[before : here.at][::-1], theirs[after : other.at][::-1]),
            _agreeing(ours[here.at + 1 : here.at + 1 + _FARTHEST], theirs[other.at + 1 : other.at + 1 + _FARTHEST]),
        )

    def _is_plain(self, here: _Place, other: _Place) -> bool:
        """Whether so many words agree that no witness is needed."""
        if here.text.witness is not None or other.text.witness is not None:
            return False
        before, after = self._agreement(here, other)
        return min(before, after) >= _SIDES and before + after >= _FEWEST_AROUND

    def _common_witness(self, here: _Place, other: _Place) -> str | None:
        """What the witnesses of both have in common, where it is as long as the phrase; None otherwise."""
        ours, theirs = here.text.witness, other.text.witness
        if ours is None or theirs is None or ours == theirs:
            return None
        before, after = self._agreement(here, other)
        if not (before and after):
            return None
        around = [*here.text.folded[here.at - before : here.at], *here.text.folded[here.at + 1 :][:after]]
        if len(around) < _FEWEST_BESIDE or sum(map(self._is_term, around)) < _FEWEST_TERMS_BESIDE:
            return None
        common = longest_common_part(ours, theirs)
        for place, witness in ((here, ours), (other, theirs)):
            start, end = place.text.words[place.at - before].start, place.text.words[place.at + after].end
            expected = (end - start) * len(witness) / place.text.length
            if not _SHORTEST_COMMON <= len(common) / expected <= _LONGEST_COMMON:
                return None
            middles = (start + end) / 2 / place.text.length, (witness.find(common) + len(common) / 2) / len(witness)
            if abs(middles[0] - middles[1]) > _FARTHEST_SHARE:
                return None
        return common


def _counterpart(segment: CheckedSegment, common: str | None) -> Span | None:
    """Where the witness of the segment has what both have in common."""
    witness = segment.witness
    if witness is None or common is None:
        return None
    start = witness.text.casefold().find(common.strip())
    # Some letters are longer in casefold; then the place is not known.
    if start < 0 or len(witness.text.casefold()) != len(witness.text):
        return None
    return witness.span(start, start + len(common.strip()))


CHECK: Final = Check(
    name="renderings",
    summary="one text in several translations within a document, several texts in one",
    faults=(TERM, SAME_SOURCE, SAME_TRANSLATION),
    open=_open,
    thresholds={"reach": 100},
)
