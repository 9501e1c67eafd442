"""Which input files can be written again with a few words changed: plain text in UTF-8, as it lies on the disk."""

from collections.abc import Iterable
from pathlib import Path

from mtqa.errors import InputError
from mtqa.readers.files import GZIP_MAGIC, InputFile
from mtqa.readers.formats import TEXT, choose


def check_rewritable(paths: Iterable[str], input_format: str | None, encoding: str | None) -> None:
    """Raises `InputError` for the first of the files that is anything else."""
    for path in paths:
        file = InputFile(path, encoding)
        if not _is_plain_text(file, input_format):
            raise InputError("only plain text in UTF-8 can be fixed in place; save it as such", file.name)


def _is_plain_text(file: InputFile, input_format: str | None) -> bool:
    if file.is_address or not file.rereadable or file.codec != "utf-8" or choose(file, input_format) is not TEXT:
        return False
    with Path(file.path).open("rb") as stream:
        return stream.read(len(GZIP_MAGIC)) != GZIP_MAGIC
