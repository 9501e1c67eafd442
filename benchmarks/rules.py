"""Prints how fast the rules are: start-up, segments a second, the costliest rules, and the ratio against Harper.

    python benchmarks/rules.py NEWS.txt... [--harper /path/to/python] [--costliest 10] [--rules FOLDER]

Everything is processor time of one process, the best of several rounds, so that other work on the machine counts
little. "With tags" tags every segment whether a rule asks for it or not. Harper is measured on the same segments in the
same run, by an interpreter that has `harper-py`; where it is missing the comparison is left out.
"""

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mtqa.rules import BUILT_IN, Rules, matches
from mtqa.text.english import analyse

ROUNDS = 5
_START_UP = """
import time
begin = time.process_time()
from pathlib import Path
from mtqa.rules import Rules
rules = Rules.load((Path({folder!r}),))
loaded = time.process_time()
rules.find("The workers in the town are arrived late, he said.")
print(loaded - begin, time.process_time() - loaded)
"""
_HARPER = """
import sys, time
try:
    import harper
except ImportError:
    sys.exit("harper-py is not installed for " + sys.executable)
linter = harper.Linter()
lines = [line for path in sys.argv[1:] for line in open(path, encoding="utf-8").read().split("\\n") if line.strip()]
best = float("inf")
for _ in range(2):
    begin = time.process_time()
    for line in lines:
        linter.lint(line)
    best = min(best, time.process_time() - begin)
print(len(lines) / best)
"""


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="NEWS.txt")
    parser.add_argument("--harper", default=sys.executable, metavar="PYTHON", help="an interpreter with harper-py")
    parser.add_argument("--costliest", type=int, default=10)
    parser.add_argument("--rules", type=Path, default=BUILT_IN, metavar="FOLDER")
    arguments = parser.parse_args()
    lines = [line for path in arguments.files for line in path.read_text("utf-8").split("\n") if line.strip()]
    rules = Rules.load((arguments.rules,))
    print(f"{len(rules.rules)} rules, {len(lines)} segments")
    load, first = start_up(arguments.rules)
    print(f"start-up: {1000 * load:.0f} ms to import and load, {1000 * first:.0f} ms more for the first finding")
    plain = rate(lines, rules.find)
    print(f"{plain:.0f} segments/s, tags only where a rule asks")
    print(f"{rate(lines, lambda line: (rules.find(line), analyse(line).tags)):.0f} segments/s with tags")
    for name, share in costliest(rules, lines)[: arguments.costliest]:
        print(f"  {share}  {name}")
    harper = harper_rate(arguments.harper, arguments.files)
    if isinstance(harper, str):
        print(f"no comparison: {harper}")
    else:
        print(f"Harper: {harper:.0f} segments/s; mtqa is {plain / harper:.1f} times as fast")


def rate(lines: list[str], work: Callable[[str], object]) -> float:
    """Lines a second of processor time, the best of some rounds after one to warm up."""
    for line in lines:
        work(line)
    return len(lines) / min(round_of(lines, work) for _ in range(ROUNDS))


def round_of(lines: list[str], work: Callable[[str], object]) -> float:
    """Seconds of processor time for all lines once."""
    begin = time.process_time()
    for line in lines:
        work(line)
    return time.process_time() - begin


def start_up(folder: Path) -> tuple[float, float]:
    """Seconds to import and load, and for the first finding after that, in new interpreters."""
    command = [sys.executable, "-c", _START_UP.format(folder=str(folder))]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(ROUNDS)]
    times = [tuple(map(float, run.split())) for run in runs]
    return min(load for load, _ in times), min(first for _, first in times)


def costliest(rules: Rules, lines: Iterable[str]) -> list[tuple[str, str]]:
    """Rules and what they cost: microseconds a segment, tokens tried, requests for tags, matches; the worst first."""
    seconds: Counter[str] = Counter()
    tries: Counter[str] = Counter()
    requests: Counter[str] = Counter()
    found: Counter[str] = Counter()
    segments = 0

    def timed(kind: type, tried: Callable[..., int]) -> None:
        original = kind.matches

        def measured(self: object, case: object, *starts: object) -> Iterator[object]:
            name = self.rule.rule.id
            tagged = "tags" in case.analysis.__dict__
            begin = time.process_time()
            matched = list(original(self, case, *starts))
            seconds[name] += time.process_time() - begin
            tries[name] += tried(*starts)
            requests[name] += not tagged and "tags" in case.analysis.__dict__
            found[name] += len(matched)
            return iter(matched)

        kind.matches = measured

    kept = matches.TokenAlternative.matches, matches.RegexAlternative.matches
    timed(matches.TokenAlternative, len)
    timed(matches.RegexAlternative, lambda: 1)
    for line in lines:
        rules.find(line)
        segments += 1
    matches.TokenAlternative.matches, matches.RegexAlternative.matches = kept
    return [
        (
            name,
            f"{1e6 * spent / segments:5.1f} us {tries[name]:7} tries {requests[name]:5} tags {found[name]:5} matches",
        )
        for name, spent in seconds.most_common()
    ]


def harper_rate(python: str, files: Iterable[Path]) -> float | str:
    """Segments a second of Harper, or why there is none."""
    run = subprocess.run([python, "-c", _HARPER, *map(str, files)], capture_output=True, text=True, check=False)
    if run.returncode:
        return run.stderr.strip().rpartition("\n")[2]
    return float(run.stdout.split()[-1])  # Harper itself prints words it is at a loss with


if __name__ == "__main__":
    main()
