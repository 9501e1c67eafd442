"""A self-test as text for people, and as members for JSON."""

from typing import Any

from mtqa.selftest import Caught, SelfTest
from mtqa.writers.wording import percent


def text(result: SelfTest) -> str:
    """The table and what it is of, in plain text."""
    width = max(len(each.kind.name) for each in result.kinds)
    trusted = f"{result.segments} segments, {result.words} words of the {result.trusted}"
    alarmed = f"{result.alarmed} segments with a finding, {result.stopped} that mtqa check stops"
    lines = [
        f"{trusted} ({result.language_pair}), seed {result.seed}",
        f"untouched: {_counts(result.alarms)}; {alarmed}",
        "",
        f"{'planted fault':{width}}  planted  caught   high  medium  low  stopped  caught most by",
    ]
    lines += [_line(each, width) for each in result.kinds]
    if result.skipped_checks:
        lines += ["", *(f"not checked: {line}" for line in result.skipped_checks)]
    return "\n".join(lines) + "\n"


def _line(each: Caught, width: int) -> str:
    if not each.planted:
        return f"{each.kind.name:{width}}  {0:7}  nowhere to plant it: {each.kind.what}"
    sure = each.by_confidence
    by = ", ".join(f"{rule} {count}" for rule, count in each.rules)
    return (
        f"{each.kind.name:{width}}  {each.planted:7}  {percent(each.caught, each.planted):>6}  {sure['high']:5}  "
        f"{sure['medium']:6}  {sure['low']:3}  {percent(each.stopped, each.planted):>7}  {by}"
    ).rstrip()


def _counts(alarms: Any) -> str:
    total = sum(alarms.values())
    shown = ", ".join(
        f"{alarms[confidence]} {confidence}" for confidence in reversed(list(alarms)) if alarms[confidence]
    )
    return f"{total} finding{'s' if total > 1 else ''} ({shown})" if shown else "no findings"


def members(result: SelfTest) -> dict[str, Any]:
    """The result as JSON has it."""
    return {
        "trusted": result.trusted,
        "language_pair": str(result.language_pair),
        "segments": result.segments,
        "words": result.words,
        "seed": result.seed,
        "signature": result.signature,
        "untouched": {"alarms": dict(result.alarms), "segments": result.alarmed, "stopped": result.stopped},
        "kinds": [
            {
                "kind": each.kind.name,
                "what": each.kind.what,
                "planted": each.planted,
                "caught": each.caught,
                "stopped": each.stopped,
                "by_confidence": dict(each.by_confidence),
                "rules": dict(each.rules),
            }
            for each in result.kinds
        ],
        "skipped_checks": list(result.skipped_checks),
    }
