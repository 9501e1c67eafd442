"""Prints what checks of whole documents find in real documents, human and machine translated.

    python benchmarks/documents.py human      [--select NAMES] [--examples 20] [--no-source]
    python benchmarks/documents.py machine    [--select NAMES] [--examples 20] [--no-source]
    python benchmarks/documents.py native     [--select NAMES] [--examples 20]
    python benchmarks/documents.py files      [--select NAMES] [--examples 20] [--no-source]

`human`: the references of WMT23 zh-en and he-en, TED zh-en and the post-edits of fr-en news, with their sources, in
their own documents (fr-en cut into 20 lines). `machine`: the systems' translations of the same. `native`: English
originals cut into documents of 20 lines, without a source. `files`: the references of WMT22, each file as one
document of some two thousand lines, though it holds many articles.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mtqa.checks import CheckedSegment, Checks, Context
from mtqa.model import DocumentHeader, LanguagePair, Segment
from mtqa.selection import Selection
from mtqa.text.words import count_words

DATA = Path(__file__).parents[1].parent / "shared" / "eval"
TABLES = {"wmt23_zhen_mqmfull": "zh", "wmt23_heen_mqm": "he", "mqm_ted_zhen": "zh"}
LINES = 20


@dataclass(frozen=True, slots=True)
class Text:
    """A document: its name, the language of its source, its hypotheses and sources."""

    name: str
    language: str
    hypotheses: tuple[str, ...]
    sources: tuple[str | None, ...]


def main() -> None:
    """Prints findings per 1,000 words by rule, with examples."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=TEXTS)
    parser.add_argument("--select", default="fluency/inconsistency,fluency/register")
    parser.add_argument("--examples", type=int, default=0, help="show so many findings of each rule")
    parser.add_argument("--no-source", action="store_true", help="withhold the sources")
    arguments = parser.parse_args()
    texts = list(TEXTS[arguments.what]())
    words = sum(count_words(hypothesis) for text in texts for hypothesis in text.hypotheses)
    print(f"{len(texts)} documents, {words} words")
    report(texts, tuple(arguments.select.split(",")), arguments.examples, words, with_source=not arguments.no_source)


def report(texts: list[Text], select: tuple[str, ...], shown: int, words: int, *, with_source: bool) -> None:
    """Prints the table and the examples."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    documents: Counter[tuple[str, str]] = Counter()
    for text in texts:
        context = Context(language_pair=LanguagePair(text.language, "en"), sample=sample(text))
        sources = text.sources if with_source else (None,) * len(text.sources)
        segments = [CheckedSegment(h, s, (), context) for h, s in zip(text.hypotheses, sources, strict=True)]
        seen = set()
        for index, findings in enumerate(Checks(context, Selection(select=select)).find(segments)):
            for finding in findings:
                kind = (finding.rule, finding.confidence)
                seen.add(kind)
                found[kind].append(
                    f"{text.name}:{index + 1} {finding.message}\n"
                    f"      H {text.hypotheses[index]}\n      S {text.sources[index]}"
                )
        documents.update(seen)
    for kind, examples in sorted(found.items(), key=lambda each: -len(each[1])):
        count = len(examples)
        print(f"{' '.join(kind):56} {count:5} in {documents[kind]:4} documents {1000 * count / words:7.3f} per 1,000")
        for example in examples[:: max(count // max(shown, 1), 1)][:shown]:
            print(f"    {example}")


def sample(text: Text) -> tuple[Segment, ...]:
    """The segments that tell checks what there is."""
    header = DocumentHeader(document=text.name, path="")
    pairs = enumerate(zip(text.hypotheses, text.sources, strict=True))
    return tuple(Segment(header=header, segment=str(n), hypothesis=h, source=s) for n, (h, s) in pairs)


def translated(*, human: bool) -> Iterator[Text]:
    """The documents of the annotated sets."""
    for name, language in TABLES.items():
        table = pd.read_parquet(DATA / "data" / f"{name}.parquet")
        table = table[table.split == "dev"]
        if human:
            table = table.drop_duplicates(["doc", "seg"]).assign(system="human", hyp=lambda rows: rows.ref)
        for (system, document), rows in table.groupby(["system", "doc"], sort=True):
            ordered = rows.assign(seg=rows.seg.astype(int)).sort_values("seg")
            yield Text(f"{name}/{system}/{document}", language, tuple(ordered.hyp), tuple(ordered.source))
    table = pd.read_parquet(DATA / "data" / "wce_fren.parquet")
    table = table[table.split == "dev"]
    column = "post_edit" if human else "mt"
    for start in range(0, len(table), LINES):
        rows = table.iloc[start : start + LINES]
        yield Text(f"wce_fren/{start}", "fr", tuple(rows[column]), tuple(rows.source))


def native() -> Iterator[Text]:
    """English originals."""
    for path in sorted((DATA / "native").glob("*.txt")):
        lines = path.read_text("utf-8").removesuffix("\n").split("\n")
        for start in range(0, len(lines), LINES):
            part = tuple(lines[start : start + LINES])
            yield Text(f"{path.name}/{start}", "und", part, (None,) * len(part))


def files() -> Iterator[Text]:
    """The human translations of WMT22, each file one long document."""
    for path in sorted((DATA / "mt").glob("*.ref.en.txt")):
        code = path.name.split(".")[1].split("-")[0]
        (source,) = (DATA / "mt").glob(f"wmt22.{code}-en.src.*")
        lines = [tuple(each.read_text("utf-8").removesuffix("\n").split("\n")) for each in (path, source)]
        yield Text(path.name, code, *lines)


TEXTS: dict[str, Callable[[], Iterator[Text]]] = {
    "human": lambda: translated(human=True),
    "machine": lambda: translated(human=False),
    "native": native,
    "files": files,
}

if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(f"{DATA} is not there")
    main()
