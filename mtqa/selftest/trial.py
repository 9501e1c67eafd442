"""Plants faults, kind by kind, and counts what is caught."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final, Literal

from mtqa.errors import InputError
from mtqa.evaluation import Settings, evaluate_items
from mtqa.evaluation.texts import references_of
from mtqa.model import Confidence, DocumentHeader, Finding, LanguagePair, LeftOut, ScoredSegment, Segment
from mtqa.selftest.kinds import KINDS, Kind, Place
from mtqa.taxonomy import CONFIDENCES, SEVERITIES
from mtqa.text.languages import primary

Trusted = Literal["reference", "hypothesis"]
"""The side that is taken as faultless."""

SEGMENTS: Final = 400
"""How many segments at the beginning are tried."""
FAULTS: Final = 100
"""How many faults of a kind are planted, at most; every other segment at most."""

_STOPPING: Final = frozenset(SEVERITIES[SEVERITIES.index("major") :])
"""Severities that, at high confidence, make `mtqa check` exit with 1."""

_Key = tuple[DocumentHeader, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """How many faults of a kind were planted and caught.

    `by_confidence` counts the caught by the surest finding that caught them; `stopped` those that `mtqa check` would
    exit with 1 for. `rules` are those that caught most, with their counts.
    """

    kind: Kind
    planted: int
    caught: int
    stopped: int
    by_confidence: Mapping[Confidence, int]
    rules: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """What was caught, kind by kind, and the alarms that the untouched text gave."""

    trusted: Trusted
    language_pair: LanguagePair
    segments: int
    words: int
    alarms: Mapping[Confidence, int]
    alarmed: int
    stopped: int
    kinds: tuple[Caught, ...]
    seed: int
    signature: str
    skipped_checks: tuple[str, ...]


def try_faults(
    items: Iterable[Segment | LeftOut],
    settings: Settings,
    *,
    trusted: Trusted | None = None,
    segments: int = SEGMENTS,
    faults: int = FAULTS,
) -> SelfTest:
    """What the settings catch of faults planted into the trusted side of the first segments.

    By default the first reference is trusted where every segment has one, else the hypothesis. Raises `InputError`
    where there is no trusted text.
    """
    side, texts = _trusted(items, trusted, segments)
    settings = replace(settings, metrics=(), resamples=0)
    before = evaluate_items(texts, settings)
    # What the language is must not hang on the faults.
    settings = replace(settings, language_pair=before.language_pair)
    untouched = _by_segment(each for document in before.documents for each in document.segments)
    trials = [_try(kind, texts, untouched, settings, faults) for kind in KINDS]
    found = [scored.findings for scored in untouched.values()]
    alarms = Counter(finding.confidence for own in found for finding in own)
    return SelfTest(
        trusted=side,
        language_pair=before.language_pair,
        segments=len(texts),
        words=sum(scored.words for scored in untouched.values()),
        alarms={confidence: alarms[confidence] for confidence in CONFIDENCES},
        alarmed=sum(map(bool, found)),
        stopped=sum(any(map(_stops, own)) for own in found),
        kinds=tuple(trials),
        seed=settings.seed,
        signature=before.signatures.get("quality", ""),
        skipped_checks=before.skipped_checks,
    )


def _trusted(
    items: Iterable[Segment | LeftOut], wanted: Trusted | None, most: int
) -> tuple[Trusted, tuple[Segment, ...]]:
    """The side that is trusted, and the segments with it as their hypothesis, without references that are the same."""
    found = [item for item in items if isinstance(item, Segment)]
    side: Trusted = wanted or ("reference" if found and all(map(references_of, found)) else "hypothesis")
    if side == "reference":
        found = [
            replace(segment, hypothesis=references_of(segment)[0], references=references_of(segment)[1:])
            for segment in found
            if references_of(segment)
        ]
    found = [segment for segment in found if segment.hypothesis.strip()]
    if not found:
        raise InputError(f"no {side} holds text, so there is nothing to plant faults into; name another with --on")
    return side, tuple(found[:most])


def _try(
    kind: Kind,
    texts: Sequence[Segment],
    untouched: Mapping[_Key, ScoredSegment],
    settings: Settings,
    most: int,
) -> Caught:
    faulty = _planted(kind, texts, settings, most)
    documents = {segment.header for segment in faulty.values()}
    changed = [faulty.get(_key(segment), segment) for segment in texts if segment.header in documents]
    gained: list[list[Finding]] = []
    if changed:
        evaluation = evaluate_items(changed, settings)
        after = _by_segment(each for document in evaluation.documents for each in document.segments)
        gained = [_gained(untouched[key].findings, after[key].findings) for key in faulty]
    surest = Counter(max((each.confidence for each in own), key=CONFIDENCES.index) for own in gained if own)
    rules = Counter(rule for own in gained for rule in {each.rule for each in own})
    return Caught(
        kind=kind,
        planted=len(faulty),
        caught=sum(map(bool, gained)),
        stopped=sum(any(map(_stops, own)) for own in gained),
        by_confidence={confidence: surest[confidence] for confidence in CONFIDENCES},
        rules=tuple(sorted(rules.items(), key=lambda each: (-each[1], each[0]))[:_MOST_RULES]),
    )


_MOST_RULES: Final = 3


def _planted(kind: Kind, texts: Sequence[Segment], settings: Settings, most: int) -> dict[_Key, Segment]:
    """The segments with a fault, chosen by the seed; never two neighbours, that one may not hide the other."""
    random = Random(f"{settings.seed} {kind.name}")
    language = primary(settings.language_pair.target) if settings.language_pair else "und"
    order = list(range(len(texts)))
    random.shuffle(order)
    chosen: dict[int, Segment] = {}
    for at in order:
        if len(chosen) >= most or at - 1 in chosen or at + 1 in chosen:
            continue
        segment = texts[at]
        following = texts[at + 1] if at + 1 < len(texts) and texts[at + 1].header == segment.header else None
        beyond = following.hypothesis if following else None
        place = Place(segment.hypothesis, segment.source or None, beyond, language)
        planted = kind.plant(place, random)
        if planted is not None and planted != segment.hypothesis:
            chosen[at] = replace(segment, hypothesis=planted)
    return {_key(texts[at]): chosen[at] for at in sorted(chosen)}


def _gained(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The findings that are new; one that was there before may stand elsewhere now."""
    known = Counter(each.rule for each in before)
    new = []
    for finding in after:
        known[finding.rule] -= 1
        if known[finding.rule] < 0:
            new.append(finding)
    return new


def _stops(finding: Finding) -> bool:
    return finding.severity in _STOPPING and finding.confidence == CONFIDENCES[-1]


def _by_segment(scored: Iterable[ScoredSegment]) -> dict[_Key, ScoredSegment]:
    return {_key(each.segment): each for each in scored}


def _key(segment: Segment) -> _Key:
    return segment.header, segment.segment
