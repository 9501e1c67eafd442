"""HTML pages: their visible text by paragraph, each with the line on which it begins."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from mtqa.errors import InputError
from mtqa.model import Ignore
from mtqa.readers.base import Format, Line, ReadOptions
from mtqa.readers.files import LONGEST_LINE, InputFile
from mtqa.readers.ignoring import ignores_in
from mtqa.readers.markup import language_of
from mtqa.readers.xml import line_of

LARGEST_PAGE = 16 << 20
"""The largest page that is read: 16 Mi characters."""

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu
    nav ol p plaintext pre search section summary table tbody td textarea tfoot th thead tr ul xmp
    """.split()
)
"""Elements that begin and end a paragraph."""

_PREFORMATTED = frozenset("listing plaintext pre textarea xmp".split())
"""Elements in which a line break is shown."""

_UNSEEN = frozenset(
    """
    audio canvas datalist iframe noembed noframes noscript object rp script select style svg template
    title video
    """.split()
)
"""Elements of which a browser shows nothing, or nothing that is prose."""

_LAST_EXACT_LINE = 65_534
"""libxml2 gives 65,535 for every line of an HTML page that comes later."""

_WHITE_SPACE = re.compile("[ \t\n\r\f]+")
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_CHARSET = re.compile(r"""<meta[^<>]*?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_END_OF_PAGE = re.compile(r"</(?:body|html)[ \t]*>", re.IGNORECASE)


def _read(file: InputFile, _options: ReadOptions) -> Iterator[Line]:
    """One line per paragraph: the text between two block elements or two `<br>`, white space collapsed."""
    root = _parsed(file)
    walk = _Walk(file, language_of(root.get("lang")))
    line = None
    for line in walk.element(root, is_preformatted=False):
        yield line
    if line is None:
        raise InputError("no visible text in it; is its text loaded by a script?", file.name)


class _Walk:
    """A walk through a page, gathering paragraphs and counting lines.

    libxml2 tells the lines of elements, not of texts, so line breaks are counted from the last element on.
    Where tags go over several lines after line 65,534, the lines told fall behind.
    """

    def __init__(self, file: InputFile, language: str | None) -> None:
        self._file = file
        self._language = language
        self._line = 1
        self._pieces: list[str] = []
        self._first_line: int | None = None
        self._breaks = 0
        self._ignores: tuple[Ignore, ...] = ()

    def element(self, element: etree._Element, *, is_preformatted: bool) -> Iterator[Line]:
        """The paragraphs that end in the element, which has no more than 256 levels."""
        line = line_of(element)
        is_exact = line <= _LAST_EXACT_LINE
        self._line = line if is_exact else self._line
        if _is_comment(element):
            # Of a comment libxml2 tells the line on which it ends.
            self._line += 0 if is_exact else (element.text or "").count("\n")
            self._ignores += ignores_in(self._file, element.text or "", self._line)
            return
        if not _is_seen(element):
            self._line += "".join(map(str, element.itertext())).count("\n")
            return
        is_preformatted |= element.tag in _PREFORMATTED
        if element.tag in _BLOCKS:
            yield from self._end()
        if element.tag == "br":
            yield from self._break()
        yield from self._text(element.text or "", is_preformatted)
        for inner in element:
            yield from self.element(inner, is_preformatted=is_preformatted)
            yield from self._text(inner.tail or "", is_preformatted)
        if element.tag in _BLOCKS:
            yield from self._end()

    def _text(self, text: str, is_preformatted: bool) -> Iterator[Line]:
        first, *others = text.split("\n")
        self._piece(first)
        for piece in others:
            self._line += 1
            if is_preformatted:
                yield from self._break()
            else:
                self._pieces.append(" ")
            self._piece(piece)

    def _piece(self, text: str) -> None:
        """Adds a text without a line break."""
        self._pieces.append(text)
        if text and not text.isspace():
            self._breaks = 0
            self._first_line = self._first_line or self._line

    def _break(self) -> Iterator[Line]:
        """A line break; two of them end the paragraph."""
        self._pieces.append(" ")
        self._breaks += 1
        if self._breaks > 1:
            yield from self._end()

    def _end(self) -> Iterator[Line]:
        text = _WHITE_SPACE.sub(" ", "".join(self._pieces)).strip(" ")
        line = self._first_line
        self._pieces, self._first_line, self._breaks = [], None, 0
        if line is None:
            return
        if len(text) > LONGEST_LINE:
            limit = f"{LONGEST_LINE >> 20} Mi characters"
            raise InputError(f"a paragraph longer than {limit}; is this a page of prose?", self._file.name, line)
        ignores, self._ignores = self._ignores, ()
        yield Line(text=text, line=line, language=self._language, ignores=ignores)


def _is_comment(element: etree._Element) -> bool:
    """Whether this is no element at all, but a comment or a processing instruction."""
    tag: Any = element.tag
    return not isinstance(tag, str)


def _is_seen(element: etree._Element) -> bool:
    if element.tag in _UNSEEN:
        return False
    is_hidden = "hidden" in element.attrib or element.get("aria-hidden", "").lower() == "true"
    return not is_hidden and not _NOT_SHOWN.search(element.get("style", ""))


def _parsed(file: InputFile) -> etree._Element:
    """The root of the page, whatever its faults; raises `InputError` where the parser gave up."""
    # libxml2 drops the rest of a page after its first </html>; browsers show it.
    text = _END_OF_PAGE.sub("", _page(file))
    if not text.strip():
        raise InputError("the file is empty; check how it was written", file.name)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    for entry in parser.error_log:
        if "XML_PARSE_HUGE" in entry.message:
            fault = "elements nested more than 256 deep, or a text or tag longer than 10 MB"
            raise InputError(f"{fault}; is this a page of prose?", file.name, entry.line)
    if root is None:
        raise InputError("no visible text in it; is this an HTML page?", file.name)
    return root


def _page(file: InputFile) -> str:
    r"""The page with lines ended by `\n`; a lone `\r` is a space, a NUL the replacement character."""
    lines: list[str] = []
    try:
        lines.extend(_lines(file))
    except InputError as error:
        raise _with_charset(file, lines, error) from error
    text = "\n".join(lines)
    charset = _charset(text)
    if file.encoding is None and charset and _reads_otherwise(text, charset):
        raise InputError(f"its <meta> says charset={charset}; say --encoding {charset}", file.name)
    return text.replace("\r", " ").replace("\0", "\ufffd")


def _lines(file: InputFile) -> Iterator[str]:
    size = 0
    for _, line in file.lines():
        size += len(line) + 1
        if size > LARGEST_PAGE:
            fault = f"a page larger than {LARGEST_PAGE >> 20} Mi characters"
            raise InputError(f"{fault}; is this a page of prose?", file.name)
        yield line


def _with_charset(file: InputFile, lines: list[str], error: InputError) -> InputError:
    """The error, with the encoding that the page claims where it is not UTF-8 and none was named."""
    cause = error.__cause__
    if file.encoding is not None or not isinstance(cause, UnicodeDecodeError):
        return error
    text = "\n".join(lines) + cause.object.decode("ascii", "replace")
    charset = _charset(text)
    if charset is None:
        return error
    fault = f"not UTF-8, its <meta> says charset={charset}"
    return InputError(f"{fault}; say --encoding {charset}", error.path, error.line)


def _charset(text: str) -> str | None:
    """The encoding that the page claims, None where it claims none or one that Python does not know."""
    match = _CHARSET.search(text)
    if match is None:
        return None
    try:
        "\n".encode(match[1])
    except (LookupError, ValueError):
        return None
    return match[1]


def _reads_otherwise(text: str, charset: str) -> bool:
    """Whether a page that is ASCII means another text in an encoding such as ISO-2022-JP."""
    try:
        return "\n".encode(charset) == b"\n" and text.encode("ascii").decode(charset) != text
    except UnicodeError:
        return False


HTML = Format(
    name="html",
    summary="HTML pages, their visible text by paragraph",
    suffixes=(".html", ".htm"),
    side=_read,
)
