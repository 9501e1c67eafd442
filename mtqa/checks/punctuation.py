"""Punctuation against the source: questions, exclamations, final marks, quotations, pairs, and marks gone astray."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

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
    quoted,
)
from mtqa.model import Confidence, Finding
from mtqa.text.marks import (
    UNMARKED_QUESTIONS,
    UNSTOPPED,
    Ending,
    FinalMark,
    Quotation,
    final_mark,
    has_exclamation_mark,
    has_question_mark,
    has_quotation_mark,
    may_ask,
    quotation_marks_pair,
    quotations,
    unbalanced_brackets,
)
from mtqa.text.words import count_words

QUESTION_LOST: Final = Fault(
    id="accuracy/mistranslation/question-lost",
    severity="major",
    confidence="high",
    why="A question became a statement: the text now says what was only asked. Ask it again.",
)
QUESTION_GAINED: Final = Fault(
    id="accuracy/mistranslation/question-gained",
    severity="major",
    confidence="high",
    why="A statement became a question: the text now doubts what was said. State it.",
)
EXCLAMATION_LOST: Final = Fault(
    id="fluency/punctuation/exclamation-lost",
    severity="minor",
    confidence="low",
    why="The exclamation mark of the source is gone. News often does without one; in quoted speech it belongs.",
)
EXCLAMATION_GAINED: Final = Fault(
    id="fluency/punctuation/exclamation-gained",
    severity="minor",
    confidence="medium",
    why="An exclamation mark that the source does not have raises the voice of the text. Take it out.",
)
FINAL_MARK_LOST: Final = Fault(
    id="fluency/punctuation/final-mark-lost",
    severity="minor",
    confidence="high",
    why="The source ends with a mark, the translation with a word. Set the mark, and look whether the end is complete.",
)
FINAL_STOP_GAINED: Final = Fault(
    id="fluency/punctuation/final-stop-gained",
    severity="minor",
    confidence="medium",
    why="The source ends without a mark, as headlines, captions and list items do; the translation has a full stop.",
)
QUOTATION_LOST: Final = Fault(
    id="fluency/punctuation/quotation-lost",
    severity="minor",
    confidence="medium",
    why="The source quotes, the translation does not: what somebody said now stands as the paper's own words. "
    "Set the quotation marks.",
)
QUOTATION_GAINED: Final = Fault(
    id="fluency/punctuation/quotation-gained",
    severity="minor",
    confidence="medium",
    why="The translation quotes where the source does not: words are put in somebody's mouth, or put in doubt. "
    "Take out the quotation marks.",
)
UNBALANCED: Final = Fault(
    id="fluency/punctuation/unbalanced",
    severity="minor",
    confidence="high",
    why="A bracket or quotation mark has no partner. Set the other one, or take this one out.",
)
STRAY: Final = Fault(
    id="fluency/punctuation/stray-mark",
    severity="minor",
    confidence="high",
    why="A mark in the midst of a sentence that the source does not have. Take it out.",
)

_FEWEST_WORDS: Final = 3


def _open(context: Context) -> Finder:
    quoted_words = CHECK.threshold("quoted_words", context)

    def find(segment: CheckedSegment) -> Iterator[Finding]:
        if not segment.hypothesis.strip():
            return
        witness = segment.witness
        if witness is not None:
            for comparison in _COMPARISONS:
                yield from comparison(segment, witness, context)
            yield from _quotations(segment, witness, quoted_words)
        yield from _unbalanced(segment, witness)

    return by_segment(find)


def _questions_and_ends(segment: CheckedSegment, witness: Witness, context: Context) -> Iterator[Finding]:
    """At most one finding: the end of a text is wrong in one way at a time."""
    ends = _Ends(
        segment, witness, final_mark(segment.hypothesis, context.target), final_mark(witness.text, witness.language)
    )
    for wrong in (_question_lost, _question_gained, _mark_lost, _stop_gained):
        if found := wrong(ends):
            yield found
            return


class _Ends(NamedTuple):
    """How a hypothesis and its witness end."""

    segment: CheckedSegment
    witness: Witness
    ours: FinalMark
    theirs: FinalMark

    @property
    def target(self) -> str | None:
        return self.segment.context.target

    def finding(self, fault: Fault, message: str, confidence: Confidence | None = None) -> Finding:
        """A finding at the last word of the hypothesis with its mark."""
        here = in_hypothesis(self.segment, *_last_word(self.segment.hypothesis, self.ours))
        there = self.witness.span(*_last_word(self.witness.text, self.theirs))
        message = f"{message}: {quoted(there.text)}, {quoted(here.text)}"
        return finding(fault, message, here, counterpart=there, confidence=confidence)


def _question_lost(ends: _Ends) -> Finding | None:
    hypothesis = ends.segment.hypothesis
    if (
        ends.theirs.ending is not Ending.QUESTION
        or ends.target in UNMARKED_QUESTIONS
        or has_question_mark(hypothesis, ends.target)
    ):
        return None
    unsure = ends.witness.language in UNMARKED_QUESTIONS or _INDIRECT.search(hypothesis)
    message = f"the {ends.witness.side} asks, the translation states"
    return ends.finding(QUESTION_LOST, message, "medium" if unsure else None)


_INDIRECT: Final = re.compile(
    r"(?i)\b(?:whether|if|wonder(?:s|ed|ing)?|ask(?:s|ed|ing)?|tell me|let me know|question)\b"
)
"""What shows that an English text asks without a question mark."""


def _question_gained(ends: _Ends) -> Finding | None:
    text, language = ends.witness.text, ends.witness.language
    if (
        ends.ours.ending is not Ending.QUESTION
        or ends.theirs.ending is not Ending.STOP
        or has_question_mark(text, language)
        or may_ask(text, language)
    ):
        return None
    return ends.finding(QUESTION_GAINED, f"the translation asks, the {ends.witness.side} states")


def _mark_lost(ends: _Ends) -> Finding | None:
    if (
        ends.ours.ending is not Ending.NONE
        or ends.theirs.ending not in _ENDINGS_TO_KEEP
        or ends.target in UNSTOPPED
        or count_words(ends.segment.hypothesis) < _FEWEST_WORDS
    ):
        return None
    message = f"the {ends.witness.side} ends with a {ends.theirs.ending}, the translation with no mark"
    return ends.finding(FINAL_MARK_LOST, message, "low" if ends.target in _LOOSE_ENDS - {"zh"} else None)


def _stop_gained(ends: _Ends) -> Finding | None:
    hypothesis = ends.segment.hypothesis
    if (
        ends.ours.ending is not Ending.STOP
        or ends.theirs.ending is not Ending.NONE
        or ends.witness.language in _LOOSE_ENDS
        or count_words(hypothesis) < _FEWEST_WORDS
        or _ABBREVIATED.search(hypothesis, 0, ends.ours.end)
    ):
        return None
    message = f"the {ends.witness.side} ends without a mark, the translation with a full stop"
    return ends.finding(FINAL_STOP_GAINED, message)


_ABBREVIATED: Final = re.compile(
    r"(?:\b[^\W\d_]|\b(?:etc|inc|ltd|corp|co|jr|sr|bros|al|ca|vs|dr|mr|st))\.$", re.IGNORECASE
)
_ENDINGS_TO_KEEP: Final = frozenset({Ending.STOP, Ending.QUESTION, Ending.EXCLAMATION})
_LOOSE_ENDS: Final = UNSTOPPED | {"ja", "zh", "ko", "hi", "km", "my"}
"""Languages whose sentences often end without a mark, where translations set one rightly."""


def _last_word(text: str, mark: FinalMark) -> tuple[int, int]:
    """The last word of a text with the mark after it."""
    start = mark.start
    while start and text[start - 1].isspace():
        start -= 1
    while start and not text[start - 1].isspace() and mark.end - start < _LONGEST_WORD:
        start -= 1
    return (start, mark.end) if start < mark.end else (0, len(text))


_LONGEST_WORD: Final = 30


def _exclamations(segment: CheckedSegment, witness: Witness, context: Context) -> Iterator[Finding]:
    del context
    ours, theirs = has_exclamation_mark(segment.hypothesis), has_exclamation_mark(witness.text)
    if ours == theirs:
        return
    fault, text = (EXCLAMATION_GAINED, segment.hypothesis) if ours else (EXCLAMATION_LOST, witness.text)
    match = _EXCLAIMED.search(text)
    if match is None:
        return
    if ours:
        message = f"{quoted(match[0])}: the {witness.side} has no exclamation mark"
        yield finding(fault, message, in_hypothesis(segment, *match.span()))
    else:
        message = f"the {witness.side} has {quoted(match[0])}, the translation no exclamation mark"
        yield finding(fault, message, witness.span(*match.span()))


_EXCLAIMED: Final = re.compile(r"[^\W_]{1,30}+[!！]++(?=\W|$)")


def _stray(segment: CheckedSegment, witness: Witness, context: Context) -> Iterator[Finding]:
    text = segment.hypothesis
    for match in _ASTRAY.finditer(text):
        if match[0] not in witness.text and match[0] not in unicodedata.normalize("NFKC", witness.text):
            message = f"{quoted(match[0])} stands in the midst of a sentence; the {witness.side} has none"
            yield finding(STRAY, message, in_hypothesis(segment, *match.span()))
    if after_determiner := _after_determiner(context.target):
        for match in after_determiner.finditer(text):
            message = f"{quoted(match[0])}: no mark stands between this word and its noun"
            yield finding(STRAY, message, in_hypothesis(segment, *match.span()))


_ASTRAY: Final = re.compile(
    r"(?<=[^\W\d_]{2})[~^|\\`_={}%&$@](?=[\s.,;:!?]|$)"  # a sign that no word ends with
    r"|(?<=[a-zà-öø-ÿа-яёіїєґα-ω]{3})[*#](?=\s[a-zà-öø-ÿа-яёіїєґα-ω])"  # a sign that a name or a note may have
    r"|(?<=[^\W\d_]{2})[?!](?=\s[a-zà-öø-ÿа-яёіїєґα-ω])"  # the end of a sentence, and it goes on
    r"|(?<=[^\W\d_]\s)[~^|\\`_=](?=\s[^\W\d_])"  # a sign between two words
)


def _stray_stops(segment: CheckedSegment, witness: Witness, context: Context) -> Iterator[Finding]:
    """Full stops within a sentence that goes on in small letters, after a word that is no abbreviation."""
    if context.target in UNSTOPPED or not _INNER_STOP.search(segment.hypothesis):
        return
    if _SENTENCE_WITHIN.search(witness.text):
        return
    for match in _INNER_STOP.finditer(segment.hypothesis):
        if match["word"] not in _ABBREVIATIONS:
            message = f"{quoted(match[0])}: a full stop, and the sentence goes on; the {witness.side} has none there"
            yield finding(STRAY, message, in_hypothesis(segment, *match.span()), confidence="medium")


_INNER_STOP: Final = re.compile(
    r"(?<![^\W_])(?<![.’'-])(?P<word>[a-zà-öø-ÿа-яёіїєґα-ω]{3,40}+)\.(?=\s[a-zà-öø-ÿа-яёіїєґα-ω]{2})"
)
_SENTENCE_WITHIN: Final = re.compile(r"[.!?।։][\"»”’)\]]{0,3}\s+\S|[。！？]\S")
"""The end of a sentence that another follows."""
_ABBREVIATIONS: Final = frozenset(
    """al approx art bzw ca cap cf cit col corp dept dipl doc dott ecc ed eds ens est etc excl fig figg gen ggf hrsg id
    inc incl inkl jr lat ltd max milj min mln mlrd mrd mio mr mrs ms nr no nos nro op osv pag pagg par pp prof red resp
    rev sec seg sez sig sogen sr st str tab tel trad tzw usw var vgl vol vs wg zb zzgl млн млрд тыс руб ул им гг др пр
    тис грн обл р-н tys godz ul tzn npod tzv mil např atd""".split()
)
_DETERMINERS: Final = {
    "en": "the|an|every|my|your|our|their",
    "fr": "les|des|du|cette|cet|notre|votre|leurs|mes|tes|ses",
    "it": "gli|dello|della|degli|delle|nello|nella|sullo|sulla|dalla|allo|agli",
    "es": "los|las|del|al|nuestro|nuestra",
    "pt": "dos|das|pelo|pela|nos|aos|às",
    "nl": "het|een",
    "de": "eine[mrs]|zum|zur|vom|beim",
}
"""Words that always stand before a noun or what belongs to it, by language; no mark can follow them."""


@cache
def _after_determiner(language: str | None) -> re.Pattern[str] | None:
    if language not in _DETERMINERS:
        return None
    words = _DETERMINERS[language]
    return re.compile(rf"(?<![\w'’\"“«.-])(?:{words})[,;:.?!](?=\s[^\W\d_A-Z])(?!\s(?:and|or|e|y|et|und|en|o|ou|u)\b)")


def _quotations(segment: CheckedSegment, witness: Witness, fewest: float) -> Iterator[Finding]:
    ours, theirs = has_quotation_mark(segment.hypothesis), has_quotation_mark(witness.text)
    if ours == theirs:
        return
    languages = {segment.context.target, witness.language}
    confidence: Confidence | None = "low" if not languages.isdisjoint(_QUOTE_TERMS) else None
    if theirs and not ours and (quotation := _speech(witness.text, fewest)):
        span = witness.span(quotation.start, quotation.end)
        message = f"the {witness.side} quotes {quoted(quotation.inside)}, the translation has no quotation marks"
        yield finding(QUOTATION_LOST, message, span, confidence=confidence)
    elif ours and not theirs and (quotation := _speech(segment.hypothesis, fewest)):
        message = f"the translation quotes {quoted(quotation.inside)}, the {witness.side} has no quotation marks"
        span = in_hypothesis(segment, quotation.start, quotation.end)
        yield finding(QUOTATION_GAINED, message, span, confidence=confidence)


_QUOTE_TERMS: Final = frozenset({"ja", "zh", "ko"})
"""Languages that also set terms and names between quotation marks, where others set none."""


def _speech(text: str, fewest: float) -> Quotation | None:
    """The first quotation of as many words, which is no title or name."""
    for quotation in quotations(text):
        if count_words(quotation.inside) >= fewest:
            return quotation
    return None


def _unbalanced(segment: CheckedSegment, witness: Witness | None) -> Iterator[Finding]:
    """The first bracket without partner, where those of the witness all have one."""
    text = segment.hypothesis
    lonely = unbalanced_brackets(text)
    if witness is not None and not lonely:
        yield from _odd_quotation_mark(segment, witness)
    if not lonely or (witness is not None and unbalanced_brackets(witness.text)):
        return
    at = lonely[0]
    message = f'the bracket "{text[at]}" has no partner'
    if witness is None:
        confidence: Confidence = "medium"
    else:
        message += f"; in the {witness.side} all have"
        # A quotation may go on in the next segment, and not every language closes it there.
        confidence = "low" if text[at] in "「」『』" else UNBALANCED.confidence
    yield finding(UNBALANCED, message, in_hypothesis(segment, at, at + 1), confidence=confidence)


def _odd_quotation_mark(segment: CheckedSegment, witness: Witness) -> Iterator[Finding]:
    """The last double quotation mark of an odd number, where those of the witness come in pairs."""
    text = segment.hypothesis
    last = text.rfind('"')
    if last < 0 or quotation_marks_pair(text) or not quotation_marks_pair(witness.text):
        return
    if quotation_marks_pair(_INCHES.sub("_", text)):
        return
    message = f"a quotation mark has no partner; in the {witness.side} all have"
    yield finding(UNBALANCED, message, in_hypothesis(segment, last, last + 1), confidence="medium")


_INCHES: Final = re.compile(r"(?<=\d)\"")


_COMPARISONS: Final[tuple[Callable[[CheckedSegment, Witness, Context], Iterable[Finding]], ...]] = (
    _questions_and_ends,
    _exclamations,
    _stray,
    _stray_stops,
)

CHECK: Final = Check(
    name="punctuation",
    summary="questions, final marks, quotations and exclamations lost or gained; pairs without a partner; stray marks",
    faults=(
        QUESTION_LOST,
        QUESTION_GAINED,
        EXCLAMATION_LOST,
        EXCLAMATION_GAINED,
        FINAL_MARK_LOST,
        FINAL_STOP_GAINED,
        QUOTATION_LOST,
        QUOTATION_GAINED,
        UNBALANCED,
        STRAY,
    ),
    open=_open,
    thresholds={"quoted_words": 4},
)
