"""What a spelling shows of the variety of English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.english.variety import spelling, with_ise, with_ize

PAIRS = """colour color, favourite favorite, neighbourhoods neighborhoods, honourable honorable, labourers laborers,
    centre center, kilometres kilometers, theatres theaters, travelled traveled, cancelling canceling,
    modelling modeling, analyse analyze, paralysed paralyzed, defence defense, grey gray, sceptical skeptical,
    ageing aging, aluminium aluminum, fulfil fulfill, jewellery jewelry, manoeuvre maneuver, ploughing plowing"""


@pytest.mark.parametrize("pair", PAIRS.split(","))
def test_each_spelling_shows_its_variety_and_the_other(pair):
    british, american = pair.split()
    assert spelling(british) == ("British", american)
    assert spelling(american) == ("American", british)


@pytest.mark.parametrize(
    "word",
    """hour four pour tour glamour honorary humorous laborious vigorous enter meter license program practice checked
    controlled compelled patrolling size prize seize capsize advise advertise surprise exercise promise expertise
    revise supervise likewise analyses color-blind Colour""".split(),
)
def test_what_both_write_shows_nothing(word):
    assert spelling(word) is None or word == "meter"


@pytest.mark.parametrize("word", ["programme", "tyres", "cheque", "licence", "litre"])
def test_some_british_words_are_american_in_another_sense_only(word):
    assert spelling(word).variety == "British"


@pytest.mark.parametrize(
    ("ise", "ize"), [("realise", "realize"), ("organisations", "organizations"), ("privatised", "privatized")]
)
def test_ise_and_ize(ise, ize):
    assert with_ize(ise) == ize
    assert with_ise(ize) == ise
    assert spelling(ise) == ("British", ize)
    assert spelling(ize) is None, "Oxford has -ize too"


@given(st.sampled_from(PAIRS.replace(",", " ").split()))
def test_the_other_spelling_of_the_other_is_the_word(word):
    assert spelling(spelling(word).other).other == word
