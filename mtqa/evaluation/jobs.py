"""What is sent to whoever judges a chunk of segments, and what comes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

import numpy as np
from numpy.typing import NDArray

from mtqa.evaluation.texts import references_of
from mtqa.model import UNDETERMINED, DocumentHeader, Finding, Segment
from mtqa.text.languages import is_undetermined, primary
from mtqa.text.place import Place, places

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of segments that have a reference; `references` as metrics take them, one list each."""

    hypotheses: list[str]
    references: list[list[str | None]]

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> "Texts":
        """The texts of those of the segments that have a reference, in their order."""
        rows = [(segment.hypothesis, references_of(segment)) for segment in segments]
        rows = [row for row in rows if row[1]]
        most = max((len(references) for _, references in rows), default=0)
        columns = [[row[number] if number < len(row) else None for _, row in rows] for number in range(most)]
        return cls([hypothesis for hypothesis, _ in rows], columns)


@dataclass(frozen=True, slots=True)
class Job:
    """A chunk of segments as it is sent to whoever works on it; `documents` are None where nothing is checked."""

    texts: Texts
    documents: tuple["DocumentTexts", ...] | None
    segments: int

    @classmethod
    def of(cls, chunk: Sequence[Segment], *, with_checks: bool) -> "Job":
        """The chunk's texts; those of one document follow each other."""
        documents = None
        if with_checks:
            grouped = groupby(chunk, key=lambda segment: segment.header)
            documents = tuple(DocumentTexts.of(tuple(own)) for _, own in grouped)
        return cls(Texts.of(chunk), documents, len(chunk))


@dataclass(frozen=True, slots=True)
class DocumentTexts:
    """What is checked of the segments of a document: texts, blank ones absent, and where each stands.

    `language` is the source language that the document itself names, a primary code; None where it names none.
    """

    hypotheses: tuple[str, ...]
    sources: tuple[str | None, ...]
    references: tuple[tuple[str, ...], ...]
    places: tuple[Place, ...]
    language: str | None = None

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> "DocumentTexts":
        """The texts of segments that follow each other."""
        hypotheses = tuple(segment.hypothesis for segment in segments)
        return cls(
            hypotheses,
            tuple(segment.source if segment.source and not segment.source.isspace() else None for segment in segments),
            tuple(references_of(segment) for segment in segments),
            places(hypotheses),
            source_language_of(segments[0].header),
        )


def source_language_of(header: DocumentHeader) -> str | None:
    """The source language that a document names, a primary code; None where it names none."""
    source = header.language_pair.source if header.language_pair else UNDETERMINED
    return None if is_undetermined(source) else primary(source)


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in a chunk: the rows of the segments that have a reference, the findings of every segment."""

    rows: Integers
    findings: tuple[tuple[Finding, ...], ...]

    @classmethod
    def together(cls, parts: Sequence["Judged"]) -> "Judged":
        """What was found in several chunks, one after the other."""
        rows = np.concatenate([each.rows for each in parts]) if parts else np.zeros((0, 0), np.int64)
        return cls(rows, tuple(chain.from_iterable(each.findings for each in parts)))
