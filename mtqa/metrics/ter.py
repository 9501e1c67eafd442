"""Translation edit rate (Snover et al. 2006) as sacrebleu computes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mtqa.metrics.base import Floats, NumberOfReferences, References, signature
from mtqa.metrics.ngrams import Integers
from mtqa.metrics.shifts import translation_edits

REFERENCE_UNITS = 720_720
"""Into how many units a reference word is divided: any number up to 16 divides it."""


@dataclass(frozen=True, slots=True)
class Ter:
    """Edits per reference word, in percent: lower-cased, words as white space divides them.

    A row holds the edits against the reference that needs fewest, and the mean length of the references in
    units, so that means add up exactly. sacrebleu adds them up as floating-point numbers: where they are not
    binary fractions, as with three references, its corpus score may be off in the last digits. With 1, 2, 4,
    8 or 16 references corpus scores are equal, and segment scores with up to 16, beyond which the mean is
    rounded to a unit.
    """

    name: str = field(default="TER", init=False)
    lower_is_better: bool = field(default=True, init=False)

    def statistics(self, hypotheses: Sequence[str], references: References) -> Integers:
        """Rows of two integers, one per segment."""
        segments = zip(hypotheses, *references, strict=True)
        rows = [
            _row(_words(hypothesis), [_words(text) for text in texts if text is not None])
            for hypothesis, *texts in segments
        ]
        return np.array(rows, np.int64).reshape(-1, 2)

    def score(self, sums: Integers) -> float:
        """Corpus TER of a summed row."""
        return float(self.segment_scores(sums))

    def segment_scores(self, rows: Integers) -> Floats:
        """Scores of rows, shape (..., columns) -> (...): 100 where any edit meets empty references."""
        edits, length = rows[..., 0], rows[..., 1] / REFERENCE_UNITS
        return 100.0 * np.where(length > 0, edits / np.where(length > 0, length, 1.0), edits > 0)

    def resampled_scores(self, sums: Integers) -> Floats:
        """Scores of many sums: equal to `score` to the last digit here."""
        return self.segment_scores(sums)

    def signature(self, references: NumberOfReferences, *, segment: bool = False) -> str:
        """`nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0`, for segments too."""
        return signature(references, case="lc", tok="tercom", norm="no", punct="yes", asian="no")


def _words(text: str) -> list[str]:
    return text.lower().split()


def _row(hypothesis: Sequence[str], references: Sequence[Sequence[str]]) -> tuple[int, int]:
    edits = min(translation_edits(hypothesis, reference) for reference in references)
    words = sum(map(len, references))
    return edits, (words * REFERENCE_UNITS + len(references) // 2) // len(references)
