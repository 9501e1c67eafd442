"""What is done to every segment: the metrics, one row of integers, and the checks; here or in other processes."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from mtqa.checks.base import Context
from mtqa.errors import MtqaError
from mtqa.evaluation.cache import Cache
from mtqa.evaluation.checking import Checking, CheckSettings
from mtqa.evaluation.jobs import Job, Judged, Texts
from mtqa.evaluation.memory import Memory, Recalled
from mtqa.evaluation.values import FAILED
from mtqa.evaluation.workers import Died, Workers, stumbled
from mtqa.metrics import make_metrics
from mtqa.metrics.base import Metric, NumberOfReferences
from mtqa.model import LeftOut, Segment

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
        self.scorer = scorer
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
            self._checking.from_language(own.language).find(own.hypotheses, own.sources, own.references, own.places)
            for own in job.documents
        )
        return Judged(rows, tuple(chain.from_iterable(by_document)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A chunk with what was found in it; without the documents on which the program or its worker ended.

    These are named in `failures`.
    """

    chunk: Sequence[Segment]
    judged: Judged
    failures: tuple[LeftOut, ...] = ()


def judged_in_order(
    scorer: Scorer, chunks: Iterable[Sequence[Segment]], jobs: int = 1, cache: Cache | None = None
) -> Iterator[Outcome]:
    """What was found in each chunk, in the order of the chunks, whatever the number of jobs.

    A few chunks are judged here; with more than one job, a longer text goes to worker processes, and no more than a
    few chunks per worker are read ahead. What the cache knows is not judged again. A chunk whose worker dies is tried
    once more, then document by document, so that one document costs nothing but itself.
    """
    worker = Worker(scorer)
    memory = Memory(cache, worker.signature) if cache else None
    recalled = (memory.recall(chunk) if memory else Recalled(chunk) for chunk in chunks)
    beginning = list(_up_to(recalled, _SEGMENTS_WITHOUT_WORKERS)) if jobs > 1 else []
    if sum(len(each.missing) for each in beginning) < _SEGMENTS_WITHOUT_WORKERS:
        for each in chain(beginning, recalled):
            yield _judged_here(worker, each)
        return
    with Workers[Job, Judged](jobs, partial(_start_worker, scorer)) as workers:
        running: deque[tuple[Recalled, Future[Judged | Died]]] = deque()
        for each in chain(beginning, recalled):
            running.append((each, workers.submit(_job(scorer, each.missing))))
            if len(running) > jobs * _CHUNKS_AHEAD:
                yield _judged_elsewhere(workers, scorer, *running.popleft())
        for each, future in running:
            yield _judged_elsewhere(workers, scorer, each, future)


def _up_to(chunks: Iterator[Recalled], segments: int) -> Iterator[Recalled]:
    """The first chunks, until there are so many segments to judge in them."""
    while segments > 0 and (chunk := next(chunks, None)) is not None:
        segments -= len(chunk.missing)
        yield chunk


def _job(scorer: Scorer, segments: Sequence[Segment]) -> Job:
    return Job.of(segments, with_checks=scorer.checks is not None)


def _judged_here(worker: Worker, recalled: Recalled) -> Outcome:
    def judge(segments: Sequence[Segment]) -> Judged | Died:
        try:
            return worker.judge(_job(worker.scorer, segments))
        except (MtqaError, OSError):
            raise
        except Exception as error:
            return stumbled(error)

    return _outcome(recalled, judge(recalled.missing), judge)


def _judged_elsewhere(
    workers: Workers[Job, Judged], scorer: Scorer, recalled: Recalled, future: "Future[Judged | Died]"
) -> Outcome:
    def judge(segments: Sequence[Segment]) -> Judged | Died:
        return workers.submit(_job(scorer, segments)).result()

    found = future.result()
    return _outcome(recalled, judge(recalled.missing) if isinstance(found, Died) else found, judge)


def _outcome(recalled: Recalled, found: Judged | Died, judge: Callable[[Sequence[Segment]], Judged | Died]) -> Outcome:
    """The outcome of a chunk, tried document by document where nothing was found in the whole."""
    if not isinstance(found, Died):
        return Outcome(recalled.chunk, recalled.completed(found))
    each = [(document, judge(document)) for document in recalled.documents]
    survived = [judged for _, judged in each if not isinstance(judged, Died)]
    failures = tuple(failure(document, judged) for document, judged in each if isinstance(judged, Died))
    left = recalled.without([document for document, judged in each if isinstance(judged, Died)])
    return Outcome(left.chunk, left.completed(Judged.together(survived)), failures)


def failure(document: Sequence[Segment], died: Died) -> LeftOut:
    """A document that could not be judged, and why."""
    header, first = document[0].header, document[0]
    return LeftOut(
        document=header.document,
        system=header.system,
        reason=f"{FAILED} ({died.how})",
        path=header.path,
        line=first.line,
    )


def _start_worker(scorer: Scorer) -> Callable[[Job], Judged]:
    return Worker(scorer).judge
