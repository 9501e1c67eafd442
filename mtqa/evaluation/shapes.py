"""Whether values are of the types that their classes name: what is read from a file may be of any."""

import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Fits = Callable[[Any], bool]


def check(value: Any) -> None:
    """Nothing; raises `TypeError` where a field of a data class, however deep, is not of its type."""
    kind: Any = type(value)
    for name, get, fits in _fields(kind):
        if not fits(get(value)):
            raise TypeError(f"{name} of {kind.__name__} cannot be {str(get(value))[:40]!r}")


@cache
def _fields(kind: Any) -> tuple[tuple[str, Callable[[object], object], Fits], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, attrgetter(field.name), _fits(hints[field.name])) for field in fields(kind))


@cache
def _fits(hint: Any) -> Fits:
    """Tells whether a value is of a type as it is annotated."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _any([_fits(each) for each in arguments])
    if origin is Literal:
        return lambda value: isinstance(value, str) and value in arguments
    if origin in (tuple, frozenset):
        return _all(origin, [_fits(each) for each in arguments if each is not ...], any_length=... in arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, member = map(_fits, arguments)
        return lambda value: isinstance(value, Mapping) and all(map(key, value)) and all(map(member, value.values()))
    if is_dataclass(hint):
        return lambda value: _is_sound(hint, value)
    return _PLAIN[hint]


def _is_sound(kind: Any, value: Any) -> bool:
    if not isinstance(value, kind):
        return False
    check(value)
    return True


def _any(fits: list[Fits]) -> Fits:
    return lambda value: any(each(value) for each in fits)


def _all(kind: Any, fits: list[Fits], *, any_length: bool) -> Fits:
    if any_length or kind is frozenset:
        return lambda value: isinstance(value, kind) and all(map(fits[0], value))

    def fit(value: Any) -> bool:
        alike = isinstance(value, kind) and len(value) == len(fits)
        return alike and all(each(member) for each, member in zip(fits, value, strict=True))

    return fit


_PLAIN: Mapping[Any, Fits] = {
    str: lambda value: isinstance(value, str),
    bool: lambda value: isinstance(value, bool),
    int: lambda value: isinstance(value, int) and not isinstance(value, bool),
    float: lambda value: isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value),
    NoneType: lambda value: value is None,
}
