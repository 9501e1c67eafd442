import re
import sys

import pytest

from mtqa.late import late
from mtqa.text import repetition, scripts, words


def test_a_late_expression_is_used_like_any():
    expression = late(r"(?P<word>[a-z]+)", re.IGNORECASE)
    assert expression.search("7 Days")["word"] == "Days"
    assert [match[0] for match in expression.finditer("a 1 B")] == ["a", "B"]
    assert expression.sub("-", "a b") == "- -"
    assert expression.pattern == r"(?P<word>[a-z]+)"
    assert dict(expression.groupindex) == {"word": 1}


def test_nothing_is_compiled_before_it_is_asked_for():
    expression = late("(")
    with pytest.raises(re.error):
        expression.search("a")


EVERY_CHARACTER = [chr(code) for code in range(sys.maxunicode + 1)]


def test_what_is_asked_first_leaves_no_letter_out():
    unspaced = re.compile(f"[{words.UNSPACED}]")
    others = re.compile(f"[{''.join(own for script, own in scripts._RANGES.items() if script != 'Latin')}]")
    for character in EVERY_CHARACTER:
        if unspaced.match(character):
            assert words.may_be_unspaced(character)
        if others.match(character):
            assert scripts._BEYOND_LATIN.match(character)
        if not words.may_be_unspaced(character):
            assert bool(repetition._WORD.match(character)) == bool(repetition._SPACED_WORD.match(character))
