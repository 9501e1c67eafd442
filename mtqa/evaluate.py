"""Segments to scores: rows of integers per segment, added up to documents, systems and the corpus."""

from collections.abc import Mapping
from dataclasses import dataclass

from mtqa.model import LanguagePair, LeftOut, Origin, ScoredDocument, ScoredSystem, TakenAs


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything that is known of a run; what a report is made from.

    `signatures` and `segment_signatures` are sacrebleu signatures by metric name, of the summed scores and
    of the segment scores. `systems` has one entry per system, in input order, at least one; `documents` one
    per (system, document), in input order. `resampled` names what the corpus interval resamples. `metrics`
    are the metric names in the order asked for, empty where nothing could be scored with a reference;
    `lower_is_better` those of them in which less is better.
    """

    language_pair: LanguagePair
    source_origin: Origin
    target_origin: Origin
    metrics: tuple[str, ...]
    lower_is_better: frozenset[str]
    signatures: Mapping[str, str]
    segment_signatures: Mapping[str, str]
    documents: tuple[ScoredDocument, ...]
    systems: tuple[ScoredSystem, ...]
    left_out: tuple[LeftOut, ...] = ()
    empty_hypotheses: int = 0
    taken_as: TakenAs | None = None
    notes: tuple[str, ...] = ()
    resamples: int = 1000
    seed: int = 12345
