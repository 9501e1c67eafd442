"""The shifts of translation edit rate (Snover et al. 2006), and the edits that count with them.

A shift moves up to ten words of the hypothesis to where the reference has them, and counts as one edit. The
search is greedy: round after round the shift that shortens the edit distance most is made, until none does.
Which shifts are tried, which of equals is made and when the search gives up are sacrebleu's choices, most of
them inherited from the Tercom program. Two observations save most of the work.

1. *The number of tries counts, not their order.* The best shift is the least by a rank that no two shifts
   share; and once a certain number has been tried the search stops without making the round's best shift. So
   tries are collected from the words that err, in any order, and measured only if they are few enough.
2. *A shift that gains one edit costs one edit.* No order of the words has fewer edits than the least
   distance, so once the distance is at most one above it, no further round changes the total.
"""

from collections.abc import Iterator, Sequence, Set
from itertools import count, islice, pairwise, repeat
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from mtqa.metrics.edit_distance import Alignment, Matrix, least_distance, unbound_distance

LONGEST = 10
"""Words that move together, at most."""

FARTHEST = 50
"""Positions between a hypothesis word and the reference word that it moves to, at most."""

TRIES = 1000
"""Shifts tried, in all rounds together, with which the search gives up."""

_UNMATCHED = "\0"
"""The symbol of the words that only the hypothesis has."""

_Measured = tuple[int, tuple[int, int, int], str, int]
"""The distance after a shift, its rank, the hypothesis after it, and where that begins to differ."""


class Shift(NamedTuple):
    """A move of `length` words from `start` to before `target`, positions as they are before the move.

    A target among the moving words, or right behind them, is taken as the number of words to pass.
    """

    start: int
    length: int
    target: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """The least is made of the shifts that gain the same: the longest, from the left, to the left."""
        return -self.length, self.start, self.target

    @property
    def cuts(self) -> tuple[int, int, int]:
        """The bounds of the two neighbouring stretches of words that change places."""
        start, length, target = self
        if target < start:
            return target, start, start + length
        return start, start + length, target if target > start + length else target + length


def translation_edits(hypothesis: Sequence[str], reference: Sequence[str]) -> int:
    """The shifts, insertions, deletions and substitutions that turn hypothesis words into reference words.

    Equal to sacrebleu's count for any two sequences of words.
    """
    if not hypothesis or not reference:
        return len(hypothesis) + len(reference)
    moving, fixed = _as_symbols(hypothesis, reference)
    enough = least_distance(moving, fixed) + 1
    distance = unbound_distance(moving, fixed)
    if distance is not None and distance <= enough:
        return distance
    return _edits(Matrix.fill(moving, fixed, in_beam=distance is None), enough)


def _as_symbols(hypothesis: Sequence[str], reference: Sequence[str]) -> tuple[str, str]:
    """The texts with a character for each word; the words that only one of them has share one."""
    shared = dict.fromkeys(filter(set(hypothesis).__contains__, reference))
    symbols = dict(zip(shared, map(chr, count(2)), strict=False))
    moving = map(symbols.get, hypothesis, repeat(_UNMATCHED))
    fixed = map(symbols.get, reference, repeat("\1"))
    return "".join(moving), "".join(fixed)


def _edits(matrix: Matrix, enough: int) -> int:
    """The edits after the search, which may stop at a distance that is small `enough`."""
    distance, shifts, tries = matrix.distance, 0, TRIES
    while distance > enough:
        tried = list(islice(_tries(matrix), tries))
        tries -= len(tried)
        best = _best(set(tried), matrix) if tries else None
        if best is None:
            break
        shifts += 1
        distance, _, hypothesis, start = best
        if distance > enough:
            matrix = matrix.changed(hypothesis, start)
    return shifts + distance


def _tries(matrix: Matrix) -> Iterator[Shift]:
    """The shifts to try, repeated as often as they count.

    Words move to before the place where the reference has the same words, and to behind each hypothesis
    word that is aligned with a word of that place.
    """
    alignment = matrix.alignment()
    for start, place, lengths in _agreements(matrix, alignment):
        for length in lengths:
            for target in set(alignment.targets[place : place + length + 1]):
                yield Shift(start, length, target)


def _agreements(matrix: Matrix, alignment: Alignment) -> Iterator[tuple[int, int, range]]:
    """Where the hypothesis and where the reference has the same words, and how many of them may move.

    One of the words must be an error on either side, and the place not aligned with one of them already.
    """
    hypothesis, reference = matrix.hypothesis, matrix.reference
    errors = [number for number, wrong in enumerate(alignment.hypothesis_errors) if wrong]
    for error_before, error in pairwise([-1, *errors]):
        symbol = hypothesis[error]
        if symbol == _UNMATCHED:
            continue
        # All agreements of which this is the first error: they begin behind the error before it.
        earlier = hypothesis[max(error_before, error - LONGEST) + 1 : error + 1]
        later = hypothesis[error : error + LONGEST]
        for match in _positions(reference, symbol, max(0, error - FARTHEST), error + FARTHEST + 1):
            ahead = Prefix.similarity(later, reference[match : match + LONGEST])
            behind = Postfix.similarity(earlier, reference[max(0, match - LONGEST + 1) : match + 1])
            for back in range(behind):
                start, place = error - back, match - back
                reference_error = alignment.reference_errors.find(1, place, place + LONGEST)
                if reference_error < 0:
                    continue
                shortest = max(back, reference_error - place) + 1
                longest = min(back + ahead, LONGEST)
                aligned = alignment.targets[place + 1] - 1
                if aligned >= start:
                    longest = min(longest, aligned - start)
                yield start, place, range(shortest, longest + 1)


def _positions(text: str, symbol: str, start: int, stop: int) -> Iterator[int]:
    """The positions from `start` to before `stop` that hold the symbol."""
    position = text.find(symbol, start, stop)
    while position >= 0:
        yield position
        position = text.find(symbol, position + 1, stop)


def _best(shifts: Set[Shift], matrix: Matrix) -> _Measured | None:
    """The shift that shortens the distance most, None if none does."""
    words = matrix.hypothesis
    best: _Measured | None = None
    limit = matrix.distance - 1
    for shift in shifts:
        first, middle, last = shift.cuts
        shifted = words[:first] + words[middle:last] + words[first:middle] + words[last:]
        distance = matrix.distance_after(shifted, first, last, limit)
        if distance <= limit:
            measured = distance, shift.rank, shifted, first
            best = min(best, measured) if best else measured
            limit = distance
    return best
