"""A run as it was stored, read again: `run.json` with what stands beside it, or the JSON that `mtqa score` printed.

A run of many segments keeps them in a file of its own, `segments-DIGEST.jsonl.gz`, compressed lines as of
`--format jsonl`; `run.json` names it with its digest, so that neither is ever read with the other of another run.
"""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from mtqa.errors import InputError
from mtqa.evaluation.shapes import check
from mtqa.evaluation.values import Evaluation
from mtqa.model import (
    Description,
    DocumentHeader,
    Finding,
    LanguagePair,
    LeftOut,
    Score,
    ScoredDocument,
    ScoredSegment,
    ScoredSystem,
    Segment,
    Span,
)

FILE: Final = "run.json"
"""The name of a stored run in the folder of its report."""

FORMAT: Final = 1
"""The version of the JSON contract: raised when a key changes its meaning or goes, not when one comes."""

FORMAT_APART: Final = 2
"""The version of a run whose segments stand in a file beside it."""

SEGMENTS_NAME: Final = re.compile(r"segments-[0-9a-f]{16}\.jsonl\.gz")
"""The names of such files; they follow from what is in them."""

SUMMARY: Final = "summary-"
"""How the format of a run begins whose documents stand in tables."""

Members = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SegmentsFile:
    """The file that holds the segments of a run: its name, how many there are, and the digest of its bytes."""

    name: str
    segments: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A stored run that was opened: its file, and the members of the JSON object in it."""

    file: Path
    members: Members

    def evaluation(self) -> Evaluation:
        """All that was stored, the same values. Raises `InputError` where something is missing or damaged."""
        with self.damage_told():
            if self.members["format"] == FORMAT:
                return _checked(_evaluation(self.members, _within(self.members)))
            segments = SegmentsFile(**self.members["segments_file"])
        with _lines(self.file, segments) as lines, self.damage_told():
            return _checked(_evaluation(self.members, _apart(lines)))

    @contextmanager
    def damage_told(self) -> Iterator[None]:
        """Turns what is wrong with the members into one line with a remedy."""
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            message = f"is a damaged run ({type(error).__name__}: {error}); score again"
            raise InputError(message, str(self.file)) from error


def is_run(path: Path) -> bool:
    """Whether this is a stored run by its name: a `run.json`, or a folder that holds one."""
    return path.name == FILE or (path / FILE).is_file()


def read_run(path: Path) -> Evaluation:
    """The evaluation in a JSON file, or in the `run.json` of a folder; all that was stored, the same values.

    Raises `InputError` for a file that cannot be read, is no stored run, is one of a later format, or shows
    a part of a run only.
    """
    return open_run(path).evaluation()


def open_run(path: Path) -> StoredRun:
    """The run in a JSON file, or in the `run.json` of a folder. Raises `InputError` as `read_run` does."""
    file = path / FILE if path.is_dir() else path
    try:
        run = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", str(file)) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8; is it a run of mtqa?", str(file)) from error
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}; is it complete?", str(file), error.lineno) from error
    except RecursionError as error:
        raise InputError("is nested too deeply; is it a run of mtqa?", str(file)) from error
    if not isinstance(run, dict) or "format" not in run:
        raise InputError("is no stored run; store one with mtqa score -f json", str(file))
    if str(run["format"]).startswith(SUMMARY):
        message = "is the summary of a run with tables, and has its worst documents only; score without --tables"
        raise InputError(message, str(file))
    if run["format"] not in (FORMAT, FORMAT_APART):
        raise InputError(
            f"has format {run['format']}, this mtqa reads {FORMAT} and {FORMAT_APART}; score again", str(file)
        )
    if "part" in run:
        raise InputError("shows a part of a run, by filters of mtqa report; name the run.json it came from", str(file))
    return StoredRun(file, run)


@contextmanager
def _lines(run: Path, segments: SegmentsFile) -> Iterator[Iterator[str]]:
    """The lines of the file beside a run; its digest is checked before any is read."""
    if not (isinstance(segments.name, str) and SEGMENTS_NAME.fullmatch(segments.name)):
        raise InputError(f"names {segments.name!r} as the file of its segments, as mtqa never does", str(run))
    path = run.parent / segments.name
    try:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != segments.sha256:
                raise InputError(f"is not the file that {FILE} was stored with; score again", str(path))
            file.seek(0)
            with gzip.open(file, "rt", encoding="utf-8", newline="\n") as text:
                yield iter(text)
    except OSError as error:
        message = f"holds the segments of {FILE} and cannot be read: {error.strerror or error}; score again"
        raise InputError(message, str(path)) from error
    except (EOFError, zlib.error) as error:
        raise InputError(f"is damaged: {error}; score again", str(path)) from error


def _checked(evaluation: Evaluation) -> Evaluation:
    """The evaluation, whose values are of their types and whose scores have signatures."""
    check(evaluation)
    of_segments = {name for document in evaluation.documents for each in document.segments for name in each.scores}
    of_sums = {name for document in evaluation.documents for name in document.scores}
    of_sums.update(name for system in evaluation.systems for name in system.scores)
    for named, signatures in (
        (of_segments, evaluation.segment_signatures),
        (of_sums.union(evaluation.metrics), evaluation.signatures),
    ):
        if missing := sorted(named.difference(signatures)):
            raise KeyError(f"signature of {missing[0]}")
    systems = {system.system for system in evaluation.systems}
    if not systems or not systems.issuperset(document.header.system for document in evaluation.documents):
        raise ValueError("documents are of other systems than there are")
    return evaluation


Segments = Callable[[DocumentHeader, Members], tuple[ScoredSegment, ...]]
"""Gives the segments of a document by its header and its members."""


def _evaluation(run: Members, segments: Segments) -> Evaluation:
    pair = run["language_pair"]
    return Evaluation(
        language_pair=_pair(pair),
        source_origin=pair["source_origin"],
        target_origin=pair["origin"],
        metrics=tuple(run["metrics"]),
        lower_is_better=frozenset(run["lower_is_better"]),
        signatures=run["signatures"],
        segment_signatures=run["segment_signatures"],
        documents=tuple(_documents(run, segments)),
        systems=tuple(map(_system, run["systems"])),
        left_out=tuple(LeftOut(**left) for left in run["left_out"]),
        empty_hypotheses=run["counts"]["empty_hypotheses"],
        empty_references=run["counts"]["empty_references"],
        skipped_checks=tuple(run["skipped_checks"]),
        taken_as=run["taken_as"],
        notes=tuple(run["notes"]),
        resamples=run["bootstrap"]["resamples"],
        seed=run["bootstrap"]["seed"],
        own_rules=tuple(Description(**rule) for rule in run.get("own_rules", ())),
    )


def _documents(run: Members, segments: Segments) -> Iterator[ScoredDocument]:
    for members in run["documents"]:
        pair = _pair(members["language_pair"])
        header = DocumentHeader(
            document=members["document"],
            path=members["path"],
            system=members["system"],
            source_path=members["source_path"],
            domain=members["domain"],
            language_pair=pair,
        )
        statistics = {name: tuple(row) for name, row in members["statistics"].items()}
        scores = _scores(members["scores"])
        yield ScoredDocument(
            header,
            segments(header, members),
            members["words"],
            scores,
            pair,
            statistics,
            judged=members.get("judged", True),
        )


def _within(run: Members) -> Segments:
    """The segments that stand in the run, under their documents, with the findings that stand together."""
    findings: dict[tuple[str | None, str, str], list[Finding]] = {}
    for members in run["findings"]:
        place = members["system"], members["document"], members["segment"]
        findings.setdefault(place, []).append(_finding(members))

    def segments(header: DocumentHeader, members: Members) -> tuple[ScoredSegment, ...]:
        return tuple(
            _segment(header, item, tuple(findings.get((header.system, header.document, item["segment"]), ())))
            for item in members["items"]
        )

    return segments


def _apart(lines: Iterator[str]) -> Segments:
    """The segments that stand line by line in a file of their own, in the order of the documents."""

    def segments(header: DocumentHeader, members: Members) -> tuple[ScoredSegment, ...]:
        found = tuple(map(json.loads, islice(lines, members["segments"])))
        if len(found) != members["segments"]:
            raise ValueError(f"{members['segments'] - len(found)} segments of {header.document!r} are missing")
        if any((item["system"], item["document"]) != (header.system, header.document) for item in found):
            raise ValueError(f"segments of another document stand where those of {header.document!r} are due")
        return tuple(_segment(header, item, tuple(map(_finding, item["findings"]))) for item in found)

    return segments


def _segment(header: DocumentHeader, item: Members, findings: tuple[Finding, ...]) -> ScoredSegment:
    segment = Segment(
        header=header,
        segment=item["segment"],
        hypothesis=item["hypothesis"],
        source=item["source"],
        references=tuple(item["references"]),
        line=item["line"],
        source_line=item["source_line"],
        column=item["column"],
    )
    return ScoredSegment(segment, item["words"], item["scores"], findings)


def _finding(members: Members) -> Finding:
    counterpart = members["counterpart"]
    return Finding(
        rule=members["rule"],
        category=members["category"],
        severity=members["severity"],
        confidence=members["confidence"],
        message=members["message"],
        start=members["start"],
        end=members["end"],
        text=members["text"],
        side=members["side"],
        suggestions=tuple(members["suggestions"]),
        trace=tuple(members["trace"]),
        counterpart=None if counterpart is None else Span(**counterpart),
    )


def _system(members: Members) -> ScoredSystem:
    return ScoredSystem(
        members["system"],
        members["documents"],
        members["segments"],
        members["words"],
        _scores(members["scores"]),
        members["resampled"],
    )


def _scores(members: Members) -> dict[str, Score]:
    return {name: Score(score["score"], score["low"], score["high"]) for name, score in members.items()}


def _pair(members: Members) -> LanguagePair:
    return LanguagePair(members["source"], members["target"])
