"""The reader or a person spoken to is addressed in two ways in one document: du and Sie, tu and vous.

What stands in quotation marks is left out: people in the news address one another as they like. So is a document
whose source does the same.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from mtqa.checks.base import Check, CheckedDocument, Context, Fault, Finder, Found, finding, in_hypothesis, quoted

MIXED: Final = Fault(
    id="fluency/register/mixed-address",
    severity="minor",
    confidence="medium",
    why="The document addresses the same person familiarly and politely. Keep to one.",
)


class Address(NamedTuple):
    """Patterns of the words of familiar and of polite address; `plural` where the polite ones are plurals too."""

    familiar: str
    polite: str
    plural: bool = False


_WITHIN_SENTENCE: Final = r"(?<=[\w,;:)] )"
"""Before a word whose capital says something."""

ADDRESSES: Final[Mapping[str, Address]] = {
    "cs": Address(r"tys?|tebe|tobě|tvůj|tvoje|tvého|tvou", r"vás|vám|vámi|vaše|vašeho|vaši|vašich|vaším", plural=True),
    "de": Address(r"du|dich|dir|dein(?:e[rmns]?)?", rf"{_WITHIN_SENTENCE}(?-i:Sie|Ihnen|Ihr(?:e[rmns]?)?)"),
    "es": Address(r"tú|ti|contigo|tuy[oa]s?", r"usted"),
    "fr": Address(r"tu|toi|t[’'](?=\w)", r"vous|votre|vos", plural=True),
    "it": Address(r"tu|tuo|tua|tuoi|tue", rf"{_WITHIN_SENTENCE}(?-i:Lei|Suo|Sua|Suoi|Sue)"),
    "nl": Address(r"jij|jou|jouw", r"u|uw"),
    "pt": Address(r"tu|contigo|teus?|tuas?", r"você|o senhor|a senhora"),
    "ru": Address(
        r"ты|тебя|тебе|тобой|тво(?:й|я|ё|его|ей|ему|им|их|ю)",
        r"вы|вас|вам|вами|ваш(?:а|е|и|его|ей|ему|им|их|у)?",
        plural=True,
    ),
    "tr": Address(r"sen|sana|seni|senin|sende|senden", r"siz|size|sizi|sizin|sizde|sizden", plural=True),
    "uk": Address(
        r"ти|тебе|тобі|тобою|тв(?:ій|оя|оє|ого|оєї|оїх)",
        r"ви|вас|вам|вами|ваш(?:а|е|і|ого|ої|их)?",
        plural=True,
    ),
    "zh": Address(r"你", r"您"),
}  # fmt: skip
"""Words of address by language: those that are nothing else, not all there are."""

_UNSPACED: Final = frozenset({"zh"})
_QUOTED: Final = re.compile(r"[“„][^“”„]*[”“]|«[^«»]*»|»[^«»]*«|\"[^\"]*\"|「[^「」]*」|『[^『』]*』")


_ONE_FORM: Final = "en"
"""English has one form of address: there is nothing to mix."""


class _Use(NamedTuple):
    segment: int
    start: int
    text: str


def _open(context: Context) -> Finder:
    if context.target == _ONE_FORM:
        return lambda _: ()
    patterns = _patterns(context.target or "")
    own = _patterns(context.source or "") if context.source in ADDRESSES else None

    def find(document: CheckedDocument) -> Iterator[Found]:
        familiar, polite = (list(_uses(document, pattern)) for pattern in patterns)
        if not familiar or not polite or (own and _mixed_in_source(document, own)):
            return
        rare, usual = (familiar, polite) if len(familiar) < len(polite) else (polite, familiar)
        if len(familiar) == len(polite) and familiar[0] > polite[0]:
            rare, usual = familiar, polite
        names = ("familiar", "polite") if rare is familiar else ("polite", "familiar")
        here, other = rare[0], usual[0]
        message = (
            f"{quoted(here.text)}: {names[0]} here, {names[1]} elsewhere "
            f"({quoted(other.text)} in segment {other.segment + 1})"
        )
        span = in_hypothesis(document.segments[here.segment], here.start, here.start + len(here.text))
        plural = ADDRESSES[context.target or ""].plural
        yield here.segment, finding(MIXED, message, span, confidence="low" if plural else None)

    return find


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of familiar and of polite address."""
    address = ADDRESSES[language]
    around = ("", "") if language in _UNSPACED else (r"\b", r"(?<!\d)\b")
    begin, end = around
    return (
        re.compile(f"{begin}(?:{address.familiar}){end}", re.IGNORECASE),
        re.compile(f"{begin}(?:{address.polite}){end}", re.IGNORECASE),
    )


def _uses(document: CheckedDocument, pattern: re.Pattern[str]) -> Iterator[_Use]:
    """The first word that the pattern finds in each segment, outside quotations."""
    for index, segment in enumerate(document.segments):
        if match := pattern.search(_without_quotations(segment.hypothesis)):
            yield _Use(index, match.start(), match[0])


def _without_quotations(text: str) -> str:
    """The text with quotations blank, letter for letter."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)


def _mixed_in_source(document: CheckedDocument, patterns: tuple[re.Pattern[str], ...]) -> bool:
    sources = [_without_quotations(segment.source or "") for segment in document.segments]
    return all(any(map(pattern.search, sources)) for pattern in patterns)


def _skips(context: Context) -> str | None:
    if context.target in ADDRESSES or context.target == _ONE_FORM:
        return None
    return f"no words of address known for the target language ({context.target or 'not known'})"


CHECK: Final = Check(
    name="address",
    summary="familiar and polite address in one document",
    faults=(MIXED,),
    open=_open,
    skips=_skips,
)
