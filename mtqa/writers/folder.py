"""The report as a folder: `index.html`, `documents/*.html` and the stored run, written whole or not at all.

The page of a self-test, `selftest.html`, and a comparison, `compare.html` and `comparison.json`, may stand beside
them; they are written by themselves.
"""

import errno
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mtqa.errors import InputError
from mtqa.evaluation.stored import FILE, SEGMENTS_NAME
from mtqa.report import Report
from mtqa.writers import comparison_json, html
from mtqa.writers.stored import write_run

if TYPE_CHECKING:
    from mtqa.comparison import Comparison
    from mtqa.selftest import SelfTest

COMPARISON = "comparison.json"
"""A comparison as JSON."""

_BESIDE = (html.SELFTEST, html.COMPARISON, COMPARISON)
"""What is written by itself, and stays where a report comes."""

OWN_FILES = ".mtqa-files"
"""Lists what mtqa wrote into the folder: it replaces and removes these files, and touches no others."""


def write_folder(report: Report, folder: Path) -> Path:
    """The index page of the report written into `folder`, which is made if it is missing.

    Everything is first written beside its place and then moved there file by file: pages, index, the segments
    where they have a file of their own, `run.json` last. Pages of an earlier run that are no longer needed go after
    that. A process that stops anywhere leaves an index whose links all work, beside a complete `run.json`.

    Raises `InputError` where the folder cannot be written, or holds a file of one of these names that mtqa
    did not write.
    """
    with _told_to_the_user(folder):
        folder.mkdir(parents=True, exist_ok=True)
        earlier = _own_files(folder)
        with tempfile.TemporaryDirectory(prefix=".mtqa-", dir=folder) as unfinished:
            kept = {name for name in _BESIDE if name in earlier and (folder / name).exists()}
            written = _write_all(report, Path(unfinished), selftest=html.SELFTEST in kept)
            _refuse_foreign(folder, written, earlier)
            (folder / html.FOLDER).mkdir(exist_ok=True)
            _list_own_files(folder, Path(unfinished), {*earlier, *written})
            for name in written:
                (Path(unfinished) / name).replace(folder / name)
            for name in _stale(folder, written, earlier - kept):
                (folder / name).unlink(missing_ok=True)
            _list_own_files(folder, Path(unfinished), {*written, *kept})
    return folder / html.INDEX


def write_selftest(result: "SelfTest", folder: Path) -> Path:
    """The page of a self-test written into `folder`, which is made if it is missing; a report in it stays.

    Raises `InputError` where the folder cannot be written, or holds a file of this name that mtqa did not write.
    """
    with _told_to_the_user(folder):
        folder.mkdir(parents=True, exist_ok=True)
        earlier = _own_files(folder)
        _refuse_foreign(folder, [html.SELFTEST], earlier)
        has_index = html.INDEX in earlier and (folder / html.INDEX).exists()
        with tempfile.TemporaryDirectory(prefix=".mtqa-", dir=folder) as unfinished:
            page = Path(unfinished) / html.SELFTEST
            page.write_text(html.selftest_page(result, index=has_index), encoding="utf-8", newline="\n")
            _list_own_files(folder, Path(unfinished), {*earlier, html.SELFTEST})
            page.replace(folder / html.SELFTEST)
    return folder / html.SELFTEST


def write_comparison(comparison: "Comparison", folder: Path) -> Path:
    """The page of a comparison, and it as JSON, written into `folder`; a report in it stays.

    Raises `InputError` where the folder cannot be written, or holds a file of these names that mtqa did not write.
    """
    names = (html.COMPARISON, COMPARISON)
    with _told_to_the_user(folder):
        folder.mkdir(parents=True, exist_ok=True)
        earlier = _own_files(folder)
        _refuse_foreign(folder, names, earlier)
        with tempfile.TemporaryDirectory(prefix=".mtqa-", dir=folder) as unfinished:
            page = Path(unfinished) / html.COMPARISON
            page.write_text(html.comparison_page(comparison), encoding="utf-8", newline="\n")
            with (Path(unfinished) / COMPARISON).open("w", encoding="utf-8", newline="\n") as out:
                comparison_json.write(comparison, out)
            _list_own_files(folder, Path(unfinished), {*earlier, *names})
            for name in names:
                (Path(unfinished) / name).replace(folder / name)
    return folder / html.COMPARISON


@contextmanager
def _told_to_the_user(folder: Path) -> Iterator[None]:
    """Turns what the file system refuses into one line with a remedy."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTDIR):
            message = "is a file where a folder is needed; name another folder with -o"
        else:
            message = f"cannot be written: {error.strerror or error}; name another folder with -o"
        raise InputError(message, str(error.filename2 or error.filename or folder)) from error


def _write_all(report: Report, folder: Path, *, selftest: bool) -> list[str]:
    """The names of the files of the report, written into an empty folder, in the order to publish them."""
    (folder / html.FOLDER).mkdir()
    names = []
    for name, text in html.pages(report, selftest=selftest):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        names.append(name)
    return [*names, *write_run(report, folder)]


def _refuse_foreign(folder: Path, written: Iterable[str], earlier: set[str]) -> None:
    own = {name.casefold() for name in earlier}
    for name in written:
        if name.casefold() not in own and (folder / name).exists():
            message = "exists, and mtqa did not write it; move it away or name another folder with -o"
            raise InputError(message, str(folder / name))


def _stale(folder: Path, written: Iterable[str], earlier: set[str]) -> Iterator[str]:
    """Earlier files that are not of this run, not even under another case where the file system folds it."""
    current = {name.casefold(): name for name in written}
    for name in sorted(earlier.difference(current.values())):
        twin = current.get(name.casefold())
        if twin is None or not ((folder / name).exists() and (folder / name).samefile(folder / twin)):
            yield name


def _own_files(folder: Path) -> set[str]:
    """What an earlier run wrote, as far as its list can be read: names that this module could write."""
    try:
        lines = (folder / OWN_FILES).read_bytes().decode("ascii", "replace").split("\n")
    except FileNotFoundError:
        return set()
    return {line for line in lines if _is_own(line)}


def _is_own(name: str) -> bool:
    return name in (html.INDEX, FILE, *_BESIDE) or bool(SEGMENTS_NAME.fullmatch(name)) or html.is_page(name)


def _list_own_files(folder: Path, unfinished: Path, names: Iterable[str]) -> None:
    listed = unfinished / OWN_FILES
    listed.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="ascii", newline="\n")
    listed.replace(folder / OWN_FILES)
