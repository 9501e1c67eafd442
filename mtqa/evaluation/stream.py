"""Segments scored as they are read, in bounded memory: for batches too large to hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from mtqa.errors import InputError
from mtqa.evaluation.batch import empty_references
from mtqa.evaluation.languages import choose
from mtqa.evaluation.scorer import CHUNK, Integers, references_of, rows_in_order
from mtqa.evaluation.segments import chunks, gather, of_pair, scorer_for
from mtqa.evaluation.values import Settings
from mtqa.model import LeftOut, ScoredSegment, Segment
from mtqa.text.languages import is_undetermined, primary
from mtqa.text.words import count_words

_SEGMENTS_TO_TELL_LANGUAGES = 2048


@dataclass(slots=True)
class Totals:
    """What a stream of segments has added up to so far; `scores` by system and metric, at its end."""

    segments: int = 0
    words: int = 0
    scored: int = 0
    empty_hypotheses: int = 0
    empty_references: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    scores: Mapping[str | None, Mapping[str, float]] = field(default_factory=dict)


class Stream:
    """Scored segments in the order they are read, each with the signatures of its scores.

    The first two thousand segments settle the languages and the tokeniser. `totals` are complete when the
    stream has been walked to its end.
    """

    def __init__(self, items: Iterable[Segment | LeftOut], settings: Settings) -> None:
        """Reads the first segments. Raises `InputError` as `evaluate_items` does."""
        waiting = of_pair(items, settings.language_pair)
        beginning = list(islice(waiting, _SEGMENTS_TO_TELL_LANGUAGES))
        documents, _ = gather(beginning)
        self.languages = choose(documents, settings.language_pair)
        self._scorer, notes = scorer_for(settings, self.languages)
        self.notes = (*self.languages.notes, *notes)
        self.totals = Totals()
        self._items = chain(beginning, waiting)
        self._jobs = settings.jobs

    def __iter__(self) -> Iterator[tuple[ScoredSegment, Mapping[str, str]]]:
        """Walks the stream, once. Raises `InputError` where the format's target language changes midway."""
        panel = self._scorer.open()
        signatures: dict[int, Mapping[str, str]] = {0: {}}
        sums: dict[str | None, Integers] = {}
        for chunk, rows in rows_in_order(self._scorer, chunks(self._segments(), CHUNK), self._jobs):
            judged = zip(rows, panel.segment_scores(rows).tolist(), strict=True)
            for segment in chunk:
                count = len(references_of(segment))
                if count not in signatures:
                    signatures[count] = panel.signatures(count, segment=True)
                scores = {}
                if count:
                    row, values = next(judged)
                    scores = dict(zip(panel.names, values, strict=True))
                    system = segment.header.system
                    sums[system] = sums[system] + row if system in sums else row
                yield (
                    self._added(ScoredSegment(segment, count_words(segment.hypothesis), scores)),
                    signatures[count],
                )
        self.totals.scores = {
            system: dict(zip(panel.names, panel.scores(row), strict=True)) for system, row in sums.items()
        }

    def _segments(self) -> Iterator[Segment]:
        target = self.languages.pair.target
        for item in self._items:
            if isinstance(item, LeftOut):
                self.totals.left_out[item.reason] += 1
                continue
            own = item.header.language_pair
            if own and not is_undetermined(own.target) and primary(own.target) != primary(target):
                change = f"target language {own.target} after {target}"
                remedy = "score one at a time, as with -l"
                raise InputError(f"{change}; {remedy} {primary(target)}", item.header.path, item.line)
            yield item

    def _added(self, scored: ScoredSegment) -> ScoredSegment:
        totals, segment = self.totals, scored.segment
        totals.segments += 1
        totals.words += scored.words
        totals.scored += bool(scored.scores)
        totals.empty_hypotheses += not segment.hypothesis.strip()
        totals.empty_references += empty_references(segment)
        return scored
