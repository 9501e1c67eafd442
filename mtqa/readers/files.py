"""Input files as bytes and as lines: standard input, gzip, encodings; the only place that opens input."""

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from mtqa.errors import InputError
from mtqa.readers import stores

STANDARD_INPUT = "-"
LONGEST_LINE = 4 << 20
"""The longest line that is read: 4 MiB (in UTF-16 and UTF-32, 4 Mi characters), some 600 pages of prose."""

_UTF_8_BOM = codecs.BOM_UTF8
_WIDE_BOMS = {
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
GZIP_MAGIC = b"\x1f\x8b"
_DAMAGED_GZIP = (EOFError, gzip.BadGzipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that the user named, `-` for standard input, and the encoding named for it (None: UTF-8)."""

    path: str
    encoding: str | None = None

    @property
    def name(self) -> str:
        """The path as messages show it."""
        return "<stdin>" if self.path == STANDARD_INPUT else self.path

    @property
    def rereadable(self) -> bool:
        """Whether the file can be read twice: not so standard input, a named pipe, `<(command)`."""
        return self.is_address or (self.path != STANDARD_INPUT and Path(self.path).is_file())

    @property
    def is_address(self) -> bool:
        """Whether the path names a file system: `s3://bucket/news.tsv`."""
        return stores.is_address(self.path)

    @property
    def is_folder(self) -> bool:
        """Whether the path is that of a folder; such an address ends in `/`."""
        if self.is_address:
            return self.path.endswith("/")
        return self.path != STANDARD_INPUT and Path(self.path).is_dir()

    @property
    def state(self) -> tuple[int | None, int | None]:
        """Its size, and a number that changes when it is written anew; None for what cannot be told.

        Raises `InputError` for the address of a file that is not there.
        """
        if self.is_address:
            return stores.state(self.path)
        try:
            stat = Path(self.path).stat()
        except (OSError, ValueError):
            return None, None
        return stat.st_size, stat.st_mtime_ns

    @property
    def codec(self) -> str:
        """The canonical name of the file's encoding, UTF-8 where none is named.

        Raises `InputError` for one that is not known, or not of text.
        """
        try:
            name = codecs.lookup(self.encoding or "utf-8").name
            "\n".encode(name)  # fails for codecs that are not of text, such as hex
        except (LookupError, ValueError) as error:
            remedy = "name one that Python knows, such as utf-8, utf-16, cp1252 or gb18030"
            raise InputError(f"unknown encoding {self.encoding!r}; {remedy}", self.name) from error
        return "utf-8" if name == "utf-8-sig" else name  # the mark is dropped at the start of the file only

    @property
    def suffix(self) -> str:
        """The suffix that tells the format, in lower case, without `.gz`: `.tsv` for `News.TSV.gz`."""
        path = PurePath(self.path)
        return PurePath(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()

    @property
    def stem(self) -> str:
        """The file's name without folder, `.gz` and format suffix: what names its document or system."""
        if self.path == STANDARD_INPUT:
            return "stdin"
        path = PurePath(self.path)
        return PurePath(path.stem).stem if path.suffix.lower() == ".gz" else path.stem

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """The bytes of the file, decompressed if they are gzip, whatever its name says.

        Raises `InputError` where the file is missing, a folder, not readable or damaged gzip.
        """
        with _opened(self) as raw:
            # Something else than a BufferedReader stands where a program has replaced standard input.
            stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, raw))
            try:
                if stream.peek(2)[:2] == GZIP_MAGIC:
                    with gzip.GzipFile(fileobj=stream) as unzipped:
                        yield io.BufferedReader(cast(io.RawIOBase, unzipped), 1 << 16)
                else:
                    yield stream
            except _DAMAGED_GZIP as error:
                message = f"damaged gzip data ({error}); copy or compress the file again"
                raise InputError(message, self.name) from error
            except OSError as error:
                raise InputError(f"cannot be read: {error.strerror or error}", self.name) from error

    def lines(self) -> Iterator[tuple[int, str]]:
        r"""Pairs of 1-based line number and line, split at `\n` only and without it or one `\r` before it.

        A byte-order mark at the start is dropped. A tab, U+2028, a lone `\r`, a form feed or a NUL is text
        like any other. Raises `InputError` at a line that is not in the encoding or longer than
        `LONGEST_LINE`; memory is bounded by one line.
        """
        encoding = self.codec
        with self.open() as stream:
            if "\n".encode(encoding) == b"\n":
                yield from _byte_lines(self, stream, encoding)
            else:
                yield from _wide_lines(self, stream, encoding)


@contextmanager
def _opened(file: InputFile) -> Iterator[BinaryIO]:
    if file.path == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError("is closed; pipe a text into it or name a file", file.name)
        yield sys.stdin.buffer
        return
    if file.is_address:
        with stores.opened(file.path) as stored:
            yield stored
        return
    try:
        stream = Path(file.path).open("rb")  # noqa: SIM115 (closed below; only opening may raise these)
    except FileNotFoundError as error:
        raise InputError("no such file; check the path", file.name) from error
    except IsADirectoryError as error:
        raise InputError("is a folder; name a file in it", file.name) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be opened: {reason}", file.name) from error
    with stream:
        yield stream


def _byte_lines(file: InputFile, stream: io.BufferedReader, encoding: str) -> Iterator[tuple[int, str]]:
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise _too_long(file, number)
        if number == 1:
            _refuse_wide(file, raw)
            if encoding == "utf-8":
                raw = raw.removeprefix(_UTF_8_BOM)
        try:
            line = raw.decode(encoding)
        except UnicodeError as error:
            is_binary = b"\0" in raw + stream.peek()
            raise _undecodable(file, number, raw, error, is_binary=is_binary) from error
        yield number, _without_end(line)


def _wide_lines(file: InputFile, stream: BinaryIO, encoding: str) -> Iterator[tuple[int, str]]:
    text = io.TextIOWrapper(stream, encoding=encoding, newline="\n")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise _too_long(file, number)
            yield number, _without_end(line.removeprefix("\ufeff") if number == 1 else line)
    except UnicodeError as error:
        message = f"not {encoding.upper()} text near here ({error}); name another encoding"
        raise InputError(message, file.name, number + 1) from error
    finally:
        text.detach()


def _without_end(line: str) -> str:
    if line.endswith("\n"):
        return line[:-2] if line.endswith("\r\n") else line[:-1]
    return line


def _refuse_wide(file: InputFile, raw: bytes) -> None:
    wide = next((name for mark, name in _WIDE_BOMS.items() if raw.startswith(mark)), None)
    if file.encoding is None and wide is not None:
        raise InputError(f"looks like {wide.upper()}; say so with --encoding {wide}", file.name, 1)


def _too_long(file: InputFile, number: int) -> InputError:
    limit = f"{LONGEST_LINE >> 20} MiB"
    return InputError(f"the line is longer than {limit}; are its line breaks missing?", file.name, number)


def _undecodable(file: InputFile, number: int, raw: bytes, error: UnicodeError, *, is_binary: bool) -> InputError:
    if is_binary:
        return InputError("binary data, not text; name a text file", file.name, number)
    if not isinstance(error, UnicodeDecodeError):
        return InputError(f"not {file.encoding} text ({error}); name another encoding", file.name, number)
    fault = f"byte 0x{raw[error.start]:02x} (the line's byte {error.start + 1}) is not"
    if file.encoding is None:
        message = f"{fault} UTF-8; name the encoding with --encoding, such as cp1252"
    else:
        message = f"{fault} {file.encoding}; name another encoding"
    return InputError(message, file.name, number)
