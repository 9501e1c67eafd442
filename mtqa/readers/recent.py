"""What is remembered of an input that may be of any size."""

import sys
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """What is known by key, of the `most` keys used last at least, and of twice as many at most; of all for None."""

    __slots__ = ("_most", "_new", "_old")

    def __init__(self, most: int | None) -> None:
        self._most = most or sys.maxsize
        self._new: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """What is known, None where nothing is, or no longer."""
        value = self._new.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self[key] = value
        return value

    def __setitem__(self, key: Key, value: Value) -> None:
        if len(self._new) >= self._most:
            self._old, self._new = self._new, {}
        self._new[key] = value
