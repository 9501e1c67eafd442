"""Rows and findings of documents in a folder, kept from run to run under keys that say all they hang on.

One SQLite database with a rollback journal: a killed run leaves what it had committed, runs at the same time wait for
each other's commits, and the folder holds one file, however many documents there are, which a pipeline can carry from
run to run. A cache may always be lost and never be wrong: every entry has a checksum, one that does not fit is not
used, and a database that cannot be read is made anew. Nothing in it is code: numbers and JSON.
"""

import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

from mtqa.errors import InputError
from mtqa.evaluation.jobs import Judged
from mtqa.model import Finding, Span

FILE: Final = "mtqa-cache.sqlite"
"""The database in the folder of a cache."""

MOST_BYTES: Final = 256 << 20
"""The size above which those entries go that were not used for longest, half of them at a time."""

_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, content BLOB NOT NULL, checksum BLOB NOT NULL, "
    "used INTEGER NOT NULL)"
)
_PATIENCE: Final = 60.0  # seconds that another run may take to commit
_DAY: Final = 86400
_FIELDS: Final = tuple(each.name for each in fields(Finding))

_DAMAGE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged database raises; the second where SQLite's message quotes the damage."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What a cache holds."""

    path: Path
    entries: int
    size: int


class Cache:
    """An open cache; `notes` are sentences for the user on what went wrong with it."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        """Makes the folder and the database where they are not there. Raises `InputError` where that cannot be."""
        self.path = folder / FILE
        self._most_bytes = most_bytes
        self._today = int(time.time()) // _DAY  # orders entries by age; no result hangs on it
        self._met: list[bytes] = []
        self._damaged = 0
        self._troubles: list[str] = []
        self._database: sqlite3.Connection | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"cannot hold a cache: {error.strerror}; name a folder", str(folder)) from error
        self._open()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know; nothing where all went well."""
        damaged = (f"the cache {self.path} had {self._damaged} damaged entries, which were made anew",)
        return (*self._troubles, *(damaged if self._damaged else ()))

    def get(self, key: bytes) -> Judged | None:
        """What is kept under a key; None where there is nothing, or nothing whole."""
        query = "SELECT content, checksum, used FROM entries WHERE key = ?"
        rows: list[Any] = self._guarded(lambda database: database.execute(query, (key,)).fetchall(), [])
        for content, checksum, used in rows:
            if checksum != _checksum(key, content):
                self._damaged += 1
                return None
            if used != self._today:
                self._met.append(key)
            return _judged(content)
        return None

    def put(self, entries: Iterable[tuple[bytes, Judged]]) -> None:
        """Keep what was found under its keys, all or nothing."""
        contents = [(key, _content(judged)) for key, judged in entries]
        rows = [(key, content, _checksum(key, content), self._today) for key, content in contents]

        def insert(database: sqlite3.Connection) -> None:
            with database:
                database.execute("BEGIN IMMEDIATE")
                database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)

        if rows:
            self._guarded(insert, None)

    def info(self) -> CacheInfo:
        """How many entries there are, and the bytes they take."""
        return CacheInfo(self.path, self._guarded(_count, 0), self._guarded(_bytes_used, 0))

    def clear(self) -> None:
        """Take out all entries."""
        self._guarded(_emptied, None)

    def close(self) -> None:
        """Remember what was used, and keep the size within its bound."""
        self._guarded(self._touched, None)
        self._guarded(self._bounded, None)
        if self._database is not None:
            self._database.close()
        self._database = None

    def _touched(self, database: sqlite3.Connection) -> None:
        if not self._met:
            return
        with database:
            database.execute("BEGIN IMMEDIATE")
            rows = [(self._today, key) for key in self._met]
            database.executemany("UPDATE entries SET used = ? WHERE key = ?", rows)

    def _bounded(self, database: sqlite3.Connection) -> None:
        oldest = "SELECT key FROM entries ORDER BY used, key LIMIT ?"
        while _bytes_used(database) > self._most_bytes and (count := _count(database)):
            with database:
                database.execute("BEGIN IMMEDIATE")
                database.execute(f"DELETE FROM entries WHERE key IN ({oldest})", ((count + 1) // 2,))

    def _open(self) -> None:
        try:
            self._connect()
        except sqlite3.OperationalError as error:
            if "no such column" in str(error):
                self._renew()
            else:
                self._give_up(error)
        except _DAMAGE:
            self._renew()

    def _connect(self) -> None:
        # The module's own transactions are off: each begins where it is written, with the lock it needs.
        self._database = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute(_SCHEMA)
        self._database.execute("SELECT key, content, checksum, used FROM entries LIMIT 1").fetchall()

    def _guarded(self, action: Callable[[sqlite3.Connection], _Result], otherwise: _Result) -> _Result:
        """The result of an action; `otherwise` where the database fails: one that is damaged is made anew."""
        if self._database is None:
            return otherwise
        try:
            return action(self._database)
        except sqlite3.OperationalError as error:
            self._give_up(error)
        except _DAMAGE:
            self._renew()
        return otherwise

    def _renew(self) -> None:
        self._troubles.append(f"the cache {self.path} was damaged and is made anew")
        if self._database is not None:
            self._database.close()
        try:
            for path in (self.path, self.path.with_name(f"{FILE}-journal")):
                path.unlink(missing_ok=True)
            self._connect()
        except (OSError, *_DAMAGE) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self._troubles.append(f"the cache {self.path} is not used any further: {error}")
        if self._database is not None:
            self._database.close()
        self._database = None


@contextmanager
def opened(folder: Path | None) -> Iterator[Cache | None]:
    """The cache in a folder, closed at the end; None where no folder is named."""
    if folder is None:
        yield None
        return
    with closing(Cache(folder)) as cache:
        yield cache


def _number(database: sqlite3.Connection, query: str) -> Any:
    return database.execute(query).fetchall()[0][0]


def _count(database: sqlite3.Connection) -> int:
    return int(_number(database, "SELECT count(*) FROM entries"))


def _bytes_used(database: sqlite3.Connection) -> int:
    pages = _number(database, "PRAGMA page_count") - _number(database, "PRAGMA freelist_count")
    return int(pages * _number(database, "PRAGMA page_size"))


def _emptied(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM entries")
    database.execute("VACUUM")


def _checksum(key: bytes, content: bytes) -> bytes:
    return blake2b(key + content, digest_size=16).digest()


def _content(judged: Judged) -> bytes:
    """Rows and findings in bytes: how long the findings are, these as JSON, then the rows."""
    findings = json.dumps([[_values(finding) for finding in own] for own in judged.findings]).encode()
    shape = json.dumps([*judged.rows.shape, len(findings)]).encode()
    rows = np.ascontiguousarray(judged.rows, "<i8").tobytes()
    return zlib.compress(b"\n".join((shape, findings)) + rows, 1)


def _judged(content: bytes) -> Judged:
    shape, _, rest = zlib.decompress(content).partition(b"\n")
    height, width, length = json.loads(shape)
    findings = tuple(tuple(map(_finding, own)) for own in json.loads(rest[:length]))
    return Judged(np.frombuffer(rest[length:], "<i8").astype(np.int64).reshape(height, width), findings)


def _values(finding: Finding) -> list[object]:
    other = finding.counterpart
    span = None if other is None else (other.side, other.start, other.end, other.text)
    return [span if name == "counterpart" else getattr(finding, name) for name in _FIELDS]


def _finding(values: list[Any]) -> Finding:
    members = dict(zip(_FIELDS, values, strict=True))
    span = members["counterpart"]
    return Finding(
        **{
            **members,
            "suggestions": tuple(members["suggestions"]),
            "trace": tuple(members["trace"]),
            "counterpart": None if span is None else Span(*span),
        }
    )
