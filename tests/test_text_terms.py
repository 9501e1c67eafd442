"""Terms in text: inflected, of several words, in scripts without spaces."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.terms import TermFinder

FOUND = {
    "English plural": ("en", "civil war", "Two civil wars ended.", "civil wars"),
    "English verb": ("en", "seize", "The court seized it.", "seized"),
    "English irregular": ("en", "mouse", "Three mice ran.", "mice"),
    "Italian plural": ("it", "guerra civile", "Le guerre civili finirono.", "guerre civili"),
    "Italian with h": ("it", "banca", "Le banche chiusero.", "banche"),
    "Spanish accent lost": ("es", "elección", "Las elecciones son hoy.", "elecciones"),
    "Portuguese": ("pt", "eleição", "As eleições são hoje.", "eleições"),
    "French": ("fr", "tribunal", "Les tribunaux ferment.", "tribunaux"),
    "German umlaut": ("de", "Krankenhaus", "Zwei Krankenhäuser schlossen.", "Krankenhäuser"),
    "Russian case": ("ru", "мэр города", "Сообщение мэром города получено.", "мэром города"),
    "Ukrainian case": ("uk", "уряд", "Рішення уряду відоме.", "уряду"),
    "Polish case": ("pl", "prezydent", "Rozmowa z prezydentem trwa.", "prezydentem"),
    "Finnish": ("fi", "hallitus", "Se on hallitukselle uutta.", None),
    "Finnish, same stem": ("fi", "talo", "He asuvat talossa.", "talossa"),
    "Turkish": ("tr", "bakan", "Toplantı bakanlarla sürdü.", "bakanlarla"),
    "Korean particle": ("ko", "대통령", "대통령이 도착했다.", "대통령이"),
    "Hebrew article": ("he", "ממשלה", "החלטת הממשלה ידועה.", "הממשלה"),
    "a Hebrew term begins as it does": ("he", "ממשלה", "למשל, אפשר לקלף בצל.", None),
    "Arabic article": ("ar", "حكومة", "قرار الحكومة معروف.", "الحكومة"),
    "Chinese": ("zh", "最高法院", "昨天最高法院作出裁决。", "最高法院"),
    "Japanese in Latin letters": ("ja", "IOC", "今日IOCが決めた。", "IOC"),
    "Latin letters within a word": ("ja", "IOC", "今日BIOCHEMが決めた。", None),
    "hyphen for space": ("en", "cease fire", "A cease-fire holds.", "cease-fire"),
    "no term over a stop": ("it", "guerra civile", "È guerra. Civile è chi tace.", None),
    "no part of a word": ("en", "art", "The party started.", None),
    "a language without endings known": ("sw", "serikali", "Uamuzi wa serikali.", "serikali"),
    "signs alone": ("en", "C++", "It is written in C++.", "C"),
}


@pytest.mark.parametrize(("language", "term", "text", "found"), FOUND.values(), ids=FOUND)
def test_a_term_is_found(language, term, text, found):
    assert [text[match.start : match.end] for match in TermFinder([term], language).find(text)] == [found] * (
        found is not None
    )


def test_an_inflected_match_is_not_exact():
    matches = TermFinder(["guerra", "Civile"], "it").find("Una guerra, due guerre civile")
    assert [match.exact for match in matches] == [True, False, True]


@given(st.text(st.sampled_from("ab é的東а. "), max_size=30), st.sampled_from(["en", "it", "ru", "zh", "tr", None]))
def test_a_text_holds_itself_as_a_term(text, language):
    words = text.split()
    term = " ".join(words[:2])
    if any(letter.isalnum() for letter in term) and term in text and "." not in term:
        assert any(match.exact for match in TermFinder([term], language).find(text))


@pytest.mark.parametrize("language", ["en", "it", "zh", "tr"])
def test_time_is_linear(language):
    finder = TermFinder(["a", "a a a b", "的", "的的的b", "e" * 50], language)
    started = time.process_time()
    for token in ("a ", "的", "a", "e" * 50 + " ", "a."):
        finder.find(token * (100_000 // len(token)))
    assert time.process_time() - started < 10
