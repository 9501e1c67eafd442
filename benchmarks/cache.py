"""Prints what a run over 10,000 segments costs without a cache, with an empty one, and with all but 1 % known.

    python benchmarks/cache.py [--segments 10000]

The segments are WMT23 Hebrew-English, systems and references crossed, in documents of 20; processor seconds of
`mtqa gate -j 1`, the start of the process included. Changed: nothing; a hundredth of the segments in as few
documents as hold them; a hundredth spread over as many documents as there are such segments.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from itertools import product
from pathlib import Path

DATA = Path(__file__).parents[1].parent / "shared" / "eval" / "wmt"
SYSTEMS = ("GPT4-5shot", "NLLB_Greedy", "ONLINE-B")
DOCUMENT = 20


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--segments", type=int, default=10_000)
    count = parser.parse_args().segments
    few = count // 100
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        table = here / "news.tsv"
        write(table, count, ())
        first = seconds(table)
        print(f"no cache {first:.1f} s")
        print(f"an empty cache {seconds(table, here / 'cache'):.1f} s")
        changes = {"nothing": (), "together": range(few), "spread": range(0, count, count // few)}
        for name, changed in changes.items():
            shutil.copytree(here / "cache", here / name)
            write(table, count, changed)
            again = seconds(table, here / name)
            print(f"{name} changed {again:.1f} s, {again / first:.1%} of the first run")


def write(table: Path, count: int, changed: Collection[int]) -> None:
    """Write a table of segments, some of them changed."""
    rows = []
    sources = lines("generaltest2023.he-en.src.he")
    for reference, system in product(("refA", "refB"), SYSTEMS):
        texts = lines(f"generaltest2023.he-en.hyp.{system}.en"), lines(f"generaltest2023.he-en.ref.{reference}.en")
        for number, row in enumerate(zip(sources, *texts, strict=True)):
            rows.append((*row, f"{reference}-{system}-{number // DOCUMENT}"))
    with table.open("w", encoding="utf-8", newline="\n") as out:
        out.write("source\thypothesis\treference\tdocument\n")
        for number, (source, hypothesis, reference, document) in enumerate(rows[:count]):
            text = f"{hypothesis} It was late." if number in changed else hypothesis
            out.write("\t".join(part.replace("\t", " ") for part in (source, text, reference, document)) + "\n")


def lines(name: str) -> list[str]:
    """The lines of a file."""
    return (DATA / name).read_text("utf-8").split("\n")[:-1]


def seconds(table: Path, cache: Path | None = None) -> float:
    """Processor seconds of a gate over the table."""
    options = ["--cache", str(cache)] if cache else []
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", "gate", str(table), "-j", "1", "-q", *options]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
