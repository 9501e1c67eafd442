"""Two styles in one document: British and American spelling, two kinds of quotation mark, two ways to write dates.

What is rarer is flagged where it first stands; of two equally frequent, the later.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from mtqa.checks.base import Check, CheckedDocument, Context, Fault, Finder, Found, finding, in_hypothesis, quoted
from mtqa.model import Confidence
from mtqa.text.english.variety import spelling, with_ise

SPELLING: Final = Fault(
    id="fluency/inconsistency/spelling-variety",
    severity="minor",
    confidence="medium",
    why="The document mixes British and American spelling, or -ise and -ize. Keep to that of the house style.",
)
QUOTATION_MARKS: Final = Fault(
    id="fluency/inconsistency/quotation-marks",
    severity="minor",
    confidence="medium",
    why="The document has quotation marks of two kinds. Keep to that of the house style.",
)
APOSTROPHES: Final = Fault(
    id="fluency/inconsistency/apostrophes",
    severity="minor",
    confidence="low",
    why="The document has straight and curly apostrophes. Keep to one.",
)
DATES: Final = Fault(
    id="fluency/inconsistency/dates",
    severity="minor",
    confidence="medium",
    why='The document writes dates in two orders ("3 May", "May 3"). Keep to that of the house style.',
)
CLOCK: Final = Fault(
    id="fluency/inconsistency/clock",
    severity="minor",
    confidence="medium",
    why='The document writes the time of day in two ways ("3 p.m.", "3 pm", "15:00"). Keep to one.',
)
PERCENT: Final = Fault(
    id="fluency/inconsistency/percent",
    severity="minor",
    confidence="low",
    why='The document writes shares in two ways ("5%", "5 percent", "5 per cent"). Keep to one.',
)


TENSE: Final = Fault(
    id="fluency/inconsistency/tense",
    severity="minor",
    confidence="low",
    why='The document tells who said what in two tenses ("she says", "he said"). News keeps to one, but for headlines.',
)


class Style(NamedTuple):
    """Ways to write one thing, each a pattern of what stands in the text; `languages` None is every language.

    With `sentences` headlines are left out, which have no stop at the end; without `quotations` what is quoted is.
    """

    fault: Fault
    ways: Mapping[str, str]
    languages: frozenset[str] | None = None
    sentences: bool = False
    quotations: bool = True


_MONTH: Final = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NUMBER: Final = r"(?<![\d.,])\d+(?:[.,]\d+)*+"
_CLOCK_WORDS: Final = "at by until till from around about before after".split()
_AT_OR_SO: Final = "(?i:" + "|".join(rf"(?<=\b{word} )" for word in _CLOCK_WORDS) + ")"
_ENGLISH: Final = frozenset({"en"})
STYLES: Final = (
    Style(QUOTATION_MARKS, {"straight": r'(?<![\d"])"(?!")', "curly": "[“”„]", "angular": "[«»]"}),
    Style(APOSTROPHES, {"straight": r"(?<=[^\W\d_])'(?=[^\W\d_])", "curly": r"(?<=[^\W\d_])’(?=[^\W\d_])"}),
    Style(
        DATES,
        {
            "the day first": rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b(?! \d{{1,2}}\b)",
            "the month first": rf"(?<!\d ){_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?![:.]\d)",
        },
        _ENGLISH,
    ),
    Style(
        CLOCK,
        {
            "a.m. and p.m.": r"\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.m\.",
            "am and pm": r"\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]m|[AP]M)\b",
            "24 hours": rf"{_AT_OR_SO}(?:1[3-9]|2[0-3]):[0-5]\d\b(?![:.]?\d| ?[apAP]\.?[mM])",
        },
        _ENGLISH,
    ),
    Style(
        PERCENT,
        {
            "a sign": rf"{_NUMBER} ?%",
            "one word": rf"{_NUMBER} percent\b",
            "two words": rf"{_NUMBER} per cent\b",
        },
        _ENGLISH,
    ),
    Style(
        TENSE,
        {
            "the past": r"\b(?:said|told|added|explained|announced|warned|insisted)\b",
            "the present": r"\b(?:says|tells|adds|explains|announces|warns|insists)\b",
        },
        _ENGLISH,
        sentences=True,
        quotations=False,
    ),
)
"""The styles that patterns tell."""

_STOPS: Final = (".", "!", "?")
_AFTER_STOP: Final = " \n\t\"'”’»)]"
_QUOTED: Final = re.compile(r"[“„][^“”„]*[”“]|\"[^\"]*\"")
_WORD: Final = re.compile(r"(?<![\w’'.@/-])[a-z]{3,}(?![\w@/]|[’']?[A-Z]|\.\w)")


class _Use(NamedTuple):
    """A way to write at a place: the text there, and what to write instead, where that is known."""

    way: str
    segment: int
    start: int
    text: str
    instead: str | None = None


def _open(context: Context) -> Finder:
    reach = int(CHECK.threshold("reach", context))
    styles = [style for style in STYLES if style.languages is None or context.target in style.languages]

    def find(document: CheckedDocument) -> Iterator[Found]:
        for style in styles:
            uses = list(_uses(style, document))
            for rare in _first_of_each_way(_rare(uses, reach)):
                yield _told(document, style.fault, rare, uses, reach)
        if context.target == "en":
            for uses in _spelt(document):
                for rare in _first_of_each_text(_rare(uses, reach)):
                    yield _told(document, SPELLING, rare, uses, reach)

    return find


def _told(document: CheckedDocument, fault: Fault, rare: _Use, uses: Sequence[_Use], reach: int) -> Found:
    others = [use for use in uses if use.way != rare.way and abs(use.segment - rare.segment) <= reach]
    nearest = min(others, key=lambda use: (abs(use.segment - rare.segment), use.segment, use.start))
    message = (
        f"{quoted(rare.text)}: {rare.way} here, {nearest.way} elsewhere "
        f"({quoted(nearest.text)} in segment {nearest.segment + 1})"
    )
    here = in_hypothesis(document.segments[rare.segment], rare.start, rare.start + len(rare.text))
    unsure: Confidence | None = "low" if fault is SPELLING and len(others) < _SURE else None
    suggestions = (rare.instead,) if rare.instead else ()
    return rare.segment, finding(fault, message, here, suggestions=suggestions, confidence=unsure)


_SURE: Final = 2
"""Words of the other variety that make sure of it."""


def _rare(uses: Sequence[_Use], reach: int) -> Iterator[_Use]:
    """The uses whose way is not the most frequent of those in their reach; of equals, the first is."""
    first, last = 0, 0
    counts: dict[str, int] = {}  # in the order in which the ways first come
    for use in uses:
        while last < len(uses) and uses[last].segment <= use.segment + reach:
            counts[uses[last].way] = counts.get(uses[last].way, 0) + 1
            last += 1
        while uses[first].segment < use.segment - reach:
            counts[uses[first].way] -= 1
            first += 1
        if use.way != max(counts, key=counts.__getitem__):
            yield use


def _first_of_each_way(uses: Iterable[_Use]) -> Iterator[_Use]:
    return iter({use.way: use for use in reversed(list(uses))}.values())


def _first_of_each_text(uses: Iterable[_Use]) -> Iterator[_Use]:
    return iter({use.text: use for use in reversed(list(uses))}.values())


@cache
def _pattern(style: int) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((way, re.compile(pattern)) for way, pattern in STYLES[style].ways.items())


def _uses(style: Style, document: CheckedDocument) -> Iterator[_Use]:
    """The first use of every way in each segment, in the order of segments."""
    patterns = _pattern(STYLES.index(style))
    for index, segment in enumerate(document.segments):
        text = segment.hypothesis
        if style.sentences and not text.rstrip(_AFTER_STOP).endswith(_STOPS):
            continue
        if not style.quotations:
            text = _QUOTED.sub(lambda quotation: " " * len(quotation[0]), text)
        for way, pattern in patterns:
            if match := pattern.search(text):
                yield _Use(way, index, match.start(), match[0])


def _spelt(document: CheckedDocument) -> Iterator[list[_Use]]:
    """The words of either variety, and those with -ise or -ize."""
    varieties, endings = [], []
    for index, segment in enumerate(document.segments):
        for match in _WORD.finditer(segment.hypothesis):
            word = match[0]
            if shown := spelling(word):
                use = _Use(f"{shown.variety} spelling", index, match.start(), word, shown.other)
                varieties.append(use)
                if "is" in word and shown.other == word.replace("is", "iz"):
                    endings.append(use._replace(way="-ise"))
            elif other := with_ise(word):
                endings.append(_Use("-ize", index, match.start(), word, other))
    yield varieties
    yield endings


CHECK: Final = Check(
    name="mixed_styles",
    summary="two spelling varieties or typographic styles in one document",
    faults=(SPELLING, QUOTATION_MARKS, APOSTROPHES, DATES, CLOCK, PERCENT, TENSE),
    open=_open,
    thresholds={"reach": 60},
)
