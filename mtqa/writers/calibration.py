"""A calibration as text for reading, as JSON, and as the configuration that it proposes."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from typing import TextIO

import mtqa
from mtqa.calibration import Agreement, Calibration, Proposal
from mtqa.calibration.values import CorpusProposal, MeanTau, PairAccuracy, Share
from mtqa.config.toml import encoded
from mtqa.overrides import Override
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
    """The proposed limits as tables of `mtqa.toml`; those beside the chosen score's stand there as comments."""
    if calibration.chosen is None:
        return ""
    lines = [f"# proposed by mtqa calibrate for {_goal(calibration)}"]
    if calibration.severe:
        lines += ["[gate]", _fail_on(calibration), ""]
    lines += [*_corpus_table(calibration), *_document_table(calibration), *_override_tables(calibration)]
    return "".join(f"{line}\n" for line in lines)


def _corpus_table(calibration: Calibration) -> Iterator[str]:
    able = [each for each in calibration.corpus if each.limit is not None]
    if able:
        yield "[gate.corpus]"
        for each in able:
            yield f"{'' if each.score == calibration.chosen else '# '}{_corpus_limit(each)}"
        yield ""


def _document_table(calibration: Calibration) -> Iterator[str]:
    able = [each for each in calibration.proposals if each.limit is not None and each.override is None]
    if able:
        yield "[gate.document]"
        yield from (f"{'' if each.score == calibration.chosen else '# '}{_limit(each)}" for each in able)


def _override_tables(calibration: Calibration) -> Iterator[str]:
    """A table for each override that limits scores, in their order: its documents and its limits alone."""
    by_override: dict[Override, list[Proposal]] = {}
    for each in calibration.proposals:
        if each.override is not None:
            by_override.setdefault(each.override, []).append(each)
    for override, own in by_override.items():
        yield from ("", "[[overrides]]")
        if override.paths:
            yield f"paths = {encoded(list(override.paths))}"
        if override.language_pairs:
            yield f"language_pairs = {encoded([str(pair) for pair in override.language_pairs])}"
        for each in own:
            if each.limit is None:
                yield f"# no limit on {each.score}: {each.reason}"
            else:
                yield f"gate.document.{_limit(each)}"


def _fail_on(calibration: Calibration) -> str:
    major, critical = (calibration.severe[severity] for severity in ("major", "critical"))
    counts = f"of {calibration.good} good documents {major} have a major finding or worse, {critical} a critical one"
    return f'fail_on = "{calibration.fail_on or "never"}"    # {counts}'


def _corpus_limit(proposal: CorpusProposal) -> str:
    bound = "max" if proposal.lower_is_better else "min"
    drop, hint = "", ""
    if proposal.max_drop is not None and proposal.from_baseline:
        drop = f", max_drop = {proposal.max_drop}"
    elif proposal.max_drop is not None:
        hint = f"    # with a baseline: max_drop = {proposal.max_drop}"
    return f"{_score_key(proposal.score)} = {{ {bound} = {proposal.limit}{drop} }}{hint}"


def _limit(proposal: Proposal) -> str:
    bound = "max" if proposal.lower_is_better else "min"
    allow = f", allow = {proposal.allow}" if proposal.allow else ""
    batch = f"    # in a batch of {counted(proposal.batch, 'document')}" if proposal.allow else ""
    return f"{_score_key(proposal.score)} = {{ {bound} = {proposal.limit}{allow} }}{batch}"


def _score_key(score: str) -> str:
    return score if score.isalnum() and score.isascii() else encoded(score)


def _goal(calibration: Calibration) -> str:
    return f"at most {100 * calibration.goal.rate:g} % {calibration.goal.aim}"


def _lines(calibration: Calibration) -> Iterator[str]:
    yield f"limits on each document, for {_goal(calibration)}; {_documents(calibration)}"
    yield ""
    apart = {each.score for each in calibration.proposals if each.override}
    yield from _table(
        ("score", *(("of",) if apart else ()), "limit", "95 %", "fail", "false alarms*", "misses*"),
        [_proposal(each, apart) for each in calibration.proposals if each.limit is not None],
    )
    for proposal in calibration.proposals:
        if proposal.limit is None:
            of = f" of {_scope(proposal, apart)}" if apart else ""
            yield f"no limit on {proposal.score}{of}: {proposal.reason}"
    if any(each.false_alarms or each.misses for each in calibration.proposals):
        yield f"* on documents held out, {calibration.folds} parts in turn, documents of one name together"
    yield from _corpus(calibration)
    if calibration.agreements:
        yield ""
        yield from _agreement(calibration.agreements)
    for note in calibration.notes:
        yield f"note: {note}"
    if proposed := configuration(calibration):
        yield ""
        yield from proposed.splitlines()


