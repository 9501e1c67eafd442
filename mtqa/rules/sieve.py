"""Which regular expressions a text may hold, asked of all of them at once: to ask is quicker than to search.

Of every expression it is worked out once without what it cannot match: letters side by side, words that stand
twice. Of a text it is worked out once what it has of all that.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import fsum
from operator import add, eq
from re import _constants as codes  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from mtqa.rules.openings import opening_of, openings
from mtqa.rules.regexes import REPEATS, parse_regex

Texts = frozenset[str]
"""Texts of one letter or two of which a match, or its surroundings, must hold one."""


class Needs(NamedTuple):
    """What a text must be like for a regular expression to match in it."""

    texts: tuple[Texts, ...] = ()
    """Sets of which it holds a text each."""
    openings: Texts = frozenset()
    """Texts of which it begins with one, but for white space and case, if it begins with letters of ASCII."""
    stutter: bool = False
    """Whether some word, or some two that are neighbours, stand in it twice."""
    anchored: bool = False
    """Whether a match can begin at its first letter only."""


def needs(expression: str) -> Needs:
    """What a regular expression needs: of the letters only what is rarest."""
    tree = list(parse_regex(expression))
    texts = sorted(needed_texts(expression), key=lambda one: (_frequency(one), sorted(one)))
    anchored = _is_anchored(expression, tree)
    beginnings = openings(tree) if anchored else frozenset()
    return Needs(tuple(texts[:_MOST_NEEDS]), beginnings, stutter=_stutters(tree), anchored=anchored)


class Sieve:
    """The needs of many regular expressions, held against a text.

    A set of needed texts is a bit, and the bits of what stands between two spaces are worked out once. An expression
    is looked at when the text holds the rarest that it needs.
    """

    def __init__(self, needs_of_all: Iterable[Needs]) -> None:
        self._bits_of: dict[str, int] = {}
        self._known: dict[str, int] = {}
        bits: dict[Texts, int] = {}
        self._always: list[int] = []
        self._by_rarest: dict[int, list[tuple[int, int]]] = {}
        self._by_opening: dict[str, int] = {}
        self._all_openings = 0
        for number, one in enumerate(needs_of_all):
            needed = [bits.setdefault(texts, 1 << (len(bits) + 1)) for texts in one.texts]
            needed += [_STUTTER] if one.stutter else []
            if one.openings:
                needed.insert(0, bits.setdefault(frozenset({f"\0{number}"}), 1 << (len(bits) + 1)))
                self._all_openings |= needed[0]
                for opening in one.openings:
                    self._by_opening[opening] = self._by_opening.get(opening, 0) | needed[0]
            if needed:
                self._by_rarest.setdefault(needed[0], []).append((number, sum(set(needed))))
            else:
                self._always.append(number)
        for texts, bit in bits.items():
            for text in texts:
                self._bits_of[text] = self._bits_of.get(text, 0) | bit
        self._all_rarest = sum(self._by_rarest)
        self._asks_for_stutter = any(needed & _STUTTER for found in self._by_rarest.values() for _, needed in found)

    def passed_by(self, text: str) -> list[int]:
        """The numbers of the expressions of which the text holds all that they need, in order."""
        held, known = 0, self._known
        for chunk in text.split(" "):
            held |= known[chunk] if chunk in known else self._first_held(chunk)
        held |= self._held_by_opening(opening_of(text))
        if self._asks_for_stutter and stutters(text):
            held |= _STUTTER
        passed = [*self._always]
        rarest = held & self._all_rarest
        while rarest:
            bit = rarest & -rarest
            rarest ^= bit
            passed += [number for number, needed in self._by_rarest[bit] if needed & held == needed]
        return sorted(passed)

    def _held_by_opening(self, opening: str) -> int:
        if not opening.isascii():
            return self._all_openings
        known = self._by_opening
        return known.get(opening[:1], 0) | known.get(opening[:2], 0) | known.get(opening, 0)

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


_STUTTER: Final = 1
"""The bit of texts in which words stand twice."""
_MOST_NEEDS: Final = 4
_KEPT_CHUNKS: Final = 50_000
"""Chunks whose bits are remembered; then all is forgotten and begun again, so that memory has an end."""
_LONGEST_CHUNK: Final = 40
_WORD: Final = re.compile(r"\w+")


def stutters(text: str) -> bool:
    """Whether a word stands twice in a row, or two neighbours stand again as neighbours."""
    words = _WORD.findall(text)
    return len(set(pairwise(words))) < len(words) - 1 or any(map(eq, words, words[1:]))


_OTHER_DIGIT: Final = "\0"
"""Stands for all digits that are not ASCII."""


def texts_of(text: str) -> set[str]:
    """All texts of one or two letters in a text, to be held against `needed_texts`."""
    texts = {*text, *map(add, text, text[1:])}
    if not text.isascii() and any(sign.isdecimal() and not sign.isascii() for sign in text):
        texts.add(_OTHER_DIGIT)
    return texts


# How often letters stand in news, for every thousand of them; two of them together about the product.
_FREQUENT: Final = {
    " ": 170, "e": 100, "t": 75, "a": 68, "o": 62, "i": 60, "n": 60, "s": 55, "r": 52, "h": 45, "l": 34, "d": 33,
    "c": 26, "u": 23, "m": 20, "f": 17, "p": 17, "g": 16, "w": 15, "y": 14, "b": 12, ",": 10, ".": 10, "v": 8,
    "k": 6, "j": 1.5, "x": 1.5, "q": 1, "z": 1,
}  # fmt: skip
_RARE: Final = 1.5


def _frequency(texts: Iterable[str]) -> float:
    """How many of a thousand places in news begin one of the texts, roughly: a choice hangs on it, never a result."""
    return fsum(_of_letters(text) for text in texts)  # exact, so that the order of a set does not tell


def _of_letters(text: str) -> float:
    first, *second = (_FREQUENT.get(letter, _RARE) for letter in text)
    return first * second[0] / 1000 if second else first


# -- letters ----------------------------------------------------------------------------------------------------


class _Pairs(frozenset[str]):
    """Texts of which a match holds one, it is not known where."""


def needed_texts(expression: str) -> tuple[Texts, ...]:
    """Sets of texts, of one or two letters, of which every match (or its surroundings) holds one from each."""
    tree = parse_regex(expression)
    row = [*_seen_behind(tree), *_row(tree)]
    if tree.state.flags & re.IGNORECASE:
        row = [*map(_in_any_case, row)]
    return tuple(sorted(set(_texts_in(row)), key=lambda texts: (len(texts), sorted(texts))))


def _texts_in(row: Sequence[Texts | None]) -> Iterator[Texts]:
    """What a row needs: a letter of each set in it, and two side by side of each pair of neighbours."""
    yield from filter(None, row)
    for one, other in pairwise(row):
        if not one or not other or isinstance(one, _Pairs) or isinstance(other, _Pairs):
            continue
        if len(one) * len(other) <= _MOST_PAIRS:
            yield frozenset(_pair(first, second) for first in one for second in other)


def _pair(first: str, second: str) -> str:
    return _OTHER_DIGIT if _OTHER_DIGIT in (first, second) else first + second


_ALSO: Final = {"i": "İı", "k": "\u212a", "s": "ſ"}
"""Letters beyond ASCII that count as these where case is ignored."""


def _in_any_case(texts: Texts | None) -> Texts | None:
    """The texts with all that are the same but for case; None where that is hard to say."""
    if not texts or any(not sign.isascii() and sign.lower() != sign.upper() for sign in "".join(texts)):
        return None
    kind = _Pairs if isinstance(texts, _Pairs) else Texts
    return kind(one for text in texts for one in _spellings(text))


def _spellings(text: str) -> Iterator[str]:
    if not text:
        yield ""
        return
    sign = text[0].lower()
    for first in {sign, sign.upper(), *_ALSO.get(sign, "")}:
        for rest in _spellings(text[1:]):
            yield first + rest


_WITHOUT_WIDTH: Final = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
_MOST_PAIRS: Final = 3_000


def _row(tree: Any) -> Iterator[Texts | None]:
    """What stands side by side in every match, letter by letter; None where that is not known."""
    for code, argument in tree:
        yield from _ROWS.get(code, _unknown)(argument)


def _seen_behind(tree: Any) -> Iterator[Texts | None]:
    """What a lookbehind at the very beginning saw, when all of it is known."""
    for code, argument in tree:
        if code is codes.ASSERT and argument[0] < 0:
            row = list(_row(argument[1]))
            yield from row if all(row) else ()
        if code not in _WITHOUT_WIDTH or code is codes.ASSERT:
            return


def _unknown(_: Any) -> Iterator[Texts | None]:
    yield None


def _nothing(_: Any) -> Iterator[Texts | None]:
    yield from ()


def _literal(argument: Any) -> Iterator[Texts | None]:
    yield frozenset(chr(argument))


def _one_of(argument: Any) -> Iterator[Texts | None]:
    yield _members(argument)


def _group(argument: Any) -> Iterator[Texts | None]:
    _, added_flags, _, inner = argument
    ignores_case = added_flags & re.IGNORECASE
    yield from map(_in_any_case, _row(inner)) if ignores_case else _row(inner)


def _repeat(argument: Any) -> Iterator[Texts | None]:
    """The times that must be; whether more follow is not known, but of a single letter they are the same."""
    low, high, inner = argument
    row = list(_row(inner)) if low else [None]
    yield from row * min(max(low, 1), _TIMES_SEEN)
    if high > 1 and len(row) != 1:
        yield None


_TIMES_SEEN: Final = 2


def _seen_ahead(argument: Any) -> Iterator[Texts | None]:
    """What a lookahead sees stands beside what came before it."""
    direction, inner = argument
    if direction > 0:
        yield from _row(inner)
        yield None


def _branch(argument: Any) -> Iterator[Texts | None]:
    """The letters of branches of one letter each; of others those they begin and end with, and the rarest in them."""
    rows = [list(_row(branch)) for branch in argument[1]]
    if all(len(row) == 1 for row in rows):
        yield _union([row[0] for row in rows])
        return
    firsts, lasts = ([row[place] if row else None for row in rows] for place in (0, -1))
    yield from (_union(firsts), None, _rarest_of(rows), None, _union(lasts))


def _rarest_of(rows: Iterable[Sequence[Texts | None]]) -> Texts | None:
    """The rarest texts of each row, together; None where some row needs nothing."""
    rarest = [min(_texts_in(row), key=lambda one: (_frequency(one), sorted(one)), default=None) for row in rows]
    return None if None in rarest else _Pairs().union(*filter(None, rarest))


def _union(sets: list[Texts | None]) -> Texts | None:
    known = [one for one in sets if one and not isinstance(one, _Pairs)]
    return Texts().union(*known) if len(known) == len(sets) else None


_ROWS: Final[Mapping[Any, Callable[[Any], Iterator[Texts | None]]]] = {
    codes.LITERAL: _literal,
    codes.IN: _one_of,
    codes.SUBPATTERN: _group,
    codes.BRANCH: _branch,
    codes.ASSERT: _seen_ahead,
    codes.ASSERT_NOT: _nothing,
    codes.AT: _nothing,
    codes.ATOMIC_GROUP: _row,
    **dict.fromkeys(REPEATS, _repeat),
}


def _members(argument: Any) -> Texts | None:
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
def _spaces() -> Texts:
    return frozenset(filter(str.isspace, map(chr, range(0x3001))))


_DIGITS: Final = Texts(f"0123456789{_OTHER_DIGIT}")
_CATEGORIES: Final[Mapping[Any, Callable[[], Texts]]] = {
    codes.CATEGORY_SPACE: _spaces,
    codes.CATEGORY_DIGIT: lambda: _DIGITS,
}


# -- places -----------------------------------------------------------------------------------------------------


def _is_anchored(expression: str, tree: Sequence[Any]) -> bool:
    """Whether the expression begins with `^`, which means the beginning of the text and of no other line."""
    anchors = ((codes.AT, codes.AT_BEGINNING), (codes.AT, codes.AT_BEGINNING_STRING))
    return tree[0] in anchors and not parse_regex(expression).state.flags & re.MULTILINE


def _stutters(tree: Sequence[Any]) -> bool:
    r"""Whether every match holds whole words, and then just marks and spaces, and then the same words again.

    That is so where the expression begins with `(?<![\w...])` and a group that begins with a letter, goes on with
    marks and `(?P=group)`, perhaps several times, and ends with `(?![\w...])`.
    """
    if len(tree) < 4 or not (_keeps_off_words(tree[0], -1) and _keeps_off_words(tree[-1], 1)):
        return False
    (code, argument), *copies = tree[1:-1]
    if code is not codes.SUBPATTERN or not _begins_a_word(argument[3]):
        return False
    last_code, last = copies[-1]
    if last_code in REPEATS and last[0] > 0 and len(copies) == 1:
        copies = list(last[2])
        last_code, last = copies[-1]
    marks = copies[:-1]
    return last_code is codes.GROUPREF and last == argument[0] and _are_marks(marks)


_WORD_CATEGORY: Final = (codes.CATEGORY, codes.CATEGORY_WORD)


def _keeps_off_words(node: Any, direction: int) -> bool:
    code, argument = node
    if code is not codes.ASSERT_NOT or argument[0] != direction or len(argument[1]) != 1:
        return False
    inner_code, inner = argument[1][0]
    return inner_code is codes.IN and _WORD_CATEGORY in inner


def _begins_a_word(group: Sequence[Any]) -> bool:
    code, argument = next(node for node in group if node[0] not in _WITHOUT_WIDTH)
    if code in REPEATS:
        return argument[0] > 0 and _begins_a_word(argument[2])
    if code is codes.LITERAL:
        return _is_of_words((code, argument))
    return code is codes.IN and all(map(_is_of_words, argument))


def _is_of_words(member: Any) -> bool:
    letters = _members([member])
    return member == _WORD_CATEGORY or (letters is not None and all(map(_WORD.fullmatch, letters)))


def _are_marks(nodes: Sequence[Any]) -> bool:
    """Whether nothing but marks and spaces, and one of them at least, stands there."""
    row = list(_row([node for node in nodes if node[0] not in REPEATS]))
    may_be = [one for code, argument in nodes if code in REPEATS for one in _row(argument[2])]
    return bool(row) and all(one and not _WORD.search("".join(one)) for one in (*row, *may_be))
