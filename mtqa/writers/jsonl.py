"""One JSON object per segment and line; `mtqa/schema/segment-1.schema.json` describes it."""

from collections.abc import Mapping
from typing import TextIO

from mtqa.model import ScoredSegment
from mtqa.report import Report
from mtqa.writers.json import encode, item


def write(report: Report, out: TextIO) -> None:
    """Write the segments of all documents to `out`, in input order."""
    evaluation = report.evaluation
    for document in evaluation.documents:
        out.writelines(segment_line(scored, evaluation.segment_signatures) for scored in document.segments)


def segment_line(scored: ScoredSegment, signatures: Mapping[str, str]) -> str:
    r"""The line of one segment, `\n` included; `signatures` are those of the segment scores, by metric."""
    header = scored.segment.header
    return (
        encode(
            {
                "document": header.document,
                "system": header.system,
                "path": header.path,
                **item(scored),
                "signatures": {metric: signatures[metric] for metric in scored.scores},
                "findings": (),
            }
        )
        + "\n"
    )
