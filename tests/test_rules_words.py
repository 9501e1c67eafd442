import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.rules.grammar import Test as Question
from mtqa.rules.grammar import parse, walk
from mtqa.rules.words import WordClasses, any_of
from mtqa.text.english.tokens import tokenize

EXPRESSIONS = (
    r"(19|20)\d\d", r"[a-z]-\w{1,20}", r"\w{1,9}s", r"(?i:lord|lady)", r"(a)\1", r"(?P<x>b)(?P=x)", r"(?i)sir",
)  # fmt: skip


@given(st.lists(st.sampled_from(EXPRESSIONS), max_size=4), st.text("19-abslordSIR\n", max_size=5))
def test_any_of_some_expressions_matches_what_one_of_them_does(expressions, text):
    if any(re.fullmatch(expression, text) for expression in expressions):
        assert re.fullmatch(any_of(expressions), text)


def test_expressions_that_stand_alone_are_asked_together():
    assert re.fullmatch(any_of(EXPRESSIONS[:4]), "ab") is None


@pytest.mark.parametrize("seen", [(), ("houses",), ("houses", "Houses", "1999", "ran")])
def test_tests_numbered_later_hold_for_words_seen_before(seen):
    classes = WordClasses({})
    for word in seen:
        classes.of(tokenize(word)[0])
    (early,) = (part for part in walk(parse("house*&NNS")) if isinstance(part, Question))
    number = classes.number(early)
    for word in seen:
        classes.of(tokenize(word)[0])
    (late,) = (part for part in walk(parse("/hous.s/")) if isinstance(part, Question))
    other = classes.number(late)
    assert {number, other} <= classes.of(tokenize("houses")[0])
    assert classes.of(tokenize("ran")[0]).isdisjoint({number, other})
