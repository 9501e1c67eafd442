"""Casing against the source: a sentence that begins small, text without capitals, text all in capitals."""

import re
from collections.abc import Iterator
from typing import Final

from mtqa.checks.base import (
    Check,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    by_segment,
    finding,
    in_hypothesis,
    needs_witness,
    quoted,
)
from mtqa.model import Confidence, Finding
from mtqa.text.marks import Ending, final_mark

LOWER_START: Final = Fault(
    id="fluency/spelling/lower-case-start",
    severity="minor",
    confidence="high",
    why="The sentence begins with a small letter, the source with a capital. Write it large, "
    "and look whether the beginning is lost.",
)
NO_CAPITALS: Final = Fault(
    id="fluency/spelling/capitals-lost",
    severity="minor",
    confidence="high",
    why="There is not one capital in the text, though the source has them. The casing was lost on the way: "
    "restore it from the system's own output.",
)
ALL_CAPITALS: Final = Fault(
    id="fluency/spelling/all-capitals",
    severity="minor",
    confidence="high",
    why="The text is all in capitals, the source is not. Write it as the source does.",
)
CAPITALS_NOT_KEPT: Final = Fault(
    id="fluency/spelling/capitals-not-kept",
    severity="neutral",
    confidence="low",
    why="The source is all in capitals, as headlines and labels are in some papers; the translation is not.",
)

_CASELESS: Final = frozenset(
    {"ar", "am", "bn", "fa", "gu", "he", "hi", "ja", "ka", "km", "kn", "ko", "lo", "ml", "mr", "my", "ne", "pa", "ps"}
    | {"si", "ta", "te", "th", "ti", "ug", "ur", "yi", "zh"}
)
"""Languages whose script has no capitals; in a source of theirs a Latin word says nothing."""

_LETTER: Final = re.compile(r"[^\W\d_]")
_FIRST_WORD: Final = re.compile(r"^[\s\"'“”„«»‘’‚‹›¿¡([]{0,5}+(?P<word>[^\W\d_][^\s]{0,60}+)")
_ORDINARY: Final = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]*)*[\"”»’.,;:!?)\]…]{0,4}")
_PARTICLE: Final = re.compile(
    r"(?:['’](?:s|t|n)|(?:de|da|di|do|dos|du|del|della|des|le|la|van|von|zu|zur|ter|ten|af|bin|ibn|al|el|ar|ad|as|an|ap|mc)"
    r"|(?:al|el|ad|as|an|d|l|o|ash|at|ul)[-'’]\S*|x|e|i)(?:\s+\S+)?(?=\s|$)"
)
"""How names begin that begin small; a capital follows."""
_FEWEST_LETTERS: Final = 25
_FEWEST_WORDS: Final = 3
_LONG_SENTENCE: Final = 12
"""Words; a sentence of news of this length hardly ever has no name in it."""


def _open(context: Context) -> Finder:
    share = CHECK.threshold("capital_share", context)

    def find(segment: CheckedSegment) -> Iterator[Finding]:
        witness = segment.witness
        if witness is None:
            return
        ours, theirs = segment.hypothesis, witness.text
        first = _first_letter(ours)
        if not first or not (first.isupper() or first.islower()):
            return
        side = witness.side
        whole = in_hypothesis(segment)
        if first.islower():
            if not (confidence := _begins_large(theirs, witness.language)):
                return
            if _lost_all_capitals(ours, theirs, witness.language):
                message = f"no capital letter, though the {side} has them"
                yield finding(NO_CAPITALS, message, whole, confidence=confidence)
            elif (word := _small_word(ours, theirs)) is not None:
                message = (
                    f"{quoted(word['word'])} begins the text with a small letter, the {side} begins with a capital"
                )
                if confidence == "medium":
                    message = f"{quoted(word['word'])} begins the sentence with a small letter"
                span = in_hypothesis(segment, *word.span("word"))
                large = word["word"][0].upper() + word["word"][1:]
                yield finding(LOWER_START, message, span, confidence=confidence, suggestions=(large,))
        elif witness.language not in _CASELESS:
            if _is_large(ours, share) and _has_small_words(theirs, share):
                yield finding(ALL_CAPITALS, f"all in capitals, the {side} is not", whole)
            elif _is_large(theirs, share) and _has_small_words(ours, share):
                message = f"the {side} is all in capitals, the translation is not"
                yield finding(CAPITALS_NOT_KEPT, message, whole, counterpart=witness.span(0, len(theirs)))

    return by_segment(find)


def _first_letter(text: str) -> str:
    match = _FIRST_WORD.match(text)
    return match["word"][0] if match else ""


def _begins_large(text: str, language: str | None) -> Confidence | None:
    """How sure it is that the text begins a sentence: by its capital, or by its full stop where there are none."""
    first = _first_letter(text)
    if language in _CASELESS:
        return "medium" if final_mark(text, language).ending in _SENTENCE_ENDINGS else None
    return "high" if first.isupper() else None


_SENTENCE_ENDINGS: Final = frozenset({Ending.STOP, Ending.QUESTION})


def _small_word(text: str, witness: str) -> re.Match[str] | None:
    """The first word, if it is one that a sentence begins with in capitals: no name, address or brand."""
    match = _FIRST_WORD.match(text)
    if match is None or not _ORDINARY.fullmatch(match["word"]) or not match["word"].rstrip('"”»’.,;:!?)]…').islower():
        return None
    if match["word"] in witness:
        return None
    particle = _PARTICLE.match(text, match.start("word"))
    return None if particle and any(letter.isupper() for letter in particle[0]) else match


def _lost_all_capitals(text: str, witness: str, language: str | None) -> bool:
    """Whether more than the first letter must have been small: the witness has other capitals, or the text is long."""
    if not text.islower() or len(_LETTER.findall(text)) < _FEWEST_LETTERS:
        return False
    if language in _CASELESS:
        return _words(text) >= _LONG_SENTENCE
    return sum(word[:1].isupper() for word in witness.split()) > 1


def _is_large(text: str, share: float) -> bool:
    """Whether almost all letters of several words are capitals."""
    letters = _LETTER.findall(text)
    large = sum(map(str.isupper, letters))
    return large > 0 and large >= share * len(letters) >= share * _FEWEST_LETTERS / 2 and _words(text) >= _FEWEST_WORDS


def _has_small_words(text: str, share: float) -> bool:
    letters = _LETTER.findall(text)
    return bool(letters) and sum(map(str.islower, letters)) >= (1 - share / 2) * len(letters)


def _words(text: str) -> int:
    return sum(1 for word in text.split() if len(word) > 1 and word[0].isalpha())


CHECK: Final = Check(
    name="casing",
    summary="a sentence that begins small, and text without or all in capitals, where the source is not so",
    faults=(LOWER_START, NO_CAPITALS, ALL_CAPITALS, CAPITALS_NOT_KEPT),
    open=_open,
    skips=needs_witness,
    thresholds={"capital_share": 0.9},
)
