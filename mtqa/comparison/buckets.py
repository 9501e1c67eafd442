"""Segments in buckets by length and domain, each scored from its summed rows; words by frequency and kind."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mtqa.comparison.runs import Aligned
from mtqa.comparison.scoring import Rows
from mtqa.comparison.values import Bucket, BucketKind
from mtqa.comparison.words import word_buckets
from mtqa.evaluation.texts import references_of
from mtqa.model import ScoredSegment
from mtqa.text.words import count_words

Integers = NDArray[np.int64]

MOST_DOMAINS: Final = 12
"""How many domains have a bucket, those of most segments."""

_LENGTHS: Final = (1, 10, 20, 30, 40, 60)


def buckets(aligned: Aligned, rows: Sequence[Rows], language: str) -> tuple[Bucket, ...]:
    """All buckets that hold something, kind by kind."""
    names = [each.name for each in aligned.contenders]
    found = [*_by_length(aligned, rows, names), *_by_domain(aligned, rows, names)]
    if any(references_of(each.segment) for each in aligned.segments[0]):
        found += word_buckets(aligned.segments, names, language)
    return tuple(found)


def _by_length(aligned: Aligned, rows: Sequence[Rows], names: Sequence[str]) -> Iterator[Bucket]:
    """Segments by the words of the reference, where there is none by those of the source."""
    lengths = np.array([_length(each) for each in aligned.segments[0]])
    group = np.digitize(lengths, _LENGTHS) - 1
    titles = [f"{least} to {following - 1} words" for least, following in pairwise(_LENGTHS)]
    titles.append(f"{_LENGTHS[-1]} words or more")
    yield from _scored("length", titles, group, rows, names)


def _length(scored: ScoredSegment) -> int:
    segment = scored.segment
    return count_words(next(iter(references_of(segment)), segment.source or segment.hypothesis))


def _by_domain(aligned: Aligned, rows: Sequence[Rows], names: Sequence[str]) -> Iterator[Bucket]:
    domains = [aligned.documents[number].header.domain for number in aligned.document.tolist()]
    sizes = Counter(domain for domain in domains if domain is not None)
    titles = [domain for domain, _ in sorted(sizes.items(), key=lambda each: (-each[1], each[0]))][:MOST_DOMAINS]
    if len(titles) > 1:
        places = {domain: place for place, domain in enumerate(titles)}
        group = np.array([-1 if domain is None else places.get(domain, -1) for domain in domains])
        yield from _scored("domain", titles, group, rows, names)


def _scored(
    kind: BucketKind, titles: Sequence[str], group: Integers, rows: Sequence[Rows], names: Sequence[str]
) -> Iterator[Bucket]:
    """A bucket for each title that has segments; `group` is its number for each segment, -1 for none."""
    for place, title in enumerate(titles):
        size = int((group == place).sum())
        if not size:
            continue
        scores: dict[str, dict[str, float]] = {}
        for each in rows:
            inside = group[each.segments] == place
            if inside.any():
                values = each.scores(each.rows[inside].sum(axis=0))
                scores |= {
                    metric: dict(zip(names, values[:, at].tolist(), strict=True)) for at, metric in enumerate(each.kept)
                }
        yield Bucket(kind=kind, name=title, unit="segments", size=size, scores=scores)
