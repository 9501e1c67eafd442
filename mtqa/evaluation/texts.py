"""The texts of a segment as findings speak of them."""

from mtqa.model import Finding, Segment


def references_of(segment: Segment) -> tuple[str, ...]:
    """The references of a segment that hold text."""
    return tuple(text for text in segment.references if text and not text.isspace())


def text_of(segment: Segment, finding: Finding) -> str:
    """The text that the span of a finding lies in."""
    if finding.side == "hypothesis":
        return segment.hypothesis
    if finding.side == "source":
        return segment.source or ""
    return next(iter(references_of(segment)), "")
