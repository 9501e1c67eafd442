"""Runs the rules over evaluation texts and writes what they flag, one JSON object per text.

    python benchmarks/detection.py INPUTS.jsonl... -o RUN.jsonl [--checks] [--select NAMES] [--low]

Each input line has `set`, `id` and `text`, perhaps `source` and `language_pair`; each output line `set`, `id`, the
reference-free `score` (higher is better text) and `flags`: [start, end, category, severity, rule] for every finding
in the hypothesis. A scorer that knows the human judgements reads it. At the end the throughput is printed.
"""

import argparse
import json
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from mtqa.checks import Context
from mtqa.evaluation.checking import Checking, CheckSettings
from mtqa.evaluation.quality import Quality, quality_rows
from mtqa.model import UNDETERMINED, DocumentHeader, Finding, LanguagePair, Segment
from mtqa.rules import Rules
from mtqa.text.place import places
from mtqa.text.words import count_words

SOURCES = re.compile(r"(?:_|^)(zh|he|fr)en(?:_|$)")
PAIR = re.compile(r"[a-z]{2}-[a-z]{2}")


def main() -> None:
    """Writes the run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUTS")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--select", type=lambda text: tuple(text.split(",")), default=None)
    parser.add_argument("--low", action="store_true", help="findings of low confidence too")
    parser.add_argument("--checks", action="store_true", help="checks as well as rules, document by document")
    arguments = parser.parse_args()
    rules = Rules.load(select=arguments.select, low=arguments.low)
    quality = Quality(f"rules:{rules.digest}")
    start, segments = time.perf_counter(), 0
    with arguments.output.open("w", encoding="utf-8") as out:
        for document in documents(arguments.inputs):
            if arguments.checks:
                findings = checked(document, arguments.select)
            else:
                findings = [
                    rules.find(text["text"], source=text.get("source"), source_language=language(text))
                    for text in document
                ]
            for text, found in zip(document, findings, strict=True):
                out.write(json.dumps(row(text, found, quality), ensure_ascii=False) + "\n")
            segments += len(document)
    seconds = time.perf_counter() - start
    print(f"{segments} segments, {segments / seconds:.0f} per second, {len(rules.rules)} rules")


def documents(paths: list[Path]) -> Iterator[list[dict[str, Any]]]:
    """The texts, those of one document and system together; others alone."""
    for path in paths:
        together: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for number, text in enumerate(texts([path])):
            system, document = str(text["id"]).partition("|")[0], text.get("doc")
            together.setdefault((system, document) if document else ("", str(number)), []).append(text)
        yield from together.values()


def checked(document: list[dict[str, Any]], select: tuple[str, ...] | None) -> list[tuple[Finding, ...]]:
    """What rules and checks find in the texts of a document."""
    hypotheses = [text["text"] for text in document]
    sources = [text.get("source") for text in document]
    checking = checking_for(language(document[0]), any(sources), select)
    return checking.find(hypotheses, sources, [()] * len(document), places(hypotheses))


@cache
def checking_for(source: str | None, has_source: bool, select: tuple[str, ...] | None) -> Checking:
    """Rules and checks for a source language; a sample of one segment says whether there are sources at all."""
    header = DocumentHeader(document="", path="")
    sample = Segment(header=header, segment="1", hypothesis="", source="x" if has_source else None)
    pair = LanguagePair(source or UNDETERMINED, "en")
    return Checking(CheckSettings(select=select), Context(language_pair=pair, sample=(sample,)))


def texts(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """The objects of all lines."""
    for path in paths:
        for line in path.read_text("utf-8").split("\n"):
            if line:
                yield json.loads(line)


def language(text: dict[str, Any]) -> str | None:
    """The source language, where the set says it."""
    named = SOURCES.search(text["set"])
    if named:
        return named[1]
    pair = str(text.get("language_pair") or text["id"]).partition("|")[0]
    return pair.partition("-")[0] if PAIR.fullmatch(pair) else None


def row(text: dict[str, Any], found: tuple[Finding, ...], quality: Quality) -> dict[str, Any]:
    """The output of one text."""
    words = count_words(text["text"])
    score = quality.segment_scores(quality_rows([(words, found)]))[0, 0]
    flags = [
        [each.start, each.end, each.category, each.severity, each.rule] for each in found if each.side == "hypothesis"
    ]
    return {"set": text["set"], "id": text["id"], "score": float(score), "flags": flags}


if __name__ == "__main__":
    main()
