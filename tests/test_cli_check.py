"""`mtqa check`: one line per finding, exit codes that a pipeline can use."""

import json
import subprocess
import sys

import pytest

ARTICLE = "Reinforcements for the north\n\nRefugees are arrived at the border. All is well.\n"
CLEAN = "The council opened two new schools on Monday.\n"


def run(*arguments, cwd):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", "check", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("check")
    (folder / "article.txt").write_text(ARTICLE, "utf-8")
    (folder / "clean.txt").write_text(CLEAN, "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    pack = folder / "house-rules" / "words"
    pack.mkdir(parents=True)
    (pack / "utilise.toml").write_text(
        """
category   = "style/awkward"
severity   = "minor"
confidence = "medium"
message    = '"{match}": write "use"'
why        = "The short word does."
tokens     = "verb:<utilise>"
flags      = ["The firm [[utilised]] old pipes."]
silent     = ["The firm used old pipes."]
measured   = { lines = 3039, false_alarms = 0 }
""",
        "utf-8",
    )
    broken = folder / "broken-rules"
    broken.mkdir()
    (broken / "bad.toml").write_text('category = "nonsense"\n', "utf-8")
    return folder


def test_a_finding_is_a_line_with_its_place_and_the_exit_code_is_1(folder):
    done = run("article.txt", "-l", "en", cwd=folder)
    assert done.returncode == 1, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith("article.txt:3:10: major en/auxiliary/be-unaccusative: ")
    assert line.endswith('-> "have arrived"')


def test_clean_text_is_silent_and_the_exit_code_is_0(folder):
    done = run("clean.txt", "-l", "en", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("not checked: ")
    assert done.stderr.endswith(": there is neither source nor reference\n")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "critical"], 0),
        (["--fail-on", "never"], 0),
        (["--fail-on", "minor"], 1),
        (["--ignore", "en/auxiliary"], 0),
        (["--ignore", "fluency/grammar"], 0),
        (["--select", "en/auxiliary/be-unaccusative"], 1),
    ],
)
def test_what_counts_is_for_the_user_to_say(folder, options, code):
    assert run("article.txt", "-l", "en", *options, cwd=folder).returncode == code


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_machines_get_every_key(folder, form):
    done = run("article.txt", "-l", "en", "-f", form, cwd=folder)
    (finding,) = json.loads(done.stdout) if form == "json" else map(json.loads, done.stdout.splitlines())
    assert finding["rule"] == "en/auxiliary/be-unaccusative"
    assert finding["location"] == {"path": "article.txt", "line": 3, "column": 10, "end_column": 21}
    assert ARTICLE.split("\n")[2][finding["start"] : finding["end"]] == finding["text"] == "are arrived"
    assert len(finding["fingerprint"]) == 16


def test_rules_of_ones_own(folder):
    (folder / "own.txt").write_text("The firm utilised old pipes.\n", "utf-8")
    done = run("own.txt", "-l", "en", "--rules", "house-rules", cwd=folder)
    assert done.returncode == 0  # of medium confidence
    assert "house-rules/words/utilise" in done.stdout


def test_why_says_what_let_it_pass(folder):
    done = run("article.txt", "-l", "en", "--why", cwd=folder)
    assert len(done.stdout.splitlines()) > 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.txt"], "no such file"),
        (["empty.txt"], "is empty"),
        (["clean.txt", "-l", "en", "--rules", "nowhere"], "nowhere"),
        (["clean.txt", "-l", "en", "--rules", "broken-rules"], "bad.toml"),
        (["clean.txt", "-l", "en", "--select", "en/auxiliry"], "did you mean en/auxiliary"),
        (["clean.txt", "-l", "fr", "--select", "en"], "there are none for French"),
    ],
)
def test_what_could_not_be_checked_is_never_clean(folder, arguments, message):
    done = run(*arguments, cwd=folder)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
