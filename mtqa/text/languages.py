"""Language codes: ISO 639-1 with ISO 639-3 and English names, BCP 47 tags, pairs as users write them."""

import re

from mtqa.model import UNDETERMINED, LanguagePair

_TABLE = """
aa aar Afar|ab abk Abkhazian|ae ave Avestan|af afr Afrikaans|ak aka Akan|am amh Amharic|an arg Aragonese
ar ara Arabic|as asm Assamese|av ava Avaric|ay aym Aymara|az aze Azerbaijani|ba bak Bashkir|be bel Belarusian
bg bul Bulgarian|bi bis Bislama|bm bam Bambara|bn ben Bengali|bo bod Tibetan|br bre Breton|bs bos Bosnian
ca cat Catalan|ce che Chechen|ch cha Chamorro|co cos Corsican|cr cre Cree|cs ces Czech|cu chu Church Slavic
cv chv Chuvash|cy cym Welsh|da dan Danish|de deu German|dv div Divehi|dz dzo Dzongkha|ee ewe Ewe|el ell Greek
en eng English|eo epo Esperanto|es spa Spanish|et est Estonian|eu eus Basque|fa fas Persian|ff ful Fulah
fi fin Finnish|fj fij Fijian|fo fao Faroese|fr fra French|fy fry Western Frisian|ga gle Irish
gd gla Scottish Gaelic|gl glg Galician|gn grn Guarani|gu guj Gujarati|gv glv Manx|ha hau Hausa|he heb Hebrew
hi hin Hindi|ho hmo Hiri Motu|hr hrv Croatian|ht hat Haitian|hu hun Hungarian|hy hye Armenian|hz her Herero
ia ina Interlingua|id ind Indonesian|ie ile Interlingue|ig ibo Igbo|ii iii Sichuan Yi|ik ipk Inupiaq
io ido Ido|is isl Icelandic
it ita Italian|iu iku Inuktitut|ja jpn Japanese|jv jav Javanese|ka kat Georgian|kg kon Kongo
ki kik Kikuyu|kj kua Kuanyama|kk kaz Kazakh|kl kal Greenlandic|km khm Khmer|kn kan Kannada|ko kor Korean
kr kau Kanuri|ks kas Kashmiri|ku kur Kurdish|kv kom Komi|kw cor Cornish|ky kir Kyrgyz|la lat Latin
lb ltz Luxembourgish|lg lug Ganda|li lim Limburgish|ln lin Lingala|lo lao Lao|lt lit Lithuanian
lu lub Luba-Katanga|lv lav Latvian|mg mlg Malagasy|mh mah Marshallese|mi mri Maori|mk mkd Macedonian
ml mal Malayalam|mn mon Mongolian|mr mar Marathi|ms msa Malay|mt mlt Maltese|my mya Burmese|na nau Nauru
nb nob Norwegian Bokmål|nd nde North Ndebele|ne nep Nepali|ng ndo Ndonga|nl nld Dutch|nn nno Norwegian Nynorsk
no nor Norwegian|nr nbl South Ndebele|nv nav Navajo|ny nya Chichewa|oc oci Occitan|oj oji Ojibwa|om orm Oromo
or ori Odia|os oss Ossetian|pa pan Punjabi|pi pli Pali|pl pol Polish|ps pus Pashto|pt por Portuguese
qu que Quechua|rm roh Romansh|rn run Rundi|ro ron Romanian|ru rus Russian|rw kin Kinyarwanda|sa san Sanskrit
sc srd Sardinian|sd snd Sindhi|se sme Northern Sami|sg sag Sango|si sin Sinhala|sk slk Slovak|sl slv Slovenian
sm smo Samoan|sn sna Shona|so som Somali|sq sqi Albanian|sr srp Serbian|ss ssw Swati|st sot Southern Sotho
su sun Sundanese|sv swe Swedish|sw swa Swahili|ta tam Tamil|te tel Telugu|tg tgk Tajik|th tha Thai
ti tir Tigrinya|tk tuk Turkmen|tl tgl Tagalog|tn tsn Tswana|to ton Tongan|tr tur Turkish|ts tso Tsonga
tt tat Tatar|tw twi Twi|ty tah Tahitian|ug uig Uyghur|uk ukr Ukrainian|ur urd Urdu|uz uzb Uzbek|ve ven Venda
vi vie Vietnamese|vo vol Volapük|wa wln Walloon|wo wol Wolof|xh xho Xhosa|yi yid Yiddish|yo yor Yoruba
za zha Zhuang|zh zho Chinese|zu zul Zulu
"""
_ROWS = [row.split(" ", 2) for row in _TABLE.strip().replace("\n", "|").split("|")]

