"""What a comparison says: frozen values, from which writers write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mtqa.comparison.human import Agreement
from mtqa.evaluation.findings import PlacedFinding
from mtqa.model import LanguagePair, Resampled, Score, ScoredSegment, Severity

BucketKind = Literal["length", "frequency", "words", "domain"]
"""What segments or words are put into buckets by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """Why runs do not fit together: what differs first, how often, where, and what to do."""

    message: str
    path: str | None = None
    line: int | None = None
    count: int = 1
    remedy: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One of what is compared: its name here, where it comes from, and its scores over what all have.

    `system` is its name in its run. `findings` counts what counts in quality, by severity.
    """

    name: str
    system: str | None
    path: str
    segments: int
    words: int
    scores: Mapping[str, Score]
    signatures: Mapping[str, str]
    findings: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """Of how many documents or segments B is better than A, neither, or worse."""

    wins: int
    ties: int
    losses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """B against A by one score.

    `difference` is B's score less A's, `low` and `high` bound the middle 95 % of it over resamples, None where there
    is one document or segment only. `better_by` is the difference with the sign turned where less is better.
    `p_value` is two-sided; `p_adjusted` is that for all comparisons made at once; `significant` is a difference where
    it is low, 0 lies outside the interval, and there is enough to draw from. `better_in` is the share of resamples in
    which B is better.
    """

    metric: str
    difference: float
    better_by: float
    low: float | None
    high: float | None
    p_value: float
    p_adjusted: float
    significant: bool
    better_in: float
    documents: Tally
    segments: Tally
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class DocumentScores:
    """A document with the scores of each system, by score and name of the system."""

    document: str
    domain: str | None
    segments: int
    scores: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """A document and by how much B is better in it."""

    document: str
    better_by: float
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class SegmentDifference:
    """A segment of both systems and by how much B is better in it, by the score `metric`.

    `influence` is how much less B would be ahead over all segments were this one not there: that is what they are
    ordered by, since in a short segment a word makes a large difference.
    """

    metric: str
    better_by: float
    influence: float
    a: ScoredSegment
    b: ScoredSegment


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDifference:
    """How often a rule fired on A and on B; `new` are findings that only B has, `gone` those that only A has.

    `severity` is the worst of them; `critical` of the new ones are so. `new_places` and `gone_places` are the
    first of either.
    """

    rule: str
    category: str
    severity: Severity
    a: int
    b: int
    new: int
    gone: int
    critical: int
    new_places: tuple[PlacedFinding, ...]
    gone_places: tuple[PlacedFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Segments or words of one kind, and the scores of each system on them, made of their summed rows.

    `size` is how many segments or, where `unit` says so, words of the references there are.
    """

    kind: BucketKind
    name: str
    unit: Literal["segments", "words"]
    size: int
    scores: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """System B against system A: `differences` by score, in words, and where they differ.

    `documents` are those in which B is worst against A, the worst first, then those in which it is best; `worse` and
    `better` are segments, those that weigh most first; `rules` those that do B most harm first.
    """

    a: str
    b: str
    differences: Mapping[str, Difference]
    headline: str
    sentences: tuple[str, ...]
    documents: tuple[DocumentDifference, ...]
    worse: tuple[SegmentDifference, ...]
    better: tuple[SegmentDifference, ...]
    rules: tuple[RuleDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Systems over the same segments; `headline` is the answer in a sentence.

    `metrics` are the scores that all have, `decided_by` the one that headlines and orders go by. `pairs` are all pairs
    or all against the baseline, in the order of `systems`, of which the baseline is the first. `resampled` says what
    was drawn, by score, and `units` how many. `forced` says what does not fit together and was compared all the same.
    """

    headline: str
    language_pair: LanguagePair
    systems: tuple[System, ...]
    metrics: tuple[str, ...]
    lower_is_better: frozenset[str]
    decided_by: str
    pairs: tuple[Pair, ...]
    documents: tuple[DocumentScores, ...]
    buckets: tuple[Bucket, ...]
    segments: int
    resampled: Mapping[str, Resampled]
    units: Mapping[str, int]
    resamples: int
    seed: int
    forced: tuple[Mismatch, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def baseline(self) -> str:
        """The name of the system that the others are held against."""
        return self.systems[0].name

    @property
    def all_pairs(self) -> bool:
        """Whether every system is compared with every other."""
        return len(self.pairs) > len(self.systems) - 1
