"""Rows for spreadsheets: documents and findings, with a heading, every cell harmless."""

from collections.abc import Iterable, Iterator

from mtqa.evaluation.findings import PlacedFinding, finding_counts, placed_findings
from mtqa.model import ScoredDocument, Severity
from mtqa.report import PENALTY, Report
from mtqa.writers.cells import cell

Cell = str | int | float
"""What stands in a cell, the empty text where there is nothing to say."""

_SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")
_COUNTS = (PENALTY, *(f"findings_{severity}" for severity in _SEVERITIES))

_FINDING = (
    "document",
    "system",
    "segment",
    "path",
    "line",
    "column",
    "rule",
    "category",
    "severity",
    "confidence",
    "side",
    "text",
    "message",
    "suggestions",
    "counterpart",
    "source",
    "hypothesis",
    "reference",
    "fingerprint",
)
_BETWEEN = " | "
"""What stands between several suggestions, or references, in one cell."""


def document_rows(report: Report, documents: Iterable[ScoredDocument]) -> Iterator[list[Cell]]:
    """The heading, then a row per document; columns on findings only where rules ran."""
    metrics = report.evaluation.metrics
    headings = ["system", "document", "path", "domain", "segments", "words", *_score_headings(metrics)]
    yield [*headings, *(_COUNTS if report.findings else ())]
    for document in documents:
        header = document.header
        texts = (header.system, header.document, header.path, header.domain)
        counts = (len(document.segments), document.words)
        on_findings = _count_cells(document) if report.findings else ()
        yield [*map(cell, texts), *counts, *_score_cells(document, metrics), *on_findings]


def finding_rows(report: Report) -> Iterator[list[Cell]]:
    """The heading, then a row per finding, document by document in input order."""
    yield [*_FINDING]
    yield from map(_finding, placed_findings(report.evaluation.documents))


def _score_headings(metrics: Iterable[str]) -> Iterator[str]:
    for metric in metrics:
        yield from (metric, f"{metric}_low", f"{metric}_high")


def _score_cells(document: ScoredDocument, metrics: Iterable[str]) -> Iterator[Cell]:
    """The three numbers of each metric, empty where there are none."""
    for metric in metrics:
        score = document.scores.get(metric)
        numbers = (score.score, score.low, score.high) if score else (None, None, None)
        yield from ("" if number is None else float(number) for number in numbers)


def _count_cells(document: ScoredDocument) -> Iterator[Cell]:
    """The penalty, empty where there is none, and how many findings there are of each severity that has a weight."""
    penalty = document.scores.get(PENALTY)
    yield "" if penalty is None else float(penalty.score)
    counts = finding_counts(document.segments)
    yield from (counts[severity] for severity in _SEVERITIES)


def _finding(placed: PlacedFinding) -> list[Cell]:
    finding, segment = placed.finding, placed.segment
    return [
        cell(placed.header.document),
        cell(placed.header.system),
        cell(segment.segment),
        cell(placed.path),
        placed.line,
        "" if placed.column is None else placed.column,
        cell(finding.rule),
        cell(finding.category),
        finding.severity,
        finding.confidence,
        finding.side,
        cell(finding.text),
        cell(finding.message),
        cell(_BETWEEN.join(finding.suggestions)),
        cell(finding.counterpart.text if finding.counterpart else None),
        cell(segment.source),
        cell(segment.hypothesis),
        cell(_BETWEEN.join(text for text in segment.references if text)),
        placed.fingerprint,
    ]
