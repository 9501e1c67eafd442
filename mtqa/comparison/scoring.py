"""The rows of all contenders side by side, and what resampling them together says.

Every contender is scored with its own settings, as its signatures tell them; the rows have the same columns
whatever these are, so their sums can be resampled with the same draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mtqa.comparison.runs import Aligned, Contender
from mtqa.comparison.values import Mismatch
from mtqa.evaluation.batch import FEWEST_DOCUMENTS, Columns
from mtqa.evaluation.jobs import Texts
from mtqa.evaluation.quality import Quality, quality_rows
from mtqa.evaluation.scorer import CHUNK, Panel
from mtqa.evaluation.texts import references_of
from mtqa.metrics import METRICS, TOKENIZERS, make_metrics
from mtqa.metrics.base import Metric
from mtqa.model import Resampled, ScoredSegment
from mtqa.statistics import interval, resampled_sums, sum_by

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

QUALITY = "quality"


@dataclass(frozen=True)
class Rows:
    """Rows of the same segments for all contenders: shape (segments, contenders, columns).

    `segments` are their numbers among those of the comparison, `document` the number of each one's document.
    `kept` are the scores that are compared, of those that the columns make.
    """

    columns: Columns
    kept: tuple[str, ...]
    rows: Integers
    segments: Integers
    document: Integers

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where the scores that are compared stand among those of the columns."""
        return tuple(self.columns.names.index(name) for name in self.kept)

    @cached_property
    def totals(self) -> Floats:
        """The score of each contender over all segments: shape (contenders, scores)."""
        sums = self.rows.sum(axis=0)
        return np.array([self.columns.scores(row) for row in sums])[:, self.places]

    @cached_property
    def documents(self) -> Integers:
        """The numbers of the documents that have a row."""
        return np.unique(self.document)

    @cached_property
    def by_document(self) -> Integers:
        """The summed rows of each document: shape (documents, contenders, columns)."""
        return self.sums(np.searchsorted(self.documents, self.document), len(self.documents))

    @cached_property
    def resampled(self) -> Resampled:
        """What is drawn."""
        return "documents" if len(self.documents) >= FEWEST_DOCUMENTS else "segments"

    @property
    def units(self) -> Integers:
        """What is drawn, as rows."""
        return self.by_document if self.resampled == "documents" else self.rows

    def sums(self, group: Integers, number: int) -> Integers:
        """The rows summed by group."""
        flat = self.rows.reshape(len(self.rows), -1)
        return sum_by(group, flat, number).reshape(number, *self.rows.shape[1:])

    def scores(self, sums: Integers) -> Floats:
        """The scores of many summed rows: shape (..., columns) -> (..., scores)."""
        return self.columns.resampled_scores(sums)[..., self.places]

    def resamples(self, resamples: int, seed: int) -> Floats:
        """The scores of all contenders in each resample: shape (resamples, contenders, scores)."""
        return self.scores(resampled_sums(self.units, resamples, seed))


def bounds(resampled: Floats, units: int) -> tuple[Floats, Floats] | None:
    """The bounds of the middle 95 % of each score; None where there is one unit only."""
    return interval(resampled) if units > 1 else None


def rows_by_reference(aligned: Aligned, metrics: Sequence[str]) -> Rows | None:
    """The rows of the metrics for the segments that have a reference in every run; None where there are none."""
    has_reference = [
        all(references_of(each.segment) for each in column) for column in zip(*aligned.segments, strict=True)
    ]
    chosen = np.flatnonzero(has_reference)
    if not (metrics and len(chosen)):
        return None
    panels: dict[tuple[str, ...], Panel] = {}  # what one has read of the references, the next need not read again
    rows = []
    for contender, own in zip(aligned.contenders, aligned.segments, strict=True):
        tokenizers = tuple(_tokenizer(contender.run.evaluation.signatures[name]) for name in metrics)
        if tokenizers not in panels:
            panels[tokenizers] = Panel(tuple(map(_metric, metrics, tokenizers)))
        rows.append(_rows(panels[tokenizers], [own[number] for number in chosen.tolist()]))
    return Rows(next(iter(panels.values())), tuple(metrics), np.stack(rows, axis=1), chosen, aligned.document[chosen])


def rows_by_findings(aligned: Aligned) -> Rows:
    """The rows of quality for all segments."""
    rows = [quality_rows([(each.words, each.findings) for each in own]) for own in aligned.segments]
    numbers = np.arange(len(aligned.document))
    return Rows(Quality(""), (QUALITY,), np.stack(rows, axis=1), numbers, aligned.document)


def _metric(name: str, tokenizer: str) -> Metric:
    """The metric of this name."""
    for key in METRICS:
        (metric,) = make_metrics((key,), tokenizer)
        if metric.name == name:
            return metric
    raise ValueError(f"no metric is called {name}")


