"""Texts cut where findings begin and end, so that a page can mark them; findings may overlap."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Final

from mtqa.evaluation.quality import condemns
from mtqa.evaluation.texts import references_of
from mtqa.model import Finding, ScoredDocument, ScoredSegment, Side, Span
from mtqa.report import harm


@dataclass(frozen=True, slots=True)
class Note:
    """A finding and its number on the page; `span` is where it is marked: its own place, or that of its counterpart."""

    number: int
    finding: Finding
    span: Span

    @classmethod
    def of(cls, number: int, finding: Finding) -> "Note":
        """The note where the finding itself stands."""
        return cls(number, finding, Span(finding.side, finding.start, finding.end, finding.text))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, the notes on it, the worst first, and the numbers of those that end with it.

    Its text is empty where a finding flags a place between two characters.
    """

    text: str
    notes: tuple[Note, ...] = ()
    ending: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text in pieces, and the notes that are on it as a whole, the worst first; they are on no piece."""

    pieces: tuple[Piece, ...]
    whole: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedSegment:
    """A segment with its texts and its notes in order; `reference` is the first that holds text."""

    scored: ScoredSegment
    source: AnnotatedText
    hypothesis: AnnotatedText
    reference: AnnotatedText
    notes: tuple[Note, ...]

    @property
    def condemning(self) -> tuple[Note, ...]:
        """The notes that make its quality 0."""
        return tuple(note for note in self.notes if condemns(note.finding))


_WHOLE_FROM: Final = 40
"""A text of so many characters is hard to read where all of it is underlined, and nothing within stands out."""


def annotated(document: ScoredDocument) -> Iterator[AnnotatedSegment]:
    """The segments of a document, their findings numbered through."""
    numbers = count(1)
    for scored in document.segments:
        notes = tuple(Note.of(next(numbers), finding) for finding in scored.findings)
        counterparts = (Note(note.number, note.finding, span) for note in notes if (span := note.finding.counterpart))
        marked = [*notes, *counterparts]
        segment = scored.segment
        texts: dict[Side, str] = {
            "source": segment.source or "",
            "hypothesis": segment.hypothesis,
            "reference": next(iter(references_of(segment)), ""),
        }
        by_side = {
            side: annotated_text(text, [note for note in marked if note.span.side == side])
            for side, text in texts.items()
        }
        yield AnnotatedSegment(scored, by_side["source"], by_side["hypothesis"], by_side["reference"], notes)


def annotated_text(text: str, notes: Iterable[Note]) -> AnnotatedText:
    """The text with its notes, those on all of a longer text apart."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    on_whole: list[Note] = []
    on_parts: list[Note] = []
    for note in notes:
        whole = end - start >= _WHOLE_FROM and note.span.start <= start and note.span.end >= end
        (on_whole if whole else on_parts).append(note)
    return AnnotatedText(tuple(pieces(text, on_parts)), _worst_first(on_whole))


def pieces(text: str, notes: Iterable[Note]) -> Iterator[Piece]:
    """The text in pieces, each as long as the same notes are on it; together they are the whole text."""
    beginning = defaultdict[int, list[Note]](list)
    bounds = {0, len(text)}
    for note in notes:
        beginning[note.span.start].append(note)
        bounds |= {note.span.start, note.span.end}
    on: list[Note] = []
    for start, end in pairwise([*sorted(bounds), len(text)]):
        on = [note for note in on if note.span.end > start]
        for note in beginning[start]:
            if note.span.end > start:
                on.append(note)
            else:
                yield Piece("", (note,), (note.number,))
        if start < end:
            yield Piece(text[start:end], _worst_first(on), tuple(n.number for n in on if n.span.end == end))


def _worst_first(notes: Sequence[Note]) -> tuple[Note, ...]:
    return tuple(sorted(notes, key=lambda note: harm(note.finding), reverse=True))
