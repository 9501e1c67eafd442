"""Prints what rules and checks catch, and what they flag in correct text; every segment is a document of its own.

    python benchmarks/checks.py demetr [--select NAMES] [--every 5] [--witness source|reference|both] [--metrics]
    python benchmarks/checks.py alarms [--select NAMES] [--translations] [--examples 20]
    python benchmarks/checks.py mlqe   [--select NAMES] [--every 5]
    python benchmarks/checks.py speed  [--select NAMES]

`demetr`: a correct translation and the same with one fault planted, by kind of fault: the share of faulty ones that
gain a finding or lose quality, and of correct ones that have any. `alarms`: findings per 1,000 words in human
translations beside their sources (with `--translations` in machine translations), by rule. `mlqe`: the rank
correlation of quality with human scores. `speed`: segments a second of each check alone, of rules, and of all.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mtqa.checks import Context, all_checks
from mtqa.evaluation.checking import Checking, CheckSettings
from mtqa.evaluation.quality import Quality, quality_rows
from mtqa.metrics import make_metrics
from mtqa.model import DocumentHeader, Finding, LanguagePair, Segment
from mtqa.text.place import place_of
from mtqa.text.words import count_words

DATA = Path(__file__).parents[1].parent / "shared" / "eval"
LANGUAGES = {
    "chinese_simple": "zh", "czech": "cs", "french": "fr", "german": "de", "hindi": "hi", "italian": "it",
    "japanese": "ja", "polish": "pl", "russian": "ru", "spanish": "es",
}  # fmt: skip
QUALITY = Quality("")


@dataclass(frozen=True, slots=True)
class Item:
    """A translation with what it is compared with."""

    hypothesis: str
    source: str | None
    references: tuple[str, ...] = ()


def main() -> None:
    """Prints the table asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=TABLES)
    parser.add_argument("--select", type=lambda names: tuple(names.split(",")), metavar="NAMES")
    parser.add_argument("--extend-select", type=lambda names: tuple(names.split(",")), metavar="NAMES", default=())
    parser.add_argument("--every", type=int, default=5, help="take every nth item")
    parser.add_argument("--witness", choices=("source", "reference", "both"), default="source")
    parser.add_argument("--metrics", action="store_true", help="also BLEU and chrF: the share they rank right")
    parser.add_argument("--translations", action="store_true", help="machine translations, not human ones")
    parser.add_argument("--examples", type=int, default=0, help="show so many findings of each rule")
    TABLES[parser.parse_args().what](parser.parse_args())


def found(items: list[Item], pair: LanguagePair, arguments: argparse.Namespace) -> list[tuple[Finding, ...]]:
    """The findings in each item."""
    settings = CheckSettings(select=arguments.select, extend_select=arguments.extend_select)
    checking = Checking(settings, Context(language_pair=pair, sample=tuple(segments(items))))
    return [
        checking.find([item.hypothesis], [item.source], [item.references], [place_of(item.hypothesis)])[0]
        for item in items
    ]


def segments(items: Iterable[Item]) -> Iterator[Segment]:
    """The items as segments, for checks to learn from."""
    header = DocumentHeader(document="", path="")
    for number, item in enumerate(items):
        yield Segment(
            header=header,
            segment=str(number),
            hypothesis=item.hypothesis,
            source=item.source,
            references=item.references,
        )


def quality(items: list[Item], findings: list[tuple[Finding, ...]]) -> Any:
    """The quality of each item."""
    words = [count_words(item.hypothesis) for item in items]
    return QUALITY.segment_scores(quality_rows(list(zip(words, findings, strict=True))))[:, 0]


