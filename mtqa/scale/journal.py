"""What a run in a folder has finished, so that it can be continued: after a kill at any moment, with the same bytes.

A folder beside the tables holds the plan (input files, settings, program) and the value of each finished part. A part
is finished when its value is there, which is written last; the values take the place of the parts in the sum.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from mtqa.errors import InputError
from mtqa.readers.files import InputFile
from mtqa.readers.patterns import files_named
from mtqa.scale.codec import decoded, encoded
from mtqa.scale.part import Part
from mtqa.writers.tables import NAMES, TABLES, part_name, remove_unfinished

FOLDER: Final = ".mtqa-run"
"""The folder of the journal, in that of the run."""

TABLES_FOLDER: Final = "tables"
"""The folder of the tables in that of the run, where `documents` are pages."""

_PLAN: Final = "plan.json"
_TOTAL: Final = "total"
_LOCK: Final = "lock"
_VALUE: Final = "part-"


@dataclass(frozen=True, slots=True)
class InputState:
    """An input file as it was when the run began; size and time are None where the file system tells neither."""

    path: str
    size: int | None
    modified: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that the bytes of a run hang on: what is read, how, and the program that does it."""

    tables: str
    inputs: tuple[InputState, ...]
    settings: Mapping[str, str]

    @property
    def members(self) -> dict[str, object]:
        """The plan as JSON."""
        inputs = [asdict(each) for each in self.inputs]
        return {"format": 1, "tables": self.tables, "inputs": inputs, "settings": dict(self.settings)}


