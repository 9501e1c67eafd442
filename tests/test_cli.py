"""The command line as a user meets it: real processes, exit codes, what stands where."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from itertools import count, islice
from pathlib import Path
from threading import Thread, Timer

import pytest

import mtqa

CORPORA = Path(__file__).parents[1] / "corpora"
ENGLISH = "The council opened two new schools on Monday.\nThe old bridge will stay closed until May.\n"
ITALIAN = "Il consiglio ha aperto lunedì due nuove scuole.\nIl vecchio ponte resterà chiuso fino a maggio.\n"


def run(*arguments, cwd=None, stdin=None, env=None):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, input=stdin, env=env, capture_output=True, check=False)


def out(done, code=0):
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture
def news(tmp_path):
    (tmp_path / "hyp.txt").write_text(ENGLISH.replace("two", "three"), "utf-8")
    (tmp_path / "ref.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "src.txt").write_text(ITALIAN, "utf-8")
    return tmp_path


HEAVY = (
    "dask",
    "fsspec",
    "jinja2",
    "langdetect",
    "lxml",
    "numpy",
    "pandas",
    "pyarrow",
    "rapidfuzz",
    "rich",
    "sacrebleu",
)
FOR_SCORES = ("numpy.ma", "numpy.random")
"""Parts of numpy that a check does without."""


def loaded(arguments, names, cwd):
    """Those of the modules that a command has loaded at its end."""
    script = f"""
import sys
from mtqa.cli import main
try:
    main()
except SystemExit as stop:
    assert stop.code in (None, 0, 1)
print(*(name for name in {names} if name in sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=True, cwd=cwd)
    return done.stderr.decode().split()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("--help", []),
        ("--version", []),
        ("score --help", []),
        ("check --help", []),
        ("gate --help", []),
        ("check hyp.txt -s src.txt -l it-en -q", ["numpy"]),
        ("check hyp.txt -s src.txt -q", ["langdetect", "numpy"]),
        ("check hyp.txt -l it-en -q -f jsonl", ["numpy"]),
        ("score hyp.txt -r ref.txt -l it-en -q --no-report -f jsonl", ["numpy"]),
        ("score hyp.txt -r ref.txt -l it-en -q --no-report -f json", ["numpy"]),
    ],
)
def test_a_command_loads_nothing_heavy_that_it_can_do_without(news, command, expected):
    assert loaded(command.split(), HEAVY, news) == expected
    if "score" not in command:
        assert loaded(command.split(), FOR_SCORES, news) == []


def test_version():
    assert out(run("--version")) == f"mtqa {mtqa.__version__}\n"


def test_json_stands_alone_on_standard_output(news):
    done = run("score", "hyp.txt", "-s", "src.txt", "-r", "ref.txt", "-f", "json", cwd=news)
    found = json.loads(out(done))
    assert found["format"] == 1
    assert found["language_pair"] == {
        "source": "it",
        "target": "en",
        "origin": "detected",
        "source_origin": "detected",
    }
    assert found["documents"][0]["items"][0]["line"] == 1
    assert done.stderr.decode() == "Report: reports/index.html\n"
    assert json.loads((news / "reports" / "run.json").read_text("utf-8")) == found
    assert (news / "reports" / "index.html").exists()


def test_no_report_writes_nothing(news):
    before = sorted(news.iterdir())
    done = run("score", "hyp.txt", "-r", "ref.txt", "--no-report", cwd=news)
    assert "corpus" in out(done)
    assert done.stderr == b""
    assert sorted(news.iterdir()) == before


def test_jsonl_streams_the_same_lines_as_the_report_gives(news):
    arguments = ("score", "hyp.txt", "-r", "ref.txt", "-f", "jsonl", "-q")
    streamed = run(*arguments, "--no-report", cwd=news)
    assert out(streamed) == out(run(*arguments, "-o", "there", cwd=news))
    lines = [json.loads(line) for line in out(streamed).splitlines()]
    assert [line["segment"] for line in lines] == ["1", "2"]
    assert lines[1]["scores"]["BLEU"] == pytest.approx(100)
    assert lines[0]["signatures"]["BLEU"].startswith("nrefs:1|case:mixed|eff:yes|")


