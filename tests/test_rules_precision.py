"""The page of precision speaks of rules that are there, as they are, and its sums are those of its table."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from mtqa.rules.engine import Rules

PAGE = (Path(__file__).parents[1] / "docs" / "rules-precision.md").read_text("utf-8")


class Row(NamedTuple):
    rule: str
    confidence: str
    read: int
    true: int
    native: str


ROWS = [
    Row(rule, confidence, int(read), int(true), native)
    for rule, confidence, read, true, native in re.findall(
        r"^\| `(en/\S+)` \| (\w+) \|[^|]*\|[^|]*\| (\d+) \| (\d+) \| (\d+ of \d+) \|$", PAGE, re.MULTILINE
    )
]
RULES = {rule.id: rule for rule in Rules.load(low=True).rules}


def test_every_rule_that_the_page_names_is_there():
    named = set(re.findall(r"`(en/[\w/-]+)`", PAGE))
    assert len(ROWS) > 40
    assert named - set(RULES) == set()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule)
def test_a_row_says_what_the_rule_file_says(row):
    measured = RULES[row.rule].measured
    flags = measured.false_alarms + measured.true_finds
    assert (row.confidence, row.native) == (RULES[row.rule].confidence, f"{measured.false_alarms} of {flags}")


@pytest.mark.parametrize(("confidence", "least"), [("high", 0.95), ("medium", 0.7)])
def test_the_precision_of_a_confidence_is_the_sum_of_its_rows_and_high_enough(confidence, least):
    rows = [row for row in ROWS if row.confidence == confidence]
    read, true = sum(row.read for row in rows), sum(row.true for row in rows)
    assert f"| {confidence}, the table below | {read} | {true} |" in PAGE
    assert [row.rule for row in rows if row.true < least * row.read] == []
