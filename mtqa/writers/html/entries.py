"""The documents of a report with the names of their pages."""

from dataclasses import dataclass

from mtqa.model import LeftOut, ScoredDocument
from mtqa.report import Condemned, Report, condemned
from mtqa.writers.html.names import page_names


@dataclass(frozen=True, slots=True)
class Entry:
    """A document, the name of its page, and the segments of it with quality 0."""

    document: ScoredDocument
    page: str
    condemned: Condemned


def entries_of(report: Report) -> tuple[Entry, ...]:
    """The documents worst first; their pages are named in input order, whatever they score."""
    documents = report.evaluation.documents
    names = page_names([document.header for document in documents])
    named = {id(document): name for document, name in zip(documents, names, strict=True)}
    return tuple(Entry(document, named[id(document)], condemned(document.segments)) for document in report.worst_first)


def left_out_by_document(report: Report) -> dict[tuple[str | None, str], list[LeftOut]]:
    """What was left out, by system and document."""
    found: dict[tuple[str | None, str], list[LeftOut]] = {}
    for left in report.evaluation.left_out:
        found.setdefault((left.system, left.document), []).append(left)
    return found
