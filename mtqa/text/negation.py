"""Words that deny: "not" and "never" for certain, "without" and "refuse" in effect, by language.

Two texts that say the same may deny by different means ("is not safe", "is dangerous"); so each language has words
that deny whatever stands around them, words that deny in effect or in part, and phrases that hold a word of denial
and deny nothing ("not only", "pas seulement").
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that denies and where it stands.

    `sure` where it does so whatever stands around it, `repeats` where it only repeats a denial of its clause ("non ha
    mai visto nessuno").
    """

    start: int
    end: int
    text: str
    sure: bool
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of a language, as the table explains."""

    sure: str
    hints: str
    idioms: str
    others: str = ""


@cache
def _table() -> Mapping[str, _Words]:
    tables = tomllib.loads(_TABLE.read_text("utf-8"))
    return {language: _Words(**table) for language, table in tables.items()}


_TABLE: Final = Path(__file__).with_name("negation.toml")

LANGUAGES: Final = frozenset("en it fr es pt ro de nl ru uk cs pl el ar he hi zh ja ko et sv da no".split())
"""The languages whose words of denial are known, by primary code."""

UNSPACED: Final = frozenset({"zh", "ja"})
"""Those of them that are written without spaces, so that a word may be found where none was meant."""

_LETTER: Final = r"[\w\u0900-\u0963]"
"""A letter, or a vowel sign of Devanagari, which `\\w` leaves out."""
_STRAIGHT: Final = str.maketrans("’ʼ‘", "'''")
_CLAUSE_END: Final = re.compile(r"[,.;:!?()\"“”«»—–，。；：！？、「」؟،]")
_CACHED_WORDS: Final = 1 << 16
_SPACES_BETWEEN: Final = 5
"""Of two words of denial in one clause with no more spaces between, the second repeats the first."""


def negations(text: str, language: str) -> tuple[Negation, ...]:
    """The words of denial in a text, in order. Raises `KeyError` for a language that is not in `LANGUAGES`."""
    plain = text.translate(_STRAIGHT)
    places = _in_letters(plain, language) if language in UNSPACED else _in_words(plain, language)
    found: list[Negation] = []
    for start, end, kind in places:
        sure = kind == "sure"
        repeats = sure and bool(found) and found[-1].sure and _in_one_clause(plain[found[-1].end : start])
        found.append(Negation(start, end, text[start:end], sure, repeats))
    return tuple(found)


def _in_one_clause(between: str) -> bool:
    return between.count(" ") <= _SPACES_BETWEEN and not _CLAUSE_END.search(between)


_Place = tuple[int, int, str]
"""Start, end and kind: the name of a field of `_Words`."""


def _in_words(plain: str, language: str) -> list[_Place]:
    """By looking up each word; phrases are asked for only where one of their words stands."""
    found = [
        (match.start(), match.end(), kind)
        for match in _WORD[language == "en"].finditer(plain)
        if (kind := _kind(match[0].lower(), language))
    ]
    if not found:
        return found
    phrases = [_place(match) for match in _phrases(language).finditer(plain)]
    return _without_overlaps(phrases, found)


def _place(match: re.Match[str]) -> _Place:
    return match.start(), match.end(), match.lastgroup or ""


def _without_overlaps(phrases: list[_Place], words: list[_Place]) -> list[_Place]:
    """Both in order, but for words that a phrase holds."""
    kept: list[_Place] = []
    for place in sorted(phrases + words, key=lambda place: (place[0], -place[1])):
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


_WORD: Final = (
    re.compile(rf"{_LETTER}+'?"),  # the elided words of Romance languages stand for themselves: n', qu'
    re.compile(r"\b(?:no|No|NO)\.? ?[\d#]+|\b[A-Z]\w+ no (?=[A-Z])|\w+(?:'t\b)?"),  # a number; "Kami no Michi"
)


@lru_cache(_CACHED_WORDS)
def _kind(lower: str, language: str) -> str | None:
    """The kind of a word, None of one that denies nothing."""
    match = _single_words(language).fullmatch(lower)
    return match.lastgroup if match and match.lastgroup != "others" else None


@cache
def _single_words(language: str) -> re.Pattern[str]:
    """The kinds of words, as named groups; what stands first is taken where several match."""
    words = _table()[language]
    kinds = {
        "sure": words.sure,
        "others": words.others,
        "idioms": " ".join(word for word in words.idioms.split() if "_" not in word),
        "hints": words.hints,
    }
    return re.compile(_groups(kinds))


@cache
def _phrases(language: str) -> re.Pattern[str]:
    words = _table()[language]
    kinds = {"idioms": words.idioms, "sure": words.sure, "hints": words.hints}
    phrases = {kind: " ".join(word for word in listed.split() if "_" in word) for kind, listed in kinds.items()}
    return re.compile(
        rf"(?<!{_LETTER})(?:{_groups(phrases)})(?!{_LETTER})",
        re.IGNORECASE,
    )


def _in_letters(plain: str, language: str) -> list[_Place]:
    return [_place(match) for match in _strings(language).finditer(plain)]


@cache
def _strings(language: str) -> re.Pattern[str]:
    """Idioms before sure words before hints; the first letters are asked for first, which saves most of the work."""
    words = _table()[language]
    kinds = {"idioms": words.idioms, "sure": words.sure, "hints": words.hints}
    first = "".join(sorted({word[0] for listed in kinds.values() for word in listed.split()}))
    return re.compile(f"(?=[{first}])(?:{_groups(kinds)})")


def _groups(kinds: Mapping[str, str]) -> str:
    return "|".join(f"(?P<{kind}>{_alternatives(listed)})" for kind, listed in kinds.items() if listed)


def _alternatives(listed: str) -> str:
    words = sorted(listed.split(), key=len, reverse=True)
    return "|".join(re.escape(word).replace("_", r"\s+").replace(r"\*", f"{_LETTER}*") for word in words)
