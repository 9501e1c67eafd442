"""Two or more systems over the same segments: which is better, how sure that is, and where it is not."""

from mtqa.comparison.comparing import compare
from mtqa.comparison.runs import Run
from mtqa.comparison.values import Comparison, Pair

__all__ = ["Comparison", "Pair", "Run", "compare"]
