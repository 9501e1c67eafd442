"""New findings as commands that annotate files in a GitHub workflow; columns count UTF-16 code units."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, TextIO

from mtqa.evaluation.findings import PlacedFinding
from mtqa.report import Report
from mtqa.writers import told
from mtqa.writers.columns import Columns
from mtqa.writers.verdict import conclusion
from mtqa.writers.wording import counted, legible

MOST: Final = 10
"""As many annotations of one level as GitHub shows of one step."""

_COMMANDS: Final[Mapping[told.Level, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def write(report: Report, out: TextIO) -> None:
    """Write the verdict as an annotation of the run, then the worst findings of each level, then how many are left."""
    found = told.new_findings(report)
    columns = Columns("UTF-16")
    verdict = list(_verdict(report))
    reserved: dict[told.Level, int] = {"error": len(verdict), "warning": 0, "note": 1}
    out.writelines(verdict)
    left_out = 0
    for level, command in _COMMANDS.items():
        own = [placed for placed in found if told.level(placed.finding) == level]
        kept = own[: MOST - reserved[level]]
        left_out += len(own) - len(kept)
        out.writelines(_annotation(command, placed, columns) for placed in kept)
    if left_out:
        out.write(_command("notice", {"title": "mtqa"}, f"{counted(left_out, 'more finding')}: see the report"))


def _verdict(report: Report) -> Iterator[str]:
    judgement = report.judgement
    if judgement is None or judgement.outcome == "passed":
        return
    broken = (verdict for verdict in judgement.verdicts if verdict.outcome != "passed")
    lines = [f"{verdict.condition}: {verdict.reason or verdict.actual}" for verdict in broken]
    shown = [told.shortened(legible(line)) for line in (conclusion(judgement), *lines[:MOST])]
    yield _command("error", {"title": "mtqa gate"}, "\n".join(shown))


def _annotation(command: str, placed: PlacedFinding, columns: Columns) -> str:
    finding = placed.finding
    place = columns.of(placed)
    properties = {"file": told.path(placed), "line": str(placed.line), "endLine": str(placed.line)}
    if place is not None:
        properties |= {"col": str(place[0]), "endColumn": str(place[1])}
    properties["title"] = f"mtqa {finding.rule} ({finding.severity})"
    return _command(command, properties, told.message(finding) or finding.rule)


def _command(name: str, properties: Mapping[str, str], text: str) -> str:
    written = ",".join(f"{key}={_escaped_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_escaped(text)}\n"


_ESCAPES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY_ESCAPES: Final = {**_ESCAPES, ":": "%3A", ",": "%2C"}


def _escaped(text: str) -> str:
    return re.sub(r"[%\r\n]", lambda match: _ESCAPES[match[0]], text)


def _escaped_property(text: str) -> str:
    return re.sub(r"[%\r\n:,]", lambda match: _PROPERTY_ESCAPES[match[0]], legible(text))
