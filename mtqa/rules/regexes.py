"""What a regular expression costs and needs: its faults, and letters without which it cannot match."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from operator import add
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

MOST_REPEATS: Final = 200
MOST_WAYS: Final = 20_000
_POWER_PAST_LIMIT: Final = MOST_WAYS.bit_length()
_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


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
        (any(times > MOST_REPEATS for times in map(int, highest)), f"repetitions go up to {MOST_REPEATS}"),
        (_ways(tree) > MOST_WAYS, r"can be read in too many ways; make repetitions possessive, as \w{1,40}+"),
        (tree.getwidth()[0] == 0, "matches where there is nothing"),
    )
    return next((fault for holds, fault in faults if holds), None)


def groups_of(expression: str) -> frozenset[str]:
    """The names of the groups of a regular expression."""
    return frozenset(parse_regex(expression).state.groupdict)


@lru_cache(512)
def parse_regex(expression: str) -> Any:
    """The tree of a regular expression, read once for all that is asked of it. Raises `re.error`."""
    return parser.parse(expression)


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


Characters = frozenset[str]


def needed_texts(expression: str) -> tuple[frozenset[str], ...]:
    """Sets of texts, of one or two letters, of which every match (or its surroundings) holds one from each.

    To ask a text for these is quicker than to search it.
    """
    tree = parse_regex(expression)
    row = [*_seen_behind(tree), *_row(tree)]
    if tree.state.flags & re.IGNORECASE:
        row = [one and _in_any_case(one) for one in row]
    singles = [one for one in row if one]
    pairs = [
        frozenset(_pair(first, second) for first in one for second in other)
        for one, other in pairwise(row)
        if one and other and len(one) * len(other) <= _MOST_PAIRS
    ]
    return tuple(sorted({*singles, *pairs}, key=lambda texts: (len(texts), sorted(texts))))


_ALSO: Final = {"i": "İı", "k": "\u212a", "s": "ſ"}
"""Letters beyond ASCII that count as these where case is ignored."""


def _in_any_case(characters: Characters) -> Characters | None:
    """The characters with all that are the same but for case; None where that is hard to say."""
    if any(not sign.isascii() and sign.lower() != sign.upper() for sign in characters):
        return None
    return frozenset("".join(sign.lower() + sign.upper() + _ALSO.get(sign.lower(), "") for sign in characters))


_OTHER_DIGIT: Final = "\0"
"""Stands for all digits that are not ASCII."""


class Sieve:
    """Which of many regular expressions a text may hold, asked of all of them at once.

    A set of needed texts is a bit, and the bits of what stands between two spaces are worked out once.
    """

    def __init__(self, needs: Iterable[tuple[frozenset[str], ...]]) -> None:
        bits: dict[frozenset[str], int] = {}
        self._needs = [sum(bits.setdefault(texts, 1 << len(bits)) for texts in set(needed)) for needed in needs]
        self._bits_of: dict[str, int] = {}
        for texts, bit in bits.items():
            for text in texts:
                self._bits_of[text] = self._bits_of.get(text, 0) | bit
        self._known: dict[str, int] = {}

    def passed_by(self, text: str) -> list[int]:
        """The numbers of the expressions of which the text holds all that they need."""
        held, known = 0, self._known
        for chunk in text.split(" "):
            held |= known[chunk] if chunk in known else self._first_held(chunk)
        return [number for number, needed in enumerate(self._needs) if not needed & ~held]

    def _first_held(self, chunk: str) -> int:
        """The bits of a chunk, with the spaces around it: one too many at the ends of a text does no harm."""
        if len(self._known) >= _KEPT_CHUNKS:
            self._known.clear()
        held = 0
        for text in texts_of(f" {chunk} "):
            held |= self._bits_of.get(text, 0)
        if len(chunk) <= _LONGEST_CHUNK:
            self._known[chunk] = held
        return held


_KEPT_CHUNKS: Final = 50_000
"""Chunks whose bits are remembered; then all is forgotten and begun again, so that memory has an end."""
_LONGEST_CHUNK: Final = 40


def texts_of(text: str) -> set[str]:
    """All texts of one or two letters in a text, to be held against `needed_texts`."""
    texts = {*text, *map(add, text, text[1:])}
    if not text.isascii() and any(sign.isdecimal() and not sign.isascii() for sign in text):
        texts.add(_OTHER_DIGIT)
    return texts


def _pair(first: str, second: str) -> str:
    return _OTHER_DIGIT if _OTHER_DIGIT in (first, second) else first + second


_WITHOUT_WIDTH: Final = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
_MOST_PAIRS: Final = 3_000


def _row(tree: Any) -> Iterator[Characters | None]:
    """What stands side by side in every match, character by character; None where that is not known."""
    for code, argument in tree:
        yield from _ROWS.get(code, _unknown)(argument)


def _seen_behind(tree: Any) -> Iterator[Characters | None]:
    """What a lookbehind at the very beginning saw, when it is one character."""
    for code, argument in tree:
        if code is codes.ASSERT and argument[0] < 0:
            row = list(_row(argument[1]))
            yield from row if len(row) == 1 else ()
        if code not in _WITHOUT_WIDTH or code is codes.ASSERT:
            return


def _unknown(_: Any) -> Iterator[Characters | None]:
    yield None


def _nothing(_: Any) -> Iterator[Characters | None]:
    yield from ()


def _literal(argument: Any) -> Iterator[Characters | None]:
    yield frozenset(chr(argument))


def _one_of(argument: Any) -> Iterator[Characters | None]:
    yield _members(argument)


def _group(argument: Any) -> Iterator[Characters | None]:
    _, added_flags, _, inner = argument
    ignores_case = added_flags & re.IGNORECASE
    yield from (one and _in_any_case(one) if ignores_case else one for one in _row(inner))


def _repeat(argument: Any) -> Iterator[Characters | None]:
    """The first time; whether more follow is not known, but of a single character they are the same."""
    low, high, inner = argument
    row = list(_row(inner)) if low else [None]
    yield from row
    if high > 1 and len(row) != 1:
        yield None


def _branch(argument: Any) -> Iterator[Characters | None]:
    """The characters of branches of one character each; of others one that some branch holds, apart from the rest."""
    rows = [list(_row(branch)) for branch in argument[1]]
    if all(len(row) == 1 for row in rows):
        yield _union([row[0] for row in rows])
    else:
        yield from (None, _union([_rarest(row) for row in rows]), None)


def _rarest(row: list[Characters | None]) -> Characters | None:
    return min(filter(None, row), key=lambda one: (any(map(str.isalpha, one)), " " in one, len(one)), default=None)


def _union(sets: list[Characters | None]) -> Characters | None:
    known = [one for one in sets if one]
    return Characters().union(*known) if len(known) == len(sets) else None


_ROWS: Final[Mapping[Any, Callable[[Any], Iterator[Characters | None]]]] = {
    codes.LITERAL: _literal,
    codes.IN: _one_of,
    codes.SUBPATTERN: _group,
    codes.BRANCH: _branch,
    codes.ASSERT: _nothing,
    codes.ASSERT_NOT: _nothing,
    codes.AT: _nothing,
    codes.ATOMIC_GROUP: _row,
    **dict.fromkeys(_REPEATS, _repeat),
}


def _members(argument: Any) -> Characters | None:
    found: set[str] = set()
    for code, value in argument:
        if code is codes.LITERAL:
            found.add(chr(value))
        elif code is codes.RANGE and value[1] - value[0] < 64:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif code is codes.CATEGORY and value in _CATEGORIES:
            found |= _CATEGORIES[value]()
        else:
            return None
    return frozenset(found)


@cache
def _spaces() -> Characters:
    return frozenset(filter(str.isspace, map(chr, range(0x3001))))


_DIGITS: Final = Characters(f"0123456789{_OTHER_DIGIT}")
_CATEGORIES: Final[Mapping[Any, Callable[[], Characters]]] = {
    codes.CATEGORY_SPACE: _spaces,
    codes.CATEGORY_DIGIT: lambda: _DIGITS,
}
