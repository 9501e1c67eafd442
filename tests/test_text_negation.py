"""Words of denial by language."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.negation import LANGUAGES, UNSPACED, negations

SURE = {
    "en": [
        ("The mayor did not sign the letter.", ["not"]),
        ("They couldn’t open the gate, and nobody helped.", ["couldn’t", "nobody"]),
        ("Not only the roof but the cellar was wet.", []),
        ("Bus No. 7 was late.", []),
        ("The temple of Hoshi no Mori reopened.", []),
        ("Under the bridge lives a united family.", []),
    ],
    "it": [
        ("Il sindaco non ha firmato.", ["non"]),
        ("Non ha visto mai nessuno.", ["Non"]),
        ("Non solo il tetto era bagnato.", []),
    ],
    "fr": [("Elle n’a jamais rien dit.", ["jamais"]), ("Pas seulement le toit.", [])],
    "es": [("La puerta no se abrió.", ["no"]), ("No obstante, la puerta se abrió.", [])],
    "pt": [("O porto não reabriu.", ["não"]), ("Não só o telhado.", [])],
    "ro": [("Primarul nu a semnat.", ["nu"]), ("Nu numai acoperișul.", [])],
    "de": [("Das Tor blieb keinem offen.", ["keinem"]), ("Nicht nur das Dach war nass.", []), ("und unter uns", [])],
    "nl": [("De burgemeester tekende niet.", ["niet"]), ("Niet alleen het dak.", [])],
    "ru": [("Никто никогда не видел моря.", ["Никто"]), ("Не только крыша намокла.", [])],
    "uk": [("Міст не відкрили.", ["не"]), ("Не лише дах.", [])],
    "cs": [("Starosta nemůže podepsat.", ["nemůže"]), ("Nejen střecha byla mokrá.", [])],
    "pl": [("Most nie został otwarty.", ["nie"]), ("Nie tylko dach.", [])],
    "el": [("Ο δήμαρχος δεν υπέγραψε.", ["δεν"]), ("Όχι μόνο η στέγη.", [])],
    "he": [("ראש העיר לא חתם.", ["לא"]), ("לא רק הגג נרטב.", [])],
    "ar": [("لم يوقع العمدة الرسالة.", ["لم"]), ("المدن الكبرى لا سيما الشمالية", [])],
    "hi": [("पुल नहीं खुला।", ["नहीं"]), ("उसने बताया", [])],
    "zh": [("大桥没有开放。", ["没有"]), ("不仅屋顶湿了。", [])],
    "ja": [("橋は開きません。", ["ません"]), ("雨かもしれない。", [])],
    "ko": [("다리가 열리지 않았다.", ["열리지 않았다"]), ("지붕뿐만 아니라 벽도 젖었다.", [])],
    "et": [("Linnapea ei kirjutanud alla.", ["ei"]), ("Mitte ainult katus.", [])],
    "sv": [("Borgmästaren skrev inte på.", ["inte"]), ("Inte bara taket och golvet.", [])],
    "da": [("Broen åbnede ikke.", ["ikke"]), ("Ikke kun taget.", [])],
    "no": [("Broen åpnet ikke.", ["ikke"]), ("Ikke bare taket.", [])],
}
CASES = [(language, *case) for language, cases in SURE.items() for case in cases]


@pytest.mark.parametrize(("language", "text", "words"), CASES)
def test_words_that_deny_for_certain(language, text, words):
    found = negations(text, language)
    assert [each.text for each in found if each.sure and not each.repeats] == words


def test_every_language_has_a_case():
    assert set(SURE) == LANGUAGES
    assert UNSPACED < LANGUAGES


def test_denial_in_effect_is_a_hint():
    assert [(each.text, each.sure) for each in negations("Without hope she refused.", "en")] == [
        ("Without", False),
        ("refused", False),
    ]


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_spans_quote_the_text_in_order(text, language):
    found = negations(text, language)
    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("token", ["not ", "n't", "'", "不", "не", "a", "no ", "केवल "])
def test_hostile_text_takes_linear_time(language, token):
    negations(token, language)
    begin = time.process_time()
    negations(token * (100_000 // len(token)), language)
    assert time.process_time() - begin < 2
