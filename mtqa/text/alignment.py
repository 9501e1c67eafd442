"""Which sentences of a text and of its translation say the same.

Sentences are aligned by length, as Gale and Church (1993) did, and by what stays as it is in a translation: numbers,
and words that both texts share. Dynamic programming along the diagonal, linear in the number of sentences.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import Final

from mtqa.late import late
from mtqa.text.lengths import LengthModel
from mtqa.text.words import is_unspaced

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_IN_UNSPACED: Final = late(f"[{_UNSPACED}]+")
_NUMBER: Final = re.compile(r"\d(?:[\d.,:]*\d)?")
_NO_DIGIT: Final = re.compile(r"\D+")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_ACRONYM: Final = re.compile(r"\b[^\W\d_a-z]{2,3}\b")
_STEM: Final = 5
_LONGEST: Final = 2000
"""Characters of a sentence that are read; one with more is none."""


@lru_cache(maxsize=1024)
def anchors(text: str) -> frozenset[str]:
    """What may stand in a translation too: long words by their beginnings, acronyms, numbers as digits.

    Words of four letters and more count as long. In scripts without spaces, every two letters that follow one another.
    """
    text = text[:_LONGEST]
    found = {word[:_STEM] for word in _LONG_WORD.findall(text.casefold())}
    found.update(word.casefold() for word in _ACRONYM.findall(text) if word.isupper())
    found.update(numbers(text))
    if is_unspaced(text):
        found = {word for word in found if not _IN_UNSPACED.match(word)}
        for run in _IN_UNSPACED.findall(text):
            found.update(map("".join, pairwise(run)))
    return frozenset(found)


@lru_cache(maxsize=1024)
def numbers(text: str) -> frozenset[str]:
    """The numbers of a text written as digits, without their separators."""
    return frozenset(_NO_DIGIT.sub("", number).lstrip("0") or "0" for number in _NUMBER.findall(text[:_LONGEST]))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to align: its range in the text, its length in English characters, its anchors and numbers."""

    start: int
    end: int
    length: float
    anchors: frozenset[str]
    numbers: frozenset[str]


def measured(text: str, start: int, end: int, length: Callable[[str], float]) -> Sentence:
    """The sentence that stands in this range of a text."""
    sentence = text[start:end]
    return Sentence(start, end, length(sentence), anchors(sentence), numbers(sentence))


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that belong together, as ranges of indexes; one of the two is empty where there is no counterpart."""

    source: range
    target: range

    def misses(self, target: bool) -> bool:
        """Whether it has no sentence of the target, or else none of the source."""
        return not (self.target if target else self.source)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads in order, and what they cost: about the negative logarithm of their likelihood."""

    beads: tuple[Bead, ...]
    cost: float


_PRIORS: Final = {(1, 1): 0.1, (1, 2): 2.3, (2, 1): 2.3, (2, 2): 4.0, (1, 3): 4.0, (3, 1): 4.0}
"""How unlikely it is that so many sentences become so many."""

_ALONE: Final = 4.5
"""How unlikely it is that a sentence has no counterpart."""

_GAP: Final = {(1, 0): _ALONE, (0, 1): _ALONE}
_BAND: Final = 6
_FAR: Final = 3.0
_SHARED: Final = 1.2
_MOST_SHARED: Final = 4
_LOST_NUMBER: Final = 0.8


def align(
    source: Sequence[Sentence], target: Sequence[Sentence], model: LengthModel, *, gaps: bool = True
) -> Alignment | None:
    """The likeliest alignment, with sentences that have no counterpart if `gaps`; None where there is none without."""
    if not source or not target:
        return None
    moves = {**_PRIORS, **_GAP} if gaps else _PRIORS
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    slope = len(target) / len(source)
    for i in range(len(source) + 1):
        middle = round(i * slope)
        width = _BAND + round(slope)
        for j in range(max(0, middle - width), min(len(target), middle + width) + 1):
            cheapest, move = best.get((i, j), (inf, (0, 0)))
            for (down, right), prior in moves.items():
                before = best.get((i - down, j - right))
                if before is None or before[0] + prior - _SHARED * _MOST_SHARED >= cheapest:
                    continue
                cost = before[0] + prior + unlikeness(source[i - down : i], target[j - right : j], model)
                if cost < cheapest:
                    cheapest, move = cost, (down, right)
            if cheapest < inf:
                best[i, j] = cheapest, move
    end = (len(source), len(target))
    return Alignment(_beads(best, end), best[end][0]) if end in best else None


def _beads(best: dict[tuple[int, int], tuple[float, tuple[int, int]]], end: tuple[int, int]) -> tuple[Bead, ...]:
    beads = []
    i, j = end
    while (i, j) != (0, 0):
        down, right = best[i, j][1]
        beads.append(Bead(range(i - down, i), range(j - right, j)))
        i, j = i - down, j - right
    return tuple(reversed(beads))


def unlikeness(source: Sequence[Sentence], target: Sequence[Sentence], model: LengthModel) -> float:
    """How unlikely it is that these say the same, less than 0 where they share words and numbers."""
    if not source or not target:
        return 0.0
    if len(source) == len(target) == 1:
        return _unlikeness(source[0], target[0], model)
    return _unlikeness(_together(source), _together(target), model)


def _unlikeness(source: Sentence, target: Sentence, model: LengthModel) -> float:
    deviation = abs(model.deviation(source.length, target.length))
    unlike = deviation**2 / 2 if deviation < _FAR else _FAR * deviation - _FAR**2 / 2
    shared, differing = len(source.anchors & target.anchors), len(source.numbers ^ target.numbers)
    return unlike - _SHARED * min(_MOST_SHARED, shared) + _LOST_NUMBER * min(_MOST_SHARED, differing)


def _together(sentences: Sequence[Sentence]) -> Sentence:
    first, *others = sentences
    return Sentence(
        first.start,
        sentences[-1].end,
        sum(sentence.length for sentence in sentences),
        first.anchors.union(*(sentence.anchors for sentence in others)),
        first.numbers.union(*(sentence.numbers for sentence in others)),
    )
