"""Rows of a record format to segments: documents, numbers, languages, systems wanted, doubles."""

from typing import Final, NamedTuple

from mtqa.errors import InputError
from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.readers.base import ReadOptions
from mtqa.readers.fields import listing, shown
from mtqa.readers.files import InputFile
from mtqa.readers.recent import Recent
from mtqa.text.languages import parse_pair

NO_HYPOTHESIS = "no hypothesis"
BLANK = "blank on every side"

DOCUMENTS_KEPT: Final = 8192
"""How many documents, those that had a row last, are remembered at least where memory is bounded."""

IDS_KEPT: Final = 1 << 19
"""How many segment ids, those of the last rows, are remembered at least where memory is bounded."""


class Row(NamedTuple):
    """One record as it stands in the file; None where it has no such field."""

    hypothesis: str | None = None
    source: str | None = None
    references: tuple[str | None, ...] = ()
    document: str | None = None
    segment: str | None = None
    system: str | None = None
    language_pair: str | None = None
    domain: str | None = None


class SegmentBuilder:
    """Builds the segments of one file, row by row.

    Rows of a document need not stand together. Rows without a document belong to one named after the file;
    such a document has no domain, since its rows may come from many. Memory grows by some 400 bytes per document, and
    by some 100 per row that has a segment id. Where it is to be bounded, what was read long ago is forgotten: a
    document that comes again then begins anew, and its segments are compared with its new ones only.
    """

    def __init__(self, file: InputFile, options: ReadOptions) -> None:
        self._file = file
        self._wanted = frozenset(options.systems)
        self._is_part = options.is_part
        self._systems: dict[str, None] = {}
        self._documents = Recent[tuple[str | None, str], _Document](DOCUMENTS_KEPT if options.bounded else None)
        self._languages: dict[str, LanguagePair] = {}
        self._lines = Recent[int, int](IDS_KEPT if options.bounded else None)

    def build(self, row: Row, line: int, column: int | None = None) -> Segment | LeftOut | None:
        """The segment of a row, or why it is left out; None where its system is not wanted.

        Raises `InputError` where the row contradicts an earlier one of its document.
        """
        system = _given(row.system)
        if self._wanted:
            if system is not None:
                self._systems[system] = None
            if system not in self._wanted:
                return None
        name = _given(row.document)
        document = self._document(system, name or self._file.stem)
        document.rows += 1
        segment = _given(row.segment)
        number = segment or str(document.rows)
        if row.hypothesis is None:
            return self._left_out(NO_HYPOTHESIS, document, number, line)
        if _is_blank(row):
            return self._left_out(BLANK, document, number, line)
        header = self._header(document, row, line, named=name is not None)
        self._check_number(document, segment, line)
        return Segment(
            header=header,
            segment=number,
            hypothesis=row.hypothesis,
            source=row.source,
            references=row.references,
            line=line,
            source_line=None if row.source is None else line,
            column=column,
        )

    def finish(self) -> None:
        """Nothing; raises `InputError` where a system that was asked for is in no row of a file that is whole."""
        if self._is_part:
            return
        missing = sorted(self._wanted - self._systems.keys())
        if missing:
            there = f"the systems are {listing(sorted(self._systems))}"
            found = there if self._systems else "no row names one"
            raise InputError(f"no system {listing(missing)}; {found}", self._file.name)

    def _document(self, system: str | None, name: str) -> "_Document":
        document = self._documents.get((system, name))
        if document is None:
            document = self._documents[system, name] = _Document(system, name)
        return document

    def _header(self, document: "_Document", row: Row, line: int, *, named: bool) -> DocumentHeader:
        """The header that all segments of the document share, made from its first row."""
        domain = _given(row.domain) if named else None
        languages = self._language_pair(row.language_pair, line)
        header = document.header
        if header is None:
            header = document.header = DocumentHeader(
                document=document.name,
                path=self._file.path,
                system=document.system,
                domain=domain,
                language_pair=languages,
            )
            document.line = line
            document.numbered = _given(row.segment) is not None
        elif languages != header.language_pair:
            remedy = "name documents so that each has one pair, or split the file by language pair"
            raise self._contradiction(document, header.language_pair, languages, remedy, line)
        elif domain != header.domain:
            remedy = "name documents so that each has one domain, or leave it out with --column domain="
            raise self._contradiction(document, header.domain, domain, remedy, line)
        return header

    def _language_pair(self, text: str | None, line: int) -> LanguagePair | None:
        if text is None or not text.strip():
            return None
        pair = self._languages.get(text)
        if pair is None:
            try:
                pair = self._languages[text] = parse_pair(shown(text))
            except ValueError as error:
                raise InputError(str(error), self._file.name, line) from error
        return pair

    def _check_number(self, document: "_Document", segment: str | None, line: int) -> None:
        if (segment is not None) != document.numbered:
            this, first = ("names a", "none") if segment is not None else ("names no", "one")
            fault = f"this row {this} segment, line {document.line} of the same document names {first}"
            raise InputError(f"{fault}; give every row of a document an id, or none", self._file.name, line)
        if segment is None:
            return
        # A hash in place of three strings keeps a million rows small; two rows in 2**64 are taken for one.
        key = hash((document.system, document.name, segment))
        first_line = self._lines.get(key)
        if first_line is None:
            self._lines[key] = line
        elif first_line != line:
            fault = f"segment {shown(segment)} of document {shown(document.name)} stands at line {first_line} too"
            remedy = "give each its own id, or say which column names the system: --column system=NAME"
            raise InputError(f"{fault}; {remedy}", self._file.name, line)

    def _contradiction(
        self, document: "_Document", first: object, second: object, remedy: str, line: int
    ) -> InputError:
        there = f"{shown(str(first)) if first else 'unlabelled'} at line {document.line}"
        here = f"{shown(str(second)) if second else 'unlabelled'} here"
        message = f"document {shown(document.name)} is {there}, {here}; {remedy}"
        return InputError(message, self._file.name, line)

    def _left_out(self, reason: str, document: "_Document", segment: str, line: int) -> LeftOut:
        return LeftOut(
            document=document.name,
            system=document.system,
            segment=segment,
            reason=reason,
            path=self._file.path,
            line=line,
        )


class _Document:
    """What is known of a document while its rows come in; `line` is that of its first segment."""

    __slots__ = ("header", "line", "name", "numbered", "rows", "system")

    def __init__(self, system: str | None, name: str) -> None:
        self.system = system
        self.name = name
        self.rows = 0
        self.line = 0
        self.numbered = False
        self.header: DocumentHeader | None = None


def _given(name: str | None) -> str | None:
    """The id or label, None where it is blank: a table cannot say otherwise that it has none."""
    return name if name and not name.isspace() else None


def _is_blank(row: Row) -> bool:
    return not any(text and not text.isspace() for text in (row.hypothesis, row.source, *row.references))
