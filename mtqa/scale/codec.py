"""Values as JSON and back, by the types of their fields: what a run keeps of its parts. Nothing in it is code."""

import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np

Value = TypeVar("Value")


def encoded(value: object) -> bytes:
    """The value, made of frozen dataclasses, tuples, mappings, sets, arrays, bytes and plain values, compressed."""
    return zlib.compress(json.dumps(_plain(value), separators=(",", ":")).encode(), 1)


def decoded(kind: type[Value], data: bytes) -> Value:
    """The value of a type. Raises `ValueError` for what `encoded` did not write."""
    try:
        return cast(Value, _of(kind, json.loads(zlib.decompress(data))))
    except (zlib.error, TypeError, KeyError, IndexError) as error:
        raise ValueError(f"is damaged ({type(error).__name__}: {error})") from error


def _plain(value: Any) -> object:  # noqa: PLR0911 (a case for each kind)
    if value is None or isinstance(value, str | int | float):
        return value.item() if isinstance(value, np.generic) else value  # numpy's floats are floats
    if names := _names(value.__class__):
        return [_plain(getattr(value, name)) for name in names]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(each)] for key, each in value.items()]
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))  # type: ignore[type-var]  # elements of one type, none of them None
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, np.ndarray):
        return [list(value.shape), b85encode(zlib.compress(value.astype("<i8").tobytes(), 1)).decode()]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, np.floating | np.integer):
        return value.item()
    return value


def _of(kind: Any, plain: Any) -> Any:  # noqa: PLR0911 (a case for each kind)
    """What `_plain` made of a value of this type, made whole again."""
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _of(own, each) for (name, own), each in zip(_hints(kind), plain, strict=True)})
    if origin in (Union, UnionType):
        (present,) = (each for each in arguments if each is not NoneType)
        return None if plain is None else _of(present, plain)
    if origin is not None and _is_a(origin, Mapping):
        return {_of(arguments[0], key): _of(arguments[1], each) for key, each in plain}
    if origin is frozenset:
        return frozenset(_of(arguments[0], each) for each in plain)
    if origin is tuple:
        kinds = [arguments[0]] * len(plain) if arguments[-1] is Ellipsis else arguments
        return tuple(_of(own, each) for own, each in zip(kinds, plain, strict=True))
    if origin is np.ndarray:
        shape, data = plain
        return np.frombuffer(zlib.decompress(b85decode(data)), "<i8").astype(np.int64).reshape(shape)
    return bytes.fromhex(plain) if kind is bytes else plain


def _is_a(origin: Any, kind: type) -> bool:
    """Whether the origin of a generic type is a class of this kind."""
    return isinstance(origin, type) and issubclass(origin, kind)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass, none for another type."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()


@cache
def _hints(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((each.name, hints[each.name]) for each in fields(kind))
