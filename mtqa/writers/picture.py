"""What the scores of a run mean, in plain sentences, without a digit more than the texts can bear."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqa.model import Score, ScoredSystem
from mtqa.report import QUALITY, Report
from mtqa.taxonomy import WEIGHTS
from mtqa.writers.wording import counted

_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Leader:
    """The systems with the best and the worst score of a metric."""

    metric: str
    best: ScoredSystem
    worst: ScoredSystem


def headline(report: Report) -> str:
    """The whole in one sentence: what the findings cost, or how like the references the texts are."""
    evaluation = report.evaluation
    scores = evaluation.systems[0].scores
    if len(evaluation.systems) > 1:
        return _several(report)
    if QUALITY in scores:
        return _cost(scores[QUALITY])
    if report.ranked_by is not None and report.ranked_by in scores:
        return f"Against the references, {report.ranked_by} is {_whole(scores[report.ranked_by])}."
    return "Nothing could be scored."


def meaning(report: Report) -> Iterator[str]:
    """What the headline leaves open: what quality sees, what the other scores can and cannot say."""
    evaluation = report.evaluation
    scores = evaluation.systems[0].scores
    several = len(evaluation.systems) > 1
    if QUALITY in evaluation.metrics:
        comparison = _in_errors(scores[QUALITY]) if QUALITY in scores and not several else ""
        if comparison:
            yield comparison
        yield "That counts what rules and checks can see; a fluent sentence that says something wrong may escape them."
    references = [metric for metric in report.reference_metrics if metric in scores]
    if references:
        names = _listed(references)
        shares = "tells" if len(references) == 1 else "tell"
        yield (
            f"{names} {shares} how much of the references' wording the translations share, not whether they are right: "
            "no value means good or bad. Compare only values of the same texts and references."
        )
    if several:
        yield 'Whether two systems differ by more than chance is a question for "mtqa compare".'


def leaders(report: Report) -> Iterator[Leader]:
    """The best and the worst system by the metric that ranks, and by quality."""
    evaluation = report.evaluation
    for metric in dict.fromkeys((report.ranked_by, QUALITY)):
        scored = [system for system in evaluation.systems if metric in system.scores]
        if metric is None or len(scored) < 2:
            continue
        best_first = sorted(
            scored, key=lambda system: system.scores[metric].score, reverse=metric not in evaluation.lower_is_better
        )
        if best_first[0].scores[metric].score != best_first[-1].scores[metric].score:
            yield Leader(metric, best_first[0], best_first[-1])


def best_first(report: Report) -> tuple[ScoredSystem, ...]:
    """The systems by the metric that ranks the documents, the best first; those without a score last."""
    metric = report.ranked_by
    if metric is None:
        return report.evaluation.systems
    sign = 1.0 if metric in report.evaluation.lower_is_better else -1.0

    def place(system: ScoredSystem) -> tuple[bool, float]:
        score = system.scores.get(metric)
        return (True, 0.0) if score is None else (False, sign * score.score)

    return tuple(sorted(report.evaluation.systems, key=place))


def _several(report: Report) -> str:
    found = [system.scores[QUALITY] for system in report.evaluation.systems if QUALITY in system.scores]
    if not found:
        return f"{counted(len(report.evaluation.systems), 'system')} over the same texts."
    losses = [100 - score.score for score in found]
    least, most = _rounded(min(losses)), _rounded(max(losses))
    if least == most:
        return f"Findings cost each system {_points(min(losses))} in 100."
    return f"Findings cost from {least} to {most} points in 100, depending on the system."


def _cost(quality: Score) -> str:
    """What the findings cost, and between what bounds: `about 11 points in 100 (95% interval: 4 to 19)`."""
    lost = 100 - quality.score
    if lost <= 0:
        return "No finding costs a point."
    if lost >= 100:
        return "Findings cost all of 100 points."
    bounds = ""
    if quality.low is not None and quality.high is not None:
        least, most = _whole_points(100 - quality.high), _whole_points(100 - quality.low)
        bounds = f" (95% interval: {least} to {most})" if least != most else ""
    return f"Findings cost {_points(lost)} in 100{bounds}."


def _in_errors(quality: Score) -> str:
    """The cost as a number of errors per 100 words; nothing where there is none, or all is lost."""
    lost = _whole_points(100 - quality.score)
    if not 0 < lost < 100:
        return ""
    minor = f"{_few(lost)} minor {'error' if lost == 1 else 'errors'}"
    number = round(lost / WEIGHTS["major"])
    major = f", or about {_few(number)} major {'one' if number == 1 else 'ones'}," if number else ""
    return f"As much as {minor}{major} in every 100 words."


def _points(lost: float) -> str:
    """A number of points as precise as it can be taken: `less than 1 point`, `about 11 points`."""
    return "less than 1 point" if 0 < lost < 1 else f"about {counted(_whole_points(lost), 'point')}"


def _rounded(lost: float) -> str:
    return "less than 1" if 0 < lost < 1 else f"{_whole_points(lost)}"


def _whole_points(lost: float) -> int:
    """The points rounded; all of 100 only where no word is left."""
    return min(round(lost), 99) if lost < 100 else 100


def _whole(score: Score) -> str:
    if score.low is None or score.high is None or round(score.low) == round(score.high):
        return f"about {score.score:.0f}"
    return f"about {score.score:.0f} (95% interval: {score.low:.0f} to {score.high:.0f})"


def _few(number: int) -> str:
    return _FEW[number] if number < len(_FEW) else f"{number:,}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
