"""What the user named to files: patterns (`'data/*.parquet'`) and folders of tables, which are read as one table."""

import glob
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from mtqa.errors import InputError
from mtqa.readers import stores
from mtqa.readers.base import ReadRequest
from mtqa.readers.files import STANDARD_INPUT, InputFile
from mtqa.readers.folders import files_of
from mtqa.readers.formats import choose

_NULL = "__HIVE_DEFAULT_PARTITION__"
"""What stands in the name of a folder for a value that is missing."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A part of a table: its file, its path in the whole, and the columns that the folders above it name."""

    file: InputFile
    path: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PartedTable:
    """The parts of a table in their order, and how many files were passed over."""

    parts: tuple[TableFile, ...]
    passed_over: int


@dataclass(frozen=True, slots=True)
class Expanded:
    """A request without patterns; `tables` are those of its hypotheses that are tables in parts."""

    request: ReadRequest
    tables: Mapping[str, PartedTable]


def expand(request: ReadRequest) -> Expanded:
    """The request with files in place of patterns.

    A pattern stands for the files that it matches, in the order of their paths, as if they were named; but a pattern
    or a folder whose files all are tables is one table. Raises `InputError` for a pattern that no file matches.
    """
    hypotheses: list[str] = []
    tables: dict[str, PartedTable] = {}
    for path in request.hypotheses:
        found = _files_of_pattern(path) if is_pattern(path) else _files_of_folder(path)
        if table := _table(found, request):
            hypotheses.append(path)
            tables[path] = table
        else:
            hypotheses += found.values() if is_pattern(path) else [path]
    expanded = replace(
        request,
        hypotheses=tuple(hypotheses),
        sources=_spliced(request.sources),
        references=_spliced(request.references),
    )
    return Expanded(expanded, tables)


def is_pattern(path: str) -> bool:
    """Whether a path stands for those that it matches: it has a `*`, `?` or `[`, and there is no file of that name."""
    if path == STANDARD_INPUT:
        return False
    return stores.is_pattern(path) if stores.is_address(path) else glob.has_magic(path) and not os.path.lexists(path)


def files_named(path: str) -> tuple[str, ...]:
    """The files that a path stands for: those that a pattern matches, those in a folder, or itself."""
    found = _files_of_pattern(path) if is_pattern(path) else _files_of_folder(path)
    return tuple(found.values()) or (path,)


def _spliced(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for path in paths for one in (_files_of_pattern(path).values() if is_pattern(path) else [path]))


def _files_of_pattern(pattern: str) -> dict[str, str]:
    """The files that match, by their path below the folder before the pattern, in the order of their parts.

    Where only folders match, it is all files below them.
    """
    found = stores.files_matching(pattern) if stores.is_address(pattern) else _matching(pattern)
    if not found:
        message = "no file matches this pattern; check it (** stands for folders at any depth)"
        raise InputError(message, pattern)
    return _in_order(found)


def _matching(pattern: str) -> dict[str, str]:
    root = stores.before_pattern(PurePosixPath(Path(pattern).as_posix()))
    paths = {Path(path) for path in glob.glob(pattern, recursive=True)}  # noqa: PTH207 (pathlib hides nothing)
    files = [path for path in paths if not path.is_dir()]
    if not files:
        files = [Path(file) for folder in paths for file in files_of(str(folder)).values()]
    return {path.relative_to(root).as_posix(): str(path) for path in files}


def _files_of_folder(path: str) -> dict[str, str]:
    """The files of a folder by their path in it, none where the path is that of a file."""
    return _in_order(files_of(path)) if path and InputFile(path).is_folder else {}


def _in_order(files: Mapping[str, str]) -> dict[str, str]:
    return {name: files[name] for name in sorted(files, key=lambda name: PurePosixPath(name).parts)}


def _table(files: Mapping[str, str], request: ReadRequest) -> PartedTable | None:
    """The table in these files, None where there is no file, or one of them is no table.

    What begins with `_`, be it a file or a folder, is of those who write tables (`_SUCCESS`, `_delta_log`).
    """
    parts = tuple(
        TableFile(InputFile(path, request.encoding), name, _columns(name))
        for name, path in files.items()
        if not any(part.startswith("_") for part in PurePosixPath(name).parts)
    )
    try:
        are_tables = all(choose(part.file, request.input_format).columns for part in parts)
    except InputError:
        return None
    return PartedTable(parts, len(files) - len(parts)) if parts and are_tables else None


def _columns(path: str) -> dict[str, str]:
    """The columns in the names of folders, as Hive writes them: `lang=de/part-0.parquet`."""
    pairs = (part.partition("=") for part in PurePosixPath(path).parts[:-1] if "=" in part)
    return {unquote(name): "" if value == _NULL else unquote(value) for name, _, value in pairs}
