"""Copies: a hypothesis that is its source unchanged, and a document that is its reference.

A copied source scores well on neural metrics, a copied reference on all others: both make scores worthless.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mtqa.checks.base import (
    Check,
    CheckedDocument,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Found,
    finding,
    in_hypothesis,
    needs_witness,
)
from mtqa.model import Finding
from mtqa.text.words import count_words

SOURCE: Final = Fault(
    id="accuracy/untranslated/copy",
    severity="critical",
    confidence="high",
    why="The segment is its source, unchanged. Translate it.",
)
REFERENCE: Final = Fault(
    id="non-translation/reference-copy",
    severity="neutral",
    confidence="high",
    why="Most of the document is word for word its reference: scores against that reference say nothing. "
    "Look for a leak of the reference into what is scored, or for swapped files.",
)

_WORD: Final = re.compile(r"\w+")
_SMALL_WORDS: Final = 2
"""A copy with fewer words in small letters may be a name, a title or a formula that stays as it is."""
_UNSPACED_LETTERS: Final = 4
_FEWEST_COPIES: Final = 3


def _open(context: Context) -> Finder:
    longest_chance = CHECK.threshold("reference_words", context)
    share = CHECK.threshold("reference_share", context)

    def find(document: CheckedDocument) -> Iterator[Found]:
        if context.source != context.target:
            for index, segment in enumerate(document.segments):
                yield from ((index, found) for found in _of_source(segment))
        yield from _of_reference(document, longest_chance, share)

    return find


def _of_source(segment: CheckedSegment) -> Iterable[Finding]:
    if segment.source is None or _folded(segment.hypothesis) != _folded(segment.source):
        return ()
    words = _WORD.findall(segment.hypothesis)
    small = sum(word[0].islower() for word in words)
    unspaced = count_words(segment.hypothesis) - len(words)
    if small < _SMALL_WORDS and unspaced < _UNSPACED_LETTERS:
        return ()
    message = "the source, not translated"
    source = segment.source_witness
    counterpart = source.span(0, len(source.text)) if source else None
    return (finding(SOURCE, message, in_hypothesis(segment), counterpart=counterpart),)


def _of_reference(document: CheckedDocument, longest_chance: float, share: float) -> Iterator[Found]:
    """One finding on the first copied segment, if more are copied than chance allows."""
    long = [
        (index, segment)
        for index, segment in enumerate(document.segments)
        if segment.references and count_words(segment.hypothesis) >= longest_chance
    ]
    copied = [index for index, segment in long if _folded(segment.hypothesis) in map(_folded, segment.references)]
    if len(copied) >= _FEWEST_COPIES and len(copied) >= share * len(long):
        first = document.segments[copied[0]]
        message = f"{len(copied)} of {len(long)} long segments are word for word the reference"
        yield copied[0], finding(REFERENCE, message, in_hypothesis(first))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


CHECK: Final = Check(
    name="copies",
    summary="the source or the reference in place of a translation",
    faults=(SOURCE, REFERENCE),
    open=_open,
    skips=needs_witness,
    thresholds={"reference_words": 8, "reference_share": 0.5},
)
