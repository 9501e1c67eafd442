"""Damaged, invisible and misplaced characters, in any language."""

import pytest
from checking import find, slowest, told
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.characters import CHECK

WORDS = {
    "it": "Perché il sindaco è già là? «Così», disse. È l’Âge d’or: 20 °C, £5.",
    "fr": "Où sont les élèves\u00a0? À Liège, l’œuvre naît\u00a0: «\u00a0voilà\u00a0».",
    "de": "Über die Straße fährt Ödön „öfter“ – für 5 €.",
    "pt": "São Tomé e Príncipe; AÇÃO, ÃO e NAÇÕES.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "pl": "Zażółć gęślą jaźń.",
    "sv": "Å, vad Åsa älskar ÄRTOR.",
    "ru": "Мэр открыл новую школу №5 — «Звезда».",
    "fa": "او می\u200cرود.",
    "hi": "क्\u200dषेत्र में नया विद्यालय खुला।",
    "th": "โรงเรียน\u200bเปิดแล้ว",
    "he": "ראש העיר (NATO\u200f) נאם.",
    "ja": "市長は「新しい学校」を開いた。",
    "vi": "Thị trưởng mở trường học mới.",
}


@pytest.mark.parametrize(("language", "text"), WORDS.items(), ids=WORDS)
def test_the_letters_of_a_language_are_sound(language, text):
    assert told(CHECK, text, pair=("en", language)) == []


def test_emoji_are_joined():
    assert told(CHECK, "A family \U0001f468\u200d\U0001f469\u200d\U0001f467 came.") == []


@pytest.mark.parametrize("language", ["it", "fr", "de", "pt", "cs", "pl", "ru", "hi", "he", "ja"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_text_read_in_a_wrong_encoding_is_told(language, encoding):
    letters = [letter for letter in WORDS[language] if not letter.isascii() and letter.isalpha()]
    word = "".join(letters[:4]) + "a"
    damaged = word.encode("utf-8").decode(encoding, errors="ignore")
    assert any(name == "mojibake" for name, *_ in told(CHECK, damaged, pair=("en", language)))


FAULTS = {
    "lost": ("it", "Il caff\ufffd è chiuso.", ("lost-character", "\ufffd")),
    "control": ("it", "Il\u0007 sindaco.", ("control-character", "\u0007")),
    "byte order mark": ("it", "\ufeffIl sindaco.", ("invisible-character", "\ufeff")),
    "no width": ("it", "Il sin\u200bdaco.", ("invisible-character", "\u200b")),
    "joiner in Latin letters": ("it", "Il sin\u200ddaco.", ("invisible-character", "\u200d")),
    "soft hyphen at the end": ("it", "Il sindaco\u00ad parte.", ("invisible-character", "\u00ad")),
    "direction in Latin letters": ("it", "Il \u200fsindaco.", ("direction-mark", "\u200f")),
    "direction not closed": ("he", "הוא \u202bאמר NATO.", ("direction-mark", "\u202b")),
    "direction not opened": ("he", "הוא אמר\u2069 NATO.", ("direction-mark", "\u2069")),
}


@pytest.mark.parametrize(("language", "text", "fault"), FAULTS.values(), ids=FAULTS)
def test_what_is_damaged_is_told(language, text, fault):
    assert [(name, words) for name, _, words in told(CHECK, text, pair=("en", language))] == [fault]


def test_what_cannot_be_seen_is_shown_by_its_code():
    (found,) = find(CHECK, "Il sin\u200bdaco.")
    assert found.message.startswith('"U+200B"')


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs"))))
def test_ascii_is_sound(text):
    assert find(CHECK, text) == []


def test_time_is_linear():
    assert slowest(CHECK) < 5
