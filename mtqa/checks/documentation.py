"""The documentation of checks, made from their table: a text for the terminal, a page for the folder of documents."""

from collections.abc import Iterator, Sequence
from typing import Final

from mtqa.checks.base import Check, Fault

GENERATED: Final = "<!-- Made from the checks by `mtqa checks docs`: change those, not this page. -->"
"""The first line of the page, by which it is known that it may be written anew."""


def document(check: Check) -> str:
    """The documentation of one check, the same for terminal and page."""
    return "\n".join(_lines(check))


def page(checks: Sequence[Check]) -> str:
    """The page of all checks in Markdown."""
    faults = sum(len(check.faults) for check in checks)
    head = f"""{GENERATED}

# Checks

{len(checks)} checks tell {faults} kinds of fault. A check needs code: it compares a translation with its source, or
with a reference where there is no source, or looks at a document whole. `--select`, `--ignore` and `--extend-select`
take the ids, the categories, or their beginnings; what is of low confidence is shown only when it is asked for.
Settings and severities are changed in the [configuration](accepting.md#thresholds-and-severities).
"""
    return head + "".join(f"\n{document(check)}\n" for check in checks)


def _lines(check: Check) -> Iterator[str]:
    yield f"## {check.name}"
    yield ""
    yield f"{check.summary[0].upper()}{check.summary[1:]}."
    yield ""
    yield "| fault | severity | confidence | why |"
    yield "|---|---|---|---|"
    yield from map(_row, check.faults)
    if check.thresholds:
        yield ""
        settings = ", ".join(f"`{name}` = {value:g}" for name, value in check.thresholds.items())
        yield f"Settings `[checks.{check.name}]`: {settings}"


def _row(fault: Fault) -> str:
    why = fault.why.replace("|", "\\|")
    return f"| `{fault.id}` | {fault.severity} | {fault.confidence} | {why} |"
