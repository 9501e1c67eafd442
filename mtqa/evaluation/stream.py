"""Segments scored as they are read, in bounded memory: for batches too large to hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np

from mtqa.errors import InputError
from mtqa.evaluation.batch import empty_references
from mtqa.evaluation.cache import Cache, opened
from mtqa.evaluation.languages import choose
from mtqa.evaluation.quality import Quality, quality_row
from mtqa.evaluation.scorer import CHUNK, Integers, Panel, judged_in_order
from mtqa.evaluation.segments import SAMPLE, document_chunks, gather, of_pair, plan_for
from mtqa.evaluation.texts import references_of
from mtqa.evaluation.values import Settings
from mtqa.model import Finding, LeftOut, ScoredSegment, Segment
from mtqa.text.languages import is_undetermined, primary
from mtqa.text.words import count_words


@dataclass(slots=True)
class Totals:
    """What a stream of segments has added up to so far; `scores` by system and metric, at its end.

    `findings` counts them by severity; `failures` are the documents on which the program or its worker ended.
    """

    segments: int = 0
    words: int = 0
    scored: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    empty_hypotheses: int = 0
    empty_references: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    failures: tuple[LeftOut, ...] = ()
    scores: Mapping[str | None, Mapping[str, float]] = field(default_factory=dict)


class Stream:
    """Scored segments in the order they are read, each with the signatures of its scores.

    The first two thousand segments settle the languages and the tokeniser. `totals` and `notes` are complete when the
    stream has been walked to its end.
    """

    def __init__(self, items: Iterable[Segment | LeftOut], settings: Settings) -> None:
        """Reads the first segments. Raises `InputError` as `evaluate_items` does."""
        waiting = of_pair(items, settings.language_pair)
        beginning = list(islice(waiting, SAMPLE))
        documents, _ = gather(beginning)
        self.languages = choose(documents, settings.language_pair)
        plan = plan_for(settings, self.languages, chain.from_iterable(documents.values()))
        self._scorer, self._quality = plan.scorer, plan.quality
        self.notes = (*self.languages.notes, *plan.notes)
        self.skipped_checks = plan.skipped_checks
        self._acceptance = settings.checks.acceptance(self.languages.pair) if settings.checks else None
        self.totals = Totals()
        self._items = chain(beginning, waiting)
        self._jobs = settings.jobs
        self._folder = settings.cache

    def __iter__(self) -> Iterator[tuple[ScoredSegment, Mapping[str, str]]]:
        """Walks the stream, once. Raises `InputError` where the format's target language changes midway."""
        with opened(self._folder) as cache:
            yield from self._judged(cache)
        self.notes = (*self.notes, *(cache.notes if cache else ()))

    def _judged(self, cache: Cache | None) -> Iterator[tuple[ScoredSegment, Mapping[str, str]]]:
        panel = self._scorer.open()
        signatures: dict[int, Mapping[str, str]] = {}
        sums: dict[str | None, _Sums] = {}
        chunks = document_chunks(self._segments(), CHUNK)
        for outcome in judged_in_order(self._scorer, chunks, self._jobs, cache):
            self._fail(outcome.failures)
            if not outcome.chunk:
                continue
            judged = outcome.judged
            with_reference = zip(judged.rows, panel.segment_scores(judged.rows).tolist(), strict=True)
            for segment, found in zip(outcome.chunk, judged.findings, strict=True):
                findings = self._acceptance.left(segment, found) if self._acceptance else found
                own = sums.setdefault(segment.header.system, _Sums(panel, self._quality))
                count, words = len(references_of(segment)), count_words(segment.hypothesis)
                scores = own.add_row(*next(with_reference)) if count else {}
                scores |= own.add_findings(words, findings)
                if count not in signatures:
                    signatures[count] = own.signatures(count)
                scored = ScoredSegment(segment, words, scores, findings)
                self._count(scored)
                yield scored, signatures[count]
        self.notes = (*self.notes, *(self._acceptance.notes() if self._acceptance else ()))
        self.totals.scores = {system: own.scores() for system, own in sums.items()}

    def _segments(self) -> Iterator[Segment]:
        target = self.languages.pair.target
        for item in self._items:
            if isinstance(item, LeftOut):
                self.totals.left_out[item.reason] += 1
                continue
            refuse_other_target(item, target)
            yield item

    def _fail(self, failures: tuple[LeftOut, ...]) -> None:
        self.totals.left_out.update(failure.reason for failure in failures)
        self.totals.failures += failures

    def _count(self, scored: ScoredSegment) -> None:
        totals, segment = self.totals, scored.segment
        totals.segments += 1
        totals.words += scored.words
        totals.scored += bool(references_of(segment))
        totals.findings.update(finding.severity for finding in scored.findings)
        totals.empty_hypotheses += not segment.hypothesis.strip()
        totals.empty_references += empty_references(segment)


def refuse_other_target(segment: Segment, target: str) -> None:
    """Raises `InputError` where the format says of a segment that it is in another target language than the run."""
    own = segment.header.language_pair
    if own and not is_undetermined(own.target) and primary(own.target) != primary(target):
        change = f"target language {own.target} after {target}"
        remedy = "score one at a time, as with -l"
        raise InputError(f"{change}; {remedy} {primary(target)}", segment.header.path, segment.line)


class _Sums:
    """The rows of one system added up, and the scores of each as it is added."""

    def __init__(self, panel: Panel, quality: Quality | None) -> None:
        self._panel = panel
        self._quality = quality
        self._rows: Integers | None = None
        self._findings = np.zeros(quality.width, np.int64) if quality else None

    def add_row(self, row: Integers, scores: Sequence[float]) -> dict[str, float]:
        self._rows = row if self._rows is None else self._rows + row
        return dict(zip(self._panel.names, scores, strict=True))

    def add_findings(self, words: int, findings: Sequence[Finding]) -> dict[str, float]:
        if self._quality is None:
            return {}
        row = np.array(quality_row(words, findings))
        self._findings = row if self._findings is None else self._findings + row
        return dict(zip(self._quality.names, self._quality.scores(row), strict=True))

    def scores(self) -> dict[str, float]:
        found: dict[str, float] = {}
        if self._rows is not None:
            found |= zip(self._panel.names, self._panel.scores(self._rows), strict=True)
        if self._quality is not None and self._findings is not None:
            found |= zip(self._quality.names, self._quality.scores(self._findings), strict=True)
        return found

    def signatures(self, references: int) -> dict[str, str]:
        of_metrics = self._panel.signatures(references, segment=True) if references else {}
        return {**of_metrics, **(self._quality.signatures() if self._quality else {})}
