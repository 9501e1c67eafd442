"""Language tags as readers and browsers need them: a name in English, and the writing direction."""

from typing import Literal

from mtqa.model import MULTIPLE
from mtqa.text.languages import NAMES, is_undetermined, primary

Direction = Literal["ltr", "rtl", "auto"]
"""A value of an HTML `dir` attribute; `auto` leaves it to the text itself."""

_RIGHT_TO_LEFT_SCRIPTS = frozenset(
    ("adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi")
)
_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    (
        "ar",
        "arc",
        "ary",
        "arz",
        "ckb",
        "dv",
        "fa",
        "he",
        "ks",
        "nqo",
        "prs",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    )
)


def language_name(tag: str) -> str:
    """The language's name in English, with the tag where that says more: `Portuguese (pt-BR)`."""
    language = primary(tag)
    name = NAMES.get(language, language)
    return name if tag == language else f"{name} ({tag})"


def direction(tag: str) -> Direction:
    """The writing direction of a BCP 47 tag: by its script, else by its language."""
    language, *rest = tag.casefold().split("-")
    for script in rest:
        if len(script) == 4 and script.isalpha():
            return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    if is_unknown(tag):
        return "auto"
    return "rtl" if language in _RIGHT_TO_LEFT_LANGUAGES else "ltr"


def html_language(tag: str) -> str:
    """The value of an HTML `lang` attribute: the tag, empty where it names no one language."""
    return "" if is_unknown(tag) else tag


def is_unknown(tag: str) -> bool:
    """Whether the tag says nothing of the language of one text."""
    return is_undetermined(tag) or primary(tag) == MULTIPLE
