"""What a worker does with a task: judge it, write its part of the tables, and tell what it adds up to."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from mtqa.evaluation import Settings
from mtqa.evaluation.accepting import Uses
from mtqa.evaluation.batch import Scored, empty_references, scored_documents
from mtqa.evaluation.jobs import Job, Judged
from mtqa.evaluation.quality import Quality
from mtqa.evaluation.scorer import CHUNK, Panel, Scorer, Worker
from mtqa.evaluation.segments import without_reference
from mtqa.evaluation.texts import references_of
from mtqa.model import DocumentHeader, LanguagePair, LeftOut, ScoredDocument, Segment
from mtqa.report import MOST_QUOTED, PENALTY, QUALITY, condemned, ranking, urgency
from mtqa.scale.journal import TABLES_FOLDER, keep
from mtqa.scale.part import BINS, LeftOuts, Part, PlacedLeftOut, Ranked, Sums, SystemPart, Worst, sums_of
from mtqa.scale.resampling import Drawing, Unit, Units, key_of
from mtqa.scale.tasks import Piece, Rank, Task
from mtqa.statistics import Integers, sum_by
from mtqa.writers.tables import write_part

LONGEST_SHOWN: Final = 200
"""The most segments of a document that is shown whole; longer ones stand in the tables only."""

MOST_SHOWN: Final = 25
"""How many of the worst documents are shown whole, by each score that ranks them."""

_PLACES: Final = 20  # bits for the number of a segment within a piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that a worker must know; it can be sent to another process.

    `folder` is where the tables are written, in the format `tables`; all workers must reach it.
    """

    scorer: Scorer
    quality: Quality | None
    settings: Settings
    pair: LanguagePair
    folder: Path
    tables: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A piece that is to be judged alone."""

    piece: Piece


@dataclass(frozen=True, slots=True)
class Completion:
    """A task whose pieces have been judged, but for the failures, which are left out."""

    task: Task
    judged: Judged
    failures: tuple[PlacedLeftOut, ...]


Order = Task | Trial | Completion
"""What a worker can be asked to do."""


class Workbench:
    """Work with everything loaded."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._worker = Worker(work.scorer)
        self._panel = work.scorer.open()
        self._metrics = (*self._panel.names, *((QUALITY,) if work.quality else ()))
        self._ranking = ranking(self._metrics)

    def do(self, order: Order) -> Part | Judged:
        """What the task adds up to, its tables written; or, for a trial, what was found."""
        match order:
            case Trial(piece):
                return self._judged([piece])
            case Completion(task, judged, failures):
                return self._kept(task.number, self._part(task, judged, failures))
            case Task() as task:
                return self._kept(task.number, self._part(task, self._judged(task.pieces)))

    def _kept(self, number: int, part: Part) -> Part:
        """The part, finished."""
        keep(self._work.folder, number, part)
        return part

    def _judged(self, pieces: Iterable[Piece]) -> Judged:
        judged = [self._worker.judge(self._job(chunk)) for chunk in _chunks(pieces)]
        return Judged.together(judged)

    def _job(self, segments: Sequence[Segment]) -> Job:
        return Job.of(segments, with_checks=self._work.scorer.checks is not None)

    def _part(self, task: Task, judged: Judged, failures: tuple[PlacedLeftOut, ...] = ()) -> Part:
        work = self._work
        if not task.pieces:
            write_part(work.tables, work.folder / TABLES_FOLDER, task.number, (), metrics=self._metrics)
            return Part(tasks=1, left_out=LeftOuts.of((), failures))
        segments = list(chain.from_iterable(piece.segments for piece in task.pieces))
        acceptance = work.settings.checks.acceptance(work.pair) if work.settings.checks else None
        findings = judged.findings
        if acceptance:
            findings = tuple(acceptance.left(*each) for each in zip(segments, findings, strict=True))
        documents, scored = scored_documents(
            [piece.segments for piece in task.pieces],
            judged.rows,
            findings,
            panel=self._panel,
            quality=work.quality,
            settings=work.settings,
            pair=work.pair,
        )
        write_part(work.tables, work.folder / TABLES_FOLDER, task.number, documents, metrics=self._metrics)
        all_scored = [each for document in documents for each in document.segments]
        dooming = condemned(all_scored)
        found = Counter[tuple[str, str, str, str]](
            (each.rule, each.category, each.severity, each.confidence)
            for scored_segment in all_scored
            for each in scored_segment.findings
        )
        return Part(
            tasks=1,
            systems=dict(_systems(task, documents, scored, self._panel, work.settings)),
            findings=dict(found),
            condemned=dooming.segments,
            condemning=dict(dooming.rules),
            worst=dict(self._worst(task, documents)),
            too_long=sum(piece.begins and not _is_shown(piece) for piece in task.pieces),
            left_out=LeftOuts.of((), failures),
            unscored=LeftOuts.of(_without_reference(task.pieces) if self._panel.metrics else ()),
            empty_hypotheses=sum(not segment.hypothesis.strip() for segment in segments),
            empty_references=sum(map(empty_references, segments)),
            references=frozenset(len(references_of(segment)) for segment in segments) - {0},
            uses=acceptance.uses if acceptance else Uses(),
        )

    def _worst(self, task: Task, documents: Sequence[ScoredDocument]) -> Iterator[tuple[str, Worst]]:
        """The worst documents by each score that may rank them, and those with the worst findings."""
        shown = [(piece, document) for piece, document in zip(task.pieces, documents, strict=True) if _is_shown(piece)]
        lower_is_better = {metric.name for metric in self._panel.metrics if metric.lower_is_better}
        names = dict.fromkeys(name for name in (self._ranking, QUALITY) if name is not None and name in self._metrics)
        for name in names:
            sign = 1.0 if name in lower_is_better else -1.0
            ranked = [
                Ranked((sign * document.scores[name].score,), piece.ordinal, document)
                for piece, document in shown
                if name in document.scores
            ]
            yield name, _below(task.bars.get(name), MOST_SHOWN, ranked)
        if QUALITY in self._metrics:
            urgent = [
                Ranked(urgency(document), piece.ordinal, document)
                for piece, document in shown
                if document.scores[PENALTY].score > 0
            ]
            yield PENALTY, _below(task.bars.get(PENALTY), MOST_QUOTED, urgent)