NAMES = {code: name for code, _, name in _ROWS} | {"und": "an unknown language", "mul": "several languages"}
"""English name by ISO 639-1 code (and `und`, `mul`)."""

_SHORT = {long: short for short, long, _ in _ROWS} | {
    "cmn": "zh", "arb": "ar", "pes": "fa", "swh": "sw", "zsm": "ms", "ekk": "et", "lvs": "lv", "npi": "ne",
    "iw": "he", "ji": "yi", "in": "id", "chi": "zh", "cze": "cs", "dut": "nl", "fre": "fr", "ger": "de",
    "gre": "el", "per": "fa", "rum": "ro", "slo": "sk", "wel": "cy", "ice": "is", "mac": "mk", "alb": "sq",
}  # fmt: skip
_MISTAKEN = {"cz": "cs", "jp": "ja", "kp": "ko", "cn": "zh", "ua": "uk", "gr": "el", "dk": "da", "by": "be"}

_PRIMARY = re.compile(r"[A-Za-z]{2,3}")
_SCRIPT = re.compile(r"[A-Za-z]{4}")
_REGION = re.compile(r"[A-Z]{2}|[0-9]{3}")
_REGION_ANY_CASE = re.compile(r"[A-Za-z]{2}|[0-9]{3}")


def primary(tag: str) -> str:
    """The language of a tag without script and region: `zh` of `zh-Hant-TW`."""
    return tag.partition("-")[0]


def parse_tag(text: str) -> str:
    """The BCP 47 tag of a language as people write it: `zh_tw` -> `zh-TW`, `ita_Latn` -> `it-Latn`.

    Raises `ValueError` with the remedy where it is none.
    """
    language, *rest = text.strip().replace("_", "-").split("-")
    if not _PRIMARY.fullmatch(language):
        raise ValueError(f"{text!r} is no language code; write ISO 639 codes, such as it or pt-BR")
    code = _SHORT.get(language.lower(), language.lower())
    if len(code) == 2 and code not in NAMES:
        meant = f"; did you mean {_MISTAKEN[code]}?" if code in _MISTAKEN else ""
        raise ValueError(f"unknown language code {code!r}{meant or '; use ISO 639-1 codes, such as it'}")
    return "-".join([code, *(_subtag(part, text) for part in rest)])


def parse_pair(text: str) -> LanguagePair:
    """The pair that `text` names: `it-en`, `it_IT-en_GB`, `zh-Hans-en`; a single language is the target.

    Regions after a hyphen are written in capitals (`pt-BR-en`), after an underscore in any case. Raises
    `ValueError` with the remedy where it is no pair.
    """
    parts = text.strip().split("-")
    if len(parts) > 1 and text.isupper():
        parts = text.strip().lower().split("-")
    if len(parts) == 1 or _is_tag(parts):
        return LanguagePair(target=parse_tag(text))
    splits = [k for k in range(1, len(parts)) if _is_tag(parts[:k]) and _is_tag(parts[k:])]
    if len(splits) != 1:
        raise ValueError(f"{text!r} is no language pair; write SOURCE-TARGET, such as it-en or pt_BR-en")
    (k,) = splits
    return LanguagePair(parse_tag("-".join(parts[:k])), parse_tag("-".join(parts[k:])))


def is_undetermined(tag: str) -> bool:
    """Whether the tag says that the language is not known."""
    return primary(tag) == UNDETERMINED


def _is_tag(parts: list[str]) -> bool:
    language, *rest = parts
    head, *after = language.split("_")
    if not _PRIMARY.fullmatch(head) or not all(_SCRIPT.fullmatch(p) or _REGION_ANY_CASE.fullmatch(p) for p in after):
        return False
    return all(_SCRIPT.fullmatch(part) or _REGION.fullmatch(part) for part in rest)


def _subtag(part: str, text: str) -> str:
    if _SCRIPT.fullmatch(part):
        return part.title()
    if _REGION_ANY_CASE.fullmatch(part):
        return part.upper()
    raise ValueError(f"{part!r} in {text!r} is neither a script nor a region; write it-IT or zh-Hans")
