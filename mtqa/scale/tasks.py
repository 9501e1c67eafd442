"""The input of a large run cut into tasks: chunks of whole documents, the same whatever is done with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Final

from mtqa.evaluation.segments import LONGEST_PIECE
from mtqa.evaluation.texts import references_of
from mtqa.model import DocumentHeader, Segment
from mtqa.scale.resampling import MOST_UNITS

CHUNK: Final = 8192
"""The segments of a task, about; the first tasks are smaller."""

_FIRST: Final = 512

WINDOW: Final = 8192
"""How many other segments may stand between two of one document."""


Rank = tuple[tuple[float, ...], int]
"""How a document ranks by a score, the worst lowest: its badness, negated, and the number of its first segment."""


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

    def __reduce__(self) -> tuple[object, ...]:
        # To other processes the segments go as rows under one header: in a third of the time that objects take.
        rows = tuple(map(_own_fields, self.segments))
        return _piece, (self.ordinal, self.header, rows, self.begins, self.whole)


_FIELDS: Final = tuple(each.name for each in fields(Segment) if each.name != "header")
_own_fields: Final = attrgetter(*_FIELDS)


def _piece(ordinal: int, header: DocumentHeader, rows: tuple[tuple[Any, ...], ...], begins: bool, whole: bool) -> Piece:
    """The piece that was sent as these."""
    segments = tuple(Segment(header=header, **dict(zip(_FIELDS, row, strict=True))) for row in rows)
    return Piece(ordinal, segments, begins, whole)


@dataclass(frozen=True, slots=True)
class Task:
    """Pieces that are judged and written together, as part `number` of the tables.

    `many` are the systems with more documents before these than are kept one by one, of all and (True) of those with a
    reference: their resamples can be drawn at once, by whoever judges the pieces. `bars` are the ranks, by score, that
    a document must be below to be among the worst: so many others are known already.
    """

    number: int
    pieces: tuple[Piece, ...]
    many: frozenset[tuple[str | None, bool]] = frozenset()
    bars: Mapping[str, Rank] = field(default_factory=dict)

    @property
    def segments(self) -> int:
        """How many segments there are in it."""
        return sum(len(piece.segments) for piece in self.pieces)


def tasks(segments: Iterable[Segment], size: int = CHUNK) -> Iterator[Task]:
    """The segments as tasks; the first are small, so that results and progress show soon."""
    number, wanted = 0, min(_FIRST, size)
    pieces: list[Piece] = []
    held, before = 0, _Documents()
    for piece in gathered_nearby(segments):
        pieces.append(piece)
        held += len(piece.segments)
        if held >= wanted:
            yield Task(number, tuple(pieces), before.many())
            before.add(pieces)
            number, wanted, pieces, held = number + 1, min(2 * wanted, size), [], 0
    if pieces:
        yield Task(number, tuple(pieces), before.many())


class _Documents:
    """The documents of each system, and those with a reference, as many as it takes to know that there are many."""

    def __init__(self) -> None:
        self._names: dict[tuple[str | None, bool], set[str]] = {}

    def add(self, pieces: Iterable[Piece]) -> None:
        """Those of some pieces."""
        for piece in pieces:
            with_reference = any(map(references_of, piece.segments))
            for kind in (False, True)[: 1 + with_reference]:
                names = self._names.setdefault((piece.header.system, kind), set())
                if len(names) <= MOST_UNITS:
                    names.add(piece.header.document)

    def many(self) -> frozenset[tuple[str | None, bool]]:
        """The systems whose documents are too many to keep one by one."""
        return frozenset(system for system, names in self._names.items() if len(names) > MOST_UNITS)


@dataclass(slots=True)
class _Open:
    """A document that may go on."""

    ordinal: int
    begins: bool
    segments: list[Segment] = field(default_factory=list)

    def closed(self, *, goes_on: bool = False) -> Piece:
        return Piece(self.ordinal, tuple(self.segments), self.begins, self.begins and not goes_on)


def gathered_nearby(segments: Iterable[Segment], window: int = WINDOW) -> Iterator[Piece]:
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
