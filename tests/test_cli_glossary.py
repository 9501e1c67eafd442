"""`--glossary` on the command line."""

import json

import pytest
from typer.testing import CliRunner

from mtqa.cli import app
from mtqa.errors import InputError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.it.txt").write_text("Il sindaco è partito.\n", "utf-8")
    (tmp_path / "news.en.txt").write_text("The governor has left.\n", "utf-8")
    (tmp_path / "terms.csv").write_text("source,target\nsindaco,mayor\n", "utf-8")
    (tmp_path / "broken.csv").write_text("source,target\nsindaco\n", "utf-8")
    return tmp_path


ARTICLE = ("news.en.txt", "-s", "news.it.txt", "-l", "it-en", "-j", "1")


def test_check_tells_a_term_that_is_missing(folder):
    done = CliRunner().invoke(app, ["check", *ARTICLE, "--glossary", "terms.csv", "--select", "terminology"])
    assert done.exit_code == 1, done.output
    assert 'major terminology/missing: "sindaco" in the source is to be "mayor" (terms.csv:2)' in done.output


def test_score_reports_it(folder):
    arguments = ["score", *ARTICLE, "--glossary", "terms.csv", "--select", "terminology", "-f", "jsonl", "--no-report"]
    done = CliRunner().invoke(app, [*arguments, "-q"])
    assert done.exit_code == 0, done.output
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["rule"], finding["side"], finding["text"]) == ("terminology/missing", "source", "sindaco")


@pytest.mark.parametrize("command", ["check", "score"])
@pytest.mark.parametrize(
    ("glossary", "message"),
    [("broken.csv", "broken.csv:2: 1 column, expected 2 (source, target)"), ("none.csv", "none.csv: no such file")],
)
def test_a_glossary_that_cannot_be_used_is_an_error(folder, command, glossary, message):
    done = CliRunner().invoke(app, [command, *ARTICLE, "--glossary", glossary])
    assert isinstance(done.exception, InputError)
    assert str(done.exception).startswith(message)


def test_a_glossary_that_is_not_asked_is_not_read(folder):
    arguments = ["check", *ARTICLE, "--glossary", "none.csv", "--select", "markup"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
