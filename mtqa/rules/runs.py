"""Where a text does nothing but repeat itself: rules look at the beginning and the end of such a run, not at its midst.

A run of one word, or of a few words over and over, is one construction. What a pattern matches in its midst it has
matched near its beginning already, so an editor who reads the findings there needs no thousand more; and a line of
nothing but "that that that" costs no more than prose.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from mtqa.text.english.tokens import Token

_LONGEST_PERIOD: Final = 6
_MARGIN: Final = 40
"""So many tokens at either end of a run rules still look at: more than patterns and what they look around for reach."""
_SHORTEST_RUN: Final = 3 * _MARGIN

Runs = tuple[range, ...]
"""The midst of every run as a range of token indexes, in order and apart."""


def midst_of_runs(tokens: Sequence[Token]) -> Runs:
    """Where rules need not look; nearly always nothing."""
    if len(tokens) < _SHORTEST_RUN:
        return ()
    words = [token.text for token in tokens]
    found: list[range] = []
    for period in range(1, _LONGEST_PERIOD + 1):
        found += _runs(words, period)
    return tuple(_apart(sorted(found, key=lambda run: run.start)))


def outside(sentence: range, runs: Runs) -> list[range]:
    """The parts of a sentence that rules look at."""
    parts, start = [], sentence.start
    first = max(bisect_right(runs, start, key=lambda run: run.start) - 1, 0)
    for run in runs[first:]:
        if run.start >= sentence.stop:
            break
        if start < run.start:
            parts.append(range(start, run.start))
        start = max(start, run.stop)
    if start < sentence.stop:
        parts.append(range(start, sentence.stop))
    return parts


def _runs(words: Sequence[str], period: int) -> Iterator[range]:
    """The midst of every run in which each word is the one so many before it."""
    again = bytes(map(str.__eq__, words, words[period:]))
    long = b"\1" * _SHORTEST_RUN
    start = again.find(long)
    while start >= 0:
        stop = again.find(b"\0", start)
        stop = len(again) if stop < 0 else stop
        yield range(start + _MARGIN, stop + period - _MARGIN)
        start = again.find(long, stop)


def _apart(runs: Sequence[range]) -> Iterator[range]:
    """The runs, those joined that overlap."""
    joined: range | None = None
    for run in runs:
        if joined is None or run.start > joined.stop:
            if joined is not None:
                yield joined
            joined = run
        elif run.stop > joined.stop:
            joined = range(joined.start, run.stop)
    if joined is not None:
        yield joined
