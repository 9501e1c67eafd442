"""A run to proposed limits on the scores of a whole batch."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Final

import numpy as np

from mtqa.calibration.corpus import (
    FEWEST,
    Drop,
    Scored,
    alarms_in_halves,
    bounds,
    drop_between,
    least_score,
)
from mtqa.calibration.values import CorpusProposal
from mtqa.evaluation import Evaluation
from mtqa.gate.baseline import Baseline, scorer_of
from mtqa.statistics import ScoreSums

Place = tuple[str | None, str]
"""System and document."""

Rows = Mapping[str, tuple[int, ...]]
"""The statistics of a score by document."""


def corpus_proposals(
    evaluation: Evaluation,
    good: Mapping[Place, bool],
    rate: float,
    batch: int | None,
    baseline: Baseline | None,
) -> Iterator[CorpusProposal]:
    """For each score, the limit that batches of good documents break at a rate, and how far it may drop."""
    for name in evaluation.metrics:
        by_system = {system: own for system, own in _good_rows(evaluation, good, name) if len(own) >= FEWEST}
        none = CorpusProposal(score=name, lower_is_better=name in evaluation.lower_is_better)
        if not by_system:
            yield replace(none, reason=f"it takes {FEWEST} good documents of one system with their statistics")
            continue
        sign = -1.0 if none.lower_is_better else 1.0
        score = _signed(scorer_of(name), sign)
        limited = _limited(none, by_system, score, sign=sign, evaluation=evaluation, rate=rate, batch=batch)
        found = _drop(by_system, score, name, evaluation, baseline)
        yield limited if found is None else _with_drop(limited, sign, found)


def _good_rows(evaluation: Evaluation, good: Mapping[Place, bool], name: str) -> Iterator[tuple[str | None, Rows]]:
    for system in evaluation.systems:
        yield (
            system.system,
            {
                each.header.document: each.statistics[name]
                for each in evaluation.documents
                if each.header.system == system.system
                and name in each.statistics
                and good.get((system.system, each.header.document))
            },
        )


def _signed(score: ScoreSums, sign: float) -> ScoreSums:
    """The score such that more is better."""
    return lambda sums: sign * score(sums)


def _limited(
    none: CorpusProposal,
    by_system: Mapping[str | None, Rows],
    score: ScoreSums,
    *,
    sign: float,
    evaluation: Evaluation,
    rate: float,
    batch: int | None,
) -> CorpusProposal:
    """The limit that the system which does worst keeps to: a gate holds each system against it."""
    documents = {each.system: each.documents for each in evaluation.systems}
    share = 1.0 if batch is None else batch / len(evaluation.documents)
    sizes = {system: max(math.ceil(share * documents[system]), 1) for system in by_system}
    scored = {system: Scored(np.array(list(own.values()), np.int64), score) for system, own in by_system.items()}
    resamples, seed = evaluation.resamples, evaluation.seed
    limits = {system: least_score(own, sizes[system], rate, resamples, seed) for system, own in scored.items()}
    worst = min(limits, key=lambda system: limits[system])
    low, high = sorted(sign * bound for bound in bounds(scored[worst], resamples, seed))
    return replace(
        none,
        system=worst,
        documents=len(scored[worst].rows),
        batch=sizes[worst],
        now=sign * scored[worst].of_all() + 0.0,
        low=low + 0.0,
        high=high + 0.0,
        limit=sign * limits[worst] + 0.0,
        alarms=alarms_in_halves(scored[worst], rate, seed),
    )


def _drop(
    by_system: Mapping[str | None, Rows],
    score: ScoreSums,
    name: str,
    evaluation: Evaluation,
    baseline: Baseline | None,
) -> tuple[str, Drop, bool] | None:
    """What two runs over the same documents can tell: which, what, and whether one is the baseline; None without two.

    With a baseline the system that differs most unevenly counts, for a gate holds each system against it; among
    systems the two that differ most evenly, for two versions of one system are more alike than two systems.
    """
    accepted = _accepted(name, evaluation, baseline)
    with_baseline = {
        f"the baseline and {system or 'this run'}": _told(accepted.get(system, {}), own, score, evaluation)
        for system, own in by_system.items()
    }
    told = {between: drop for between, drop in with_baseline.items() if drop is not None}
    if told:
        between = max(told, key=lambda each: told[each].most)
        return between, told[between], True
    some = list(by_system.items())[:_MOST_SYSTEMS]
    of_pairs = {
        f"{first} and {second}": _told(before, now, score, evaluation)
        for (first, before), (second, now) in combinations(some, 2)
    }
    told = {between: drop for between, drop in of_pairs.items() if drop is not None}
    if not told:
        return None
    between = min(told, key=lambda each: told[each].most)
    return between, told[between], False


def _accepted(name: str, evaluation: Evaluation, baseline: Baseline | None) -> Mapping[str | None, Rows]:
    """The statistics that a baseline has of a score, by system; none where its signature is another."""
    if baseline is None or baseline.signatures.get(name) != evaluation.signatures[name]:
        return {}
    found: dict[str | None, dict[str, tuple[int, ...]]] = {}
    for each in baseline.documents:
        if name in each.statistics:
            found.setdefault(each.system, {})[each.document] = each.statistics[name]
    return found


def _told(before: Rows, now: Rows, score: ScoreSums, evaluation: Evaluation) -> Drop | None:
    """What the documents that both have can tell; None where these are few, or the same."""
    both = [document for document in now if document in before]
    earlier, later = (np.array([run[document] for document in both], np.int64) for run in (before, now))
    if len(both) < FEWEST or np.array_equal(earlier, later):
        return None
    return drop_between(Scored(earlier, score), Scored(later, score), evaluation.resamples, evaluation.seed)


def _with_drop(proposal: CorpusProposal, sign: float, found: tuple[str, Drop, bool]) -> CorpusProposal:
    between, drop, of_baseline = found
    low, high = sorted((sign * drop.low, sign * drop.high))
    return replace(
        proposal,
        max_drop=drop.most,
        between=between,
        difference=sign * drop.difference + 0.0,
        difference_low=low + 0.0,
        difference_high=high + 0.0,
        from_baseline=of_baseline,
    )


_MOST_SYSTEMS: Final = 20
"""Of how many systems all pairs are tried."""
