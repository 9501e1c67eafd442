"""The metrics: a table by the name that `--metrics` takes.

The only room that knows sacrebleu and rapidfuzz. A new metric is one file and one line in the table.
"""

from collections.abc import Callable, Sequence

from mtqa.errors import InputError
from mtqa.metrics.base import Metric, NumberOfReferences, References
from mtqa.metrics.tokenizers import TOKENIZERS, default_tokenizer

__all__ = [
    "DEFAULT_METRICS",
    "METRICS",
    "TOKENIZERS",
    "Metric",
    "NumberOfReferences",
    "References",
    "default_tokenizer",
    "make_metrics",
]


def _bleu(tokenizer: str) -> Metric:
    from mtqa.metrics.bleu import Bleu  # noqa: PLC0415

    return Bleu(tokenizer)


def _chrf(_: str) -> Metric:
    from mtqa.metrics.chrf import Chrf  # noqa: PLC0415

    return Chrf()


def _chrf_plus_plus(_: str) -> Metric:
    from mtqa.metrics.chrf import Chrf  # noqa: PLC0415

    return Chrf(word_orders=2)


def _ter(_: str) -> Metric:
    from mtqa.metrics.ter import Ter  # noqa: PLC0415

    return Ter()


METRICS: dict[str, Callable[[str], Metric]] = {
    "bleu": _bleu,
    "chrf": _chrf,
    "chrf++": _chrf_plus_plus,
    "ter": _ter,
}
"""How to make each metric, from the name of the tokeniser."""

DEFAULT_METRICS = ("bleu", "chrf", "chrf++")

_ALIASES = {"chrf2": "chrf", "chrf2++": "chrf++", "chrfpp": "chrf++", "sacrebleu": "bleu"}


def make_metrics(names: Sequence[str], tokenizer: str) -> tuple[Metric, ...]:
    """The metrics of these names, in this order and each once, with BLEU's tokeniser.

    Raises `InputError` for an unknown name or tokeniser, `MissingExtraError` where a tokeniser's packages
    are not installed.
    """
    wanted: dict[str, Metric] = {}
    for name in names:
        lowered = name.strip().lower()
        key = _ALIASES.get(lowered, lowered)
        if key not in METRICS:
            raise InputError(f"unknown metric {name.strip()!r}; choose from {', '.join(METRICS)}")
        wanted.setdefault(key, METRICS[key](tokenizer))
    return tuple(wanted.values())
