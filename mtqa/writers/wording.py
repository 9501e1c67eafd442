"""Words and numbers as people read them, the same in every writer made for people."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mtqa.evaluation import Evaluation
from mtqa.evaluation.values import FAILED
from mtqa.model import LeftOut, Origin, Severity
from mtqa.report import PENALTY, Condemned, Whole
from mtqa.text.languages import is_undetermined

_SPACES = re.compile(r"[\t-\r\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

ORIGINS: dict[Origin, str] = {
    "given": "given",
    "format": "from the file",
    "detected": "detected",
    "unknown": "unknown",
}
"""Where a language comes from, in words."""


def legible(text: str) -> str:
    r"""The text on one line, harmless where it is shown.

    Tabs and line ends become spaces. Other control characters (an escape sequence's `\x1b`), overrides of
    the writing direction and lone surrogates become U+FFFD, so that one sees that something stood there.
    """
    return _UNSEEN.sub("\ufffd", _SPACES.sub(" ", text))


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """The number with its noun: `1 segment`, `1,910 segments`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def unchecked(skipped_checks: Iterable[str]) -> Iterator[str]:
    """The checks that did not run, those with the same reason together: `numbers, names: there is no source`."""
    by_reason: dict[str, list[str]] = {}
    for skipped in skipped_checks:
        name, _, reason = skipped.partition(": ")
        by_reason.setdefault(reason, []).append(name)
    for reason, names in by_reason.items():
        yield f"{', '.join(dict.fromkeys(names))}: {reason}" if reason else ", ".join(names)


def severity_counts(counts: Mapping[Severity, int]) -> str:
    """The counts, the worst severity first, without those of which there is none: `3 critical, 40 minor`."""
    parts = [f"{count:,} {severity}" for severity, count in counts.items() if count]
    return ", ".join(reversed(parts)) or "none"


def two_decimals(score: float) -> str:
    """The score with two decimals; it reads 0.00 or 100.00 only when it is 0 or 100."""
    text = f"{score:.2f}"
    if text == "100.00" and score < 100:
        return "99.99"
    if text in ("0.00", "-0.00") and score != 0:
        return "0.01" if score > 0 else "-0.01"
    return text


def fault(rule: str) -> str:
    """The words of a rule's id that say what is wrong: `number changed` of `accuracy/number/changed`."""
    return legible(" ".join(rule.split("/")[-2:]).replace("-", " "))


def quality_lost(condemned: Condemned, segments: int) -> str:
    """Where and why quality is 0: `quality is 0 in 2 of 18 segments, by critical findings: number changed in 2`."""
    rules = ", ".join(f"{fault(rule)} in {count:,}" for rule, count in condemned.rules)
    return f"quality is 0 in {condemned.segments:,} of {counted(segments, 'segment')}, by critical findings: {rules}"


def percent(part: int, whole: int) -> str:
    """A share that reads 100% or 0% only where it is all or none."""
    share = 100 * part / whole
    if 0 < part < whole:
        share = min(max(share, 1), 99)
    return f"{share:.0f}%"


def languages(evaluation: Evaluation) -> str:
    """The language codes and where they come from: `it-en (given)`, `en (detected)`."""
    pair = evaluation.language_pair
    source_origin, target_origin = ORIGINS[evaluation.source_origin], ORIGINS[evaluation.target_origin]
    match (is_undetermined(pair.source), is_undetermined(pair.target)):
        case (True, True):
            return "languages unknown"
        case (True, False):
            return f"{legible(pair.target)} ({target_origin})"
        case (False, True):
            return f"{legible(str(pair))} ({source_origin})"
    if source_origin == target_origin:
        return f"{legible(str(pair))} ({target_origin})"
    source, target = legible(pair.source), legible(pair.target)
    return f"{source}-{target} ({source} {source_origin}, {target} {target_origin})"


def resampling(evaluation: Evaluation) -> str:
    """How the intervals were drawn: `bootstrap, 1,000 resamples of segments, seed 12345`."""
    by_documents = any(system.resampled == "documents" for system in evaluation.systems)
    units = "segments (of documents for the corpus)" if by_documents else "segments"
    return f"bootstrap, {counted(evaluation.resamples, 'resample')} of {units}, seed {evaluation.seed}"


@dataclass(frozen=True, slots=True)
class Omission:
    """What was left out for one reason: how much, as a number and in words, and where, in input order."""

    reason: str
    number: int
    count: str
    places: tuple[str, ...]


def omissions(left_out: Iterable[LeftOut], whole: Whole | None = None) -> tuple[Omission, ...]:
    """What was left out, by reason, in the order in which the reasons first occur.

    Of a run that is not shown whole the places of some are known, and the counts of all.
    """
    by_reason: dict[str, list[LeftOut]] = {}
    for item in left_out:
        by_reason.setdefault(legible(item.reason), []).append(item)
    counts = _left_out_counts(item for items in by_reason.values() for item in items)
    if whole is not None:
        counts = Counter({(legible(reason), document): n for (reason, document), n in whole.left_out.items()})
    reasons = dict.fromkeys([*by_reason, *(reason for reason, _ in counts)])
    return tuple(
        Omission(
            reason,
            counts[reason, True] + counts[reason, False],
            _amount(counts, reason),
            tuple(map(_place, by_reason.get(reason, ()))),
        )
        for reason in reasons
    )


def amount(left_out: Iterable[LeftOut], whole: Whole | None = None) -> str:
    """How much was left out: `1 document and 2 segments`."""
    counts = _left_out_counts(left_out) if whole is None else whole.left_out
    together = Counter[tuple[str, bool]]()
    for (_, document), count in counts.items():
        together["", document] += count
    return _amount(together, "")


def _left_out_counts(left_out: Iterable[LeftOut]) -> Counter[tuple[str, bool]]:
    """How much was left out, by reason and whether documents (True) or segments."""
    return Counter((legible(item.reason), item.segment is None) for item in left_out)


def _amount(counts: Counter[tuple[str, bool]], reason: str) -> str:
    parts = [(counts[reason, True], "document"), (counts[reason, False], "segment")]
    return " and ".join(counted(number, noun) for number, noun in parts if number)


def _place(item: LeftOut) -> str:
    """The file and line of what was left out, else its document and segment; of a failure the document too."""
    if item.reason.startswith(FAILED):
        return legible(f"{item.document} ({item.path}:{item.line})")
    if item.path is not None and item.line is not None:
        return legible(f"{item.path}:{item.line}")
    return legible(item.document if item.segment is None else f"{item.document}, segment {item.segment}")


def _shown_by(score: str, count: int) -> str:
    return f"the {count:,} with the worst findings" if score == PENALTY else f"the {count:,} worst by {score}"


def shown_documents(whole: Whole) -> Iterator[str]:
    """Sentences on which documents of a run are shown, and where all are: `the 25 worst by chrF2`."""
    shown = [_shown_by(*each) for each in whole.shown_by.items()]
    yield f"Of {counted(whole.documents, 'document')} these are shown in full: {', '.join(shown) or 'none'}."
    if whole.too_long:
        longer = counted(whole.too_long, "document is", "documents are")
        yield f"{longer} too long to be shown in full."
    yield f"All documents, segments and findings stand in the tables beside this summary ({whole.tables})."