@pytest.fixture
def streaming(tmp_path):
    """Starts `mtqa score` in a process group of its own, lines from a pipe to a pipe; ends it after the test."""
    with ExitStack() as ended:

        def start(*arguments, stdout=subprocess.PIPE):
            options = ("--input-format", "jsonl", "-l", "it-en", "-f", "jsonl", "--no-report", "--no-checks", "-q")
            command = [sys.executable, "-c", "from mtqa.cli import main; main()", "score", "-", *options, *arguments]
            pipes = {"stdin": subprocess.PIPE, "stdout": stdout, "stderr": subprocess.PIPE}
            buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
            process = subprocess.Popen(command, cwd=tmp_path, env=buffered, start_new_session=True, **pipes)
            last = Timer(120, process.kill)  # rather than to wait for ever
            last.start()
            ended.callback(process.communicate)
            ended.callback(process.kill)
            ended.callback(last.cancel)
            return process

        yield start


def segments(number, first=0):
    """Lines of documents of four segments."""
    sides = {"source": "Il ponte resterà chiuso.", "hypothesis": "The bridge will stay closed."}
    each = ({"document": f"d{line // 4}", **sides, "reference": f"It stays closed, {line}."} for line in count(first))
    return "".join(json.dumps(line) + "\n" for line in islice(each, number)).encode()


def test_lines_of_a_stream_are_there_before_the_input_ends(streaming):
    process = streaming("-j", "1")
    process.stdin.write(segments(2300))
    process.stdin.flush()
    there = [process.stdout.readline() for _ in range(64 + 256 + 1024)]  # whole chunks: nothing waits in a buffer
    assert process.poll() is None
    rest, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")
    found = [json.loads(line) for line in (*there, *rest.splitlines())]
    assert [each["references"] for each in found] == [[f"It stays closed, {line}."] for line in range(2300)]


def feed(process):
    """Lines without end, until nobody reads them."""
    with suppress(BrokenPipeError, ValueError):
        for first in count(0, 1000):
            process.stdin.write(segments(1000, first))


def as_workers_start(start, _):
    process = start("-j", "2")
    process.stdin.write(segments(8700))  # it has read most of them when this returns
    process.stdin.flush()
    return process


def at_work(start, folder):
    with (folder / "lines").open("wb") as lines:
        process = start("-j", "2", stdout=lines)
    Thread(target=feed, args=[process], daemon=True).start()
    deadline = time.monotonic() + 120
    while not (folder / "lines").stat().st_size:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return process


def waiting_for_input(start, _):
    process = as_workers_start(start, _)
    for _ in range(64 + 256):
        assert process.stdout.readline()
    return process


@pytest.mark.skipif(os.name != "posix", reason="needs process groups")
@pytest.mark.parametrize("moment", [as_workers_start, at_work, waiting_for_input])
def test_an_interrupt_ends_a_run_with_workers_at_once(streaming, tmp_path, moment):
    process = moment(streaming, tmp_path)
    start = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the group
    _, errors = process.communicate()  # until the last worker is gone, for all have standard error
    assert process.returncode == 130
    assert time.monotonic() - start < 15  # a busy machine takes a while; an idle one a tenth of a second
    assert errors == b""


def test_a_stream_sums_up_on_standard_error(news):
    done = run("score", "hyp.txt", "-r", "ref.txt", "-f", "jsonl", "--no-report", cwd=news)
    assert "2 segments, 16 words, 2 scored" in done.stderr.decode()


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_rows(news, form):
    options = ("-f", form, "--no-report", "--no-checks", "-m", "bleu")
    text = out(run("score", "hyp.txt", "-r", "ref.txt", *options, cwd=news))
    header, row = text.splitlines()
    separator = {"csv": ",", "tsv": "\t"}[form]
    assert header.split(separator)[-3:] == ["BLEU", "BLEU_low", "BLEU_high"]
    assert "hyp" in row.split(separator)


