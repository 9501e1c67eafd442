"""English sentences: where they end and where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.english.sentences import sentences
from mtqa.text.english.tokens import tokenize

# Each row: a text, its sentences parted by a bar.
CASES = [
    "He left.|She stayed.",
    "Who came?|Nobody!|They all left...|Then it rained.",
    "Mr. Rossi met Gen. Haddad at St. Mark's.|They talked.",
    "J. K. Marsh wrote it.|Nobody read it.",
    "The U.S. Senate voted.",
    "He lives in the U.S.|The others do not.",
    "It begins at 5 p.m. Friday.|It ends at 9 p.m.|That is late.",
    "They sold bread, milk, etc.|Then they closed.",
    "No. 10 was empty.|No.|Nobody came.",
    "He said e.g. Rome and Paris.",
    "“Why?” he asked.|“Because.”|She left.",
    '"Why?" he asked.|"Because."|She left.',
    "'It is over.'|She left.",
    "«It is over.»|She left.",
    "He came (she knew. He did not.) and left.|She stayed.",
    "He came.|(She knew.)|They left.",
    "1. Wash the rice.|2. Boil it.",
    "It rose by 3.5 percent.|1,200 people came.",
    "He left. and came back.",
    "The end.|– Nobody came.",
    "It ended :) Then nothing.",
    "A headline\n\n|The text begins.",
    "A line\nbroken in two.|Another.",
    "An ( open bracket.|It goes on.",
    "",
]


@pytest.mark.parametrize("row", CASES)
def test_sentences(row):
    text = row.replace("\n|", "\n").replace("|", " ")
    tokens = tokenize(text)
    found = [text[tokens[part.start].start : tokens[part.stop - 1].end] for part in sentences(tokens, text)]
    assert found == [part.strip() for part in row.split("|") if part]


PIECES = st.sampled_from(["He ", "he ", ". ", ".", "?", '"', "“", "”", "(", ")", "Mr. ", "U.S. ", "\n\n", "3 ", "… "])


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_sentences_cover_all_tokens_in_order(text):
    tokens = tokenize(text)
    parts = sentences(tokens, text)
    assert [index for part in parts for index in part] == list(range(len(tokens)))
    assert all(parts)


def test_a_bracket_that_never_closes_holds_nothing():
    text = "It began (" + "And so on. Then more. " * 200
    assert len(sentences(tokenize(text), text)) == 400
