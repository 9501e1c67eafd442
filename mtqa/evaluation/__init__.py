"""Segments to scores: rows of integers per segment, added up to documents, systems and the corpus."""

from mtqa.evaluation.batch import FEWEST_DOCUMENTS, evaluate_items
from mtqa.evaluation.stream import Stream, Totals
from mtqa.evaluation.values import Evaluation, Progress, Settings

__all__ = ["FEWEST_DOCUMENTS", "Evaluation", "Progress", "Settings", "Stream", "Totals", "evaluate_items"]
