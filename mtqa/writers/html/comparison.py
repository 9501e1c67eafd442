"""The page of a comparison: the answer, the scores, how sure they are, and where a system is worse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mtqa.comparison import Comparison, Pair
from mtqa.comparison.conclusions import in_percent, probability
from mtqa.comparison.values import (
    Bucket,
    BucketKind,
    Difference,
    DocumentDifference,
    RuleDifference,
    SegmentDifference,
    System,
)
from mtqa.evaluation.findings import PlacedFinding
from mtqa.evaluation.quality import COUNTED
from mtqa.evaluation.texts import references_of
from mtqa.model import Finding, ScoredSegment
from mtqa.report import harm
from mtqa.text.differences import DifferencePiece, word_differences
from mtqa.writers.comparison_wording import KINDS, compared, forced, interval, methods, of_segments
from mtqa.writers.html.environment import render

_SEGMENTS: Final = 90
"""About how many segments the page shows, of all pairs together."""

_MOST_WORSE: Final = 15
_FEWEST: Final = 4
_MOST_DOCUMENTS: Final = 8
_MOST_BUCKETS: Final = 8
_MOST_RULES: Final = 10
_FEWEST_DRAWN: Final = 5
_MOST_DRAWN: Final = 200
_HEIGHT: Final = 40.0
_MOST_FINDINGS: Final = 10
_OPEN_PAIRS: Final = 3
_OPEN_SEGMENTS: Final = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval on a scale around zero, which stands at 50 of 100."""

    low: float
    high: float
    point: float


@dataclass(frozen=True, slots=True)
class Row:
    """A difference with its bar, and the pair it is of."""

    anchor: str
    pair: Pair
    difference: Difference
    bar: Bar


