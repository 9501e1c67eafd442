"""`mtqa gate` and `mtqa baseline` as a pipeline uses them."""

import json
import subprocess
import sys

import pytest

TRUE = [
    "The council has voted for the new bridge over the river.",
    "About 300 workers will lose their jobs in the spring.",
    "The mayor did not want to comment on the decision.",
    "A spokesman said that the firm would build elsewhere.",
]


def mtqa(*arguments, cwd):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "mtqa.toml").write_text(
        'language_pair = "it-en"\n[gate.corpus]\nchrF2 = { min = 60, max_drop = 1.0 }\n'
        '[gate.document]\nquality = { min = 70 }\n[gate.findings]\n"fluency/grammar" = { max = 0 }\n',
        "utf-8",
    )
    news = tmp_path / "news"
    news.mkdir()
    for number, text in enumerate(TRUE):
        (news / f"{number}.ref.txt").write_text(f"{text}\n", "utf-8")
        (news / f"{number}.hyp.txt").write_text(f"{text}\n", "utf-8")
    return tmp_path


def gate(project, *options):
    hypotheses, references = (sorted((project / "news").glob(f"*.{side}.txt")) for side in ("hyp", "ref"))
    paths = [path.relative_to(project) for path in hypotheses]
    pairs = [part for path in references for part in ("-r", path.relative_to(project))]
    return mtqa("gate", *paths, *pairs, "--as", "documents", *options, cwd=project)


def test_a_pipeline(project):
    first = gate(project)
    assert first.returncode == 2, first.stdout
    assert "there is no baseline; make one with --update-baseline" in first.stdout
    assert gate(project, "--update-baseline").returncode == 0
    assert (project / "mtqa-baseline.json").is_file()

    reworded = project / "news" / "1.hyp.txt"
    reworded.write_text("Some 300 workers will lose their jobs in the spring.\n", "utf-8")
    done = gate(project)
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("gate passed: 5 conditions\n")

    reworded.write_text("In the spring, are arrived some 300 workers.\n", "utf-8")
    done = gate(project)
    assert done.returncode == 1
    assert "news/1.hyp.txt:1:16: major en/auxiliary/be-unaccusative" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("gate failed: of 5 conditions ")
    advised = gate(project, "--exit-zero")
    assert advised.returncode == 0
    assert "advisory run: exit 0 in place of 1" in advised.stderr

    members = json.loads(gate(project, "-f", "json").stdout)
    assert members["gate"]["outcome"] == "failed"
    assert gate(project, "-f", "json").returncode == 1


def test_a_stored_run_is_judged_like_its_input(project):
    (project / "news" / "1.hyp.txt").write_text("In the spring, are arrived some 300 workers.\n", "utf-8")
    live = gate(project, "-o", "reports")
    stored = mtqa("gate", "reports", cwd=project)
    assert (stored.returncode, stored.stdout) == (live.returncode, live.stdout)
    assert mtqa("baseline", "update", "reports", cwd=project).stdout.startswith("mtqa-baseline.json: ")
    assert "findings, 4 documents" in mtqa("baseline", "show", cwd=project).stdout
    assert "0 taken out" in mtqa("baseline", "prune", "reports", cwd=project).stdout
    assert mtqa("gate", "reports", "--strict-baseline", cwd=project).returncode == 1  # the score is still too low


def test_nothing_to_judge_is_no_pass(project):
    assert mtqa("gate", "none.txt", cwd=project).returncode == 2
    (project / "empty.txt").write_text("\n", "utf-8")
    assert mtqa("gate", "empty.txt", cwd=project).returncode == 2


