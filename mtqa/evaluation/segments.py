"""Segments before they are scored: sorted into documents, those that take no part set aside and named."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from mtqa.errors import InputError
from mtqa.evaluation.languages import Languages
from mtqa.evaluation.scorer import Scorer, references_of
from mtqa.evaluation.values import Settings
from mtqa.metrics.tokenizers import default_tokenizer
from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.text.languages import is_undetermined, primary

Item = TypeVar("Item")

NO_REFERENCE = "no reference"
EMPTY_REFERENCE = "empty reference"

_MECAB = {"ja": "Japanese", "ko": "Korean"}


def gather(items: Iterable[Segment | LeftOut]) -> tuple[dict[DocumentHeader, list[Segment]], list[LeftOut]]:
    """The segments by document, in order of first appearance, and what readers left out.

    Raises `InputError` where there is no segment.
    """
    documents: dict[DocumentHeader, list[Segment]] = {}
    left_out: list[LeftOut] = []
    for item in items:
        if isinstance(item, LeftOut):
            left_out.append(item)
        else:
            documents.setdefault(item.header, []).append(item)
    if not documents:
        reasons = ", ".join(sorted({left.reason for left in left_out}))
        raise InputError(f"nothing to score: every segment was left out ({reasons})" if reasons else "no segments")
    return documents, left_out


def of_pair(items: Iterable[Segment | LeftOut], given: LanguagePair | None) -> Iterator[Segment | LeftOut]:
    """The items, those of another language pair than the one given left out; given none, all."""
    if given is None:
        yield from items
        return
    for item in items:
        own = item.header.language_pair if isinstance(item, Segment) else None
        other = own is not None and not _agree(own, given)
        yield (_left_out(item, f"language pair {own}, not {given}") if isinstance(item, Segment) and other else item)


def _agree(own: LanguagePair, given: LanguagePair) -> bool:
    sides = ((own.source, given.source), (own.target, given.target))
    return all(is_undetermined(a) or is_undetermined(b) or primary(a) == primary(b) for a, b in sides)


def scorer_for(settings: Settings, languages: Languages) -> tuple[Scorer, tuple[str, ...]]:
    """The metrics with the tokeniser that fits the target language, and what to tell the user about it."""
    target = languages.pair.target
    tokenizer = settings.tokenizer or default_tokenizer(target)
    language = primary(target)
    notes: tuple[str, ...] = ()
    if settings.tokenizer is None and language in _MECAB and tokenizer == "char":
        remedy = f"pip install 'mtqa[{language}]' for MeCab, sacrebleu's default"
        notes = (f"{_MECAB[language]} is scored by characters; {remedy}",)
    return Scorer(settings.metrics, tokenizer), notes


def without_reference(segments: Iterable[Segment]) -> Iterator[LeftOut]:
    """The segments that metrics cannot score, and why."""
    for segment in segments:
        if not references_of(segment):
            empty = any(text is not None for text in segment.references)
            yield _left_out(segment, EMPTY_REFERENCE if empty else NO_REFERENCE)


def _left_out(segment: Segment, reason: str) -> LeftOut:
    header = segment.header
    return LeftOut(
        document=header.document,
        system=header.system,
        segment=segment.segment,
        reason=reason,
        path=header.path,
        line=segment.line,
    )


def chunks(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in tuples of `size`, the last one shorter."""
    waiting = iter(items)
    while chunk := tuple(islice(waiting, size)):
        yield chunk
