"""One segment put before one check, for the tests of checks."""

import time

from mtqa.checks.base import Check, CheckedDocument, CheckedSegment, Context
from mtqa.model import DocumentHeader, Finding, LanguagePair, Segment

HOSTILE = (
    *"()«»“„「\"'<%#@&_?a¿A。é\\{", "{{", "<a ", "</a>", "a.", "! ", "http://", "a ", "the, ", "#a", "a@", "a-", " .",
    "{a,plural,", "\u200b", "1)", "a@a.",
)  # fmt: skip
"""Tokens that, repeated, have brought many a pattern to its knees."""


def find(
    check: Check,
    hypothesis: str,
    source: str | None = None,
    *references: str,
    pair: tuple[str, str] = ("it", "en"),
    **settings: object,
) -> list[Finding]:
    """What the check finds in one segment; every span quotes the text it lies in."""
    header = DocumentHeader(document="news", path="news.txt")
    segment = Segment(header=header, segment="1", hypothesis=hypothesis, source=source, references=references)
    context = Context(language_pair=LanguagePair(*pair), sample=(segment,), **settings)
    document = CheckedDocument((CheckedSegment(hypothesis, source, references, context),), context)
    texts = {"hypothesis": hypothesis, "source": source or "", "reference": (*references, "")[0]}
    found = [finding for _, finding in check.open(context)(document)]
    for finding in found:
        assert texts[finding.side][finding.start : finding.end] == finding.text
        if there := finding.counterpart:
            assert texts[there.side][there.start : there.end] == there.text
    return found


def told(check: Check, *texts: str, **settings: object) -> list[tuple[str, str, str]]:
    """The name of each fault without its category, its confidence, and the words it is found at."""
    return [
        (finding.rule.rpartition("/")[2], finding.confidence, finding.text)
        for finding in find(check, *texts, **settings)
    ]


def slowest(check: Check, *, size: int = 100_000, pair: tuple[str, str] = ("it", "en")) -> float:
    """The seconds that the worst of the hostile texts takes, as hypothesis and as source."""
    times = []
    for token in HOSTILE:
        text = token * (size // len(token))
        for texts in ((text, "Una frase."), ("A sentence.", text), (text, text + ".")):
            started = time.perf_counter()
            find(check, *texts, pair=pair)
            times.append((time.perf_counter() - started, token))
    return max(times)[0]
