"""The report on a large run, made from its sum: scores and statistics of all, the worst documents in full."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtqa.evaluation import Evaluation, Settings
from mtqa.evaluation.languages import Languages
from mtqa.evaluation.quality import COUNTED
from mtqa.evaluation.scorer import Panel
from mtqa.evaluation.segments import Plan
from mtqa.model import Resampled, Score, ScoredSystem, TakenAs
from mtqa.report import PENALTY, QUALITY, Condemned, Findings, FiredRule, Report, Whole, ranking, worst_findings
from mtqa.report import worst_first as ordered_worst_first
from mtqa.scale.part import LeftOuts, Part, SystemPart
from mtqa.taxonomy import SEVERITIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a run beside what its parts add up to."""

    settings: Settings
    languages: Languages
    plan: Plan
    tables: str
    taken_as: TakenAs | None
    notes: Sequence[str]


def report_of(part: Part, run: Circumstances) -> Report:
    """The report on a run; its evaluation has the worst documents only, and says in `whole` what there is."""
    evaluation = _evaluation(part, run)
    ranked_by = ranking(evaluation.metrics)
    return Report(
        evaluation,
        ordered_worst_first(evaluation, ranked_by),
        ranked_by,
        reference_metrics=tuple(metric for metric in evaluation.metrics if metric != QUALITY),
        findings=_findings(part) if QUALITY in evaluation.metrics else None,
        whole=Whole(
            tables=run.tables,
            bootstrap="poisson" if _has_many(part) else "ordinary",
            documents=part.documents,
            too_long=part.too_long,
            shown_by={name: len(worst.documents) for name, worst in part.worst.items() if worst.documents},
            histograms={
                system: {
                    name: tuple(own.histograms[name].tolist()) for name in evaluation.metrics if name in own.histograms
                }
                for system, own in _in_order(part)
            },
            findings=dict(sorted(part.findings.items())),
            left_out=dict(sorted(_left_out(part).counts.items())),
        ),
    )


def _evaluation(part: Part, run: Circumstances) -> Evaluation:
    plan, languages, settings = run.plan, run.languages, run.settings
    scorer = plan.scorer if part.references else replace(plan.scorer, names=())
    panel = scorer.open()
    references = next(iter(part.references)) if len(part.references) == 1 else None
    own_signatures = plan.quality.signatures() if plan.quality else {}
    acceptance = settings.checks.acceptance(languages.pair) if settings.checks else None
    shown = {each.place: each.document for worst in part.worst.values() for each in worst.documents}
    missing = _left_out(part)
    left_out = sorted((*missing.first, *missing.failures), key=lambda each: (each.place, each.number))
    return Evaluation(
        language_pair=languages.pair,
        source_origin=languages.source_origin,
        target_origin=languages.target_origin,
        metrics=(*panel.names, *((QUALITY,) if plan.quality else ())),
        lower_is_better=frozenset(metric.name for metric in panel.metrics if metric.lower_is_better),
        signatures={**panel.signatures(references), **own_signatures},
        segment_signatures={**panel.signatures(references, segment=True), **own_signatures},
        documents=tuple(shown[place] for place in sorted(shown)),
        systems=tuple(_system(system, own, panel, run) for system, own in _in_order(part)),
        left_out=tuple(each.left_out for each in left_out),
        empty_hypotheses=part.empty_hypotheses,
        empty_references=part.empty_references,
        skipped_checks=plan.skipped_checks,
        taken_as=run.taken_as,
        notes=(
            *run.notes,
            *languages.notes,
            *plan.notes,
            *(acceptance.notes(part.uses) if acceptance else ()),
            *_method(part, settings),
        ),
        resamples=settings.resamples,
        seed=settings.seed,
        own_rules=settings.checks.own_descriptions(rule for rule, *_ in part.findings) if settings.checks else (),
    )


def _left_out(part: Part) -> LeftOuts:
    """What took no part; that a segment has no reference says nothing where none has."""
    return part.left_out + part.unscored if part.references else part.left_out


def _in_order(part: Part) -> list[tuple[str | None, SystemPart]]:
    """The systems in the order of the input."""
    return sorted(part.systems.items(), key=lambda each: each[1].first)


def _system(name: str | None, own: SystemPart, panel: Panel, run: Circumstances) -> ScoredSystem:
    scores: dict[str, Score] = {}
    kinds: set[Resampled] = set()
    for sums, columns in ((own.by_reference, panel if panel.metrics else None), (own.by_findings, run.plan.quality)):
        if sums is not None and columns is not None:
            found, resampled = sums.scores(columns)
            scores |= found
            kinds |= {resampled} if resampled else set()
    return ScoredSystem(name, own.documents, own.segments, own.words, scores, min(kinds) if kinds else None)


def _method(part: Part, settings: Settings) -> list[str]:
    """A sentence on the intervals, where they are not those of an ordinary bootstrap."""
    if not _has_many(part):
        return []
    return [
        f"intervals of many units are of a Poisson bootstrap, {settings.resamples:,} resamples, seed {settings.seed}"
    ]


def _has_many(part: Part) -> bool:
    """Whether there are more units in any system than are resampled one by one."""
    sums = [each for own in part.systems.values() for each in (own.by_reference, own.by_findings) if each]
    return any(each.documents.many if each.segments is None else each.segments.many for each in sums)


def _findings(part: Part) -> Findings:
    severities, rules = Counter[str](), Counter[tuple[str, str]]()
    unsure = 0
    for (rule, category, severity, confidence), count in part.findings.items():
        severities[severity] += count
        rules[rule, category] += count
        unsure += 0 if confidence in COUNTED else count
    most_frequent = sorted(rules.items(), key=lambda each: (-each[1], each[0]))
    condemning = sorted(part.condemning.items(), key=lambda each: (-each[1], each[0]))
    penalised = part.worst[PENALTY].documents if PENALTY in part.worst else ()
    return Findings(
        counts={severity: severities[severity] for severity in SEVERITIES},
        unsure=unsure,
        rules=tuple(FiredRule(*which, count) for which, count in most_frequent),
        condemned=Condemned(part.condemned, tuple(condemning)),
        worst=tuple(worst_findings(each.document) for each in penalised),
    )
