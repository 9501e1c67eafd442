"""A part of a run: the documents and findings that were asked for, under the scores of the whole run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase

from mtqa.errors import InputError
from mtqa.evaluation import Evaluation
from mtqa.model import Confidence, DocumentHeader, Finding, ScoredDocument, Severity
from mtqa.selection import Selection, means
from mtqa.taxonomy import CONFIDENCES, SEVERITIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked for; by default everything.

    `select` and `ignore` are rules and categories, or their beginnings, as for a run; `severity` and `confidence`
    the least that is shown. `systems` are names; `documents` names, or patterns with `*` and `?`.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Severity = SEVERITIES[0]
    confidence: Confidence = CONFIDENCES[0]
    systems: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def take_finding(self, finding: Finding) -> bool:
        """Whether the finding is asked for."""
        return (
            SEVERITIES.index(finding.severity) >= SEVERITIES.index(self.severity)
            and CONFIDENCES.index(finding.confidence) >= CONFIDENCES.index(self.confidence)
            and Selection(select=self.select, ignore=self.ignore).takes(_Named(finding.rule, finding.category))
        )

    def take_document(self, header: DocumentHeader) -> bool:
        """Whether the document is asked for."""
        return self.take_system(header.system) and self._takes_name(header.document)

    def take_system(self, system: str | None) -> bool:
        """Whether the system is asked for."""
        return not self.systems or system in self.systems

    def _takes_name(self, document: str) -> bool:
        return not self.documents or any(_fits(document, pattern) for pattern in self.documents)


@dataclass(frozen=True, slots=True)
class Filtered:
    """What filters leave of a run: the part, the whole, and a sentence that says what is shown of what."""

    part: Evaluation
    whole: Evaluation
    said: str


@dataclass(frozen=True, slots=True)
class _Named:
    id: str
    category: str


def filtered(whole: Evaluation, filters: Filters) -> Filtered:
    """The part of a run that is asked for. Its scores are those of the whole run: none is computed again.

    Raises `InputError` for a system or a document that the run does not have.
    """
    _check_names(whole, filters)
    part = replace(
        whole,
        documents=tuple(
            _with_findings(document, filters) for document in whole.documents if filters.take_document(document.header)
        ),
        systems=tuple(system for system in whole.systems if filters.take_system(system.system)),
        left_out=tuple(
            left
            for left in whole.left_out
            if filters.take_document(DocumentHeader(document=left.document, system=left.system, path=""))
        ),
    )
    return Filtered(part, whole, _said(part, whole, filters))


def unmatched(whole: Evaluation, filters: Filters) -> Iterator[str]:
    """A sentence on each selector that means no finding of the run."""
    fired = {(each.rule, each.category) for each in _findings(whole)}
    names = sorted({_beginning for pair in fired for name in pair for _beginning in _beginnings(name)})
    for selector in (*(filters.select or ()), *filters.ignore):
        if not any(means(selector, rule, category) for rule, category in fired):
            meant = get_close_matches(selector, names, 1)
            hint = f"; did you mean {meant[0]}?" if meant else ""
            yield f"no finding of this run has a rule or category {selector!r}{hint}"


def _with_findings(document: ScoredDocument, filters: Filters) -> ScoredDocument:
    segments = tuple(
        replace(scored, findings=tuple(filter(filters.take_finding, scored.findings))) if scored.findings else scored
        for scored in document.segments
    )
    return replace(document, segments=segments)


def _check_names(whole: Evaluation, filters: Filters) -> None:
    systems = [system.system for system in whole.systems]
    for name in filters.systems:
        if name not in systems:
            named = ", ".join(each for each in systems if each is not None) or "without a name"
            raise InputError(f"--system {name!r}: the systems of this run are {named}")
    documents = {document.header.document for document in whole.documents}
    for pattern in filters.documents:
        if not any(_fits(document, pattern) for document in documents):
            meant = get_close_matches(pattern, documents, 1)
            hint = f"; did you mean {meant[0]!r}?" if meant else ""
            raise InputError(f"--document {pattern!r}: there is no such document in this run{hint}")
    if whole.documents and not any(filters.take_document(document.header) for document in whole.documents):
        raise InputError("no document is left; none of those that --document names is by a system that --system names")


def _fits(document: str, pattern: str) -> bool:
    return document == pattern or fnmatchcase(document, pattern)


def _said(part: Evaluation, whole: Evaluation, filters: Filters) -> str:
    """What is shown of what, by which filters, and what the scores are of."""
    shown = [
        f"{_of(part.systems, whole.systems)} systems" if filters.systems else "",
        f"{_of(part.documents, whole.documents)} documents" if filters.systems or filters.documents else "",
        f"{_of(list(_findings(part)), list(_findings(whole)))} findings{_which(filters)}",
    ]
    return (
        f"A part of the run: {', '.join(filter(None, shown))}. Scores and numbers of documents, segments and words are "
        "those of the whole run; what is said of findings is said of these."
    )


def _of(part: Sequence[object], whole: Sequence[object]) -> str:
    return f"{len(part):,} of {len(whole):,}"


def _which(filters: Filters) -> str:
    """The filters of findings, in brackets."""
    told = [
        f"only {', '.join(filters.select)}" if filters.select is not None else "",
        f"not {', '.join(filters.ignore)}" if filters.ignore else "",
        _least(filters.severity, SEVERITIES, "or worse"),
        _least(filters.confidence, CONFIDENCES, "or higher", of="confidence "),
    ]
    said = "; ".join(filter(None, told))
    return f" ({said})" if said else ""


def _least(name: str, names: Sequence[str], more: str, *, of: str = "") -> str:
    """The least that is shown: nothing where that is everything, and no more than the name where it is the last."""
    place = names.index(name)
    return "" if place == 0 else f"{of}{name}" if place == len(names) - 1 else f"{of}{name} {more}"


def _findings(evaluation: Evaluation) -> Iterator[Finding]:
    return (finding for document in evaluation.documents for each in document.segments for finding in each.findings)


def _beginnings(name: str) -> Iterable[str]:
    parts = name.split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
