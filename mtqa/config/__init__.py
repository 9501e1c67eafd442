"""The configuration file: `mtqa.toml`, or `[tool.mtqa]` in `pyproject.toml`, to one frozen `Config`.

Every key has the name of its command-line option with underscores; an option given on the command line wins.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from mtqa.config.gate import thresholds as read_thresholds
from mtqa.config.overrides import overrides as read_overrides
from mtqa.config.values import (
    Value,
    columns,
    file_ignores,
    flag,
    folder,
    hint,
    jobs,
    language_pair,
    names,
    paths,
    severities,
    string,
    thresholds,
)
from mtqa.errors import ConfigError
from mtqa.model import Severity
from mtqa.overrides import Override
from mtqa.thresholds import Thresholds

FILE = "mtqa.toml"
"""The name of a configuration of mtqa alone."""

_PROJECT = "pyproject.toml"
_TABLE_IN_PYPROJECT = ("tool", "mtqa")

Origin = Literal["default", "file", "option"]
"""Where a value comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a run is set to; the defaults are those of the command line.

    `output` is the folder of the report; `jobs` None means the processors this process may use. `rules` are folders,
    `glossary` and `vocabulary` files; `checks` are thresholds by `check.name`, as `[checks.omission]` gives them.
    `gate` is what `[gate]` demands, None where there is none; `baseline` a file; `overrides` hold in some documents.
    `file` is the configuration that was read and `folder` where it stands, None without one; `origins` says of
    every key that is no default, dotted where it stands in a table, where its value comes from.
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
    gate: Thresholds | None = None
    baseline: Path | None = None
    cache: Path | None = None
    overrides: tuple[Override, ...] = ()
    file: Path | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def folder(self) -> Path | None:
        """Where the configuration stands."""
        return self.file.parent if self.file else None

    def with_options(self, **options: Any) -> "Config":
        """The configuration with the options that are not None in place of its own values."""
        given = {name: value for name, value in options.items() if value is not None}
        origins: dict[str, Origin] = {**self.origins, **dict.fromkeys(given, "option")}
        return replace(self, **given, origins=origins)

    def origin(self, key: str) -> Origin:
        """Where the value of a key comes from."""
        return self.origins.get(key, "default")


def find(start: Path) -> Path | None:
    """The configuration that holds for a file or folder: the nearest one in its folder or above, None without one.

    A `pyproject.toml` counts if it has a table `[tool.mtqa]`; a `mtqa.toml` beside it goes first.
    """
    start = start.absolute()
    for above in (start, *start.parents) if start.is_dir() else start.parents:
        if (above / FILE).is_file():
            return _as_seen_from_here(above / FILE)
        project = above / _PROJECT
        if project.is_file() and _holds_table(project):
            return _as_seen_from_here(project)
    return None


def _as_seen_from_here(path: Path) -> Path:
    """The path as messages show it: relative to the working folder where it lies in it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _holds_table(project: Path) -> bool:
    text = project.read_text("utf-8", errors="replace")
    return f"[{'.'.join(_TABLE_IN_PYPROJECT)}" in text


def load(path: Path) -> Config:
    """The configuration in a TOML file. Raises `ConfigError` that names file, key and what is allowed."""
    table = _table(path)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in READERS:
            raise ConfigError(f"unknown key; {hint(key, READERS)}", str(path), key)
        values[key] = _read(Value(path, key, value))
    return Config(**values, file=path, origins=dict.fromkeys(_dotted(table), "file"))


def _read(given: Value) -> object:
    """The value of a key; of a key of the file that stands under a table, the error says where it belongs."""
    try:
        return READERS[given.key](given)
    except ConfigError as error:
        last = (error.key or "").rpartition(".")[2]
        if error.message.startswith("unknown key") and last in READERS and error.key != last:
            message = f"is a key of the whole file; put {last} above the first table, such as [{given.key}]"
            raise ConfigError(message, error.path, error.key) from error
        raise


def _dotted(table: Mapping[str, object]) -> Iterator[str]:
    """The keys of a table, and those of the tables in it behind a dot."""
    for key, value in table.items():
        yield key
        if isinstance(value, dict):
            yield from (f"{key}.{inner}" for inner in _dotted(value))


def _table(path: Path) -> Mapping[str, object]:
    try:
        document: Mapping[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"is not TOML: {error}", str(path)) from error
    if path.name == _PROJECT:
        for key in _TABLE_IN_PYPROJECT:
            document = document.get(key, {})
            if not isinstance(document, dict):
                raise ConfigError("is not a table", str(path), ".".join(_TABLE_IN_PYPROJECT))
    return document


READERS: Final[Mapping[str, Callable[[Value], object]]] = {
    "language_pair": language_pair,
    "metrics": names,
    "tokenizer": string,
    "input_format": string,
    "encoding": string,
    "columns": columns,
    "format": string,
    "output": folder,
    "report": flag,
    "jobs": jobs,
    "quiet": flag,
    "rules": paths,
    "select": names,
    "ignore": names,
    "extend_select": names,
    "glossary": paths,
    "vocabulary": paths,
    "per_file_ignores": file_ignores,
    "checks": thresholds,
    "severities": severities,
    "gate": read_thresholds,
    "baseline": folder,
    "cache": folder,
    "overrides": read_overrides,
}
"""What reads each key."""