def test_standard_input_and_gzip(news):
    (news / "ref.txt.gz").write_bytes(gzip.compress(ENGLISH.encode()))
    done = run("score", "-", "-r", "ref.txt.gz", "-f", "json", "--no-report", stdin=ENGLISH.encode(), cwd=news)
    assert json.loads(out(done))["corpus"]["scores"]["BLEU"]["score"] == pytest.approx(100)


def test_metrics_in_the_order_asked_for(news):
    done = run(
        "score", "hyp.txt", "-r", "ref.txt", "-m", "ter,bleu", "-f", "json", "--no-report", "--no-checks", cwd=news
    )
    assert list(json.loads(out(done))["corpus"]["scores"]) == ["TER", "BLEU"]


def test_no_color_and_pipes_are_plain(news):
    text = out(run("score", "hyp.txt", "-r", "ref.txt", "--no-report", cwd=news))
    assert "\x1b" not in text
    assert text.isascii()


def test_a_configuration_file_is_obeyed_and_options_win(news):
    (news / "mtqa.toml").write_text('metrics = ["chrf"]\nformat = "json"\nreport = false\n', "utf-8")
    base = ("score", "hyp.txt", "-r", "ref.txt", "--config", "mtqa.toml", "--no-checks")
    assert list(json.loads(out(run(*base, cwd=news)))["corpus"]["scores"]) == ["chrF2"]
    assert list(json.loads(out(run(*base, "-m", "bleu", cwd=news)))["corpus"]["scores"]) == ["BLEU"]
    assert not (news / "reports").exists()


def test_the_report_of_an_earlier_run_stays_when_the_next_one_fails(news):
    base = ("score", "hyp.txt", "-r", "ref.txt", "-q", "-f", "json")
    out(run(*base, cwd=news))
    before = {path: path.read_bytes() for path in (news / "reports").rglob("*") if path.is_file()}
    (news / "ref.txt").write_text(ENGLISH + "One line more.\n", "utf-8")
    out(run(*base, cwd=news), code=2)
    assert {path: path.read_bytes() for path in (news / "reports").rglob("*") if path.is_file()} == before


def test_whoever_reads_only_the_first_line_gets_no_traceback(news):
    (news / "long.txt").write_text(ENGLISH * 5000, "utf-8")
    mtqa_score = f'"{sys.executable}" -c "from mtqa.cli import main; main()" score'
    command = f"{mtqa_score} long.txt -f jsonl --no-report | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=news, capture_output=True, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert b"Traceback" not in done.stderr


