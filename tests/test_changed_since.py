"""`mtqa gate --changed-since REV`: what has not changed is taken from the baseline, and the verdict is that of all."""

import json
import re
import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

TRUE = [
    "The council has voted for the new bridge over the river.",
    "About 300 workers will lose their jobs in the spring.",
    "The mayor did not want to comment on the decision.",
    "A spokesman said that the firm would build elsewhere.",
    "The school opens again after the summer holidays.",
    "Two trains were late because of the heavy snow.",
]
FAULTY = "In the spring, are arrived some 300 workers.\n"


def run(*command, cwd):
    return subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def git(*arguments, cwd):
    done = run("git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr


def mtqa(*arguments, cwd):
    return run(sys.executable, "-c", "from mtqa.cli import main; main()", *arguments, cwd=cwd)


def gate(project, *options):
    return mtqa("gate", "hyp", "-r", "ref", *options, cwd=project)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "mtqa.toml").write_text(
        'language_pair = "it-en"\n[gate.corpus]\nchrF2 = { min = 60, max_drop = 1.0 }\nquality = { min = 95 }\n'
        "[gate.document]\nquality = { min = 70 }\n",
        "utf-8",
    )
    for side in ("hyp", "ref"):
        (tmp_path / side).mkdir()
        for number, text in enumerate(TRUE):
            (tmp_path / side / f"{number}.txt").write_text(f"{text}\n", "utf-8")
    (tmp_path / "hyp" / "0.txt").write_text("Refugees are arrived at the new bridge over the river.\n", "utf-8")
    gate(tmp_path, "--update-baseline")
    git("init", "-q", cwd=tmp_path)
    git("add", ".", cwd=tmp_path)
    git("commit", "-q", "-m", "first", cwd=tmp_path)
    return tmp_path


def members(done):
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("text", [FAULTY, "Some 300 workers will lose their jobs in the spring.\n"])
@pytest.mark.parametrize("committed", [False, True])
def test_the_verdict_is_that_of_the_whole_run(project, text, committed):
    (project / "hyp" / "1.txt").write_text(text, "utf-8")
    if committed:
        git("commit", "-qam", "second", cwd=project)
    part = gate(project, "--changed-since", "HEAD~1" if committed else "HEAD", "-f", "json")
    whole = gate(project, "-f", "json")
    assert part.returncode == whole.returncode
    part, whole = members(part), members(whole)
    assert part["corpus"] == whole["corpus"]
    assert part["signatures"] == whole["signatures"]
    for verdict, of_whole in zip(part["gate"]["verdicts"], whole["gate"]["verdicts"], strict=True):
        assert verdict == of_whole
    assert f"1 of {len(TRUE)} documents judged, the others as in the baseline mtqa-baseline.json" in part["notes"]
    assert {each["document"] for each in part["findings"]} <= {"1"}


def test_only_what_changed_is_judged(project):
    same = members(gate(project, "--changed-since", "HEAD", "-f", "json"))
    assert same["gate"]["outcome"] == members(gate(project, "-f", "json"))["gate"]["outcome"]
    (project / "hyp" / "new.txt").write_text(FAULTY, "utf-8")
    (project / "ref" / "new.txt").write_text("In the spring some 300 workers arrived.\n", "utf-8")
    everything = gate(project, "--changed-since", "HEAD", "-f", "json")  # a reference is new: it may be anyone's
    assert any(each["document"] == "new" for each in members(everything)["findings"])
    assert everything.returncode == 1


def test_a_changed_reference_is_seen(project):
    (project / "ref" / "2.txt").write_text("Nobody knows what the mayor thinks of the new plans.\n", "utf-8")
    part, whole = gate(project, "--changed-since", "HEAD", "-f", "json"), gate(project, "-f", "json")
    assert members(part)["corpus"] == members(whole)["corpus"]


