"""The files of a report; names for documents: safe on every file system and in every URL, unique, always the same."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from mtqa.model import DocumentHeader
from mtqa.writers.wording import legible

INDEX = "index.html"
SELFTEST = "selftest.html"
COMPARISON = "compare.html"
FOLDER = "documents"
"""The folder of the documents' pages, beside the index."""

_LONGEST = 60
_LONGEST_SHOWN = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)
"""Names that Windows keeps for devices, whatever suffix they carry."""


def page_names(headers: Sequence[DocumentHeader]) -> tuple[str, ...]:
    """The page of each document, in order: `storm.html`, `system--storm.html`.

    A name holds only `A-Z a-z 0-9 . _ -`. Where that changes it, and where names differ at most in case,
    each gets a digest of system and document, so that it depends on no other document.
    """
    alike = Counter(_wanted(header).casefold() for header in headers)
    taken: set[str] = set()
    names = []
    for header in headers:
        unique = alike[_wanted(header).casefold()] == 1
        name = next(name for name in _candidates(header, unique=unique) if name.casefold() not in taken)
        taken.add(name.casefold())
        names.append(f"{name}.html")
    return tuple(names)


def shown_name(name: str | None) -> str:
    """A name to show, in at most `_LONGEST_SHOWN` characters: its middle gives way to an ellipsis."""
    shown = legible(name or "")
    if len(shown) > _LONGEST_SHOWN:
        half = _LONGEST_SHOWN // 2
        shown = f"{shown[:half]}…{shown[1 - half :]}"
    return shown if shown.strip() else "unnamed"


def is_page_name(name: str) -> bool:
    """Whether `page_names` could have given this name."""
    return re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*\.html", name) is not None


def _wanted(header: DocumentHeader) -> str:
    return header.document if header.system is None else f"{header.system}--{header.document}"


def _candidates(header: DocumentHeader, *, unique: bool) -> Iterator[str]:
    """Names for a document, best first; the later ones are for inputs that forge a digest."""
    wanted = _wanted(header)
    cleaned = _cleaned(wanted)
    if unique and cleaned == wanted:
        yield cleaned
    for attempt in count():
        identity = f"{attempt}\0{header.system}\0{header.document}"
        digest = hashlib.sha256(identity.encode(errors="surrogatepass")).hexdigest()[:8]
        yield f"{cleaned}-{digest}"


def _cleaned(name: str) -> str:
    """The name in safe characters, accents dropped; `document` where nothing is left of another script."""
    plain = unicodedata.normalize("NFKD", name[: 4 * _LONGEST]).encode("ascii", "ignore").decode()
    cleaned = _UNSAFE.sub("-", plain).strip(".-")[:_LONGEST].rstrip(".-")
    if cleaned.partition(".")[0].casefold() in _RESERVED:
        return f"document-{cleaned}"
    return cleaned or "document"
