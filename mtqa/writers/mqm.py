"""Findings as Google's MQM ratings, in TSV: opens in Marot, and is read by the scripts of mt-metrics-eval.

A line per finding and one for each segment without any, in the ten columns of Marot's data format
(https://github.com/google-research/google-research/tree/master/marot), under the headings of
https://github.com/google/wmt-mqm-human-evaluation. `rater` is mtqa.
"""

from collections.abc import Iterator, Mapping
from string import ascii_uppercase
from types import MappingProxyType
from typing import Final, TextIO

from mtqa.evaluation.quality import COUNTED
from mtqa.model import Finding, ScoredDocument, ScoredSegment, Segment, Side, Span
from mtqa.report import Report
from mtqa.writers.json import Members, encode
from mtqa.writers.wording import legible

COLUMNS: Final = (
    "system",
    "doc",
    "doc_id",
    "seg_id",
    "rater",
    "source",
    "target",
    "category",
    "severity",
    "metadata",
)

CATEGORIES: Final[Mapping[str, str]] = MappingProxyType({
    "accuracy/addition": "Accuracy/Addition",
    "accuracy/mistranslation": "Accuracy/Mistranslation",
    "accuracy/negation": "Accuracy/Mistranslation",
    "accuracy/number": "Accuracy/Mistranslation",
    "accuracy/omission": "Accuracy/Omission",
    "accuracy/untranslated": "Accuracy/Untranslated text",
    "accuracy/wrong-language": "Accuracy/Untranslated text",
    "fluency/character-encoding": "Fluency/Character encoding",
    "fluency/grammar": "Fluency/Grammar",
    "fluency/inconsistency": "Fluency/Inconsistency",
    "fluency/punctuation": "Fluency/Punctuation",
    "fluency/register": "Fluency/Register",
    "fluency/repetition": "Style/Awkward",
    "fluency/spelling": "Fluency/Spelling",
    "locale/currency-format": "Locale convention/Currency format",
    "locale/date-format": "Locale convention/Date format",
    "locale/number-format": "Locale convention/Number format",
    "markup": "Other",
    "non-translation": "Non-translation!",
    "style/awkward": "Style/Awkward",
    "style/unidiomatic": "Style/Awkward",
    "terminology": "Terminology/Inappropriate for context",
})  # fmt: skip
"""What Google's raters call our categories."""

OTHER: Final = "Other"
"""What they call all else, such as the categories of a stored run that this version does not know."""

NO_ERROR: Final = "No-error"
NO_SYSTEM: Final = "mt"
"""The name of the system where the input names none: a column may not be empty."""

_RATER: Final = "mtqa"
_START, _END = "<v>", "</v>"


def write(report: Report, out: TextIO) -> None:
    """Write the heading and the lines, documents in input order.

    A finding of low confidence, which does not count in `quality`, is of neutral severity here, whose weight is 0;
    its own severity stands in the metadata.
    """
    out.write("\t".join(COLUMNS) + "\n")
    about_run: Members | None = {
        "source_language": report.evaluation.language_pair.source,
        "target_language": report.evaluation.language_pair.target,
    }
    numbers = _Numbers()
    for document in report.evaluation.documents:
        for scored in document.segments:
            places = numbers.of(scored.segment)
            for number, row in enumerate(_rows(document, scored)):
                members = {**row[-1], **({"segment": _about(scored)} if number == 0 else {})}
                if about_run is not None:
                    members, about_run = {**members, "evaluation": about_run}, None
                texts = (legible(document.header.system or NO_SYSTEM), legible(document.header.document), *places)
                out.write("\t".join((*texts, _RATER, *row[:-1], encode(members))) + "\n")


def reference_name(number: int) -> str:
    """What a reference is called, counted from 0: `refA`, `refB`, and by its number from the 27th on."""
    return f"ref{ascii_uppercase[number]}" if number < len(ascii_uppercase) else f"ref{number + 1}"


class _Numbers:
    """Numbers segments as raters' tools do: within their document, and over all documents, from 1.

    The same segment of two systems has the same numbers.
    """

    def __init__(self) -> None:
        self._in_document: dict[str, dict[str, int]] = {}
        self._in_run: dict[tuple[str, str], int] = {}

    def of(self, segment: Segment) -> tuple[str, str]:
        document, name = segment.header.document, segment.segment
        own = self._in_document.setdefault(document, {})
        number = own.setdefault(name, len(own) + 1)
        return str(number), str(self._in_run.setdefault((document, name), len(self._in_run) + 1))


_Row = tuple[str, str, str, str, Members]
"""Source, target, category, severity, metadata."""


def _rows(document: ScoredDocument, scored: ScoredSegment) -> Iterator[_Row]:
    segment = scored.segment
    if not scored.findings:
        yield _marked(segment.source or ""), _marked(segment.hypothesis), NO_ERROR, NO_ERROR, {}
    for finding in scored.findings:
        severity = finding.severity if finding.confidence in COUNTED else "neutral"
        yield (
            _marked(segment.source or "", _span(finding, "source")),
            _marked(segment.hypothesis, _span(finding, "hypothesis")),
            CATEGORIES.get(finding.category, OTHER),
            severity.capitalize(),
            {
                "note": finding.message,
                "marked_text": finding.text,
                "rule": finding.rule,
                "category": finding.category,
                "severity": finding.severity,
                "confidence": finding.confidence,
                "suggestions": finding.suggestions,
            },
        )


def _about(scored: ScoredSegment) -> Members:
    """What Marot knows of a segment besides its errors: the scores of metrics, and the references."""
    references = {reference_name(at): text for at, text in enumerate(scored.segment.references) if text}
    members: Members = {"metrics": dict(scored.scores)}
    if references:
        members |= {"references": references, "primary_reference": next(iter(references))}
    return members


def _span(finding: Finding, side: Side) -> tuple[int, int] | None:
    """Where the finding stands on a side, or what it was compared with there; None for nothing and the empty span."""
    spans: list[Finding | Span] = [finding, *([finding.counterpart] if finding.counterpart else [])]
    return next(((span.start, span.end) for span in spans if span.side == side and span.start < span.end), None)


def _marked(text: str, span: tuple[int, int] | None = None) -> str:
    """The text on one line, with marks around the span; marks that stand in the text itself become other signs.

    Every change is a character for a character, so that the span stays where it is.
    """
    shown = legible(text).replace(_START, "‹v›").replace(_END, "‹/v›")
    if span is None:
        return shown
    start, end = span
    return f"{shown[:start]}{_START}{shown[start:end]}{_END}{shown[end:]}"
