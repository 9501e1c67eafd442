"""What a regular expression costs and needs: its faults, and letters without which it cannot match."""

import re
from collections.abc import Callable, Mapping
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

MOST_REPEATS: Final = 200
MOST_WAYS: Final = 20_000
_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def fault_of_regex(expression: str) -> str | None:
    """What is wrong with a regular expression, None where nothing is.

    Every repetition has an end, and the ways to read it are few, so that no text takes long.
    """
    try:
        tree = parser.parse(expression)
    except re.error as error:
        return f"is no regular expression: {error}"
    highest = _highest(tree)
    faults = (
        (codes.MAXREPEAT in highest, "say how often at most: {1,40} in place of +, {0,40} in place of *"),
        (any(times > MOST_REPEATS for times in map(int, highest)), f"repetitions go up to {MOST_REPEATS}"),
        (_ways(tree) > MOST_WAYS, r"can be read in too many ways; make repetitions possessive, as \w{1,40}+"),
        (tree.getwidth()[0] == 0, "matches where there is nothing"),
    )
    return next((fault for holds, fault in faults if holds), None)


def _inner(code: Any, argument: Any) -> list[Any]:
    """The sub-expressions of one node."""
    return _INNER[code](argument) if code in _INNER else []


_INNER: Final[Mapping[Any, Callable[[Any], list[Any]]]] = {
    **{code: lambda argument: [argument[2]] for code in _REPEATS},
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
        if code in _REPEATS:
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
            product *= (high - low + 1) * min(inner[0] ** high, MOST_WAYS + 1)
        elif code is codes.POSSESSIVE_REPEAT:
            product *= inner[0]
        elif code is codes.BRANCH:
            product *= sum(inner)
        else:
            product *= max(inner, default=1)
        product = min(product, MOST_WAYS + 1)
    return product


def needed_characters(expression: str) -> frozenset[str] | None:
    """Characters of which every match holds at least one; None where no small set of them is known."""
    tree = parser.parse(expression)
    return None if tree.state.flags & re.IGNORECASE else _needed(tree)


def _needed(tree: Any) -> frozenset[str] | None:
    sets = [found for code, argument in tree if (found := _needed_of(code, argument))]
    # A sign is rarer than a letter, a small set rarer than a large one.
    return min(
        sets,
        key=lambda found: (any(sign.isalnum() or sign == " " for sign in found), len(found)),
        default=None,
    )


def _needed_of(code: Any, argument: Any) -> frozenset[str] | None:
    match code:
        case codes.LITERAL:
            return frozenset(chr(argument))
        case codes.IN:
            return _members(argument)
        case codes.BRANCH:
            branches = [_needed(branch) for branch in argument[1]]
            return None if None in branches else frozenset[str]().union(*filter(None, branches))
    return next((_needed(inner) for inner in _always_there(code, argument)), None)


def _always_there(code: Any, argument: Any) -> list[Any]:
    """The sub-expression that every match of a node holds, if there is one."""
    ignores_case = code is codes.SUBPATTERN and argument[1] & re.IGNORECASE
    may_be_missing = code in _REPEATS and argument[0] == 0
    looks_around = code in (codes.ASSERT, codes.ASSERT_NOT, codes.GROUPREF_EXISTS)
    return [] if ignores_case or may_be_missing or looks_around else _inner(code, argument)


def _members(argument: Any) -> frozenset[str] | None:
    found: set[str] = set()
    for code, value in argument:
        if code is codes.LITERAL:
            found.add(chr(value))
        elif code is codes.RANGE and value[1] - value[0] < 64:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)
