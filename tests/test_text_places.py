"""Places by language."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.name_words import is_headline, words_of
from mtqa.text.places import LANGUAGES, TABLE, mentions, places

NAMED = {
    "en": ("The minister flew from Damascus to the United Kingdom.", ["Damascus", "United Kingdom"]),
    "it": ("Il ministro è volato da Mosca negli Stati Uniti.", ["Mosca", "Stati Uniti"]),
    "fr": ("Le ministre a quitté Londres pour la Nouvelle-Zélande.", ["Londres", "Nouvelle-Zélande"]),
    "es": ("El ministro viajó de Pekín a Alemania.", ["Pekín", "Alemania"]),
    "pt": ("O ministro viajou de Moscou à Alemanha.", ["Moscou", "Alemanha"]),
    "ro": ("Ministrul a plecat din București în Germania.", ["București", "Germania"]),
    "de": ("Der Minister flog von Wien in die Vereinigten Staaten.", ["Wien", "Vereinigten Staaten"]),
    "nl": ("De minister vloog van Londen naar Duitsland.", ["Londen", "Duitsland"]),
    "ru": ("Министр вылетел из Москвы в Германию.", ["Москвы", "Германию"]),
    "uk": ("Міністр вилетів із Києва до Німеччини.", ["Києва", "Німеччини"]),
    "cs": ("Ministr odletěl z Moskvy do Německa.", ["Moskvy", "Německa"]),
    "pl": ("Minister poleciał z Moskwy do Francji.", ["Moskwy", "Francji"]),
    "el": ("Ο υπουργός πέταξε από τη Μόσχα στη Γερμανία.", ["Μόσχα", "Γερμανία"]),
    "ar": ("سافر الوزير من موسكو إلى ألمانيا", ["موسكو", "ألمانيا"]),
    "he": ("השר טס ממוסקבה לגרמניה", ["ממוסקבה", "לגרמניה"]),
    "hi": ("मंत्री रूस से जर्मनी गए।", ["रूस", "जर्मनी"]),
    "zh": ("部长从莫斯科飞往德国。", ["莫斯科", "德国"]),
    "ja": ("大臣はモスクワからドイツへ飛んだ。", ["モスクワ", "ドイツ"]),
    "ko": ("장관은 모스크바에서 독일로 갔다.", ["모스크바에서", "독일로"]),
}


@pytest.mark.parametrize(("language", "text", "names"), [(language, *case) for language, case in NAMED.items()])
def test_places_in_a_text(language, text, names):
    found = places(text, words_of(text), language)
    assert [text[place.start : place.end] for place in found] == names


def test_every_language_has_a_case():
    assert set(NAMED) == LANGUAGES


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "スタイルと冬のアルバイト"),
        ("ru", "Пару раз чехол упал."),
        ("he", "מקרים רבים בכיוון הנכון"),
        ("en", "He ate turkey and used fine china."),
    ],
)
def test_words_that_only_look_like_places(language, text):
    assert places(text, words_of(text), language) == ()


@pytest.mark.parametrize(
    "english", ["The German minister resigned.", "Germany's minister resigned.", "A minister in Germany resigned."]
)
def test_an_adjective_mentions_its_country(english):
    source = "Il ministro è volato in Germania."
    (place,) = places(source, words_of(source), "it")
    assert mentions(place.key, english, words_of(english), "en")
    other = "The French minister resigned."
    assert not mentions(place.key, other, words_of(other), "en")


def test_the_table_has_a_cell_for_every_language():
    first, *lines = [line for line in TABLE.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    assert set(first.split("\t")) == LANGUAGES | {"also"}
    assert {line.count("\t") for line in lines} == {first.count("\t")}
    english = [line.partition("\t")[0] for line in lines]
    assert english == sorted(set(english))


def test_words_know_their_capitals():
    first, second = words_of("The Don’t")
    assert (first.text, first.opens, second.text, second.capital, second.opens) == ("The", True, "Don’t", True, False)
    assert is_headline(words_of("Mayor Opens New Bridge"))
    assert not is_headline(words_of("Mayor opens the new bridge"))


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_spans_lie_in_the_text_in_order(text, language):
    found = places(text, words_of(text), language)
    assert all(0 <= place.start < place.end <= len(text) for place in found)
    assert [place.start for place in found] == sorted(place.start for place in found)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("token", ["United ", "Sao", "中", "タイ", "ולה"])
def test_hostile_text_takes_linear_time(language, token):
    text = token * (100_000 // len(token))
    places(token, words_of(token), language)
    begin = time.process_time()
    places(text, words_of(text), language)
    assert time.process_time() - begin < 2
