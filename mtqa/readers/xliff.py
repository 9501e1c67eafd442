"""XLIFF 1.2 and 2.x: translation units with a source and a target, by file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from mtqa.errors import InputError
from mtqa.model import DocumentHeader, LeftOut, Segment
from mtqa.readers.base import Format, ReadOptions
from mtqa.readers.fields import shown
from mtqa.readers.files import InputFile
from mtqa.readers.markup import UniqueNames, language_of, pair_of, unless_blank
from mtqa.readers.xml import child, ignores_of, inherited, line_of, local_name, native_code, records, text_of

NO_TARGET = "no target"
NOT_TRANSLATED = 'translate="no"'

_CODES = frozenset({"x", "bx", "ex", "ph", "bpt", "ept", "it", "sc", "ec", "sm", "em"})
"""Inline elements that stand for codes of the original file; what is in them is not text."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A source and a target as they stand; None where the unit has none."""

    segment: str
    source: etree._Element | None
    target: etree._Element | None


@dataclass(frozen=True, slots=True)
class _File:
    """A `<file>` and what its segments share."""

    element: etree._Element
    header: DocumentHeader
    names: UniqueNames = field(default_factory=UniqueNames)


def _read(file: InputFile, _options: ReadOptions) -> Iterator[Segment | LeftOut]:
    """One segment per `<mrk mtype="seg">` (1.2), per `<segment>` (2.x), else per unit.

    A `<file>` is a document. The text is what a reader sees: inline codes and the sub-flows in them are left
    out, a line break is a space.
    """
    documents = UniqueNames()
    current: _File | None = None
    for unit in records(file, "xliff", ("trans-unit", "unit")):
        element = next((one for one in unit.iterancestors() if local_name(one) == "file"), unit)
        if current is None or current.element is not element:
            current = _File(element, _header(file, element, documents))
        yield from _unit(file, unit, current)
    if current is None:
        raise InputError("no <trans-unit> (XLIFF 1.2) or <unit> (2.x) in it; is the file complete?", file.name)


def _header(file: InputFile, element: etree._Element, names: UniqueNames) -> DocumentHeader:
    name = element.get("original") or element.get("id") or file.stem
    source = inherited(element, "source-language") or inherited(element, "srcLang")
    target = inherited(element, "target-language") or inherited(element, "trgLang")
    return DocumentHeader(
        document=names.unique(name),
        path=file.path,
        language_pair=pair_of(language_of(source), language_of(target)),
    )


def _unit(file: InputFile, unit: etree._Element, document: _File) -> Iterator[Segment | LeftOut]:
    pairs = _pairs_in_version_1 if local_name(unit) == "trans-unit" else _pairs_in_version_2
    is_fixed = inherited(unit, "translate") == "no"
    for pair in pairs(file, unit):
        name = document.names.unique(pair.segment)
        if is_fixed or pair.target is None:
            yield LeftOut(
                document=document.header.document,
                segment=name,
                reason=NOT_TRANSLATED if is_fixed else NO_TARGET,
                path=file.path,
                line=line_of(unit),
            )
            continue
        yield unless_blank(
            Segment(
                header=document.header,
                segment=name,
                hypothesis=_text(file, pair.target),
                source=None if pair.source is None else _text(file, pair.source),
                line=line_of(pair.target),
                source_line=None if pair.source is None else line_of(pair.source),
                ignores=ignores_of(file, pair.target, unit),
            )
        )


def _pairs_in_version_1(file: InputFile, unit: etree._Element) -> Iterator[_Pair]:
    """The pairs of `<mrk mtype="seg">` with one `mid`, or the unit as a whole where it is not segmented."""
    identity = _identity(unit)
    target = child(unit, "target")
    sources = _marked(file, child(unit, "seg-source"))
    targets = _marked(file, target)
    if not sources or (target is not None and not targets):
        yield _Pair(identity, child(unit, "source"), target)
        return
    for unknown in (mid for mid in targets if mid not in sources):
        fault = f"the target of unit {shown(identity)} has segment {shown(unknown)}, its <seg-source> has not"
        raise InputError(f"{fault}; make the ids agree", file.name, line_of(targets[unknown]))
    for mid, source in sources.items():
        yield _Pair(f"{identity}.{mid}", source, targets.get(mid))


def _marked(file: InputFile, element: etree._Element | None) -> Mapping[str, etree._Element]:
    """The segments marked in a text by `mid`; none where there is text outside of them."""
    if element is None:
        return {}
    marks = dict.fromkeys(one for one in element.iter("{*}mrk") if one.get("mtype") == "seg")
    outside = text_of(file, element, lambda inner: "" if inner in marks else _stand_in(file, inner))
    return {} if outside.strip() else {mark.get("mid") or str(n): mark for n, mark in enumerate(marks, start=1)}


def _pairs_in_version_2(_file: InputFile, unit: etree._Element) -> Iterator[_Pair]:
    segments = unit.findall("{*}segment")
    for number, segment in enumerate(segments, start=1):
        identity = _identity(unit)
        name = identity if len(segments) == 1 else f"{identity}.{segment.get('id') or number}"
        yield _Pair(name, child(segment, "source"), child(segment, "target"))


def _identity(unit: etree._Element) -> str:
    return unit.get("id") or f"line-{line_of(unit)}"


def _text(file: InputFile, element: etree._Element) -> str:
    return text_of(file, element, partial(_stand_in, file))


def _stand_in(file: InputFile, element: etree._Element) -> str | None:
    """The text in place of an inline element, None for one whose content is text."""
    if local_name(element) in _CODES:
        return native_code(element)
    if local_name(element) == "cp":
        return _code_point(file, element)
    return None


def _code_point(file: InputFile, element: etree._Element) -> str:
    """The character that a `<cp>` stands for, one that XML cannot hold."""
    digits = element.get("hex", "")
    try:
        character = chr(int(digits, 16))
        character.encode()
    except (ValueError, OverflowError) as error:
        fault = f"<cp hex={shown(digits)!r}> is no character; write its code point, such as 001A"
        raise InputError(fault, file.name, line_of(element)) from error
    return character


XLIFF = Format(
    name="xliff",
    summary="XLIFF 1.2 and 2.x",
    suffixes=(".xlf", ".xliff"),
    records=_read,
)
