"""Two styles in one document."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.mixed_styles import CHECK
from mtqa.model import LanguagePair


def find(*texts, target="en", thresholds=None):
    context = Context(language_pair=LanguagePair("it", target), thresholds=thresholds or {})
    document = CheckedDocument(tuple(CheckedSegment(text, None, (), context) for text in texts), context)
    return list(CHECK.open(context)(document))


def told(*texts, **options):
    return [(index, found.rule.rpartition("/")[2], found.text) for index, found in find(*texts, **options)]


MIXED = {
    "colour": (["The colour of the theatre.", "A grey color."], [(1, "spelling-variety", "color")]),
    "the rarer": (["My favorite theatre was grey.", "The centre."], [(0, "spelling-variety", "favorite")]),
    "-ise": (["They realise it.", "They organize it."], [(1, "spelling-variety", "organize")]),
    "quotation marks": (['He said "yes".', "He said “no”."], [(1, "quotation-marks", "“")]),
    "guillemets": (["He said “yes”.", "“Or” she said.", "« No »"], [(2, "quotation-marks", "«")]),
    "dates": (["It was 3 May.", "On June 4 they left."], [(1, "dates", "June 4")]),
    "clock": (["At 3 p.m. it began.", "At 17:30 it ended."], [(1, "clock", "17:30")]),
    "percent": (["It rose 1.5%.", "It fell 3 per cent."], [(1, "percent", "3 per cent")]),
    "tense": (["He said so.", "She says no.", "They said so."], [(1, "tense", "says")]),
    "apostrophes": (["It isn't so.", "It isn’t."], [(1, "apostrophes", "’")]),
}


@pytest.mark.parametrize(("texts", "expected"), MIXED.values(), ids=MIXED)
def test_two_styles_in_one_document(texts, expected):
    assert told(*texts) == expected


CONSISTENT = {
    "British": ["The colour of the theatre.", "They organise a programme in the centre."],
    "Oxford": ["The colour of the theatre.", "They organize a programme in the centre."],
    "American": ["The color of the theater.", "They organize a program in the center."],
    "names": ["The colour of the theatre.", "They met at the Lincoln Center in Pearl Harbor."],
    "addresses": ["The colour of the theatre.", "See color.example.org and rock-color or @color."],
    "apostrophe in curly quotes": ["He said “yes”.", "They’re here."],
    "tense of a headline": ["Mayor says no", "He said so."],
    "tense of a quotation": ["He said so.", 'He said "She says no."'],
    "inches": ["He said “yes”.", 'A board of 5" and 6".'],
    "May": ["It was 3 May.", "They may 4 times, and in May 2010 too."],
    "clock": ["At 3 p.m. it began, at 4 p.m. it ended.", "They won 15:12 at home, in 13:59.2 minutes."],
    "percent": ["It rose 1.5%.", "It fell 30%."],
}


@pytest.mark.parametrize("texts", CONSISTENT.values(), ids=CONSISTENT)
def test_one_style_is_left_alone(texts):
    assert told(*texts) == []


def test_the_message_quotes_what_is_elsewhere():
    ((_, found),) = find("The colour and the theatre.", "A strange color.")
    assert found.message == '"color": American spelling here, British spelling elsewhere ("colour" in segment 1)'
    assert found.suggestions == ("colour",)
    assert found.confidence == "medium"


def test_one_word_against_one_is_a_hint():
    ((_, found),) = find("The colour.", "A strange color.")
    assert found.confidence == "low"


def test_a_word_is_told_once():
    assert told("The colour of the theatre.", "A color.", "A color.") == [(1, "spelling-variety", "color")]


def test_another_article_in_the_same_file_has_its_own_style():
    texts = ["The colour.", *["Nothing."] * 4, "The color."]
    assert told(*texts, thresholds={"mixed_styles.reach": 3}) == []
    assert len(told(*texts, thresholds={"mixed_styles.reach": 5})) == 1


def test_other_languages_have_quotation_marks_only():
    assert told("Er sagt „ja“ im center.", 'Er sagt "nein", colour 3 May, June 4.', target="de") == [
        (1, "quotation-marks", '"')
    ]


@given(st.lists(st.text(alphabet="’'\"“” 3%May5:color", max_size=30), max_size=5))
def test_spans_quote_the_text_and_one_segment_style_is_no_mix(texts):
    for index, found in find(*texts):
        assert texts[index][found.start : found.end] == found.text


@pytest.mark.parametrize("text", ["1,2" * 33_000, "color " * 16_000, '"' * 100_000, "3 May " * 16_000, "a" * 100_000])
def test_hostile_texts_are_read_in_linear_time(text):
    begin = time.process_time()
    find(text, text + "colour “")
    assert time.process_time() - begin < 2
