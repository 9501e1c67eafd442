"""Glossaries: CSV, TSV and TBX to terms; every fault with its line and remedy.

`docs/glossary.md` says what a user may write. Nothing here opens a file: bytes come in, terms go out.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePath
from types import MappingProxyType
from typing import Final
from xml.parsers import expat

from mtqa.errors import InputError
from mtqa.text.languages import parse_tag, primary


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a glossary says of one term, and where.

    Any of `sources` is to become any of `targets`, the first before the others, and none of `forbidden`. With
    `keep` it stays as it is. Without `sources` the forbidden ones are so wherever they stand.
    """

    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    keep: bool = False
    case_sensitive: bool = False
    note: str = ""
    path: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """Where it stands, for a message."""
        return f"{PurePath(self.path).name}:{self.line}"


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a file for one language pair, and the languages that the file has terms in, if it says so."""

    terms: tuple[Term, ...]
    languages: tuple[str, ...] = ()


def read_glossary(data: bytes, path: str, source: str | None, target: str | None) -> Glossary:
    """The terms of a file for a language pair of primary codes. Raises `InputError` with the line at fault."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in _READERS:
        raise InputError(f"a glossary ends in {', '.join(_READERS)}; save it as one of them", path)
    return _READERS[suffix](data, path, source, target)


# Tables

_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(("source", "source_term", "source_text", "src", "term"), "source")
    | dict.fromkeys(("target", "target_term", "target_text", "tgt", "translation", "targets"), "target")
    | dict.fromkeys(
        ("forbidden", "forbidden_target", "forbidden_targets", "forbidden_terms", "deprecated"), "forbidden"
    )
    | dict.fromkeys(("do_not_translate", "dnt", "keep"), "do_not_translate")
    | dict.fromkeys(("case_sensitive", "case"), "case_sensitive")
    | dict.fromkeys(
        ("note", "notes", "comment", "comments", "definition", "context", "domain", "part_of_speech"), "note"
    )
)
"""What each column may be called, in lower case and with underscores."""

_FLAGS: Final = dict.fromkeys(("yes", "y", "true", "1", "x"), True) | dict.fromkeys(
    ("", "no", "n", "false", "0"), False
)
_SEPARATOR: Final = "|"


def _table(data: bytes, path: str, source: str | None, target: str | None) -> Glossary:
    text = _decoded(data, path)
    rows = list(_tab_separated(text) if PurePath(path).suffix.lower() in _TABBED else _comma_separated(text, path))
    if not rows:
        raise InputError("the glossary is empty; write source and target, and a term on each line", path)
    header = _Header.of(rows[0][1], path, rows[0][0], source, target)
    terms = []
    for line, cells in rows[header.is_written :]:
        if len(cells) != len(header.columns):
            expected = f"{len(header.columns)} ({', '.join(header.names)})"
            raise InputError(f"{_counted(len(cells), 'column')}, expected {expected}", path, line)
        fields = header.fields(cells)
        if header.fits and not (header.languages and _says_nothing(fields)):
            terms.append(_term(fields, path, line))
    return Glossary(tuple(terms), header.languages)


def _says_nothing(fields: Mapping[str, str]) -> bool:
    """Whether a line of a glossary of several languages has no term in those of the pair."""
    return not fields.get("source") or not any(fields.get(name) for name in ("target", "forbidden", "do_not_translate"))


