"""Damage that text takes on its way between programs: bytes read in the wrong encoding, look-alikes, lost letters."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from mtqa.late import late


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged range of a text, and what it was before, None where that is lost."""

    start: int
    end: int
    repaired: str | None


@dataclass(frozen=True, slots=True)
class _Misreading:
    """How UTF-8 looks when its bytes are read in `codec`; `leads` are bytes that begin what is told from real text.

    `fewest` says how many characters in a row must look so: in Cyrillic the pairs are real letters, and one is chance.
    """

    codec: str
    leads: tuple[int, ...]
    fewest: int


_MISREADINGS: Final = (
    _Misreading("cp1252", (0xC2, 0xC3, 0xC4, 0xC5, 0xCE, 0xCF, 0xD0, 0xD1, 0xD7, 0xD8, 0xD9, *range(0xE0, 0xF1)), 1),
    _Misreading("cp1251", (0xC2, 0xC3, 0xC4, 0xC5, 0xD0, 0xD1, 0xE2), 2),
    _Misreading("cp1250", (0xC2, 0xC3, 0xC4, 0xC5, 0xE2), 1),
    _Misreading("mac_roman", (0xC2, 0xC3, 0xC4, 0xC5, 0xE2), 1),
    _Misreading("cp437", (0xC2, 0xC3, 0xC4, 0xC5, 0xE2), 1),
)
_QUOTES: Final = frozenset("»«“”‘’„‚‹›")
_PLAUSIBLE_SIGNS: Final = frozenset("°«»§©®±²³´µ¶·¸¹º¼½¾¿¡£¥¢¦¬\u00a0×÷€™–—‘’‚“”„†‡•…‹›−№\ufeff")

_LOST: Final = re.compile(
    r"\ufffd+"
    r"|(?<=[^\W\d_A-Z])\?(?=[^\W\d_A-Z]{1,40}(?:\W|$))(?!\S{0,80}[=&/])(?<!\S[=&/])"
    r"|(?<!\S)\?{3,}(?=\s+\w)"
)
_CONTROL: Final = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ue000-\uf8ff]+"
)
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0]+")
_JOINERS: Final = frozenset("\u200c\u200d")
_JOINED_SCRIPTS: Final = late("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff]")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff]")
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_OPENS: Final = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATES: Final = frozenset("\u2066\u2067\u2068")
_FULLWIDTH: Final = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_DEBRIS: Final = re.compile(
    r"<unk>|\[unk\]|⁇|<pad>|\[pad\]|</?s>|<mask>|\[mask\]|\[cls\]|\[sep\]|<\|[a-z_]{2,30}\|>|▁|(?<=\w)@@(?=\s|$)"
    r"|@[-–.,]@|\\u[0-9a-f]{4}",
    re.IGNORECASE,
)

_CYRILLIC: Final = "АВЕЅІЈКМНОРСТУХЬаеѕіјорсухԁԛԝҮһ"
_LATIN: Final = "ABESIJKMHOPCTYXbaesijopcyxdqwYh"
_GREEK: Final = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ"
_LATIN_OF_GREEK: Final = "ABEZHIKMNOPTYXovu"
_TO_LATIN: Final[Mapping[str, str]] = MappingProxyType(
    dict(zip(_CYRILLIC, _LATIN, strict=True)) | dict(zip(_GREEK, _LATIN_OF_GREEK, strict=True))
)
_TO_CYRILLIC: Final[Mapping[str, str]] = MappingProxyType(dict(zip(_LATIN, _CYRILLIC, strict=True)))
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LOOKS_LATIN: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_PLAIN: Final = re.compile("[A-Za-z]")
_ALIKE: Final = re.compile(rf"(?<=\d)х(?=\d)|(?<=°)С(?![^\W\d_])|(?<![^\W\d_])[{_CYRILLIC[:16]}](?=[-‐‑]?\d)")
"""Single letters of sizes, temperatures and numbered things: 80х90, 20 °С, С-300."""


def mojibake(text: str) -> Iterator[Damage]:
    """What UTF-8 became when its bytes were read in another encoding, with the text as it was."""
    if text.isascii():
        return
    end = 0
    for match in _misread().finditer(text):
        codec = next(name for name, found in match.groupdict().items() if found is not None)
        repaired = _repaired(match[0], codec)
        if repaired and match.start() >= end and not _is_real(text, match):
            end = match.end()
            yield Damage(match.start(), end, repaired)


def lost_characters(text: str) -> Iterator[Damage]:
    """Replacement characters, and question marks that stand for a letter or a word."""
    if "\ufffd" in text or "?" in text:
        for match in _LOST.finditer(text):
            # A question mark before a capital only lacks its space.
            if match[0] != "?" or (text[match.start() - 1] + text[match.end()]).islower():
                yield Damage(match.start(), match.end(), None)


def control_characters(text: str) -> Iterator[Damage]:
    """Control characters other than tab and line ends, characters for private use, and what is no character."""
    for match in _CONTROL.finditer(text):
        yield Damage(match.start(), match.end(), "")


def invisible_characters(text: str) -> Iterator[Damage]:
    """Characters without width where no script needs them: joiners belong to Arabic, Indian scripts and emoji."""
    if text.isascii():
        return
    for match in _INVISIBLE.finditer(text):
        beside = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
        if set(match[0]) <= _JOINERS and (_JOINED_SCRIPTS.search(beside) or any(map(_is_symbol, beside))):
            continue
        if set(match[0]) == {"\u200b"} and _UNSPACED.search(beside):
            continue
        # A soft hyphen within a word says where it may be parted.
        if match[0] == "\u00ad" and len(beside) == 2 and beside.isalpha():
            continue
        yield Damage(match.start(), match.end(), "")


