"""The `.docs` files of mt-metrics-eval: the domain and the document of each line of a text."""

from collections.abc import Iterator

from mtqa.errors import InputError
from mtqa.readers.base import Line, ReadOptions
from mtqa.readers.files import InputFile


def read(file: InputFile, _options: ReadOptions) -> Iterator[Line]:
    """A line without text for each line `DOMAIN DOCUMENT`, with a tab or white space in between.

    A blank line names no document, as beside a paragraph break. Raises `InputError` for any other line.
    """
    for number, text in file.lines():
        if not text.strip():
            yield Line(text="", line=number)
            continue
        fields = text.split("\t") if "\t" in text else text.split()
        if len(fields) != 2 or not all(field.strip() for field in fields):
            fields_found = f"{len(fields)} field{'' if len(fields) == 1 else 's'}"
            raise InputError(f"{fields_found}, expected 2: DOMAIN DOCUMENT", file.name, number)
        domain, document = (field.strip() for field in fields)
        yield Line(text="", line=number, document=document, domain=domain)
