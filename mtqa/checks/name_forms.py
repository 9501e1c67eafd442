"""One name in several forms within a document: spelt or cased in two ways, or called by two of its names.

A name is told by its capital within a sentence. Two forms are one name where they differ only in letters that
transliterations exchange, or in little else beside the same first or last name; they are two names where the source
writes both, or where they stand beside different first names. What follows the more frequent form is left alone.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from mtqa.checks.base import Check, CheckedDocument, Context, Fault, Finder, Found, finding, in_hypothesis, quoted
from mtqa.text.english import lexicon
from mtqa.text.name_variants import (
    are_distinct,
    consonants,
    folded,
    known_variants,
    one_slip_apart,
    sound_key,
    vowels_apart,
)

SPELLING: Final = Fault(
    id="fluency/inconsistency/name-spelling",
    severity="minor",
    confidence="medium",
    why="The document spells one name in several ways. Keep one spelling, that of the house style.",
)
CASING: Final = Fault(
    id="fluency/inconsistency/name-casing",
    severity="minor",
    confidence="medium",
    why="The document writes one name in several ways with capitals, as Isis and ISIS. Keep one.",
)
ALIAS: Final = Fault(
    id="fluency/inconsistency/name-alias",
    severity="minor",
    confidence="medium",
    why="The document calls one place or organisation by several of its names, as Kyiv and Kiev. Keep one, unless the "
    "change means something.",
)

_WORD: Final = re.compile(r"[^\W_]+(?:[’'‐‑.-][^\W_]+)*")
_PARTS: Final = re.compile(r"[\s.’'‐‑-]+")
_POSSESSIVE: Final = re.compile(r"[’']s$|(?<=s)[’']$")
_OPENS_SENTENCE: Final = re.compile(r"(?:^|[.!?…:;\n•|–—])[\s\"“”«»‘'’(\[*-]*$|[“\"«„(\[]$")
_BEFORE: Final = 8
"""Characters before a word that tell whether it begins a sentence."""
_HEADLINE: Final = 0.7
"""The share of words with capitals from which on a segment is a headline, where capitals make no names."""

_NO_CAPITAL_NAMES: Final = frozenset(
    {"de", "lb", "zh", "ja", "ko", "he", "yi", "ar", "fa", "ur", "hi", "th", "ka", "am"}
)
"""Target languages where a capital does not tell a name."""
_NAMES_INFLECT: Final = frozenset(
    {"ru", "uk", "be", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "mk", "bg", "lt", "lv", "et", "fi", "hu", "tr", "az",
     "el", "la", "is", "eu", "kk", "uz", "ky", "tt", "ro", "sq", "ga", "cy"}
)  # fmt: skip
"""Target languages where names have endings, so that two forms may be two cases."""

_SHORTEST: Final = 4
_LONGEST: Final = 60
_SHORTEST_DATELINE: Final = 5
_SHORTEST_VOWELS: Final = 5
_LONG: Final = 7
"""Letters of a sound key from which on a vowel more or less makes no other name."""
_SHORTEST_SLIP: Final = 6
_SIDE_BY_SIDE: Final = 40
"""Characters between two names that are told apart."""
_MOST_VOWELS: Final = 2
_PARTICLES: Final = frozenset(
    "al el ez es as an ar at ad ash ed en er et bin ben ibn de da di von van der la le".split()
)
"""Small words inside names."""


@dataclass(slots=True)
class _Form:
    """One way to write a name: where it first stands, how often, and which names stand beside it."""

    text: str
    index: int
    start: int
    count: int = 0
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)
    last: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Name:
    """A word with a capital, or several that belong together, at a place."""

    text: str
    start: int
    before: str
    after: str


_Forms = Mapping[str, _Form]


def _open(context: Context) -> Finder:
    reach = int(CHECK.threshold("reach", context))
    inflects = context.target in _NAMES_INFLECT
    english = context.target == "en"

    def find(document: CheckedDocument) -> Iterator[Found]:
        forms = _forms(document, english=english)
        told: set[frozenset[str]] = set()
        for fault, pairs in (
            (CASING, _cased(forms, english=english)),
            (ALIAS, _aliases(forms)),
            (SPELLING, () if inflects else _spelt(forms, english=english)),
        ):
            for one, other in sorted(pairs, key=_words):
                usual, rare = (one, other) if (one.count, -one.index) >= (other.count, -other.index) else (other, one)
                # "Zelensky" and "Zelenskyy" are not told again where the first name stands before them.
                apart = frozenset({*usual.text.split()} ^ {*rare.text.split()})
                if {apart, frozenset({rare.text})} & told or not _near(usual, rare, reach):
                    continue
                if not _are_two(usual, rare, document):
                    told |= {apart, frozenset({rare.text})}
                    yield _told(document, fault, usual, rare)

    return find


def _words(pair: "_Pair") -> int:
    """How many words the two forms have."""
    return sum(len(form.text.split()) for form in pair)


def _told(document: CheckedDocument, fault: Fault, usual: _Form, rare: _Form) -> Found:
    segment = document.segments[rare.index]
    by_author = all(_as_in_source(document, form, fault) for form in (usual, rare))
    unsure = by_author or (fault is ALIAS and segment.source is None)
    times = "once" if usual.count == 1 else f"{usual.count} times"
    where = f"segment {usual.index + 1}" if usual.count == 1 else f"{times}, first in segment {usual.index + 1}"
    message = f"{quoted(rare.text)} here, {quoted(usual.text)} elsewhere ({where}): one name, two forms"
    return rare.index, finding(
        fault,
        message,
        in_hypothesis(segment, rare.start, rare.end),
        suggestions=(usual.text,) if usual.count > rare.count else (),
        confidence="low" if unsure else None,
    )


def _as_in_source(document: CheckedDocument, form: _Form, fault: Fault) -> bool:
    """Whether the source of the first place has this form: where it has both, they are the author's."""
    source = document.segments[form.index].source or ""
    if fault is ALIAS:
        return form.text.casefold() in source.casefold()
    return form.text in source