BAD = [
    (["score"], "Missing argument"),
    (["score", "missing.txt"], "missing.txt: no such file"),
    (["score", "hyp.txt", "-r", "missing.txt"], "missing.txt: no such file"),
    (["score", "empty.txt"], "empty"),
    (["score", "blank.txt"], "no text"),
    (["score", "latin1.txt"], "latin1.txt:2: byte 0xe8"),
    (["score", "utf16.txt"], "--encoding utf-16"),
    (["score", "binary.txt"], "binary"),
    (["score", "broken.gz"], "gzip"),
    (["score", "hyp.txt", "-r", "three.txt"], "3"),
    (["score", "hyp.txt", "-s", "three.txt"], "3"),
    (["score", "hyp.txt", "-r", "ref.txt", "-m", "comet"], "choose from bleu"),
    (["score", "hyp.txt", "-r", "ref.txt", "-m", ""], "bleu"),
    (["score", "hyp.txt", "-r", "ref.txt", "--tokenizer", "moses"], "13a"),
    (["score", "hyp.txt", "-l", "italian-english"], "it-en"),
    (["score", "hyp.txt", "-l", "xx-en"], "unknown language code"),
    (["score", "hyp.txt", "-f", "yaml"], "none of terminal, json"),
    (["score", "hyp.txt", "--input-format", "docx"], "none of text"),
    (["score", "hyp.txt", "--encoding", "utf-99"], "unknown encoding"),
    (["score", "hyp.txt", "--column", "hypothesis=x"], "column"),
    (["score", "hyp.txt", "--column", "hypothesis"], "FIELD=COLUMN"),
    (["score", "news.tsv"], "hypothesis"),
    (["score", "short.tsv"], "short.tsv:3: 1 column"),
    (["score", "broken.jsonl"], "broken.jsonl:2"),
    (["score", "broken.xml"], "broken.xml:"),
    (["score", "feed.xml"], "rss"),
    (["score", "bomb.xml"], "bomb.xml"),
    (["score", "page.docx"], "page.docx"),
    (["score", "folder"], "folder"),
    (["score", "hyp.txt", "-r", "folder"], "folder"),
    (["score", "-", "-r", "-"], "standard input"),
    (["score", "hyp.txt", "ref.txt", "src.txt", "-r", "ref.txt", "-r", "ref.txt"], "--as"),
    (["score", "hyp.txt", "--docs", "bad.docs"], "bad.docs"),
    (["score", "hyp.txt", "-j", "0"], "--jobs"),
    (["score", "hyp.txt", "-o", "ref.txt"], "ref.txt"),
    (["score", "hyp.txt", "--config", "missing.toml"], "missing.toml"),
    (["score", "hyp.txt", "--config", "broken.toml"], "broken.toml: is not TOML"),
    (["score", "hyp.txt", "--config", "typo.toml"], "did you mean metrics"),
    (["score", "hyp.txt", "--config", "type.toml"], "jobs: 'two' is not a number"),
    (["score", "long.txt"], "long.txt:1: the line is longer than 4 MiB"),
    (["scroe", "hyp.txt"], "scroe"),
]
FILES = {
    "empty.txt": b"",
    "blank.txt": b"\n \n\n",
    "latin1.txt": "Good.\nLa città è viva.\n".encode("cp1252").replace(b"\xe0", b"a"),
    "utf16.txt": ENGLISH.encode("utf-16"),
    "binary.txt": bytes(range(256)) * 8,
    "broken.gz": gzip.compress(ENGLISH.encode() * 99)[:-40],
    "three.txt": ENGLISH.encode() + b"One more line.\n",
    "news.tsv": b"one\ttwo\na\tb\n",
    "short.tsv": b"source\thypothesis\na\tb\nc\n",
    "broken.jsonl": b'{"hypothesis": "a"}\n{"hypothesis": \n',
    "broken.xml": b"<dataset><doc></dataset>",
    "feed.xml": b"<rss version='2.0'><channel/></rss>",
    "bomb.xml": b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><dataset>&b;</dataset>',
    "page.docx": b"PK\x03\x04",
    "bad.docs": b"news\n",
    "broken.toml": b"metrics = [",
    "typo.toml": b'metric = ["bleu"]\n',
    "type.toml": b'jobs = "two"\n',
    "long.txt": b"word " * (1 << 20),
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    (folder / "folder").mkdir()
    texts = {"hyp.txt": ENGLISH.encode(), "ref.txt": ENGLISH.encode(), "src.txt": ITALIAN.encode()}
    for name, data in (FILES | texts).items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("arguments", "message"), BAD, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_bad_input_is_one_clear_error_and_exit_code_2(bad, arguments, message):
    before = sorted(bad.rglob("*"))
    done = run(*arguments, cwd=bad)
    error = done.stderr.decode()
    assert done.returncode == 2, done
    assert done.stdout == b""
    assert message in error
    assert "Traceback" not in error
    if error.startswith("mtqa: error: "):
        assert error.count("\n") == 1
    assert sorted(bad.rglob("*")) == before


def test_the_package_runs_as_a_module_too(tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "mtqa", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "python -m mtqa" in result.stdout
    assert "compare" in result.stdout
