"""Prints what the checks of omission and of documents catch of faults planted in human and machine translations.

    python benchmarks/omission.py plant [--lines 3] [--machine] [--examples 0]
    python benchmarks/omission.py documents [--machine] [--reference]
    python benchmarks/omission.py lengths

`plant`: paragraphs of so many lines, and the same with a sentence dropped or added, the end cut off, the half or
all left out; per language pair the share that gains a finding of the kind meant, of any kind, and the alarms on the
untouched paragraphs. `documents`: documents of ten lines, and the same with two lines swapped, one lost (those after
it move up), one twice. `lengths`: per pair the characters of a translation for each of its source, and the share of
human translations beyond some standard deviations of the built-in model of lengths.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.omission import CHECK
from mtqa.checks.structure import CHECK as STRUCTURE
from mtqa.model import Finding, LanguagePair
from mtqa.text.lengths import length_model
from mtqa.text.sentences import sentences

DATA = Path(__file__).parents[1].parent / "shared" / "eval"
FILES = {
    "cs-en": ("mt/wmt22.cs-en.src.cs.txt", "mt/wmt22.cs-en.ref.en.txt", "mt/wmt22.cs-en.ALMAnaCH-Inria.hyp.en.txt"),
    "de-en": ("mt/wmt22.de-en.src.de.txt", "mt/wmt22.de-en.ref.en.txt", "mt/wmt22.de-en.LT22.hyp.en.txt"),
    "ja-en": ("mt/wmt22.ja-en.src.ja.txt", "mt/wmt22.ja-en.ref.en.txt", "mt/wmt22.ja-en.KYB.hyp.en.txt"),
    "ru-en": ("mt/wmt22.ru-en.src.ru.txt", "mt/wmt22.ru-en.ref.en.txt", "mt/wmt22.ru-en.Online-G.hyp.en.txt"),
    "uk-en": ("mt/wmt22.uk-en.src.uk.txt", "mt/wmt22.uk-en.ref.en.txt", "mt/wmt22.uk-en.ARC-NKUA.hyp.en.txt"),
    "he-en": (
        "wmt/generaltest2023.he-en.src.he",
        "wmt/generaltest2023.he-en.ref.refA.en",
        "wmt/generaltest2023.he-en.hyp.ONLINE-B.en",
    ),
    "en-zh": (
        "wmt/generaltest2023.en-zh.src.en",
        "wmt/generaltest2023.en-zh.ref.refA.zh",
        "wmt/generaltest2023.en-zh.hyp.ONLINE-B.zh",
    ),
}


def main() -> None:
    """Prints the table asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("plant", "documents", "lengths"))
    parser.add_argument("--lines", type=int, default=3, help="lines of a paragraph")
    parser.add_argument("--machine", action="store_true", help="machine translations, not human ones")
    parser.add_argument("--reference", action="store_true", help="compare with the reference alone (of --machine)")
    parser.add_argument("--examples", type=int, default=0, help="show so many alarms of each pair")
    arguments = parser.parse_args()
    if arguments.what == "lengths":
        lengths()
    elif arguments.what == "documents":
        documents(arguments)
    else:
        plant(arguments)


def lines(path: str) -> list[str]:
    """The lines of a file."""
    return (DATA / path).read_text("utf-8").removesuffix("\n").split("\n")


Planter = Callable[[str, str, random.Random], str | None]


def drop_sentence(text: str, gap: str, chance: random.Random) -> str | None:
    """The text without one of its sentences."""
    ranges = [(start, end) for start, end in sentences(text) if end - start >= 25 / (1 if gap else 3)]
    if len(sentences(text)) < 2 or not ranges:
        return None
    start, end = chance.choice(ranges)
    return gap.join(part for part in (text[:start].strip(), text[end:].strip()) if part)


