"""The table that a person reads: coloured on a terminal, plain and stable where it is piped."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TextIO

from rich.cells import cell_len

from mtqa.evaluation import Evaluation
from mtqa.evaluation.texts import text_of
from mtqa.model import Score, ScoredDocument, ScoredSystem, Severity
from mtqa.report import QUALITY, Findings, Report, WorstFinding
from mtqa.writers.lines import Line, Piece, shortened, whole_words, write_lines
from mtqa.writers.wording import (
    Omission,
    counted,
    languages,
    legible,
    omissions,
    quality_lost,
    resampling,
    severity_counts,
    shown_documents,
    two_decimals,
    unchecked,
)

MOST_DOCUMENTS = 20
"""How many documents the table shows, the worst ones."""

_CONTEXT = 70
"""About how many cells of a text are shown around the words that a finding flags, those included."""

_STYLES: dict[Severity, str] = {
    "neutral": "bold",
    "minor": "bold cyan",
    "major": "bold yellow",
    "critical": "bold red",
}

_MOST_PLACES = 3
_PIPED_NAME = 40
_READABLE_NAME = 20
_SHORTEST_NAME = 9
_ABSENT = "-"


@dataclass(frozen=True, slots=True)
class _Row:
    """A document, or a system over all its documents; `system` is None where the input names none."""

    document: str
    system: str | None
    segments: int
    words: int
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column: its heading and its cell of a row; names stand to the left, numbers to the right.

    `below` is a second line of the cell, which only the corpus rows of a narrow table show. What is
    `expendable` goes from a table that is still too wide.
    """

    heading: str
    cell: Callable[[_Row], str]
    below: Callable[[_Row], str] = lambda _: ""
    name: bool = False
    interval: bool = False
    expendable: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of a table, what stands between them, and how many cells a name may take."""

    columns: list[_Column]
    gap: str
    longest_name: int


def write(report: Report, out: TextIO) -> None:
    """Write the table to `out`: with colours and fitted to its width where `out` is a terminal.

    `NO_COLOR` (https://no-color.org) and a dumb terminal get the plain table, as a pipe does: no escape
    sequences, no lines but of ASCII, and names shortened to a fixed width.
    """
    write_lines(partial(_lines, report), out)


def _lines(report: Report, width: int | None, rule: str) -> Iterator[Line]:
    """All lines of the output; `width` is the terminal's, None where nothing limits it."""
    evaluation = report.evaluation
    yield (Piece(_title(evaluation), "bold"),)
    yield ()
    yield from _table(report, width, rule)
    yield ()
    if report.findings and report.findings.worst:
        yield from _worst_findings(report.findings, several_systems=len(evaluation.systems) > 1)
        yield ()
    yield from _remarks(report)


def _title(evaluation: Evaluation) -> str:
    """The languages, the system or how many, and how several files were taken."""
    names = [system.system for system in evaluation.systems]
    if len(names) > 1:
        system = f", {counted(len(names), 'system')}"
    else:
        system = f", system {legible(names[0])}" if names and names[0] else ""
    taken = f", files taken as {evaluation.taken_as}" if evaluation.taken_as else ""
    return f"{languages(evaluation)}{system}{taken}"


def _table(report: Report, width: int | None, rule: str) -> Iterator[Line]:
    """The worst documents, then the corpus, one line per system."""
    evaluation = report.evaluation
    documents = [_of_document(document) for document in report.worst_first[:MOST_DOCUMENTS]]
    systems = [_of_system(system) for system in evaluation.systems]
    layout = _layout(_columns(evaluation), [*documents, *systems], width)
    headings = tuple(column.heading for column in layout.columns)
    worst = [_cells(layout, row) for row in documents]
    totals = [_cells(layout, row) for row in systems]
    below = [tuple(column.below(row) for column in layout.columns) for row in systems]
    widths = [max(map(cell_len, cells)) for cells in zip(headings, *worst, *totals, *below, strict=True)]
    line = partial(_line, layout, widths)
    ruled = (Piece(layout.gap.join(rule * width for width in widths), "dim"),)

    yield line(headings, "bold")
    yield ruled
    yield from map(line, worst)
    all_documents = report.whole.documents if report.whole else len(report.worst_first)
    if hidden := all_documents - len(worst):
        yield (Piece(f"... and {counted(hidden, 'more document', 'more documents')}", "dim"),)
    yield ruled
    for cells, second in zip(totals, below, strict=True):
        yield line(cells, "bold")
        if any(second):
            yield line(second, "dim")


def _of_document(document: ScoredDocument) -> _Row:
    header = document.header
    return _Row(header.document, header.system, len(document.segments), document.words, document.scores)


def _of_system(system: ScoredSystem) -> _Row:
    return _Row("corpus", system.system, system.segments, system.words, system.scores)


def _columns(evaluation: Evaluation) -> list[_Column]:
    """The columns of a run: the system only where there are several, scores only where there are any."""
    columns = [_Column(heading="document", cell=lambda row: row.document, name=True)]
    if len(evaluation.systems) > 1:
        columns.append(_Column(heading="system", cell=lambda row: row.system or _ABSENT, name=True))
    columns.append(_Column(heading="segments", cell=lambda row: f"{row.segments:,}", expendable=True))
    columns.append(_Column(heading="words", cell=lambda row: f"{row.words:,}"))
    for metric in evaluation.metrics:
        columns.append(_Column(heading=metric, cell=partial(_score, metric)))
        if metric != QUALITY:  # its interval is left to the other formats: the table is wide enough
            columns.append(_Column(heading="95% interval", cell=partial(_interval, metric), interval=True))
    return columns


def _score(metric: str, row: _Row) -> str:
    score = row.scores.get(metric)
    return _ABSENT if score is None else two_decimals(score.score)


def _interval(metric: str, row: _Row) -> str:
    score = row.scores.get(metric)
    if score is None or score.low is None or score.high is None:
        return ""
    return f"[{two_decimals(score.low)}, {two_decimals(score.high)}]"


def _layout(columns: list[_Column], rows: list[_Row], width: int | None) -> _Layout:
    """The columns as they fit; where names have too little room, each interval goes below its score."""
    if width is None:
        return _Layout(columns, "  ", _PIPED_NAME)
    names = [legible(column.cell(row)) for column in columns if column.name for row in rows]
    wanted = min(max(map(cell_len, names)), _READABLE_NAME)
    room = _room_for_name(columns, rows, width, gap=2)
    if room >= wanted:
        return _Layout(columns, "  ", room)
    columns = _stacked(columns)
    if _room_for_name(columns, rows, width, gap=1) < _SHORTEST_NAME:
        columns = [column for column in columns if not column.expendable]
    return _Layout(columns, " ", max(_room_for_name(columns, rows, width, gap=1), _SHORTEST_NAME))


def _stacked(columns: list[_Column]) -> list[_Column]:
    return [
        replace(column, below=following.cell) if following.interval else column
        for column, following in pairwise([*columns, columns[0]])
        if not column.interval
    ]


def _room_for_name(columns: list[_Column], rows: list[_Row], width: int, *, gap: int) -> int:
    """How many cells of a line are left for each name."""
    numbers = [column for column in columns if not column.name]
    taken = sum(max(len(text) for text in _texts(column, rows)) for column in numbers)
    return (width - taken - gap * (len(columns) - 1)) // (len(columns) - len(numbers))


def _texts(column: _Column, rows: list[_Row]) -> Iterator[str]:
    yield column.heading
    for row in rows:
        yield from (column.cell(row), column.below(row))


def _cells(layout: _Layout, row: _Row) -> tuple[str, ...]:
    cells = ((column.name, column.cell(row)) for column in layout.columns)
    return tuple(shortened(legible(cell), layout.longest_name) if name else cell for name, cell in cells)


def _line(layout: _Layout, widths: list[int], cells: tuple[str, ...], style: str = "") -> Line:
    """A line of the table: names to the left, numbers to the right."""
    pieces = []
    for column, width, cell in zip(layout.columns, widths, cells, strict=True):
        padding = " " * (width - cell_len(cell))
        text = cell + padding if column.name else padding + cell
        pieces += [Piece(text, "dim" if column.interval else style), Piece(layout.gap)]
    return tuple(pieces[:-1])


def _worst_findings(findings: Findings, *, several_systems: bool) -> Iterator[Line]:
    """The worst findings of the worst documents, each with its place, its words, and what to do."""
    yield (Piece("worst findings", "bold"),)
    for of_document in findings.worst:
        for worst in of_document:
            yield from _finding(worst, several_systems=several_systems)


def _finding(worst: WorstFinding, *, several_systems: bool) -> Iterator[Line]:
    finding, header = worst.finding, worst.segment.header
    system = f"{shortened(legible(header.system or _ABSENT), _PIPED_NAME)}, " if several_systems else ""
    document = shortened(legible(header.document), _PIPED_NAME)
    segment = shortened(legible(worst.segment.segment), _PIPED_NAME)
    style = _STYLES[finding.severity]
    place = f"  {system}{document}:{segment}  "
    yield (Piece(place), Piece(finding.severity, style), Piece(f"  {legible(finding.rule)}", "dim"))
    yield _in_context(worst)
    yield (Piece(f"    {legible(finding.message)}"),)
    if finding.suggestions:
        yield (Piece(f"    -> {_quoted(legible(finding.suggestions[0]))}", "green"),)


def _quoted(suggestion: str) -> str:
    """The suggestion so that its ends are seen, whatever it is."""
    if not suggestion:
        return "delete"
    return suggestion if '"' in suggestion else f'"{suggestion}"'


def _in_context(worst: WorstFinding) -> Line:
    """The flagged words, marked, with as much of the text around them as there is room for."""
    finding = worst.finding
    text = text_of(worst.segment, finding)
    side = "" if finding.side == "hypothesis" else f"{finding.side}: "
    marked = shortened(legible(text[finding.start : finding.end]), _CONTEXT)
    before = legible(text[max(finding.start - _CONTEXT - 1, 0) : finding.start])[::-1]
    after = legible(text[finding.end : finding.end + _CONTEXT + 1])
    room = _CONTEXT - cell_len(marked)
    room_before = max(room - cell_len(after), room // 2)
    before = whole_words(before, room_before)[::-1]
    after = whole_words(after, room - cell_len(before))
    return (
        Piece(f"    {side}", "dim"),
        Piece(before),
        Piece(marked, f"{_STYLES[finding.severity]} underline", marked=True),
        Piece(after),
    )


def _unsure(findings: Findings) -> str:
    return f" ({findings.unsure:,} of low confidence, not counted in quality)" if findings.unsure else ""


def _remarks(report: Report) -> Iterator[Line]:
    """What stands below the table: counts, order, what was left out, notes, how it was measured."""
    evaluation = report.evaluation
    if report.filtered:
        yield (Piece(legible(report.filtered.said), "yellow"),)
    yield (Piece(_counts(evaluation)),)
    if report.findings:
        yield (Piece(f"findings: {severity_counts(report.findings.counts)}{_unsure(report.findings)}"),)
        if report.findings.condemned.segments:
            segments = sum(system.segments for system in evaluation.systems)
            yield (Piece(quality_lost(report.findings.condemned, segments), _STYLES["critical"]),)
    for skipped in unchecked(evaluation.skipped_checks):
        yield (Piece(f"not checked: {legible(skipped)}", "yellow"),)
    if not report.reference_metrics:
        yield (Piece("no references: nothing to score against", "yellow"),)
    if report.ranked_by is not None and len(report.worst_first) > 1:
        yield (Piece(f"documents worst first, by {report.ranked_by}"),)
    for omission in omissions(evaluation.left_out, report.whole):
        yield (Piece(_left_out(omission), "yellow"),)
    for sentence in shown_documents(report.whole) if report.whole else ():
        yield (Piece(sentence),)
    for note in evaluation.notes:
        yield (Piece(f"note: {legible(note)}", "yellow"),)
    yield from ((Piece(text, "dim"),) for text in _measuring(report))


def _counts(evaluation: Evaluation) -> str:
    systems = evaluation.systems
    parts = [
        counted(sum(system.documents for system in systems), "document"),
        counted(sum(system.segments for system in systems), "segment"),
        counted(sum(system.words for system in systems), "word"),
    ]
    if evaluation.empty_hypotheses:
        parts.append(counted(evaluation.empty_hypotheses, "empty hypothesis", "empty hypotheses"))
    return ", ".join(parts)


def _left_out(omission: Omission) -> str:
    shown = [shortened(place, _PIPED_NAME) for place in omission.places[:_MOST_PLACES]]
    more = omission.number - len(shown)
    places = ", ".join(shown) + (f" and {more:,} more" if more else "")
    return f"left out: {omission.count}, {omission.reason} ({places})"


def _measuring(report: Report) -> Iterator[str]:
    """The signature of each metric, and how the intervals in the table were drawn."""
    evaluation = report.evaluation
    longest = max(map(len, evaluation.metrics), default=0)
    for metric in evaluation.metrics:
        yield f"{metric:{longest}}  {evaluation.signatures[metric]}"
    if report.reference_metrics:
        yield f"95% intervals: {resampling(evaluation)}"
