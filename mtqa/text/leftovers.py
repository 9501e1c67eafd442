"""Words left in the source language within a translation: what stands in both texts and only the source knows.

Between languages of one script a word is left over where it stands, in small letters, in source and translation alike
and the target language does not know it. English is asked of its lexicon. Of other languages only small words are
known, so there a run of the source's words counts that holds small words of the source alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mtqa.text.function_words import function_words, languages_of
from mtqa.text.scripts import scripts_of

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ‐‑-][^\W\d_]+)*")
_ADDRESS: Final = re.compile(r"@|#|://|www\.|\w\.[a-z]{2,5}\b|(?:\b\w\.){2}")
"""What a piece of text between spaces holds that is an address, or a short form as s.r.o."""
_JOINTS: Final = re.compile(r"['’ʼ‐‑-]")
_CHUNK: Final = re.compile(r"\S+")
_FEWEST_LETTERS: Final = 4
_RUN: Final = 3
"""So many words of the source in a row, small words among them, are left over though the target may know some."""
_GAP: Final = 2
"""So many words between two left over are taken with them if they stand in the source too."""

_ACCENTED: Final = frozenset(
    """café cafés cliché clichés clichéd fiancé fiancée fiancés façade façades naïve naïvely naïveté résumé résumés
    élite élites décor protégé protégés protégée soufflé soufflés purée purées sauté sautéed entrée entrées matinée
    soirée soirées communiqué communiqués attaché attachés blasé passé touché risqué exposé exposés déjà voilà crème
    crèche crèches crêpe crêpes château châteaux émigré émigrés éclair éclairs séance séances jalapeño jalapeños piñata
    piñatas señor señora über doppelgänger smörgåsbord rösti führer vis-à-vis à-la-carte première premières débutante
    débâcle coup d'état raison d'être mélange ménage détente décolletage appliqué canapé canapés consommé cortège
    coöperation coördinate daïs maître né née pâté rosé papier-mâché tête-à-tête pièce jäger schnäpps açaí""".split()
)
"""English words that may be written with accents; an accent makes any other word foreign."""

_MODERN: Final = frozenset(
    """covid lockdown reddit iphone ipad ios android euro euros oops incl excl epub spyware malware ransomware selfie
    selfies podcast podcasts emoji emojis hashtag hashtags blockchain bitcoin bitcoins crypto influencer influencers
    vlog vlogger blog blogs blogger bloggers smartphone smartphones app apps wifi vegan vegans brexit hoodie unboxing
    crowdfunding coworking livestream livestreaming meme memes drone drones quad quads tweet tweets retweet startup
    startups login website websites online offline webinar webinars tablet tablets laptop laptops router routers
    firmware software chatbot chatbots deepfake fintech biotech edtech snowboard snowboarding paralympics parkour
    barista sushi ramen kimchi tofu hummus falafel kebab tapas mozzarella prosciutto espresso latte cappuccino pesto
    karaoke anime manga judo karate aikido taekwondo samba tango paparazzi mafia jihad hijab burqa sharia fatwa imam
    ayatollah oblast rayon tsunami origami feng shui yuan renminbi yen rupee rupees zloty koruna forint hryvnia ruble
    rubles rouble roubles peso pesos dirham dinar rial euroscepticism eurozone vs etc ok okay pdf html usb http https
    www km kg cm mm kwh mwh mhz ghz gb mb tb ml mg kb""".split()
)
"""Words of today's English, borrowed or new, that the lexicon lacks, and signs of units."""
_MEDICINE: Final = re.compile(r"(?:vir|mab|nib|cillin|mycin|statin|virus|coccus)$")
"""Endings of the international names of medicines and germs."""

