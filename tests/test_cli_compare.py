"""`mtqa compare` as a user calls it."""

import json
import subprocess
import sys

import pytest
from test_comparison import BAD, GOOD, REFERENCE, SOURCE

TWO = ("a.en", "b.en", "-s", "source.it", "-r", "reference.en", "-l", "it-en")


@pytest.fixture
def news(tmp_path):
    """Two translations of one text, with its source and reference."""
    texts = {"a.en": GOOD, "b.en": BAD, "source.it": SOURCE, "reference.en": REFERENCE, "other.en": REFERENCE[::-1]}
    for name, lines in texts.items():
        (tmp_path / name).write_text("\n".join([*lines, ""]), "utf-8")
    return tmp_path


def mtqa(*arguments, cwd):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def score(news, *arguments, folder):
    done = mtqa("score", *arguments, "-o", folder, "-q", cwd=news)
    assert done.returncode == 0, done.stderr


def names(done):
    assert done.returncode == 0, done.stderr
    return [system["name"] for system in json.loads(done.stdout)["systems"]]


def test_hypotheses_are_systems_over_the_same_texts(news):
    done = mtqa("compare", *TWO, cwd=news)
    assert (done.returncode, done.stderr) == (0, "Report: reports/compare.html\n")
    assert done.stdout.startswith("it-en: 2 systems compared on 6 segments of 1 document\n")
    assert "where b is worse" in done.stdout
    assert sorted(path.name for path in (news / "reports").iterdir()) == [
        ".mtqa-files",
        "compare.html",
        "comparison.json",
    ]
    stored = (news / "reports" / "comparison.json").read_text("utf-8")
    assert mtqa("compare", *TWO, "-f", "json", "--no-report", cwd=news).stdout == stored


def test_two_references_do_not_make_documents_of_two_systems(news):
    done = mtqa("compare", *TWO, "-r", "other.en", "-f", "json", "--no-report", cwd=news)
    assert names(done) == ["a", "b"]
    assert "nrefs:2" in done.stdout


def test_folders_are_systems_too(news):
    for folder, texts in {"mt-a": GOOD, "mt-b": BAD, "reference": REFERENCE}.items():
        (news / folder).mkdir()
        for place in range(6):
            (news / folder / f"{place}.txt").write_text(texts[place] + "\n", "utf-8")
    done = mtqa("compare", "mt-a", "mt-b", "-r", "reference", "-l", "it-en", "-f", "json", "--no-report", cwd=news)
    assert names(done) == ["mt-a", "mt-b"]
    members = json.loads(done.stdout)
    assert members["counts"] == {"documents": 6, "segments": 6}
    assert set(members["bootstrap"]["resampled"].values()) == {"documents"}


