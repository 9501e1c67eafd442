"""New findings as a GitLab Code Quality report."""

from collections.abc import Mapping
from typing import Final, TextIO

from mtqa.model import Severity
from mtqa.report import Report
from mtqa.writers import told
from mtqa.writers.json import encode

_SEVERITIES: Final[Mapping[Severity, str]] = {
    "critical": "critical",
    "major": "major",
    "minor": "minor",
    "neutral": "info",
}


def write(report: Report, out: TextIO) -> None:
    """Write an array with an issue per line, the worst first."""
    before = "[\n"
    for placed in told.new_findings(report):
        finding = placed.finding
        issue = {
            "description": told.message(finding) or finding.rule,
            "check_name": finding.rule,
            "fingerprint": placed.fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": told.path(placed), "lines": {"begin": placed.line}},
        }
        out.write(f"{before}  {encode(issue)}")
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")
