"""The table of input formats: light enough for `--help`, each reader imported when a file needs it."""

from dataclasses import dataclass
from importlib import import_module

from mtqa.errors import InputError
from mtqa.readers.base import Format
from mtqa.readers.files import InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatEntry:
    """A line of the table: what is known of a format before its reader is imported.

    `reader` is `module:attribute` of its `Format`. `sides` tells whether a file of it is one side of a text,
    to which others stand parallel, or holds whole records; `columns` whether `--column` can rename its
    fields; `systems` whether one file of it can hold several systems by name.
    """

    name: str
    summary: str
    suffixes: tuple[str, ...]
    reader: str
    sides: bool = False
    columns: bool = False
    systems: bool = False

    def load(self) -> Format:
        """The format with its reader; imports the reader's module."""
        module, attribute = self.reader.split(":")
        loaded = getattr(import_module(module), attribute)
        assert isinstance(loaded, Format)
        return loaded


TEXT = FormatEntry(
    name="text",
    summary="plain text, one segment per line; also any suffix that is not listed",
    suffixes=(".txt",),
    reader="mtqa.readers.text:TEXT",
    sides=True,
)

FORMATS = {
    entry.name: entry
    for entry in (
        TEXT,
        FormatEntry(
            name="tsv",
            summary="tab-separated values with a header line",
            suffixes=(".tsv",),
            reader="mtqa.readers.tsv:TSV",
            columns=True,
            systems=True,
        ),
        FormatEntry(
            name="csv",
            summary="comma-separated values with a header line",
            suffixes=(".csv",),
            reader="mtqa.readers.csv:CSV",
            columns=True,
            systems=True,
        ),
        FormatEntry(
            name="jsonl",
            summary="JSON Lines, one object per line",
            suffixes=(".jsonl", ".ndjson"),
            reader="mtqa.readers.jsonl:JSONL",
            columns=True,
            systems=True,
        ),
        FormatEntry(
            name="parquet",
            summary="Parquet tables",
            suffixes=(".parquet",),
            reader="mtqa.readers.parquet:PARQUET",
            columns=True,
            systems=True,
        ),
        FormatEntry(
            name="wmt",
            summary="WMT XML test sets",
            suffixes=(".xml",),
            reader="mtqa.readers.wmt:WMT_XML",
            systems=True,
        ),
        FormatEntry(
            name="sgm",
            summary="older WMT SGM sets, one file per side",
            suffixes=(".sgm", ".sgml"),
            reader="mtqa.readers.sgm:SGM",
            sides=True,
            systems=True,
        ),
        FormatEntry(
            name="xliff",
            summary="XLIFF 1.2 and 2.x",
            suffixes=(".xlf", ".xliff"),
            reader="mtqa.readers.xliff:XLIFF",
        ),
        FormatEntry(name="tmx", summary="TMX 1.4", suffixes=(".tmx",), reader="mtqa.readers.tmx:TMX"),
        FormatEntry(
            name="po",
            summary="gettext PO",
            suffixes=(".po", ".pot"),
            reader="mtqa.readers.po:PO",
        ),
        FormatEntry(
            name="html",
            summary="HTML pages, their visible text by paragraph",
            suffixes=(".html", ".htm"),
            reader="mtqa.readers.html:HTML",
            sides=True,
        ),
    )
}
"""The input formats by name, in the order that help shows."""

_BY_SUFFIX = {suffix: entry for entry in FORMATS.values() for suffix in entry.suffixes}

_REMEDIES = {
    ".json": "write one JSON object per line (JSON Lines) and name the file .jsonl",
    **dict.fromkeys((".xls", ".xlsx", ".ods"), "export the sheet as CSV or TSV"),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pdf", ".epub"), "save its text as plain text or HTML"),
    **dict.fromkeys((".zip", ".tar", ".tgz", ".7z", ".rar"), "unpack it and name the files or their folder"),
    **dict.fromkeys((".bz2", ".xz", ".zst"), "unpack it, or compress it with gzip"),
}
"""What to do about files that surely are no plain text, by suffix."""


def choose(file: InputFile, name: str | None = None) -> FormatEntry:
    """The format called `name`, or, where that is None, the one that the file's suffix tells.

    A suffix that is not in the table (`news.en`) is plain text, and so is standard input. Raises
    `InputError` for a name that is not known and for a suffix of a format that is not read.
    """
    if name is not None:
        return _named(name)
    if (remedy := _REMEDIES.get(file.suffix)) is not None:
        message = f"{file.suffix} files are not read; {remedy} (formats: {_names()}; or say --input-format)"
        raise InputError(message, file.name)
    return _BY_SUFFIX.get(file.suffix, TEXT)


def _named(name: str) -> FormatEntry:
    if (entry := FORMATS.get(name.lower().lstrip("."))) is not None:
        return entry
    if (entry := _BY_SUFFIX.get(f".{name.lower().lstrip('.')}")) is not None:
        return entry
    from difflib import get_close_matches  # noqa: PLC0415 (only the lost need it)

    close = get_close_matches(name.lower(), FORMATS, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    raise InputError(f"unknown input format {name!r}; {hint}There are: {_names()}")


def _names() -> str:
    return ", ".join(FORMATS)
