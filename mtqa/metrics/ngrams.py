"""Clipped n-gram matches of a whole batch of segments at once.

Method: every symbol (a character, a token) is an integer. One 64-bit key per position packs its segment,
the next `order` symbols and the side it stands on; after one sort, equal n-grams of all orders lie side by
side, the long ones within the short ones, so that dropping one symbol from the keys moves on to the next
shorter order without sorting again. Matches are read off where the keys change.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Keys = NDArray[np.uint64]

_KEY_BITS = 64


@dataclass(frozen=True, slots=True)
class Sides:
    """The symbols of a batch: for each segment its hypothesis, then each of its references, end to end.

    `symbols` are integers of at least 0, `lengths` has the shape (segments, 1 + references) and adds up to
    `len(symbols)`. A reference that a segment does not have has length 0.
    """

    symbols: Integers
    lengths: Integers

    @property
    def segments(self) -> int:
        """The number of segments."""
        return len(self.lengths)

    def halves(self) -> tuple["Sides", "Sides"]:
        """The first and the second half of the segments."""
        middle = self.segments // 2
        cut = int(self.lengths[:middle].sum())
        return (
            Sides(self.symbols[:cut], self.lengths[:middle]),
            Sides(self.symbols[cut:], self.lengths[middle:]),
        )


@dataclass(frozen=True, slots=True)
class Runs:
    """The distinct n-grams of one order, segment by segment, and how often each side has them.

    `segment` has one entry per distinct n-gram of a segment; `counts` has the shape (sides, n-grams), the
    hypothesis first.
    """

    order: int
    segment: Integers
    counts: Integers


def ngram_runs(sides: Sides, highest_order: int) -> Iterator[tuple[slice, Runs]]:
    """Pairs of a range of segments and the runs of one order in it; each order once for each segment.

    The segment numbers in the runs count from the start of that range. A batch whose keys would not fit
    into 64 bits is halved until they do; a single segment that still does not fit is ranked instead.
    """
    yield from _runs_from(sides, highest_order, 0)


def clipped_by_most(sides: Sides, highest_order: int) -> Integers:
    """Matches clipped by the reference that has most of the n-gram, as in BLEU: shape (segments, orders)."""
    matches = np.zeros((sides.segments, highest_order), np.int64)
    for here, runs in ngram_runs(sides, highest_order):
        clipped = np.minimum(runs.counts[0], runs.counts[1:].max(axis=0))
        matches[here, runs.order - 1] = _sum_by(runs.segment, clipped, here)
    return matches


def clipped_by_each(sides: Sides, highest_order: int) -> Integers:
    """Matches with each reference by itself: shape (references, segments, orders), as in chrF."""
    matches = np.zeros((sides.lengths.shape[1] - 1, sides.segments, highest_order), np.int64)
    for here, runs in ngram_runs(sides, highest_order):
        for number, reference in enumerate(runs.counts[1:]):
            clipped = np.minimum(runs.counts[0], reference)
            matches[number, here, runs.order - 1] = _sum_by(runs.segment, clipped, here)
    return matches


def _sum_by(segment: Integers, values: Integers, here: slice) -> Integers:
    return np.bincount(segment, weights=values, minlength=here.stop - here.start).astype(np.int64)


def _runs_from(sides: Sides, highest_order: int, first: int) -> Iterator[tuple[slice, Runs]]:
    if len(sides.symbols) == 0:
        return
    here = slice(first, first + sides.segments)
    position = _Positions.of(sides)
    symbols = _dense(sides.symbols)
    spare_bits = _KEY_BITS - position.bits
    if _bits(symbols) * highest_order > spare_bits:
        symbols = _dense_within(position.segment, symbols)
    if _bits(symbols) * highest_order <= spare_bits:
        yield from ((here, runs) for runs in _packed(symbols, position, highest_order))
    elif sides.segments == 1:
        yield from ((here, runs) for runs in _ranked(symbols, position, highest_order))
    else:
        first_half, second_half = sides.halves()
        yield from _runs_from(first_half, highest_order, first)
        yield from _runs_from(second_half, highest_order, first + first_half.segments)


@dataclass(frozen=True, slots=True)
class _Positions:
    """For each symbol its segment, its side, and how many symbols are left from it to the end of its text."""

    segment: Integers
    side: Integers
    left: Integers
    sides: int
    bits: int

    @classmethod
    def of(cls, sides: Sides) -> "_Positions":
        segments, width = sides.lengths.shape
        lengths = sides.lengths.ravel()
        text = np.repeat(np.arange(lengths.size), lengths)
        left = np.cumsum(lengths)[text] - np.arange(len(text))
        bits = (segments - 1).bit_length() + (width - 1).bit_length()
        return cls(text // width, text % width, left, width, bits)


def _bits(symbols: Integers) -> int:
    """The bits of a symbol, when 0 stands for no symbol and they count from 1."""
    return int(symbols.max()).bit_length()


def _dense(symbols: Integers) -> Integers:
    """The symbols renumbered 1, 2, ... without gaps."""
    used = np.zeros(int(symbols.max()) + 1, np.int64)
    used[symbols] = 1
    dense: Integers = np.cumsum(used)[symbols]
    return dense


def _dense_within(segment: Integers, symbols: Integers) -> Integers:
    """The symbols renumbered 1, 2, ... without gaps in each segment by itself."""
    distinct, index = np.unique((segment << 32) | symbols, return_inverse=True)
    first = np.searchsorted(distinct >> 32, np.arange(segment[-1] + 1))
    within: Integers = index - first[segment] + 1
    return within


def _packed(symbols: Integers, position: _Positions, highest_order: int) -> Iterator[Runs]:
    bits = np.uint64(_bits(symbols))
    side_bits = np.uint64((position.sides - 1).bit_length())
    following = symbols.astype(np.uint64)
    keys = position.segment.astype(np.uint64)
    for ahead in range(highest_order):
        keys <<= bits
        last = max(len(keys) - ahead, 0)
        keys[:last] |= following[ahead:] * (position.left[:last] > ahead)
    keys = (keys << side_bits) | position.side.astype(np.uint64)
    keys.sort()
    side = (keys & np.uint64((1 << int(side_bits)) - 1)).astype(np.int64)
    keys >>= side_bits
    whole = np.uint64((1 << int(bits)) - 1)
    for order in range(highest_order, 0, -1):
        starts = _changes(keys)
        # An n-gram that would reach beyond its text ends in "no symbol".
        complete = np.flatnonzero(keys[starts] & whole)
        segment = (keys[starts[complete]] >> (bits * np.uint64(order))).astype(np.int64)
        yield Runs(order, segment, _count(side, starts, position.sides)[:, complete])
        keys >>= bits


def _ranked(symbols: Integers, position: _Positions, highest_order: int) -> Iterator[Runs]:
    """The same for symbols too many to pack: the rank of an n-gram is that of (its first n-1, its last)."""
    rank = symbols
    for order in range(1, highest_order + 1):
        inside = np.flatnonzero(position.left >= order)
        if order > 1:
            joined = (rank[inside] << 32) | symbols[inside + order - 1]
            rank = rank.copy()
            rank[inside] = np.unique(joined, return_inverse=True)[1]
        by_rank = inside[np.lexsort((rank[inside], position.segment[inside]))]
        if len(by_rank):
            segment = position.segment[by_rank]
            starts = np.union1d(_changes(segment), _changes(rank[by_rank]))
            yield Runs(order, segment[starts], _count(position.side[by_rank], starts, position.sides))


def _changes(values: NDArray[np.generic]) -> Integers:
    """Where a sorted array begins a new value."""
    new = np.empty(len(values), bool)
    new[0] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return np.flatnonzero(new)


def _count(side: Integers, starts: Integers, sides: int) -> Integers:
    """How many positions of each side lie in each run: shape (sides, runs)."""
    ends = np.append(starts[1:], len(side))
    counts = np.empty((sides, len(starts)), np.int64)
    counts[0] = ends - starts
    for number in range(1, sides):
        before = np.concatenate(([0], np.cumsum(side == number)))
        counts[number] = before[ends] - before[starts]
        counts[0] -= counts[number]
    return counts
