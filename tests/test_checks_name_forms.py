"""One name in several forms within a document."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.name_forms import CHECK
from mtqa.model import LanguagePair


def find(*hypotheses, sources=None, pair=("ru", "en"), thresholds=None):
    context = Context(language_pair=LanguagePair(*pair), thresholds=thresholds or {})
    sources = sources or (None,) * len(hypotheses)
    texts = zip(hypotheses, sources, strict=True)
    document = CheckedDocument(tuple(CheckedSegment(text, source, (), context) for text, source in texts), context)
    return list(CHECK.open(context)(document))


def told(*hypotheses, **options):
    return [(index, found.rule.rpartition("/")[2], found.text) for index, found in find(*hypotheses, **options)]


ONE_NAME = {
    "letters": (["The visit of Zelensky began.", "We saw Zelenskyy and he spoke."], (1, "name-spelling", "Zelenskyy")),
    "the rarer": (["Zelenskyy left.", "Then Zelensky came.", "And Zelensky left."], (0, "name-spelling", "Zelenskyy")),
    "vowels": (["Then Mohammed left.", "Then Muhammad left."], (1, "name-spelling", "Muhammad")),
    "a slip": (["They saw Lukashenko.", "They met Lukahsenko."], (1, "name-spelling", "Lukahsenko")),
    "article": (["The road to Deir Ezzor.", "A town near Deir ez-Zor."], (1, "name-spelling", "Deir ez-Zor")),
    "capitals": (["They fought Isis there.", "Men of ISIS died."], (1, "name-casing", "ISIS")),
    "two names": (["Trains to Kiev stopped.", "People in Kyiv wait."], (1, "name-alias", "Kyiv")),
    "possessive": (["They saw Zelensky's car.", "They saw Zelenskyy’s car."], (1, "name-spelling", "Zelenskyy")),
    "accents": (["The wife of Erdoğan.", "The son of Erdogan."], (1, "name-spelling", "Erdogan")),
}


@pytest.mark.parametrize(("hypotheses", "expected"), ONE_NAME.values(), ids=ONE_NAME)
def test_one_name_in_two_forms(hypotheses, expected):
    assert told(*hypotheses) == [expected]


SILENT = {
    "one form": ["The visit of Zelensky began.", "We saw Zelensky and he spoke."],
    "two countries": ["The army of Iran.", "The army of Iraq."],
    "two peoples": ["The old Iranians spoke.", "The old Irakians spoke."],
    "a known short name": ["They flew to Paris.", "A speech by Peris followed."],
    "two more": ["A man from Austria.", "A man from Australia."],
    "first names differ": ["The writer Mark Hansen spoke.", "The painter Lars Hanssen spoke."],
    "country and people": ["They left Korea.", "The Korean team left.", "Two Koreans left."],
    "endings": ["We met Martin.", "We met Martina."],
    "possessive": ["The car of Zelensky.", "They saw Zelensky's car."],
    "told apart": ["They call it Daesh or ISIS there.", "Most say ISIS."],
    "capitals of a headline": ["SIX DIE IN ZAGREB CRASH", "They drove to Zagreb."],
    "capitals of the place of writing": ["ISLAMABAD, Monday (Agency)", "They drove to Islamabad."],
    "emphasis": ["We need to SAVE Europe.", "They Save a lot."],
    "two provinces": ["They come from Shanxi here.", "They come from Shaanxi here."],
    "with and without the article": ["The friends of Al Maktoum.", "A friend of Maktoum spoke."],
    "first name and family": ["Then Jo Jorgensen came.", "And Jorgensen left."],
    "contractions": ["And then I’ll go.", "And then I'll go."],
    "ordinary words": ["The Green party.", "The Grean party and the Greens."],
}


@pytest.mark.parametrize("hypotheses", SILENT.values(), ids=SILENT)
def test_two_names_and_one_form_are_left_alone(hypotheses):
    assert told(*hypotheses) == []


def test_a_name_is_told_once_with_and_without_the_first_name():
    texts = ["They met Salman Zarka.", "They met Salman Zarqa.", "Later Zarka left."]
    assert told(*texts) == [(1, "name-spelling", "Zarqa")]


def test_the_message_quotes_the_other_form_and_where_it_stands():
    ((_, found),) = find("The visit of Zelensky began.", "He met Zelensky again.", "We saw Zelenskyy and he spoke.")
    assert found.message == (
        '"Zelenskyy" here, "Zelensky" elsewhere (2 times, first in segment 1): one name, two forms'
    )
    assert found.suggestions == ("Zelensky",)
    assert found.confidence == "medium"


def test_forms_of_the_source_are_the_author_s():
    sources = ["Ha parlato Zelensky.", "Ha parlato Zelenskyy."]
    ((_, found),) = find("There Zelensky spoke.", "There Zelenskyy spoke.", sources=sources, pair=("it", "en"))
    assert found.confidence == "low"


@pytest.mark.parametrize(
    ("sources", "confidence"),
    [
        (None, "low"),
        (["A Kiev hanno parlato.", "Poi a Kiev hanno parlato."], "medium"),
        (["A Kiev hanno parlato.", "Poi a Kyiv hanno parlato."], "low"),
    ],
    ids=["no witness", "one name in the source", "two in the source"],
)
def test_two_names_of_one_place_need_a_witness(sources, confidence):
    found = find("They met in Kiev.", "Then they met in Kyiv.", sources=sources, pair=("it", "en"))
    assert [each.confidence for _, each in found] == [confidence]


def test_forms_out_of_reach_may_be_of_two_articles():
    between = ["Nothing here."] * 5
    texts = ["The visit of Zelensky began.", *between, "We saw Zelenskyy and he spoke."]
    assert told(*texts, thresholds={"name_forms.reach": 4}) == []
    assert len(told(*texts, thresholds={"name_forms.reach": 6})) == 1


@pytest.mark.parametrize("target", ["de", "zh", "ar"])
def test_where_capitals_tell_no_names_the_check_says_so(target):
    assert target in CHECK.skips(Context(language_pair=LanguagePair("en", target)))


def test_where_names_have_cases_spellings_are_not_compared():
    assert told("Widzieli Zelenskiego i Muhammada.", "Widzieli Zelenskyiego i Muhammeda.", pair=("en", "pl")) == []


@given(st.lists(st.text(alphabet="ABab ez-Z’.", max_size=40), max_size=6))
def test_spans_quote_the_text(texts):
    for index, found in find(*texts):
        assert texts[index][found.start : found.end] == found.text


def test_a_long_document_costs_no_more_per_segment():
    def seconds(count):
        texts = [
            f"They met Abc{number % 977}def Ghi and Zelensk{'y' * (number % 7)} in Kiev." for number in range(count)
        ]
        begin = time.process_time()
        find(*texts)
        return time.process_time() - begin

    seconds(100)
    assert seconds(4000) < 12 * max(seconds(1000), 0.02)
    assert seconds(1) < 1


@pytest.mark.parametrize("text", ["Zelensky " * 12_000, "A" * 100_000, "Al-" * 30_000, "Aa Aab " * 15_000])
def test_hostile_texts_are_read_in_linear_time(text):
    begin = time.process_time()
    find(text, text)
    assert time.process_time() - begin < 5
