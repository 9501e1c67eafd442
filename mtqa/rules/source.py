"""Words that must stand in the source text: by language, as whole words, stems or regular expressions."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from mtqa.late import late
from mtqa.model import UNDETERMINED
from mtqa.rules.regexes import fault_of_regex

ANY_LANGUAGE: Final = "any"
_SPACED: Final = late(r"[^\W\d_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff]")


class SourceWordsError(ValueError):
    """A word that cannot be looked for."""


def check_source_words(words: Collection[str]) -> None:
    """Raises `SourceWordsError` for the first word that cannot be looked for."""
    for word in words:
        if "*" in word[:-1] and not _is_regex(word):
            raise SourceWordsError(f"{word!r}: a star stands at the end of a stem, as arrivat*")
        if _is_regex(word) and (fault := fault_of_regex(word[1:-1])):
            raise SourceWordsError(f"{word!r}: {fault}")


class SourceWords:
    """Words by language, ready to be looked for."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._words = words

    def __bool__(self) -> bool:
        return bool(self._words)

    def found(self, source: str | None, language: str | None) -> str | None:
        """What stands in the source of these words; of all languages where that of the source is not known."""
        if source is None or not self._words:
            return None
        match = _compiled(self._of(language)).search(source)
        return match[0] if match else None

    def _of(self, language: str | None) -> tuple[str, ...]:
        if language is None or language == UNDETERMINED:
            return tuple(word for words in self._words.values() for word in words)
        return self._words.get(language.partition("-")[0].lower(), ()) + self._words.get(ANY_LANGUAGE, ())


_NOTHING: Final = re.compile(r"(?!)")


@lru_cache(4096)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_expression, words)), re.IGNORECASE) if words else _NOTHING


def _is_regex(word: str) -> bool:
    return len(word) > 2 and word.startswith("/") and word.endswith("/")


def _expression(word: str) -> str:
    if _is_regex(word):
        return f"(?:{word[1:-1]})"
    stem = word.removesuffix("*")
    before = r"(?<!\w)" if _is_spaced(stem[:1]) else ""
    after = r"\w*" if word.endswith("*") else r"(?!\w)" if _is_spaced(stem[-1:]) else ""
    return before + r"\s".join(map(re.escape, stem.split())) + after


def _is_spaced(letter: str) -> bool:
    return letter.isalpha() if letter.isascii() else _SPACED.match(letter) is not None
