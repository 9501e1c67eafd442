"""A value of the configuration with its place, and what each kind of value may be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from mtqa.errors import ConfigError
from mtqa.model import Severity
from mtqa.taxonomy import SEVERITIES
from mtqa.text.languages import parse_pair


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its place, to say what is wrong with it."""

    path: Path
    key: str
    value: object

    def wrong(self, expected: str) -> ConfigError:
        """The error that says what it should be."""
        return ConfigError(f"{self.value!r} is not {expected}", str(self.path), self.key)


def string(given: Value) -> str:
    """A text."""
    if not isinstance(given.value, str):
        raise given.wrong("a string")
    return given.value


def language_pair(given: Value) -> str:
    """A language pair, as it is written."""
    text = string(given)
    try:
        parse_pair(text)
    except ValueError as error:
        raise ConfigError(str(error), str(given.path), given.key) from error
    return text


def names(given: Value) -> tuple[str, ...]:
    """Names: a list, or a text with commas."""
    value = given.value
    if isinstance(value, str):
        value = [name.strip() for name in value.split(",")]
    if not isinstance(value, list) or not value or not all(isinstance(name, str) and name for name in value):
        raise given.wrong('a list of names, such as ["bleu", "chrf"]')
    return tuple(value)


def columns(given: Value) -> Mapping[str, str]:
    """Columns by field."""
    value = given.value
    if not isinstance(value, dict) or not all(isinstance(column, str) for column in value.values()):
        raise given.wrong('a table of column names, such as { hypothesis = "mt_out" }')
    return value


def flag(given: Value) -> bool:
    """Yes or no."""
    if not isinstance(given.value, bool):
        raise given.wrong("true or false")
    return given.value


def jobs(given: Value) -> int:
    """A number of processes."""
    value = given.value
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise given.wrong("a number of processes, 1 or more")
    return value


def folder(given: Value) -> Path:
    """A folder, from where the configuration stands."""
    return given.path.parent / string(given)


def paths(given: Value) -> tuple[Path, ...]:
    """Files or folders, from where the configuration stands."""
    value = [given.value] if isinstance(given.value, str) else given.value
    if not isinstance(value, list) or not all(isinstance(path, str) and path for path in value):
        raise given.wrong('a list of paths, such as ["house-rules/"]')
    return tuple(given.path.parent / path for path in value)


def file_ignores(given: Value) -> Mapping[str, tuple[str, ...]]:
    """What is ignored, by pattern of files."""
    value = given.value
    if not isinstance(value, dict):
        raise given.wrong('a table of file patterns, such as { "drafts/*.txt" = ["style"] }')
    return {pattern: names(own) for pattern, own in members(given).items()}


def thresholds(given: Value) -> Mapping[str, float]:
    """Numbers by `check.name`, whose tables are `[checks.NAME]`."""
    if not isinstance(given.value, dict):
        raise given.wrong("a table of checks, such as [checks.copies]")
    found: dict[str, float] = {}
    for check, settings in given.value.items():
        if not isinstance(settings, dict):
            raise Value(given.path, f"{given.key}.{check}", settings).wrong("a table of numbers")
        for name, value in settings.items():
            found[f"{check}.{name}"] = number(Value(given.path, f"{given.key}.{check}.{name}", value))
    return found


def severities(given: Value) -> Mapping[str, Severity]:
    """Severities by the id of a rule or of a check's fault."""
    if not isinstance(given.value, dict):
        raise given.wrong('a table of severities, such as { "accuracy/number/added" = "minor" }')
    known = {str(severity): severity for severity in SEVERITIES}
    for name, value in given.value.items():
        if not isinstance(value, str) or value not in known:
            raise Value(given.path, f"{given.key}.{name}", value).wrong(f"one of {', '.join(known)}")
    return {name: known[value] for name, value in given.value.items()}


def known_members(given: Value, known: Collection[str]) -> Mapping[str, Value]:
    """The members of a table, each with its place; raises `ConfigError` for one that is not known."""
    if not isinstance(given.value, dict):
        raise given.wrong(f"a table of {', '.join(known)}")
    for key in given.value:
        if key not in known:
            raise ConfigError(f"unknown key; {hint(key, known)}", str(given.path), f"{given.key}.{key}")
    return members(given)


def members(given: Value) -> Mapping[str, Value]:
    """The members of a table, each with its place."""
    if not isinstance(given.value, dict):
        raise given.wrong("a table")
    return {key: Value(given.path, f"{given.key}.{key}", value) for key, value in given.value.items()}


def hint(key: str, known: Collection[str]) -> str:
    """What the user may have meant, or what there is."""
    meant = get_close_matches(key, known, 1)
    return f"did you mean {meant[0]}?" if meant else f"the keys are {', '.join(known)}"


def number(given: Value) -> float:
    """A number."""
    if not isinstance(given.value, int | float) or isinstance(given.value, bool) or given.value != given.value:
        raise given.wrong("a number")
    return given.value


def count(given: Value) -> int:
    """A number that counts something."""
    if not isinstance(given.value, int) or isinstance(given.value, bool) or given.value < 0:
        raise given.wrong("a whole number, 0 or more")
    return given.value
