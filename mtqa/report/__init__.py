"""What a report shows, sorted but not formatted: one `Report` value, from which every writer writes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Literal

from mtqa.evaluation import Evaluation
from mtqa.evaluation.findings import finding_counts
from mtqa.evaluation.quality import COUNTED, condemns
from mtqa.gate.values import Judgement
from mtqa.model import Finding, ScoredDocument, ScoredSegment, Segment, Severity
from mtqa.report.filters import Filtered
from mtqa.taxonomy import CONFIDENCES, SEVERITIES

QUALITY = "quality"
"""The score that needs no reference."""

PENALTY = "penalty"
"""The weighted findings that `quality` is made of: a score, but no metric with a column of its own."""

Theme = Literal["auto", "light", "dark"]
"""The colours of pages; `auto` are those that the reader's system has."""

Bootstrap = Literal["ordinary", "poisson"]
"""How units are drawn: as many as there are, or each as often as Poisson(1) says."""

MOST_QUOTED = 5
"""Of how many documents the worst findings are quoted."""

_MOST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule, the category of its findings, and how many there are."""

    rule: str
    category: str
    findings: int


@dataclass(frozen=True, slots=True)
class WorstFinding:
    """A finding, the segment it is in, and its number among the findings of its document, from 1."""

    finding: Finding
    segment: Segment
    number: int


@dataclass(frozen=True, slots=True)
class Condemned:
    """The segments whose quality is 0 by a critical finding: how many there are, and how many by each rule.

    The rules of most segments stand first; a segment may be condemned by several.
    """

    segments: int
    rules: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is shown of all findings together.

    `counts` are by severity, the least severe first; `unsure` of them do not count in `quality`. `rules` are
    those that fired, the most frequent first. `condemned` says in how many segments and why quality is 0. `worst`
    has the worst findings that count of some documents: of those with the worst finding first, and of such as are
    alike in that, the one with the highest penalty.
    """

    counts: Mapping[Severity, int]
    unsure: int
    rules: tuple[FiredRule, ...]
    condemned: Condemned
    worst: tuple[tuple[WorstFinding, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What is known of a run of which only some documents are shown; all stand in tables of the format `tables`.

    `bootstrap` is the method of the corpus intervals.
    `documents` are all there are, `too_long` those that are never shown for their length. `shown_by` says of each score
    how many of the worst by it are shown. `histograms` count the documents of each system by score, in equal columns
    from 0 to 100. `findings` count them by rule, category, severity and confidence, `left_out` segments and (True)
    whole documents by reason.
    """

    tables: str
    bootstrap: Bootstrap
    documents: int
    too_long: int
    shown_by: Mapping[str, int]
    histograms: Mapping[str | None, Mapping[str, tuple[int, ...]]]
    findings: Mapping[tuple[str, str, str, str], int]
    left_out: Mapping[tuple[str, bool], int]


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation as it is shown.

    `worst_first` are its documents by `ranked_by` (a metric name), the worst first, documents without a
    score last in input order; `ranked_by` is None where there is no score, and the order is the input's.
    `reference_metrics` are the metrics that compare with references. `findings` is None where no rule ran:
    that nothing was found says nothing then.
    `judgement` is what a gate said, None where none was asked. `filtered` is set where only a part of the run is
    shown, and `theme` is what pages look like. `whole` is None where the evaluation has all documents, else what is
    known of all; then it has the worst.
    """

    evaluation: Evaluation
    worst_first: tuple[ScoredDocument, ...]
    ranked_by: str | None
    reference_metrics: tuple[str, ...]
    findings: Findings | None
    judgement: Judgement | None = None
    filtered: Filtered | None = None
    theme: Theme = "auto"
    whole: Whole | None = None

    @property
    def stored(self) -> Evaluation:
        """The run that is stored with the report: the whole, whatever part is shown."""
        return self.filtered.whole if self.filtered else self.evaluation

    @property
    def unjudged(self) -> int:
        """How many documents were not judged, but are as in the baseline."""
        return sum(not document.judged for document in self.evaluation.documents)


def build(
    evaluation: Evaluation,
    judgement: Judgement | None = None,
    *,
    filtered: Filtered | None = None,
    theme: Theme = "auto",
) -> Report:
    """The report on an evaluation: documents worst first by chrF2, else by quality, else by the first metric.

    chrF2 ranks documents more like human raters do than BLEU, which is 0 for many short documents.
    """
    metrics = evaluation.metrics
    ranked_by = ranking(metrics)
    return Report(
        evaluation,
        worst_first(evaluation, ranked_by),
        ranked_by,
        reference_metrics=tuple(metric for metric in metrics if metric != QUALITY),
        findings=_findings(evaluation.documents) if QUALITY in metrics else None,
        judgement=judgement,
        filtered=filtered,
        theme=theme,
    )


def ranking(metrics: Sequence[str]) -> str | None:
    """The metric that documents are ranked by, None where there is none."""
    return next((metric for metric in ("chrF2", QUALITY, *metrics) if metric in metrics), None)


def worst_first(evaluation: Evaluation, ranked_by: str | None) -> tuple[ScoredDocument, ...]:
    """The documents by a metric, the worst first; those without a score last, in input order."""
    if ranked_by is None:
        return evaluation.documents
    sign = -1.0 if ranked_by in evaluation.lower_is_better else 1.0

    def badness(document: ScoredDocument) -> tuple[bool, float]:
        score = document.scores.get(ranked_by)
        return (True, 0.0) if score is None else (False, sign * score.score)

    return tuple(sorted(evaluation.documents, key=badness))


def _findings(documents: tuple[ScoredDocument, ...]) -> Findings:
    segments = [scored for document in documents for scored in document.segments]
    findings = [finding for scored in segments for finding in scored.findings]
    fired = Counter((finding.rule, finding.category) for finding in findings)
    most_frequent = sorted(fired.items(), key=lambda item: (-item[1], item[0]))
    worst = sorted(documents, key=urgency, reverse=True)
    return Findings(
        counts=finding_counts(segments),
        unsure=sum(finding.confidence not in COUNTED for finding in findings),
        rules=tuple(FiredRule(*which, times) for which, times in most_frequent),
        condemned=condemned(segments),
        worst=tuple(map(worst_findings, islice(filter(_penalty, worst), MOST_QUOTED))),
    )


def condemned(segments: Iterable[ScoredSegment]) -> Condemned:
    """The condemned of some segments."""
    condemning = [{each.rule for each in scored.findings if condemns(each)} for scored in segments]
    by_rule = Counter(rule for rules in condemning for rule in rules)
    return Condemned(sum(map(bool, condemning)), tuple(sorted(by_rule.items(), key=lambda each: (-each[1], each[0]))))


def _penalty(document: ScoredDocument) -> float:
    penalty = document.scores.get(PENALTY)
    return penalty.score if penalty else 0.0


def worst_findings(document: ScoredDocument) -> tuple[WorstFinding, ...]:
    """The worst findings of a document that count, the worst first, and in reading order where they are alike."""
    return tuple(sorted(_counted(document), key=lambda worst: harm(worst.finding), reverse=True)[:_MOST_FINDINGS])


def urgency(document: ScoredDocument) -> tuple[float, ...]:
    """The key to sort documents by their worst finding, then by their penalty."""
    severity, confidence = max((harm(worst.finding) for worst in _counted(document)), default=(-1, -1))
    return severity, confidence, _penalty(document)


def _counted(document: ScoredDocument) -> Iterator[WorstFinding]:
    """The findings of a document that count."""
    numbers = count(1)
    for scored in document.segments:
        for finding in scored.findings:
            number = next(numbers)
            if finding.confidence in COUNTED:
                yield WorstFinding(finding, scored.segment, number)


def harm(finding: Finding) -> tuple[int, int]:
    """The key to sort findings by severity, then by confidence."""
    return SEVERITIES.index(finding.severity), CONFIDENCES.index(finding.confidence)
