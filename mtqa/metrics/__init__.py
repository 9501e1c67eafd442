"""The metrics and tokenisers: tables by the names that options take; light, for help reads them too.

The only room that knows sacrebleu and rapidfuzz. A new metric is one file and one line in the table.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mtqa.errors import InputError

if TYPE_CHECKING:
    from mtqa.metrics.base import Metric


def _bleu(tokenizer: str) -> "Metric":
    from mtqa.metrics.bleu import Bleu  # noqa: PLC0415

    return Bleu(tokenizer)


def _chrf(_: str) -> "Metric":
    from mtqa.metrics.chrf import Chrf  # noqa: PLC0415

    return Chrf()


def _chrf_plus_plus(_: str) -> "Metric":
    from mtqa.metrics.chrf import Chrf  # noqa: PLC0415

    return Chrf(word_orders=2)


def _ter(_: str) -> "Metric":
    from mtqa.metrics.ter import Ter  # noqa: PLC0415

    return Ter()


METRICS: dict[str, Callable[[str], "Metric"]] = {
    "bleu": _bleu,
    "chrf": _chrf,
    "chrf++": _chrf_plus_plus,
    "ter": _ter,
}
"""How to make each metric, from the name of the tokeniser."""

DEFAULT_METRICS = ("bleu", "chrf", "chrf++")

_ALIASES = {"chrf2": "chrf", "chrf2++": "chrf++"}  # as tables name them

TOKENIZERS = {
    "13a": ("tokenizer_13a", "Tokenizer13a"),
    "zh": ("tokenizer_zh", "TokenizerZh"),
    "intl": ("tokenizer_intl", "TokenizerV14International"),
    "char": ("tokenizer_char", "TokenizerChar"),
    "none": ("tokenizer_none", "NoneTokenizer"),
    "ja-mecab": ("tokenizer_ja_mecab", "TokenizerJaMecab"),
    "ko-mecab": ("tokenizer_ko_mecab", "TokenizerKoMecab"),
}
"""BLEU's tokenisers by name: module and class in sacrebleu. Those that need a model file are not offered."""


def make_metrics(names: Sequence[str], tokenizer: str) -> tuple["Metric", ...]:
    """The metrics of these names, in this order and each once, with BLEU's tokeniser.

    Raises `InputError` for an unknown name or tokeniser, `MissingExtraError` where a tokeniser's packages
    are not installed.
    """
    return tuple(METRICS[key](tokenizer) for key in metric_keys(names))


def metric_keys(names: Sequence[str]) -> tuple[str, ...]:
    """The keys of `METRICS` that these names mean, each once. Raises `InputError` for an unknown name."""
    keys = [_ALIASES.get(name.strip().lower(), name.strip().lower()) for name in names]
    for name, key in zip(names, keys, strict=True):
        if key not in METRICS:
            raise InputError(f"unknown metric {name.strip()!r}; choose from {', '.join(METRICS)}")
    return tuple(dict.fromkeys(keys))
