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


# ----------------------------------------------------------------------------------- a repository from its first run on

SOURCES = [
    "Circa {} operai hanno partecipato allo sciopero di ieri.",
    "Il sindaco non ha voluto commentare la decisione.",
    "Il ponte sul fiume resterà chiuso fino a primavera.",
]
HYPOTHESES = [
    "About {} workers took part in yesterday's strike.",
    "The mayor did not want to comment on the decision.",
    "The bridge over the river will stay closed until spring.",
]
REFERENCES = [
    "Around {} workers took part in the strike yesterday.",
    "The mayor declined to comment on the decision.",
    "The bridge over the river will remain closed until the spring.",
]
CONDITIONS = """
[gate.corpus]
chrF2 = { min = 50, max_drop = 1.0 }
BLEU = { max_drop = 20 }
[gate.findings]
"accuracy/number" = { max = 0 }
"""


@pytest.fixture
def repository(tmp_path):
    """Eight documents of three lines with sources and references, set up by `mtqa init`, in git, with a baseline."""
    for side, texts in (("source", SOURCES), ("hypothesis", HYPOTHESES), ("reference", REFERENCES)):
        (tmp_path / side).mkdir()
        for number in range(8):
            lines = [text.format(300 + number) for text in texts]
            (tmp_path / side / f"{number}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    told = mtqa("init", "hypothesis", "-s", "source", "-r", "reference", "-l", "it-en", cwd=tmp_path).stdout
    command = next(line for line in told.splitlines() if line.startswith("now judge: ")).removeprefix(
        "now judge: mtqa "
    )
    configuration = tmp_path / "mtqa.toml"
    configuration.write_text(configuration.read_text("utf-8") + CONDITIONS, "utf-8")

    def judged(*options):
        return mtqa(*command.split(), *options, cwd=tmp_path)

    assert judged("--update-baseline").returncode == 0
    return tmp_path, judged


def rewrite(folder, old, new, *numbers):
    for number in numbers:
        path = folder / "hypothesis" / f"{number}.txt"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


def test_a_planted_number_is_told_at_its_place_in_every_format(repository):
    folder, judged = repository
    rewrite(folder, "About 305", "About 3905", 5)
    formats = ("sarif", "junit", "gitlab", "github", "rdjsonl", "tap", "markdown", "json")
    done = judged(*(part for name in formats for part in ("--output-format", f"{name}=out/{name}")))
    assert done.returncode == 1, done.stderr
    place = "hypothesis/5.txt:1:7"
    assert f"{place}: critical accuracy/number/changed" in done.stdout
    told = {name: (folder / "out" / name).read_text("utf-8") for name in formats}
    region = json.loads(told["sarif"])["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert region["artifactLocation"]["uri"] == "hypothesis/5.txt"
    assert {name: region["region"][name] for name in ("startLine", "startColumn", "endLine", "endColumn")} == {
        "startLine": 1,
        "startColumn": 7,
        "endLine": 1,
        "endColumn": 11,
    }
    assert "file=hypothesis/5.txt,line=1,endLine=1,col=7,endColumn=11," in told["github"]
    assert json.loads(told["rdjsonl"])["location"] == {
        "path": "hypothesis/5.txt",
        "range": {"start": {"line": 1, "column": 7}, "end": {"line": 1, "column": 11}},
    }
    assert json.loads(told["gitlab"])[0]["location"] == {"path": "hypothesis/5.txt", "lines": {"begin": 1}}
    (finding,) = json.loads(told["json"])["findings"]
    assert finding["location"] == {"path": "hypothesis/5.txt", "line": 1, "column": 7, "end_column": 11}
    assert all(place in told[name] for name in ("junit", "tap", "markdown"))


CHANGES = {
    "nothing": ((), 0, "gate passed: 5 conditions"),
    "a harmless rewording": (("The mayor did not want", "The mayor did not wish", 3), 0, "gate passed: 5 conditions"),
    "an insignificant drop": (("will stay closed until", "is going to be shut till", 4), 0, " worse, p = "),
    "a significant drop": (("did not want to comment", "had no word to say at all", *range(8)), 1, " worse, p = 0.0"),
}


@pytest.mark.parametrize(("change", "code", "told"), CHANGES.values(), ids=CHANGES)
def test_what_changes_after_the_baseline(repository, change, code, told):
    folder, judged = repository
    if change:
        rewrite(folder, *change)
    done = judged()
    assert done.returncode == code, done.stdout + done.stderr
    assert told in done.stdout


def test_a_metric_that_is_set_otherwise_is_not_compared(repository):
    folder, judged = repository
    path = folder / "mtqa.toml"
    path.write_text('tokenizer = "char"\n' + path.read_text("utf-8"), "utf-8")
    done = judged()
    assert done.returncode == 2
    assert "its signature is not that of the baseline: tok was 13a, is char; --update-baseline renews it" in done.stdout
    assert judged("--update-baseline").returncode == 0


def test_no_input_is_no_pass(repository):
    folder, _ = repository
    for inputs in (("none/*.txt",), ("empty",)):
        (folder / "empty").mkdir(exist_ok=True)
        assert mtqa("gate", *inputs, cwd=folder).returncode == 2


def test_what_the_baseline_accepts_and_is_mended_is_stale(repository):
    folder, judged = repository
    rewrite(folder, "About 305", "About 3905", 5)
    assert judged("--update-baseline").returncode == 0
    before = (folder / "mtqa-baseline.json").read_text("utf-8")
    rewrite(folder, "About 3905", "About 305", 5)
    done = judged("-o", "reports")
    assert done.returncode == 0
    assert "note: 1 is gone: mtqa baseline prune RUN takes out what is gone" in done.stdout
    assert judged("--strict-baseline").returncode == 1
    assert mtqa("baseline", "prune", "reports", cwd=folder).stdout == "mtqa-baseline.json: 1 taken out, 0 left\n"
    assert judged("--strict-baseline").returncode == 0
    after = (folder / "mtqa-baseline.json").read_text("utf-8")
    assert len(before.splitlines()) - len(after.splitlines()) == 1, "an entry on each line"
