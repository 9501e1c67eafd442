"""Rows and findings kept from run to run: the same results as without, whatever happens to what is kept."""

import ast
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.evaluation import Settings, Stream, batch, evaluate_items, scorer
from mtqa.evaluation.cache import FILE, Cache
from mtqa.evaluation.checking import CheckSettings
from mtqa.evaluation.jobs import Judged
from mtqa.model import DocumentHeader, Finding, LanguagePair, Segment, Span

PAIR = LanguagePair("it", "en")
PACKAGE = Path(__file__).parents[1] / "mtqa"

SENTENCES = (
    ("Refugees are arrived at the border.", "I profughi sono arrivati alla frontiera.", "Refugees reached the border."),
    ("The bridge cost 300 euros.", "Il ponte è costato 3000 euro.", "The bridge cost 3,000 euros."),
    ("The mayor did comment.", "Il sindaco non ha commentato.", None),
    ("He \ud800 said 😀 so.", "Lo ha detto.", "He said so."),
    ("", "Nessuno lo sa.", "Nobody knows."),
    ("All is well.", None, "All is well."),
)


def document(name, numbers):
    header = DocumentHeader(document=name, path=f"{name}.txt")
    for place, number in enumerate(numbers):
        hypothesis, source, reference = SENTENCES[number]
        yield Segment(
            header=header,
            segment=str(place),
            hypothesis=hypothesis,
            source=source,
            references=(reference,),
            line=place + 1,
        )


def corpus(shape):
    return [segment for name, numbers in enumerate(shape) for segment in document(f"d{name}", numbers)]


SHAPES = st.lists(st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=4), min_size=1, max_size=5)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def run(items, folder=None, **options):
    return evaluate_items(items, Settings(language_pair=PAIR, resamples=10, cache=folder, **options))


@QUICK
@given(shapes=st.lists(SHAPES, min_size=1, max_size=3))
def test_any_order_of_runs_gives_what_a_run_without_gives(tmp_path, shapes):
    for shape in (*shapes, shapes[0]):
        assert run(corpus(shape), tmp_path) == run(corpus(shape))


@pytest.mark.parametrize("chunk", [2, 1000])
def test_chunks_processes_and_streams_share_a_cache(tmp_path, monkeypatch, chunk):
    for module in (batch, scorer):
        monkeypatch.setattr(module, "CHUNK", chunk)
    monkeypatch.setattr(scorer, "_SEGMENTS_WITHOUT_WORKERS", 1)
    before, after = corpus([[0, 1], [2, 3, 4], [5]]), corpus([[0, 1], [2, 3, 1], [5], [0]])
    run(before, tmp_path, jobs=2)
    assert run(after, tmp_path, jobs=2) == run(after)
    streamed = Stream(iter(after), Settings(language_pair=PAIR, cache=tmp_path))
    assert [each for each, _ in streamed] == [each for whole in run(after).documents for each in whole.segments]


def test_what_is_kept_is_not_judged_again(tmp_path, monkeypatch):
    judged = []
    judge = scorer.Worker.judge
    monkeypatch.setattr(scorer.Worker, "judge", lambda self, job: judged.append(job.segments) or judge(self, job))
    run(corpus([[0, 1], [2, 3]]), tmp_path)
    run(corpus([[0, 1], [2, 3]]), tmp_path)
    run(corpus([[0, 1], [2, 4], [5]]), tmp_path)
    assert judged == [4, 0, 3]


CHANGES = {
    "a metric": {"metrics": ("bleu", "chrf", "ter")},
    "a tokeniser": {"tokenizer": "intl"},
    "a selection": {"checks": CheckSettings(ignore=("accuracy/number",))},
    "a severity": {"checks": CheckSettings(severities=(("accuracy/number/changed", "minor"),))},
    "a threshold": {"checks": CheckSettings(thresholds=(("omission.deviation", 2.0),))},
    "no checks": {"checks": None},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_another_setting_finds_anew(tmp_path, change):
    items = corpus([[0, 1, 2], [3, 4, 5]])
    run(items, tmp_path)
    assert run(items, tmp_path, **change) == run(items, **change)


def test_the_languages_and_what_the_run_has_are_part_of_the_key(tmp_path):
    items = corpus([[0, 1, 2], [3, 4]])
    bare = [replace(segment, source=None, references=()) for segment in items]
    for each in (items, bare, items):
        assert run(each, tmp_path) == run(each)
        german = Settings(language_pair=LanguagePair("de", "en"), resamples=10)
        assert evaluate_items(each, replace(german, cache=tmp_path)) == evaluate_items(each, german)


def test_what_a_glossary_says_is_part_of_the_key(tmp_path):
    glossary = tmp_path / "terms.csv"
    items = corpus([[0, 1]])
    options = {"checks": CheckSettings(glossaries=(glossary,))}
    for term in ("ponte,viaduct", "ponte,bridge"):
        glossary.write_text(f"source,target\n{term}\n", "utf-8")
        assert run(items, tmp_path / "cache", **options) == run(items, **options)


def test_only_a_check_that_learns_reads_the_sample():
    # The rest of what a check reads of its context is in the key.
    readers = set()
    for path in (PACKAGE / "checks").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        if any(isinstance(node, ast.Attribute) and node.attr == "sample" for node in ast.walk(tree)):
            readers.add(path.stem)
    assert readers == {"base", "omission"}


def findings():
    span = Span("source", 0, 3, "a\ud800\n")
    one = Finding(
        rule="a/b", category="a", severity="major", confidence="high", message="m\u2028", start=0, end=1, text="😀",
        suggestions=("x", "y"), trace=("t",), counterpart=span,
    )  # fmt: skip
    return ((), (one, replace(one, counterpart=None, suggestions=(), side="reference")), ())


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (2, 3), (3, 0)])
def test_what_is_kept_comes_back_the_same(tmp_path, shape):
    rows = np.arange(shape[0] * shape[1], dtype=np.int64).reshape(shape) - 2
    cache = Cache(tmp_path)
    cache.put([(b"key", Judged(rows, findings()))])
    found = cache.get(b"key")
    assert found.rows.dtype == np.int64
    assert found.rows.tolist() == rows.tolist()
    assert found.rows.shape == shape
    assert found.findings == findings()
    assert cache.get(b"other") is None
    cache.close()


