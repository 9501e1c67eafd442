"""The systems of one or several runs side by side: named, in one order, and what keeps them from fitting together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mtqa.comparison.values import Mismatch
from mtqa.errors import InputError
from mtqa.evaluation import Evaluation
from mtqa.evaluation.texts import references_of
from mtqa.model import ScoredDocument, ScoredSegment, Segment

Integers = NDArray[np.int64]

FORCE: Final = "or compare what they share with --force"
_QUOTED: Final = 60


@dataclass(frozen=True, slots=True)
class Run:
    """An evaluation and where it comes from: a path as the user wrote it."""

    evaluation: Evaluation
    path: str


@dataclass(frozen=True, slots=True)
class Contender:
    """A system of a run by the name it has in the comparison, with its documents by name."""

    name: str
    system: str | None
    run: Run
    documents: Mapping[str, ScoredDocument]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Contenders over the same segments: `segments` has one row per contender, all in the same order.

    `document` is the number of each segment's document in `documents`.
    """

    contenders: tuple[Contender, ...]
    segments: tuple[tuple[ScoredSegment, ...], ...]
    documents: tuple[ScoredDocument, ...]
    document: Integers
    mismatches: tuple[Mismatch, ...]
    notes: tuple[str, ...]


def contenders_of(runs: Sequence[Run], labels: Sequence[str] = (), baseline: str | None = None) -> list[Contender]:
    """The systems of all runs, the baseline first.

    Raises `InputError` for fewer than two, for labels that are not one for each, and for a baseline that is none.
    """
    found = [
        Contender(system or "", system, run, documents)
        for run in runs
        for system, documents in _systems(run.evaluation)
    ]
    if len(found) < 2:
        only = f": there is {found[0].system or found[0].run.path} only" if found else ""
        raise InputError(f"nothing to compare with{only}; name two or more hypotheses or runs")
    names = _names(found, labels)
    named = [replace(each, name=name) for each, name in zip(found, names, strict=True)]
    if baseline is None:
        return named
    if baseline not in names:
        raise InputError(f"--baseline {baseline!r} is none of the systems; they are {', '.join(names)}")
    return sorted(named, key=lambda each: each.name != baseline)


def _systems(evaluation: Evaluation) -> Iterator[tuple[str | None, dict[str, ScoredDocument]]]:
    found: dict[str | None, dict[str, ScoredDocument]] = {}
    for document in evaluation.documents:
        found.setdefault(document.header.system, {})[document.header.document] = document
    yield from found.items()


def _names(found: Sequence[Contender], labels: Sequence[str]) -> list[str]:
    """The labels, else the systems' own names, with that of the run where two are called alike."""
    if labels:
        if len(labels) != len(found):
            there = ", ".join(each.system or each.run.path for each in found)
            raise InputError(
                f"{len(labels)} labels for {len(found)} systems ({there}); give each its own, in this order"
            )
        if twice := [label for label, count in Counter(labels).items() if count > 1]:
            raise InputError(f"--label {twice[0]!r} is given twice; give each system its own")
        return list(labels)
    names = [each.system or _run_name(each.run) for each in found]
    alike = Counter(names)
    names = [
        f"{name} ({_run_name(each.run)})" if alike[name] > 1 and each.system else name
        for name, each in zip(names, found, strict=True)
    ]
    seen = Counter[str]()
    for place, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            names[place] = f"{name} #{seen[name]}"
    return names


def _run_name(run: Run) -> str:
    """The last part of the path that tells runs apart: the folder of a `run.json`."""
    path = Path(run.path)
    return (path.parent.name if path.name == "run.json" else path.stem) or run.path


def aligned(contenders: Sequence[Contender]) -> Aligned:
    """The contenders over the segments that all have, in the order of the first.

    Raises `InputError` where they share none.
    """
    first, *others = contenders
    mismatches: list[Mismatch] = []
    notes: list[str] = []
    matched = [{name: name for name in first.documents}]
    for other in others:
        names, renamed = _matched(first, other)
        matched.append(names)
        if renamed:
            notes.append(
                f"the documents of {other.name} are called otherwise; they were matched by their order and texts"
            )
        mismatches += _language_mismatch(first, other)
        mismatches += _document_mismatches(first, other, names)
    shared = [name for name in first.documents if all(name in names for names in matched)]
    rows: list[list[ScoredSegment]] = [[] for _ in contenders]
    documents: list[ScoredDocument] = []
    numbers: list[int] = []
    for name in shared:
        own = [
            {scored.segment.segment: scored for scored in each.documents[names[name]].segments}
            for each, names in zip(contenders, matched, strict=True)
        ]
        ids = [segment for segment in own[0] if all(segment in one for one in own)]
        if not ids:
            continue
        for row, one in zip(rows, own, strict=True):
            row += [one[segment] for segment in ids]
        numbers += [len(documents)] * len(ids)
        documents.append(first.documents[name])
    if not numbers:
        raise InputError(
            f"{first.name} and {', '.join(each.name for each in others)} share no segment; "
            "compare translations of the same texts",
            first.run.path,
        )
    for other, row in zip(others, rows[1:], strict=True):
        mismatches += _text_mismatches(first, other, rows[0], row)
    return Aligned(
        tuple(contenders),
        tuple(map(tuple, rows)),
        tuple(documents),
        np.array(numbers, np.int64),
        tuple(mismatches),
        tuple(notes),
    )


