"""The page of a rule: what it flags, why, wrong and right, what it leaves alone."""

from collections.abc import Iterator, Mapping

from mtqa.rules.rule import PLACES, Example, Measured, Rule
from mtqa.taxonomy import CATEGORIES


def document(rule: Rule) -> str:
    """The documentation of a rule in Markdown."""
    return "\n".join(_lines(rule))


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}"
    yield ""
    yield f"{rule.category} ({CATEGORIES[rule.category]}), {rule.severity}, {rule.confidence} confidence"
    yield ""
    yield rule.why
    yield ""
    yield "## Wrong and right"
    yield ""
    for example in rule.flags:
        yield f"- {_marked(example)}"
        if example.source is not None:
            yield f"  source ({example.source_language}): {example.source}"
        if example.fixed is not None:
            yield f"  right: {example.fixed}"
    yield ""
    yield "## Not flagged"
    yield ""
    for example in rule.silent:
        yield f"- {example.text}" + (f" ({', '.join(example.place)})" if example.place else "")
    yield ""
    yield from _facts(rule)


def _marked(example: Example) -> str:
    start, end = example.marked or (0, 0)
    text = example.text
    return f"{text[:start]}**{text[start:end]}**{text[end:]}"


def _facts(rule: Rule) -> Iterator[str]:
    if rule.source_languages:
        yield f"- Source languages: {', '.join(rule.source_languages)}"
    if rule.needs_source:
        yield f"- Speaks only when the source has: {_words(rule.needs_source)}"
    if rule.source_boost:
        yield f"- Surer when the source has: {_words(rule.source_boost)}"
    for condition in rule.place:
        yield f"- {'Only' if condition.wanted else 'Never'} {PLACES[condition.place]}"
    yield f"- Measured in {rule.measured.lines:,} lines of native news: {_alarms(rule.measured)}"


def _alarms(measured: Measured) -> str:
    alarms = "1 false alarm" if measured.false_alarms == 1 else f"{measured.false_alarms} false alarms"
    return f"{alarms}, {measured.true_finds} true" if measured.true_finds else alarms


def _words(words: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{language}: {', '.join(texts)}" for language, texts in words.items())
