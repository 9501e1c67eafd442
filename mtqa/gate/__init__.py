"""Thresholds to verdicts: whether a run passes, and if not, why.

Three outcomes, never two: what could not be judged has not passed.
"""

from mtqa.gate.judging import judge
from mtqa.gate.values import Culprit, Judgement, Outcome, Verdict

__all__ = ["Culprit", "Judgement", "Outcome", "Verdict", "judge"]
