"""A whole run at once: every segment, document and system with its scores and intervals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat
from typing import Protocol

import numpy as np

from mtqa.errors import InputError
from mtqa.evaluation.cache import Cache, opened
from mtqa.evaluation.languages import choose
from mtqa.evaluation.quality import Quality, quality_rows
from mtqa.evaluation.scorer import CHUNK, Floats, Integers, Panel, Scorer, judged_in_order
from mtqa.evaluation.segments import document_chunks, gather, of_pair, plan_for, without_reference
from mtqa.evaluation.texts import references_of
from mtqa.evaluation.values import Evaluation, Progress, Settings
from mtqa.model import (
    Finding,
    LanguagePair,
    LeftOut,
    Resampled,
    Score,
    ScoredDocument,
    ScoredSegment,
    ScoredSystem,
    Segment,
    TakenAs,
)
from mtqa.statistics import intervals, sum_by
from mtqa.text.words import count_words

FEWEST_DOCUMENTS = 5
"""The fewest documents that a corpus interval resamples; with fewer it resamples segments."""


def evaluate_items(
    items: Iterable[Segment | LeftOut],
    settings: Settings,
    *,
    among: Iterable[Segment | LeftOut] | None = None,
    taken_as: TakenAs | None = None,
    notes: Sequence[str] = (),
    progress: Progress | None = None,
) -> Evaluation:
    """The scores of segments, documents and systems, with bootstrap intervals.

    `items` are read to their end; segments of one document need not follow each other. Where they are part of a run,
    that is the whole they are `among`: its languages and what is usual in it are theirs. Raises `InputError` where
    there is no segment to judge, and where the settings do not fit.
    """
    documents, left_out = gather(of_pair(items, settings.language_pair))
    whole = documents if among is None else gather(of_pair(among, settings.language_pair))[0]
    languages = choose(whole, settings.language_pair)
    plan = plan_for(settings, languages, chain.from_iterable(whole.values()))
    kinds = {len(references_of(segment)) for own in whole.values() for segment in own} - {0}
    scorer = plan.scorer if kinds else replace(plan.scorer, names=())
    acceptance = settings.checks.acceptance(languages.pair) if settings.checks else None
    with opened(settings.cache) as cache:
        judged = _judge(scorer, chain.from_iterable(documents.values()), settings.jobs, cache, progress)
    if judged.failures:
        documents, left_out = gather([*judged.segments, *left_out, *judged.failures])
    segments = judged.segments
    found = judged.findings
    findings = [acceptance.left(*each) for each in zip(segments, found, strict=True)] if acceptance else found
    panel = scorer.open()
    results, scored = scored_documents(
        list(documents.values()),
        judged.rows,
        findings,
        panel=panel,
        quality=plan.quality,
        settings=settings,
        pair=languages.pair,
    )
    found_by = (finding.rule for own in findings for finding in own)
    references = kinds.pop() if len(kinds) == 1 else None
    own_signatures = plan.quality.signatures() if plan.quality else {}
    return Evaluation(
        language_pair=languages.pair,
        source_origin=languages.source_origin,
        target_origin=languages.target_origin,
        metrics=(*panel.names, *(("quality",) if plan.quality else ())),
        lower_is_better=frozenset(metric.name for metric in panel.metrics if metric.lower_is_better),
        signatures={**panel.signatures(references), **own_signatures},
        segment_signatures={**panel.signatures(references, segment=True), **own_signatures},
        documents=results,
        systems=tuple(_systems(results, scored)),
        left_out=(*left_out, *(without_reference(segments) if panel.metrics else ())),
        empty_hypotheses=sum(not segment.hypothesis.strip() for segment in segments),
        empty_references=sum(map(empty_references, segments)),
        skipped_checks=plan.skipped_checks,
        taken_as=taken_as,
        notes=(
            *notes,
            *languages.notes,
            *plan.notes,
            *(acceptance.notes(whole=among is None) if acceptance else ()),
            *(cache.notes if cache else ()),
        ),
        resamples=settings.resamples,
        seed=settings.seed,
        own_rules=settings.checks.own_descriptions(found_by) if settings.checks else (),
    )


def empty_references(segment: Segment) -> int:
    """How many references of a segment are there but hold no text."""
    return sum(text is not None and not text.strip() for text in segment.references)


def scored_documents(
    documents: Sequence[Sequence[Segment]],
    rows: Integers,
    findings: Sequence[tuple[Finding, ...]],
    *,
    panel: Panel,
    quality: Quality | None,
    settings: Settings,
    pair: LanguagePair,
) -> tuple[tuple[ScoredDocument, ...], tuple["Scored", ...]]:
    """The documents with their scores, and the rows that these are made of: those of metrics, then those of findings.

    `rows` are those of the segments that have a reference, `findings` those of all segments, in their order.
    """
    segments = list(chain.from_iterable(documents))
    words = [count_words(segment.hypothesis) for segment in segments]
    document = np.repeat(np.arange(len(documents)), [len(own) for own in documents])
    has_reference = np.array([bool(references_of(segment)) for segment in segments], dtype=bool)
    by_reference = Scored(panel, rows, document[has_reference], settings) if panel.metrics else None
    qualities = quality_rows(list(zip(words, findings, strict=True)))
    by_findings = Scored(quality, qualities, document, settings) if quality else None
    scored = tuple(each for each in (by_reference, by_findings) if each)
    judged = _scored_segments(segments, words, findings, by_reference, by_findings)
    return tuple(_documents(documents, judged, scored, pair)), scored


@dataclass(frozen=True, slots=True)
class _AllJudged:
    """The segments that could be judged, the rows of those that have a reference, the findings of all."""

    segments: Sequence[Segment]
    rows: Integers
    findings: Sequence[tuple[Finding, ...]]
    failures: Sequence[LeftOut]


def _judge(
    scorer: Scorer, segments: Iterable[Segment], jobs: int, cache: Cache | None, progress: Progress | None
) -> _AllJudged:
    judged, rows, findings = list[Segment](), list[Integers](), list[tuple[Finding, ...]]()
    failures = list[LeftOut]()
    for outcome in judged_in_order(scorer, document_chunks(segments, CHUNK), jobs, cache):
        failures += outcome.failures
        if outcome.chunk:
            judged += outcome.chunk
            rows.append(outcome.judged.rows)
            findings += outcome.judged.findings
        if progress:
            progress(len(outcome.chunk))
    if not judged:
        raise InputError(f"nothing to score: no document could be judged; {failures[0].document}: {failures[0].reason}")
    return _AllJudged(judged, np.concatenate(rows), findings, failures)


class Columns(Protocol):
    """Scores that are made of sums of rows: a `Panel` of metrics, or `Quality`."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the scores."""

    def segment_scores(self, rows: Integers) -> Floats:
        """The scores of each row."""

    def scores(self, sums: Integers) -> tuple[float, ...]:
        """The scores of a summed row."""

    def resampled_scores(self, sums: Integers) -> Floats:
        """The scores of many summed rows: shape (..., columns) -> (..., scores)."""

    def statistics(self, sums: Integers) -> Mapping[str, tuple[int, ...]]:
        """One summed row by the score it is made for."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Rows of some segments, and which document (by number) each belongs to."""

    columns: Columns
    rows: Integers
    document: Integers
    settings: Settings

    def segment_scores(self) -> Iterator[dict[str, float]]:
        """The scores of each row."""
        for scores in self.columns.segment_scores(self.rows).tolist():
            yield dict(zip(self.columns.names, scores, strict=True))

    def document_scores(self) -> dict[int, dict[str, Score]]:
        """The scores of each document that has a row, resampling its segments where somebody asks for that."""
        resamples = self.settings.resamples if self.settings.document_intervals else 0
        return self._by_group(self.rows, self.document, resamples)

    def document_statistics(self) -> dict[int, Mapping[str, tuple[int, ...]]]:
        """The summed rows of each document that has a row, by score."""
        if not len(self.rows):
            return {}
        sums = sum_by(self.document, self.rows, int(self.document.max()) + 1)
        return {number: self.columns.statistics(sums[number]) for number in _present(self.document)}

    def scores_together(self, documents: Sequence[int]) -> tuple[dict[str, Score], Resampled]:
        """The scores of some documents in one, resampling them, or their segments where they are few."""
        own = np.isin(self.document, documents)
        unit, rows = self.document[own], self.rows[own]
        present = np.unique(unit)
        resampled: Resampled = "segments"
        if len(present) >= FEWEST_DOCUMENTS:
            rows, resampled = sum_by(np.searchsorted(present, unit), rows, len(present)), "documents"
        together = self._by_group(rows, np.zeros(len(rows), np.int64), self.settings.resamples)
        return together.get(0, {}), resampled

    def _by_group(self, rows: Integers, group: Integers, resamples: int) -> dict[int, dict[str, Score]]:
        if not len(rows):
            return {}
        columns = self.columns
        sums = sum_by(group, rows, int(group.max()) + 1)
        bounds = intervals(rows, group, columns.resampled_scores, resamples=resamples, seed=self.settings.seed)
        found = {}
        for number in _present(group):
            between = _bounds(bounds.get(number), len(columns.names))
            scores = zip(columns.names, columns.scores(sums[number]), between, strict=True)
            found[number] = {name: Score(score, *bound) for name, score, bound in scores}
        return found


