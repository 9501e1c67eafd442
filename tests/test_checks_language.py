"""Untranslated and wrong language: documents, segments, words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.language import CHECK
from mtqa.model import LanguagePair


def found(*segments, pair=("it", "en")):
    context = Context(language_pair=LanguagePair(*pair))
    checked = tuple(CheckedSegment(hypothesis, source, tuple(refs), context) for hypothesis, source, *refs in segments)
    return [
        (index, finding.rule.removeprefix("accuracy/"), finding)
        for index, finding in CHECK.open(context)(CheckedDocument(checked, context))
    ]


def rules(*segments, pair=("it", "en")):
    return [(index, rule) for index, rule, _ in found(*segments, pair=pair)]


ITALIAN = "Il sindaco ha detto che la scuola nuova sarà aperta nel mese di settembre."
GERMAN = "Der Bürgermeister hat gesagt, dass die neue Schule im September eröffnet wird."
ENGLISH = "The mayor said that the new school would be opened in September."

SEGMENTS = {
    "translated": (ENGLISH, ITALIAN, []),
    "left in the source language": (ITALIAN, "Il sindaco ha parlato della scuola.", ["untranslated/segment"]),
    "in a third language": (GERMAN, ITALIAN, ["wrong-language/segment"]),
    "nothing there": ("", ITALIAN, []),
    "in a third script": ("Мэр заявил об открытии школы.", ITALIAN, ["wrong-language/segment"]),
}


@pytest.mark.parametrize(("hypothesis", "source", "expected"), SEGMENTS.values(), ids=SEGMENTS)
def test_segments(hypothesis, source, expected):
    assert rules((hypothesis, source)) == [(0, rule) for rule in expected]


def test_a_line_that_the_reference_cites_too_is_right():
    line = "Fratelli d'Italia, l'Italia s'è desta, dell'elmo di Scipio s'è cinta la testa."
    assert rules((line, line, line)) == []


def test_a_document_in_another_language_is_told_once_at_its_beginning():
    segments = [(ENGLISH, ITALIAN), *[(GERMAN, ITALIAN)] * 4]
    assert rules(*segments) == [
        (1, "wrong-language/document"),
        *((index, "wrong-language/segment") for index in (2, 3, 4)),
    ]


LEFT = {
    "a word": ("it", "The school was inaugurata on Monday.", "La scuola è stata inaugurata lunedì.", ["inaugurata"]),
    "a clause": (
        "es",
        "The minister said que el acuerdo se firmará on Friday.",
        "El ministro dijo que el acuerdo se firmará el viernes.",
        ["que el acuerdo se firmará"],
    ),
    "with an accent": ("pl", "The road is zamknięta today.", "Droga jest dziś zamknięta.", ["zamknięta"]),
    "at the beginning": ("fr", "Toutefois, the bridge held.", "Toutefois, le pont a tenu.", ["Toutefois"]),
    "a German noun": ("de", "They fear the Verschmutzung of the lake.", "Sie fürchten die Verschmutzung des Sees.",
                      ["Verschmutzung"]),
    "in a foreign script": ("ru", "The mayor заявил on Monday.", "Мэр заявил в понедельник.", ["заявил"]),
    "from a third script": ("ru", "The 市长 spoke.", "Мэр выступил.", ["市长"]),
    "a small word in another script": ("ru", "Police и firemen came.", "Полиция и пожарные приехали.", ["и"]),
}  # fmt: skip


@pytest.mark.parametrize(("source_language", "hypothesis", "source", "words"), LEFT.values(), ids=LEFT)
def test_words_left_over(source_language, hypothesis, source, words):
    findings = [finding for _, _, finding in found((hypothesis, source), pair=(source_language, "en"))]
    assert [finding.text for finding in findings if finding.confidence != "low"] == words
    for finding in findings:
        assert hypothesis[finding.start : finding.end] == finding.text
        if finding.counterpart:
            assert source[finding.counterpart.start : finding.counterpart.end] == finding.counterpart.text


NOT_LEFT = {
    "a word of both languages": ("it", "The film was a debacle.", "Il film è stato un fiasco, un debacle."),
    "a loan": ("it", "He cooked mozzarella and espresso.", "Ha cucinato mozzarella ed espresso."),
    "a name": ("it", "Ferrero of Alba hired workers.", "La Ferrero di Alba ha assunto operai."),
    "a name with small words": ("it", "He lives in Reggio nell'Emilia.", "Vive a Reggio nell'Emilia."),
    "an address": ("cs", "See www.mestskaknihovna.cz for more.", "Více na www.mestskaknihovna.cz najdete."),
    "an address in another script": ("ru", "See https://музей.рф/ for more.", "Подробнее: https://музей.рф/."),
    "a loan in a source of another script": ("ru", "The dogecoin fell.", "Курс dogecoin упал."),
    "Greek letters": ("de", "The α and β values rose by 3 µm.", "Die Werte α und β stiegen um 3 µm."),
    "a compound of English words": ("de", "The livestreaming failed.", "Das livestreaming fiel aus."),
    "sizes": ("ru", "A mattress of 80х190.", "Матрас 80х190."),
}


@pytest.mark.parametrize(("source_language", "hypothesis", "source"), NOT_LEFT.values(), ids=NOT_LEFT)
def test_what_stands_in_both_and_is_right(source_language, hypothesis, source):
    assert rules((hypothesis, source), pair=(source_language, "en")) == []


CITED = {
    "a gloss in brackets": ("ru", "The paper Novosti (Новости) closed.", "Газета «Новости» закрылась."),
    "a word as a word": ("cs", 'The word "okurka" is feminine.', "Slovo „okurka“ je ženského rodu."),
    "a title": ("de", "He sang “Guten Morgen, liebe Sorgen” again.", "Er sang wieder „Guten Morgen, liebe Sorgen“."),
    "the end of a name": ("cs", "The party Svobodní občané won.", "Vyhrála strana Svobodní občané."),
}


@pytest.mark.parametrize(("source_language", "hypothesis", "source"), CITED.values(), ids=CITED)
def test_what_may_be_cited_is_of_low_confidence(source_language, hypothesis, source):
    confidences = {finding.confidence for _, _, finding in found((hypothesis, source), pair=(source_language, "en"))}
    assert confidences <= {"low"}


OTHER_TARGETS = {
    "English in German": ("en", "de", "Er sagte, that the bridge would stay zu.",
                          "He said that the bridge would stay shut.", ["untranslated/words"]),
    "English in Chinese": ("en", "zh", "The bridge will be closed until the end of the year.",
                           "The bridge will be closed till the end of the year.", ["untranslated/segment"]),
    "a brand in Chinese": ("en", "zh", "苹果推出了 iPhone Pro Max。", "Apple launched the iPhone Pro Max.", []),
    "a cognate in German": ("en", "de", "Das ist ideal und normal.", "This is ideal and normal.", []),
    "Russian in Ukrainian": ("ru", "uk", "Мэр сказал, что школа будет открыта только после ремонта, но ещё не скоро.",
                             "Мэр сообщил: школа откроется после ремонта.", ["untranslated/segment"]),
}  # fmt: skip


@pytest.mark.parametrize(("source_language", "target", "hypothesis", "source", "expected"), OTHER_TARGETS.values(),
                         ids=OTHER_TARGETS)  # fmt: skip
def test_other_targets(source_language, target, hypothesis, source, expected):
    assert [rule for _, rule in rules((hypothesis, source), pair=(source_language, target))] == expected


def test_an_unknown_target_is_skipped_with_a_reason():
    assert "target" in (CHECK.skips(Context(language_pair=LanguagePair("it"))) or "")
    assert CHECK.skips(Context(language_pair=LanguagePair("it", "en"))) is None


@given(st.text(st.sampled_from("aeiouàé яж学のक-. ABCDrstlmn'’")))
def test_spans_quote_the_text(text):
    for _, _, finding in found((text, text + " ya")):
        assert text[finding.start : finding.end] == finding.text


@pytest.mark.parametrize("piece", ["che ", "я", "a-", "Wort ", "я ", '"a ', "(я ", "a.b "])
def test_linear_time(piece):
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    found((text, text), pair=("de", "en"))
    assert time.process_time() - began < 10
