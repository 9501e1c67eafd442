"""Runs with tables: what they add up to is what a whole run says, however they are divided, killed and resumed."""

import gzip
import io
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from importlib.resources import files
from itertools import chain, zip_longest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lethal import KILLS, STUMBLES, LethalScorer
from typer.testing import CliRunner

from mtqa.cli import app
from mtqa.errors import InputError
from mtqa.evaluation import Settings, evaluate_items, segments
from mtqa.evaluation.stored import read_run
from mtqa.model import DocumentHeader, Ignore, LanguagePair, LeftOut, Segment
from mtqa.report import build
from mtqa.scale import resampling, tasks, work
from mtqa.scale.codec import decoded, encoded
from mtqa.scale.engines import ENGINES
from mtqa.scale.local_engine import LocalEngine
from mtqa.scale.part import Part, total
from mtqa.scale.resampling import Drawing, Unit, Units, counts, key_of
from mtqa.scale.run import TableRun
from mtqa.scale.tasks import gathered_nearby
from mtqa.scale.work import Workbench
from mtqa.statistics import interval, resampled_sums
from mtqa.writers import json as json_writer

PAIR = LanguagePair("it", "en")
SETTINGS = Settings(language_pair=PAIR, resamples=100)
SCORES_ONLY = replace(SETTINGS, checks=None)


class Here:
    """The engine of tests: this process; keeps the parts that it made."""

    def __init__(self):
        self.parts = {}

    def run(self, work, tasks):
        bench = Workbench(work)
        for task in tasks:
            self.parts[task.number] = bench.do(task)
            yield task.number, self.parts[task.number]


def news(documents=12, longest=6, system=None, seed=1, references=True):
    """Generated news, some of it with faults."""
    chance = random.Random(seed)
    for number in range(documents):
        header = DocumentHeader(document=f"d{number}", path="news.tsv", system=system)
        for line in range(chance.randint(1, longest)):
            schools = chance.randint(2, 99)
            told = schools + (chance.random() < 0.1)
            verb = "have" if chance.random() < 0.2 else "has"
            yield Segment(
                header=header,
                segment=str(line + 1),
                hypothesis=f"The mayor {verb} opened {told} schools.",
                source=f"Il sindaco ha aperto {schools} scuole.",
                references=(f"On Monday the mayor opened {schools} schools.",) if references else (),
                line=10 * number + line + 1,
            )


def side_by_side(*systems):
    """The segments of several systems in turn, as in a file with a column of systems."""
    return [each for each in chain.from_iterable(zip_longest(*systems)) if each is not None]


def run(items, folder, settings=SETTINGS, *, engine=None, resume=False, tables="jsonl", **options):
    job = TableRun(items=items, settings=settings, folder=folder, tables=tables, **options)
    return job.report(engine or Here(), resume=resume)


INPUTS = {
    "documents": lambda: list(news()),
    "few documents": lambda: list(news(3)),
    "one document": lambda: list(news(1)),
    "several systems": lambda: [*news(8, system="a"), *news(8, system="b", seed=2)],
    "systems side by side": lambda: side_by_side(
        list(news(8, longest=1, system="a")), list(news(8, longest=1, system="b"))
    ),
    "no references": lambda: list(news(references=False)),
    "some without": lambda: [
        replace(each, references=())
        if each.segment == "2"
        else replace(each, references=("",))
        if each.segment == "3"
        else each
        for each in news(20)
    ],
    "left out": lambda: [
        LeftOut(document="x", reason="fuzzy", path="news.tsv", line=1),
        *news(4),
        LeftOut(document="x", segment="2", reason="fuzzy", path="news.tsv", line=9),
        *news(4, system="b"),
    ],
}


