"""The page of a document: its texts side by side, what was found marked in them."""

from collections.abc import Iterable, Iterator, Sequence

from mtqa.evaluation.findings import finding_counts
from mtqa.report import Report
from mtqa.writers.html.entries import Entry, left_out_by_document
from mtqa.writers.html.environment import render
from mtqa.writers.html.marks import AnnotatedSegment, Note, annotated


def document_pages(report: Report, entries: Sequence[Entry]) -> Iterator[str]:
    """The page of each of the documents, in their order."""
    last = len(entries) - 1
    left_out = left_out_by_document(report)
    for place, entry in enumerate(entries):
        header = entry.document.header
        segments = tuple(annotated(entry.document))
        yield render(
            "document",
            report=report,
            document=entry.document,
            segments=segments,
            condemned=entry.condemned,
            condemning=_condemning(segments),
            finding_counts=finding_counts(entry.document.segments),
            worse=entries[place - 1] if place > 0 else None,
            better=entries[place + 1] if place < last else None,
            place=place + 1,
            left_out=left_out.get((header.system, header.document), ()),
            has_source=any(scored.segment.source is not None for scored in entry.document.segments),
            has_reference=any(any(scored.segment.references) for scored in entry.document.segments),
        )


def _condemning(segments: Iterable[AnnotatedSegment]) -> dict[str, list[tuple[str, Note]]]:
    """By rule, the segments that it condemns, each with the first note that does."""
    found: dict[str, dict[str, Note]] = {}
    for segment in segments:
        for note in segment.condemning:
            found.setdefault(note.finding.rule, {}).setdefault(segment.scored.segment.segment, note)
    return {rule: list(notes.items()) for rule, notes in found.items()}
