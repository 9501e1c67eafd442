"""A table in several files, read as one: documents keep their names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mtqa.errors import InputError
from mtqa.model import DocumentHeader, LeftOut, Segment
from mtqa.readers.fields import listing, shown
from mtqa.readers.recent import Recent
from mtqa.readers.record_files import RecordFile

PLACES_KEPT: Final = 1 << 19
"""Of how many documents, the last ones, the part is remembered at least where memory is bounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSet:
    """The parts of a table in their order; `path` is the folder or pattern that names it, `systems` those wanted."""

    path: str
    parts: tuple[RecordFile, ...]
    systems: tuple[str, ...] = ()

    def items(self) -> Iterator[Segment | LeftOut]:
        """The segments of all parts, one part after the other.

        Raises `InputError` where a document stands in two parts (where memory is bounded: as far as it is remembered),
        where a system that is wanted is in none, and where there is no segment at all.
        """
        whole = _Whole(bounded=any(part.options.bounded for part in self.parts))
        for number, part in enumerate(self.parts):
            header: DocumentHeader | None = None
            for item in part.items():
                if isinstance(item, LeftOut):
                    whole.systems.add(item.system)
                elif item.header is not header:
                    header = item.header
                    self._check_document(whole, header, number)
                yield item
        if not whole.systems:
            raise InputError("holds no segments; are these the right files?", self.path)
        if missing := [system for system in self.systems if system not in whole.systems]:
            raise InputError(f"no system {listing(missing)} in any of {len(self.parts)} files", self.path)

    def _check_document(self, whole: "_Whole", header: DocumentHeader, number: int) -> None:
        whole.systems.add(header.system)
        # A hash in place of two strings keeps a million documents small; two in 2**64 are taken for one.
        document = hash((header.system, header.document))
        first = whole.parts.get(document)
        if first is None:
            whole.parts[document] = number
        elif first != number:
            fault = f"document {shown(header.document)} stands in {self.parts[first].file.name} too"
            remedy = "keep each document in one file, or name the files one by one: their names then tell them apart"
            raise InputError(f"{fault}; {remedy}", self.parts[number].file.name)


class _Whole:
    """What is known of all parts so far: the part of each document, by hash, and the systems."""

    def __init__(self, *, bounded: bool) -> None:
        self.parts = Recent[int, int](PLACES_KEPT if bounded else None)
        self.systems: set[str | None] = set()
