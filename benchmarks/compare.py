"""Time of a paired bootstrap of several systems, as a ratio against sacrebleu's for the same job in one run.

    python benchmarks/compare.py REFERENCE HYPOTHESIS HYPOTHESIS [HYPOTHESIS ...] [--runs 3]

The files are plain text of equal line count: systems over one reference, in one document, so that both draw segments.
Both start from the texts: statistics, scores, intervals, and the p-value of each system against the first, in 1,000
resamples, by BLEU and chrF2. mtqa adds all that `mtqa compare` tells: documents, segments, buckets, words. Times are
the best of the runs, in seconds of the processor; quote the ratio, not the times.
"""

import argparse
import gc
import time
from functools import partial
from pathlib import Path

import sacrebleu
from sacrebleu.significance import PairedTest

from mtqa.comparison import Comparison, Run, compare
from mtqa.evaluation import Evaluation, Settings, evaluate_items
from mtqa.model import LanguagePair
from mtqa.readers import read
from mtqa.readers.base import ReadRequest

SETTINGS = Settings(metrics=("bleu", "chrf"), language_pair=LanguagePair("und", "en"), checks=None)


def main() -> None:
    """Prints both times, their ratio, and whether the p-values are equal."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reference", type=Path)
    parser.add_argument("hypotheses", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    texts = [path.read_text("utf-8").removesuffix("\n").split("\n") for path in arguments.hypotheses]
    reference = arguments.reference.read_text("utf-8").removesuffix("\n").split("\n")
    times = {"sacrebleu": float("inf"), "mtqa scoring": float("inf"), "mtqa comparing": float("inf")}
    for _ in range(arguments.runs):
        theirs = timed(times, "sacrebleu", lambda: peer(texts, reference))
        run = timed(times, "mtqa scoring", lambda: scored(arguments.hypotheses, arguments.reference))
        comparison = timed(times, "mtqa comparing", partial(compare, [Run(run, "benchmark")]))
    ours = p_values(comparison)
    ratio = times["sacrebleu"] / (times["mtqa scoring"] + times["mtqa comparing"])
    shown = ", ".join(f"{name} {seconds:.2f}" for name, seconds in times.items())
    same = "equal" if ours == theirs else f"DIFFERENT: {ours} {theirs}"
    print(f"{len(texts)} systems, {len(reference)} segments: {shown}, ratio {ratio:.1f}, p-values {same}")


def timed(times, name, function):
    """What the function returns; its time is kept where it is the best."""
    gc.collect()
    start = time.process_time()
    found = function()
    times[name] = min(times[name], time.process_time() - start)
    return found


def peer(texts: list[list[str]], reference: list[str]) -> dict[str, list[float]]:
    """The p-values of sacrebleu by score."""
    metrics = {"BLEU": sacrebleu.BLEU(references=[reference]), "CHRF": sacrebleu.CHRF(references=[reference])}
    named = [(str(number), side) for number, side in enumerate(texts)]
    _, results = PairedTest(named, metrics, None, test_type="bs", n_samples=1000)()
    return {name: [each.p_value for each in results[name][1:]] for name in ("BLEU", "chrF2")}


def scored(hypotheses: list[Path], reference: Path) -> Evaluation:
    """The systems scored, as `mtqa compare` does it."""
    request = ReadRequest(hypotheses=tuple(map(str, hypotheses)), references=(str(reference),), taken_as="systems")
    return evaluate_items(read(request).items, SETTINGS)


def p_values(comparison: Comparison) -> dict[str, list[float]]:
    """The p-values of each system against the first, by score."""
    own = [pair for pair in comparison.pairs if pair.a == comparison.baseline]
    return {name: [pair.differences[name].p_value for pair in own] for name in ("BLEU", "chrF2")}


if __name__ == "__main__":
    main()
