"""The words of a comparison that the terminal, Markdown and the page share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mtqa.comparison import Comparison
from mtqa.comparison.human import SOURCE
from mtqa.comparison.values import Bucket, BucketKind, Difference, SegmentDifference
from mtqa.comparison.words import F1
from mtqa.text.languages import is_undetermined
from mtqa.writers.wording import counted, legible

KINDS: Final[Mapping[BucketKind, str]] = {
    "length": "length of the reference",
    "frequency": "how often the references have a word",
    "words": "kind of word",
    "domain": "domain",
}
"""What segments and words are in buckets by."""


def title(comparison: Comparison) -> str:
    """What is compared: `it-en, 3 systems, 12 documents, 240 segments`."""
    pair = comparison.language_pair
    languages = (
        "languages unknown"
        if is_undetermined(pair.target)
        else legible(pair.target if is_undetermined(pair.source) else str(pair))
    )
    systems = counted(len(comparison.systems), "system")
    documents = counted(len(comparison.documents), "document")
    return f"{languages}: {systems} compared on {counted(comparison.segments, 'segment')} of {documents}"


def forced(comparison: Comparison) -> Iterator[str]:
    """Sentences on what does not fit together and was compared all the same."""
    for mismatch in comparison.forced:
        yield legible(f"forced, though {mismatch}")


def compared(comparison: Comparison, bucket: Bucket) -> str:
    """The score by which a bucket is shown."""
    return F1 if bucket.unit == "words" else comparison.decided_by


def interval(each: Difference) -> str:
    """The bounds of a difference: `+1.20 to +3.40`; nothing where there are none."""
    return "" if each.low is None or each.high is None else f"{each.low:+.2f} to {each.high:+.2f}"


def of_segments(differences: Sequence[SegmentDifference], most: int) -> list[SegmentDifference]:
    """The most different ones, by turns of each score that they differ in."""
    by_metric: dict[str, list[SegmentDifference]] = {}
    for each in differences:
        by_metric.setdefault(each.metric, []).append(each)
    found: list[SegmentDifference] = []
    for place in range(most):
        found += [own[place] for own in by_metric.values() if place < len(own)]
    return found[:most]


def methods(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """How it was measured, as pairs of what and how."""
    by_segments = "segments" in comparison.resampled.values()
    why = "; segments, because fewer than 5 documents have a score" if by_segments else ""
    resamples = counted(comparison.resamples, "resample")
    yield "95% intervals", f"paired bootstrap, {resamples} of {drawing(comparison)}{why}"
    yield "p", "two-sided: how often the resampled differences stray further from their mean than the one found"
    yield "significant", adjustment(comparison)
    if any(pair.differences[metric].agreement for pair in comparison.pairs for metric in comparison.metrics):
        yield "people agree", f"of 100 pairs of systems so far apart, so many in which people see it alike ({SOURCE})"
    for metric in comparison.metrics:
        for signature, names in signatures(comparison, metric).items():
            of = f" ({', '.join(names)})" if len(names) < len(comparison.systems) else ""
            yield metric, legible(f"{signature}{of}")


def drawing(comparison: Comparison) -> str:
    """What was drawn: `12 documents, seed 12345`."""
    kinds = dict.fromkeys((comparison.units[metric], comparison.resampled[metric]) for metric in comparison.metrics)
    drawn = " or ".join(counted(number, kind.removesuffix("s")) for number, kind in kinds)
    return f"{drawn}, seed {comparison.seed}"


def adjustment(comparison: Comparison) -> str:
    """How p-values are adjusted for the number of comparisons."""
    number = len(comparison.pairs)
    if number == 1:
        return "where p < 0.05 and 0 lies outside the interval; one comparison for each score, nothing to adjust p for"
    which = "every system with every other" if comparison.all_pairs else "every system with the baseline"
    return (
        f"where p < 0.05, adjusted (Holm 1979) for the {number} comparisons of each score ({which}), "
        "and 0 lies outside the interval"
    )


def signatures(comparison: Comparison, metric: str) -> dict[str, list[str]]:
    """The names of the systems by the signature of their score."""
    found: dict[str, list[str]] = {}
    for system in comparison.systems:
        found.setdefault(system.signatures[metric], []).append(system.name)
    return found