@pytest.mark.parametrize("items", INPUTS.values(), ids=INPUTS)
@pytest.mark.parametrize("settings", [SETTINGS, SCORES_ONLY], ids=["checks", "scores only"])
@pytest.mark.parametrize("chunk", [1, 7, 8192])
def test_a_run_with_tables_says_what_a_whole_run_says(tmp_path, items, settings, chunk):
    whole = evaluate_items(items(), settings)
    found = run(items(), tmp_path, settings, chunk=chunk)
    report = build(whole)
    if whole.metrics:
        assert found.evaluation.documents == whole.documents  # so few that all are shown
        assert found.worst_first == report.worst_first
    shared = {field: getattr(whole, field) for field in whole.__slots__ if field not in ("left_out", "documents")}
    assert {field: getattr(found.evaluation, field) for field in shared} == shared
    assert set(found.evaluation.left_out) == set(whole.left_out)
    assert (found.findings, found.ranked_by) == (report.findings, report.ranked_by)
    assert found.whole.documents == len(whole.documents)
    assert sum(found.whole.left_out.values()) == len(whole.left_out)


def summary_of(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.suffix in (".json", ".html")}


def rows_of(folder, table):
    paths = sorted((folder / "tables" / table).iterdir())
    return [line for path in paths for line in gzip.decompress(path.read_bytes()).splitlines()]


def files_of(folder):
    """All that a reader of the folder sees."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".mtqa-run" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_the_tables_hold_what_a_whole_run_says(tmp_path):
    items = list(news(30))
    whole = evaluate_items(items, SETTINGS)
    for chunk in (5, 8192):
        folder = tmp_path / str(chunk)
        run(items, folder, chunk=chunk)
        rows = list(map(json.loads, rows_of(folder, "segments")))
        scored = [each for document in whole.documents for each in document.segments]
        assert [(row["document"], row["segment"], row["chrF2"]) for row in rows] == [
            (each.segment.header.document, each.segment.segment, each.scores["chrF2"]) for each in scored
        ]
        assert len(rows_of(folder, "findings")) == sum(len(each.findings) for each in scored)
        assert len(rows_of(folder, "documents")) == 30


def test_a_sum_does_not_hang_on_how_it_is_made(tmp_path):
    engine = Here()
    run(list(news(40)), tmp_path, engine=engine, chunk=7)
    parts = list(engine.parts.values())
    assert len(parts) > 5
    whole = encoded(total(parts))
    backwards = total(reversed(parts))
    halves = total(parts[:3]) + (total(parts[3:5]) + total(parts[5:]))
    for other in (backwards, halves):
        assert decoded(Part, encoded(other)).systems.keys() == decoded(Part, whole).systems.keys()
        assert plain(other) == plain(total(parts))


def plain(value):
    """A value with its arrays as lists, and mappings without an order."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if hasattr(value, "items"):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value


def test_a_part_is_kept_as_it_is(tmp_path):
    engine = Here()
    items = [*news(10, system="\udce9 <script>"), *news(3, references=False)]
    run(items, tmp_path, engine=engine)
    for part in engine.parts.values():
        assert plain(decoded(Part, encoded(part))) == plain(part)


@pytest.mark.parametrize("data", [b"", b"no part", encoded(Part())[:-3], encoded([1, 2])])
def test_what_is_no_part_is_refused(data):
    with pytest.raises(ValueError, match="is damaged"):
        decoded(Part, data)


# Tasks.


@given(st.lists(st.integers(0, 4), max_size=40), st.integers(1, 12))
def test_every_segment_stands_in_one_piece_in_order(names, window):
    headers = [DocumentHeader(document=f"d{name}", path="x") for name in names]
    items = [Segment(header=header, segment=str(n), hypothesis="x") for n, header in enumerate(headers)]
    pieces = list(gathered_nearby(items, window))
    assert sorted(int(each.segment) for piece in pieces for each in piece.segments) == list(range(len(items)))
    for piece in pieces:
        numbers = [int(each.segment) for each in piece.segments]
        assert numbers == sorted(numbers)
        assert numbers[0] == piece.ordinal
        assert {each.header for each in piece.segments} == {piece.header}
    if window > len(items):
        assert len(pieces) == len(set(names))


