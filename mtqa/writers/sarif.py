"""New findings as SARIF 2.1.0, with what GitHub code scanning asks for: rules, regions, relative URIs, fingerprints."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TextIO
from urllib.parse import quote

import mtqa
from mtqa.evaluation.findings import PlacedFinding
from mtqa.model import Description, Severity
from mtqa.report import Report
from mtqa.writers import told
from mtqa.writers.columns import Columns
from mtqa.writers.descriptions import descriptions
from mtqa.writers.json import encode
from mtqa.writers.wording import legible, unchecked

Members = dict[str, Any]

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"

MOST_RESULTS: Final = 5000
"""As many as GitHub code scanning shows of one run."""

_PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")
_LINK: Final = re.compile(r"\[(?=[^\[\]]*\]\()")

_PROBLEMS: Final[Mapping[Severity, str]] = {
    "critical": "error",
    "major": "error",
    "minor": "warning",
    "neutral": "recommendation",
}
_LEVELS: Final[Mapping[str, str]] = {"error": "error", "warning": "warning", "recommendation": "note"}


def write(report: Report, out: TextIO) -> None:
    """Write the new findings as one SARIF log, the worst first, at most `MOST_RESULTS` of them."""
    found = told.new_findings(report)
    kept = found[:MOST_RESULTS]
    rules = descriptions(kept, report.evaluation.own_rules)
    index = {rule.id: place for place, rule in enumerate(rules)}
    columns = Columns("code points")
    run = {
        "tool": {
            "driver": {
                "name": "mtqa",
                "semanticVersion": mtqa.__version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, left_out=len(found) - len(kept))],
    }
    results = (encode(_result(placed, index[placed.finding.rule], columns)) for placed in kept)
    out.write(f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [\n{encode(run)[:-1]}, "results": [')
    before = "\n"
    for result in results:
        out.write(f"{before}{result}")
        before = ",\n"
    out.write("\n]}]}\n")


def _rule(rule: Description) -> Members:
    problem = _PROBLEMS[rule.severity]
    return {
        "id": rule.id,
        "shortDescription": {"text": told.shortened(legible(rule.what))},
        "fullDescription": {"text": told.shortened(legible(rule.why))},
        "help": {"text": rule.why, "markdown": rule.help},
        "defaultConfiguration": {"level": _LEVELS[problem]},
        "properties": {
            "tags": ["translation", rule.category],
            "precision": rule.confidence,
            "problem.severity": problem,
        },
    }


def _invocation(report: Report, *, left_out: int) -> Members:
    """How the run went: what no finding says, such as a condition that does not hold, is a notification."""
    judgement = report.judgement
    exit_code = {} if judgement is None else {"exitCode": judgement.exit_code}
    return {
        "executionSuccessful": judgement is None or judgement.outcome != "unjudged",
        **exit_code,
        "toolExecutionNotifications": [
            {"level": level, "message": {"text": message(told.shortened(legible(text)))}}
            for level, text in _notifications(report, left_out)
        ],
    }


def _notifications(report: Report, left_out: int) -> Iterator[tuple[told.Level, str]]:
    for verdict in report.judgement.verdicts if report.judgement else ():
        if verdict.outcome != "passed":
            yield "error", f"{verdict.condition}: {verdict.reason or verdict.actual}"
    for line in unchecked(report.evaluation.skipped_checks):
        yield "warning", f"not checked: {line}"
    if left_out:
        yield "warning", f"{left_out} more findings are left out here, none of them worse than those told"


def _result(placed: PlacedFinding, rule: int, columns: Columns) -> Members:
    finding = placed.finding
    artifact = {"uri": uri(told.path(placed))}
    region = _region(placed, columns)
    result: Members = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": told.level(finding),
        "message": {"text": message(told.message(finding) or finding.rule)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {**region, "snippet": {"text": told.shortened(legible(finding.text))}},
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": f"{placed.fingerprint}:1", "mtqa/v1": placed.fingerprint},
        "properties": {
            "severity": finding.severity,
            "confidence": finding.confidence,
            "category": finding.category,
            "system": None if placed.header.system is None else told.shortened(legible(placed.header.system)),
            "document": told.shortened(legible(placed.header.document)),
            "segment": told.shortened(legible(placed.segment.segment)),
        },
    }
    suggestions = told.suggestions(finding)
    if suggestions and "startColumn" in region:
        result["fixes"] = [_fix(text, artifact, region) for text in suggestions]
    return result


def _region(placed: PlacedFinding, columns: Columns) -> Members:
    place = columns.of(placed)
    if place is None:
        return {"startLine": placed.line}
    return {"startLine": placed.line, "startColumn": place[0], "endLine": placed.line, "endColumn": place[1]}


def _fix(text: str, artifact: Members, region: Members) -> Members:
    replacement = {"deletedRegion": region, "insertedContent": {"text": text}}
    return {"artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}]}


def message(text: str) -> str:
    r"""The text of a message so that SARIF takes none of it for a placeholder or a link: `{{0}}`, `\[a](b)`."""
    return _LINK.sub(r"\\[", _PLACEHOLDER.sub(r"{{\1}}", text))


def uri(path: str) -> str:
    """The path as a relative URI reference, or as a `file:` URI where it is absolute."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate that no file system made
        raw = path.encode("utf-8", "replace")
    return ("file://" if path.startswith("/") else "") + quote(raw)
