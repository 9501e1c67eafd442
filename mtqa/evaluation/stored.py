"""A run as it was stored, read again: `run.json`, or the JSON that `mtqa score` printed."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from mtqa.errors import InputError
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
"""The version of the contract that is read."""

Members = Mapping[str, Any]


def is_run(path: Path) -> bool:
    """Whether this is a stored run by its name: a `run.json`, or a folder that holds one."""
    return path.name == FILE or (path / FILE).is_file()


def read_run(path: Path) -> Evaluation:
    """The evaluation in a JSON file, or in the `run.json` of a folder; all that was stored, the same values.

    Raises `InputError` for a file that cannot be read, is no stored run, or is one of a later format.
    """
    file = path / FILE if path.is_dir() else path
    try:
        run = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", str(file)) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8; is it a run of mtqa?", str(file)) from error
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}; is it complete?", str(file), error.lineno) from error
    if not isinstance(run, dict) or "format" not in run:
        raise InputError("is no stored run; store one with mtqa score -f json", str(file))
    if run["format"] != FORMAT:
        raise InputError(f"has format {run['format']}, this mtqa reads {FORMAT}; score again", str(file))
    try:
        return _evaluation(run)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"is a damaged run ({type(error).__name__}: {error}); score again", str(file)) from error


def _evaluation(run: Members) -> Evaluation:
    pair = run["language_pair"]
    return Evaluation(
        language_pair=_pair(pair),
        source_origin=pair["source_origin"],
        target_origin=pair["origin"],
        metrics=tuple(run["metrics"]),
        lower_is_better=frozenset(run["lower_is_better"]),
        signatures=run["signatures"],
        segment_signatures=run["segment_signatures"],
        documents=tuple(_documents(run)),
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


def _documents(run: Members) -> Iterator[ScoredDocument]:
    findings: dict[tuple[str | None, str, str], list[Finding]] = {}
    for members in run["findings"]:
        place = members["system"], members["document"], members["segment"]
        findings.setdefault(place, []).append(_finding(members))
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
        segments = tuple(
            _segment(header, item, tuple(findings.get((header.system, header.document, item["segment"]), ())))
            for item in members["items"]
        )
        statistics = {name: tuple(row) for name, row in members["statistics"].items()}
        yield ScoredDocument(
            header,
            segments,
            members["words"],
            _scores(members["scores"]),
            pair,
            statistics,
            judged=members.get("judged", True),
        )


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
