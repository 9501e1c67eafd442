"""A run as it is stored in the folder of its report: `run.json`, and beside it the segments where they are many."""

import gzip
import hashlib
import io
from pathlib import Path
from typing import Final

from mtqa.evaluation import Evaluation
from mtqa.evaluation.stored import FILE, SegmentsFile
from mtqa.report import Report
from mtqa.writers import json, jsonl

MOST_SEGMENTS: Final = 20_000
"""How many segments stand in `run.json` itself: it stays a file that an editor opens, of some 20 MB at most."""

_LEVEL: Final = 6
"""Of compression: level 9 takes twice as long for a hundredth less."""


def write_run(report: Report, folder: Path) -> list[str]:
    """The names of the files that hold the whole run, written into a folder, in the order to publish them."""
    evaluation = report.stored
    many = sum(len(document.segments) for document in evaluation.documents) > MOST_SEGMENTS
    segments = _write_segments(evaluation, folder) if many else None
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as out:
        json.write_stored(report, out, segments)
    return [segments.name, FILE] if segments else [FILE]


def _write_segments(evaluation: Evaluation, folder: Path) -> SegmentsFile:
    """The segments as compressed lines, in a file that is named after what is in it; no clock, no name within."""
    unnamed, count = folder / "segments", 0
    with (
        unnamed.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=file, mtime=0) as compressed,
        io.TextIOWrapper(compressed, encoding="utf-8", newline="\n") as out,
    ):
        for line in jsonl.lines(evaluation):
            out.write(line)
            count += 1
    with unnamed.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    name = f"segments-{digest[:16]}.jsonl.gz"
    unnamed.rename(folder / name)
    return SegmentsFile(name, count, digest)