def cut_words(text: str, gap: str, chance: random.Random) -> str | None:
    """The text without its last words."""
    words = text.split(gap) if gap else list(text)
    if len(words) < 12:
        return None
    return gap.join(words[: -chance.randint(2, len(words) // 3)])


def cut_half(text: str, gap: str, _: random.Random) -> str | None:
    """The first half of the text."""
    words = text.split(gap) if gap else list(text)
    return gap.join(words[: len(words) // 2]) if len(words) >= 8 else None


def cut_letters(text: str, _: str, chance: random.Random) -> str | None:
    """The text up to the middle of a word."""
    return text[: -chance.randint(4, len(text) // 4)] if len(text) >= 40 else None


def double(text: str, gap: str, _: random.Random) -> str:
    """The text twice."""
    return gap.join((text, text))


PLANTERS: dict[str, tuple[Planter, str]] = {
    "sentence dropped": (drop_sentence, "accuracy/omission/sentence"),
    "last words cut": (cut_words, "accuracy/omission/truncated"),
    "cut in a word": (cut_letters, "accuracy/omission/truncated"),
    "second half cut": (cut_half, "accuracy/omission"),
    "twice": (double, "accuracy/addition"),
    "empty": (lambda *_: ".", "accuracy/omission/empty"),
}


def paragraphs(pair: str, arguments: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    """Witness and translation, and a sentence of another paragraph."""
    source, human, machine = map(lines, FILES[pair])
    witness = human if arguments.reference else source
    texts = list(zip(witness, machine if arguments.machine else human, strict=True))
    for first in range(0, len(texts), arguments.lines):
        group = texts[first : first + arguments.lines]
        gap = "" if pair.endswith("zh") else " "
        yield " ".join(text for text, _ in group), gap.join(text for _, text in group), gap


def plant(arguments: argparse.Namespace) -> None:
    """Faults planted and found, by pair."""
    print(f"{'pair':6} {'kind':18} {'n':>5} {'meant':>7} {'any':>7}  by rule")
    for pair in FILES:
        chance = random.Random(12345)
        context = Context(language_pair=LanguagePair(*pair.split("-")))
        texts = list(paragraphs(pair, arguments))
        before = [found(witness, text, arguments, context) for witness, text, _ in texts]
        show(pair, "untouched", [(own, "accuracy") for own in before])
        for name, (planter, meant) in PLANTERS.items():
            faulty = [(witness, planter(text, gap, chance)) for witness, text, gap in texts]
            results = [found(witness, text, arguments, context) for witness, text in faulty if text is not None]
            show(pair, name, [(own, meant) for own in results])
        alarms = [(text, own) for text, own in zip(texts, before, strict=True) if own]
        for (witness, text, _), own in alarms[: arguments.examples]:
            print(
                f"\n  {witness}\n  {text}",
                *(f"    {each.rule} {each.confidence}: {each.message}" for each in own),
                sep="\n",
            )


def found(witness: str, text: str, arguments: argparse.Namespace, context: Context) -> list[Finding]:
    """The findings in a paragraph."""
    segment = checked(witness, text, arguments, context)
    return [each for _, each in CHECK.open(context)(CheckedDocument((segment,), context))]


def checked(witness: str, text: str, arguments: argparse.Namespace, context: Context) -> CheckedSegment:
    """A translation beside its only witness."""
    if arguments.reference:
        return CheckedSegment(text, references=(witness,), context=context)
    return CheckedSegment(text, source=witness, context=context)


def show(pair: str, name: str, results: list[tuple[list[Finding], str]]) -> None:
    """One row of the table."""
    if not results:
        return
    rules = Counter(each.rule for own, _ in results for each in own)
    meant = np.mean([any(each.rule.startswith(kind) for each in own) for own, kind in results])
    some = np.mean([bool(own) for own, _ in results])
    named = ", ".join(f"{rule.removeprefix('accuracy/')} {count}" for rule, count in rules.most_common())
    print(f"{pair:6} {name:18} {len(results):5} {meant:7.1%} {some:7.1%}  {named}")


def swap(texts: list[str], chance: random.Random) -> list[str]:
    """Two neighbours exchanged."""
    first = chance.randrange(len(texts) - 1)
    return [*texts[:first], texts[first + 1], texts[first], *texts[first + 2 :]]


def slip(texts: list[str], chance: random.Random) -> list[str]:
    """One lost; those after it move up."""
    lost = chance.randrange(len(texts) - 3)
    return [*texts[:lost], *texts[lost + 1 :], "..."]


def repeat(texts: list[str], chance: random.Random) -> list[str]:
    """One in place of the one after it, too."""
    twice = chance.randrange(len(texts) - 1)
    return [*texts[: twice + 1], texts[twice], *texts[twice + 2 :]]


DOCUMENT_PLANTERS: dict[str, tuple[Callable[[list[str], random.Random], list[str]], str]] = {
    "untouched": (lambda texts, _: texts, "accuracy"),
    "two swapped": (swap, "accuracy/mistranslation/misplaced"),
    "one lost": (slip, "accuracy/mistranslation/misplaced"),
    "one twice": (repeat, "accuracy/addition/repeated-paragraph"),
}


def documents(arguments: argparse.Namespace) -> None:
    """Faults planted in documents and found, by pair."""
    print(f"{'pair':6} {'kind':18} {'n':>5} {'meant':>7} {'any':>7}  by rule")
    for pair, files in FILES.items():
        source, human, machine = map(lines, files)
        context = Context(language_pair=LanguagePair(*pair.split("-")))
        translations = machine if arguments.machine else human
        for name, (planter, meant) in DOCUMENT_PLANTERS.items():
            chance = random.Random(12345)
            results = []
            for first in range(0, len(source) - _LINES + 1, _LINES):
                part = slice(first, first + _LINES)
                witnesses = human[part] if arguments.reference else source[part]
                segments = tuple(
                    checked(witness, text, arguments, context)
                    for witness, text in zip(witnesses, planter(translations[part], chance), strict=True)
                )
                found = STRUCTURE.open(context)(CheckedDocument(segments, context))
                results.append(([each for _, each in found], meant))
            show(pair, name, results)


_LINES = 10
"""The lines of a document."""


def lengths() -> None:
    """Ratios of lengths and the tails of the model."""
    print("pair      n  ratio   median  sd   per 1,000 beyond -3, 3, -4, 4 standard deviations")
    for pair, (source, human, _) in FILES.items():
        texts = [(a, b) for a, b in zip(lines(source), lines(human), strict=True) if a.strip() and b.strip()]
        model = length_model(*pair.split("-"))
        deviations = np.array([model.deviation(model.of_source(a), model.of_target(b)) for a, b in texts])
        ratio = sum(len(b) for _, b in texts) / sum(len(a) for a, _ in texts)
        low, high = np.quantile(deviations, (0.16, 0.84))
        tails = (deviations < -3, deviations > 3, deviations < -4, deviations > 4)
        shares = " ".join(f"{1000 * share.mean():5.1f}" for share in tails)
        print(f"{pair} {len(texts):5} {ratio:6.3f} {np.median(deviations):+7.2f} {(high - low) / 2:5.2f}   {shares}")


if __name__ == "__main__":
    main()
