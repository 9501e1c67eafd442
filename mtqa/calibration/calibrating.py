"""A run, and what people said of it, to proposed limits and agreement."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from mtqa.calibration.agreement import agreement
from mtqa.calibration.batches import corpus_proposals
from mtqa.calibration.limits import (
    Sample,
    allowance,
    folds,
    held_out,
    limit_for,
    limit_interval,
    needed,
    share,
)
from mtqa.calibration.values import Calibration, Goal, Human, Proposal
from mtqa.errors import InputError
from mtqa.evaluation import Evaluation
from mtqa.gate.baseline import Baseline
from mtqa.gate.scoping import governing
from mtqa.model import ScoredDocument, Severity
from mtqa.overrides import Override
from mtqa.taxonomy import SEVERITIES
from mtqa.thresholds import Thresholds

REJECTED: Final = 0.25
"""The share of documents that count as bad where people gave scores and nobody said from which on they are good."""

QUALITY: Final = "quality"
"""The score of what rules and checks find."""

TRUSTED_CHOICE: Final = ("chrF2", QUALITY)
"""The scores to prefer where nothing tells which one finds bad documents; chrF2 ranks more like people than BLEU."""

FAILING: Final[tuple[Severity, ...]] = ("major", "critical")
"""What a gate may fail on by a single finding, the mildest first."""

_NOTHING_PASSES: Final = "only a limit that no document keeps to would do"

Place = tuple[str | None, str]
"""System and document."""


def calibrate(
    evaluation: Evaluation,
    human: Human | None = None,
    goal: Goal | None = None,
    *,
    acceptable: float | None = None,
    batch: int | None = None,
    overrides: Sequence[Override] = (),
    baseline: Baseline | None = None,
) -> Calibration:
    """Limits for each score of the documents of a run, and for each score of the whole.

    Without `human`, all documents are trusted: they are good. `acceptable` is the human score, in the sign of its
    file, from which on a document is good; else all but the worst quarter are. `batch` is the number of documents that
    a gate will judge together, else that of this run. Documents whose score one of the `overrides` limits have limits
    of their own, as in a gate. Drops are measured against the `baseline`, else between two systems of the run. Raises
    `InputError` where there is nothing to calibrate on.
    """
    goal = goal or Goal()
    if unjudged := sum(not document.judged for document in evaluation.documents):
        raise InputError(f"{unjudged} documents of the run were not judged; give one made without --changed-since")
    if not evaluation.metrics:
        raise InputError("no document has a score; give references (-r), or run the checks")
    good, cut = _good(evaluation, human, acceptable)
    if goal.aim == "misses" and all(good.values()):
        raise InputError("no document is bad, so none can be missed; label some, or give a rate of false alarms")
    proposals = tuple(
        replace(_proposal(part, score, good, goal, _share_of(batch, part, evaluation)), override=override)
        for score in evaluation.metrics
        for override, part in _parts(evaluation, score, overrides)
    )
    corpus_rate = goal.rate if goal.aim == "false alarms" else Goal().rate
    scored_by_people = human is not None and bool(human.documents)
    return Calibration(
        goal=goal,
        good=sum(good.values()),
        bad=len(good) - sum(good.values()),
        cut=cut,
        severe=_severe(evaluation, good) if QUALITY in evaluation.metrics else {},
        proposals=proposals,
        chosen=_chosen(proposals, goal),
        agreements=tuple(agreement(evaluation, score, human) for score in evaluation.metrics)
        if human is not None and scored_by_people
        else (),
        notes=tuple(_notes(evaluation, human, good)),
        folds=folds(_sample(evaluation, evaluation.metrics[0], good)[0]),
        resamples=evaluation.resamples,
        seed=evaluation.seed,
        corpus=tuple(corpus_proposals(evaluation, good, corpus_rate, batch, baseline)),
        corpus_rate=corpus_rate,
    )


def _parts(
    evaluation: Evaluation, score: str, overrides: Sequence[Override]
) -> Iterator[tuple[Override | None, Evaluation]]:
    """The documents that a gate judges by one limit on a score, and the override that sets it; some may be none."""
    governed = [(governing(overrides, score, document), document) for document in evaluation.documents]
    for number in (
        None,
        *(at for at, own in enumerate(overrides) if any(each.score == score for each in own.document)),
    ):
        part = tuple(document for by, document in governed if by == number)
        if part or number is None:
            yield (None if number is None else overrides[number]), replace(evaluation, documents=part)


def _place(document: ScoredDocument) -> Place:
    return document.header.system, document.header.document


def _good(
    evaluation: Evaluation, human: Human | None, acceptable: float | None
) -> tuple[Mapping[Place, bool], float | None]:
    """Which documents are good, of those that one can tell of; and the human score that parts them."""
    if human is None or human.labels:
        if acceptable is not None:
            raise InputError("--acceptable parts human scores, of which there are none; leave it out")
        return (human.labels if human else {_place(document): True for document in evaluation.documents}), None
    sign = -1.0 if human.lower_is_better else 1.0
    if acceptable is None:
        ordered = sorted(human.documents.values())
        least = ordered[math.floor(REJECTED * len(ordered))]
    else:
        least = sign * acceptable
    return {place: value >= least for place, value in human.documents.items()}, sign * least


def _notes(evaluation: Evaluation, human: Human | None, good: Mapping[Place, bool]) -> Iterator[str]:
    if human is not None:
        yield from human.notes
    rated = [document for document in evaluation.documents if _place(document) in good]
    if unrated := len(evaluation.documents) - len(rated):
        yield f"documents of the run that are not rated, and left out: {unrated}"
    for score in evaluation.metrics:
        if without := sum(score not in document.scores for document in rated):
            yield f"documents without {score}, which a gate cannot judge by it: {without}"


def _severe(evaluation: Evaluation, good: Mapping[Place, bool]) -> dict[Severity, int]:
    """How many good documents have a finding of each severity or worse, as sure as a gate wants them."""
    confidence = Thresholds().confidence
    worst = [
        max(
            (
                SEVERITIES.index(finding.severity)
                for scored in document.segments
                for finding in scored.findings
                if finding.confidence == confidence
            ),
            default=-1,
        )
        for document in evaluation.documents
        if good.get(_place(document))
    ]
    return {severity: sum(each >= SEVERITIES.index(severity) for each in worst) for severity in FAILING}


def _sample(evaluation: Evaluation, score: str, good: Mapping[Place, bool]) -> tuple[Sample, float]:
    """The documents that have the score and are known to be good or bad, and the sign of the score."""
    sign = -1.0 if score in evaluation.lower_is_better else 1.0
    rated = [each for each in evaluation.documents if _place(each) in good and score in each.scores]
    numbers: dict[str, int] = {}
    names = [numbers.setdefault(each.header.document, len(numbers)) for each in rated]
    sample = Sample(
        np.array([sign * each.scores[score].score for each in rated]),
        np.array([good[_place(each)] for each in rated], bool),
        np.array(names, np.int64),
    )
    return sample, sign


def _share_of(batch: int | None, part: Evaluation, whole: Evaluation) -> int:
    """How many documents of a batch are of this part: as large a share as of the run."""
    own = len(part.documents)
    return own if batch is None else math.ceil(batch * own / len(whole.documents))


def _proposal(evaluation: Evaluation, score: str, good: Mapping[Place, bool], goal: Goal, batch: int) -> Proposal:
    sample, sign = _sample(evaluation, score, good)
    good_count, bad_count = int(sample.good.sum()), int((~sample.good).sum())
    none = Proposal(score=score, lower_is_better=score in evaluation.lower_is_better, good=good_count, bad=bad_count)
    limit = limit_for(sample, goal)
    if limit is None or not (sample.values >= limit).any():
        too_few = _too_few(goal, good_count if goal.aim == "false alarms" else bad_count)
        return replace(none, reason=too_few if limit is None else _NOTHING_PASSES)
    resamples, seed = evaluation.resamples, evaluation.seed
    everything = np.ones(len(sample.values), bool)
    fails = sample.values < limit
    unseen = held_out(sample, goal, seed)
    around = limit_interval(sample, goal, resamples, seed)
    low, high = sorted(sign * bound for bound in around) if around else (None, None)
    return replace(
        none,
        limit=sign * limit + 0.0,
        low=low,
        high=high,
        failing=share(fails, everything, sample.names, resamples, seed),
        false_alarms=None if unseen is None else share(unseen, sample.good, sample.names, resamples, seed),
        misses=None if unseen is None else share(~unseen, ~sample.good, sample.names, resamples, seed),
        allow=allowance(goal.rate, batch) if goal.aim == "false alarms" else 0,
        batch=batch,
    )


def _too_few(goal: Goal, count: int) -> str:
    kind = "good" if goal.aim == "false alarms" else "bad"
    lowest = f"; {count} can keep to {100 / (count + 1):.1f} %" if count else ""
    documents = f"{count} {kind} documents are too few"
    return f"{documents} for {100 * goal.rate:g} % {goal.aim}: it takes {needed(goal)}{lowest}"


def _chosen(proposals: tuple[Proposal, ...], goal: Goal) -> str | None:
    """The score that does best on documents held out by the rate that is not the goal; else by custom.

    What is proposed for most documents decides; only where that is nothing, what is for those of overrides.
    """
    found = [each for each in proposals if each.limit is not None]
    able = [each for each in found if each.override is None] or found
    measured = [
        (rate.share, each.score)
        for each in able
        if (rate := each.misses if goal.aim == "false alarms" else each.false_alarms) is not None
    ]
    if measured:
        return min(measured, key=lambda each: each[0])[1]
    names = [each.score for each in able]
    return next((name for name in (*TRUSTED_CHOICE, *names) if name in names), None)
