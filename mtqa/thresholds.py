"""What a gate demands: limits on scores of the corpus and of documents, and on findings; values without logic."""

from dataclasses import dataclass

from mtqa.model import Confidence, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLimit:
    """What a score may be.

    `max_drop` is how far it may be worse than in the baseline, if the difference is significant; it is for the corpus.
    `allow` is how many documents may break the limit; it is for documents.
    """

    score: str
    min: float | None = None
    max: float | None = None
    max_drop: float | None = None
    allow: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLimit:
    """How many findings there may be whose rule or category `selector` begins, altogether or by 1,000 words."""

    selector: str
    max: int | None = None
    max_per_1000_words: float | None = None

    @property
    def beginning(self) -> str:
        """The selector without the star that may end it; empty for all findings."""
        return self.selector.removesuffix("*").rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """All that a gate demands.

    Any new finding of the severity `fail_on` or worse fails, None: none does. `confidence` is the least confidence of
    the findings that count.
    """

    fail_on: Severity | None = "major"
    confidence: Confidence = "high"
    corpus: tuple[ScoreLimit, ...] = ()
    document: tuple[ScoreLimit, ...] = ()
    findings: tuple[FindingLimit, ...] = ()
