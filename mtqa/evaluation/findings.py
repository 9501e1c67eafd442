"""Findings with their place in the run: which document, which segment, which line and column."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mtqa.evaluation.texts import text_of
from mtqa.model import DocumentHeader, Finding, ScoredDocument, ScoredSegment, Segment, Severity
from mtqa.taxonomy import SEVERITIES

_WORD = re.compile(r"\w+")
_WORDS_AROUND = 3
_CHARACTERS_AROUND = 80


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding, the segment it is in, and a fingerprint that knows it again when lines have moved.

    `line` and `column` are 1-based, in code points, where the text stands letter by letter in the file; else
    `column` and `end_column` are None.
    """

    finding: Finding
    segment: Segment
    fingerprint: str

    @property
    def header(self) -> DocumentHeader:
        """The document it is in."""
        return self.segment.header

    @property
    def path(self) -> str:
        """The file it is in."""
        header = self.segment.header
        on_source = self.finding.side == "source" and header.source_path is not None
        return header.source_path if on_source and header.source_path else header.path

    @property
    def line(self) -> int:
        """The line it is on."""
        segment = self.segment
        on_source = self.finding.side == "source" and segment.source_line is not None
        return segment.source_line if on_source and segment.source_line else segment.line

    @property
    def column(self) -> int | None:
        """The column it begins at."""
        column = self.segment.column if self.finding.side == "hypothesis" else None
        return None if column is None else column + self.finding.start

    @property
    def end_column(self) -> int | None:
        """The column behind its last character."""
        column = self.segment.column if self.finding.side == "hypothesis" else None
        return None if column is None else column + self.finding.end


class Placer:
    """Gives findings their place and fingerprint, segment by segment.

    A fingerprint is made of the rule, the document, the words flagged with some around them, and how often the
    same stood before in the document: never of line numbers. Segments of one document must follow each other.
    """

    def __init__(self) -> None:
        self._header: DocumentHeader | None = None
        self._seen = Counter[str]()

    def place(self, scored: ScoredSegment) -> tuple[PlacedFinding, ...]:
        """The findings of the next segment, placed."""
        if not scored.findings:
            return ()
        header = scored.segment.header
        if header != self._header:
            self._header, self._seen = header, Counter()
        return tuple(
            PlacedFinding(finding, scored.segment, self._fingerprint(finding, scored.segment))
            for finding in scored.findings
        )

    def _fingerprint(self, finding: Finding, segment: Segment) -> str:
        header = segment.header
        text = text_of(segment, finding)
        key = "\0".join((finding.rule, header.system or "", header.document, _context(text, finding)))
        self._seen[key] += 1
        return hashlib.sha256(f"{key}\0{self._seen[key]}".encode(errors="backslashreplace")).hexdigest()[:16]


def placed_findings(documents: Iterable[ScoredDocument]) -> Iterator[PlacedFinding]:
    """The findings of all documents, in their order."""
    placer = Placer()
    for document in documents:
        for scored in document.segments:
            yield from placer.place(scored)


def finding_counts(segments: Iterable[ScoredSegment]) -> dict[Severity, int]:
    """How many findings of each severity there are in some segments, the least severe first."""
    counts = Counter(finding.severity for scored in segments for finding in scored.findings)
    return {severity: counts[severity] for severity in SEVERITIES}


def _context(text: str, finding: Finding) -> str:
    before = _WORD.findall(text[max(finding.start - _CHARACTERS_AROUND, 0) : finding.start].lower())[-_WORDS_AROUND:]
    after = _WORD.findall(text[finding.end : finding.end + _CHARACTERS_AROUND].lower())[:_WORDS_AROUND]
    return " ".join([*before, "[", *_WORD.findall(finding.text.lower()), "]", *after])