def _below(bar: Rank | None, most: int, documents: Iterable[Ranked]) -> Worst:
    """The worst of some documents, those left out that are not bad enough for any rank."""
    return Worst(most) + Worst(most, tuple(each for each in documents if bar is None or each.rank < bar))


def start(work: Work) -> Callable[[Order], Part | Judged]:
    """The function that a worker process does its work with."""
    return Workbench(work).do


def _chunks(pieces: Iterable[Piece]) -> Iterator[list[Segment]]:
    """The segments in chunks of about `CHUNK`, no two pieces of one document in one."""
    chunk: list[Segment] = []
    headers = set[DocumentHeader]()
    for piece in pieces:
        if chunk and (len(chunk) >= CHUNK or piece.header in headers):
            yield chunk
            chunk, headers = [], set[DocumentHeader]()
        chunk += piece.segments
        headers.add(piece.header)
    if chunk:
        yield chunk


def _is_shown(piece: Piece) -> bool:
    return piece.whole and len(piece.segments) <= LONGEST_SHOWN


def _without_reference(pieces: Iterable[Piece]) -> Iterator[PlacedLeftOut]:
    for piece in pieces:
        for number, left_out in enumerate(without_reference(piece.segments)):
            yield PlacedLeftOut(piece.ordinal, number, left_out)


def _systems(
    task: Task,
    documents: Sequence[ScoredDocument],
    scored: Sequence[Scored],
    panel: Panel,
    settings: Settings,
) -> Iterator[tuple[str | None, SystemPart]]:
    """What there is of each system."""
    pieces = task.pieces
    numbers: dict[str | None, list[int]] = {}
    for number, piece in enumerate(pieces):
        numbers.setdefault(piece.header.system, []).append(number)
    drawing = Drawing(settings.resamples, settings.seed)
    places = {id(each): _segment_places(pieces, each.columns is panel) for each in scored}
    for system, own in numbers.items():
        sums = {
            by_reference: _sums(own, pieces, each, places[id(each)], drawing, many=(system, by_reference) in task.many)
            for each in scored
            for by_reference in [each.columns is panel]
            if np.isin(each.document, own).any()
        }
        yield (
            system,
            SystemPart(
                first=min(pieces[number].ordinal for number in own),
                documents=sum(pieces[number].begins for number in own),
                segments=sum(len(pieces[number].segments) for number in own),
                words=sum(documents[number].words for number in own),
                by_reference=sums.get(True),
                by_findings=sums.get(False),
                histograms=_histograms([documents[number] for number in own if pieces[number].whole]),
            ),
        )


def _segment_places(pieces: Sequence[Piece], with_reference: bool) -> list[tuple[int, Segment]]:
    """The place of each segment that has a row, and the segment."""
    return [
        (piece.ordinal << _PLACES | number, segment)
        for piece in pieces
        for number, segment in enumerate(piece.segments)
        if not with_reference or references_of(segment)
    ]


def _sums(
    own: Sequence[int],
    pieces: Sequence[Piece],
    scored: Scored,
    places: Sequence[tuple[int, Segment]],
    drawing: Drawing,
    *,
    many: bool,
) -> Sums:
    """The rows of some pieces, by document and by segment; the latter only where they may be resampled."""
    mine = np.flatnonzero(np.isin(scored.document, own))
    rows = scored.rows[mine]
    present = np.unique(scored.document[mine])
    by_piece = sum_by(np.searchsorted(present, scored.document[mine]), rows, len(present))
    named = ((pieces[number], row) for number, row in zip(present.tolist(), by_piece, strict=True))
    documents = Units.of(drawing, ((_document_key(piece), Unit(piece.ordinal, row)) for piece, row in named), many=many)
    sums = sums_of(drawing, rows, documents, Units(drawing))
    if sums.segments is None:
        return sums
    chosen = ((*places[number], row) for number, row in zip(mine.tolist(), rows, strict=True))
    each = Units.of(drawing, ((_segment_key(segment), Unit(place, row)) for place, segment, row in chosen))
    return sums_of(drawing, rows, documents, each)


def _document_key(piece: Piece) -> bytes:
    return key_of(piece.header.system, piece.header.document)


def _segment_key(segment: Segment) -> bytes:
    return key_of(segment.header.system, segment.header.document, segment.segment)


def _histograms(documents: Iterable[ScoredDocument]) -> Mapping[str, Integers]:
    """How many documents there are in each column of scores, by score; what lies beyond stands at the end."""
    found: dict[str, Integers] = {}
    for document in documents:
        for name, score in document.scores.items():
            if name != PENALTY:
                column = min(max(int(score.score * BINS / 100), 0), BINS - 1)
                found.setdefault(name, np.zeros(BINS, np.int64))[column] += 1
    return found


def failure_of(piece: Piece, left_out: LeftOut) -> PlacedLeftOut:
    """A failure, at its place in the run."""
    return PlacedLeftOut(piece.ordinal, 0, left_out)
