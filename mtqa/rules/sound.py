"""Whether an English word is said with a vowel first, so that "an" stands before it."""

import re
from typing import Final

_CONSONANT: Final = re.compile(
    r"eu|ewe|ubiq|uga|ukr|ufo|unanim|uni(?!n|m|ss|d(?!ir))|u[rst][aeiou](?!l?t?er)|utah|uto|uruguay|one(?![a-z]*t)|once|ouija|oui"
)
"""Spelt with a vowel, said with a consonant: European, union, user, one."""
_VOWEL: Final = re.compile(r"[aeiou]|h(?:eir|onest|onou?r|our)")
_EITHER: Final = re.compile(r"h(?:abitu|allucin|armon|ero[ie]c|istor|otel|yster)|herb|u(?:rals?|s|uid)$|uttar")
"""Said either way, or not known."""
_EIGHT_OR_ELEVEN: Final = re.compile(r"8|1[18](?!\d)|1[18](?=[,.]?\d{3}(?!\d))")


def begins_with_vowel_sound(word: str) -> bool | None:
    """True or False; None where nobody can tell from the spelling: letters spelt out, foreign letters, signs."""
    if word[:1].isdigit():
        return _EIGHT_OR_ELEVEN.match(word) is not None
    lower = word.lower()
    if not lower[:1].isalpha() or not lower.isascii() or len(lower) == 1 or not word[1:].islower():
        return None
    if _EITHER.match(lower):
        return None
    return _VOWEL.match(lower) is not None and _CONSONANT.match(lower) is None
