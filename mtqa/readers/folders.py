"""Folders as batches of documents: the files in them, and which files of several folders belong together."""

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from mtqa.errors import InputError
from mtqa.readers import stores
from mtqa.readers.arrangement import Group
from mtqa.readers.files import InputFile

_NAMED = 5
"""How many names of missing files a message tells."""


def documents_of(group: Group) -> dict[str, Group]:
    """The documents in a group of folders, by the path of the hypothesis within its folder, in order.

    Files of the other folders belong to the hypotheses of the same name (`story.txt`) or, where the names
    are not the same, of the same name before the first dot (`story.en.txt`, `story.it.txt`). Raises
    `InputError` where one of them is no folder, is empty, or lacks a file that another one has.
    """
    for path in group.paths:
        if not InputFile(path).is_folder:
            message = f"is a file beside the folder {group.hypothesis}; name the folder of its files, or files only"
            raise InputError(message, path)
    hypotheses = files_of(group.hypothesis)
    source = None if group.source is None else _partners(group.hypothesis, hypotheses, group.source)
    references = [_partners(group.hypothesis, hypotheses, folder) for folder in group.references]
    return {
        name: Group(
            hypothesis=path,
            source=None if source is None else source[name],
            references=tuple(partners[name] for partners in references),
        )
        for name, path in hypotheses.items()
    }


def files_of(folder: str) -> dict[str, str]:
    """The paths of all files in a folder and below, by their path within it; hidden ones are left out.

    Raises `InputError` where there is none.
    """
    root = Path(folder)
    if stores.is_address(folder):
        found = stores.files_below(folder)
        files = {name: found[name] for name in sorted(found) if not _is_hidden(name)}
    else:
        files = {path.relative_to(root).as_posix(): str(path) for path in _walk(root, ())}
    if not files:
        raise InputError("is a folder without files in it; name one that holds texts", folder)
    return files


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(name).parts)


def _walk(folder: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    real = folder.resolve()
    if real in above:
        raise InputError("is a link to a folder that it stands in; remove it", str(folder))
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", str(folder)) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, (*above, real))
        else:
            yield entry


def _partners(folder: str, names: dict[str, str], other: str) -> dict[str, str]:
    """The file of another folder that belongs to each name; every file must have its partner."""
    others = files_of(other)
    key = _whole if names.keys() & others.keys() else _first_part
    if not (_unique(names, key) and _unique(others, key)):
        key = _whole
    wanted, there = ({key(name): name for name in files} for files in (names, others))
    _check_all(wanted, there, other)
    _check_all(there, wanted, folder)
    return {name: others[there[key(name)]] for name in names}


def _whole(name: str) -> str:
    return name


def _first_part(name: str) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(path.name.split(".")[0]))


def _unique(names: dict[str, str], key: Callable[[str], str]) -> bool:
    return len({key(name) for name in names}) == len(names)


def _check_all(wanted: dict[str, str], there: dict[str, str], folder: str) -> None:
    missing = [name for key, name in wanted.items() if key not in there]
    if not missing:
        return
    told = ", ".join(missing[:_NAMED]) + (f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else "")
    message = f"has no file for {told}; every document needs a file of the same name in each folder"
    raise InputError(message, folder)