def demetr(arguments: argparse.Namespace) -> None:
    """What is caught of each kind of planted fault."""
    table = pd.read_parquet(DATA / "data" / "demetr.parquet")
    # Where a kind of fault could not be planted, the text is as it was.
    planted = table.pert_sent != table.mt
    table = table[(table.split == "dev") & (table["item"] % arguments.every == 0) & planted]
    correct: dict[tuple[str, int], tuple[tuple[Finding, ...], float]] = {}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    for language, rows in table.groupby("lang"):
        pair = LanguagePair(LANGUAGES.get(str(language), str(language)), "en")
        once = rows.drop_duplicates("item")
        items = [witnessed(row, row.mt, arguments.witness) for row in once.itertuples()]
        findings = found(items, pair, arguments)
        scores = quality(items, findings)
        correct |= {
            (str(language), number): (own, score)
            for number, own, score in zip(once["item"], findings, scores, strict=True)
        }
        faulty = [witnessed(row, row.pert_sent, arguments.witness) for row in rows.itertuples()]
        findings = found(faulty, pair, arguments)
        for row, own, score in zip(rows.itertuples(), findings, quality(faulty, findings), strict=True):
            before, score_before = correct[str(language), row.item]
            gained = Counter(each.rule for each in own) - Counter(each.rule for each in before)
            kind = kinds[row.pert]
            kind["n"] += 1
            kind["gained"] += bool(gained)
            kind["worse"] += score < score_before
            rules[row.pert].update(gained)
        if arguments.metrics:
            ranked(rows, kinds)
    alarms = np.mean([bool(own) for own, _ in correct.values()])
    counted = np.mean([score < 100 for _, score in correct.values()])
    print(f"correct translations: {len(correct)}; with a finding {alarms:.1%}, with quality below 100 {counted:.1%}")
    for language in sorted({language for language, _ in correct}):
        own_alarms = [bool(own) for (of, _), (own, _) in correct.items() if of == language]
        print(f"  {language:16} {len(own_alarms):5}  {np.mean(own_alarms):6.1%}")
    extra = "   BLEU  chrF2" if arguments.metrics else ""
    print(f"\n{'kind':42} {'n':>5}  gained  worse{extra}  rules")
    for name, kind in sorted(kinds.items()):
        shares = [kind[which] / kind["n"] for which in ("gained", "worse", "BLEU", "chrF2")[: 4 if extra else 2]]
        most = ", ".join(f"{rule} {count}" for rule, count in rules[name].most_common(3))
        print(f"{name:42} {kind['n']:5} {' '.join(f'{share:6.1%}' for share in shares)}  {most}")


def ranked(rows: pd.DataFrame, kinds: dict[str, Counter[str]]) -> None:
    """Counts where BLEU and chrF give the correct translation more than the faulty one."""
    for metric in make_metrics(("bleu", "chrf"), "13a"):
        good, bad = (
            metric.segment_scores(metric.statistics(list(rows[column]), [list(rows.ref)]))
            for column in ("mt", "pert_sent")
        )
        for kind, right in zip(rows.pert, good > bad, strict=True):
            kinds[kind][metric.name] += bool(right)


def witnessed(row: Any, hypothesis: str, witness: str) -> Item:
    """An item with the witnesses wanted."""
    references = () if witness == "source" else (row.ref,)
    return Item(hypothesis, None if witness == "reference" else row.source, references)


def parallel_texts(*, translations: bool) -> Iterator[tuple[LanguagePair, str, list[Item]]]:
    """Language pair, name and items of the files of WMT, human or machine translated."""
    kind = "hyp" if translations else "ref"
    for path in sorted((DATA / "mt").glob(f"*.{kind}.en.txt")):
        code = path.name.split(".")[1].split("-")[0]
        (source,) = (DATA / "mt").glob(f"wmt22.{code}-en.src.*")
        yield LanguagePair(code, "en"), path.name, aligned(path, source)
    pattern = "*.he-en.hyp.*" if translations else "*.he-en.ref.*"
    for path in sorted((DATA / "wmt").glob(pattern)):
        yield LanguagePair("he", "en"), path.name, aligned(path, DATA / "wmt" / "generaltest2023.he-en.src.he")
    pattern = "*.en-zh.hyp.*" if translations else "*.en-zh.ref.*"
    for path in sorted((DATA / "wmt").glob(pattern)):
        yield LanguagePair("en", "zh"), path.name, aligned(path, DATA / "wmt" / "generaltest2023.en-zh.src.en")


def aligned(hypotheses: Path, sources: Path) -> list[Item]:
    """The lines of two files side by side."""
    lines = [path.read_text("utf-8").removesuffix("\n").split("\n") for path in (hypotheses, sources)]
    return [Item(hypothesis, source) for hypothesis, source in zip(*lines, strict=True)]


