"""Capitals lost and gained."""

import pytest
from checking import slowest, told

from mtqa.checks.casing import CHECK

IT = "Il sindaco di Ancona apre la nuova scuola lunedì."
CASES = {
    "as the source": ("The mayor of Ancona opens the school.", IT, "it", []),
    "small beginning": ("the mayor of Ancona opens the school.", IT, "it", [("lower-case-start", "high", "the")]),
    "behind a quotation mark": ('"the mayor of Ancona left."', IT, "it", [("lower-case-start", "high", "the")]),
    "the source begins small": ("the mayor left for Ancona.", "il sindaco è partito.", "it", []),
    "a brand": ("iPhones of the mayor were stolen in Ancona.", IT, "it", []),
    "an address": ("ancona.example opens on Monday in May.", IT, "it", []),
    "a name with a particle": ("de Gaulle opened the school.", IT, "it", []),
    "an Arabic name": ("al-Bakri opened the school.", IT, "it", []),
    "the word of the source": ("ancona! opens on Monday", "Apre ancona! lunedì", "it", []),
    "no capitals there": ("the mayor opens it.", "市长开办了学校。", "zh", [("lower-case-start", "medium", "the")]),
    "part of a sentence": ("the mayor of the town", "市长", "zh", []),
    "no letters": ("3:2 (1:1)", IT, "it", []),
}  # fmt: skip


@pytest.mark.parametrize(("hypothesis", "source", "language", "found"), CASES.values(), ids=CASES)
def test_the_beginning(hypothesis, source, language, found):
    assert told(CHECK, hypothesis, source, pair=(language, "en")) == found


@pytest.mark.parametrize(
    ("hypothesis", "source", "fault"),
    [
        ("the mayor of ancona opens the new school.", IT, ("capitals-lost", "high")),
        ("THE MAYOR OF ANCONA OPENS THE SCHOOL", IT, ("all-capitals", "high")),
        ("The mayor of Ancona opens the school", "IL SINDACO APRE LA SCUOLA", ("capitals-not-kept", "low")),
        ("THE MAYOR OPENS THE SCHOOL", "IL SINDACO APRE LA SCUOLA", None),
        ("NATO", "La Nato", None),
    ],
)
def test_the_whole(hypothesis, source, fault):
    assert [found[:2] for found in told(CHECK, hypothesis, source)] == [fault] * (fault is not None)


def test_the_reference_is_witness_too():
    assert told(CHECK, "the mayor opens it.", None, "The mayor opens it.") == [("lower-case-start", "high", "the")]


def test_time_is_linear():
    assert slowest(CHECK) < 5
