"""How many times faster TER statistics are than sacrebleu's, on given texts, in one run.

    python benchmarks/ter.py HYPOTHESIS REFERENCE [--repeat 10] [--rounds 3]

Each side is timed in turn, once per round, in processor time, which other work on the machine disturbs
least; the fastest round of each counts.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from time import process_time

from sacrebleu.metrics.ter import TER

from mtqa.metrics.ter import REFERENCE_UNITS, Ter

Rows = list[list[float]]


def main() -> None:
    """Time both, compare every segment's statistics, print the table."""
    arguments = _arguments()
    hypotheses = _lines(arguments.hypothesis) * arguments.repeat
    references = _lines(arguments.reference) * arguments.repeat
    if len(hypotheses) != len(references):
        raise SystemExit(f"{len(hypotheses)} hypothesis lines, {len(references)} reference lines")

    def ours() -> Rows:
        rows = Ter().statistics(hypotheses, [references])
        return [[edits, length / REFERENCE_UNITS] for edits, length in rows.tolist()]

    def theirs() -> Rows:
        return TER()._extract_corpus_statistics(hypotheses, [references])  # type: ignore[no-any-return]

    seconds: dict[str, list[float]] = {"sacrebleu": [], "mtqa": []}
    results: dict[str, Rows] = {}
    for _ in range(arguments.rounds):
        for name, statistics in (("sacrebleu", theirs), ("mtqa", ours)):
            taken, results[name] = _timed(statistics)
            seconds[name].append(taken)
    fastest = {name: min(times) for name, times in seconds.items()}
    differing = sum(a != b for a, b in zip(results["sacrebleu"], results["mtqa"], strict=True))
    print("TER statistics   seconds   segments/s   times as fast")
    for name, best in fastest.items():
        ratio = fastest["sacrebleu"] / best
        print(f"{name:<14} {best:>9.3f} {len(hypotheses) / best:>12.0f} {ratio:>15.1f}")
    print(f"{len(hypotheses)} segments, {differing} with other statistics than sacrebleu's")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("hypothesis", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--repeat", type=int, default=1, help="how often the texts stand one after the other")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side is timed")
    return parser.parse_args()


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").removesuffix("\n").split("\n")


def _timed(statistics: Callable[[], Rows]) -> tuple[float, Rows]:
    start = process_time()
    rows = statistics()
    return process_time() - start, rows


if __name__ == "__main__":
    main()
