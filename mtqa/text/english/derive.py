"""Derives the table of English words that mtqa ships from the tables of lemminflect.

Run as `python -m mtqa.text.english.derive`, with lemminflect installed. Asking lemminflect itself would cost a
quarter of a second before the first word and tens of microseconds for each; the table made here is read in
hundredths of a second and is a dictionary.
"""

import gzip
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import resources

from mtqa.text.english.inflection import REGULAR
from mtqa.text.english.lexicon import CODES, TABLE
from mtqa.text.english.shelves import packed

Forms = dict[str, tuple[str, ...]]

_BASES = {"noun": ("NN",), "verb": ("VB", "VBP"), "adj": ("JJ",), "adv": ("RB",)}
_FORMS = {"noun": ("NNS",), "verb": ("VBD", "VBN", "VBG", "VBZ"), "adj": ("JJR", "JJS"), "adv": ("RBR", "RBS")}
_PROPER = {"NN": "NNP", "NNS": "NNPS"}

_INVARIANT = frozenset(
    """aircraft spacecraft hovercraft watercraft sheep deer moose elk bison swine shrimp squid fish trout salmon cod
    tuna carp grouse series species means headquarters crossroads barracks gallows offspring cattle police people
    clergy folk data kin media personnel staff alumni proceeds thanks clothes outskirts remains earnings savings
    goods odds premises surroundings belongings whereabouts trousers jeans shorts pants scissors glasses riches
    arms troops authorities""".split()
)
"""Nouns whose plural looks like the lemma in the source table and is one: not an uncountable noun's lack of one."""

_BY_HAND: Mapping[str, Forms] = {
    "be": {
        "VB": ("be",),
        "VBP": ("are", "am"),
        "VBZ": ("is",),
        "VBD": ("was", "were"),
        "VBN": ("been",),
        "VBG": ("being",),
    },
    "bid": {"VBD": ("bid", "bade")},
    "broadcast": {"VBD": ("broadcast", "broadcasted"), "VBN": ("broadcast", "broadcasted")},
    "forecast": {"VBD": ("forecast", "forecasted"), "VBN": ("forecast", "forecasted")},
    "mimic": {"VBD": ("mimicked",), "VBN": ("mimicked",), "VBG": ("mimicking",)},
    "pay": {"VBD": ("paid",), "VBN": ("paid",)},
    "program": {"VBD": ("programmed",), "VBN": ("programmed",), "VBG": ("programming",)},
    "sublet": {"VBD": ("sublet",), "VBN": ("sublet",), "VBG": ("subletting",)},
    "tear": {"VBD": ("tore",)},
    "telecast": {"VBD": ("telecast",), "VBN": ("telecast",)},
}
"""Verb forms that the source lacks or has wrong."""


def main() -> None:
    """Writes the table."""
    forms = dict(_read_forms())
    TABLE.write_bytes(zlib.compress(packed(_analyses(forms), _irregular(forms)).encode(), 9))


def _read_forms() -> Iterator[tuple[tuple[str, str], Forms]]:
    """The forms of every lemma, by the lemma in lower case and its category."""
    merged: defaultdict[tuple[str, str], Forms] = defaultdict(dict)
    overrides = _read_overrides()
    for line in _lines("infl_lu.csv.gz"):
        lemma, category, *cells = line.split(",")
        if category in _FORMS and " " not in lemma:
            kept = merged[lemma.lower(), category]
            for tag, found in _row(lemma, category, cells, overrides):
                kept[tag] = tuple(dict.fromkeys((*kept.get(tag, ()), *map(str.lower, found))))
    for lemma, by_hand in _BY_HAND.items():
        merged[lemma, "verb"] |= by_hand
    yield from sorted(merged.items())


def _row(
    lemma: str, category: str, cells: list[str], overrides: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tags of one row of the source, each with its forms, the usual one first."""
    forms = {
        tag: tuple(form for form in cell.split("/") if _is_form(form, lemma))
        for tag, cell in zip(_FORMS[category], cells, strict=False)
    }
    if category == "verb":
        forms["VBN"] = _participles(forms["VBD"], forms["VBN"])
    if category == "noun":
        forms["NNS"] = _plurals(lemma, forms["NNS"])
    proper = category == "noun" and not lemma.islower()
    for tag, found in (*forms.items(), *((base, (lemma,)) for base in _BASES[category])):
        # The source corrects itself; but some corrections are words misread, so none may bring a new form.
        known = (*found, *forms["VBD"]) if tag == "VBN" else found
        preferred = (form for form in overrides.get((lemma, tag), ()) if form in known)
        yield _PROPER.get(tag, tag) if proper else tag, (*preferred, *found)


def _is_form(form: str, lemma: str) -> bool:
    """Whether this is one word, hyphenated no more than its lemma: "re-set" is no form of "reset"."""
    return form != "" and " " not in form and form.count("-") <= lemma.count("-")


def _participles(pasts: tuple[str, ...], participles: tuple[str, ...]) -> tuple[str, ...]:
    """The past participles; the source leaves out some that are also a past, as "leaned" beside "leant"."""
    if not set(participles) <= set(pasts):
        return participles
    return tuple(form for form in pasts if form in participles or not participles or form.endswith(("ed", "t")))


def _plurals(lemma: str, plurals: tuple[str, ...]) -> tuple[str, ...]:
    others = tuple(form for form in plurals if form != lemma)
    if lemma in _INVARIANT:
        return (lemma, *others)
    return others


def _analyses(forms: Mapping[tuple[str, str], Forms]) -> dict[str, str]:
    """The analyses of each word, lemma by lemma, the likeliest first."""
    found: defaultdict[str, defaultdict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for (lemma, category), by_tag in forms.items():
        for tag, spellings in by_tag.items():
            for spelling in spellings:
                found[spelling][category, lemma].add(CODES[tag])
    order = _read_order()
    return {word: _analysis(word, codes, order) for word, codes in found.items()}


def _analysis(word: str, codes: Mapping[tuple[str, str], set[str]], order: Mapping[tuple[str, str], list[str]]) -> str:
    def rank(key: tuple[str, str]) -> tuple[str, int, str]:
        category, lemma = key
        likely = order.get((word, category), [])
        return category, likely.index(lemma) if lemma in likely else len(likely), lemma

    parts = ((lemma, "".join(sorted(codes[category, lemma]))) for category, lemma in sorted(codes, key=rank))
    return ",".join(f"{letters}{'' if lemma == word else lemma}" for lemma, letters in parts)


def _irregular(forms: Mapping[tuple[str, str], Forms]) -> dict[str, str]:
    """The forms by a code and a lemma, where spelling alone does not give them."""
    return {
        f"{CODES[tag]}{lemma}": "/".join(spellings)
        for (lemma, _), by_tag in forms.items()
        for tag, spellings in by_tag.items()
        if spellings and spellings != (REGULAR[tag](lemma),)
    }


def _read_order() -> Mapping[tuple[str, str], list[str]]:
    """The lemmas of every word and category, the likeliest first."""
    order: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in _lines("lemma_lu.csv.gz"):
        word, category, lemmas = line.split(",")
        order[word.lower(), category] += lemmas.lower().split("/")
    return order


def _read_overrides() -> Mapping[tuple[str, str], tuple[str, ...]]:
    rows = (line.split(",") for line in _lines("infl_overrides.csv"))
    return {(lemma, tag): tuple(forms.split("/")) for lemma, tag, forms in rows}


def _lines(name: str) -> list[str]:
    content = resources.files("lemminflect").joinpath("resources", name).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode().split("\n")[:-1]


if __name__ == "__main__":
    main()
