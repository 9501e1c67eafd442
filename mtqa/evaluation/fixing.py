"""Safe corrections: the first suggestions of rules that may be trusted unseen, put in place until none is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from mtqa.evaluation.batch import evaluate_items
from mtqa.evaluation.checking import CheckSettings
from mtqa.evaluation.values import Evaluation, Progress, Settings
from mtqa.model import Finding, LeftOut, ScoredSegment, Segment
from mtqa.taxonomy import CONFIDENCES

MOST_ROUNDS = 5
"""How often texts are looked at anew, because what one correction leaves another rule may flag."""

_BREAKS = frozenset("\n\r")


@dataclass(frozen=True, slots=True)
class Change:
    """A segment as it was read, and its hypothesis put right."""

    segment: Segment
    fixed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixing:
    """What was put right: the segments that changed, by how many corrections, and the evaluation after them."""

    changes: tuple[Change, ...]
    corrections: int
    evaluation: Evaluation


def fix_items(items: Iterable[Segment | LeftOut], settings: Settings, *, progress: Progress | None = None) -> Fixing:
    """The items with their safe corrections; raises what `evaluate_items` raises."""
    read = list(items)
    now = list(read)
    safe = _safe_rules(settings.checks)
    corrections = 0
    evaluation = evaluate_items(now, settings, progress=progress)
    for _ in range(MOST_ROUNDS):
        safe_findings = _safe_findings(evaluation, safe)
        if not safe_findings:
            break
        corrections += sum(map(len, safe_findings.values()))
        now = [_corrected(item, safe_findings.get(id(item), ())) for item in now]
        evaluation = evaluate_items(now, settings, progress=progress)
    changes = tuple(
        Change(before, after.hypothesis)
        for before, after in zip(read, now, strict=True)
        if isinstance(before, Segment) and isinstance(after, Segment) and before.hypothesis != after.hypothesis
    )
    return Fixing(changes=changes, corrections=corrections, evaluation=evaluation)


def corrected(text: str, findings: Iterable[Finding]) -> str:
    """The text with the first suggestion of each finding in place; no finding stands over another."""
    for finding in sorted(findings, key=lambda finding: finding.start, reverse=True):
        text = text[: finding.start] + finding.suggestions[0] + text[finding.end :]
    return text


def _corrected(item: Segment | LeftOut, findings: tuple[Finding, ...]) -> Segment | LeftOut:
    if isinstance(item, LeftOut) or not findings:
        return item
    return replace(item, hypothesis=corrected(item.hypothesis, findings))


def _safe_rules(settings: CheckSettings | None) -> frozenset[str]:
    return frozenset() if settings is None else settings.rules().safe


def _safe_findings(evaluation: Evaluation, safe: frozenset[str]) -> Mapping[int, tuple[Finding, ...]]:
    """The findings to correct, by the identity of their segment: equal segments may stand in two places."""
    scored = chain.from_iterable(document.segments for document in evaluation.documents)
    found = ((id(segment.segment), _safe_in(segment, safe)) for segment in scored)
    return {identity: findings for identity, findings in found if findings}


def _safe_in(scored: ScoredSegment, safe: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(finding for finding in scored.findings if finding.rule in safe and _may_be_corrected(finding))


def _may_be_corrected(finding: Finding) -> bool:
    """Whether the rule is as sure as ever in this place, and what it suggests stays one line of the hypothesis."""
    sure = finding.confidence == CONFIDENCES[-1] and finding.side == "hypothesis"
    return sure and bool(finding.suggestions) and not _BREAKS.intersection(finding.suggestions[0])
