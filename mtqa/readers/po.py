"""gettext PO catalogues: messages with their translation, or with one for each plural form."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mtqa.errors import InputError
from mtqa.model import DocumentHeader, Ignore, LanguagePair, LeftOut, Segment
from mtqa.readers.base import Format, ReadOptions
from mtqa.readers.fields import shown
from mtqa.readers.files import LONGEST_LINE, InputFile
from mtqa.readers.ignoring import ignores_in
from mtqa.readers.markup import language_of, pair_of, unless_blank

FUZZY = "fuzzy"
OBSOLETE = "obsolete"

_WHITE_SPACE = " \t\r\f\v"
_FLAGS = "#,"
_COMMENT = "# "
_STATEMENT = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]{1,3}\])?)[ \t]*)?"([^"\\]*(?:\\.[^"\\]*)*)"')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))")
_ESCAPED = {
    **{"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"},
    **{"\\": "\\", '"': '"', "'": "'", "?": "?"},
}
_CHARSET = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)
_NO_CHARSET = "CHARSET"
"""What a template says where nobody has filled in the encoding."""


class _Statement(NamedTuple):
    """A line of the catalogue; `keyword` is `#,` for flags, `# ` for a comment, empty for a text that goes on."""

    line: int
    keyword: str
    text: str
    is_obsolete: bool


@dataclass(slots=True)
class _Message:
    """An entry of the catalogue: its texts by keyword, each in pieces, and the line of each keyword."""

    line: int
    is_fuzzy: bool
    is_obsolete: bool
    pieces: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    length: int = 0
    ignores: tuple[Ignore, ...] = ()

    @property
    def translations(self) -> list[str]:
        """The keywords of its translations: `msgstr`, or `msgstr[0]`, `msgstr[1]` and so on."""
        return [keyword for keyword in self.pieces if keyword.startswith("msgstr")]

    @property
    def is_header(self) -> bool:
        """Whether this is the catalogue's own entry, the translation of nothing."""
        return not self.text("msgid") and "msgctxt" not in self.pieces and not self.is_obsolete

    def text(self, keyword: str) -> str:
        """The text of a keyword, its pieces joined."""
        return "".join(self.pieces[keyword])


def _read(file: InputFile, _options: ReadOptions) -> Iterator[Segment | LeftOut]:
    """One segment per translation, numbered by message, with `[n]` for plural form n.

    The source of form 0 is the singular, that of the others the plural. Fuzzy and obsolete messages are left
    out; a message that is not translated is an empty hypothesis.
    """
    header = DocumentHeader(document=file.stem, path=file.path)
    number = 0
    for message in _messages(file):
        if message.is_header:
            _check_header(file, message, number)
            header = replace(header, language_pair=_language_pair(_header_fields(message)))
        else:
            number += 1
            yield from _segments(header, message, str(number))
    if not number:
        raise InputError("no message in it; is this a PO file?", file.name)


def _segments(header: DocumentHeader, message: _Message, number: str) -> Iterator[Segment | LeftOut]:
    if message.is_obsolete or message.is_fuzzy:
        yield LeftOut(
            document=header.document,
            segment=number,
            reason=OBSOLETE if message.is_obsolete else FUZZY,
            path=header.path,
            line=message.lines[message.translations[0]],
        )
        return
    for keyword in message.translations:
        form = keyword.removeprefix("msgstr")
        is_plural = form not in ("", "[0]") and "msgid_plural" in message.pieces
        source = "msgid_plural" if is_plural else "msgid"
        yield unless_blank(
            Segment(
                header=header,
                segment=number + form,
                hypothesis=message.text(keyword),
                source=message.text(source),
                line=message.lines[keyword],
                source_line=message.lines[source],
                ignores=message.ignores,
            )
        )


def _header_fields(message: _Message) -> Mapping[str, str]:
    """The `Name: value` lines of the header by name in lower case."""
    lines = "\n".join(message.text(keyword) for keyword in message.translations).split("\n")
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _language_pair(fields: Mapping[str, str]) -> LanguagePair | None:
    """The pair of gettext's `Language` and, for the source, of the field that translation tools add."""
    source, target = (fields.get(name, "").partition("@")[0] for name in ("x-source-language", "language"))
    return pair_of(language_of(source), language_of(target))


