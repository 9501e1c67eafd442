"""Words that no sentence ends with: articles, conjunctions and prepositions that want something after them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

_NEVER_LAST: Final[Mapping[str, str]] = {
    "en": "the a an of and or nor but because although whereas than during regarding despite among between toward "
    "towards their its my your our whose every if unless until",
    "de": "der des dem den ein eine einem einen einer eines und oder sondern dass weil ob für vom zum zur beim im ins "
    "von bei gegen zwischen während wegen sein ihrem ihren ihres seinem seinen seines sowie bzw",
    "fr": "le la les un une des du de au aux et ou mais que qui dont par pour sur sans dans chez vers leur leurs ses "
    "mes tes ces cet cette à parce lorsque puisque",
    "es": "el los las un una unos y e u pero que del al de en por para con sin sobre entre hasta desde su sus mi tu "
    "porque aunque según contra hacia",
    "it": "il lo la gli le un uno una e o ma che del dello della dei degli delle al allo alla ai agli alle dal dalla "
    "dai dagli dalle nel nella nei negli nelle sul sulla sui sugli sulle di da in con per tra fra perché",
    "pt": "o os as um uma uns umas e ou mas que do da dos das no na nos nas ao aos à às pelo pela pelos pelas de em "
    "por para com sem sobre entre até seu sua seus suas porque",
    "nl": "de het een en of maar omdat dat van voor met tussen tijdens tegen hun zijn wiens als",
    "sv": "en ett och eller men att som av för med från till mellan mot under hos sin sina",
    "da": "en et og eller men at som af for med fra til mellem mod under hos sin sine",
    "nb": "en et og eller men at som av for med fra til mellom mot under hos sin sine",
    "ru": "и а но или в во на с со к ко о об от до из у за для по при без через между чтобы потому если",
    "uk": "і й та а але або в у на з із зі до від про при без через між щоб якщо для за по",
    "pl": "i a ale lub w we na z ze do od o przy bez przez między żeby jeśli dla po że który która które",
    "cs": "a i ale nebo v ve na s se z ze k ke do od o při bez přes mezi aby pokud pro po že který která které",
    "ro": "și sau dar în pe cu de la din pentru prin fără între către că dacă un o unei unui cel cea cei cele",
    "hu": "a az egy és vagy de hogy mert ha",
    "tr": "ve veya ama ile bir çünkü",
}

_LAST_WORD: Final = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)?)\s*$")
_LONGEST: Final = 30


@cache
def never_last(language: str) -> frozenset[str]:
    """The words of a language, in small letters, that no sentence ends with; none for a language not known."""
    return frozenset(_NEVER_LAST.get(language, "").split())


def hanging_word(text: str, language: str | None) -> tuple[int, int] | None:
    """Where the last word stands, if it is one that no sentence ends with: half-open, in code points."""
    bare = len(text.rstrip())
    match = _LAST_WORD.search(text, max(0, bare - _LONGEST), bare)
    if language is None or match is None or match[1].lower() not in never_last(language):
        return None
    # A capital or a mark before it: a title, a letter, a word spoken of.
    before = text[match.start(1) - 1 : match.start(1)]
    return match.span(1) if match[1].islower() and before == " " else None