@dataclass(frozen=True, slots=True)
class _Header:
    """What each column holds: a field of a term, or "" for a language of another pair."""

    names: tuple[str, ...]
    columns: tuple[str, ...]
    languages: tuple[str, ...] = ()
    is_written: bool = True

    @property
    def fits(self) -> bool:
        """Whether the file has the languages of the pair, or does not say what it has."""
        return not self.languages or {"source", "target"} <= {*self.columns}

    @classmethod
    def of(cls, cells: Sequence[str], path: str, line: int, source: str | None, target: str | None) -> "_Header":
        names = tuple(cells)
        known = [_COLUMNS.get(_plain(name)) for name in names]
        codes = [None if column else _language(name) for name, column in zip(names, known, strict=True)]
        if not any(known) and not all(codes):
            if len(names) == 2:
                return cls(names=("source", "target"), columns=("source", "target"), is_written=False)
            raise InputError(
                f"no heading; name the columns in the first line, such as {', '.join(_FIELDS)}", path, line
            )
        columns = []
        for name, column, code in zip(names, known, codes, strict=True):
            if column is None and code is None:
                meant = get_close_matches(_plain(name), _COLUMNS, 1)
                hint = f"did you mean {meant[0]}?" if meant else f"there are {', '.join(_FIELDS)}, and language codes"
                raise InputError(f"unknown column {name!r}; {hint}", path, line)
            columns.append(column or {source: "source", target: "target"}.get(code, ""))
        for field_name in _FIELDS:
            if field_name != "note" and columns.count(field_name) > 1:
                raise InputError(f"two columns for {field_name}; leave one", path, line)
        return cls(names, tuple(columns), tuple(code for code in codes if code))

    def fields(self, cells: Sequence[str]) -> Mapping[str, str]:
        """The cells by field."""
        return {column: cell for column, cell in zip(self.columns, cells, strict=True) if column}


_FIELDS: Final = ("source", "target", "forbidden", "do_not_translate", "case_sensitive", "note")


def _term(fields: Mapping[str, str], path: str, line: int) -> Term:
    term = Term(
        sources=_alternatives(fields.get("source", "")),
        targets=_alternatives(fields.get("target", "")),
        forbidden=_alternatives(fields.get("forbidden", "")),
        keep=_flag(fields, "do_not_translate", path, line),
        case_sensitive=_flag(fields, "case_sensitive", path, line),
        note=fields.get("note", ""),
        path=path,
        line=line,
    )
    if not term.sources and (term.targets or term.keep or not term.forbidden):
        raise InputError("no source term; write one, or only a forbidden one", path, line)
    if term.sources and not (term.targets or term.forbidden or term.keep) and "target" in fields:
        raise InputError("no target term; write one, a forbidden one, or yes under do_not_translate", path, line)
    if both := {*term.targets} & {*term.forbidden}:
        raise InputError(f"{min(both)!r} is a target and forbidden; leave it in one of the two", path, line)
    return term


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(_SEPARATOR) if part.strip()))


def _flag(fields: Mapping[str, str], name: str, path: str, line: int) -> bool:
    written = fields.get(name, "").strip().lower()
    if written not in _FLAGS:
        raise InputError(f"{name} is {fields[name]!r}; write yes or no", path, line)
    return _FLAGS[written]


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _language(name: str) -> str | None:
    try:
        return primary(parse_tag(name))
    except ValueError:
        return None


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _decoded(data: bytes, path: str) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError("not UTF-8; save the file as UTF-8", path, line) from error


def _tab_separated(text: str) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(text.split("\n"), start=1):
        if row.strip():
            yield line, [cell.strip() for cell in row.rstrip("\r").split("\t")]


