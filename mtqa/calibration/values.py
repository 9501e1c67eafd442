"""What a calibration is asked for, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mtqa.errors import InputError
from mtqa.model import Severity
from mtqa.overrides import Override

Aim = Literal["false alarms", "misses"]
"""Which of the two rates a limit must keep to: good documents that fail, or bad ones that pass."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The rate that is wanted, between 0 and 1: of good documents that fail, or of bad ones that pass.

    Raises `InputError` for any other rate: 0 and 1 are kept to by no limit, or by any.
    """

    aim: Aim = "false alarms"
    rate: float = 0.05

    def __post_init__(self) -> None:
        if not 0 < self.rate < 1:
            raise InputError(f"a rate of {self.rate:g} cannot be kept to; name one between 0 and 1, such as 0.05")


@dataclass(frozen=True, slots=True)
class Human:
    """What people said of a run; places are (system, document), or (system, document, segment).

    `labels` say whether a document is good; `documents` and `segments` are scores, more is better, means where there
    are several. A document whose segments are scored has their mean. `lower_is_better` says that the file held
    penalties, whose signs are changed here. `notes` are sentences for the user.
    """

    labels: Mapping[tuple[str | None, str], bool]
    documents: Mapping[tuple[str | None, str], float]
    segments: Mapping[tuple[str | None, str, str], float]
    lower_is_better: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A share of some documents, between 0 and 1, with its 95 % bootstrap interval; documents of one name go together.

    `low` and `high` are None where there is only one name to draw from.
    """

    share: float
    of: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A limit on a score of documents, and what it does; they are those of an `override`, or those of none.

    `limit` is the least (where less is better, the most) that a document may have, in the digits in which it is
    written; None where `reason` says why there is none. `low` and `high` are the 95 % bootstrap interval of the limit.
    `failing` is the share of all documents that are outside the limit. `false_alarms` (of good documents) and `misses`
    (of bad ones) were counted on documents that the limit was not made from; None where there are too few. `allow` is
    how many documents of a batch of `batch` may be outside before it fails.
    """

    score: str
    lower_is_better: bool
    good: int
    bad: int
    override: Override | None = None
    limit: float | None = None
    reason: str = ""
    low: float | None = None
    high: float | None = None
    failing: Share | None = None
    false_alarms: Share | None = None
    misses: Share | None = None
    allow: int = 0
    batch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusProposal:
    """A limit on a score of a whole batch of good documents, and how far it may drop.

    `limit` is the least (where less is better, the most) that a batch of `batch` documents may have, in the digits in
    which it is written, None where `reason` says why there is none; it is made from the good documents of `system`,
    the one that does worst, whose score is `now` with its interval. `alarms` is how often one half of them was outside
    a limit made from the other, None for too few. `max_drop` is half the width of the interval of the difference
    between two runs over the same documents, None where there are no two: `between` says which, `difference` is how
    much more the second has, with its interval. `from_baseline` says that one of them is the baseline.
    """

    score: str
    lower_is_better: bool
    system: str | None = None
    documents: int = 0
    batch: int = 0
    now: float | None = None
    low: float | None = None
    high: float | None = None
    limit: float | None = None
    reason: str = ""
    alarms: float | None = None
    max_drop: float | None = None
    between: str = ""
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    from_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Correlation:
    """How two columns of `count` values go together: Kendall's tau-b, Pearson's r, Spearman's rho; None: undefined."""

    kendall: float | None
    pearson: float | None
    spearman: float | None
    count: int


@dataclass(frozen=True, slots=True)
class MeanTau:
    """The mean of Kendall's tau-b within `groups` groups, with its 95 % bootstrap interval over documents."""

    mean: float
    groups: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class PairAccuracy:
    """The share of pairs on which a score and people agree, with its 95 % bootstrap interval over documents.

    `of` is how many pairs of systems there are, or texts with pairs of translations. Where ties are calibrated,
    values at most `epsilon` apart are alike; the interval is that of this epsilon.
    """

    share: float
    of: int
    low: float | None = None
    high: float | None = None
    epsilon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far a score agrees with people; None where there is nothing to tell it by.

    `same_source` compares the systems on one segment, `same_document` on one document; neither rewards a score for
    knowing which text is long or hard. `segment_accuracy` is acc_eq of the metrics shared tasks: the share of pairs of
    translations of one segment that are in the same order or alike. `pairwise_accuracy` is the share of pairs of
    systems that are in the same order.
    """

    score: str
    segments: Correlation | None = None
    same_source: MeanTau | None = None
    documents: Correlation | None = None
    same_document: MeanTau | None = None
    systems: Correlation | None = None
    segment_accuracy: PairAccuracy | None = None
    pairwise_accuracy: PairAccuracy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What is proposed for a run, and how far its scores agree with people (empty where no people scored).

    `good` and `bad` count its documents; `cut` is the human score (in the sign of its file) from which on a document
    is good, None where the documents were labelled or trusted. `severe` counts the good documents that have a finding
    of a severity or worse, at high confidence; it is empty where nothing was checked. `chosen` is the score whose limit
    is to be written, None where there is none. `resamples` and `seed` are those of the intervals, `folds` how often
    documents were held out. `corpus` are limits on whole batches, at `corpus_rate` of false alarms.
    """

    goal: Goal
    good: int
    bad: int
    cut: float | None
    severe: Mapping[Severity, int]
    proposals: tuple[Proposal, ...]
    chosen: str | None
    agreements: tuple[Agreement, ...]
    notes: tuple[str, ...]
    folds: int
    resamples: int
    seed: int
    corpus: tuple[CorpusProposal, ...] = ()
    corpus_rate: float = Goal().rate

    @property
    def fail_on(self) -> Severity | None:
        """The mildest severity that no good document has; None where they have the worst, or nothing was checked."""
        return next((severity for severity, documents in self.severe.items() if not documents), None)
