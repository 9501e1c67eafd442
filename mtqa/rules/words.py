"""Which tests of one token hold, answered once per distinct word.

All tests of all rules that need no context are numbered. Of a word the classes are computed when it is first
seen: the numbers of the tests that hold for it. To match a token is then to look up a number in a small set.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple

from mtqa.rules.grammar import TAGS, Atom, Choice, Test
from mtqa.rules.sound import begins_with_vowel_sound
from mtqa.text.english.lexicon import lemmas, possible_tags
from mtqa.text.english.tokens import Kind, Token

_KEPT_WORDS: Final = 50_000
"""Words whose classes are remembered; then all is forgotten and begun again, so that memory has an end."""

_EVERY_WORD: Final = ""
"""The key of tests that no word, lemma or tag narrows down."""

_AMBIGUOUS: Final = frozenset({"'s", "'d"})
"""Clitics of two verbs each, or of none: no form of any lemma, only the words that they are."""

EVERY_TAG: Final = TAGS | frozenset(
    {".", ",", ":", "``", "''", "-LRB-", "-RRB-", "$", "#", "SYM", "NFP", "ADD", "HYPH"}
)


@dataclass(frozen=True, slots=True)
class WordList:
    """A named list of words in lower case, or of lemmas of which any form is meant."""

    words: frozenset[str]
    lemmas: bool


class Word:
    """A token without its context."""

    def __init__(self, text: str, kind: Kind) -> None:
        self.text = text
        self.lower = plain(text)
        self.kind = kind

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The lemmas it is known to be a form of."""
        if self.kind is not Kind.WORD or self.lower in _AMBIGUOUS:
            return frozenset()
        return lemmas(self.lower)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags it can have."""
        return possible_tags(self.lower)

    @property
    def further_tags(self) -> frozenset[str]:
        """Tags that the tagger may give it in context besides: names of any word, and "to" as a preposition."""
        return _NAMES if self.text[:1].isupper() else _PREPOSITION if self.lower == "to" else frozenset()


_NAMES: Final = frozenset({"NNP", "NNPS"})
_PREPOSITION: Final = frozenset({"IN"})


def plain(text: str) -> str:
    """A text in lower case with straight apostrophes."""
    lower = text.lower()
    return lower if lower.isascii() else lower.replace("’", "'").replace("ʼ", "'")


class TagTest(NamedTuple):
    """A choice of a test that asks for the tag in context: a numbered test, and the tags that pass."""

    number: int
    tags: frozenset[str]


_IS_CASE: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType({
    "xx": str.islower,
    "Xx": lambda text: text[:1].isupper(),
    "XX": lambda text: text.isupper() and len(text) > 1,
})  # fmt: skip
_IS_CLASS: Final[Mapping[str, Callable[[Word], bool]]] = MappingProxyType({
    "NUM": lambda word: word.kind is Kind.NUMBER,
    "WORD": lambda word: word.kind in (Kind.WORD, Kind.NUMBER, Kind.ADDRESS),
    "PUNCT": lambda word: word.kind is Kind.PUNCTUATION,
    "ANY": lambda _: True,
    "VOWEL": lambda word: begins_with_vowel_sound(word.text) is True,
    "CONSONANT": lambda word: begins_with_vowel_sound(word.text) is False,
})  # fmt: skip


class WordClasses:
    """The numbered tests of a set of rules, and the classes of words under them.

    A test is filed under words, <lemmas, ~tags and =further tags of which a word must have one, so that only few
    tests are tried on a word that was never seen before.
    """

    def __init__(self, lists: Mapping[str, WordList]) -> None:
        self._lists = lists
        self._numbers: dict[tuple[Choice, ...], int] = {}
        self._by_key: dict[str, set[int]] = {}
        self._by_key_and_rest: dict[str, list[tuple[int, Choice]]] = {}
        self._known: dict[str, frozenset[int]] = {}
        self._known_signs: dict[tuple[str, Kind], frozenset[int]] = {}
        self._shared: dict[frozenset[int], frozenset[int]] = {}

    def number(self, test: Test) -> int:
        """The number of a test. What it asks of the tag in context is left to `tag_tests`: possible is enough."""
        choices = tuple(tuple(filter(_without_context, choice)) for choice in test.choices)
        if choices not in self._numbers:
            self._numbers[choices] = number = len(self._numbers)
            for choice in choices:
                self._enter(number, choice)
        return self._numbers[choices]

    def tag_tests(self, test: Test) -> tuple[TagTest, ...]:
        """The choices of a test with the tags that pass, empty when it asks for no tag in context."""
        if not any(atom.kind == "tag" for choice in test.choices for atom in choice):
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
        """Files a choice under the keys that a word must have one of, the narrowest there are."""
        keyed = [(atom, keys) for atom in choice if not atom.negated and (keys := self._keys(atom))]
        atom, keys = min(keyed, key=lambda pair: _BREADTH[pair[0].kind], default=(None, [_EVERY_WORD]))
        rest = tuple(other for other in choice if other is not atom)
        for key in keys:
            if rest:
                self._by_key_and_rest.setdefault(key, []).append((number, rest))
            else:
                self._by_key.setdefault(key, set()).add(number)

    def _keys(self, atom: Atom) -> list[str]:
        match atom.kind:
            case "word":
                return [atom.value]
            case "lemma":
                return [f"<{atom.value}"]
            case "list":
                members = self._lists[atom.value]
                return [f"<{word}" for word in members.words] if members.lemmas else list(members.words)
            case "possible":
                return [f"~{tag}" for tag in tags_of(atom.value)]
            case "tag":
                return [f"{sign}{tag}" for tag in tags_of(atom.value) for sign in "~="]
            case _:
                return []

    def _first_seen(self, token: Token) -> frozenset[int]:
        word = Word(token.text, token.kind)
        keys = [word.lower, _EVERY_WORD]
        keys += [f"<{lemma}" for lemma in word.lemmas]
        keys += [f"~{tag}" for tag in word.tags]
        keys += [f"={tag}" for tag in word.further_tags]
        numbers = set[int]().union(*[self._by_key[key] for key in keys if key in self._by_key])
        for key in keys:
            for number, rest in self._by_key_and_rest.get(key, ()):
                if number not in numbers and all(self._holds(atom, word) for atom in rest):
                    numbers.add(number)
        found = frozenset(numbers)
        self._remember(token, self._shared.setdefault(found, found))
        return found

    def _remember(self, token: Token, classes: frozenset[int]) -> None:
        if len(self._known) + len(self._known_signs) >= _KEPT_WORDS:
            self._known.clear()
            self._known_signs.clear()
            self._shared.clear()
        if token.kind is Kind.WORD:
            self._known[token.text] = classes
        else:
            self._known_signs[token.text, token.kind] = classes

    def _holds(self, atom: Atom, word: Word) -> bool:
        return _IS[atom.kind](atom.value, word, self._lists) is not atom.negated


def _is_in_list(name: str, word: Word, lists: Mapping[str, WordList]) -> bool:
    members = lists[name]
    return not members.words.isdisjoint(word.lemmas) if members.lemmas else word.lower in members.words


_IS: Final[Mapping[str, Callable[[str, Word, Mapping[str, WordList]], bool]]] = MappingProxyType({
    "word": lambda value, word, _: word.lower == value,
    "lemma": lambda value, word, _: value in word.lemmas,
    "list": _is_in_list,
    "possible": lambda value, word, _: not tags_of(value).isdisjoint(word.tags),
    "ending": lambda value, word, _: word.lower.endswith(value) and len(word.lower) > len(value),
    "beginning": lambda value, word, _: word.lower.startswith(value) and len(word.lower) > len(value),
    "case": lambda value, word, _: _IS_CASE[value](word.text),
    "class": lambda value, word, _: _IS_CLASS[value](word),
    "regex": lambda value, word, _: re.fullmatch(value, word.text) is not None,
    "tag": lambda value, word, _: not tags_of(value).isdisjoint(word.tags | word.further_tags),
})  # fmt: skip

_BREADTH: Final = {"word": 0, "lemma": 1, "list": 2, "possible": 3, "tag": 3}


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
    of_member = _of_lemma if lists[name].lemmas else _of_word
    return sum(of_member(word, lists) for word in lists[name].words)


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
