"""What the charts of a report show: numbers and their places on an axis; how they are drawn is up to the writers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from math import ceil, floor, log10
from statistics import median, quantiles
from types import MappingProxyType
from typing import Final, Literal

from mtqa.evaluation import Evaluation
from mtqa.evaluation.findings import finding_counts
from mtqa.model import ScoredDocument, ScoredSegment, Severity
from mtqa.taxonomy import SEVERITIES

Unit = Literal["document", "segment"]
"""What one mark of a chart stands for."""

MOST_POINTS: Final = 2000
"""So many points can still be told apart; of more, every so-manieth is drawn."""

_FEWEST: Final[Mapping[Unit, int]] = MappingProxyType({"document": 5, "segment": 20})
"""Fewer make no distribution; where documents are too few, their segments may."""

_MOST_BINS: Final = 20
_MOST_TICKS: Final = 6
_MOST_CATEGORIES: Final = 12
_LOGARITHMIC_FROM: Final = 20.0


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values with its ticks; logarithmic where values differ too much to stand on an even scale."""

    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool = False

    @classmethod
    def over(cls, values: Iterable[float]) -> "Axis":
        """An even axis that begins and ends at a tick, and holds all values."""
        found = tuple(values)
        step = _step(min(found), max(found), _MOST_TICKS - 1)
        last = max(ceil(max(found) / step), 1)
        first = min(floor(min(found) / step), last - 1)
        ticks = tuple(float(step * place) for place in range(first, last + 1))
        return cls(ticks[0], ticks[-1], ticks)

    @classmethod
    def of_lengths(cls, lengths: Iterable[int]) -> "Axis":
        """An axis over counts of words: even, or logarithmic where the longest is many times the shortest."""
        found = tuple(max(length, 1) for length in lengths)
        if max(found) < _LOGARITHMIC_FROM * min(found):
            return cls.over(found)
        ticks = takewhile(lambda tick: tick <= max(found), _round_numbers())
        inside = tuple(float(tick) for tick in ticks if tick >= min(found))
        while len(inside) > _MOST_TICKS:
            inside = inside[::2]
        return cls(min(found), max(found), inside, logarithmic=True)

    def place(self, value: float) -> float:
        """The place of a value, in percent of the way from the low end; what lies beyond stands at the end."""
        if self.logarithmic:
            low, high, at = log10(self.low), log10(self.high), log10(max(value, self.low))
        else:
            low, high, at = self.low, self.high, value
        return round(min(max(100 * (at - low) / (high - low), 0.0), 100.0), 2)