def test_a_long_document_is_divided_at_the_same_places_whatever_the_chunk(monkeypatch, tmp_path):
    monkeypatch.setattr(tasks, "LONGEST_PIECE", 4)
    monkeypatch.setattr(segments, "LONGEST_PIECE", 4)
    items = [*news(3, longest=3), *(replace(each, segment=f"x{n}") for n, each in enumerate(long(11)))]
    pieces = list(gathered_nearby(items))
    assert [len(piece.segments) for piece in pieces if piece.header.document == "long"] == [4, 4, 3]
    assert [(piece.begins, piece.whole) for piece in pieces if piece.header.document == "long"] == [
        (True, False),
        (False, False),
        (False, False),
    ]
    one, two = (run(items, tmp_path / str(chunk), chunk=chunk) for chunk in (1, 50))
    assert one == two
    assert one.whole.too_long == 1
    whole = evaluate_items(items, SETTINGS)
    assert one.evaluation.systems == whole.systems


def long(number):
    header = DocumentHeader(document="long", path="news.tsv")
    return [replace(each, header=header) for each in list(news(number, longest=1))]


# Intervals.


def test_the_draws_are_poisson_and_hang_on_name_and_seed_only():
    drawing = Drawing(1000, 12345)
    drawn = np.array([counts(key_of("s", str(number)), drawing) for number in range(500)])
    assert abs(drawn.mean() - 1) < 0.01
    assert abs(drawn.var() - 1) < 0.02
    shares = [(drawn == number).mean() for number in range(4)]
    assert np.allclose(shares, [0.3679, 0.3679, 0.1839, 0.0613], atol=0.005)
    assert abs(np.corrcoef(drawn[:200])[np.triu_indices(200, 1)]).mean() < 0.03
    assert counts(key_of("a", "b"), drawing).tolist() == counts(key_of("a", "b"), drawing).tolist()
    others = (key_of("ab", ""), key_of(None, "b"), key_of("", "b"))
    assert all(counts(key, drawing).tolist() != counts(key_of("a", "b"), drawing).tolist() for key in others)
    assert counts(key_of("a"), drawing).tolist() != counts(key_of("a"), Drawing(1000, 1)).tolist()


def test_the_first_draws_are_these_on_every_machine():
    assert counts(key_of("s", "d"), Drawing(20, 12345)).tolist() == FIRST_DRAWS


FIRST_DRAWS = [1, 1, 4, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 0]


@pytest.mark.parametrize("most", [0, 5, 1000])
def test_units_add_up_in_any_order(monkeypatch, most):
    monkeypatch.setattr(resampling, "MOST_UNITS", most)
    drawing = Drawing(50, 1)
    generator = np.random.default_rng(1)
    rows = generator.integers(0, 100, (30, 3))
    # The last ten are second pieces of the first.
    units = [Units.of(drawing, [(key_of(str(n % 20)), Unit(n, row))]) for n, row in enumerate(rows)]
    forwards, backwards = Units(drawing), Units(drawing)
    for each in units:
        forwards += each
    for each in reversed(units):
        backwards = each + backwards
    assert plain(forwards) == plain(backwards)
    assert forwards.many == (most < 20)


@pytest.mark.parametrize("documents", [1200, 5000])
def test_intervals_of_many_units_are_those_of_the_exact_bootstrap_but_for_chance(documents):
    generator = np.random.default_rng(7)
    words = generator.integers(50, 1500, documents)
    rows = np.stack([generator.binomial(words, generator.beta(20, 30, documents)), words], axis=1)

    def ratio_and_sum(sums):
        return np.stack([100 * sums[..., 0] / sums[..., 1], sums[..., 0].astype(float)], axis=-1)

    units = Units.of(Drawing(1000, 12345), [(key_of(str(n)), Unit(n, row)) for n, row in enumerate(rows)])
    assert units.many
    exact = np.array(interval(ratio_and_sum(resampled_sums(rows))))
    found = np.array(units.interval(ratio_and_sum))
    width = exact[1] - exact[0]
    assert np.all(np.abs(found - exact) < 0.15 * width)


# Deaths.


