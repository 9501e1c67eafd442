"""Rows of integers, their sums, and what resampling them says about chance.

A resample of n units is a row of n counts, how often each unit was drawn; all resamples are one matrix of
counts, and (counts) @ (rows) are the summed statistics of all resamples at once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
ScoreSums = Callable[[Integers], Floats]
"""From summed rows, shape (..., columns), to scores, shape (...)."""

RESAMPLES = 1000
SEED = 12345
CONFIDENCE = 0.95

_COUNTS_AT_ONCE = 1 << 22


def sum_by(groups: Integers, rows: Integers, number: int) -> Integers:
    """The sums of rows by group: `groups` has one group number per row, the result has `number` rows."""
    sums = np.zeros((number, rows.shape[1]), np.int64)
    if len(rows):
        order = np.argsort(groups, kind="stable")
        in_order = groups[order]
        first = np.flatnonzero(np.diff(in_order, prepend=-1))
        sums[in_order[first]] = np.add.reduceat(rows[order], first, axis=0)
    return sums


def resample_counts(units: int, resamples: int = RESAMPLES, seed: int = SEED) -> Iterator[Integers]:
    """How often each of `units` is drawn in each resample, in blocks of shape (some resamples, units).

    The draws are sacrebleu's: numpy's default generator, `choice` with replacement, resample by resample, so
    the blocks' size has no influence on them.
    """
    generator = np.random.default_rng(seed)
    step = max(1, min(resamples, _COUNTS_AT_ONCE // units))
    for first in range(0, resamples, step):
        block = min(step, resamples - first)
        drawn = generator.choice(units, size=(block, units), replace=True)
        drawn += np.arange(block)[:, None] * units
        yield np.bincount(drawn.ravel(), minlength=block * units).reshape(block, units)


def resampled_sums(rows: Integers, resamples: int = RESAMPLES, seed: int = SEED) -> Integers:
    """The summed rows of each resample: shape (units, columns...) -> (resamples, columns...).

    Exact: the products are made in floating point, where integers below 2**53 are.
    """
    flat = rows.reshape(len(rows), -1).astype(float)
    sums = [counts.astype(float) @ flat for counts in resample_counts(len(rows), resamples, seed)]
    return np.concatenate(sums).astype(np.int64).reshape(-1, *rows.shape[1:])


def interval(scores: Floats) -> tuple[Floats, Floats]:
    """The bounds of the middle 95 % of resampled scores along the first axis, as sacrebleu picks them.

    Of 1,000 sorted scores those with 25 below and 25 above.
    """
    cut = len(scores) // 40
    ordered = np.sort(scores, axis=0)
    return ordered[cut], ordered[len(scores) - cut - 1]


def intervals(
    rows: Integers, groups: Integers, score: ScoreSums, *, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[int, tuple[Floats, Floats]]:
    """The bounds of each group's score, resampling its rows; no entry for a group of fewer than two rows.

    `groups` has one group number per row. `score` may give several scores at once, shape (..., columns) ->
    (..., scores); the bounds have one entry each. Groups of equally many rows share their draws and are
    resampled together. No resamples, no bounds.
    """
    if not resamples:
        return {}
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    first = np.cumsum(sizes) - sizes
    together = max(1, _COUNTS_AT_ONCE // (resamples * rows.shape[1]))
    found: dict[int, tuple[Floats, Floats]] = {}
    for size in sorted(set(sizes[sizes > 1].tolist())):
        alike = np.flatnonzero(sizes == size)
        for start in range(0, len(alike), together):
            members = alike[start : start + together]
            # Shape (rows in a group, groups, columns): each row of counts serves all these groups.
            chosen = rows[order[first[members] + np.arange(size)[:, None]]]
            low, high = interval(score(resampled_sums(chosen, resamples, seed)))
            found |= zip(members.tolist(), zip(low, high, strict=True), strict=True)
    return found


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """What a paired bootstrap says of two systems over the same units.

    `difference` is B's score minus A's; `low` and `high` bound the middle 95 % of the resampled differences;
    `p_value` is the probability of a difference this large were there none; `wins` is the share of resamples
    in which B scores above A.
    """

    difference: float
    low: float
    high: float
    p_value: float
    wins: float


def paired_bootstrap(
    rows_a: Integers, rows_b: Integers, score: ScoreSums, resamples: int = RESAMPLES, seed: int = SEED
) -> PairedDifference:
    """The difference between two systems, tested by resampling their units in pairs (Koehn 2004).

    Both have one row per unit (segment or document), in the same order. The p-value is sacrebleu's: the
    resampled absolute differences, less their mean, that exceed the real one (Riezler and Maxwell 2005); but
    1 where no resample shows any difference, as for a system against itself.
    """
    if rows_a.shape != rows_b.shape:
        raise ValueError(f"systems of different shape: {rows_a.shape} and {rows_b.shape}")
    a, b = np.moveaxis(score(resampled_sums(np.stack([rows_a, rows_b], axis=1), resamples, seed)), 1, 0)
    scores = score(np.stack([rows_a.sum(axis=0), rows_b.sum(axis=0)]))
    return paired_difference(float(scores[1] - scores[0]), a, b)


def paired_difference(difference: float, a: Floats, b: Floats) -> PairedDifference:
    """The difference between two systems, tested by their scores in the same resamples."""
    low, high = interval(b - a)
    apart = np.abs(b - a)
    exceeding = int((apart - apart.mean() > abs(difference)).sum())
    p_value = (exceeding + 1) / (len(apart) + 1) if apart.any() else 1.0
    return PairedDifference(difference, float(low), float(high), p_value, float((b > a).mean()))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values of several comparisons made together, each raised so that all may be read at once (Holm 1979).

    The chance that any of them is taken for a difference where there is none stays below the level asked for.
    """
    raised = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        raised[place] = highest
    return tuple(raised)
