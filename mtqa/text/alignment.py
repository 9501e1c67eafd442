"""Which sentences of a text and of its translation say the same.

Sentences are aligned by length, as Gale and Church (1993) did, and by what stays as it is in a translation: numbers,
and words that both texts share. Dynamic programming along the diagonal, linear in the number of sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

from mtqa.text.lengths import LengthModel

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_ANCHOR: Final = re.compile(rf"\d(?:[\d.,:]*\d)?|[{_UNSPACED}]+|[^\W\d_{_UNSPACED}]+")
_IN_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
_SHORTEST_WORD: Final = 4
_STEM: Final = 5
_MANY: Final = 200
"""Anchors of a sentence that are read; a sentence of a thousand words is none."""


def anchors(text: str) -> frozenset[str]:
    """What may stand in a translation too: numbers as digits, words of four letters and more by their beginnings.

    In scripts without spaces, every two letters that follow one another.
    """
    found = set()
    for match in _ANCHOR.finditer(text[: _MANY * 10]):
        word = match[0]
        if word[0].isdigit():
            found.add("".join(filter(str.isdigit, word)).lstrip("0") or "0")
        elif _IN_UNSPACED.match(word):
            found.update(map("".join, pairwise(word)))
        elif len(word) >= _SHORTEST_WORD or (word.isupper() and len(word) > 1):
            found.add(word.casefold()[:_STEM])
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to align: its range in the text, its length in English characters, and its anchors."""

    start: int
    end: int
    length: float
    anchors: frozenset[str]


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
    deviation = abs(model.deviation(sum(each.length for each in source), sum(each.length for each in target)))
    unlike = deviation**2 / 2 if deviation < _FAR else _FAR * deviation - _FAR**2 / 2
    before, after = _together(source), _together(target)
    numbers = {anchor for anchor in before ^ after if anchor[0].isdigit()}
    return unlike - _SHARED * min(_MOST_SHARED, len(before & after)) + _LOST_NUMBER * min(_MOST_SHARED, len(numbers))


def _together(sentences: Sequence[Sentence]) -> frozenset[str]:
    return sentences[0].anchors if len(sentences) == 1 else frozenset().union(*(each.anchors for each in sentences))
