"""What is done to every segment: the metrics, one row of integers, and the checks; here or in other processes."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from mtqa.checks.base import Context
from mtqa.evaluation.cache import Cache
from mtqa.evaluation.checking import Checking, CheckSettings
from mtqa.evaluation.jobs import Job, Judged, Texts
from mtqa.evaluation.memory import Memory, Recalled
from mtqa.metrics import make_metrics
from mtqa.metrics.base import Metric, NumberOfReferences
from mtqa.model import Segment

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

CHUNK = 1024
"""Segments per batch: large enough for numpy, small enough for the processor's cache."""

_CHUNKS_AHEAD = 4
_SEGMENTS_WITHOUT_WORKERS = 8 * CHUNK  # about what one process scores while others start


@dataclass(frozen=True, slots=True)
class Scorer:
    """What is to be done to every segment; small, and can be sent to another process.

    `names` are those of metrics and `tokenizer` is BLEU's; `checks` is None where nothing but scores is
    wanted; `context` is what the checks may know beforehand.
    """

    names: tuple[str, ...]
    tokenizer: str
    checks: CheckSettings | None = None
    context: Context = field(default_factory=Context)

    def open(self) -> "Panel":
        """The metrics, ready to run. Raises `InputError` for unknown names."""
        return Panel(make_metrics(self.names, self.tokenizer))


class Panel:
    """The metrics of a run, side by side in the columns of a row."""

    def __init__(self, metrics: tuple[Metric, ...]) -> None:
        self.metrics = metrics
        widths = [metric.statistics([""], [[""]]).shape[1] for metric in metrics]
        ends = np.cumsum([0, *widths]).tolist()
        self._columns = [slice(start, end) for start, end in pairwise(ends)]
        self.width = ends[-1]

    @property
    def names(self) -> tuple[str, ...]:
        """The names as in tables and JSON."""
        return tuple(metric.name for metric in self.metrics)

    def rows(self, texts: "Texts") -> Integers:
        """The statistics of segments that each have a reference: shape (segments, columns)."""
        if not (texts.hypotheses and self.metrics):
            return np.zeros((len(texts.hypotheses), self.width), np.int64)
        parts = [metric.statistics(texts.hypotheses, texts.references) for metric in self.metrics]
        return np.hstack(parts)

    def segment_scores(self, rows: Integers) -> Floats:
        """The score of each row by each metric: shape (segments, metrics)."""
        parts = [metric.segment_scores(rows[:, columns]) for metric, columns in self._each()]
        return np.stack(parts, axis=1)

    def scores(self, sums: Integers) -> tuple[float, ...]:
        """The score of one summed row by each metric."""
        return tuple(metric.score(sums[columns]) for metric, columns in self._each())

    def resampled_scores(self, sums: Integers) -> Floats:
        """The scores of many summed rows: shape (..., columns) -> (..., metrics)."""
        return np.stack([metric.resampled_scores(sums[..., columns]) for metric, columns in self._each()], axis=-1)

    def statistics(self, sums: Integers) -> Mapping[str, tuple[int, ...]]:
        """One summed row by metric."""
        return {metric.name: tuple(sums[columns].tolist()) for metric, columns in self._each()}

    def signatures(self, references: NumberOfReferences, *, segment: bool = False) -> Mapping[str, str]:
        """sacrebleu's signature of each metric."""
        return {metric.name: metric.signature(references, segment=segment) for metric in self.metrics}

    def _each(self) -> Iterable[tuple[Metric, slice]]:
        return zip(self.metrics, self._columns, strict=True)


class Worker:
    """A scorer with everything loaded."""

    def __init__(self, scorer: Scorer) -> None:
        self._panel = scorer.open()
        self._checking = Checking(scorer.checks, scorer.context) if scorer.checks else None

    @property
    def signature(self) -> str:
        """All that rows and findings hang on, but for the texts of a document and the program itself."""
        metrics = self._panel.signatures(None, segment=True)
        return repr((sorted(metrics.items()), self._checking.facts if self._checking else None))

    def judge(self, job: Job) -> Judged:
        """The rows and findings of a chunk."""
        rows = self._panel.rows(job.texts)
        if self._checking is None or job.documents is None:
            return Judged(rows, ((),) * job.segments)
        by_document = (
            self._checking.find(own.hypotheses, own.sources, own.references, own.places) for own in job.documents
        )
        return Judged(rows, tuple(chain.from_iterable(by_document)))


def judged_in_order(
    scorer: Scorer, chunks: Iterable[Sequence[Segment]], jobs: int = 1, cache: Cache | None = None
) -> Iterator[tuple[Sequence[Segment], Judged]]:
    """Each chunk with what was found in it, in the order of the chunks, whatever the number of jobs.

    With more than one job, worker processes are started after the first chunks; no more than a few chunks per
    worker are read ahead. What the cache knows is not judged again.
    """
    worker = Worker(scorer)
    memory = Memory(cache, worker.signature) if cache else None
    with ExitStack() as stack:
        pool: ProcessPoolExecutor | None = None
        judged_alone = 0
        running: deque[tuple[Recalled, Future[Judged]]] = deque()
        for chunk in chunks:
            recalled = memory.recall(chunk) if memory else Recalled(chunk)
            job = Job.of(recalled.missing, with_checks=scorer.checks is not None)
            if jobs == 1 or judged_alone < _SEGMENTS_WITHOUT_WORKERS:
                judged_alone += job.segments
                yield chunk, recalled.completed(worker.judge(job))
                continue
            if pool is None:
                context = multiprocessing.get_context("spawn")
                pool = stack.enter_context(ProcessPoolExecutor(jobs, context, _start_worker, (scorer,)))
            running.append((recalled, pool.submit(_judge, job)))
            if len(running) > jobs * _CHUNKS_AHEAD:
                yield _finished(*running.popleft())
        for each in running:
            yield _finished(*each)


def _finished(recalled: Recalled, judged: Future[Judged]) -> tuple[Sequence[Segment], Judged]:
    return recalled.chunk, recalled.completed(judged.result())


_worker: Worker | None = None


def _start_worker(scorer: Scorer) -> None:
    global _worker  # noqa: PLW0603 (each worker process has its own)
    _worker = Worker(scorer)


def _judge(job: Job) -> Judged:
    if _worker is None:
        raise RuntimeError("a worker that was not started")
    return _worker.judge(job)
