"""The regular inflections of English and their inverse, by spelling alone."""

import re
from collections.abc import Callable, Mapping
from typing import Final

_SIBILANT = re.compile(r"(?:[sxz]|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")


def _with_s(lemma: str) -> str:
    if _SIBILANT.search(lemma):
        return f"{lemma}es"
    return f"{lemma[:-1]}ies" if _CONSONANT_Y.search(lemma) else f"{lemma}s"


def _with_ed(lemma: str) -> str:
    if lemma.endswith("e"):
        return f"{lemma}d"
    return f"{lemma[:-1]}ied" if _CONSONANT_Y.search(lemma) else f"{lemma}ed"


def _with_ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return f"{lemma[:-2]}ying"
    return f"{lemma[:-1]}ing" if re.search(r"[^eoy]e$", lemma) else f"{lemma}ing"


def _with_er(lemma: str) -> str:
    return f"{_with_ed(lemma)[:-1]}r"


def _with_est(lemma: str) -> str:
    return f"{_with_ed(lemma)[:-1]}st"


def _unchanged(lemma: str) -> str:
    return lemma


REGULAR: Final[Mapping[str, Callable[[str], str]]] = {
    "NN": _unchanged,
    "NNP": _unchanged,
    "NNS": _with_s,
    "NNPS": _with_s,
    "VB": _unchanged,
    "VBP": _unchanged,
    "VBZ": _with_s,
    "VBD": _with_ed,
    "VBN": _with_ed,
    "VBG": _with_ing,
    "JJ": _unchanged,
    "JJR": _with_er,
    "JJS": _with_est,
    "RB": _unchanged,
    "RBR": _with_er,
    "RBS": _with_est,
}
"""The regular form of a lemma for every Penn tag that inflects."""

_ENDINGS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "NNS": (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("s", "")),
    "VBZ": (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("s", "")),
    "VBD": (("ied", "y"), ("ed", "")),
    "VBG": (("ying", "y"), ("ing", "")),
    "JJR": (("ier", "y"), ("er", "")),
    "JJS": (("iest", "y"), ("est", "")),
}
_SAME_ENDINGS: Final = {"NNPS": "NNS", "VBN": "VBD", "RBR": "JJR", "RBS": "JJS"}
_SILENT_E = re.compile(
    r"(?:[^aeiou][aiou][cgsvz]|[aeiou][aeiou]?[csvz]|[iu]t|at|[^aeiou][iu]r|[bcdfgkpt]l|[nr][cgsv]|u[cdlm]|dg|i[dkmn])$"
)
_DOUBLED = re.compile(r"([bdgmnprt])\1$")


def regular_lemma(word: str, tag: str) -> str:
    """The likeliest lemma of a word that no table knows; the word itself when its ending does not fit the tag."""
    for ending, base in _ENDINGS.get(_SAME_ENDINGS.get(tag, tag), ()):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            if base or ending == "s":
                return stem + base
            if _DOUBLED.search(stem):
                return stem[:-1]
            return f"{stem}e" if _SILENT_E.search(stem) else stem
    return word
