"""Where sentences begin and end."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mtqa.text.english.tokens import NEVER_LAST, Kind, Token

_STOPS: Final = frozenset(".!?。！？…‥")
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}", "（": "）"}
_STRAIGHT_QUOTES: Final = frozenset("\"'")
_CLOSING: Final = frozenset({*_BRACKETS.values(), *"”»›’」》", "''"})
_NEVER_FIRST: Final = frozenset({*",;:.!?/·，；：。", "...", ".."})
_LONGEST_BRACKET: Final = 100
"""Tokens between two brackets that belong together; a bracket that closes later, or never, holds nothing."""

_STARTERS: Final = frozenset(
    """a an the this that these those he she it we they i you there here his her its our their my your what who
    when where why how which while although though however but and or so yet if as at after before
    because by during for from in into on of since to until with without within under over among between
    according despite some many most more all both each every another other such one two three no not
    nobody nothing now then today yesterday tomorrow last earlier later meanwhile moreover also still
    even only""".split()
)
"""Words that, with a capital after an abbreviation, begin a sentence and are hardly ever names."""


def sentences(tokens: Sequence[Token], text: str) -> tuple[range, ...]:
    """The sentences of a text as ranges of token indexes: in order, without gaps, covering all tokens.

    A sentence ends with a stop and the quotation marks and brackets that close after it, when what follows
    can begin a sentence; never between two brackets. A blank line always ends it.
    """
    bracketed = _inside_brackets(tokens)
    bounds = [0]
    last = 0  # the last token that is not a mark that closes: a stop, if a sentence ends here
    for index in range(1, len(tokens)):
        before, following = tokens[index - 1], tokens[index]
        if not _closes(before):
            last = index - 1
        if (following.start - before.end > 1 and text.count("\n", before.end, following.start) > 1) or (
            tokens[last].text[-1] in _STOPS
            and last >= bounds[-1]
            and not bracketed[index]
            and _may_begin(tokens, index)
            and _may_end(tokens[bounds[-1]], tokens[last], following, alone=last == bounds[-1] + 1)
        ):
            bounds.append(index)
    bounds.append(len(tokens))
    return tuple(range(first, end) for first, end in pairwise(bounds) if first < end)


def _closes(token: Token) -> bool:
    """Whether a token is a bracket or quotation mark that closes."""
    if token.text in _STRAIGHT_QUOTES:
        return not token.space_before
    return token.text in _CLOSING


def _may_begin(tokens: Sequence[Token], index: int) -> bool:
    """Whether a sentence may begin here: with a capital, a number or a sign, also after marks that open."""
    if _closes(tokens[index]):
        return False
    for token in tokens[index : index + 3]:
        if token.kind is not Kind.PUNCTUATION:
            # Letters without case, as in Chinese, may begin one too.
            return not token.text[0].islower()
        if token.text in _NEVER_FIRST:
            return False
    return True


def _may_end(first: Token, stop: Token, following: Token, *, alone: bool) -> bool:
    """Whether the stop is one: not that of an abbreviation, nor that of a number that counts a list."""
    if stop.kind is Kind.WORD:
        return _abbreviation_ends(stop, following)
    return not (alone and stop.text == "." and _counts(first))


def _abbreviation_ends(stop: Token, following: Token) -> bool:
    if stop.lower in NEVER_LAST or following.kind is Kind.NUMBER:
        return False
    if following.lower in _STARTERS:
        return True
    # Names and initials follow one another ("J. K. Rowling"), and so do "U.S." and "Senate".
    return stop.lower == "etc." or following.kind is Kind.PUNCTUATION


def _counts(token: Token) -> bool:
    return token.kind is Kind.NUMBER or (len(token.text) == 1 and token.text.isalpha() and token.text != "I")


def _inside_brackets(tokens: Sequence[Token]) -> bytearray:
    """For every token, whether it stands between two brackets that belong together, the second included."""
    inside = bytearray(len(tokens))
    open_at: list[int] = []
    for index, token in enumerate(tokens):
        if token.text in _BRACKETS:
            open_at.append(index)
        elif open_at and token.text == _BRACKETS[tokens[open_at[-1]].text]:
            first = open_at.pop()
            if index - first <= _LONGEST_BRACKET:
                inside[first + 1 : index + 1] = b"\1" * (index - first)
    return inside