def changed_bytes(path, seed):
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.choice((1, 20, 400))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)


DAMAGE = {
    "no database": lambda path: path.write_bytes(b"this is no database, but it is long enough to look at" * 40),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "empty": lambda path: path.write_bytes(b""),
    "another table": lambda path: path.write_bytes(other_table(path)),
    **{f"bytes {seed}": (lambda path, seed=seed: changed_bytes(path, seed)) for seed in range(30)},
}


def other_table(path):
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE entries (name TEXT)")
    database.close()
    return path.read_bytes()


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_cache_is_noticed_and_made_anew(tmp_path, damage):
    items = corpus([[number % 6, number % 5] for number in range(40)])
    plain = run(items, checks=None)
    run(items, tmp_path, checks=None)
    damage(tmp_path / FILE)
    again = run(items, tmp_path, checks=None)
    assert replace(again, notes=()) == replace(plain, notes=())
    assert all("damaged" in note or "not used" in note for note in again.notes)
    run(items, tmp_path, checks=None)
    assert run(items, tmp_path, checks=None) == plain


def test_damage_is_told(tmp_path):
    items = corpus([[0, 1]])
    run(items, tmp_path)
    DAMAGE["no database"](tmp_path / FILE)
    assert run(items, tmp_path).notes == (f"the cache {tmp_path / FILE} was damaged and is made anew",)
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("UPDATE entries SET content = substr(content, 2)")
    database.close()
    assert run(items, tmp_path).notes == (f"the cache {tmp_path / FILE} had 1 damaged entries, which were made anew",)
    assert run(items, tmp_path).notes == ()


def put_many(folder, first):
    cache = Cache(Path(folder))
    for number in range(first, first + 60):
        cache.put([(number.to_bytes(4, "big"), Judged(np.full((2, 2), number), ((), ())))])
        found = cache.get(number.to_bytes(4, "big"))
        assert found is not None
        assert found.rows[0, 0] == number
    cache.close()
    assert cache.notes == ()


def test_runs_at_the_same_time_keep_all(tmp_path):
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=put_many, args=(str(tmp_path), first)) for first in (0, 30, 60)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0, 0]
    cache = Cache(tmp_path)
    assert cache.info().entries == 120
    assert all(cache.get(number.to_bytes(4, "big")) for number in range(120))
    cache.close()


def test_a_killed_run_leaves_what_it_kept(tmp_path):
    program = (
        "import sys, itertools, numpy as np; from pathlib import Path\n"
        "from mtqa.evaluation.cache import Cache; from mtqa.evaluation.jobs import Judged\n"
        "cache = Cache(Path(sys.argv[1]))\n"
        "for n in itertools.count():\n"
        "    cache.put([(n.to_bytes(4, 'big'), Judged(np.full((40, 40), n), ()))])\n"
        "    print(n, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        kept = [int(process.stdout.readline()) for _ in range(25)]
        process.send_signal(signal.SIGKILL)
    cache = Cache(tmp_path)
    assert all(cache.get(number.to_bytes(4, "big")).rows[0, 0] == number for number in kept)
    cache.close()
    assert cache.notes == ()


def test_the_size_is_bounded(tmp_path):
    rows = np.random.default_rng(1).integers(0, 1 << 60, (50, 40))
    for _ in range(3):
        cache = Cache(tmp_path, most_bytes=200_000)
        for number in range(20):
            cache.put([(os.urandom(8), Judged(rows + number, ()))])
        cache.close()
    cache = Cache(tmp_path)
    assert 0 < cache.info().size <= 200_000
    cache.clear()
    assert cache.info().entries == 0
    cache.close()


def test_a_folder_that_cannot_be_is_an_error(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(InputError, match=r"file: cannot hold a cache: .*; name a folder"):
        run(corpus([[0]]), tmp_path / "file")


def mtqa(*arguments, cwd):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_commands_take_a_cache(tmp_path):
    (tmp_path / "a.txt").write_text("Refugees are arrived at the border.\n", "utf-8")
    plain = mtqa("check", "a.txt", "-l", "en", cwd=tmp_path)
    for command in ("score", "check", "gate"):
        done = mtqa(command, "a.txt", "-l", "en", "--cache", "kept", cwd=tmp_path)
        assert "Traceback" not in done.stderr
    again = mtqa("check", "a.txt", "-l", "en", "--cache", "kept", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (1, plain.stdout)
    assert "kept/mtqa-cache.sqlite: 1 documents" in mtqa("cache", "info", "kept", cwd=tmp_path).stdout
    (tmp_path / "mtqa.toml").write_text('cache = "kept"\n', "utf-8")
    assert mtqa("cache", "clear", cwd=tmp_path).returncode == 0
    assert ": 0 documents" in mtqa("cache", "info", cwd=tmp_path).stdout
    nothing = mtqa("cache", "info", "none", cwd=tmp_path)
    assert (nothing.returncode, nothing.stderr) == (2, "mtqa: error: none: holds no cache of mtqa\n")
