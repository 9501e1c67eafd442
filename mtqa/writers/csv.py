"""One row per document, or per finding, as CSV and TSV."""

import csv
from collections.abc import Iterable
from typing import TextIO

from mtqa.report import Report
from mtqa.writers.sheets import Cell, document_rows, finding_rows


def write_csv(report: Report, out: TextIO) -> None:
    r"""Write comma-separated rows of documents in input order, with a heading; lines end in `\n`."""
    _comma_separated(document_rows(report, report.evaluation.documents), out)


def write_tsv(report: Report, out: TextIO) -> None:
    """Write tab-separated rows of documents in input order, with a heading."""
    _tab_separated(document_rows(report, report.evaluation.documents), out)


def write_findings_csv(report: Report, out: TextIO) -> None:
    """Write comma-separated rows of findings, with a heading."""
    _comma_separated(finding_rows(report), out)


def write_findings_tsv(report: Report, out: TextIO) -> None:
    """Write tab-separated rows of findings, with a heading."""
    _tab_separated(finding_rows(report), out)


def _comma_separated(rows: Iterable[list[Cell]], out: TextIO) -> None:
    csv.writer(out, lineterminator="\n").writerows(rows)


def _tab_separated(rows: Iterable[list[Cell]], out: TextIO) -> None:
    """Nothing is quoted: no cell holds a tab or a line end."""
    out.writelines("\t".join(map(str, row)) + "\n" for row in rows)
