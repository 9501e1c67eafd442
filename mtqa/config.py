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

_TABLE_IN_PYPROJECT = ("tool", "mtqa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a run is set to; the defaults are those of the command line.

    `output` is the folder of the report; `jobs` None means the processors this process may use.
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
}
