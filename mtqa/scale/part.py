"""What a part of a large run adds up to: a value of bounded size, the same sum in whatever order parts are added."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Final, TypeVar

import numpy as np

from mtqa.evaluation import FEWEST_DOCUMENTS
from mtqa.evaluation.accepting import Uses
from mtqa.evaluation.batch import Columns
from mtqa.model import LeftOut, Resampled, Score, ScoredDocument
from mtqa.scale.resampling import Drawing, Units
from mtqa.scale.tasks import Rank
from mtqa.statistics import Integers

MOST_LEFT_OUT: Final = 100
"""How many of what was left out are named; all are counted."""

BINS: Final = 20
"""The columns of a histogram of scores from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The rows of some units of one system, summed, and what resampling needs of them.

    `segments` are None where there are documents enough to resample these.
    """

    total: Integers
    documents: Units
    segments: Units | None

    def __add__(self, other: "Sums") -> "Sums":
        documents = self.documents + other.documents
        few = not documents.many and len(documents.few) < FEWEST_DOCUMENTS
        both = self.segments is not None and other.segments is not None
        segments = self.segments + other.segments if few and both else None  # type: ignore[operator]  # see both
        return Sums(self.total + other.total, documents, segments)

    def scores(self, columns: Columns) -> tuple[dict[str, Score], Resampled | None]:
        """The scores with their intervals, and what these resample."""
        resampled: Resampled = "documents" if self.segments is None else "segments"
        bounds = (self.documents if self.segments is None else self.segments).interval(columns.resampled_scores)
        low, high = (each.tolist() for each in bounds) if bounds else ([None] * len(columns.names),) * 2
        scores = zip(columns.names, columns.scores(self.total), low, high, strict=True)
        return {name: Score(*score) for name, *score in scores}, resampled if bounds else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPart:
    """What there is of one system; `first` is the number of its first segment in the input.

    `by_reference` are the rows of metrics, `by_findings` those of quality; None where there are none. `histograms`
    count the documents by score, in `BINS` equal columns from 0 to 100.
    """

    first: int
    documents: int
    segments: int
    words: int
    by_reference: Sums | None = None
    by_findings: Sums | None = None
    histograms: Mapping[str, Integers] = field(default_factory=dict)

    def __add__(self, other: "SystemPart") -> "SystemPart":
        return SystemPart(
            first=min(self.first, other.first),
            documents=self.documents + other.documents,
            segments=self.segments + other.segments,
            words=self.words + other.words,
            by_reference=_plus(self.by_reference, other.by_reference),
            by_findings=_plus(self.by_findings, other.by_findings),
            histograms={
                name: sum((each.histograms[name] for each in (self, other) if name in each.histograms), _NOTHING)
                for name in sorted({*self.histograms, *other.histograms})
            },
        )


_NOTHING: Final = np.zeros(BINS, np.int64)


def _plus(one: Sums | None, other: Sums | None) -> Sums | None:
    return one + other if one and other else one or other


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document among the worst: how bad it is, the number of its first segment, the document."""

    badness: tuple[float, ...]
    place: int
    document: ScoredDocument

    @property
    def rank(self) -> Rank:
        """The lower, the worse; no two documents have the same."""
        return tuple(-part for part in self.badness), self.place


@dataclass(frozen=True, slots=True)
class Worst:
    """The worst documents by one score, at most so many, the worst first."""

    most: int
    documents: tuple[Ranked, ...] = ()

    def __add__(self, other: "Worst") -> "Worst":
        ordered = sorted((*self.documents, *other.documents), key=lambda each: each.rank)
        return Worst(self.most, tuple(ordered[: self.most]))

    @property
    def bar(self) -> Rank | None:
        """The rank that further documents must be below to be among these; None while there is room."""
        return self.documents[-1].rank if len(self.documents) == self.most else None


