"""A run of which only the changed documents are judged; the others are as the baseline has them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np

from mtqa.errors import InputError
from mtqa.evaluation import FEWEST_DOCUMENTS, Evaluation, Progress, Settings, evaluate_items
from mtqa.evaluation.batch import empty_references
from mtqa.evaluation.quality import Quality
from mtqa.evaluation.segments import gather, of_pair
from mtqa.gate.baseline import Baseline, BaselineDocument
from mtqa.metrics import METRICS, make_metrics
from mtqa.metrics.base import Metric
from mtqa.model import DocumentHeader, LeftOut, Score, ScoredDocument, ScoredSegment, ScoredSystem, Segment, TakenAs
from mtqa.statistics import Integers, ScoreSums, intervals
from mtqa.text.words import count_words

_STANDARD_INPUT = "-"


def evaluate_changed(
    items: Iterable[Segment | LeftOut],
    settings: Settings,
    baseline: Baseline,
    changed: Collection[Path] | None,
    *,
    taken_as: TakenAs | None = None,
    notes: Sequence[str] = (),
    progress: Progress | None = None,
) -> Evaluation:
    """The run of the items, judging those documents whose files are among the `changed`; None stands for all.

    A document that the baseline does not know is judged too, and where there is none to judge, the first one: its
    signatures are those of the run. Raises `InputError` where the baseline has other signatures.
    """
    whole = list(items)
    documents, _ = gather(of_pair(whole, settings.language_pair))
    known = {(each.document, each.system): each for each in baseline.documents if each.statistics}
    unchanged = {
        header: known[header.document, header.system]
        for header in documents
        if changed is not None and (header.document, header.system) in known and not _has_changed(header, changed)
    }
    if len(unchanged) == len(documents):
        del unchanged[next(iter(documents))]
    own = [item for item in whole if isinstance(item, LeftOut) or item.header not in unchanged]
    among = whole if unchanged else None
    evaluation = evaluate_items(own, settings, among=among, taken_as=taken_as, notes=notes, progress=progress)
    for name, signature in evaluation.signatures.items() if unchanged else ():
        before = baseline.signatures.get(name)
        if before != signature:
            had = f"{name} with signature {before}" if before else f"no {name}"
            raise InputError(f"has {had}, not {signature}; renew it, or leave out --changed-since", baseline.path)
    return _with_unchanged(evaluation, documents, unchanged, baseline.path)


def _has_changed(header: DocumentHeader, changed: Collection[Path]) -> bool:
    paths = [path for path in (header.path, header.source_path) if path is not None]
    return any(path == _STANDARD_INPUT or Path(path).resolve() in changed for path in paths)


def _with_unchanged(
    evaluation: Evaluation,
    documents: Mapping[DocumentHeader, Sequence[Segment]],
    unchanged: Mapping[DocumentHeader, BaselineDocument],
    path: str,
) -> Evaluation:
    """The evaluation with the unchanged documents in their places, and the systems' scores of all together."""
    judged = {each.header: each for each in evaluation.documents}
    together = tuple(
        _from_baseline(header, segments, unchanged[header], evaluation) if header in unchanged else judged[header]
        for header, segments in documents.items()
    )
    note = f"{len(judged)} of {len(together)} documents judged, the others as in the baseline {path}"
    systems = dict.fromkeys(each.header.system for each in together)
    return replace(
        evaluation,
        documents=together,
        systems=tuple(
            _system(name, [each for each in together if each.header.system == name], evaluation) for name in systems
        ),
        empty_hypotheses=sum(not segment.hypothesis.strip() for own in documents.values() for segment in own),
        empty_references=sum(empty_references(segment) for own in documents.values() for segment in own),
        notes=(*evaluation.notes, note),
    )


def _from_baseline(
    header: DocumentHeader, segments: Sequence[Segment], accepted: BaselineDocument, evaluation: Evaluation
) -> ScoredDocument:
    scored = tuple(ScoredSegment(segment, count_words(segment.hypothesis)) for segment in segments)
    statistics = {name: row for name, row in accepted.statistics.items() if name in evaluation.signatures}
    scores = {
        made.name: Score(made.exact(np.array(statistics[made.statistics], np.int64))) for made in _scores_of(statistics)
    }
    words = sum(each.words for each in scored)
    pair = header.language_pair or evaluation.language_pair
    return ScoredDocument(header, scored, words, scores, pair, statistics, judged=False)


def _system(name: str | None, documents: Sequence[ScoredDocument], evaluation: Evaluation) -> ScoredSystem:
    made_of = dict.fromkeys(chain.from_iterable(document.statistics for document in documents))
    scores: dict[str, Score] = {}
    resamples = False
    for made in _scores_of(made_of):
        own = [each.statistics[made.statistics] for each in documents if made.statistics in each.statistics]
        rows = np.array(own, np.int64)
        low, high = _bounds(rows, made.many, evaluation)
        resamples = resamples or low is not None
        scores[made.name] = Score(made.exact(rows.sum(axis=0)), low, high)
    segments, words = sum(len(each.segments) for each in documents), sum(each.words for each in documents)
    return ScoredSystem(name, len(documents), segments, words, scores, "documents" if resamples else None)


def _bounds(rows: Integers, compute: ScoreSums, evaluation: Evaluation) -> tuple[float | None, float | None]:
    """The interval of the score of all rows together; none where they are too few to resample."""
    if len(rows) < FEWEST_DOCUMENTS:
        return None, None
    together = np.zeros(len(rows), np.int64)
    found = intervals(rows, together, compute, resamples=evaluation.resamples, seed=evaluation.seed)
    low, high = found[0]
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class _Made:
    """A score that is made of statistics: `exact` is that of one sum, to the last digit; `many` those of many."""

    name: str
    statistics: str
    exact: Callable[[Integers], float]
    many: ScoreSums


def _scores_of(statistics: Iterable[str]) -> Iterator[_Made]:
    """Every score that can be made of the statistics of these names."""
    quality = Quality("")
    metrics = {metric.name: metric for metric in _all_metrics()}
    for name in statistics:
        if name in metrics:
            yield _Made(name, name, metrics[name].score, metrics[name].resampled_scores)
        elif name == quality.names[0]:
            yield from (_of_quality(quality, column) for column in range(len(quality.names)))


def _of_quality(quality: Quality, column: int) -> _Made:
    return _Made(
        quality.names[column],
        quality.names[0],
        lambda sums: quality.scores(sums)[column],
        lambda sums: quality.resampled_scores(sums)[..., column],
    )


@cache
def _all_metrics() -> tuple[Metric, ...]:
    return tuple(metric for key in METRICS for metric in make_metrics((key,), "none"))
