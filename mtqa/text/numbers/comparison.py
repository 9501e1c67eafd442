"""The numbers of a translation beside those of its witness: what was changed, is missing, was added."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from mtqa.text.numbers.digits import is_round
from mtqa.text.numbers.units import converted
from mtqa.text.numbers.values import Number, Value

_CALENDAR = ("month", "weekday")
_SMALLEST_SCALE = 1000
_FAR = 2.0
"""More than any two numbers are apart in kind, size and place."""
_ROUNDING = 0.05
"""How far a rounded number may be from the exact one."""
_MOST_COMPARED = 60
"""Numbers of a side that are compared each with each; of a table that is lost, the rest is missing anyway."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pairs of a number of the witness and what the translation has in its place; numbers without any counterpart.

    `unlocalised` are numbers of the translation that agree only if they are read as the source language writes them.
    """

    changed: tuple[tuple[Number, Number], ...]
    missing: tuple[Number, ...]
    added: tuple[Number, ...]
    unlocalised: tuple[tuple[Number, Number], ...] = ()


def compare(
    witness: Sequence[Number], translation: Sequence[Number], also: Iterable[Sequence[Number]] = ()
) -> Comparison:
    """What differs between the numbers of two texts.

    `also` are the numbers of other translations that are right: what agrees with one of them is no difference.
    """
    ours = _in_parts(translation, witness)
    theirs = _in_parts(witness, ours)
    extra, lost = _without(ours, theirs), _without(theirs, ours)
    unlocalised = tuple(_unlocalised(extra, theirs))
    excused = {id(number) for _, number in unlocalised} | {id(number) for number, _ in unlocalised}
    for others in also:
        known = _Known(others)
        extra, lost = _without(extra, others), [number for number in lost if known.has(number)]
    scales = {number.value for number in (*theirs, *ours) if number.grade == "open" and number.value >= _SMALLEST_SCALE}
    extra, lost = _explained(extra, lost, scales)
    extra = [number for number in extra if id(number) not in excused]
    lost = [number for number in lost if id(number) not in excused]
    changed = list(_pairs(lost, extra, theirs, ours))
    paired = {id(number) for pair in changed for number in pair}
    return Comparison(
        changed=tuple(changed),
        missing=tuple(number for number in lost if number.grade == "firm" and id(number) not in paired),
        added=tuple(number for number in extra if number.grade == "firm" and id(number) not in paired),
        unlocalised=unlocalised,
    )


def _in_parts(numbers: Sequence[Number], others: Sequence[Number]) -> list[Number]:
    """The numbers; those that agree with none of the others fall into their parts, if all of these agree."""
    if not any(number.parts for number in numbers):
        return list(numbers)
    known = _Known(others)
    whole: list[Number] = []
    for number in numbers:
        falls = number.parts and not known.has(number) and not number.foreign & known.values
        if falls and all(map(known.has, number.parts)):
            whole.extend(number.parts)
        else:
            whole.append(number)
    return whole


def _without(numbers: Iterable[Number], others: Sequence[Number]) -> list[Number]:
    """The numbers that agree with none of the others."""
    known = _Known(others)
    return [number for number in numbers if not known.has(number)]


class _Known:
    """The values of some numbers, and those of the times of the day among them."""

    __slots__ = ("times", "values")

    def __init__(self, numbers: Sequence[Number]) -> None:
        self.values = {value for number in numbers for value in number.values}
        self.times = {value for number in numbers if number.kind == "time" for value in number.values}

    def has(self, number: Number) -> bool:
        """Whether a value is known; times of the day only where one of the two is written as a time."""
        allowed = self.values if number.kind == "time" else self.times
        return any(value in (allowed if value[0] == "time" else self.values) for value in number.values)


def _unlocalised(extra: Iterable[Number], theirs: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    """Numbers of the translation that would agree in the source's way of writing, with what they agree with."""
    first: dict[Value, int] = {}
    for number in extra:
        if not number.foreign:
            continue
        if not first:
            first = {value: at for at, other in reversed([*enumerate(theirs)]) for value in other.values}
        places = [first[value] for value in number.foreign if value in first]
        if places:
            yield theirs[min(places)], number