_PREFIXES: Final = (
    "anti", "auto", "bi", "bio", "co", "counter", "cross", "cyber", "de", "dis", "eco", "electro", "ex", "extra",
    "geo", "hyper", "in", "inter", "macro", "mega", "meta", "micro", "mid", "mini", "mis", "mono", "multi", "nano",
    "neo", "neuro", "non", "out", "over", "poly", "post", "pre", "pro", "pseudo", "psycho", "quasi", "re", "semi",
    "sub", "super", "tele", "trans", "ultra", "un", "under", "uni",
)  # fmt: skip
_SUFFIXES: Final = (
    "er", "ers", "ly", "ness", "like", "able", "less", "ish", "ism", "ist", "ists",
    "wise", "ship", "ian", "ans", "ization", "isation",
)  # fmt: skip
_STEM: Final = 4
_LONG_STEM: Final = 5
"""The fewest letters that must remain of a word for a part before or behind it to be taken off."""
_GERMAN_NOUN: Final = re.compile(
    r"""\b(?:
      ((?:[MmSsKkDd]?[Ee]in|[Ii]hr|[Uu]nser|[Dd]ies|[Jj]ed)(?:e[nmrs]?)?\ (?:[a-zäöüß]{1,40}+\ )?)
    | ([Dd](?:er|ie|as|en|em|es)\ (?:[a-zäöüß]{1,40}+\ )?|(?:[Zz]u[rm]|[Ii]m|[Vv]om|[Bb]eim|[Aa]m)\ )
    )?([A-ZÄÖÜ][a-zäöüß]{3,60})\b""",
    re.VERBOSE,
)
"""A word with a capital, after an article that no name has before it, or after another."""
_GERMAN_ENDING: Final = re.compile(
    r"(?:ung|heit|keit|schaft|ität)(?:en)?$|[a-z]{3}(?:tion(?:en)?|ismus|nisse?|chen|lein)$"
)
_GERMAN_IN_ENGLISH: Final = frozenset(
    """Bundestag Bundesrat Bundeswehr Bundesliga Bundesbank Landtag Reichstag Autobahn Oktoberfest Luftwaffe Wehrmacht
    Volkswagen Mittelstand Energiewende Landeshauptmann Bundeskanzler Kanzleramt Spiegel Zeit Bild Stern""".split()
)
"""German nouns that English news takes as they are."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A range of the translation left in the source language, and how many of its words only the source knows.

    `of_the_language`: a small word of the source language or a letter with an accent is among them; else they may be
    from a third language that both texts cite. `perhaps_name`: a word with a capital stands before it, in both texts,
    so that it may end a name, as of a party or a firm; or it is one German word with a capital.
    """

    start: int
    end: int
    words: int
    of_the_language: bool
    perhaps_name: bool


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def leftovers(text: str, source: str, source_language: str, target_language: str) -> Iterator[Leftover]:
    """The ranges of the text in the words of the source, in order."""
    if "Latin" not in scripts_of(source_language) & scripts_of(target_language):
        return
    words = _words(text)
    in_source = frozenset(_WORD.findall(source))
    shared = [word.text in in_source or word.text.lower() in in_source for word in words]
    if not any(shared):
        return
    foreign = _foreign(words, in_source, source_language, target_language)
    nouns = _german_nouns(words, source) if (source_language, target_language) == ("de", "en") else [None] * len(words)
    alone = function_words(source_language) - function_words(target_language)
    runs = _source_runs(words, source, alone) if alone else frozenset()
    sure = [foreign[index] or index in runs or nouns[index] is True for index in range(len(words))]
    marked = [sure[index] or nouns[index] is False for index in range(len(words))]
    for first, last in _joined(marked, shared):
        perhaps_name = _ends_name(words, first, source) or not any(sure[first : last + 1])
        said = [word.text.lower() for word in words[first : last + 1]]
        of_the_language = any(word in alone or not word.isascii() for word in said)
        start, end = words[first].start, words[last].end
        yield Leftover(start, end, sum(sure[first : last + 1]), of_the_language, perhaps_name)


def _ends_name(words: Sequence[_Word], first: int, source: str) -> bool:
    """Whether one word with a capital stands before, in both texts; where there are two, the name is whole."""
    name, before = (words[first - back].text if first >= back else "" for back in (1, 2))
    whole = before[:1].isupper() and before.lower() not in function_words("en")
    if whole or not name[:1].isupper():
        return False
    return f"{name} {words[first].text}" in source and not is_english(name.lower())


def is_english(word: str) -> bool:
    """Whether English knows the word, in lower case, or can make it of words it knows."""
    return _is_english(word) or (
        not word.isalpha() and all(part in _PREFIXES or _is_english(part) for part in _JOINTS.split(word))
    )


