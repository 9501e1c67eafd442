"""Texts cut where findings begin and end, so that a page can mark them; findings may overlap."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from mtqa.model import Finding, ScoredDocument, ScoredSegment
from mtqa.report import harm


@dataclass(frozen=True, slots=True)
class Note:
    """A finding and its number on the page."""

    number: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, the notes on it, the worst first, and the numbers of those that end with it.

    Its text is empty where a finding flags a place between two characters.
    """

    text: str
    notes: tuple[Note, ...] = ()
    ending: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedSegment:
    """A segment with its texts in pieces and its notes in order."""

    scored: ScoredSegment
    source: tuple[Piece, ...]
    hypothesis: tuple[Piece, ...]
    notes: tuple[Note, ...]


def annotated(document: ScoredDocument) -> Iterator[AnnotatedSegment]:
    """The segments of a document, their findings numbered through."""
    numbers = count(1)
    for scored in document.segments:
        notes = tuple(Note(next(numbers), finding) for finding in scored.findings)
        source = (note for note in notes if note.finding.side == "source")
        hypothesis = (note for note in notes if note.finding.side == "hypothesis")
        yield AnnotatedSegment(
            scored,
            tuple(pieces(scored.segment.source or "", source)),
            tuple(pieces(scored.segment.hypothesis, hypothesis)),
            notes,
        )


def pieces(text: str, notes: Iterable[Note]) -> Iterator[Piece]:
    """The text in pieces, each as long as the same notes are on it; together they are the whole text."""
    beginning = defaultdict[int, list[Note]](list)
    bounds = {0, len(text)}
    for note in notes:
        beginning[note.finding.start].append(note)
        bounds |= {note.finding.start, note.finding.end}
    on: list[Note] = []
    for start, end in pairwise([*sorted(bounds), len(text)]):
        on = [note for note in on if note.finding.end > start]
        for note in beginning[start]:
            if note.finding.end > start:
                on.append(note)
            else:
                yield Piece("", (note,), (note.number,))
        if start < end:
            yield Piece(text[start:end], _worst_first(on), tuple(n.number for n in on if n.finding.end == end))


def _worst_first(notes: Sequence[Note]) -> tuple[Note, ...]:
    return tuple(sorted(notes, key=lambda note: harm(note.finding), reverse=True))
