"""Where two texts differ by words: a hypothesis and its reference, or the hypotheses of two systems."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from mtqa.text.words import UNSPACED

_MOST_COMPARED: Final = 25_000_000
_MOST_WORDS: Final = 100_000
"""Pairs of words that are compared, and words; of longer texts what lies between a common beginning and a common end
is told as different."""


class DifferencePiece(NamedTuple):
    """A piece of a text, and whether it stands in this text only."""

    text: str
    only_here: bool


@dataclass(frozen=True, slots=True)
class WordDifferences:
    """Two texts in pieces, each as long as it is common or stands in one of them only; together the whole texts."""

    hypothesis: tuple[DifferencePiece, ...]
    reference: tuple[DifferencePiece, ...]


def word_differences(hypothesis: str, reference: str) -> WordDifferences:
    """The texts in pieces: as few words as may be stand in one of them only, but for islands among differences.

    A word is a run of letters, marks and digits (`don't`, `1,200.5`), in scripts written without spaces a letter; any
    other sign stands for itself. Differences of white space are none. With the texts exchanged so are the pieces.
    """
    if hypothesis == reference:
        return WordDifferences(_cut(hypothesis, ()), _cut(reference, ()))
    if reference < hypothesis:
        exchanged = word_differences(reference, hypothesis)
        return WordDifferences(exchanged.reference, exchanged.hypothesis)
    words, others = _words(hypothesis), _words(reference)
    blocks = tuple(_without_islands(_blocks(words, others), words))
    return WordDifferences(
        _cut(hypothesis, [words[block.start : block.end] for block in blocks if not block.common]),
        _cut(reference, [others[block.other_start : block.other_end] for block in blocks if not block.common]),
    )


_MARKS: Final = (0x300, 0x1E950)
"""The code points between which the combining marks of scripts lie."""

# -- words ------------------------------------------------------------------------------------------------------


class _Word(NamedTuple):
    text: str
    start: int
    end: int


_ASCII_WORD: Final = re.compile(r"\d+(?:[.,:]\d+)+|\w+(?:'\w+)*|[^\w\s]")


def _words(text: str) -> list[_Word]:
    pattern = _ASCII_WORD if text.isascii() else _any_word()
    return [_Word(match[0], match.start(), match.end()) for match in pattern.finditer(text)]


@cache
def _any_word() -> re.Pattern[str]:
    r"""What a word is in any script; `\w` lacks the marks that vowels and accents are written with."""
    marks = _marks()
    letter = rf"(?![{UNSPACED}])[\w{marks}]"
    word = rf"(?:{letter})+(?:['’\u05f3\u05f4](?:{letter})+)*"
    return re.compile(rf"\d+(?:[.,:]\d+)+|[{UNSPACED}][{marks}]*|{word}|[^\w\s]")


def _marks() -> str:
    """The combining marks of Unicode, as the inside of a character class."""
    codes = (code for code in range(*_MARKS) if unicodedata.category(chr(code))[0] == "M")
    runs = (tuple(code for _, code in run) for _, run in groupby(enumerate(codes), key=lambda each: each[1] - each[0]))
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


# -- blocks -----------------------------------------------------------------------------------------------------


class _Block(NamedTuple):
    """A range of words here, one of words there, and whether they are the same; else one of them may be empty."""

    common: bool
    start: int
    end: int
    other_start: int
    other_end: int

    @property
    def reworded(self) -> int:
        """How many words it has on the side that has more; none where words were only added or left out."""
        here, there = self.end - self.start, self.other_end - self.other_start
        return max(here, there) if here and there else 0

    def through(self, later: "_Block") -> "_Block":
        """What differs from here to the end of a later block."""
        return _Block(False, self.start, later.end, self.other_start, later.other_end)


def _blocks(words: Sequence[_Word], others: Sequence[_Word]) -> Iterator[_Block]:
    """Common and different ranges by turns, which are all the words."""
    if len(words) * len(others) > _MOST_COMPARED or len(words) + len(others) > _MOST_WORDS:
        yield from _ends([word.text for word in words], [word.text for word in others])
        return
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 (for those who ask for differences)

    numbers: dict[str, int] = {}
    different: _Block | None = None
    for step in LCSseq.opcodes(_numbered(words, numbers), _numbered(others, numbers)):
        block = _Block(step.tag == "equal", step.src_start, step.src_end, step.dest_start, step.dest_end)
        if not block.common:
            different = block if different is None else different.through(block)
            continue
        if different is not None:
            yield different
            different = None
        yield block
    if different is not None:
        yield different


def _numbered(words: Iterable[_Word], numbers: dict[str, int]) -> str:
    """The words as characters, the same for the same word: what is compared fastest."""
    return "".join(chr(numbers.setdefault(word.text, len(numbers))) for word in words)


def _ends(here: Sequence[str], there: Sequence[str]) -> Iterator[_Block]:
    """What two long texts have in common at their beginning and at their end, and all between as different."""
    shorter = min(len(here), len(there))
    same_first = (place for place in range(shorter) if here[place] != there[place])
    first = next(same_first, shorter)
    same_last = (place for place in range(shorter - first) if here[-1 - place] != there[-1 - place])
    last = next(same_last, shorter - first)
    end, other_end = len(here) - last, len(there) - last
    yield _Block(True, 0, first, 0, first)
    yield _Block(False, first, end, first, other_end)
    yield _Block(True, end, len(here), other_end, len(there))


def _without_islands(blocks: Iterable[_Block], words: Sequence[_Word]) -> Iterator[_Block]:
    """The blocks, those that differ made one where what they have in common between them says nothing.

    That is a sign alone, or words that are at most a quarter as many as those reworded before, and after.
    """
    found: list[_Block] = []
    for block in blocks:
        if not block.common and len(found) > 1 and _is_island(found[-2], found[-1], block, words):
            found[-2:] = [found[-2].through(block)]
        else:
            found.append(block)
    return iter(found)


def _is_island(before: _Block, common: _Block, after: _Block, words: Sequence[_Word]) -> bool:
    around = min(before.reworded, after.reworded)
    is_sign = common.reworded == 1 and not words[common.start].text[0].isalnum()
    return around > 0 and (is_sign or 4 * common.reworded <= around)


# -- pieces -----------------------------------------------------------------------------------------------------


def _cut(text: str, different: Iterable[Sequence[_Word]]) -> tuple[DifferencePiece, ...]:
    """The text in pieces by turns; the ranges of words stand in this text only."""
    found: list[DifferencePiece] = []
    done = 0
    for words in different:
        if words:
            start, end = words[0].start, words[-1].end
            found += [DifferencePiece(text[done:start], False), DifferencePiece(text[start:end], True)]
            done = end
    found.append(DifferencePiece(text[done:], False))
    return tuple(piece for piece in found if piece.text)
