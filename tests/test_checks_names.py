"""Names lost, replaced and added."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.names import CHECK
from mtqa.model import LanguagePair

REPLACED, MISSING, ADDED = "accuracy/mistranslation/name", "accuracy/omission/name", "accuracy/addition/name"


def findings(hypothesis, source=None, reference=None, pair=("it", "en")):
    context = Context(language_pair=LanguagePair(*pair))
    segment = CheckedSegment(hypothesis, source, (reference,) if reference else (), context)
    return [found for _, found in CHECK.open(context)(CheckedDocument((segment,), context))]


def told(*texts, **options):
    return [(found.rule, found.text) for found in findings(*texts, **options)]


REPLACEMENTS = [
    (("it", "en"), "Ieri il sindaco Bellini ha aperto il ponte.", "Yesterday Mayor Woodruff opened the bridge."),
    (("ru", "en"), "Вчера мэр Ковальчук открыл мост.", "Yesterday Mayor Tendulkar opened the bridge."),
    (("cs", "en"), "Včera starosta Novotný otevřel most.", "Yesterday Mayor Zimmermann opened the bridge."),
    (("de", "en"), "Der Bürgermeister ist nach Wien gereist.", "The mayor travelled to Copenhagen."),
    (("zh", "en"), "市长昨天飞往莫斯科。", "The mayor flew to Copenhagen yesterday."),
    (("ar", "en"), "سافر العمدة إلى موسكو أمس", "The mayor flew to Copenhagen yesterday."),
]


@pytest.mark.parametrize(("pair", "source", "hypothesis"), REPLACEMENTS)
def test_a_name_put_for_another(pair, source, hypothesis):
    (found,) = findings(hypothesis, source, pair=pair)
    assert found.rule == REPLACED
    assert hypothesis[found.start : found.end] == found.text
    assert found.counterpart and source[found.counterpart.start : found.counterpart.end] == found.counterpart.text


CORRECT = [
    (("it", "en"), "Ieri il sindaco Bellini è volato a Londra.", "Yesterday Mayor Bellini flew to London."),
    (("it", "en"), "La Corte suprema ha respinto il ricorso.", "The Supreme Court rejected the appeal."),
    (("it", "en"), "Il governo di Mosca ha protestato.", "The Russian government in Moscow protested."),
    (("ru", "en"), "Вчера Путин встретился с Трампом в Хельсинки.", "Yesterday Putin met Trump in Helsinki."),
    (("uk", "en"), "Вчора Ольга приїхала до Львова.", "Yesterday Olha came to Lviv."),
    (("pl", "en"), "Wczoraj rozmawiano z Lechem Kowalskim.", "Yesterday they talked to Lech Kowalski."),
    (("fr", "en"), "Le ministre allemand a visité Genève.", "The German minister visited Geneva."),
    (("he", "en"), "ראש הממשלה נתניהו טס ללונדון", "Prime Minister Netanyahu flew to London."),
    (("zh", "en"), "市长昨天飞往莫斯科。", "The mayor flew to Moscow yesterday."),
    (("en", "zh"), "The mayor flew to Moscow yesterday.", "市长昨天飞往莫斯科。"),
    (("ja", "en"), "首相はトランプと会った。", "The prime minister met Trump."),
    (("it", "en"), "Dice che domani parte.", "She says she leaves on Monday, I’m sure."),
]


@pytest.mark.parametrize(("pair", "source", "hypothesis"), CORRECT)
def test_correct_translations_are_silent(pair, source, hypothesis):
    assert told(hypothesis, source, pair=pair) == []


def test_a_place_that_is_missing():
    assert told("The mayor left yesterday.", "Il sindaco è partito ieri per Londra.") == [(MISSING, "Londra")]
    assert told("市长昨天出发。", "The mayor left for Moscow yesterday.", pair=("en", "zh")) == [(MISSING, "Moscow")]


def test_a_name_that_nobody_named():
    source = "Il sindaco ha aperto il ponte."
    assert told("The mayor opened the bridge with Tendulkar.", source) == [(ADDED, "Tendulkar")]


def test_the_reference_makes_a_missing_name_certain():
    source, hypothesis = "Ieri il sindaco Bellini ha aperto il ponte.", "Yesterday the mayor opened the bridge."
    assert told(hypothesis, source) == []
    assert told(hypothesis, source, "Mayor Bellini opened the bridge yesterday.") == [(MISSING, "Bellini")]
    assert told(hypothesis, source, "The mayor opened the bridge yesterday.") == []


def test_the_reference_excuses_a_name():
    source, hypothesis = "Il Cavaliere ha parlato.", "Yesterday Berlusconi spoke."
    assert told(hypothesis, source, "Silvio Berlusconi has spoken.") == []


def test_an_acronym_of_both_witnesses():
    source, reference = "Il portavoce della NASA ha parlato.", "The spokesman of NASA spoke."
    assert told("The spokesman spoke.", source, reference) == [(MISSING, "NASA")]


@given(
    st.lists(st.sampled_from(["Mayor", "Bellini", "in", "London", "the", "Don’t", "NASA", "."])).map(" ".join),
    st.sampled_from(["en", "it", "ru", "zh", "de"]),
)
def test_a_text_beside_itself_has_no_finding(text, language):
    assert findings(text, text or None, pair=(language, language)) == []


@pytest.mark.parametrize(("own", "other"), [("Bellini ", "Woodruff "), ("Bo, Ro. ", "Мост Ковальчук "), ("A", "B")])
def test_hostile_text_takes_little_time(own, other):
    begin = time.process_time()
    findings(own * (20_000 // len(own)), other * (20_000 // len(other)))
    assert time.process_time() - begin < 5