def _near(one: _Form, other: _Form, reach: int) -> bool:
    """Whether the two stand in reach of each other; a long file may hold several articles."""
    return min(abs(one.index - other.last), abs(one.last - other.index), abs(one.index - other.index)) <= reach


def _are_two(usual: _Form, rare: _Form, document: CheckedDocument) -> bool:
    """Whether the document tells the two apart, or explains them.

    They stand side by side ("Daesh, also called ISIS"); or both beside other names, and never the same (Mark Hansen
    and Lars Hanssen).
    """
    text = document.segments[rare.index].hypothesis
    if usual.text in text[max(rare.start - _SIDE_BY_SIDE, 0) : rare.end + _SIDE_BY_SIDE].replace(rare.text, ""):
        return True
    beside = ((usual.before, rare.before), (usual.after, rare.after))
    return any(ours and theirs and not ours & theirs for ours, theirs in beside)


# The names of a document


def _forms(document: CheckedDocument, *, english: bool) -> _Forms:
    forms: dict[str, _Form] = {}
    for index, segment in enumerate(document.segments):
        for name in _names(segment.hypothesis, english=english):
            form = forms.setdefault(name.text, _Form(name.text, index, name.start))
            form.count += 1
            form.last = index
            if name.before:
                form.before.add(name.before)
            if name.after:
                form.after.add(name.after)
    return forms


def _names(text: str, *, english: bool) -> Iterator[_Name]:
    """The words with a capital that is not that of a sentence or headline, and the pairs of them that stand together.

    In English also the others, if they are no ordinary words.
    """
    matches = list(_WORD.finditer(text))
    capitals = [match[0][0].isupper() for match in matches]
    headline = sum(capitals) >= _HEADLINE * len(matches) and len(matches) > 2
    if headline and (text.isupper() or not english):
        return
    words = [_POSSESSIVE.sub("", match[0]) for match in matches]
    joined = [text[a.end() : b.start()] == " " for a, b in pairwise(matches)] + [False]
    for here, match in enumerate(matches):
        if len(words[here]) > _LONGEST or not _is_name(words[here], capital=capitals[here]):
            continue
        if _is_dateline(words[here], here):
            continue
        if (headline or _opens_sentence(text, match.start())) and (not english or _is_ordinary(words[here].lower())):
            continue
        before = words[here - 1] if here and joined[here - 1] and capitals[here - 1] else ""
        after = words[here + 1] if joined[here] and capitals[here + 1] else ""
        yield _Name(words[here], match.start(), before, after)
        beyond = here + 1
        while beyond < len(words) and joined[beyond - 1] and words[beyond] in _PARTICLES and beyond - here < 3:
            beyond += 1
        if beyond < len(words) and joined[beyond - 1] and _is_name(words[beyond], capital=capitals[beyond]):
            end = matches[beyond].start() + len(words[beyond])
            if end - match.start() <= _LONGEST:
                yield _Name(text[match.start() : end], match.start(), "", "")


def _is_name(word: str, *, capital: bool) -> bool:
    if capital:
        return True
    first, hyphen, rest = word.partition("-")
    return hyphen != "" and first in _PARTICLES and rest[:1].isupper()


def _is_dateline(word: str, index: int) -> bool:
    """Whether the word is in capitals because it begins the segment: "ISLAMABAD, Pakistan"."""
    return index == 0 and len(word) >= _SHORTEST_DATELINE and word.isupper()


def _opens_sentence(text: str, start: int) -> bool:
    return _OPENS_SENTENCE.search(text[max(start - _BEFORE, 0) : start]) is not None


# Which of them are one name

_Pair = tuple[_Form, _Form]


def _cased(forms: _Forms, *, english: bool) -> Iterator[_Pair]:
    """Forms that differ only in capitals, beyond the first letter; words in capitals for emphasis aside."""
    names = (form for form in forms.values() if not (english and _is_of_ordinary_words(form.text)))
    for group in _grouped(names, lambda form: form.text.casefold()):
        yield from _with_first(group)


def _aliases(forms: _Forms) -> Iterator[_Pair]:
    """Forms that the table knows as one name."""
    variants = known_variants()
    known = [form for form in forms.values() if folded(form.text) in variants and _is_acronym_where_it_must(form.text)]
    for group in _grouped(known, lambda form: variants[folded(form.text)]):
        yield from (pair for pair in _with_first(group) if _differ(*pair))


