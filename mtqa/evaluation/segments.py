"""Segments before they are scored: sorted into documents, those that take no part set aside and named."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mtqa.checks.base import Context
from mtqa.errors import InputError
from mtqa.evaluation.checking import Checking
from mtqa.evaluation.languages import Languages
from mtqa.evaluation.quality import Quality
from mtqa.evaluation.scorer import Scorer
from mtqa.evaluation.texts import references_of
from mtqa.evaluation.values import Settings
from mtqa.metrics.tokenizers import default_tokenizer
from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.text.languages import NAMES, is_undetermined, primary

NO_REFERENCE = "no reference"
EMPTY_REFERENCE = "empty reference"
RULE_LEFT_OUT = "rule left out"

SAMPLE = 2048
"""How many segments at the beginning of a run tell its languages to the checks, and what is usual in it."""

LONGEST_PIECE = 4096
"""The most segments of a document that are judged together."""

_FIRST_CHUNK = 64
_GROWTH = 4

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run does to its segments, and what to tell the user about it; `quality` is None without checks."""

    scorer: Scorer
    quality: Quality | None
    notes: tuple[str, ...]
    skipped_checks: tuple[str, ...]


def plan_for(settings: Settings, languages: Languages, beginning: Iterable[Segment]) -> Plan:
    """The metrics with the tokeniser that fits the target language, and the rules and checks that know it.

    `beginning` are the first segments of the run. Raises `InputError`, `ConfigError` and `RuleError` for settings
    that cannot be used.
    """
    target = languages.pair.target
    tokenizer = settings.tokenizer or default_tokenizer(target)
    language = primary(target)
    notes: tuple[str, ...] = ()
    if settings.tokenizer is None and language in _MECAB and tokenizer == "char":
        remedy = f"pip install 'mtqa[{language}]' for MeCab, sacrebleu's default"
        notes = (f"{_MECAB[language]} is scored by characters; {remedy}",)
    if settings.checks is None:
        return Plan(scorer=Scorer(settings.metrics, tokenizer), quality=None, notes=notes, skipped_checks=())
    pair = LanguagePair(primary(languages.pair.source), language)
    context = Context(
        language_pair=pair,
        sample=tuple(islice(beginning, SAMPLE)),
        glossaries=settings.checks.glossaries,
        thresholds=dict(settings.checks.thresholds),
    )
    checking = Checking(settings.checks, context)
    broken: tuple[str, ...] = ()
    skipped = checking.skipped
    if checking.rules is None:
        skipped = (f"rules: there are none for {NAMES.get(language, language)}", *skipped)
    else:
        broken = tuple(f"{RULE_LEFT_OUT}: {error}" for error in checking.rules.errors)
    return Plan(
        scorer=Scorer(settings.metrics, tokenizer, settings.checks, context),
        quality=Quality(checking.signature) if checking.rules or checking.checks_run else None,
        notes=(*notes, *broken),
        skipped_checks=(*broken, *skipped),
    )


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


def document_chunks(segments: Iterable[Segment], size: int) -> Iterator[Sequence[Segment]]:
    """The segments in chunks of at least `size` that end where a piece of a document ends; the last may be smaller.

    So are the first, that results show soon: in rows and findings it does not matter where chunks end.
    """
    chunk: list[Segment] = []
    wanted = min(_FIRST_CHUNK, size)
    for piece in pieces(segments):
        chunk += piece
        if len(chunk) >= wanted:
            yield chunk
            chunk, wanted = [], min(_GROWTH * wanted, size)
    if chunk:
        yield chunk


def pieces(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Document by document; a very long one is divided, at the same places whatever stands before it."""
    piece: list[Segment] = []
    for segment in segments:
        if piece and (len(piece) == LONGEST_PIECE or segment.header != piece[-1].header):
            yield piece
            piece = []
        piece.append(segment)
    if piece:
        yield piece
