"""Pronouns of the wrong gender."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.pronouns import CHECK
from mtqa.model import DocumentHeader, LanguagePair, Segment
from mtqa.text.gender import LANGUAGES, gendered_words


def findings(hypothesis, source=None, reference=None, pair=("it", "en")):
    context = Context(language_pair=LanguagePair(*pair))
    segment = CheckedSegment(hypothesis, source, (reference,) if reference else (), context)
    return [found for _, found in CHECK.open(context)(CheckedDocument((segment,), context))]


def told(*texts, **options):
    return [(found.text, found.confidence) for found in findings(*texts, **options)]


CASES = {
    "source alone": ("She went home with her dog.", "Lui è tornato a casa.", None, [("She", "medium")]),
    "the source tells both": ("She went home.", "Lui è tornato a casa con la moglie.", None, []),
    "the hypothesis has both": ("He went home with her dog.", "Lui è tornato a casa.", None, []),
    "the source tells nothing": ("She went home.", "È rientrata tardi.", None, []),
    "reference": ("She went home.", "È rientrato tardi.", "He went home.", [("She", "high")]),
    "the reference agrees": ("She went home.", "È rientrata tardi.", "She came back.", []),
    "the reference tells both": ("She saw her.", "L'ha vista.", "He saw her.", []),
    "the source excuses": ("She went home.", "Lei è rientrata.", "He went home.", []),
    "one of two": ("He left with her hat.", "È uscito.", "He left with his hat.", [("her", "high")]),
}


@pytest.mark.parametrize(("hypothesis", "source", "reference", "expected"), CASES.values(), ids=CASES)
def test_italian_to_english(hypothesis, source, reference, expected):
    assert told(hypothesis, source, reference) == expected


def test_russian_past_tense_tells_the_gender_too():
    assert told("He will come.", "Она придёт.", pair=("ru", "en")) == [("He", "medium")]
    assert told("He said so.", "Так он сказал, но она лучше.", pair=("ru", "en")) == []


def test_spans_quote_both_sides():
    source, hypothesis = "Ieri lui è partito.", "Yesterday she left."
    (found,) = findings(hypothesis, source)
    assert hypothesis[found.start : found.end] == found.text == "she"
    assert found.counterpart and source[found.counterpart.start : found.counterpart.end] == "lui"


def test_what_is_not_known_is_said():
    segment = Segment(header=DocumentHeader(document="", path=""), segment="1", hypothesis="a", source="b")
    assert CHECK.skips(Context(language_pair=LanguagePair("it", "de"), sample=(segment,)))
    assert CHECK.skips(Context(language_pair=LanguagePair("eu", "en"), sample=(segment,))) == (
        "no pronouns known for Basque"
    )
    assert CHECK.skips(Context(language_pair=LanguagePair("it", "en"), sample=(segment,))) is None


@given(st.text(alphabet=st.sampled_from("he she his r,.")))
def test_a_text_beside_itself_has_no_finding(text):
    assert findings(text, text or None, pair=("en", "en")) == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_hostile_text_takes_linear_time(language):
    gendered_words("she", language)
    begin = time.process_time()
    gendered_words("she's " * 17_000, language)
    gendered_words("с" * 100_000, language)
    assert time.process_time() - begin < 2
