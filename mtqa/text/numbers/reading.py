"""Numbers in a text whose words stand apart: digits, number words and what they are put together from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from mtqa.text.numbers.digits import LONGEST, NUMBER, VULGAR, readings
from mtqa.text.numbers.lexicon import Entry, Lexicon, folded, lexicon_of
from mtqa.text.numbers.meanings import clock, meanings, scaled
from mtqa.text.numbers.roman import roman
from mtqa.text.numbers.units import unit_words
from mtqa.text.numbers.values import Grade, Kind, Number, Value, plain

_MARKS: Final = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
)
TOKEN: Final = re.compile(
    rf"""(?P<skip>https?://\S+|www\.\S+|24/7|&\#?\w{{1,8}};)
    |(?P<date>(?<![\d.,/-])(?P<day>\d{{1,2}})(?P<part>[./-])(?P<month>\d{{1,2}})(?P=part)(?P<year>\d{{4}}|\d\d)(?![\d./-]*\d)
      |(?<![\d.,/-])(?P<first_year>[12]\d{{3}})(?P<other>[./-])(?P<middle>\d{{1,2}})(?P=other)(?P<last>\d{{1,2}})(?!\d))
    |(?P<time>(?<![\d:.,])(?P<hours>[01]?\d|2[0-4])[:hH](?P<minutes>[0-5]\d)(?::[0-5]\d)?(?![\d:]))
    |(?P<digits>{NUMBER})(?P<vulgar>[½¼¾⅓⅔])?
    |(?P<fraction>[½¼¾⅓⅔⅛⅕⅖⅗⅘])
    |(?P<word>[^\W\d_][^\W\d_{_MARKS}]*(?:[{_MARKS}][^\W\d_]*)*(?:['’ʼ"״][^\W\d_]+)?)
    """,
    re.VERBOSE,
)
_WRITTEN: Final = re.compile(NUMBER)
_DIGITS: Final = re.compile(r"\d+")
_HALF_OF_DAY: Final = re.compile(r"[ \u00a0\u202f]?([ap])\.?[ ]?m\b\.?", re.IGNORECASE)
_GAP: Final = re.compile(r"[ \u00a0\u202f]?[-‐‑־]?[ \u00a0\u202f]?")
_PART_OF_DATE: Final = re.compile(r"[/.]\d")
_RANGE: Final = re.compile(
    r"\s?(?:[-–—~/,]|[^\W\d_]{1,4}|,? ?(?:and|or|und|oder|или|або|nebo|sau)|[א-ת][־-])\s?[$€£¥₽₴]?"
)
_ORDINAL_ENDINGS: Final = frozenset(
    "st nd rd th er ère "
    "eme ème ième re e o a º ª й я го го му ой ая ое ый ий ые ых х ті ї га ша те де ste de ter te".split()
)
_CODE_BEFORE: Final = re.compile(r"[A-Za-z]\Z|[A-ZА-ЯЁІЇЄ][^\W\d_]*[-‐‑–]\Z")
_SHORT_YEAR_BEFORE: Final = "'’‘/–-"
_OPENING: Final = " \"'“”„«»‘’([-–—…¿¡"
"""What may stand before the first word of a text."""
_FARTHEST: Final = Decimal(10) ** 30
_MONTHS: Final = range(1, 13)
_HALF: Final = Decimal("0.5")
_AND_A_HALF: Final = frozenset({plain(_HALF), plain(1 + _HALF)})


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or several that the lexicon knows, as tokens from `first` up to `after`."""

    after: int
    entry: Entry
    prefix: str


@dataclass(slots=True)
class _Sum:
    """A number as it is put together: what is done with, what a scale may still multiply, what may still be added."""

    total: Decimal
    current: Decimal
    room: Decimal
    last: Decimal
    smallest_scale: Decimal
    scale: Decimal = Decimal(1)

    @property
    def value(self) -> Decimal:
        return self.total + self.current


class Reader:
    """What finds the numbers of one text; `text` has European digits already."""

    def __init__(self, text: str, language: str | None, lexicon: Lexicon | None) -> None:
        self._text = text
        self._language = language
        self._lexicon = lexicon
        self._tokens = list(TOKEN.finditer(text))
        self._scales: list[Decimal] = []

    def numbers(self) -> list[Number]:
        """The numbers in order."""
        found: list[Number] = []
        index = 0
        while index < len(self._tokens):
            token = self._tokens[index]
            if token.lastgroup == "word" and _says_nothing(token[0], self._language):
                index += 1
                continue
            index, numbers, scale = self._at(index)
            found.extend(numbers)
            self._scales.extend([scale] * len(numbers))
        return self._ranges(found)

    def _at(self, index: int) -> tuple[int, list[Number], Decimal]:
        """The token after, the numbers that begin at this one, and the scale that the last was multiplied with."""
        token = self._tokens[index]
        nothing = Decimal(1)
        match token.lastgroup:
            case "skip" | "date":
                return index + 1, list(in_address(token) if token.lastgroup == "skip" else _date(token)), nothing
            case "time":
                return self._time(index)
            case "digits" | "vulgar":
                return self._digits(index)
            case "fraction":
                value = Decimal(VULGAR[token[0]])
                return index + 1, [self._number(token.start(), token.end(), value, (value,), digits=True)], nothing
            case "word" if self._lexicon is not None:
                return self._word(index, self._lexicon)
        return index + 1, [], nothing

    # Digits

    def _time(self, index: int) -> tuple[int, list[Number], Decimal]:
        token = self._tokens[index]
        hours, minutes = int(token["hours"]), int(token["minutes"])
        half = _HALF_OF_DAY.match(self._text, token.end())
        if half:
            hours = hours % 12 + (12 if half[1] in "pP" else 0)
        parts = tuple(
            self._number(
                token.start(group), token.end(group), Decimal(token[group]), (Decimal(token[group]),), digits=True
            )
            for group in ("hours", "minutes")
        )
        end = half.end() if half else token.end()
        number = Number(
            token.start(),
            end,
            Decimal(hours * 60 + minutes),
            clock(hours, minutes, half_known=bool(half)),
            kind="time",
            digits=True,
            parts=parts,
        )
        return self._after(index, end), [number], Decimal(1)

    def _digits(self, index: int) -> tuple[int, list[Number], Decimal]:
        token = self._tokens[index]
        start, end = token.span("digits")
        if end - start > LONGEST:
            return index + 1, [], Decimal(1)
        own, foreign = readings(token["digits"], self._language)
        if token["vulgar"]:
            own = tuple(value + Decimal(VULGAR[token["vulgar"]]) for value in own)
            end = token.end()
        half = _HALF_OF_DAY.match(self._text, end)
        hours, minutes = int(own[0]), int(own[0] % 1 * 100)
        if half and hours <= 12 and minutes < 60:
            hours = hours % 12 + (12 if half[1] in "pP" else 0)
            values = clock(hours, minutes, half_known=True)
            number = Number(start, half.end(), Decimal(hours * 60 + minutes), values, kind="time", digits=True)
            return self._after(index, half.end()), [number], Decimal(1)
        return self._put_together(index, start, end, own, foreign)

    def _put_together(
        self, index: int, start: int, end: int, own: tuple[Decimal, ...], foreign: tuple[Decimal, ...]
    ) -> tuple[int, list[Number], Decimal]:
        """A number that begins with digits, with its scale, its ending and its unit."""
        kind: Kind = "number"
        grade: Grade = "firm"
        scale = Decimal(1)
        extra: set[Value] = set()
        after = index + 1
        total = _Sum(Decimal(0), own[0], Decimal(0), own[0], _FARTHEST)
        if self._lexicon is not None:
            after, short = self._short_scale(after, end)
            if short is not None:
                token = self._tokens[after - 1]
                if token.end() - token.start() == 1:
                    extra |= meanings(own[0])
                total.current *= short
                total.smallest_scale = scale = short
                end = token.end()
            after, end = self._more(after, end, total, self._lexicon)
            scale = total.scale if total.scale > 1 else scale
        word = self._glued(after, end)
        if word is not None and scale == 1:
            ending = word[0].lower()
            if ending in _ORDINAL_ENDINGS:
                kind, end, after = "ordinal", word.end(), after + 1
            elif ending == "s":
                end, after = word.end(), after + 1
            elif ending not in unit_words() and word[0][0].isascii() and self._text[end] not in "-‐‑":
                kind, grade = "code", "open"
        if _CODE_BEFORE.search(self._text[max(0, start - 12) : start]):
            kind, grade = "code", "open"
        two = len(self._text[start:end]) == 2
        short_year = two and start > 0 and (kind == "code" or self._text[start - 1] in _SHORT_YEAR_BEFORE)
        unit, after = self._unit(after, end)
        after, products = self._product(after, end, total.value) if kind == "number" else (after, ())
        values = frozenset().union(
            extra,
            meanings(total.value, short_year=short_year),
            *(meanings(value * (total.value / own[0] if own[0] else 1)) for value in own[1:]),
            (plain(value) for value in products),
            _months(self._text[start:end]) if self._is_in_date(start, end) else (),
        )
        grade = "open" if total.value <= 1 and grade == "firm" else grade
        number = Number(
            start,
            end,
            total.value,
            values,
            kind=kind,
            grade=grade,
            digits=True,
            unit=unit,
            rounded=self._is_rounded(index),
            parts=self._parts_of(start, own, scale),
            foreign=frozenset(plain(value) for value in scaled(foreign, scale)),
        )
        return after, [number], scale

    def _is_in_date(self, start: int, end: int) -> bool:
        """Whether digits stand beside others with a slash or stop between: a day and month."""
        return end - start <= 2 and (
            _PART_OF_DATE.match(self._text, end) is not None
            or (start > 1 and self._text[start - 1] in "/." and self._text[start - 2].isdigit())
        )

    def _parts_of(self, start: int, own: tuple[Decimal, ...], scale: Decimal) -> tuple[Number, ...]:
        """The groups of digits, each a number: for dates without a year, versions, and numbers side by side."""
        written = _WRITTEN.match(self._text, start)
        if written is None or scale != 1 or written[0].isdigit():
            return ()
        return tuple(
            Number(
                group.start(),
                group.end(),
                Decimal(group[0]),
                meanings(Decimal(group[0])) | _months(group[0]),
                digits=True,
            )
            for group in _DIGITS.finditer(self._text, start, written.end())
        )

    def _short_scale(self, index: int, end: int) -> tuple[int, Decimal | None]:
        """The token after a short scale as *bn* or *тыс.*, and its value."""
        if self._lexicon is not None and index < len(self._tokens) and self._near(end, index):
            word = self._tokens[index][0]
            value = self._lexicon.short.get(word) or self._lexicon.short.get(word.lower())
            if value is not None and (word.lower(),) not in self._lexicon.entries:
                return index + 1, value
        return index, None

    def _glued(self, index: int, end: int) -> re.Match[str] | None:
        """The word that begins where the number ends, with or without a hyphen."""
        if index < len(self._tokens):
            token = self._tokens[index]
            gap = self._text[end : token.start()]
            if token.lastgroup == "word" and gap in {"", "-", "‐", "‑"}:
                return token
        return None

    def _unit(self, index: int, end: int) -> tuple[str | None, int]:
        if self._text.startswith("°", end) or self._text.startswith(" °", end):
            sign = self._text[end : end + 4].replace(" ", "").lower()
            return ("°F" if sign.startswith("°f") else "°C"), index
        if index < len(self._tokens) and self._near(end, index):
            unit = unit_words().get(self._tokens[index][0].lower())
            if unit is not None:
                return unit, index + 1
        return None, index

    def _product(self, index: int, end: int, value: Decimal) -> tuple[int, tuple[Decimal, ...]]:
        """What *two decades* or *three weeks* come to; the word then stands for nothing of its own."""
        if self._lexicon is not None and index < len(self._tokens) and self._near(end, index):
            token = self._tokens[index]
            word = folded(token[0])
            if token.lastgroup == "word" and self._look_up(index, self._lexicon) is None:
                products = scaled(self._lexicon.lasts(word), value)
                return index + bool(products), products
        return index, ()

    # Words

    def _word(self, index: int, lexicon: Lexicon) -> tuple[int, list[Number], Decimal]:
        token = self._tokens[index]
        found = self._look_up(index, lexicon)
        if found is None:
            return index + 1, list(self._loose(token, lexicon)) or list(self._roman(index, lexicon)), Decimal(1)
        entry, start, end = found.entry, token.start(), self._tokens[found.after - 1].end()
        if entry.kind in {"month", "weekday"}:
            values: frozenset[Value] = frozenset({(entry.kind, entry.value)})
            number = Number(start, end, entry.value, values, kind=entry.kind, grade="open")
            return found.after, [number], Decimal(1)
        if entry.kind in {"plus", "before"}:
            return (
                self._prepended(found, start, lexicon) if entry.kind == "before" else _more_than_one(found, start, end)
            )
        total = _Sum(Decimal(0), Decimal(0), Decimal(0), Decimal(0), _FARTHEST)
        _begin(total, entry)
        after, end = self._more(found.after, end, total, lexicon)
        single = after == found.after
        if entry.kind == "half" and single:
            return after, list(self._loose(token, lexicon)), Decimal(1)
        grade = self._grade(entry, total, single)
        if grade == "firm" and token[0][0].isupper() and self._text[:start].strip(_OPENING):
            grade = "open"  # a name, as the Ninth Ward
        kind: Kind = "ordinal" if entry.kind == "ordinal" or total.room < 0 else "number"
        unit, after = self._unit(after, end)
        after, products = self._product(after, end, total.value) if kind == "number" else (after, ())
        also = lexicon.loose.get(token[0].lower(), ()) if single else ()
        values = meanings(total.value).union(plain(value) for value in (*products, *also))
        number = Number(
            start, end, total.value, values, kind=kind, grade=grade, unit=unit, rounded=self._is_rounded(index)
        )
        return after, [number], total.scale

    @staticmethod
    def _grade(entry: Entry, total: _Sum, single: bool) -> Grade:
        if entry.kind in {"scale", "hundred"} and len(total.value.normalize().as_tuple().digits) == 1:
            return "open"  # perhaps of several hundred thousand
        if not single:
            return "firm"
        return entry.grade

    def _prepended(self, found: _Word, start: int, lexicon: Lexicon) -> tuple[int, list[Number], Decimal]:
        """A number that a word before it changes by a part, as Hindi says three and a half."""
        after, numbers, scale = (
            self._at(found.after) if found.after < len(self._tokens) else (found.after, [], Decimal(1))
        )
        if not numbers:
            return found.after, [], Decimal(1)
        value = numbers[0].value + found.entry.value * scale
        return after, [replace(numbers[0], start=start, value=value, values=meanings(value))], scale

    def _more(self, index: int, end: int, total: _Sum, lexicon: Lexicon) -> tuple[int, int]:
        """Adds what belongs to the number; gives the token after it, and where it ends."""
        while index < len(self._tokens) and total.room >= 0:
            at, joined = index, False
            if self._tokens[at][0].lower() in lexicon.joiners | lexicon.links and self._near(end, at):
                joined = self._tokens[at][0].lower() in lexicon.joiners
                found = self._look_up(at, lexicon)
                if found is None or found.entry.kind != "plus":
                    end_of_joiner = self._tokens[at].end()
                    at += 1
                    if at >= len(self._tokens) or not self._near(end_of_joiner, at):
                        break
            elif not self._near(end, at):
                break
            found = self._look_up(at, lexicon)
            if found is None:
                if joined or not self._add_digits(at, total):
                    break
                index, end = at + 1, self._tokens[at].end()
                continue
            room = total.room if total.current else total.smallest_scale
            if joined and found.entry.kind != "plus" and room < lexicon.joiner_room:
                break
            if at > index and not joined and found.entry.kind not in {"scale", "hundred"}:
                break
            if not _add(total, found.entry, found.prefix):
                break
            index, end = found.after, self._tokens[found.after - 1].end()
        return index, end

    def _add_digits(self, index: int, total: _Sum) -> bool:
        """Whether digits after a scale belong to the number: 5 million 300 thousand."""
        token = self._tokens[index]
        if token.lastgroup != "digits" or total.smallest_scale == _FARTHEST or total.current:
            return False
        value = readings(token["digits"], self._language)[0][0]
        if value >= total.smallest_scale or not self._scale_follows(index):
            return False
        total.current, total.room, total.last = value, Decimal(0), value
        return True

    def _scale_follows(self, index: int) -> bool:
        if (
            index + 1 >= len(self._tokens)
            or self._lexicon is None
            or not self._near(self._tokens[index].end(), index + 1)
        ):
            return False
        found = self._look_up(index + 1, self._lexicon)
        return found is not None and found.entry.kind == "scale"

    def _look_up(self, index: int, lexicon: Lexicon) -> _Word | None:
        """The entry that begins at a token, the longest; without a prefix where the word has one."""
        token = self._tokens[index]
        if token.lastgroup != "word":
            return None
        word = folded(token[0])
        prefixes = [
            "",
            *(prefix for prefix in lexicon.prefixes if word.startswith(prefix) and len(word) > len(prefix) + 1),
        ]
        for prefix in prefixes:
            bare = word[len(prefix) :]
            for count in range(lexicon.first_words.get(bare, 1), 0, -1):
                words = self._words(index, count)
                if words is None:
                    continue
                entry = lexicon.entry((bare, *words[1:]))
                if entry is not None and not (entry.capital and not token[0][0].isupper()):
                    return _Word(index + count, entry, prefix)
        return None

    def _words(self, index: int, count: int) -> tuple[str, ...] | None:
        """So many words in a row, in small letters; None where other things stand between."""
        if index + count > len(self._tokens):
            return None
        tokens = self._tokens[index : index + count]
        for before, after in pairwise(tokens):
            if after.lastgroup != "word" or not self._is_gap(before.end(), after.start()):
                return None
        return tuple(folded(token[0]) for token in tokens)

    def _loose(self, token: re.Match[str], lexicon: Lexicon) -> Iterator[Number]:
        word = folded(token[0])
        stands_for = lexicon.stands_for(word)
        if not stands_for and lexicon.prefixes:
            stripped = (word[len(prefix) :] for prefix in lexicon.prefixes if word.startswith(prefix))
            stands_for = next((values for values in map(lexicon.stands_for, stripped) if values), ())
        if stands_for:
            values = frozenset(plain(value) for value in stands_for)
            yield Number(token.start(), token.end(), stands_for[0], values, grade="loose")

    def _roman(self, index: int, lexicon: Lexicon) -> Iterator[Number]:
        token = self._tokens[index]
        value = roman(token[0])
        if value is None:
            return
        century = self._stands_beside(index, lexicon.century)
        if century or len(token[0]) > 1:
            values = frozenset({plain(Decimal(value))} | ({plain(Decimal(value * 100 - 100))} if century else set()))
            yield Number(
                token.start(), token.end(), Decimal(value), values, kind="roman", grade="firm" if century else "open"
            )

    def _stands_beside(self, index: int, words: frozenset[str]) -> bool:
        beside = (index - 1, index + 1)
        return any(0 <= at < len(self._tokens) and self._tokens[at][0].lower() in words for at in beside)

    # Both

    def _number(
        self, start: int, end: int, value: Decimal, own: tuple[Decimal, ...], *, digits: bool = False
    ) -> Number:
        return Number(start, end, value, frozenset().union(*map(meanings, own)), digits=digits)

    def _near(self, end: int, index: int) -> bool:
        return self._is_gap(end, self._tokens[index].start())

    def _is_gap(self, start: int, end: int) -> bool:
        return end - start <= 3 and _GAP.fullmatch(self._text, start, end) is not None

    def _after(self, index: int, end: int) -> int:
        """The first token that begins at `end` or later."""
        while index < len(self._tokens) and self._tokens[index].start() < end:
            index += 1
        return index

    def _is_rounded(self, index: int) -> bool:
        """Whether one of the two words before says that the number is not exact."""
        if self._lexicon is None:
            return False
        return any(self._tokens[at][0].lower() in self._lexicon.about for at in range(max(0, index - 2), index))

    def _ranges(self, numbers: list[Number]) -> list[Number]:
        """The numbers; the first of a range has the scale of the second too: 5 to 7 million, three or four hundred."""
        for at, (first, second) in enumerate(pairwise(numbers)):
            if second.values == _AND_A_HALF:
                halves = {plain(first.value + _HALF)}
                numbers[at] = replace(first, values=first.values | halves) if second.start - first.end < 20 else first
            for other in range(at + 1, min(at + 3, len(numbers))):  # what stands between may be taken for a number too
                if scale := self._scale_of_range(numbers, at, other):
                    numbers[at] = replace(first, values=numbers[at].values | {plain(first.value * scale)})
        return numbers

    def _scale_of_range(self, numbers: list[Number], at: int, other: int) -> Decimal | None:
        """What the first of two numbers may be multiplied with, as the other is; None where they are no range."""
        first, second = numbers[at], numbers[other]
        if second.start - first.end > 8 or not _RANGE.fullmatch(self._text, first.end, second.start):
            return None
        if self._scales[other] > 1:
            return self._scales[other] if self._scales[at] == 1 else None
        if second.digits or (first.kind, second.kind) != ("number", "number"):
            return None
        hundreds = second.value / 100
        return Decimal(100) if hundreds % 1 == 0 and 0 < first.value < hundreds < 10 else None


@lru_cache(maxsize=2**16)
def _says_nothing(word: str, language: str | None) -> bool:
    """Whether no number can begin with this word; so it is with most."""
    lexicon = lexicon_of(language) if language else None
    if lexicon is None:
        return True
    small = folded(word)
    bare = {small, *(small[len(prefix) :] for prefix in lexicon.prefixes if small.startswith(prefix))}
    known = any(one in lexicon.first_words or lexicon.entry((one,)) or lexicon.stands_for(one) for one in bare)
    return not known and roman(word) is None


def _begin(total: _Sum, entry: Entry) -> None:
    """The first word of a number."""
    value = entry.value
    if entry.kind == "scale":
        total.total, total.smallest_scale, total.scale = value, value, value
    else:
        total.current, total.last = value, value
        total.room = entry.room if entry.kind != "half" else Decimal(0)
        if entry.kind == "ordinal":
            total.room = Decimal(-1)


def _add(total: _Sum, entry: Entry, prefix: str) -> bool:
    """Adds a word to a number, if it can belong to it."""
    match entry.kind:
        case "number" | "ordinal" if entry.value == int(entry.value):
            return _add_number(total, entry, prefix)
        case "hundred":
            return _add_hundred(total, entry)
        case "scale":
            return _add_scale(total, entry.value)
        case "plus":
            total.current += entry.value * (total.scale if total.current == 0 else 1)
            total.room, total.last = Decimal(0), entry.value
            return True
    return False


def _add_number(total: _Sum, entry: Entry, prefix: str) -> bool:
    value = entry.value
    begins = total.current == 0 and total.total > 0 and value < total.smallest_scale
    unit_first = bool(prefix) and 0 < total.last < 10 and 20 <= value <= 90
    year = total.total == 0 and 13 <= total.current <= 20 and 10 <= value <= 99 and entry.kind == "number"
    if begins or 0 < value < total.room or unit_first:
        total.current += value
    elif year:
        total.current = total.current * 100 + value
    else:
        return False
    total.last = value
    total.room = Decimal(-1) if entry.kind == "ordinal" else entry.room
    return True


def _add_hundred(total: _Sum, entry: Entry) -> bool:
    if 1 <= total.current < 100 and total.current == int(total.current):
        total.current *= entry.value
    elif total.current == 0 and total.total:
        total.current = entry.value
    else:
        return False
    total.last, total.room = entry.value, entry.room
    return True


def _add_scale(total: _Sum, value: Decimal) -> bool:
    if total.value == 0 or (total.current == 0 and value < total.smallest_scale):
        return False
    if value < total.smallest_scale:
        total.total += total.current * value
    else:
        total.total = total.value * value
    total.current, total.room, total.last = Decimal(0), Decimal(0), value
    total.smallest_scale = total.scale = value
    return total.total <= _FARTHEST


def _more_than_one(found: _Word, start: int, end: int) -> tuple[int, list[Number], Decimal]:
    """What *and a half* stands for after a word that is no number: a week and a half."""
    value = found.entry.value
    values = _AND_A_HALF if value == _HALF else frozenset({plain(value)})
    return found.after, [Number(start, end, value, values, grade="loose")], Decimal(1)


def in_address(token: re.Match[str]) -> Iterator[Number]:
    """The digits of an address, that say nothing of their own."""
    for digits in _DIGITS.finditer(token[0]):
        if len(digits[0]) <= LONGEST:
            start, value = token.start() + digits.start(), Decimal(digits[0])
            yield Number(start, start + len(digits[0]), value, frozenset({plain(value)}), grade="loose", digits=True)


def _date(token: re.Match[str]) -> Iterator[Number]:
    """Day, month and year of a date in figures; which of the first two is the month may be open."""
    groups = ("day", "month", "year") if token["day"] else ("first_year", "middle", "last")
    for group in groups:
        written = token[group]
        value = Decimal(written)
        values = meanings(value, short_year=group == "year" and len(written) == 2)
        if group not in {"year", "first_year"}:
            values |= _months(written)
        yield Number(token.start(group), token.end(group), value, values, digits=True)


def _months(written: str) -> frozenset[Value]:
    """The month that one or two digits may mean."""
    return frozenset({("month", Decimal(written))}) if written.isdigit() and int(written) in _MONTHS else frozenset()
