"""Pronouns: "she" for a man, "his" for a woman, where the witness leaves no doubt.

The hypothesis has pronouns of one gender; the witness tells the other, by a pronoun, and nowhere the first, by any
word. A reference in the same language is compared pronoun by pronoun.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from mtqa.checks.base import (
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
from mtqa.text.gender import LANGUAGES, Gender, Gendered, gendered_words
from mtqa.text.languages import NAMES

GENDER: Final = Fault(
    id="accuracy/mistranslation/gender",
    severity="major",
    confidence="high",
    why="A pronoun tells another gender than the text it was translated from. Look who is meant.",
)

_OTHER: Final[tuple[tuple[Gender, Gender], ...]] = (("masculine", "feminine"), ("feminine", "masculine"))
_TARGET: Final = "en"
"""The language whose pronouns are judged: they tell the gender of people, and of hardly anything else."""


def _open(_: Context) -> Finder:
    return by_segment(_find)


def _find(segment: CheckedSegment) -> Iterator[Finding]:
    if segment.context.target != _TARGET:
        return
    pronouns = [word for word in gendered_words(segment.hypothesis, _TARGET) if word.pronoun]
    if not pronouns:
        return
    source, reference = _told(segment.source_witness), _told(segment.reference_witness)
    for gender, other in _OTHER:
        of_source = _swapped_for_source(pronouns, source, gender, other)
        of_reference = _swapped_for_reference(pronouns, reference, gender, other)
        if segment.reference_witness and of_reference and not any(word.gender == gender for word in source):
            yield _finding(segment, segment.reference_witness, *of_reference, confidence=None)
        elif segment.source_witness and of_source and not reference:
            yield _finding(segment, segment.source_witness, *of_source, confidence="medium")


def _told(witness: Witness | None) -> tuple[Gendered, ...]:
    """The words of a witness that tell a gender, none in a language that is not known."""
    return gendered_words(witness.text, witness.language) if witness and witness.language in LANGUAGES else ()


Swapped = tuple[Gendered, Gendered] | None
"""A pronoun of the hypothesis, and one of the witness that tells another gender."""


def _swapped_for_source(
    pronouns: Sequence[Gendered], theirs: Sequence[Gendered], gender: Gender, other: Gender
) -> Swapped:
    """Where all pronouns are of this gender, and of all words of the source none is."""
    if any(word.gender == other for word in pronouns) or any(word.gender == gender for word in theirs):
        return None
    return next(((pronouns[0], word) for word in theirs if word.pronoun and word.gender == other), None)


def _swapped_for_reference(
    pronouns: Sequence[Gendered], theirs: Sequence[Gendered], gender: Gender, other: Gender
) -> Swapped:
    """Where the reference has no pronoun of this gender, and more of the other than the hypothesis."""
    own = [word for word in pronouns if word.gender == gender]
    others = [word for word in theirs if word.pronoun and word.gender == other]
    if not own or any(word.pronoun and word.gender == gender for word in theirs):
        return None
    return (own[0], others[0]) if len(others) > len(pronouns) - len(own) else None


def _finding(
    segment: CheckedSegment, witness: Witness, own: Gendered, theirs: Gendered, confidence: Confidence | None
) -> Finding:
    return finding(
        GENDER,
        f"the {witness.side} has {quoted(theirs.text)} ({theirs.gender}), the translation {quoted(own.text)}",
        in_hypothesis(segment, own.start, own.end),
        counterpart=witness.span(theirs.start, theirs.end),
        confidence=confidence,
    )


def _skips(context: Context) -> str | None:
    if reason := needs_witness(context):
        return reason
    if context.target != _TARGET:
        return "only English pronouns are judged"
    if not context.has_reference and context.source not in LANGUAGES:
        return f"no pronouns known for {NAMES.get(context.source or 'und', context.source)}"
    return None


CHECK: Final = Check(
    name="pronouns",
    summary="a pronoun of another gender than the witness has",
    faults=(GENDER,),
    open=_open,
    skips=_skips,
)
