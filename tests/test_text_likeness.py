"""What two texts have in common."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.likeness import longest_common_part

TEXTS = st.text(alphabet="abc ", max_size=30)


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("", "", ""),
        ("abc", "", ""),
        ("una maxi offensiva", "la maxi offensiva", "a maxi offensiva"),
        ("xay", "zaw", "a"),
    ],
)
def test_the_longest_common_part(one, other, common):
    assert longest_common_part(one, other) == common


@given(TEXTS, TEXTS)
def test_it_is_as_long_as_difflib_finds(one, other):
    expected = SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
    common = longest_common_part(one, other)
    assert len(common) == expected
    assert common in one
    assert common in other
