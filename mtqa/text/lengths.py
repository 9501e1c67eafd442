"""How long a translation is likely to be: characters of one language for those of another.

The model is that of Gale and Church (1993): the logarithm of the ratio of two texts that say the same is spread about
a mean that depends on the languages, the less the longer the texts are. Lengths are told in English characters.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from statistics import median
from typing import Final

from mtqa.late import late

CHARACTERS: Final = {
    # Measured on human translations of news and other prose into or out of English (benchmarks/omission.py lengths).
    "cs": 0.91, "de": 1.07, "es": 1.17, "et": 0.89, "fr": 1.12, "he": 0.67, "hi": 1.00, "it": 1.14, "ja": 0.36,
    "pl": 1.05, "ro": 1.02, "ru": 0.97, "uk": 0.93, "zh": 0.32,
    # Counted in the Universal Declaration of Human Rights, as translated into each language, beside the English text.
    "af": 0.97, "ar": 0.75, "az": 1.02, "be": 1.06, "bg": 1.06, "bn": 0.92, "bs": 0.92, "ca": 1.05, "cy": 0.95,
    "da": 1.01, "el": 1.16, "en": 1.00, "eo": 0.93, "eu": 1.04, "fa": 0.86, "fi": 1.02, "ga": 1.09, "gl": 1.05,
    "gu": 0.92, "hr": 0.93, "hu": 1.12, "hy": 1.04, "id": 1.15, "is": 0.96, "ka": 1.08, "kk": 1.04, "kn": 0.98,
    "ko": 0.44, "lt": 1.02, "lv": 0.99, "mk": 1.01, "ml": 0.97, "mn": 1.00, "mr": 1.06, "mt": 1.05, "nb": 0.96,
    "ne": 0.87, "nl": 1.16, "nn": 0.94, "no": 0.96, "pa": 0.99, "pt": 1.06, "si": 0.98, "sk": 0.95, "sl": 0.98,
    "sq": 1.05, "sr": 0.91, "sv": 1.00, "sw": 0.94, "ta": 1.20, "te": 1.03, "th": 0.88, "tl": 1.14, "tr": 0.98,
    "ur": 0.91, "uz": 1.12,
}  # fmt: skip
"""Characters that say as much as one English character, by primary language code."""

_UNKNOWN: Final = 1.0
_UNKNOWN_DENSE: Final = 0.35
_DENSE: Final = late("[\u3000-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
"""Han, kana, Hangul, Yi and their marks: a letter says as much as a syllable or a word elsewhere."""

_DENSE_LANGUAGE: Final = 0.5
"""Languages with fewer characters than this for an English one are written in a dense script."""

_FREEDOM: Final = 1.3
_LEAST_SPREAD: Final = 0.08
_UNRELATED: Final = 1.3
"""How much wider the ratio is spread where one of two languages is written in a dense script."""

FEWEST_TO_LEARN: Final = 200
_SHORTEST_TO_LEARN: Final = 20
_FURTHEST_LEARNT: Final = 0.4
"""How far the mean of a batch may lie from what is known of its languages: a batch of half-translations is no norm."""
_QUARTILE: Final = 0.6745
_LEAST_FREEDOM, _MOST_FREEDOM = 0.8, 2.0
_STEP_OF_MEAN, _STEP_OF_FREEDOM = 0.02, 0.05
"""What is learnt is told no finer than a batch can tell it: a few other segments rarely teach anything else."""


@dataclass(frozen=True, slots=True)
class LengthModel:
    """How long translations from one language into another are.

    `source` and `target` are characters that say as much as one English character; `freedom` is by how much the
    ratio of pairs is spread, relative to that of kindred languages; `learnt` whether a batch has taught it.
    """

    source: float
    target: float
    freedom: float = 1.0
    learnt: bool = False

    def of_source(self, text: str) -> float:
        """The length of a source in English characters, at least 1."""
        return _length(text, self.source)

    def of_target(self, text: str) -> float:
        """The length of a translation in English characters, at least 1."""
        return _length(text, self.target)

    def deviation(self, source: float, target: float) -> float:
        """By how many standard deviations a translation is too long, negative if too short.

        Both are lengths in English characters, as `of_source` and `of_target` give them.
        """
        spread = sqrt(_LEAST_SPREAD**2 + _FREEDOM**2 / ((source + target) / 2))
        return log(target / source) / (self.freedom * spread)

    def taught(self, pairs: Iterable[tuple[str, str]]) -> "LengthModel":
        """The model that a batch of sources and translations teaches, itself where they are too few."""
        lengths = [(self.of_source(source), self.of_target(target)) for source, target in pairs]
        long = [(source, target) for source, target in lengths if source >= _SHORTEST_TO_LEARN]
        if len(long) < FEWEST_TO_LEARN:
            return self
        shift = median(log(target / source) for source, target in long)
        spread = median(abs(self.deviation(source * exp(shift), target)) for source, target in long) / _QUARTILE
        shift = _rounded(max(-_FURTHEST_LEARNT, min(_FURTHEST_LEARNT, shift)), _STEP_OF_MEAN)
        freedom = self.freedom * _rounded(max(_LEAST_FREEDOM, min(_MOST_FREEDOM, spread)), _STEP_OF_FREEDOM)
        return replace(self, source=self.source / exp(shift), freedom=freedom, learnt=True)


def _rounded(value: float, step: float) -> float:
    return round(value / step) * step


def length_model(source: str | None, target: str | None, source_text: str = "", target_text: str = "") -> LengthModel:
    """The built-in model of a pair of primary codes; what the texts are written in stands for unknown languages."""
    before, after = _characters(source, source_text), _characters(target, target_text)
    unrelated = min(before, after) < _DENSE_LANGUAGE <= max(before, after)
    return LengthModel(before, after, _UNRELATED if unrelated else 1.0)


def _characters(language: str | None, text: str) -> float:
    if language in CHARACTERS:
        return CHARACTERS[language]
    sample = text[:1000]
    dense = len(sample) - len(_DENSE.sub("", sample))
    return _UNKNOWN_DENSE if 2 * dense > len(sample) else _UNKNOWN


def _length(text: str, characters: float) -> float:
    """Within a text of a dense script, letters and digits of other scripts count as they do in English."""
    stripped = text.strip()
    if characters >= _DENSE_LANGUAGE:
        return max(1.0, len(stripped) / characters)
    foreign = len(_DENSE.sub("", stripped))
    return max(1.0, foreign + (len(stripped) - foreign) / characters)
