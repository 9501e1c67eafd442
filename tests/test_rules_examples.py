"""Every rule that mtqa ships keeps its promises, one test for each file."""

from pathlib import Path

import pytest

from mtqa.rules.engine import Rules
from mtqa.rules.loader import BUILT_IN, read_list, read_rule
from mtqa.rules.measure import Counts
from mtqa.rules.proof import prove

NATIVE = Path(__file__).parents[1].parent / "shared" / "eval" / "native"
FILES = sorted(BUILT_IN.rglob("*.toml"))
LISTS = {path.stem: read_list(path) for path in sorted((BUILT_IN / "lists").glob("*.txt"))}


def name(path: Path) -> str:
    return str(path.relative_to(BUILT_IN).with_suffix(""))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_rule_keeps_its_promises(path):
    assert prove(read_rule(path, BUILT_IN, LISTS), LISTS) == []


def test_every_rule_file_lies_in_a_family():
    assert FILES
    assert [name(path) for path in FILES if name(path).count("/") != 1] == []


@pytest.mark.skipif(not NATIVE.is_dir(), reason="the native news that rules are measured on is not here")
def test_flags_on_native_news_are_those_that_the_files_state():
    counts = Counts(Rules.load(low=True))
    for path in sorted(NATIVE.glob("*.txt")):
        counts.add(path.name, path.read_text("utf-8").removesuffix("\n").split("\n"))
    stated = {
        rule.id: rule.measured.false_alarms + rule.measured.true_finds
        for rule in counts.rules.rules
        if rule.measured.lines == counts.lines
    }
    assert {rule.id: len(flags) for rule, flags in counts.worst_first() if rule.id in stated} == stated
