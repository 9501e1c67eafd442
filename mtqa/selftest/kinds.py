"""The kinds of fault that are planted: a function for each, from a trusted text to one with the fault."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Final

from mtqa.text.english.analysis import Analysis
from mtqa.text.negation import LANGUAGES as NEGATING
from mtqa.text.negation import negations
from mtqa.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Place:
    """A trusted text, its source, the trusted text of the next segment, and the target language (und: unknown)."""

    text: str
    source: str | None
    following: str | None
    language: str


Plant = Callable[[Place, Random], str | None]
"""What stands in place of a text once the fault is planted; None where it cannot be."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: its name, what is done to the text, and the function that does it."""

    name: str
    what: str
    plant: Plant


_WORD: Final = re.compile(r"\w+(?:[’'-]\w+)*")
_NUMBER: Final = re.compile(r"(?<![\d.,:/-])\d{2,}(?:[.,]\d+)*(?![\d:/-])")
_CLAUSE: Final = re.compile(r"[,;:，；：]\s*")
_LOOPED: Final = 4
_LOOPS: Final = 6
_FEWEST_WORDS: Final = 6
_AFTER_SMALL_WORD: Final = re.compile(r"(?<=[^\W\d_A-Z][ ])[^\W\d_]{3,}")
_MOJIBAKE: Final = re.compile(r"[^\x00-\x7f]")
_PAIRED: Final = re.compile(r"[)\]”»]|(?<=\w)\"")
_WRONG_FORM: Final = {"is": "are", "are": "is", "was": "were", "were": "was", "has": "have", "have": "has"}
_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "we"})
_BE: Final = {"has": "is", "have": "are", "had": "was"}
_MOVED: Final = frozenset(
    """appeared arrived become begun come died disappeared emerged entered fallen gone grown happened occurred remained
    returned risen stayed""".split()
)
"""Participles whose perfect has "be" in some source languages."""


def _without_sentence(place: Place, random: Random) -> str | None:
    found = sentences(place.text)
    if len(found) < 2:
        return None
    start, end = random.choice(found)
    return (place.text[:start].rstrip() + " " + place.text[end:].lstrip()).strip()


