"""Regular expressions of rules: what would take long is refused, and refusing does not take long itself."""

import pytest

from mtqa.rules.regexes import fault_of_regex


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        (r"(?:a?b)+c", "say how often at most"),
        (r"(?:a|b)*c", "say how often at most"),
        (r"(?:ab|a){1,150}c", "too many ways"),
        (r"(?:(?:a?){1,40}){1,40}c", "too many ways"),
        (r"a{1,900}", "repetitions go up to"),
        (r"a?", "matches where there is nothing"),
        (r"(a", "is no regular expression"),
    ],
)
def test_what_could_take_long_is_refused(expression, fault):
    assert fault in fault_of_regex(expression)


@pytest.mark.parametrize("expression", [r"\ba{1,40}b", r"(?:a|b){1,9}+c", r"colou?r", r"[a-z]{1,40}+ly\b"])
def test_what_is_bounded_is_taken(expression):
    assert fault_of_regex(expression) is None
