"""XML files, record by record: safe to open, in memory bounded by one record, errors with their line."""

import re
from collections.abc import Callable, Collection, Iterator
from itertools import takewhile
from typing import Any, cast

from lxml import etree

from mtqa.errors import InputError
from mtqa.model import Ignore
from mtqa.readers.fields import shown
from mtqa.readers.files import LONGEST_LINE, InputFile
from mtqa.readers.ignoring import ignores_in
from mtqa.readers.markup import fold

LARGEST_RECORD = 64 << 20
"""The most bytes from one record to the next: 64 MiB, a WMT document of 10,000 segments by 30 systems."""

MOST_NODES = 1_000_000
"""The most elements and attributes from one record to the next; they take more memory than bytes."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_CHUNK = 1 << 16
_LINE_BREAKS = frozenset({"lb", "pb", "xlf:lb", "xlf:pb", "x-html-br"})
_FORMAT_OF_ROOT = {"dataset": "wmt", "xliff": "xliff", "tmx": "tmx", "html": "html"}

_ENTITIES = (
    "the DOCTYPE defines entities, which are not read since they can swell a file or open others; "
    "write the characters themselves"
)
_KNOWN_FAULTS = (
    ("amplification", _ENTITIES),
    ("entity reference loop", _ENTITIES),
    ("document is empty", "not XML; check the file, or name its format with --input-format"),
    ("start tag expected", "not XML; check the file, or name its format with --input-format"),
    ("premature end of data", "the file ends inside an element; is it complete?"),
    ("excessive depth", "elements nested more than 256 deep; is this the right file?"),
    ("huge", "a text, attribute or comment longer than 10 MB; is this the right file?"),
    ("too big", "a text, attribute or comment longer than 10 MB; is this the right file?"),
    ("bytes in character encoding", "not in the encoding it claims (UTF-8 unless it says otherwise)"),
    ("not proper utf-8", "not in the encoding it claims (UTF-8 unless it says otherwise)"),
)
"""What a user should read, by a part of what libxml2 says in lower case; its wording differs by version."""


def records(file: InputFile, root: str, names: Collection[str]) -> Iterator[etree._Element]:
    """The elements with one of the local `names`, each whole, in document order.

    The root element must have the local name `root`, records its namespace. A record is valid until the next
    one is asked for; its ancestors keep their attributes. A DTD is never loaded. Raises `InputError` at what
    is not well-formed, defines or needs entities, or is
    too large.
    """
    parser = _parser(file)
    tags: frozenset[str] | None = None
    unread = nodes = 0
    for size in _feed(file, parser):
        unread += size
        if unread > LARGEST_RECORD or nodes > MOST_NODES:
            limits = f"{LARGEST_RECORD >> 20} MiB or {MOST_NODES:,} elements and attributes"
            fault = f"no end of a <{'> or <'.join(sorted(names))}> within {limits}"
            raise InputError(f"{fault}; is this the right file?", file.name)
        for event, element in cast("Iterator[tuple[str, etree._Element]]", parser.read_events()):
            if tags is None:
                tags = _record_tags(file, element, root, names)
            if event == "start":
                nodes += 1 + len(element.attrib)
            elif element.tag in tags:
                unread = nodes = 0
                yield element
                _forget(element)


def text_of(
    file: InputFile,
    element: etree._Element,
    stand_in: Callable[[etree._Element], str | None] = lambda _: None,
) -> str:
    """The text of an element and of those in it, on one line unless `xml:space` preserves its line breaks.

    `stand_in` gives the text to read in place of an inner element, None to read what is in it. Raises
    `InputError` at a text longer than `LONGEST_LINE`.
    """
    text = "".join(_runs(element, stand_in))
    if len(text) > LONGEST_LINE:
        fault = f"the text of <{local_name(element)}> is longer than {LONGEST_LINE >> 20} Mi characters"
        raise InputError(f"{fault}; is its end tag missing?", file.name, line_of(element))
    is_kept = "\n" not in text or inherited(element, _XML_SPACE) == "preserve"
    return text if is_kept else fold(text)


def native_code(element: etree._Element) -> str:
    """The text that stands for an inline code of XLIFF or TMX: a space for a line break, else nothing."""
    kinds = {element.get(name) for name in ("ctype", "type", "subType")}
    is_break = not kinds.isdisjoint(_LINE_BREAKS) or (element.text or "").lower().startswith("<br")
    return " " if is_break else ""


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def line_of(element: etree._Element) -> int:
    """The 1-based line on which the start tag of an element ends."""
    line: int | None = cast(Any, element.sourceline)
    return line or 1


def ignores_of(file: InputFile, element: etree._Element, record: etree._Element) -> tuple[Ignore, ...]:
    """What comments say of an element: those in it, and those right before it or an element around it in its record."""
    around = [element, *(one for one in element.iterancestors() if one is record or record in one.iterancestors())]
    before = [comment for one in around for comment in _comments_before(one)]
    comments = [*before, *element.iter(etree.Comment)]
    return tuple(ignore for comment in comments for ignore in ignores_in(file, comment.text or "", line_of(comment)))


def _comments_before(element: etree._Element) -> Iterator[etree._Element]:
    """The comments between an element and the element before it."""
    return takewhile(lambda one: not _is_element(one), element.itersiblings(preceding=True))


def _is_element(node: etree._Element) -> bool:
    """Whether this is no comment."""
    tag: Any = node.tag
    return isinstance(tag, str)


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child with this local name."""
    return element.find(f"{{*}}{name}")


