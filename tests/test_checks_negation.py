"""Negation lost or gained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.negation import CHECK
from mtqa.model import DocumentHeader, LanguagePair, Segment


def findings(hypothesis, source=None, reference=None, pair=("it", "en")):
    context = Context(language_pair=LanguagePair(*pair))
    segment = CheckedSegment(hypothesis, source, (reference,) if reference else (), context)
    return [found for _, found in CHECK.open(context)(CheckedDocument((segment,), context))]


def told(*texts, **options):
    return [(each.rule.rpartition("/")[2], each.confidence, each.text) for each in findings(*texts, **options)]


ITALIAN = "Il ponte è stato aperto al traffico."
CASES = {
    "gained": ("The bridge was not opened to traffic.", ITALIAN, None, [("gained", "medium", "not")]),
    "gained, two witnesses": (
        "The bridge was not opened.",
        ITALIAN,
        "The bridge was opened.",
        [("gained", "high", "not")],
    ),
    "neither": ("The bridge was opened to traffic.", ITALIAN, None, []),
    "both": ("The bridge wasn't opened.", "Il ponte non è stato aperto.", None, []),
    "concord": ("Nobody ever saw it.", "Non l'ha mai visto nessuno.", None, []),
    "denied by affix": ("The bridge is not usable.", "Il ponte è inutilizzabile.", None, []),
    "denied by verb": ("He did not want to sign.", "Ha rifiutato di firmare.", None, []),
    "not only": ("Not only the bridge was opened.", ITALIAN, None, []),
    "lost, one witness": ("The bridge was opened.", "Il ponte non è stato aperto.", None, [("lost", "low", "non")]),
    "lost, two witnesses": (
        "The bridge was opened.",
        "Il ponte non è stato aperto.",
        "The bridge was not opened.",
        [("lost", "medium", "non")],
    ),
    "the reference denies too": ("The bridge was not opened.", ITALIAN, "Nobody opened the bridge.", []),
    "reference alone": ("The bridge was not opened.", None, "The bridge was opened.", [("gained", "medium", "not")]),
    "one more than the source": (
        "The bridge was not opened, and the road was not closed.",
        "Il ponte non è stato aperto e la strada è stata chiusa.",
        None,
        [("gained", "medium", "not")],
    ),
}


@pytest.mark.parametrize(("hypothesis", "source", "reference", "expected"), CASES.values(), ids=CASES)
def test_italian_to_english(hypothesis, source, reference, expected):
    assert told(hypothesis, source, reference) == expected


@pytest.mark.parametrize(
    ("pair", "source", "hypothesis"),
    [
        (("de", "en"), "Die Brücke wurde gestern geöffnet.", "The bridge was not opened yesterday."),
        (("ru", "en"), "Мост открыли вчера.", "The bridge was never opened yesterday."),
        (("en", "de"), "The bridge was opened yesterday.", "Die Brücke wurde gestern nicht geöffnet."),
        (("ar", "en"), "افتتح الجسر أمس", "The bridge was not opened yesterday."),
        (("zh", "en"), "大桥昨天开放了。", "The bridge was not opened yesterday."),
    ],
)
def test_gained_in_other_languages(pair, source, hypothesis):
    (found,) = findings(hypothesis, source, pair=pair)
    assert found.rule == "accuracy/negation/gained"
    assert (found.severity, found.confidence) == ("major" if pair[0] == "zh" else "critical", "medium")
    assert hypothesis[found.start : found.end] == found.text


def test_an_unknown_language_is_silent_and_said():
    assert told("The bridge was not opened.", "Zubia ireki zuten.", pair=("eu", "en")) == []
    segment = Segment(header=DocumentHeader(document="", path=""), segment="1", hypothesis="a", source="b")
    context = Context(language_pair=LanguagePair("eu", "en"), sample=(segment,))
    assert CHECK.skips(context) == "no words of denial known for Basque"
    assert CHECK.skips(Context(language_pair=LanguagePair("it", "en"), sample=(segment,))) is None


@given(st.text(alphabet=st.sampled_from("not n't un no never without ,.é")), st.sampled_from(("en", "it", "ru", "zh")))
def test_a_text_beside_itself_has_no_finding(text, language):
    assert findings(text, text or None, pair=(language, language)) == []
