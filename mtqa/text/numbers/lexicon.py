"""The number words of a language, read from the tables in `words/`.

A line is `kind value: forms`. `value+step` gives each form its own value, counting up; without a step all forms have
one. Forms of one value in such a row stand with `|` between them, `dv{a,e}` writes two forms, `_` parts words, `*`
ends the beginning of a word (loose forms only), `^` asks for a capital. `?` after the value makes a form open, `~`
loose (see `mtqa.text.numbers.values.Grade`); several values stand with commas.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from mtqa.text.numbers.compounds import COMPOUNDS, THOUSANDS
from mtqa.text.numbers.values import Grade

WordKind = Literal["number", "ordinal", "hundred", "scale", "half", "plus", "before", "month", "weekday"]

WORD_LANGUAGES: Final = (
    "ar", "cs", "de", "en", "es", "et", "fr", "he", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ro", "ru", "uk", "zh",
)  # fmt: skip
"""The languages that have a table of number words."""

_TABLES: Final = Path(__file__).with_name("words")
_LINE: Final = re.compile(r"(?P<kind>\w+) ?(?P<values>[\d.,+ -]*)(?P<grade>[?~]?): (?P<forms>.+)")
_BRACES: Final = re.compile(r"\{([^}]*)\}")
_GRADES: Final[Mapping[str, Grade]] = {"": "firm", "?": "open", "~": "loose"}
_SHORTEST_STEM: Final = 4
"""Longer words that begin with a number word of so many letters stand for it: *elfjährig*, *двадцатипятилетний*."""
_FOLDED: Final = str.maketrans("ё’ʼşţ", "е''șț")
_MULTIPLIERS: Final = (Decimal(100), Decimal(1000), Decimal(10**6))
_SHORTEST_SPAN: Final = 7
"""What a number multiplies counts at least so many: the days of a week."""
_CALENDAR: Final = ("month", "weekday")
_ENTRIES: Final = ("number", "ordinal", "hundred", "scale", "half", "plus", "before", *_CALENDAR)


class Entry(NamedTuple):
    """A word with a value; `room` is what may still be added to it: 10 after *twenty*, 1 after *five*."""

    kind: WordKind
    value: Decimal
    grade: Grade
    room: Decimal
    capital: bool = False


_ONE: Final = Entry("number", Decimal(1), "firm", Decimal(0))
_NONE: Final = Entry("number", Decimal(0), "firm", Decimal(0))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language: entries by the words they consist of, and what else tells how numbers are said.

    `loose` and `loose_stems` hold the values that a word may stand for, by the word or by its first letters;
    `number_stems` are those that are number words themselves. `joiners` may stand between the parts of a number that
    has at least `joiner_room` left, `links` before a scale. `prefixes`
    are written together with the word they precede. `counters` follow what is counted, in Chinese and its neighbours.
    """

    entries: Mapping[tuple[str, ...], Entry]
    first_words: Mapping[str, int]
    short: Mapping[str, Decimal]
    loose: Mapping[str, tuple[Decimal, ...]]
    loose_stems: Mapping[str, tuple[Decimal, ...]]
    number_stems: frozenset[str]
    stem_lengths: tuple[int, ...]
    joiners: frozenset[str]
    joiner_room: Decimal
    links: frozenset[str]
    prefixes: tuple[str, ...]
    century: frozenset[str]
    about: frozenset[str]
    counters: tuple[str, ...]
    thousands: tuple[str, ...]

    def entry(self, words: tuple[str, ...]) -> Entry | None:
        """The entry of a word or several, None where there is none."""
        return self.entries.get(words) or (self._thousands(words[0]) if self.thousands and len(words) == 1 else None)

    def _thousands(self, word: str) -> Entry | None:
        """The entry of thousands written together with what stands before and after them."""
        for thousand in self.thousands:
            head, found, tail = word.partition(thousand)
            if found:
                before = _ONE if head in {"", "ein"} else self.entries.get((head,))
                after = _NONE if not tail else self.entries.get((tail,))
                if before and after and before.value < 1000 and after.value < 1000:
                    value = before.value * 1000 + after.value
                    return Entry("number", value, "firm", _room(value))
        return None

    def stands_for(self, word: str) -> tuple[Decimal, ...]:
        """The values that a word may stand for, as *both* for two; none for most words."""
        if word in self.loose:
            return self.loose[word]
        stem = self._stem(word)
        if not stem:
            return ()
        values = self.loose_stems[stem]
        more = self.loose_stems[self._stem(word[len(stem) :])] if len(word) > len(stem) + 2 else ()
        sums = (one + two for one in values for two in more if 20 <= one < 100 and two < 10)
        return (*values, *sums, *(one * two for one in values for two in more if two in _MULTIPLIERS))

    def lasts(self, word: str) -> tuple[Decimal, ...]:
        """The values of a word that a number before it multiplies, as *decades*; none for most words."""
        values = self.loose.get(word) or (() if self._stem(word) in self.number_stems else self.stands_for(word))
        return tuple(value for value in values if value >= _SHORTEST_SPAN)

    def _stem(self, word: str) -> str:
        """The longest beginning of a word that stands for a number, the empty one where none does."""
        for length in self.stem_lengths:
            if len(word) >= length and word[:length] in self.loose_stems:
                return word[:length]
        return ""


