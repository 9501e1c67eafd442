"""What large runs cost, and whether they keep their promises: growth, jobs, kills, a lost worker of a cluster.

The input is real news, `../shared/eval/mt` beside the checkout (9,474 segments from five languages), repeated with
document names made unique. From the second round on no text is new, which is kinder to what analysis remembers than a
batch of new texts: `rates` says how much. All figures that are compared are measured in one call:
`python benchmarks/scale.py growth 10000 30000 100000 --scores-only`.
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

import numpy as np
import psutil

SHARED = Path(__file__).parents[2] / "shared" / "eval" / "mt"
LANGUAGES = ("cs", "de", "ja", "ru", "uk")
LINES_PER_DOCUMENT = 25
FEW = 250
SWITCHES = {
    "scores only": ["--no-checks"],
    "rules only": ["--column", "source=", "--column", "reference="],
    "rules, checks": ["--column", "reference="],
    "scores, rules, checks": [],
}
KILLS = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """A run: seconds, those that its own process computed, the most memory in MiB, its own and that of its workers."""

    seconds: float
    processor: float
    parent: float
    workers: float


def texts(languages: Sequence[str]) -> list[tuple[str, list[tuple[str, ...]]]]:
    """The language pairs, each with its sources, hypotheses and references."""
    files = []
    for language in languages:
        sides = [
            next(SHARED.glob(f"wmt22.{language}{part}")).read_text("utf-8").split("\n")[:-1]
            for part in ("-en.src.*", "-en.*.hyp.en.txt", "-en.ref.en.txt")
        ]
        lines = [tuple(side.replace("\t", " ") for side in line) for line in zip(*sides, strict=True)]
        files.append((f"{language}-en", lines))
    return files


def segments(languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Source, hypothesis, reference, language pair and document, without end."""
    files = texts(languages)
    for round_number in count():
        for pair, lines in files:
            for number, line in enumerate(lines):
                yield (*line, pair, f"{pair}-{round_number}-{number // LINES_PER_DOCUMENT}")


def write_input(path: Path, number: int, languages: Sequence[str]) -> None:
    """So many segments as a table."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("source\thypothesis\treference\tlanguage_pair\tdocument\n")
        out.writelines("\t".join(row) + "\n" for row in islice(segments(languages), number))


def command(path: Path, *arguments: object) -> list[str]:
    """The command that scores the input."""
    main = "from mtqa.cli import main; main()"
    return [sys.executable, "-c", main, "score", str(path), "-q", *map(str, arguments)]


def measured(arguments: Sequence[str]) -> Measured:
    """What a command takes; raises where it fails. Memory is looked at ten times a second."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    told = psutil.Process(process.pid)
    parent = workers = processor = 0.0
    while process.poll() is None:
        try:
            processor = sum(told.cpu_times()[:2])
            parent = max(parent, told.memory_info().rss)
            workers = max(workers, sum(child.memory_info().rss for child in told.children(recursive=True)))
        except psutil.Error:
            pass  # one has just ended
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(arguments)}")
    return Measured(time.perf_counter() - start, processor, parent / 2**20, workers / 2**20)


