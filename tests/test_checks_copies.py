"""Copies of the source and of the reference."""

import pytest

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.copies import CHECK
from mtqa.model import LanguagePair


def rules(*segments, pair=("de", "en")):
    context = Context(language_pair=LanguagePair(*pair))
    checked = tuple(CheckedSegment(hypothesis, source, tuple(refs), context) for hypothesis, source, *refs in segments)
    return [(index, found.rule) for index, found in CHECK.open(context)(CheckedDocument(checked, context))]


GERMAN = "Der Bürgermeister hat die neue Schule eröffnet."
COPIES = {
    "word for word": (GERMAN, GERMAN, 1),
    "in other case and spacing": (GERMAN.upper() + " und mehr", f"{GERMAN}  und  mehr", 1),
    "translated": ("The mayor has opened the new school.", GERMAN, 0),
    "a name stays": ("Angela Merkel, CDU", "Angela Merkel, CDU", 0),
    "a score stays": ("3:2 (1:1)", "3:2 (1:1)", 0),
    "Chinese": ("市长宣布新学校开学", "市长宣布新学校开学", 1),
    "no source": (GERMAN, None, 0),
}


@pytest.mark.parametrize(("hypothesis", "source", "count"), COPIES.values(), ids=COPIES)
def test_a_copy_of_the_source(hypothesis, source, count):
    assert rules((hypothesis, source)) == [(0, "accuracy/untranslated/copy")] * count


def test_within_one_language_nothing_is_a_copy():
    assert rules((GERMAN, GERMAN), pair=("de", "de")) == []


SENTENCES = [
    f"The council of the {place} town voted for the new bridge on Monday." for place in ("old", "new", "small")
]


def test_a_document_that_is_its_reference_is_told_once():
    assert rules(*((text, None, text) for text in SENTENCES)) == [(0, "non-translation/reference-copy")]


@pytest.mark.parametrize(
    "segments",
    [
        [(text, None, text) for text in SENTENCES[:2]],
        [(text, None, text) for text in ("Yes.", "No comment.", "Thank you.", "Good night.")],
        [
            *((text, None, text) for text in SENTENCES),
            *((text, None, "Another text altogether") for text in SENTENCES * 2),
        ],
    ],
    ids=["too few", "short ones are alike by chance", "a minority"],
)
def test_likeness_by_chance_is_not_told(segments):
    assert rules(*segments) == []
