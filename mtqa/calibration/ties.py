"""Pairwise accuracy with ties calibrated: how often a score says of two translations of one text what people say.

Deutsch, Foster and Freitag 2023, "Ties Matter" (https://arxiv.org/abs/2305.14324), where it is called acc_eq; the
segment-level measure of the metrics shared tasks since 2023, grouped by text.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

Group = tuple[Floats, Floats]
"""The translations of one text: what the score gives each, what people gave it."""


@dataclass(frozen=True, slots=True)
class TieAccuracy:
    """The best accuracy over all `epsilon`: two values at most so far apart count as a tie.

    `by_group` is the accuracy in each group at this epsilon, None in those without a pair; `accuracy` is their mean.
    """

    accuracy: float
    epsilon: float
    by_group: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """All pairs of translations of one text: their group, how far apart the score has them, who is right when.

    `right` are those that the score orders as people do, `alike` those that people find alike, which are right once
    the score ties them too.
    """

    group: Integers
    apart: Floats
    right: Flags
    alike: Flags


def tie_accuracy(groups: Sequence[Group]) -> TieAccuracy | None:
    """The accuracy of a score with the epsilon that suits it best, None where no group has two translations.

    A pair is right where both find it alike, or both prefer the same. Each group counts once, however many pairs it
    has. One epsilon serves all groups; of several that do equally well, the smallest.
    """
    if all(len(values) < 2 for values, _ in groups):
        return None
    pairs = _pairs(groups)
    sizes = np.bincount(pairs.group, minlength=len(groups))
    # Whole numbers, so that epsilons that do equally well are equal: a pair counts as a part of a common multiple.
    whole = math.lcm(*np.unique(sizes[sizes > 0]).tolist())
    exact = np.int64 if whole * len(groups) < 1 << 62 else object
    weights = np.array([whole // size if size else 0 for size in sizes.tolist()], exact)[pairs.group]
    untied = (weights * pairs.right).sum()
    order = np.argsort(pairs.apart, kind="stable")
    gains = weights * (pairs.alike.astype(np.int64) - pairs.right.astype(np.int64))
    reached, apart = untied + np.cumsum(gains[order]), pairs.apart[order]
    last = np.flatnonzero(np.append(apart[1:] != apart[:-1], True))  # all pairs so far apart become ties at once
    best = last[int(np.argmax(reached[last]))]
    epsilon = float(apart[best]) if reached[best] > untied else 0.0
    hits = np.bincount(pairs.group, np.where(pairs.apart <= epsilon, pairs.alike, pairs.right), len(groups))
    return TieAccuracy(
        accuracy=max(int(reached[best]), int(untied)) / (whole * int(np.count_nonzero(sizes))),
        epsilon=epsilon,
        by_group=tuple(hit / size if size else None for hit, size in zip(hits.tolist(), sizes.tolist(), strict=True)),
    )


def _pairs(groups: Sequence[Group]) -> _Pairs:
    """The pairs of all groups, those of equally many translations worked out together."""
    by_size: dict[int, list[int]] = {}
    for number, (values, _) in enumerate(groups):
        by_size.setdefault(len(values), []).append(number)
    parts = [_pairs_of(groups, numbers) for numbers in by_size.values()]
    return _Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Pairs.__slots__))


def _pairs_of(groups: Sequence[Group], numbers: Sequence[int]) -> _Pairs:
    values, said = (np.array([groups[number][side] for number in numbers], float) for side in (0, 1))
    first, second = np.triu_indices(values.shape[1], 1)
    ours, theirs = values[:, first] - values[:, second], said[:, first] - said[:, second]
    return _Pairs(
        group=np.repeat(numbers, len(first)),
        apart=np.abs(ours).ravel(),
        right=(np.sign(ours) == np.sign(theirs)).ravel(),
        alike=(theirs == 0).ravel(),
    )
