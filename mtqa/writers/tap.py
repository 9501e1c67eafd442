"""Conditions and documents as TAP, version 14 of the Test Anything Protocol, which readers of version 13 take too."""

import re
from collections.abc import Iterator
from typing import TextIO

from mtqa.report import Report
from mtqa.writers.cases import Case, cases
from mtqa.writers.json import encode


def write(report: Report, out: TextIO) -> None:
    """Write a test point for each condition and document, with why it fails and what was found."""
    every = cases(report)
    out.write(f"TAP version 14\n1..{len(every)}\n")
    for number, case in enumerate(every, start=1):
        out.writelines(f"{line}\n" for line in _point(number, case))


def _point(number: int, case: Case) -> Iterator[str]:
    holds = case.result in ("passed", "skipped")
    skipped = f" # SKIP {_escaped(case.reason)}" if case.result == "skipped" else ""
    yield f"{'ok' if holds else 'not ok'} {number} - {_escaped(f'{case.group}: {case.name}')}{skipped}"
    members = [] if holds else [("result", case.result), ("reason", case.reason)]
    if not (members or case.lines):
        return
    yield "  ---"
    yield from (f"  {key}: {encode(value)}" for key, value in members)
    if case.lines:
        yield "  findings:" if case.group != "gate" else "  culprits:"
        yield from (f"    - {encode(line)}" for line in case.lines)
    yield "  ..."


def _escaped(text: str) -> str:
    return re.sub(r"[\\#]", r"\\\g<0>", text)
