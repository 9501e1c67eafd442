"""What large runs cost, and whether they keep their promises: growth, jobs, kills, a lost worker of a cluster.

The input is real news, `../shared/eval/mt` beside the checkout, repeated with document names made unique. All figures
that are compared are measured in one call: `python benchmarks/scale.py growth 10000 30000 100000 --scores-only`.
"""

import argparse
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
LINES_PER_DOCUMENT = 25
KILLS = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """A run: seconds, and the highest resident memory in MiB of its process and of all its workers together."""

    seconds: float
    parent: float
    workers: float


def segments(languages: str) -> Iterator[tuple[str, str, str, str]]:
    """Source, hypothesis, reference and document, without end."""
    sides = [
        next(SHARED.glob(f"wmt22.{languages}{part}")).read_text("utf-8").split("\n")[:-1]
        for part in ("-en.src.*", "-en.*.hyp.en.txt", "-en.ref.en.txt")
    ]
    lines = [[side.replace("\t", " ") for side in line] for line in zip(*sides, strict=True)]
    for round_number in count():
        for number, line in enumerate(lines):
            yield (*line, f"{round_number}-{number // LINES_PER_DOCUMENT}")


def write_input(path: Path, number: int, languages: str) -> None:
    """So many segments as a table."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("source\thypothesis\treference\tdocument\n")
        out.writelines("\t".join(row) + "\n" for row in islice(segments(languages), number))


def command(path: Path, languages: str, *arguments: object) -> list[str]:
    """The command that scores the input."""
    main = "from mtqa.cli import main; main()"
    return [sys.executable, "-c", main, "score", str(path), "-l", f"{languages}-en", "-q", *map(str, arguments)]


def measured(arguments: Sequence[str]) -> Measured:
    """What a command takes; raises where it fails. Memory is looked at ten times a second."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    told = psutil.Process(process.pid)
    parent = workers = 0.0
    while process.poll() is None:
        try:
            parent = max(parent, told.memory_info().rss)
            workers = max(workers, sum(child.memory_info().rss for child in told.children(recursive=True)))
        except psutil.Error:
            pass  # one has just ended
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(arguments)}")
    return Measured(time.perf_counter() - start, parent / 2**20, workers / 2**20)


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
    """Raises where the summary is not the sum over the tables."""
    from pyarrow import dataset  # noqa: PLC0415 (only here)

    run = summary(folder)
    tables = {name: dataset.dataset(folder / "tables" / name) for name in ("segments", "findings", "documents")}
    assert tables["segments"].count_rows() == run["corpus"]["segments"], "segments"
    assert tables["documents"].count_rows() == run["corpus"]["documents"], "documents"
    assert tables["findings"].count_rows() == sum(each["findings"] for each in run["whole"]["findings"]), "findings"
    identity = tables["segments"].to_table(columns=["document", "segment"]).to_pandas()
    assert not identity.duplicated().any(), "a segment stands twice"
    documents = tables["documents"].to_table().to_pandas()
    assert documents["words"].sum() == run["corpus"]["words"], "words"


def growth(arguments: argparse.Namespace, folder: Path) -> None:
    """Time and memory by size, and the straight line through the times."""
    seconds = []
    for number in arguments.sizes:
        path, out = folder / f"{number}.tsv", folder / f"run-{number}"
        write_input(path, number, arguments.languages)
        found = measured(command(path, arguments.languages, *options(arguments), "-o", out, "-j", arguments.jobs))
        check_sums(out)
        seconds.append(found.seconds)
        print(
            f"{number:>10,} segments  {found.seconds:8.1f} s  {number / found.seconds:7.0f} segments/s  "
            f"parent {found.parent:5.0f} MiB  workers {found.workers:6.0f} MiB",
            flush=True,
        )
        shutil.rmtree(out)
    if len(seconds) > 1:
        slope, start = np.polyfit(arguments.sizes, seconds, 1)
        line = np.polyval((slope, start), arguments.sizes)
        explained = 1 - np.var(np.array(seconds) - line) / np.var(seconds)
        print(f"line: {start:.1f} s + {1e6 * slope:.1f} s per million segments, R2 = {explained:.4f}")


