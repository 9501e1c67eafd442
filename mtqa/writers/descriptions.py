"""What a rule or fault means, in the words of its own documentation."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from mtqa.evaluation.checking import ALL_CHECKS
from mtqa.evaluation.findings import PlacedFinding
from mtqa.model import Description, Finding
from mtqa.taxonomy import CATEGORIES

if TYPE_CHECKING:
    from mtqa.rules import Rules


def descriptions(found: Iterable[PlacedFinding], own: Iterable[Description] = ()) -> tuple[Description, ...]:
    """What the rules and faults of some findings mean, by id; `own` are the user's own rules."""
    first = {placed.finding.rule: placed.finding for placed in reversed(list(found))}
    known = {each.id: each for each in own}
    return tuple(known.get(rule) or _described(first[rule]) for rule in sorted(first))


def reasons(rules: Iterable[str], own: Iterable[Description] = ()) -> dict[str, str]:
    """Why each of some rules and faults speaks, by id; `own` are the user's own rules."""
    known = {**_reasons(), **{each.id: each.why for each in own}}
    return {rule: known[rule] for rule in rules if rule in known}


@cache
def _reasons() -> dict[str, str]:
    of_rules = {rule.id: rule.why for rule in ALL_CHECKS.rules().rules}  # loaded, where the run was made here
    return {**of_rules, **{name: description.why for name, description in _of_checks().items()}}


def _described(finding: Finding) -> Description:
    """What a rule or fault of mtqa's means; of one that this version does not know, what its category does."""
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
    """What one of the built-in rules means."""
    from mtqa.rules.documentation import description  # noqa: PLC0415

    rules = _of_rules()
    rule = next((rule for rule in rules.rules if rule.id == name), None)
    return None if rule is None else description(rule, rules)
