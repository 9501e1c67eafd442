"""What the formats for pipelines tell of findings: which, in which order, how severe, in which words, in which file."""

import os
from pathlib import Path
from typing import Final, Literal

from mtqa.evaluation.findings import PlacedFinding, placed_findings
from mtqa.model import Finding, Severity
from mtqa.report import Report, harm
from mtqa.taxonomy import CONFIDENCES
from mtqa.writers.wording import legible

Level = Literal["error", "warning", "note"]

LONGEST: Final = 500
"""How many characters of a message, a suggestion or a name are told."""

_LEVELS: Final[dict[Severity, Level]] = {
    "critical": "error",
    "major": "error",
    "minor": "warning",
    "neutral": "note",
}


def new_findings(report: Report) -> tuple[PlacedFinding, ...]:
    """The findings that no baseline knows, the worst first, and in reading order where they are alike."""
    known = report.judgement.known if report.judgement else frozenset()
    new = (placed for placed in placed_findings(report.evaluation.documents) if placed.fingerprint not in known)
    return tuple(sorted(new, key=lambda placed: harm(placed.finding), reverse=True))


def level(finding: Finding) -> Level:
    """How loudly a finding is told: an error is severe and sure, which is what a gate fails by when left as it is."""
    own = _LEVELS[finding.severity]
    return "warning" if own == "error" and finding.confidence != CONFIDENCES[-1] else own


def message(finding: Finding) -> str:
    """What is said of a finding, on one line, with what to write instead."""
    suggested = f" Write: {legible(finding.suggestions[0])}" if finding.suggestions and finding.suggestions[0] else ""
    return shortened(legible(finding.message) + suggested)


def suggestions(finding: Finding) -> tuple[str, ...]:
    """The texts that may be put in place by a program: those that hold nothing unseen."""
    return tuple(text for text in finding.suggestions if legible(text) == text)


def place(placed: PlacedFinding) -> str:
    """File, line and column, as compilers write them."""
    parts = (placed.path, placed.line, placed.column)
    return legible(":".join(str(part) for part in parts if part is not None))


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text, cut where it is longer."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def path(placed: PlacedFinding) -> str:
    """The file of a finding from the working directory on, with `/` between its parts, where it lies in there.

    The address of a file in a store stays as it is.
    """
    if "://" in placed.path:
        return placed.path
    given = Path(placed.path)
    if given.is_absolute():
        here = Path.cwd()
        given = given.relative_to(here) if given.is_relative_to(here) else given
    return Path(os.path.normpath(given)).as_posix()
