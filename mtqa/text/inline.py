"""What stands in a text for programs and not for readers: tags, placeholders, messages, addresses, hashtags.

`codes` finds them with exact places; `key` says when two are the same although they are written differently.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from mtqa.late import late


class CodeKind(StrEnum):
    """What an inline code is."""

    TAG = "tag"
    PLACEHOLDER = "placeholder"
    MESSAGE = "message"
    ADDRESS = "address"
    EMAIL = "e-mail address"
    FILE = "file name"
    HANDLE = "handle"
    HASHTAG = "hashtag"


class Code(NamedTuple):
    """An inline code: its half-open range, and a key that is equal for codes that mean the same."""

    kind: CodeKind
    start: int
    end: int
    key: str


# Every repetition is possessive or bounded, so that no text takes more than linear time.
_TAG: Final = (
    r"</?(?:[a-z][\w:-]{0,40}+|(?:[ABIPQU]|BR|EM|DIV|SPAN|STRONG|IMG|TD|TR|TH|LI|UL|OL|H[1-6]|FONT|TABLE)(?=[\s/>]))"
    r"(?:\s{1,4}[\w:-]{1,40}+(?:\s{0,2}=\s{0,2}(?:\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}'|[^\s\"'<>]{1,500}+))?){0,20}+\s{0,4}/?>"
    r"|</?\d{1,4}/?>|<!--|-->"
)
_PLACEHOLDER: Final = (
    r"\{\{[^{}\n]{1,200}\}\}"  # {{name}}
    r"|\$\{[^{}\n]{1,200}\}|%\{[^{}\n]{1,100}\}|\#\{[^{}\n]{1,100}\}"  # ${x} %{x} #{x}
    r"|\{[\w.-]{0,60}(?:![rsa])?(?::[^{}\s]{0,30})?\}"  # {0} {name} {0:N2} {}
    r"|%\(\w{1,60}\)[#0 +-]?\d{0,4}(?:\.\d{1,3})?[diouxXeEfFgGcrsa]"  # %(name)s
    r"|(?<![A-Za-z\d%])%(?:\d{1,2}\$)?[#0+-]?\d{0,3}(?:\.\d{1,2})?"  # %s %1$d
    r"(?:hh?|ll?|[qjzt])?[diouxXeEfFgGcs@](?![^\W\d_]{2})"
    r"|%%|(?<![A-Za-z\d%])%[A-Z][A-Z0-9_]{1,40}%(?![A-Za-z\d])"  # %NAME%
    r"|\#(?:[A-Z][A-Z0-9_]{1,40}+|[A-Za-z]{1,40}+\d{1,4}+)\#"  # #PRODUCT1#
    r"|\[\[[^\[\]\n]{1,100}\]\]|(?<![A-Za-z\d_])__[A-Za-z0-9]{1,40}__(?![A-Za-z\d_])"
    r"|\\[ntr](?![a-z])"
)
_FILE: Final = (
    r"(?<![\w./@-])[A-Za-z\dÀ-ɏ_-]{1,80}+(?:\.[\w-]{1,40}){0,3}?\.(?:pdf|docx?|xlsx?|pptx?|csv|tsv|txt|json|xml|ya?ml|toml"
    r"|html?|zip|tar\.gz|rar|7z|exe|dll|apk|jpe?g|png|gif|svg|mp3|mp4|avi|mov|py|java|cpp|sh|bat|ini|cfg|log|sql)"
    r"(?![A-Za-z\d]|[.-][A-Za-z\d])"
)

# In this order.
_PATTERNS: Final[tuple[tuple[CodeKind, str], ...]] = (
    (CodeKind.ADDRESS, r"(?<![\w@])(?:(?:https?|ftp)://|www\.)[^\s<>\"“”«»{}|\\^`，。、；：？！（）「」『』]{1,2000}+"),
    (CodeKind.EMAIL, r"(?<![\w@.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{2,63}){1,6}+"),
    (CodeKind.TAG, _TAG),
    (CodeKind.PLACEHOLDER, _PLACEHOLDER),
    (CodeKind.FILE, _FILE),
    (CodeKind.HANDLE, r"(?<![A-Za-z\d@/.])@[A-Za-z_][A-Za-z\d_]{1,30}+(?![.@]\w)"),
    (CodeKind.HASHTAG, r"(?<![\w#&/])[#＃](?=\w{0,60}?[^\W\d_])\w{2,80}+(?!\#)"),
)
_CODE: Final = late("|".join(f"({pattern})" for _, pattern in _PATTERNS))
_MAYBE: Final = re.compile(r"[<{%$#＃@\\\[]|__|://|www\.|\.\w{2}")
_KIND_OF_GROUP: Final = (None, *(kind for kind, _ in _PATTERNS))
_MESSAGE: Final = re.compile(
    r"\{\s{0,3}(?P<name>[\w.-]{1,60})\s{0,3},\s{0,3}(?P<type>plural|select|selectordinal)\s{0,3},"
)
_AFTER_ADDRESS: Final = ".,;:!?'’\"*_)]}…"
_TAG_NAME: Final = re.compile(r"<(/?)\s?([\w:!-]+)")
_KEPT_ATTRIBUTE: Final = re.compile(
    r"\b(?:href|src|id|name|class|ctype|xml:space|action|rid)\s{0,3}=\s{0,3}(?:\"[^\"]{0,1000}\"|'[^']{0,1000}'|[^\s>\"']{1,1000}+)"
)


def codes(text: str) -> Iterator[Code]:
    """The inline codes of a text, in order; none within another, save those in the texts of a message."""
    if not _MAYBE.search(text):
        return
    messages, bodies = _messages(text)
    inside = 0
    for match in _CODE.finditer(text):
        kind = _KIND_OF_GROUP[match.lastindex or 0]
        start, end = match.span()
        if kind is None or start in bodies:
            continue
        if kind is CodeKind.ADDRESS:
            end = _end_of_address(text, start, end)
        elif kind is CodeKind.EMAIL:
            end = start + len(match[0].rstrip("._-"))
        while inside < len(messages) and messages[inside].start < start:
            yield messages[inside]
            inside += 1
        yield Code(kind, start, end, _key(kind, text[start:end]))
    yield from messages[inside:]


def _end_of_address(text: str, start: int, end: int) -> int:
    """Where an address ends: before the marks of the sentence, but with a bracket that it opened itself."""
    while end > start and text[end - 1] in _AFTER_ADDRESS:
        if text[end - 1] == ")" and text.count("(", start, end) >= text.count(")", start, end):
            break
        end -= 1
    return end


def _key(kind: CodeKind, text: str) -> str:
    if kind is CodeKind.TAG:
        name = _TAG_NAME.match(text)
        if name is None:
            return text
        attributes = sorted(re.sub(r"\s+|[\"']", "", found[0]) for found in _KEPT_ATTRIBUTE.finditer(text))
        empty = "/" if text.endswith("/>") and not name[1] else ""
        return " ".join([f"<{name[1]}{name[2].lower()}{empty}>", *attributes])
    if kind is CodeKind.PLACEHOLDER:
        return re.sub(r"\s+", "", text)
    if kind is CodeKind.ADDRESS:
        return text.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").lower()
    return text.lower().replace("＃", "#")


class _Open(NamedTuple):
    """A bracket that is open, with what it begins: None where that is no message."""

    start: int
    message: re.Match[str] | None
    cases: list[str]


def _messages(text: str) -> tuple[list[Code], frozenset[int]]:
    """The ICU messages in order, and where the texts of their cases open.

    The key of a message names its argument, its type and the cases that must stay.
    """
    if "," not in text:
        return [], frozenset()
    found, bodies = [], set()
    opened: list[_Open] = []
    last = 0
    for bracket in _CURLY.finditer(text):
        at = bracket.start()
        if bracket[0] == "{":
            if opened and opened[-1].message:
                opened[-1].cases.extend(text[max(last, at - _LONGEST_CASE) : at].split()[-1:])
                bodies.add(at)
            opened.append(_Open(at, _MESSAGE.match(text, at), []))
        elif opened and (begun := opened.pop()).message:
            found.append(_message(begun, at + 1))
        last = at + 1
    found += [_message(begun, len(text)) for begun in opened if begun.message]
    return sorted(found, key=lambda code: code.start), frozenset(bodies)


def _message(begun: _Open, end: int) -> Code:
    assert begun.message is not None
    name, kind = begun.message["name"], begun.message["type"]
    kept = sorted({case for case in begun.cases if kind == "select" or case not in _PLURAL_CASES})
    return Code(CodeKind.MESSAGE, begun.start, end, f"{{{name}, {kind}, {' '.join(kept)}}}")


_CURLY: Final = re.compile("[{}]")
_LONGEST_CASE: Final = 60
_PLURAL_CASES: Final = frozenset({"zero", "one", "two", "few", "many"})
"""The cases of a plural that depend on the language; `other` and `=0` do not."""


_BROKEN: Final = late(
    r"<\s{1,3}/?\s{0,3}(?:a|b|i|u|p|em|strong|span|div|br|g|x|ph|bpt|ept|sup|sub|h[1-6])\s{0,3}/?>"
    r"|</\s{1,3}[a-z]\w{0,9}>|<(?:a|b|i|u|p|em|strong|span|br)\s{1,3}/\s{1,3}>|</?(?:a|b|i|u|p|em|strong|span)/?(?=\s|$)"
    r"|[＜〈]/?\s{0,2}(?:a|b|i|u|p|em|strong|span|div|br)\s{0,2}/?[＞〉]"
    r"|\{\s{1,3}\{\s{0,3}[\w.]{1,60}\s{0,3}\}\s{0,3}\}|\{\{\s{0,3}[\w.]{1,60}\s{0,3}\}\s{1,3}\}|\$\s{1,2}\{\s{0,2}[\w.]{1,60}\s{0,2}\}"
    r"|\{\s{1,3}\w{1,60}\s{0,3}\}|\{\w{1,60}\s{1,3}\}|[｛]\s{0,2}\w{1,60}\s{0,2}[｝]"
    r"|%\s{1,2}\(\w{1,60}\)\s{0,2}[sd]|%\(\w{1,60}\)\s{1,2}[sd]\b|(?<!\d)(?<!\d )%\s[sd](?![\w-])"
    r"|％\s{0,2}[sd](?!\w)|%\s?\d\s?\$\s{1,2}[sd]\b"
    r"|&\s{1,2}(?:amp|lt|gt|quot|nbsp|apos|\#\d{2,5})\s{0,2};|&(?:amp|lt|gt|quot|nbsp|apos|\#\d{2,5})\s{1,2};"
    r"|\bhttps?\s{1,2}:\s{0,2}//|\bhttps?:\s{1,2}/{1,2}|\bhttps?:/\s{1,2}/|\bwww\s\.\s?\w|\bwww\.\s{1,2}\w"
    r"|(?<![\w.+-])[\w.+-]{1,64}+(?:\s{1,2}@\s{0,2}|@\s{1,2})[\w-]{1,63}\.[a-z]{2,10}\b"
)


def broken_codes(text: str) -> Iterator[tuple[int, int]]:
    """The places where an inline code is damaged, as by spaces that were put into it."""
    if _MAYBE_BROKEN.search(text):
        for match in _BROKEN.finditer(text):
            yield match.span()


_MAYBE_BROKEN: Final = re.compile(r"[<＜〈{｛%％&#@]|http|www")
