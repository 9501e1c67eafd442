"""From a request to the texts that are read: paths checked, files found, formats chosen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from mtqa.errors import InputError
from mtqa.model import LeftOut, Segment, TakenAs
from mtqa.readers import document_list, stores
from mtqa.readers.arrangement import Group, arrange
from mtqa.readers.base import ReadOptions, ReadRequest
from mtqa.readers.entries import Entry, entries_of
from mtqa.readers.files import STANDARD_INPUT, InputFile
from mtqa.readers.formats import FORMATS, FormatEntry, choose
from mtqa.readers.names import names_in_folder
from mtqa.readers.parallel import ParallelText
from mtqa.readers.patterns import PartedTable, expand
from mtqa.readers.record_files import RecordFile
from mtqa.readers.sides import Side
from mtqa.readers.table_sets import TableSet

_UNITS = {"text": "line", "html": "paragraph"}
"""What messages call a unit of a side, by format; a segment in all others."""


class Text(Protocol):
    """A hypothesis file with all that belongs to it."""

    def items(self) -> Iterator[Segment | LeftOut]:
        """Its segments, from the start."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The texts to read, one after the other; the other fields are those of the `Batch`."""

    texts: tuple[Text, ...]
    taken_as: TakenAs | None
    once: bool
    notes: tuple[str, ...]


def plan(request: ReadRequest) -> Plan:
    """The plan of a request. Raises `InputError` for all that can be told without reading the texts."""
    expanded = expand(request)
    request, tables = expanded.request, expanded.tables
    named = tuple(path for path in _named(request) if path not in tables)
    _check_there(request, named)
    arrangement = arrange(request)
    entries = entries_of(request, arrangement, tables)
    texts = tuple(
        _table_set(request, entry, tables[entry.files.hypothesis])
        if entry.files.hypothesis in tables
        else _text(request, entry, alone=len(entries) == 1)
        for entry in entries
    )
    once = not all(InputFile(path).rereadable or InputFile(path).is_folder for path in named)
    taken_as, note = arrangement.taken_as, arrangement.note
    folder = InputFile(arrangement.groups[0].hypothesis)
    if taken_as is None and (table := tables.get(folder.path)):
        passed = f"; {_files(table.passed_over)} with _ before the name passed over" if table.passed_over else ""
        note = f"{_files(len(table.parts))} of {folder.name} read as one table{passed}"
    elif taken_as is None and folder.is_folder:
        taken_as, note = "documents", f"{_files(len(entries))} of {folder.name} taken as documents"
    return Plan(texts=texts, taken_as=taken_as, once=once, notes=() if note is None else (note,))


def _named(request: ReadRequest) -> tuple[str, ...]:
    """All paths that the user named."""
    documents = () if request.documents is None else (request.documents,)
    return (*request.hypotheses, *request.sources, *request.references, *documents)


def _check_there(request: ReadRequest, paths: tuple[str, ...]) -> None:
    """Raises `InputError` where a path is not there, or the encoding is not known."""
    for path in paths:
        if request.encoding is not None:
            _ = InputFile(path, request.encoding).codec
        if path in (STANDARD_INPUT, ""):
            continue
        if (file := InputFile(path)).is_address:
            if not file.is_folder:
                stores.check_file(path)
            continue
        try:
            Path(path).stat()
        except FileNotFoundError as error:
            raise InputError("no such file or folder; check the path", path) from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise InputError(f"cannot be opened: {reason}", path) from error


def _text(request: ReadRequest, entry: Entry, *, alone: bool) -> Text:
    file = InputFile(entry.files.hypothesis, request.encoding)
    chosen = choose(file, request.input_format)
    _check_options(request, entry, file, chosen)
    if (records := chosen.load().records) is None:
        return _parallel(request, entry, chosen, alone=alone)
    _check_nothing_beside(request, entry.files, file, chosen)
    options = ReadOptions(columns=request.columns, systems=_wanted(request, entry, chosen), bounded=request.bounded)
    return RecordFile(file=file, reader=records, options=options, naming=entry.naming)


