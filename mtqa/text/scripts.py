"""Scripts: which letters a language is written in, and where letters of another script stand in a text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

_RANGES: Final[Mapping[str, str]] = MappingProxyType({
    "Latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff",
    "Greek": "\u0370-\u0373\u0376-\u037d\u037f-\u03ff\u1f00-\u1fff",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Armenian": "\u0531-\u0556\u0561-\u0587",
    "Hebrew": "\u05d0-\u05ea\u05f0-\u05f2",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    "\ufb50-\ufdff\ufe70-\ufefc",
    "Thaana": "\u0780-\u07a5",
    "Devanagari": "\u0904-\u0939\u0958-\u0961\u0971-\u097f",
    "Bengali": "\u0985-\u09b9\u09dc-\u09e1",
    "Gurmukhi": "\u0a05-\u0a39\u0a59-\u0a5e",
    "Gujarati": "\u0a85-\u0ab9\u0ae0-\u0ae1",
    "Oriya": "\u0b05-\u0b39\u0b5c-\u0b61",
    "Tamil": "\u0b83-\u0bb9",
    "Telugu": "\u0c05-\u0c39\u0c58-\u0c61",
    "Kannada": "\u0c85-\u0cb9\u0cde-\u0ce1",
    "Malayalam": "\u0d05-\u0d3a\u0d54-\u0d61",
    "Sinhala": "\u0d85-\u0dc6",
    "Thai": "\u0e01-\u0e30\u0e32-\u0e33\u0e40-\u0e46",
    "Lao": "\u0e81-\u0eb0\u0eb2-\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf",
    "Tibetan": "\u0f40-\u0f6c",
    "Burmese": "\u1000-\u102a\u103f\u1050-\u1055",
    "Georgian": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2d",
    "Hangul": "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3",
    "Ethiopic": "\u1200-\u135a\u1380-\u138f\u2d80-\u2dde",
    "Khmer": "\u1780-\u17b3",
    "Kana": "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d",
    "Han": "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
})  # fmt: skip
"""The letters of each script as the inside of a character class; marks and digits belong to no script."""

_OWN: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys("ru uk bg mk be kk ky mn tg tt ba ce cv os".split(), "Cyrillic")
    | dict.fromkeys("ar fa ur ps ug sd ku".split(), "Arabic")
    | dict.fromkeys("hi mr ne sa".split(), "Devanagari")
    | dict.fromkeys("bn as".split(), "Bengali")
    | dict.fromkeys("he yi".split(), "Hebrew")
    | dict.fromkeys("am ti".split(), "Ethiopic")
    | dict.fromkeys("bo dz".split(), "Tibetan")
    | {
        "el": "Greek", "hy": "Armenian", "ka": "Georgian", "pa": "Gurmukhi", "gu": "Gujarati", "or": "Oriya",
        "ta": "Tamil", "te": "Telugu", "kn": "Kannada", "ml": "Malayalam", "si": "Sinhala", "th": "Thai",
        "lo": "Lao", "km": "Khmer", "my": "Burmese", "dv": "Thaana", "zh": "Han", "ja": "Kana", "ko": "Hangul",
    }
)  # fmt: skip
_LATIN: Final = frozenset(
    """aa af ay az bi bm br bs ca ch co cs cy da de ee en eo es et eu ff fi fj fo fr fy ga gd gl gn gv ha ho hr ht hu
    hz ia id ie ig io is it jv kg ki kj kl kr la lb lg li ln lt lu lv mg mh mi ms mt na nb nd ng nl nn no nr nv ny oc
    om pl pt qu rm rn ro rw sc se sg sk sl sm sn so sq ss st su sv sw tk tl tn to tr ts tw ty uz ve vi vo wa wo xh yo
    za zu""".split()
)
_MORE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "ja": ("Han",), "ko": ("Han",), "kk": ("Latin",), "mn": ("Latin",), "ku": ("Latin",), "sr": ("Cyrillic", "Latin"),
    "az": ("Cyrillic",), "uz": ("Cyrillic",), "tk": ("Cyrillic",), "ms": ("Arabic",), "ha": ("Arabic",),
    "tg": ("Arabic",), "pa": ("Arabic",), "sd": ("Devanagari",), "ks": ("Arabic", "Devanagari"),
})  # fmt: skip
"""Scripts that a language is also written in."""

_MARKS: Final = (
    "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
"""Marks that stand on or between letters, in the scripts where words are hardly written without."""
_BEYOND_LATIN: Final = re.compile("[^\u0000-\u036f\u2000-\u20ff]")
"""All letters of scripts other than Latin stand here, and the quotation marks of most texts do not."""
_NO_LETTER: Final = re.compile(r"[\W\d_]+")


def scripts_of(language: str) -> frozenset[str]:
    """The scripts that a language, by its primary code, is written in; empty where they are not known."""
    own = {_OWN[language]} if language in _OWN else {"Latin"} if language in _LATIN else set()
    return frozenset({*own, *_MORE.get(language, ())})


def count_scripts(text: str) -> Counter[str]:
    """How many letters of each script the text holds; the letters of scripts that are not known are left out."""
    letters, found = _NO_LETTER.sub("", text), Counter[str]()
    for script in _RANGES:
        if not letters:
            break
        rest = _letters_of(script).sub("", letters)
        if len(rest) < len(letters):
            found[script] = len(letters) - len(rest)
        letters = rest
    return found


def script_of(letter: str) -> str | None:
    """The script of a letter, None where it is no letter of a known script."""
    return next((script for script in _RANGES if _letters_of(script).fullmatch(letter)), None)


def foreign_runs(text: str, scripts: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The ranges of words in scripts other than these; words of one run are parted by spaces, marks or digits."""
    if "Latin" not in scripts or _BEYOND_LATIN.search(text):
        for match in _foreign(scripts).finditer(text):
            yield match.span()


@cache
def _letters_of(script: str) -> re.Pattern[str]:
    return re.compile(f"[{_RANGES[script]}]+")


@cache
def _foreign(scripts: frozenset[str]) -> re.Pattern[str]:
    letters = "".join(ranges for script, ranges in _RANGES.items() if script not in scripts)
    word = rf"[{letters}][{letters}{_MARKS}]*"
    return re.compile(rf"{word}(?:[^\w\n]{{1,3}}{word})*")
