"""The word edit distance inside translation edit rate: bit-parallel, exact, linear in memory.

Words are symbols here, one character each, so that a text is a `str` and a shifted text is made of slices.
Rows of the matrix are positions in the hypothesis, columns positions in the reference; the cell in row i and
column j is the distance of the first i words of the one from the first j words of the other.

TER does not fill the whole matrix but a *beam*: of row i only the columns from `BEAM` left of the diagonal
floor(i * columns / rows) to `BEAM` - 1 right of it; row 0 is whole. Three facts make that fast.

1. *Where few edits are needed, the beam cannot bind.* With D edits between lengths that differ by s, an
   optimal path takes at most (D + s) / 2 steps down that are not diagonal, and as many to the right. In each
   row the beam's diagonal lies between the matrix's main diagonal and the one through its last cell, so the
   path is at most (D + s) / 2 columns away from it. If that is below `BEAM`, every optimal path lies inside:
   distance and preferred path are those of the whole matrix, and any exact algorithm may find the distance.
2. *Elsewhere, the beam is a ban on matches outside it.* Let a path stray outside, where it matches nothing
   and pays for every step, and move each of its cells to the nearest column of the beam. Between leaving and
   coming back both paths cross the same rows and columns. If the reference is the longer text, the beam's
   border moves right by a column or more per row, so the moved path, diagonal wherever it can be, pays once
   per column; if the hypothesis is, by a column at most, and it pays once per row. The stray path pays no
   less. Hence the distances in the beam are those of a whole matrix that has fewer matches.
3. *So a row is two integers.* In such a matrix neighbours differ by one at most: one bit says that the value
   rises from the column before, another that it falls, and a dozen operations turn a row into the next
   (Myers 1999; Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances").
   By fact 2 only the columns of the beam are kept; what lies to their left may grow by one per row, what
   lies to their right by one per column.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from rapidfuzz.distance import LCSseq, Levenshtein

BEAM = 25
"""Columns that a row has on either side of the diagonal."""

_SHORT = 512
"""Up to this many reference words, what takes time by hypothesis times reference words is the quickest."""

_BLOCK = 256
"""Columns whose matches share an integer, at least; with several blocks memory stays linear."""

_Row = tuple[int, int, int, int, int]
"""A row of the matrix: `diagonal`, `down`, `rising`, `falling`, each a bit per column, and `left`.

`diagonal` and `down` are the steps by which the preferred path comes to a cell; with neither it comes from
the left. `rising` and `falling` compare a cell with the one to its left. `left` is the value to the left of
them all, less the number of the row. A plain tuple: rows are what the time goes into.
"""


class _Window(NamedTuple):
    """The columns of a row that are in the beam, seen from the row above; sets of columns are bits."""

    matches: Mapping[str, int]
    """By symbol, the columns that hold it, of the block of the reference in which the window begins."""
    offset: int
    """Where in the block it begins."""
    dropped: int
    """How many columns of the row above it leaves behind."""
    entering: int
    """The columns that the row above does not have."""
    reachable: int
    """The columns that have a cell above and to the left in the beam."""
    whole: int
    """All columns."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The preferred path through a matrix, as the search for shifts looks at it.

    `targets[j]` is how many hypothesis words stand before reference position j: all up to the one that
    reference word j - 1 is aligned with. The errors have a byte per word, 1 where it is not matched.
    """

    targets: Sequence[int]
    hypothesis_errors: bytes
    reference_errors: bytes


@dataclass(frozen=True, slots=True)
class Matrix:
    """The distances in the beam between the beginnings of a hypothesis and a reference, neither empty."""

    hypothesis: str
    reference: str
    windows: Sequence[_Window]
    rows: Sequence[_Row]

    @classmethod
    def fill(cls, hypothesis: str, reference: str, *, in_beam: bool = True) -> Self:
        """The matrix of two texts; `in_beam` is false where the beam is known not to bind."""
        windows = (_beam if in_beam else _everything)(len(hypothesis), reference)
        highest = windows[0].dropped + windows[0].whole.bit_length()
        top = (0, 0, (1 << highest) - 1, 0, 0)
        return cls(hypothesis, reference, windows, [top, *_rows(hypothesis, windows, top)])

    @property
    def distance(self) -> int:
        """The distance between the texts."""
        return _last_value(len(self.hypothesis), self.rows[-1])

    def alignment(self) -> Alignment:
        """The path back from the last cell that prefers diagonal steps, then steps up, then to the left."""
        hypothesis, reference, windows, rows = self.hypothesis, self.reference, self.windows, self.rows
        row, column = len(hypothesis), len(reference)
        targets = [0] * (column + 1)
        hypothesis_errors, reference_errors = bytearray(b"\1" * row), bytearray(b"\1" * column)
        bit = 1 << windows[-1].whole.bit_length() - 1
        while row and column:
            diagonal, down, _, _, _ = rows[row]
            if diagonal & bit:
                targets[column] = row
                row -= 1
                column -= 1
                bit = bit << windows[row].dropped >> 1
                if hypothesis[row] == reference[column]:
                    hypothesis_errors[row] = reference_errors[column] = 0
            elif down & bit:
                row -= 1
                bit <<= windows[row].dropped
            else:
                targets[column] = row
                column -= 1
                bit >>= 1
        return Alignment(targets, bytes(hypothesis_errors), bytes(reference_errors))

    def changed(self, hypothesis: str, start: int) -> Self:
        """The matrix of a hypothesis of the same length that has the same words up to `start`."""
        fresh = _rows(hypothesis[start:], self.windows[start:], self.rows[start])
        return type(self)(hypothesis, self.reference, self.windows, [*self.rows[: start + 1], *fresh])

    def distance_after(self, changed: str, start: int, stop: int, limit: int) -> int:
        """The distance of a hypothesis that differs from `start` to `stop`; any number if above `limit`.

        The distance in the whole matrix, cheap where the reference is short, is a lower bound of it.
        """
        if len(self.reference) <= _SHORT:
            distance = Levenshtein.distance(changed, self.reference, score_cutoff=limit)
            if distance > limit or _cannot_bind(distance, changed, self.reference):
                return distance
        row = self.rows[start]
        fresh = _rows(changed[start:], self.windows[start:], row)
        for number, row in enumerate(fresh, start + 1):
            before = self.rows[number]
            # Behind the change, rows of the same shape as before stay so: only the level differs.
            if number >= stop and row[2:4] == before[2:4]:
                return self.distance + row[-1] - before[-1]
        return _last_value(len(changed), row)


def unbound_distance(hypothesis: str, reference: str) -> int | None:
    """The distance where fact 1 shows cheaply that the beam cannot bind, else None."""
    if len(reference) > _SHORT:
        return None
    distance = Levenshtein.distance(hypothesis, reference)
    return distance if _cannot_bind(distance, hypothesis, reference) else None


def least_distance(hypothesis: str, reference: str) -> int:
    """The distance that no order of the hypothesis' words falls below: all words that are shared match."""
    if len(reference) <= _SHORT:
        # What texts share is the longest common subsequence of the sorted texts: quicker than counting.
        shared = LCSseq.similarity(sorted(hypothesis), sorted(reference))
    else:
        shared = (Counter(hypothesis) & Counter(reference)).total()
    return max(len(hypothesis), len(reference)) - shared