def test_the_findings_of_others_are_not_stale(project):
    def stale():
        done = members(gate(project, "--changed-since", "HEAD", "--strict-baseline", "-f", "json"))
        return done["gate"]["verdicts"][-1]

    (project / "hyp" / "3.txt").write_text("A spokesman said the firm would build elsewhere.\n", "utf-8")
    assert (stale()["outcome"], stale()["actual"]) == ("passed", "0 of 0 gone")
    (project / "hyp" / "0.txt").write_text(f"{TRUE[0]}\n", "utf-8")
    assert stale()["outcome"] == "failed"


def test_what_was_not_judged_is_said_so_and_not_taken_for_faultless(project):
    (project / "hyp" / "3.txt").write_text("A spokesman said the firm would build elsewhere.\n", "utf-8")
    for side, lines in (("hyp", f"\n{TRUE[5]}\n"), ("ref", f"{TRUE[4]}\n{TRUE[5]}\n")):
        (project / side / "5.txt").write_text(lines, "utf-8")
    gate(project, "--update-baseline")
    git("commit", "-qam", "second", cwd=project)
    (project / "hyp" / "3.txt").write_text("A spokesman said that the firm will build elsewhere.\n", "utf-8")
    part = gate(project, "--changed-since", "HEAD", "-o", "reports", "-f", "json", "--output-format", "junit=j.xml")
    run = members(part)
    assert {each["document"]: each.get("judged") for each in run["documents"]} == {
        **dict.fromkeys("01245", False),
        "3": None,
    }
    assert run["counts"]["empty_hypotheses"] == 1
    pages = {path.name: path.read_text("utf-8") for path in (project / "reports").rglob("*.html")}
    index = " ".join(pages.pop("index.html").split())
    assert "Those of 1 document. The other 5 have not changed and were not judged" in index
    assert index.count(">not judged, as in the baseline<") == 5
    said = [page for page in pages.values() if "This document has not changed and was not judged" in page]
    assert len(said) == 5
    assert all('class="tally"' not in page and re.search(r"\b[12] segments? and \d+ words", page) for page in said)
    assert (project / "j.xml").read_text("utf-8").count("unchanged and not judged") == 3  # the score of two fails


def test_a_stored_part_of_a_run_does_not_lose_what_is_accepted(project):
    gate(project, "--changed-since", "HEAD~0", "-o", "reports")
    (project / "hyp" / "1.txt").write_text("About 300 workers will lose their job in spring.\n", "utf-8")
    gate(project, "--changed-since", "HEAD", "-o", "reports")
    accepted = (project / "mtqa-baseline.json").read_text("utf-8")
    assert '"rule": "en/auxiliary' in accepted
    refused = mtqa("baseline", "update", "reports", cwd=project)
    assert (refused.returncode, "documents were not judged" in refused.stderr) == (2, True)
    assert mtqa("baseline", "prune", "reports", cwd=project).stdout.startswith("mtqa-baseline.json: 0 taken out")
    assert (project / "mtqa-baseline.json").read_text("utf-8") == accepted
    strict = members(mtqa("gate", "reports", "--strict-baseline", "-f", "json", cwd=project))
    assert strict["gate"]["verdicts"][-1]["outcome"] == "passed"


BROKEN = {
    "an unknown revision": (("--changed-since", "nowhere"), "the git repository has no revision 'nowhere'"),
    "an option for git": (("--changed-since", "--output=x"), "the git repository has no revision '--output=x'"),
    "no baseline": (("--changed-since", "HEAD", "--baseline", "none.json"), "none.json: --changed-since takes"),
    "a new baseline": (("--changed-since", "HEAD", "--update-baseline"), "takes a whole run; leave out"),
    "another signature": (("--changed-since", "HEAD", "-m", "chrf,ter"), "mtqa-baseline.json: has no TER, not "),
}


@pytest.mark.parametrize(("options", "message"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_is_one_clear_error(project, options, message):
    done = gate(project, *options)
    assert done.returncode == 2, done.stdout
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (project / "x").exists()


def test_without_a_repository(project):
    shutil.rmtree(project / ".git")
    done = gate(project, "--changed-since", "HEAD")
    assert (done.returncode, done.stderr) == (
        2,
        "mtqa: error: hyp: --changed-since: no git repository is around it\n",
    )
