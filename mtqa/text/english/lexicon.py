"""What an English word can be: its possible Penn tags, its lemmas, and the forms of a lemma.

The table `lexicon.bin` beside this file holds 65,000 words; its origin and licence stand in `README.md`.
Questions about words it lacks are answered from their spelling.
"""

import re
import zlib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from mtqa.text.english import closed_class
from mtqa.text.english.inflection import REGULAR, regular_lemma
from mtqa.text.english.shelves import Shelves, unpacked

TABLE: Final = Path(__file__).with_name("lexicon.bin")

CODES: Final[Mapping[str, str]] = {
    "NN": "N",
    "NNS": "S",
    "NNP": "P",
    "NNPS": "Q",
    "VB": "V",
    "VBP": "B",
    "VBZ": "Z",
    "VBD": "D",
    "VBN": "C",
    "VBG": "G",
    "JJ": "J",
    "JJR": "R",
    "JJS": "T",
    "RB": "A",
    "RBR": "M",
    "RBS": "O",
}
"""The letter that stands for each tag in the table: capitals, for its words have none."""
_TAGS: Final = {code: tag for tag, code in CODES.items()}

_CACHED_WORDS: Final = 1 << 16

_NOUNS: Final = frozenset({"NN", "NNP"})
_PLURALS: Final = frozenset({"NNS", "NNPS"})
_LEMMAS_OF_FUNCTION_WORDS: Final[Mapping[tuple[str, str], str]] = {
    ("'s", "VBZ"): "be",
    ("'m", "VBP"): "be",
    ("'re", "VBP"): "be",
    ("'ve", "VBP"): "have",
    ("'ve", "VB"): "have",
    ("'d", "VBD"): "have",
    ("'d", "MD"): "would",
    ("'ll", "MD"): "will",
    ("ca", "MD"): "can",
    ("wo", "MD"): "will",
    ("sha", "MD"): "shall",
    ("n't", "RB"): "not",
    ("an", "DT"): "a",
    ("these", "DT"): "this",
    ("those", "DT"): "that",
}


class _Table(NamedTuple):
    analyses: Shelves
    irregular: Shelves


@cache
def _table() -> _Table:
    return _Table(*unpacked(zlib.decompress(TABLE.read_bytes()).decode()))


@lru_cache(_CACHED_WORDS)
def _analyses(lower: str) -> tuple[tuple[str, str], ...]:
    """The tags of a word in the table, each with its lemma; the likeliest lemma first."""
    found = []
    for row in (_table().analyses.find(lower) or "").split(","):
        lemma = row.lstrip("ABCDGJMNOPQRSTVZ")
        found += [(_TAGS[code], lemma or lower) for code in row[: len(row) - len(lemma)]]
    return tuple(found)


def is_known(lower: str) -> bool:
    """Whether the word, in lower case, is in the table or is a function word; its spelling is not asked."""
    return lower in closed_class.TAGS or lower in _table().analyses


@lru_cache(_CACHED_WORDS)
def possible_tags(lower: str) -> frozenset[str]:
    """The Penn tags a word, in lower case, can have; never empty.

    What neither the table nor the closed classes hold is judged by its last part, for compounds, and by its
    ending: a guess that rather allows too much. Marks and signs have their own tag.
    """
    lower = _plain(lower)
    closed = closed_class.TAGS.get(lower, frozenset())
    if lower in closed_class.NEVER_ELSE:
        return closed
    return closed | {tag for tag, _ in _analyses(lower)} or _guess(lower)


def _plain(lower: str) -> str:
    return lower.replace("’", "'").replace("ʼ", "'") if not lower.isascii() else lower


_BY_ENDING: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("ing", frozenset({"VBG", "NN", "JJ"})),
    ("ed", frozenset({"VBD", "VBN", "JJ"})),
    ("ly", frozenset({"RB", "JJ"})),
    ("ness", frozenset({"NN"})),
    ("ment", frozenset({"NN"})),
    ("tion", frozenset({"NN"})),
    ("able", frozenset({"JJ"})),
    ("ous", frozenset({"JJ"})),
    ("ful", frozenset({"JJ"})),
    ("less", frozenset({"JJ"})),
    ("ism", frozenset({"NN"})),
    ("ss", frozenset({"NN", "NNP"})),
    ("s", frozenset({"NNS", "VBZ", "NNP", "NNPS"})),
)
_UNKNOWN: Final = frozenset({"NN", "NNP", "JJ", "VB", "VBP", "FW"})
_TAGS_OF_MARKS: Final[Mapping[str, str]] = {
    ". ! ? 。 ！ ？": ".",
    ", ， 、": ",",
    ": ; ... … – — ― ‒ - -- /": ":",
    "( [ {": "-LRB-",
    ") ] }": "-RRB-",
    "“ ‘ « ‹ „ ‚ ``": "``",
    "” » › ''": "''",
    '"': "`` ''",
    "'": "`` '' POS",
    "$ € £ ¥ us$ a$ au$ c$ ca$ hk$ nz$ s$": "$",
}
_MARKS: Final = {mark: frozenset(tags.split()) for marks, tags in _TAGS_OF_MARKS.items() for mark in marks.split()}
_ADDRESS: Final = re.compile(r"\w@\w|://|^www\.|\.(?:com|org|net|edu|gov)\b|^[#@]\w")


