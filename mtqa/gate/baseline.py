"""Scores and findings accepted earlier, in a file made to live in git: sorted, an entry on each line."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from mtqa.errors import InputError
from mtqa.evaluation import Evaluation
from mtqa.evaluation.findings import PlacedFinding, placed_findings
from mtqa.evaluation.quality import Quality
from mtqa.metrics import METRICS, make_metrics
from mtqa.model import ScoredSystem
from mtqa.statistics import ScoreSums, paired_bootstrap

FILE: Final = "mtqa-baseline.json"
"""Where a baseline is looked for when none is named."""

FORMAT: Final = 1

SIGNIFICANT: Final = 0.05
"""The p-value below which a drop counts."""

FEWEST_DOCUMENTS: Final = 2
"""A paired test resamples documents; one of them alone says nothing."""

Place = tuple[str, str | None, str]
"""Document, system and path."""


@dataclass(frozen=True, slots=True, order=True)
class AcceptedFinding:
    """A finding that need not be fixed, known again by its fingerprint; the rest is for readers of the file."""

    document: str
    rule: str
    text: str
    fingerprint: str
    system: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class BaselineDocument:
    """The sums that the scores of a document were made of, by score."""

    document: str
    system: str | None
    statistics: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What was accepted: signatures, the statistics of the documents, and findings."""

    path: str
    signatures: Mapping[str, str]
    documents: tuple[BaselineDocument, ...]
    findings: tuple[AcceptedFinding, ...]

    def new(self, placed: Iterable[PlacedFinding]) -> Iterator[PlacedFinding]:
        """The findings that the baseline does not know."""
        known = {finding.fingerprint for finding in self.findings}
        return (each for each in placed if each.fingerprint not in known)

    def stale(self, placed: Iterable[PlacedFinding]) -> tuple[AcceptedFinding, ...]:
        """The accepted findings that are gone."""
        there = {each.fingerprint for each in placed}
        return tuple(finding for finding in self.findings if finding.fingerprint not in there)

    def of_judged(self, evaluation: Evaluation) -> "Baseline":
        """The baseline less the findings of documents that the run has but did not judge: these are not gone."""
        unjudged = {(each.header.document, each.header.system) for each in evaluation.documents if not each.judged}
        kept = tuple(finding for finding in self.findings if (finding.document, finding.system) not in unjudged)
        return replace(self, findings=kept)

    def pruned(self, evaluation: Evaluation) -> "Baseline":
        """The baseline less the accepted findings that a run does not have any more."""
        stale = set(self.of_judged(evaluation).stale(list(placed_findings(evaluation.documents))))
        return replace(self, findings=tuple(finding for finding in self.findings if finding not in stale))

    def notes(self, placed: Sequence[PlacedFinding]) -> Iterator[str]:
        """Sentences for the user on what of the baseline was met again."""
        stale, known = len(self.stale(placed)), len(self.findings)
        if known:
            yield f"{known - stale} of {known} findings of the baseline {self.path} are still there"
        if stale:
            yield f"{stale} {'is' if stale == 1 else 'are'} gone: mtqa baseline prune RUN takes out what is gone"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A system against its baseline by one score: how much worse, and how sure that is.

    `worst` are the documents that lost most, with what they lost, the worst first.
    """

    worse_by: float
    p_value: float
    documents: int
    worst: tuple[tuple[Place, float], ...]

    @property
    def is_significant(self) -> bool:
        """Whether the difference is more than chance."""
        return self.p_value < SIGNIFICANT


def compared(evaluation: Evaluation, name: str, system: ScoredSystem, baseline: Baseline | None) -> Comparison | str:
    """The drop of a score since the baseline over the documents that both have; or why there is none to tell."""
    if baseline is None:
        return "there is no baseline; make one with --update-baseline"
    before = baseline.signatures.get(name)
    if before is None:
        return f"the baseline {baseline.path} has no {name}"
    if before != evaluation.signatures[name]:
        changed = _changed(before, evaluation.signatures[name])
        return f"its signature is not that of the baseline: {changed}; --update-baseline renews it"
    old = {
        (each.document, each.system): each.statistics[name] for each in baseline.documents if name in each.statistics
    }
    pairs = [
        (document, old[document.header.document, document.header.system])
        for document in evaluation.documents
        if document.header.system == system.system
        and (document.header.document, document.header.system) in old
        and name in document.statistics
    ]
    if len(pairs) < FEWEST_DOCUMENTS:
        return f"{len(pairs)} of its documents are in the baseline {baseline.path}; a test needs {FEWEST_DOCUMENTS}"
    score, sign = scorer_of(name), -1 if name in evaluation.lower_is_better else 1
    rows_before = np.array([row for _, row in pairs], np.int64)
    rows_now = np.array([document.statistics[name] for document, _ in pairs], np.int64)
    difference = paired_bootstrap(rows_before, rows_now, score, evaluation.resamples, evaluation.seed)
    lost = sign * (score(rows_before) - score(rows_now))
    worst = sorted(
        (
            ((document.header.document, document.header.system, document.header.path), float(one))
            for (document, _), one in zip(pairs, lost.tolist(), strict=True)
            if one > 0
        ),
        key=lambda each: -each[1],
    )
    return Comparison(-sign * difference.difference, difference.p_value, len(pairs), tuple(worst))


def _changed(before: str, now: str) -> str:
    """The parts of a signature that are others: `tok was 13a, is zh`; `nothing` stands for one that is not there."""
    old, new = (dict(part.partition(":")[::2] for part in text.split("|")) for text in (before, now))
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return ", ".join(f"{name} was {old.get(name, 'nothing')}, is {new.get(name, 'nothing')}" for name in names)


def scorer_of(name: str) -> ScoreSums:
    """The function from summed rows to a score. Raises `InputError` for a score that is made of no rows."""
    quality = Quality("")
    if name == quality.names[0]:
        return lambda sums: quality.resampled_scores(sums)[..., 0]
    for key in METRICS:
        (metric,) = make_metrics((key,), "none")
        if metric.name == name:
            return metric.resampled_scores
    raise InputError(f"no drop of {name} can be told: it is made of no statistics")


def baseline_of(evaluation: Evaluation, path: Path) -> Baseline:
    """The baseline that accepts everything in a run. Raises `InputError` for a run that judged only what changed."""
    if unjudged := sum(not each.judged for each in evaluation.documents):
        raise InputError(
            f"a baseline takes a whole run: {unjudged} documents were not judged; store one without --changed-since"
        )
    findings = {
        AcceptedFinding(
            each.header.document, each.finding.rule, each.finding.text, each.fingerprint, each.header.system
        )
        for each in placed_findings(evaluation.documents)
    }
    documents = (
        BaselineDocument(each.header.document, each.header.system, each.statistics) for each in evaluation.documents
    )
    return Baseline(
        path=str(path),
        signatures=dict(sorted(evaluation.signatures.items())),
        documents=tuple(sorted(documents, key=lambda each: (each.document, each.system or ""))),
        findings=tuple(sorted(findings)),
    )


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises `InputError` for what is none."""
    try:
        members = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", str(path)) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(
            "is not JSON; was it merged by hand? mtqa baseline update renews it", str(path), line
        ) from error
    if not isinstance(members, dict) or members.get("format") != FORMAT:
        raise InputError(f"is no baseline of format {FORMAT}; mtqa baseline update makes one", str(path))
    try:
        return Baseline(
            path=str(path),
            signatures=members["signatures"],
            documents=tuple(map(_document, members["documents"])),
            findings=tuple(AcceptedFinding(**finding) for finding in members["findings"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"is a damaged baseline ({error}); mtqa baseline update renews it", str(path)) from error


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Write the baseline beside its place, then put it there. Raises `InputError` where that cannot be done."""
    beside: str | None = None
    try:
        descriptor, beside = tempfile.mkstemp(prefix=".mtqa-", dir=path.parent)
        with open(descriptor, "w", encoding="utf-8", newline="\n") as out:  # noqa: PTH123 (a descriptor, no path)
            out.writelines(_lines(baseline))
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except OSError as error:
        if beside is not None:
            Path(beside).unlink(missing_ok=True)
        raise InputError(f"cannot be written: {error.strerror}", str(path)) from error


def _umask() -> int:
    """The bits that new files do not get; it can only be read by setting it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _document(members: Mapping[str, Any]) -> BaselineDocument:
    statistics = {name: tuple(row) for name, row in members["statistics"].items()}
    return BaselineDocument(members["document"], members["system"], statistics)


def _lines(baseline: Baseline) -> Iterator[str]:
    """The file line by line: an entry on each, so that a change reads well in review."""
    documents = (
        {"document": each.document, "system": each.system, "statistics": dict(each.statistics)}
        for each in baseline.documents
    )
    findings = (
        {
            "document": each.document,
            "system": each.system,
            "rule": each.rule,
            "text": each.text,
            "fingerprint": each.fingerprint,
        }
        for each in baseline.findings
    )
    yield f'{{\n"format": {FORMAT},\n'
    yield '"signatures": {\n'
    yield _entries(f"{_encoded(name)}: {_encoded(text)}" for name, text in baseline.signatures.items())
    yield '},\n"documents": [\n'
    yield _entries(map(_encoded, documents))
    yield '],\n"findings": [\n'
    yield _entries(map(_encoded, findings))
    yield "]\n}\n"


def _encoded(value: object) -> str:
    """JSON on one line of plain ASCII, so that no text can break the file or hide in it."""
    return json.dumps(value)


def _entries(entries: Iterable[str]) -> str:
    return "".join(f"{entry}\n" for entry in ",\n".join(entries).split("\n") if entry)
