"""Which suggestions a hypothesis can follow all at once, to be read as it would stand then."""

from collections.abc import Sequence

from mtqa.evaluation.quality import COUNTED
from mtqa.model import Finding
from mtqa.report import harm


def followed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings whose first suggestion can be followed: of those that overlap the worst, then the first.

    As where `mtqa check --fix` puts texts right, but by any rule: in the hypothesis and on one line. What is told
    with low confidence does not count here either.
    """
    taken: list[Finding] = []
    for finding in sorted(findings, key=harm, reverse=True):
        if _can_be_followed(finding) and not any(_meet(finding, other) for other in taken):
            taken.append(finding)
    return tuple(taken)


def _can_be_followed(finding: Finding) -> bool:
    if finding.side != "hypothesis" or finding.confidence not in COUNTED or not finding.suggestions:
        return False
    first = finding.suggestions[0]
    return first != finding.text and not {"\n", "\r"}.intersection(first)


def _meet(one: Finding, other: Finding) -> bool:
    """Whether both want to change the same place."""
    return one.start == other.start or (one.start < other.end and other.start < one.end)
