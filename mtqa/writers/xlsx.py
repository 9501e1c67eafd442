"""A workbook for Excel, LibreOffice and the like: summary, documents, findings. Needs the extra `xlsx`.

XlsxWriter makes it: it only writes and never reads, needs no other package, and gives the same bytes for the same
cells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain, islice
from typing import Any, BinaryIO, Final

import mtqa
from mtqa.errors import MissingExtraError
from mtqa.evaluation import Evaluation
from mtqa.report import Report
from mtqa.writers.cells import cell
from mtqa.writers.sheets import Cell, document_rows, finding_rows
from mtqa.writers.verdict import conclusion
from mtqa.writers.wording import languages, omissions, resampling, unchecked

LONGEST_CELL: Final = 32_767
"""How many UTF-16 units Excel holds in a cell."""

MOST_ROWS: Final = 1_048_576
"""How many rows Excel holds in a sheet."""

_CREATED: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The date in every workbook, the first that a ZIP file can hold: the same run gives the same bytes."""

_OPTIONS: Final = {
    "in_memory": True,  # else the sheets pass through files with the time on them
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}

_WIDTH: Final = 12
_WIDTHS: Final[Mapping[str, int]] = {
    "document": 28,
    "path": 28,
    "rule": 34,
    "category": 26,
    "text": 28,
    "message": 50,
    "suggestions": 36,
    "counterpart": 28,
    "source": 60,
    "hypothesis": 60,
    "reference": 60,
    "fingerprint": 19,
}
"""Of columns, in characters; those that are wide break their lines."""


def write(report: Report, out: BinaryIO) -> None:
    """Write the workbook to `out`: documents worst first, findings in the order of the input.

    Raises `MissingExtraError` where XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise MissingExtraError("XLSX", "xlsx") from error
    whole = BytesIO()  # a ZIP file that goes to a pipe as it is made has other bytes than one that goes to a file
    with xlsxwriter.Workbook(whole, _OPTIONS) as book:
        book.set_properties({"title": "mtqa", "created": _CREATED})
        _write_summary(book, report)
        _write_table(book, "documents", document_rows(report, report.worst_first))
        _write_table(book, "findings", finding_rows(report))
    out.write(whole.getvalue())


def _write_summary(book: Any, report: Report) -> None:
    """A sheet of small tables, one below the other, the first row of each set bold."""
    sheet, bold = book.add_worksheet("summary"), book.add_format({"bold": True})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 30, 14)
    at = 0
    for block in filter(None, map(list, _summary(report))):
        for number, row in enumerate(block):
            _write_row(sheet, at, row, bold if number == 0 else None)
            at += 1
        at += 1


def _summary(report: Report) -> Iterator[Iterable[Sequence[Cell]]]:
    """The small tables of the summary; those without rows are left out."""
    evaluation = report.evaluation
    yield [("mtqa", mtqa.__version__), ("languages", cell(languages(evaluation)))]
    if judgement := report.judgement:
        verdicts = (
            (cell(one.condition), cell(one.system), one.outcome, cell(one.reason or one.actual))
            for one in judgement.verdicts
        )
        yield chain([("gate", cell(conclusion(judgement)))], verdicts)
    yield chain([_system_headings(evaluation)], _systems(evaluation))
    signatures = [(metric, signature) for metric, signature in evaluation.signatures.items()]
    if signatures:
        yield [("metric", "signature"), *signatures, ("intervals", resampling(evaluation))]
    if found := report.findings:
        counts = [(severity, count) for severity, count in reversed([*found.counts.items()])]
        yield [("findings", "number"), *counts, ("of them unsure", found.unsure)]
        yield [
            ("rule", "findings", "category"),
            *((cell(fired.rule), fired.findings, cell(fired.category)) for fired in found.rules),
        ]
    left_out = [(cell(one.reason), one.count) for one in omissions(evaluation.left_out)]
    yield [("left out", "number"), *left_out] if left_out else []
    skipped = [(cell(line),) for line in unchecked(evaluation.skipped_checks)]
    yield [("not checked",), *skipped] if skipped else []
    notes = [(cell(line),) for line in (*evaluation.notes, *(report.judgement.notes if report.judgement else ()))]
    yield [("notes",), *notes] if notes else []


def _system_headings(evaluation: Evaluation) -> list[Cell]:
    scores = [f"{metric}{end}" for metric in evaluation.metrics for end in ("", "_low", "_high")]
    return ["system", "documents", "segments", "words", *scores]


def _systems(evaluation: Evaluation) -> Iterator[list[Cell]]:
    for system in evaluation.systems:
        found = [system.scores.get(metric) for metric in evaluation.metrics]
        numbers = [
            number for score in found for number in ((score.score, score.low, score.high) if score else (None,) * 3)
        ]
        counts = (system.documents, system.segments, system.words)
        yield [cell(system.system), *counts, *("" if number is None else float(number) for number in numbers)]


def _write_table(book: Any, name: str, rows: Iterator[list[Cell]]) -> None:
    """A sheet with a heading that stays and filters, and another one where it is full."""
    heading, number = next(rows), 1
    while (own := list(islice(rows, MOST_ROWS - 1))) or number == 1:
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        _write_row(sheet, 0, heading, book.add_format({"bold": True, "bottom": 1}))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(own), len(heading) - 1)
        formats = {
            "number": book.add_format({"num_format": "0.00", "valign": "top"}),
            "plain": book.add_format({"valign": "top"}),
            "wide": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for column, title in enumerate(heading):
            width = _WIDTHS.get(str(title), max(_WIDTH, len(str(title)) + 3))
            sheet.set_column(column, column, width, formats["wide" if width > 35 else "plain"])
        for at, row in enumerate(own, start=1):
            _write_row(sheet, at, row, None, formats["number"])
        number += 1


def _write_row(sheet: Any, at: int, row: Sequence[Cell], style: Any, number_style: Any = None) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            if value:
                sheet.write_string(at, column, fitting(value), style)
        else:
            sheet.write_number(at, column, value, number_style if isinstance(value, float) else style)


def fitting(text: str) -> str:
    """The text without what no XML may hold, cut where Excel holds no more, with an ellipsis that says so."""
    clean = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    if _units(clean) <= LONGEST_CELL:
        return clean
    told = f"… (cut, {len(clean):,} characters in all)"
    room = 2 * (LONGEST_CELL - len(told))
    return clean.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + told


def _units(text: str) -> int:
    return len(text) if len(text) <= LONGEST_CELL // 2 else len(text.encode("utf-16-le")) // 2