def jobs(arguments: argparse.Namespace, folder: Path) -> None:
    """One and two processes: the same bytes, how much faster, and the sum over the parts."""
    number = arguments.sizes[0]
    path = folder / "input.tsv"
    write_input(path, number, arguments.languages)
    digests = []
    for processes in (1, 2):
        out = folder / f"jobs-{processes}"
        found = measured(command(path, arguments.languages, *options(arguments), "-o", out, "-j", processes))
        check_sums(out)
        digests.append(digest(out))
        print(f"{processes} job(s): {found.seconds:.1f} s, {found.parent:.0f} + {found.workers:.0f} MiB, {digests[-1]}")
    assert digests[0] == digests[1]
    print("equal, and equal to the sum over the parts")


def finished(folder: Path) -> int:
    """How many parts of a run that is not yet whole have been finished."""
    return len(list((folder / ".mtqa-run").glob("part-*")))


def kills(arguments: argparse.Namespace, folder: Path) -> None:
    """A run killed at random moments and resumed each time: the bytes of an unbroken one."""
    number = arguments.sizes[0]
    path, whole, killed = folder / "input.tsv", folder / "whole", folder / "killed"
    write_input(path, number, arguments.languages)
    measured(command(path, arguments.languages, *options(arguments), "-o", whole, "-j", 2))
    parts = len(list((whole / "tables" / "segments").iterdir()))
    chance = random.Random(arguments.seed)
    for kill in range(KILLS):
        began = (killed / ".mtqa-run" / "plan.json").exists()
        where = ["--resume" if began else "-o", killed]
        arguments_of_run = command(path, arguments.languages, *options(arguments), *where, "-j", 2)
        process = subprocess.Popen(arguments_of_run, stdout=subprocess.DEVNULL)
        wanted = chance.randint(kill * parts // (KILLS + 1), (kill + 1) * parts // (KILLS + 1))
        while finished(killed) < wanted and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        process.wait()
        print(f"kill {kill + 1} of {process.pid}: {finished(killed)} of {parts} parts finished", flush=True)
    measured(command(path, arguments.languages, *options(arguments), "--resume", killed, "-j", 2))
    assert digest(whole) == digest(killed)
    check_sums(killed)
    print(f"the same bytes: {digest(killed)}")


def dask(arguments: argparse.Namespace, folder: Path) -> None:
    """A cluster of two worker processes, one of them killed half-way: nothing lost, nothing counted twice."""
    from distributed import LocalCluster  # noqa: PLC0415 (an extra)

    number = arguments.sizes[0]
    path, whole, lost = folder / "input.tsv", folder / "whole", folder / "lost"
    write_input(path, number, arguments.languages)
    measured(command(path, arguments.languages, *options(arguments), "-o", whole, "-j", 2))
    parts = len(list((whole / "tables" / "segments").iterdir()))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:

        def kill() -> None:
            while finished(lost) < parts // 2:
                time.sleep(0.01)
            worker = next(iter(cluster.workers.values()))
            print(f"killed worker {worker.pid} after {parts // 2} of {parts} parts", flush=True)
            os.kill(worker.pid, signal.SIGKILL)

        threading.Thread(target=kill, daemon=True).start()
        address = ["--engine", "dask", "--scheduler", cluster.scheduler_address]
        found = measured(command(path, arguments.languages, *options(arguments), "-o", lost, *address))
    assert digest(whole) == digest(lost)
    check_sums(lost)
    print(f"{found.seconds:.1f} s; the same bytes as without a loss: {digest(lost)}")


def options(arguments: argparse.Namespace) -> list[object]:
    """What all runs have in common."""
    chunk = ["--chunk", arguments.chunk] if arguments.chunk else []
    return ["--tables", "parquet", *(["--no-checks"] if arguments.scores_only else []), *chunk]


MEASURES = {"growth": growth, "jobs": jobs, "kills": kills, "dask": dask}


def main() -> None:
    """Measure one thing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("sizes", nargs="+", type=int, help="numbers of segments")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--chunk", type=int)
    parser.add_argument("--scores-only", action="store_true")
    parser.add_argument("--languages", default="de", help="of the sources")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where input and results go, removed afterwards")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        MEASURES[arguments.measure](arguments, Path(folder))


if __name__ == "__main__":
    main()
