"""Names of other scripts in Latin letters, and by their sound."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.transliteration import romanised, sound_alike, sounds

ROMANISED = {
    "Петербург": "peterburg",
    "Šárka": "sarka",
    "Łódź": "lodz",
    "Ζαγοράκης": "zagorakis",
    "Straße": "strasse",
    "トルコ": "toruko",
    "김": "gim",
    "plain": "plain",
}
ALIKE = [
    ("Москва", "Moscow"),
    ("Кавендишем", "Cavendish"),
    ("Гитлер", "Hitler"),
    ("Уильямс", "Williams"),
    ("Хьюстон", "Houston"),
    ("Джексону", "Jackson"),
    ("Ольга", "Olga"),
    ("Техас", "Texas"),
    ("Дауни", "Downey"),
    ("Μητσοτάκης", "Mitsotakis"),
    ("ביידן", "Biden"),
    ("נתניהו", "Netanyahu"),
    ("بوتين", "Putin"),
    ("तेंदुलकर", "Tendulkar"),
    ("トランプ", "Trump"),
    ("트럼프", "Trump"),
    ("Żeromskiego", "Zeromski"),
]
UNLIKE = [("Путин", "Kerry"), ("Моррис", "Santos"), ("Шевчук", "Zimmermann"), ("ביידן", "Netanyahu"), ("a", "Boston")]


@pytest.mark.parametrize(("word", "roman"), ROMANISED.items())
def test_romanised(word, roman):
    assert romanised(word) == roman


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_one_name_in_two_scripts(one, other):
    assert sound_alike(one, other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_two_names(one, other):
    assert not sound_alike(one, other)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_has_no_direction(one, other):
    assert sound_alike(one, other) == sound_alike(other, one)


@given(st.text(max_size=30))
def test_sounds_are_classes_without_doubles(word):
    assert set(sounds(word)) <= set("PTKSLRMN")


@pytest.mark.parametrize("token", ["a", "sch", "ж", "ა", "김", "x'"])
def test_hostile_words_take_linear_time(token):
    begin = time.process_time()
    sounds(token * 50_000)
    assert time.process_time() - begin < 2
