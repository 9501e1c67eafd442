"""Numbers: quantities, dates, times and ordinals that the translation changed, lost or added.

Numbers are compared as values, however they are written: *3 mila* is 3,000, *XX secolo* the 20th century. A number
that a reference has is right, even where the source has another.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from mtqa.checks.base import (
    KEPT_WITNESSES,
    Check,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Witness,
    by_segment,
    finding,
    in_hypothesis,
    needs_witness,
    quoted,
)
from mtqa.model import Confidence, Finding
from mtqa.text.numbers import NUMBER_LANGUAGES, Number, find_numbers
from mtqa.text.numbers.comparison import Comparison, compare
from mtqa.text.numbers.values import softened

CHANGED: Final = Fault(
    id="accuracy/number/changed",
    severity="critical",
    confidence="high",
    why="The translation has another number, date or time than the source. Put the number of the source in its place.",
)
MISSING: Final = Fault(
    id="accuracy/number/missing",
    severity="major",
    confidence="medium",
    why="A number of the source is not in the translation. Look whether something was left out.",
)
ADDED: Final = Fault(
    id="accuracy/number/added",
    severity="major",
    confidence="medium",
    why="The translation has a number that the source does not have. Look whether it was made up.",
)
UNLOCALISED: Final = Fault(
    id="locale/number-format/not-converted",
    severity="major",
    confidence="medium",
    why="The number is written as in the source language, and means something else in the language of the translation: "
    "a German 1.500 is 1,500 in English. Write it as the target language does.",
)


def _open(context: Context) -> Finder:
    if context.source is None or context.source in NUMBER_LANGUAGES or not context.has_reference:
        return by_segment(_by_source)
    return by_segment(_by_reference)


def _by_source(segment: CheckedSegment) -> Iterable[Finding]:
    return _compared(segment, segment.witness)


def _by_reference(segment: CheckedSegment) -> Iterable[Finding]:
    """Where the number words of the source language are not known, a reference is the better witness."""
    return _compared(segment, segment.reference_witness or segment.source_witness)


def _compared(segment: CheckedSegment, witness: Witness | None) -> Iterator[Finding]:
    if witness is None:
        return
    language = segment.context.target
    ours, theirs = find_numbers(segment.hypothesis, language), _in_witness(witness.text, witness.language)
    if not ours and not theirs:
        return
    if witness.language not in NUMBER_LANGUAGES:
        ours = tuple(map(softened, ours))
    if language not in NUMBER_LANGUAGES:
        theirs = tuple(map(softened, theirs))
    others = () if witness.side == "reference" else segment.references
    compared = compare(theirs, ours, [_in_witness(text, language) for text in others])
    yield from _told(segment, witness, compared)


_in_witness = lru_cache(KEPT_WITNESSES)(find_numbers)


def _told(segment: CheckedSegment, witness: Witness, compared: Comparison) -> Iterator[Finding]:
    for theirs, ours in compared.changed:
        before, after = witness.span(theirs.start, theirs.end), in_hypothesis(segment, ours.start, ours.end)
        yield finding(
            CHANGED,
            f"the {witness.side} has {quoted(before.text)}, the translation {quoted(after.text)}",
            after,
            counterpart=before,
            confidence=_sureness(theirs, ours),
            severity=CHANGED.severity if _sureness(theirs, ours) == "high" else "major",
        )
    for theirs in compared.missing:
        span = witness.span(theirs.start, theirs.end)
        message = f"the translation does not have {quoted(span.text)}"
        yield finding(MISSING, message, span, confidence=_weight(theirs))
    for ours in compared.added:
        span = in_hypothesis(segment, ours.start, ours.end)
        yield finding(ADDED, f"the {witness.side} does not have {quoted(span.text)}", span, confidence=_weight(ours))
    for theirs, ours in compared.unlocalised:
        before, after = witness.span(theirs.start, theirs.end), in_hypothesis(segment, ours.start, ours.end)
        message = f"{quoted(after.text)} is written as in the {witness.side}, which has {quoted(before.text)}"
        yield finding(UNLOCALISED, message, after, counterpart=before)


def _sureness(theirs: Number, ours: Number) -> Confidence:
    """High where both are surely numbers, of one kind: then a reader cannot take one for the other."""
    return "high" if theirs.grade == ours.grade == "firm" and theirs.kind == ours.kind else "medium"


def _weight(number: Number) -> Confidence:
    """Low for the word for two, which comes and goes as *both*, *each other*, a dual or a pair."""
    return "low" if number.value == 2 and not number.digits else "medium"


CHECK: Final = Check(
    name="numbers",
    summary="numbers, dates and times that the translation changed, lost or added",
    faults=(CHANGED, MISSING, ADDED, UNLOCALISED),
    open=_open,
    skips=needs_witness,
)
"""Numbers as values."""
