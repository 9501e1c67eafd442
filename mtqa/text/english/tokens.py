"""English words with their exact places in the text.

The conventions are those of the English treebanks, so that tags mean what they mean there: contractions and
possessives are split (`do|n't`, `it|'s`, `can|not`), abbreviations keep their stop, numbers keep their
separators. Unlike in the treebanks, a hyphenated compound is one word (`well-known`, `five-year-old`).
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    PUNCTUATION = "punctuation"
    ADDRESS = "address"
    SYMBOL = "symbol"


class Token(NamedTuple):
    """A word, number, sign or address, and its half-open range of code points.

    A named tuple and not a data class: tokens are the one value made by the million, and a frozen data class
    takes several times as long to make.
    """

    text: str
    start: int
    end: int
    lower: str
    kind: Kind
    space_before: bool


_TITLES = frozenset(
    """Mr Mrs Ms Mx Messrs Dr Drs Prof Rev Hon Fr Gen Maj Col Lt Capt Cmdr Cpl Sgt Pvt Adm Brig Gov Rep
    Reps Sen Sens Pres Supt Insp St Ste Mt Ft vs v cf viz approx""".split()
)
_ENDINGS = frozenset(
    """Jr Sr Inc Ltd Corp Co Bros Cie Esq al etc dept Dept Univ Assn Ave Blvd Rd Hwy Ph.D Calif Conn Fla Ga
    Mich Minn Neb Okla Tenn Tex Wis Wyo Jan Feb Apr Aug Sept Oct Nov Dec""".split()
)
_BEFORE_NUMBERS = frozenset("""No Nos no nos Art Fig Mar Jun Jul Mon Tue Tues Wed Thu Thurs Fri Sat Sun p pp""".split())

NEVER_LAST = frozenset(f"{word.lower()}." for word in _TITLES) | {"e.g.", "i.e."}
"""Abbreviations, in lower case and with their stop, that no sentence ends with: something follows them."""


def _alternatives(words: Iterable[str]) -> str:
    """A pattern of these words, those with a capital also in capitals."""
    forms = {form for word in words for form in (word, word.upper() if word[0].isupper() else word)}
    return "|".join(re.escape(form) for form in sorted(forms))


_INNER = r"[\w\u0300-\u036f\u00ad\u200c\u200d]"  # combining accents, soft hyphens and joiners stay inside a word
_JOINT = r"(?:['’ʼ‐‑-](?=\w)|(?<=\d)[.,:/](?=\d))"
_REST = rf"{_INNER}*+(?:{_JOINT}{_INNER}++)*+"

# Tried in this order. Every repetition is possessive or bounded, so that no text takes more than linear time.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    # Most tokens are one of these two; to find them first makes the scan twice as fast.
    (Kind.WORD, r"[^\W\d_]++(?=\s)"),
    (Kind.PUNCTUATION, r"[,;()]"),
    (
        Kind.ADDRESS,
        r"""(?:https?://|www\.)[^\s<>"“”]{0,2000}[^\s<>"“”.,;:!?)\]}'’…]
        | (?<![\w@])[\w.+-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,64}+){1,8}+(?<![.-])
        | (?<![\w@\#])[@\#][^\W\d]\w*+
        | (?<![\w.-])[a-z\d-]{2,63}+(?:\.[a-z\d-]{2,63}+){0,2}?\.(?:com|org|net|gov|edu|info|co\.uk)
          \b(?![.-]\w)""",
    ),
    (
        Kind.WORD,  # abbreviations and initials
        rf"""(?<!\w)(?:
          (?:[A-Za-z]\.){{2,12}}+(?:[‐‑-](?=\w){_REST}|(?!\w))
        | (?:[A-Za-z]\.){{1,12}}+[A-Za-z](?![\w-])
        | (?=[A-Za-z.]{{1,8}}\.)(?:
              (?:{_alternatives(_TITLES | _ENDINGS)})\.(?![\w.])
            | (?:{_alternatives(_BEFORE_NUMBERS)})\.(?=\s?\d)
            | [A-HJ-Z]\.(?=\s?[^\W\d_a-z])
          )
        | [A-Z]{{1,3}}&[A-Z]{{1,3}}(?!\w)
        )""",
    ),
    (
        Kind.SYMBOL,
        r"(?<!\w)(?:US|AU?|CA?|NZ|HK|S)\$ | &(?:[A-Za-z]{2,8}|\#\d{1,7}|\#x[\dA-Fa-f]{1,6});",
    ),
    (
        Kind.NUMBER,
        r"""\d++(?:[.,:/‐‑-]\d++)*+(?:
          (?:bn|mn|tn|[mkKMB])(?![\w'’‐‑-])
        | (?=[ap]\.?m\b)
        | (?![\w\u0300-\u036f]|['’‐‑-]\w)
        )
        | (?<![\w.])\.\d++(?!\w)""",
    ),
    (
        Kind.WORD,
        rf"""[^\W_]{_REST}
        | ['’](?:\d0s|[Tt]is|[Tt]was|[Tt]il|[Ee]m|[Cc]ause)(?!\w)
        | ['’ʼ](?:[sS]|[dD]|[mM]|ll|LL|re|RE|ve|VE)(?!\w)""",
    ),
    (
        Kind.PUNCTUATION,
        r"""\.{2,}+ | `` | '' | [‐‑-]{2,}+ | [!?]++
        | [.:…‥\[\]{}"'“”„‟‘’‚‛«»‹›`´‐‑‒–—―/·•¿¡。，、；：？！（）「」《》-]""",
    ),
    (Kind.SYMBOL, r"[*=_~<>+\#|^]{2,}+ | \S"),
)
_SCAN = re.compile("|".join(f"({pattern})" for _, pattern in _PATTERNS), re.VERBOSE)
_KIND_OF_GROUP = (None, *(kind for kind, _ in _PATTERNS))
_WORD = 7

_CLITICS = frozenset({"s", "d", "m", "ll", "re", "ve"})
_FUSED = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3}
"""Words that are two, and where the second begins."""


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in order; what lies between them is white space and nothing else."""
    tokens: list[Token] = []
    add, new = tokens.append, tuple.__new__
    previous_end = 0
    for match in _SCAN.finditer(text):
        start, end = match.span()
        word = match[0]
        lower = word.lower()
        group = match.lastindex
        if (group == _WORD and (cuts := _cuts(word))) or (lower in _FUSED and (cuts := (_FUSED[lower],))):
            for left, right in pairwise((0, *cuts, len(word))):
                part = word[left:right]
                space_before = left == 0 and start > previous_end
                add(Token(part, start + left, start + right, part.lower(), Kind.WORD, space_before))
        else:
            # Token(...) without its Python-level constructor: a third of the whole time.
            add(new(Token, (word, start, end, lower, _KIND_OF_GROUP[group], start > previous_end)))  # type: ignore[index]
        previous_end = end
    return tuple(tokens)


def _cuts(word: str) -> tuple[int, ...]:
    """Where a written word is cut: before the possessive, the shortened verb, the shortened negation."""
    plain = word.replace("’", "'").replace("ʼ", "'")
    cuts: list[int] = []
    end = len(plain)
    while (apostrophe := plain.rfind("'", max(0, end - 3), end)) > 0:
        clitic = plain[apostrophe + 1 : end].lower()
        if clitic == "t" and plain[apostrophe - 1] in "nN":
            end = apostrophe - 1
        elif clitic in _CLITICS:
            end = apostrophe
        else:
            break
        if end:
            cuts.append(end)
    return tuple(reversed(cuts))
