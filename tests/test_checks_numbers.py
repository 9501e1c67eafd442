"""Numbers changed, lost and added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.numbers import CHECK
from mtqa.model import DocumentHeader, LanguagePair, Segment


def check(pair, hypothesis, source=None, *references):
    source_language, target = pair.split("-")
    header = DocumentHeader(document="", path="")
    sample = (Segment(header=header, segment="1", hypothesis=hypothesis, source=source, references=references),)
    context = Context(language_pair=LanguagePair(source_language, target), sample=sample)
    segment = CheckedSegment(hypothesis, source, references, context)
    return [found for _, found in CHECK.open(context)(CheckedDocument((segment,), context))]


SAME = [
    ("it-en", "Sono morte 3 mila persone nel XX secolo.", "Three thousand people died in the 20th century."),
    ("de-en", "Um 14.30 Uhr kamen 1.500 Gäste.", "At 2:30 p.m. 1,500 guests came."),
    ("de-en", "Die beiden Brüder fuhren anderthalb Stunden.", "The two brothers drove for one and a half hours."),
    ("fr-en", "Il a quatre-vingt-dix ans et deux enfants.", "He is 90 and has two children."),
    ("ru-en", "В 90-х годах там жили 2,5 млн человек.", "In the 1990s, 2.5 million people lived there."),
    ("ru-en", "Пара вернулась 26 июля в 17:00.", "The two returned on July 26 at 5 p.m."),
    ("ru-en", "Пятилетний мальчик потерял два зуба.", "The five-year-old boy lost a couple of teeth."),
    ("es-en", "Costó cinco mil millones de pesos.", "It cost 5 billion pesos."),
    ("es-en", "Corrió 10 kilómetros a 30 °C.", "She ran six miles at 86°F."),
    ("hi-en", "साढ़े तीन करोड़ लोग", "35 million people"),
    ("zh-en", "约150万人于7月17日下午3点抵达。", "About 1.5 million people arrived at 3 p.m. on July 17."),
    ("ja-en", "令和2年5月に3割減った。", "It fell by 30% in May 2020."),
    ("ja-en", "2/1(金)まで", "Until Friday, February 1"),
    ("ar-en", "قتل ثلاثة عشر شخصا في ٢٥ مارس", "Thirteen people were killed on 25 March"),
    ("pl-en", "Zebrano od 5 do 7 mln zł.", "Between 5 million and 7 million zlotys were raised."),
    ("cs-en", "Sedmadvacetiletý muž spadl z 12 metrů.", "A 27-year-old man fell 12 metres."),
    ("it-en", "Ho comprato una casa.", "I bought one house and no one knows."),
    ("en-de", "It rose 1.5% to 12,000 in two weeks.", "Es stieg in 14 Tagen um 1,5 % auf 12.000."),
    ("de-en", "Es waren 2.984.000 Besucher.", "There were almost 3 million visitors."),
    ("fr-en", "Il faut 350 autres milliards.", "Another 350 billion is needed."),
    ("zh-en", "发电2400 兆瓦，投资 5.4 亿美元", "It makes 2400 megawatts and cost $540 million."),
    ("he-en", "בין 100 ל-110 אלף בני אדם", "100,000 to 110,000 people"),
    ("fr-en", "au XXIe siècle, Le Mans", "in the 21st century, in Le Mans"),
    ("zh-en", "需要四五天，补贴4500元", "It takes four or five days; the subsidy is 4, 500 yuan."),
    ("fr-en", "2) Le prix baisse.", "The price falls."),
    ("eu-en", "Hamabi lagun etorri ziren.", "Twelve people came."),
]  # fmt: skip


@pytest.mark.parametrize(("pair", "source", "hypothesis"), SAME, ids=[hypothesis for *_, hypothesis in SAME])
def test_equal_values_are_no_fault(pair, source, hypothesis):
    assert check(pair, hypothesis, source) == []


FAULTS = [
    ("it-en", "Sono morte 3 mila persone.", "300 people died.", "changed", "3 mila", "300", "high"),
    ("de-en", "Er kam um 14.30 Uhr.", "He came at 2:50 p.m.", "changed", "14.30", "2:50 p.m.", "medium"),
    ("de-en", "Am 3. Mai kamen 1.500 Gäste.", "On 3 May 1,700 guests came.", "changed", "1.500", "1,700", "high"),
    ("fr-en", "trois jours", "four days", "changed", "trois", "four", "high"),
    ("ru-en", "Это было в июле.", "It was in June.", "changed", "июле", "June", "medium"),
    ("pl-en", "w środę rano", "on Thursday morning", "changed", "środę", "Thursday", "medium"),
    ("zh-en", "共有三十二人", "A total of 23 people", "changed", "三十二", "23", "high"),
    ("es-en", "en el siglo XIX", "in the 18th century", "changed", "XIX", "18th", "medium"),
    ("de-en", "Es kostet 2,5 Mrd. Euro.", "It costs 2.5 million euros.", "changed", "2,5 Mrd", "2.5 million", "high"),
    ("de-en", "zwei von drei", "two of two", "changed", "drei", "two", "high"),
    ("de-en", "Louis XIV. regierte.", "Louis XVI reigned.", "changed", "XIV", "XVI", "medium"),
    ("fr-en", "2) Le prix baisse.", "3) The price falls.", "changed", "2", "3", "medium"),
    ("de-en", "12. Januar war der Termin.", "The date was 13 January.", "changed", "12", "13", "high"),
    ("it-en", "Ha 45 anni e vive a Roma.", "He lives in Rome.", "missing", "45", None, "medium"),
    ("it-en", "Vive a Roma.", "He is 45 and lives in Rome.", "added", None, "45", "medium"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pair", "source", "hypothesis", "expected"),
    [(*row[:3], row[3:]) for row in FAULTS],
    ids=[hypothesis for _, _, hypothesis, *_ in FAULTS],
)
def test_other_values_are_a_fault(pair, source, hypothesis, expected):
    fault, before, after, confidence = expected
    (found,) = check(pair, hypothesis, source)
    assert (found.rule, found.confidence) == (f"accuracy/number/{fault}", confidence)
    told = {found.side: found.text} | ({found.counterpart.side: found.counterpart.text} if found.counterpart else {})
    assert told == {side: text for side, text in (("source", before), ("hypothesis", after)) if text}


def test_the_word_for_two_comes_and_goes():
    assert [found.confidence for found in check("de-en", "The two of them met in two towns.", "Man traf sich.")] == [
        "low"
    ]


def test_a_sure_change_makes_the_segment_worthless():
    assert [found.severity for found in check("de-en", "It took 18 days.", "Es dauerte 15 Tage.")] == ["critical"]


def test_a_number_left_in_the_writing_of_the_source():
    (found,) = check("de-en", "1.500 guests came.", "1.500 Gäste kamen.")
    assert found.rule == "locale/number-format/not-converted"


def test_a_reference_is_right_where_it_differs_from_the_source():
    source, hypothesis = "Im ersten Stock wohnen 3 Leute.", "On the second floor live 4 people."
    assert len(check("de-en", hypothesis, source)) == 2
    assert check("de-en", hypothesis, source, "4 people live on the second floor.") == []


def test_the_reference_is_the_witness_where_there_is_no_source():
    (found,) = check("und-en", "5 days", None, "6 days")
    assert found.message == 'the reference has "6", the translation "5"'


def test_of_a_language_without_number_words_digits_are_still_compared():
    assert [found.rule for found in check("eu-en", "1,437 people", "1.537 lagun")] == ["accuracy/number/changed"]
    assert CHECK.skips(Context(language_pair=LanguagePair("eu", "en"))) == "there is neither source nor reference"


@given(st.text(alphabet="0123456789.,:/- abcXIV%", max_size=60))
def test_a_text_says_the_same_as_itself(text):
    assert check("en-en", text, text) == []


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["de-en", "ja-en", "ar-fr", "und-und"]))
def test_spans_quote_the_text(hypothesis, source, pair):
    texts = {"hypothesis": hypothesis, "source": source}
    for found in check(pair, hypothesis, source):
        assert texts[found.side][found.start : found.end] == found.text
        if found.counterpart:
            there = found.counterpart
            assert texts[there.side][there.start : there.end] == there.text
