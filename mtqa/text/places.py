"""Names of countries, cities and some organisations: found in a text of one language, looked for in one of another.

The table `places.tsv` has a line per place and a column per language. Endings are allowed for where a language
inflects names, and prefixes where it writes small words together with them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from mtqa.text.name_words import NameWord, words_of

TABLE: Final = Path(__file__).with_name("places.tsv")

LANGUAGES: Final = frozenset("en it fr es pt ro de nl ru uk cs pl el ar he hi zh ja ko".split())
"""The languages that the table has."""

UNSPACED: Final = frozenset({"zh", "ja"})
_INFLECTED: Final = {"ru": 3, "uk": 3, "cs": 3, "pl": 4, "ro": 3, "el": 2, "de": 2, "ko": 4}
"""By language the most letters that an ending adds to a name."""
_ENDINGS_ADDED: Final = frozenset({"de", "ko"})
"""Those of them whose endings follow the name; in the others they take the place of its last letters."""
_KANA: Final = re.compile("[ァ-ヴー]{2}")
_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "he": ("", "ו", "ב", "ל", "ה", "מ", "ש", "כ", "וב", "ול", "וה", "ומ", "שב", "של", "מה", "בה", "לה"),
    "ar": ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "فال", "وب", "ول"),
}
_SHORTEST_WITH_PREFIX: Final = {"he": 5, "ar": 4}
"""A shorter name behind a prefix may be a word of its own: מקרים, "cases", is not "from Crimea"."""
_SHORTEST_STEM: Final = 4
_LONG: Final = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text: its line in the table, and where it stands."""

    key: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    """A name in one language as small words, and its line in the table."""

    key: int
    words: tuple[str, ...]


@cache
def _lines() -> tuple[Mapping[str, int], tuple[str, ...]]:
    """The number of each column by its name, and the lines."""
    first, *lines = [line for line in TABLE.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    return {name: column for column, name in enumerate(first.split("\t"))}, tuple(lines)


@cache
def _forms(column: str) -> tuple[_Form, ...]:
    columns, lines = _lines()
    return tuple(
        _Form(key, tuple(word.lower for word in words_of(name)) if column not in UNSPACED else (name,))
        for key, line in enumerate(lines)
        for name in line.split("\t")[columns[column]].split("|")
        if name
    )


def places(text: str, words: tuple[NameWord, ...], language: str) -> tuple[Place, ...]:
    """The places that a text names for certain, the longest of several; `words` are its words.

    Where a script has capitals, only what begins with one. Raises `KeyError` for a language that the table lacks.
    """
    found = _in_letters(text, language) if language in UNSPACED else _in_words(words, language)
    return tuple(found)


def _in_letters(text: str, language: str) -> Iterator[Place]:
    known, longest = _by_letters(language)
    start = 0
    while start < len(text):
        for length in range(min(longest, len(text) - start), 1, -1):
            key = known.get(text[start : start + length])
            if key is not None and not _within_kana(text, start, start + length):
                yield Place(key, start, start + length)
                start += length - 1
                break
        start += 1


def _within_kana(text: str, start: int, end: int) -> bool:
    """Whether a run of katakana goes on before or behind, so that the name is part of another word."""
    around = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return any(len(pair) > 1 and _KANA.fullmatch(pair) for pair in around)


@cache
def _by_letters(language: str) -> tuple[Mapping[str, int], int]:
    known = {form.words[0]: form.key for form in _forms(language)}
    return known, max(map(len, known))


def _in_words(words: tuple[NameWord, ...], language: str) -> Iterator[Place]:
    after = 0
    for index, word in enumerate(words):
        if index < after or not (word.capital or word.caseless):
            continue
        best = max(_matching(words, index, language), key=lambda form: len(form.words), default=None)
        if best is not None and not (word.opens and word.lower != best.words[0]):
            after = index + len(best.words)
            yield Place(best.key, word.start, words[after - 1].end)


def _matching(words: tuple[NameWord, ...], index: int, language: str) -> Iterator[_Form]:
    for prefix in _PREFIXES.get(language, ("",)):
        lower = words[index].lower
        if not lower.startswith(prefix):
            continue
        bare = lower[len(prefix) :]
        if prefix and len(bare) < _SHORTEST_WITH_PREFIX.get(language, 0):
            continue
        for form in _by_beginning(language).get(bare[: _indexed(language)], ()):
            rest = words[index + 1 : index + len(form.words)]
            if len(rest) == len(form.words) - 1 and all(
                _inflected(word, own, language)
                for word, own in zip((bare, *(word.lower for word in rest)), form.words, strict=True)
            ):
                yield form


def _indexed(language: str) -> int:
    """How many first letters no ending changes."""
    return 2 if language == "ko" else 3


@cache
def _by_beginning(language: str) -> Mapping[str, tuple[_Form, ...]]:
    forms = defaultdict(list)
    for form in _forms(language):
        forms[form.words[0][: _indexed(language)]].append(form)
    return {beginning: tuple(own) for beginning, own in forms.items()}


def _inflected(word: str, form: str, language: str) -> bool:
    """Whether the word is the name with any ending that the language gives to names."""
    longest = _INFLECTED.get(language, 0)
    if not longest or (len(form) < _SHORTEST_STEM and language != "ko"):
        return word == form or word in (f"{form}'s", f"{form}’s")
    stem = form if language in _ENDINGS_ADDED else form[: len(form) - _ending(form)]
    return word.startswith(stem) and len(word) <= len(form) + longest


def _ending(form: str) -> int:
    """How many of its last letters an ending takes the place of."""
    return 2 if len(form) > _LONG else 1


def mentions(key: int, text: str, words: tuple[NameWord, ...], language: str) -> bool:
    """Whether a text names the place in any way, by an adjective too."""
    beginnings, wholes = _traces(language)[key]
    if language in UNSPACED:
        return any(whole in text for whole in wholes)
    prefixes = _PREFIXES.get(language, ("",))
    return any(
        word.lower[len(prefix) :] in wholes or word.lower.startswith(beginnings, len(prefix))
        for word in words
        for prefix in prefixes
        if word.lower.startswith(prefix)
    )


def hinted(lower: str) -> Iterator[int]:
    """The places that an English word, in small letters, may tell by its beginning: `belarusians` tells Belarus."""
    for length in range(_SHORTEST_STEM, len(lower) + 1):
        yield from _by_trace().get(lower[:length], ())


@cache
def _by_trace() -> Mapping[str, tuple[int, ...]]:
    places_of: defaultdict[str, list[int]] = defaultdict(list)
    for key, (beginnings, _) in _traces("en").items():
        for beginning in beginnings:
            places_of[beginning].append(key)
    return {beginning: tuple(keys) for beginning, keys in places_of.items()}


@cache
def _traces(language: str) -> Mapping[int, tuple[tuple[str, ...], frozenset[str]]]:
    """By place the beginnings that tell it, and the words that do."""
    beginnings: defaultdict[int, set[str]] = defaultdict(set)
    wholes: defaultdict[int, set[str]] = defaultdict(set)
    for form in _forms(language) + (_forms("also") if language == "en" else ()):
        for word in form.words:
            wholes[form.key].add(word)
            if len(word) >= _SHORTEST_STEM:
                beginnings[form.key].add(word[: max(_SHORTEST_STEM, len(word) - 4)])
    return {key: (tuple(beginnings[key]), frozenset(wholes[key])) for key in range(len(_lines()[1]))}
