"""Familiar and polite address in one document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.address import ADDRESSES, CHECK
from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.model import LanguagePair


def find(*texts, target, source="en", sources=None):
    context = Context(language_pair=LanguagePair(source, target))
    pairs = zip(texts, sources or (None,) * len(texts), strict=True)
    document = CheckedDocument(tuple(CheckedSegment(text, own, (), context) for text, own in pairs), context)
    return [(index, found.text, found.confidence) for index, found in CHECK.open(context)(document)]


MIXED = {
    "cs": ("Už tě čekáme a máme pro tebe dar.", "Děkujeme vám.", "vám", "low"),
    "de": ("Hast du das gesehen?", "Wenn Sie das sehen, rufen Sie an.", "Sie", "medium"),
    "es": ("Lo que tú quieras.", "Como usted diga.", "usted", "medium"),
    "fr": ("Si tu veux.", "Quand vous voudrez.", "vous", "low"),
    "it": ("Quello che tu vuoi.", "Se per Lei va bene.", "Lei", "medium"),
    "nl": ("Als jij wilt.", "Zoals u wilt.", "u", "medium"),
    "pt": ("O que tu queres.", "Como você disse.", "você", "medium"),
    "ru": ("Если ты хочешь.", "Как вы сказали.", "вы", "low"),
    "tr": ("Bu senin işin.", "Bu sizin işiniz.", "sizin", "low"),
    "uk": ("Якщо ти хочеш.", "Як ви сказали.", "ви", "low"),
    "zh": ("你好吗？", "您好吗？", "您", "medium"),
}


def test_every_language_has_its_example():
    assert MIXED.keys() == ADDRESSES.keys()


@pytest.mark.parametrize(("target", "example"), MIXED.items(), ids=MIXED)
def test_both_in_one_document(target, example):
    familiar, polite, word, confidence = example
    assert find(familiar, polite, target=target) == [(1, word, confidence)]
    assert find(familiar, familiar, target=target) == find(polite, polite, target=target) == []


def test_the_rarer_is_told():
    texts = ("Hast du das gesehen?", "Wenn Sie das sehen.", "Wenn Sie das hören.")
    assert find(*texts, target="de") == [(0, "du", "medium")]


@pytest.mark.parametrize(
    "texts",
    [
        ("Hast du das gesehen?", "Sie kommt, und sie weiß es."),
        ("„Hast du das gesehen?“, fragte er.", "Wenn Sie das sehen."),
        ("Das Duell begann.", "Wenn Sie das sehen."),
    ],
    ids=["she", "quoted", "part of a word"],
)
def test_what_is_no_address_of_the_reader(texts):
    assert find(*texts, target="de") == []


def test_a_source_that_does_the_same_is_followed():
    texts = ("Hast du das gesehen?", "Wenn Sie das sehen.")
    sources = ("As-tu vu cela ?", "Quand vous le voyez.")
    assert find(*texts, target="de", source="fr", sources=sources) == []
    assert len(find(*texts, target="de", source="fr", sources=sources[1:] * 2)) == 1


def test_other_languages_are_named():
    assert CHECK.skips(Context(language_pair=LanguagePair("de", "en"))) is None  # one form: nothing can be mixed
    assert find("Have you seen it?", "When you see it.", target="en") == []
    assert "eu" in CHECK.skips(Context(language_pair=LanguagePair("de", "eu")))
    assert CHECK.skips(Context(language_pair=LanguagePair("en", "de"))) is None


@given(st.lists(st.text(alphabet='duSie „“."', max_size=30), max_size=5))
def test_spans_quote_the_text(texts):
    for index, word, _ in find(*texts, target="de"):
        assert word in texts[index]
