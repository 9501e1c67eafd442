"""Which tests of one token hold, answered once per distinct word.

All tests of all rules that need no context are numbered. Of a word the classes are computed when it is first
seen: the numbers of the tests that hold for it. To match a token is then to look up a number in a small set.
Two numbers are kept for tests of the place of a token.

What can be said of a word without its context is a set of keys: the word itself, its lemmas, possible tags,
endings, case and so on. A test asks for keys that are there, or are not.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple

from mtqa.late import late
from mtqa.rules.grammar import TAGS, Atom, Choice, Test
from mtqa.rules.sound import begins_with_vowel_sound
from mtqa.text.english.lexicon import lemmas, possible_tags
from mtqa.text.english.tokens import Kind, Token

_KEPT_WORDS: Final = 50_000
"""Words whose classes are remembered; then all is forgotten and begun again, so that memory has an end."""

BEGINNING: Final = 0
"""Numbers the test of a place: the first word of a sentence or of a speech in it."""
DOUBLED: Final = 1
"""Numbers another: a token that the next one repeats."""
_FIRST_NUMBER: Final = 2

_AMBIGUOUS: Final = frozenset({"'s", "'d"})
"""Clitics of two verbs each, or of none: no form of any lemma, only the words that they are."""

EVERY_TAG: Final = TAGS | frozenset(
    {".", ",", ":", "``", "''", "-LRB-", "-RRB-", "$", "#", "SYM", "NFP", "ADD", "HYPH"}
)

_NAMES: Final = frozenset({"NNP", "NNPS"})
"""Tags that the tagger may give to any word with a capital, whatever the word."""


@dataclass(frozen=True)
class WordList:
    """A named list of words in lower case, or of lemmas of which any form is meant."""

    words: frozenset[str]
    lemmas: bool

    @cached_property
    def frequency(self) -> float:
        """How many of 1,000 tokens are in it, roughly."""
        counts, otherwise = (_OF_LEMMAS, 3 * _RARE) if self.lemmas else (_COMMON, _RARE)
        common = self.words & counts.keys()
        return sum(counts[word] for word in common) + otherwise * (len(self.words) - len(common))


def plain(text: str) -> str:
    """A text in lower case with straight apostrophes."""
    lower = text.lower()
    return lower if lower.isascii() else lower.replace("’", "'").replace("ʼ", "'")


class TagTest(NamedTuple):
    """A choice of a test that asks for the tag in context: a numbered test, and the tags that pass."""

    number: int
    tags: frozenset[str]


class TestTable(NamedTuple):
    """The numbered tests of many rules as lists and dictionaries of names and numbers, which JSON can hold.

    Atoms, the simple tests that these are made of, have numbers of their own; that of none is 0, and every word
    passes it.
    """

    numbers: dict[str, int]
    """The number of every test, by the numbers of its atoms, written as the test is."""
    atoms: dict[str, int]
    """The number of every atom."""
    by_key: dict[str, list[int]]
    """The atoms that a word passes which has this key."""
    alone: list[list[int]]
    """By atom: the tests that a word passes which passes it."""
    choices: list[list[tuple[int, list[int], list[int]]]]
    """By atom: tests that a word passes which passes it, and these other atoms, and none of those."""
    regexes: list[tuple[str, int]]
    """The atoms that are regular expressions."""
    endings: list[int]
    beginnings: list[int]
    """How long the endings and beginnings are that some atom asks for."""


# Keys other than words begin with a sign that no token holds.
_ANY: Final = "\0"
_LEMMA: Final = "\0<{}"
_POSSIBLE: Final = "\0~{}"
_FURTHER: Final = "\0={}"
_ENDING: Final = "\0*{}"
_BEGINNING: Final = "\0{}*"
_CASE: Final = "\0{}"

_IS_CASE: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType({
    "xx": str.islower,
    "Xx": lambda text: text[:1].isupper(),
    "XX": lambda text: text.isupper() and len(text) > 1,
})  # fmt: skip
_IS_CLASS: Final[Mapping[str, Callable[[str, Kind], bool]]] = MappingProxyType({
    "NUM": lambda _, kind: kind is Kind.NUMBER,
    "WORD": lambda _, kind: kind in (Kind.WORD, Kind.NUMBER, Kind.ADDRESS),
    "PUNCT": lambda _, kind: kind is Kind.PUNCTUATION,
    "VOWEL": lambda text, _: begins_with_vowel_sound(text) is True,
    "CONSONANT": lambda text, _: begins_with_vowel_sound(text) is False,
})  # fmt: skip


class WordClasses:
    """The numbered tests of a set of rules, and the classes of words under them.

    A choice of a test is filed under the narrowest of its atoms, so that only few are tried on a word that was never
    seen before.
    """

    def __init__(self, lists: Mapping[str, WordList], table: TestTable | None = None) -> None:
        self._lists = lists
        self.table: Final = table or TestTable({}, {"": _NO_ATOM}, {}, [[]], [[]], [], [], [])
        self._regexes: list[tuple[re.Pattern[str], int]] = []
        self._any_regex = re.compile("")
        self._known: dict[str, frozenset[int]] = {}
        self._known_signs: dict[tuple[str, Kind], frozenset[int]] = {}
        self._shared: dict[frozenset[int], frozenset[int]] = {}
        self._by_atoms: dict[frozenset[int], frozenset[int]] = {}

    def number(self, test: Test) -> int:
        """The number of a test. What it asks of the tag in context is left to `tag_tests`: possible is enough."""
        choices = test.choices
        if test.asks_for_tag:
            choices = tuple(tuple(filter(_without_context, choice)) for choice in choices)
        numbers, name = self.table.numbers, "|".join(["&".join(map(self._name, choice)) for choice in choices])
        if name not in numbers:
            numbers[name] = number = _FIRST_NUMBER + len(numbers)
            for choice in choices:
                self._enter(number, choice)
            self._forget()
        return numbers[name]

    def tag_tests(self, test: Test) -> tuple[TagTest, ...]:
        """The choices of a test with the tags that pass, empty when it asks for no tag in context."""
        if not test.asks_for_tag:
            return ()
        return tuple(TagTest(self.number(Test((choice,))), _tags_that_pass(choice)) for choice in test.choices)

    def of(self, token: Token) -> frozenset[int]:
        """The numbers of the tests that hold for a token."""
        if token.kind is Kind.WORD:
            found = self._known.get(token.text)
            return self._first_seen(token) if found is None else found
        found = self._known_signs.get((token.text, token.kind))
        return self._first_seen(token) if found is None else found

    def _enter(self, number: int, choice: Choice) -> None:
        """Files a choice under its narrowest atom."""
        keyed = [atom for atom in choice if not atom.negated and atom.kind in _BREADTH]
        narrowest = min(keyed, key=lambda atom: _BREADTH[atom.kind], default=None)
        filed_under = _NO_ATOM if narrowest is None else self._atom(narrowest)
        if len(choice) == 1 and narrowest is not None:
            self.table.alone[filed_under].append(number)
            return
        required = {self._atom(atom) for atom in choice if not atom.negated} - {filed_under}
        barred = {self._atom(atom._replace(negated=False)) for atom in choice if atom.negated}
        self.table.choices[filed_under].append((number, sorted(required), sorted(barred)))

    def _name(self, atom: Atom) -> str:
        return f"!{self._atom(atom._replace(negated=False))}" if atom.negated else str(self._atom(atom))

    def _atom(self, atom: Atom) -> int:
        """The number of an atom that is not negated, given out when it is first asked for."""
        table, name = self.table, f"{atom.kind} {atom.value}"
        if name not in table.atoms:
            table.atoms[name] = number = len(table.atoms)
            table.alone.append([])
            table.choices.append([])
            if atom.kind == "regex":
                table.regexes.append((atom.value, number))
            lengths = {"ending": table.endings, "beginning": table.beginnings}.get(atom.kind)
            if lengths is not None and len(atom.value) not in lengths:
                lengths.append(len(atom.value))
            for key in keys_of(atom, self._lists):
                table.by_key.setdefault(key, []).append(number)
        return table.atoms[name]

    def _first_seen(self, token: Token) -> frozenset[int]:
        table = self.table
        atoms = {_NO_ATOM}
        for key in self._keys_of_word(token):
            if key in table.by_key:
                atoms.update(table.by_key[key])
        if len(self._regexes) < len(table.regexes):
            self._regexes = [(late(expression), number) for expression, number in table.regexes]
            self._any_regex = re.compile(any_of([expression for expression, _ in table.regexes]))
        if self._any_regex.fullmatch(token.text):
            atoms.update([number for regex, number in self._regexes if regex.fullmatch(token.text)])
        found = self._tests_passed(frozenset(atoms))
        self._remember(token, found)
        return found

    def _tests_passed(self, atoms: frozenset[int]) -> frozenset[int]:
        """The numbers of the tests that a word passes which passes these atoms: for most words others did before."""
        known = self._by_atoms.get(atoms)
        if known is not None:
            return known
        table, numbers = self.table, set[int]()
        for atom in atoms:
            numbers.update(table.alone[atom])
            for number, required, barred in table.choices[atom]:
                if atoms.issuperset(required) and atoms.isdisjoint(barred):
                    numbers.add(number)
        found = frozenset(numbers)
        self._by_atoms[atoms] = shared = self._shared.setdefault(found, found)
        return shared

    def _keys_of_word(self, token: Token) -> Iterator[str]:
        """Everything that can be said of a token without its context."""
        text, kind = token.text, token.kind
        lower = plain(text)
        yield from (lower, _ANY)
        if kind is Kind.WORD and lower not in _AMBIGUOUS:
            yield from map(_LEMMA.format, lemmas(lower))
        yield from map(_POSSIBLE.format, possible_tags(lower))
        if text[:1].isupper():
            yield from map(_FURTHER.format, _NAMES)
        if lower == "to":
            yield _FURTHER.format("IN")
        for length in self.table.endings:
            if len(lower) > length:
                yield _ENDING.format(lower[-length:])
        for length in self.table.beginnings:
            if len(lower) > length:
                yield _BEGINNING.format(lower[:length])
        yield from (_CASE.format(name) for name, holds in _IS_CASE.items() if holds(text))
        yield from (_CASE.format(name) for name, holds in _IS_CLASS.items() if holds(text, kind))

    def _remember(self, token: Token, classes: frozenset[int]) -> None:
        if len(self._known) + len(self._known_signs) >= _KEPT_WORDS:
            self._forget()
        if token.kind is Kind.WORD:
            self._known[token.text] = classes
        else:
            self._known_signs[token.text, token.kind] = classes

    def _forget(self) -> None:
        self._known.clear()
        self._known_signs.clear()
        self._shared.clear()
        self._by_atoms.clear()


_NO_ATOM: Final = 0

_DEPENDS_ON_PLACE: Final = re.compile(r"\\[1-9]|\(\?P|\(\?\(|\(\?[aiLmsux]+\)")
"""What means something else within another expression: groups by number and by name, flags of the whole."""


def any_of(expressions: Sequence[str]) -> str:
    """An expression that matches whatever one of these does, and perhaps more."""
    if any(map(_DEPENDS_ON_PLACE.search, expressions)):
        return "(?s:.*)"
    return "|".join(f"(?:{expression})" for expression in expressions)


_BREADTH: Final = {
    "word": 0, "lemma": 1, "list": 2, "ending": 3, "beginning": 3, "possible": 4, "tag": 4, "case": 5, "class": 5,
}  # fmt: skip
"""How narrow the keys of an atom are, the narrowest first; a regular expression has none."""


def keys_of(atom: Atom, lists: Mapping[str, WordList]) -> Collection[str]:
    """The keys of which a word has one, if and only if the atom (not negated) holds for it."""
    return _KEYS[atom.kind](atom.value, lists)


def _keys_of_list(name: str, lists: Mapping[str, WordList]) -> Collection[str]:
    return list(map(_LEMMA.format, lists[name].words)) if lists[name].lemmas else lists[name].words


_KEYS: Final[Mapping[str, Callable[[str, Mapping[str, WordList]], Collection[str]]]] = MappingProxyType({
    "word": lambda word, _: [word],
    "lemma": lambda lemma, _: [_LEMMA.format(lemma)],
    "list": _keys_of_list,
    "possible": lambda tag, _: [_POSSIBLE.format(one) for one in tags_of(tag)],
    "tag": lambda tag, _: [key.format(one) for one in tags_of(tag) for key in (_POSSIBLE, _FURTHER)],
    "ending": lambda ending, _: [_ENDING.format(ending)],
    "beginning": lambda beginning, _: [_BEGINNING.format(beginning)],
    "case": lambda name, _: [_CASE.format(name)],
    "class": lambda name, _: [_ANY] if name == "ANY" else [_CASE.format(name)],
    "regex": lambda _, __: [],
})  # fmt: skip


def tags_of(pattern: str) -> frozenset[str]:
    """The tags that a tag, or a prefix with a star, means."""
    if pattern.endswith("*"):
        return frozenset(tag for tag in TAGS if tag.startswith(pattern[:-1]))
    return frozenset({pattern})


def _without_context(atom: Atom) -> bool:
    """Whether a test can be asked of a word alone; what is not the best tag may still be possible."""
    return not (atom.kind == "tag" and atom.negated)


def _tags_that_pass(choice: Choice) -> frozenset[str]:
    tags = EVERY_TAG
    for atom in choice:
        if atom.kind == "tag":
            tags = tags - tags_of(atom.value) if atom.negated else tags & tags_of(atom.value)
    return tags


_COMMON: Final = {
    "the": 55, "of": 24, "to": 26, "and": 25, "a": 23, "in": 21, "is": 9, "that": 10, "for": 10, "it": 8, "was": 7,
    "on": 8, "with": 7, "he": 7, "as": 6, "be": 5, "by": 6, "at": 5, "are": 5, "have": 4, "has": 4, "from": 5,
    "his": 4, "an": 3, "not": 4, "this": 4, "they": 4, "but": 4, "said": 4, "who": 3, "which": 2, "will": 3,
    "their": 3, "or": 2, "had": 2, "were": 2, "been": 2, "one": 2, "its": 2, "she": 3, "we": 3, "i": 6, "you": 4,
    ",": 50, ".": 45, '"': 12, "'s": 9, "’": 5, "“": 4, "”": 4, "-": 3, "–": 2, ":": 3, "?": 2,
}  # fmt: skip
"""How many of 1,000 tokens of news are these, about; any other word counts `_RARE`."""
_RARE: Final = 0.2
_OF_LEMMAS: Final = {
    "be": 30,
    "have": 11,
    "do": 4,
    "say": 6,
    "go": 2,
    "make": 2,
    "take": 2,
    "get": 2,
    "not": 4,
}
_OF_TAGS: Final = {
    "NN": 250, "NNS": 90, "NNP": 220, "VB": 90, "VBD": 60, "VBN": 60, "VBZ": 50, "VBP": 60, "VBG": 30, "JJ": 140,
    "IN": 120, "DT": 100, "RB": 80, "PRP": 40, "PRP$": 15, "CC": 30, "MD": 12, "CD": 25,
}  # fmt: skip
_OF_CLASSES: Final = {"NUM": 20, "PUNCT": 110, "WORD": 880, "ANY": 1000, "VOWEL": 250, "CONSONANT": 550}


def frequency(test: Test, lists: Mapping[str, WordList]) -> float:
    """How many of 1,000 tokens a test holds for, roughly: the order of tests hangs on it, never a result."""
    return min(1000.0, sum(min(_frequency(atom, lists) for atom in choice) for choice in test.choices))


def _frequency(atom: Atom, lists: Mapping[str, WordList]) -> float:
    return 1000.0 if atom.negated else _FREQUENCY[atom.kind](atom.value, lists)


def _of_word(word: str, _: Mapping[str, WordList]) -> float:
    return _COMMON.get(word, _RARE)


def _of_lemma(lemma: str, _: Mapping[str, WordList]) -> float:
    return _OF_LEMMAS.get(lemma, 3 * _RARE)


def _of_list(name: str, lists: Mapping[str, WordList]) -> float:
    return lists[name].frequency


def _of_tag(tag: str, _: Mapping[str, WordList]) -> float:
    return sum(_OF_TAGS.get(one, 10) for one in tags_of(tag))


_FREQUENCY: Final[Mapping[str, Callable[[str, Mapping[str, WordList]], float]]] = MappingProxyType({
    "word": _of_word,
    "lemma": _of_lemma,
    "list": _of_list,
    "tag": _of_tag,
    "possible": _of_tag,
    "class": lambda name, _: _OF_CLASSES[name],
    "ending": lambda _, __: 20.0,
    "beginning": lambda _, __: 5.0,
    "case": lambda _, __: 200.0,
    "regex": lambda _, __: 10.0,
})  # fmt: skip
