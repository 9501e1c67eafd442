"""What a rule or fault means, in the words of its own documentation."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mtqa.evaluation.findings import PlacedFinding
from mtqa.model import Confidence, Severity
from mtqa.taxonomy import CATEGORIES

if TYPE_CHECKING:
    from mtqa.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """An id with its category, its defaults, and what it says: in a sentence, in full, with examples as Markdown."""

    id: str
    category: str
    severity: Severity
    confidence: Confidence
    what: str
    why: str
    help: str


def descriptions(found: Iterable[PlacedFinding]) -> tuple[Description, ...]:
    """What the rules and faults of some findings mean, by id. What the user's own rules mean, their findings say."""
    first = {placed.finding.rule: placed for placed in reversed(list(found))}
    return tuple(_described(first[rule]) for rule in sorted(first))


def _described(placed: PlacedFinding) -> Description:
    finding = placed.finding
    known = _of_checks().get(finding.rule) or _of_rule(finding.rule)
    if known is not None:
        return known
    what = _meaning(finding.category)
    return Description(
        id=finding.rule,
        category=finding.category,
        severity=finding.severity,
        confidence=finding.confidence,
        what=what,
        why=what,
        help=what,
    )


def _meaning(category: str) -> str:
    return f"{category}: {CATEGORIES[category]}" if category in CATEGORIES else category


@cache
def _of_checks() -> dict[str, Description]:
    from mtqa.checks import faults  # noqa: PLC0415 (only what tells of findings needs it)

    return {
        fault.id: Description(
            id=fault.id,
            category=fault.category,
            severity=fault.severity,
            confidence=fault.confidence,
            what=_meaning(fault.category),
            why=fault.why,
            help=fault.why,
        )
        for fault in faults()
    }


@cache
def _of_rules() -> "Rules":
    from mtqa.rules import Rules  # noqa: PLC0415 (a run without findings does not need the rules)

    return Rules.load(low=True)


def _of_rule(name: str) -> Description | None:
    """What one of the built-in rules means, with its first example."""
    from mtqa.rules.documentation import markdown, what  # noqa: PLC0415

    rules = _of_rules()
    rule = next((rule for rule in rules.rules if rule.id == name), None)
    if rule is None:
        return None
    example = rule.flags[0]
    right = f"\n\nRight: {markdown(example.fixed)}" if example.fixed else ""
    return Description(
        id=rule.id,
        category=rule.category,
        severity=rule.severity,
        confidence=rule.confidence,
        what=what(rule, rules),
        why=rule.why,
        help=f"{markdown(rule.why)}\n\nWrong: {markdown(example.text)}{right}",
    )
