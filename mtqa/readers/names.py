"""Names of documents and systems, made from the paths that hold them."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import takewhile
from pathlib import PurePath, PurePosixPath

from mtqa.errors import InputError
from mtqa.readers.files import InputFile


def document_names(paths: Sequence[str]) -> tuple[str, ...]:
    """A name for each file: its stem, with its suffix or as many folders as make all of them distinct."""
    return _distinct(paths, (lambda path: InputFile(path).stem, lambda path: PurePath(path).name))


def folder_names(paths: Sequence[str]) -> tuple[str, ...]:
    """A name for each folder: its last part, with as many folders above it as make all of them distinct."""
    return _distinct(paths, (lambda path: PurePath(path).name or path,))


def names_in_folder(paths: Sequence[str]) -> tuple[str, ...]:
    """A name for each file of a folder: its path within it, without suffix where that keeps it apart."""
    stems = [str(PurePosixPath(path).with_name(InputFile(path).stem)) for path in paths]
    uses = Counter(stems)
    names = tuple(stem if uses[stem] == 1 else path for stem, path in zip(stems, paths, strict=True))
    return names if _all_differ(names) else tuple(paths)


def system_names(paths: Sequence[str]) -> tuple[str, ...]:
    """A name for each file: the dotted parts of its name, or of its folders, in which they differ.

    `wmt.hyp.GPT4.en` and `wmt.hyp.NLLB.en` are `GPT4` and `NLLB`; `GPT4/wmt.en` and `NLLB/wmt.en` too.
    """
    names = [tuple(_file_name(path).split(".")) for path in paths]
    folders = [PurePath(path).parts[:-1] for path in paths]
    for parts, joint in ((names, "."), (folders, "/")):
        middles = [joint.join(middle) for middle in _differing(parts)]
        if all(middles) and _all_differ(middles):
            return tuple(middles)
    return document_names(paths)


def common_name(paths: Sequence[str]) -> str:
    """The leading dotted parts that the names of all files share, empty where they share none."""
    return ".".join(_common_start([tuple(_file_name(path).split(".")) for path in paths]))


def _distinct(paths: Sequence[str], spellings: Sequence[Callable[[str], str]]) -> tuple[str, ...]:
    """The shortest spelling of every path that keeps all of them apart."""
    depth = max((len(PurePath(path).parts) for path in paths), default=0)
    for folders in range(depth):
        for spelling in spellings:
            names = tuple("/".join((*_parents(path, folders), spelling(path))) for path in paths)
            if _all_differ(names):
                return names
    whole = tuple(str(PurePath(path)) for path in paths)
    for number, path in enumerate(paths):
        if whole[number] in whole[:number]:
            raise InputError("is named twice; name each file once", path)
    return whole


def _parents(path: str, count: int) -> tuple[str, ...]:
    """The names of the last `count` folders above a path, or as many as it has."""
    parents = tuple(part for part in PurePath(path).parts[:-1] if part != PurePath(path).anchor)
    return parents[len(parents) - count :] if count < len(parents) else parents


def _file_name(path: str) -> str:
    name = PurePath(path).name
    return name[: -len(".gz")] if name.lower().endswith(".gz") else name


def _differing(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What is left of each row without the start and the end that all rows share."""
    start = len(_common_start(rows))
    rest = [row[start:] for row in rows]
    end = len(_common_start([row[::-1] for row in rest]))
    return [row[: len(row) - end] for row in rest]


def _common_start(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    columns = takewhile(lambda column: len(set(column)) == 1, zip(*rows, strict=False))
    return tuple(column[0] for column in columns)


def _all_differ(names: Sequence[str]) -> bool:
    return len(set(names)) == len(names)
