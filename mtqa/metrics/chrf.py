"""chrF (Popović 2015) and chrF++ (Popović 2017) as sacrebleu computes them, over whole batches."""

import string
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mtqa.metrics.base import Floats, NumberOfReferences, References, interleave, present, signature
from mtqa.metrics.ngrams import Integers, Sides, clipped_by_each

_CHARACTER_ORDERS = 6
_BETA_SQUARED = 4
_PUNCTUATION = frozenset(string.punctuation)


@dataclass(frozen=True, slots=True)
class Chrf:
    """The F2 score of character n-grams of orders 1 to 6 without white space, and of word n-grams.

    A row holds, for each order, the n-grams of the hypothesis, those of the reference, and the matches; with
    several references those of the one that gives the segment the highest score.
    """

    word_orders: int = 0
    lower_is_better: bool = field(default=False, init=False)

    @property
    def name(self) -> str:
        """`chrF2`, or `chrF2++` with word n-grams of orders 1 and 2."""
        return "chrF2" + "+" * self.word_orders

    def statistics(self, hypotheses: Sequence[str], references: References) -> Integers:
        """Rows of 3 x (6 + word orders) integers, one per segment."""
        texts = interleave(hypotheses, references)
        shape = (len(hypotheses), 1 + len(references))
        triples = _triples(_characters(texts), shape, _CHARACTER_ORDERS)
        if self.word_orders:
            words = _triples(_words(texts), shape, self.word_orders)
            triples = np.concatenate([triples, words], axis=2)
        rows = triples.reshape(len(references), len(hypotheses), -1)
        return rows[0] if len(references) == 1 else self._best(rows, present(references))

    def score(self, sums: Integers) -> float:
        """Corpus chrF of a summed row."""
        return float(self.segment_scores(sums))

    def segment_scores(self, rows: Integers) -> Floats:
        """Scores of rows, shape (..., columns) -> (...), in the very operations of sacrebleu."""
        precision, recall = np.zeros(rows.shape[:-1]), np.zeros(rows.shape[:-1])
        orders = np.zeros(rows.shape[:-1])
        for column in range(0, rows.shape[-1], 3):
            hypothesis, reference, matches = (rows[..., column + part] for part in range(3))
            counted = (hypothesis > 0) & (reference > 0)
            precision += np.where(counted, matches / np.maximum(hypothesis, 1), 0.0)
            recall += np.where(counted, matches / np.maximum(reference, 1), 0.0)
            orders += counted
        precision /= np.maximum(orders, 1)
        recall /= np.maximum(orders, 1)
        some = precision + recall > 0
        weighted = (1 + _BETA_SQUARED) * precision * recall
        return np.where(some, 100 * (weighted / np.where(some, _BETA_SQUARED * precision + recall, 1.0)), 0.0)

    def resampled_scores(self, sums: Integers) -> Floats:
        """Scores of many sums: equal to `score` to the last digit here."""
        return self.segment_scores(sums)

    def signature(self, references: NumberOfReferences, *, segment: bool = False) -> str:
        """For example `nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0`, for segments too."""
        nw = self.word_orders
        return signature(references, case="mixed", eff="yes", nc=_CHARACTER_ORDERS, nw=nw, space="no")

    def _best(self, rows: Integers, there: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> Integers:
        """The rows of the reference that scores highest, the first of several; shape (segments, columns)."""
        best = np.where(there, self.segment_scores(rows), -1.0).argmax(axis=0)
        chosen: Integers = np.take_along_axis(rows, best[None, :, None], axis=0)[0]
        return chosen


def _triples(texts: tuple[Integers, Integers], shape: tuple[int, int], orders: int) -> Integers:
    """For each reference, segment and order: hypothesis n-grams, reference n-grams, matches."""
    symbols, lengths = texts[0], texts[1].reshape(shape)
    matches = clipped_by_each(Sides(symbols, lengths), orders)
    ngrams = np.maximum(lengths[:, :, None] - np.arange(orders), 0)
    reference = ngrams[:, 1:].swapaxes(0, 1)
    # sacrebleu does not count the hypothesis' n-grams of an order that the reference does not have.
    hypothesis = np.where(reference > 0, ngrams[None, :, 0], 0)
    return np.stack([hypothesis, reference, matches], axis=3).reshape(len(matches), shape[0], 3 * orders)


def _characters(texts: Sequence[str]) -> tuple[Integers, Integers]:
    """The code points of all texts without white space, end to end, and how many each text has."""
    solid = ["".join(text.split()) for text in texts]
    points = np.frombuffer("".join(solid).encode("utf-32-le", "surrogatepass"), np.uint32)
    return points.astype(np.int64), np.array([len(text) for text in solid], np.int64)


def _words(texts: Sequence[str]) -> tuple[Integers, Integers]:
    """The numbers of the words of all texts, a mark at a word's end or start being a word by itself."""
    vocabulary: dict[str, int] = {}
    numbers, lengths = array("q"), array("q")
    for text in texts:
        before = len(numbers)
        for word in text.split():
            for part in _parts(word):
                numbers.append(vocabulary.setdefault(part, len(vocabulary)))
        lengths.append(len(numbers) - before)
    return np.array(numbers, np.int64), np.array(lengths, np.int64)


def _parts(word: str) -> tuple[str, ...]:
    if len(word) > 1:
        if word[-1] in _PUNCTUATION:
            return word[:-1], word[-1]
        if word[0] in _PUNCTUATION:
            return word[0], word[1:]
    return (word,)
