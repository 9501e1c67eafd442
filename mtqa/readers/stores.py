"""Files that an address names: object stores and other file systems, through fsspec, which is an extra.

`s3://` needs the extra `s3`, `gs://` the extra `gcs`, any other scheme fsspec and the package that it asks for. An
address that ends in `/` is that of a folder.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from mtqa.errors import InputError, MissingExtraError, MtqaError

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)(?:::[^/]*)?://", re.IGNORECASE)
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}
_WITHOUT_PATTERNS = {"http", "https"}
_PATTERN = re.compile(r"[*?\[]")

_BLOCK = 4 << 20
"""How much is asked for at once: a store answers in tens of milliseconds, whatever the size."""


def is_address(path: str) -> bool:
    """Whether the path names a file system: `s3://bucket/news.parquet`."""
    return _SCHEME.match(path) is not None


def is_pattern(address: str) -> bool:
    """Whether the address stands for several files: on the web `?` is a sign like any other."""
    return _scheme(address) not in _WITHOUT_PATTERNS and _PATTERN.search(address) is not None


@contextmanager
def opened(address: str) -> Iterator[BinaryIO]:
    """The bytes of a file, fetched as they are read. Raises `InputError` and `MissingExtraError`."""
    with _told(address):
        system, path = _located(address)
        stream = system.open(path, "rb", block_size=_BLOCK)
    with stream, io.BufferedReader(_Stream(stream, address), 1 << 16) as reader:
        yield reader


def check_file(address: str) -> None:
    """Nothing; raises `InputError` where there is no such file, or it may not be read."""
    with _told(address):
        system, path = _located(address)
        kind = system.info(path)["type"]
    if kind == "directory":
        raise InputError("is a folder; end its address with /, or name a file in it", address)


def state(address: str) -> tuple[int | None, int]:
    """The size of a file, None where the store does not tell, and a number that changes when the file does."""
    with _told(address):
        system, path = _located(address)
        size, key = system.info(path).get("size"), system.ukey(path)
    return size, int.from_bytes(sha256(str(key).encode()).digest()[:8])


def files_below(address: str) -> dict[str, str]:
    """The addresses of all files in a folder and below, by their path in it."""
    with _told(address):
        system, path = _located(address)
        return _by_path(system, path, system.find(path))


def files_matching(address: str) -> dict[str, str]:
    """The addresses of the files that a pattern matches, by their path below the folder before the pattern."""
    with _told(address):
        system, path = _located(address)
        found = [one for one, about in system.glob(path, detail=True).items() if about["type"] != "directory"]
        return _by_path(system, str(before_pattern(PurePosixPath(path))), found)


def before_pattern(path: PurePosixPath) -> PurePosixPath:
    """The folder up to which a path holds no pattern."""
    return PurePosixPath(*takewhile(lambda part: not _PATTERN.search(part), path.parts[:-1]))


def _by_path(system: Any, folder: str, found: list[str]) -> dict[str, str]:
    root = PurePosixPath(folder)
    return {PurePosixPath(one).relative_to(root).as_posix(): system.unstrip_protocol(one) for one in found}


def _scheme(address: str) -> str:
    found = _SCHEME.match(address)
    return found[1].lower() if found else ""


def _located(address: str) -> tuple[Any, str]:
    """The file system of an address and the path in it."""
    scheme = _scheme(address)
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise MissingExtraError(f"{scheme}://", _EXTRAS.get(scheme, "fsspec")) from error
    try:
        system, path = url_to_fs(address)
    except ImportError as error:
        if scheme in _EXTRAS:
            raise MissingExtraError(f"{scheme}://", _EXTRAS[scheme]) from error
        raise InputError(f"needs a package that is not installed: {_first_line(error)}", address) from error
    return system, str(path)


class _Stream(io.RawIOBase):
    """The stream of a store, whose errors are told as those of a file."""

    def __init__(self, stream: Any, address: str) -> None:
        super().__init__()
        self._stream = stream
        self._address = address

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._stream.seekable())

    def readinto(self, buffer: Any) -> int:
        with _told(self._address):
            read: bytes = self._stream.read(len(buffer))
        buffer[: len(read)] = read
        return len(read)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _told(self._address):
            return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Turns whatever a file system raises into one line: every store has errors of its own."""
    try:
        yield
    except MtqaError:
        raise
    except FileNotFoundError as error:
        raise InputError("no such file or folder; check the address", address) from error
    except PermissionError as error:
        raise InputError(f"may not be read ({_first_line(error)}); check your credentials", address) from error
    except Exception as error:
        remedy = "check the address, the network and your credentials"
        raise InputError(f"cannot be read: {_first_line(error)}; {remedy}", address) from error


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), "").rstrip(".") or type(error).__name__
