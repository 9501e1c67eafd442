"""`mtqa rules`: list, show, test, measure, and what they exit with."""

import json

import pytest
from typer.testing import CliRunner

from mtqa.cli.rules import rules_app
from mtqa.errors import InputError, RuleError

RULE = """
category   = "style/unidiomatic"
severity   = "minor"
confidence = "low"
message    = 'write "use" for "{match}"'
why        = "The longer word says no more than the shorter."
pairs      = { "<utilise>" = "<use>" }
place      = ["not_headline"]
source_languages = ["fr"]
flags      = [{ text = "The firm [[utilised]] old pipes.", fixed = "The firm used old pipes." }]
silent     = ["The use of old pipes was stopped."]
measured   = { lines = 3039, false_alarms = 2 }
"""


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "house" / "style" / "utilise.toml"
    path.parent.mkdir(parents=True)
    path.write_text(RULE, "utf-8")
    return tmp_path / "house"


@pytest.fixture(autouse=True)
def without_the_rules_of_mtqa(tmp_path, monkeypatch):
    """An empty pack in their place, so that nothing here hangs on them."""
    (tmp_path / "en").mkdir()
    monkeypatch.setattr("mtqa.rules.loader.BUILT_IN", tmp_path / "en")


def run(*arguments, code=0):
    result = CliRunner().invoke(rules_app, list(map(str, arguments)))
    assert result.exit_code == code, result.output
    return result


def test_list_names_every_rule(pack):
    lines = run("list", "--rules", pack).stdout.splitlines()
    assert lines[-1].split() == ["house/style/utilise", "style/unidiomatic", "minor", "low"]
    rows = json.loads(run("list", "--rules", pack, "--select", "house", "-f", "json").stdout)
    assert [(row["id"], row["measured"]["false_alarms"]) for row in rows] == [("house/style/utilise", 2)]


def test_show_prints_what_an_editor_needs(pack):
    page = run("show", "house/style/utilise", "--rules", pack).stdout
    for text in ("The longer word", "**utilised**", "right: The firm used", "The use of old", "2 false alarms", "fr"):
        assert text in page


def test_show_of_no_rule_is_an_error(pack):
    result = CliRunner().invoke(rules_app, ["show", "en/no/such"])
    assert isinstance(result.exception, RuleError)


def test_test_proves_a_file_and_a_folder(pack):
    assert "promises: 1; that do not: 0" in run("test", pack).stdout
    assert "promises: 1; that do not: 0" in run("test", pack / "style" / "utilise.toml").stdout


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [("[[utilised]] old", "utilised [[old]]", "flags 'utilised' in place of 'old'"), ("minor", "miner", "severity")],
)
def test_test_exits_2_when_a_promise_is_broken(old, new, fault, pack):
    path = pack / "style" / "utilise.toml"
    path.write_text(RULE.replace(old, new), "utf-8")
    result = run("test", pack, code=2)
    assert str(path) in result.stderr
    assert fault in result.stderr


def test_measure_counts_flags_low_confidence_too(pack, tmp_path):
    text = tmp_path / "news.txt"
    text.write_text("Headline here\nThey utilise it.\r\nHe utilised it and utilises it.\n", "utf-8")
    output = run("measure", text, "--rules", pack, "--select", "house", "--examples", 2).stdout
    assert "     3      1000.00      272.727  house/style/utilise" in output
    assert "news.txt:2: They [[utilise]] it.  -> use" in output
    assert "news.txt:3: He [[utilised]] it and utilises it.  -> used" in output
    assert output.count("news.txt") == 2
    counts = json.loads(run("measure", text, "--rules", pack, "--select", "house", "-f", "json").stdout)
    assert (counts["lines"], counts["words"], counts["rules"][0]["flags"]) == (3, 11, 3)


def test_measure_reads_the_source_line_by_line(pack, tmp_path):
    path = pack / "style" / "utilise.toml"
    path.write_text(RULE.replace("place ", 'needs_source = { fr = ["utilis*"] }\nplace '), "utf-8")
    text, source = tmp_path / "a.en", tmp_path / "a.fr"
    text.write_text("They utilise it.\nThey utilise it.\n", "utf-8")
    source.write_text("Ils l'utilisent.\nIls s'en servent.\n", "utf-8")
    options = ("--rules", pack, "--select", "house", "-f", "json")
    assert json.loads(run("measure", text, "-s", source, *options).stdout)["rules"][0]["flags"] == 1
    assert json.loads(run("measure", text, *options).stdout)["rules"][0]["flags"] == 0
    source.write_text("Ils.\n", "utf-8")
    result = CliRunner().invoke(rules_app, ["measure", str(text), "-s", str(source)])
    assert isinstance(result.exception, InputError)


def test_a_broken_rule_is_told_of_after_the_others_ran(pack, tmp_path):
    (pack / "style" / "broken.toml").write_text("x = 1", "utf-8")
    text = tmp_path / "news.txt"
    text.write_text("They utilise it.\n", "utf-8")
    result = run("measure", text, "--rules", pack, "--select", "house", code=2)
    assert "house/style/utilise" in result.stdout
    assert "broken.toml: x: unknown key" in result.stderr