def _without_end(place: Place, _: Random) -> str | None:
    words = list(_WORD.finditer(place.text))
    return place.text[: words[len(words) * 3 // 5].end()] if len(words) >= 2 * _FEWEST_WORDS else None


def _with_other_number(place: Place, random: Random) -> str | None:
    numbers = list(_NUMBER.finditer(place.text))
    if not numbers:
        return None
    at = random.choice(numbers).start()
    return place.text[:at] + str(int(place.text[at]) % 9 + 1) + place.text[at + 1 :]


def _without_negation(place: Place, random: Random) -> str | None:
    if place.language not in NEGATING:
        return None
    sure = [each for each in negations(place.text, place.language) if _denies(each.text)]
    if not sure:
        return None
    chosen = random.choice(sure)
    before, after = place.text[: chosen.start], place.text[chosen.end :]
    return before.rstrip() + after if before.endswith(" ") else before + after.lstrip()


def _denies(word: str) -> bool:
    """Whether the sentence still stands without the word."""
    return word.lower().replace("’", "'") in _NEGATIONS


_NEGATIONS: Final = frozenset("not n't never nicht nie non no não niet nooit не".split())


def _with_names_swapped(place: Place, random: Random) -> str | None:
    names = {match[0]: match for match in _AFTER_SMALL_WORD.finditer(place.text) if match[0][0].isupper()}
    if len(names) < 2:
        return None
    first, second = sorted(random.sample(sorted(names.values(), key=re.Match.start), 2), key=re.Match.start)
    text = place.text
    return text[: first.start()] + second[0] + text[first.end() : second.start()] + first[0] + text[second.end() :]


def _with_source_clause(place: Place, _: Random) -> str | None:
    """The last clause as in the source."""
    if place.source is None:
        return None
    own, others = (list(_CLAUSE.finditer(text)) for text in (place.text, place.source))
    if not own or not others or place.text == place.source:
        return None
    clause = place.source[others[-1].end() :]
    return place.text[: own[-1].end()] + clause if len(clause) >= _SHORTEST_CLAUSE else None


_SHORTEST_CLAUSE: Final = 12


def _copied(place: Place, _: Random) -> str | None:
    return place.source if place.source != place.text else None


def _looped(place: Place, random: Random) -> str | None:
    words = list(_WORD.finditer(place.text))
    if len(words) < _FEWEST_WORDS:
        return None
    first = random.randrange(len(words) - _LOOPED)
    start, end = words[first].start(), words[first + _LOOPED - 1].end()
    return place.text[:end] + (" " + place.text[start:end]) * _LOOPS + place.text[end:]


def _with_word_twice(place: Place, random: Random) -> str | None:
    words = list(_WORD.finditer(place.text))
    if len(words) < _FEWEST_WORDS:
        return None
    chosen = random.choice(words[1:])
    return f"{place.text[: chosen.end()]} {chosen[0]}{place.text[chosen.end() :]}"


def _shuffled(place: Place, random: Random) -> str | None:
    words = place.text.split()
    if len(words) < _FEWEST_WORDS:
        return None
    random.shuffle(words)
    return " ".join(words)


def _lost(place: Place, _: Random) -> str | None:
    return ""


def _next(place: Place, _: Random) -> str | None:
    """The text of the next segment, as where a line was lost."""
    return place.following if place.following != place.text else None


def _with_next(place: Place, _: Random) -> str | None:
    """A sentence of the next segment at the end."""
    if not place.following or len(found := sentences(place.following)) == 0:
        return None
    start, end = found[0]
    return f"{place.text.rstrip()} {place.following[start:end]}" if end - start >= _SHORTEST_SENTENCE else None


_SHORTEST_SENTENCE: Final = 30


def _with_wrong_auxiliary(place: Place, _: Random) -> str | None:
    """A perfect with be, as in "are arrived"."""
    if place.language != "en":
        return None
    for token, after in pairwise(Analysis(place.text).tokens):
        if token.text in _BE and after.text in _MOVED:
            return place.text[: token.start] + _BE[token.lower] + place.text[token.end :]
    return None


def _with_wrong_agreement(place: Place, _: Random) -> str | None:
    """A verb that does not agree with the pronoun before it."""
    if place.language != "en":
        return None
    tokens = Analysis(place.text).tokens
    for pronoun, verb in pairwise(tokens):
        if pronoun.lower in _PRONOUNS and verb.text in _WRONG_FORM:
            return place.text[: verb.start] + _WRONG_FORM[verb.text] + place.text[verb.end :]
    return None


def _damaged(place: Place, _: Random) -> str | None:
    """The first character beyond ASCII read in the wrong encoding."""
    match = _MOJIBAKE.search(place.text)
    if match is None:
        return None
    wrong = match[0].encode().decode("cp1252", errors="replace")
    return place.text[: match.start()] + wrong + place.text[match.end() :]


def _unclosed(place: Place, _: Random) -> str | None:
    match = _PAIRED.search(place.text)
    return place.text[: match.start()] + place.text[match.end() :] if match else None


KINDS: Final[Sequence[Kind]] = (
    Kind("sentence-dropped", "one of several sentences is left out", _without_sentence),
    Kind("end-dropped", "the text ends after three fifths", _without_end),
    Kind("paragraph-lost", "the text is empty", _lost),
    Kind("sentence-added", "the first sentence of the next segment follows", _with_next),
    Kind("paragraph-shifted", "the text is that of the next segment", _next),
    Kind("number-changed", "a digit of a number is another", _with_other_number),
    Kind("negation-dropped", "a word of denial is left out", _without_negation),
    Kind("names-swapped", "two names change places", _with_names_swapped),
    Kind("clause-untranslated", "the last clause is that of the source", _with_source_clause),
    Kind("source-copied", "the text is the source", _copied),
    Kind("phrase-looped", f"{_LOOPED} words come {_LOOPS} times more", _looped),
    Kind("word-doubled", "a word comes twice", _with_word_twice),
    Kind("words-shuffled", "the words are in any order", _shuffled),
    Kind("auxiliary-be", 'a perfect with "be"', _with_wrong_auxiliary),
    Kind("agreement", "a verb does not agree with its pronoun", _with_wrong_agreement),
    Kind("encoding", "a character was read in the wrong encoding", _damaged),
    Kind("pair-unclosed", "a closing bracket or quotation mark is left out", _unclosed),
)
"""Every kind of fault, those of accuracy first."""
