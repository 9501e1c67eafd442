"""The table `[gate]` to `Thresholds`."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mtqa.config.values import Value, count, known_members, members, number
from mtqa.model import Confidence, Severity
from mtqa.taxonomy import CONFIDENCES, SEVERITIES
from mtqa.thresholds import FindingLimit, ScoreLimit, Thresholds

_NEVER: Final = "never"


def thresholds(given: Value) -> Thresholds:
    """What the table demands. Raises `ConfigError` that names file, key and what is allowed."""
    table = known_members(given, READERS)
    return Thresholds(**{key: READERS[key](value) for key, value in table.items()})


def _fail_on(given: Value) -> Severity | None:
    allowed: dict[str, Severity | None] = {**{severity: severity for severity in SEVERITIES[1:]}, _NEVER: None}
    if not isinstance(given.value, str) or given.value not in allowed:
        raise given.wrong(f"one of {', '.join(allowed)}")
    return allowed[given.value]


def _confidence(given: Value) -> Confidence:
    allowed: dict[str, Confidence] = {confidence: confidence for confidence in CONFIDENCES}
    if not isinstance(given.value, str) or given.value not in allowed:
        raise given.wrong(f"one of {', '.join(allowed)}")
    return allowed[given.value]


def _corpus(given: Value) -> tuple[ScoreLimit, ...]:
    return _score_limits(given, CORPUS_READERS)


def document_limits(given: Value) -> tuple[ScoreLimit, ...]:
    """Limits on the scores of each document."""
    return _score_limits(given, DOCUMENT_READERS)


def _score_limits(given: Value, known: Mapping[str, Callable[[Value], float]]) -> tuple[ScoreLimit, ...]:
    limits = []
    for name, limit in members(given).items():
        table = known_members(limit, known)
        if not table.keys() - {"allow"}:
            raise limit.wrong("a limit, such as { min = 30 }")
        values: dict[str, Any] = {key: known[key](value) for key, value in table.items()}
        if values.get("min", float("-inf")) > values.get("max", float("inf")):
            raise limit.wrong("a range: min is above max")
        limits.append(ScoreLimit(score=name, **values))
    return tuple(limits)


def _drop(given: Value) -> float:
    value = number(given)
    if value < 0:
        raise given.wrong("a drop, 0 or more")
    return value


def _rate(given: Value) -> float:
    value = number(given)
    if value < 0:
        raise given.wrong("a rate, 0 or more")
    return value


def _findings(given: Value) -> tuple[FindingLimit, ...]:
    limits = []
    for selector, limit in members(given).items():
        table = known_members(limit, FINDING_READERS)
        if not table:
            raise limit.wrong("a limit, such as { max = 0 }")
        values: dict[str, Any] = {key: FINDING_READERS[key](value) for key, value in table.items()}
        limits.append(FindingLimit(selector=selector, **values))
    return tuple(limits)


CORPUS_READERS: Final[Mapping[str, Callable[[Value], float]]] = {"min": number, "max": number, "max_drop": _drop}
"""What reads each limit on a score of the corpus."""

DOCUMENT_READERS: Final[Mapping[str, Callable[[Value], float]]] = {"min": number, "max": number, "allow": count}
"""What reads each limit on a score of the documents."""

FINDING_READERS: Final[Mapping[str, Callable[[Value], float]]] = {"max": count, "max_per_1000_words": _rate}
"""What reads each limit on findings."""

READERS: Final[Mapping[str, Callable[[Value], Any]]] = {
    "fail_on": _fail_on,
    "confidence": _confidence,
    "corpus": _corpus,
    "document": document_limits,
    "findings": _findings,
}
"""What reads each key of the table."""
