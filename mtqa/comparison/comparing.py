"""Runs to a comparison: aligned, scored, resampled together, and told where they differ."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mtqa.comparison.buckets import buckets
from mtqa.comparison.conclusions import FEWEST_UNITS, SIGNIFICANT, headline, on_findings, overall, sentences
from mtqa.comparison.findings import counted_findings, rule_differences
from mtqa.comparison.human import agreement
from mtqa.comparison.runs import FORCE, Aligned, Contender, Run, aligned, contenders_of
from mtqa.comparison.scoring import (
    QUALITY,
    Rows,
    bounds,
    check_mismatches,
    is_known,
    rows_by_findings,
    rows_by_reference,
    signature_mismatches,
    statistics_mismatches,
)
from mtqa.comparison.values import (
    Comparison,
    Difference,
    DocumentDifference,
    DocumentScores,
    Mismatch,
    Pair,
    SegmentDifference,
    System,
    Tally,
)
from mtqa.errors import InputError
from mtqa.evaluation.findings import PlacedFinding
from mtqa.model import Score
from mtqa.statistics import RESAMPLES, SEED, PairedDifference, holm, paired_difference
from mtqa.taxonomy import SEVERITIES

Floats = NDArray[np.float64]

MOST_IN_PAIRS: Final = 4
"""Up to so many systems are all compared with each other, more only with the baseline."""

MOST_SEGMENTS: Final = 10
"""How many segments are kept in which a system is worst, by each score; half as many in which it is best."""

MOST_DOCUMENTS: Final = 10

RESAMPLES_FOR_EACH: Final = 100
"""At least so many resamples for each comparison: p cannot be lower than one of them, and is adjusted for all."""

_EQUAL: Final = 1e-9
"""Scores closer than this are equal: they are made of the same integers."""


@dataclass(frozen=True)
class _Scored:
    """Rows with what resampling them says: shape (resamples, contenders, scores).

    `segments` are the scores of each row: shape (contenders, segments, scores).
    """

    rows: Rows
    resampled: Floats
    segments: Floats

    @classmethod
    def of(cls, rows: Rows, aligned: Aligned, resamples: int, seed: int) -> "_Scored":
        """The rows resampled, with the scores of the segments as their runs have them."""
        numbers = rows.segments.tolist()
        segments = [[[own[at].scores[name] for name in rows.kept] for at in numbers] for own in aligned.segments]
        return cls(rows, rows.resamples(resamples, seed), np.array(segments))

    @cached_property
    def documents(self) -> Floats:
        """The scores of each document: shape (documents, contenders, scores)."""
        return self.rows.scores(self.rows.by_document)

    def column(self, metric: str) -> int:
        """Where a score stands."""
        return self.rows.kept.index(metric)


def compare(
    runs: Sequence[Run],
    *,
    labels: Sequence[str] = (),
    baseline: str | None = None,
    all_pairs: bool = False,
    force: bool = False,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Comparison:
    """The systems of all runs over the segments that they share, the baseline first.

    For many comparisons more resamples are drawn than asked for: p cannot be lower than one of them, and is adjusted
    for all. Raises `InputError` for fewer than two systems, where nothing is scored on a side, and, unless forced,
    where the runs do not fit together: other texts, other segments, scores made in another way.
    """
    contenders = contenders_of(runs, labels, baseline)
    metrics, notes = _metrics(contenders)
    together = aligned(contenders)
    found = [*together.mismatches, *signature_mismatches(contenders, metrics)]
    if QUALITY in metrics:
        found += check_mismatches(contenders)
    _refuse(found, force=force)
    by_reference = rows_by_reference(together, [name for name in metrics if name != QUALITY])
    wrong = statistics_mismatches(together, by_reference)
    _refuse(wrong, force=force)
    rows = [each for each in (by_reference, rows_by_findings(together) if QUALITY in metrics else None) if each]
    kept = tuple(name for each in rows for name in each.kept)
    if not kept:
        raise InputError(f"no segment is scored for all of {_listed(contenders)}; give a reference with -r")
    number = len(contenders)
    all_pairs = all_pairs or number <= MOST_IN_PAIRS
    comparisons = number * (number - 1) // 2 if all_pairs else number - 1
    drawn = max(resamples, RESAMPLES_FOR_EACH * comparisons)
    scored = [_Scored.of(each, together, drawn, seed) for each in rows]
    lower = frozenset.union(*(each.run.evaluation.lower_is_better for each in contenders))
    decided_by = next(name for name in ("chrF2", QUALITY, *kept) if name in kept)
    findings = [counted_findings(row) for row in together.segments]
    work = _Work(together, scored, findings, kept, lower, decided_by, resamples)
    systems = tuple(work.systems())
    pairs = tuple(work.pairs(all_pairs=all_pairs))
    sign = -1 if decided_by in lower else 1
    return Comparison(
        headline=overall(
            [each.name for each in systems],
            [sign * each.scores[decided_by].score for each in systems],
            pairs,
            decided_by,
        ),
        language_pair=contenders[0].run.evaluation.language_pair,
        systems=systems,
        metrics=kept,
        lower_is_better=lower & frozenset(kept),
        decided_by=decided_by,
        pairs=pairs,
        documents=tuple(work.documents()),
        buckets=buckets(together, rows, contenders[0].run.evaluation.language_pair.target),
        segments=len(together.document),
        resampled={name: each.resampled for each in rows for name in each.kept},
        units={name: len(each.units) for each in rows for name in each.kept},
        resamples=drawn,
        seed=seed,
        forced=(*found, *wrong),
        notes=(*together.notes, *notes, *_failures(runs)),
    )


def _failures(runs: Sequence[Run]) -> Iterator[str]:
    """Sentences on the documents that could not be judged."""
    for run in runs:
        for left in run.evaluation.failures:
            yield f"{run.path}: document {left.document} takes no part: {left.reason}"


def _refuse(mismatches: Sequence[Mismatch], *, force: bool) -> None:
    if mismatches and not force:
        first = mismatches[0]
        more = f" (the first of {len(mismatches)} differences)" if len(mismatches) > 1 else ""
        raise InputError(f"{first.message}{more}; {first.remedy}, {FORCE}", first.path, first.line)


def _listed(contenders: Sequence[Contender]) -> str:
    return ", ".join(each.name for each in contenders)


def _metrics(contenders: Sequence[Contender]) -> tuple[list[str], list[str]]:
    """The scores that all have, in the order of the first, and notes on those that only some have."""
    for each in contenders:
        if not each.run.evaluation.metrics:
            raise InputError(f"nothing of {each.name} is scored; give a reference with -r", each.run.path)
    wanted = dict.fromkeys(name for each in contenders for name in each.run.evaluation.metrics if is_known(name))
    shared = [name for name in wanted if all(name in each.run.evaluation.metrics for each in contenders)]
    if not shared:
        those = "; ".join(f"{each.name} has {', '.join(each.run.evaluation.metrics)}" for each in contenders[:2])
        raise InputError(f"there is no score that all systems have ({those}); score them with the same -m and -r")
    others = dict.fromkeys(name for each in contenders for name in each.run.evaluation.metrics if name not in wanted)
    notes = [f"{name} is not compared: this mtqa does not know it" for name in others]
    for name in wanted:
        if name not in shared:
            without = [each.name for each in contenders if name not in each.run.evaluation.metrics]
            notes.append(f"{name} is not compared: {', '.join(without)} {'has' if len(without) == 1 else 'have'} none")
    return shared, notes


@dataclass(frozen=True, slots=True)
class _Work:
    """What the parts of a comparison are made from."""

    aligned: Aligned
    scored: Sequence[_Scored]
    findings: Sequence[Sequence[Sequence[PlacedFinding]]]
    metrics: tuple[str, ...]
    lower: frozenset[str]
    decided_by: str
    resamples: int

    def systems(self) -> Iterator[System]:
        """The systems with their scores over what all have."""
        for number, contender in enumerate(self.aligned.contenders):
            scores = {}
            for each in self.scored:
                between = bounds(each.resampled[: self.resamples], len(each.rows.units))
                for place, metric in enumerate(each.rows.kept):
                    low, high = (None, None) if between is None else (float(one[number, place]) for one in between)
                    scores[metric] = Score(float(each.rows.totals[number, place]), low, high)
            severities = Counter(placed.finding.severity for own in self.findings[number] for placed in own)
            segments = self.aligned.segments[number]
            signatures = contender.run.evaluation.signatures
            yield System(
                name=contender.name,
                system=contender.system,
                path=contender.run.path,
                segments=len(segments),
                words=sum(each.words for each in segments),
                scores=scores,
                signatures={metric: signatures[metric] for metric in self.metrics},
                findings={severity: severities[severity] for severity in SEVERITIES},
            )

    def documents(self) -> Iterator[DocumentScores]:
        """The documents with the scores of each system."""
        names = [each.name for each in self.aligned.contenders]
        found: list[dict[str, dict[str, float]]] = [{} for _ in self.aligned.documents]
        for each in self.scored:
            scores = each.documents
            for at, number in enumerate(each.rows.documents.tolist()):
                for place, metric in enumerate(each.rows.kept):
                    found[number][metric] = dict(zip(names, scores[at, :, place].tolist(), strict=True))
        sizes = np.bincount(self.aligned.document, minlength=len(found)).tolist()
        for document, size, own in zip(self.aligned.documents, sizes, found, strict=True):
            yield DocumentScores(document.header.document, document.header.domain, size, own)

    def pairs(self, *, all_pairs: bool) -> Iterator[Pair]:
        """All pairs, or every system against the first."""
        number = len(self.aligned.contenders)
        chosen = list(combinations(range(number), 2)) if all_pairs else [(0, other) for other in range(1, number)]
        differences = self._differences(chosen)
        units = {
            metric: (len(each.rows.units), each.rows.resampled) for each in self.scored for metric in each.rows.kept
        }
        for place, (a, b) in enumerate(chosen):
            names = self.aligned.contenders[a].name, self.aligned.contenders[b].name
            own = {metric: found[place] for metric, found in differences.items()}
            worse, better = self._segments(a, b)
            rules = rule_differences(self.findings[a], self.findings[b])
            told = (on_findings(*names, rules),) if QUALITY in self.metrics else ()
            yield Pair(
                a=names[0],
                b=names[1],
                differences=own,
                headline=headline(*names, own, self.decided_by, rules if QUALITY in self.metrics else ()),
                sentences=(*sentences(own, units, len(chosen)), *told),
                documents=self._documents(a, b),
                worse=worse,
                better=better,
                rules=rules,
            )

    def _sign(self, metric: str) -> int:
        return -1 if metric in self.lower else 1

    def _differences(self, chosen: Sequence[tuple[int, int]]) -> dict[str, list[Difference]]:
        """By score, the differences of the pairs, their p-values adjusted for each other."""
        found = {}
        for each in self.scored:
            for place, metric in enumerate(each.rows.kept):
                totals, resampled = each.rows.totals[:, place], each.resampled[:, :, place]
                tested = [
                    paired_difference(float(totals[b] - totals[a]), resampled[:, a], resampled[:, b]) for a, b in chosen
                ]
                adjusted = holm([one.p_value for one in tested])
                found[metric] = [
                    self._difference(metric, pair, one, raised, each)
                    for pair, one, raised in zip(chosen, tested, adjusted, strict=True)
                ]
        return {metric: found[metric] for metric in self.metrics}

    def _difference(
        self, metric: str, pair: tuple[int, int], tested: PairedDifference, adjusted: float, scored: _Scored
    ) -> Difference:
        sign, place = self._sign(metric), scored.column(metric)
        a, b = pair
        units = len(scored.rows.units)
        resampled = scored.resampled[:, :, place]
        documents = scored.documents[:, :, place]
        segments = scored.segments[:, :, place]
        return Difference(
            metric=metric,
            difference=tested.difference,
            better_by=sign * tested.difference,
            low=tested.low if units > 1 else None,
            high=tested.high if units > 1 else None,
            p_value=tested.p_value,
            p_adjusted=adjusted,
            significant=units >= FEWEST_UNITS and adjusted < SIGNIFICANT and not tested.low <= 0 <= tested.high,
            better_in=float((sign * (resampled[:, b] - resampled[:, a]) > 0).mean()),
            documents=_tally(sign * (documents[:, b] - documents[:, a])),
            segments=_tally(sign * (segments[b] - segments[a])),
            agreement=agreement(metric, tested.difference),
        )

    def _documents(self, a: int, b: int) -> tuple[DocumentDifference, ...]:
        """The documents in which B is worst against A, the worst first, and those in which it is best."""
        scored = self._deciding()
        scores = scored.documents[:, :, scored.column(self.decided_by)]
        better = self._sign(self.decided_by) * (scores[:, b] - scores[:, a])
        order = np.argsort(better, kind="stable").tolist()
        if len(order) > 2 * MOST_DOCUMENTS:
            order = [*order[:MOST_DOCUMENTS], *order[-MOST_DOCUMENTS:]]
        numbers = scored.rows.documents.tolist()
        return tuple(
            DocumentDifference(
                self.aligned.documents[numbers[at]].header.document,
                float(better[at]),
                float(scores[at, a]),
                float(scores[at, b]),
            )
            for at in order
        )

    def _deciding(self) -> _Scored:
        return next(each for each in self.scored if self.decided_by in each.rows.kept)

    def _segments(self, a: int, b: int) -> tuple[tuple[SegmentDifference, ...], tuple[SegmentDifference, ...]]:
        """The segments in which B is worst against A, and those in which it is best, by each of two scores."""
        worse: dict[int, SegmentDifference] = {}
        better: dict[int, SegmentDifference] = {}
        for metric in dict.fromkeys((self.decided_by, QUALITY)):
            for each in self.scored:
                if metric not in each.rows.kept:
                    continue
                scores = self._sign(metric) * each.segments[:, :, each.column(metric)]
                apart = scores[b] - scores[a]
                influence = self._sign(metric) * _influence(each, metric, a, b)
                order = np.argsort(influence, kind="stable")
                for found, numbers, most in (
                    (worse, order[apart[order] < -_EQUAL], MOST_SEGMENTS),
                    (better, order[::-1][apart[order[::-1]] > _EQUAL], MOST_SEGMENTS // 2),
                ):
                    for at in numbers[:most].tolist():
                        number = int(each.rows.segments[at])
                        ours, theirs = (self.aligned.segments[one][number] for one in (a, b))
                        found.setdefault(
                            number, SegmentDifference(metric, float(apart[at]), float(influence[at]), ours, theirs)
                        )
        return tuple(worse.values()), tuple(better.values())


def _tally(better: Floats) -> Tally:
    wins, losses = int((better > _EQUAL).sum()), int((better < -_EQUAL).sum())
    return Tally(wins, len(better) - wins - losses, losses)


def _influence(scored: _Scored, metric: str, a: int, b: int) -> Floats:
    """How much of the difference of all segments together goes with each of them: that less the one without it."""
    rows, column = scored.rows.rows[:, (a, b)], scored.column(metric)
    sums = rows.sum(axis=0)
    apart = np.diff(scored.rows.scores(sums)[:, column])
    without = np.diff(scored.rows.scores(sums - rows)[..., column], axis=-1)[:, 0]
    return np.asarray(apart - without)