def _is_acronym_where_it_must(text: str) -> bool:
    return len(text) > 2 or text.isupper()


def _spelt(forms: _Forms, *, english: bool) -> Iterator[_Pair]:
    """Forms that differ in letters that transliterations exchange, or in vowels or one letter beside a same name."""
    names = [form for form in forms.values() if _may_vary(form.text, english=english)]
    for group in _grouped(names, lambda form: sound_key(form.text)):
        for one, other in _with_first(group):
            if _differ(one, other):
                yield one, other
    for group in _grouped(names, lambda form: consonants(form.text)):
        for one, other in _with_first(group):
            if len(sound_key(one.text)) >= _SHORTEST_VOWELS and _like_vowels(one, other):
                yield one, other
    single = [form for form in names if len(form.text) >= _SHORTEST_SLIP and " " not in form.text]
    yield from _slips(single)


def _may_vary(text: str, *, english: bool) -> bool:
    words = text.replace("-", " ").split()
    if len(text) < _SHORTEST or text.isupper() or any(map(str.isdigit, text)):
        return False
    if not english:
        return True
    if "'" in text or "’" in text or _is_ordinary(words[-1]):  # "I'll", "De-authorize"
        return False
    # A name of known words is no misspelt one, and "China-Japan" is no other form of "China Japan".
    if len(words) > 1 and (_is_of_known_words(text) or lexicon.is_known("".join(words).lower())):
        return False
    return not all(_is_ordinary(word.lower()) for word in words if word not in _PARTICLES)


def _is_of_known_words(text: str) -> bool:
    """Whether all its words are English, names that the lexicon knows included."""
    return all(lexicon.is_known(word.lower()) for word in _PARTS.split(text))


def _is_of_ordinary_words(text: str) -> bool:
    """Whether all its words are English and no names."""
    return all(_is_ordinary(word.lower()) for word in _PARTS.split(text))


def _is_ordinary(lower: str) -> bool:
    """Whether the word is an English word that is no name."""
    return lexicon.is_known(lower) and not lexicon.possible_tags(lower) <= {"NNP", "NNPS"}


def _differ(one: _Form, other: _Form) -> bool:
    """Whether they are two forms: not one without its article, as Maktoum and Al Maktoum."""
    shorter, longer = sorted((one.text.casefold(), other.text.casefold()), key=len)
    return shorter not in longer.split() and shorter != longer and not are_distinct(shorter, longer)


def _like_vowels(one: _Form, other: _Form) -> bool:
    """Whether they differ in few vowels, and those not in an ending."""
    first, second = sound_key(one.text), sound_key(other.text)
    if (
        first == second
        or not _differ(one, other)
        or (min(len(first), len(second)) < _LONG and _is_established(one, other))
    ):
        return False
    return vowels_apart(first, second) <= _MOST_VOWELS and not _is_ending(first, second)


def _is_established(*forms: _Form) -> bool:
    """Whether the lexicon has one of the names: what is a little different may well be another."""
    return any(lexicon.is_known(form.text.lower()) for form in forms)


def _slips(forms: Sequence[_Form]) -> Iterator[tuple[_Form, _Form]]:
    """Pairs one slip apart, not in their last letters: those are endings."""
    shortened: dict[str, list[_Form]] = defaultdict(list)
    for form in forms:
        word = folded(form.text)
        near = {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word) - 2))}
        rivals = {id(rival): rival for key in sorted(near) for rival in shortened[key][:_MOST_RIVALS]}
        for rival in rivals.values():
            other = folded(rival.text)
            if (
                one_slip_apart(word, other)
                and _differ(rival, form)
                and not _is_ending(word, other)
                and sound_key(word) != sound_key(other)
            ):
                yield rival, form
        for key in near:
            shortened[key].append(form)


_MOST_RIVALS: Final = 3


def _is_ending(one: str, other: str) -> bool:
    """Whether they differ in the last two letters only, as Martin and Martina, Korea and Korean."""
    return one[: min(len(one), len(other)) - 2] == other[: min(len(one), len(other)) - 2]


def _grouped(forms: Iterable[_Form], key: Callable[[_Form], str]) -> Iterator[list[_Form]]:
    groups: dict[str, list[_Form]] = defaultdict(list)
    for form in forms:
        groups[key(form)].append(form)
    return (group for group in groups.values() if len(group) > 1)


def _with_first(group: list[_Form]) -> Iterator[tuple[_Form, _Form]]:
    """The most frequent form beside each other one."""
    usual = max(group, key=lambda form: (form.count, -form.index, -form.start))
    return ((usual, form) for form in group if form is not usual)


def _skips(context: Context) -> str | None:
    if context.target in _NO_CAPITAL_NAMES:
        return f"in the target language ({context.target}) a capital does not tell a name"
    return None


CHECK: Final = Check(
    name="name_forms",
    summary="one name in several forms within a document",
    faults=(SPELLING, CASING, ALIAS),
    open=_open,
    skips=_skips,
    thresholds={"reach": 60},
)
