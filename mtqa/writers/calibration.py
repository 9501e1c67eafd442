"""A calibration as text for reading, as JSON, and as the configuration that it proposes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TextIO

import mtqa
from mtqa.calibration import Agreement, Calibration, Proposal
from mtqa.calibration.values import MeanTau, PairAccuracy, Share
from mtqa.writers.json import CONFIDENCE, encode
from mtqa.writers.wording import counted, legible

FORMAT = 1
"""The version of the JSON contract."""


def write_text(calibration: Calibration, out: TextIO) -> None:
    """Write what is proposed, how it does, how far the scores agree with people, and the configuration."""
    out.writelines(f"{legible(line)}\n" for line in _lines(calibration))


def write_json(calibration: Calibration, out: TextIO) -> None:
    """Write the calibration as one JSON object."""
    out.write(f"{encode(_members(calibration))}\n")


def configuration(calibration: Calibration) -> str:
    """The proposed limits as a table of `mtqa.toml`; those beside the chosen one stand there as comments."""
    able = [each for each in calibration.proposals if each.limit is not None]
    if not able:
        return ""
    lines = [f"# proposed by mtqa calibrate for {_goal(calibration)}"]
    if calibration.severe:
        lines += ["[gate]", _fail_on(calibration), ""]
    lines += ["[gate.document]"]
    lines += [f"{'' if each.score == calibration.chosen else '# '}{_limit(each)}" for each in able]
    return "".join(f"{line}\n" for line in lines)


def _fail_on(calibration: Calibration) -> str:
    major, critical = (calibration.severe[severity] for severity in ("major", "critical"))
    counts = f"of {calibration.good} good documents {major} have a major finding or worse, {critical} a critical one"
    return f'fail_on = "{calibration.fail_on or "never"}"    # {counts}'


def _limit(proposal: Proposal) -> str:
    key = proposal.score if proposal.score.isalnum() and proposal.score.isascii() else f'"{proposal.score}"'
    bound = "max" if proposal.lower_is_better else "min"
    allow = f", allow = {proposal.allow}" if proposal.allow else ""
    batch = f"    # in a batch of {counted(proposal.batch, 'document')}" if proposal.allow else ""
    return f"{key} = {{ {bound} = {proposal.limit}{allow} }}{batch}"


def _goal(calibration: Calibration) -> str:
    return f"at most {100 * calibration.goal.rate:g} % {calibration.goal.aim}"


def _lines(calibration: Calibration) -> Iterator[str]:
    yield f"limits on each document, for {_goal(calibration)}; {_documents(calibration)}"
    yield ""
    yield from _table(
        ("score", "limit", "95 %", "fail", "false alarms*", "misses*"),
        [_proposal(each) for each in calibration.proposals if each.limit is not None],
    )
    for proposal in calibration.proposals:
        if proposal.limit is None:
            yield f"no limit on {proposal.score}: {proposal.reason}"
    if any(each.false_alarms or each.misses for each in calibration.proposals):
        yield f"* on documents held out, {calibration.folds} parts in turn, documents of one name together"
    if calibration.agreements:
        yield ""
        yield from _agreement(calibration.agreements)
    for note in calibration.notes:
        yield f"note: {note}"
    if proposed := configuration(calibration):
        yield ""
        yield from proposed.splitlines()


def _documents(calibration: Calibration) -> str:
    if not calibration.bad:
        return f"{counted(calibration.good, 'document')}, all of them good"
    parted = "" if calibration.cut is None else f" (parted at a human score of {_figure(calibration.cut)})"
    return f"{calibration.good:,} good and {calibration.bad:,} bad documents{parted}"


def _figure(value: float) -> str:
    """Four significant digits: human scores come in any unit."""
    return f"{value:.4g}"


def _proposal(proposal: Proposal) -> tuple[str, ...]:
    around = "-" if proposal.low is None else f"{proposal.low:.2f} to {proposal.high:.2f}"
    bound = "at most" if proposal.lower_is_better else "at least"
    shares = (_share(each) for each in (proposal.failing, proposal.false_alarms, proposal.misses))
    return proposal.score, f"{bound} {proposal.limit:.2f}", around, *shares


def _share(share: Share | None) -> str:
    if share is None:
        return "-"
    around = "" if share.low is None or share.high is None else f" ({100 * share.low:.1f} to {100 * share.high:.1f})"
    return f"{100 * share.share:.1f} %{around}"


def _agreement(agreements: Sequence[Agreement]) -> Iterator[str]:
    yield "agreement with people"
    yield from _table(
        (
            "score",
            "same-source tau",
            "same-document tau",
            "segments: tau, r, rho",
            "documents",
            "systems",
            "acc-eq",
            "pairs",
        ),
        [
            (
                each.score,
                _tau(each.same_source),
                _tau(each.same_document),
                *(
                    "-" if column is None else " ".join(map(_two, (column.kendall, column.pearson, column.spearman)))
                    for column in (each.segments, each.documents, each.systems)
                ),
                _accuracy(each.segment_accuracy),
                _accuracy(each.pairwise_accuracy),
            )
            for each in agreements
        ],
    )


def _tau(tau: MeanTau | None) -> str:
    if tau is None:
        return "-"
    around = "" if tau.low is None or tau.high is None else f" ({tau.low:.2f} to {tau.high:.2f})"
    return f"{tau.mean:.3f}{around}"


def _accuracy(accuracy: PairAccuracy | None) -> str:
    if accuracy is None:
        return "-"
    around = "" if accuracy.low is None or accuracy.high is None else f" ({accuracy.low:.2f} to {accuracy.high:.2f})"
    return f"{accuracy.share:.3f}{around}"


def _two(value: float | None) -> str:
    return "-" if value is None or not math.isfinite(value) else f"{value:.2f}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
        for row in (heads, *rows):
            yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _members(calibration: Calibration) -> dict[str, object]:
    return {
        "format": FORMAT,
        "tool": {"name": "mtqa", "version": mtqa.__version__},
        "goal": asdict(calibration.goal),
        "documents": {"good": calibration.good, "bad": calibration.bad, "cut": calibration.cut},
        "good_with_findings": dict(calibration.severe),
        "proposals": [asdict(each) for each in calibration.proposals],
        "chosen": calibration.chosen,
        "agreement": [asdict(each) for each in calibration.agreements],
        "configuration": configuration(calibration),
        "bootstrap": {"resamples": calibration.resamples, "seed": calibration.seed, "confidence": CONFIDENCE},
        "folds": calibration.folds,
        "notes": calibration.notes,
    }
