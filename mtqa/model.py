"""The values that travel through mtqa, frozen and with their invariants; no logic.

Readers make segments, metrics turn them into rows of integers, `evaluate` adds the rows up, writers show
the sums. Absent is `None`, never 0 and never an empty string that stands for something else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

UNDETERMINED = "und"
"""The language code of a side whose language is not known (ISO 639-2, BCP 47)."""

MULTIPLE = "mul"
"""The language code of a side that holds several languages (ISO 639-2)."""

TakenAs = Literal["documents", "systems"]
"""How several hypothesis files were understood: as documents of one system, or as systems over one text."""

Origin = Literal["given", "format", "detected", "unknown"]
"""Where a language comes from: an option, the input format, detection, or nowhere."""


Severity = Literal["neutral", "minor", "major", "critical"]
"""How much harm an error does; the weights stand in `mtqa.taxonomy`."""

Confidence = Literal["low", "medium", "high"]
"""How sure a check is of its finding, by measured false alarms."""

Side = Literal["source", "hypothesis", "reference"]
"""The text that a span lies in; of several references the first that holds text."""

Resampled = Literal["documents", "segments"]
"""What the interval of a corpus score resamples."""


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """Source and target language as BCP 47 tags; `und` where a side is not known."""

    source: str = UNDETERMINED
    target: str = UNDETERMINED

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHeader:
    """What all segments of one document of one system share.

    `document` is unique within its `system`; `system` is None where the input names none. `path` is the
    file of the hypothesis and `source_path` that of the source (None where they are one file), as the user
    wrote them. `language_pair` is what the format itself says, None where it says nothing.
    """

    document: str
    path: str
    system: str | None = None
    source_path: str | None = None
    domain: str | None = None
    language_pair: LanguagePair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """What a comment in a file accepts: findings in the next segment whose rule or category `selector` begins.

    `line` is that of the comment.
    """

    selector: str
    line: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One aligned unit: a hypothesis with its source and references, and where it stands.

    `segment` is its id, unique within the document. `references` has one entry per reference of the input,
    None or an empty string where this segment has none. `line` is the 1-based line of the hypothesis (of
    its element or record in structured formats) in `header.path`, `source_line` the same for the source;
    `column` is the 1-based column where the hypothesis begins on that line, None where the text does not
    stand there letter by letter (escaped, or folded over lines). `ignores` is what comments in the file say of it.
    """

    header: DocumentHeader
    segment: str
    hypothesis: str
    source: str | None = None
    references: tuple[str | None, ...] = ()
    line: int = 1
    source_line: int | None = None
    column: int | None = None
    ignores: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in the raw text of a side, and what stands there."""

    side: Side
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A possible error in one segment, found by a check.

    `rule` is the id of the check or rule, `category` a path of `mtqa.taxonomy.CATEGORIES`. `start` and `end`
    are the half-open range of code points in the raw text of `side`, and `text` what stands there.
    `suggestions` are texts to put in its place, the best first. `trace` says which conditions let it pass.
    `counterpart` is what the text was compared with, in another side of the same segment.
    """

    rule: str
    category: str
    severity: Severity
    confidence: Confidence
    message: str
    start: int
    end: int
    text: str
    side: Side = "hypothesis"
    suggestions: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()
    counterpart: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A segment, or a whole document (`segment` is None), that takes no part in scoring, and why."""

    document: str
    system: str | None = None
    segment: str | None = None
    reason: str
    path: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A score with its 95 % bootstrap interval; `low` and `high` are None where nothing can be resampled."""

    score: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ScoredSegment:
    """A segment with its word count, its findings, and its score per metric; none where there is no reference."""

    segment: Segment
    words: int
    scores: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a rule or a fault of a check means: in a sentence, in full, and with examples as Markdown."""

    id: str
    category: str
    severity: Severity
    confidence: Confidence
    what: str
    why: str
    help: str


@dataclass(frozen=True, slots=True)
class ScoredDocument:
    """A document of one system: its segments in order, and the score of their summed statistics.

    `statistics` are those sums by metric, empty where they are not known. A document that was not `judged` has the
    statistics of a baseline; nothing was looked for in its segments.
    """

    header: DocumentHeader
    segments: tuple[ScoredSegment, ...]
    words: int
    scores: Mapping[str, Score]
    language_pair: LanguagePair
    statistics: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    judged: bool = True


@dataclass(frozen=True, slots=True)
class ScoredSystem:
    """One system over all its documents; `documents`, `segments` and `words` are counts.

    `resampled` says what the intervals of its scores resample, None where there are none.
    """

    system: str | None
    documents: int
    segments: int
    words: int
    scores: Mapping[str, Score]
    resampled: Resampled | None = None
