"""The whole run as JSON; `docs/json.md`, `mtqa/schema/run-1.schema.json` and `run-2.schema.json` describe it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from json import JSONEncoder
from typing import Any, TextIO

import mtqa
from mtqa.evaluation import Evaluation
from mtqa.evaluation.findings import PlacedFinding, finding_counts, placed_findings
from mtqa.evaluation.stored import FORMAT, FORMAT_APART, SegmentsFile
from mtqa.gate.values import Judgement
from mtqa.model import LeftOut, Score, ScoredDocument, ScoredSegment, ScoredSystem
from mtqa.report import Report, Whole

SUMMARY_FORMAT = "summary-1"
"""The format of a run whose documents stand in tables: not one that can be read as a whole run."""

CONFIDENCE = 0.95
"""The confidence of every interval."""

_encode_plainly = JSONEncoder(ensure_ascii=False, allow_nan=False).encode

Members = dict[str, Any]
"""The members of a JSON object, in the order in which they are written."""


def write(report: Report, out: TextIO) -> None:
    """Write the run to `out` as one JSON object: a line per segment, documents in input order.

    Where the report shows a part of its run, so does the object, and says so.
    """
    out.writelines(_chunks(_members(report, report.evaluation)))


def write_stored(report: Report, out: TextIO, segments: SegmentsFile | None = None) -> None:
    """Write the whole run to `out`, whatever the report shows of it; without its segments where a file holds these."""
    out.writelines(_chunks(_members(replace(report, filtered=None), report.stored, segments)))


def encode(value: object) -> str:
    """The value as JSON on one line, whoever splits the lines, and in valid UTF-8.

    Line separators that JSON would let stand (U+0085, U+2028, U+2029) and lone surrogates (from file names
    that are not UTF-8) are escaped. Raises `ValueError` for NaN and infinity.
    """
    text = _encode_plainly(value)
    if text.isascii():
        return text
    text = text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="backslashreplace").decode()
    return text


def item(scored: ScoredSegment) -> Members:
    """One segment as it stands among a document's `items`."""
    segment = scored.segment
    return {
        "segment": segment.segment,
        "line": segment.line,
        "source_line": segment.source_line,
        "column": segment.column,
        "source": segment.source,
        "hypothesis": segment.hypothesis,
        "references": segment.references,
        "words": scored.words,
        "scores": dict(scored.scores),
        "finding_counts": finding_counts([scored]),
    }


def finding_members(placed: PlacedFinding) -> Members:
    """One finding with its place."""
    finding = placed.finding
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "document": placed.header.document,
        "system": placed.header.system,
        "segment": placed.segment.segment,
        "side": finding.side,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": finding.message,
        "suggestions": finding.suggestions,
        "trace": finding.trace,
        "counterpart": None if finding.counterpart is None else asdict(finding.counterpart),
        "fingerprint": placed.fingerprint,
        "location": {
            "path": placed.path,
            "line": placed.line,
            "column": placed.column,
            "end_column": placed.end_column,
        },
    }


