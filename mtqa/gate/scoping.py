"""Which documents a limit on their scores governs: all, or those that an override covers, or all the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqa.evaluation import Evaluation
from mtqa.model import ScoredDocument
from mtqa.overrides import Override
from mtqa.thresholds import ScoreLimit


@dataclass(frozen=True, slots=True)
class LimitedDocuments:
    """A limit on a score, and the documents it governs; `words` say which, and follow "the score of"."""

    limit: ScoreLimit
    words: str
    documents: tuple[ScoredDocument, ...]


def limited_documents(
    evaluation: Evaluation, limits: Sequence[ScoreLimit], overrides: Sequence[Override]
) -> Iterator[LimitedDocuments]:
    """Every limit with its documents, those of the overrides behind those that hold elsewhere.

    A document is governed by one limit on a score: that of the last override which covers it and limits this score.
    """
    for limit in limits:
        own = tuple(each for each in evaluation.documents if governing(overrides, limit.score, each) is None)
        words = "each document" if len(own) == len(evaluation.documents) else "each other document"
        yield LimitedDocuments(limit, words, own)
    for number, override in enumerate(overrides):
        for limit in override.document:
            own = tuple(each for each in evaluation.documents if governing(overrides, limit.score, each) == number)
            yield LimitedDocuments(limit, f"each document of {override.scope}", own)


def governing(overrides: Sequence[Override], score: str, document: ScoredDocument) -> int | None:
    """The number of the override that governs a score of a document, None where none does."""
    numbers = range(len(overrides) - 1, -1, -1)
    return next((number for number in numbers if _governs(overrides[number], score, document)), None)


def _governs(override: Override, score: str, document: ScoredDocument) -> bool:
    limits = any(limit.score == score for limit in override.document)
    return limits and override.covers(document.header.path, document.language_pair)
