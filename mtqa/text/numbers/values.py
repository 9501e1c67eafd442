"""What a text says in numbers: values with their places, whatever they are written with."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Kind = Literal["number", "ordinal", "time", "month", "weekday", "code", "roman"]
"""What a number is said as. Codes stand within or beside letters, as in *COVID-19* or *A4*."""

Grade = Literal["firm", "open", "loose"]
"""How surely a reader sees a number: *three* is firm; *first* or a month may go or come in a translation, but not
become another; *both* or *decade* may stand for a number and says nothing alone."""

Measure = Literal["number", "time", "month", "weekday"]
"""What a value counts: a plain number, minutes after midnight, a month (January is 1), a day of the week (Monday)."""

Value = tuple[Measure, Decimal]

_ZEROS_OF_SCALES = (3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, from `start` to `end`; `values` are all that it may mean, the likeliest `value` among them.

    `parts` are the numbers that it falls into where it is not understood as one, as the hour and minute of a time.
    `foreign` are values that it has in the way of writing of another language only: 1.500 in English is 1.5.
    `unit` is a name in `mtqa.text.numbers.units.UNITS`, `digits` whether it is written in digits.
    """

    start: int
    end: int
    value: Decimal
    values: AbstractSet[Value]
    kind: Kind = "number"
    grade: Grade = "firm"
    digits: bool = False
    unit: str | None = None
    rounded: bool = False
    parts: tuple["Number", ...] = ()
    foreign: AbstractSet[Value] = frozenset()


def plain(value: Decimal) -> Value:
    """The value of a plain number."""
    return ("number", value)


def softened(number: Number) -> Number:
    """The number as it may be judged beside a text whose number words are not known: only exact figures stay firm.

    The other text may say a million with a word that is not known, so the figure without it is right too.
    """
    if not number.digits:
        return replace(number, grade="loose")
    exact = abs(number.value) > 100 and len(number.value.normalize().as_tuple().digits) > 2
    unscaled = {plain(number.value.scaleb(-zeros)) for zeros in _ZEROS_OF_SCALES}
    grade: Grade = "open" if number.grade == "firm" and not exact else number.grade
    return replace(number, grade=grade, values=number.values | unscaled)
