"""A limit for a wanted rate, how sure it is, and what it does to documents that it was not made from.

Values here are such that more is better: those of a score in which less is better come with their sign changed. A
document fails that is below the limit.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mtqa.calibration.values import Goal, Share
from mtqa.statistics import interval, resample_counts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

DIGITS: Final = 2
"""The decimals of a limit. It is rounded to the side on which it keeps to its rate."""

MOST_FOLDS: Final = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """Documents with their values, which of them are good, and which have a name in common (`names` number them)."""

    values: Floats
    good: Flags
    names: Integers

    def part(self, which: Flags) -> "Sample":
        """Some of the documents, their names numbered anew."""
        return Sample(self.values[which], self.good[which], np.unique(self.names[which], return_inverse=True)[1])

    @property
    def name_count(self) -> int:
        """How many different names there are."""
        return int(self.names.max(initial=-1)) + 1


def needed(goal: Goal) -> int:
    """How many documents (good ones for a rate of false alarms, bad ones for one of misses) a limit needs."""
    count = max(math.ceil(1 / goal.rate) - 1, 1)
    return count if _rank(goal.rate, count) else count + 1


def limit_for(sample: Sample, goal: Goal) -> float | None:
    """The strictest limit for a rate of false alarms, the mildest for one of misses; None for too few documents.

    With the k-th lowest of n good values as limit, the next good document is below it with a probability of at most
    k / (n + 1), whatever the values are like (split conformal prediction); so k is the most that keeps to the rate.
    Bad documents likewise, from above.
    """
    if goal.aim == "false alarms":
        good = np.sort(sample.values[sample.good])
        rank = _rank(goal.rate, len(good))
        return rounded_down(float(good[rank - 1])) if rank else None
    bad = np.sort(sample.values[~sample.good])[::-1]
    rank = _rank(goal.rate, len(bad))
    return _next_above(float(bad[rank - 1])) if rank else None


def limit_interval(sample: Sample, goal: Goal, resamples: int, seed: int) -> tuple[float, float] | None:
    """The middle 95 % of the limits of resamples, in which documents of one name go together; None for one name."""
    if sample.name_count < 2:
        return None
    of_good = goal.aim == "false alarms"
    chosen = sample.good if of_good else ~sample.good
    values, names = sample.values[chosen], sample.names[chosen]
    order = np.argsort(values if of_good else -values, kind="stable")
    values, names = values[order], names[order]
    limits = []
    for counts in _small_blocks(sample.name_count, len(values), resamples, seed):
        reached = np.cumsum(counts[:, names], axis=1)
        ranks = np.maximum(np.floor(goal.rate * (reached[:, -1] + 1) + _SLACK), 1)
        at = (reached < ranks[:, None]).sum(axis=1)
        limits.append(values[np.minimum(at, len(values) - 1)])
    low, high = interval(np.concatenate(limits))
    return float(low), float(high)


def held_out(sample: Sample, goal: Goal, seed: int) -> Flags | None:
    """Which documents fail by the limit made from the others; None where these are too few in any fold.

    Documents of one name are held out together.
    """
    fails = np.zeros(len(sample.values), bool)
    count = folds(sample)
    if count < 2:
        return None
    fold_of_name = np.random.default_rng(seed).permutation(sample.name_count) % count
    fold = fold_of_name[sample.names]
    for number in range(count):
        limit = limit_for(sample.part(fold != number), goal)
        if limit is None:
            return None
        fails[fold == number] = sample.values[fold == number] < limit
    return fails


def folds(sample: Sample) -> int:
    """In how many parts the documents are held out."""
    return min(MOST_FOLDS, sample.name_count)


def share(which: Flags, of: Flags, names: Integers, resamples: int, seed: int) -> Share | None:
    """The share of some documents among others, with its interval; None where there are no others."""
    total = int(of.sum())
    if not total:
        return None
    count = int(names.max()) + 1
    hits = np.bincount(names[which & of], minlength=count)
    sizes = np.bincount(names[of], minlength=count)
    found = int(hits.sum()) / total
    if np.count_nonzero(sizes) < 2:
        return Share(found, total)
    drawn = [(counts @ hits, counts @ sizes) for counts in resample_counts(count, resamples, seed)]
    numbers, totals = (np.concatenate(part).astype(float) for part in zip(*drawn, strict=True))
    low, high = interval(numbers[totals > 0] / totals[totals > 0])
    return Share(found, total, float(low), float(high))


def allowance(rate: float, batch: int) -> int:
    """The fewest failing documents that a batch of good ones exceeds in at most 5 % of cases, at a rate for each."""
    if rate <= 0 or not batch:
        return 0
    if rate >= 1:
        return batch
    below, term = 0.0, batch * math.log1p(-rate)
    for number in range(batch):
        below += math.exp(term)
        if below >= _BATCH_CONFIDENCE:
            return number
        term += math.log((batch - number) / (number + 1)) + math.log(rate) - math.log1p(-rate)
    return batch


_BATCH_CONFIDENCE: Final = 0.95

_SLACK: Final = 1e-9
"""So that 0.05 x 20 is one whole document."""

_CELLS_AT_ONCE: Final = 1 << 22


def _small_blocks(names: int, values: int, resamples: int, seed: int) -> Iterator[Integers]:
    """The counts of all resamples, so few at once that a cell for each value fits into memory."""
    step = max(1, _CELLS_AT_ONCE // max(values, 1))
    for counts in resample_counts(names, resamples, seed):
        for first in range(0, len(counts), step):
            yield counts[first : first + step]


def _rank(rate: float, count: int) -> int:
    return min(math.floor(rate * (count + 1) + _SLACK), count)


def rounded_down(value: float) -> float:
    """The value with few decimals, not above it."""
    rounded = round(value, DIGITS)
    return rounded if rounded <= value else round(rounded - 10.0**-DIGITS, DIGITS)


def _next_above(value: float) -> float:
    """The next number of few decimals above the value."""
    rounded = round(value, DIGITS)
    return rounded if rounded > value else round(rounded + 10.0**-DIGITS, DIGITS)