def _explained(extra: list[Number], lost: list[Number], scales: Set[Decimal]) -> tuple[list[Number], list[Number]]:
    """What is left when units have been converted, numbers rounded, and scales read that stand apart."""
    for number in extra[:_MOST_COMPARED]:
        for other in lost[:_MOST_COMPARED]:
            if _is_converted(number, other) or _is_rounded(number, other) or _is_scaled(number, other, scales):
                extra = [one for one in extra if one is not number]
                lost = [one for one in lost if one is not other]
                break
    return extra, lost


def _is_converted(number: Number, other: Number) -> bool:
    return bool(number.unit and other.unit) and converted(
        other.value, other.unit or "", number.value, number.unit or ""
    )


def _is_scaled(number: Number, other: Number, scales: Set[Decimal]) -> bool:
    """Whether a thousand or million, said apart from the number, makes one of the other: *350 autres milliards*."""
    return any(number.value == other.value * scale or other.value == number.value * scale for scale in scales)


def _is_rounded(number: Number, other: Number) -> bool:
    """Whether a number is the other, said less exactly: *almost 3 million* for 2,984,000."""
    if not (number.rounded or other.rounded) or not is_round(number.value) or is_round(other.value):
        return False
    return abs(number.value - other.value) <= abs(other.value) * type(other.value)(str(_ROUNDING))


def _pairs(
    lost: list[Number], extra: list[Number], theirs: Sequence[Number], ours: Sequence[Number]
) -> Iterator[tuple[Number, Number]]:
    """Numbers that stand in each other's place: of one kind, the likest and nearest first.

    Where one side has nothing left, it is what it says more often than the other: *zwei von drei*, *two of two*.
    """
    if not lost and not extra:
        return
    lost, extra = lost[:_MOST_COMPARED], extra[:_MOST_COMPARED]
    before = [*lost, *islice(_surplus(theirs, ours), _MOST_COMPARED)]
    after = [*extra, *islice(_surplus(ours, theirs), _MOST_COMPARED)]
    candidates = sorted(
        (_distance(one, other, theirs, ours) + _FAR * ((at >= len(lost)) + (to >= len(extra))), at, to)
        for at, one in enumerate(before)
        for to, other in enumerate(after)
        if (at < len(lost) or to < len(extra)) and _comparable(one, other)
    )
    used: set[int] = set()
    taken: set[int] = set()
    for _, at, to in candidates:
        if at not in used and to not in taken:
            used.add(at)
            taken.add(to)
            yield before[at], after[to]


def _surplus(theirs: Sequence[Number], ours: Sequence[Number]) -> Iterator[Number]:
    """Firm numbers that one text says more often than the other."""
    said = Counter(value for number in ours for value in number.values)
    places: dict[Value, list[int]] = {}
    for at, other in enumerate(theirs):
        for value in other.values if other.grade != "loose" else ():
            places.setdefault(value, []).append(at)
    times: dict[Set[Value], int] = {}
    for number in theirs:
        values = number.values
        if number.grade != "firm" or not any(said[value] for value in values):
            continue
        if values not in times:
            times[values] = len({at for value in values for at in places.get(value, ())})
        if times[values] > max(said[value] for value in values):
            yield number


def _comparable(one: Number, other: Number) -> bool:
    """Whether one can have become the other."""
    if "loose" in (one.grade, other.grade):
        return False
    if one.kind in _CALENDAR or other.kind in _CALENDAR:
        return one.kind == other.kind or (one.digits and other.digits and "weekday" not in (one.kind, other.kind))
    if one.kind == other.kind and one.kind in {"code", "roman", "ordinal"}:
        return True
    return "firm" in (one.grade, other.grade)


def _distance(one: Number, other: Number, theirs: Sequence[Number], ours: Sequence[Number]) -> float:
    """How unlike two numbers are, in kind, in size and in place."""
    kinds = 0.0 if one.kind == other.kind else 0.5
    written = 0.0 if one.digits == other.digits else 0.5
    larger, smaller = max(abs(one.value), abs(other.value)), min(abs(one.value), abs(other.value))
    size = 1 - float(smaller / larger) if larger else 0.0
    place = abs(one.start / (theirs[-1].end or 1) - other.start / (ours[-1].end or 1))
    return kinds + written + size + place
