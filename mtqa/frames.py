"""An evaluation as pandas data frames; the only module besides readers that knows pandas."""

from collections.abc import Iterator

import pandas as pd

from mtqa.evaluation import Evaluation
from mtqa.model import ScoredDocument, ScoredSegment


def document_frame(evaluation: Evaluation) -> pd.DataFrame:
    """One row per (system, document), in input order.

    Columns: document, system, path, segments, words, and for each metric its score, `..._low` and
    `..._high`; NaN where there is none.
    """
    columns = ["document", "system", "path", "segments", "words"]
    columns += [f"{name}{end}" for name in evaluation.metrics for end in ("", "_low", "_high")]
    return pd.DataFrame([_document_row(document) for document in evaluation.documents], columns=columns)


def segment_frame(evaluation: Evaluation) -> pd.DataFrame:
    """One row per segment of each (system, document), in input order.

    Columns: document, system, segment, path, line, source, hypothesis, reference (reference_2 ...), words,
    and the score of each metric; NaN where a segment has no reference.
    """
    pairs = list(_segments(evaluation))
    most = max((len(scored.segment.references) for _, scored in pairs), default=0)
    columns = ["document", "system", "segment", "path", "line", "source", "hypothesis"]
    columns += [*(_reference_column(number) for number in range(most)), "words", *evaluation.metrics]
    return pd.DataFrame([_segment_row(document, scored) for document, scored in pairs], columns=columns)


def _document_row(document: ScoredDocument) -> dict[str, object]:
    header = document.header
    row: dict[str, object] = {
        "document": header.document,
        "system": header.system,
        "path": header.path,
        "segments": len(document.segments),
        "words": document.words,
    }
    for name, score in document.scores.items():
        row |= {name: score.score, f"{name}_low": score.low, f"{name}_high": score.high}
    return row


def _segment_row(document: ScoredDocument, scored: ScoredSegment) -> dict[str, object]:
    segment = scored.segment
    references = {_reference_column(number): text for number, text in enumerate(segment.references)}
    return {
        "document": document.header.document,
        "system": document.header.system,
        "segment": segment.segment,
        "path": document.header.path,
        "line": segment.line,
        "source": segment.source,
        "hypothesis": segment.hypothesis,
        **references,
        "words": scored.words,
        **scored.scores,
    }


def _segments(evaluation: Evaluation) -> Iterator[tuple[ScoredDocument, ScoredSegment]]:
    for document in evaluation.documents:
        for scored in document.segments:
            yield document, scored


def _reference_column(number: int) -> str:
    return "reference" if number == 0 else f"reference_{number + 1}"
