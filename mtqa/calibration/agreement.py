"""How far the scores of a run agree with people, as the shared tasks on metrics measure it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import numpy as np

from mtqa.calibration.correlation import correlation, kendall
from mtqa.calibration.ties import tie_accuracy
from mtqa.calibration.values import Agreement, Correlation, Human, MeanTau, PairAccuracy
from mtqa.evaluation import Evaluation
from mtqa.gate.baseline import scorer_of
from mtqa.model import ScoredDocument
from mtqa.statistics import Floats, Integers, ScoreSums, interval, resample_counts

Rated = tuple[str, str | None, str, float, float]
"""Document, system, segment, the value of the score, that of people."""

FEWEST: Final = 3
"""A correlation of two points is 1 or -1, whatever they are."""


def agreement(evaluation: Evaluation, score: str, human: Human) -> Agreement:
    """The agreement of one score with the scores of people, on segments, documents and systems."""
    sign = -1.0 if score in evaluation.lower_is_better else 1.0
    segments = list(_segments(evaluation, score, human, sign))
    documents = list(_documents(evaluation, score, human, sign))
    systems = _systems(evaluation, score, human)
    of_systems = [("", each.system, "", sign * each.score, each.said) for each in systems]
    return Agreement(
        score=score,
        segments=_correlation(segments),
        same_source=_mean_tau(segments, evaluation),
        documents=_correlation(documents),
        same_document=_mean_tau(documents, evaluation),
        systems=_correlation(of_systems),
        segment_accuracy=_tie_accuracy(segments, evaluation),
        pairwise_accuracy=_pairwise_accuracy(systems, sign, scorer_of(score), evaluation) if systems else None,
    )


def _segments(evaluation: Evaluation, score: str, human: Human, sign: float) -> Iterator[Rated]:
    for document in evaluation.documents:
        header = document.header
        for scored in document.segments:
            name = scored.segment.segment
            said = human.segments.get((header.system, header.document, name))
            if said is not None and score in scored.scores:
                yield header.document, header.system, name, sign * scored.scores[score], said


def _documents(evaluation: Evaluation, score: str, human: Human, sign: float) -> Iterator[Rated]:
    for document in evaluation.documents:
        header = document.header
        said = human.documents.get((header.system, header.document))
        if said is not None and score in document.scores:
            yield header.document, header.system, "", sign * document.scores[score].score, said


@dataclass(frozen=True, slots=True)
class _System:
    """A system over its rated documents: the score of the sums, and the mean of what people said of each text.

    `rows` are the statistics of its documents, `sums` and `counts` what people said of them and of how many texts; each
    has an entry for every document that people rated of any system, 0 for those that are not this system's.
    """

    system: str | None
    score: float
    said: float
    rows: Integers
    sums: Floats
    counts: Integers


def _systems(evaluation: Evaluation, score: str, human: Human) -> list[_System]:
    rated = [
        document
        for document in evaluation.documents
        if (document.header.system, document.header.document) in human.documents and score in document.statistics
    ]
    if not rated:
        return []
    place = {name: at for at, name in enumerate(dict.fromkeys(each.header.document for each in rated))}
    width = len(rated[0].statistics[score])
    scorer = scorer_of(score)
    found = []
    for system in dict.fromkeys(each.header.system for each in rated):
        rows, sums = np.zeros((len(place), width), np.int64), np.zeros(len(place))
        counts = np.zeros(len(place), np.int64)
        for document in rated:
            if document.header.system == system:
                at, said = place[document.header.document], _said(document, human)
                rows[at], sums[at], counts[at] = document.statistics[score], math.fsum(said), len(said)
        mean = math.fsum(sums) / int(counts.sum())
        found.append(_System(system, float(scorer(rows.sum(axis=0))), mean, rows, sums, counts))
    return found


def _said(document: ScoredDocument, human: Human) -> list[float]:
    """What people said of the segments of a document, or where they did not, of the document."""
    header = document.header
    places = [(header.system, header.document, each.segment.segment) for each in document.segments]
    of_segments = [human.segments[place] for place in places if place in human.segments]
    return of_segments or [human.documents[header.system, header.document]]


def _correlation(rated: list[Rated]) -> Correlation | None:
    if len(rated) < FEWEST:
        return None
    return correlation(np.array([each[3] for each in rated]), np.array([each[4] for each in rated]))


def _mean_tau(rated: list[Rated], evaluation: Evaluation) -> MeanTau | None:
    """The mean tau-b over texts that several systems translated.

    A text whose translations people found alike says nothing; one that only the score finds alike counts as 0.
    """
    taus: dict[str, list[float]] = {}
    for document, values, said in _by_text(rated):
        if len(values) > 1 and np.ptp(said) > 0:
            taus.setdefault(document, []).append(kendall(values, said) or 0.0)
    if not taus:
        return None
    return MeanTau(*_mean_over_documents(taus, evaluation))


def _tie_accuracy(rated: list[Rated], evaluation: Evaluation) -> PairAccuracy | None:
    """The accuracy over pairs of translations of one text, ties calibrated."""
    texts = list(_by_text(rated))
    found = tie_accuracy([(values, said) for _, values, said in texts])
    if found is None:
        return None
    of_documents: dict[str, list[float]] = {}
    for (document, _, _), accuracy in zip(texts, found.by_group, strict=True):
        if accuracy is not None:
            of_documents.setdefault(document, []).append(accuracy)
    _, count, low, high = _mean_over_documents(of_documents, evaluation)
    return PairAccuracy(found.accuracy, count, low, high, found.epsilon)


def _by_text(rated: list[Rated]) -> Iterator[tuple[str, Floats, Floats]]:
    """The translations of each text: its document, the values of the score, those of people."""
    ordered = sorted(rated, key=lambda each: (each[0], each[2]))
    for (document, _), group in groupby(ordered, key=lambda each: (each[0], each[2])):
        values = np.array([each[3:] for each in group])
        yield document, values[:, 0], values[:, 1]


def _mean_over_documents(
    values: Mapping[str, list[float]], evaluation: Evaluation
) -> tuple[float, int, float | None, float | None]:
    """The mean of all values, how many there are, and the interval of resampled documents; None for one document."""
    sums = np.array([sum(own) for own in values.values()])
    sizes = np.array([len(own) for own in values.values()])
    mean, count = float(sums.sum() / sizes.sum()), int(sizes.sum())
    if len(values) < 2:
        return mean, count, None, None
    drawn = resample_counts(len(values), evaluation.resamples, evaluation.seed)
    low, high = interval(np.concatenate([(counts @ sums) / (counts @ sizes) for counts in drawn]))
    return mean, count, float(low), float(high)


def _pairwise_accuracy(
    systems: list[_System], sign: float, scorer: ScoreSums, evaluation: Evaluation
) -> PairAccuracy | None:
    """The share of pairs that people and the score put in the same order (Kocmi et al. 2021); None without pairs.

    Pairs that people find alike have no order to get right.
    """
    ours = np.array([[sign * each.score] for each in systems])
    theirs = np.array([[each.said] for each in systems])
    (right,), (pairs,) = _ordered_alike(ours, theirs)
    if not pairs:
        return None
    accuracy = PairAccuracy(int(right) / int(pairs), int(pairs))
    documents = len(systems[0].counts)
    if documents < 2:
        return accuracy
    shares = []
    for drawn in resample_counts(documents, evaluation.resamples, evaluation.seed):
        counts = np.array([drawn @ each.counts for each in systems])
        sums = np.array([drawn @ each.sums for each in systems])
        ours = np.array([sign * scorer(drawn @ each.rows) for each in systems])
        theirs = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
        right, pairs = _ordered_alike(ours, theirs)
        shares.append(right[pairs > 0] / pairs[pairs > 0])
    together = np.concatenate(shares)
    if not len(together):
        return accuracy
    low, high = interval(together)
    return replace(accuracy, low=float(low), high=float(high))


def _ordered_alike(ours: Floats, theirs: Floats) -> tuple[Integers, Integers]:
    """How many pairs of systems are in the same order, and how many have one: (systems, runs) -> (runs), (runs).

    A system without documents in a run has no value there, and no order.
    """
    first, second = np.triu_indices(len(ours), 1)
    apart = theirs[first] - theirs[second]
    right = (np.sign(ours[first] - ours[second]) == np.sign(apart)) & (apart != 0)
    return right.sum(axis=0), (np.isfinite(apart) & (apart != 0)).sum(axis=0)
