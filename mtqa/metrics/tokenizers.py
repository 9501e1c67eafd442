"""sacrebleu's tokenisers over whole batches: texts to integers, each distinct word tokenised once.

The expressions of `13a` look at one character beside a mark, and white space is to them a character that is
neither a digit nor a mark. So a word padded with spaces is tokenised alike wherever it stands, and the
tokens of a text are those of its words.
"""

import re
from array import array
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from itertools import chain
from typing import Protocol

import numpy as np

from mtqa.errors import InputError, MissingExtraError
from mtqa.metrics import TOKENIZERS
from mtqa.metrics.ngrams import Integers
from mtqa.text.languages import primary

_MOST_WORDS_KEPT = 1 << 18
_Division = Callable[[str], list[str]]
_BARE = "\n"  # marks the end of a word that is not padded; no word holds it

_EXTRAS = {"ja-mecab": "ja", "ko-mecab": "ko"}
_BY_LANGUAGE = {"zh": "zh", "ja": "ja-mecab", "ko": "ko-mecab"} | dict.fromkeys(("th", "lo", "km", "my", "bo"), "char")


class Tokenizer:
    """Texts to token numbers; equal tokens have equal numbers within one call of `number`.

    Keeps the tokens of words already seen, and forgets them all when they become too many, so memory is
    bounded however many texts pass through.
    """

    def __init__(self, name: str) -> None:
        """Raises `InputError` for an unknown name, `MissingExtraError` where its packages are missing."""
        self.name = name
        self.signature, self._words, self._split = (
            (name, *_BY_WORD[name]) if name in _BY_WORD else _by_text(_load(name))
        )
        self._forget()

    def number(self, texts: Sequence[str]) -> tuple[Integers, Integers]:
        """The token numbers of all texts, end to end, and the number of tokens of each text."""
        if len(self._known) > _MOST_WORDS_KEPT:
            self._forget()
        words = [self._words(text) for text in texts]
        known = np.fromiter(map(self._known.__getitem__, chain.from_iterable(words)), np.int64)
        counts = np.array(self._counts, np.int64)[known]
        ends = np.concatenate(([0], np.cumsum(counts)))
        offset = np.array(self._starts, np.int64)[known] - ends[:-1]
        tokens = np.array(self._tokens, np.int64)[np.repeat(offset, counts) + np.arange(ends[-1])]
        return tokens, np.diff(ends[np.cumsum([0, *map(len, words)])])

    def _forget(self) -> None:
        self._known = _Known(self._learn)
        self._vocabulary: dict[str, int] = {}
        self._starts, self._counts, self._tokens = array("q"), array("q"), array("q")

    def _learn(self, word: str) -> int:
        tokens = self._split(word)
        vocabulary = self._vocabulary
        self._starts.append(len(self._tokens))
        self._counts.append(len(tokens))
        self._tokens.extend([vocabulary.setdefault(token, len(vocabulary)) for token in tokens])
        return len(self._starts) - 1


class _Known(dict[str, int]):
    """The numbers of words; a new word is learnt."""

    def __init__(self, learn: Callable[[str], int]) -> None:
        self._learn = learn

    def __missing__(self, word: str) -> int:
        number = self[word] = self._learn(word)
        return number


class _Whole(Protocol):
    """A tokeniser of sacrebleu."""

    def signature(self) -> str: ...

    def __call__(self, line: str) -> str: ...


def default_tokenizer(target_language: str) -> str:
    """The tokeniser for a target language: sacrebleu's choice, or `char` where its MeCab is not installed.

    Languages written without spaces that sacrebleu does not provide for get `char` too.
    """
    name = _BY_LANGUAGE.get(primary(target_language), "13a")
    if name in _BY_WORD:
        return name
    try:
        _load(name)
    except MissingExtraError:
        return "char"
    return name


@cache
def _load(name: str) -> _Whole:
    if name not in TOKENIZERS:
        raise InputError(f"unknown tokenizer {name!r}; choose one of {', '.join(TOKENIZERS)}")
    module, kind = TOKENIZERS[name]
    try:
        whole: _Whole = getattr(import_module(f"sacrebleu.tokenizers.{module}"), kind)()
    except RuntimeError as error:  # what sacrebleu raises where MeCab is missing
        raise MissingExtraError(f"the tokenizer {name}", _EXTRAS[name]) from error
    return whole


def _by_text(whole: _Whole) -> tuple[str, _Division, _Division]:
    """A tokeniser of sacrebleu as it is: a text's words are its tokens."""
    return whole.signature(), lambda text: whole(text.rstrip()).split(), lambda token: [token]


def _words_of_13a(text: str) -> list[str]:
    if "\n" in text:  # a hyphen at the end stays, one before a mark that goes does not
        text = text.rstrip()
    if "<" in text:
        text = text.replace("<skipped>", "")
    if "\n" in text:
        text = text.replace("-\n", "").replace("\n", " ")
    if "&" in text:
        for entity, mark in _ENTITIES:
            text = text.replace(entity, mark)
    return text.split()


_ENTITIES = (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))


_MARKS = re.escape('{|}~[\\]^_`!"#$%&()*+:;<=>?@/')
_STEPS = (
    (re.compile(f"([{_MARKS}])"), r" \1 "),
    (re.compile(r"([^0-9])([.,])"), r"\1 \2 "),  # a stop or comma that no digit precedes
    (re.compile(r"([.,])([^0-9])"), r" \1 \2"),  # or that no digit follows
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)
"""The steps of NIST's mteval-v13a, one after the other; what is a match depends on what came before."""


def _tokens_of_padded(word: str) -> list[str]:
    if word.isalnum():  # most words are, and no step divides them
        return [word]
    left = "" if word.startswith(_BARE) else " "
    right = "" if word.endswith(_BARE) else " "
    text = f"{left}{word.strip(_BARE)}{right}"
    for expression, parted in _STEPS:
        text = expression.sub(parted, text)
    return text.split()


def _words_of_zh(text: str) -> list[str]:
    """Chinese characters one by one, and the words between them; `zh` does not pad the ends of the text."""
    spread = text.strip().translate(_spread())
    words = spread.split()
    if words and not spread[0].isspace():
        words[0] = _BARE + words[0]
    if words and not spread[-1].isspace():
        words[-1] += _BARE
    return words


@cache
def _spread() -> "_Spread":
    from sacrebleu.tokenizers.tokenizer_zh import TokenizerZh  # noqa: PLC0415

    return _Spread(TokenizerZh._is_chinese_char)


class _Spread(dict[int, str]):
    """A table for `str.translate` that puts spaces around the characters that sacrebleu takes for Chinese."""

    def __init__(self, is_chinese: Callable[[str], bool]) -> None:
        self._is_chinese = is_chinese

    def __missing__(self, code: int) -> str:
        character = chr(code)
        spread = self[code] = f" {character} " if self._is_chinese(character) else character
        return spread


_BY_WORD: dict[str, tuple[_Division, _Division]] = {
    "13a": (_words_of_13a, _tokens_of_padded),
    "zh": (_words_of_zh, _tokens_of_padded),
}
"""How a text becomes words, and a word tokens, for the tokenisers that need not see the whole text."""