@lru_cache(1 << 14)
def _is_english(word: str) -> bool:
    from mtqa.text.english.lexicon import is_known  # noqa: PLC0415 (reads a table)

    if not word.isascii():
        return word in _ACCENTED
    if is_known(word) or word in _MODERN or _MEDICINE.search(word):
        return True
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) >= len(prefix) + _LONG_STEM and is_known(word[len(prefix) :]):
            return True
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + _STEM and is_known(word[: -len(suffix)]):
            return True
    return any(is_known(word[:place]) and is_known(word[place:]) for place in range(_STEM, len(word) - _STEM + 1))


def _words(text: str) -> list[_Word]:
    """The words of the text, without those of addresses."""
    if not _ADDRESS.search(text):
        return [_Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    return [
        _Word(match[0], match.start(), match.end())
        for chunk in _CHUNK.finditer(text)
        if not _ADDRESS.search(chunk[0])
        for match in _WORD.finditer(text, chunk.start(), chunk.end())
    ]


def _foreign(
    words: Sequence[_Word], in_source: frozenset[str], source_language: str, target_language: str
) -> list[bool]:
    """Whether each word for itself is of the source alone; only English is known well enough to tell."""
    if target_language != "en":
        return [False] * len(words)
    found = []
    for index, word in enumerate(words):
        lower = word.text.lower()
        small_word = source_language in languages_of(lower)
        if index == 0 and word.text.istitle():
            same = lower in in_source or (small_word and word.text in in_source)
        else:
            same = word.text.islower() and lower in in_source
        long = len(lower) >= _FEWEST_LETTERS or (not lower.isascii() and len(lower) >= _FEWEST_LETTERS - 1)
        of_itself = long or (small_word and not (lower.isascii() and _among_names(words, index)))
        found.append(same and of_itself and not is_english(lower))
    return found


def _german_nouns(words: Sequence[_Word], source: str) -> list[bool | None]:
    """For each word None, or True for a noun of a German source, False for what may be a noun or a name.

    German nouns have a capital, as names have. An article that is never before a name, or the ending of an abstract
    noun, tells a noun; another article only may. A capital beside it makes it a part of a name.
    """
    nouns: dict[str, bool] = {}
    for match in _GERMAN_NOUN.finditer(source):
        if match[1] or match[2]:
            nouns[match[3]] = nouns.get(match[3], False) or bool(match[1])
        if _GERMAN_ENDING.search(match[3]):
            nouns[match[3]] = True
    found: list[bool | None] = [None] * len(words)
    for index, word in enumerate(words[1:], 1):
        if word.text in nouns and word.text not in _GERMAN_IN_ENGLISH and not _among_names(words, index):
            found[index] = None if is_english(word.text.lower()) else nouns[word.text]
    return found


def _among_names(words: Sequence[_Word], index: int) -> bool:
    """Whether a word with a capital stands at either side."""
    beside = (*words[max(index - 1, 0) : index], *words[index + 1 : index + 2])
    return any(word.text[0].isupper() for word in beside)


def _source_runs(words: Sequence[_Word], source: str, alone: frozenset[str]) -> frozenset[int]:
    """The indexes of words in small letters that stand in the source in this order, a small word of it among them."""
    in_order = _WORD.findall(source)
    trigrams = {tuple(in_order[place : place + _RUN]) for place in range(len(in_order) - _RUN + 1)}
    found: set[int] = set()
    for place in range(len(words) - _RUN + 1):
        texts = tuple(word.text for word in words[place : place + _RUN])
        if texts in trigrams and all(map(str.islower, texts)) and not alone.isdisjoint(texts):
            found.update(range(place, place + _RUN))
    return frozenset(found)


def _joined(marked: Sequence[bool], shared: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The first and last index of marked words with the shared ones between them."""
    first = last = -1
    for index, is_marked in enumerate(marked):
        if not is_marked:
            continue
        if first >= 0 and index - last - 1 <= _GAP and all(shared[last + 1 : index]):
            last = index
            continue
        if first >= 0:
            yield first, last
        first = last = index
    if first >= 0:
        yield first, last
