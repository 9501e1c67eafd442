"""Tables of text with a header line to segments: what TSV and CSV share."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mtqa.errors import InputError
from mtqa.model import LeftOut, Segment
from mtqa.readers import strict_json
from mtqa.readers.base import ReadOptions
from mtqa.readers.builder import Row, SegmentBuilder
from mtqa.readers.fields import Columns, listing, locate_all, parse_mapping, shown
from mtqa.readers.files import InputFile


class TableLine(NamedTuple):
    """The cells of a record and the line where it starts; `literal` if the line is no more than its cells."""

    line: int
    cells: list[str]
    literal: bool = True


def read_table(
    lines: Iterable[TableLine], file: InputFile, options: ReadOptions, *, separator: str, surplus: str
) -> Iterator[Segment | LeftOut]:
    """The segments of a table whose first line names its columns.

    `separator` is how messages show what stands between cells; `surplus` says what to do about too many.
    """
    rows = iter(lines)
    mapping = parse_mapping(options.columns)
    example = separator.join(("source", "hypothesis", "reference"))
    head = next((row for row in rows if not _is_empty(row.cells)), None)
    if head is None:
        raise InputError(f"empty; the first line must name the columns, such as {example}", file.name)
    width = len(head.cells)
    names = [name.strip() for name in head.cells]
    constants = options.constants_beside(names)
    names += constants
    columns = locate_all(names, mapping, file.name, head.line, example)
    builder = SegmentBuilder(file, options)
    for row in rows:
        cells = row.cells
        if len(cells) != width:
            if _is_empty(cells):
                continue
            raise _wrong_width(names[:width], row, surplus, file)
        cells += constants.values()
        built = builder.build(_row(row, columns, names, file), row.line, _column(row, columns))
        if built is not None:
            yield built
    builder.finish()


def _is_empty(cells: list[str]) -> bool:
    return not cells or (len(cells) == 1 and not cells[0].strip())


def _wrong_width(names: list[str], row: TableLine, surplus: str, file: InputFile) -> InputError:
    count = f"{len(row.cells)} column{'' if len(row.cells) == 1 else 's'}"
    remedy = f"; {surplus}" if len(row.cells) > len(names) else ""
    return InputError(f"{count}, expected {len(names)} ({listing(names)}){remedy}", file.name, row.line)


def _row(row: TableLine, columns: Columns, names: list[str], file: InputFile) -> Row:
    cells = row.cells
    references: tuple[str | None, ...] = tuple([cells[at] for at in columns.references])
    if columns.listed:
        references = _listed(cells[columns.references[0]], names[columns.references[0]], row.line, file)
    return Row(
        _cell(cells, columns.hypothesis),
        _cell(cells, columns.source),
        references,
        _cell(cells, columns.document),
        _cell(cells, columns.segment),
        _cell(cells, columns.system),
        _cell(cells, columns.language_pair),
        _cell(cells, columns.domain),
    )


def _cell(cells: list[str], at: int | None) -> str | None:
    return None if at is None else cells[at]


def _listed(cell: str, name: str, line: int, file: InputFile) -> tuple[str | None, ...]:
    """The references that stand in one cell as a JSON list of texts."""
    if not cell.strip():
        return ()
    try:
        value = strict_json.parse(cell)
    except ValueError as error:
        fault = f"column {shown(name)} is no JSON list ({error}): {shown(cell)}"
        raise InputError(f"{fault}; {_LIST_REMEDY.format(shown(name))}", file.name, line) from error
    if isinstance(value, list) and all(text is None or isinstance(text, str) for text in value):
        return tuple(value)
    fault = f"column {shown(name)} is no list of texts: {shown(cell)}"
    raise InputError(f"{fault}; {_LIST_REMEDY.format(shown(name))}", file.name, line)


_LIST_REMEDY = 'write ["one", "two"], or read it as one text with --column reference={}'


def _column(row: TableLine, columns: Columns) -> int | None:
    """The column where the hypothesis begins, if its letters stand in the line as they are."""
    at = columns.hypothesis
    if at is None or not row.literal:
        return None
    return sum(map(len, row.cells[:at])) + at + 1
