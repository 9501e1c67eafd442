"""`mtqa checks`: the list, one check, and the page, which is current."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtqa.checks import all_checks, faults
from mtqa.checks.documentation import page
from mtqa.cli import app
from mtqa.errors import ConfigError, InputError

PAGE = Path(__file__).parents[1] / "docs" / "checks.md"


def run(*arguments):
    return CliRunner().invoke(app, ["checks", *map(str, arguments)])


def test_every_fault_is_listed():
    listed = [line.split() for line in run("list").output.splitlines()]
    assert [line[0] for line in listed] == sorted(fault.id for fault in faults())
    members = json.loads(run("list", "-f", "json").output)
    assert {(one["id"], one["severity"], one["check"]) for one in members} == {
        (fault.id, fault.severity, check.name) for check in all_checks() for fault in check.faults
    }


@pytest.mark.parametrize("name", ["copies", "accuracy/untranslated/copy"])
def test_a_check_is_shown_by_its_name_and_by_what_it_tells(name):
    shown = run("show", name).output
    assert shown.startswith("## copies\n")
    assert "Settings `[checks.copies]`: `reference_words` = 8, `reference_share` = 0.5" in shown


def test_a_check_that_is_not_there_is_an_error():
    error = run("show", "copy").exception
    assert isinstance(error, ConfigError)
    assert str(error).startswith("no check copy; there are ")


def test_the_page_is_current():
    assert PAGE.read_text("utf-8") == page(all_checks()), "run: mtqa checks docs docs/checks.md"


def test_a_page_written_by_hand_stays(tmp_path):
    path = tmp_path / "checks.md"
    path.write_text("# Mine\n", "utf-8")
    assert isinstance(run("docs", path).exception, InputError)
    assert path.read_text("utf-8") == "# Mine\n"
    assert run("docs", tmp_path / "new" / "checks.md").exit_code == 0
    assert (tmp_path / "new" / "checks.md").read_text("utf-8") == page(all_checks())
