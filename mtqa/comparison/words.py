"""How many words of each kind the systems have right: rare ones and frequent ones, names, numbers.

A word of a hypothesis is right where the reference of its segment has it too, each as often as there. What a word is
goes by its form: how often the references have it, whether they write it with a capital within a sentence, whether it
holds a digit. So both sides are sorted alike, and no corpus is needed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mtqa.comparison.values import Bucket, BucketKind
from mtqa.evaluation.texts import references_of
from mtqa.model import ScoredSegment
from mtqa.text.languages import primary
from mtqa.text.name_words import is_headline, words_of
from mtqa.text.words import UNSPACED

Integers = NDArray[np.int64]

F1: Final = "F1"
"""The score of a bucket of words: the harmonic mean of precision and recall."""

_FREQUENCIES: Final = ((1, 1), (2, 4), (5, 19), (20, 99), (100, None))
_WITHOUT_NAME_CAPITALS: Final = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""

Words = list[str]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of words: the bucket it fills, and which words are of it."""

    kind: BucketKind
    name: str
    holds: Callable[[str], bool]


def words_in(text: str) -> Words:
    """The words of a text in lower case; in scripts without spaces each letter."""
    return _word().findall(text.lower())


@cache
def _word() -> re.Pattern[str]:
    """A word: letters, digits and the marks on them; points, commas and apostrophes within, hyphens part it."""
    marks = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
    letter = rf"(?:[^\W_{UNSPACED}]|[{marks}])"
    return re.compile(rf"[{UNSPACED}]|{letter}(?:{letter}|[.,:'’](?={letter}))*")


def word_buckets(segments: Sequence[Sequence[ScoredSegment]], names: Sequence[str], language: str) -> Iterator[Bucket]:
    """The buckets of words, each with the F1 of every system; `segments` has a row per system."""
    first = segments[0]
    references = [next(iter(references_of(each.segment)), "") for each in first]
    expected = [words_in(text) for text in references]
    frequency = Counter(word for words in expected for word in words)
    kinds = tuple(_kinds(frequency, references, language))
    members = {word: np.array([kind.holds(word) for kind in kinds], np.int64) for word in frequency}
    for row in segments:
        for each in row:
            for word in words_in(each.segment.hypothesis):
                if word not in members:
                    members[word] = np.array([kind.holds(word) for kind in kinds], np.int64)
    sizes = _counted(frequency, members, len(kinds))
    found = [_sums(row, expected, members, len(kinds)) for row in segments]
    for place, kind in enumerate(kinds):
        if sizes[place]:
            scores = {name: _f1(sums[place], int(sizes[place])) for name, sums in zip(names, found, strict=True)}
            yield Bucket(kind=kind.kind, name=kind.name, unit="words", size=int(sizes[place]), scores={F1: scores})


def _sums(
    row: Sequence[ScoredSegment], expected: Sequence[Words], members: dict[str, Integers], kinds: int
) -> Integers:
    """By kind the words that are right and those of the hypotheses: shape (kinds, 2)."""
    right, there = Counter[str](), Counter[str]()
    for each, words in zip(row, expected, strict=True):
        if words:
            own = Counter(words_in(each.segment.hypothesis))
            there.update(own)
            right.update(own & Counter(words))
    return np.stack([_counted(right, members, kinds), _counted(there, members, kinds)], axis=1)


def _counted(counts: Counter[str], members: dict[str, Integers], kinds: int) -> Integers:
    total = np.zeros(kinds, np.int64)
    for word, count in counts.items():
        total += members[word] * count
    return total


def _f1(sums: Integers, expected: int) -> float:
    right, there = int(sums[0]), int(sums[1])
    return 200.0 * right / (there + expected)


def _kinds(frequency: Counter[str], references: Iterable[str], language: str) -> Iterator[_Kind]:
    """The kinds of words there may be; bucket by bucket, in the order in which they are shown."""
    for least, most in _FREQUENCIES:
        yield _Kind("frequency", _frequency_name(least, most), _between(frequency, least, most))
    if primary(language) not in _WITHOUT_NAME_CAPITALS:
        yield _Kind("words", "names", _names_in(references).__contains__)
    yield _Kind("words", "numbers", lambda word: any(map(str.isdecimal, word)))


def _frequency_name(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} times or more"
    return "once" if most == 1 else f"{least} to {most} times"


def _between(frequency: Counter[str], least: int, most: int | None) -> Callable[[str], bool]:
    return lambda word: least <= frequency[word] and (most is None or frequency[word] <= most)


def _names_in(references: Iterable[str]) -> frozenset[str]:
    """The words that the references write with a capital more often than not, where a capital tells something."""
    capital, small = Counter[str](), Counter[str]()
    for text in references:
        words = words_of(text)
        if is_headline(words):
            continue
        for word in words:
            if word.opens or word.caseless or len(word.text) < 2:
                continue
            (capital if word.capital else small)[word.lower] += 1
    return frozenset(word for word, count in capital.items() if count > small[word])
