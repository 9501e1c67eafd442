"""Words of other scripts in Latin letters, and how two names sound alike whatever the script.

The romanisation is one for all languages of a script and coarse on purpose: it serves to compare names, not to write
them. `sounds` keeps only what most romanisations share: the consonants, in eight classes, and whether a vowel begins.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

_CACHED_WORDS: Final = 1 << 16

_PAIRS: Final = """
а a б b в v г g ґ g д d ѓ g ђ dj е e ё e є e ж zh з z ѕ z и i й i і i ї i ј j к k ќ k л l љ l м m н n њ n о o п p р r
с s т t ћ ch у u ў u ф f х h ц ts ч ch џ dj ш sh щ sh ъ _ ы y ь _ э e ю u я a ѣ e
α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ ks ο o π p ρ r σ s ς s τ t υ y φ f χ h ψ ps ω o
א a ב b ג g ד d ה h ו v ז z ח h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף f צ ts ץ ts ק k ר r ש sh ת t
ا a أ a إ i آ a ٱ a ء _ ؤ u ئ i ب b ت t ث th ج j ح h خ h د d ذ d ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق k
ك k ل l م m ن n ه h ة a و w ي y ى a پ p چ ch ژ zh گ g ک k ی y ڤ v
क k ख k ग g घ gh ङ n च ch छ ch ज j झ j ञ n ट t ठ t ड d ढ d ण n त t थ t द d ध d न n प p फ f ब b भ b म m य y र r ल l
ळ l व v श sh ष sh स s ह h क़ k ख़ h ग़ g ज़ z ड़ r ढ़ r फ़ f ं n
ँ n अ a आ a इ i ई i उ u ऊ u ए e ऐ e ओ o औ o ऑ o ऍ e ऋ ri
ா a
ア a イ i ウ u エ e オ o ァ a ィ i ゥ u ェ e ォ o カ ka キ ki ク ku ケ ke コ ko ガ ga ギ gi グ gu ゲ ge ゴ go
サ sa シ si ス su セ se ソ so ザ za ジ ji ズ zu ゼ ze ゾ zo
タ ta チ chi ツ tsu テ te ト to ダ da ヂ ji ヅ zu デ de ド do
ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho
バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po
マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ャ a ュ u ョ o
ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o ン n ヴ v ッ _ ー _
ß ss æ ae œ oe ø o đ d ð d þ th ł l ı i ħ h
"""
_ROMAN: Final[Mapping[int, str]] = {
    ord(letter): "" if roman == "_" else roman
    for letter, roman in zip(_PAIRS.split()[::2], _PAIRS.split()[1::2], strict=True)
    if len(letter) == 1
}
_HANGUL: Final = range(0xAC00, 0xD7A4)
_INITIALS: Final = "g kk n d tt r m b pp s ss _ j jj ch k t p h".replace("_", "").split(" ")
_VOWELS: Final = "a e ya ye o e yo ye o wa we oe yo u wo we wi yu u ui i".split()
_FINALS: Final = "_ k k ks n n n t l k m p l l l l m p p t t n t t k t p t".replace("_", "").split(" ")
_DIGRAPHS: Final = (
    ("μπ", "b"),
    ("ντ", "d"),
    ("γκ", "g"),
    ("τζ", "j"),
    ("дж", "j"),
    ("ου", "u"),
    ("ाँ", "ान"),
    ("ג'", "j"),
    ("ג׳", "j"),
    ("ז'", "j"),
    ("ז׳", "j"),
    ("צ'", "ch"),
    ("צ׳", "ch"),
)


_SPOKEN_W: Final = ("уи", "уэ", "уо", "уа")
"""How Russian begins English names that begin with W."""


@lru_cache(_CACHED_WORDS)
def romanised(word: str) -> str:
    """The word in small Latin letters without diacritics: `Москва` -> `moskva`, `Šárka` -> `sarka`."""
    lower = word.lower()
    if lower.isascii():
        return lower
    if lower.startswith(_SPOKEN_W):
        lower = f"в{lower[1:]}"
    for letters, roman in _DIGRAPHS:
        lower = lower.replace(letters, roman)
    composed = unicodedata.normalize("NFC", lower).translate(_ROMAN)
    letters = "".join(_of_hangul(letter) if ord(letter) in _HANGUL else letter for letter in composed)
    return "".join(_base(letter) for letter in letters)


@cache
def _base(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)
    return "".join(part for part in plain if not unicodedata.category(part).startswith("M")).translate(_ROMAN)


def _of_hangul(syllable: str) -> str:
    initial, rest = divmod(ord(syllable) - _HANGUL.start, len(_VOWELS) * len(_FINALS))
    vowel, final = divmod(rest, len(_FINALS))
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


_CLASSES: Final = (
    (re.compile(r"tsch|tch|shch|sch|sh|ch|zh|dzh|dj|cz|sz|rz|ts|tz|dz|ks"), "s"),
    (re.compile(r"th"), "t"),
)
_CLASSES_OF_LATIN: Final = (
    (re.compile(r"(?<=[aeo])w"), ""),
    (re.compile(r"ph"), "f"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"gh|ck|qu"), "k"),
    (re.compile(r"x|c(?=[eiy])"), "s"),
)
_LETTERS: Final = str.maketrans({
    **dict.fromkeys("bpfvw", "P"), **dict.fromkeys("td", "T"), **dict.fromkeys("kcqg", "K"),
    **dict.fromkeys("szj", "S"), "l": "L", "r": "R", "m": "M", "n": "N",
})  # fmt: skip
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_NOT_SOUND: Final = re.compile(r"[^A-Z]+")
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(_CACHED_WORDS)
def sounds(word: str) -> str:
    """The consonants of a word in any script, in classes: `Moscow` -> `MSKP`, `Москва` -> `MSKP`, `Aden` -> `TN`."""
    roman = romanised(word)
    for pattern, letter in _CLASSES + _CLASSES_OF_LATIN if _LATIN.match(word) else _CLASSES:
        roman = pattern.sub(letter, roman)
    return _NOT_SOUND.sub("", _DOUBLED.sub(r"\1", roman.translate(_LETTERS)))


@lru_cache(_CACHED_WORDS)
def sound_alike(one: str, other: str) -> bool:
    """Whether two names, in any scripts and with any endings, could be one by their sound.

    The same consonants in classes, but for one in four and for up to three more at the end of one of them.
    """
    first, second = sorted((sounds(one), sounds(other)), key=len)
    if len(first) < _FEWEST_SOUNDS:
        return first == second != "" or (first == second and romanised(one)[:2] == romanised(other)[:2])
    ending = min(len(first) - 1, _LONGEST_ENDING)
    if len(second) - len(first) > ending:
        return False
    if second.startswith(first):
        return True
    return len(first) >= _SOUNDS_FOR_A_SLIP and any(
        _one_slip(first, second[: len(first) + more])
        for more in range(-1, 2)
        if len(first) + more >= _SOUNDS_FOR_A_SLIP
    )


_FEWEST_SOUNDS: Final = 2
_SOUNDS_FOR_A_SLIP: Final = 3
_LONGEST_ENDING: Final = 3


def _one_slip(one: str, other: str) -> bool:
    """Whether one sound changed, lost or gained makes the one of the other; the first is never changed."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = next((k for k, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    changed = len(short) == len(long)
    return not (changed and start == 0) and short[start + changed :] == long[start + 1 :]
