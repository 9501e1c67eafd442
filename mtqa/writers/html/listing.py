"""The table of documents on the index: as rows for the first sight, as data for the script that sorts and filters.

The data is compact, since ten thousand documents are to weigh less than three megabytes: rules stand once, scores are
whole hundredths, and a page is named only where its name does not follow from that of its document.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from mtqa.evaluation.findings import finding_counts
from mtqa.model import ScoredDocument, Severity
from mtqa.report import QUALITY, Report
from mtqa.taxonomy import SEVERITIES, WEIGHTS
from mtqa.writers.html.entries import Entry
from mtqa.writers.html.names import FOLDER, shown_name
from mtqa.writers.wording import fault, legible, two_decimals

PAGE_ROWS: Final = 50
"""So many documents are shown at a time."""

MOST_PLAIN_ROWS: Final = 200
"""So many documents are listed for readers whose browser runs no script; of more, the first."""

_IN_SCRIPT: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
"""What could end a script element, or a line within one."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A rule, the category of its findings and their severity; findings of one kind are counted together."""

    rule: str
    category: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Fired:
    """How many findings of a kind (its place among all) a document has, and the number of the first."""

    kind: int
    findings: int
    first: int


@dataclass(frozen=True, slots=True)
class Row:
    """A document with its findings by kind, in the order in which the kinds first stand in it."""

    entry: Entry
    fired: tuple[Fired, ...]

    @property
    def document(self) -> ScoredDocument:
        """The document itself."""
        return self.entry.document

    @property
    def counts(self) -> tuple[tuple[Severity, int], ...]:
        """Its findings by severity, the worst first, without those of which there is none."""
        counts = finding_counts(self.document.segments)
        return tuple((severity, number) for severity, number in reversed(counts.items()) if number)


@dataclass(frozen=True, slots=True)
class Listing:
    """The documents in their order, and every kind of finding that one of them has."""

    kinds: tuple[Kind, ...]
    rows: tuple[Row, ...]


def listing_of(entries: Sequence[Entry]) -> Listing:
    """The documents with what was found in them."""
    places: dict[tuple[str, str, Severity], int] = {}
    rows = tuple(Row(entry, _fired(entry.document, places)) for entry in entries)
    return Listing(tuple(Kind(*kind) for kind in places), rows)


def _fired(document: ScoredDocument, places: dict[tuple[str, str, Severity], int]) -> tuple[Fired, ...]:
    """The findings of a document by kind; a new kind gets the next place."""
    counts: dict[int, int] = {}
    firsts: dict[int, int] = {}
    findings = (finding for scored in document.segments for finding in scored.findings)
    for number, finding in enumerate(findings, start=1):
        kind = places.setdefault((finding.rule, finding.category, finding.severity), len(places))
        counts[kind] = counts.get(kind, 0) + 1
        firsts.setdefault(kind, number)
    return tuple(Fired(kind, count, firsts[kind]) for kind, count in counts.items())


def data_of(report: Report, listing: Listing) -> Markup:
    """All rows as JSON that can stand in a script element."""
    systems = {system.system: place for place, system in enumerate(report.evaluation.systems)}
    metrics = report.evaluation.metrics
    data = {
        "folder": FOLDER,
        "rowsPerPage": PAGE_ROWS,
        "severities": SEVERITIES,
        "weights": [WEIGHTS[severity] for severity in SEVERITIES],
        "systems": [None if system is None else shown_name(system) for system in systems],
        "metrics": metrics,
        "rankedBy": report.ranked_by,
        "lowerIsBetter": [metric in report.evaluation.lower_is_better for metric in metrics],
        "quality": QUALITY if report.findings else None,
        "kinds": [
            [legible(kind.rule), legible(kind.category), SEVERITIES.index(kind.severity)] for kind in listing.kinds
        ],
        "documents": [_members(row, systems, metrics) for row in listing.rows],
    }
    return Markup(script_json(data))


def script_json(value: object) -> str:
    """The value as JSON on one line, no character of which means anything to HTML."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)


def _members(row: Row, systems: Mapping[str | None, int], metrics: Sequence[str]) -> list[Any]:
    """Name, page, system, segments, words, scores, what condemns it, findings by kind; 1 where it was not judged."""
    document = row.document
    header = document.header
    name = shown_name(header.document)
    condemned = row.entry.condemned
    return [
        name,
        0 if row.entry.page == page_of(name, header.system) else row.entry.page,
        systems[header.system],
        len(document.segments),
        document.words,
        list(_scores(document, metrics)),
        [condemned.segments, ", ".join(fault(rule) for rule, _ in condemned.rules)] if condemned.segments else 0,
        [part for fired in row.fired for part in (fired.kind, fired.findings, fired.first)],
        *([] if document.judged else [1]),
    ]


def page_of(name: str, system: str | None) -> str:
    """The page that a document of a plain name has; the script tells pages by the same rule."""
    return f"{name}.html" if system is None else f"{shown_name(system)}--{name}.html"


def _scores(document: ScoredDocument, metrics: Sequence[str]) -> Iterator[int | None]:
    """Score, low and high end of each metric in hundredths, as they read with two decimals."""
    for metric in metrics:
        score = document.scores.get(metric)
        for value in (None,) * 3 if score is None else (score.score, score.low, score.high):
            yield None if value is None else round(100 * float(two_decimals(value)))