@dataclass(frozen=True, slots=True)
class Side:
    """What a system made of a segment: pieces of its text, and the findings that count, the worst first."""

    name: str
    scored: ScoredSegment
    pieces: tuple[DifferencePiece, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Different:
    """A segment of both systems side by side."""

    difference: SegmentDifference
    sides: tuple[Side, Side]
    source: str | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """All documents by how much better B is in them, the best first, as a shape around the line of no difference.

    `path` is drawn in a box of 100 by 40 with that line at `zero`; `better` and `worse` count documents, `most` is the
    farthest that any is from the line.
    """

    path: str
    zero: float
    better: int
    worse: int
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A pair with what the page says of it; `documents` and `buckets` are where B is worse.

    `more` and `fewer` are rules that fired more often on B, and less often; `new` are findings that only B has.
    """

    anchor: str
    pair: Pair
    a: System
    b: System
    rows: tuple[Row, ...]
    documents: tuple[DocumentDifference, ...]
    buckets: tuple[tuple[Bucket, str, float, float], ...]
    bucket_count: int
    profile: Profile | None
    more: tuple[RuleDifference, ...]
    fewer: tuple[RuleDifference, ...]
    new: tuple[PlacedFinding, ...]
    new_count: int
    worse: tuple[Different, ...]
    better: tuple[Different, ...]
    is_open: bool


def comparison_page(comparison: Comparison) -> str:
    """The page, complete in itself."""
    scales = {metric: _scale(comparison, metric) for metric in comparison.metrics}
    anchors = [f"pair-{number}" for number in range(1, len(comparison.pairs) + 1)]
    sections = tuple(_sections(comparison, anchors, scales))
    by_metric = {
        metric: tuple(_ordered(comparison, [section.rows[place] for section in sections]))
        for place, metric in sorted(enumerate(comparison.metrics), key=lambda each: each[1] != comparison.decided_by)
    }
    return render(
        "compare",
        comparison=comparison,
        pair_languages=comparison.language_pair,
        systems=_best_first(comparison),
        by_metric=by_metric,
        scales=scales,
        sections=sections,
        kinds={kind: _buckets(comparison, kind) for kind in KINDS},
        kind_names=KINDS,
        compared=compared,
        forced=tuple(forced(comparison)),
        methods=tuple(methods(comparison)),
        probability=probability,
        in_percent=in_percent,
        interval=interval,
        most_open=_OPEN_SEGMENTS,
    )


def _best_first(comparison: Comparison) -> list[System]:
    sign = 1 if comparison.decided_by in comparison.lower_is_better else -1
    return sorted(comparison.systems, key=lambda each: sign * each.scores[comparison.decided_by].score)


def _ordered(comparison: Comparison, rows: Sequence[Row]) -> list[Row]:
    """The rows of a score: those against one baseline the best first, those of all pairs as they come."""
    return list(rows) if comparison.all_pairs else sorted(rows, key=lambda row: -row.difference.better_by)


def _scale(comparison: Comparison, metric: str) -> float:
    """How far the bars of a score reach: as far as the farthest bound of any interval."""
    own = [pair.differences[metric] for pair in comparison.pairs]
    bounds = (bound for each in own for bound in (each.low, each.high, each.difference))
    return max(abs(bound) for bound in bounds if bound is not None) or 1.0


def _row(anchor: str, pair: Pair, metric: str, scale: float) -> Row:
    each = pair.differences[metric]
    low, high, point = (
        50 + 48 * (each.difference if value is None else value) / scale
        for value in (each.low, each.high, each.difference)
    )
    return Row(anchor, pair, each, Bar(low, high, point))


def _sections(comparison: Comparison, anchors: Sequence[str], scales: dict[str, float]) -> Iterator[Section]:
    systems = {system.name: system for system in comparison.systems}
    shown = min(_MOST_WORSE, max(_FEWEST, _SEGMENTS * 2 // (3 * len(comparison.pairs))))
    for number, (anchor, pair) in enumerate(zip(anchors, comparison.pairs, strict=True)):
        worse_buckets = sorted(_worse_buckets(comparison, pair), key=lambda each: -abs(each[2] - each[3]))
        new = [placed for rule in pair.rules for placed in rule.new_places]
        yield Section(
            anchor=anchor,
            pair=pair,
            a=systems[pair.a],
            b=systems[pair.b],
            rows=tuple(_row(anchor, pair, metric, scales[metric]) for metric in comparison.metrics),
            documents=_worse_documents(comparison, pair),
            buckets=tuple(worse_buckets[:_MOST_BUCKETS]),
            bucket_count=len(worse_buckets),
            profile=_profile(comparison, pair),
            more=tuple(rule for rule in pair.rules if rule.b > rule.a)[:_MOST_RULES],
            fewer=tuple(rule for rule in reversed(pair.rules) if rule.b < rule.a)[:_MOST_RULES],
            new=tuple(sorted(new, key=lambda placed: harm(placed.finding), reverse=True)[:_MOST_FINDINGS]),
            new_count=sum(rule.new for rule in pair.rules),
            worse=tuple(_different(pair, each) for each in of_segments(pair.worse, shown)),
            better=tuple(_different(pair, each) for each in of_segments(pair.better, max(shown // 2, 2))),
            is_open=len(anchors) <= _OPEN_PAIRS or number == 0,
        )


def _profile(comparison: Comparison, pair: Pair) -> Profile | None:
    """The shape of all documents; None where they are few."""
    metric = comparison.decided_by
    sign = -1 if metric in comparison.lower_is_better else 1
    scores = [document.scores[metric] for document in comparison.documents if metric in document.scores]
    gains = sorted((sign * (own[pair.b] - own[pair.a]) for own in scores), reverse=True)
    most = max(map(abs, gains), default=0.0)
    if len(gains) < _FEWEST_DRAWN or not most:
        return None
    drawn = gains
    if len(gains) > _MOST_DRAWN:
        drawn = [gains[place * (len(gains) - 1) // (_MOST_DRAWN - 1)] for place in range(_MOST_DRAWN)]
    top, bottom = max(drawn[0], 0.0), min(drawn[-1], 0.0)
    zero = _HEIGHT * top / (top - bottom)
    width = 100 / len(drawn)
    steps = "".join(
        f"V{zero - gain * _HEIGHT / (top - bottom):.2f}H{(place + 1) * width:.2f}" for place, gain in enumerate(drawn)
    )
    better, worse = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
    return Profile(f"M0 {zero:.2f}{steps}V{zero:.2f}Z", zero, better, worse, most)


def _worse_documents(comparison: Comparison, pair: Pair) -> tuple[DocumentDifference, ...]:
    if len(comparison.documents) < 2:
        return ()
    return tuple(each for each in pair.documents if each.better_by < 0)[:_MOST_DOCUMENTS]


def _worse_buckets(comparison: Comparison, pair: Pair) -> Iterator[tuple[Bucket, str, float, float]]:
    """The buckets in which B is worse, by the score they are shown by, with both scores."""
    for bucket in comparison.buckets:
        metric = compared(comparison, bucket)
        scores = bucket.scores.get(metric)
        if scores is None:
            continue
        a, b = scores[pair.a], scores[pair.b]
        if a < b if metric in comparison.lower_is_better else b < a:
            yield bucket, metric, a, b


def _buckets(comparison: Comparison, kind: BucketKind) -> tuple[Bucket, ...]:
    own = (bucket for bucket in comparison.buckets if bucket.kind == kind)
    return tuple(bucket for bucket in own if compared(comparison, bucket) in bucket.scores)


def _different(pair: Pair, each: SegmentDifference) -> Different:
    a, b = each.a.segment, each.b.segment
    pieces = word_differences(a.hypothesis, b.hypothesis)
    return Different(
        each,
        (
            Side(pair.a, each.a, pieces.hypothesis, _counted(each.a)),
            Side(pair.b, each.b, pieces.reference, _counted(each.b)),
        ),
        b.source,
        next(iter(references_of(b)), None),
    )


def _counted(scored: ScoredSegment) -> tuple[Finding, ...]:
    counted = (finding for finding in scored.findings if finding.confidence in COUNTED)
    return tuple(sorted(counted, key=harm, reverse=True))
