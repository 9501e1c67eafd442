"""A configuration as TOML: every value under its key, as a file would hold it, and where it comes from."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mtqa.config import READERS, Config, Origin
from mtqa.overrides import Override
from mtqa.thresholds import FindingLimit, ScoreLimit, Thresholds

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of the configuration under the parts of its key, None where it is not set, and where it comes from."""

    parts: tuple[str, ...]
    value: object
    origin: Origin

    @property
    def key(self) -> str:
        """The key as TOML writes it: `gate.findings."fluency/*"`."""
        return ".".join(map(_key, self.parts))


def settings(config: Config) -> Iterator[Setting]:
    """All values in the order in which they are documented."""
    for name in READERS:
        for parts, value in _VALUES.get(name, _plain)(name, getattr(config, name)):
            by_option = config.origin(name) == "option"
            yield Setting(parts, value, "option" if by_option else config.origin(".".join(parts)))


def encoded(value: object) -> str:
    """A value as TOML on one line of characters that can be seen; it reads back as the same value."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{"".join(map(_character, value))}"'
    if isinstance(value, Mapping):
        members = ", ".join(f"{_key(name)} = {encoded(member)}" for name, member in value.items())
        return f"{{ {members} }}" if members else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(encoded, value))}]"
    return repr(value)


Values = Iterator[tuple[tuple[str, ...], object]]


def _plain(name: str, value: object) -> Values:
    yield (name,), _as_written(value)


def _as_written(value: object) -> object:
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, list | tuple):
        return [_as_written(each) for each in value] or None
    return value


def _table(name: str, table: Mapping[str, object]) -> Values:
    if not table:
        yield (name,), None
    for key, value in table.items():
        yield (name, key), _as_written(value)


def _checks(name: str, table: Mapping[str, float]) -> Values:
    if not table:
        yield (name,), None
    for key, value in table.items():
        yield (name, *key.split(".", 1)), value


def _gate(name: str, thresholds: Thresholds | None) -> Values:
    thresholds = thresholds or Thresholds()
    yield (name, "fail_on"), thresholds.fail_on or "never"
    yield (name, "confidence"), thresholds.confidence
    for level in ("corpus", "document"):
        for limit in getattr(thresholds, level):
            yield (name, level, limit.score), _score_limit(limit)
    for each in thresholds.findings:
        yield (name, "findings", each.selector), _finding_limit(each)


def _score_limit(limit: ScoreLimit) -> dict[str, float]:
    given = {"min": limit.min, "max": limit.max, "max_drop": limit.max_drop, "allow": limit.allow or None}
    return {key: value for key, value in given.items() if value is not None}


def _finding_limit(limit: FindingLimit) -> dict[str, float]:
    given = {"max": limit.max, "max_per_1000_words": limit.max_per_1000_words}
    return {key: value for key, value in given.items() if value is not None}


def _overrides(name: str, overrides: tuple[Override, ...]) -> Values:
    yield (name,), [_override(each) for each in overrides] or None


def _override(override: Override) -> dict[str, Any]:
    limits = {limit.score: _score_limit(limit) for limit in override.document}
    members = {
        "paths": list(override.paths),
        "language_pairs": [str(pair) for pair in override.language_pairs],
        "select": list(override.select or ()),
        "ignore": list(override.ignore),
        "severities": dict(override.severities),
        "gate": {"document": limits} if limits else {},
    }
    return {key: value for key, value in members.items() if value}


_VALUES: Final[Mapping[str, Callable[[str, Any], Values]]] = {
    "columns": _table,
    "per_file_ignores": _table,
    "checks": _checks,
    "severities": _table,
    "gate": _gate,
    "overrides": _overrides,
}
"""What makes the values of those keys that are tables."""


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else encoded(name)


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"
