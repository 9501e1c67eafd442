"""Where sentences end, in any script: for comparing texts of two languages, not for grammar.

`mtqa.text.english.sentences` knows English tokens; this knows stops. Where a stop may be that of an abbreviation, an
ordinal or an initial, it does not split: two sentences taken as one do less harm to an alignment than halves.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

FULL_STOPS: Final = ".。．｡۔।॥።։។။᙮᱾꓿"
"""What ends a statement, in the scripts of the world."""

STOPS: Final = FULL_STOPS + "!?…！？؟՞՜፧‼⁇⁈⁉‽\u037e"
"""What ends any sentence; the last is the Greek question mark."""

CLOSING: Final = "\"'”’»›)]}」』》）】〕“‘«"
"""Quotation marks and brackets that may follow a stop; some open in one language what they close in another."""

_UNSPACED_STOPS: Final = "。．｡！？။།"
"""Stops that no space need follow."""

_END: Final = re.compile(
    rf"(?<![{re.escape(STOPS)}])[{re.escape(STOPS)}]++[{re.escape(CLOSING)}]{{0,3}}(?=\s|$)"
    rf"|[{re.escape(_UNSPACED_STOPS)}]++[{re.escape(CLOSING)}]{{0,3}}"
    r"|\n\s*\n"
)
_OPENING: Final = re.compile(r"[\s\"'“”„«»‹›‘’(\[{「『《（【¿¡–—-]*")
_LAST_WORD: Final = re.compile(r"[^\s\"'“”„«»‘’(\[{/–—-]+$")
_LONGEST_WORD: Final = 20
_ORDINAL: Final = re.compile(r"(?:\d{1,2}|[IVX]{1,5})\.")

_ABBREVIATIONS: Final = """
mr mrs ms dr prof st sr jr gen col lt sgt capt cmdr maj adm hon rev sen rep gov pres no nos vs etc inc ltd co corp fig
jan feb mar apr jun jul aug sept sep oct nov dec e.g i.e a.m p.m u.s u.k u.n cf al approx dept est vol ed pp mt
bzw ca d.h usw z.b u.a bspw evtl ggf inkl mio mrd nr str tel vgl zzt sog geb gest hl ing dipl
sig sigg dott dott.ssa avv on art ecc pag cap es mons
sra srta ud uds ej pág núm av admón ee.uu
m mm mme mlle mgr env p.ex
t.zv č např tzv atd apod popř resp tj sv mjr gen plk ul nám mil mld tis hod mudr judr
np tzn tzw itd itp prof dr hab inż mgr ks ul al godz pkt ok
т.е т.к т.д т.п т.н г гг ул им тыс млн млрд руб см стр проф акад ред др пр кв вул ім м р рр грн коп обл р-н
dl dna d-na nr pct bd str lei jud
bijv enz nl o.a mevr dhr drs
bl.a t.ex osv f.eks d.v.s kl tel s.k
"""


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(_ABBREVIATIONS.split())


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text as half-open ranges of code points, in order, without the white space around them."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = _skip_space(text, 0)
    for match in _END.finditer(text):
        if match.start() < start or not _ends(text, match):
            continue
        yield start, start + len(text[start : match.end()].rstrip())
        start = _skip_space(text, match.end())
    if start < len(text):
        yield start, start + len(text[start:].rstrip())


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends here: what follows may begin one, and the stop is not that of a short form."""
    stops = match[0]
    if not stops.strip() or stops[0] in _UNSPACED_STOPS:
        return True
    opening = _OPENING.match(text, match.end())
    following = text[opening.end() : opening.end() + 1] if opening else ""
    if following.islower() or following in tuple(",;:"):
        return False
    if stops != ".":
        return True
    before = _LAST_WORD.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    word = before[0] if before else ""
    return not following or not _is_short_form(word)


def _is_short_form(word: str) -> bool:
    """Whether a word takes a stop of its own: an initial, an ordinal, an abbreviation."""
    if len(word) == 1:
        return word.isalpha() or word.isdigit()
    return _ORDINAL.fullmatch(word + ".") is not None or word.lower() in _abbreviations()


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def stop_of(text: str) -> str:
    """The stops that a text ends with, before any closing quotation marks and brackets; empty where it has none."""
    bare = text[-64:].rstrip().rstrip(CLOSING + " \u00a0\u202f")
    stopped = bare.rstrip(STOPS)
    return bare[len(stopped) :]
