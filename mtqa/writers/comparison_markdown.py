"""A comparison as a summary in Markdown, for a pull request: the answer, the scores, where it is worse."""

from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from mtqa.comparison import Comparison, Pair
from mtqa.comparison.conclusions import in_percent
from mtqa.comparison.values import Difference, System
from mtqa.rules.documentation import markdown
from mtqa.writers.comparison_wording import adjustment, drawing, forced, interval, title
from mtqa.writers.told import shortened
from mtqa.writers.wording import legible, two_decimals

LONGEST: Final = 60_000
"""Characters: a comment on GitHub holds 65,536."""

_MOST_ROWS: Final = 20
_MOST_RULES: Final = 5
_LONGEST_CELL: Final = 200


def write(comparison: Comparison, out: TextIO) -> None:
    """Write the summary; it fits a comment."""
    room = LONGEST
    for block in _blocks(comparison):
        if len(block) > room:
            out.write("*This summary is cut: see the report.*\n")
            return
        out.write(block)
        room -= len(block)


def _blocks(comparison: Comparison) -> Iterator[str]:
    """Paragraphs and tables, each with an empty line behind it."""
    yield "## mtqa: comparison\n\n"
    yield f"{_cell(title(comparison))}\n\n"
    for line in forced(comparison):
        yield f"**{_cell(line)}**\n\n"
    yield _table(("system", *comparison.metrics), (_system(comparison, each) for each in comparison.systems))
    for pair in comparison.pairs[:_MOST_ROWS]:
        yield from _pair(pair)
    yield f"Paired bootstrap, {comparison.resamples:,} resamples of {_cell(drawing(comparison))}; "
    yield f"{_cell(adjustment(comparison))}.\n"


def _system(comparison: Comparison, system: System) -> tuple[str, ...]:
    return _cell(system.name), *(two_decimals(system.scores[metric].score) for metric in comparison.metrics)


def _pair(pair: Pair) -> Iterator[str]:
    yield f"### {_cell(pair.headline)}\n\n"
    yield _table(
        ("score", "difference", "95% interval", "p", "significant", "people agree"),
        map(_difference, pair.differences.values()),
    )
    rules = [each for each in pair.rules if each.b > each.a][:_MOST_RULES]
    if rules:
        head = ("rule", "severity", _cell(pair.a), _cell(pair.b), "new")
        yield _table(
            head, ((_cell(one.rule), one.severity, f"{one.a:,}", f"{one.b:,}", f"{one.new:,}") for one in rules)
        )


def _difference(each: Difference) -> tuple[str, ...]:
    return (
        _cell(each.metric),
        f"{each.difference:+.2f}",
        interval(each),
        f"{each.p_adjusted:.3f}",
        "**yes**" if each.significant else "no",
        in_percent(each.agreement) if each.agreement else "",
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def _cell(text: str) -> str:
    """The text as it stands, on one line, neither markup nor a mention of anybody."""
    return markdown(shortened(legible(text), _LONGEST_CELL)).replace("@", "@<!-- -->")
