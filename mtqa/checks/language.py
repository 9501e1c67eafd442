"""Untranslated and wrong language: a document, a segment, or words that are not in the target language.

What is left in the source language is `untranslated`; what is in a third is `wrong-language`. Scripts and small words
tell a segment; single words count where they stand in the source just so and the target language does not know them.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from mtqa.checks.base import (
    Check,
    CheckedDocument,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Found,
    finding,
    in_hypothesis,
    quoted,
)
from mtqa.model import UNDETERMINED, Confidence, Finding
from mtqa.text.function_words import alike
from mtqa.text.identification import OtherLanguage, other_language
from mtqa.text.languages import NAMES
from mtqa.text.leftovers import Leftover, leftovers
from mtqa.text.scripts import foreign_runs, script_of, scripts_of

DOCUMENT: Final = Fault(
    id="accuracy/wrong-language/document",
    severity="critical",
    confidence="high",
    why="Most of the document is in another language than the target. Look for swapped files or a wrong setting of the "
    "translation system.",
)
SEGMENT: Final = Fault(
    id="accuracy/wrong-language/segment",
    severity="critical",
    confidence="high",
    why="The segment is in a language that is neither the source's nor the target's. Translate it anew.",
)
UNTRANSLATED: Final = Fault(
    id="accuracy/untranslated/segment",
    severity="critical",
    confidence="high",
    why="The segment is still in the language of the source. Translate it.",
)
WORDS: Final = Fault(
    id="accuracy/untranslated/words",
    severity="major",
    confidence="high",
    why="Words of the source were left as they are. Translate them; of a name, take the form that the target "
    "language has for it.",
)
SCRIPT: Final = Fault(
    id="accuracy/untranslated/script",
    severity="major",
    confidence="high",
    why="Words in a script that the target language is not written in. Translate them; write names in the script of "
    "the target language.",
)

_FEWEST_SEGMENTS: Final = 2
_PART_OF_SHARE: Final = 0.5
_SHORT_QUOTATION: Final = 3
"""Within quotation marks so few foreign words may be cited as such."""
_PAIRS: Final[Mapping[str, str]] = {
    "(": ")", "[": "]", "（": "）", '"': '"', "“": "”", "«": "»", "‘": "’", "'": "'", "„": "“", "「": "」", "《": "》",
}  # fmt: skip
_BRACKETS: Final = frozenset("([（")
_NEAR: Final = 4
"""So many characters away a bracket or quotation mark may stand, for spaces."""
_SPACES: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_QUOTATION: Final = re.compile(r"[\"“«„][^\"“”«»„]{1,100}[\"”»“]|[‘'](?!s\b)[^‘’']{1,100}[’']")
_LONGEST_TITLE: Final = 8
_ADDRESS: Final = re.compile(r"@|#|://|www\.|\w\.[^\W\d_]{2,5}\b")


def _open(context: Context) -> Finder:
    share = CHECK.threshold("document_share", context)

    def find(document: CheckedDocument) -> Iterator[Found]:
        target = context.target
        if target is None:
            return
        others = [_other(segment, target) for segment in document.segments]
        of_document = _most(document, others, share)
        for index, (segment, other) in enumerate(zip(document.segments, others, strict=True)):
            if of_document and index == of_document[0]:
                yield index, finding(DOCUMENT, of_document[1], in_hypothesis(segment))
            elif other:
                yield index, _of_segment(segment, other)
            else:
                yield from ((index, found) for found in _of_words(segment, target))

    return find


def _other(segment: CheckedSegment, target: str) -> OtherLanguage | None:
    """The language that the segment is in, if that is another than its target and its reference is not in it too."""
    other = other_language(segment.hypothesis, target)
    if other is None:
        return None
    for reference in segment.references:
        cited = other_language(reference, target)
        if cited and cited.language == other.language:
            return None
    return other


def _most(document: CheckedDocument, others: list[OtherLanguage | None], share: float) -> tuple[int, str] | None:
    """The first segment to tell it at and the message, if most of the document is in another language.

    Short segments tell no language: where a part of the letters is found out already, all are read in one.
    """
    letters = [len(_SPACES.sub("", segment.hypothesis)) for segment in document.segments]
    places = [index for index, other in enumerate(others) if other]
    found_out = sum(letters[index] for index in places)
    target = document.context.target or UNDETERMINED
    if len(places) < _FEWEST_SEGMENTS or found_out < _PART_OF_SHARE * share * sum(letters):
        return None
    if found_out < share * sum(letters):
        together = other_language("\n".join(segment.hypothesis for segment in document.segments), target)
        if together is None or not together.sure:
            return None
    amounts: dict[str, int] = {}
    for index in places:
        language = _language_of(others[index])
        amounts[language] = amounts.get(language, 0) + letters[index]
    main = max(sorted(amounts), key=amounts.__getitem__)
    first = next(index for index in places if _language_of(others[index]) == main)
    count = sum(_language_of(others[index]) == main for index in places)
    return first, f"{count} of {len(others)} segments are in {_named(main)}, not in {NAMES[target]}"


def _language_of(other: OtherLanguage | None) -> str:
    return other.language if other else UNDETERMINED


def _of_segment(segment: CheckedSegment, other: OtherLanguage) -> Finding:
    """The finding for a segment in another language."""
    context = segment.context
    confidence: Confidence = "high" if other.sure else "medium"
    left = context.source is not None and alike(other.language, context.source)
    source = segment.source_witness if left else None
    message = f"the segment is in {_named(other.language)}, not in {NAMES[context.target or UNDETERMINED]}"
    return finding(
        UNTRANSLATED if left else SEGMENT,
        message,
        in_hypothesis(segment),
        counterpart=source.span(0, len(source.text)) if source else None,
        confidence=confidence,
    )


def _named(language: str) -> str:
    return "another language" if language == UNDETERMINED else NAMES[language]


def _of_words(segment: CheckedSegment, target: str) -> Iterator[Finding]:
    """Words in a foreign script, and words of the source."""
    scripts = scripts_of(target)
    if not scripts:
        return
    # Names and brands stand in Latin letters in any language.
    for start, end in foreign_runs(segment.hypothesis, scripts | {"Latin"}):
        yield from _in_foreign_script(segment, start, end)
    source = segment.source_witness
    if source is None or source.language is None or alike(source.language, target):
        return
    for left in leftovers(segment.hypothesis, source.text, source.language, target):
        span = in_hypothesis(segment, left.start, left.end)
        if any(span.text in reference for reference in segment.references):
            continue
        where = source.text.find(span.text)
        counterpart = source.span(where, where + len(span.text)) if where >= 0 else None
        yield finding(
            WORDS,
            f"{quoted(span.text)} stands so in the source and is no {NAMES[target]}",
            span,
            counterpart=counterpart,
            confidence=_sure(segment.hypothesis, source.text, left),
        )


def _in_foreign_script(segment: CheckedSegment, start: int, end: int) -> Iterator[Finding]:
    """The finding for a word in a foreign script; a single letter is a symbol, and so is what the reference has."""
    span = in_hypothesis(segment, start, end)
    script = script_of(span.text[0])
    if _is_symbol(segment.hypothesis, start, end, script) or any(span.text in text for text in segment.references):
        return
    where = segment.source.find(span.text) if segment.source else -1
    source = segment.source_witness
    counterpart = source.span(where, where + len(span.text)) if source and where >= 0 else None
    said = "left in the script of the source" if counterpart else "in a foreign script"
    cited = _cited(segment.hypothesis, start, end)
    # Within quotation marks a word in another script can hardly be read, unlike a foreign word in the reader's own.
    confidence: Confidence = (
        "low" if cited == "low" and _in_brackets(segment.hypothesis, start) else "medium" if cited else "high"
    )
    yield finding(
        SCRIPT, f"{quoted(span.text)} ({script}): {said}", span, counterpart=counterpart, confidence=confidence
    )


def _is_symbol(text: str, start: int, end: int, script: str | None) -> bool:
    """Whether the letters are no word: a sign of mathematics, a piece of an address or of a word of another script."""
    beside = text[max(start - 1, 0) : start] + text[end : end + 1]
    if any(map(str.isalpha, beside)) or _ADDRESS.search(_chunk(text, start, end)):
        return True
    if end - start > 1 or script == "Han":
        return False
    return script == "Greek" or not text[start].islower() or any(map(str.isdigit, beside))


def _chunk(text: str, start: int, end: int, longest: int = 80) -> str:
    """What stands around the range between spaces."""
    before, after = text[max(start - longest, 0) : start].split(" "), text[end : end + longest].split(" ")
    return before[-1] + text[start:end] + after[0]


def _sure(text: str, source: str, left: Leftover) -> Confidence:
    """How sure it is that the words are left over and not cited, nor part of a name."""
    if left.perhaps_name:
        return "low"
    for start, end in _quotations(text):
        if start < left.start and left.end < end:
            words = _WORD.findall(text[start:end])
            if len(words) <= _LONGEST_TITLE and all(word in source for word in words):
                return "low"
    certain = left.words > 1 and left.of_the_language
    return _cited(text, left.start, left.end) or ("high" if certain else "medium")


@lru_cache(1)
def _quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges in quotation marks; many words of one text ask for them."""
    return tuple(match.span() for match in _QUOTATION.finditer(text))


def _cited(text: str, start: int, end: int) -> Confidence | None:
    """How sure it still is that the words are left over, if they stand in brackets or quotation marks; else None."""
    before, after = text[max(start - _NEAR, 0) : start].rstrip()[-1:], text[end : end + _NEAR].lstrip()[:1]
    if before in _PAIRS and (after == _PAIRS[before] or (before in _BRACKETS and after in ",;:")):
        return "low" if before in _BRACKETS or len(text[start:end].split()) <= _SHORT_QUOTATION else "medium"
    return None


def _in_brackets(text: str, start: int) -> bool:
    return text[max(start - _NEAR, 0) : start].rstrip()[-1:] in _BRACKETS


def _skips(context: Context) -> str | None:
    if context.target is None:
        return "the target language is not known"
    return None if scripts_of(context.target) else f"nothing is known about {NAMES.get(context.target, context.target)}"


CHECK: Final = Check(
    name="language",
    summary="a document, a segment or words in another language than the target",
    faults=(DOCUMENT, SEGMENT, UNTRANSLATED, WORDS, SCRIPT),
    open=_open,
    skips=_skips,
    thresholds={"document_share": 0.5},
)