def _present(groups: Integers) -> list[int]:
    """The groups that something belongs to, in order."""
    # To ask numpy for what is unique loads its masked arrays.
    return np.flatnonzero(np.bincount(groups)).tolist()


def _bounds(bounds: tuple[Floats, Floats] | None, scores: int) -> Sequence[tuple[float | None, float | None]]:
    """The low and high bound of each score, None where there was nothing to resample."""
    if bounds is None:
        return [(None, None)] * scores
    return list(zip(bounds[0].tolist(), bounds[1].tolist(), strict=True))


def _scored_segments(
    segments: Sequence[Segment],
    words: Sequence[int],
    findings: Sequence[tuple[Finding, ...]],
    by_reference: Scored | None,
    by_findings: Scored | None,
) -> Iterator[ScoredSegment]:
    """The segments in their order, each with all its scores."""
    with_reference = by_reference.segment_scores() if by_reference else iter(())
    without: Iterator[dict[str, float]] = by_findings.segment_scores() if by_findings else repeat({})
    for segment, count, found, quality in zip(segments, words, findings, without, strict=False):
        scores = next(with_reference) if by_reference and references_of(segment) else {}
        yield ScoredSegment(segment, count, {**scores, **quality}, found)


def _documents(
    documents: Sequence[Sequence[Segment]],
    judged: Iterator[ScoredSegment],
    scored: Sequence[Scored],
    pair: LanguagePair,
) -> Iterator[ScoredDocument]:
    scores = [each.document_scores() for each in scored]
    statistics = [each.document_statistics() for each in scored]
    for number, segments in enumerate(documents):
        header = segments[0].header
        own = tuple(islice(judged, len(segments)))
        together = {name: score for each in scores for name, score in each.get(number, {}).items()}
        sums = {name: row for each in statistics for name, row in each.get(number, {}).items()}
        words = sum(each.words for each in own)
        yield ScoredDocument(header, own, words, together, header.language_pair or pair, sums)


