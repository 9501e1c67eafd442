"""A comparison as JSON, format 1; `docs/compare.md` and `mtqa/schema/comparison-1.schema.json` describe it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final, TextIO

import mtqa
from mtqa.comparison import Comparison, Pair
from mtqa.comparison.conclusions import SIGNIFICANT
from mtqa.comparison.human import SOURCE
from mtqa.comparison.values import Difference, Mismatch, RuleDifference, SegmentDifference, System
from mtqa.evaluation.findings import PlacedFinding
from mtqa.writers.json import CONFIDENCE, encode, finding_members

FORMAT: Final = 1
"""The version of the contract: raised when a key changes its meaning or goes, not when one comes."""

Members = dict[str, Any]


def write(comparison: Comparison, out: TextIO) -> None:
    """Write the comparison to `out` as one JSON object, a line for each of its parts."""
    before = "{\n"
    for key, value in _members(comparison).items():
        out.write(f"{before}  {encode(key)}: ")
        if isinstance(value, list) and value:
            lines = ",\n    ".join(encode(each) for each in value)
            out.write(f"[\n    {lines}\n  ]")
        else:
            out.write(encode(value))
        before = ",\n"
    out.write("\n}\n")


def _members(comparison: Comparison) -> Members:
    pair = comparison.language_pair
    return {
        "format": FORMAT,
        "tool": {"name": "mtqa", "version": mtqa.__version__},
        "language_pair": {"source": pair.source, "target": pair.target},
        "headline": comparison.headline,
        "baseline": comparison.baseline,
        "metrics": comparison.metrics,
        "lower_is_better": sorted(comparison.lower_is_better),
        "decided_by": comparison.decided_by,
        "bootstrap": {
            "resamples": comparison.resamples,
            "seed": comparison.seed,
            "confidence": CONFIDENCE,
            "resampled": dict(comparison.resampled),
            "units": dict(comparison.units),
        },
        "significance": {
            "test": "paired bootstrap, two-sided",
            "level": SIGNIFICANT,
            "adjusted": "Holm",
            "comparisons": len(comparison.pairs),
            "all_pairs": comparison.all_pairs,
        },
        "human_agreement": {"source": SOURCE},
        "counts": {"documents": len(comparison.documents), "segments": comparison.segments},
        "forced": [_mismatch(each) for each in comparison.forced],
        "systems": [_system(each) for each in comparison.systems],
        "comparisons": [_pair(each) for each in comparison.pairs],
        "buckets": [asdict(each) for each in comparison.buckets],
        "documents": [
            {"document": each.document, "domain": each.domain, "segments": each.segments, "scores": _plain(each.scores)}
            for each in comparison.documents
        ],
        "notes": list(comparison.notes),
    }


def _plain(scores: Mapping[str, Mapping[str, float]]) -> Members:
    return {metric: dict(own) for metric, own in scores.items()}


def _mismatch(mismatch: Mismatch) -> Members:
    return {"message": mismatch.message, "path": mismatch.path, "line": mismatch.line, "count": mismatch.count}


def _system(system: System) -> Members:
    return {
        "name": system.name,
        "system": system.system,
        "path": system.path,
        "segments": system.segments,
        "words": system.words,
        "scores": {
            metric: {
                "score": score.score,
                "low": score.low,
                "high": score.high,
                "signature": system.signatures[metric],
            }
            for metric, score in system.scores.items()
        },
        "finding_counts": dict(system.findings),
    }


def _pair(pair: Pair) -> Members:
    return {
        "a": pair.a,
        "b": pair.b,
        "headline": pair.headline,
        "sentences": pair.sentences,
        "scores": {metric: _difference(each) for metric, each in pair.differences.items()},
        "documents": [asdict(each) for each in pair.documents],
        "worse": [_segment(each) for each in pair.worse],
        "better": [_segment(each) for each in pair.better],
        "rules": [_rule(each) for each in pair.rules],
    }


def _difference(each: Difference) -> Members:
    agreement = each.agreement
    return {
        "difference": each.difference,
        "better_by": each.better_by,
        "low": each.low,
        "high": each.high,
        "p_value": each.p_value,
        "p_adjusted": each.p_adjusted,
        "significant": each.significant,
        "better_in": each.better_in,
        "documents": asdict(each.documents),
        "segments": asdict(each.segments),
        "human_agreement": None if agreement is None else asdict(agreement),
    }


def _segment(each: SegmentDifference) -> Members:
    segment = each.b.segment
    return {
        "document": segment.header.document,
        "segment": segment.segment,
        "by": each.metric,
        "better_by": each.better_by,
        "influence": each.influence,
        "source": segment.source,
        "references": segment.references,
        "a": {"hypothesis": each.a.segment.hypothesis, "scores": dict(each.a.scores)},
        "b": {"hypothesis": segment.hypothesis, "scores": dict(each.b.scores)},
    }


def _rule(each: RuleDifference) -> Members:
    return {
        "rule": each.rule,
        "category": each.category,
        "severity": each.severity,
        "a": each.a,
        "b": each.b,
        "new": each.new,
        "gone": each.gone,
        "critical": each.critical,
        "new_findings": list(_findings(each.new_places)),
        "gone_findings": list(_findings(each.gone_places)),
    }


def _findings(places: tuple[PlacedFinding, ...]) -> Iterator[Members]:
    yield from map(finding_members, places)