@dataclass(frozen=True, slots=True)
class Bin:
    """How many scores lie from `low` to below `high`; the last bin holds its `high` too."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How scores lie: the lowest, the quartiles, the highest, and how many there are."""

    lowest: float
    lower: float
    middle: float
    upper: float
    highest: float
    count: int

    @classmethod
    def of(cls, scores: Sequence[float]) -> "Spread":
        """The spread of at least one score."""
        two_or_more = scores if len(scores) > 1 else (*scores, *scores)
        lower, middle, upper = quantiles(two_or_more, n=4, method="inclusive")
        return cls(min(scores), lower, middle, upper, max(scores), len(scores))


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How a score is distributed over the units of all systems, and of each where there are several, in their order."""

    metric: str
    unit: Unit
    axis: Axis
    bins: tuple[Bin, ...]
    spread: Spread
    systems: tuple[tuple[str | None, Spread], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Score against length: points of words and score, `total` of which there are, not all of them drawn.

    `short` and `long` are the median scores of the shorter half, of up to `up_to` words, and of the longer.
    """

    metric: str
    unit: Unit
    words: Axis
    scores: Axis
    points: tuple[tuple[int, float], ...]
    total: int
    up_to: int
    short: float
    long: float


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar of findings by severity, the worst first, and what it is of; None are those of no bar of their own."""

    label: str | None
    counts: tuple[tuple[Severity, float], ...]

    @property
    def total(self) -> float:
        """The length of the bar."""
        return sum(number for _, number in self.counts)


def unit_of(evaluation: Evaluation) -> Unit:
    """What charts compare: documents, where there are enough of them, else segments."""
    enough = any(system.documents >= _FEWEST["document"] for system in evaluation.systems)
    return "document" if enough else "segment"


def distribution(evaluation: Evaluation, metric: str) -> Distribution | None:
    """How a score is distributed; None where there is too little to be."""
    unit = unit_of(evaluation)
    by_system: dict[str | None, list[float]] = {system.system: [] for system in evaluation.systems}
    for system, _, score in _marks(evaluation, metric, unit):
        by_system.setdefault(system, []).append(score)
    scores = [score for found in by_system.values() for score in found]
    if len(scores) < _FEWEST[unit]:
        return None
    bins = _bins(scores)
    several = len(by_system) > 1
    return Distribution(
        metric=metric,
        unit=unit,
        axis=Axis.over((bins[0].low, bins[-1].high)),
        bins=bins,
        spread=Spread.of(scores),
        systems=tuple((system, Spread.of(found)) for system, found in by_system.items() if found) if several else (),
    )


def scatter(evaluation: Evaluation, metric: str) -> Scatter | None:
    """Score against length; None where there is too little to be seen."""
    unit = unit_of(evaluation)
    points = sorted((words, score) for _, words, score in _marks(evaluation, metric, unit) if words)
    if len(points) < _FEWEST[unit] or points[0][0] == points[-1][0]:
        return None
    half = len(points) // 2
    return Scatter(
        metric=metric,
        unit=unit,
        words=Axis.of_lengths(words for words, _ in points),
        scores=Axis.over(score for _, score in points),
        points=thinned(points, MOST_POINTS),
        total=len(points),
        up_to=points[half - 1][0],
        short=median(score for _, score in points[:half]),
        long=median(score for _, score in points[half:]),
    )


def by_category(evaluation: Evaluation) -> tuple[Stack, ...]:
    """Findings by category and severity, the categories that weigh most first, the least together at the end."""
    counts: dict[str, Counter[Severity]] = {}
    for scored in _segments(evaluation.documents):
        for finding in scored.findings:
            counts.setdefault(finding.category, Counter())[finding.severity] += 1
    stacks = sorted((_stack(category, found) for category, found in counts.items()), key=_most_first)
    if len(stacks) <= _MOST_CATEGORIES:
        return tuple(stacks)
    rest = Counter[Severity]()
    for stack in stacks[_MOST_CATEGORIES - 1 :]:
        rest.update({severity: int(number) for severity, number in stack.counts})
    return (*stacks[: _MOST_CATEGORIES - 1], _stack(None, rest))


def by_system(evaluation: Evaluation) -> tuple[Stack, ...]:
    """Findings per 1,000 words of each system by severity, the fewest first; none where there is one system only."""
    if len(evaluation.systems) < 2:
        return ()
    segments: dict[str | None, list[ScoredSegment]] = {system.system: [] for system in evaluation.systems}
    for document in evaluation.documents:
        segments.setdefault(document.header.system, []).extend(document.segments)
    stacks = []
    for system, found in segments.items():
        words = max(sum(scored.words for scored in found), 1)
        rates = tuple((severity, 1000 * number / words) for severity, number in reversed(finding_counts(found).items()))
        stacks.append(Stack(system, rates))
    return tuple(sorted(stacks, key=lambda stack: stack.total))


def thinned(points: Sequence[tuple[int, float]], most: int) -> tuple[tuple[int, float], ...]:
    """At most `most` of the points, evenly chosen from the lowest score to the highest, both of which stay."""
    if len(points) <= most:
        return tuple(points)
    by_score = sorted(points, key=lambda point: (point[1], point[0]))
    last = len(points) - 1
    return tuple(by_score[place * last // (most - 1)] for place in range(most))


def _marks(evaluation: Evaluation, metric: str, unit: Unit) -> Iterator[tuple[str | None, int, float]]:
    """The system, the words and the score of each unit that has a score."""
    for document in evaluation.documents:
        system = document.header.system
        if unit == "document" and metric in document.scores:
            yield system, document.words, document.scores[metric].score
        if unit == "segment":
            yield from (
                (system, each.words, each.scores[metric]) for each in document.segments if metric in each.scores
            )


def _segments(documents: Iterable[ScoredDocument]) -> Iterator[ScoredSegment]:
    return (scored for document in documents for scored in document.segments)


def _stack(label: str | None, counts: Counter[Severity]) -> Stack:
    return Stack(label, tuple((severity, counts[severity]) for severity in reversed(SEVERITIES)))


def _most_first(stack: Stack) -> tuple[float, str]:
    return -stack.total, stack.label or ""


def _bins(scores: Sequence[float]) -> tuple[Bin, ...]:
    width = _step(min(scores), max(scores), _MOST_BINS)
    last = max(ceil(max(scores) / width), 1)
    first = min(floor(min(scores) / width), last - 1)
    count_of = last - first
    counts = Counter(min(floor(score / width) - first, count_of - 1) for score in scores)
    edges = [float(width * (first + place)) for place in range(count_of + 1)]
    return tuple(Bin(edges[place], edges[place + 1], counts[place]) for place in range(count_of))


def _step(low: float, high: float, most: int) -> int:
    """The smallest round width by which at most `most` steps reach from below the low end to above the high."""
    return next(step for step in _round_numbers() if ceil(high / step) - floor(low / step) <= most)


def _round_numbers() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    return (base * 10**power for power in count() for base in (1, 2, 5))
