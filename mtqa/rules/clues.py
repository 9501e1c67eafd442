"""What a match of a token pattern cannot be without, so that the pattern is tried where it may match and nowhere else.

Everything is a numbered test of one token. Two tests are of its place, and go before those of words: that it is the
first word of its sentence or of a speech, and that the next token is the same word.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from mtqa.rules.grammar import Capture, Edge, Group, Part, Repeat, Same, Sequence, Test, longest, shortest
from mtqa.rules.words import BEGINNING, DOUBLED, WordList, frequency

_OF_BEGINNING: Final = 45.0
_OF_DOUBLED: Final = 0.1
"""How many of 1,000 tokens pass the tests of a place."""


class Trigger(NamedTuple):
    """A test that some token of every match passes, and how far after its start that token stands."""

    test: int
    nearest: int
    farthest: int


class Clues(NamedTuple):
    """What a pattern is found by.

    One of the `triggers` is in every match. Its first token passes one of the tests `first`, its second one of
    `second`; where one of these is empty nothing is sure.
    """

    triggers: tuple[Trigger, ...]
    first: frozenset[int]
    second: frozenset[int]


def clues(sequence: Sequence, number: Callable[[Test], int], lists: Mapping[str, WordList]) -> Clues:
    """The clues of a pattern whose tests are numbered."""
    _, triggers = _rarest(sequence, number, lists)
    first = _beginning(sequence, number)
    return Clues(triggers, first.tests if first.sure else frozenset(), _second(sequence, number))


class _Beginning(NamedTuple):
    """The tests of which the first token of a match passes one; not `sure` when there may be others."""

    tests: frozenset[int]
    sure: bool


_Number = Callable[[Test], int]


def _beginning(sequence: Sequence, number: _Number) -> _Beginning:
    tests: frozenset[int] = frozenset()
    for part in sequence:
        found = _beginning_of(part, number)
        tests |= found.tests
        if found.sure:
            return _Beginning(tests, sure=True)
        if isinstance(part, Same):
            break
    return _Beginning(tests, sure=False)


def _beginning_of(part: Part, number: _Number) -> _Beginning:
    match part:
        case Test():
            return _Beginning(frozenset({number(part)}), sure=True)
        case Edge("^"):
            return _Beginning(frozenset({BEGINNING}), sure=True)
        case Capture(_, inner):
            return _beginning_of(inner, number)
        case Repeat(inner, low, _):
            found = _beginning_of(inner, number)
            return found._replace(sure=found.sure and low > 0)
        case Group(branches):
            found_in = [_beginning(branch, number) for branch in branches]
            tests = frozenset[int]().union(*(found.tests for found in found_in))
            return _Beginning(tests, sure=all(found.sure for found in found_in))
    return _Beginning(frozenset(), sure=False)


def _second(sequence: Sequence, number: _Number) -> frozenset[int]:
    first = next(index for index, part in enumerate(sequence) if longest((part,)) > 0)
    if shortest(sequence) < 2 or not shortest(sequence[first : first + 1]) == longest(sequence[first : first + 1]) == 1:
        return frozenset()
    found = _beginning(sequence[first + 1 :], number)
    return found.tests if found.sure else frozenset()


_Found = tuple[float, tuple[Trigger, ...]]
"""Tests of which one must pass, and how many tokens of 1,000 pass one."""
_NOT_FOUND: Final[_Found] = (float("inf"), ())


def _rarest(sequence: Sequence, number: _Number, lists: Mapping[str, WordList]) -> _Found:
    """The rarest tests in a sequence of which one must pass."""
    best = _NOT_FOUND
    nearest = farthest = 0
    for index, part in enumerate(sequence):
        cost, triggers = _rarest_of(part, number, lists)
        if index and _doubles(sequence[index - 1], part):
            cost, triggers = _OF_DOUBLED, (Trigger(DOUBLED, -1, -1),)
        elif part == Edge("^") and shortest(sequence[index:]) > 0:
            cost, triggers = _OF_BEGINNING, (Trigger(BEGINNING, 0, 0),)
        if triggers and cost < best[0]:
            best = cost, tuple(Trigger(test, nearest + low, farthest + high) for test, low, high in triggers)
        nearest += shortest((part,))
        farthest += longest((part,))
    return best


def _doubles(before: Part, part: Part) -> bool:
    """Whether a part is just the word before it again."""
    match before, part:
        case Capture(name, Test()), Same(same):
            return name == same
    return False


def _rarest_of(part: Part, number: _Number, lists: Mapping[str, WordList]) -> _Found:
    match part:
        case Test():
            return frequency(part, lists), (Trigger(number(part), 0, 0),)
        case Capture(_, inner):
            return _rarest_of(inner, number, lists)
        case Repeat(inner, low, _) if low > 0:
            return _rarest_of(inner, number, lists)
        case Group(branches):
            found = [_rarest(branch, number, lists) for branch in branches]
            if all(triggers for _, triggers in found):
                return sum(cost for cost, _ in found), tuple(one for _, triggers in found for one in triggers)
    return _NOT_FOUND
