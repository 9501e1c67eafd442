"""The run as a short summary in Markdown, for a pull request or the summary of a job."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from mtqa.evaluation.findings import PlacedFinding
from mtqa.gate.values import Judgement, Outcome
from mtqa.report import Report
from mtqa.rules.documentation import markdown
from mtqa.taxonomy import SEVERITIES
from mtqa.writers import told
from mtqa.writers.verdict import conclusion
from mtqa.writers.wording import counted, legible, severity_counts, two_decimals, unchecked

LONGEST: Final = 60_000
"""Characters: a comment on GitHub holds 65,536."""

_MOST_ROWS: Final = 20
_LONGEST_CELL: Final = 200

_MARKS: Final[dict[Outcome, str]] = {"passed": "passed", "failed": "**failed**", "unjudged": "**not judged**"}


def write(report: Report, out: TextIO) -> None:
    """Write the verdict with its conditions, the scores, and the worst new findings; it fits a comment."""
    room = LONGEST
    for block in _blocks(report):
        if len(block) > room:
            out.write("*This summary is cut: see the report.*\n")
            return
        out.write(block)
        room -= len(block)


def _blocks(report: Report) -> Iterator[str]:
    """Paragraphs and tables, each with an empty line behind it."""
    judgement = report.judgement
    yield f"## mtqa: {_cell(conclusion(judgement)) if judgement else 'report'}\n\n"
    if judgement and judgement.verdicts:
        yield _table(("condition", "result", "found"), _conditions(judgement))
    yield from _scores(report)
    found = told.new_findings(report)
    if report.findings is None:
        yield "No rule or check ran.\n\n"
    elif not found:
        new = "new " if judgement and judgement.known else ""
        where = " in the documents that were judged" if report.unjudged else ""
        yield f"No {new}findings{where}.\n\n"
    else:
        yield f"### {_findings_heading(found)}\n\n"
        yield _table(("place", "severity", "rule", "what"), map(_finding, found[:_MOST_ROWS]))
        if len(found) > _MOST_ROWS:
            yield f"and {len(found) - _MOST_ROWS:,} more.\n\n"
    part = (report.filtered.said,) if report.filtered else ()
    notes = (*part, *report.evaluation.notes, *(judgement.notes if judgement else ()))
    for line in (*notes, *(f"not checked: {line}" for line in unchecked(report.evaluation.skipped_checks)))[
        :_MOST_ROWS
    ]:
        yield f"- {_cell(line)}\n"


def _conditions(judgement: Judgement) -> Iterator[tuple[str, ...]]:
    worst_first = sorted(judgement.verdicts, key=lambda verdict: verdict.outcome == "passed")
    for verdict in worst_first[:_MOST_ROWS]:
        system = "" if verdict.system is None else f"{verdict.system}: "
        found = verdict.reason or verdict.actual
        yield _cell(f"{system}{verdict.condition}"), _MARKS[verdict.outcome], _cell(found)


def _scores(report: Report) -> Iterator[str]:
    evaluation = report.evaluation
    rows = [
        (
            _cell(system.system or "-"),
            f"{system.documents:,}",
            f"{system.words:,}",
            *(two_decimals(system.scores[name].score) if name in system.scores else "-" for name in evaluation.metrics),
        )
        for system in evaluation.systems[:_MOST_ROWS]
    ]
    if rows:
        yield _table(("system", "documents", "words", *map(_cell, evaluation.metrics)), rows)


def _findings_heading(found: tuple[PlacedFinding, ...]) -> str:
    counts = Counter(placed.finding.severity for placed in found)
    in_order = {severity: counts[severity] for severity in SEVERITIES}
    return f"{counted(len(found), 'finding')}: {severity_counts(in_order)}"


def _finding(placed: PlacedFinding) -> tuple[str, ...]:
    finding = placed.finding
    return _cell(told.place(placed)), finding.severity, _cell(finding.rule), _cell(told.message(finding))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def _cell(text: str) -> str:
    """The text as it stands, on one line, neither markup nor a mention of anybody."""
    return markdown(told.shortened(legible(text), _LONGEST_CELL)).replace("@", "@<!-- -->")
