"""A whole run at once: every segment, document and system with its scores and intervals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from mtqa.evaluation.languages import choose
from mtqa.evaluation.scorer import CHUNK, Floats, Integers, Panel, Scorer, references_of, rows_in_order
from mtqa.evaluation.segments import chunks, gather, of_pair, scorer_for, without_reference
from mtqa.evaluation.values import Evaluation, Progress, Settings
from mtqa.model import (
    DocumentHeader,
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
    taken_as: TakenAs | None = None,
    notes: Sequence[str] = (),
    progress: Progress | None = None,
) -> Evaluation:
    """The scores of segments, documents and systems, with bootstrap intervals.

    `items` are read to their end; segments of one document need not follow each other. Raises `InputError`
    where there is no segment to judge, and where the settings do not fit.
    """
    documents, left_out = gather(of_pair(items, settings.language_pair))
    languages = choose(documents, settings.language_pair)
    scorer, tokenizer_notes = scorer_for(settings, languages)
    segments = list(chain.from_iterable(documents.values()))
    counts = [len(references_of(segment)) for segment in segments]
    panel = scorer.open() if any(counts) else Panel(())
    rows = _rows(scorer, segments, settings.jobs, progress) if any(counts) else np.zeros((0, 0), np.int64)
    document_of_row = np.repeat(np.arange(len(documents)), [len(each) for each in documents.values()])
    scored = _Scored(panel, rows, document_of_row[np.array(counts) > 0], settings)
    judged = tuple(_documents(documents, scored, languages.pair))
    kinds = {count for count in counts if count}
    references = kinds.pop() if len(kinds) == 1 else None
    return Evaluation(
        language_pair=languages.pair,
        source_origin=languages.source_origin,
        target_origin=languages.target_origin,
        metrics=panel.names,
        lower_is_better=frozenset(metric.name for metric in panel.metrics if metric.lower_is_better),
        signatures=panel.signatures(references),
        segment_signatures=panel.signatures(references, segment=True),
        documents=judged,
        systems=tuple(_systems(judged, scored)),
        left_out=(*left_out, *(without_reference(segments) if panel.metrics else ())),
        empty_hypotheses=sum(not segment.hypothesis.strip() for segment in segments),
        empty_references=sum(map(empty_references, segments)),
        taken_as=taken_as,
        notes=(*notes, *languages.notes, *tokenizer_notes),
        resamples=settings.resamples,
        seed=settings.seed,
    )


def empty_references(segment: Segment) -> int:
    """How many references of a segment are there but hold no text."""
    return sum(text is not None and not text.strip() for text in segment.references)


def _rows(scorer: Scorer, segments: Sequence[Segment], jobs: int, progress: Progress | None) -> Integers:
    """The rows of all segments that have a reference."""
    parts = []
    for chunk, rows in rows_in_order(scorer, chunks(segments, CHUNK), jobs):
        parts.append(rows)
        if progress:
            progress(len(chunk))
    return np.concatenate(parts)


@dataclass(frozen=True, slots=True)
class _Scored:
    """The rows of the segments that have a reference, and which document (by number) each belongs to."""

    panel: Panel
    rows: Integers
    document: Integers
    settings: Settings

    def segment_scores(self) -> Iterator[dict[str, float]]:
        """The scores of each row."""
        for scores in self.panel.segment_scores(self.rows).tolist():
            yield dict(zip(self.panel.names, scores, strict=True))

    def document_scores(self) -> dict[int, dict[str, Score]]:
        """The scores of each document that has a row, resampling its segments."""
        return self._by_group(self.rows, self.document)

    def scores_together(self, documents: Sequence[int]) -> tuple[dict[str, Score], Resampled]:
        """The scores of some documents in one, resampling them, or their segments where they are few."""
        own = np.isin(self.document, documents)
        unit, rows = self.document[own], self.rows[own]
        present = np.unique(unit)
        resampled: Resampled = "segments"
        if len(present) >= FEWEST_DOCUMENTS:
            rows, resampled = sum_by(np.searchsorted(present, unit), rows, len(present)), "documents"
        return self._by_group(rows, np.zeros(len(rows), np.int64))[0], resampled

    def _by_group(self, rows: Integers, group: Integers) -> dict[int, dict[str, Score]]:
        if not len(rows):
            return {}
        settings, panel = self.settings, self.panel
        sums = sum_by(group, rows, int(group.max()) + 1)
        bounds = intervals(rows, group, panel.resampled_scores, resamples=settings.resamples, seed=settings.seed)
        return {
            number: {
                name: Score(score, *between)
                for name, score, between in zip(
                    panel.names, panel.scores(sums[number]), _bounds(bounds.get(number), panel), strict=True
                )
            }
            for number in np.unique(group).tolist()
        }


def _bounds(bounds: tuple[Floats, Floats] | None, panel: Panel) -> Sequence[tuple[float | None, float | None]]:
    """The low and high bound by each metric, None where there was nothing to resample."""
    if bounds is None:
        return [(None, None)] * len(panel.metrics)
    return list(zip(bounds[0].tolist(), bounds[1].tolist(), strict=True))


def _documents(
    documents: Mapping[DocumentHeader, Sequence[Segment]], scored: _Scored, pair: LanguagePair
) -> Iterator[ScoredDocument]:
    document_scores, segment_scores = scored.document_scores(), scored.segment_scores()
    for number, (header, segments) in enumerate(documents.items()):
        judged = tuple(
            ScoredSegment(segment, count_words(segment.hypothesis), next(segment_scores) if has_reference else {})
            for segment, has_reference in ((segment, bool(references_of(segment))) for segment in segments)
        )
        words = sum(segment.words for segment in judged)
        scores = document_scores.get(number, {})
        yield ScoredDocument(header, judged, words, scores, header.language_pair or pair)


def _systems(documents: Sequence[ScoredDocument], scored: _Scored) -> Iterator[ScoredSystem]:
    numbers: dict[str | None, list[int]] = {}
    for number, document in enumerate(documents):
        numbers.setdefault(document.header.system, []).append(number)
    for system, own in numbers.items():
        segments = sum(len(documents[number].segments) for number in own)
        words = sum(documents[number].words for number in own)
        together = _scores_together(documents, [number for number in own if documents[number].scores], scored)
        yield ScoredSystem(system, len(own), segments, words, *together)


def _scores_together(
    documents: Sequence[ScoredDocument], numbers: Sequence[int], scored: _Scored
) -> tuple[Mapping[str, Score], Resampled | None]:
    """The scores of a system's scored documents in one, and what their intervals resample."""
    if not numbers:
        return {}, None
    if len(numbers) > 1:
        return scored.scores_together(numbers)
    scores = documents[numbers[0]].scores
    return scores, "segments" if any(score.low is not None for score in scores.values()) else None
