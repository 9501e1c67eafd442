"""Runs of repeated words: where they are, and that rules say of a long one what they say of a short one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.rules import Rules
from mtqa.rules.runs import midst_of_runs, outside
from mtqa.text.english.tokens import tokenize

PROSE = "The ferry to the island was late because of the storm, and nobody on the quay knew when it would leave. "


@pytest.fixture(scope="module")
def rules():
    return Rules.load()


@pytest.mark.parametrize("unit", ["that ", "of the ", "( ", "<b>", "one two three four five six "])
def test_the_midst_of_a_run_is_found(unit):
    tokens = tokenize(PROSE + unit * 300 + PROSE)
    (run,) = midst_of_runs(tokens)
    prose = len(tokenize(PROSE))
    assert prose + 30 < run.start < prose + 50
    assert prose + 30 < len(tokens) - run.stop < prose + 50


@pytest.mark.parametrize("text", ["", "that " * 100, PROSE * 20, "one two three four five six seven " * 60])
def test_short_runs_and_long_phrases_are_looked_at_whole(text):
    assert midst_of_runs(tokenize(text)) == ()


@given(st.lists(st.tuples(st.sampled_from(["a ", "b c ", ". ", "d e f "]), st.integers(1, 250)), max_size=4))
def test_runs_are_apart_and_of_words_that_repeat(parts):
    tokens = tokenize("".join(piece * times for piece, times in parts))
    runs = midst_of_runs(tokens)
    assert all(one.stop < other.start for one, other in pairwise(runs))
    for run in runs:
        words = [token.text for token in tokens[run.start : run.stop]]
        assert len(set(words)) <= sum(len(piece.split()) for piece, _ in parts)


@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=2, unique=True).map(sorted),
    st.sets(st.integers(0, 60), max_size=6).map(sorted),
)
def test_what_is_outside_runs_is_the_rest_of_the_sentence(sentence, bounds):
    runs = tuple(range(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False))
    parts = outside(range(*sentence), runs)
    hidden = {index for run in runs for index in run}
    assert [index for part in parts for index in part] == [each for each in range(*sentence) if each not in hidden]


@pytest.mark.parametrize("unit", ["that ", "the ", "if ", "she ", "of the ", "is ", "&amp; "])
def test_a_long_run_is_told_of_by_the_same_rules_as_a_short_one(rules, unit):
    short, long = ({each.rule for each in rules.find_each(PROSE + unit * times + PROSE)} for times in (110, 2000))
    assert short
    assert long == short


def test_what_stands_after_a_run_is_still_found(rules):
    text = f"{PROSE}{'that ' * 2000}ship. The police said said nothing about it."
    found = [each for each in rules.find(text) if each.start > len(text) - 45]
    assert [each.text for each in found] == ["said said"]
