"""All metrics of a run together: one row of integers per segment, the columns of all metrics side by side."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice, pairwise

import numpy as np
from numpy.typing import NDArray

from mtqa.metrics import make_metrics
from mtqa.metrics.base import Metric, NumberOfReferences
from mtqa.model import Segment

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

CHUNK = 1024
"""Segments per batch: large enough for numpy, small enough for the processor's cache."""

_CHUNKS_AHEAD = 4
_CHUNKS_WITHOUT_WORKERS = 8  # about what one process scores while others start


@dataclass(frozen=True, slots=True)
class Scorer:
    """Metrics by their names, and BLEU's tokeniser; small, and can be sent to another process."""

    names: tuple[str, ...]
    tokenizer: str

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
        if not texts.hypotheses:
            return np.zeros((0, self.width), np.int64)
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

    def signatures(self, references: NumberOfReferences, *, segment: bool = False) -> Mapping[str, str]:
        """sacrebleu's signature of each metric."""
        return {metric.name: metric.signature(references, segment=segment) for metric in self.metrics}

    def _each(self) -> Iterable[tuple[Metric, slice]]:
        return zip(self.metrics, self._columns, strict=True)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of segments that have a reference; `references` as metrics take them, one list each."""

    hypotheses: list[str]
    references: list[list[str | None]]

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> "Texts":
        """The texts of those of the segments that have a reference, in their order."""
        rows = [(segment.hypothesis, references_of(segment)) for segment in segments]
        rows = [row for row in rows if row[1]]
        most = max((len(references) for _, references in rows), default=0)
        columns = [[row[number] if number < len(row) else None for _, row in rows] for number in range(most)]
        return cls([hypothesis for hypothesis, _ in rows], columns)


def references_of(segment: Segment) -> tuple[str, ...]:
    """The references of a segment that hold text."""
    return tuple(text for text in segment.references if text and not text.isspace())


def rows_in_order(
    scorer: Scorer, chunks: Iterable[Sequence[Segment]], jobs: int = 1
) -> Iterator[tuple[Sequence[Segment], Integers]]:
    """Each chunk with the rows of those of its segments that have a reference, whatever the number of jobs.

    With more than one job, worker processes are started after the first chunks; no more than a few chunks per
    worker are read ahead.
    """
    panel, waiting = scorer.open(), iter(chunks)
    alone = _CHUNKS_WITHOUT_WORKERS if jobs > 1 else None
    for chunk in islice(waiting, alone):
        yield chunk, panel.rows(Texts.of(chunk))
    following = next(waiting, None)
    if following is None:
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _start_worker, (scorer,)) as pool:
        running: deque[tuple[Sequence[Segment], Future[Integers]]] = deque()
        for chunk in chain([following], waiting):
            running.append((chunk, pool.submit(_work, Texts.of(chunk))))
            if len(running) > jobs * _CHUNKS_AHEAD:
                done, rows = running.popleft()
                yield done, rows.result()
        for done, rows in running:
            yield done, rows.result()


_worker_panel: Panel | None = None


def _start_worker(scorer: Scorer) -> None:
    global _worker_panel  # noqa: PLW0603 (each worker process has its own)
    _worker_panel = scorer.open()


def _work(texts: Texts) -> Integers:
    if _worker_panel is None:
        raise RuntimeError("a worker that was not started")
    return _worker_panel.rows(texts)
