"""Bootstrap intervals of any number of units in bounded memory, the same however the units are divided and ordered.

While units are few their rows are kept, and resampled as `mtqa.statistics` does. When there are more than `MOST_UNITS`
only the summed rows of each resample are kept, of a Poisson bootstrap (Chamandy et al. 2012, "Estimating uncertainty
for massive data streams"): how often a unit is drawn in each resample is Poisson(1), whatever is drawn beside it, so
the sums of parts add up. The draws of a unit hang on the seed and on its name only, by a counter-based generator
(Philox 4x64-10, Salmon et al. 2011): no matter who draws them, and when.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from hashlib import blake2b
from math import factorial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mtqa.statistics import Floats, Integers, interval, resampled_sums

MOST_UNITS: Final = 1000
"""The most units whose rows are kept."""

_BITS: Final = 32
_TERMS: Final = 40


@dataclass(frozen=True, slots=True)
class Drawing:
    """How units are resampled."""

    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's place among all others, its row, and of how many pieces that is the sum."""

    place: int
    row: Integers
    pieces: int = 1

    def __add__(self, other: "Unit") -> "Unit":
        return Unit(min(self.place, other.place), self.row + other.row, self.pieces + other.pieces)


@dataclass(frozen=True, slots=True)
class Units:
    """Some units: their rows by key while they are few, else the `sums` of their resamples: (resamples, columns + 1).

    The last column of the sums says how many pieces were drawn, of `pieces` that there are. Parts of one unit, as the
    pieces of a long document, have one key; their rows add up.
    """

    drawing: Drawing
    few: Mapping[bytes, Unit] = field(default_factory=dict)
    pieces: int = 0
    sums: Integers | None = None

    def __add__(self, other: "Units") -> "Units":
        few = dict(self.few)
        for key, unit in other.few.items():
            few[key] = few[key] + unit if key in few else unit
        pieces = self.pieces + other.pieces
        sums = [each for each in (self.sums, other.sums) if each is not None]
        if not sums and len(few) <= MOST_UNITS:
            return Units(self.drawing, few, pieces)
        return Units(self.drawing, {}, pieces, np.sum([*sums, *([_drawn(few, self.drawing)] if few else [])], axis=0))

    @classmethod
    def of(cls, drawing: Drawing, units: Iterable[tuple[bytes, Unit]], *, many: bool = False) -> "Units":
        """Some units, of which several may be pieces of one; `many` says that with others they are too many to keep."""
        few: dict[bytes, Unit] = {}
        for key, unit in units:
            few[key] = few[key] + unit if key in few else unit
        pieces = sum(unit.pieces for unit in few.values())
        if many and few:
            return cls(drawing, {}, pieces, _drawn(few, drawing))
        return cls(drawing) + cls(drawing, few, pieces)

    @property
    def many(self) -> bool:
        """Whether there are more units than are kept one by one."""
        return self.sums is not None

    def interval(self, score: Callable[[Integers], Floats]) -> tuple[Floats, Floats] | None:
        """The bounds of the middle 95 % of the scores of the resamples; None for fewer than two units."""
        if self.sums is not None:
            # As many are drawn as there are only on average. Scores are ratios, which does not touch them, or sums.
            drawn = np.maximum(self.sums[:, -1:], 1)
            return interval(score(np.rint(self.sums[:, :-1] * (self.pieces / drawn)).astype(np.int64)))
        if len(self.few) < 2:
            return None
        rows = np.array([unit.row for unit in sorted(self.few.values(), key=lambda unit: unit.place)])
        return interval(score(resampled_sums(rows, self.drawing.resamples, self.drawing.seed)))


def key_of(*names: str | None) -> bytes:
    """The key of a unit of these names."""
    named = "\0".join("" if name is None else f"={name}" for name in names)
    return blake2b(named.encode(errors="surrogatepass"), digest_size=16).digest()


def counts(key: bytes, drawing: Drawing) -> Integers:
    """How often the unit is drawn in each resample: Poisson(1), from raw bits, which no release of numpy changes."""
    seeded = blake2b(key, digest_size=16, salt=drawing.seed.to_bytes(16, "little", signed=True)).digest()
    words = np.array([int.from_bytes(seeded[:8], "little"), int.from_bytes(seeded[8:], "little")], np.uint64)
    raw = np.random.Philox(key=words).random_raw(-(-drawing.resamples // 2))
    drawn = np.concatenate([raw & np.uint64((1 << _BITS) - 1), raw >> np.uint64(_BITS)])[: drawing.resamples]
    return np.searchsorted(_bounds(), drawn, side="right").astype(np.int64)


@cache
def _bounds() -> NDArray[np.uint64]:
    """For each count the share of draws, of 2**32, that are at most so many; computed exactly."""
    inverse_e = sum((Fraction((-1) ** term, factorial(term)) for term in range(_TERMS)), Fraction(0))
    below, bounds = Fraction(0), list[int]()
    while not bounds or bounds[-1] < 1 << _BITS:
        below += inverse_e / factorial(len(bounds))
        bounds.append(round(below * (1 << _BITS)))
    return np.array(bounds, np.uint64)


def _drawn(units: Mapping[bytes, Unit], drawing: Drawing) -> Integers:
    """The summed rows of each resample. Exact: the products are made in floating point, where they are below 2**53."""
    draws = np.array([counts(key, drawing) for key in units], float)
    rows = np.array([(*unit.row, unit.pieces) for unit in units.values()], float)
    sums: Integers = (draws.T @ rows).astype(np.int64)
    return sums