def _systems(documents: Sequence[ScoredDocument], scored: Sequence[Scored]) -> Iterator[ScoredSystem]:
    numbers: dict[str | None, list[int]] = {}
    for number, document in enumerate(documents):
        numbers.setdefault(document.header.system, []).append(number)
    for system, own in numbers.items():
        segments = sum(len(documents[number].segments) for number in own)
        words = sum(documents[number].words for number in own)
        scores, resampled = _scores_together(documents, [each for each in own if documents[each].scores], scored)
        yield ScoredSystem(system, len(own), segments, words, scores, resampled)


def _scores_together(
    documents: Sequence[ScoredDocument], numbers: Sequence[int], scored: Sequence[Scored]
) -> tuple[Mapping[str, Score], Resampled | None]:
    """The scores of a system's documents in one, and what their intervals resample."""
    if len(numbers) == 1 and all(each.settings.document_intervals for each in scored):
        scores = documents[numbers[0]].scores
        return scores, "segments" if any(score.low is not None for score in scores.values()) else None
    found: dict[str, Score] = {}
    kinds: set[Resampled] = set()
    for each in scored:
        together, resampled = each.scores_together(numbers)
        found |= together
        kinds |= {resampled} if any(score.low is not None for score in together.values()) else set()
    return found, min(kinds) if kinds else None
