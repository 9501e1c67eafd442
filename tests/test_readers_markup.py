"""White space, languages and names in marked-up formats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.readers.markup import UniqueNames, fold, language_of, pair_of, unless_blank


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" a  b\t", " a  b\t"),
        ("\n   a b\n  ", "a b"),
        ("a\n   b", "a b"),
        ("a \n\n\t b \n c", "a b c"),
        (" a\nb ", " a b "),
        ("\n", ""),
        ("a\u2028\n\u00a0b", "a\u2028 \u00a0b"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


@given(st.text(" ab\t\n\u00a0"))
def test_folding_leaves_one_line_and_all_that_is_not_white_space(text):
    folded = fold(text)
    assert "\n" not in folded
    assert folded.split() == text.split()
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("pt_BR", "pt-BR"), ("EN-us", "en-US"), ("ger", "de"), (" it ", "it")]
    + [(tag, None) for tag in (None, "", "und", "English", "*all*", "x-none")],
)
def test_languages(tag, language):
    assert language_of(tag) == language


def test_pairs():
    assert pair_of("it", "en") == LanguagePair("it", "en")
    assert pair_of(None, "en") == LanguagePair("und", "en")
    assert pair_of("it", None) == LanguagePair("it", "und")
    assert pair_of(None, None) is None


@pytest.mark.parametrize(
    ("texts", "is_blank"),
    [
        (("", None, ()), True),
        ((" ", "", (None, "\t")), True),
        (("", "x", ()), False),
        (("", "", (None, "x")), False),
        (("x", None, ()), False),
    ],
)
def test_a_segment_blank_on_every_side_is_left_out(texts, is_blank):
    hypothesis, source, references = texts
    header = DocumentHeader(document="d", path="p.xml", system="A")
    segment = Segment(header=header, segment="7", hypothesis=hypothesis, source=source, references=references, line=9)
    left_out = LeftOut(document="d", system="A", segment="7", reason="blank on every side", path="p.xml", line=9)
    assert unless_blank(segment) == (left_out if is_blank else segment)


@given(st.lists(st.sampled_from(["a", "b", "a#2", "a#3", "a#2#2"])))
def test_names_never_repeat_and_the_first_of_a_kind_stays(wanted):
    names = UniqueNames()
    given_names = [names.unique(name) for name in wanted]
    assert len(set(given_names)) == len(given_names)
    assert all(given.startswith(name) for given, name in zip(given_names, wanted, strict=True))
    assert given_names[:1] == wanted[:1]


def test_the_second_of_a_name_is_numbered():
    names = UniqueNames()
    assert [names.unique(name) for name in ("a", "b", "a", "a")] == ["a", "b", "a#2", "a#3"]
