"""Quality without a reference: findings weighed by severity, per word; the raw scoring model of MQM 2.0.

A row holds the words of a segment and its minor, major and critical findings, and the same four once more for
segments that a critical finding condemns: eight integers that add up like those of any metric, so weights can change
without a new run.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import mtqa
from mtqa.model import Confidence, Finding, Severity
from mtqa.taxonomy import WEIGHTS

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

COUNTED: frozenset[Confidence] = frozenset({"medium", "high"})
"""The confidences of the findings that count."""

_SEVERITIES: tuple[Severity, ...] = ("minor", "major", "critical")
_COLUMNS = 1 + len(_SEVERITIES)
_WEIGHTS = np.array([WEIGHTS[severity] for severity in _SEVERITIES])


@dataclass(frozen=True, slots=True)
class Quality:
    """The scores `quality` and `penalty` of rows of words and findings; `checks` says what they were made with.

    `penalty` is the weighted sum of findings of high and medium confidence; `quality` is 100 x (1 - penalty /
    words), not below 0, and 0 where there is no word (Lommel et al. 2024). A segment with a critical finding has
    quality 0: each of its words costs at least a point, however many they are.
    """

    checks: str
    names: tuple[str, ...] = ("quality", "penalty")
    width: int = 2 * _COLUMNS

    def segment_scores(self, rows: Integers) -> Floats:
        """Both scores of each row: shape (..., columns) -> (..., scores)."""
        words, penalty = _words_and_penalty(rows[..., :_COLUMNS])
        lost, of_lost = _words_and_penalty(rows[..., _COLUMNS:])
        share = (penalty + np.maximum(lost - of_lost, 0)) / np.maximum(words, 1)
        quality = np.where(words > 0, 100.0 * np.maximum(1 - share, 0.0), 0.0)
        return np.stack([quality, penalty.astype(float)], axis=-1)

    def scores(self, sums: Integers) -> tuple[float, ...]:
        """Both scores of one summed row."""
        return tuple(self.segment_scores(sums).tolist())

    def resampled_scores(self, sums: Integers) -> Floats:
        """Both scores of many summed rows."""
        return self.segment_scores(sums)

    def statistics(self, sums: Integers) -> Mapping[str, tuple[int, ...]]:
        """One summed row, under the name of the score it is made for."""
        return {self.names[0]: tuple(sums.tolist())}

    def signatures(self) -> dict[str, str]:
        """What could change each score: the rules, the weights, the confidences counted, the version."""
        weights = "-".join(str(WEIGHTS[severity]) for severity in _SEVERITIES)
        counted = "+".join(sorted(COUNTED))
        signature = f"{self.checks}|weights:{weights}|confidence:{counted}|version:{mtqa.__version__}"
        return dict.fromkeys(self.names, signature)


def condemns(finding: Finding) -> bool:
    """Whether the finding alone makes the quality of its segment 0."""
    return finding.severity == "critical" and finding.confidence in COUNTED


def quality_row(words: int, findings: Iterable[Finding]) -> tuple[int, ...]:
    """The row of one segment."""
    found = tuple(findings)
    counted = [finding.severity for finding in found if finding.confidence in COUNTED]
    row = (words, *(counted.count(severity) for severity in _SEVERITIES))
    return row + (row if any(map(condemns, found)) else (0,) * _COLUMNS)


def quality_rows(segments: Sequence[tuple[int, Sequence[Finding]]]) -> Integers:
    """The rows of segments, given as word counts and findings: shape (segments, 8)."""
    return np.array([quality_row(words, findings) for words, findings in segments], np.int64).reshape(-1, 2 * _COLUMNS)


def _words_and_penalty(rows: Integers) -> tuple[Integers, Integers]:
    return rows[..., 0], rows[..., 1:] @ _WEIGHTS
