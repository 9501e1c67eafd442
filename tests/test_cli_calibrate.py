"""`mtqa calibrate` as a user calls it."""

import json
import subprocess
import sys
import tomllib

import pytest

NOUNS = ("council", "minister", "company", "hospital", "school", "theatre", "union", "court")
VERBS = ("approved", "rejected", "announced", "delayed", "explained")
THINGS = ("plan", "budget", "report", "contract", "appeal")


def reference(number):
    noun, verb, thing = NOUNS[number % 8], VERBS[number % 5], THINGS[(number // 5) % 5]
    return f"The {noun} {verb} the {thing} on the last day of the month."


@pytest.fixture
def news(tmp_path):
    """Forty documents of one segment; every fifth lost half of its words, and people rejected it."""
    rows, labels = ["document\thypothesis\treference"], ["document\tlabel"]
    for number in range(40):
        text = reference(number)
        bad = number % 5 == 4
        rows.append(f"d{number}\t{text[: len(text) // 2] if bad else text}\t{text}")
        labels.append(f"d{number}\t{'reject' if bad else 'accept'}")
    (tmp_path / "news.tsv").write_text("\n".join([*rows, ""]), "utf-8")
    (tmp_path / "labels.tsv").write_text("\n".join([*labels, ""]), "utf-8")
    return tmp_path


def mtqa(*arguments, cwd):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def calibrate(news, *options):
    return mtqa("calibrate", "news.tsv", "-l", "it-en", "-m", "chrF2", "-q", *options, cwd=news)


def test_what_is_written_is_a_configuration_that_passes_what_it_was_made_from(news):
    done = calibrate(news, "--false-alarms", "0.1", "--write", "mtqa.toml")
    assert (done.returncode, done.stderr) == (0, "")
    written = (news / "mtqa.toml").read_text("utf-8")
    assert done.stdout.endswith(written)
    assert tomllib.loads(written)["gate"]["document"]["chrF2"]["min"] < 100
    judged = mtqa("gate", "news.tsv", "-l", "it-en", "-m", "chrF2", "-q", cwd=news)
    assert judged.returncode == 0, judged.stdout


def test_labels_make_a_limit_that_tells_them_apart(news):
    done = calibrate(news, "--human", "labels.tsv", "--misses", "0.2", "-f", "json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    (proposal,) = (each for each in said["proposals"] if each["score"] == "chrF2")
    assert (said["documents"]["good"], said["documents"]["bad"]) == (32, 8)
    assert 50 < proposal["limit"] < 100
    assert (proposal["false_alarms"]["share"], proposal["misses"]["share"]) == (0, 0)
    assert said["chosen"] == "chrF2"


def test_too_few_documents_exit_2_and_write_nothing(news):
    done = calibrate(news, "--false-alarms", "0.001", "--write", "limits.toml")
    assert done.returncode == 2
    assert "40 good documents are too few for 0.1 % false alarms: it takes 999" in done.stdout
    assert not (news / "limits.toml").exists()


def test_a_stored_run_is_calibrated_like_its_input(news):
    assert mtqa("score", "news.tsv", "-l", "it-en", "-m", "chrF2", "-q", "-o", "run", cwd=news).returncode == 0
    of_run = mtqa("calibrate", "run", cwd=news)
    assert of_run.returncode == 0, of_run.stderr
    assert of_run.stdout == calibrate(news).stdout


REFUSED = {
    "two aims": (("--false-alarms", "0.1", "--misses", "0.1"), "--false-alarms and --misses exclude each other"),
    "misses without bad documents": (("--misses", "0.1"), "no document is bad"),
    "a file that is there": (("--write", "news.tsv"), "news.tsv: is there already; name a new file"),
    "no human scores": (("--human", "scores.tsv"), "scores.tsv: no such file"),
    "a rate in per cent": (("--false-alarms", "5"), "a rate of 5 cannot be kept to"),
}


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_calibrated(news, options, message):
    done = calibrate(news, *options)
    assert done.returncode == 2
    assert done.stderr.startswith("mtqa: error: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