def digest(folder: Path) -> str:
    """A digest of all that a reader of the folder sees."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".mtqa-run" not in path.parts:
            found.update(f"\0{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def summary(folder: Path) -> dict[str, Any]:
    """The summary of a run."""
    found: dict[str, Any] = json.loads((folder / "run.json").read_text("utf-8"))
    return found


def check_sums(folder: Path) -> None:
    """Raises where the summary is not the sum over the tables, scores included: these sacrebleu makes of the sums."""
    from pyarrow import dataset  # noqa: PLC0415 (only here)
    from sacrebleu.metrics import BLEU, CHRF  # noqa: PLC0415 (only here)

    run = summary(folder)
    corpus, whole = run["corpus"], run["whole"]
    tables = {name: dataset.dataset(folder / "tables" / name) for name in ("segments", "findings", "documents")}
    penalty = ["penalty"] if "penalty" in corpus["scores"] else []
    segments = tables["segments"].to_table(columns=["document", "segment", "words", *penalty]).to_pandas()
    assert len(segments) == corpus["segments"], "segments"
    assert not segments.duplicated(["document", "segment"]).any(), "a segment stands twice"
    assert segments["words"].sum() == corpus["words"], "words of segments"
    documents = tables["documents"].to_table().to_pandas()
    assert len(documents) == corpus["documents"] == documents["document"].nunique(), "documents"
    assert documents["segments"].sum() == corpus["segments"], "segments of documents"
    assert documents["words"].sum() == corpus["words"], "words of documents"
    rules = tables["findings"].to_table(columns=["rule", "severity", "confidence"]).to_pandas().value_counts()
    told = {(each["rule"], each["severity"], each["confidence"]): each["findings"] for each in whole["findings"]}
    assert rules.to_dict() == told, "findings"
    made = {
        "BLEU": lambda sums: BLEU()._compute_score_from_stats(sums).score,
        "chrF2": lambda sums: CHRF()._compute_score_from_stats(sums).score,
        "chrF2++": lambda sums: CHRF(word_order=2)._compute_score_from_stats(sums).score,
    }
    for name, score in made.items():
        sums = np.stack(documents[f"{name}_statistics"]).sum(axis=0)
        assert np.isclose(score([int(each) for each in sums]), corpus["scores"][name]["score"], rtol=1e-12), name
    for name in penalty:
        assert segments[name].sum() == documents[name].sum() == corpus["scores"][name]["score"], name


def growth(arguments: argparse.Namespace, folder: Path) -> None:
    """Time and memory by size, and the straight line through the times."""
    seconds = []
    for number in arguments.sizes:
        path, out = folder / f"{number}.tsv", folder / f"run-{number}"
        write_input(path, number, arguments.languages)
        found = measured(command(path, *options(arguments), "-o", out, "-j", arguments.jobs))
        check_sums(out)
        seconds.append(found.seconds)
        print(
            f"{number:>10,} segments  {found.seconds:8.1f} s  {number / found.seconds:7.0f} segments/s  "
            f"parent {found.parent:5.0f} MiB, {found.processor:6.1f} s  workers {found.workers:6.0f} MiB",
            flush=True,
        )
        shutil.rmtree(out)
    if len(seconds) > 1:
        slope, start = np.polyfit(arguments.sizes, seconds, 1)
        line = np.polyval((slope, start), arguments.sizes)
        explained = 1 - np.var(np.array(seconds) - line) / np.var(seconds)
        print(f"line: {start:.1f} s + {1e6 * slope:.1f} s per million segments, R2 = {explained:.4f}")


def jobs(arguments: argparse.Namespace, folder: Path) -> str:
    """One and two processes: the same bytes, how much faster, and the sum over the parts; the digest of both."""
    number = arguments.sizes[0]
    path = folder / "input.tsv"
    write_input(path, number, arguments.languages)
    digests = []
    for processes in (1, 2):
        out = folder / f"jobs-{processes}"
        found = measured(command(path, *options(arguments), "-o", out, "-j", processes))
        check_sums(out)
        digests.append(digest(out))
        print(
            f"{processes} job(s): {found.seconds:.1f} s, {found.parent:.0f} + {found.workers:.0f} MiB, {digests[-1]}",
            flush=True,
        )
    assert digests[0] == digests[1]
    print("equal, and equal to the sum over the parts", flush=True)
    return digests[0]


def finished(folder: Path) -> int:
    """How many parts of a run that is not yet whole have been finished."""
    return len(list((folder / ".mtqa-run").glob("part-*")))


def kills(arguments: argparse.Namespace, folder: Path) -> None:
    """A run killed at random moments and resumed each time: the bytes of an unbroken one."""
    number = arguments.sizes[0]
    path, whole, killed = folder / "input.tsv", folder / "whole", folder / "killed"
    write_input(path, number, arguments.languages)
    measured(command(path, *options(arguments), "-o", whole, "-j", 2))
    parts = len(list((whole / "tables" / "segments").iterdir()))
    chance = random.Random(arguments.seed)
    for kill in range(KILLS):
        began = (killed / ".mtqa-run" / "plan.json").exists()
        where = ["--resume" if began else "-o", killed]
        arguments_of_run = command(path, *options(arguments), *where, "-j", 2)
        process = subprocess.Popen(arguments_of_run, stdout=subprocess.DEVNULL)
        wanted = chance.randint(kill * parts // (KILLS + 1), (kill + 1) * parts // (KILLS + 1))
        while finished(killed) < wanted and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        process.wait()
        print(f"kill {kill + 1} of {process.pid}: {finished(killed)} of {parts} parts finished", flush=True)
    measured(command(path, *options(arguments), "--resume", killed, "-j", 2))
    assert digest(whole) == digest(killed)
    check_sums(killed)
    print(f"the same bytes: {digest(killed)}")


def dask(arguments: argparse.Namespace, folder: Path) -> None:
    """A cluster of two worker processes, one of them killed half-way: nothing lost, nothing counted twice."""
    path, whole = folder / "input.tsv", folder / "whole"
    write_input(path, arguments.sizes[0], arguments.languages)
    measured(command(path, *options(arguments), "-o", whole, "-j", 2))
    lose_a_worker(arguments, folder, whole)


def engines(arguments: argparse.Namespace, folder: Path) -> None:
    """One process, two, and a cluster of two that loses one: the same bytes."""
    jobs(arguments, folder)
    shutil.rmtree(folder / "jobs-1")
    lose_a_worker(arguments, folder, folder / "jobs-2")


def lose_a_worker(arguments: argparse.Namespace, folder: Path, whole: Path) -> None:
    """Scores on a cluster of two workers of which one is killed half-way, and compares with an unbroken run."""
    from distributed import LocalCluster  # noqa: PLC0415 (an extra)

    path, lost = folder / "input.tsv", folder / "lost"
    parts = len(list((whole / "tables" / "segments").iterdir()))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        highest = [0.0]
        running = [True]

        def watch() -> None:
            while running[0]:
                highest[0] = max(highest[0], workers_memory())
                time.sleep(0.1)

        def kill() -> None:
            while finished(lost) < parts // 2:
                time.sleep(0.01)
            worker = next(iter(cluster.workers.values()))
            print(f"killed worker {worker.pid} after {parts // 2} of {parts} parts", flush=True)
            os.kill(worker.pid, signal.SIGKILL)

        for work in (watch, kill):
            threading.Thread(target=work, daemon=True).start()
        address = ["--engine", "dask", "--scheduler", cluster.scheduler_address]
        found = measured(command(path, *options(arguments), "-o", lost, *address))
        running[0] = False
    assert digest(whole) == digest(lost)
    check_sums(lost)
    print(
        f"{found.seconds:.1f} s, {found.parent:.0f} + {highest[0]:.0f} MiB; "
        f"the same bytes as without a loss: {digest(lost)}"
    )


def workers_memory() -> float:
    """What the workers of the cluster take now, in MiB: children of this process, but for the command."""
    total = 0
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):  # it has just ended
            total += 0 if "mtqa.cli" in " ".join(child.cmdline()) else child.memory_info().rss
    return total / 2**20


def rates(arguments: argparse.Namespace, folder: Path) -> None:
    """Segments per second of one worker by what is switched on, of text met for the first time and of text met again.

    The first 9,474 segments are new, those of so many further rounds are not. What starting takes is not counted.
    """
    rounds = arguments.sizes[0]
    whole = sum(len(lines) for _, lines in texts(arguments.languages))
    paths = {name: folder / f"{name}.tsv" for name in ("few", "once", "again")}
    for path, number in zip(paths.values(), (FEW, whole, whole * (1 + rounds)), strict=True):
        write_input(path, number, arguments.languages)
    for name, switches in SWITCHES.items():
        took = {}
        for size, path in paths.items():
            out = folder / "out"
            took[size] = measured(command(path, *switches, "--tables", "parquet", "-o", out, "-j", 1))
            shutil.rmtree(out)
        first = (whole - FEW) / (took["once"].seconds - took["few"].seconds)
        again = whole * rounds / (took["again"].seconds - took["once"].seconds)
        print(
            f"{name:<26} new {first:6.0f}/s  met before {again:6.0f}/s  worker {took['again'].workers:4.0f} MiB",
            flush=True,
        )


def options(arguments: argparse.Namespace) -> list[object]:
    """What all runs have in common."""
    chunk = ["--chunk", arguments.chunk] if arguments.chunk else []
    return ["--tables", "parquet", *(["--no-checks"] if arguments.scores_only else []), *chunk]


MEASURES = {"growth": growth, "jobs": jobs, "kills": kills, "dask": dask, "engines": engines, "rates": rates}


def main() -> None:
    """Measure one thing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("sizes", nargs="+", type=int, help="numbers of segments; for rates, of rounds")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--chunk", type=int)
    parser.add_argument("--scores-only", action="store_true")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES, help="of the sources")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where input and results go, removed afterwards")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        MEASURES[arguments.measure](arguments, Path(folder))


if __name__ == "__main__":
    main()
