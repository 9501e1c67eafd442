"""Limits on the scores of a whole batch: a least score, and a drop that chance does not explain.

Rows are the summed statistics of documents, one each. What is drawn are documents, as in every interval of a corpus.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mtqa.calibration.limits import rounded_down
from mtqa.statistics import ScoreSums, interval, paired_bootstrap, resampled_sums

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FEWEST: Final = 5
"""The fewest documents that say how much a batch varies."""

_HALVES: Final = 200
_RESAMPLES_OF_A_HALF: Final = 200


@dataclass(frozen=True, slots=True)
class Scored:
    """The documents of one system: their rows, and the score of summed rows, such that more is better."""

    rows: Integers
    score: ScoreSums

    def of_all(self) -> float:
        """The score of all of them together."""
        return float(self.score(self.rows.sum(axis=0)))

    def part(self, which: Integers) -> "Scored":
        """Some of the documents."""
        return Scored(self.rows[which], self.score)


def least_score(scored: Scored, batch: int, rate: float, resamples: int, seed: int) -> float:
    """The score that a batch of other documents of this kind falls below at a rate, rounded down, not above today's.

    The batch differs from the documents at hand by two draws, its own and theirs: the limit is a quantile of both
    bootstrapped together. It lies below the bound of the interval of these documents alone, which one in twelve
    batches of their number would miss instead of one in forty.
    """
    now = scored.of_all()
    deviations = np.sort((_drawn(scored, batch, resamples, seed) - now) - (_drawn_again(scored, resamples, seed) - now))
    deviation = float(deviations[max(math.floor(rate * (resamples + 1)) - 1, 0)])
    return rounded_down(now + min(_widened(deviation, len(scored.rows)), 0.0))


def bounds(scored: Scored, resamples: int, seed: int) -> tuple[float, float]:
    """The 95 % interval of the score of all documents together."""
    low, high = interval(_drawn_again(scored, resamples, seed))
    return float(low), float(high)


def alarms_in_halves(scored: Scored, rate: float, seed: int) -> float | None:
    """How often one half of the documents falls below the limit made from the other; None for too few."""
    half = len(scored.rows) // 2
    if half < FEWEST:
        return None
    generator = np.random.default_rng(seed)
    below = 0
    for number in range(_HALVES):
        order = generator.permutation(len(scored.rows))
        one, other = scored.part(order[:half]), scored.part(order[half:])
        below += other.of_all() < least_score(one, len(other.rows), rate, _RESAMPLES_OF_A_HALF, number)
    return below / _HALVES


@dataclass(frozen=True, slots=True)
class Drop:
    """What a paired test of two runs over the same documents can tell.

    `most` is half the width of the 95 % interval of their difference, rounded up: a smaller drop is one that chance
    explains. `difference` is what the second has more, with its interval.
    """

    most: float
    difference: float
    low: float
    high: float
    documents: int


def drop_between(before: Scored, now: Scored, resamples: int, seed: int) -> Drop:
    """What can be told of two runs; both have a row for each document, in the same order."""
    found = paired_bootstrap(before.rows, now.rows, before.score, resamples, seed)
    most = _widened((found.high - found.low) / 2, len(before.rows))
    return Drop(-rounded_down(-most), found.difference, found.low, found.high, len(before.rows))


def _drawn_again(scored: Scored, resamples: int, seed: int) -> Floats:
    """The scores of resamples of as many documents as there are."""
    return scored.score(resampled_sums(scored.rows, resamples, seed))


def _drawn(scored: Scored, batch: int, resamples: int, seed: int) -> Floats:
    """The scores of resamples of `batch` documents, independent of the other draws of this seed."""
    count = len(scored.rows)
    generator = np.random.default_rng((seed, batch))
    step = max(1, min(resamples, _CELLS_AT_ONCE // count))
    sizes = (min(step, resamples - first) for first in range(0, resamples, step))
    sums = [generator.multinomial(batch, [1 / count] * count, size=size) @ scored.rows for size in sizes]
    return scored.score(np.concatenate(sums))


def _widened(deviation: float, count: int) -> float:
    """The deviation without the narrowness of a bootstrap of few units (Hesterberg 2015)."""
    return deviation * math.sqrt(count / (count - 1))


_CELLS_AT_ONCE: Final = 1 << 22