def alarms(arguments: argparse.Namespace) -> None:
    """Findings per 1,000 words, by text and by rule."""
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    names, words = [], Counter[str]()
    for pair, name, items in parallel_texts(translations=arguments.translations):
        names.append(name)
        words[name] = sum(count_words(item.hypothesis) for item in items)
        for line, (item, findings) in enumerate(zip(items, found(items, pair, arguments), strict=True), 1):
            for finding in findings:
                by_rule[finding.rule][name] += 1
                place = f"{name}:{line} [{finding.confidence}] {finding.message}"
                examples[finding.rule].append(f"{place}\n      S {item.source}\n      H {item.hypothesis}")
    for name in names:
        total = sum(counts[name] for counts in by_rule.values())
        print(f"{name:50} {words[name]:7} words  {1000 * total / words[name]:6.2f} per 1,000")
    print()
    for rule, counts in sorted(by_rule.items(), key=lambda each: -each[1].total()):
        print(f"{rule:44} {counts.total():6}  {1000 * counts.total() / words.total():6.3f} per 1,000")
        step = max(len(examples[rule]) // max(arguments.examples, 1), 1)
        for example in examples[rule][::step][: arguments.examples]:
            print(f"    {example}")


def mlqe(arguments: argparse.Namespace) -> None:
    """The rank correlation of quality with human scores, and what each rule adds to it."""
    table = pd.read_parquet(DATA / "data" / "mlqe.parquet")
    table = table[table.split == "dev"].iloc[:: arguments.every]
    for name, rows in table.groupby("lp"):
        pair = LanguagePair(*str(name).split("-"))
        items = [Item(row.hyp, row.source) for row in rows.itertuples()]
        findings = found(items, pair, arguments)
        human = rows.da_z.to_numpy()
        flagged = np.mean([bool(own) for own in findings])
        together = spearman(quality(items, findings), human)
        print(f"{name}: {len(items)} segments, {flagged:.1%} flagged, Spearman {together:.3f}")
        counts = Counter(finding.rule for own in findings for finding in own)
        for rule, count in counts.most_common(15):
            has = np.array([any(each.rule == rule for each in own) for own in findings])
            without = [tuple(each for each in own if each.rule != rule) for own in findings]
            loss = spearman(quality(items, findings), human) - spearman(quality(items, without), human)
            print(
                f"  {rule:44} {count:5}  human z {human[has].mean():+.2f} (all {human.mean():+.2f})  adds {loss:+.4f}"
            )


def spearman(one: Any, other: Any) -> float:
    """The rank correlation, ties sharing their rank; NaN where all are alike."""
    if np.ptp(one) == 0:
        return float("nan")
    return float(np.corrcoef(pd.Series(one).rank(), pd.Series(other).rank())[0, 1])


def speed(arguments: argparse.Namespace) -> None:
    """Segments a second on ru-en with source and reference: each check alone, the rules, and all together."""
    hypothesis = aligned(DATA / "mt" / "wmt22.ru-en.Online-G.hyp.en.txt", DATA / "mt" / "wmt22.ru-en.src.ru.txt")
    references = (DATA / "mt" / "wmt22.ru-en.ref.en.txt").read_text("utf-8").split("\n")
    items = [
        Item(item.hypothesis, item.source, (reference,))
        for item, reference in zip(hypothesis, references, strict=False)
    ]
    selections = {"rules": ("en",), **{check.name: tuple(fault.id for fault in check.faults) for check in all_checks()}}
    selections["all"] = None  # type: ignore[assignment]
    if arguments.select:
        selections = {",".join(arguments.select): arguments.select}
    for name, select in selections.items():
        arguments.select = select
        found(items[:20], LanguagePair("ru", "en"), arguments)
        best = min(timed(lambda: found(items, LanguagePair("ru", "en"), arguments)) for _ in range(3))
        print(f"{name:16} {len(items) / best:8.0f} segments/s  {1000 * best / len(items):.3f} ms each")


def timed(run: Callable[[], object]) -> float:
    """The processor time of a call in seconds."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


TABLES: dict[str, Callable[[argparse.Namespace], None]] = {
    "demetr": demetr,
    "alarms": alarms,
    "mlqe": mlqe,
    "speed": speed,
}

if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(f"{DATA} is not there")
    main()
