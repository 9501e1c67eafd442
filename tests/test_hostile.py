"""Text of nothing but one piece: checks and rules take no more than linear time over it, whatever stands beside it."""

import time

import pytest

from mtqa.checks import Context
from mtqa.evaluation.checking import ALL_CHECKS, Checking
from mtqa.model import DocumentHeader, LanguagePair, Segment
from mtqa.text.place import place_of

LENGTH = 12_000
SHORTEST_TIMED = 0.02
"""Seconds of processor time below which a measurement says nothing."""
STEPS = 4
MOST_GROWTH = 1.6 * STEPS
"""A text this many times as long may take so many times as long; quadratic work takes the square of it."""

SAME = (
    "that ", "the ", "a ", "of the ", "(", ")", '"', "'", "!", "1 ", "1,", "1:", "<", "<b>", ",", ". ", "А ", "x",
    "Mr. ", "7", "北", "Paris ", "not ", "don't ", "{0} ", "&amp;", "“a ", "\u200b", "www.", "she ", "a@", "%s ",
)  # fmt: skip
DIFFERENT = (
    ("Paris ", "Лондон "), ("1 ", "2 "), ("1,5 ", "16 "), ("<b>", "<i>"), ("not ", "да "), ("(", ")"), ("{0} ", "{1}"),
    ("three men. ", "пять. "), ("5 km ", "9 миль "), ("это ", "это «"), ("“a ", "«а "), ("a b c a ", "а б "),
)  # fmt: skip


@pytest.fixture(scope="module")
def checking():
    header = DocumentHeader(document="", path="")
    sample = (Segment(header=header, segment="1", hypothesis="a", source="а", references=("a",)),)
    return Checking(ALL_CHECKS, Context(language_pair=LanguagePair("ru", "en"), sample=sample))


def seconds(checking, hypothesis, other, length):
    """The least processor time of a few runs over texts of this length."""
    text, witness = ((piece * length)[:length] for piece in (hypothesis, other))
    place = place_of(text)
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        checking.find([text], [witness], [(witness,)], [place])
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize(("hypothesis", "other"), [*((piece, piece) for piece in SAME), *DIFFERENT])
def test_time_is_linear(checking, hypothesis, other):
    short = max(seconds(checking, hypothesis, other, LENGTH // STEPS), SHORTEST_TIMED)
    long = seconds(checking, hypothesis, other, LENGTH)
    if long > MOST_GROWTH * short:  # a busy machine may have slowed one of the two
        short = max(seconds(checking, hypothesis, other, LENGTH // STEPS), SHORTEST_TIMED)
        long = min(long, seconds(checking, hypothesis, other, LENGTH))
    assert long <= MOST_GROWTH * short
