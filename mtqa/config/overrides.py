"""The tables `[[overrides]]` to `Override`s."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mtqa.config.gate import document_limits
from mtqa.config.values import Value, known_members, language_pair, names, severities
from mtqa.errors import ConfigError
from mtqa.model import LanguagePair
from mtqa.overrides import Override
from mtqa.text.languages import parse_pair
from mtqa.thresholds import ScoreLimit

_SCOPE: Final = ("paths", "language_pairs")


def overrides(given: Value) -> tuple[Override, ...]:
    """The overrides in their order. Raises `ConfigError` that names file, key (counted from 1) and what is allowed."""
    if not isinstance(given.value, list):
        raise given.wrong("a list of tables, each headed [[overrides]]")
    tables = (Value(given.path, f"{given.key}[{number}]", each) for number, each in enumerate(given.value, start=1))
    return tuple(map(_override, tables))


def _override(given: Value) -> Override:
    table = known_members(given, READERS)
    if not table.keys() & set(_SCOPE):
        raise ConfigError("is for every document; name paths or language_pairs", str(given.path), given.key)
    values: dict[str, Any] = {key: READERS[key](value) for key, value in table.items()}
    values["document"] = values.pop("gate", ())
    if not any(value for key, value in values.items() if key not in _SCOPE):
        changes = ", ".join(key for key in READERS if key not in _SCOPE)
        raise ConfigError(f"changes nothing; give it one of {changes}", str(given.path), given.key)
    return Override(**values)


def _language_pairs(given: Value) -> tuple[LanguagePair, ...]:
    if not isinstance(given.value, list) or not given.value:
        raise given.wrong('a list of language pairs, such as ["it-en", "de-en"]')
    return tuple(parse_pair(language_pair(Value(given.path, given.key, pair))) for pair in given.value)


def _severities(given: Value) -> tuple[tuple[str, Any], ...]:
    return tuple(severities(given).items())


def _gate(given: Value) -> tuple[ScoreLimit, ...]:
    table = known_members(given, ("document",))
    return document_limits(table["document"]) if table else ()


READERS: Final[Mapping[str, Callable[[Value], Any]]] = {
    "paths": names,
    "language_pairs": _language_pairs,
    "select": names,
    "ignore": names,
    "severities": _severities,
    "gate": _gate,
}
"""What reads each key of an override."""
