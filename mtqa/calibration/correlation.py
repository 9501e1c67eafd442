"""How two columns of numbers go together, in O(n log n)."""

import numpy as np
from numpy.typing import NDArray

from mtqa.calibration.values import Correlation

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def correlation(first: Floats, second: Floats) -> Correlation:
    """Kendall, Pearson and Spearman of two columns of equal length."""
    return Correlation(kendall(first, second), pearson(first, second), spearman(first, second), len(first))


def kendall(first: Floats, second: Floats) -> float | None:
    """Kendall's tau-b, None where a column holds one value only (Knight 1966; ties as Kendall 1945)."""
    a, b = _dense_ranks(first), _dense_ranks(second)
    pairs = _pairs(np.array([len(a)]))
    tied_in_a, tied_in_b = _pairs(np.bincount(a)), _pairs(np.bincount(b))
    if pairs in {tied_in_a, tied_in_b}:
        return None
    both = np.unique(a * len(b) + b, return_counts=True)[1]
    discordant = _inversions(b[np.lexsort((b, a))])
    difference = pairs - tied_in_a - tied_in_b + _pairs(both) - 2 * discordant
    return difference / float(np.sqrt(float(pairs - tied_in_a)) * np.sqrt(float(pairs - tied_in_b)))


def pearson(first: Floats, second: Floats) -> float | None:
    """Pearson's r, None where a column holds one value only."""
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    a, b = _unit(first), _unit(second)
    return float(np.clip(a @ b, -1.0, 1.0))


def spearman(first: Floats, second: Floats) -> float | None:
    """Spearman's rho: Pearson's r of the ranks, tied values at their mean rank."""
    return pearson(_mean_ranks(first), _mean_ranks(second))


def _unit(values: Floats) -> Floats:
    """The deviations from the mean, scaled before they are squared, so that none is lost however small."""
    deviations: Floats = values - values.mean()
    deviations /= np.abs(deviations).max()
    return deviations / float(np.linalg.norm(deviations))


def _dense_ranks(values: Floats) -> Integers:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _mean_ranks(values: Floats) -> Floats:
    ranks = _dense_ranks(values)
    counts = np.bincount(ranks)
    means: Floats = np.cumsum(counts) - (counts - 1) / 2
    return means[ranks]


def _pairs(counts: Integers) -> int:
    return int((counts * (counts - 1) // 2).sum())


def _inversions(ranks: Integers) -> int:
    """How many pairs stand in falling order.

    Bit by bit, the highest first: values that agree in the higher bits are kept together, in their order; among them
    each with a 1 before one with a 0 is an inversion.
    """
    found = 0
    for bit in reversed(range(int(ranks.max(initial=0)).bit_length())):
        group, ones = ranks >> (bit + 1), (ranks >> bit) & 1
        before = np.cumsum(ones) - ones
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        before -= np.repeat(before[starts], np.diff(starts, append=len(ranks)))
        found += int(before[ones == 0].sum())
        ranks = ranks[np.argsort(ranks >> bit, kind="stable")]
    return found
