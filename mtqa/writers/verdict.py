"""The verdict of a gate as text: each condition with what was found, the worst culprits, then one line."""

from collections.abc import Iterator
from typing import TextIO

from mtqa.gate.values import Culprit, Judgement, Outcome, Verdict
from mtqa.report import Report
from mtqa.writers.wording import counted, legible, unchecked

_MARKS: dict[Outcome, str] = {"passed": "ok", "failed": "FAILED", "unjudged": "NOT JUDGED"}


def write(report: Report, out: TextIO) -> None:
    """Write the verdict on a judged report."""
    if report.judgement is None:
        raise ValueError("a report without a judgement")
    out.writelines(f"{legible(line)}\n" for line in _lines(report, report.judgement))


def _lines(report: Report, judgement: Judgement) -> Iterator[str]:
    several = len(report.evaluation.systems) > 1
    for verdict in judgement.verdicts:
        yield from _verdict(verdict, several_systems=several)
    for note in (*report.evaluation.notes, *judgement.notes):
        yield f"note: {note}"
    for line in unchecked(report.evaluation.skipped_checks):
        yield f"not checked: {line}"
    if report.evaluation.left_out:
        yield f"left out: {counted(len(report.evaluation.left_out), 'segment or document', 'segments or documents')}"
    yield conclusion(judgement)


def conclusion(judgement: Judgement) -> str:
    """The verdict in one line."""
    outcomes = [verdict.outcome for verdict in judgement.verdicts]
    failed, unjudged = outcomes.count("failed"), outcomes.count("unjudged")
    conditions = counted(len(outcomes), "condition")
    if judgement.outcome == "passed":
        return f"gate passed: {conditions}"
    parts = [f"{count} {what}" for count, what in ((failed, "failed"), (unjudged, "could not be judged")) if count]
    name = "gate failed" if judgement.outcome == "failed" else "gate not judged"
    return f"{name}: of {conditions} {', '.join(parts)}" if parts else f"{name}: there is no condition"


def _verdict(verdict: Verdict, *, several_systems: bool) -> Iterator[str]:
    system = f"{verdict.system or '-'}: " if several_systems and verdict.system is not None else ""
    found = verdict.reason or verdict.actual
    yield f"{_MARKS[verdict.outcome]:10}  {system}{verdict.condition}: {found}"
    if verdict.outcome == "passed":
        return
    for line in culprit_lines(verdict):
        yield f"            {line}"


def culprit_lines(verdict: Verdict) -> Iterator[str]:
    """The worst culprits of a condition, a line each, and how many more there are."""
    yield from map(_culprit, verdict.culprits)
    rest = verdict.culprit_count - len(verdict.culprits)
    if rest > 0 and verdict.culprits:
        yield f"and {rest} more"


def _culprit(culprit: Culprit) -> str:
    placed = culprit.finding
    if placed is None:
        return culprit.document if culprit.value is None else f"{culprit.document}: {culprit.value:.2f}"
    place = ":".join(str(part) for part in (placed.path, placed.line, placed.column) if part is not None)
    return f"{place}: {placed.finding.severity} {placed.finding.rule}: {placed.finding.message}"
