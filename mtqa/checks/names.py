"""Names: a person, place or organisation of the source that the translation lacks or puts another for.

A name is told by its capital within a sentence, or by a table of places. It has its counterpart where a word of the
other text sounds like it, whatever the script, or where the table says so. What is translated rather than carried
over ("Corte suprema") has none, so a name that is missing counts only if the table or the reference has it, or if
the translation names somebody that the source does not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from mtqa.checks.base import (
    KEPT_WITNESSES,
    Check,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Witness,
    by_segment,
    finding,
    in_hypothesis,
    needs_witness,
    quoted,
)
from mtqa.model import Confidence, Finding
from mtqa.text import places
from mtqa.text.english import closed_class, lexicon
from mtqa.text.name_words import NameWord, is_headline, words_of
from mtqa.text.places import Place
from mtqa.text.transliteration import romanised, sound_alike

REPLACED: Final = Fault(
    id="accuracy/mistranslation/name",
    severity="major",
    confidence="high",
    why="The translation names somebody or some place that the source does not, and lacks one that it does.",
)
MISSING: Final = Fault(
    id="accuracy/omission/name",
    severity="major",
    confidence="medium",
    why="The source names somebody or some place that the translation does not. Put the name back.",
)
ADDED: Final = Fault(
    id="accuracy/addition/name",
    severity="major",
    confidence="medium",
    why="The translation names somebody or some place that the source does not. Look where the name comes from.",
)

_NO_CAPITAL_NAMES: Final = frozenset({"de", "lb", "zh", "ja", "ko", "he", "yi", "ar", "fa", "ur", "hi", "th"})
"""Languages where a capital does not tell a name."""
_UNHEARD: Final = frozenset({"zh", "ja", "ko", "th"})
"""Languages whose spelling tells too little of how a name sounds elsewhere."""
_WRITTEN_WITH_NAMES: Final = {
    "he": ("ו", "ב", "ל", "ה", "מ", "ש", "כ"),
    "ar": ("ال", "وال", "بال", "لل", "و", "ب", "ل", "ف", "ك"),
}
"""Small words that are written together with a name."""
_OTHERWISE_READ: Final = {"he": (("ו", ""),), "uk": (("г", "х"), ("дж", "г")), "ru": (("дж", "г"),)}
"""Letters with a second sound, as of a vowel or h, or spelt otherwise in Latin letters: Джулиани, Giuliani."""
_POLITE: Final = {"ru": ("вам", "вас", "ваш", "бог"), "uk": ("вам", "вас", "ваш", "бог", "бож", "пан")}
_NO_NAMES: Final = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mr mrs ms dr prof gen sen rep gov st god christmas easter ramadan bible
    islam koran quran allah internet catholic covid coronavirus mt ft ok tv pm am sir madam dear hello hi mum mom dad
    i iii ii iv vi vii viii ix xi xii english eve santa claus county krai oblast prix olympics euro""".split()
)
_PROPER: Final = frozenset({"NNP"})
_ADDRESS: Final = frozenset("#@/_.&\\")
"""What stands before a word that is part of an address, a file name or a placeholder."""
_CONTRACTED: Final = re.compile(r"['’](?:s|m|d|ll|ve|re)?$", re.IGNORECASE)
_SHORTEST: Final = 3
_SHORTEST_ACRONYM: Final = 2
_LONGEST_ACRONYM: Final = 6
_SHORTEST_PLACE: Final = 4
_SHORTEST_UNSPACED: Final = 2
_SAME_BEGINNING: Final = 4
_SPELLINGS: Final = str.maketrans({"j": "y", "w": "v", "c": "k", "z": "s"})
"""Letters that languages with Latin letters exchange."""
_CACHED_PAIRS: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with its language, its words, and the places that it names for certain.

    `distinct` are the words that differ in letters or capitals; `mentioned` holds of the places asked for, whether the
    text mentions them: a line that says one name ten thousand times is looked through once.
    """

    text: str
    language: str | None
    words: tuple[NameWord, ...]
    places: tuple[Place, ...]
    distinct: tuple[NameWord, ...]
    mentioned: dict[int, bool] = field(default_factory=dict)


@lru_cache(KEPT_WITNESSES)
def _read_witness(text: str, language: str | None) -> _Text:
    return _read(text, language)


def _read(text: str, language: str | None) -> _Text:
    words = words_of(text)
    known = places.places(text, words, language) if language in places.LANGUAGES else ()
    distinct = {(word.lower, word.capital or word.caseless): word for word in words}
    return _Text(text, language, words, known, tuple(distinct.values()))


def _open(_: Context) -> Finder:
    return by_segment(_find)


def _find(segment: CheckedSegment) -> Iterator[Finding]:
    witness = segment.witness
    if witness is None:
        return
    own = _read(segment.hypothesis, segment.context.target)
    theirs = _read_witness(witness.text, witness.language)
    reference = segment.reference_witness if segment.source_witness else None
    second = _read_witness(reference.text, reference.language) if reference else None
    strange = list(_strange(own, theirs, second))
    lost = [*_lost_places(own, theirs, second), *_lost_names(own, theirs, second)]
    yield from _told(segment, witness, strange, lost)


@dataclass(frozen=True, slots=True)
class _Lost:
    """A name of the witness without a counterpart; `sure` where more tells that it should have one.

    `known` where it stands in the table of places.
    """

    start: int
    end: int
    sure: bool
    known: bool = False


def _told(
    segment: CheckedSegment, witness: Witness, strange: Sequence[NameWord], lost: Sequence[_Lost]
) -> Iterator[Finding]:
    """A strange name stands for a lost one, in order; what is left over is missing or added."""
    partners = sorted(lost, key=lambda each: not each.sure)[: len(strange)]
    for word, name in zip(strange, sorted(partners, key=lambda each: each.start), strict=False):
        span = witness.span(name.start, name.end)
        message = f"the {witness.side} has {quoted(span.text)}, the translation {quoted(word.text)}"
        place = in_hypothesis(segment, word.start, word.end)
        yield finding(REPLACED, message, place, counterpart=span, confidence=None if name.sure else "medium")
    both = segment.reference_witness is not None and segment.source_witness is not None
    added: Confidence | None = None if both else "low"  # what a source only implies is often said
    for word in strange[len(partners) :]:
        message = f"the {witness.side} does not name {quoted(word.text)}"
        yield finding(ADDED, message, in_hypothesis(segment, word.start, word.end), confidence=added)
    paired = set(partners)
    for name in lost:
        if name.sure and name not in paired:
            span = witness.span(name.start, name.end)
            message = f"the {witness.side} names {quoted(span.text)}, the translation does not"
            # Without capitals and vowels any word may sound like a name of the reference.
            sound_alone = not name.known and span.text.upper() == span.text.lower()
            yield finding(MISSING, message, span, confidence="low" if sound_alone else None)


def _lost_places(own: _Text, theirs: _Text, reference: _Text | None) -> Iterator[_Lost]:
    """The places of the witness that the hypothesis does not mention; of two witnesses, those of both."""
    if own.language not in places.LANGUAGES:
        return
    for place in theirs.places:
        name = theirs.text[place.start : place.end]
        short = len(name) < (_SHORTEST_UNSPACED if theirs.language in places.UNSPACED else _SHORTEST_PLACE)
        if short or _mentioned(place.key, own) or (reference and not _mentioned(place.key, reference)):
            continue
        if not any(_alike(word, name, theirs.language) for word in _capitals(own)):
            yield _Lost(place.start, place.end, sure=True, known=True)


def _capitals(text: _Text) -> list[NameWord]:
    return [word for word in text.distinct if word.capital or word.caseless]


def _mentioned(key: int, text: _Text) -> bool:
    if text.language not in places.LANGUAGES:
        return False
    if key not in text.mentioned:
        text.mentioned[key] = places.mentions(key, text.text, text.words, text.language)
    return text.mentioned[key]


def _lost_names(own: _Text, theirs: _Text, reference: _Text | None) -> Iterator[_Lost]:
    """The names of the witness that sound like nothing in the hypothesis; sure where the reference has them too."""
    if is_headline(theirs.words):
        return
    capitals = _capitals(own)
    unmatched = () if reference is None else _unmatched(reference, capitals)
    confirmed = list({word.text: word for word in unmatched}.values())
    cased = theirs.language not in _NO_CAPITAL_NAMES
    taken = {index for place in theirs.places for index in range(place.start, place.end)}
    for word in theirs.words:
        if word.start in taken or len(word.text) < _SHORTEST_ACRONYM:
            continue
        if any(_same_name(each, word, theirs.language) for each in confirmed):
            yield _Lost(word.start, word.end, sure=True)
            continue
        name = cased and not word.opens and _may_be_name(word, theirs) and not _is_polite(word, theirs.language)
        if name and not any(_alike(each, word.text, theirs.language) for each in capitals):
            yield _Lost(word.start, word.end, sure=False)


def _unmatched(reference: _Text, capitals: Sequence[NameWord]) -> Iterator[NameWord]:
    """The names and acronyms of an English reference that are like no word of the hypothesis with a capital."""
    if reference.language in _NO_CAPITAL_NAMES or is_headline(reference.words):
        return
    for word in reference.words:
        acronym = word.text.isupper() and _SHORTEST_ACRONYM <= len(word.text) <= _LONGEST_ACRONYM
        name = acronym or (_may_be_name(word, reference) and (reference.language != "en" or _is_name(word)))
        if name and not any(_alike(each, word.text, reference.language) for each in capitals):
            yield word


def _same_name(name: NameWord, word: NameWord, language: str | None) -> bool:
    """Whether a word of the witness is this name of the reference; acronyms are so letter by letter."""
    if name.text.isupper() or (word.text.isupper() and not word.caseless):
        return name.text == word.text
    if language in _UNHEARD or not (word.capital or word.caseless):
        return False
    return _alike(name, word.text, language)


def _is_polite(word: NameWord, language: str | None) -> bool:
    """Whether it is a word for the one addressed, which letters write with a capital."""
    return word.lower.startswith(_POLITE.get(language or "", ()))


def _may_be_name(word: NameWord, text: _Text) -> bool:
    if not word.capital:
        return False
    bare = _bare(word.text)
    if len(bare) < _SHORTEST or not bare[1:].islower():
        return False
    if text.text[word.end : word.end + 1] == "-" and text.text[word.end + 1 : word.end + 2].islower():
        return False
    return text.text[word.start - 1 : word.start] not in _ADDRESS


def _strange(own: _Text, theirs: _Text, reference: _Text | None) -> Iterator[NameWord]:
    """The names of an English hypothesis that no witness has."""
    if own.language != "en" or theirs.language is None or is_headline(own.words):
        return
    named = {index: place.key for place in own.places for index in range(place.start, place.end)}
    for word, after in pairwise((*own.words, None)):
        if word is None or not _may_be_name(word, own):
            continue
        key = named.get(word.start)
        if key is not None:
            if theirs.language not in places.LANGUAGES or any(
                _mentioned(key, text) for text in (theirs, reference) if text
            ):
                continue
        elif (
            not _is_name(word)
            or (word.opens and not (after and after.capital))
            or (theirs.language in _UNHEARD and reference is None)
        ):
            continue
        texts = [text for text in (theirs, reference) if text]
        if any(_mentioned(key, text) for text in texts for key in places.hinted(word.lower)):
            continue
        if not any(_has_like(text, word) for text in texts):
            yield word


def _is_name(word: NameWord) -> bool:
    """Whether an English word with a capital is nothing but a name."""
    lower = _bare(word.lower)
    if (
        lower.endswith(("n't", "n’t"))
        or lower in _NO_NAMES
        or lower.removesuffix("s") in _NO_NAMES
        or lower in closed_class.TAGS
    ):
        return False
    return not lexicon.is_known(lower) or lexicon.possible_tags(lower) == _PROPER


def _has_like(text: _Text, word: NameWord) -> bool:
    """Whether the text has the name: a word that begins as it does, or one with a capital that sounds like it."""
    own = _bare(word.lower)
    return any(
        _alike(word, each.text, text.language) if each.capital or each.caseless else _same_letters(own, each.lower)
        for each in text.distinct
    )


def _alike(word: NameWord, other: str, language: str | None) -> bool:
    """Whether the word could be the other, of a text in this language, by its letters or by its sound."""
    own = _bare(word.lower)
    return any(
        _same_letters(own, reading) or sound_alike(own, reading)
        for reading in map(_bare, _readings(other.lower(), language))
    )


def _readings(lower: str, language: str | None) -> Iterator[str]:
    yield lower
    for letter, sound in _OTHERWISE_READ.get(language or "", ()):
        if letter in lower:
            yield lower.replace(letter, sound)
    for prefix in _WRITTEN_WITH_NAMES.get(language or "", ()):
        if lower.startswith(prefix) and len(lower) - len(prefix) >= _SHORTEST - 1:
            yield lower[len(prefix) :]


@lru_cache(_CACHED_PAIRS)
def _same_letters(one: str, other: str) -> bool:
    """Whether two words are one, begin alike, or the second holds the first.

    In Latin letters, and but for those that languages exchange.
    """
    first, second = romanised(one).translate(_SPELLINGS), romanised(other).translate(_SPELLINGS)
    if first == second or (len(first) >= _SAME_BEGINNING and first in second):
        return True
    return first[:_SAME_BEGINNING] == second[:_SAME_BEGINNING] and min(len(first), len(second)) >= _SAME_BEGINNING


def _bare(word: str) -> str:
    return _CONTRACTED.sub("", word) if "'" in word or "’" in word else word


CHECK: Final = Check(
    name="names",
    summary="a name that the translation lost, replaced or added",
    faults=(REPLACED, MISSING, ADDED),
    open=_open,
    skips=needs_witness,
)
