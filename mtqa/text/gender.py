"""Words that tell whether a woman or a man is spoken of, by language: pronouns and nouns that have no other sense.

A pronoun that also stands for things, or for those addressed, is not among them (French "il", German "sie").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

Gender = Literal["masculine", "feminine"]


@dataclass(frozen=True, slots=True)
class Gendered:
    """A word that tells a gender, and where it stands; `pronoun` where it is one."""

    start: int
    end: int
    text: str
    gender: Gender
    pronoun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of a language, apart by white space; `*` stands for any ending."""

    he: str
    she: str
    men: str
    women: str


_WORDS: Final[Mapping[str, _Words]] = MappingProxyType({
    "en": _Words(
        he="he him his himself he's he'd he'll",
        she="she her hers herself she's she'd she'll",
        men="""mr sir lord king prince man men boy boys father fathers brother brothers son sons husband husbands uncle
            nephew grandfather actor chairman gentleman gentlemen widower""",
        women="""mrs ms miss lady queen princess woman women girl girls mother mothers sister sisters daughter daughters
            wife wives aunt niece grandmother actress chairwoman ladies widow""",
    ),
    "it": _Words(
        he="lui egli",
        she="lei ella",
        men="signor uomo uomini ragazzo padre fratello figlio marito zio nonno attore ministro",
        women="""signora signorina donna donne ragazza madre sorella figlia moglie zia nonna attrice ministra regina
            principessa *trice""",
    ),
    "es": _Words(
        he="él",
        she="ella",
        men="señor hombre hombres chico padre hermano hijo marido esposo tío abuelo actor ministro",
        women="""señora señorita mujer mujeres chica madre hermana hija esposa tía abuela actriz ministra presidenta
            reina princesa directora doctora autora""",
    ),
    "fr": _Words(
        he="",
        she="",
        men="monsieur homme hommes garçon père frère fils mari oncle époux roi prince",
        women="""madame mademoiselle femme femmes fille mère sœur épouse tante elle elles reine princesse actrice
            directrice""",
    ),
    "de": _Words(
        he="",
        she="",
        men="herr herrn mann männer junge vater bruder sohn ehemann onkel großvater könig prinz",
        women="""frau frauen mädchen mutter schwester tochter ehefrau tante großmutter königin prinzessin ihr ihre ihren
            ihrem ihrer ihres sie *in""",
    ),
    "ru": _Words(
        he="он него нему нём его ему",
        she="она неё нее ней её ее ей ею нею",
        men="""мужчин* парень парня отец отца отцом брат брата братом сын сына сыном муж мужа мужем дядя дедушк* король
            короля господин* *л *лся""",
        women="""женщин* девушк* девочк* мать матери матерью мама мамы сестр* дочь дочери жена жены жену женой тётя
            бабушк* корол*ва госпож* *ла *лась *ица""",
    ),
    "uk": _Words(
        he="він його йому ньому",
        she="вона її їй неї ній нею",
        men="чоловік* хлопець батько батька брат брата син сина дядько дідусь король пан пана *вся *ував *ав",
        women="""жінк* дівчин* дівчат* мати матері мама мами сестр* дочка дочки дружина дружини дружину тітка бабус*
            королева пані *ла *лася""",
    ),
})  # fmt: skip

LANGUAGES: Final = frozenset(_WORDS)
"""The languages whose words are known, by primary code."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’](?:s|d|ll)\b)?")


def gendered_words(text: str, language: str) -> tuple[Gendered, ...]:
    """The words that tell a gender, in order. Raises `KeyError` for a language that is not in `LANGUAGES`."""
    kinds = _kinds(language)
    found = []
    for match in _WORD.finditer(text):
        told = kinds.fullmatch(match[0].lower().replace("’", "'"))
        if told and told.lastgroup:
            gender: Gender = "masculine" if told.lastgroup in _MASCULINE else "feminine"
            found.append(Gendered(match.start(), match.end(), match[0], gender, told.lastgroup in _PRONOUNS))
    return tuple(found)


_MASCULINE: Final = frozenset({"he", "men"})
_PRONOUNS: Final = frozenset({"he", "she"})


@cache
def _kinds(language: str) -> re.Pattern[str]:
    words = _WORDS[language]
    listed = {"he": words.he, "she": words.she, "men": words.men, "women": words.women}
    return re.compile("|".join(f"(?P<{kind}>{_alternatives(own)})" for kind, own in listed.items() if own))


def _alternatives(listed: str) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in listed.split())
