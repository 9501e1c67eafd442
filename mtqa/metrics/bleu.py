"""BLEU (Papineni et al. 2002) as sacrebleu computes it (Post 2018), over whole batches."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mtqa.metrics.base import Floats, NumberOfReferences, References, interleave, present, signature
from mtqa.metrics.ngrams import Integers, Sides, clipped_by_most
from mtqa.metrics.tokenizers import Tokenizer

_ORDERS = 4
_LOG_OF_ZERO = -9999999999.0  # what sacrebleu takes for it

# The columns of a row: hypothesis tokens, reference tokens, matches of order 1-4, n-grams of order 1-4.
_MATCHES = slice(2, 2 + _ORDERS)
_TOTALS = slice(2 + _ORDERS, 2 + 2 * _ORDERS)


@dataclass(frozen=True, slots=True)
class Bleu:
    """BLEU of orders 1 to 4, case-sensitive, with exponential smoothing; segments with effective order.

    A row holds the tokens of the hypothesis and of the reference closest to it in length, the clipped
    matches and the n-grams of each order: ten integers.
    """

    tokenizer: str = "13a"
    name: str = field(default="BLEU", init=False)
    lower_is_better: bool = field(default=False, init=False)
    _tokenizer: Tokenizer = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tokenizer", Tokenizer(self.tokenizer))

    def statistics(self, hypotheses: Sequence[str], references: References) -> Integers:
        """Rows of ten integers, one per segment."""
        tokens, lengths = self._tokenizer.number(interleave(hypotheses, references))
        lengths = lengths.reshape(len(hypotheses), 1 + len(references))
        hypothesis = lengths[:, 0]
        matches = clipped_by_most(Sides(tokens, lengths), _ORDERS)
        totals = np.maximum(hypothesis[:, None] - np.arange(_ORDERS), 0)
        closest = _closest(hypothesis, lengths[:, 1:], present(references).T)
        return np.hstack([hypothesis[:, None], closest[:, None], matches, totals])

    def score(self, sums: Integers) -> float:
        """Corpus BLEU of a summed row; an order without n-grams makes it 0."""
        return _bleu(sums.tolist(), effective_order=False)

    def segment_scores(self, rows: Integers) -> Floats:
        """Sentence BLEU, each up to the highest order that the hypothesis has."""
        return np.array([_bleu(row, effective_order=True) for row in rows.tolist()])

    def resampled_scores(self, sums: Integers) -> Floats:
        """Corpus BLEU of many sums; the geometric mean by square roots, the same on every machine."""
        hypothesis, reference = sums[..., 0].astype(float), sums[..., 1].astype(float)
        matches, totals = sums[..., _MATCHES].astype(float), sums[..., _TOTALS].astype(float)
        halvings = np.cumsum(matches == 0, axis=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            precisions = np.where(matches == 0, 0.5**halvings, matches) / totals
            shortness = np.where(hypothesis < reference, 1 - reference / hypothesis, 0.0)
        product = np.where(totals > 0, precisions, 0.0).prod(axis=-1)
        scored = matches.any(axis=-1)
        penalty = np.array([math.exp(value) for value in np.where(scored, shortness, 0.0).ravel().tolist()])
        return np.where(scored, 100.0 * penalty.reshape(scored.shape) * np.sqrt(np.sqrt(product)), 0.0)

    def signature(self, references: NumberOfReferences, *, segment: bool = False) -> str:
        """For example `nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0`."""
        effective = "yes" if segment else "no"
        tok = self._tokenizer.signature
        return signature(references, case="mixed", eff=effective, tok=tok, smooth="exp")


def _closest(
    hypothesis: Integers, references: Integers, there: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
) -> Integers:
    """The length of the reference closest to the hypothesis, the shorter of two as close."""
    never = np.iinfo(np.int64).max // 2
    distance = np.where(there, np.abs(references - hypothesis[:, None]) * 2 + (references > hypothesis[:, None]), never)
    return np.take_along_axis(references, distance.argmin(axis=1)[:, None], axis=1)[:, 0]


def _bleu(row: list[int], *, effective_order: bool) -> float:
    """BLEU in the very operations of sacrebleu, so that not the last digit differs."""
    hypothesis, reference = row[0], row[1]
    matches, totals = row[_MATCHES], row[_TOTALS]
    if not any(matches):
        return 0.0
    penalty = math.exp(1 - reference / hypothesis) if hypothesis < reference else 1.0
    logs, halving = [], 1.0
    for matched, total in zip(matches, totals, strict=True):
        if total == 0:
            break
        if matched == 0:
            halving *= 2
            logs.append(math.log(100.0 / (halving * total)))
        else:
            logs.append(math.log(100.0 * matched / total))
    order = len(logs) if effective_order else _ORDERS
    logs += [_LOG_OF_ZERO] * (order - len(logs))
    return penalty * math.exp(sum(logs) / order)