def inherited(element: etree._Element, attribute: str) -> str | None:
    """The attribute of the element or of the nearest element around it that has it."""
    for one in (element, *element.iterancestors()):
        value = one.get(attribute)
        if value is not None:
            return value
    return None


def _parser(file: InputFile) -> "etree.XMLPullParser":
    """A parser that expands no entity, loads nothing, and keeps libxml2's limits on depth and length."""
    return etree.XMLPullParser(
        events=("start", "end"),
        encoding=None if file.encoding is None else "utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_pis=True,
    )


def _chunks(file: InputFile) -> Iterator[bytes]:
    """The file in pieces, in UTF-8 where the user named its encoding."""
    if file.encoding is not None:
        for _, line in file.lines():
            yield f"{line}\n".encode("utf-8", "surrogatepass")
        return
    with file.open() as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _feed(file: InputFile, parser: "etree.XMLPullParser") -> Iterator[int]:
    """Feeds the file to the parser; yields the size of each piece, and 0 when all is parsed."""
    checked = size = 0
    try:
        for chunk in _chunks(file):
            size = len(chunk)
            parser.feed(chunk)
            # The parser holds back some faults until it is closed, which then tells another one.
            log = parser.feed_error_log
            for entry in (log[at] for at in range(checked, len(log))):
                if entry.level > etree.ErrorLevels.WARNING or "ENTITY" in entry.type_name:
                    raise _syntax_error(file, entry.message, entry.line)
            checked = len(log)
            yield size
        if not size:
            raise InputError("the file is empty; check how it was written", file.name)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _syntax_error(file, error.msg or "", error.lineno) from error
    yield 0


def _syntax_error(file: InputFile, message: str, line: int | None) -> InputError:
    fault = re.sub(r",? line \d+, column \d+\s*$", "", message).strip()
    for part, known in _KNOWN_FAULTS:
        if part in fault.lower():
            return InputError(known, file.name, line)
    remedy = "mend it there, or export the file again"
    return InputError(f"not well-formed XML: {fault}; {remedy}", file.name, line or None)


def _record_tags(file: InputFile, element: etree._Element, root: str, names: Collection[str]) -> frozenset[str]:
    """The full tags of the records, from the root element; raises `InputError` if this is another format."""
    found = local_name(element)
    if found != root:
        hint = (
            f"name it with --input-format {_FORMAT_OF_ROOT[found]}"
            if found in _FORMAT_OF_ROOT
            else f"{', '.join(f'{name} has <{tag}>' for tag, name in _FORMAT_OF_ROOT.items())}"
        )
        fault = f"the root element is <{shown(found)}>, expected <{root}>"
        raise InputError(f"{fault}; {hint}", file.name, line_of(element))
    definitions: Any = element.getroottree().docinfo.internalDTD
    if definitions is not None and any(True for _ in definitions.iterentities()):
        raise InputError(_ENTITIES, file.name)
    namespace = str(element.tag)[: -len(root)]
    return frozenset(namespace + name for name in names)


def _runs(element: etree._Element, stand_in: Callable[[etree._Element], str | None]) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        instead = stand_in(inner) if _is_element(inner) else ""
        if instead is None:
            yield from _runs(inner, stand_in)
        else:
            yield instead
        yield inner.tail or ""


def _forget(element: etree._Element) -> None:
    """Empties a record that was read and drops whatever stands before it.

    The record itself stays: the parser may be about to add the text after it.
    """
    del element[:]
    element.text = None
    for one in (element, *element.iterancestors()):
        parent = one.getparent()
        while parent is not None and parent[0] is not one:
            del parent[0]
