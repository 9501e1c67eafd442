"""Files of a record format, with the names that a batch of several files needs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mtqa.errors import InputError
from mtqa.model import DocumentHeader, LeftOut, Segment
from mtqa.readers.base import ReadOptions, RecordReader
from mtqa.readers.files import InputFile
from mtqa.readers.naming import Naming


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """A file that holds whole segments, and what its documents and systems are called."""

    file: InputFile
    reader: RecordReader
    options: ReadOptions
    naming: Naming

    def items(self) -> Iterator[Segment | LeftOut]:
        """The segments of the file under the names of the batch.

        Raises `InputError` where a file that is whole holds none, or several systems but stands for one.
        """
        original: DocumentHeader | None = None
        header: DocumentHeader | None = None
        system: str | None = None
        item: Segment | LeftOut | None = None
        for item in self.reader(self.file, self.options):
            if isinstance(item, LeftOut):
                document, named = self._document(item.document), self.naming.system_of(item.system)
                yield replace(item, document=document, system=named)
                continue
            if header is None:
                system = item.header.system
            if header is None or item.header is not original:
                original = item.header
                if self.naming.sole_system and original.system != system:
                    raise self.naming.several_systems(system, original.system, self.file.name, item.line)
                header = self._header(original)
            yield item if header is original else replace(item, header=header)
        if item is None and not self.options.is_part:
            raise InputError("holds no segments; is it the right file?", self.file.name)

    def _header(self, header: DocumentHeader) -> DocumentHeader:
        document, system = self._document(header.document), self.naming.system_of(header.system)
        if (document, system) == (header.document, header.system):
            return header
        return replace(header, document=document, system=system)

    def _document(self, named: str) -> str:
        return self.naming.document_of(None if named == self.file.stem else named)
