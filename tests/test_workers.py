"""Worker processes that die: a document costs nothing but itself, and is named."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from lethal import EXITS, KILLS, STUMBLES, LethalScorer
from typer.testing import CliRunner

from mtqa.cli import app
from mtqa.errors import InputError
from mtqa.evaluation import Settings, Stream, batch, evaluate_items, scorer, segments, stream
from mtqa.evaluation.workers import Died, Workers
from mtqa.gate.judging import judge
from mtqa.model import DocumentHeader, LanguagePair, Segment
from mtqa.thresholds import Thresholds

SETTINGS = Settings(language_pair=LanguagePair("it", "en"), checks=None, resamples=20)

DEATHS = {
    KILLS: "killed by SIGKILL; out of memory?",
    STUMBLES: "RecursionError: too deep",
    EXITS: "ended with exit code 3",
}


@pytest.fixture
def lethal(monkeypatch):
    """Texts can kill, and the shortest text is long enough for workers."""
    monkeypatch.setattr(segments, "Scorer", LethalScorer)
    monkeypatch.setattr(scorer, "_SEGMENTS_WITHOUT_WORKERS", 1)
    monkeypatch.setattr(batch, "CHUNK", 4)
    monkeypatch.setattr(stream, "CHUNK", 4)


def news(*deadly, documents=9):
    """Documents of two segments; the last of some kills: pairs of document and text."""
    deaths = dict(deadly)
    for number in range(documents):
        header = DocumentHeader(document=f"d{number}", path="news.tsv")
        for line in (1, 2):
            text = deaths.get(number, "") if line == 2 else ""
            yield Segment(
                header=header,
                segment=str(line),
                hypothesis=text or f"The mayor opened school number {number}.",
                references=(f"The mayor opened the school of number {number}.",),
                line=2 * number + line,
            )


@pytest.mark.parametrize("text", DEATHS, ids=["killed", "stumbled", "exited"])
def test_a_document_on_which_workers_die_costs_itself_only(lethal, text):
    items = list(news((3, text)))
    found = evaluate_items(items, replace(SETTINGS, jobs=2))
    without = evaluate_items([item for item in items if item.header.document != "d3"], SETTINGS)
    (failure,) = found.failures
    assert (failure.document, failure.path, failure.line) == ("d3", "news.tsv", 7)
    assert failure.reason == f"could not be judged ({DEATHS[text]})"
    assert replace(found, left_out=()) == without


def test_every_death_is_told(lethal):
    found = evaluate_items(list(news((0, KILLS), (1, STUMBLES), (8, KILLS))), replace(SETTINGS, jobs=2))
    assert [failure.document for failure in found.failures] == ["d0", "d1", "d8"]
    assert [document.header.document for document in found.documents] == [f"d{number}" for number in range(2, 8)]


def test_a_stream_goes_on(lethal):
    streamed = Stream(iter(list(news((3, KILLS)))), replace(SETTINGS, jobs=2))
    documents = [scored.segment.header.document for scored, _ in streamed]
    assert documents == [f"d{number}" for number in range(9) if number != 3 for _ in range(2)]
    assert [failure.document for failure in streamed.totals.failures] == ["d3"]
    assert streamed.totals.segments == 16


def test_a_fault_of_the_program_costs_one_process_no_more(lethal):
    found = evaluate_items(list(news((3, STUMBLES))), SETTINGS)
    assert [failure.document for failure in found.failures] == ["d3"]


def test_what_was_found_before_is_kept(lethal, tmp_path):
    items = list(news((3, STUMBLES)))
    settings = replace(SETTINGS, cache=tmp_path)
    first, second = (evaluate_items(items, settings) for _ in range(2))
    assert first == second == evaluate_items(items, SETTINGS)


def test_nothing_left_is_an_error(lethal):
    with pytest.raises(InputError, match=r"no document could be judged; d0: .*RecursionError"):
        evaluate_items(list(news((0, STUMBLES), documents=1)), SETTINGS)


def test_a_gate_does_not_pass_what_could_not_be_judged(lethal):
    judgement = judge(evaluate_items(list(news((3, STUMBLES))), SETTINGS), Thresholds())
    assert judgement.outcome == "unjudged"
    assert judgement.verdicts[0].condition == "every document can be judged"


@pytest.mark.parametrize("arguments", [["-f", "json"], ["-f", "jsonl", "--no-report"]], ids=["whole", "streamed"])
def test_the_command_names_the_document_and_exits_2(lethal, tmp_path, arguments):
    path = tmp_path / "news.tsv"
    rows = [(item.hypothesis, item.references[0], item.header.document) for item in news((3, KILLS))]
    path.write_text("hypothesis\treference\tdocument\n" + "".join("\t".join(row) + "\n" for row in rows), "utf-8")
    command = ["score", str(path), "-l", "it-en", "--no-checks", "-j", "2", "-o", str(tmp_path / "out"), *arguments]
    found = CliRunner().invoke(app, command)
    assert found.exit_code == 2
    place = f"mtqa: error: {path}:8: document d3"
    assert f"{place} could not be judged (killed by SIGKILL; out of memory?)" in found.stderr
    assert found.stdout.count('"d2"') > 0
    page = tmp_path / "out" / "index.html"
    assert not page.exists() or f"d3 ({path}:8)" in page.read_text("utf-8")


# The pool itself.


def double():
    return lambda job: os.kill(os.getpid(), signal.SIGKILL) if job is None else 2 * job


def unable():
    raise InputError("cannot be read", "words.txt")


def stillborn():
    os._exit(7)


def test_jobs_beside_a_death_have_their_results():
    with Workers(2, double) as workers:
        futures = [workers.submit(job) for job in (1, None, 2, 3, None, 4)]
        found = [future.result() for future in futures]
    assert [each for each in found if not isinstance(each, Died)] == [2, 4, 6, 8]
    assert len(found) == 6


def test_what_keeps_a_worker_from_starting_is_told():
    with Workers(1, unable) as workers, pytest.raises(InputError, match=r"words\.txt: cannot be read"):
        workers.submit(1).result()
    with (
        Workers(1, stillborn) as workers,
        pytest.raises(InputError, match=r"could not start \(ended with exit code 7\)"),
    ):
        workers.submit(1).result()


ASLEEP = """
import time
from mtqa.evaluation.workers import Workers

def sleepy():
    return time.sleep

if __name__ == "__main__":
    try:
        with Workers(2, sleepy) as workers:
            workers.submit(0).result()
            futures = [workers.submit(60) for _ in range(2)]
            print("asleep", flush=True)
            futures[0].result()
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


def test_an_interrupt_ends_workers_at_once(tmp_path):
    script = tmp_path / "asleep.py"
    script.write_text(ASLEEP, "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout.readline() == "asleep\n"
    start = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the group
    out, err = process.communicate(timeout=10)
    assert time.monotonic() - start < 2
    assert (out, err, process.returncode) == ("interrupted\n", "", 0)