def _cannot_bind(distance: int, hypothesis: str, reference: str) -> bool:
    """Whether fact 1 applies to texts at this distance in the whole matrix."""
    return (distance + abs(len(hypothesis) - len(reference))) // 2 < BEAM


def _last_value(number: int, row: _Row) -> int:
    """The value of the last cell of the row with this number."""
    _, _, rising, falling, left = row
    return number + left + rising.bit_count() - falling.bit_count()


def _rows(hypothesis: str, windows: Sequence[_Window], above: _Row) -> Iterator[_Row]:
    """The rows of these words, one after the other, below the row `above`."""
    _, _, rising, falling, left = above
    for symbol, window in zip(hypothesis, windows, strict=True):
        matches, offset, dropped, entering, reachable, whole = window
        if dropped:
            behind = (1 << dropped) - 1
            left += (rising & behind).bit_count() - (falling & behind).bit_count()
            rising >>= dropped
            falling >>= dropped
        rising |= entering
        match = matches.get(symbol, 0) >> offset & reachable
        # Where the value is that of the cell above and to the left, not one more; where it is one more than that
        # of the cell above (never if that is outside the beam: a diagonal step is cheaper), where one less.
        level = ((match & rising) + rising ^ rising | match | falling) & whole
        down = falling | whole ^ (level | rising)
        up = level & rising
        diagonal = (match | whole ^ level) & reachable
        # The same of the cells to the left, the first of which always grows by one.
        down_before, up_before = down << 1 | 1, up << 1
        rising = (up_before | ~(level | down_before)) & whole
        falling = level & down_before
        yield diagonal, down, rising, falling, left


def _everything(rows: int, reference: str) -> list[_Window]:
    """The windows of a matrix without a beam."""
    whole = (1 << len(reference)) - 1
    return [_Window(_columns(reference), 0, 0, 0, whole, whole)] * rows


def _beam(rows: int, reference: str) -> list[_Window]:
    """The windows of the beam."""
    columns = len(reference)
    slope = columns / rows
    # A slope so steep that the beams of neighbouring rows would not touch makes them wider.
    width = BEAM if slope <= 2 * BEAM else math.ceil(slope / 2 + BEAM)
    size = max(_BLOCK, 2 * width)
    blocks = [_columns(reference[start : start + 2 * size]) for start in range(0, columns, size)]
    windows = []
    low, high, first = 0, columns, 1  # of the row above: its lowest and highest column, and that of bit 0
    for row in range(1, rows + 1):
        diagonal = math.floor(row * slope)
        lowest, highest = max(0, diagonal - width), min(columns, diagonal + width - 1)
        begin = max(1, lowest)
        whole = (1 << highest - begin + 1) - 1
        below = (1 << high - begin + 1) - 1 & whole  # the columns that the row above has
        reachable = (below << 1 | 1) & whole
        if lowest == low > 0:
            reachable &= ~1
        block, offset = divmod(begin - 1, size)
        window = _Window(blocks[block], offset, begin - first, whole ^ below, reachable, whole)
        windows.append(window)
        low, high, first = lowest, highest, begin
    return windows


def _columns(reference: str) -> dict[str, int]:
    """By symbol, the columns that hold it, the first column being bit 0."""
    columns: dict[str, int] = {}
    for column, symbol in enumerate(reference):
        columns[symbol] = columns.get(symbol, 0) | 1 << column
    return columns
