"""What a gate says: a verdict on each condition, and the whole."""

from dataclasses import dataclass
from typing import Literal

from mtqa.evaluation.findings import PlacedFinding

Outcome = Literal["passed", "failed", "unjudged"]
"""`unjudged`: there was nothing to judge by, which is no pass."""


@dataclass(frozen=True, slots=True)
class Culprit:
    """What makes a condition fail: a document, its system and its value; or a finding."""

    document: str
    system: str | None
    path: str
    value: float | None = None
    finding: PlacedFinding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A condition, what was found, and whether it holds.

    `condition` is what is demanded, in words; `actual` what was found, in words, with as many digits as it takes not
    to cross the limit. `culprits` are the worst first, at most some; `culprit_count` is how many there are. `reason`
    says why it could not be judged.
    """

    condition: str
    outcome: Outcome
    actual: str
    system: str | None = None
    culprits: tuple[Culprit, ...] = ()
    culprit_count: int = 0
    blamed: frozenset[tuple[str | None, str]] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """All verdicts on a run, and sentences for the user.

    `accepted` counts findings that a baseline knows, `known` are their fingerprints.
    """

    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()
    accepted: int = 0
    known: frozenset[str] = frozenset()

    @property
    def outcome(self) -> Outcome:
        """Unjudged where any condition is, or none was asked; else failed where any fails."""
        outcomes = {verdict.outcome for verdict in self.verdicts}
        if not outcomes or "unjudged" in outcomes:
            return "unjudged"
        return "failed" if "failed" in outcomes else "passed"

    @property
    def exit_code(self) -> int:
        """0 passed, 1 failed, 2 could not be judged."""
        return {"passed": 0, "failed": 1, "unjudged": 2}[self.outcome]
