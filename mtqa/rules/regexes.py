"""What a regular expression costs: its faults, its groups, its tree."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

MOSTREPEATS: Final = 200
MOST_WAYS: Final = 20_000
_POWER_PAST_LIMIT: Final = MOST_WAYS.bit_length()
REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def fault_of_regex(expression: str) -> str | None:
    """What is wrong with a regular expression, None where nothing is.

    Every repetition has an end, and the ways to read it are few, so that no text takes long.
    """
    try:
        tree = parse_regex(expression)
    except re.error as error:
        return f"is no regular expression: {error}"
    highest = _highest(tree)
    faults = (
        (codes.MAXREPEAT in highest, "say how often at most: {1,40} in place of +, {0,40} in place of *"),
        (any(times > MOSTREPEATS for times in map(int, highest)), f"repetitions go up to {MOSTREPEATS}"),
        (_ways(tree) > MOST_WAYS, r"can be read in too many ways; make repetitions possessive, as \w{1,40}+"),
        (tree.getwidth()[0] == 0, "matches where there is nothing"),
    )
    return next((fault for holds, fault in faults if holds), None)


def groups_of(expression: str) -> frozenset[str]:
    """The names of the groups of a regular expression."""
    return frozenset(_GROUP.findall(expression))


_GROUP: Final = re.compile(r"(?<!\\)\(\?P<(\w+)>")


@lru_cache(512)
def parse_regex(expression: str) -> Any:
    """The tree of a regular expression, read once for all that is asked of it. Raises `re.error`."""
    return parser.parse(expression)


def _inner(code: Any, argument: Any) -> list[Any]:
    """The sub-expressions of one node."""
    return _INNER[code](argument) if code in _INNER else []


_INNER: Final[Mapping[Any, Callable[[Any], list[Any]]]] = {
    **{code: lambda argument: [argument[2]] for code in REPEATS},
    codes.SUBPATTERN: lambda argument: [argument[3]],
    codes.BRANCH: lambda argument: list(argument[1]),
    codes.ATOMIC_GROUP: lambda argument: [argument],
    codes.ASSERT: lambda argument: [argument[1]],
    codes.ASSERT_NOT: lambda argument: [argument[1]],
    codes.GROUPREF_EXISTS: lambda argument: [branch for branch in argument[1:] if branch is not None],
}


def _highest(tree: Any) -> list[Any]:
    found = []
    for code, argument in tree:
        if code in REPEATS:
            found.append(argument[1])
        for inner in _inner(code, argument):
            found += _highest(inner)
    return found


def _ways(tree: Any) -> int:
    """In how many ways a tree can be read from one start, at most (and never more than just above the limit)."""
    product = 1
    for code, argument in tree:
        inner = [_ways(part) for part in _inner(code, argument)]
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            low, high = int(argument[0]), int(argument[1])
            # Two to the power of a few is past the limit; of an endless repetition it would never be computed.
            product *= (high - low + 1) * min(inner[0] ** min(high, _POWER_PAST_LIMIT), MOST_WAYS + 1)
        elif code is codes.POSSESSIVE_REPEAT:
            product *= inner[0]
        elif code is codes.BRANCH:
            product *= sum(inner)
        else:
            product *= max(inner, default=1)
        product = min(product, MOST_WAYS + 1)
    return product
