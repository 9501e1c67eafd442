"""What a written number may mean besides its plain value: a time of the day, a decade, a century, a short year."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from mtqa.text.numbers.values import Value, plain

_HALF_DAY = 720
_CACHED_VALUES: Final = 1 << 12
"""A few hundred numbers make most of those in news, and all of those in a table."""


@lru_cache(_CACHED_VALUES)
def meanings(value: Decimal, *, short_year: bool = False) -> frozenset[Value]:
    """The value, and what else a translation may make of it.

    5 is also five in the morning or afternoon, 14.30 half past two, 90 also the nineties, 1900 also the 20th century,
    and '95 (a `short_year`) the year 1995.
    """
    return frozenset((plain(value), *_times(value), *(plain(Decimal(year)) for year in _years(value, short_year))))


@lru_cache(_CACHED_VALUES)
def clock(hours: int, minutes: int, *, half_known: bool = False) -> frozenset[Value]:
    """The minutes after midnight; of a time up to 12:59 also those of the afternoon, unless it says which half."""
    minute = hours * 60 + minutes
    times = {minute} if half_known or hours > 12 else {minute, minute + _HALF_DAY}
    return frozenset(("time", Decimal(time % (2 * _HALF_DAY))) for time in times)


def scaled(values: Iterable[Decimal], scale: Decimal) -> tuple[Decimal, ...]:
    """The values times the scale."""
    return tuple(value * scale for value in values)


def _times(value: Decimal) -> Iterator[Value]:
    if not 0 <= value <= 24:
        return
    hours = int(value)
    minutes = (value - hours) * 100
    if minutes < 60 and minutes == int(minutes):
        yield from clock(hours, int(minutes))


def _years(value: Decimal, short_year: bool) -> Iterator[int]:
    if value != int(value) or not 0 <= value <= 2100:
        return
    year = int(value)
    if year < 100 and (short_year or (year >= 20 and year % 10 == 0)):
        yield from (1900 + year, *([2000 + year] if short_year else []))
    elif year >= 1000 and year % 100 == 0:
        yield year // 100 + 1
    elif year >= 1900 and year % 10 == 0:
        yield year % 100
