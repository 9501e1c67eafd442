"""WMT XML test sets: documents with a source, references by translator and hypotheses by system."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from mtqa.errors import InputError
from mtqa.model import DocumentHeader, Ignore, LanguagePair, LeftOut, Segment
from mtqa.readers.base import Format, ReadOptions
from mtqa.readers.builder import NO_HYPOTHESIS
from mtqa.readers.fields import listing, shown
from mtqa.readers.files import InputFile
from mtqa.readers.markup import UniqueNames, language_of, pair_of, unless_blank
from mtqa.readers.xml import ignores_of, line_of, local_name, records, text_of

_Translator = tuple[str | None, int]
"""The translator of a reference, and how many of theirs came before in the document."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a document: the texts of its segments with their lines, and what comments say of them, by id.

    `title` is for messages.
    """

    title: str
    line: int
    language: str | None
    segments: Mapping[str, tuple[str, int]]
    ignores: Mapping[str, tuple[Ignore, ...]]

    def text(self, segment: str) -> str | None:
        """The text of a segment, None where this side lacks it."""
        return self.segments[segment][0] if segment in self.segments else None

    def line_of(self, segment: str) -> int:
        """The line of a segment, of the side itself where it lacks the segment."""
        return self.segments[segment][1] if segment in self.segments else self.line


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """A `<doc>` as it stands; `sides` are all of its sides, the source first."""

    name: str
    line: int
    domain: str | None
    source: _Side | None
    references: Mapping[_Translator, _Side]
    hypotheses: Mapping[str | None, _Side]

    @property
    def sides(self) -> tuple[_Side, ...]:
        source = () if self.source is None else (self.source,)
        return (*source, *self.references.values(), *self.hypotheses.values())


@dataclass(slots=True)
class _Seen:
    """What is known of the file so far: translators and systems in order, and who translated what."""

    translators: dict[_Translator, None] = field(default_factory=dict)
    systems: dict[str | None, None] = field(default_factory=dict)
    documents: list[tuple[str, int, frozenset[str | None]]] = field(default_factory=list)

    def add(self, document: _Document) -> None:
        self.translators |= dict.fromkeys(document.references)
        self.systems |= dict.fromkeys(document.hypotheses)
        self.documents.append((document.name, document.line, frozenset(document.hypotheses)))


def _read(file: InputFile, options: ReadOptions) -> Iterator[Segment | LeftOut]:
    """The segments, document by document as they stand, in a document system by system.

    References are ordered by translator, as the file first names them; a translator who first comes late in
    the file adds a reference from there on. A segment that a system lacks is an empty hypothesis; a document
    that it lacks is left out, which is told at the end.
    """
    seen = _Seen()
    names = UniqueNames()
    for number, element in enumerate(records(file, "dataset", ("doc",)), start=1):
        document = _document(file, element, names.unique(element.get("id") or str(number)))
        _check_ids(file, document)
        seen.add(document)
        for system in document.hypotheses:
            if not options.systems or system in options.systems:
                yield from _segments(file, document, system, tuple(seen.translators))
    _check_systems(file, seen, options)
    yield from _untranslated(file, seen, options)


def _document(file: InputFile, element: etree._Element, name: str) -> _Document:
    sources: dict[None, _Side] = {}
    references: dict[_Translator, _Side] = {}
    hypotheses: dict[str | None, _Side] = {}
    times: Counter[str | None] = Counter()

    def add(sides: dict[Any, _Side], key: object, side: _Side) -> None:
        if key in sides:
            fault = f"document {shown(name)} holds {side.title} twice; keep one of them"
            raise InputError(fault, file.name, side.line)
        sides[key] = side

    for part in element:
        system, translator = part.get("system") or None, part.get("translator")
        match local_name(part):
            case "src":
                add(sources, None, _side(file, part, "the source", element))
            case "ref":
                add(references, (translator, times[translator]), _side(file, part, "the reference", element))
                times[translator] += 1
            case "hyp":
                title = "the hypothesis" if system is None else f"the hypothesis of {shown(system)}"
                add(hypotheses, system, _side(file, part, title, element))
    return _Document(
        name=name,
        line=line_of(element),
        domain=element.get("domain") or _collection(element),
        source=sources.get(None),
        references=references,
        hypotheses=hypotheses,
    )


def _collection(element: etree._Element) -> str | None:
    parent = element.getparent()
    return None if parent is None or local_name(parent) != "collection" else parent.get("id")


def _side(file: InputFile, element: etree._Element, title: str, document: etree._Element) -> _Side:
    segments: dict[str, tuple[str, int]] = {}
    ignores: dict[str, tuple[Ignore, ...]] = {}
    for one in element.iter("{*}seg"):
        segment, line = one.get("id"), line_of(one)
        if segment is None:
            fault = f"a <seg> of {title} has no id; number the segments"
            raise InputError(fault, file.name, line)
        if segment in segments:
            fault = f"{title} has segment {shown(segment)} at line {segments[segment][1]} too"
            raise InputError(f"{fault}; give each segment its own id", file.name, line)
        segments[segment] = (text_of(file, one), line)
        ignores[segment] = ignores_of(file, one, document)
    language = language_of(element.get("lang") or element.get("language"))
    return _Side(title, line_of(element), language, segments, ignores)


def _check_ids(file: InputFile, document: _Document) -> None:
    """Nothing; raises `InputError` at a segment that the first side of the document does not have."""
    for side in document.sides[1:]:
        first = document.sides[0]
        for segment in (each for each in side.segments if each not in first.segments):
            fault = f"{side.title} has segment {shown(segment)}, which {first.title} (line {first.line}) lacks"
            raise InputError(f"{fault}; make the ids agree", file.name, side.line_of(segment))


def _segments(
    file: InputFile, document: _Document, system: str | None, translators: tuple[_Translator, ...]
) -> Iterator[Segment | LeftOut]:
    source, hypothesis = document.source, document.hypotheses[system]
    references = [document.references.get(translator) for translator in translators]
    header = DocumentHeader(
        document=document.name,
        path=file.path,
        system=system,
        domain=document.domain,
        language_pair=_language_pair(document, hypothesis),
    )
    for segment in document.sides[0].segments:
        yield unless_blank(
            Segment(
                header=header,
                segment=segment,
                hypothesis=hypothesis.text(segment) or "",
                source=None if source is None else source.text(segment),
                references=tuple(None if side is None else side.text(segment) for side in references),
                line=hypothesis.line_of(segment),
                source_line=None if source is None else source.line_of(segment),
                ignores=hypothesis.ignores.get(segment, ()),
            )
        )


def _language_pair(document: _Document, hypothesis: _Side) -> LanguagePair | None:
    source = None if document.source is None else document.source.language
    sides = (hypothesis, *document.references.values())
    target = next((side.language for side in sides if side.language is not None), None)
    return pair_of(source, target)


def _check_systems(file: InputFile, seen: _Seen, options: ReadOptions) -> None:
    """Nothing; raises `InputError` where the file has no hypothesis, or none of a system asked for."""
    if not seen.documents:
        raise InputError("no <doc> in it; is the file complete?", file.name)
    if not seen.systems:
        fault = "a test set without the output of a system (no <hyp>)"
        remedy = "give the output as a text file, with the sources and references as text for -s and -r"
        raise InputError(f"{fault}; {remedy}", file.name)
    missing = [system for system in options.systems if system not in seen.systems]
    if missing:
        found = listing([system or "one without a name" for system in seen.systems])
        raise InputError(f"no system {listing(missing)}; the systems are {found}", file.name)


def _untranslated(file: InputFile, seen: _Seen, options: ReadOptions) -> Iterator[LeftOut]:
    """A document that no system translated, once; else one for each system wanted that did not."""
    wanted: Collection[str | None] = options.systems or seen.systems
    for name, line, systems in seen.documents:
        for system in [each for each in wanted if each not in systems] if systems else [None]:
            yield LeftOut(document=name, system=system, reason=NO_HYPOTHESIS, path=file.path, line=line)


WMT_XML = Format(
    name="wmt",
    summary="WMT XML test sets",
    suffixes=(".xml",),
    records=_read,
)