@dataclass(frozen=True, slots=True)
class PlacedLeftOut:
    """Something left out, the number of the segment it stands before or at, and which one it is there."""

    place: int
    number: int
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class LeftOuts:
    """What was left out: the number of documents and segments by reason, the first of them, and every failure."""

    counts: Mapping[tuple[str, bool], int] = field(default_factory=dict)
    first: tuple[PlacedLeftOut, ...] = ()
    failures: tuple[PlacedLeftOut, ...] = ()

    @classmethod
    def of(cls, items: Iterable[PlacedLeftOut], failures: Iterable[PlacedLeftOut] = ()) -> "LeftOuts":
        """Those of some items, and of failures, which are named however many they are."""
        items, failures = tuple(items), tuple(failures)
        counts = Counter((each.left_out.reason, each.left_out.segment is None) for each in (*items, *failures))
        return cls(dict(counts), _in_order(items)[:MOST_LEFT_OUT], _in_order(failures))

    def __add__(self, other: "LeftOuts") -> "LeftOuts":
        return LeftOuts(
            dict(Counter(self.counts) + Counter(other.counts)),
            _in_order((*self.first, *other.first))[:MOST_LEFT_OUT],
            _in_order((*self.failures, *other.failures)),
        )


def _in_order(items: Sequence[PlacedLeftOut]) -> tuple[PlacedLeftOut, ...]:
    return tuple(sorted(items, key=lambda each: (each.place, each.number)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What some tasks add up to.

    `findings` counts them by rule, category, severity and confidence; `condemned` are the segments with quality 0 by a
    critical finding, `condemning` how many each rule condemns; `worst` has the worst documents by each score, of those
    that are not `too_long` to be shown whole. `unscored` are the segments without a
    reference, `references` the numbers of references that the others have.
    """

    tasks: int = 0
    systems: Mapping[str | None, SystemPart] = field(default_factory=dict)
    findings: Mapping[tuple[str, str, str, str], int] = field(default_factory=dict)
    condemned: int = 0
    condemning: Mapping[str, int] = field(default_factory=dict)
    worst: Mapping[str, Worst] = field(default_factory=dict)
    too_long: int = 0
    left_out: LeftOuts = field(default_factory=LeftOuts)
    unscored: LeftOuts = field(default_factory=LeftOuts)
    empty_hypotheses: int = 0
    empty_references: int = 0
    references: frozenset[int] = frozenset()
    uses: Uses = field(default_factory=Uses)

    def __add__(self, other: "Part") -> "Part":
        return Part(
            tasks=self.tasks + other.tasks,
            systems=_merged(self.systems, other.systems),
            findings=dict(Counter(self.findings) + Counter(other.findings)),
            condemned=self.condemned + other.condemned,
            condemning=dict(Counter(self.condemning) + Counter(other.condemning)),
            worst=_merged(self.worst, other.worst),
            too_long=self.too_long + other.too_long,
            left_out=self.left_out + other.left_out,
            unscored=self.unscored + other.unscored,
            empty_hypotheses=self.empty_hypotheses + other.empty_hypotheses,
            empty_references=self.empty_references + other.empty_references,
            references=self.references | other.references,
            uses=self.uses + other.uses,
        )

    @property
    def bars(self) -> dict[str, Rank]:
        """By score, the rank that further documents must be below to be among the worst."""
        return {name: bar for name, worst in self.worst.items() if (bar := worst.bar) is not None}

    @property
    def segments(self) -> int:
        """How many segments were judged."""
        return sum(system.segments for system in self.systems.values())

    @property
    def documents(self) -> int:
        """How many documents were judged."""
        return sum(system.documents for system in self.systems.values())


Key = TypeVar("Key", bound=Hashable)
Own = TypeVar("Own", SystemPart, Worst)


def total(parts: Iterable[Part]) -> Part:
    """The sum of parts; they may come in any order."""
    return reduce(Part.__add__, parts, Part())


def sums_of(drawing: Drawing, rows: Integers, documents: Units, segments: Units) -> Sums:
    """The sums of some rows, with the documents and segments that they are of."""
    nothing = Units(drawing)
    none = Sums(np.zeros_like(rows[0]), nothing, nothing)
    return none + Sums(rows.sum(axis=0), documents, segments)


def _merged(one: Mapping[Key, Own], other: Mapping[Key, Own]) -> dict[Key, Own]:
    found = dict(one)
    for key, value in other.items():
        found[key] = found[key] + value if key in found else value
    return found
