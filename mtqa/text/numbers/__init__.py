"""Numbers in texts, as values: what digits and number words of many languages say. Strings in, values out."""

import re
from dataclasses import replace

from mtqa.text.numbers.cjk import find_in_cjk
from mtqa.text.numbers.digits import to_ascii
from mtqa.text.numbers.lexicon import WORD_LANGUAGES, lexicon_of
from mtqa.text.numbers.reading import Reader
from mtqa.text.numbers.values import Grade, Kind, Number, Value

__all__ = ["NUMBER_LANGUAGES", "Grade", "Kind", "Number", "Value", "find_numbers"]

_CJK = ("ja", "ko", "zh")
_ENUMERATOR = re.compile(r"\s*[(（]?\d{1,2}[.)）、,:](?!\d)\s*")
NUMBER_LANGUAGES = WORD_LANGUAGES
"""The languages whose number words are known; of others only digits are read."""


def find_numbers(text: str, language: str | None) -> tuple[Number, ...]:
    """The numbers in a text, in order; of a language that is not known, those written in digits."""
    ascii_digits = to_ascii(text)
    if language in _CJK:
        found = tuple(find_in_cjk(ascii_digits, language))
    else:
        found = tuple(Reader(ascii_digits, language, lexicon_of(language) if language else None).numbers())
    return _enumerated(found, ascii_digits)


def _enumerated(found: tuple[Number, ...], text: str) -> tuple[Number, ...]:
    """The numbers; the first, where it is that of an item in a list, is open: it may be left to the layout."""
    item = _ENUMERATOR.match(text)
    if not item or not found or not found[0].digits or text[item.end() : item.end() + 1].islower():
        return found
    if len(found) > 1 and found[1].kind == "month" and found[1].start <= item.end():
        return found
    return (replace(found[0], grade="open", kind="ordinal"), *found[1:])
