"""Finding terms in text, inflected too: by lemma in English, by endings elsewhere, letter by letter without spaces.

Two words are the same where they may be forms of one word; that is guessed from their endings, so a match that is not
letter for letter is marked as such.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from mtqa.text.english import lexicon


class TermMatch(NamedTuple):
    """A term in a text: which one, where, and whether letter for letter but for case."""

    term: int
    start: int
    end: int
    exact: bool


_WORD: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = re.compile(r"\s{1,3}|\s?['’ʼ·&/+‐‑–-]\s?|\.")
_UNSPACED: Final = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo", "yue"})
_SHORTEST_STEM: Final = 3
_CACHED: Final = 1 << 16


class TermFinder:
    """Finds any of some terms in a language; a term is known by its place among them."""

    def __init__(self, terms: Sequence[str], language: str | None) -> None:
        self._terms = terms
        self._language = language or ""
        self._by_first: dict[str, list[tuple[int, tuple[frozenset[str], ...]]]] = defaultdict(list)
        self._by_letter: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for index, term in enumerate(terms):
            words = [] if self._language in _UNSPACED else _WORD.findall(term)
            if words:
                keys = tuple(word_keys(word.lower(), self._language, of_term=True) for word in words)
                for key in keys[0]:
                    self._by_first[key].append((index, keys))
            elif term:
                folded = term.lower()
                self._by_letter[folded[0]].append((index, folded))

    def find(self, text: str) -> list[TermMatch]:
        """The terms in the text, by place; those within another are among them."""
        found = {*self._words_in(text), *self._letters_in(text)} if self._by_letter else {*self._words_in(text)}
        return sorted(found, key=lambda match: (match.start, -match.end, match.term))

    def _words_in(self, text: str) -> Iterable[TermMatch]:
        if not self._by_first:
            return
        words = list(_WORD.finditer(text))
        joined = [_BETWEEN.fullmatch(text, one.end(), other.start()) is not None for one, other in pairwise(words)]
        keys = [word_keys(word[0].lower(), self._language) for word in words]
        for at, word in enumerate(words):
            for key in keys[at]:
                for index, wanted in self._by_first.get(key, ()):
                    last = at + len(wanted) - 1
                    if (
                        last < len(words)
                        and all(joined[at:last])
                        and all(
                            not ours.isdisjoint(theirs)
                            for ours, theirs in zip(keys[at : last + 1], wanted, strict=True)
                        )
                    ):
                        start, end = word.start(), words[last].end()
                        yield TermMatch(index, start, end, _is_exact(text[start:end], self._terms[index]))

    def _letters_in(self, text: str) -> Iterable[TermMatch]:
        folded = text.lower()
        if len(folded) != len(text):
            folded = text
        for at, letter in enumerate(folded):
            for index, term in self._by_letter.get(letter, ()):
                if folded.startswith(term, at) and _stands_alone(folded, at, at + len(term)):
                    yield TermMatch(index, at, at + len(term), exact=True)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter of the Latin script touches a term of that script within text that has no spaces."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (before.isascii() and before.isalnum() and text[start].isascii() and text[start].isalnum())
        or (after.isascii() and after.isalnum() and text[end - 1].isascii() and text[end - 1].isalnum())
    )


def _is_exact(text: str, term: str) -> bool:
    return " ".join(_WORD.findall(text)).lower() == " ".join(_WORD.findall(term)).lower()


@lru_cache(_CACHED)
def word_keys(word: str, language: str, *, of_term: bool = False) -> frozenset[str]:
    """What a word, in lower case, may be a form of: two words with a key in common may be forms of one.

    A word of a term is taken to begin as it does: what looks like an article before it is part of it.
    """
    if language == "en":
        return frozenset({word, *(lexicon.lemmas(word) if word.isascii() else ())})
    folded = _folded(word)
    if language in _AGGLUTINATING:
        return frozenset({word, folded, *_beginnings(folded, _AGGLUTINATING[language])})
    endings, beginnings = _endings(language), () if of_term else _PREFIXES.get(language, ())
    stems = {
        folded,
        *(folded.removeprefix(prefix) for prefix in beginnings if len(folded) >= len(prefix) + _SHORTEST_STEM),
    }
    keys = {word, *stems}
    for stem in stems:
        shortest = max(_SHORTEST_STEM, (len(stem) + 1) // 2)
        keys.update(stem[:cut] for cut in range(shortest, len(stem)) if stem[cut:] in endings)
    return frozenset(keys)


def _beginnings(word: str, longest_ending: int) -> Iterable[str]:
    """What may stand before the endings; marked, for a beginning alone makes no word."""
    shortest = max(2, len(word) - longest_ending, (len(word) + 1) // 2)
    return (word[:cut] for cut in range(shortest, len(word)))


@lru_cache(_CACHED)
def _folded(word: str) -> str:
    """The word without accents, where it is long enough to be told from others all the same."""
    if word.isascii() or len(word) < _SHORTEST_STEM + 2:
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


_AGGLUTINATING: Final[Mapping[str, int]] = {
    "ko": 4,
    "fi": 5,
    "et": 4,
    "hu": 6,
    "tr": 6,
    "az": 6,
    "eu": 5,
    "kk": 6,
    "ka": 5,
}
"""How many letters of endings may follow, in languages that put ending after ending."""

_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "he": tuple("ה ו ב ל מ ש כ וה בה לה מה שה ול וב ומ של מה".split()),
    "ar": tuple("ال وال بال لل فال كال و ب ل ف ك".split()),
}
"""Articles, prepositions and conjunctions that are written as one with the word."""

_LATIN_SLAVIC: Final = (
    "a ą e ę i o u y ie em om ami ach ów owi ego emu ej ich ych im ym imi ymi ia ii ią ię iem iami iach owie ě ou ům"
    " ech mi ov ové ovi ova eva evi ima ama og eg oj ih iho imu ými ima"
)
_ENDINGS: Final[Mapping[str, str]] = {
    "it": "a e i o he hi io ia ie",
    "es": "a o e s as os es is l les z ces",
    "pt": "a o e s as os es is l m ns ao oes aes eis ais",
    "gl": "a o e s as os es is l ns",
    "ca": "a o e s es os ns",
    "fr": "e s es x l ux ux le les ne nes se ses te tes",
    "ro": "a ul ului ele le lor i ii ilor e ea ei elor uri urile urilor u l lui o",
    "de": "e en n s es er ern em in innen nen r",
    "nl": "e en s eren n",
    "sv": "en et er ar or na n t s ens ets erna arna orna ernas arnas a e ens",
    "da": "en et er e r ne ene erne s ens ets ernes n t",
    "nb": "en et er e a ene ne r s ens ets enes n t",
    "no": "en et er e a ene ne r s ens ets enes n t",
    "ru": "а я о е и ы у ю ь й ой ей ом ем ам ям ами ями ах ях ов ев ий ый ая яя ое ее ые ие ого его ому ему ым им ую"
    " юю ых их ыми ими ою ею ия ии ию ией иям иях иями ья ье ьи ью",
    "uk": "а я о е и і у ю ь й ї є ой ей ом ем ам ям ами ями ах ях ів їв ові еві ої ій ий ая яя ого ього ому ьому"
    " им ім ую юю их іх ими іми ою ею ія ії ію ією іям іях іями",
    "pl": _LATIN_SLAVIC,
    "cs": _LATIN_SLAVIC,
    "sk": _LATIN_SLAVIC,
    "hr": _LATIN_SLAVIC,
    "sr": _LATIN_SLAVIC + " а е и о у ом ем ама има ог ег ој их им",
    "sl": _LATIN_SLAVIC,
    "bg": "а я о е и ът ят та то те ове и ите овете ия",
    "el": "ος ου ο οι ων ους α ας ες η ης ι ια εις εων ματος ματα ματων",
    "ar": "ات ون ين ان ة ه ها ي ية",
    "he": "ים ות י ה ת",
    "hi": "ा े ी ों ें ियाँ ियों",
    "lt": "as is ys us a e o u ai ui ams ais uose us io iu iai",
    "lv": "s is us a e i u am em iem as es ai ei os ies iem",
}


@cache
def _endings(language: str) -> frozenset[str]:
    """The endings by which forms of one word differ, with and without accents; none where they are not known."""
    written = _ENDINGS.get(language, "")
    return frozenset(
        "".join(letter for letter in unicodedata.normalize("NFD", ending) if not unicodedata.combining(letter))
        for ending in written.split()
    ) | frozenset(written.split())