def _tokenizer(signature: str) -> str:
    """The tokeniser in a signature, 13a where it names none; MeCab's name is followed by its version there."""
    settings = dict(part.partition(":")[::2] for part in signature.split("|"))
    named = settings.get("tok", "")
    return max((name for name in TOKENIZERS if named.startswith(name)), key=len, default="13a")


def is_known(name: str) -> bool:
    """Whether a score is made of sums that can be made again from texts or findings."""
    return name == QUALITY or any(metric.name == name for key in METRICS for metric in make_metrics((key,), "none"))


def _rows(panel: Panel, segments: Sequence[ScoredSegment]) -> Integers:
    """The rows of segments that each have a reference."""
    chunks = (segments[start : start + CHUNK] for start in range(0, len(segments), CHUNK))
    return np.concatenate([panel.rows(Texts.of([each.segment for each in chunk])) for chunk in chunks])


def signature_mismatches(contenders: Sequence[Contender], metrics: Sequence[str]) -> list[Mismatch]:
    """Scores that were not made in the same way."""
    first, *others = contenders
    found = []
    for other in others:
        for name in metrics:
            ours, theirs = first.run.evaluation.signatures[name], other.run.evaluation.signatures[name]
            if ours != theirs:
                here, there = _first_difference(ours, theirs)
                found.append(
                    Mismatch(
                        message=f"{name} of {other.name} was made with {there}, that of {first.name} with {here}",
                        path=other.run.path,
                        remedy="score both with the same options and the same mtqa",
                    )
                )
    return found


def check_mismatches(contenders: Sequence[Contender]) -> list[Mismatch]:
    """Checks that ran on one side only: what was not looked for is not absent."""
    first, *others = contenders
    ours = _skipped(first)
    found = []
    for other in others:
        theirs = _skipped(other)
        if _has_source(first) != _has_source(other):
            with_source, without = (first, other) if _has_source(first) else (other, first)
            found.append(
                Mismatch(
                    message=f"{with_source.name} was checked against its source, {without.name} without one",
                    path=other.run.path,
                    remedy="score both with the source",
                )
            )
            continue
        if apart := sorted(ours ^ theirs):
            without, ran = (first, other) if apart[0] in ours else (other, first)
            more = f" (and {len(apart) - 1} more checks)" if len(apart) > 1 else ""
            found.append(
                Mismatch(
                    message=f"the check {apart[0]}{more} ran on {ran.name} and not on {without.name}",
                    path=other.run.path,
                    count=len(apart),
                    remedy="score both with the same sides and the same checks",
                )
            )
    return found


def _skipped(contender: Contender) -> set[str]:
    return {line.partition(":")[0] for line in contender.run.evaluation.skipped_checks}


def _has_source(contender: Contender) -> bool:
    return any(each.segment.source for document in contender.documents.values() for each in document.segments)


def _first_difference(ours: str, theirs: str) -> tuple[str, str]:
    """The first setting in which two signatures differ, in both."""
    here, there = (dict(part.partition(":")[::2] for part in text.split("|")) for text in (ours, theirs))
    for key in (*here, *there):
        if here.get(key) != there.get(key):
            return tuple(f"{key}:{one[key]}" if key in one else f"no {key}" for one in (here, there))  # type: ignore[return-value]
    return ours, theirs


def statistics_mismatches(aligned: Aligned, rows: Rows | None) -> list[Mismatch]:
    """Runs whose stored statistics are not those that this mtqa makes from their texts."""
    if rows is None:
        return []
    found = []
    for number, contender in enumerate(aligned.contenders):
        if mismatch := _statistics_mismatch(aligned, rows, number, contender):
            found.append(mismatch)
    return found


def _statistics_mismatch(aligned: Aligned, rows: Rows, number: int, contender: Contender) -> Mismatch | None:
    own = aligned.segments[number]
    places = np.searchsorted(rows.documents, rows.document)
    counts = np.bincount(places).tolist()
    first = {place: int(rows.segments[at]) for at, place in reversed(list(enumerate(places.tolist())))}
    for place, made in enumerate(rows.by_document[:, number]):
        whole = contender.documents[own[first[place]].segment.header.document]
        if sum(bool(references_of(each.segment)) for each in whole.segments) != counts[place]:
            continue  # not compared as a whole
        statistics = rows.columns.statistics(made)
        for name in rows.kept:
            if name in whole.statistics and tuple(whole.statistics[name]) != statistics[name]:
                return Mismatch(
                    message=f"the {name} of {contender.name} in document {whole.header.document!r} "
                    "is not what its texts give",
                    path=contender.run.path,
                    remedy="it was stored by another version or edited: score it again",
                )
    return None
