"""`--output-format NAME=PATH` and `--format` as a pipeline uses them: a fault at its place in every format."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import samples

from mtqa.cli.outputs import CHECK_FORMATS, FORMATS, GATE_FORMATS, outputs, write_all
from mtqa.errors import InputError
from mtqa.report import build
from mtqa.writers import WRITERS

SOURCE = "Il sindaco 📰 ha licenziato 300 operai.\n"
HYPOTHESIS = "The mayor 📰 dismissed 500 workers.\n"
PLACES = {
    # what names the line and column of the fault in each format, in its own unit
    "text": "a.hyp.txt:1:23: critical accuracy/number/changed",
    "json": '"column": 23',
    "sarif": '"startLine": 1, "startColumn": 23, "endLine": 1, "endColumn": 26',
    "junit": "a.hyp.txt:1:23: critical accuracy/number/changed",
    "gitlab": '{"path": "a.hyp.txt", "lines": {"begin": 1}}',
    "github": "::error file=a.hyp.txt,line=1,endLine=1,col=24,endColumn=27,title=mtqa accuracy/number/changed",
    "rdjsonl": '{"start": {"line": 1, "column": 26}, "end": {"line": 1, "column": 29}}',
    "tap": "a.hyp.txt:1:23: critical accuracy/number/changed",
    "markdown": "| a.hyp.txt:1:23 | critical | accuracy/number/changed |",
}


def mtqa(*arguments, cwd, **environment):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "GITHUB_STEP_SUMMARY": "", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "a.src.txt").write_text(SOURCE, "utf-8")
    (folder / "a.hyp.txt").write_text(HYPOTHESIS, "utf-8")
    return folder


INPUT = ("a.hyp.txt", "-s", "a.src.txt", "-l", "it-en")


def test_a_fault_stands_at_its_place_in_every_format(project):
    asked = [part for name in PLACES for part in ("--output-format", f"{name}=out/{name}")]
    done = mtqa("gate", *INPUT, "-f", "github", *asked, cwd=project, GITHUB_STEP_SUMMARY=str(project / "summary.md"))
    assert (done.returncode, done.stderr) == (1, "")
    for name, place in PLACES.items():
        assert place in (project / "out" / name).read_text("utf-8"), name
    assert done.stdout == (project / "out" / "github").read_text("utf-8")
    summary = (project / "summary.md").read_text("utf-8")
    assert summary == (project / "out" / "markdown").read_text("utf-8")
    assert sorted(path.name for path in (project / "out").iterdir()) == sorted(PLACES)


@pytest.mark.parametrize("command", ["score", "check"])
def test_other_commands_write_files_too(command, project):
    options = ("--no-report",) if command == "score" else ()
    done = mtqa(command, *INPUT, *options, "-q", "--output-format", f"sarif={command}.sarif", cwd=project)
    assert done.returncode == (1 if command == "check" else 0), done.stderr
    run = json.loads((project / f"{command}.sarif").read_text("utf-8"))["runs"][0]
    assert "accuracy/number/changed" in [result["ruleId"] for result in run["results"]]


def test_check_annotates(project):
    done = mtqa("check", *INPUT, "-q", "-f", "github", cwd=project)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(PLACES["github"])


def test_the_format_has_no_influence_on_the_exit_code(project):
    for name in ("text", "junit", "tap"):
        assert mtqa("gate", *INPUT, "-f", name, cwd=project).returncode == 1
    unwritable = mtqa("gate", *INPUT, "--output-format", "sarif=a.hyp.txt/x.sarif", cwd=project)
    assert unwritable.returncode == 2
    assert "name another path with --output-format" in unwritable.stderr
    assert unwritable.stderr.count("\n") == 1


WRONG = {
    "no path": (["sarif"], "'sarif' is not NAME=PATH, such as sarif=mtqa.sarif"),
    "an empty path": (["sarif="], "'sarif=' is not NAME=PATH"),
    "no such format": (["junitt=a.xml"], "did you mean junit?"),
    "a folder": (["sarif=."], ".: is a folder; name a file with --output-format"),
    "one file for two": (["sarif=a", "junit=./a"], "a: is named twice; give each --output-format a file of its own"),
    "an address": (["sarif=s3://bucket/a.sarif"], "s3://bucket/a.sarif: is an address; write to this machine"),
    "a format for terminals": (["terminal=a.txt"], "the formats are json, jsonl, csv"),
}


@pytest.mark.parametrize(("given", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_output_is_one_clear_error(given, message):
    with pytest.raises(InputError) as raised:
        outputs(given)
    assert message in str(raised.value)


def test_the_formats_of_files_are_those_for_machines():
    assert set(FORMATS) == set(WRITERS) - {"terminal"}
    assert set(CHECK_FORMATS) == set(FORMATS) - {"json", "jsonl", "csv", "tsv", "mt-metrics"}
    assert set(GATE_FORMATS) == {"text", *FORMATS}


def test_a_path_may_hold_an_equals_sign():
    (output,) = outputs(["csv=a=b.csv"])
    assert (output.writer.name, output.path) == ("csv", Path("a=b.csv"))


REPORT = build(samples.news())


def test_a_file_is_replaced_and_a_link_is_written_through(tmp_path):
    plain, target, link = tmp_path / "plain.csv", tmp_path / "target.csv", tmp_path / "link.csv"
    plain.write_text("old", "utf-8")
    link.symlink_to(target)
    for output in outputs([f"csv={plain}", f"csv={link}"]):
        output.write(REPORT)
    assert plain.read_text("utf-8").startswith("system,document,")
    assert link.is_symlink()
    assert target.read_text("utf-8") == plain.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "plain.csv", "target.csv"]


def test_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("old", "utf-8")
    (output,) = outputs([f"csv={path}"])

    def broken(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mtqa.writers.csv.write_csv", broken)
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        output.write(REPORT)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["old"]


def test_the_summary_of_a_job_comes_with_annotations_only(tmp_path, monkeypatch, capsys):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    write_all(REPORT, WRITERS["tap"], outputs([f"junit={tmp_path / 'a.xml'}"]), sys.stdout)
    assert summary.read_text("utf-8") == "before\n"
    write_all(REPORT, WRITERS["tap"], outputs([f"github={tmp_path / 'a.txt'}"]), sys.stdout)
    assert summary.read_text("utf-8").startswith("before\n## mtqa: report\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    with pytest.raises(InputError, match="GITHUB_STEP_SUMMARY names it"):
        write_all(REPORT, WRITERS["github"], (), sys.stdout)
    assert "::error file=" in capsys.readouterr().out