def _corpus(calibration: Calibration) -> Iterator[str]:
    able = [each for each in calibration.corpus if each.limit is not None]
    if not able:
        for reason in dict.fromkeys(each.reason for each in calibration.corpus):
            yield f"no limit on the corpus: {reason}"
        return
    several = len({each.system for each in able}) > 1 or any(each.system for each in able)
    yield ""
    yield f"limits on the corpus, for at most {100 * calibration.corpus_rate:g} % false alarms"
    yield ""
    heads = (
        "score",
        *(("worst system",) if several else ()),
        "limit",
        "now",
        "95 %",
        "batch",
        "false alarms**",
        "max_drop",
    )
    yield from _table(heads, [_corpus_row(each, several=several) for each in able])
    if any(each.alarms is not None for each in able):
        yield "** of one half of the documents, by a limit from the other half"
    for each in able:
        if each.max_drop is not None:
            yield f"max_drop of {each.score}: {_difference(each)}"
    if all(each.max_drop is None for each in able):
        yield "no max_drop: it takes a second run over the same documents, a baseline or another system"


def _corpus_row(proposal: CorpusProposal, *, several: bool) -> tuple[str, ...]:
    bound = "at most" if proposal.lower_is_better else "at least"
    return (
        proposal.score,
        *((proposal.system or "-",) if several else ()),
        f"{bound} {proposal.limit:.2f}",
        f"{proposal.now:.2f}",
        f"{proposal.low:.2f} to {proposal.high:.2f}",
        f"{proposal.batch:,}",
        "-" if proposal.alarms is None else f"{100 * proposal.alarms:.1f} %",
        "-" if proposal.max_drop is None else f"{proposal.max_drop:.2f}",
    )


def _difference(proposal: CorpusProposal) -> str:
    difference = f"{proposal.difference:+.2f} ({proposal.difference_low:+.2f} to {proposal.difference_high:+.2f})"
    return f"{proposal.between} differ by {difference}; less than half of this width is chance"


def _documents(calibration: Calibration) -> str:
    if not calibration.bad:
        return f"{counted(calibration.good, 'document')}, all of them good"
    parted = "" if calibration.cut is None else f" (parted at a human score of {_figure(calibration.cut)})"
    return f"{calibration.good:,} good and {calibration.bad:,} bad documents{parted}"


def _figure(value: float) -> str:
    """Four significant digits: human scores come in any unit."""
    return f"{value:.4g}"


def _scope(proposal: Proposal, apart: Collection[str]) -> str:
    """Which documents a limit is on; of a score that is calibrated `apart`, overrides have some."""
    if proposal.override is not None:
        return proposal.override.scope
    return "all others" if proposal.score in apart else "all"


def _proposal(proposal: Proposal, apart: Collection[str]) -> tuple[str, ...]:
    around = "-" if proposal.low is None else f"{proposal.low:.2f} to {proposal.high:.2f}"
    bound = "at most" if proposal.lower_is_better else "at least"
    shares = (_share(each) for each in (proposal.failing, proposal.false_alarms, proposal.misses))
    of = (_scope(proposal, apart),) if apart else ()
    return proposal.score, *of, f"{bound} {proposal.limit:.2f}", around, *shares


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
        "proposals": [{**asdict(each), "override": _scope_members(each)} for each in calibration.proposals],
        "corpus_rate": calibration.corpus_rate,
        "corpus": [asdict(each) for each in calibration.corpus],
        "chosen": calibration.chosen,
        "agreement": [asdict(each) for each in calibration.agreements],
        "configuration": configuration(calibration),
        "bootstrap": {"resamples": calibration.resamples, "seed": calibration.seed, "confidence": CONFIDENCE},
        "folds": calibration.folds,
        "notes": calibration.notes,
    }


def _scope_members(proposal: Proposal) -> dict[str, list[str]] | None:
    override = proposal.override
    if override is None:
        return None
    return {"paths": list(override.paths), "language_pairs": [str(pair) for pair in override.language_pairs]}
