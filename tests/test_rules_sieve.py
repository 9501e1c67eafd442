"""The sieve: what a regular expression needs stands in every text that it matches in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.rules.loader import read_built_in
from mtqa.rules.sieve import Sieve, needed_texts, needs, stutters, texts_of

NEEDED = [
    (r"(?P<a>«)(?:x|y)?", ["«"]),
    (r"(?P<a>«)(?:x|y)!", ["!", "«", "xy", "«x «y", "x! y!"]),
    (r"(?:a!|b\?)(?=;)", ["a b", "a! b?", "!?", ";", "!; ?;"]),
    (r"(?i:ab|c)", ["aAcC", "bBcC", "ab aB Ab AB c C"]),
    (r"[^a]\w(?i:z)", ["zZ"]),
    (r"(?i)z", ["zZ"]),
    (r"(?<=,)[.;]{2,3}", [",", ".;", ",. ,;", ".. .; ;. ;;"]),
    (r"a(?<=a)b", ["a", "b", "ab"]),
    (r"a{0,1}b{1,2}c?d", ["b", "d"]),
]


@pytest.mark.parametrize(("expression", "sets"), NEEDED)
def test_texts_that_a_regular_expression_needs(expression, sets):
    expected = {frozenset(one.split() if " " in one or one == "ab" else one) for one in sets}
    assert set(needed_texts(expression)) == expected


PIECES = "a [bc] d? (?:a|b!) (?:a|b) (c){1,2} (?:bd){1,2} [^a] (?=d) (?<=b) \\s \\b (?:a|) \\d".split()


@given(st.lists(st.sampled_from(PIECES), min_size=1).map("".join), st.text(st.sampled_from("abcd! 1٣"), max_size=8))
def test_what_a_regular_expression_needs_is_around_every_match(expression, text):
    if re.search(expression, text):
        assert all(not needed.isdisjoint(texts_of(text)) for needed in needed_texts(expression))


@given(st.lists(st.sampled_from(PIECES), min_size=1).map("".join), st.text(st.sampled_from("abcd! 1٣"), max_size=8))
def test_a_text_passes_the_sieve_of_every_expression_that_matches_in_it(expression, text):
    sieve = Sieve([needs("zebra"), needs(expression)])
    passed = sieve.passed_by(text)
    assert 0 not in passed
    assert 1 in passed or not re.search(expression, text)
    assert sieve.passed_by(text) == passed


@pytest.mark.parametrize("letter", "aiksß1!")
def test_where_case_is_ignored_every_letter_that_counts_as_the_same_is_known(letter):
    needed = (*needed_texts(f"(?i){letter}"), *needed_texts(f"(?i:{letter})"))
    same = [sign for sign in map(chr, range(0x11000)) if re.fullmatch(letter, sign, re.IGNORECASE)]
    assert letter in same
    assert all(not texts.isdisjoint(texts_of(sign)) for sign in same for texts in needed)


# Expression, whether it asks for words that stand twice, whether it matches at the beginning only.
KINDS = [
    (r"(?<![\w’])(?P<word>[a-z]{2,30}+) (?P=word)(?![\w’])", True, False),
    (r"(?<![\w’])(?P<two>\w{2,9}+ [a-z]{2,9}+),? (?P=two)(?![\w’])", True, False),
    (r"(?<![\w’])(?P<unit>(?!a)\w{1,9}+)(?:[,;]? (?P=unit)){2,60}+(?![\w’])", True, False),
    (r"(?P<word>[a-z]{2,30}+) (?P=word)", False, False),
    (r"(?<![\w’])(?P<word>[a-z]{2,30}+)(?P=word)(?![\w’])", False, False),
    (r"(?<![\w’])(?P<word>[a-z]{2,30}+) and (?P=word)(?![\w’])", False, False),
    (r"(?<![\w’])(?P<word>-[a-z]{2,30}+) (?P=word)(?![\w’])", False, False),
    (r"(?<![\w’])(?P<word>[a-z]{2,30}+)(?: (?P=word)){0,2}(?![\w’])", False, False),
    (r"^Home|News", False, False),
    (r"(?m)^Home", False, False),
    (r"^(?:Home|News)", False, True),
]


@pytest.mark.parametrize(("expression", "stutter", "anchored"), KINDS)
def test_the_kind_of_an_expression(expression, stutter, anchored):
    found = needs(expression)
    assert (found.stutter, found.anchored) == (stutter, anchored)


OPENINGS = [
    ("^Home", {"hom"}),
    (r"^\s{0,9}(?i:go|back) to", {"go ", "bac"}),
    (r"^(?P<a>a|b)c?d", {"acd", "ad", "bcd", "bd"}),
    (r"^[ab]{1,2}c", {"a", "b"}),
    (r"^a(?:b[^c]|d)e", {"ab", "ade"}),
    (r"^\d a", {f"{digit} a" for digit in range(10)}),
    (r"^a?", set()),
    (r"^ a", set()),
    (r"^[^a]b", set()),
    (r"b", set()),
]


@pytest.mark.parametrize(("expression", "expected"), OPENINGS)
def test_how_a_match_can_begin(expression, expected):
    assert needs(expression).openings == expected


@given(
    st.lists(st.sampled_from([*PIECES, "(?i:a)", "k"]), min_size=1).map("".join),
    st.text(st.sampled_from("abcdAK! 1٣K"), max_size=8),
)
def test_the_sieve_lets_pass_what_begins_as_it_should(expression, text):
    assert not re.search(f"^{expression}", text) or Sieve([needs(f"^{expression}")]).passed_by(text)


STUTTERING = sorted(
    alternative.regex
    for rule in read_built_in().rules
    for alternative in rule.alternatives
    if alternative.regex and needs(alternative.regex).stutter
)
WORDS = st.sampled_from("the new school man’s half-time it’s a b ab 12 Mr".split())
MARKS = st.sampled_from([" ", " ", " ", ", ", ". ", "; ", "-", "’", "  ", " (", '" '])


@given(st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=5), st.integers(2, 5), st.lists(WORDS, max_size=2))
def test_where_an_expression_for_repeated_words_matches_words_stand_twice(pieces, times, after):
    text = "".join(map("".join, pieces)) * times + " ".join(after)
    assert stutters(text) or not any(re.search(expression, text) for expression in STUTTERING)


def test_there_are_rules_for_repeated_words():
    assert len(STUTTERING) >= 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the the", True),
        ("of the man, of the man", True),
        ("the man and the dog", False),
        ("a, a", True),
        ("", False),
        ("go", False),
    ],
)
def test_words_that_stand_twice(text, expected):
    assert stutters(text) is expected