def test_a_document_on_which_workers_die_costs_itself_only(tmp_path, monkeypatch):
    items = list(news(30))
    sound = run(items[:-1], tmp_path / "sound", SCORES_ONLY)
    deadly = DocumentHeader(document="deadly", path="news.tsv")
    stumbling = DocumentHeader(document="stumbling", path="news.tsv")
    killing = [
        replace(items[0], header=deadly, hypothesis=KILLS),
        replace(items[0], header=stumbling, hypothesis=STUMBLES),
    ]
    monkeypatch.setattr(segments, "Scorer", LethalScorer)
    found = run([*items[:50], *killing, *items[50:-1]], tmp_path / "out", SCORES_ONLY, engine=LocalEngine(2), chunk=20)
    assert [(failure.document, failure.reason) for failure in found.evaluation.failures] == [
        ("deadly", "could not be judged (killed by SIGKILL; out of memory?)"),
        ("stumbling", "could not be judged (RecursionError: too deep)"),
    ]
    assert found.evaluation.systems == sound.evaluation.systems
    assert not list((tmp_path / "out").rglob(".unfinished*"))
    assert sorted(rows_of(tmp_path / "out", "segments")) == sorted(rows_of(tmp_path / "sound", "segments"))


def test_nothing_left_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(segments, "Scorer", LethalScorer)
    items = [replace(each, hypothesis=STUMBLES) for each in news(1)]
    with pytest.raises(InputError, match=r"no document could be judged; d0: .*too deep"):
        run(items, tmp_path, SCORES_ONLY, engine=LocalEngine(1))


# The command.


