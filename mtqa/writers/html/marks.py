"""Texts cut where findings begin and end, so that a page can mark them; findings may overlap.

What differs between hypothesis and reference cuts them once more, within the pieces.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise, zip_longest
from typing import Final

from mtqa.evaluation.findings import PlacedFinding, Placer
from mtqa.evaluation.quality import condemns
from mtqa.evaluation.texts import references_of
from mtqa.model import Finding, ScoredDocument, ScoredSegment, Side, Span
from mtqa.report import harm
from mtqa.text.differences import DifferencePiece, word_differences
from mtqa.text.place import Place, places
from mtqa.writers.html.preview import followed


@dataclass(frozen=True, slots=True)
class Note:
    """A finding and its number on the page; `span` is where it is marked: its own place, or that of its counterpart.

    `at` is the line and column of the finding in its file: `12:5`, and `12` where the column is not known.
    """

    number: int
    finding: Finding
    span: Span
    at: str = ""

    @classmethod
    def of(cls, number: int, finding: Finding, at: str = "") -> "Note":
        """The note where the finding itself stands."""
        return cls(number, finding, Span(finding.side, finding.start, finding.end, finding.text), at)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, the notes on it, the worst first, and the numbers of those that end with it.

    Its text is empty where a finding flags a place between two characters. `parts` are the text cut by what differs
    from the text that it was compared with.
    """

    text: str
    notes: tuple[Note, ...] = ()
    ending: tuple[int, ...] = ()
    parts: tuple[DifferencePiece, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text in pieces, and the notes that are on it as a whole, the worst first; they are on no piece."""

    pieces: tuple[Piece, ...]
    whole: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedSegment:
    """A segment with its texts and its notes in order; `reference` is the first that holds text.

    `followed` are the numbers of the notes whose suggestions it is shown with where they are asked for. `headline`
    says whether it is set as one.
    """

    scored: ScoredSegment
    source: AnnotatedText
    hypothesis: AnnotatedText
    reference: AnnotatedText
    notes: tuple[Note, ...]
    followed: frozenset[int] = frozenset()
    headline: bool = False

    @property
    def condemning(self) -> tuple[Note, ...]:
        """The notes that make its quality 0."""
        return tuple(note for note in self.notes if condemns(note.finding))


_WHOLE_FROM: Final = 40
"""A text of so many characters is hard to read where all of it is underlined, and nothing within stands out."""


def annotated(document: ScoredDocument) -> Iterator[AnnotatedSegment]:
    """The segments of a document, their findings numbered through."""
    numbers = count(1)
    placer = Placer()
    for scored, headline in zip(document.segments, _headlines(document), strict=True):
        notes = tuple(Note.of(next(numbers), placed.finding, _at(placed)) for placed in placer.place(scored))
        yield _annotated(scored, notes, headline)


def _annotated(scored: ScoredSegment, notes: tuple[Note, ...], headline: bool) -> AnnotatedSegment:
    segment = scored.segment
    counterparts = (replace(note, span=span) for note in notes if (span := note.finding.counterpart))
    marked = [*notes, *counterparts]
    reference = next(iter(references_of(segment)), None)
    texts: dict[Side, str] = {
        "source": segment.source or "",
        "hypothesis": segment.hypothesis,
        "reference": reference or "",
    }
    differing: dict[Side, Sequence[DifferencePiece]] = {}
    if reference is not None:
        differences = word_differences(segment.hypothesis, reference)
        differing = {"hypothesis": differences.hypothesis, "reference": differences.reference}
    by_side = {
        side: annotated_text(text, [note for note in marked if note.span.side == side], differing.get(side, ()))
        for side, text in texts.items()
    }
    follows = set(map(id, followed([note.finding for note in notes])))
    return AnnotatedSegment(
        scored,
        by_side["source"],
        by_side["hypothesis"],
        by_side["reference"],
        notes,
        frozenset(note.number for note in notes if id(note.finding) in follows),
        headline,
    )


def _headlines(document: ScoredDocument) -> Iterator[bool]:
    """Whether each segment is set as a headline: where it reads like one, and the first also where its source does."""
    segments = [scored.segment for scored in document.segments]
    here = places([segment.hypothesis for segment in segments])
    sources = places([segment.source or "" for segment in segments[:1]])
    return (any(place.headline for place in each) for each in zip_longest(here, sources, fillvalue=Place()))


def _at(placed: PlacedFinding) -> str:
    return f"{placed.line}" if placed.column is None else f"{placed.line}:{placed.column}"


def annotated_text(text: str, notes: Iterable[Note], differing: Sequence[DifferencePiece] = ()) -> AnnotatedText:
    """The text with its notes, those on all of a longer text apart."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    on_whole: list[Note] = []
    on_parts: list[Note] = []
    for note in notes:
        whole = end - start >= _WHOLE_FROM and note.span.start <= start and note.span.end >= end
        (on_whole if whole else on_parts).append(note)
    return AnnotatedText(tuple(_parted(pieces(text, on_parts), differing)), _worst_first(on_whole))


def _parted(pieces: Iterable[Piece], differing: Sequence[DifferencePiece]) -> Iterator[Piece]:
    """The pieces with their parts."""
    rest = iter(differing)
    left = next(rest, None)
    for piece in pieces:
        parts = []
        wanted = len(piece.text)
        while wanted and left is not None:
            part, over = left.text[:wanted], left.text[wanted:]
            parts.append(left._replace(text=part))
            wanted -= len(part)
            left = left._replace(text=over) if over else next(rest, None)
        yield Piece(piece.text, piece.notes, piece.ending, tuple(parts) or (DifferencePiece(piece.text, False),))


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
