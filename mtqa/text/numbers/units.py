"""Units that translations convert: miles for kilometres, pounds for kilograms, Fahrenheit for Celsius."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

UNITS: Final = {
    "km": ("length", 1000.0), "m": ("length", 1.0), "cm": ("length", 0.01), "mm": ("length", 0.001),
    "mile": ("length", 1609.344), "foot": ("length", 0.3048), "inch": ("length", 0.0254), "yard": ("length", 0.9144),
    "nautical mile": ("length", 1852.0), "li": ("length", 500.0),
    "kg": ("mass", 1.0), "g": ("mass", 0.001), "tonne": ("mass", 1000.0), "pound": ("mass", 0.45359237),
    "ounce": ("mass", 0.028349523), "stone": ("mass", 6.35029318), "jin": ("mass", 0.5),
    "hectare": ("area", 10000.0), "acre": ("area", 4046.8564), "mu": ("area", 666.67), "tsubo": ("area", 3.3058),
    "km2": ("area", 1e6), "square mile": ("area", 2589988.1), "m2": ("area", 1.0), "square foot": ("area", 0.09290304),
    "litre": ("volume", 1.0), "gallon": ("volume", 3.785411784), "pint": ("volume", 0.473176),
    "km/h": ("speed", 1.0), "mph": ("speed", 1.609344), "knot": ("speed", 1.852),
    "°C": ("temperature", 1.0), "°F": ("temperature", 0.0),
}  # fmt: skip
"""By name, what a unit measures and how much of the base unit it is; temperatures are turned by formula."""

_TABLES: Final = Path(__file__).with_name("words")
_TOLERANCE: Final = 0.06
_TOLERANCE_OF_FEW: Final = 0.1


@cache
def unit_words() -> Mapping[str, str]:
    """The unit that a word in small letters means."""
    table = (_TABLES / "units.txt").read_text("utf-8")
    lines = (line.partition(": ") for line in table.splitlines() if not line.startswith("#"))
    return {word: unit for unit, _, words in lines for word in words.split()}


def converted(first: Decimal, unit: str, second: Decimal, other: str) -> bool:
    """Whether two amounts in different units are the same, as far as a newspaper rounds."""
    kind, factor = UNITS[unit]
    other_kind, other_factor = UNITS[other]
    if unit == other or kind != other_kind:
        return False
    if kind == "temperature":
        return any(abs(float(second) - turned) <= 1.5 for turned in _degrees(float(first), unit))
    base, wanted = float(first) * factor, float(second) * other_factor
    tolerance = _TOLERANCE_OF_FEW if min(first, second) < 10 else _TOLERANCE
    return abs(base - wanted) <= tolerance * max(base, wanted)


def _degrees(value: float, unit: str) -> Iterator[float]:
    """A temperature in the other scale; also a difference of temperatures."""
    yield value * 1.8 + 32 if unit == "°C" else (value - 32) / 1.8
    yield value * 1.8 if unit == "°C" else value / 1.8
