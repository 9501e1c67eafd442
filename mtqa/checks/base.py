"""What a check is: faults it tells apart, and a function that finds them in one document.

A check sees a document whole: every segment with its source and references. What it finds are pairs of a segment's
index and a `Finding`; `mtqa.checks` puts them in order. Nothing here knows a language or reads a file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from mtqa.model import Confidence, Finding, LanguagePair, Segment, Severity, Side, Span
from mtqa.text.english.analysis import Analysis, analyse
from mtqa.text.languages import is_undetermined, primary


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One kind of fault that a check tells from others; `id` is its category and a name, as `accuracy/number/added`.

    `why` says to an editor what is wrong and what to do, in a sentence or two.
    """

    id: str
    severity: Severity
    confidence: Confidence
    why: str

    @property
    def category(self) -> str:
        """The path in `mtqa.taxonomy.CATEGORIES`."""
        return self.id.rpartition("/")[0]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What is known before the first segment is checked.

    `language_pair` holds primary codes, `und` where unknown. `sample` are the first segments of the run, for checks
    that learn what is usual in it; the same for every worker. `thresholds` are the user's, by `check.name`.
    """

    language_pair: LanguagePair = field(default_factory=LanguagePair)
    sample: tuple[Segment, ...] = ()
    glossaries: tuple[Path, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)

    @property
    def source(self) -> str | None:
        """The primary code of the source language, None where it is not known."""
        return None if is_undetermined(self.language_pair.source) else primary(self.language_pair.source)

    @property
    def target(self) -> str | None:
        """The primary code of the target language, None where it is not known."""
        return None if is_undetermined(self.language_pair.target) else primary(self.language_pair.target)

    @cached_property
    def has_source(self) -> bool:
        """Whether any segment of the sample has a source."""
        return any(segment.source for segment in self.sample)

    @cached_property
    def has_reference(self) -> bool:
        """Whether any segment of the sample has a reference."""
        return any(text for segment in self.sample for text in segment.references)


@dataclass(frozen=True, slots=True)
class Witness:
    """The text that a hypothesis is compared with: its source, or else a reference."""

    side: Side
    text: str
    language: str | None

    def span(self, start: int, end: int) -> Span:
        """A span of it."""
        return Span(self.side, start, end, self.text[start:end])


@dataclass(frozen=True)
class CheckedSegment:
    """A segment as checks see it; blank sources and references are absent. What is costly is made once, when asked."""

    hypothesis: str
    source: str | None = None
    references: tuple[str, ...] = ()
    context: Context = field(default_factory=Context, repr=False)

    @cached_property
    def analysis(self) -> Analysis:
        """The English analysis of the hypothesis; the same that the rules use."""
        return analyse(self.hypothesis)

    @cached_property
    def witness(self) -> Witness | None:
        """What the hypothesis is compared with: the source where there is one, else the first reference."""
        return self.source_witness or self.reference_witness

    @cached_property
    def source_witness(self) -> Witness | None:
        """The source as a witness."""
        return Witness("source", self.source, self.context.source) if self.source else None

    @cached_property
    def reference_witness(self) -> Witness | None:
        """The first reference as a witness."""
        return Witness("reference", self.references[0], self.context.target) if self.references else None


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """The segments of one document in order; of a very long one, some thousand of them."""

    segments: tuple[CheckedSegment, ...]
    context: Context


KEPT_WITNESSES = 4096
"""Sources and references of which a check keeps what it read in them: several systems are compared with the same."""

Found = tuple[int, Finding]
"""The index of a segment in its document, and what was found in it."""

Finder = Callable[[CheckedDocument], Iterable[Found]]
"""What finds the faults of a check in a document; it may hold what was prepared for the run."""


def never(_: Context) -> str | None:
    """No reason to skip: for checks that look at the hypothesis alone."""
    return None


def nothing(_: Context) -> None:
    """What the sample teaches a check that does not read it."""


def needs_witness(context: Context) -> str | None:
    """The reason to skip a check that compares with the source or a reference."""
    return None if context.has_source or context.has_reference else "there is neither source nor reference"


def needs_source(context: Context) -> str | None:
    """The reason to skip a check that compares with the source."""
    return None if context.has_source else "there is no source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check: its name, what it tells, the faults it tells apart, and how it is made ready for a run.

    `open` may raise `InputError` or `ConfigError` for what the user gave it. `skips` says why the check can say
    nothing in this run, None where it can. `thresholds` are its settings with their defaults, by name.
    """

    name: str
    summary: str
    faults: tuple[Fault, ...]
    open: Callable[[Context], Finder]
    skips: Callable[[Context], str | None] = never
    learns: Callable[[Context], object] = nothing
    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def threshold(self, name: str, context: Context) -> float:
        """The user's setting, or the default."""
        return context.thresholds.get(f"{self.name}.{name}", self.thresholds[name])


def by_segment(find: Callable[[CheckedSegment], Iterable[Finding]]) -> Finder:
    """A finder that looks at each segment for itself."""

    def finder(document: CheckedDocument) -> Iterator[Found]:
        for index, segment in enumerate(document.segments):
            for finding in find(segment):
                yield index, finding

    return finder


def finding(
    fault: Fault,
    message: str,
    span: Span,
    *,
    counterpart: Span | None = None,
    suggestions: Sequence[str] = (),
    confidence: Confidence | None = None,
    severity: Severity | None = None,
    trace: Sequence[str] = (),
) -> Finding:
    """A finding of this kind at a span; `confidence` and `severity` where this one differs from its kind."""
    return Finding(
        rule=fault.id,
        category=fault.category,
        severity=severity or fault.severity,
        confidence=confidence or fault.confidence,
        message=message,
        start=span.start,
        end=span.end,
        text=span.text,
        side=span.side,
        suggestions=tuple(suggestions),
        trace=tuple(trace),
        counterpart=counterpart,
    )


def in_hypothesis(segment: CheckedSegment, start: int = 0, end: int | None = None) -> Span:
    """A span of the hypothesis, all of it by default."""
    end = len(segment.hypothesis) if end is None else end
    return Span("hypothesis", start, end, segment.hypothesis[start:end])


def quoted(text: str, longest: int = 60) -> str:
    """The text for a message, in quotation marks, cut in its middle where it is long."""
    if len(text) > longest:
        half = (longest - 3) // 2
        text = f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
    return f'"{text}"'
