"""TMX 1.4: translation memories, each unit a text in the source language and in another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from mtqa.errors import InputError
from mtqa.model import DocumentHeader, LeftOut, Segment
from mtqa.readers.base import Format, ReadOptions
from mtqa.readers.fields import shown
from mtqa.readers.files import InputFile
from mtqa.readers.markup import UniqueNames, language_of, pair_of, unless_blank
from mtqa.readers.xml import XML_LANG, child, ignores_of, line_of, local_name, native_code, records, text_of
from mtqa.text.languages import primary

NO_SOURCE = "no source"
NO_TARGET = "no target"

_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Inline elements that hold codes of the original file; what is in them is not text."""

_ANY_LANGUAGE = "*all*"


@dataclass(frozen=True, slots=True)
class _Variant:
    """A text of a unit: the language of its `<tuv>`, and its `<seg>`."""

    language: str
    text: etree._Element


class _Direction:
    """The languages of the file: what the first source and the first target are in, all others must be."""

    def __init__(self, file: InputFile) -> None:
        self._file = file
        self._source: str | None = None
        self._target: str | None = None

    def check(self, sources: Sequence[_Variant], targets: Sequence[_Variant]) -> None:
        """Nothing; raises `InputError` at a text in a third language. Regions make no difference."""
        for variant in sources:
            self._source = self._source or variant.language
            self._compare(variant, self._source, "source")
        for variant in targets:
            self._target = self._target or variant.language
            self._compare(variant, self._target, "target")

    def header(self) -> DocumentHeader:
        """The header of the file's one document."""
        return DocumentHeader(
            document=self._file.stem,
            path=self._file.path,
            language_pair=pair_of(language_of(self._source), language_of(self._target)),
        )

    def _compare(self, variant: _Variant, first: str, side: str) -> None:
        if primary(variant.language) != primary(first):
            fault = f"a {side} in {variant.language}, where the file began with {first}"
            remedy = "keep one source and one target language per file"
            raise InputError(f"{fault}; {remedy}", self._file.name, line_of(variant.text))


def _read(file: InputFile, _options: ReadOptions) -> Iterator[Segment | LeftOut]:
    """One segment per `<tu>`: the source is its text in `srclang`, the hypothesis its one other text."""
    names = UniqueNames()
    direction = _Direction(file)
    header: DocumentHeader | None = None
    srclang: str | None = None
    number = 0
    for number, unit in enumerate(records(file, "tmx", ("tu",)), start=1):
        srclang = _header_language(unit) if number == 1 else srclang
        sources, targets = _split(file, unit, unit.get("srclang") or srclang)
        direction.check(sources, targets)
        name = names.unique(unit.get("tuid") or str(number))
        if len(sources) != 1 or len(targets) != 1:
            reason = _reason(sources, targets)
            yield LeftOut(document=file.stem, segment=name, reason=reason, path=file.path, line=line_of(unit))
            continue
        header = header or direction.header()
        (source,), (target,) = sources, targets
        yield unless_blank(
            Segment(
                header=header,
                segment=name,
                hypothesis=text_of(file, target.text, _stand_in),
                source=text_of(file, source.text, _stand_in),
                line=line_of(target.text),
                source_line=line_of(source.text),
                ignores=ignores_of(file, target.text, unit),
            )
        )
    if not number:
        raise InputError("no <tu> in it; is the file complete?", file.name)


def _header_language(unit: etree._Element) -> str | None:
    header = child(unit.getroottree().getroot(), "header")
    return None if header is None else header.get("srclang")


def _split(file: InputFile, unit: etree._Element, srclang: str | None) -> tuple[list[_Variant], list[_Variant]]:
    """The texts of a unit in its source language, and those in others."""
    if not srclang or srclang == _ANY_LANGUAGE:
        fault = f"srclang is {_ANY_LANGUAGE}" if srclang else "no srclang"
        remedy = 'name the source language in the <header>, such as srclang="it"'
        raise InputError(f"{fault}, so any side may be the source; {remedy}", file.name, line_of(unit))
    wanted = _tag(srclang)
    variants = [_variant(file, element) for element in unit.findall("{*}tuv")]
    texts = [variant for variant in variants if variant is not None]
    sources = [text for text in texts if text.language == wanted] or [
        text for text in texts if primary(text.language) == primary(wanted)
    ]
    return sources, [text for text in texts if text not in sources]


def _variant(file: InputFile, element: etree._Element) -> _Variant | None:
    """The text of a `<tuv>`, None where it holds none."""
    language = element.get(XML_LANG) or element.get("lang")
    if not language:
        raise InputError("a <tuv> without xml:lang; name its language", file.name, line_of(element))
    text = child(element, "seg")
    return None if text is None else _Variant(_tag(language), text)


def _tag(label: str) -> str:
    return language_of(label) or label.strip().lower()


def _reason(sources: Sequence[_Variant], targets: Sequence[_Variant]) -> str:
    if not sources or not targets:
        return NO_TARGET if sources else NO_SOURCE
    repeated = sources if len(sources) > 1 else targets
    return f"{len(repeated)} texts in {shown(repeated[0].language)}"


def _stand_in(element: etree._Element) -> str | None:
    return native_code(element) if local_name(element) in _CODES else None


TMX = Format(
    name="tmx",
    summary="TMX 1.4",
    suffixes=(".tmx",),
    records=_read,
)
