"""A comparison as tables for reading: the scores, who is better by how much, and where not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
_SHORTEST_TEXT: Final = 24
_ABSENT: Final = "-"
_DOCUMENTS, _SEGMENTS = "documents + = -", "segments + = -"
_INTERVAL = "95% interval"
_EXPENDABLE: Final = (_INTERVAL, "words", _SEGMENTS, _DOCUMENTS, "adjusted", "new")
"""The columns that go first where a terminal is narrow, in this order."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What tables are ruled with, and how many cells a line has; None for any number."""

    sign: str
    width: int | None


def write(comparison: Comparison, out: TextIO) -> None:
    """Write the comparison to `out`: with colours where that is a terminal."""
    write_lines(partial(_lines, comparison), out)


def _lines(comparison: Comparison, width: int | None, rule: str) -> Iterator[Line]:
    """All lines of the output; `rule` is the sign that lines are drawn with, `width` the terminal's, None for any."""
    ruling = _Ruling(rule, width)
    yield (Piece(title(comparison), "bold"),)
    for line in forced(comparison):
        yield (Piece(line, "bold red"),)
    if len(comparison.systems) > 2:
        yield (Piece(legible(comparison.headline), "bold"),)
    yield ()
    yield from _table(_scores_head(comparison), [_scores_row(comparison, each) for each in comparison.systems], ruling)
    yield ()
    if len(comparison.pairs) <= MOST_PAIRS:
        for pair in comparison.pairs:
            yield from _pair(comparison, pair, ruling)
    else:
        yield from _all_pairs(comparison, ruling)
    if len(comparison.systems) <= MOST_SYSTEMS:
        yield from _buckets(comparison, ruling)
    for note in comparison.notes:
        yield (Piece(f"note: {legible(note)}", "yellow"),)
    longest = max(len(what) for what, _ in methods(comparison))
    yield from ((Piece(f"{what:{longest}}  {how}", "dim"),) for what, how in methods(comparison))


def _table(head: Row, rows: Sequence[Row], ruling: _Ruling, *, indent: int = 0, names: int = 1) -> Iterator[Line]:
    """A table: the first columns, names, to the left, the others to the right.

    Where it is too wide, intervals go, then counts, then what stands last.
    """
    cells = [head, *rows]
    widths = [max(cell_len(row[place]) for row in cells) for place in range(len(head))]
    shown = _fitting(head, widths, ruling.width, names=names, taken=indent)
    margin = Piece(" " * indent)
    for number, row in enumerate(cells):
        padded = []
        for place in shown:
            padding = " " * (widths[place] - cell_len(row[place]))
            padded.append(row[place] + padding if place < names else padding + row[place])
        yield margin, Piece("  ".join(padded), "bold" if number == 0 else "")
        if number == 0:
            yield margin, Piece("  ".join(ruling.sign * widths[place] for place in shown), "dim")


def _fitting(head: Row, widths: Sequence[int], width: int | None, *, names: int, taken: int) -> list[int]:
    """The columns that fit into the width, those that tell least gone first."""
    shown = list(range(len(head)))
    if width is None:
        return shown
    kinds = [[place for place in shown if head[place] == heading] for heading in _EXPENDABLE]
    others = [[place] for place in reversed(shown[names + 1 :]) if head[place] not in _EXPENDABLE]
    for together in (*kinds, *others):
        if taken + sum(widths[each] + 2 for each in shown) - 2 <= width:
            break
        shown = [place for place in shown if place not in together]
    return shown


def _name(name: str) -> str:
    return shortened(legible(name), _LONGEST_NAME)


def _scores_head(comparison: Comparison) -> Row:
    scores = [column for metric in comparison.metrics for column in (metric, _INTERVAL)]
    return "system", "words", *scores


def _scores_row(comparison: Comparison, system: System) -> Row:
    baseline = " (baseline)" if system.name == comparison.baseline else ""
    scores = [cell for metric in comparison.metrics for cell in _score(system.scores[metric])]
    return f"{_name(system.name)}{baseline}", f"{system.words:,}", *scores


def _score(score: Score) -> tuple[str, str]:
    if score.low is None or score.high is None:
        return two_decimals(score.score), ""
    return two_decimals(score.score), f"[{two_decimals(score.low)}, {two_decimals(score.high)}]"


def _all_pairs(comparison: Comparison, ruling: _Ruling) -> Iterator[Line]:
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
    yield from _table(head, rows, ruling, names=2)
    yield (Piece("* significant; p adjusted for all comparisons of a score together", "dim"),)
    yield ()
    for pair in comparison.pairs:
        yield (Piece(legible(pair.headline)),)
    yield ()


def _short(each: Difference) -> tuple[str, str]:
    return f"{each.difference:+.2f}{'*' if each.significant else ' '}", f"{each.p_adjusted:.3f}"


def _pair(comparison: Comparison, pair: Pair, ruling: _Ruling) -> Iterator[Line]:
    yield (Piece(legible(pair.headline), "bold"),)
    adjusted = len(comparison.pairs) > 1
    head = _difference_head(adjusted=adjusted)
    rows = [_difference(each, adjusted=adjusted) for each in pair.differences.values()]
    yield from _table(head, rows, ruling, indent=2)
    if pair.rules:
        yield (Piece(f"  {legible(pair.sentences[-1])}"),)
    yield from _worse(comparison, pair, ruling)
    yield ()


def _difference_head(*, adjusted: bool) -> Row:
    tested = ("p", "adjusted") if adjusted else ("p",)
    return "score", "difference", _INTERVAL, *tested, "", _DOCUMENTS, _SEGMENTS, "people agree"


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


def _worse(comparison: Comparison, pair: Pair, ruling: _Ruling) -> Iterator[Line]:
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
        yield from _table(head, rows, ruling, indent=4)
        yield ()
    if rules:
        rule_head = ("rule", "severity", _name(pair.a), _name(pair.b), "new")
        yield from _table(rule_head, [_rule(each) for each in rules], ruling, indent=4, names=2)
        yield ()
    for each in worse:
        yield from _segment(pair, each, ruling)


def _rule(each: RuleDifference) -> Row:
    return legible(each.rule), each.severity, f"{each.a:,}", f"{each.b:,}", f"{each.new:,}"


def _segment(pair: Pair, each: SegmentDifference, ruling: _Ruling) -> Iterator[Line]:
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
    room = _LONGEST_TEXT if ruling.width is None else max(ruling.width - width - 8, _SHORTEST_TEXT)
    for label, text in texts:
        if text is not None:
            padding = " " * (width - cell_len(label))
            yield Piece(f"      {label}{padding}  ", "dim"), Piece(whole_words(legible(text), room))


def _buckets(comparison: Comparison, ruling: _Ruling) -> Iterator[Line]:
    """A table for each kind of bucket, by the score that decides, or by how many words are right."""
    for kind in dict.fromkeys(bucket.kind for bucket in comparison.buckets):
        own = [bucket for bucket in comparison.buckets if bucket.kind == kind]
        metric = compared(comparison, own[0])
        head = (f"{metric} by {KINDS[kind]}", own[0].unit, *(_name(each.name) for each in comparison.systems))
        yield from _table(head, [_bucket(comparison, each, metric) for each in own], ruling)
        yield ()


def _bucket(comparison: Comparison, bucket: Bucket, metric: str) -> Row:
    scores = bucket.scores.get(metric, {})
    cells = (two_decimals(scores[each.name]) if each.name in scores else _ABSENT for each in comparison.systems)
    return shortened(legible(bucket.name), _LONGEST_NAME), f"{bucket.size:,}", *cells
