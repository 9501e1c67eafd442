"""Whether a text is in the language it should be in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.function_words import alike, count_by_language, function_words, languages_of, words_in
from mtqa.text.identification import other_language

SENTENCES = {
    "en": "The council said on Tuesday that it would close the bridge until the work is finished.",
    "it": "Il consiglio ha detto martedì che il ponte sarà chiuso fino a quando i lavori non saranno finiti.",
    "fr": "Le conseil a annoncé mardi que le pont serait fermé jusqu'à ce que les travaux soient terminés.",
    "es": "El ayuntamiento dijo el martes que el puente estará cerrado hasta que terminen las obras.",
    "pt": "A câmara disse na terça-feira que a ponte ficará fechada até que as obras estejam terminadas.",
    "de": "Der Rat teilte am Dienstag mit, dass die Brücke bis zum Ende der Arbeiten gesperrt wird.",
    "nl": "De gemeenteraad zei dinsdag dat de brug gesloten blijft tot het werk klaar is.",
    "sv": "Kommunen sade på tisdagen att bron ska vara stängd tills arbetet är klart.",
    "ro": "Consiliul a anunțat marți că podul va fi închis până când lucrările vor fi terminate.",
    "pl": "Rada poinformowała we wtorek, że most będzie zamknięty do czasu zakończenia prac.",
    "cs": "Rada v úterý oznámila, že most bude uzavřen, dokud práce neskončí.",
    "hu": "A tanács kedden közölte, hogy a híd zárva lesz, amíg a munka be nem fejeződik.",
    "fi": "Kaupunki ilmoitti tiistaina, että silta on suljettu, kunnes työ on valmis.",
    "et": "Linnavalitsus teatas teisipäeval, et sild on suletud, kuni töö saab valmis.",
    "tr": "Belediye salı günü köprünün işler bitene kadar kapalı olacağını ve yeni bir yol yapılacağını söyledi.",
    "id": "Dewan kota mengatakan pada hari Selasa bahwa jembatan itu akan ditutup hingga pekerjaan selesai.",
    "vi": "Hội đồng cho biết hôm thứ Ba rằng cây cầu sẽ bị đóng cho đến khi công việc hoàn thành.",
    "ru": "Совет сообщил во вторник, что мост будет закрыт до тех пор, пока не закончатся работы.",
    "uk": "Рада повідомила у вівторок, що міст буде закрито до того часу, коли закінчаться роботи.",
    "bg": "Съветът съобщи във вторник, че мостът ще бъде затворен, докато работата не приключи.",
    "ar": "قال المجلس يوم الثلاثاء إن الجسر سيكون مغلقا حتى تنتهي الأعمال في المدينة.",
    "fa": "شورا روز سه‌شنبه گفت که پل تا پایان کار بسته خواهد بود و این کار یک ماه طول می‌کشد.",
    "he": "המועצה אמרה ביום שלישי שהגשר יהיה סגור עד שהעבודה תסתיים.",
    "hi": "परिषद ने मंगलवार को कहा कि काम पूरा होने तक पुल बंद रहेगा।",
    "el": "Το συμβούλιο είπε την Τρίτη ότι η γέφυρα θα είναι κλειστή μέχρι να τελειώσουν οι εργασίες.",
    "zh": "市议会周二表示，在工程完成之前，这座桥将一直关闭。",
    "ja": "市議会は火曜日、工事が終わるまで橋を閉鎖すると発表した。",
    "ko": "시의회는 화요일에 공사가 끝날 때까지 다리를 폐쇄한다고 밝혔다.",
    "th": "สภาเทศบาลกล่าวเมื่อวันอังคารว่าสะพานจะปิดจนกว่างานจะเสร็จ",
}
"""One sentence in many languages, written for this test."""


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_in_its_own_language(language):
    assert other_language(SENTENCES[language], language) is None


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("expected", ["en", "it", "de", "pl", "ru", "zh", "ar", "ja"])
def test_a_sentence_is_in_no_other_language(language, expected):
    found = other_language(SENTENCES[language], expected)
    assert (found.language if found else expected) == language


SILENT = {
    "too short": "Non so.",
    "names": "Real Madrid - Bayern München 2:1 (1:0)",
    "a title within the sentence": "He starred in the film Il buono, il brutto, il cattivo in the sixties.",
    "headline without small words": "Mayor opens school, hails teachers, cuts ribbon, thanks voters, leaves town",
    "names of people": "Charles de Gaulle, Leonardo da Vinci, Vincent van Gogh",
    "figures": "12,5 % / 13.000 km",
    "one word again and again": "hun " * 60,
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_tells_no_language(text):
    assert other_language(text, "en") is None


def test_chinese_may_hold_many_latin_names():
    assert other_language("她在电影《新世界》(The New World of the East) 中饰演宝嘉康蒂 (Pocahontas)。", "zh") is None


def test_an_unknown_expected_language_is_never_contradicted():
    assert other_language(SENTENCES["it"], "und") is None


def test_kin_is_not_told_apart():
    assert alike("hr", "sr")
    assert not alike("cs", "sk")


@given(st.text())
def test_counts_of_small_words_agree_with_the_lists(text):
    words = words_in(text.lower())
    for language, count in count_by_language(words).items():
        assert count == sum(word in function_words(language) for word in words)
        assert all(language in languages_of(word) for word in words if word in function_words(language))
