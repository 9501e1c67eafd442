"""Columns and rows of the tables; `docs/tables.md` describes them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mtqa.evaluation.findings import PlacedFinding, finding_counts, placed_findings
from mtqa.model import ScoredDocument, ScoredSegment
from mtqa.report import PENALTY, QUALITY
from mtqa.taxonomy import SEVERITIES

Kind = Literal["text", "texts", "integer", "integers", "number"]
"""What a column holds; in every column a value may be missing."""

Value = str | int | float | Sequence[str | None] | Sequence[int] | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and the function that gives the rows of some documents, in their order."""

    columns: tuple[Column, ...]
    rows: Callable[[Iterable[ScoredDocument]], Iterator[Row]]


def table_of(name: str, metrics: Sequence[str]) -> Table:
    """The table of this name in a run with these metrics."""
    return _TABLES[name]((*metrics, *((PENALTY,) if QUALITY in metrics else ())))


_SEGMENT = (
    Column("document", "text"),
    Column("system", "text"),
    Column("segment", "text"),
    Column("path", "text"),
    Column("line", "integer"),
    Column("domain", "text"),
    Column("language_pair", "text"),
    Column("source", "text"),
    Column("hypothesis", "text"),
    Column("references", "texts"),
    Column("words", "integer"),
)
_DOCUMENT = (
    Column("document", "text"),
    Column("system", "text"),
    Column("path", "text"),
    Column("source_path", "text"),
    Column("domain", "text"),
    Column("language_pair", "text"),
    Column("segments", "integer"),
    Column("words", "integer"),
)
_FINDING = (
    Column("fingerprint", "text"),
    Column("document", "text"),
    Column("system", "text"),
    Column("segment", "text"),
    Column("rule", "text"),
    Column("category", "text"),
    Column("severity", "text"),
    Column("confidence", "text"),
    Column("side", "text"),
    Column("start", "integer"),
    Column("end", "integer"),
    Column("text", "text"),
    Column("message", "text"),
    Column("suggestions", "texts"),
    Column("counterpart_side", "text"),
    Column("counterpart_start", "integer"),
    Column("counterpart_end", "integer"),
    Column("counterpart_text", "text"),
    Column("path", "text"),
    Column("line", "integer"),
    Column("column", "integer"),
    Column("end_column", "integer"),
)
_COUNTS = tuple(Column(f"findings_{severity}", "integer") for severity in SEVERITIES)


def _segments(scores: Sequence[str]) -> Table:
    def row(document: ScoredDocument, scored: ScoredSegment) -> Row:
        segment, header = scored.segment, document.header
        return (
            header.document,
            header.system,
            segment.segment,
            header.path,
            segment.line,
            header.domain,
            str(document.language_pair),
            segment.source,
            segment.hypothesis,
            segment.references,
            scored.words,
            *(scored.scores.get(name) for name in scores),
            *finding_counts([scored]).values(),
        )

    def rows(documents: Iterable[ScoredDocument]) -> Iterator[Row]:
        return (row(document, scored) for document in documents for scored in document.segments)

    return Table((*_SEGMENT, *(Column(name, "number") for name in scores), *_COUNTS), rows)


def _documents(scores: Sequence[str]) -> Table:
    of_scores = [
        column
        for name in scores
        for column in (
            Column(name, "number"),
            Column(f"{name}_low", "number"),
            Column(f"{name}_high", "number"),
            Column(f"{name}_statistics", "integers"),
        )
    ]

    def row(document: ScoredDocument) -> Row:
        header = document.header
        return (
            header.document,
            header.system,
            header.path,
            header.source_path,
            header.domain,
            str(document.language_pair),
            len(document.segments),
            document.words,
            *(cell for name in scores for cell in _score_cells(document, name)),
            *finding_counts(document.segments).values(),
        )

    return Table((*_DOCUMENT, *of_scores, *_COUNTS), lambda documents: map(row, documents))


def _score_cells(document: ScoredDocument, name: str) -> Row:
    score = document.scores.get(name)
    numbers = (score.score, score.low, score.high) if score else (None, None, None)
    return (*numbers, document.statistics.get(name))


def _findings(_scores: Sequence[str]) -> Table:
    return Table(_FINDING, lambda documents: map(_finding, placed_findings(documents)))


def _finding(placed: PlacedFinding) -> Row:
    finding, counterpart = placed.finding, placed.finding.counterpart
    return (
        placed.fingerprint,
        placed.header.document,
        placed.header.system,
        placed.segment.segment,
        finding.rule,
        finding.category,
        finding.severity,
        finding.confidence,
        finding.side,
        finding.start,
        finding.end,
        finding.text,
        finding.message,
        finding.suggestions,
        *((counterpart.side, counterpart.start, counterpart.end, counterpart.text) if counterpart else (None,) * 4),
        placed.path,
        placed.line,
        placed.column,
        placed.end_column,
    )


_TABLES: dict[str, Callable[[Sequence[str]], Table]] = {
    "segments": _segments,
    "findings": _findings,
    "documents": _documents,
}