def _chunks(members: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    """The text of the object piece by piece, so that no second copy of the run is made."""
    before = "{\n"
    for key, chunks in members:
        yield f'{before}  "{key}": '
        yield from chunks
        before = ",\n"
    yield "\n}\n"


def _members(
    report: Report, evaluation: Evaluation, segments: SegmentsFile | None = None
) -> Iterator[tuple[str, Iterable[str]]]:
    signatures = evaluation.signatures
    for key, value in _head(evaluation, _format(report, segments), report.whole).items():
        yield key, [encode(value)]
    if report.filtered:
        yield "part", [encode(report.filtered.said)]
    if segments:
        yield "segments_file", [encode(asdict(segments))]
    if report.whole is not None:
        yield "whole", [encode(_whole(report.whole))]
    systems = (encode(_system(system, signatures)) for system in evaluation.systems)
    yield "systems", _array(systems, indent=2)
    documents = (_document(each, signatures, items=segments is None) for each in evaluation.documents)
    yield "documents", _array(documents, indent=2)
    if segments is None:
        findings = (encode(finding_members(placed)) for placed in placed_findings(evaluation.documents))
        yield "findings", _array(findings, indent=2)
    if evaluation.own_rules:
        yield "own_rules", _array((encode(asdict(rule)) for rule in evaluation.own_rules), indent=2)
    yield "left_out", _array((encode(_left_out(left)) for left in evaluation.left_out), indent=2)
    if report.judgement is not None:
        yield "gate", [encode(_judgement(report.judgement))]
    yield "skipped_checks", _array(map(encode, evaluation.skipped_checks), indent=2)
    yield "notes", _array(map(encode, evaluation.notes), indent=2)


def _format(report: Report, segments: SegmentsFile | None) -> int | str:
    if report.whole is not None:
        return SUMMARY_FORMAT
    return FORMAT if segments is None else FORMAT_APART


def _whole(whole: Whole) -> Members:
    """What is known of all documents of a run that is not shown whole."""
    return {
        "tables": whole.tables,
        "bootstrap": whole.bootstrap,
        "documents": whole.documents,
        "too_long": whole.too_long,
        "shown_by": dict(whole.shown_by),
        "histograms": [{"system": system, "documents_by_score": dict(own)} for system, own in whole.histograms.items()],
        "findings": [
            {"rule": rule, "category": category, "severity": severity, "confidence": confidence, "findings": count}
            for (rule, category, severity, confidence), count in whole.findings.items()
        ],
        "left_out": [
            {"reason": reason, "documents" if document else "segments": count}
            for (reason, document), count in whole.left_out.items()
        ],
    }


def _head(evaluation: Evaluation, version: int | str, whole: Whole | None) -> Members:
    """What is known of the run as a whole."""
    return {
        "format": version,
        "tool": {"name": "mtqa", "version": mtqa.__version__},
        "language_pair": {
            "source": evaluation.language_pair.source,
            "target": evaluation.language_pair.target,
            "origin": evaluation.target_origin,
            "source_origin": evaluation.source_origin,
        },
        "taken_as": evaluation.taken_as,
        "metrics": evaluation.metrics,
        "lower_is_better": sorted(evaluation.lower_is_better),
        "signatures": dict(evaluation.signatures),
        "segment_signatures": dict(evaluation.segment_signatures),
        "bootstrap": {"resamples": evaluation.resamples, "seed": evaluation.seed, "confidence": CONFIDENCE},
        "counts": {
            "empty_hypotheses": evaluation.empty_hypotheses,
            "empty_references": evaluation.empty_references,
            "left_out": len(evaluation.left_out) if whole is None else sum(whole.left_out.values()),
        },
        "corpus": _corpus(evaluation),
    }


def _corpus(evaluation: Evaluation) -> Members:
    """The sums over all systems, and the scores where there is one system only."""
    systems = evaluation.systems
    scores = systems[0].scores if len(systems) == 1 else {}
    return {
        "segments": sum(system.segments for system in systems),
        "words": sum(system.words for system in systems),
        "documents": sum(system.documents for system in systems),
        "scores": _scores(scores, evaluation.signatures),
    }


def _system(system: ScoredSystem, signatures: Mapping[str, str]) -> Members:
    return {
        "system": system.system,
        "documents": system.documents,
        "segments": system.segments,
        "words": system.words,
        "scores": _scores(system.scores, signatures),
        "resampled": system.resampled,
    }


def _document(document: ScoredDocument, signatures: Mapping[str, str], *, items: bool) -> str:
    """A document with a line for each of its segments, where `items` are asked for."""
    header = document.header
    members = {
        "document": header.document,
        "system": header.system,
        "path": header.path,
        "source_path": header.source_path,
        "domain": header.domain,
        "language_pair": {
            "source": document.language_pair.source,
            "target": document.language_pair.target,
        },
        "segments": len(document.segments),
        "words": document.words,
        "scores": _scores(document.scores, signatures),
        "statistics": dict(document.statistics),
        "finding_counts": finding_counts(document.segments),
        **({} if document.judged else {"judged": False}),
    }
    if not items:
        return encode(members)
    lines = "".join(_array((encode(item(scored)) for scored in document.segments), indent=4))
    return f'{encode(members)[:-1]}, "items": {lines}}}'


def _scores(scores: Mapping[str, Score], signatures: Mapping[str, str]) -> Members:
    return {
        metric: {
            "score": score.score,
            "low": score.low,
            "high": score.high,
            "signature": signatures[metric],
        }
        for metric, score in scores.items()
    }


def _judgement(judgement: Judgement) -> Members:
    return {
        "outcome": judgement.outcome,
        "accepted": judgement.accepted,
        "known": sorted(judgement.known),
        "notes": judgement.notes,
        "verdicts": [
            {
                "condition": verdict.condition,
                "outcome": verdict.outcome,
                "actual": verdict.actual,
                "system": verdict.system,
                "reason": verdict.reason,
                "blamed": [
                    {"document": document, "system": system}
                    for system, document in sorted(verdict.blamed, key=lambda each: (each[0] or "", each[1]))
                ],
                "culprit_count": verdict.culprit_count,
                "culprits": [
                    {
                        "document": culprit.document,
                        "system": culprit.system,
                        "path": culprit.path,
                        "value": culprit.value,
                        "fingerprint": None if culprit.finding is None else culprit.finding.fingerprint,
                    }
                    for culprit in verdict.culprits
                ],
            }
            for verdict in judgement.verdicts
        ],
    }


def _left_out(left: LeftOut) -> Members:
    return {
        "document": left.document,
        "system": left.system,
        "segment": left.segment,
        "reason": left.reason,
        "path": left.path,
        "line": left.line,
    }


def _array(elements: Iterable[str], *, indent: int) -> Iterator[str]:
    """A JSON array with an element per line; `indent` is that of the line it begins on."""
    before = "[\n"
    for element in elements:
        yield f"{before}{' ' * (indent + 2)}{element}"
        before = ",\n"
    yield "[]" if before == "[\n" else f"\n{' ' * indent}]"
