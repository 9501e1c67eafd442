"""A comparison as tables for reading: the scores, who is better by how much, and where not."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, TextIO

from rich.cells import cell_len

from mtqa.comparison import Comparison, Pair
from mtqa.comparison.conclusions import in_percent
from mtqa.comparison.values import Bucket, Difference, RuleDifference, SegmentDifference, System, Tally
from mtqa.model import Score
from mtqa.writers.comparison_wording import KINDS, compared, forced, interval, methods, of_segments, title
from mtqa.writers.lines import Line, Piece, shortened, whole_words, write_lines
from mtqa.writers.wording import legible, two_decimals

MOST_PAIRS: Final = 3
"""Of so many pairs the differences are told at length; of more in one table."""

MOST_SYSTEMS: Final = 6
"""Up to so many systems have a column in the tables of buckets."""

_MOST_ROWS: Final = 5
_MOST_SEGMENTS: Final = 3
_LONGEST_NAME: Final = 32
_LONGEST_TEXT: Final = 100
_ABSENT: Final = "-"

Row = tuple[str, ...]


def write(comparison: Comparison, out: TextIO) -> None:
    """Write the comparison to `out`: with colours where that is a terminal."""
    write_lines(partial(_lines, comparison), out)


def _lines(comparison: Comparison, _: int | None, rule: str) -> Iterator[Line]:
    """All lines of the output; `rule` is the sign that lines are drawn with."""
    yield (Piece(title(comparison), "bold"),)
    for line in forced(comparison):
        yield (Piece(line, "bold red"),)
    if len(comparison.systems) > 2:
        yield (Piece(legible(comparison.headline), "bold"),)
    yield ()
    yield from _table(_scores_head(comparison), [_scores_row(comparison, each) for each in comparison.systems], rule)
    yield ()
    if len(comparison.pairs) <= MOST_PAIRS:
        for pair in comparison.pairs:
            yield from _pair(comparison, pair, rule)
    else:
        yield from _all_pairs(comparison, rule)
    if len(comparison.systems) <= MOST_SYSTEMS:
        yield from _buckets(comparison, rule)
    for note in comparison.notes:
        yield (Piece(f"note: {legible(note)}", "yellow"),)
    longest = max(len(what) for what, _ in methods(comparison))
    yield from ((Piece(f"{what:{longest}}  {how}", "dim"),) for what, how in methods(comparison))


def _table(head: Row, rows: Sequence[Row], rule: str, *, indent: int = 0, names: int = 1) -> Iterator[Line]:
    """A table: the first columns, names, to the left, the others to the right."""
    cells = [head, *rows]
    widths = [max(cell_len(row[place]) for row in cells) for place in range(len(head))]
    margin = Piece(" " * indent)
    for number, row in enumerate(cells):
        padded = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            padding = " " * (width - cell_len(cell))
            padded.append(cell + padding if place < names else padding + cell)
        yield margin, Piece("  ".join(padded), "bold" if number == 0 else "")
        if number == 0:
            yield margin, Piece("  ".join(rule * width for width in widths), "dim")


def _name(name: str) -> str:
    return shortened(legible(name), _LONGEST_NAME)


def _scores_head(comparison: Comparison) -> Row:
    scores = [column for metric in comparison.metrics for column in (metric, "95% interval")]
    return "system", "words", *scores


def _scores_row(comparison: Comparison, system: System) -> Row:
    baseline = " (baseline)" if system.name == comparison.baseline else ""
    scores = [cell for metric in comparison.metrics for cell in _score(system.scores[metric])]
    return f"{_name(system.name)}{baseline}", f"{system.words:,}", *scores


def _score(score: Score) -> tuple[str, str]:
    if score.low is None or score.high is None:
        return two_decimals(score.score), ""
    return two_decimals(score.score), f"[{two_decimals(score.low)}, {two_decimals(score.high)}]"


def _all_pairs(comparison: Comparison, rule: str) -> Iterator[Line]:
    """A line for each pair: the headline, with what each score says of it."""
    metrics = comparison.metrics
    head = ("system", "against", *(column for metric in metrics for column in (metric, "p")))
    rows = [
        (
            _name(pair.b),
            _name(pair.a),
            *(cell for metric in metrics for cell in _short(pair.differences[metric])),
        )
        for pair in comparison.pairs
    ]
    yield from _table(head, rows, rule, names=2)
    yield (Piece("* significant; p adjusted for all comparisons of a score together", "dim"),)
    yield ()
    for pair in comparison.pairs:
        yield (Piece(legible(pair.headline)),)
    yield ()


def _short(each: Difference) -> tuple[str, str]:
    return f"{each.difference:+.2f}{'*' if each.significant else ' '}", f"{each.p_adjusted:.3f}"


def _pair(comparison: Comparison, pair: Pair, rule: str) -> Iterator[Line]:
    yield (Piece(legible(pair.headline), "bold"),)
    adjusted = len(comparison.pairs) > 1
    head = _difference_head(adjusted=adjusted)
    rows = [_difference(each, adjusted=adjusted) for each in pair.differences.values()]
    yield from _table(head, rows, rule, indent=2)
    if pair.rules:
        yield (Piece(f"  {legible(pair.sentences[-1])}"),)
    yield from _worse(comparison, pair, rule)
    yield ()


def _difference_head(*, adjusted: bool) -> Row:
    tested = ("p", "adjusted") if adjusted else ("p",)
    return "score", "difference", "95% interval", *tested, "", "documents + = -", "segments + = -", "people agree"


def _difference(each: Difference, *, adjusted: bool) -> Row:
    tested = [f"{each.p_value:.3f}", f"{each.p_adjusted:.3f}"]
    return (
        each.metric,
        f"{each.difference:+.2f}",
        interval(each),
        *(tested if adjusted else tested[:1]),
        "significant" if each.significant else "not significant",
        _tally(each.documents),
        _tally(each.segments),
        in_percent(each.agreement) if each.agreement else _ABSENT,
    )


def _tally(tally: Tally) -> str:
    return f"{tally.wins:,} {tally.ties:,} {tally.losses:,}"


def _worse(comparison: Comparison, pair: Pair, rule: str) -> Iterator[Line]:
    """Where B is worse: documents, rules, segments."""
    lost = [each for each in pair.documents if each.better_by < 0][:_MOST_ROWS]
    rules = [each for each in pair.rules if each.b > each.a][:_MOST_ROWS]
    worse = of_segments(pair.worse, _MOST_SEGMENTS)
    if not (lost or rules or worse):
        return
    yield ()
    yield (Piece(f"  where {legible(pair.b)} is worse", "bold"),)
    if lost and len(comparison.documents) > 1:
        head = ("document", _name(pair.a), _name(pair.b), comparison.decided_by)
        rows = [
            (_name(one.document), two_decimals(one.a), two_decimals(one.b), f"{one.b - one.a:+.2f}") for one in lost
        ]
        yield from _table(head, rows, rule, indent=4)
        yield ()
    if rules:
        rule_head = ("rule", "severity", _name(pair.a), _name(pair.b), "new")
        yield from _table(rule_head, [_rule(each) for each in rules], rule, indent=4, names=2)
        yield ()
    for each in worse:
        yield from _segment(pair, each)


def _rule(each: RuleDifference) -> Row:
    return legible(each.rule), each.severity, f"{each.a:,}", f"{each.b:,}", f"{each.new:,}"


def _segment(pair: Pair, each: SegmentDifference) -> Iterator[Line]:
    segment = each.b.segment
    place = f"{_name(segment.header.document)}:{shortened(legible(segment.segment), _LONGEST_NAME)}"
    scores = f"{each.metric} {two_decimals(each.a.scores[each.metric])} -> {two_decimals(each.b.scores[each.metric])}"
    yield Piece(f"    {place}  "), Piece(scores, "bold")
    texts = (
        ("source", segment.source),
        ("reference", next((text for text in segment.references if text), None)),
        (_name(pair.a), each.a.segment.hypothesis),
        (_name(pair.b), segment.hypothesis),
    )
    width = max(cell_len(label) for label, text in texts if text is not None)
    for label, text in texts:
        if text is not None:
            padding = " " * (width - cell_len(label))
            yield Piece(f"      {label}{padding}  ", "dim"), Piece(whole_words(legible(text), _LONGEST_TEXT))


def _buckets(comparison: Comparison, rule: str) -> Iterator[Line]:
    """A table for each kind of bucket, by the score that decides, or by how many words are right."""
    for kind in dict.fromkeys(bucket.kind for bucket in comparison.buckets):
        own = [bucket for bucket in comparison.buckets if bucket.kind == kind]
        metric = compared(comparison, own[0])
        head = (f"{metric} by {KINDS[kind]}", own[0].unit, *(_name(each.name) for each in comparison.systems))
        yield from _table(head, [_bucket(comparison, each, metric) for each in own], rule)
        yield ()


def _bucket(comparison: Comparison, bucket: Bucket, metric: str) -> Row:
    scores = bucket.scores.get(metric, {})
    cells = (two_decimals(scores[each.name]) if each.name in scores else _ABSENT for each in comparison.systems)
    return shortened(legible(bucket.name), _LONGEST_NAME), f"{bucket.size:,}", *cells
