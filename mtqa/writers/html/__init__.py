"""The report as web pages: an index and a page per document, each complete in itself.

Every text in them is untrusted: Jinja escapes it, unseen characters are shown, and the pages' own policy
forbids whatever is not the one style sheet they carry.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

import mtqa
from mtqa.evaluation.findings import finding_counts
from mtqa.model import LeftOut, ScoredDocument
from mtqa.report import QUALITY, Condemned, Report, condemned
from mtqa.taxonomy import CONFIDENCES, WEIGHTS
from mtqa.text.languages import is_undetermined
from mtqa.writers.html.marks import AnnotatedSegment, Note, annotated
from mtqa.writers.html.names import is_page_name, page_names
from mtqa.writers.html.tags import direction, html_language, language_name
from mtqa.writers.wording import (
    ORIGINS,
    counted,
    fault,
    legible,
    omissions,
    percent,
    resampling,
    two_decimals,
    unchecked,
)

if TYPE_CHECKING:
    from jinja2 import Environment

    from mtqa.selftest import SelfTest

INDEX = "index.html"
SELFTEST = "selftest.html"
FOLDER = "documents"
"""The folder of the documents' pages, beside the index."""

_LONGEST_NAME = 80
_MOST_RULES = 10
_MOST_PLACES = 12

_SHOWN_CONTROLS = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
"""Characters that HTML forbids or that nobody sees, and the pictures that stand for them."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document, the name of its page, and the segments of it with quality 0."""

    document: ScoredDocument
    page: str
    condemned: Condemned


def pages(report: Report, *, selftest: bool = False) -> Iterator[tuple[str, str]]:
    """Pairs of path within the report's folder and text: the documents' pages worst first, then the index.

    The index links the page of a self-test where there is one beside it.
    """
    entries = _entries(report)
    last = len(entries) - 1
    left_out = _left_out_by_document(report)
    template = _environment().get_template("document.html.j2")
    for place, entry in enumerate(entries):
        header = entry.document.header
        segments = tuple(annotated(entry.document))
        yield (
            f"{FOLDER}/{entry.page}",
            template.render(
                report=report,
                document=entry.document,
                segments=segments,
                condemned=entry.condemned,
                condemning=_condemning(segments),
                finding_counts=finding_counts(entry.document.segments),
                worse=entries[place - 1] if place > 0 else None,
                better=entries[place + 1] if place < last else None,
                place=place + 1,
                left_out=left_out.get((header.system, header.document), ()),
                has_source=any(scored.segment.source is not None for scored in entry.document.segments),
                has_reference=any(any(scored.segment.references) for scored in entry.document.segments),
            ),
        )
    yield INDEX, _environment().get_template("index.html.j2").render(report=report, entries=entries, selftest=selftest)


def selftest_page(result: "SelfTest", *, index: bool = False) -> str:
    """The page of a self-test; it links the index of a report where there is one beside it."""
    planted = tuple(each for each in result.kinds if each.planted)
    return (
        _environment()
        .get_template("selftest.html.j2")
        .render(
            result=result,
            planted=planted,
            unplanted=tuple(each for each in result.kinds if not each.planted),
            surest_first=tuple(reversed(CONFIDENCES)),
            has_index=index,
        )
    )


def is_page(path: str) -> bool:
    """Whether a path within a report's folder could be that of a document's page."""
    folder, _, name = path.partition("/")
    return folder == FOLDER and is_page_name(name)


def _entries(report: Report) -> tuple[_Entry, ...]:
    """The documents worst first; their pages are named in input order, whatever they score."""
    documents = report.evaluation.documents
    names = page_names([document.header for document in documents])
    named = {id(document): name for document, name in zip(documents, names, strict=True)}
    return tuple(_Entry(document, named[id(document)], condemned(document.segments)) for document in report.worst_first)


def _condemning(segments: Iterable[AnnotatedSegment]) -> dict[str, list[tuple[str, Note]]]:
    """By rule, the segments that it condemns, each with the first note that does."""
    found: dict[str, dict[str, Note]] = {}
    for segment in segments:
        for note in segment.condemning:
            found.setdefault(note.finding.rule, {}).setdefault(segment.scored.segment.segment, note)
    return {rule: list(notes.items()) for rule, notes in found.items()}


def _left_out_by_document(report: Report) -> dict[tuple[str | None, str], list[LeftOut]]:
    found: dict[tuple[str | None, str], list[LeftOut]] = {}
    for left in report.evaluation.left_out:
        found.setdefault((left.system, left.document), []).append(left)
    return found


@cache
def _environment() -> "Environment":
    """The templates with what they may use."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (for reports only)

    environment = Environment(
        loader=PackageLoader("mtqa.writers", "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    style = (files("mtqa.writers") / "html" / "style.css").read_text(encoding="utf-8")
    environment.filters.update(
        capitalised=_capitalised,
        counted=counted,
        fault=fault,
        legible=legible,
        unchecked=unchecked,
        name=_name,
        on_scale=_on_scale,
        percent=percent,
        thousands="{:,}".format,
        two_decimals=two_decimals,
    )
    environment.globals.update(
        style=Markup(style),  # this project's own file
        style_hash=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        version=mtqa.__version__,
        folder=FOLDER,
        index=INDEX,
        selftest_name=SELFTEST,
        most_rules=_MOST_RULES,
        most_places=_MOST_PLACES,
        quality=QUALITY,
        weights=WEIGHTS,
        origins=ORIGINS,
        direction=direction,
        html_language=html_language,
        is_undetermined=is_undetermined,
        language_name=language_name,
        omissions=omissions,
        resampling=resampling,
    )
    return environment


def _shown(value: object) -> object:
    """The value as a page shows it: every text with its unseen characters made visible."""
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return value.translate(_SHOWN_CONTROLS)


def _name(name: str | None) -> str:
    """A name to show, in at most `_LONGEST_NAME` characters: its middle gives way to an ellipsis."""
    shown = legible(name or "")
    if len(shown) > _LONGEST_NAME:
        half = _LONGEST_NAME // 2
        shown = f"{shown[:half]}…{shown[1 - half :]}"
    return shown if shown.strip() else "unnamed"


def _capitalised(text: str) -> str:
    """The text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def _on_scale(score: float) -> str:
    """The place of the score on a bar from 0 to 100; what lies beyond stands at its end."""
    return f"{min(max(score, 0.0), 100.0):.1f}"