@pytest.fixture(scope="module")
def tsv(tmp_path_factory):
    path = tmp_path_factory.mktemp("news") / "news.tsv"
    lines = ["source\thypothesis\treference\tdocument"]
    lines += ["\t".join((each.source, each.hypothesis, each.references[0], each.header.document)) for each in news(300)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def invoke(*arguments):
    return CliRunner().invoke(app, ["score", *map(str, arguments), "-l", "it-en"])


def test_the_summary_and_the_tables_are_the_same_for_any_number_of_jobs(tsv, tmp_path):
    folders = []
    for jobs, chunk in ((1, 400), (2, 400), (2, 100)):
        folders.append(tmp_path / f"{jobs}-{chunk}")
        found = invoke(tsv, "--tables", "jsonl", "-o", folders[-1], "-j", jobs, "--chunk", chunk)
        assert found.exit_code == 0, found.output
    one, two, smaller = folders
    assert files_of(one) == files_of(two)
    assert summary_of(one) == {**summary_of(smaller), "plan.json": (one / ".mtqa-run" / "plan.json").read_bytes()}
    for table in ("segments", "findings", "documents"):
        assert rows_of(one, table) == rows_of(smaller, table)


def test_the_summary_says_that_it_is_one(tsv, tmp_path):
    found = invoke(tsv, "--tables", "jsonl", "-o", tmp_path, "-j", 1)
    assert "Of 300 documents these are shown in full: the 25 worst by chrF2" in found.stdout
    assert "... and 280 more documents" in found.stdout
    with pytest.raises(InputError, match=r"run\.json: is the summary of a run with tables"):
        read_run(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "Of 300 documents these are shown in full: the 25 worst by chrF2" in page
    summary = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert summary["format"] == "summary-1"
    assert summary["whole"]["bootstrap"] == "ordinary"
    assert summary["whole"]["documents"] == summary["corpus"]["documents"] == 300
    assert all(
        sum(scores) == 300 for own in summary["whole"]["histograms"] for scores in own["documents_by_score"].values()
    )
    assert len(summary["documents"]) < 60
    pages = {path.name for path in (tmp_path / "documents").iterdir()}
    assert len(pages) == len(summary["documents"])


SUMMARY = Draft202012Validator(json.loads((files("mtqa") / "schema" / "summary-1.schema.json").read_text("utf-8")))


@pytest.mark.parametrize("items", INPUTS.values(), ids=INPUTS)
@pytest.mark.parametrize("settings", [SETTINGS, SCORES_ONLY], ids=["checks", "scores only"])
def test_a_summary_follows_its_schema(tmp_path, items, settings):
    out = io.StringIO()
    json_writer.write(run(items(), tmp_path, settings), out)
    SUMMARY.validate(json.loads(out.getvalue()))


def test_a_missing_key_or_a_wrong_type_breaks_the_schema_of_summaries(tsv, tmp_path):
    SUMMARY.check_schema(SUMMARY.schema)
    assert invoke(tsv, "--tables", "jsonl", "-o", tmp_path, "-j", 1).exit_code == 0
    summary = json.loads((tmp_path / "run.json").read_text("utf-8"))
    SUMMARY.validate(summary)
    whole = summary["whole"]
    lists = [whole["histograms"][0], whole["findings"][0], summary["documents"][0], summary["findings"][0]]
    for place in (summary, whole, *lists):
        for key in list(place):
            value = place.pop(key)
            assert not SUMMARY.is_valid(summary), f"{key} may be missing"
            place[key] = True
            assert not SUMMARY.is_valid(summary), f"{key} may be true"
            place[key] = value
    whole["left_out"].append({"reason": "fuzzy"})
    assert not SUMMARY.is_valid(summary)
    whole["left_out"][-1]["segments"] = 1
    assert SUMMARY.is_valid(summary)


FAULTS = {
    "a format of all documents": (["--tables", "jsonl", "-f", "sarif"], "-f sarif needs all documents at once"),
    "another output": (["--tables", "jsonl", "--output-format", "csv=x.csv"], "--output-format needs all documents"),
    "no files": (["--tables", "jsonl", "--no-report"], "the tables are files"),
    "an engine alone": (["--engine", "local"], "--engine is for runs with tables"),
    "a scheduler of this machine": (["--tables", "jsonl", "--scheduler", "tcp://x:1"], "takes no --scheduler"),
    "a cache": (["--tables", "jsonl", "--cache", "x"], "--cache and --tables exclude each other"),
    "nothing to resume": (["--resume", "nowhere"], "nowhere: holds no run to resume; begin one with -o"),
}


@pytest.mark.parametrize(("arguments", "message"), FAULTS.values(), ids=FAULTS)
def test_what_does_not_go_together_is_one_line(tsv, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(app, ["score", str(tsv), "-l", "it-en", *arguments])
    assert isinstance(found.exception, InputError), found.output
    assert message in str(found.exception)


def test_a_folder_that_holds_a_run_is_not_written_over(tsv, tmp_path):
    assert invoke(tsv, "--tables", "jsonl", "-o", tmp_path, "-j", 1, "--no-checks").exit_code == 0
    before = files_of(tmp_path)
    again = invoke(tsv, "--tables", "jsonl", "-o", tmp_path, "-j", 1, "--no-checks")
    assert "holds a run with tables; name another folder with -o" in str(again.exception)
    (tmp_path / ".mtqa-run" / "total").unlink()
    unfinished = invoke(tsv, "--tables", "jsonl", "-o", tmp_path, "-j", 1, "--no-checks")
    assert f"holds an unfinished run with tables; continue it with --resume {tmp_path}" in str(unfinished.exception)
    assert files_of(tmp_path) == before
    assert invoke(tsv, "--resume", tmp_path, "-j", 1, "--no-checks").exit_code == 0
    assert files_of(tmp_path) == before


CHANGES = {
    "an input": (lambda path: path.write_text(path.read_text("utf-8") + "\n", "utf-8"), [], "has changed since"),
    "metrics": (None, ["-m", "bleu"], "another choice of metrics, rules or checks than when it began"),
    "rules": (None, ["--ignore", "en"], "another choice of metrics, rules or checks"),
    "a chunk": (None, ["--chunk", "99"], "another chunk than when it began"),
    "tables": (None, ["--tables", "csv"], "its tables are jsonl, not csv"),
    "a column": (None, ["--column", "source=reference"], "another choice of columns"),
}


@pytest.mark.parametrize(("change", "arguments", "message"), CHANGES.values(), ids=CHANGES)
def test_only_the_same_run_is_resumed(tsv, tmp_path, change, arguments, message):
    path = tmp_path / "news.tsv"
    path.write_bytes(tsv.read_bytes())
    folder = tmp_path / "out"
    assert invoke(path, "--tables", "jsonl", "-o", folder, "-j", 1).exit_code == 0
    if change:
        change(path)
    found = invoke(path, "--resume", folder, "-j", 1, *arguments)
    assert isinstance(found.exception, InputError)
    assert message in str(found.exception)
    assert "run it as it was begun, or begin anew in another folder with -o" in str(found.exception)


def started(*arguments):
    """The command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", "from mtqa.cli import main; main()", "score", *map(str, arguments), "-l", "it-en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": ""},
    )


def wait_for_parts(folder, number, process):
    deadline = time.monotonic() + 120
    while len(list((folder / ".mtqa-run").glob("part-*"))) < number and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_run_killed_at_any_moment_is_resumed_to_the_same_bytes(tsv, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    options = ["--chunk", 100, "-j", 2, "-q", "--no-checks"]
    assert invoke(tsv, "--tables", "jsonl", "-o", whole, *options).exit_code == 0
    chance = random.Random(5)
    for moment in range(4):
        where = ["--resume", killed] if (killed / ".mtqa-run" / "plan.json").exists() else ["-o", killed]
        process = started(tsv, "--tables", "jsonl", *where, *options)
        if moment == 0:
            time.sleep(chance.uniform(0.1, 2))
        else:
            wait_for_parts(killed, 2 * moment, process)
            time.sleep(chance.uniform(0, 0.2))
        process.kill()  # the workers find out by themselves
        process.communicate()
    last = started(tsv, "--tables", "jsonl", "--resume", killed, *options)
    _, errors = last.communicate(timeout=120)
    assert (last.returncode, errors) == (0, "")
    assert files_of(killed) == files_of(whole)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("moment", [0, 2], ids=["while it starts", "amidst"])
def test_an_interrupt_ends_a_run_at_once_and_says_how_to_go_on(tsv, tmp_path, engine, moment):
    if engine == "dask":
        pytest.importorskip("distributed", reason="needs mtqa[dask]")
    folder = tmp_path / "out"
    arguments = (tsv, "--chunk", 100, "-j", 2, "--no-checks", "--engine", engine)
    process = started(*arguments, "--tables", "jsonl", "-o", folder)
    deadline = time.monotonic() + 60
    while not (folder / ".mtqa-run" / "plan.json").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    wait_for_parts(folder, moment, process)
    start = time.monotonic()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, errors = process.communicate(timeout=30)
    assert time.monotonic() - start < (15 if engine == "dask" else 5)  # on a busy machine; a cluster starts first
    assert process.returncode == 130
    told = f"mtqa: interrupted; what is finished is kept: run again with --resume {folder}\n"
    assert told in errors if engine == "dask" else errors == told  # Dask's own processes may log what they lost
    assert len(list((folder / ".mtqa-run").glob("part-*"))) >= moment
    assert invoke(tsv, "--resume", folder, "--chunk", 100, "-j", 2, "--no-checks").exit_code == 0


def test_a_table_in_parts_is_read_and_resumed_by_its_pattern(tsv, tmp_path):
    heading, *lines = tsv.read_text("utf-8").splitlines(keepends=True)
    folder = tmp_path / "in"
    folder.mkdir()
    cut = next(number for number, line in enumerate(lines) if line.endswith("\td100\n"))
    for number, part in enumerate((lines[:cut], lines[cut:])):
        (folder / f"part-{number}.tsv").write_text(heading + "".join(part), "utf-8")
    arguments = (folder / "*.tsv", "-j", 1, "--no-checks", "-q")
    assert invoke(*arguments, "--tables", "jsonl", "-o", tmp_path / "out").exit_code == 0
    before = files_of(tmp_path / "out")
    assert invoke(*arguments, "--resume", tmp_path / "out").exit_code == 0
    assert files_of(tmp_path / "out") == before
    (folder / "part-2.tsv").write_text(heading, "utf-8")
    found = invoke(*arguments, "--resume", tmp_path / "out")
    assert "cannot be resumed: it did not read" in str(found.exception)


def test_two_runs_do_not_share_a_folder(tsv, tmp_path):
    fcntl = pytest.importorskip("fcntl")
    assert invoke(tsv, "--tables", "jsonl", "-o", tmp_path, "-j", 1, "--no-checks").exit_code == 0
    with (tmp_path / ".mtqa-run" / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = invoke(tsv, "--resume", tmp_path, "-j", 1, "--no-checks")
    assert "another run is at work in it" in str(found.exception)


def test_a_damaged_part_is_done_again(tsv, tmp_path):
    assert invoke(tsv, "--tables", "jsonl", "-o", tmp_path, "-j", 1, "--no-checks", "--chunk", 300).exit_code == 0
    before = files_of(tmp_path)
    (tmp_path / ".mtqa-run" / "total").write_bytes(b"damaged")
    (tmp_path / "tables" / "segments" / "part-000001.jsonl.gz").unlink()
    assert invoke(tsv, "--resume", tmp_path, "-j", 1, "--no-checks", "--chunk", 300).exit_code == 0
    assert files_of(tmp_path) == before


def test_every_engine_can_be_loaded():
    pytest.importorskip("distributed", reason="needs mtqa[dask]")
    for entry in ENGINES.values():
        assert entry.make(1, None) is not None


def test_the_first_tasks_are_small_and_none_is_lost():
    items = list(news(4000, longest=2))
    cut = list(tasks.tasks(items, 2000))
    assert [task.number for task in cut] == list(range(len(cut)))
    assert sum(task.segments for task in cut) == len(items)
    assert [task.segments // 500 for task in cut[:3]] == [1, 2, 4]


def test_the_summary_says_how_many_units_were_drawn(monkeypatch, tmp_path):
    monkeypatch.setattr(resampling, "MOST_UNITS", 5)
    monkeypatch.setattr(tasks, "MOST_UNITS", 5)
    one, two = (run(list(news(30)), tmp_path / str(chunk), SCORES_ONLY, chunk=chunk) for chunk in (3, 100))
    assert one == two
    assert one.whole.bootstrap == "poisson"
    assert any("Poisson bootstrap" in note for note in one.evaluation.notes)
    exact = evaluate_items(list(news(30)), SCORES_ONLY).systems[0]
    for name, score in one.evaluation.systems[0].scores.items():
        assert score.score == exact.scores[name].score
        assert score.low < score.score < score.high


def test_systems_with_many_documents_are_drawn_at_once_and_no_others(monkeypatch, tmp_path):
    monkeypatch.setattr(resampling, "MOST_UNITS", 5)
    monkeypatch.setattr(tasks, "MOST_UNITS", 5)
    few = [replace(each, references=()) if each.header.document not in FIRST else each for each in news(30)]
    items = [*few, *news(4, system="b", seed=2)]
    assert {task.many for task in tasks.tasks(items, 3)} == {frozenset(), frozenset([(None, False)])}
    reports = [run(items, tmp_path / str(chunk), chunk=chunk) for chunk in (3, 20, 1000)]
    assert reports[0] == reports[1] == reports[2]
    parts = Here()
    run(items, tmp_path / "parts", chunk=3, engine=parts)
    own = [part.systems[None] for part in parts.parts.values() if None in part.systems]
    assert [system.by_findings.documents.many for system in own[-3:]] == [True] * 3
    assert not any(system.by_reference.documents.many for system in own if system.by_reference)


FIRST = [f"d{number}" for number in range(4)]


def test_a_document_that_is_not_among_the_worst_is_not_sent(monkeypatch, tmp_path):
    monkeypatch.setattr(work, "MOST_SHOWN", 3)
    items = list(news(60, longest=2))
    here, unbarred = Here(), Here()
    found = run(items, tmp_path / "barred", engine=here, chunk=2)
    monkeypatch.setattr(Part, "bars", {})
    assert run(items, tmp_path / "unbarred", engine=unbarred, chunk=2) == found
    assert files_of(tmp_path / "barred") == files_of(tmp_path / "unbarred")
    sent, all_sent = (
        sum(len(worst.documents) for part in engine.parts.values() for worst in part.worst.values())
        for engine in (here, unbarred)
    )
    assert sent < all_sent / 2


def test_a_piece_comes_out_of_another_process_as_it_went_in():
    ignores = (Ignore(selector="en/spacing", line=3, reason="quoted"),)
    for piece in gathered_nearby([replace(each, ignores=ignores, column=2) for each in news(5)]):
        assert pickle.loads(pickle.dumps(piece)) == piece
