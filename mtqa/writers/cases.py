"""A run as a list of test cases: each condition of the gate, each document."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from mtqa.evaluation.findings import PlacedFinding
from mtqa.gate.values import Judgement, Verdict
from mtqa.model import DocumentHeader, ScoredDocument
from mtqa.report import Report
from mtqa.writers.told import level, message, new_findings, place, shortened
from mtqa.writers.verdict import culprit_lines
from mtqa.writers.wording import counted, legible

Result = Literal["passed", "failed", "error", "skipped"]
"""`error`: could not be judged."""

_MOST_LINES: Final = 20
"""How many findings of a document are told."""

_RESULTS: Final[dict[str, Result]] = {"passed": "passed", "failed": "failed", "unjudged": "error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing that holds or does not: its group, its name (unique in the group), why, and lines on it."""

    group: str
    name: str
    result: Result
    reason: str = ""
    lines: tuple[str, ...] = ()


def cases(report: Report) -> tuple[Case, ...]:
    """The conditions of the gate, where there was one, then the documents in input order."""
    seen = Counter[tuple[str, str]]()
    conditions = _conditions(report.judgement) if report.judgement else ()
    return tuple(_distinct(case, seen) for case in (*conditions, *_documents(report)))


def _conditions(judgement: Judgement) -> Iterator[Case]:
    if not judgement.verdicts:
        yield Case(group="gate", name="some condition", result="error", reason="there is no condition")
    for verdict in judgement.verdicts:
        system = "" if verdict.system is None else f"{verdict.system}: "
        yield Case(
            group="gate",
            name=_name(f"{system}{verdict.condition}"),
            result=_RESULTS[verdict.outcome],
            reason=_name(verdict.reason or verdict.actual),
            lines=() if verdict.outcome == "passed" else tuple(map(_name, culprit_lines(verdict))),
        )


def _documents(report: Report) -> Iterator[Case]:
    found: dict[DocumentHeader, list[PlacedFinding]] = {}
    for placed in new_findings(report):
        found.setdefault(placed.header, []).append(placed)
    for document in report.evaluation.documents:
        header = document.header
        own = found.get(header, [])
        result, reason = _of_document(report, document, own)
        yield Case(
            group="document" if header.system is None else f"document.{_name(header.system)}",
            name=_name(header.document),
            result=result,
            reason=reason,
            lines=tuple(_lines(own)),
        )


def _of_document(report: Report, document: ScoredDocument, own: list[PlacedFinding]) -> tuple[Result, str]:
    """Whether a document passes, and why not: by what the gate blames it for, else by what is severe and sure."""
    verdicts = report.judgement.verdicts if report.judgement else ()
    if broken := [verdict.condition for verdict in verdicts if _blames(verdict, document.header)]:
        return "failed", _name("; ".join(broken))
    if not document.judged:
        return "skipped", "unchanged and not judged, as in the baseline"
    if report.judgement:
        return "passed", ""
    if report.findings is None:
        return "skipped", "no rule or check ran"
    errors = sum(level(placed.finding) == "error" for placed in own)
    return ("failed", counted(errors, "error")) if errors else ("passed", "")


def _blames(verdict: Verdict, header: DocumentHeader) -> bool:
    return verdict.outcome == "failed" and (header.system, header.document) in verdict.blamed


def _lines(own: list[PlacedFinding]) -> Iterator[str]:
    for placed in own[:_MOST_LINES]:
        finding = placed.finding
        yield f"{_name(f'{place(placed)}: {finding.severity} {finding.rule}')}: {message(finding)}"
    if len(own) > _MOST_LINES:
        yield f"and {len(own) - _MOST_LINES} more"


def _name(text: str) -> str:
    return shortened(legible(text))


def _distinct(case: Case, seen: Counter[tuple[str, str]]) -> Case:
    """The case under a name that no other of its group has: cutting and cleaning may make two alike."""
    own = case.name or "-"
    name = own
    while (case.group, name) in seen:
        seen[case.group, own] += 1
        name = f"{own} ({seen[case.group, own]})"
    seen[case.group, name] = 1
    return replace(case, name=name)
