"""What the index says is to be fixed first: the worst findings in the midst of their texts, each with its place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from mtqa.evaluation.texts import text_of
from mtqa.model import Finding, Segment
from mtqa.report import Findings, WorstFinding, harm
from mtqa.writers.html.entries import Entry

SHOWN: Final = 4
"""So many are shown at once; the others are a click away."""

_AROUND: Final = 110
_LONGEST_QUOTE: Final = 220
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words flagged and what stands around them; cut, with an ellipsis, where the text is longer."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Urgent:
    """A finding to fix, its document, and the number of its note on the page of that document."""

    entry: Entry
    finding: Finding
    segment: Segment
    number: int
    excerpt: Excerpt


def fix_first(findings: Findings, entries: Sequence[Entry]) -> tuple[Urgent, ...]:
    """The worst findings of the report, the most severe and surest first."""
    by_document = {(entry.document.header.system, entry.document.header.document): entry for entry in entries}
    worst = sorted(chain.from_iterable(findings.worst), key=lambda each: harm(each.finding), reverse=True)
    return tuple(_urgent(each, by_document) for each in worst)


def _urgent(worst: WorstFinding, entries: dict[tuple[str | None, str], Entry]) -> Urgent:
    header = worst.segment.header
    text = excerpt(text_of(worst.segment, worst.finding), worst.finding.start, worst.finding.end)
    return Urgent(entries[header.system, header.document], worst.finding, worst.segment, worst.number, text)


def excerpt(text: str, start: int, end: int) -> Excerpt:
    """The words from `start` to `end` of a text, with whole words around them as far as there is room."""
    words = text[start:end]
    if len(words) > _LONGEST_QUOTE:
        words = f"{_beginning(words, _LONGEST_QUOTE)}…"
    before = text[:start]
    kept_before = _beginning(before[::-1], _AROUND)[::-1]
    kept_after = _beginning(text[end:], _AROUND)
    return Excerpt(
        before=f"{'…' if len(kept_before) < len(before) else ''}{kept_before}",
        words=words,
        after=f"{kept_after}{'…' if len(kept_after) < len(text) - end else ''}",
    )


def _beginning(text: str, longest: int) -> str:
    """The beginning of the text: up to its last space within `longest` characters, where there is one."""
    if len(text) <= longest:
        return text
    cut = text[:longest]
    spaces = list(_SPACE.finditer(cut))
    return cut[: spaces[-1].start()] if spaces and spaces[-1].start() > longest // 2 else cut
