"""The page of a document: its texts side by side, what was found marked in them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mtqa.evaluation.findings import finding_counts
from mtqa.model import Description
from mtqa.report import Report
from mtqa.taxonomy import CATEGORIES, CONFIDENCES, SEVERITIES
from mtqa.writers.descriptions import reasons
from mtqa.writers.html.entries import Entry, left_out_by_document
from mtqa.writers.html.environment import render
from mtqa.writers.html.marks import AnnotatedSegment, Note, annotated

_KEYS: Final = (
    ("n", "next finding"),
    ("p", "previous finding"),
    ("j", "next document"),
    ("k", "previous document"),
    ("d", "what differs from the reference"),
    ("s", "the suggestions in place"),
    ("c", "copy the place of the finding"),
    ("?", "these keys"),
    ("Esc", "close"),
)


@dataclass(frozen=True, slots=True)
class ToldRule:
    """A rule that spoke in a document, told once for all its findings: its number on the page, and why it speaks.

    `meaning` is what its category means; `why` is None where nothing is known of the rule. `findings` counts them.
    """

    number: int
    category: str
    meaning: str | None
    why: str | None
    findings: int


def document_pages(report: Report, entries: Sequence[Entry]) -> Iterator[str]:
    """The page of each of the documents, in their order."""
    last = len(entries) - 1
    left_out = left_out_by_document(report)
    for place, entry in enumerate(entries):
        header = entry.document.header
        segments = tuple(annotated(entry.document))
        scored = entry.document.segments
        yield render(
            "document",
            report=report,
            document=entry.document,
            segments=segments,
            condemned=entry.condemned,
            condemning=_condemning(segments),
            finding_counts=finding_counts(scored),
            severities=_present(SEVERITIES, (note.finding.severity for note in _notes(segments))),
            confidences=_present(CONFIDENCES, (note.finding.confidence for note in _notes(segments))),
            rules=_told_rules(segments, report.evaluation.own_rules),
            worse=entries[place - 1] if place > 0 else None,
            better=entries[place + 1] if place < last else None,
            place=place + 1,
            left_out=left_out.get((header.system, header.document), ()),
            has_source=any(each.segment.source is not None for each in scored),
            has_reference=any(any(each.segment.references) for each in scored),
            has_preview=any(segment.followed for segment in segments),
            keys=_KEYS,
        )


def _notes(segments: Iterable[AnnotatedSegment]) -> Iterator[Note]:
    return (note for segment in segments for note in segment.notes)


def _present(order: Sequence[str], values: Iterable[str]) -> dict[str, int]:
    """How many there are of each value that there is, the last of the order first."""
    counts = Counter(values)
    return {value: counts[value] for value in reversed(order) if counts[value]}


def _told_rules(segments: Iterable[AnnotatedSegment], own: Iterable[Description]) -> Mapping[str, ToldRule]:
    """The rules of the notes, by id, in the order in which they first speak."""
    findings = [note.finding for note in _notes(segments)]
    counts = Counter(finding.rule for finding in findings)
    categories = {finding.rule: finding.category for finding in reversed(findings)}
    why = reasons(counts, own) if counts else {}
    return {
        rule: ToldRule(number, categories[rule], CATEGORIES.get(categories[rule]), why.get(rule), count)
        for number, (rule, count) in enumerate(counts.items(), start=1)
    }


def _condemning(segments: Iterable[AnnotatedSegment]) -> dict[str, list[tuple[str, Note]]]:
    """By rule, the segments that it condemns, each with the first note that does."""
    found: dict[str, dict[str, Note]] = {}
    for segment in segments:
        for note in segment.condemning:
            found.setdefault(note.finding.rule, {}).setdefault(segment.scored.segment.segment, note)
    return {rule: list(notes.items()) for rule, notes in found.items()}
