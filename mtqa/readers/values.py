"""Typed records to rows: what JSONL and Parquet share."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mtqa.errors import InputError
from mtqa.readers.builder import Row
from mtqa.readers.fields import Columns, shown

_KINDS: Mapping[type, str] = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}


class TypedRecord(NamedTuple):
    """The values of one record with the names of their columns, and where it stands."""

    values: Sequence[object]
    names: Sequence[str]
    path: str
    line: int

    def row(self, columns: Columns) -> Row:
        """The fields as texts; ids may be whole numbers, references a text or a list of texts.

        Raises `InputError` at a value of another kind.
        """
        return Row(
            self._text(columns.hypothesis),
            self._text(columns.source),
            self._references(columns),
            self._id(columns.document),
            self._id(columns.segment),
            self._id(columns.system),
            self._text(columns.language_pair),
            self._text(columns.domain),
        )

    def _text(self, at: int | None) -> str | None:
        value = None if at is None else self.values[at]
        if value is None or isinstance(value, str):
            return value
        raise self._wrong(at, value, "a text or null")

    def _id(self, at: int | None) -> str | None:
        value = None if at is None else self.values[at]
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise self._wrong(at, value, "a text, a whole number or null")

    def _references(self, columns: Columns) -> tuple[str | None, ...]:
        references: list[str | None] = []
        for at in columns.references:
            value = self.values[at]
            if isinstance(value, list):
                references += [self._listed(at, text) for text in value]
            elif value is not None or not columns.listed:
                references.append(self._text(at))
        return tuple(references)

    def _listed(self, at: int, value: object) -> str | None:
        if value is None or isinstance(value, str):
            return value
        raise self._wrong(at, value, "only texts and null in the list")

    def _wrong(self, at: int | None, value: object, expected: str) -> InputError:
        quoted = "" if isinstance(value, list | dict) else f" ({shown(str(value))})"
        fault = f"{shown(self.names[at or 0])} holds {kind_of(value)}{quoted}, expected {expected}"
        return InputError(fault, self.path, self.line)


def kind_of(value: object) -> str:
    """What kind of value it is, as messages say it."""
    return _KINDS.get(type(value), f"a {type(value).__name__} value")