def _matched(first: Contender, other: Contender) -> tuple[dict[str, str], bool]:
    """The documents of the first that the other has too, with their names there; whether these differ."""
    common = {name: name for name in first.documents if name in other.documents}
    if common or len(first.documents) != len(other.documents):
        return common, False
    by_order = dict(zip(first.documents, other.documents, strict=True))
    if all(_same_texts(first.documents[a], other.documents[b]) for a, b in by_order.items()):
        return by_order, True
    return {}, False


def _same_texts(a: ScoredDocument, b: ScoredDocument) -> bool:
    """Whether two documents are of the same segments, as far as sources and references tell."""
    return [_texts(each.segment) for each in a.segments] == [_texts(each.segment) for each in b.segments]


def _texts(segment: Segment) -> tuple[str, str | None, tuple[str, ...]]:
    return segment.segment, segment.source, references_of(segment)


def _language_mismatch(first: Contender, other: Contender) -> Iterator[Mismatch]:
    here, there = other.run.evaluation.language_pair, first.run.evaluation.language_pair
    if here.target != there.target:
        yield Mismatch(
            message=f"{other.name} is a translation into {here.target}, {first.name} into {there.target}",
            path=other.run.path,
            remedy="name the languages of both runs with -l",
        )


def _document_mismatches(first: Contender, other: Contender, matched: Mapping[str, str]) -> Iterator[Mismatch]:
    """Documents and segments that one of the two lacks."""
    lacking = [document for name, document in first.documents.items() if name not in matched]
    known = set(matched.values())
    extra = [document for name, document in other.documents.items() if name not in known]
    yield from _lacks(other, first, [(each, each.segments[0], None) for each in lacking])
    yield from _lacks(first, other, [(each, each.segments[0], None) for each in extra])
    for one, two, pairs in (
        (first, other, matched.items()),
        (other, first, [(there, here) for here, there in matched.items()]),
    ):
        found = []
        for name, its_name in pairs:
            there = {scored.segment.segment for scored in two.documents[its_name].segments}
            document = one.documents[name]
            found += [
                (document, each, each.segment.segment)
                for each in document.segments
                if each.segment.segment not in there
            ]
        yield from _lacks(two, one, found)


def _lacks(
    who: Contender, than: Contender, found: Sequence[tuple[ScoredDocument, ScoredSegment, str | None]]
) -> Iterator[Mismatch]:
    """That one lacks what the other has."""
    if not found:
        return
    document, scored, segment = found[0]
    what = f"document {document.header.document!r}"
    kind = "documents"
    if segment is not None:
        what, kind = f"segment {segment} of {what}", "segments"
    more = f", one of {len(found)} {kind}" if len(found) > 1 else ""
    yield Mismatch(
        message=f"{who.name} has no {what}{more} that {than.name} has",
        path=document.header.path,
        line=scored.segment.line,
        count=len(found),
        remedy="score both over the same texts",
    )


def _text_mismatches(
    first: Contender, other: Contender, ours: Sequence[ScoredSegment], theirs: Sequence[ScoredSegment]
) -> Iterator[Mismatch]:
    """Segments of one id whose sources or references differ; a source that one run does not have says nothing."""
    pairs = [(a.segment, b.segment) for a, b in zip(ours, theirs, strict=True)]
    sources = [
        (a, b, a.source, b.source) for a, b in pairs if None not in (a.source, b.source) and a.source != b.source
    ]
    references = [(a, b, references_of(a), references_of(b)) for a, b in pairs if references_of(a) != references_of(b)]
    for side, found in (("source", sources), ("reference", references)):
        if not found:
            continue
        a, b, here, there = found[0]
        more = f", one of {len(found)} segments" if len(found) > 1 else ""
        place = f"segment {b.segment} of document {b.header.document!r}"
        yield Mismatch(
            message=f"the {side} of {place}{more} is {_quoted(there)} for {other.name}, "
            f"{_quoted(here)} for {first.name} ({a.header.path}:{a.line})",
            path=b.header.path,
            line=b.line,
            count=len(found),
            remedy=f"score both over the same {side}s",
        )


def _quoted(text: str | tuple[str, ...] | None) -> str:
    shown = " | ".join(text) if isinstance(text, tuple) else text or ""
    if not shown:
        return "missing"
    return f'"{shown[:_QUOTED]}..."' if len(shown) > _QUOTED else f'"{shown}"'
