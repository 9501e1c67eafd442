"""Marks and spaces of other languages."""

import pytest
from checking import find, slowest, told

from mtqa.checks.typography import CHECK

CASES = {
    "a wide comma in Italian": ("it", "Il sindaco，stanco, parte.", [("foreign-mark", "high", "，")]),
    "a wide stop in Russian": ("ru", "Мэр уехал。", [("foreign-mark", "high", "。")]),
    "wide marks in a Chinese quotation": ("it", "Il cartello dice 小心，地滑。 e basta.", []),
    "an Arabic comma in French": ("fr", "Le maire، fatigué, part.", [("foreign-mark", "high", "،")]),
    "an Arabic comma in Arabic": ("ar", "جاء العمدة، ثم ذهب", []),
    "a Latin comma in Arabic": ("ar", "جاء العمدة, ثم ذهب", [("foreign-mark", "medium", ",")]),
    "a danda in Polish": ("pl", "Burmistrz wyjechał।", [("foreign-mark", "high", "।")]),
    "an inverted mark in Italian": ("it", "¿Chi paga?", [("foreign-mark", "high", "¿")]),
    "a low quotation mark in Spanish": ("es", "Dijo „adiós” y se fue.", [("foreign-mark", "high", "„")]),
    "a low quotation mark in German": ("de", "Er sagte „tschüss“ und ging.", []),
    "guillemets in Italian": ("it", "Disse «ciao» e partì.", []),
    "a narrow comma in Chinese": ("zh", "市长来了,又走了。", [("foreign-mark", "medium", ",")]),
    "digits in Chinese": ("zh", "共有3,000人参加。", []),
    "a space before a comma": ("it", "Il sindaco parte , stanco.", [("space-before", "high", " ,")]),
    "a space before the stop": ("it", "Il sindaco parte .", [("space-before", "high", " .")]),
    "a face": ("it", "Il sindaco parte :)", []),
    "no space after a mark": ("de", "Der Wagen hielt,dann fuhr er.", [("space-missing", "medium", ",")]),
    "a Finnish colon": ("fi", "EU:n johtajat tapaavat.", []),
    "French spaces": ("fr", "Qui paie\u00a0? «\u00a0Nous\u00a0», dit le maire\u00a0: tous.", []),
    "no French spaces": ("fr", "«Nous» payons.", [("french-space", "medium", "«"), ("french-space", "medium", "»")]),
    "Canadian French": ("fr", "Qui paie?", [("french-space", "low", "?")]),
    "nothing opens a Spanish question": ("es", "Quién paga?", [("opening-mark-missing", "high", "?")]),
    "a Spanish question": ("es", "Y ahora, ¿quién paga? ¡Nadie!", []),
    "English has rules of its own": ("en", "The mayor left , tired .", []),
    "English too": ("en", "The mayor left。", [("foreign-mark", "high", "。")]),
}  # fmt: skip


@pytest.mark.parametrize(("language", "hypothesis", "found"), CASES.values(), ids=CASES)
def test_conventions(language, hypothesis, found):
    assert told(CHECK, hypothesis, pair=("und", language)) == found


def test_the_mark_to_write_is_suggested():
    assert [found.suggestions for found in find(CHECK, "Мэр， уехал。", pair=("zh", "ru"))] == [(",",), (".",)]


def test_an_unknown_language_is_said():
    from mtqa.checks.base import Context

    assert CHECK.skips(Context()) == "the target language is not known"


@pytest.mark.parametrize("target", ["fr", "es", "zh"])
def test_time_is_linear(target):
    assert slowest(CHECK, pair=("en", target)) < 5