def _guess(lower: str) -> frozenset[str]:
    if lower in _MARKS:
        return _MARKS[lower]
    if lower[:1].isdigit() or lower[:1] == ".":
        return _guess_number(lower)
    if _ADDRESS.search(lower):
        return frozenset({"ADD", "NNP", "NN"})
    if not any(map(str.isalpha, lower)):
        return frozenset({"NFP", "SYM", "."} if lower[:1] in "!?." else {"NFP", "SYM"})
    last = lower.rpartition("-")[2]
    if last and last != lower:
        return frozenset(tag for tag in possible_tags(last) if tag in CODES) | {"JJ", "NN", "NNP"}
    return next((tags for ending, tags in _BY_ENDING if lower.endswith(ending)), _UNKNOWN)


def _guess_number(lower: str) -> frozenset[str]:
    if lower.endswith(("st", "nd", "rd", "th")):
        return frozenset({"JJ", "NN", "RB"})
    if lower.endswith("s"):
        return frozenset({"NNS"})
    return frozenset({"JJ", "NN"} if lower.rpartition("-")[2].isalpha() else {"CD"})


@lru_cache(_CACHED_WORDS)
def lemma(lower: str, tag: str) -> str:
    """The lemma of a word, in lower case, that bears a Penn tag; the word itself when the tag has no lemma.

    Modals and pronouns are their own lemma, as in Universal Dependencies; "'d" is "would" or "have".
    """
    lower = _plain(lower)
    if by_hand := _LEMMAS_OF_FUNCTION_WORDS.get((lower, tag)):
        return by_hand
    for possible, base in _analyses(lower):
        if possible == tag:
            return base
    if tag in _NOUNS or tag not in REGULAR:
        return lower
    if tag in _PLURALS:
        other = "NNS" if tag == "NNPS" else "NNPS"
        return next((base for possible, base in _analyses(lower) if possible == other), regular_lemma(lower, tag))
    first, hyphen, last = lower.rpartition("-")
    if hyphen and first and last:
        return f"{first}-{lemma(last, tag)}"
    return lower if REGULAR[tag] is REGULAR["NN"] else regular_lemma(lower, tag)


@lru_cache(_CACHED_WORDS)
def lemmas(lower: str) -> frozenset[str]:
    """All lemmas that a word, in lower case, can have: "saw" is of "see" and of "saw"."""
    lower = _plain(lower)
    by_hand = {base for (word, _), base in _LEMMAS_OF_FUNCTION_WORDS.items() if word == lower}
    if lower == "'s":
        by_hand.add("have")  # as a VBZ it is one or the other; `lemma` takes the more frequent
    found = {base for _, base in _analyses(lower)} if lower not in closed_class.NEVER_ELSE else set()
    verbs = {lemma(lower, tag) for tag in closed_class.TAGS.get(lower, ()) if tag in REGULAR}
    return frozenset(by_hand | found | verbs or {lemma(lower, tag) for tag in possible_tags(lower)})


@lru_cache(_CACHED_WORDS)
def inflect(lemma: str, tag: str) -> tuple[str, ...]:
    """The forms of a lemma, in lower case, for a Penn tag, the usual one first; none where it has none.

    A lemma that is not in the table is inflected by rule, but for degrees of comparison, which few have.
    """
    if (irregular := _table().irregular.find(f"{CODES.get(tag, '')}{lemma}")) is not None:
        return tuple(irregular.split("/"))
    if tag not in REGULAR:
        return ()
    regular = REGULAR[tag](lemma)
    if (tag, lemma) in _analyses(regular):
        return (regular,)
    first, hyphen, last = lemma.rpartition("-")
    if hyphen and first and last:
        return tuple(f"{first}-{form}" for form in inflect(last, tag))
    return () if _analyses(lemma) or tag[:2] in {"JJ", "RB"} else (regular,)
