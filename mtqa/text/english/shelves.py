"""Large tables of which a run looks up little: kept as one text, searched and never taken apart.

To make a dictionary of a hundred thousand words takes longer than to check an article, and ten times the memory.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

_PER_SHELF: Final = 48
"""Entries that are searched together: more are slower to search, fewer slower to load."""
_BETWEEN_SHELVES: Final = "\n\n"
_BETWEEN_TABLES: Final = "\n\n\n"


def packed(*tables: Mapping[str, str]) -> str:
    """The tables in one text. Keys and values are without line breaks and tabs."""
    return _BETWEEN_TABLES.join(_BETWEEN_SHELVES.join(_shelves(sorted(table.items()))) for table in tables)


def _shelves(entries: list[tuple[str, str]]) -> Iterator[str]:
    rest = iter(entries)
    while shelf := list(islice(rest, _PER_SHELF)):
        yield "\n".join(f"{key}\t{value}" for key, value in shelf)


def unpacked(text: str) -> "tuple[Shelves, ...]":
    """The tables of a text."""
    return tuple(map(Shelves, text.split(_BETWEEN_TABLES)))


class Shelves(Mapping[str, str]):
    """A table: a key is looked for on the one shelf that it may stand on."""

    def __init__(self, text: str) -> None:
        self._shelves = [f"\n{shelf}\n" for shelf in text.split(_BETWEEN_SHELVES)]
        self._first_keys = [shelf[1 : shelf.index("\t")] for shelf in self._shelves]

    def find(self, key: str) -> str | None:
        """The value of a key, None where there is none."""
        shelf = self._shelves[bisect_right(self._first_keys, key) - 1]
        place = shelf.find(f"\n{key}\t")
        if place < 0 or "\n" in key:
            return None
        begin = place + len(key) + 2
        return shelf[begin : shelf.index("\n", begin)]

    def __getitem__(self, key: str) -> str:
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str) or "\n" in key:
            return False
        return f"\n{key}\t" in self._shelves[bisect_right(self._first_keys, key) - 1]

    def __iter__(self) -> Iterator[str]:
        for shelf in self._shelves:
            yield from (line.partition("\t")[0] for line in shelf.strip("\n").split("\n"))

    def __len__(self) -> int:
        return sum(shelf.count("\t") for shelf in self._shelves)
