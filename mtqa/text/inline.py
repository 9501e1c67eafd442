"""What stands in a text for programs and not for readers: tags, placeholders, messages, addresses, hashtags.

`codes` finds them with exact places; `key` says when two are the same although they are written differently.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple


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
_CODE: Final = re.compile("|".join(f"({pattern})" for _, pattern in _PATTERNS))
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
    messages = list(_messages(text))
    inside = 0
    for match in _CODE.finditer(text):
        kind = _KIND_OF_GROUP[match.lastindex or 0]
        if kind is None:
            continue
        start, end = match.span()
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


def _messages(text: str) -> Iterator[Code]:
    """The ICU messages, with a key that names the argument, its type and, for a choice of words, its cases."""
    for match in _MESSAGE.finditer(text):
        end, cases = _cases(text, match.end())
        complete = "" if end else " unclosed"
        kept = sorted(cases) if match["type"] == "select" else sorted(case for case in cases if not _is_plural(case))
        yield Code(
            CodeKind.MESSAGE,
            match.start(),
            end or len(text),
            f"{{{match['name']}, {match['type']}, {' '.join(kept)}}}{complete}",
        )


def _is_plural(case: str) -> bool:
    """Whether a case of a plural depends on the language; `other` and `=0` do not."""
    return case in {"zero", "one", "two", "few", "many"}


def _cases(text: str, start: int) -> tuple[int | None, set[str]]:
    """Where a message ends, None where it does not, and the names of its cases."""
    depth, cases, name = 1, set(), start
    for match in re.compile(r"[{}]").finditer(text, start, start + 20_000):
        if match[0] == "{":
            if depth == 1:
                cases.update(text[name : match.start()].split()[-1:])
            depth += 1
        else:
            depth -= 1
            name = match.end()
            if depth == 0:
                return match.end(), cases
    return None, cases


_BROKEN: Final = re.compile(
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