BROKEN = {
    "an unknown key": ("[gate]\nfail = 'major'", "gate.fail: unknown key; did you mean fail_on?"),
    "an unknown severity": ("[gate]\nfail_on = 'bad'", "gate.fail_on: 'bad' is not one of minor, major,"),
    "an unknown confidence": ("[gate]\nconfidence = 1", "gate.confidence: 1 is not one of low, medium, high"),
    "a score without a limit": ("[gate.corpus]\nBLEU = {}", "gate.corpus.BLEU: {} is not a limit"),
    "a limit that is no table": ("[gate.corpus]\nBLEU = 30", "gate.corpus.BLEU: 30 is not a table of min, max"),
    "a limit that is no number": ("[gate.corpus]\nBLEU = { min = '3' }", "gate.corpus.BLEU.min: '3' is not a number"),
    "an unknown limit": ("[gate.corpus]\nBLEU = { least = 3 }", "gate.corpus.BLEU.least: unknown key; the keys are"),
    "an empty range": ("[gate.corpus]\nBLEU = { min = 3, max = 2 }", "is not a range: min is above max"),
    "a negative drop": ("[gate.corpus]\nBLEU = { max_drop = -1 }", "gate.corpus.BLEU.max_drop: -1 is not a drop"),
    "a drop of documents": ("[gate.document]\nBLEU = { max_drop = 1 }", "gate.document.BLEU.max_drop: unknown key"),
    "half a document": ("[gate.document]\nBLEU = { min = 1, allow = 0.5 }", "allow: 0.5 is not a whole number"),
    "allowed without a limit": ("[gate.document]\nBLEU = { allow = 1 }", "is not a limit, such as { min = 30 }"),
    "findings without a limit": ("[gate.findings]\nfluency = {}", "is not a limit, such as { max = 0 }"),
    "a negative count": ("[gate.findings]\nfluency = { max = -1 }", "max: -1 is not a whole number, 0 or more"),
    "a negative rate": ("[gate.findings]\nfluency = { max_per_1000_words = -1 }", "is not a rate, 0 or more"),
    "no table": ("gate = 3", "gate: 3 is not a table of fail_on, confidence, corpus, document, findings"),
    "no TOML": ("[gate", "is not TOML"),
    "a baseline that is no text": ("baseline = 3", "baseline: 3 is not a string"),
    "a baseline that is not there": ('baseline = "none.json"', "none.json: cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_configuration_is_one_clear_error(text, message, project):
    (project / "mtqa.toml").write_text(f"{text}\n", "utf-8")
    done = gate(project)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_nearest_configuration_above_the_input_holds(project):
    deep = project / "news" / "deep"
    deep.mkdir()
    (deep / "a.txt").write_text("Refugees are arrived.\n", "utf-8")
    assert mtqa("check", "news/deep/a.txt", cwd=project).returncode == 1
    (deep / "mtqa.toml").write_text('language_pair = "en"\nignore = ["en", "fluency"]\n', "utf-8")
    assert mtqa("check", "news/deep/a.txt", cwd=project).returncode == 0
    (deep / "mtqa.toml").unlink()
    (deep / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    assert mtqa("check", "news/deep/a.txt", cwd=project).returncode == 1
    (deep / "pyproject.toml").write_text("[tool.mtqa]\nlanguage_pair = 'en'\nignore = ['en', 'fluency']\n", "utf-8")
    assert mtqa("check", "news/deep/a.txt", cwd=project).returncode == 0


OWN_RULE = """
category   = "style/unidiomatic"
severity   = "major"
confidence = "high"
message    = 'write "use" for "{match}"'
why        = "The desk writes <plain> words & short ones."
pairs      = { "<utilise>" = "<use>" }
flags      = [{ text = "The firm [[utilised]] old pipes.", fixed = "The firm used old pipes." }]
silent     = ["The use of old pipes was stopped."]
measured   = { lines = 3039, false_alarms = 0 }
"""


def test_rules_of_the_house_explain_themselves_to_code_scanning(project):
    """Live and from a stored run."""
    (project / "house" / "style").mkdir(parents=True)
    (project / "house" / "style" / "utilise.toml").write_text(OWN_RULE, "utf-8")
    (project / "mtqa.toml").write_text('language_pair = "it-en"\nrules = ["house"]\n', "utf-8")
    (project / "news" / "1.hyp.txt").write_text("They utilise the bridge every day.\n", "utf-8")
    live = gate(project, "-o", "reports", "-f", "sarif")
    stored = mtqa("gate", "reports", "-f", "sarif", cwd=project)
    assert (live.returncode, stored.returncode) == (1, 1), live.stderr
    assert stored.stdout == live.stdout
    rules = json.loads(live.stdout)["runs"][0]["tool"]["driver"]["rules"]
    rule = next(rule for rule in rules if rule["id"].startswith("house/"))
    assert rule["id"] == "house/style/utilise"
    assert rule["shortDescription"]["text"] == 'write "use" for "utilised"'
    assert rule["fullDescription"]["text"] == "The desk writes <plain> words & short ones."
    assert rule["help"]["markdown"].endswith("Wrong: The firm utilised old pipes.\n\nRight: The firm used old pipes.")