def direction_marks(text: str) -> Iterator[Damage]:
    """Marks of direction in a text that is written from left to right alone, and those that are never closed."""
    if text.isascii():
        return
    one_way = not _RIGHT_TO_LEFT.search(text)
    open_marks: list[int] = []
    for match in _BIDI.finditer(text):
        if one_way:
            yield Damage(match.start(), match.end(), "")
        elif match[0] in _OPENS or match[0] in _ISOLATES:
            open_marks.append(match.start())
        elif match[0] in "\u202c\u2069":
            if open_marks:
                open_marks.pop()
            else:
                yield Damage(match.start(), match.end(), "")
    for place in open_marks:
        yield Damage(place, place + 1, "")


def mixed_scripts(text: str, *, latin: bool) -> Iterator[Damage]:
    """Words that mix letters of scripts which look alike, with the word in one script.

    In a text in Latin letters (`latin`) also single letters of another script, as of a size or a rocket.
    """
    if text.isascii():
        return
    if not _LOOKS_LATIN.search(text):
        return
    for match in _LETTERS.finditer(text):
        word = match[0]
        mixed = _PLAIN.search(word) and _LOOKS_LATIN.search(word)
        # Behind a backslash stands a code of a program, and then the word.
        if mixed and text[max(match.start() - 1, 0)] != "\\" and (repaired := _in_one_script(word)):
            yield Damage(match.start(), match.end(), repaired)
    if latin:
        for match in _ALIKE.finditer(text):
            yield Damage(match.start(), match.end(), _TO_LATIN[match[0]])


def fullwidth_letters(text: str) -> Iterator[Damage]:
    """Latin letters and digits as wide as a Chinese character, with their usual form."""
    for match in _FULLWIDTH.finditer(text) if not text.isascii() else ():
        yield Damage(match.start(), match.end(), unicodedata.normalize("NFKC", match[0]))


def debris(text: str) -> Iterator[Damage]:
    """Pieces of translation systems and programs that are no text."""
    for match in _DEBRIS.finditer(text):
        yield Damage(match.start(), match.end(), None)


def named(character: str) -> str:
    """The code point and name of a character, as U+200B ZERO WIDTH SPACE."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk", "Mn"}


def _in_one_script(word: str) -> str | None:
    """The word in Latin letters, else in Cyrillic ones, None where look-alikes do not explain the mixture."""
    latin = "".join(_TO_LATIN.get(letter, letter) for letter in word)
    if not _LOOKS_LATIN.search(latin):
        return latin
    cyrillic = "".join(_TO_CYRILLIC.get(letter, letter) for letter in word)
    return cyrillic if re.fullmatch("[\u0400-\u052f]+", cyrillic) else None


def _repaired(text: str, codec: str) -> str | None:
    """The text as it was before its bytes were misread, None where it is no damage."""
    try:
        before = b"".join(_byte(character, codec) for character in text).decode("utf-8")
    except (UnicodeError, KeyError):
        return None
    return before if all(map(_is_plausible, before)) else None


def _is_real(text: str, match: re.Match[str]) -> bool:
    """Whether a letter and the quotation mark or space behind it are just that: ALEMÃ», das Ä“."""
    if len(match[0]) == 3 and all(sign in _QUOTES or sign == "\u00a0" for sign in match[0][1:]):
        return True
    if len(match[0]) > 2 or (match[0][1] not in _QUOTES and match[0][1] != "\u00a0"):
        return False
    before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
    alone = not before.isalpha() and match[0][1] in _QUOTES and match[0][0] != "Â"
    return not after.isalpha() and (before.isupper() or alone)


def _is_plausible(character: str) -> bool:
    category = unicodedata.category(character)
    return character in _PLAUSIBLE_SIGNS or category[0] == "L" or category in {"So", "Mn", "Po", "Pd"}


@cache
def _bytes(codec: str) -> Mapping[str, bytes]:
    """The byte from 0x80 that each character stands for; control characters for those the codec lacks."""
    table = {chr(byte): bytes([byte]) for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        character = bytes([byte]).decode(codec, "ignore")
        if character:
            table[character] = bytes([byte])
    return table


def _byte(character: str, codec: str) -> bytes:
    return _bytes(codec)[character]


@cache
def _misread() -> re.Pattern[str]:
    """What characters of two to four bytes look like, one named group for each wrong encoding."""
    groups = []
    for misreading in _MISREADINGS:
        of_byte = {byte[0]: re.escape(character) for character, byte in _bytes(misreading.codec).items()}
        following = "[" + "".join(re.escape(c) for c, byte in _bytes(misreading.codec).items() if byte[0] < 0xC0) + "]"
        two, three, four = (
            "".join(of_byte[byte] for byte in misreading.leads if low <= byte < high and byte in of_byte)
            for low, high in ((0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5))
        )
        shapes = [f"[{leads}]{following}{{{count}}}" for leads, count in ((two, 1), (three, 2), (four, 3)) if leads]
        groups.append(f"(?P<{misreading.codec}>(?:{'|'.join(shapes)}){{{misreading.fewest},60}})")
    return re.compile("|".join(groups))
