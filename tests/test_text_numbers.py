"""Numbers as values in texts of many languages."""

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.numbers import NUMBER_LANGUAGES, find_numbers
from mtqa.text.numbers.compounds import COMPOUNDS
from mtqa.text.numbers.digits import readings
from mtqa.text.numbers.lexicon import folded, lexicon_of
from mtqa.text.numbers.roman import roman
from mtqa.text.numbers.units import converted, unit_words


def values(text, language):
    """The values of what is surely said, or may not change."""
    return [int(n.value) if n.value == int(n.value) else float(n.value) for n in numbers(text, language)]


def numbers(text, language):
    return [number for number in find_numbers(text, language) if number.grade != "loose"]


WRITTEN = {
    ("en", "twenty-five boats and two hundred and five sailors"): [25, 205],
    ("en", "1.5 million, one and a half million, half a million"): [1_500_000, 1_500_000, 500_000],
    ("en", "12,345.67 tonnes, 1,00,000 voters, 3 lakh homes, 2 crore rupees"): [12345.67, 100_000, 300_000, 20_000_000],
    ("en", "three, four and five"): [3, 4, 5],
    ("en", "in nineteen ninety-five, the twenty-first day, the 22nd"): [1995, 21, 22],
    ("en", "$5bn and €3m, 7k runners"): [5_000_000_000, 3_000_000, 7000],
    ("en", "½ litre, 2½ hours"): [0.5, 2.5],
    ("it", "ventiquattro, ventitré, trecentomila, duemilaventi, ottantuno"): [24, 23, 300_000, 2020, 81],
    ("it", "3 mila case, 1.500 euro, 2,5 miliardi, cinque milioni e mezzo"): [3000, 1500, 2_500_000_000, 5_500_000],
    ("fr", "quatre-vingt-dix-sept, soixante et onze, vingt-deux, deux cent mille"): [97, 71, 22, 200_000],
    ("fr", "3,5 milliards, 85 000 habitants, un million et demi"): [3_500_000_000, 85_000, 1_500_000],
    ("es", "treinta y cinco, cinco mil millones, 1.234,5, dos mil quince"): [35, 5_000_000_000, 1234.5, 2015],
    ("pt", "cento e vinte e cinco, dois mil e quinze, 3,2 bilhões"): [125, 2015, 3_200_000_000],
    ("de", "zweiundzwanzig, fünfhundertdreiundvierzig, dreißigtausend"): [22, 543, 30_000],
    ("de", "1,5 Mio. Euro, 2 Mrd. Euro, 1.500 Stück, anderthalb Millionen"): [1_500_000, 2 * 10**9, 1500, 1_500_000],
    ("nl", "vijfentwintig, tweehonderd, drieënzeventig, anderhalf miljoen"): [25, 200, 73, 1_500_000],
    ("ru", "двадцать пять, пять тысяч триста, полтора миллиона, 7 тыс."): [25, 5300, 1_500_000, 7000],
    ("ru", "двадцать первого числа, девяноста семи"): [21, 97],
    ("uk", "двадцять п'ять, п’ять тисяч, 3 млрд"): [25, 5000, 3 * 10**9],
    ("pl", "dwadzieścia pięć tysięcy, 2,5 mln, stu czterdziestu"): [25_000, 2_500_000, 140],
    ("cs", "pětadvacet, dvě stě padesát, tři tisíce, 4 miliardy"): [25, 250, 3000, 4 * 10**9],
    ("ro", "douăzeci și cinci, 20 de mii, trei sute patruzeci"): [25, 20_000, 340],
    ("he", "עשרים ואחת, מאה ועשרים, שלושת אלפים"): [21, 120, 3000],
    ("ar", "خمسة وعشرون ألف، ثلاثة عشر، ٣٫٥ مليون، ١٢٣"): [25_000, 13, 3_500_000, 123],
    ("hi", "पच्चीस हजार, साढ़े तीन करोड़, डेढ़ लाख, १२,३४,५६७"): [25_000, 35_000_000, 150_000, 1_234_567],
    ("zh", "150万人，1亿2000万元，三十二名，两个，百分之二十"): [1_500_000, 120_000_000, 32, 2, 20],
    ("ja", "２万３千円、三つ、二人、１２３名"): [23_000, 3, 2, 123],
    ("ko", "1억 2000만 명, 3만5천 원, 다섯 명"): [120_000_000, 35_000, 5],
    ("et", "kakskümmend viis, kolm tuhat viissada, 1,5 miljonit, seitsmeteistkümne"): [25, 3500, 1_500_000, 17],
    (None, "1.500 and 12"): [1500, 12],
    ("eu", "250 etxe"): [250],
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), WRITTEN, ids=[f"{language} {text[:24]}" for language, text in WRITTEN])
def test_values(language, text):
    assert values(text, language) == WRITTEN[language, text]


SILENT = {
    ("en", "One of us has both, once or twice, a pair, dozens, no one, hundreds of thousands"),
    ("it", "Uno di noi, una casa, entrambi, decine"),
    ("de", "Eine Frau hat einen Hund, beide, Dutzende"),
    ("ru", "Один из них, однажды, оба, пара"),
    ("zh", "十分重要，一起，统一，四川，一些"),
    ("ja", "一緒に、十分、万一"),
    ("en", "see https://example.org/2020/15 and &#39;that&#39;"),
}


@pytest.mark.parametrize(("language", "text"), sorted(SILENT), ids=str)
def test_words_that_are_no_numbers_say_nothing(language, text):
    assert [number for number in find_numbers(text, language) if number.grade == "firm"] == []


