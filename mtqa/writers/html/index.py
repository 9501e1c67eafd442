"""The first page of a report: what it says at a glance, what to fix first, its charts, rules and documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mtqa.evaluation import Evaluation
from mtqa.evaluation.findings import PlacedFinding
from mtqa.gate.values import Judgement
from mtqa.model import Description, Finding, ScoredDocument
from mtqa.report import QUALITY, Report
from mtqa.report.charts import Axis, by_category, by_system, distribution, scatter, unit_of
from mtqa.writers.descriptions import descriptions
from mtqa.writers.html.entries import Entry
from mtqa.writers.html.environment import render
from mtqa.writers.html.first import SHOWN, fix_first
from mtqa.writers.html.listing import MOST_PLAIN_ROWS, PAGE_ROWS, Listing, data_of, listing_of
from mtqa.writers.picture import best_first, headline, leaders, meaning
from mtqa.writers.wording import amount

_MOST_RULES: Final = 10


@dataclass(frozen=True, slots=True)
class Frequent:
    """A rule that fired: what it tells, how often and in how many documents, and where first in the worst of them."""

    rule: str
    category: str
    what: str
    findings: int
    documents: int
    entry: Entry
    first: int


def index_page(report: Report, entries: Sequence[Entry], *, selftest: bool) -> str:
    """The index; it links the page of a self-test where there is one beside it."""
    evaluation = report.evaluation
    listing = listing_of(entries)
    by_documents = QUALITY in evaluation.metrics and unit_of(evaluation) == "document"
    compared = QUALITY if by_documents else report.ranked_by  # most segments have no finding, hence quality 100
    return render(
        "index",
        report=report,
        selftest=selftest,
        headline=headline(report),
        meaning=tuple(meaning(report)),
        leaders=tuple(leaders(report)),
        systems=best_first(report),
        urgent=fix_first(report.findings, entries) if report.findings else (),
        urgent_shown=SHOWN,
        culprits=_culprits(report.judgement, entries) if report.judgement else {},
        distribution=distribution(evaluation, compared) if compared else None,
        scatter=scatter(evaluation, report.ranked_by) if report.ranked_by else None,
        categories=by_category(evaluation) if report.findings else (),
        rates=by_system(evaluation) if report.findings else (),
        scales=_scales(report),
        omitted=amount(evaluation.left_out),
        frequent=tuple(_frequent(report, listing)),
        rows=listing.rows if len(entries) <= MOST_PLAIN_ROWS else listing.rows[:PAGE_ROWS],
        row_count=len(entries),
        data=data_of(report, listing),
    )


def _scales(report: Report) -> dict[str, Axis]:
    """For each metric an axis that holds the scores of all systems with their intervals."""
    found: dict[str, list[float]] = {}
    for system in report.evaluation.systems:
        for metric, score in system.scores.items():
            ends = (score.score, score.low, score.high)
            found.setdefault(metric, []).extend(end for end in ends if end is not None)
    return {metric: Axis.over(ends) for metric, ends in found.items()}


def _frequent(report: Report, listing: Listing) -> Iterator[Frequent]:
    """The rules that fired most."""
    if report.findings is None:
        return
    fired = report.findings.rules[:_MOST_RULES]
    told = _told({rule.rule for rule in fired}, report.evaluation)
    for each in fired:
        kinds = {
            place
            for place, kind in enumerate(listing.kinds)
            if (kind.rule, kind.category) == (each.rule, each.category)
        }
        rows = [row for row in listing.rows if any(fired.kind in kinds for fired in row.fired)]
        yield Frequent(
            each.rule,
            each.category,
            told[each.rule],
            each.findings,
            documents=len(rows),
            entry=rows[0].entry,
            first=min(fired.first for fired in rows[0].fired if fired.kind in kinds),
        )


def _told(rules: set[str], evaluation: Evaluation) -> dict[str, str]:
    """What each of the rules tells an editor."""
    found: dict[str, PlacedFinding] = {}
    for scored in (scored for document in evaluation.documents for scored in document.segments):
        for finding in scored.findings:
            if finding.rule in rules:
                found.setdefault(finding.rule, PlacedFinding(finding, scored.segment, ""))
        if len(found) == len(rules):
            break
    described = descriptions(found.values(), evaluation.own_rules)
    return {description.id: _sentence(description) for description in described}


def _sentence(description: Description) -> str:
    """The words of a rule, or of a check why it tells: what it tells is no more than its category."""
    category_alone = description.what.startswith(f"{description.category}:")
    return description.why if category_alone else description.what


def _culprits(judgement: Judgement, entries: Sequence[Entry]) -> dict[tuple[str | None, str, Finding | None], str]:
    """Where on the pages each culprit of a verdict is: by system, document and finding."""
    pages = {(entry.document.header.system, entry.document.header.document): entry for entry in entries}
    found: dict[tuple[str | None, str, Finding | None], str] = {}
    for verdict in judgement.verdicts:
        for culprit in verdict.culprits:
            entry = pages.get((culprit.system, culprit.document))
            if entry is None:
                continue
            finding = culprit.finding.finding if culprit.finding else None
            found[culprit.system, culprit.document, finding] = entry.page + _anchor(culprit.finding, entry.document)
    return found


def _anchor(placed: PlacedFinding | None, document: ScoredDocument) -> str:
    """The place of a finding on the page of its document; nothing where it is not there."""
    if placed is None:
        return ""
    on_page = [(scored.segment.segment, finding) for scored in document.segments for finding in scored.findings]
    wanted = placed.segment.segment, placed.finding
    return f"#f{on_page.index(wanted) + 1}" if wanted in on_page else ""
