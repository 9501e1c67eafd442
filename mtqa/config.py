"""The configuration file: `mtqa.toml`, or `[tool.mtqa]` in `pyproject.toml`, to one frozen `Config`.

Every key has the name of its command-line option with underscores; an option given on the command line wins.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from mtqa.errors import ConfigError
from mtqa.model import Severity
from mtqa.taxonomy import SEVERITIES

_TABLE_IN_PYPROJECT = ("tool", "mtqa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a run is set to; the defaults are those of the command line.

    `output` is the folder of the report; `jobs` None means the processors this process may use. `rules` are folders,
    `glossary` and `vocabulary` files; `checks` are thresholds by `check.name`, as `[checks.omission]` gives them.
    """

    language_pair: str | None = None
    metrics: tuple[str, ...] | None = None
    tokenizer: str | None = None
    input_format: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    format: str = "terminal"
    output: Path = Path("reports")
    report: bool = True
    jobs: int | None = None
    quiet: bool = False
    rules: tuple[Path, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    glossary: tuple[Path, ...] = ()
    vocabulary: tuple[Path, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    checks: Mapping[str, float] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def with_options(self, **options: Any) -> "Config":
        """The configuration with the options that are not None in place of its own values."""
        return replace(self, **{name: value for name, value in options.items() if value is not None})


def load(path: Path) -> Config:
    """The configuration in a TOML file. Raises `ConfigError` that names file, key and what is allowed."""
    table = _table(path)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _READERS:
            meant = get_close_matches(key, _READERS, 1)
            hint = f"did you mean {meant[0]}?" if meant else f"the keys are {', '.join(_READERS)}"
            raise ConfigError(f"unknown key; {hint}", str(path), key)
        values[key] = _READERS[key](_Value(path, key, value))
    return Config(**values)


def _table(path: Path) -> Mapping[str, object]:
    try:
        document: Mapping[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"is not TOML: {error}", str(path)) from error
    if path.name == "pyproject.toml":
        for key in _TABLE_IN_PYPROJECT:
            document = document.get(key, {})
            if not isinstance(document, dict):
                raise ConfigError("is not a table", str(path), ".".join(_TABLE_IN_PYPROJECT))
    return document


@dataclass(frozen=True, slots=True)
class _Value:
    """A value with its place, to say what is wrong with it."""

    path: Path
    key: str
    value: object

    def wrong(self, expected: str) -> ConfigError:
        return ConfigError(f"{self.value!r} is not {expected}", str(self.path), self.key)


def _string(given: _Value) -> str:
    if not isinstance(given.value, str):
        raise given.wrong("a string")
    return given.value


def _names(given: _Value) -> tuple[str, ...]:
    value = given.value
    if isinstance(value, str):
        return tuple(value.split(","))
    if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
        raise given.wrong('a list of names, such as ["bleu", "chrf"]')
    return tuple(value)


def _columns(given: _Value) -> Mapping[str, str]:
    value = given.value
    if not isinstance(value, dict) or not all(isinstance(column, str) for column in value.values()):
        raise given.wrong('a table of column names, such as { hypothesis = "mt_out" }')
    return value


def _flag(given: _Value) -> bool:
    if not isinstance(given.value, bool):
        raise given.wrong("true or false")
    return given.value


def _jobs(given: _Value) -> int:
    value = given.value
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise given.wrong("a number of processes, 1 or more")
    return value


def _folder(given: _Value) -> Path:
    """A folder, from where the configuration stands."""
    return given.path.parent / _string(given)


def _paths(given: _Value) -> tuple[Path, ...]:
    """Files or folders, from where the configuration stands."""
    value = [given.value] if isinstance(given.value, str) else given.value
    if not isinstance(value, list) or not all(isinstance(path, str) and path for path in value):
        raise given.wrong('a list of paths, such as ["house-rules/"]')
    return tuple(given.path.parent / path for path in value)


def _file_ignores(given: _Value) -> Mapping[str, tuple[str, ...]]:
    value = given.value
    if not isinstance(value, dict):
        raise given.wrong('a table of file patterns, such as { "drafts/*.txt" = ["style"] }')
    return {pattern: _names(_Value(given.path, f"{given.key}.{pattern}", names)) for pattern, names in value.items()}


def _thresholds(given: _Value) -> Mapping[str, float]:
    """Numbers by `check.name`, whose tables are `[checks.NAME]`."""
    if not isinstance(given.value, dict):
        raise given.wrong("a table of checks, such as [checks.copies]")
    found: dict[str, float] = {}
    for check, settings in given.value.items():
        if not isinstance(settings, dict):
            raise _Value(given.path, f"{given.key}.{check}", settings).wrong("a table of numbers")
        for name, value in settings.items():
            if not isinstance(value, int | float) or isinstance(value, bool):
                raise _Value(given.path, f"{given.key}.{check}.{name}", value).wrong("a number")
            found[f"{check}.{name}"] = value
    return found


def _severities(given: _Value) -> Mapping[str, Severity]:
    if not isinstance(given.value, dict):
        raise given.wrong('a table of severities, such as { "accuracy/number/added" = "minor" }')
    known = {str(severity): severity for severity in SEVERITIES}
    for name, value in given.value.items():
        if value not in known:
            raise _Value(given.path, f"{given.key}.{name}", value).wrong(f"one of {', '.join(known)}")
    return {name: known[value] for name, value in given.value.items()}


_READERS: dict[str, Callable[[_Value], object]] = {
    "language_pair": _string,
    "metrics": _names,
    "tokenizer": _string,
    "input_format": _string,
    "encoding": _string,
    "columns": _columns,
    "format": _string,
    "output": _folder,
    "report": _flag,
    "jobs": _jobs,
    "quiet": _flag,
    "rules": _paths,
    "select": _names,
    "ignore": _names,
    "extend_select": _names,
    "glossary": _paths,
    "vocabulary": _paths,
    "per_file_ignores": _file_ignores,
    "checks": _thresholds,
    "severities": _severities,
}
