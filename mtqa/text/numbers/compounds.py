"""Number words that are written together: those of German, Dutch, Italian and Czech, made by rule.

Each function yields words with their values, ordinals with the value negated.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

_Words = Iterator[tuple[str, int]]

_GERMAN_UNITS: Final = "ein zwei drei vier fünf sechs sieben acht neun".split()
_GERMAN_TEENS: Final = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
_GERMAN_TENS: Final = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_DUTCH_UNITS: Final = "een twee drie vier vijf zes zeven acht negen".split()
_DUTCH_TEENS: Final = "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien".split()
_DUTCH_TENS: Final = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()
_ITALIAN_SMALL: Final = (
    "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove"
).split()
_ITALIAN_TENS: Final = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
_CZECH_UNITS: Final = "jeda dva tři čtyři pět šest sedm osm devět".split()
_CZECH_TENS: Final = "dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát".split()


def _german() -> _Words:
    below = dict(_below_hundred(_GERMAN_UNITS, _GERMAN_TEENS, _GERMAN_TENS, "und"))
    below[1] = "eins"
    for value, word in _below_thousand(below, _GERMAN_UNITS, "hundert", ("", "und")):
        if value > 1:
            yield word, value
            yield word.replace("ß", "ss"), value
        if 3 < value < 100 and value not in {7, 8}:
            stem = word + ("te" if value < 20 else "ste")
            yield from ((stem + ending, -value) for ending in ("", "n", "r", "s", "m"))
        if 11 <= value <= 19:
            for more, tail in below.items():
                yield f"{word}hundert{tail}", value * 100 + more
            yield f"{word}hundert", value * 100


def _dutch() -> _Words:
    below = dict(_below_hundred(_DUTCH_UNITS, _DUTCH_TEENS, _DUTCH_TENS, "en"))
    below |= {value: word.replace("tweeen", "tweeën").replace("drieen", "drieën") for value, word in below.items()}
    for value, word in _below_thousand(below, ["", *_DUTCH_UNITS[1:]], "honderd", ("", "en")):
        if value > 1:
            yield word, value
        if value % 100 == 1 and value > 100:
            yield word.removesuffix("een") + "één", value
        if value > 19:
            yield f"{word}ste", -value
        if 11 <= value <= 19:
            for more, tail in below.items():
                yield f"{word}honderd{tail}", value * 100 + more
            yield f"{word}honderd", value * 100


def _below_hundred(units: list[str], teens: list[str], tens: list[str], joined: str) -> Iterator[tuple[int, str]]:
    """Values and words from 1 to 99, the unit before the ten."""
    yield from enumerate([*units, *teens], 1)
    for ten, word in enumerate(tens, 2):
        yield ten * 10, word
        yield from ((ten * 10 + one, f"{unit}{joined}{word}") for one, unit in enumerate(units, 1))


def _below_thousand(
    below: Mapping[int, str], units: list[str], hundred: str, joiners: tuple[str, ...]
) -> Iterator[tuple[int, str]]:
    """Values and words from 1 to 999."""
    yield from below.items()
    for count, unit in enumerate(units, 1):
        for head in {unit + hundred, *([hundred] if count == 1 else ())}:
            yield count * 100, head
            for value, word in below.items():
                yield from ((count * 100 + value, head + joiner + word) for joiner in joiners)


def _italian() -> _Words:
    below = dict(enumerate(_ITALIAN_SMALL, 1))
    for ten, word in enumerate(_ITALIAN_TENS, 2):
        below[ten * 10] = word
        for one, unit in enumerate(_ITALIAN_SMALL[:9], 1):
            below[ten * 10 + one] = (word[:-1] if unit[0] in "uo" else word) + ("tré" if one == 3 else unit)
    for count, unit in enumerate(["", *_ITALIAN_SMALL[1:9]], 1):
        head = f"{unit}cento"
        below[count * 100] = head
        for value in range(1, 100):
            tail = "tré" if value == 3 else below[value]
            below[count * 100 + value] = head + tail
    for value, word in below.items():
        if value == 1:
            continue
        shorter = word.replace("centoo", "cento")
        spellings = {word, shorter, word.replace("tré", "tre"), shorter.replace("tré", "tre")}
        spellings |= {spelling.removesuffix("o") for spelling in spellings if spelling.endswith("uno")}
        for spelling in spellings:
            yield spelling, value
        if value > 20 and value != 100:
            stem = word.replace("tré", "tre")
            stem = stem if stem.endswith(("tre", "sei")) else stem[:-1]
            yield from ((f"{stem}esim{ending}", -value) for ending in "oaie")


def _czech() -> _Words:
    for ten, word in enumerate(_CZECH_TENS, 2):
        for one, unit in enumerate(_CZECH_UNITS, 1):
            yield f"{unit}a{word}", ten * 10 + one


THOUSANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "de": ("tausendund", "tausend"),
    "it": ("mila", "mille"),
    "nl": ("duizend",),
}
"""By language, the words for a thousand that stand within a word, between two of its numbers."""

COMPOUNDS: Final[Mapping[str, Callable[[], _Words]]] = {
    "cs": _czech,
    "de": _german,
    "it": _italian,
    "nl": _dutch,
}
"""By language, the makers of its words."""
