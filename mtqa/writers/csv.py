"""One row per document, as CSV and TSV."""

import csv
from collections.abc import Iterable, Iterator
from typing import TextIO

from mtqa.evaluation.findings import finding_counts
from mtqa.model import ScoredDocument, Severity
from mtqa.report import PENALTY, Report
from mtqa.writers.cells import cell

Cell = str | int | float

_SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")
_FINDINGS = (PENALTY, *(f"findings_{severity}" for severity in _SEVERITIES))


def write_csv(report: Report, out: TextIO) -> None:
    r"""Write comma-separated rows with a heading; lines end in `\n`."""
    csv.writer(out, lineterminator="\n").writerows(_rows(report))


def write_tsv(report: Report, out: TextIO) -> None:
    """Write tab-separated rows with a heading, nothing quoted: no cell holds a tab or a line end."""
    out.writelines("\t".join(map(str, row)) + "\n" for row in _rows(report))


def _rows(report: Report) -> Iterator[list[Cell]]:
    """The heading, then a row per document in input order; columns on findings only where rules ran."""
    metrics = report.evaluation.metrics
    headings = ["system", "document", "path", "domain", "segments", "words", *_score_headings(metrics)]
    yield [*headings, *(_FINDINGS if report.findings else ())]
    for document in report.evaluation.documents:
        header = document.header
        texts = (header.system, header.document, header.path, header.domain)
        counts = (len(document.segments), document.words)
        on_findings = _finding_cells(document) if report.findings else ()
        yield [*map(cell, texts), *counts, *_score_cells(document, metrics), *on_findings]


def _score_headings(metrics: Iterable[str]) -> Iterator[str]:
    for metric in metrics:
        yield from (metric, f"{metric}_low", f"{metric}_high")


def _score_cells(document: ScoredDocument, metrics: Iterable[str]) -> Iterator[Cell]:
    """The three numbers of each metric, empty where there are none."""
    for metric in metrics:
        score = document.scores.get(metric)
        numbers = (score.score, score.low, score.high) if score else (None, None, None)
        yield from ("" if number is None else float(number) for number in numbers)


def _finding_cells(document: ScoredDocument) -> Iterator[Cell]:
    """The penalty, empty where there is none, and how many findings there are of each severity that has a weight."""
    penalty = document.scores.get(PENALTY)
    yield "" if penalty is None else float(penalty.score)
    counts = finding_counts(document.segments)
    yield from (counts[severity] for severity in _SEVERITIES)
