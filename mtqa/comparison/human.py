"""What a difference of a score means to people: how often they see the same system ahead.

The deltas are published ones (Kocmi et al. 2024, "Navigating the Metrics Maze", table of thresholds): in so many of
100 pairs of systems whose scores are so far apart, human judges prefer the same system. There are none for the other
scores of mtqa, and none are made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

SOURCE: Final = "Kocmi et al. 2024"

Bound = Literal["less than", "about", "more than"]

_PUBLISHED: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    "BLEU": ((0.78, 60.0), (2.34, 80.0)),
    "chrF2": ((0.54, 60.0), (1.63, 80.0)),
}
"""By score: how far two systems are apart, and in how many of 100 such pairs people agree."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """In how many of 100 pairs of systems that are so far apart people see the same one ahead."""

    bound: Bound
    percent: float

    @property
    def is_small(self) -> bool:
        """Whether people agree with it hardly more often than with a coin."""
        return self.bound == "less than"

    @property
    def is_large(self) -> bool:
        """Whether it is as large as the largest that was published."""
        return self.bound == "more than"


def agreement(metric: str, difference: float) -> Agreement | None:
    """What is published of a difference of this size; None for a score of which nothing is.

    Between the published points it is interpolated; beyond them it is less than the first, or more than the last.
    """
    points = _PUBLISHED.get(metric)
    if points is None:
        return None
    size = abs(difference)
    (least, fewest), (most, highest) = points
    if size < least:
        return Agreement("less than", fewest)
    if size > most:
        return Agreement("more than", highest)
    return Agreement("about", fewest + (highest - fewest) * (size - least) / (most - least))