MEANT = {
    ("en", "5 p.m."): ("time", 17 * 60),
    ("en", "9.30 a.m."): ("time", 9 * 60 + 30),
    ("de", "14.30 Uhr"): ("time", 14 * 60 + 30),
    ("fr", "17h30"): ("time", 17 * 60 + 30),
    ("zh", "下午3点20分"): ("time", 15 * 60 + 20),
    ("ja", "午前10時30分"): ("time", 10 * 60 + 30),
    ("en", "the 1990s"): ("number", 90),
    ("it", "gli anni '90"): ("number", 1990),
    ("it", "nel XX secolo"): ("number", 20),
    ("ru", "в XIX веке"): ("number", 19),
    ("ja", "令和2年"): ("number", 2020),
    ("ja", "3割"): ("number", 30),
    ("zh", "7月"): ("month", 7),
    ("es", "el 5 de mayo"): ("month", 5),
    ("pl", "w lutym 2 lutego"): ("month", 2),
    ("en", "26/07/2020"): ("month", 7),
    ("en", "on Thursday"): ("weekday", 4),
    ("ja", "木曜日"): ("weekday", 4),
    ("en", "two decades"): ("number", 20),
    ("en", "from 5 to 7 million"): ("number", 5_000_000),
    ("ru", "пятилетний"): ("number", 5),
    ("cs", "sedmadvacetiletý"): ("number", 27),
    ("ru", "двадцатипятилетний"): ("number", 25),
}


@pytest.mark.parametrize(("language", "text"), MEANT, ids=[text for _, text in MEANT])
def test_what_a_number_may_mean(language, text):
    measure, value = MEANT[language, text]
    assert (measure, Decimal(value)) in set().union(*(number.values for number in find_numbers(text, language)))


@pytest.mark.parametrize(
    ("written", "language", "own", "foreign"),
    [
        ("1.500", "de", [1500], ["1.500"]),
        ("1.500", "en", ["1.500"], [1500]),
        ("1,500", "en", [1500], ["1.500"]),
        ("1,5", "en", ["1.5"], []),
        ("1.234.567", "en", [1234567], []),
        ("1,500", "de", [1500, "1.500"], []),
        ("1.500", "ru", [1500, "1.500"], []),
        ("30,000", "en", [30000], []),
        ("0.125", "de", ["0.125"], []),
        ("85 000", "en", [85000], []),
        ("1.500", None, [1500, "1.500"], []),
    ],
)
def test_separators_by_language(written, language, own, foreign):
    expected = (tuple(map(Decimal, own)), tuple(map(Decimal, foreign)))
    assert readings(written, language) == expected


def test_roman_numerals():
    assert [roman(word) for word in ("XIV", "MCMXCIX", "ХХ", "IIII", "CIVIL", "")] == [14, 1999, 20, None, None, None]


@pytest.mark.parametrize(
    ("first", "unit", "second", "other", "same"),
    [
        (10, "km", 6.2, "mile", True),
        (100, "kg", 220, "pound", True),
        (30, "°C", 86, "°F", True),
        (10, "km", 10, "mile", False),
        (10, "km", 6.2, "pound", False),
        (5, "km", 5, "km", False),
    ],
)
def test_units_are_converted(first, unit, second, other, same):
    assert converted(Decimal(str(first)), unit, Decimal(str(second)), other) is same


def test_every_table_can_be_read():
    for language in NUMBER_LANGUAGES:
        assert lexicon_of(language) is not None
    assert unit_words()["kilometres"] == "km"


ORACLE = ("en", "fr", "es", "pt", "de", "nl", "it", "ru", "uk", "pl", "ro")


MISSPELT_THERE = ("it", 318)


@pytest.mark.parametrize("language", ORACLE)
def test_cardinals_against_another_library(language):
    num2words = pytest.importorskip("num2words").num2words
    said = [*range(2, 9), *range(10, 100), *range(101, 1000, 7), 1234, 2015, 3000, 5300, 21_000, 45_678, 300_000]
    wrong = []
    for value in said:
        text = num2words(value, lang=language).replace(",", "")
        found = [number.value for number in find_numbers(text, language) if number.grade != "loose"]
        if found != [value] and (language, value) != MISSPELT_THERE:
            wrong.append((value, text, found))
    assert wrong == []


@given(st.integers(min_value=2, max_value=10**12), st.sampled_from([",", ".", " ", "\u202f", "'"]))
def test_grouped_digits_have_one_value(value, sign):
    written = f"{value:,}".replace(",", sign)
    found = find_numbers(f"exactly {written} of them", "de" if sign == "." else "en")
    assert [(number.value, number.start, number.end) for number in found if number.grade == "firm"] == [
        (value, 8, 8 + len(written))
    ]


@given(st.text(max_size=80), st.sampled_from([*NUMBER_LANGUAGES, None]))
def test_numbers_stand_in_order_within_the_text(text, language):
    found = find_numbers(text, language)
    assert all(0 <= number.start < number.end <= len(text) for number in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    "token", ["1,", "1.5 ", "1 000 ", "XIV ", "five ", "hundred ", "1-", "12:30", "½", "a.m. 1", "0", "ab"]
)
@pytest.mark.parametrize("language", ["en", "ja", "ar"])
def test_hostile_text_costs_no_more_than_prose(token, language):
    short, long = (token * (size // len(token)) for size in (5_000, 50_000))
    assert elapsed(long, language) < 40 * elapsed(short, language) + 0.5


def elapsed(text, language):
    """The least processor time of three: a pause for rubbish of other tests is none of the text's."""
    times = []
    for _ in range(3):
        start = time.process_time()
        find_numbers(text, language)
        times.append(time.process_time() - start)
    return min(times)


def test_compounds_are_written_as_they_are_looked_up():
    for language, compounds in COMPOUNDS.items():
        for word, _ in compounds():
            assert word == folded(word), language
            assert "_" not in word
