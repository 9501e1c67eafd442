"""One JSON object per segment and line; `mtqa/schema/segment-1.schema.json` describes it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from mtqa.evaluation import Evaluation
from mtqa.evaluation.findings import PlacedFinding, Placer
from mtqa.model import ScoredSegment
from mtqa.report import Report
from mtqa.writers.json import encode, finding_members, item


def write(report: Report, out: TextIO) -> None:
    """Write the segments of all documents to `out`, in input order."""
    out.writelines(lines(report.evaluation))


def lines(evaluation: Evaluation) -> Iterator[str]:
    """The lines of the segments of all documents, in input order."""
    placer = Placer()
    for document in evaluation.documents:
        for scored in document.segments:
            yield segment_line(scored, evaluation.segment_signatures, placer.place(scored))


def segment_line(scored: ScoredSegment, signatures: Mapping[str, str], findings: Sequence[PlacedFinding] = ()) -> str:
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
                "findings": [finding_members(placed) for placed in findings],
            }
        )
        + "\n"
    )
