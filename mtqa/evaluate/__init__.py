"""Segments to scores: rows of integers per segment, added up to documents, systems and the corpus."""

from mtqa.evaluate.batch import FEWEST_DOCUMENTS, evaluate_items
from mtqa.evaluate.evaluation import Evaluation, Progress, Settings
from mtqa.evaluate.stream import Stream, Totals

__all__ = ["FEWEST_DOCUMENTS", "Evaluation", "Progress", "Settings", "Stream", "Totals", "evaluate_items"]
