"""The language of a text nobody named: by script where the script tells, else by langdetect, seeded.

The only module that knows langdetect. It is random unless seeded, wrong on short strings and never sure of
Chinese; so the script decides first, and Latin, Cyrillic, Arabic and Devanagari text of fewer than 50
letters stays undetermined.
"""

import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from mtqa.model import UNDETERMINED
from mtqa.text.languages import NAMES, primary

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

FEWEST_LETTERS = 50
"""The fewest letters from which langdetect is asked."""

_LETTERS_READ = 1000
_SEED = 0
_BY_SCRIPT = {
    "HANGUL": "ko", "HEBREW": "he", "GREEK": "el", "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my",
    "ARMENIAN": "hy", "GEORGIAN": "ka", "ETHIOPIC": "am", "TIBETAN": "bo", "GUJARATI": "gu", "GURMUKHI": "pa",
    "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si", "ORIYA": "or",
    "BENGALI": "bn", "THAANA": "dv",
}  # fmt: skip
_KANA_SHARE_OF_JAPANESE = 0.1


def detect(text: str) -> str:
    """The ISO 639-1 code of the language that most of `text` is in, `und` where that cannot be told.

    Reads the first 1,000 letters. The same text always gets the same answer.
    """
    sample = text[: 4 * _LETTERS_READ]
    scripts = Counter(map(_script, filter(str.isalpha, sample)))
    letters = scripts.total()
    if not letters:
        return UNDETERMINED
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if (kana + scripts["CJK"]) * 2 > letters:
        return "ja" if kana > _KANA_SHARE_OF_JAPANESE * (kana + scripts["CJK"]) else "zh"
    script, share = scripts.most_common(1)[0]
    if script in _BY_SCRIPT and share * 2 > letters:
        return _BY_SCRIPT[script]
    return _ask_langdetect(sample) if letters >= FEWEST_LETTERS else UNDETERMINED


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


def _ask_langdetect(sample: str) -> str:
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415 (loads 55 profiles)

    detector = _factory().create()
    detector.append(sample)
    try:
        code = primary(str(detector.detect()))
    except LangDetectException:
        return UNDETERMINED
    return code if code in NAMES else UNDETERMINED


@cache
def _factory() -> "DetectorFactory":
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory  # noqa: PLC0415

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(_SEED)
    return factory
