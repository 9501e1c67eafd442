"""Older WMT SGM sets, one file per side: `<srcset>`, `<refset>` or `<tstset>` with documents and segments.

They are SGML, not XML: names in any case, attributes without quotation marks, a bare `&` or `<` in a text.
So the text of a segment is whatever stands between `<seg ...>` and `</seg>`, without the spaces at its ends.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mtqa.errors import InputError
from mtqa.readers.base import Format, Line, ReadOptions
from mtqa.readers.fields import shown
from mtqa.readers.files import LONGEST_LINE, InputFile
from mtqa.readers.markup import fold, language_of

_LANGUAGE_OF_SET = {"srcset": "srclang", "refset": "trglang", "tstset": "trglang"}
"""The attribute that names the language of the texts, by kind of set."""

_ANY_LANGUAGE = "any"
_BRACKETS = (("<seg", "</seg"), ("<!--", "-->"), ("<", ">"))
"""What begins and what ends a piece of text that may go over several lines."""

_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9_.-]*)")
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([A-Za-z][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SEGMENT_START = re.compile(r"<seg\b", re.IGNORECASE)
_SEGMENT_END = re.compile(r"</seg\s*>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag and where it begins; `text` is that of the segment that it opens."""

    line: int
    name: str
    attributes: Mapping[str, str]
    is_end: bool
    is_empty: bool
    text: str = ""


@dataclass(slots=True)
class _Place:
    """The set and the document around a segment, the lines where they begin, the segments seen in them."""

    set: _Tag | None = None
    document: _Tag | None = None
    seen: dict[tuple[str | None, ...], int] = field(default_factory=dict)

    def follow(self, tag: _Tag) -> None:
        """Enters or leaves what the tag begins or ends; the end of a set ends its last document too."""
        inside = None if tag.is_end else tag
        if tag.name in _LANGUAGE_OF_SET:
            self.set = inside
            self.document = None
        elif tag.name == "doc":
            self.document = inside

    def attribute(self, name: str) -> str | None:
        """The attribute of the document or else of the set, None where it is blank."""
        for tag in (self.document, self.set):
            if tag is not None and tag.attributes.get(name):
                return tag.attributes[name]
        return None

    @property
    def system(self) -> str | None:
        """The system or translator; sources have none."""
        return None if self.set is not None and self.set.name == "srcset" else self.attribute("sysid")

    @property
    def language(self) -> str | None:
        """The language of the texts; reference sets that serve any source language say `any`."""
        label = self.attribute(_LANGUAGE_OF_SET[self.set.name]) if self.set is not None else None
        return None if label == _ANY_LANGUAGE else language_of(label)


def _read(file: InputFile, _options: ReadOptions) -> Iterator[Line]:
    """One line per `<seg>`; what stands outside of them is not read."""
    place = _Place()
    is_empty = True
    for tag in _tags(file):
        place.follow(tag)
        if tag.name == "seg" and not tag.is_end:
            is_empty = False
            yield _line(file, place, tag)
    if (unclosed := place.document or place.set) is not None:
        fault = f"the file ends inside the <{unclosed.name}> of line {unclosed.line}"
        raise InputError(f"{fault}; is it complete?", file.name)
    if is_empty:
        sets = ", ".join(f"<{name}>" for name in _LANGUAGE_OF_SET)
        raise InputError(f"no <seg> in it; an SGM file holds one of {sets}", file.name)


def _line(file: InputFile, place: _Place, tag: _Tag) -> Line:
    document, system, segment = place.attribute("docid"), place.system, tag.attributes.get("id")
    if segment is not None:
        key = (document, system, segment)
        if key in place.seen:
            fault = f"segment {shown(segment)} of document {shown(document or 'without a name')}"
            there = f"stands at line {place.seen[key]} too"
            raise InputError(f"{fault} {there}; give each segment its own id", file.name, tag.line)
        place.seen[key] = tag.line
    return Line(
        text=tag.text,
        line=tag.line,
        document=document,
        segment=segment,
        system=system,
        language=place.language,
        domain=place.attribute("genre"),
    )


def _tags(file: InputFile) -> Iterator[_Tag]:
    """The tags outside of segments; a `<seg>` comes with its text and without its end tag."""
    for first_line, text in _joined_lines(file):
        line = first_line
        counted = position = 0
        while (begin := text.find("<", position)) >= 0:
            line += text.count("\n", counted, begin)
            counted = begin
            tag, position = _tag(text, begin, line)
            if tag is not None and tag.name == "seg" and not tag.is_end and not tag.is_empty:
                end = _segment_end(file, text, position, tag)
                tag = replace(tag, text=_decoded(fold(text[position : end.start()]).strip(" \t")))
                position = end.end()
            if tag is not None:
                yield tag


def _joined_lines(file: InputFile) -> Iterator[tuple[int, str]]:
    """The lines, joined where a segment, a tag or a comment goes on; with the number of the first."""
    held: list[str] = []
    first = size = 0
    is_open = dict.fromkeys(_BRACKETS, False)
    for number, line in file.lines():
        first = first if held else number
        held.append(line)
        size += len(line)
        if size > LONGEST_LINE:
            limit = f"{LONGEST_LINE >> 20} Mi characters"
            raise InputError(f"no end within {limit} of what begins here; is a tag missing?", file.name, first)
        for brackets, before in is_open.items():
            begin, end = (line.lower().rfind(bracket) for bracket in brackets)
            is_open[brackets] = before if begin == end else begin > end
        if not any(is_open.values()):
            yield first, "\n".join(held)
            held, size = [], 0
    if held:
        yield first, "\n".join(held)


def _tag(text: str, begin: int, line: int) -> tuple[_Tag | None, int]:
    """The tag at `begin`, None for a comment and for a `<` that is text; and where the rest begins."""
    if text.startswith("<!--", begin):
        end = text.find("-->", begin)
        return None, len(text) if end < 0 else end
    next_begin = text.find("<", begin + 1)
    end = text.find(">", begin, len(text) if next_begin < 0 else next_begin)
    name = _NAME.match(text, begin)
    if end < 0 or name is None:
        return None, begin + 1
    is_empty = text[end - 1] == "/"
    matches = _ATTRIBUTE.finditer(text, name.end(), end - is_empty)
    attributes = {match[1].lower(): _decoded(match[2] or match[3] or match[4] or "") for match in matches}
    return _Tag(line, name[2].lower(), attributes, bool(name[1]), is_empty), end + 1


def _segment_end(file: InputFile, text: str, position: int, tag: _Tag) -> re.Match[str]:
    end = _SEGMENT_END.search(text, position)
    if end is None or _SEGMENT_START.search(text, position, end.start()):
        raise InputError("a <seg> without its </seg>; is the file complete?", file.name, tag.line)
    return end


def _decoded(text: str) -> str:
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), text)


SGM = Format(
    name="sgm",
    summary="older WMT SGM sets, one file per side",
    suffixes=(".sgm", ".sgml"),
    side=_read,
)