@cache
def lexicon_of(language: str) -> Lexicon | None:
    """The number words of a language, None where they are not known."""
    if language not in WORD_LANGUAGES:
        return None
    return _Tables((_TABLES / f"{language}.txt").read_text("utf-8"), language).lexicon()


class _Tables:
    """The lines of one file, as they are gathered."""

    def __init__(self, text: str, language: str) -> None:
        self._language = language
        self._entries: dict[tuple[str, ...], Entry] = {}
        self._short: dict[str, Decimal] = {}
        self._loose: dict[str, tuple[Decimal, ...]] = {}
        self._stems: dict[str, tuple[Decimal, ...]] = {}
        self._number_stems: set[str] = set()
        self._rooms: dict[Decimal, Decimal] = {}
        self._joiner_room = Decimal(0)
        self._plain: dict[str, list[str]] = {}
        for line in text.splitlines():
            if line and not line.startswith("#"):
                self._add(line)
        if language in COMPOUNDS:
            self._add_compounds(COMPOUNDS[language]())

    def lexicon(self) -> Lexicon:
        first_words: dict[str, int] = {}
        for words in self._entries:
            if len(words) > first_words.get(words[0], 0):
                first_words[words[0]] = len(words)
        return Lexicon(
            entries=self._entries,
            first_words=first_words,
            short=self._short,
            loose=self._loose,
            loose_stems=self._stems | {"": ()},
            number_stems=frozenset(self._number_stems),
            stem_lengths=tuple(sorted({len(stem) for stem in self._stems if stem}, reverse=True)),
            joiners=frozenset(self._plain.get("joiner", ())),
            joiner_room=self._joiner_room,
            links=frozenset(self._plain.get("link", ())),
            prefixes=tuple(sorted(self._plain.get("prefixes", ()), key=len)),
            century=frozenset(self._plain.get("century", ())),
            about=frozenset(self._plain.get("about", ())),
            counters=tuple(self._plain.get("counter", ())),
            thousands=THOUSANDS.get(self._language, ()),
        )

    def _add(self, line: str) -> None:
        match = _LINE.fullmatch(line)
        assert match, line
        kind, values, forms = match["kind"], match["values"], match["forms"]
        if kind == "room":
            self._rooms |= {Decimal(value): Decimal(forms) for value in values.split()}
        elif kind == "loose":
            self._add_loose(tuple(Decimal(value) for value in values.split(",")), forms)
        elif kind == "short":
            self._short |= {form: Decimal(values) for form in forms.split()}
        elif kind in _ENTRIES:
            for form, value in _valued(values, forms):
                self._enter(form, kind, value, _GRADES[match["grade"]])  # type: ignore[arg-type]
        else:
            self._plain.setdefault(kind, []).extend(forms.split())
            self._joiner_room = Decimal(values) if kind == "joiner" else self._joiner_room

    def _add_loose(self, values: tuple[Decimal, ...], forms: str) -> None:
        for item in forms.split():
            for form in _expanded(item):
                table = self._stems if form.endswith("*") else self._loose
                word = folded(form.removesuffix("*"))
                table[word] = (*table.get(word, ()), *values)

    def _enter(self, form: str, kind: WordKind, value: Decimal, grade: Grade) -> None:
        words = tuple(folded(form.removeprefix("^")).split("_"))
        room = self._rooms.get(value) or _room(value)
        grade = "open" if kind in _CALENDAR else grade
        if kind in {"number", "ordinal"} and len(words) == 1 and len(form) >= _SHORTEST_STEM and grade != "loose":
            self._number_stems.add(words[0])
            self._stems.setdefault(words[0], (value,))
        self._entries.setdefault(words, Entry(kind, value, grade, room, form.startswith("^")))

    def _add_compounds(self, compounds: Iterable[tuple[str, int]]) -> None:
        """Enters words that are made by rule: some thousand, each a word in small letters."""
        entries, stems, rooms = self._entries, self._stems, self._rooms
        for word, signed in compounds:
            value = _amount(abs(signed))
            if len(word) >= _SHORTEST_STEM:
                self._number_stems.add(word)
                stems.setdefault(word, (value,))
            if (word,) not in entries:
                kind: WordKind = "ordinal" if signed < 0 else "number"
                entries[word,] = Entry(kind, value, "firm", rooms.get(value) or _room(value))


@cache
def _amount(number: int) -> Decimal:
    return Decimal(number)


def folded(word: str) -> str:
    """A word as it is looked up: in small letters, without what is written one way or another."""
    small = word.lower()
    return small if small.isascii() else small.translate(_FOLDED)


def _valued(values: str, forms: str) -> Iterator[tuple[str, Decimal]]:
    """Each form with its value."""
    start, _, step = values.partition("+")
    value = Decimal(start)
    for item in forms.split():
        for form in _expanded(item):
            yield form, value
        value += Decimal(step or 0)


def _expanded(item: str) -> Iterator[str]:
    """The forms of an item: `a|b{c,d}` is a, bc and bd."""
    for form in item.split("|"):
        braces = _BRACES.search(form)
        if braces is None:
            yield form
        else:
            for ending in braces[1].split(","):
                yield from _expanded(form[: braces.start()] + ending + form[braces.end() :])


@cache
def _room(value: Decimal) -> Decimal:
    """What may be added: less than the last digit that is not zero, of twenty and more."""
    if value < 20 or value != int(value):
        return Decimal(0)
    whole, room = int(value), 1
    while whole % (room * 10) == 0:
        room *= 10
    return Decimal(room)
