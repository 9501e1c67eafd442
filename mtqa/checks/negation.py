"""Negation: a translation that denies what its source affirms, or affirms what its source denies.

Words of denial are counted on both sides. A denial of one side may be put into words that deny only in effect on the
other ("non riesce", "fails to"), so those excuse it; and of two witnesses both must say the same.
"""

from collections.abc import Iterator, Sequence
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
from mtqa.model import Finding
from mtqa.text.languages import NAMES
from mtqa.text.negation import LANGUAGES, UNSPACED, Negation, negations

GAINED: Final = Fault(
    id="accuracy/negation/gained",
    severity="critical",
    confidence="high",
    why="The translation denies what the source affirms. Look whether the word of denial belongs there.",
)
LOST: Final = Fault(
    id="accuracy/negation/lost",
    severity="major",
    confidence="medium",
    why="The source denies, the translation does not. Look whether a word of denial was lost on the way.",
)
_AGREEING: Final = 2
"""Source and reference say the same."""

Sides = Sequence[tuple[Witness, tuple[Negation, ...]]]
"""The witnesses whose words of denial are known, each with those it has."""


def _open(_: Context) -> Finder:
    return by_segment(_find)


def _find(segment: CheckedSegment) -> Iterator[Finding]:
    language = segment.context.target
    if language not in LANGUAGES:
        return
    witnesses = [
        (witness, _in_witness(witness.text, witness.language))
        for witness in (segment.source_witness, segment.reference_witness)
        if witness and witness.language in LANGUAGES
    ]
    if witnesses:
        own = negations(segment.hypothesis, language)
        yield from _gained(segment, own, witnesses)
        yield from _lost(own, witnesses)


_in_witness = lru_cache(KEPT_WITNESSES)(negations)


def _gained(segment: CheckedSegment, own: tuple[Negation, ...], witnesses: Sides) -> Iterator[Finding]:
    """One finding; sure where two witnesses deny nothing: one alone may deny in words that are no words of denial."""
    sure = [each for each in own if each.sure and not each.repeats]
    allowed = max(_allowed(own, witness, theirs) for witness, theirs in witnesses)
    if len(sure) <= allowed:
        return
    witness, theirs = witnesses[0]
    odd = _odd_one(sure, len(segment.hypothesis), theirs, len(witness.text))
    others = ", but for what has its match" if allowed else ""
    agreeing = len(witnesses) >= _AGREEING
    plain = not allowed and (agreeing or witness.language not in UNSPACED)
    yield finding(
        GAINED,
        f"the translation denies ({quoted(odd.text)}), the {witness.side} does not{others}",
        in_hypothesis(segment, odd.start, odd.end),
        confidence=None if plain and agreeing else "medium",
        severity=None if plain else "major",
    )


def _allowed(own: Sequence[Negation], witness: Witness, theirs: Sequence[Negation]) -> int:
    """How often the hypothesis may deny for certain by what a witness has.

    What denies only in effect in a source may be any denial in the translation; in a reference, of the same language,
    it excuses only where the hypothesis has no such words itself.
    """
    if witness.side == "source":
        return len(theirs)
    sure = sum(each.sure for each in theirs)
    return sure + max(0, len(theirs) - sure - sum(not each.sure for each in own))


def _lost(own: tuple[Negation, ...], witnesses: Sides) -> Iterator[Finding]:
    """One finding; shown only where both witnesses agree: a denial is often put into a word that denies nothing."""
    sure_of_each = [[each for each in theirs if each.sure and not each.repeats] for _, theirs in witnesses]
    if len(own) >= min(map(len, sure_of_each)):
        return
    witness, sure = witnesses[0][0], sure_of_each[0]
    odd = _odd_one(sure, len(witness.text), own, len(witness.text))
    others = ", but for what has its match" if own else ""
    yield finding(
        LOST,
        f"the {witness.side} denies ({quoted(odd.text)}), the translation does not{others}",
        witness.span(odd.start, odd.end),
        confidence=None if len(witnesses) >= _AGREEING else "low",
    )


def _odd_one(sure: Sequence[Negation], length: int, others: Sequence[Negation], other_length: int) -> Negation:
    """The one that stands farthest, in its text, from where any other stands in the other text."""
    places = [each.start / max(other_length, 1) for each in others]
    return max(sure, key=lambda each: min((abs(each.start / length - place) for place in places), default=0))


def _skips(context: Context) -> str | None:
    if reason := needs_witness(context):
        return reason
    if context.target not in LANGUAGES:
        return f"no words of denial known for {_named(context.target)}"
    if not context.has_reference and context.source not in LANGUAGES:
        return f"no words of denial known for {_named(context.source)}"
    return None


def _named(language: str | None) -> str:
    return NAMES.get(language, language) if language else "a language that is not known"


CHECK: Final = Check(
    name="negation",
    summary="a denial that the translation lost or gained",
    faults=(GAINED, LOST),
    open=_open,
    skips=_skips,
)