def _check_header(file: InputFile, message: _Message, number: int) -> None:
    """Nothing; raises `InputError` at a second header, and at an encoding that the file was not read in."""
    if number:
        fault = f"a second header (an empty msgid) after {number:,} messages"
        raise InputError(f"{fault}; split the catalogue there", file.name, message.line)
    charset = _CHARSET.search(_header_fields(message).get("content-type", ""))
    if file.encoding is None and charset is not None and not _is_utf_8(charset[1]):
        name = shown(charset[1])
        fault = f"its header says charset={name}, and it is read as UTF-8 unless you say otherwise"
        raise InputError(f"{fault}; say --encoding {name}", file.name, message.line)


def _is_utf_8(charset: str) -> bool:
    """Whether texts in this encoding are UTF-8 too; so are templates that leave it open."""
    try:
        return charset == _NO_CHARSET or codecs.lookup(charset).name in ("utf-8", "ascii")
    except LookupError:
        return False


def _messages(file: InputFile) -> Iterator[_Message]:
    """The entries of the catalogue, each complete."""
    message: _Message | None = None
    is_fuzzy = False
    ignores: tuple[Ignore, ...] = ()
    for statement in _statements(file):
        if statement.keyword == _FLAGS:
            is_fuzzy |= FUZZY in statement.text
            continue
        if statement.keyword == _COMMENT:
            ignores += ignores_in(file, statement.text, statement.line)
            continue
        if statement.keyword in ("msgctxt", "msgid") and (message is None or message.translations):
            if message is not None:
                yield message
            message = _Message(statement.line, is_fuzzy, statement.is_obsolete, ignores=ignores)
            is_fuzzy, ignores = False, ()
        if message is None:
            fault = f"{statement.keyword or 'a text'} before the first msgid"
            raise InputError(f"{fault}; is the start of the file missing?", file.name, statement.line)
        _add(file, message, statement)
    if message is not None:
        if not message.translations:
            raise InputError("a message without msgstr; is the file complete?", file.name, message.line)
        yield message


def _statements(file: InputFile) -> Iterator[_Statement]:
    for number, line in file.lines():
        text = line.strip(_WHITE_SPACE)
        is_obsolete = text.startswith("#~")
        if is_obsolete:
            text = text.removeprefix("#~").lstrip(_WHITE_SPACE)
        if text.startswith(_FLAGS):
            yield _Statement(number, _FLAGS, text, is_obsolete)
        elif text.startswith(_COMMENT):
            yield _Statement(number, _COMMENT, text.removeprefix(_COMMENT), is_obsolete)
        elif text and not text.startswith("#") and not (is_obsolete and text.startswith("|")):
            match = _STATEMENT.fullmatch(text)
            if match is None:
                fault = f"not a PO statement: {shown(text)}"
                raise InputError(f'{fault}; expected msgid "…" or msgstr "…"', file.name, number)
            yield _Statement(number, match[1] or "", _unescaped(file, number, match[2]), is_obsolete)


def _add(file: InputFile, message: _Message, statement: _Statement) -> None:
    """Adds the text of a statement to its message; raises `InputError` where it does not belong there."""
    keyword = statement.keyword
    fault = None
    if keyword in message.pieces:
        fault = f"{keyword} twice in one message; is a line missing before it?"
    elif keyword not in ("", "msgctxt", "msgid") and "msgid" not in message.pieces:
        fault = f"{keyword} without msgid; is a line missing before it?"
    elif message.length + len(statement.text) > LONGEST_LINE:
        fault = f"the message is longer than {LONGEST_LINE >> 20} Mi characters; is a quotation mark missing?"
    if fault is not None:
        raise InputError(fault, file.name, statement.line)
    if keyword:
        message.pieces[keyword] = []
        message.lines[keyword] = statement.line
    message.pieces[next(reversed(message.pieces))].append(statement.text)
    message.length += len(statement.text)


def _unescaped(file: InputFile, line: int, text: str) -> str:
    def character(match: re.Match[str]) -> str:
        octal, hexadecimal, letter = match.groups()
        if letter in _ESCAPED:
            return _ESCAPED[letter]
        # Codes above 127 are bytes of an encoding that the file need not have any more.
        code = int(octal, 8) if octal else int(hexadecimal or "ff", 16)
        if code > 127:
            raise InputError(f"unknown escape {match[0]}; write the character itself", file.name, line)
        return chr(code)

    return _ESCAPE.sub(character, text)


PO = Format(
    name="po",
    summary="gettext PO",
    suffixes=(".po", ".pot"),
    records=_read,
)
