"""Repetition in a text of any language: units said again at once, runs of one character."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mtqa.late import late
from mtqa.text.words import may_be_unspaced

_WORD: Final = late(
    r"[\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
    r"|(?:[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u200c\u200d]|(?<=\w)['’](?=\w))+"
)
"""A word; in scripts written without spaces, a letter."""
_SPACED_WORD: Final = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u200c\u200d]|(?<=\w)['’](?=\w))+")
"""The same in a text without such scripts, and in less time."""
LONGEST_UNIT: Final = 40
"""The most words, or letters of scripts written without spaces, that a unit of repetition may have."""
_RUN: Final = re.compile(r"(\S)\1{5,}+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Loop:
    """Words `first` to `last` (both within it) that say `period` words `times` times, the last time whole."""

    first: int
    last: int
    period: int
    times: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words of the text, for comparing."""
    word = _WORD if may_be_unspaced(text) else _SPACED_WORD
    return tuple([Word(match[0].lower(), match.start(), match.end()) for match in word.finditer(text)])


def loops(words: Sequence[str]) -> Iterator[Loop]:
    """Where words repeat what stands right before them, in order; the shortest unit that explains the repetition."""
    taken = -1
    for loop in sorted(_all_loops(words), key=lambda each: (each.first, -each.last, each.period)):
        if loop.first > taken:
            yield loop
            taken = loop.last


def most_times(words: Sequence[str], least_period: int = 1) -> int:
    """How often the most repeated unit of so many words or more is said in a row; 1 where nothing is repeated."""
    return max((loop.times for loop in _all_loops(words) if loop.period >= least_period), default=1)


def character_runs(text: str) -> Iterator[tuple[int, int]]:
    """The ranges in which one character other than a space stands six times or more in a row."""
    for match in _RUN.finditer(text):
        yield match.span()


def distinct_share(words: Sequence[str], size: int = 3) -> float:
    """The share of n-grams of this size that are different from all before; 1 where there are none."""
    grams = [tuple(words[place : place + size]) for place in range(len(words) - size + 1)]
    return len(set(grams)) / len(grams) if grams else 1.0


def _all_loops(words: Sequence[str]) -> Iterator[Loop]:
    for period in _periods(words):
        place = 0
        while place + period < len(words):
            end = place
            while end + period < len(words) and words[end] == words[end + period]:
                end += 1
            times = (end - place) // period + 1
            if times > 1:
                yield Loop(place, place + times * period - 1, period, times)
            place = end + 1


def _periods(words: Sequence[str]) -> list[int]:
    """The distances at which a word comes again: no unit is repeated at another, but for contrived ones."""
    if len(set(words)) == len(words):
        return []
    seen: dict[str, int] = {}
    distances: dict[int, int] = {}
    for place, word in enumerate(words):
        distance = place - seen.get(word, -LONGEST_UNIT - 1)
        if distance <= LONGEST_UNIT:
            distances[distance] = distances.get(distance, 0) + 1
        seen[word] = place
    return sorted(distances)