def test_systems_of_one_file(news):
    rows = [
        {"system": system, "document": f"d{place}", "hypothesis": texts[place], "reference": REFERENCE[place]}
        for system, texts in (("A", GOOD), ("B", BAD), ("C", GOOD))
        for place in range(6)
    ]
    (news / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    whole = mtqa("compare", "all.jsonl", "-l", "it-en", "-f", "json", "--no-report", cwd=news)
    assert names(whole) == ["A", "B", "C"]
    chosen = ("--system", "B", "--system", "C", "--baseline", "C")
    assert names(mtqa("compare", "all.jsonl", "-l", "it-en", *chosen, "-f", "json", "--no-report", cwd=news)) == [
        "C",
        "B",
    ]


def test_stored_runs_say_what_the_texts_say(news):
    for name in "ab":
        score(news, f"{name}.en", *TWO[2:], folder=f"run-{name}")
    direct = json.loads(mtqa("compare", *TWO, "-f", "json", "--no-report", cwd=news).stdout)
    done = mtqa("compare", "run-a", "run-b/run.json", "-f", "json", "--no-report", cwd=news)
    assert names(done) == ["run-a", "run-b"]
    stored = json.loads(done.stdout)
    assert stored["comparisons"][0]["scores"] == direct["comparisons"][0]["scores"]
    assert stored["buckets"][0]["scores"]["BLEU"] == {
        f"run-{name}": value for name, value in direct["buckets"][0]["scores"]["BLEU"].items()
    }


def test_a_stored_run_beside_a_hypothesis(news):
    score(news, "a.en", *TWO[2:], folder="run-a")
    done = mtqa(
        "compare", "run-a", "b.en", *TWO[2:], "-f", "json", "--no-report", "--label", "old", "--label", "new", cwd=news
    )
    assert names(done) == ["old", "new"]


def test_runs_scored_otherwise_are_refused_and_forced(news):
    score(news, "a.en", *TWO[2:], folder="run-a")
    score(news, "b.en", *TWO[2:], "--tokenizer", "char", folder="run-b")
    refused = mtqa("compare", "run-a", "run-b", cwd=news)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        "mtqa: error: run-b: BLEU of run-b was made with tok:char, that of run-a with tok:13a; "
        "score both with the same options and the same mtqa, or compare what they share with --force\n"
    )
    assert not (news / "reports").exists()
    for output_format in ("terminal", "json", "markdown"):
        forced = mtqa("compare", "run-a", "run-b", "--force", "-f", output_format, cwd=news)
        assert forced.returncode == 0
        assert "BLEU of run-b was made with tok:char" in forced.stdout.replace("\\", "")
    assert "BLEU of run-b was made with tok:char" in (news / "reports" / "compare.html").read_text("utf-8")


def test_a_report_and_a_comparison_stand_in_one_folder(news):
    score(news, "a.en", *TWO[2:], folder="reports")
    assert mtqa("compare", *TWO, "-q", cwd=news).returncode == 0
    assert (news / "reports" / "index.html").exists()
    score(news, "b.en", *TWO[2:], folder="reports")
    assert (news / "reports" / "compare.html").exists()
    assert (news / "reports" / "comparison.json").exists()


def test_a_file_that_is_not_ours_is_kept(news):
    (news / "reports").mkdir()
    (news / "reports" / "compare.html").write_text("mine", "utf-8")
    done = mtqa("compare", *TWO, cwd=news)
    assert (done.returncode, done.stdout) == (2, "")
    assert "exists, and mtqa did not write it" in done.stderr
    assert (news / "reports" / "compare.html").read_text("utf-8") == "mine"


BAD_CALLS = {
    "one hypothesis": (("a.en", "-r", "reference.en"), "nothing to compare with: there is a.en only; name two or more"),
    "no reference, no checks": (
        ("a.en", "b.en", "--no-checks", "-l", "en"),
        "nothing of a is scored; give a reference with -r",
    ),
    "a baseline that is none": ((*TWO, "--baseline", "c"), "--baseline 'c' is none of the systems; they are a, b"),
    "too few labels": ((*TWO, "--label", "one"), "1 labels for 2 systems"),
    "a file that is not there": (("a.en", "c.en", "-r", "reference.en"), "c.en: no such file or folder"),
    "an unknown metric": ((*TWO, "-m", "blue"), "unknown metric 'blue'"),
    "a source for stored runs": (("run", "run", "-s", "source.it"), "-s is for hypotheses"),
    "a folder that holds no run": (("empty", "a.en", "-r", "reference.en"), "empty"),
    "a damaged run": (("broken/run.json", "run"), "broken/run.json:1: is not JSON"),
}


@pytest.mark.parametrize("call", BAD_CALLS)
def test_what_cannot_be_compared_is_told_in_a_line(news, call):
    score(news, "a.en", *TWO[2:], folder="run")
    (news / "empty").mkdir()
    (news / "broken").mkdir()
    (news / "broken" / "run.json").write_text("{", "utf-8")
    arguments, message = BAD_CALLS[call]
    done = mtqa("compare", *arguments, cwd=news)
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    assert done.stderr.startswith("mtqa: error: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
