"""Time of BLEU and chrF2 and of 1,000 paired resamples, as ratios against sacrebleu in one run.

    python benchmarks/scores.py HYPOTHESIS OTHER_HYPOTHESIS REFERENCE [--segments 20000] [--runs 3]

The files are plain text of equal line count, repeated up to the number of segments. mtqa computes the scores
of every segment, every document (20 segments each) and the corpus; sacrebleu those of the corpus alone.
Times are the best of the runs, in seconds; quote the ratios, not the times.
"""

import argparse
import gc
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import sacrebleu
from sacrebleu.significance import PairedTest

from mtqa.metrics.base import Metric
from mtqa.metrics.bleu import Bleu
from mtqa.metrics.chrf import Chrf
from mtqa.statistics import paired_bootstrap, sum_by

CHUNK = 1024
SEGMENTS_IN_DOCUMENT = 20


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs=3, type=Path, metavar="FILE")
    parser.add_argument("--segments", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    one, other, reference = (read(path, arguments.segments) for path in arguments.files)

    def peer_scores() -> list[float]:
        return [peer.corpus_score(one, [reference]).score for peer in (sacrebleu.BLEU(), sacrebleu.CHRF())]

    def our_scores() -> list[float]:
        return [score_all(metric, one, reference) for metric in (Bleu(), Chrf())]

    rows = [[(metric, statistics(metric, side, reference)) for side in (one, other)] for metric in (Bleu(), Chrf())]
    peers = {"BLEU": sacrebleu.BLEU(references=[reference]), "CHRF": sacrebleu.CHRF(references=[reference])}

    def peer_paired() -> list[float]:
        test = PairedTest([("one", one), ("other", other)], peers, None, test_type="bs", n_samples=1000)
        # Only resampling is compared, so the peer gets its statistics ready-made, as ours does.
        for metric, peer in zip(rows, peers.values(), strict=True):
            table = {tuple(side): made.tolist() for side, (_, made) in zip((one, other), metric, strict=True)}
            peer._extract_corpus_statistics = lambda texts, _, table=table: table[tuple(texts)]
        _, results = test()
        return [results[name][1].p_value for name in ("BLEU", "chrF2")]

    def our_paired() -> list[float]:
        return [paired_bootstrap(a[1], b[1], a[0].resampled_scores).p_value for a, b in rows]

    print(f"{arguments.segments} segments, best of {arguments.runs}")
    compare("BLEU + chrF2", peer_scores, our_scores, arguments.runs)
    compare("1,000 paired resamples, both", peer_paired, our_paired, arguments.runs)


def read(path: Path, number: int) -> list[str]:
    """The lines of a file, over and over up to a number."""
    return list(islice(cycle(path.read_text("utf-8").removesuffix("\n").split("\n")), number))


def statistics(metric: Metric, hypotheses: list[str], reference: list[str]) -> np.ndarray:
    """The rows of all segments, in batches as `mtqa score` makes them."""
    starts = range(0, len(hypotheses), CHUNK)
    return np.concatenate(
        [metric.statistics(hypotheses[at : at + CHUNK], [reference[at : at + CHUNK]]) for at in starts]
    )


def score_all(metric: Metric, hypotheses: list[str], reference: list[str]) -> float:
    """The corpus score, having computed those of all segments and documents."""
    rows = statistics(metric, hypotheses, reference)
    metric.segment_scores(rows)
    documents = np.arange(len(rows)) // SEGMENTS_IN_DOCUMENT
    sums = sum_by(documents, rows, int(documents[-1]) + 1)
    for row in sums:
        metric.score(row)
    return metric.score(sums.sum(axis=0))


def compare(what: str, peer: Callable[[], list[float]], ours: Callable[[], list[float]], runs: int) -> None:
    """A line of the table: both times, their ratio, and whether the results are equal."""
    times: dict[str, float] = {}
    results = {}
    for _ in range(runs):
        for name, function in (("sacrebleu", peer), ("mtqa", ours)):
            gc.collect()
            start = time.perf_counter()
            results[name] = function()
            times[name] = min(times.get(name, np.inf), time.perf_counter() - start)
    ratio = times["sacrebleu"] / times["mtqa"]
    same = "equal" if results["sacrebleu"] == results["mtqa"] else f"DIFFERENT: {results}"
    print(f"{what}: sacrebleu {times['sacrebleu']:.2f}, mtqa {times['mtqa']:.2f}, ratio {ratio:.1f}, results {same}")


if __name__ == "__main__":
    main()
