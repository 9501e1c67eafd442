"""The input of a large run cut into tasks: chunks of whole documents, the same whatever is done with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from mtqa.evaluation.segments import LONGEST_PIECE
from mtqa.model import DocumentHeader, Segment

CHUNK: Final = 8192
"""The segments of a task, about; the first tasks are smaller."""

_FIRST: Final = 512
_WINDOW: Final = 8192


@dataclass(frozen=True, slots=True)
class Piece:
    """A document, or as much of a very long one as is judged together.

    `ordinal` is the number of its first segment in the input. `begins` says whether the document begins here, `whole`
    whether this is all of it.
    """

    ordinal: int
    segments: tuple[Segment, ...]
    begins: bool = True
    whole: bool = True

    @property
    def header(self) -> DocumentHeader:
        """The document."""
        return self.segments[0].header


@dataclass(frozen=True, slots=True)
class Task:
    """Pieces that are judged and written together, as part `number` of the tables."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def segments(self) -> int:
        """How many segments there are in it."""
        return sum(len(piece.segments) for piece in self.pieces)


def tasks(segments: Iterable[Segment], size: int = CHUNK) -> Iterator[Task]:
    """The segments as tasks; the first are small, so that results and progress show soon."""
    number, wanted = 0, min(_FIRST, size)
    pieces: list[Piece] = []
    held = 0
    for piece in gathered_nearby(segments):
        pieces.append(piece)
        held += len(piece.segments)
        if held >= wanted:
            yield Task(number, tuple(pieces))
            number, wanted, pieces, held = number + 1, min(2 * wanted, size), [], 0
    if pieces:
        yield Task(number, tuple(pieces))


@dataclass(slots=True)
class _Open:
    """A document that may go on."""

    ordinal: int
    begins: bool
    segments: list[Segment] = field(default_factory=list)

    def closed(self, *, goes_on: bool = False) -> Piece:
        return Piece(self.ordinal, tuple(self.segments), self.begins, self.begins and not goes_on)


def gathered_nearby(segments: Iterable[Segment], window: int = _WINDOW) -> Iterator[Piece]:
    """The documents, also of segments that do not follow each other, as those of systems side by side.

    Memory is bounded by `window` segments: a document ends where so many others have come since its last segment. Very
    long documents are divided at the same places as in `mtqa.evaluation.segments.pieces`.
    """
    waiting: dict[DocumentHeader, _Open] = {}  # the one that was continued longest ago first
    held = 0
    for ordinal, segment in enumerate(segments):
        header = segment.header
        own = waiting.pop(header, None) or _Open(ordinal, begins=True)
        if len(own.segments) == LONGEST_PIECE:
            yield own.closed(goes_on=True)
            held -= LONGEST_PIECE
            own = _Open(ordinal, begins=False)
        own.segments.append(segment)
        waiting[header] = own
        held += 1
        while held > window:
            oldest = waiting.pop(next(iter(waiting)))
            held -= len(oldest.segments)
            yield oldest.closed()
    for own in waiting.values():
        yield own.closed()
