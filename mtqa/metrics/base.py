"""What a metric is: segments to rows of integers, sums of rows to a score."""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mtqa.metrics.ngrams import Integers

Floats = NDArray[np.float64]

References = Sequence[Sequence[str | None]]
"""One sequence per reference, each as long as the hypotheses; None where a segment lacks that reference."""

NumberOfReferences = int | None
"""The references of each segment; None where segments differ in it."""


class Metric(Protocol):
    """A score made of sums.

    The sum of the rows of some segments, scored, is their score together: a document's, the corpus's.
    """

    @property
    def name(self) -> str:
        """The name as in tables and JSON: `BLEU`."""

    @property
    def lower_is_better(self) -> bool:
        """Whether less is better, as in an error rate."""

    def statistics(self, hypotheses: Sequence[str], references: References) -> Integers:
        """The rows of integers of a batch: shape (segments, columns); every segment has a reference."""

    def score(self, sums: Integers) -> float:
        """The score of one summed row, in percent, equal to sacrebleu's corpus score to the last digit."""

    def segment_scores(self, rows: Integers) -> Floats:
        """The scores of rows one by one, in percent, equal to sacrebleu's of sentences to the last digit."""

    def resampled_scores(self, sums: Integers) -> Floats:
        """The scores of many summed rows, shape (..., columns) -> (...); `score` up to rounding."""

    def signature(self, references: NumberOfReferences, *, segment: bool = False) -> str:
        """sacrebleu's signature of the corpus score, or of the sentence score."""


def signature(references: NumberOfReferences, **settings: str | int) -> str:
    """The settings in sacrebleu's grammar: `nrefs:1|case:mixed|...|version:2.6.0`."""
    known = {"nrefs": "var" if references is None else references} | settings | {"version": sacrebleu_version()}
    return "|".join(f"{name}:{value}" for name, value in known.items())


@cache
def sacrebleu_version() -> str:
    """The version of the installed sacrebleu, the scores of which are reproduced."""
    from importlib.metadata import version  # noqa: PLC0415 (without importing sacrebleu itself)

    return version("sacrebleu")


def interleave(hypotheses: Sequence[str], references: References, absent: str = "") -> list[str]:
    """Hypothesis, first reference, second reference ... of the first segment, then those of the next."""
    sides = (hypotheses, *references)
    texts = chain.from_iterable(zip(*sides, strict=True))
    return [absent if text is None else text for text in texts]


def present(references: References) -> NDArray[np.bool_]:
    """Which references there are: shape (references, segments)."""
    return np.array([[text is not None for text in reference] for reference in references], bool)
