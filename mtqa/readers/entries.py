"""The texts that a request names: every file of its folders, and what documents and systems are called."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from mtqa.errors import InputError
from mtqa.readers.arrangement import Arrangement, Group
from mtqa.readers.base import ReadRequest
from mtqa.readers.files import InputFile
from mtqa.readers.folders import documents_of
from mtqa.readers.names import common_name, document_names, folder_names, names_in_folder, system_names
from mtqa.readers.naming import Naming


@dataclass(frozen=True, slots=True)
class Entry:
    """The files of one text and the names in it."""

    files: Group
    naming: Naming


def entries_of(request: ReadRequest, arrangement: Arrangement, tables: Collection[str] = ()) -> tuple[Entry, ...]:
    """The texts of all groups, those of folders one by one but for folders and patterns that are `tables` in parts.

    Raises `InputError` where files are missing, empty, or needed more often than they can be read, and
    where two texts would have one name.
    """
    entries = tuple(_entries(request, arrangement, tables))
    _check_files(request, entries)
    _check_names(request, entries)
    return entries


def _is_folder(group: Group) -> bool:
    return InputFile(group.hypothesis).is_folder


def _entries(request: ReadRequest, arrangement: Arrangement, tables: Collection[str]) -> Iterator[Entry]:
    """The texts of all groups, those of folders one by one, and their names."""
    sole = arrangement.taken_as == "systems"
    groups = arrangement.groups
    for group, name, system in zip(groups, _names(arrangement), _systems(request, arrangement), strict=True):
        if group.hypothesis in tables or not _is_folder(group):
            if group.hypothesis not in tables:
                _check_no_folder(group)
            nested = len(groups) > 1 and not sole
            yield Entry(group, Naming(document=name, nested=nested, system=system, sole_system=sole))
            continue
        documents = documents_of(group)
        prefix = f"{name}/" if len(groups) > 1 and not sole else ""
        for document, files in zip(names_in_folder(tuple(documents)), documents.values(), strict=True):
            naming = Naming(
                document=f"{prefix}{document}",
                nested=bool(prefix) or len(documents) > 1,
                system=system,
                sole_system=sole,
            )
            yield Entry(files, naming)


def _check_no_folder(group: Group) -> None:
    for path in group.paths:
        if InputFile(path).is_folder:
            raise InputError(f"is a folder beside the file {group.hypothesis}; name files only, or folders", path)


def _names(arrangement: Arrangement) -> tuple[str, ...]:
    """A name for the text of each group: one for all where systems share it, distinct ones otherwise."""
    groups = arrangement.groups
    if arrangement.taken_as == "systems":
        return (_common_name(groups),) * len(groups)
    files = tuple(group.hypothesis for group in groups if not _is_folder(group))
    folders = tuple(group.hypothesis for group in groups if _is_folder(group))
    names = dict(zip(files, document_names(files), strict=True))
    names |= zip(folders, folder_names(folders), strict=True)
    return tuple(names[group.hypothesis] for group in groups)


def _common_name(groups: tuple[Group, ...]) -> str:
    """A name for the text that several systems translate."""
    shared = (groups[0].source, *groups[0].references)
    stems = (InputFile(path).stem for path in shared if path is not None)
    return common_name([path for group in groups for path in group.paths]) or next(stems, "text")


def _systems(request: ReadRequest, arrangement: Arrangement) -> tuple[str | None, ...]:
    """The system of each group: as the user says, or, where each is one, named after its file or folder."""
    groups, given = arrangement.groups, request.systems
    if arrangement.taken_as != "systems":
        return (given[0] if len(given) == 1 else None,) * len(groups)
    if not given:
        paths = tuple(group.hypothesis for group in groups)
        return folder_names(paths) if all(map(_is_folder, groups)) else system_names(paths)
    if len(given) != len(groups):
        raise InputError(f"{len(given)} system names for {len(groups)} hypotheses; name each, in their order")
    if len(set(given)) < len(given):
        raise InputError(f"a system is named twice: {', '.join(given)}; give each its own name")
    return given


def _check_files(request: ReadRequest, entries: tuple[Entry, ...]) -> None:
    uses_of = Counter(path for entry in entries for path in entry.files.paths)
    if request.documents is not None:
        uses_of[request.documents] += len(entries)
    for path, uses in uses_of.items():
        file = InputFile(path)
        if file.rereadable:
            if not file.is_address and Path(path).stat().st_size == 0:
                raise InputError("is empty; is it the right file?", path)
        elif uses > 1:
            raise InputError(f"can be read only once, but {uses} texts need it; save it as a file", file.name)


def _check_names(request: ReadRequest, entries: tuple[Entry, ...]) -> None:
    if request.documents is not None and len({entry.naming.document for entry in entries}) > 1:
        message = "a list of documents divides one text, but each hypothesis is a document; leave it out"
        raise InputError(message, request.documents)
    names = Counter((entry.naming.system, entry.naming.document) for entry in entries)
    if (twice := next((name for name, uses in names.items() if uses > 1), None)) is not None:
        raise InputError(f"two hypotheses would be document {twice[1]!r}; rename one of the files")
