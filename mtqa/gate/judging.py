"""Each condition of a gate, held against a run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from mtqa.checks import all_checks
from mtqa.evaluation import Evaluation
from mtqa.evaluation.findings import PlacedFinding, placed_findings
from mtqa.evaluation.segments import RULE_LEFT_OUT
from mtqa.gate.baseline import AcceptedFinding, Baseline, compared
from mtqa.gate.scoping import LimitedDocuments, limited_documents
from mtqa.gate.values import Culprit, Judgement, Verdict
from mtqa.model import Confidence, DocumentHeader, ScoredDocument, ScoredSystem
from mtqa.overrides import Override
from mtqa.selection import means
from mtqa.taxonomy import CONFIDENCES, SEVERITIES
from mtqa.thresholds import FindingLimit, ScoreLimit, Thresholds

MOST_CULPRITS: Final = 5
"""How many culprits a verdict names."""


def judge(
    evaluation: Evaluation,
    thresholds: Thresholds,
    baseline: Baseline | None = None,
    *,
    strict: bool = False,
    overrides: Sequence[Override] = (),
) -> Judgement:
    """The verdicts on a run. Findings and drops are measured against the baseline, where there is one.

    With `strict`, findings of the baseline that are gone fail too. A limit on a score of each document gives way to
    that of the last of the `overrides` which covers the document and limits the same score.

    A condition on a score that does not exist, on findings of a check that did not run, on a run without words, and a
    drop against scores of another signature are unjudged.
    """
    words = sum(system.words for system in evaluation.systems)
    if not words:
        nothing = Verdict(
            condition="some text",
            outcome="unjudged",
            actual="-",
            reason="no hypothesis holds a word",
        )
        return Judgement(verdicts=(nothing,))
    baseline = baseline.of_judged(evaluation) if baseline else None
    placed = tuple(placed_findings(evaluation.documents))
    new = placed if baseline is None else tuple(baseline.new(placed))
    counted = [each for each in new if _is_counted(each, thresholds.confidence)]
    verdicts = (
        *_on_failures(evaluation),
        *_on_broken_rules(evaluation),
        *_on_severity(counted, thresholds),
        *(verdict for limit in thresholds.corpus for verdict in _on_corpus(evaluation, limit, baseline)),
        *(
            verdict
            for limited in limited_documents(evaluation, thresholds.document, overrides)
            for verdict in _on_documents(evaluation, limited)
        ),
        *(_on_findings(evaluation, counted, limit, words) for limit in thresholds.findings),
        *(_on_stale(placed, baseline) if strict else ()),
    )
    notes = tuple(baseline.notes(placed)) if baseline else ()
    known = frozenset(each.fingerprint for each in placed).difference(each.fingerprint for each in new)
    return Judgement(verdicts=verdicts, notes=notes, accepted=len(placed) - len(new), known=known)


def _is_counted(placed: PlacedFinding, least: Confidence) -> bool:
    return CONFIDENCES.index(placed.finding.confidence) >= CONFIDENCES.index(least)


def _on_failures(evaluation: Evaluation) -> Iterator[Verdict]:
    """A document on which the program ended might have failed."""
    if failures := evaluation.failures:
        yield Verdict(
            condition="every document can be judged",
            outcome="unjudged",
            actual=f"{len(failures)} could not",
            culprits=tuple(Culprit(each.document, each.system, each.path or "") for each in failures[:MOST_CULPRITS]),
            culprit_count=len(failures),
            reason=failures[0].reason,
        )


def _on_broken_rules(evaluation: Evaluation) -> Iterator[Verdict]:
    """What was left out for a fault of its own might have spoken."""
    broken = [line for line in evaluation.skipped_checks if line.startswith(RULE_LEFT_OUT)]
    if broken:
        yield Verdict(condition="every rule can be read", outcome="unjudged", actual="-", reason="; ".join(broken))


def _on_stale(placed: Sequence[PlacedFinding], baseline: Baseline | None) -> Iterator[Verdict]:
    condition = "every finding of the baseline is still there"
    if baseline is None:
        yield Verdict(condition=condition, outcome="unjudged", actual="-", reason="there is no baseline")
        return
    stale = baseline.stale(placed)
    yield Verdict(
        condition=condition,
        outcome="failed" if stale else "passed",
        actual=f"{len(stale)} of {len(baseline.findings)} gone",
        culprits=tuple(map(_stale_culprit, stale[:MOST_CULPRITS])),
        culprit_count=len(stale),
    )


def _stale_culprit(accepted: AcceptedFinding) -> Culprit:
    return Culprit(f"{accepted.document}: {accepted.rule}: {accepted.text}", accepted.system, "")


def _on_severity(counted: Sequence[PlacedFinding], thresholds: Thresholds) -> Iterator[Verdict]:
    if thresholds.fail_on is None:
        return
    least = SEVERITIES.index(thresholds.fail_on)
    severe = [placed for placed in counted if SEVERITIES.index(placed.finding.severity) >= least]
    worse = "" if thresholds.fail_on == SEVERITIES[-1] else " or worse"
    yield Verdict(
        condition=f"no finding that is {thresholds.fail_on}{worse}, at {_at_least(thresholds.confidence)} confidence",
        outcome="failed" if severe else "passed",
        actual=_counted(len(severe)),
        culprits=_worst_findings(severe),
        culprit_count=len(severe),
        blamed=_blamed(placed.header for placed in severe),
    )


def _on_corpus(evaluation: Evaluation, limit: ScoreLimit, baseline: Baseline | None) -> Iterator[Verdict]:
    for system in evaluation.systems:
        score = system.scores.get(limit.score)
        if score is None:
            yield _no_score(evaluation, f"{limit.score} of the corpus", limit.score, system.system)
            continue
        for bound in _bounds(limit):
            yield Verdict(
                condition=f"{limit.score} of the corpus {bound.words}",
                outcome="passed" if bound.holds(score.score) else "failed",
                actual=shown(score.score, bound.value),
                system=system.system,
                culprits=() if bound.holds(score.score) else _worst_documents(evaluation, limit.score, system),
            )
        if limit.max_drop is not None:
            yield _on_drop(evaluation, limit.score, limit.max_drop, system, baseline)


def _on_drop(
    evaluation: Evaluation, name: str, max_drop: float, system: ScoredSystem, baseline: Baseline | None
) -> Verdict:
    condition = f"{name} of the corpus at most {max_drop:g} worse than the baseline"
    found = compared(evaluation, name, system, baseline)
    if isinstance(found, str):
        return Verdict(condition=condition, outcome="unjudged", actual="-", system=system.system, reason=found)
    significant = f"p = {found.p_value:.3f} over {found.documents} documents"
    return Verdict(
        condition=condition,
        outcome="failed" if found.worse_by > max_drop and found.is_significant else "passed",
        actual=f"{_change(found.worse_by, max_drop)}, {significant}",
        system=system.system,
        culprits=tuple(Culprit(*place, value) for place, value in found.worst[:MOST_CULPRITS]),
        culprit_count=len(found.worst),
    )


def _change(worse_by: float, max_drop: float) -> str:
    return f"{shown(worse_by, max_drop)} worse" if worse_by > 0 else f"{-worse_by:.2f} better"


def _on_documents(evaluation: Evaluation, limited: LimitedDocuments) -> Iterator[Verdict]:
    limit, documents = limited.limit, limited.documents
    subject = f"{limit.score} of {limited.words}"
    if limit.score not in evaluation.signatures:
        yield _no_score(evaluation, subject, limit.score, None)
        return
    if not documents:
        return
    without = [document for document in documents if limit.score not in document.scores]
    allowed = f", but for {limit.allow}" if limit.allow else ""
    for bound in _bounds(limit):
        condition = f"{subject} {bound.words}{allowed}"
        if without:
            yield Verdict(
                condition=condition,
                outcome="unjudged",
                actual="-",
                culprits=tuple(map(_document_culprit, without[:MOST_CULPRITS])),
                culprit_count=len(without),
                reason=f"{len(without)} of {len(documents)} documents have no {limit.score}",
            )
            continue
        scored = [(document.scores[limit.score].score, document) for document in documents]
        broken = sorted((each for each in scored if not bound.holds(each[0])), key=lambda each: bound.badness(each[0]))
        fails = len(broken) > limit.allow
        yield Verdict(
            condition=condition,
            outcome="failed" if fails else "passed",
            actual=f"{len(broken)} of {len(scored)} documents outside",
            culprits=tuple(_document_culprit(document, score) for score, document in broken[:MOST_CULPRITS]),
            culprit_count=len(broken),
            blamed=_blamed(document.header for _, document in broken) if fails else frozenset(),
        )


def _on_findings(evaluation: Evaluation, counted: Sequence[PlacedFinding], limit: FindingLimit, words: int) -> Verdict:
    beginning = limit.beginning
    own = [placed for placed in counted if _begins(beginning, placed.finding.rule, placed.finding.category)]
    rate = 1000 * len(own) / words
    parts = []
    if limit.max is not None:
        parts.append((f"at most {limit.max}", len(own) <= limit.max, f"{len(own)}"))
    if limit.max_per_1000_words is not None:
        most = limit.max_per_1000_words
        parts.append((f"at most {most:g} per 1,000 words", rate <= most, f"{shown(rate, most)} per 1,000 words"))
    condition = f"findings of {limit.selector}: {' and '.join(words for words, _, _ in parts)}"
    if silent := _silent_checks(evaluation, beginning):
        reason = f"not checked: {', '.join(silent)}"
        return Verdict(condition=condition, outcome="unjudged", actual="-", reason=reason)
    passes = all(holds for _, holds, _ in parts)
    return Verdict(
        condition=condition,
        outcome="passed" if passes else "failed",
        actual=", ".join(actual for _, _, actual in parts),
        culprits=_worst_findings(own),
        culprit_count=len(own),
        blamed=frozenset() if passes else _blamed(placed.header for placed in own),
    )


def _begins(beginning: str, identifier: str, category: str) -> bool:
    """Whether a limit is on what has this id and category; the empty beginning is that of everything."""
    return not beginning or means(beginning, identifier, category)


def _silent_checks(evaluation: Evaluation, beginning: str) -> list[str]:
    """The checks that did not run and would tell what the limit is on."""
    skipped = {line.partition(":")[0] for line in evaluation.skipped_checks}
    return [
        check.name
        for check in all_checks()
        if check.name in skipped and any(_begins(beginning, fault.id, fault.category) for fault in check.faults)
    ]


def _no_score(evaluation: Evaluation, subject: str, name: str, system: str | None) -> Verdict:
    there = sorted(evaluation.signatures)
    meant = get_close_matches(name, there, 1)
    hint = f"; did you mean {meant[0]}?" if meant and meant[0] != name else ""
    listed = f"there are {', '.join(there)}" if there else "there are none"
    reason = f"no score {name}: {listed}{hint}"
    return Verdict(
        condition=f"{subject} within its limits", outcome="unjudged", actual="-", system=system, reason=reason
    )


@dataclass(frozen=True, slots=True)
class _Bound:
    """A limit from below or from above."""

    value: float
    is_least: bool

    @property
    def words(self) -> str:
        return f"at {'least' if self.is_least else 'most'} {self.value:g}"

    def holds(self, score: float) -> bool:
        return score >= self.value if self.is_least else score <= self.value

    def badness(self, score: float) -> float:
        """Sorts the worst first."""
        return score if self.is_least else -score


def _bounds(limit: ScoreLimit) -> Iterator[_Bound]:
    if limit.min is not None:
        yield _Bound(limit.min, is_least=True)
    if limit.max is not None:
        yield _Bound(limit.max, is_least=False)


def shown(value: float, limit: float, digits: int = 2) -> str:
    """The value with at least `digits` decimals, and as many as it takes to stand on its own side of the limit."""
    while digits < 17:
        rounded = round(value, digits)
        if (rounded < limit, rounded > limit) == (value < limit, value > limit):
            break
        digits += 1
    else:
        return repr(value)
    return f"{value:.{digits}f}"


def _worst_documents(evaluation: Evaluation, name: str, system: ScoredSystem) -> tuple[Culprit, ...]:
    own = [each for each in evaluation.documents if each.header.system == system.system and name in each.scores]
    sign = -1 if name in evaluation.lower_is_better else 1
    worst = sorted(own, key=lambda document: sign * document.scores[name].score)
    return tuple(_document_culprit(document, document.scores[name].score) for document in worst[:MOST_CULPRITS])


def _document_culprit(document: ScoredDocument, value: float | None = None) -> Culprit:
    header = document.header
    return Culprit(header.document, header.system, header.path, value)


def _blamed(headers: Iterable[DocumentHeader]) -> frozenset[tuple[str | None, str]]:
    return frozenset((header.system, header.document) for header in headers)


def _worst_findings(findings: Iterable[PlacedFinding]) -> tuple[Culprit, ...]:
    worst = sorted(findings, key=lambda placed: SEVERITIES.index(placed.finding.severity), reverse=True)
    return tuple(
        Culprit(placed.header.document, placed.header.system, placed.path, finding=placed)
        for placed in worst[:MOST_CULPRITS]
    )


def _counted(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"


def _at_least(confidence: Confidence) -> str:
    return " or ".join(reversed(CONFIDENCES[CONFIDENCES.index(confidence) :]))
