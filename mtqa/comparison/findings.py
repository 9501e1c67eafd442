"""Findings that only one of two systems has, by rule and by place."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from mtqa.comparison.values import RuleDifference
from mtqa.evaluation.findings import PlacedFinding, Placer
from mtqa.evaluation.quality import COUNTED
from mtqa.model import ScoredSegment
from mtqa.taxonomy import SEVERITIES, WEIGHTS

MOST_PLACES: Final = 10
"""How many places of a rule are kept of either system."""


def counted_findings(segments: Sequence[ScoredSegment]) -> list[list[PlacedFinding]]:
    """The findings that count in quality, segment by segment, with their places."""
    placer = Placer()
    return [[placed for placed in placer.place(scored) if placed.finding.confidence in COUNTED] for scored in segments]


def rule_differences(
    a: Sequence[Sequence[PlacedFinding]], b: Sequence[Sequence[PlacedFinding]]
) -> tuple[RuleDifference, ...]:
    """Each rule that fired on either, those that do B most harm first; both have the same segments.

    A finding of both is one of the same rule on the same words, whatever their case, in the same segment.
    """
    of_a, of_b = Counter[str](), Counter[str]()
    new, gone = defaultdict[str, list[PlacedFinding]](list), defaultdict[str, list[PlacedFinding]](list)
    known: dict[str, PlacedFinding] = {}
    for ours, theirs in zip(a, b, strict=True):
        if not (ours or theirs):
            continue
        of_a.update(each.finding.rule for each in ours)
        of_b.update(each.finding.rule for each in theirs)
        for each in _only(theirs, ours):
            new[each.finding.rule].append(each)
        for each in _only(ours, theirs):
            gone[each.finding.rule].append(each)
        for each in (*ours, *theirs):
            rule = each.finding.rule
            if rule not in known or _severity(each) > _severity(known[rule]):
                known[rule] = each
    found = [
        RuleDifference(
            rule=rule,
            category=worst.finding.category,
            severity=worst.finding.severity,
            a=of_a[rule],
            b=of_b[rule],
            new=len(new[rule]),
            gone=len(gone[rule]),
            critical=sum(each.finding.severity == "critical" for each in new[rule]),
            new_places=tuple(new[rule][:MOST_PLACES]),
            gone_places=tuple(gone[rule][:MOST_PLACES]),
        )
        for rule, worst in known.items()
    ]
    return tuple(sorted(found, key=lambda each: (-_harm(each), -each.new, each.rule)))


def _only(ours: Sequence[PlacedFinding], theirs: Sequence[PlacedFinding]) -> list[PlacedFinding]:
    """Our findings that they do not have."""
    left = Counter(map(_key, theirs))
    found = []
    for each in ours:
        if left[_key(each)]:
            left[_key(each)] -= 1
        else:
            found.append(each)
    return found


def _key(placed: PlacedFinding) -> tuple[str, str, str]:
    return placed.finding.rule, placed.finding.side, placed.finding.text.casefold()


def _severity(placed: PlacedFinding) -> int:
    return SEVERITIES.index(placed.finding.severity)


def _harm(difference: RuleDifference) -> int:
    return max(WEIGHTS[difference.severity], 1) * (difference.b - difference.a)
