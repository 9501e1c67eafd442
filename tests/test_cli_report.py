"""`mtqa report` as a user meets it, and `--open` wherever a report is written."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtqa.cli import opening

CORPORA = Path(__file__).parents[1] / "corpora"
GERMAN = CORPORA / "de-en.xml"
CHINESE = CORPORA / "zh-en.tsv"


def mtqa(*arguments, cwd=None, env=None):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """A report of two systems, and what was printed beside it."""
    folder = tmp_path_factory.mktemp("scored") / "report"
    done = mtqa("score", GERMAN, "-o", folder)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


@pytest.fixture
def stored(scored, tmp_path):
    """A copy of the report, to be changed."""
    return shutil.copytree(scored[0], tmp_path / "stored")


def test_a_run_rendered_again_is_the_same_to_the_byte(scored, tmp_path):
    folder, table = scored
    done = mtqa("report", folder / "run.json", "-o", tmp_path / "again")
    assert (done.returncode, done.stdout) == (0, table)
    assert done.stderr == f"Report: {tmp_path / 'again' / 'index.html'}\n"
    assert files(tmp_path / "again") == files(folder)


def test_so_is_one_with_a_judgement(tmp_path):
    """The verdict, its conditions and its culprits are stored too."""
    first = mtqa("gate", GERMAN, "-o", tmp_path / "judged", "--output-format", f"sarif={tmp_path / 'first'}")
    assert first.returncode == 1, first.stderr
    assert first.stderr.endswith(f"Report: {tmp_path / 'judged' / 'index.html'}\n")
    formats = ("--output-format", f"sarif={tmp_path / 'second'}")
    again = mtqa("report", tmp_path / "judged", "-o", tmp_path / "again", *formats)
    assert again.returncode == 0, again.stderr
    assert files(tmp_path / "again") == files(tmp_path / "judged")
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_a_report_is_renewed_where_it_stands_and_keeps_its_run(stored):
    before = files(stored)
    done = mtqa("report", stored, "--theme", "dark", "--document", "north-sea-*", "--system", "Lantern", "-q")
    assert (done.returncode, done.stderr) == (0, "")
    after = files(stored)
    assert sorted(after) == [".mtqa-files", "documents/Lantern--north-sea-storm.html", "index.html", "run.json"]
    assert after["run.json"] == before["run.json"]
    assert b'data-theme="dark"' in after["index.html"]
    assert b"1 of 2 systems, 1 of 6 documents" in after["index.html"]
    mtqa("report", stored)
    assert files(stored) == before


def test_what_score_printed_is_rendered_into_the_folder_of_reports(tmp_path):
    printed = mtqa("score", GERMAN, "-f", "json", "--no-report", "-q")
    (tmp_path / "week.json").write_text(printed.stdout, "utf-8")
    assert mtqa("report", "week.json", "-q", cwd=tmp_path).returncode == 0
    assert (tmp_path / "reports" / "run.json").read_text("utf-8") == printed.stdout


def test_formats_show_the_part_that_was_asked_for(stored):
    done = mtqa("report", stored, "--severity", "critical", "-f", "json", "--no-report")
    run = json.loads(done.stdout)
    assert {finding["severity"] for finding in run["findings"]} == {"critical"}
    assert run["part"].startswith("A part of the run: 2 of 9 findings (critical). ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere",), "nowhere: cannot be read: No such file or directory"),
        ((GERMAN,), "is not JSON"),
        (("stored", "--system", "Lighthouse"), "the systems of this run are Harbour, Lantern"),
        (("stored", "--document", "leipsig-tram-depot"), "did you mean 'leipzig-tram-depot'?"),
    ],
)
def test_what_cannot_be_rendered_is_one_line(arguments, told, stored):
    before = files(stored)
    done = mtqa("report", *arguments, cwd=stored.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert files(stored) == before


def test_a_selector_that_means_nothing_is_a_note(stored):
    done = mtqa("report", stored, "--select", "accuraci", "--no-report")
    assert done.returncode == 0
    assert done.stderr == "note: no finding of this run has a rule or category 'accuraci'; did you mean accuracy?\n"


@pytest.mark.parametrize(
    ("environment", "platform", "reason"),
    [
        ({"DISPLAY": ":0"}, "linux", None),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", None),
        ({"BROWSER": "w3m"}, "linux", None),
        ({}, "darwin", None),
        ({}, "win32", None),
        ({}, "linux", "there is no display"),
        ({"DISPLAY": ""}, "linux", "there is no display"),
        ({"DISPLAY": ":0", "CI": "true"}, "linux", "this is a job of continuous integration (CI is set)"),
        ({"CI": "1"}, "darwin", "this is a job of continuous integration (CI is set)"),
        ({"DISPLAY": ":0", "CI": "false"}, "linux", None),
    ],
)
def test_a_browser_is_opened_only_where_somebody_may_see_it(environment, platform, reason):
    assert opening.obstacle(environment, platform) == reason


@pytest.fixture
def browser(tmp_path):
    """An environment whose browser notes what it is asked to show."""
    script = tmp_path / "browser.sh"
    script.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/shown\n')
    script.chmod(0o755)
    without = {name: value for name, value in os.environ.items() if name not in (*opening.JOBS, *opening.DISPLAYS)}
    return {**without, "BROWSER": f"{script} %s"}, tmp_path / "shown"


COMMANDS = {
    "score": ("score", GERMAN, "-o", "new"),
    "gate": ("gate", GERMAN, "-o", "new", "--exit-zero"),
    "report": ("report", "stored", "-o", "new"),
    "compare": ("compare", GERMAN, "-o", "new"),
    "selftest": ("selftest", CHINESE, "--faults", "1", "-o", "new"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_open_shows_the_report_that_was_written(command, stored, browser):
    environment, shown = browser
    done = mtqa(*COMMANDS[command], "--open", cwd=stored.parent, env=environment)
    assert done.returncode == 0, done.stderr
    page = stored.parent / "new" / {"selftest": "selftest.html", "compare": "compare.html"}.get(command, "index.html")
    assert shown.read_text() == f"{page.resolve().as_uri()}\n"
    assert f"Report: new/{page.name}" in done.stderr


def test_what_is_not_opened_is_said_and_is_no_failure(stored, browser):
    done = mtqa("report", stored, "--open", env={**browser[0], "CI": "true"})
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == (
        f"not opened: this is a job of continuous integration (CI is set); the report is {stored / 'index.html'}"
    )
    assert not browser[1].exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", GERMAN, "--no-report"),
        ("gate", GERMAN),
        ("selftest", GERMAN),
        ("compare", GERMAN, "--no-report"),
        ("report", "stored", "--no-report"),
    ],
)
def test_there_is_nothing_to_open_where_nothing_is_written(arguments, stored):
    done = mtqa(*arguments, "--open", cwd=stored.parent)
    assert done.returncode == 2
    assert "--open opens a" in done.stderr
