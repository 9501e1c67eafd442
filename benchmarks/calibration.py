"""What `mtqa calibrate` proposes on rated translations, and how it does on documents that it did not see.

    python benchmarks/calibration.py RATED.parquet [--split dev] [--language-pair zh-en] [--keep DIR]

The table has columns system, doc, seg, source, hyp, ref and mqm (a penalty by segment), as the shared tasks on metrics
have them. Prints the proposals for a rate of false alarms and for one of misses, with the agreement; then how halves
fare that are drawn at random by document: the limit from one half, its rates on the other. `--keep` leaves the
input of `mtqa calibrate` in a folder.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from mtqa.calibration import Goal, calibrate, read_human
from mtqa.calibration.limits import Sample, limit_for
from mtqa.evaluation import Evaluation, Settings, evaluate_items
from mtqa.readers import read
from mtqa.readers.base import ReadRequest
from mtqa.text.languages import parse_pair
from mtqa.writers.calibration import write_text

GOALS = (Goal("false alarms", 0.1), Goal("misses", 0.1))
HUMAN_SYSTEMS = ("refA", "refB", "ref", "synthetic_ref")
HALVES = 200


def main() -> None:
    """Prints the proposals and the table of halves."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("table", type=Path, metavar="RATED.parquet")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--language-pair", default="zh-en")
    parser.add_argument("--keep", type=Path, metavar="DIR")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        run, human = write_input(arguments.table, arguments.split, folder)
        settings = Settings(language_pair=parse_pair(arguments.language_pair), jobs=1)
        evaluation = evaluate_items(read(ReadRequest(hypotheses=(str(run),))).items, settings)
        said = read_human(human, evaluation)
    for goal in GOALS:
        calibration = calibrate(evaluation, said, goal)
        write_text(calibration, sys.stdout)
        print()
        good = {place: value >= -(calibration.cut or 0.0) for place, value in said.documents.items()}
        print_halves(evaluation, good, goal)


def write_input(table: Path, split: str, folder: Path) -> tuple[Path, Path]:
    """The run and the human penalties as TSV files."""
    rated = pd.read_parquet(table)
    rated = rated[(rated["split"] == split) & ~rated["system"].isin(HUMAN_SYSTEMS)].copy()
    for column in ("source", "hyp", "ref"):
        rated[column] = rated[column].str.replace(r"[\t\r\n]", " ", regex=True)
    names = {"doc": "document", "seg": "segment", "hyp": "hypothesis", "ref": "reference"}
    rated = rated.rename(columns=names)
    run, human = folder / "run.tsv", folder / "human.tsv"
    write_tsv(rated[["system", "document", "segment", "source", "hypothesis", "reference"]], run)
    write_tsv(rated[["system", "document", "segment", "mqm"]], human)
    return run, human


def write_tsv(table: pd.DataFrame, path: Path) -> None:
    """Write the table without quoting."""
    rows = ["\t".join(table.columns), *("\t".join(map(str, row)) for row in table.itertuples(index=False))]
    path.write_text("".join(f"{row}\n" for row in rows), "utf-8", newline="\n")


def print_halves(evaluation: Evaluation, good: dict[tuple[str | None, str], bool], goal: Goal) -> None:
    """Prints, for each score, the mean and the middle 95 % of both rates on the half that the limit is not from."""
    print(
        f"{HALVES} random halves by document: limit from one half, {100 * goal.rate:g} % {goal.aim} wanted, the other:"
    )
    print(f"{'score':<10}{'false alarms':<26}{'misses':<26}halves with a limit")
    for score in evaluation.metrics:
        sample = sample_of(evaluation, score, good)
        rates = np.array([found for seed in range(HALVES) if (found := rates_of_half(sample, goal, seed))])
        if len(rates):
            low, high = np.percentile(rates, (2.5, 97.5), axis=0)
            cells = (
                f"{100 * mean:.1f} % ({100 * a:.1f} to {100 * b:.1f})"
                for mean, a, b in zip(rates.mean(axis=0), low, high, strict=True)
            )
            print(f"{score:<10}{''.join(f'{cell:<26}' for cell in cells)}{len(rates)}")
        else:
            print(f"{score:<10}no half has documents enough")
    print()


def sample_of(evaluation: Evaluation, score: str, good: dict[tuple[str | None, str], bool]) -> Sample:
    """The documents with their values of a score."""
    places = [(each.header.system, each.header.document) for each in evaluation.documents]
    sign = -1.0 if score in evaluation.lower_is_better else 1.0
    values = np.array([sign * each.scores[score].score for each in evaluation.documents])
    names = np.unique([document for _, document in places], return_inverse=True)[1]
    return Sample(values, np.array([good[place] for place in places]), names)


def rates_of_half(sample: Sample, goal: Goal, seed: int) -> tuple[float, float] | None:
    """False alarms and misses on one half, by the limit from the other; None where that or a rate does not exist."""
    shuffled = np.random.default_rng(seed).permutation(sample.name_count)
    seen = (shuffled < sample.name_count // 2)[sample.names]
    limit = limit_for(sample.part(seen), goal)
    fails, good = sample.values[~seen] < (limit if limit is not None else 0.0), sample.good[~seen]
    if limit is None or good.all() or not good.any():
        return None
    return float(fails[good].mean()), float((~fails[~good]).mean())


if __name__ == "__main__":
    main()
