"""Marks that end, quote and bracket, and inline codes, as functions over strings."""

import pytest
from checking import find
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks import casing, encoding, markup, punctuation, typography
from mtqa.text.inline import CodeKind, codes
from mtqa.text.marks import Ending, final_mark, quotations, unbalanced_brackets

ENDINGS = {
    "He left.": (Ending.STOP, "."),
    "He left?!": (Ending.QUESTION, "?!"),
    '"He left," she said.”': (Ending.STOP, "."),
    "He left...": (Ending.ELLIPSIS, "..."),
    "He left…": (Ending.ELLIPSIS, "…"),
    "He said:": (Ending.COLON, ":"),
    "他走了。」": (Ending.STOP, "。"),
    "वह गया।": (Ending.STOP, "।"),
    "هل ذهب؟": (Ending.QUESTION, "؟"),
    "He left": (Ending.NONE, ""),
    "He left (twice)": (Ending.NONE, ""),
    "He left,": (Ending.OTHER, ""),
    "": (Ending.NONE, ""),
}


@pytest.mark.parametrize(("text", "expected"), ENDINGS.items())
def test_how_a_text_ends(text, expected):
    mark = final_mark(text)
    assert (mark.ending, text[mark.start : mark.end]) == expected


def test_a_greek_semicolon_asks():
    assert final_mark("Έφυγε;", "el").ending is Ending.QUESTION
    assert final_mark("He left;", "en").ending is not Ending.QUESTION


QUOTED = {
    "«Sì», disse.": ["Sì"],
    "Er sagte „Ja“ und »Nein«.": ["Ja", "Nein"],
    '"One" and "two".': ["One", "two"],
    "「はい」と『本』": ["はい", "本"],
    "‘We are ready,’ he said.": ["We are ready,"],
    "It's the dogs' day.": [],
    'רא"ל כוכבי': [],
}


@pytest.mark.parametrize(("text", "inside"), QUOTED.items())
def test_what_is_quoted(text, inside):
    assert [quotation.inside for quotation in quotations(text)] == inside


@pytest.mark.parametrize(
    ("text", "places"),
    [("(a)", ()), ("(a", (0,)), ("one) b (", (3, 7)), ("([a)]", (0, 3)), ("1) a", ()), (":) (a)", ())],
)
def test_brackets_without_partner(text, places):
    assert unbalanced_brackets(text) == places


CODES = {
    '<a href="x">': (CodeKind.TAG, '<a href="x">'),
    "Go to https://example.org/a?b=c.": (CodeKind.ADDRESS, "https://example.org/a?b=c"),
    "Mail desk@news.example, please": (CodeKind.EMAIL, "desk@news.example"),
    "{0:N2}": (CodeKind.PLACEHOLDER, "{0:N2}"),
    "%(name)s": (CodeKind.PLACEHOLDER, "%(name)s"),
    "%1$s": (CodeKind.PLACEHOLDER, "%1$s"),
    "report.tar.gz": (CodeKind.FILE, "report.tar.gz"),
    "by @harbour_news": (CodeKind.HANDLE, "@harbour_news"),
    "a #harbour day": (CodeKind.HASHTAG, "#harbour"),
    "{n, plural, one {# file} other {# files}}": (
        CodeKind.MESSAGE,
        "{n, plural, one {# file} other {# files}}",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CODES.items())
def test_a_code_is_found(text, expected):
    assert [(code.kind, text[code.start : code.end]) for code in codes(text)] == [expected]


ANYTHING = st.text(st.sampled_from("aAéà 1的א.?!。:;,()«»“”„\"'<>{}%#@&|~\u200b\u200f\n"), max_size=40)


@pytest.mark.parametrize("check", [casing, encoding, markup, punctuation, typography])
@given(hypothesis=ANYTHING, source=ANYTHING, target=st.sampled_from(["en", "fr", "es", "zh", "ar", "und"]))
def test_any_two_texts_can_be_compared(check, hypothesis, source, target):
    for found in find(check.CHECK, hypothesis, source or None, pair=("it", target)):
        assert found.message
