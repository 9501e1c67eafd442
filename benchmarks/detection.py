"""Runs the rules over evaluation texts and writes what they flag, one JSON object per text.

    python benchmarks/detection.py INPUTS.jsonl... -o RUN.jsonl [--select NAMES] [--low]

Each input line has `set`, `id` and `text`, perhaps `source` and `language_pair`; each output line `set`, `id`, the
reference-free `score` (higher is better text) and `flags`: [start, end, category, severity, rule] for every finding
in the hypothesis. A scorer that knows the human judgements reads it. At the end the throughput is printed.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtqa.evaluation.quality import Quality, quality_rows
from mtqa.model import Finding
from mtqa.rules import Rules
from mtqa.text.words import count_words


def main() -> None:
    """Writes the run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUTS")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--select", type=lambda text: tuple(text.split(",")), default=None)
    parser.add_argument("--low", action="store_true", help="findings of low confidence too")
    arguments = parser.parse_args()
    rules = Rules.load(select=arguments.select, low=arguments.low)
    quality = Quality(f"rules:{rules.digest}")
    start, segments = time.perf_counter(), 0
    with arguments.output.open("w", encoding="utf-8") as out:
        for text in texts(arguments.inputs):
            found = rules.find(text["text"], source=text.get("source"), source_language=language(text))
            out.write(json.dumps(row(text, found, quality), ensure_ascii=False) + "\n")
            segments += 1
    seconds = time.perf_counter() - start
    print(f"{segments} segments, {segments / seconds:.0f} per second, {len(rules.rules)} rules")


def texts(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """The objects of all lines."""
    for path in paths:
        for line in path.read_text("utf-8").split("\n"):
            if line:
                yield json.loads(line)


def language(text: dict[str, Any]) -> str | None:
    """The source language, where the set says it."""
    pair = text.get("language_pair") or text["set"].removeprefix("wce_")
    return {"fren": "fr"}.get(pair, pair.partition("-")[0] if "-" in pair else None)


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
