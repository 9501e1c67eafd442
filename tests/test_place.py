"""Where a text stands: headlines, lists, quotations within and across segments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.place import place_of, places

HEADLINES = [
    ("Prices Rise Again in the Capital", False, True),
    ("Will the Prices Rise Again?", False, True),
    ("Prices rise again in capital", False, True),
    ("The prices rise again in the capital", False, False),
    ("The prices rise again in the capital", True, True),
    ("The prices rise again in the capital.", True, False),
    ("Prices rise again.", True, False),
    ("“We shall not leave,” says mayor", True, True),
    ("“We shall not leave.”", True, False),
    ("Yes", True, False),
    ("", True, False),
    ("President Angela Merkel was in Rome", False, False),
    ("Syria, the army in Deir", False, False),
    ("Prices rose, he said:", True, False),
]


@pytest.mark.parametrize(("text", "first", "headline"), HEADLINES)
def test_a_headline_has_no_stop_and_its_words_show_it(text, first, headline):
    assert place_of(text, first=first).headline is headline


LISTED = [
    ("- one of them", True),
    ("• one", True),
    ("1. one", True),
    ("(a) one", True),
    ("| one | two |", True),
    ("one\ttwo", True),
    ("one - two", False),
    ("1.5 million", False),
    ("A man came.", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "listed"), LISTED)
def test_an_item_of_a_list_or_table_begins_so(text, listed):
    assert place_of(text).listed is listed


# In each text the quoted parts stand between { and }, which are taken out.
QUOTED = [
    ['He said "{we go}".'],
    ["He said “{we go}”, and “{we stay}”."],
    ["He said «{we go}»."],
    ["He said „{we go}“ then."],
    ["He said '{we go}' then."],
    ["He said ‘{we don’t go}’ then."],
    ["The firms' plan isn't John's '90s idea."],
    ["The dogs' day."],
    ['A 6" pipe.'],
    ["Nothing."],
    ['"{We go.}', '{We stay}", he said.', "He left."],
    ["“{We go.}", "“{We stay.}", "{We sleep}”, he said."],
    ["“{We go}” he said, “{and", "stay}”."],
]


@pytest.mark.parametrize("texts", QUOTED, ids=" / ".join)
def test_quotations_are_followed_across_segments(texts):
    plain = [text.replace("{", "").replace("}", "") for text in texts]
    for text, bare, place in zip(texts, plain, places(plain), strict=True):
        marked = bare
        for start, end in reversed(place.quotations):
            marked = f"{marked[:start]}{{{marked[start:end]}}}{marked[end:]}"
        expected = text
        if text.count("{") > text.count("}"):
            expected = text + "}"
        if text.count("}") > text.count("{"):
            expected = "{" + text
        assert marked == expected


def test_a_mark_that_nothing_closes_reaches_no_other_segment():
    assert [place.quotations for place in places(['He "left.', "It was open.", "No mark."])] == [((4, 9),), (), ()]


def test_a_quotation_that_is_closed_too_late_is_none():
    far = ["“We go."] + ["He left."] * 20 + ["We stay”."]
    assert [place.quotations for place in places(far)][1:-1] == [()] * 20


@given(st.lists(st.text(st.sampled_from("ab .\"'“”‘’«»„("), max_size=12), max_size=6))
def test_quotations_lie_in_their_text_in_order(texts):
    for text, place in zip(texts, places(texts), strict=True):
        bounds = [bound for quotation in place.quotations for bound in quotation]
        assert bounds == sorted(bounds)
        assert all(0 <= bound <= len(text) for bound in bounds)
        for start, end in place.quotations:
            assert place.quotes(start, end)


@given(st.text(st.sampled_from("ab .\"'“”"), max_size=20))
def test_a_segment_alone_is_a_document_of_one(text):
    assert place_of(text, first=True) == places([text])[0]
