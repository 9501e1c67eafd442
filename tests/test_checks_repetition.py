"""Loops and degeneration, with the source as witness."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.repetition import CHECK
from mtqa.model import LanguagePair
from mtqa.text.repetition import character_runs, distinct_share, loops, most_times, words_of


def found(hypothesis, source=None, *references, pair=("it", "en")):
    context = Context(language_pair=LanguagePair(*pair))
    segment = CheckedSegment(hypothesis, source, references, context)
    return [finding for _, finding in CHECK.open(context)(CheckedDocument((segment,), context))]


ITALIAN = "Il sindaco ha aperto la scuola nuova lunedì."
PHRASE, LOOP, SENTENCE = "repeated-phrase", "loop", "repeated-sentence"
FAULTS = {
    "a phrase again and again": ("it-en", "The mayor opened the new school, the new school, the new school.", ITALIAN, [
        (LOOP, "the new school, the new school, the new school", "critical")]),
    "a word again and again": ("it-en", "The mayor school school school school school.", ITALIAN, [
        (LOOP, "school school school school school", "critical")]),
    "a word twice": ("it-en", "The mayor opened the new school school.", ITALIAN, [(PHRASE, "school school", "minor")]),
    "a word twice in Italian": ("en-it", "Il sindaco ha aperto aperto la scuola.", "The mayor opened the school.", [
        (PHRASE, "aperto aperto", "minor")]),
    "a phrase twice in Russian": ("en-ru", "Мэр открыл новую школу новую школу.", "The mayor opened a new school.", [
        (PHRASE, "новую школу новую школу", "minor")]),
    "Chinese": ("en-zh", "市长开了新学校新学校新学校新学校。", "The mayor opened a new school.", [
        (LOOP, "新学校新学校新学校新学校", "critical")]),
    "a name twice": ("it-en", "He went to Germany Germany.", "È andato in Germania.", [
        (PHRASE, "Germany Germany", "minor")]),
    "a figure twice": ("it-en", "It opened in 2017 2017.", "Ha aperto nel 2017.", [(PHRASE, "2017 2017", "minor")]),
    "a sentence again": ("it-en", "The school opened on Monday. Parents came. The school opened on Monday.",
                         "La scuola ha aperto lunedì. Sono venuti i genitori.", [
                             (SENTENCE, "The school opened on Monday.", "major")]),
    "one character": ("it-en", "The mayor zzzzzzzzzzzz opened it.", ITALIAN, [("characters", "zzzzzzzzzzzz", "major")]),
}  # fmt: skip


@pytest.mark.parametrize(("pair", "hypothesis", "source", "expected"), FAULTS.values(), ids=FAULTS)
def test_what_is_said_too_often(pair, hypothesis, source, expected):
    findings = found(hypothesis, source, pair=pair.split("-"))
    assert [(each.rule.rpartition("/")[2], each.text, each.severity) for each in findings] == expected


@pytest.mark.parametrize(("pair", "hypothesis", "source", "expected"), FAULTS.values(), ids=FAULTS)
def test_the_source_may_be_a_reference(pair, hypothesis, source, expected):
    findings = found(hypothesis, None, "The mayor left, and nobody knows why.", pair=pair.split("-"))
    assert [each.text for each in findings] == [text for _, text, _ in expected]
    assert all("the source" not in each.message for each in findings)


SILENT = {
    "the source does it": ("it-en", "No, no, no, no, never never never!", "No, no, no, no, mai mai mai!"),
    "more and more": ("it-en", "It rose more and more and more.", "Saliva sempre di più."),
    "had had": ("it-en", "He had had enough.", "Ne aveva abbastanza."),
    "two clauses": ("it-en", "He spoke of the club, the club said.", "Parlava della società, ha detto la società."),
    "a compound": ("it-en", "They met face-to-face and hit three three-pointers.", "Si sono visti, tre triple."),
    "a short name": ("zh-en", "He admired Lang Lang.", "他钦佩郎朗。"),
    "groups of digits": ("it-en", "It cost 5 000 000 euros.", "È costato 5 milioni di euro."),
    "Indonesian doubles": ("en-id", "Anak anak bermain di luar.", "The children play outside."),
    "Hindi doubles": ("en-hi", "वह धीरे धीरे चला।", "He walked slowly."),
    "German articles": ("de-de", "Die, die die Schule bauten, feierten.", "Jene, die die Schule bauten, feierten."),
    "dots of the source": ("it-en", "Page ............ 3", "Pagina ............ 3"),
    "laughter": ("it-en", "Ha ha ha ha!", "Che ridere!"),
}  # fmt: skip


@pytest.mark.parametrize(("pair", "hypothesis", "source"), SILENT.values(), ids=SILENT)
def test_what_may_be_repeated(pair, hypothesis, source):
    assert found(hypothesis, source, pair=pair.split("-")) == []


def test_a_loop_without_any_witness_is_less_sure():
    assert [each.confidence for each in found("He said " + "and then he left " * 6)] == ["medium"]


def test_circling_is_told_though_no_unit_repeats_exactly():
    parts = ["the town of the north", "the town of the south"]
    text = " and ".join(parts[number * number % 3 % 2] for number in range(30))
    source = " ".join(f"parola{number}" for number in range(100))
    assert "fluency/repetition/degenerate" in [each.rule for each in found(text, source)]


WORDS = st.lists(st.sampled_from("abc"), max_size=12)


@given(WORDS, st.integers(2, 5), WORDS)
def test_a_loop_says_its_unit_so_often(before, times, unit):
    words = [*before, *unit * times]
    for loop in loops(words):
        said = words[loop.first : loop.last + 1]
        assert said == said[: loop.period] * loop.times
        assert loop.times >= 2


@given(
    st.lists(st.sampled_from(["uno", "due", "tre", "quattro"]), min_size=1, max_size=4, unique=True), st.integers(2, 9)
)
def test_the_most_repeated_unit(unit, times):
    assert most_times(unit * times) == times


@given(st.text())
def test_a_text_beside_itself_has_no_finding(text):
    assert [each for each in found(text, text) if each.rule != "fluency/repetition/degenerate"] == []


@given(st.text("ab .,'’學न"))
def test_words_are_quoted(text):
    assert all(text[word.start : word.end].lower() == word.text for word in words_of(text))


def test_measures_of_nothing():
    assert most_times([]) == 1
    assert distinct_share([]) == 1
    assert list(character_runs("")) == []


@pytest.mark.parametrize("piece", ["a ", "ab ab ba ", "學", "a. ", "aaaaaaab", "Abc def ghi jkl. "])
def test_linear_time(piece):
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    found(text, "uno due tre")
    assert time.process_time() - began < 10
