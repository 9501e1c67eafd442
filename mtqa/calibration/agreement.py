"""How far the scores of a run agree with people, as the shared tasks on metrics measure it."""

from collections.abc import Iterator
from itertools import combinations, groupby
from typing import Final

import numpy as np

from mtqa.calibration.correlation import correlation, kendall
from mtqa.calibration.values import Agreement, Correlation, Human, MeanTau
from mtqa.evaluation import Evaluation
from mtqa.gate.baseline import scorer_of
from mtqa.statistics import interval, resample_counts

Rated = tuple[str, str | None, str, float, float]
"""Document, system, segment, the value of the score, that of people."""

FEWEST: Final = 3
"""A correlation of two points is 1 or -1, whatever they are."""


def agreement(evaluation: Evaluation, score: str, human: Human) -> Agreement:
    """The agreement of one score with the scores of people, on segments, documents and systems."""
    sign = -1.0 if score in evaluation.lower_is_better else 1.0
    segments = list(_segments(evaluation, score, human, sign))
    documents = list(_documents(evaluation, score, human, sign))
    systems = list(_systems(evaluation, score, human, sign))
    return Agreement(
        score=score,
        segments=_correlation(segments),
        same_source=_mean_tau(segments, evaluation),
        documents=_correlation(documents),
        same_document=_mean_tau(documents, evaluation),
        systems=_correlation(systems),
        pairwise_accuracy=_pairwise_accuracy(systems),
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


def _systems(evaluation: Evaluation, score: str, human: Human, sign: float) -> Iterator[Rated]:
    """The systems over their rated documents: the score of the sums, and the mean of what people said of each text."""
    scorer = scorer_of(score)
    for system in evaluation.systems:
        own = [
            document
            for document in evaluation.documents
            if document.header.system == system.system
            and (system.system, document.header.document) in human.documents
            and score in document.statistics
        ]
        if not own:
            continue
        sums = np.array([document.statistics[score] for document in own], np.int64).sum(axis=0)
        said = [
            human.segments[place]
            for document in own
            for scored in document.segments
            if (place := (system.system, document.header.document, scored.segment.segment)) in human.segments
        ] or [human.documents[system.system, document.header.document] for document in own]
        yield "", system.system, "", sign * float(scorer(sums)), sum(said) / len(said)


def _correlation(rated: list[Rated]) -> Correlation | None:
    if len(rated) < FEWEST:
        return None
    return correlation(np.array([each[3] for each in rated]), np.array([each[4] for each in rated]))


def _mean_tau(rated: list[Rated], evaluation: Evaluation) -> MeanTau | None:
    """The mean tau-b over texts that several systems translated.

    A text whose translations people found alike says nothing; one that only the score finds alike counts as 0.
    """
    taus: dict[str, list[float]] = {}
    ordered = sorted(rated, key=lambda each: (each[0], each[2]))
    for (document, _), group in groupby(ordered, key=lambda each: (each[0], each[2])):
        values = np.array([each[3:] for each in group])
        if len(values) > 1 and np.ptp(values[:, 1]) > 0:
            taus.setdefault(document, []).append(kendall(values[:, 0], values[:, 1]) or 0.0)
    if not taus:
        return None
    sums = np.array([sum(own) for own in taus.values()])
    sizes = np.array([len(own) for own in taus.values()])
    mean, groups = float(sums.sum() / sizes.sum()), int(sizes.sum())
    if len(taus) < 2:
        return MeanTau(mean, groups)
    drawn = resample_counts(len(taus), evaluation.resamples, evaluation.seed)
    low, high = interval(np.concatenate([(counts @ sums) / (counts @ sizes) for counts in drawn]))
    return MeanTau(mean, groups, float(low), float(high))


def _pairwise_accuracy(systems: list[Rated]) -> float | None:
    """The share of pairs that people and the score put in the same order (Kocmi et al. 2021); None without pairs.

    Pairs that people find alike have no order to get right.
    """
    pairs = [(a[3] - b[3], a[4] - b[4]) for a, b in combinations(systems, 2) if a[4] != b[4]]
    right = sum(bool(ours * theirs > 0) for ours, theirs in pairs)
    return right / len(pairs) if pairs else None