def _table_set(request: ReadRequest, entry: Entry, table: PartedTable) -> TableSet:
    """The parts of a table as one text; what is not named in a part is named after it."""
    parts = []
    names = names_in_folder(tuple(part.path for part in table.parts))
    systems = () if entry.naming.sole_system else request.systems
    for name, part in zip(names, table.parts, strict=True):
        chosen = choose(part.file, request.input_format)
        records = chosen.load().records
        assert records is not None  # a table
        _check_nothing_beside(request, entry.files, part.file, chosen)
        title = entry.naming.document
        naming = replace(entry.naming, document=f"{title}/{name}" if entry.naming.nested else name, prefix=title)
        parts.append(
            RecordFile(
                file=part.file,
                reader=records,
                options=ReadOptions(
                    columns=request.columns,
                    systems=systems,
                    is_part=True,
                    constants=part.columns,
                    bounded=request.bounded,
                ),
                naming=naming,
            )
        )
    return TableSet(path=entry.files.hypothesis, parts=tuple(parts), systems=systems)


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _check_options(request: ReadRequest, entry: Entry, file: InputFile, chosen: FormatEntry) -> None:
    if request.columns and not chosen.columns:
        formats = ", ".join(name for name, known in FORMATS.items() if known.columns)
        message = f"columns are named, but {chosen.name} has none; formats with columns: {formats}"
        raise InputError(message, file.name)
    if len(request.systems) > 1 and not (chosen.systems or entry.naming.sole_system):
        message = f"{len(request.systems)} systems are named, but {chosen.name} holds one; name that one"
        raise InputError(message, file.name)


def _check_nothing_beside(request: ReadRequest, files: Group, file: InputFile, chosen: FormatEntry) -> None:
    """Raises `InputError` where a source or the like is given beside a file that holds it itself."""
    given = {"source": files.source, "reference": files.references, "document list": request.documents}
    if sides := [side for side, path in given.items() if path]:
        where = "in its columns source, reference and document" if chosen.columns else "itself"
        message = f"holds all sides {where}; leave out the {' and the '.join(sides)}"
        raise InputError(message, file.name)


def _wanted(request: ReadRequest, entry: Entry, chosen: FormatEntry) -> tuple[str, ...]:
    """The systems to take of a file that may hold several."""
    return request.systems if chosen.systems and not entry.naming.sole_system else ()


def _parallel(request: ReadRequest, entry: Entry, chosen: FormatEntry, *, alone: bool) -> ParallelText:
    files, naming = entry.files, entry.naming
    title = naming.system if naming.sole_system else naming.document
    numbered = len(files.references) > 1
    return ParallelText(
        hypothesis=_side(request, "hypothesis" if alone else f"hypothesis {title}", files.hypothesis),
        source=None if files.source is None else _side(request, "source", files.source),
        references=tuple(
            _side(request, f"reference {number}" if numbered else "reference", path)
            for number, path in enumerate(files.references, 1)
        ),
        documents=None if request.documents is None else _document_list(request, request.documents),
        naming=naming,
        wanted=_wanted(request, entry, chosen),
    )


def _side(request: ReadRequest, role: str, path: str) -> Side:
    file = InputFile(path, request.encoding)
    chosen = choose(file, request.input_format)
    reader = chosen.load().side
    if reader is None:
        formats = ", ".join(name for name, known in FORMATS.items() if known.sides)
        message = f"{chosen.name} files hold all sides and cannot be a {role}; use one of {formats}"
        raise InputError(message, file.name)
    return Side(
        role=role,
        file=file,
        reader=reader,
        unit=_UNITS.get(chosen.name, "segment"),
        names_systems=chosen.systems,
    )


def _document_list(request: ReadRequest, path: str) -> Side:
    file = InputFile(path, request.encoding)
    return Side(role="document list", file=file, reader=document_list.read, is_text=False)
