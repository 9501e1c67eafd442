"""The Penn tag of every word of a sentence in its context.

An averaged perceptron, greedy from left to right (Collins 2002). What it looks at is in `features.py`; its
weights are in `tagger.bin`, written by `train.py`; origin, licence and figures stand in `README.md`.

A word's own share of every score, and its share in the scores of its neighbours, do not depend on the sentence:
they are added up once for each word and kept. A choice is then a few sums of integers for each candidate.
"""

import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from operator import add
from pathlib import Path
from typing import Final

from mtqa.text.english import features
from mtqa.text.english.features import BEFORE, Seen
from mtqa.text.english.shelves import Shelves, unpacked

WEIGHTS: Final = Path(__file__).with_name("tagger.bin")

FIRST_TAG: Final = 64
"""The code point that stands for the first tag in the file of weights."""
ZERO: Final = 1024
"""The code point that stands for the weight 0 there; others stand around it."""
RARE: Final = "?"
"""Marks a word that was seen too seldom in training to know all its tags there."""
COMMON: Final = "!"
"""Marks a word that was seen too often for its capital to be a new name's."""
MARKS: Final = frozenset({RARE, COMMON})

_KEPT_WORDS: Final = 20_000
"""Words whose sums are kept: about 3 kB each, with those of their neighbours."""
_FULL: Final = 20
"""Rows as long as this are kept as vectors: they are few, and of features that most words share."""
_LOWEST: Final = -(1 << 30)

Vector = Sequence[int]


def tag(words: Sequence[str]) -> tuple[str, ...]:
    """The best Penn tag of each word of one sentence, split as `tokens.py` splits it.

    The tags are those of the English Web Treebank; equal words give equal tags on every machine.
    """
    return _tagger().tag(words)


@cache
def _tagger() -> "_Tagger":
    names, trained, weights = unpacked(zlib.decompress(WEIGHTS.read_bytes()).decode())
    return _Tagger(tuple(names["tags"].split()), trained, weights)


class _Word:
    """What the tagger knows of one word as it stands in one kind of sentence."""

    __slots__ = ("after_tag", "before_next", "beside", "choices", "own", "seen")

    def __init__(self, seen: Seen | None, choices: tuple[int, ...], beside: tuple[Vector, ...]) -> None:
        self.seen = seen
        self.choices = choices
        """The tags it is given the choice of."""
        self.beside = beside
        """Its share in the scores of the words one after, two after, one before and two before it."""
        self.own: Vector = ()
        """Its share in its own score, for each of its choices; made when first needed."""
        self.after_tag: dict[int, Vector] = {}
        """The same, with what the tag before it adds."""
        self.before_next: dict[int, Vector] = {}
        """Its share in the score of the word before it, when that comes after this tag."""


class _Tagger:
    """The weights, and what was added up of them so far."""

    def __init__(self, names: tuple[str, ...], trained: Shelves, weights: Shelves) -> None:
        self._names = (*names, BEFORE)
        self._numbers = {name: number for number, name in enumerate(names)}
        self._trained = trained
        self._weights = weights
        self._full: dict[str, Vector] = {}
        self._after_tags: dict[tuple[int, int], Vector] = {}
        self._words: dict[tuple[str, str, bool], _Word] = {}
        self._outside = self._new_word(None, ())

    def tag(self, words: Sequence[str]) -> tuple[str, ...]:
        """The tags of the words of one sentence."""
        style = features.style_of(words)
        first = features.first_word(words)
        outside = self._outside
        known = [self._word(word, style, index <= first) for index, word in enumerate(words)]
        padded = [outside, outside, *known, outside, outside]
        previous = earlier = len(self._names) - 1
        numbers: list[int] = []
        for index, word in enumerate(known):
            choices = word.choices
            if len(choices) == 1:
                best = choices[0]
            else:
                two_before, one_before, _, one_after, two_after = padded[index : index + 5]
                own = word.after_tag.get(previous) or self._own_after(word, previous)
                tags = self._after_tags.get((previous, earlier)) or self._after(previous, earlier)
                coming = one_after.before_next.get(previous) or self._before_next(one_after, previous)
                one, two = one_before.beside[0], two_before.beside[1]
                three, four = one_after.beside[2], two_after.beside[3]
                best, highest = -1, _LOWEST
                for choice, score in zip(choices, own, strict=True):
                    total = (
                        score + tags[choice] + coming[choice] + one[choice] + two[choice] + three[choice] + four[choice]
                    )
                    if total > highest:
                        best, highest = choice, total
            numbers.append(best)
            earlier, previous = previous, best
        return tuple(map(self._names.__getitem__, numbers))

    def _word(self, text: str, style: str, first: bool) -> _Word:
        key = (text, style, first)
        word = self._words.get(key)
        if word is None:
            if len(self._words) >= _KEPT_WORDS:
                self._words.clear()
            word = self._words[key] = self._new_word(features.see(text, style, first), self._choices(text))
        return word

    def _new_word(self, seen: Seen | None, choices: tuple[int, ...]) -> _Word:
        beside = tuple(self._sum(features.of_neighbour(seen, role)) for role in features.ROLES)
        return _Word(seen, choices, beside)

    def _choices(self, text: str) -> tuple[int, ...]:
        trained = self._trained.find(features.normalise(text)) or RARE
        names = [self._names[ord(sign) - FIRST_TAG] for sign in trained if sign not in MARKS]
        found = features.candidates(text, names, rare=RARE in trained, common=COMMON in trained)
        return tuple(sorted(self._numbers[name] for name in found if name in self._numbers))

    def _own_after(self, word: _Word, previous: int) -> Vector:
        assert word.seen is not None
        if not word.own:
            own = self._sum(features.of_word(word.seen))
            word.own = tuple(own[choice] for choice in word.choices)
        after = self._sum(features.of_tag(self._names[previous], word.seen))
        vector = tuple(own + after[choice] for own, choice in zip(word.own, word.choices, strict=True))
        word.after_tag[previous] = vector
        return vector

    def _after(self, previous: int, earlier: int) -> Vector:
        vector = self._sum(features.of_tags(self._names[previous], self._names[earlier]))
        self._after_tags[previous, earlier] = vector
        return vector

    def _before_next(self, word: _Word, previous: int) -> Vector:
        vector = self._sum(features.of_tag_and_next(self._names[previous], word.seen))
        word.before_next[previous] = vector
        return vector

    def _sum(self, names: Iterable[str]) -> Vector:
        """The weights of these features together, one for each tag."""
        total = [0] * len(self._numbers)
        for name in names:
            row = self._weights.find(name)
            if row is None:
                continue
            if len(row) < _FULL:
                _add(row, total)
            else:
                total = list(map(add, total, self._full.get(name) or self._expanded(name, row)))
        return array("h", total)  # a quarter of the memory of a list, and no slower

    def _expanded(self, name: str, row: str) -> Vector:
        vector = [0] * len(self._numbers)
        _add(row, vector)
        self._full[name] = vector
        return vector


def _add(row: str, total: list[int]) -> None:
    """Adds the weights that a row of the file holds: pairs of a sign for the tag and a sign for the weight."""
    for place in range(0, len(row), 2):
        total[ord(row[place]) - FIRST_TAG] += ord(row[place + 1]) - ZERO
