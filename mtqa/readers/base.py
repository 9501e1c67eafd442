"""What every reader takes and gives.

A *side* reader reads one side of a text (plain text, HTML, SGM): hypothesis, source and references are
files of their own and are put together by `mtqa.readers.parallel`. A *record* reader reads whole segments
from one file (TSV, WMT XML, XLIFF ...).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mtqa.model import Ignore, LeftOut, Segment, TakenAs
from mtqa.readers.files import InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of one side: a line, a paragraph, a `<seg>`; an empty `text` is a blank line.

    `document`, `segment`, `system` and `language` (BCP 47) are None where the format does not name them.
    """

    text: str
    line: int
    column: int | None = None
    document: str | None = None
    segment: str | None = None
    system: str | None = None
    language: str | None = None
    domain: str | None = None
    ignores: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a reader may want to know beyond its file.

    `columns` maps a field name (`hypothesis`) to the column or key that holds it in the file (`mt_out`).
    `systems` are the systems wanted, empty for all. Where the file `is_part` of a table, another part may hold what
    this one lacks. `constants` are columns with one value for all records, named outside of the file. `bounded` says
    that memory must not grow with the file, see `mtqa.readers.builder.SegmentBuilder`.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    systems: tuple[str, ...] = ()
    is_part: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)
    bounded: bool = False

    def constants_beside(self, names: Sequence[str]) -> dict[str, str]:
        """The constants that have no column of their own among `names`: a file is right about its records."""
        own = {name.casefold() for name in names}
        return {name: value for name, value in self.constants.items() if name.casefold() not in own}


SideReader = Callable[[InputFile, ReadOptions], Iterator[Line]]
RecordReader = Callable[[InputFile, ReadOptions], Iterator[Segment | LeftOut]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """An input format: its name for `--input-format`, the suffixes that choose it, and its reader.

    Just one of `side` and `records` is given. `summary` is the line that help and docs show.
    """

    name: str
    summary: str
    suffixes: tuple[str, ...]
    side: SideReader | None = None
    records: RecordReader | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """What the user asked to have read; paths as written, `-` for standard input.

    `documents` is a `.docs` file (one `DOMAIN DOCUMENT` line per line of the texts). `taken_as` says outright
    whether several hypothesis files are documents or systems, None to tell from the other files. `bounded` is for
    inputs of any size: what was read long ago is forgotten.
    """

    hypotheses: tuple[str, ...]
    sources: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    documents: str | None = None
    input_format: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    systems: tuple[str, ...] = ()
    taken_as: TakenAs | None = None
    bounded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Segments as they come, in input order, and how the files were taken (None: there was one file).

    `items` can be walked again from the start unless `once` is true (standard input).
    `notes` are sentences for the user on what was decided.
    """

    items: Iterable[Segment | LeftOut]
    taken_as: TakenAs | None = None
    once: bool = False
    notes: tuple[str, ...] = ()
