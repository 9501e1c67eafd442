"""What a report shows, sorted but not formatted: one `Report` value, from which every writer writes."""

from dataclasses import dataclass

from mtqa.evaluation import Evaluation
from mtqa.model import ScoredDocument


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation as it is shown.

    `worst_first` are its documents by `ranked_by` (a metric name), the worst first, documents without a
    score last in input order; `ranked_by` is None where there is no score, and the order is the input's.
    """

    evaluation: Evaluation
    worst_first: tuple[ScoredDocument, ...]
    ranked_by: str | None


def build(evaluation: Evaluation) -> Report:
    """The report on an evaluation: documents worst first by chrF2 (else by the first metric that was run).

    chrF2 ranks documents more like human raters do than BLEU, which is 0 for many short documents.
    """
    metrics = evaluation.metrics
    ranked_by = "chrF2" if "chrF2" in metrics else next(iter(metrics), None)
    if ranked_by is None:
        return Report(evaluation, evaluation.documents, None)
    sign = -1.0 if ranked_by in evaluation.lower_is_better else 1.0

    def badness(document: ScoredDocument) -> tuple[bool, float]:
        score = document.scores.get(ranked_by)
        return (True, 0.0) if score is None else (False, sign * score.score)

    return Report(evaluation, tuple(sorted(evaluation.documents, key=badness)), ranked_by)
