"""What a run is asked to do, and everything that is known when it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mtqa.evaluation.checking import ALL_CHECKS, CheckSettings
from mtqa.metrics import DEFAULT_METRICS
from mtqa.model import Description, LanguagePair, LeftOut, Origin, ScoredDocument, ScoredSystem, TakenAs

FAILED = "could not be judged"
"""How the reason of a document begins on which the program or its worker ended."""

RESAMPLES = 1000
SEED = 12345

Progress = Callable[[int], None]
"""Called with the number of segments done since the last call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run is asked to do.

    `metrics` are names of `mtqa.metrics.METRICS`; `tokenizer` None follows the target language, and
    `language_pair` None is taken from the format or detected; `checks` None runs neither rules nor checks.
    `cache` is a folder where rows and findings are kept from run to run, None to keep none. Where nobody asks for
    intervals, `resamples` is 0; where nobody asks for those of documents, `document_intervals` is false.
    """

    metrics: tuple[str, ...] = DEFAULT_METRICS
    tokenizer: str | None = None
    language_pair: LanguagePair | None = None
    resamples: int = RESAMPLES
    document_intervals: bool = True
    seed: int = SEED
    jobs: int = 1
    checks: CheckSettings | None = ALL_CHECKS
    cache: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything that is known of a run; what a report is made from.

    `signatures` and `segment_signatures` are sacrebleu signatures by metric name, of the summed scores and
    of the segment scores. `systems` has one entry per system, in input order, at least one; `documents` one
    per (system, document), in input order. `metrics` are the metric names in the order asked for, empty
    where nothing could be scored; `lower_is_better` those of them in which less is better. `skipped_checks`
    says which checks did not run, and why: silence of a check that did not run is no praise. `own_rules` are what
    those rules mean that are not mtqa's and found something, by id.
    """

    language_pair: LanguagePair
    source_origin: Origin
    target_origin: Origin
    metrics: tuple[str, ...]
    lower_is_better: frozenset[str]
    signatures: Mapping[str, str]
    segment_signatures: Mapping[str, str]
    documents: tuple[ScoredDocument, ...]
    systems: tuple[ScoredSystem, ...]
    left_out: tuple[LeftOut, ...] = ()
    empty_hypotheses: int = 0
    empty_references: int = 0
    skipped_checks: tuple[str, ...] = ()
    taken_as: TakenAs | None = None
    notes: tuple[str, ...] = ()
    resamples: int = RESAMPLES
    seed: int = SEED
    own_rules: tuple[Description, ...] = ()

    @property
    def failures(self) -> tuple[LeftOut, ...]:
        """The documents on which the program or its worker ended: the run is not whole."""
        return tuple(left for left in self.left_out if left.reason.startswith(FAILED))
