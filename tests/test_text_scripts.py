"""Scripts of languages and of letters."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.languages import NAMES
from mtqa.text.scripts import count_scripts, foreign_runs, script_of, scripts_of

LETTERS = {
    "Latin": "aZéßøşđ",
    "Greek": "αΩή",
    "Cyrillic": "яЖїљ",
    "Hebrew": "שם",
    "Arabic": "سپګ",
    "Devanagari": "कह",
    "Han": "汉漢〇",
    "Kana": "のカｶ",
    "Hangul": "한ㄱ",
    "Thai": "กเ",
    "Georgian": "ქ",
    "Armenian": "հ",
    "Ethiopic": "አ",
    "Tamil": "த",
}


@pytest.mark.parametrize(("script", "letters"), LETTERS.items())
def test_the_script_of_letters(script, letters):
    assert {script_of(letter) for letter in letters} == {script}
    assert count_scripts(letters) == {script: len(letters)}


@pytest.mark.parametrize("sign", ["1", " ", "-", "٣", "€", "\u0301", "。", "x\u0301"[1]])
def test_signs_and_digits_have_no_script(sign):
    assert script_of(sign) is None


SCRIPTS = {
    "en": {"Latin"},
    "ru": {"Cyrillic"},
    "sr": {"Cyrillic", "Latin"},
    "zh": {"Han"},
    "ja": {"Han", "Kana"},
    "fa": {"Arabic"},
    "und": set(),
}


@pytest.mark.parametrize(("language", "scripts"), SCRIPTS.items())
def test_the_scripts_of_languages(language, scripts):
    assert scripts_of(language) == scripts


def test_few_languages_have_no_known_script():
    unknown = {code for code in NAMES if not scripts_of(code)} - {"und", "mul"}
    assert len(unknown) <= 15


RUNS = {
    "nothing foreign": ("Café über Ænima", "Latin", []),
    "a word": ("the город lay", "Latin", ["город"]),
    "words and what parts them": ("in “Новая газета”, today", "Latin", ["Новая газета"]),
    "two scripts in a row": ("an 日本の story", "Latin", ["日本の"]),
    "marks belong to the word": ("the हिन्दी word", "Latin", ["हिन्दी"]),
    "Latin in Cyrillic": ("в Google и", "Cyrillic", ["Google"]),
}


@pytest.mark.parametrize(("text", "script", "runs"), RUNS.values(), ids=RUNS)
def test_foreign_runs(text, script, runs):
    assert [text[start:end] for start, end in foreign_runs(text, frozenset({script}))] == runs


@given(st.text())
def test_letters_are_counted_once(text):
    assert count_scripts(text).total() == sum(script_of(letter) is not None for letter in text if letter.isalpha())


@pytest.mark.parametrize("piece", ["я", "я ", "aя", "я-", "क\u094d", "你,"])
def test_runs_take_linear_time(piece):
    began = time.process_time()
    list(foreign_runs(piece * (100_000 // len(piece)), frozenset({"Latin"})))
    assert time.process_time() - began < 10
