"""Reading a text that a test has written, and the fault that is found in it."""

from pathlib import Path

import pytest

from mtqa.errors import InputError
from mtqa.readers.base import Format, ReadOptions
from mtqa.readers.files import InputFile


def items(form: Format, path: Path, content: str | bytes, *, encoding: str | None = None, systems=()):
    """What the format reads from a file with this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    reader = form.records or form.side
    return list(reader(InputFile(str(path), encoding), ReadOptions(systems=tuple(systems))))


def fault(form: Format, path: Path, content: str | bytes, **options) -> tuple[int | None, str]:
    """The line and the message of the error that the content raises: one line, with its place."""
    with pytest.raises(InputError) as caught:
        items(form, path, content, **options)
    assert caught.value.path == str(path)
    assert "\n" not in str(caught.value)
    return caught.value.line, caught.value.message
