"""Whether a text is in the language it should be in, asked of every segment: cheap tests first, detection last.

Detection (`mtqa.text.detection`) is slow and errs on short texts. So scripts and small words must raise the suspicion;
detection is asked to confirm it, where there are letters enough.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mtqa.model import UNDETERMINED
from mtqa.text.detection import FEWEST_LETTERS, detect
from mtqa.text.function_words import alike, balance, count_by_language, function_words, words_in
from mtqa.text.scripts import count_scripts, scripts_of

_FEWEST_LETTERS: Final = 4
_FEWEST_WORDS: Final = 3
_CLEAR: Final = 3
"""So many more small words of one language than of the other say which it is."""
_ENOUGH_WORDS: Final = 5
"""Without small words enough a text is suspicious only if it has so many words."""
_SHARE_OF_SMALL_WORDS: Final = 0.2
_FEWEST_IN_OTHER_SCRIPT: Final = 2
"""So many different small words tell Latin letters in a text of another script from names and brands."""
_WORDS_OF_PROSE: Final = 8
"""So many words in small letters are no names either."""
_KANA_SHARE: Final = 0.25
_HAN_ALONE: Final = 12
_CHINESE: Final = frozenset("的了这们這們吗嗎")
"""Characters that Chinese cannot do without and Japanese does not use."""
_MAIN: Final[Mapping[str, str]] = MappingProxyType({"ja": "Kana", "ko": "Hangul"})
"""The script that a longer text in the language holds, beside Han."""
_LETTERS_IN_ONE: Final[Mapping[str, int]] = MappingProxyType({"Han": 3, "Kana": 2, "Hangul": 2})
"""How many letters of an alphabet say as much as one of these."""
_LETTERS_READ: Final = 2000


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The language that a text is in, `und` where only the script tells that it is another; and whether it is sure."""

    language: str
    sure: bool


def other_language(text: str, expected: str) -> OtherLanguage | None:
    """The language that most of the text is in, if it is not the expected one (a primary code).

    None for a text too short to tell, for names and figures alone, and where the expected language is not known.
    Reads the first 2,000 characters.
    """
    text = text[:_LETTERS_READ]
    scripts = count_scripts(text)
    letters, own = scripts.total(), scripts_of(expected)
    if letters < _FEWEST_LETTERS or not own:
        return None
    if "Han" in own and (found := _east_asian(text, expected, scripts)):
        return found
    weights = {script: count * _LETTERS_IN_ONE.get(script, 1) for script, count in scripts.items()}
    if sum(weight for script, weight in weights.items() if script in own) * 2 <= sum(weights.values()):
        return _by_script(text, letters, max(weights, key=weights.__getitem__))
    return _by_small_words(text, letters, expected)


def _east_asian(text: str, expected: str, scripts: Mapping[str, int]) -> OtherLanguage | None:
    """Chinese for Japanese or Korean, or the other way round: their letters overlap."""
    han, kana = scripts.get("Han", 0), scripts.get("Kana", 0)
    if expected == "zh":
        japanese = kana >= _FEWEST_LETTERS and kana > _KANA_SHARE * (han + kana)
        return OtherLanguage("ja", sure=True) if japanese else None
    if han >= _HAN_ALONE and not scripts.get(_MAIN.get(expected, "Han"), 0):
        return OtherLanguage("zh" if not kana else "ja", sure=not _CHINESE.isdisjoint(text))
    return None


def _by_script(text: str, letters: int, script: str) -> OtherLanguage | None:
    """What the text is in, given that most letters are of another script; Latin letters may be names alone."""
    words = _telling_words(text)
    small = count_by_language(words)
    detected = detect(text)
    if script != "Latin":
        return OtherLanguage(_most_common(small) if detected == UNDETERMINED else detected, sure=True)
    most = max(small.values(), default=0)
    prose = sum(word.islower() for word in words_in(text)) >= _WORDS_OF_PROSE
    if not prose and most < max(_FEWEST_IN_OTHER_SCRIPT, _SHARE_OF_SMALL_WORDS * len(words)):
        return None
    sure = letters >= FEWEST_LETTERS or most >= _CLEAR
    return OtherLanguage(_most_common(small) if detected == UNDETERMINED else detected, sure=sure)


def _by_small_words(text: str, letters: int, expected: str) -> OtherLanguage | None:
    """What the text is in, told from the expected language by small words, and by detection where it is long."""
    words = _telling_words(text)
    if len(words) < _FEWEST_WORDS:
        return None
    small = count_by_language(words)
    own = sum(word in function_words(expected) for word in words)
    best = _most_common(Counter({code: small[code] for code in small if _may_be_taken_for(code, expected)}))
    ours, theirs = balance(words, expected, best)
    clear = theirs >= 2 and theirs >= 3 * ours and small[best] >= _SHARE_OF_SMALL_WORDS * len(words)
    if letters < FEWEST_LETTERS:
        return OtherLanguage(best, sure=theirs >= _CLEAR and ours == 0) if clear else None
    doubtful = theirs > ours or own == 0 or expected == "en"
    if not clear and (not doubtful or len(words) < _ENOUGH_WORDS or _may_be_in(words, expected)):
        return None
    detected = detect(text)
    if alike(detected, expected) or (detected == UNDETERMINED and not clear):
        return None
    return OtherLanguage(best if detected == UNDETERMINED else detected, sure=clear or (detected == best and ours == 0))


def _most_common(small: Counter[str]) -> str:
    """The language of the most small words, the first by code; `und` where there are none."""
    return min(small, key=lambda code: (-small[code], code), default=UNDETERMINED)


def _may_be_in(words: Sequence[str], expected: str) -> bool:
    """Whether English has half of the words; of other languages, whether there is no list to ask."""
    from mtqa.text.english.lexicon import is_known  # noqa: PLC0415 (reads a table)

    if expected == "en":
        return 2 * sum(map(is_known, words)) >= len(words)
    return not function_words(expected)


def _telling_words(text: str) -> list[str]:
    """The different words that may be small words of a language, in lower case.

    Words with a capital are names, unless first or in a text of capitals alone, and what stands between two of them
    is part of a name. Single Latin letters are symbols as often as words.
    """
    words = words_in(text)
    if not text.isupper():
        titled = [word[0].isupper() for word in words]
        words = [
            word
            for index, word in enumerate(words)
            if index == 0 or not (titled[index] or (titled[index - 1] and any(titled[index + 1 : index + 2])))
        ]
    return sorted({word.lower() for word in words if len(word) > 1 or not word.isascii()})


def _may_be_taken_for(one: str, other: str) -> bool:
    """Whether the languages share a script and are told apart."""
    return not alike(one, other) and not scripts_of(one).isdisjoint(scripts_of(other))
