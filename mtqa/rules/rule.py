"""A rule as data: what it flags, why, and the examples that prove it."""

from collections.abc import Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from mtqa.model import Confidence, Severity
from mtqa.rules.grammar import Sequence
from mtqa.rules.templates import Template

Where = Literal["before", "after", "around", "sentence"]
"""Where a guard looks: just before or after what is flagged, over it, anywhere in its sentence."""

PLACES: Final[Mapping[str, str]] = {
    "headline": "in a headline or title",
    "quotation": "in a quotation",
    "question": "in a question",
    "list": "in a list or table",
    "name": "in a name: each of its words begins with a capital",
    "sentence_start": "at the start of a sentence",
    "sentence_end": "at the end of a sentence",
}
"""The places a rule can ask for, or with `not_` before the name stay out of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text that a rule is tried on.

    `marked` is the range that is to be flagged, None where nothing is. `fixed` is the text put right.
    """

    text: str
    marked: tuple[int, int] | None = None
    fixed: str | None = None
    source: str | None = None
    source_language: str | None = None
    place: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way to find the fault: a token pattern or a regular expression, as written and as read.

    `suggest` are the templates of what to write instead.
    """

    written: str
    sequence: Sequence = ()
    regex: str | None = None
    suggest: tuple[Template, ...] = ()


@dataclass(frozen=True, slots=True)
class Guard:
    """A token pattern that silences a rule where it matches."""

    where: Where
    written: str
    sequence: Sequence


@dataclass(frozen=True, slots=True)
class PlaceCondition:
    """A place that what is flagged must stand in, or must not."""

    place: str
    wanted: bool

    def __str__(self) -> str:
        return self.place if self.wanted else f"not_{self.place}"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a rule flags in so many lines of native news: false alarms, and true errors that natives make too."""

    lines: int
    false_alarms: int
    true_finds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One fault, how to find it, and the proof. `needs_source` and `source_boost` hold words by language.

    `safe` says that its first suggestion may be put in place unseen. `fingerprint` changes with whatever the file says
    but for its proof. Alternatives, guards and examples are read when asked for, where they are known to be right.
    """

    id: str
    path: Path
    category: str
    severity: Severity
    confidence: Confidence
    message: Template
    why: str
    alternatives: Many[Alternative]
    guards: Many[Guard] = ()
    place: tuple[PlaceCondition, ...] = ()
    source_languages: tuple[str, ...] = ()
    needs_source: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source_boost: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flags: Many[Example]
    silent: Many[Example]
    measured: Measured
    paired: bool = False
    safe: bool = False
    fingerprint: str = ""
