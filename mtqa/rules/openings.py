"""How a match of a regular expression can begin, in small letters: a question for the first letters of a text."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from re import _constants as codes  # type: ignore[attr-defined]
from typing import Any, Final

from mtqa.rules.regexes import REPEATS

LENGTH: Final = 3
"""How many letters are looked at."""
_READ: Final = 20
"""Letters of a text that are read for them, white space and all."""
_MOST: Final = 2_000


def openings(tree: Any) -> frozenset[str]:
    """Texts of at most `LENGTH` letters, one of which begins every match but for white space; none where unknown.

    That holds for matches that begin with letters of ASCII; others may be the same when case is ignored.
    """
    ended, open_ended = _continued(frozenset({""}), _after_space(tree))
    found = ended | open_ended
    return frozenset() if any(text != text.lstrip() or not text for text in found) else found


def opening_of(text: str) -> str:
    """The first letters of a text, to be held against `openings`."""
    return text[:_READ].lstrip()[:LENGTH].lower()


def _after_space(tree: Iterable[Any]) -> Iterator[Any]:
    """The nodes of an expression but for what marks the beginning, and white space there."""
    nodes = iter(tree)
    for code, argument in nodes:
        is_space = code in REPEATS and list(argument[2]) == _SPACE and argument[1] < _READ - LENGTH
        if not is_space and code is not codes.AT:
            yield code, argument
            break
    yield from nodes


_SPACE: Final = [(codes.IN, [(codes.CATEGORY, codes.CATEGORY_SPACE)])]

_Texts = frozenset[str]
_Continued = tuple[_Texts, _Texts]
"""Beginnings of which nothing more is to be known, and those that what follows goes on from."""


def _continued(before: _Texts, tree: Iterable[Any]) -> _Continued:
    ended, going_on = _Texts(), before
    for code, argument in tree:
        newly_ended, following = _CONTINUED.get(code, _unknown)(going_on, argument)
        long = _Texts(text[:LENGTH] for text in following if len(text) >= LENGTH)
        ended |= newly_ended | long
        going_on = _Texts(text for text in following if len(text) < LENGTH)
        if len(ended) + len(going_on) > _MOST:
            return ended | going_on, _Texts()
        if not going_on:
            break
    return ended, going_on


def _unknown(before: _Texts, _: Any) -> _Continued:
    return before, _Texts()


def _nothing(before: _Texts, _: Any) -> _Continued:
    return _Texts(), before


def _literal(before: _Texts, argument: Any) -> _Continued:
    return _Texts(), _Texts(text + chr(argument).lower() for text in before)


def _one_of(before: _Texts, argument: Any) -> _Continued:
    letters: set[str] = set()
    for code, value in argument:
        if code is codes.LITERAL:
            letters.add(chr(value).lower())
        elif code is codes.RANGE and value[1] < 128:
            letters.update(chr(one).lower() for one in range(value[0], value[1] + 1))
        elif (code, value) == (codes.CATEGORY, codes.CATEGORY_DIGIT):
            letters.update("0123456789")
        else:
            return _unknown(before, argument)
    return _Texts(), _Texts(text + letter for text in before for letter in letters)


def _branch(before: _Texts, argument: Any) -> _Continued:
    found = [_continued(before, branch) for branch in argument[1]]
    return _Texts().union(*(ended for ended, _ in found)), _Texts().union(*(going_on for _, going_on in found))


def _repeat(before: _Texts, argument: Any) -> _Continued:
    """The first time, and where it may be missing none; what may come again ends what is known."""
    low, high, inner = argument
    ended, going_on = _continued(before, inner)
    if high > 1:
        ended, going_on = ended | going_on, _Texts()
    return ended, going_on if low else going_on | before


_CONTINUED: Final[Mapping[Any, Callable[[_Texts, Any], _Continued]]] = {
    codes.LITERAL: _literal,
    codes.IN: _one_of,
    codes.SUBPATTERN: lambda before, argument: _continued(before, argument[3]),
    codes.ATOMIC_GROUP: _continued,
    codes.BRANCH: _branch,
    codes.ASSERT: _nothing,
    codes.ASSERT_NOT: _nothing,
    codes.AT: _nothing,
    **dict.fromkeys(REPEATS, _repeat),
}
