"""New findings for reviewdog: its Diagnostic Format, one JSON object per line; columns count bytes of UTF-8."""

from collections.abc import Mapping
from typing import Any, Final, TextIO

from mtqa.evaluation.findings import PlacedFinding
from mtqa.report import Report
from mtqa.writers import told
from mtqa.writers.columns import Columns
from mtqa.writers.json import encode

_SEVERITIES: Final[Mapping[told.Level, str]] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def write(report: Report, out: TextIO) -> None:
    """Write a diagnostic per line, the worst first."""
    columns = Columns("UTF-8")
    out.writelines(f"{encode(_diagnostic(placed, columns))}\n" for placed in told.new_findings(report))


def _diagnostic(placed: PlacedFinding, columns: Columns) -> dict[str, Any]:
    finding = placed.finding
    place = columns.of(placed)
    place_range = _range(placed.line, place)
    suggestions = told.suggestions(finding) if place else ()
    return {
        "message": told.message(finding) or finding.rule,
        "location": {"path": told.path(placed), "range": place_range},
        "severity": _SEVERITIES[told.level(finding)],
        "source": {"name": "mtqa"},
        "code": {"value": finding.rule},
        "suggestions": [{"range": place_range, "text": text} for text in suggestions],
    }


def _range(line: int, columns: tuple[int, int] | None) -> dict[str, Any]:
    if columns is None:
        return {"start": {"line": line}}
    start, end = columns
    return {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}
