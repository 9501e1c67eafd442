"""The words of a text as names are looked for in: with their capitals and whether they begin a sentence."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

_WORD: Final = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0903\u093a-\u0963״׳\"'’](?=[^\W\d_])|[\u0900-\u0903\u093a-\u0963])*"
)
_ELIDED: Final = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|[dns]?ell|[dn]all|sull|all|quell|quest|un)[\'’](?=\w{2})", re.IGNORECASE
)
"""Articles and small words of French and Italian, written together with a name."""
_OPENS: Final = re.compile(r"(?:^|[.!?…:;\n•|–—*»>])[\s\"“”«»‘'’(\[*–-]*$|[“\"«„‘(\[]$")
_BEFORE: Final = 6
_HEADLINE: Final = 0.6
_FEWEST_WORDS: Final = 4


class NameWord(NamedTuple):
    """A word, where it stands, and what its letters tell."""

    start: int
    end: int
    text: str
    lower: str
    capital: bool
    caseless: bool
    opens: bool
    """Whether it begins a sentence or what is quoted, where a capital tells nothing."""


@lru_cache(64)
def words_of(text: str) -> tuple[NameWord, ...]:
    """The words of a text; hyphens part them, apostrophes within do not."""
    found = []
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if elided := _ELIDED.match(word):
            word, start = word[elided.end() :], start + elided.end()
        lower = word.lower()
        capital = word[0].isupper()
        opens = capital and bool(_OPENS.search(text[max(0, start - _BEFORE) : start]))
        found.append(NameWord(start, match.end(), word, lower, capital, lower == word.upper(), opens))
    return tuple(found)


def is_headline(words: tuple[NameWord, ...]) -> bool:
    """Whether most words have capitals, so that a capital tells no name."""
    cased = [word for word in words if not word.caseless]
    return len(cased) >= _FEWEST_WORDS and sum(word.capital for word in cased) > _HEADLINE * len(cased)
