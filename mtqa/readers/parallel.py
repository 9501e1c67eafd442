"""Hypothesis, source and references from files of their own, put together to segments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mtqa.errors import InputError
from mtqa.model import UNDETERMINED, DocumentHeader, LanguagePair, Segment
from mtqa.readers.base import Line
from mtqa.readers.naming import Naming
from mtqa.readers.sides import Length, Side, measure

Row = tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelText:
    """A hypothesis and the sides beside it, line for line.

    `documents` names the document of each line; `wanted` are the systems to take of a hypothesis file that
    holds several, empty for all.
    """

    hypothesis: Side
    source: Side | None = None
    references: tuple[Side, ...] = ()
    documents: Side | None = None
    naming: Naming
    wanted: tuple[str, ...] = ()

    def items(self) -> Iterator[Segment]:
        """The segments of the text, one system after the other; lines blank on every side are none.

        Raises `InputError` where the sides are not of one length, name different segments, or hold no text.
        """
        for hypothesis in _by_system(self.hypothesis, self.wanted, sole=self.naming.sole_system):
            references = tuple(side for reference in self.references for side in _by_system(reference))
            yield from _segments(replace(self, hypothesis=hypothesis, references=references))

    @property
    def texts(self) -> tuple[Side, ...]:
        """The sides that hold texts: hypothesis, references, source."""
        return (self.hypothesis, *self.references, *(() if self.source is None else (self.source,)))

    @property
    def sides(self) -> tuple[Side, ...]:
        """The texts, and last the list of documents if there is one."""
        return (*self.texts, *(() if self.documents is None else (self.documents,)))


@dataclass(slots=True)
class _Document:
    """A document as far as it is read: what its segments share, and how many there are so far."""

    header: DocumentHeader
    segments: int = 0


def _by_system(side: Side, wanted: tuple[str, ...] = (), *, sole: bool = False) -> Iterator[Side]:
    """The side once per system that its file names, in their order, or as it is where there is one at most.

    Raises `InputError` for wanted systems that are not there.
    """
    if not side.names_systems or not side.file.rereadable or sole:
        yield side
        return
    systems = tuple(dict.fromkeys(line.system for line in side.lines()))
    named = [system for system in systems if system is not None]
    if named:
        _check_wanted(wanted, named, side)
    if len(systems) == 1:
        yield side
    elif len(named) < len(systems):
        raise InputError("some of its documents name a system, others none; name it for all", side.file.name)
    else:
        for system in named:
            if not wanted or system in wanted:
                yield replace(side, system=system)


def _check_wanted(wanted: Sequence[str], there: Sequence[str], side: Side) -> None:
    if missing := [system for system in wanted if system not in there]:
        message = f"no system {', '.join(missing)}; the systems are {', '.join(there)}"
        raise InputError(message, side.file.name)


def _segments(text: ParallelText) -> Iterator[Segment]:
    documents: dict[str, _Document] = {}
    texts_end, source_at = len(text.texts), 1 + len(text.references)
    silent = list(range(texts_end))
    first: Line | None = None
    row: Row | None = None
    for row in _rows(text.sides):
        texts = [line.text if line.text.strip() else "" for line in row[:texts_end]]
        if not any(texts):
            continue
        silent = [number for number in silent if not texts[number]] if silent else silent
        hypothesis = row[0]
        if first is None:
            first = hypothesis
            if first.system is not None:
                _check_wanted(text.wanted, (first.system,), text.hypothesis)
        if hypothesis.system != first.system:
            place = text.hypothesis.file.name, hypothesis.line
            raise text.naming.several_systems(first.system, hypothesis.system, *place)
        name, number = _identity(row, text)
        document = documents.get(name)
        if document is None:
            document = documents[name] = _Document(_header(text, name, row))
        document.segments += 1
        yield Segment(
            header=document.header,
            segment=number or str(document.segments),
            hypothesis=texts[0],
            source=texts[source_at] if text.source is not None else None,
            references=tuple(texts[1:source_at]),
            line=hypothesis.line,
            source_line=row[source_at].line if text.source is not None else None,
            column=hypothesis.column,
            ignores=hypothesis.ignores,
        )
    if silent:
        raise _no_text(text.texts[silent[0]], is_empty=row is None)


def _no_text(side: Side, *, is_empty: bool) -> InputError:
    fault = "is empty" if is_empty else "holds no text"
    return InputError(f"{fault}; is it the right file?", side.file.name)


def _header(text: ParallelText, name: str, row: Row) -> DocumentHeader:
    """What all segments of a document share, from its first row."""
    source = None if text.source is None else row[len(text.references) + 1]
    languages = (None if source is None else source.language, row[0].language)
    return DocumentHeader(
        document=name,
        path=text.hypothesis.file.path,
        system=text.naming.system_of(row[0].system),
        source_path=None if text.source is None else text.source.file.path,
        domain=next((line.domain for line in row if line.domain is not None), None),
        language_pair=LanguagePair(*(language or UNDETERMINED for language in languages)) if any(languages) else None,
    )


def _identity(row: Row, text: ParallelText) -> tuple[str, str | None]:
    """The document's name, and the id of the segment if a side names it; all sides that do must agree."""
    document = segment = None
    for number, line in enumerate(row):
        if line.document is not None:
            if document is not None and line.document != document:
                raise _contradiction(row, text, number)
            document = line.document
        if line.segment is not None:
            if segment is not None and line.segment != segment:
                raise _contradiction(row, text, number)
            segment = line.segment
    if document is None and text.documents is not None:
        raise InputError("names no document for this line", text.documents.file.name, row[-1].line)
    return text.naming.document_of(document), segment


def _contradiction(row: Row, text: ParallelText, number: int) -> InputError:
    """The error that a side has another segment than the sides before it."""
    named = next(other for other, line in enumerate(row) if line.document or line.segment)
    sides = text.sides
    here, there = _called(row[number]), _called(row[named])
    place = f"{sides[named].file.name}:{row[named].line}"
    message = f"{here} stands beside {there} of the {sides[named].role} ({place}); bring them into one order"
    return InputError(message, sides[number].file.name, row[number].line)


def _called(line: Line) -> str:
    names = {"segment": line.segment, "document": line.document}
    return " of ".join(f"{kind} {name!r}" for kind, name in names.items() if name is not None)


def _rows(sides: Sequence[Side]) -> Iterator[Row]:
    """The lines of all sides beside each other. Raises `InputError` where the sides are not of one length."""
    walks = [side.lines() if side.file.rereadable else _Measured(side.lines()) for side in sides]
    try:
        yield from zip(*walks, strict=True)
    except ValueError:
        from mtqa.readers.divergence import unequal  # noqa: PLC0415 (most runs end without it)

        lengths = [
            walk.length() if isinstance(walk, _Measured) else measure(side.lines())
            for side, walk in zip(sides, walks, strict=True)
        ]
        if len({length.lines for length in lengths}) == 1:
            raise
        for side, length in zip(sides, lengths, strict=True):
            if length.lines == 0 or (length.filled == 0 and side.is_text):
                raise _no_text(side, is_empty=length.lines == 0) from None
        raise unequal(sides, lengths) from None


class _Measured(Iterator[Line]):
    """Lines that can be read only once, counted as they pass."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._passed = 0

    def __next__(self) -> Line:
        line = next(self._lines)
        self._passed += 1
        return line

    def length(self) -> Length:
        """The length of the side, its blank lines not counted; reads the lines that are left."""
        return Length(lines=self._passed + sum(1 for _ in self._lines), blank=0, first_blank=None)
