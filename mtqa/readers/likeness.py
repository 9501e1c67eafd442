"""How much a line of one side looks like a line of another, in the same language or not.

The measure is a log-likelihood ratio in nats: the evidence that two lines render the same sentence against
two lines picked at random. It adds up what two lines share (words by their first letters, so that cognates
and names meet across languages; numbers; question and exclamation marks; single characters where words are
not spaced), each by its rarity, as in naive Bayes, and how well their lengths fit, as in Gale and Church
(1993), "A Program for Aligning Sentences in Bilingual Corpora". How often true pairs share a word, and how
long one side is beside the other, is estimated from the lines themselves.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from math import log, sqrt
from statistics import fmean, median, pvariance

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[?!%:;()]")
_FIRST_LETTERS = 4
_FIRST_UNSPACED, _LAST_UNSPACED = "\u2e80", "\ufefe"
"""Chinese, Japanese and Korean script: compared by character."""

_QUOTED = 60

_SHARED_RANGE = (0.03, 0.8)
_SAMPLES, _FEWEST_TOKENS = 400, 4
_FIT = 0.3
"""The standard deviation of the logarithm of the length ratio of true pairs."""

_BOTH_BLANK, _ONE_BLANK = 3.0, -6.0
_PAIR_RANGE = (-6.0, 25.0)
_WORST_FIT = -4.0
"""Bounds on what one pair of lines can say: a bad translation or an empty one stays possible."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is known of a line to compare and quote it.

    Its number in the file, its text without the spaces around it, its tokens, the logarithm of its length.
    """

    number: int
    text: str
    tokens: frozenset[str]
    size: float

    @property
    def blank(self) -> bool:
        """Whether the line holds white space at most."""
        return not self.text

    @property
    def quote(self) -> str:
        """The line as messages quote it: shortened, without control characters."""
        shown = "".join(letter if letter.isprintable() else " " for letter in self.text[:_QUOTED])
        return f'"{shown}"' if len(self.text) <= _QUOTED else f'"{shown.rstrip()}..."'


def piece(number: int, text: str) -> Piece:
    """What is known of a line."""
    text = text.strip()
    return Piece(number, text, _tokens(text), log(len(text) + 1))


def joined(first: Piece, second: Piece) -> Piece:
    """Two lines as if they were one."""
    return piece(first.number, f"{first.text} {second.text}")


def _tokens(text: str) -> frozenset[str]:
    tokens: set[str] = set()
    for token in _TOKEN.findall(unicodedata.normalize("NFKC", text)):
        if _FIRST_UNSPACED <= token[0] <= _LAST_UNSPACED:
            tokens.update(token)
        else:
            tokens.add(token[:_FIRST_LETTERS].casefold() if token[0].isalpha() else token)
    return frozenset(tokens)


class Likeness:
    """The measure, fitted to two runs of lines that stand beside each other at one of some `offsets`."""

    def __init__(self, first: Sequence[Piece], second: Sequence[Piece], offsets: Sequence[int]) -> None:
        shared = _shared_share(first, second, offsets)
        lines = len(first) + len(second)
        frequency = Counter(token for line in (*first, *second) for token in line.tokens)
        self._missed = log(1 - shared) / 2
        self._rare = log((shared + (1 - shared) / lines) * lines) - log(1 - shared)
        self._gains = {
            token: log((shared + (1 - shared) * count / lines) * lines / count) - log(1 - shared)
            for token, count in frequency.items()
        }
        first_sizes, second_sizes = _sizes(first), _sizes(second)
        self._longer = fmean(second_sizes) - fmean(first_sizes)
        spread = max(pvariance(first_sizes) + pvariance(second_sizes), (1.3 * _FIT) ** 2)
        self._fit = log(sqrt(spread) / _FIT)
        self._misfit = (1 / _FIT**2 - 1 / spread) / 2

    def __call__(self, first: Piece, second: Piece) -> float:
        """The evidence that two lines belong together, within bounds; negative where it speaks against it."""
        if first.blank or second.blank:
            return _BOTH_BLANK if first.blank and second.blank else _ONE_BLANK
        return min(max(self.evidence(first, second), _PAIR_RANGE[0]), _PAIR_RANGE[1])

    def evidence(self, first: Piece, second: Piece) -> float:
        """The evidence that two lines with text belong together, without bounds."""
        evidence = (len(first.tokens) + len(second.tokens)) * self._missed
        for token in first.tokens & second.tokens:
            evidence += self._gains.get(token, self._rare)
        difference = first.size + self._longer - second.size
        return evidence + max(_WORST_FIT, self._fit - self._misfit * difference * difference)


def _shared_share(first: Sequence[Piece], second: Sequence[Piece], offsets: Sequence[int]) -> float:
    """The share of their tokens that true pairs have in common: the median of each line's best pair."""
    best = [
        max(
            2 * len(line.tokens & other.tokens) / (len(line.tokens) + len(other.tokens))
            for offset in offsets
            if 0 <= index + offset < len(second)
            for other in (second[index + offset],)
        )
        for index, line in islice(enumerate(first), 0, len(second), len(first) // _SAMPLES + 1)
        if len(line.tokens) >= _FEWEST_TOKENS
    ]
    lowest, highest = _SHARED_RANGE
    return min(max(median(best), lowest), highest) if best else lowest


def _sizes(lines: Sequence[Piece]) -> list[float]:
    return [line.size for line in lines if not line.blank] or [0.0]
