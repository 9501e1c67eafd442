"""Where in a sentence the patterns of many rules may begin to match, by the clues of each."""

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from operator import eq
from typing import Final

from mtqa.rules.clues import Clues
from mtqa.rules.words import BEGINNING, DOUBLED
from mtqa.text.english.tokens import Token

_KEPT_CLASSES: Final = 50_000

_Row = tuple[int, int, int, frozenset[int], frozenset[int]]
"""The number of a pattern that a token may belong to, how far before that it begins, tests of its first two tokens."""


class Dispatch:
    """The patterns, filed under the tests that trigger them."""

    def __init__(self, clues_of_all: Iterable[Clues]) -> None:
        self._by_test: dict[int, list[_Row]] = {}
        self._by_classes: dict[frozenset[int], tuple[_Row, ...]] = {}
        self._marked: dict[int, dict[frozenset[int], frozenset[int]]] = {BEGINNING: {}, DOUBLED: {}}
        for number, (triggers, first, second) in enumerate(clues_of_all):
            for test, nearest, farthest in triggers:
                known_first = farthest == 0 and first == {test}
                row = (number, nearest, farthest, frozenset[int]() if known_first else first, second)
                self._by_test.setdefault(test, []).append(row)

    def mark_beginnings(self, classes: list[frozenset[int]], beginnings: Iterable[int]) -> None:
        """Puts among the classes of these tokens that they begin a sentence or a speech."""
        for index in beginnings:
            if index < len(classes):
                self._mark(classes, index, BEGINNING)

    def mark_doubled(self, classes: list[frozenset[int]], tokens: Sequence[Token]) -> None:
        """Puts among the classes of tokens that the next one is the same word."""
        lower = [token.lower for token in tokens]
        if True in map(eq, lower, lower[1:]):
            for index, (one, other) in enumerate(pairwise(lower)):
                if one == other:
                    self._mark(classes, index, DOUBLED)

    def _mark(self, classes: list[frozenset[int]], index: int, test: int) -> None:
        held = classes[index]
        marked = self._marked[test].get(held)
        if marked is None:
            self._forget_much()
            marked = self._marked[test][held] = held | {test}
        classes[index] = marked

    def starts(self, classes: Sequence[frozenset[int]], sentence: range, parts: Iterable[range]) -> dict[int, set[int]]:
        """The tokens of a sentence that patterns may begin at, by the number of the pattern.

        Only tokens in these parts of it can show where one begins.
        """
        starts: dict[int, set[int]] = {}
        begin, last = sentence.start, sentence.stop - 1
        known = self._by_classes
        for position in chain.from_iterable(parts):
            rows = known.get(classes[position])
            if rows is None:
                rows = self._rows_of(classes[position])
            for number, nearest, farthest, first, second in rows:
                for start in range(max(begin, position - farthest), position - nearest + 1):
                    if first and first.isdisjoint(classes[start]):
                        continue
                    if second and (start == last or second.isdisjoint(classes[start + 1])):
                        continue
                    if number in starts:
                        starts[number].add(start)
                    else:
                        starts[number] = {start}
        return starts

    def _rows_of(self, classes: frozenset[int]) -> tuple[_Row, ...]:
        self._forget_much()
        rows = tuple(row for test in sorted(classes) for row in self._by_test.get(test, ()))
        self._by_classes[classes] = rows
        return rows

    def _forget_much(self) -> None:
        """Keeps memory bounded: what is forgotten is worked out again."""
        if len(self._by_classes) + sum(map(len, self._marked.values())) >= _KEPT_CLASSES:
            self._by_classes.clear()
            for marked in self._marked.values():
                marked.clear()
