"""The table of documents on the index: as rows for the first sight, as data for the script that sorts and filters.

The data is compact, since ten thousand documents are to weigh less than three megabytes: rules stand once, scores are
whole hundredths, and a page is named only where its name does not follow from that of its document.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

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
    """How many findings of a kind a document has, and the number of the first."""

    findings: int
    first: int


@dataclass(frozen=True, slots=True)
class Row:
    """A document with the findings of each kind, in the order in which the kinds first stand in it."""

    entry: Entry
    fired: Mapping[Kind, Fired]

    @property
    def document(self) -> ScoredDocument:
        """The document itself."""
        return self.entry.document

    @property
    def counts(self) -> tuple[tuple[Severity, int], ...]:
        """Its findings by severity, the worst first, without those of which there is none."""
        counts = {
            severity: sum(fired.findings for kind, fired in self.fired.items() if kind.severity == severity)
            for severity in reversed(SEVERITIES)
        }
        return tuple((severity, number) for severity, number in counts.items() if number)


def rows_of(entries: Sequence[Entry]) -> tuple[Row, ...]:
    """The documents in their order, with what was found in them."""
    return tuple(Row(entry, _fired(entry.document)) for entry in entries)


def _fired(document: ScoredDocument) -> dict[Kind, Fired]:
    found: dict[Kind, Fired] = {}
    findings = (finding for scored in document.segments for finding in scored.findings)
    for number, finding in enumerate(findings, start=1):
        kind = Kind(finding.rule, finding.category, finding.severity)
        before = found.get(kind)
        found[kind] = Fired(before.findings + 1, before.first) if before else Fired(1, number)
    return found


def data_of(report: Report, rows: Sequence[Row]) -> Markup:
    """All rows as JSON that can stand in a script element."""
    kinds = {kind: place for place, kind in enumerate(dict.fromkeys(kind for row in rows for kind in row.fired))}
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
        "kinds": [[legible(kind.rule), legible(kind.category), SEVERITIES.index(kind.severity)] for kind in kinds],
        "documents": [_members(row, systems, kinds, metrics) for row in rows],
    }
    return Markup(script_json(data))


def script_json(value: object) -> str:
    """The value as JSON on one line, no character of which means anything to HTML."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)


def _members(
    row: Row, systems: Mapping[str | None, int], kinds: Mapping[Kind, int], metrics: Sequence[str]
) -> list[Any]:
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
        [part for kind, fired in row.fired.items() for part in (kinds[kind], fired.findings, fired.first)],
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
