"""The documentation of rules, made from their files: a text for the terminal, pages for a folder of documents."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from mtqa.model import Description
from mtqa.rules.engine import Rules
from mtqa.rules.proof import place_in
from mtqa.rules.rule import PLACES, Example, Measured, Rule
from mtqa.taxonomy import CATEGORIES

GENERATED: Final = "<!-- Made from the rule files by `mtqa rules docs`: change those, not this page. -->"
"""The first line of every page, by which a page is known that may be written anew."""

INDEX: Final = "README.md"


@dataclass(frozen=True, slots=True)
class _Form:
    """How a text is written: its heading, what is done to words of the rule, how what is flagged stands out."""

    heading: str
    words: Callable[[str], str]
    marks: tuple[str, str]


def _as_it_stands(text: str) -> str:
    return text


_TERMINAL: Final = _Form("#", _as_it_stands, ("**", "**"))


def document(rule: Rule, rules: Rules) -> str:
    """The documentation of one of the rules, to be read in a terminal."""
    return "\n".join(_lines(rule, what(rule, rules), _TERMINAL))


def pages(rules: Rules) -> dict[str, str]:
    """The pages of all rules in Markdown by file name: one for each family, and an index."""
    in_order = sorted(rules.rules, key=lambda rule: (_family(rule), rule.id))
    told = {rule.id: what(rule, rules) for rule in in_order}
    found = {f"{family}.md": _page(family, list(members), told) for family, members in groupby(in_order, key=_family)}
    return {INDEX: _index(in_order, told), **found}


def what(rule: Rule, rules: Rules) -> str:
    """What a rule tells an editor, at its first example; what its category means where it is not shown one."""
    example = rule.flags[0]
    found = rules.find_each(
        example.text, source=example.source, source_language=example.source_language, place=place_in(example)
    )
    messages = (finding.message for finding in found if finding.rule == rule.id)
    return next(messages, f"the text is {CATEGORIES[rule.category]}")


def description(rule: Rule, rules: Rules) -> Description:
    """What a rule means, with its first example."""
    example = rule.flags[0]
    right = f"\n\nRight: {markdown(example.fixed)}" if example.fixed else ""
    return Description(
        id=rule.id,
        category=rule.category,
        severity=rule.severity,
        confidence=rule.confidence,
        what=what(rule, rules),
        why=rule.why,
        help=f"{markdown(rule.why)}\n\nWrong: {markdown(example.text)}{right}",
    )


def _family(rule: Rule) -> str:
    pack, *families, _ = rule.id.split("/")
    return "-".join(families) or pack


# -- pages ------------------------------------------------------------------------------------------------------


def _page(family: str, rules: Iterable[Rule], told: Mapping[str, str]) -> str:
    sections = ("\n".join(_lines(rule, told[rule.id], _MARKDOWN)) for rule in rules)
    return "\n\n".join((GENERATED, f"# {markdown(family)}", *sections)) + "\n"


def _index(rules: Iterable[Rule], told: Mapping[str, str]) -> str:
    rows = [
        f"| [{markdown(rule.id)}]({_family(rule)}.md#{_anchor(rule.id)}) | {markdown(told[rule.id])} "
        f"| {rule.severity} | {rule.confidence} |"
        for rule in rules
    ]
    counted = f"{len(rows)} rules. What they say is shown as they say it of their first example."
    head = ("| id | what | severity | confidence |", "|---|---|---|---|")
    return "\n".join((GENERATED, "", "# Rules", "", counted, "", *head, *rows)) + "\n"


def _anchor(heading: str) -> str:
    """What a heading is linked by, as the usual hosts of Markdown make it."""
    return re.sub(r"[^\w-]", "", heading.lower())


_SIGNS: Final = re.compile(r"[\\`*_\[\]<>&|~$#]")
_LIST_SIGN: Final = re.compile(r"^(\d{0,9})([-+=.)])")


def markdown(text: str) -> str:
    """The text so that Markdown shows it as it stands: no sign of it means anything, no space of it is lost."""
    text = _LIST_SIGN.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text))
    text = re.sub(r"(?<= ) ", "&nbsp;", text)
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    hidden = character != " " and unicodedata.category(character)[0] in "CZ"
    return f"<code>U+{ord(character):04X}</code>" if hidden else character


# HTML, because two stars do not work beside a space or between a letter and a mark.
_MARKDOWN: Final = _Form("##", markdown, ("<mark>", "</mark>"))


# -- sections ---------------------------------------------------------------------------------------------------


def _lines(rule: Rule, told: str, form: _Form) -> Iterator[str]:
    words = form.words
    yield f"{form.heading} {words(rule.id)}"
    yield ""
    yield words(told)
    yield ""
    yield f"{rule.category} ({CATEGORIES[rule.category]}), {rule.severity}, {rule.confidence} confidence"
    yield ""
    yield words(rule.why)
    yield ""
    yield f"{form.heading}# Wrong and right"
    yield ""
    for example in rule.flags:
        yield f"- {_marked(example, form)}"
        if example.source is not None:
            yield f"  - source ({example.source_language}): {words(example.source)}"
        if example.fixed is not None:
            yield f"  - right: {words(example.fixed)}"
    yield ""
    yield f"{form.heading}# Not flagged"
    yield ""
    for example in rule.silent:
        yield f"- {words(example.text)}" + (f" ({', '.join(map(words, example.place))})" if example.place else "")
    yield ""
    yield f"{form.heading}# Facts"
    yield ""
    yield from _facts(rule, words)


def _marked(example: Example, form: _Form) -> str:
    start, end = example.marked or (0, 0)
    pieces = example.text[:start], example.text[start:end], example.text[end:]
    before, flagged, after = (form.words(piece) for piece in pieces)
    opening, closing = form.marks
    return f"{before}{opening}{flagged}{closing}{after}"


def _facts(rule: Rule, words: Callable[[str], str]) -> Iterator[str]:
    if rule.source_languages:
        yield f"- Source languages: {', '.join(rule.source_languages)}"
    if rule.needs_source:
        yield f"- Speaks only when the source has: {words(_by_language(rule.needs_source))}"
    if rule.source_boost:
        yield f"- Surer when the source has: {words(_by_language(rule.source_boost))}"
    for condition in rule.place:
        yield f"- {'Only' if condition.wanted else 'Never'} {PLACES[condition.place]}"
    if rule.safe:
        yield "- Put right by `mtqa check --fix`"
    yield f"- Measured in {rule.measured.lines:,} lines of native news: {_alarms(rule.measured)}"


def _alarms(measured: Measured) -> str:
    alarms = "1 false alarm" if measured.false_alarms == 1 else f"{measured.false_alarms} false alarms"
    return f"{alarms}, {measured.true_finds} true" if measured.true_finds else alarms


def _by_language(words: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{language}: {', '.join(texts)}" for language, texts in words.items())