def _comma_separated(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip("\n\r").split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield begins, [cell.strip() for cell in row]
            begins = rows.line_num + 1
    except csv.Error as error:
        raise InputError(f"not CSV: {error}; double the quotation marks within a cell", path, begins) from error


# TBX

_ENTRIES: Final = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES: Final = frozenset({"langSet", "langSec"})
_FORBIDDEN_STATUS: Final = ("deprecated", "superseded", "forbidden", "prohibited", "notrecommended")
_XML_LANG: Final = "http://www.w3.org/XML/1998/namespace lang"


@dataclass(slots=True)
class _TbxTerm:
    """A term of an entry while it is read."""

    language: str
    line: int
    text: str = ""
    is_forbidden: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a TBX file: one concept in several languages."""

    line: int
    note: str
    terms: tuple[_TbxTerm, ...]

    def term(self, source: str, target: str, path: str) -> Term | None:
        """What it says of a language pair, None where nothing."""
        term = Term(
            sources=tuple(one.text for one in self.terms if one.language == source),
            targets=tuple(one.text for one in self.terms if one.language == target and not one.is_forbidden),
            forbidden=tuple(one.text for one in self.terms if one.language == target and one.is_forbidden),
            note=self.note,
            path=path,
            line=self.line,
        )
        return term if term.sources and (term.targets or term.forbidden) else None


@dataclass(slots=True)
class _Tbx:
    """What is read of a TBX file so far: a state of the parser, hence mutable."""

    path: str
    parser: expat.XMLParserType
    root: str = ""
    language: str = ""
    terms: list[_TbxTerm] = field(default_factory=list)
    note: str = ""
    line: int = 0
    text: str | None = None
    is_status: bool = False
    entries: list[_Entry] = field(default_factory=list)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if not self.root:
            self.root = name
            if name not in {"martif", "tbx"}:
                raise InputError(f"the root element is <{name}>, expected <martif> or <tbx>", self.path, self.at)
        if name in _ENTRIES:
            self.line, self.terms, self.note, self.language = self.at, [], "", ""
        elif name in _LANGUAGES:
            self.language = self._language(attributes)
        elif name == "term" and self.language:
            self.terms.append(_TbxTerm(self.language, self.at))
        self.text = "" if name in {"term", "note", "termNote"} else self.text
        self.is_status = name == "termNote" and "status" in attributes.get("type", "").lower()

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        text = " ".join((self.text or "").split())
        if name == "term" and self.terms:
            self.terms[-1].text = text
            if not text:
                raise InputError("an empty <term>; write it, or take it out", self.path, self.at)
        elif name == "termNote" and self.is_status and self.terms:
            self.terms[-1].is_forbidden = text.lower().replace("-", "").startswith(_FORBIDDEN_STATUS)
        elif name == "note":
            self.note = self.note or text
        elif name in _ENTRIES:
            self.entries.append(_Entry(self.line, self.note, tuple(self.terms)))
        if name in {"term", "note", "termNote"}:
            self.text = None

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text += text

    def refuse_entity(self, *_: object) -> None:
        remedy = "write the characters themselves"
        raise InputError(f"the DOCTYPE defines entities, which are not read; {remedy}", self.path, self.at)

    @property
    def at(self) -> int:
        """The line that the parser is at."""
        return self.parser.CurrentLineNumber

    def _language(self, attributes: Mapping[str, str]) -> str:
        code = attributes.get(_XML_LANG) or attributes.get("lang") or ""
        try:
            return primary(parse_tag(code))
        except ValueError as error:
            raise InputError(f"xml:lang: {error}", self.path, self.at) from error


def _tbx(data: bytes, path: str, source: str | None, target: str | None) -> Glossary:
    parser = expat.ParserCreate(namespace_separator=" ")
    state = _Tbx(path, parser)
    parser.StartElementHandler = state.start
    parser.EndElementHandler = state.end
    parser.CharacterDataHandler = state.characters
    parser.EntityDeclHandler = state.refuse_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        fault = expat.ErrorString(error.code)
        raise InputError(f"not well-formed XML: {fault}; export the file again", path, error.lineno) from error
    languages = sorted({term.language for entry in state.entries for term in entry.terms})
    if not source or not target:
        return Glossary((), tuple(languages))
    terms = (entry.term(source, target, path) for entry in state.entries)
    return Glossary(tuple(term for term in terms if term), tuple(languages))


_TABBED: Final = frozenset({".tsv", ".tab", ".txt"})
_READERS: Final[Mapping[str, Callable[[bytes, str, str | None, str | None], Glossary]]] = MappingProxyType(
    {".csv": _table, ".tsv": _table, ".tab": _table, ".txt": _table, ".tbx": _tbx, ".xml": _tbx}
)