class Journal:
    """The journal of a run in `folder`; one process at a time may hold it."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan
        self._own = folder / FOLDER
        self._tables = folder / TABLES_FOLDER

    @contextmanager
    def begun(self) -> Iterator[None]:
        """A new run. Raises `InputError` where the folder holds another one."""
        with _told(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        _refuse_another(self.folder)
        with _told(self.folder):
            self._own.mkdir(exist_ok=True)
            with self._held():
                _put(self._own / _PLAN, json.dumps(self.plan.members, indent=1).encode())
                yield

    @contextmanager
    def resumed(self) -> Iterator[None]:
        """An interrupted or finished run, to be continued. Raises `InputError` where it is not one of this plan."""
        self._check_plan()
        with _told(self.folder), self._held():
            remove_unfinished(self._tables)
            yield

    def finished(self) -> Iterator[tuple[int, Part]]:
        """The numbers and values of the parts that need no more work, one in memory at a time."""
        for path in sorted(self._own.glob(f"{_VALUE}*")):
            number = int(path.name.removeprefix(_VALUE))
            part = _read(path)
            if part is not None and all(self._table(name, number).is_file() for name in NAMES):
                yield number, part

    def close(self, total: Part) -> None:
        """Keep the sum in place of the parts: the run is whole, and nothing is left of workers that died."""
        remove_unfinished(self._tables)
        _put(self._own / _TOTAL, encoded(total))
        for path in self._own.glob(f"{_VALUE}*"):
            path.unlink(missing_ok=True)

    def total(self) -> Part | None:
        """The sum of a whole run, None while it is not whole."""
        part = _read(self._own / _TOTAL)
        tables = (len(list((self._tables / name).glob("part-*"))) for name in NAMES)
        return part if part is not None and all(count >= part.tasks for count in tables) else None

    def _table(self, name: str, number: int) -> Path:
        return self._tables / name / part_name(self.plan.tables, number)

    def _check_plan(self) -> None:
        difference = next(_differences(_plan_in(self.folder), self.plan.members), None)
        if difference is not None:
            remedy = "run it as it was begun, or begin anew in another folder with -o"
            raise InputError(f"cannot be resumed: {difference}; {remedy}", str(self.folder))

    @contextmanager
    def _held(self) -> Iterator[None]:
        """The journal, held for this process; the system lets go of it however the process ends."""
        try:
            import fcntl  # noqa: PLC0415 (not on Windows)
        except ImportError:
            yield
            return
        with (self._own / _LOCK).open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                message = "another run is at work in it; wait for it, or name another folder with -o"
                raise InputError(message, str(self.folder)) from error
            yield


def tables_of(folder: Path) -> str:
    """The format of the tables of a run that is to be resumed. Raises `InputError` where there is none."""
    tables = _plan_in(folder).get("tables")
    return tables if tables in TABLES else next(iter(TABLES))  # what else differs is told when the plans are compared


def _plan_in(folder: Path) -> Mapping[str, Any]:
    """The plan of the run in a folder. Raises `InputError` where there is none, or it cannot be read."""
    path = folder / FOLDER / _PLAN
    try:
        known = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise InputError("holds no run to resume; begin one with -o", str(folder)) from error
    except (OSError, ValueError) as error:
        raise InputError("is damaged; begin the run anew in another folder", str(path)) from error
    if not isinstance(known, dict):
        raise InputError("is damaged; begin the run anew in another folder", str(path))
    return known


def keep(folder: Path, number: int, part: Part) -> None:
    """Keep in the journal of a run the value of a part whose tables have been written: it is finished.

    Raises `InputError` where it cannot be written.
    """
    with _told(folder):
        _put(folder / FOLDER / f"{_VALUE}{number:06d}", encoded(part))


def states(paths: Iterable[str]) -> Iterator[InputState]:
    """The files named, those in folders named, and those that patterns match, as they are now."""
    for path in paths:
        for each in files_named(path):
            yield InputState(each, *InputFile(each).state)


def _differences(known: Mapping[str, object], wanted: Mapping[str, object]) -> Iterator[str]:
    """In words, what is not as it was when the run began."""
    if known.get("format") != wanted["format"]:
        yield "another version of mtqa began it"
        return
    if known.get("tables") != wanted["tables"]:
        yield f"its tables are {known.get('tables')}, not {wanted['tables']}"
    yield from _differing_inputs(_listed(known.get("inputs")), _listed(wanted["inputs"]))
    settings, now = known.get("settings"), wanted["settings"]
    if isinstance(settings, dict) and isinstance(now, dict):
        changed = sorted(name for name in {*settings, *now} if settings.get(name) != now.get(name))
        if changed:
            yield f"another {changed[0]} than when it began"
    else:
        yield "its settings are not known"


def _listed(inputs: object) -> dict[str, Mapping[str, object]]:
    return {str(each["path"]): each for each in inputs if isinstance(each, dict)} if isinstance(inputs, list) else {}


def _differing_inputs(
    known: Mapping[str, Mapping[str, object]], wanted: Mapping[str, Mapping[str, object]]
) -> Iterator[str]:
    for path, now in wanted.items():
        before = known.get(path)
        if before is None:
            yield f"it did not read {path}"
        elif before != now:
            yield f"{path} has changed since it began"
    for path in known:
        if path not in wanted:
            yield f"it read {path}, which is not named now"
    if list(known) != list(wanted):
        yield "its input files are named in another order"


def _refuse_another(folder: Path) -> None:
    if (folder / FOLDER / _PLAN).exists():
        whole = (folder / FOLDER / _TOTAL).exists()
        remedy = "name another folder with -o" if whole else f"continue it with --resume {folder}, or name another"
        raise InputError(f"holds {'a' if whole else 'an unfinished'} run with tables; {remedy}", str(folder))
    with suppress(StopIteration, FileNotFoundError):
        other = next((folder / TABLES_FOLDER).iterdir())
        raise InputError("stands where the tables are to be; name another folder with -o", str(other))


def _put(path: Path, data: bytes) -> None:
    """Write a file beside its place, down to the disk, and put it there."""
    descriptor, name = tempfile.mkstemp(prefix=".unfinished-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _read(path: Path) -> Part | None:
    """The part that was kept, None where it is not there or not whole."""
    try:
        return decoded(Part, path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turns what the file system refuses into one line with a remedy."""
    try:
        yield
    except OSError as error:
        place = str(error.filename2 or error.filename or folder)
        raise InputError(f"cannot be written: {error.strerror or error}; name another folder with -o", place) from error


def settings_of(named: Sequence[tuple[str, object]]) -> dict[str, str]:
    """What is known of a run by name, each as a text that tells it from others."""
    return {name: str(value) for name, value in named}
