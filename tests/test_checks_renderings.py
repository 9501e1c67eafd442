"""One text in several translations within a document, and several texts in one."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.renderings import CHECK
from mtqa.model import LanguagePair


def find(*segments, pair=("it", "en"), thresholds=None):
    """What is found in segments of a hypothesis, a source and references."""
    context = Context(language_pair=LanguagePair(*pair), thresholds=thresholds or {})
    checked = tuple(CheckedSegment(hypothesis, source, tuple(refs), context) for hypothesis, source, *refs in segments)
    return list(CHECK.open(context)(CheckedDocument(checked, context)))


def told(*segments, **options):
    return [(index, each.rule.rpartition("/")[2], each.text) for index, each in find(*segments, **options)]


LEAD = (
    "The council is about to vote on a giant stadium for the northern suburbs",
    "Il consiglio sta per votare su un maxi stadio per la periferia nord",
)
BODY = (
    "After months of quarrels the council is about to vote on a massive stadium for the northern suburbs.",
    "Dopo mesi di liti il consiglio sta per votare su un maxi stadio per la periferia nord.",
)
OTHER_BODY = (BODY[0], "Dopo mesi di liti il consiglio decide se costruire uno stadio immenso in quella zona a nord.")


def test_a_phrase_that_comes_back_with_another_word_where_the_source_does_not():
    ((index, found),) = find(LEAD, BODY)
    assert (index, found.text, found.confidence) == (1, "massive", "medium")
    assert found.message.startswith('"massive" here, "giant" in the same phrase in segment 1; the source has ')
    assert found.counterpart is not None
    assert found.counterpart.text in BODY[1]


def test_the_rarer_word_is_flagged():
    third = ("They call it a massive thing.", "La chiamano una cosa immensa.")
    assert told(LEAD, BODY, third) == [(0, "term", "giant")]


def test_a_word_that_differs_as_the_sources_do_is_right():
    assert find(LEAD, OTHER_BODY) == []


def test_without_a_source_the_reference_is_the_witness():
    lead, body = ((hypothesis, None, source) for hypothesis, source in (LEAD, BODY))
    ((_, found),) = find(lead, body)
    assert "the reference has" in found.message
    assert found.counterpart.side == "reference"


def test_without_a_witness_it_is_a_hint():
    ((_, found),) = find((LEAD[0], None), (BODY[0], None))
    assert found.confidence == "low"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vote on a new stadium for the", "vote on a newer stadium for the"),
        ("vote on a tall stadium for the", "vote on an ugly stadium for the"),
        ("vote on the third stadium for the", "vote on the fourth stadium for the"),
        ("vote on a Roman stadium for the", "vote on a Greek stadium for the"),
    ],
    ids=["forms of one word", "other words around", "ordinal numbers", "names"],
)
def test_other_differences_are_left_alone(one, other):
    texts = [f"The town council is {phrase} people" for phrase in (one, other)]
    assert find(*((text, None) for text in texts)) == []


SAME = "La riunione è stata rinviata a lunedì."


def test_the_same_source_in_two_translations():
    ((index, found),) = find(
        ("The meeting was put off until Monday.", SAME), ("The meeting was moved to Monday.", SAME)
    )
    assert (index, found.text) == (1, "moved to")
    assert found.message == '"moved to" here, in segment 1 the same source has "put off until"'
    assert found.counterpart.text == SAME


def test_a_word_more_is_shown_between_its_neighbours():
    ((_, found),) = find(("The meeting was not put off.", SAME), ("The meeting was put off.", SAME))
    assert found.message == '"was put" here, in segment 1 the same source has "was not put"'


@pytest.mark.parametrize(
    "segments",
    [
        [("The meeting was moved.", SAME), ("The meeting was moved!", SAME)],
        [("The meeting was moved.", SAME), ("The Meeting was moved", SAME)],
        [("Yes, sure.", "Ma certo."), ("Of course.", "Ma certo.")],
        [("The meeting was moved.", SAME), ("", SAME)],
    ],
    ids=["another stop", "another capital", "few words", "none"],
)
def test_two_translations_that_are_no_fault(segments):
    assert find(*segments) == []


def test_two_sources_in_one_translation():
    first = ("The mayor said that nothing was lost.", "Il sindaco ha detto che nulla è perduto.")
    second = ("The mayor said that nothing was lost.", "I tifosi hanno invaso il campo da gioco.")
    ((index, found),) = find(first, second)
    assert (index, found.rule, found.severity) == (1, "fluency/inconsistency/same-translation", "major")
    assert found.message.endswith(f'whose source is "{first[1]}"')


def test_two_ways_to_say_one_thing_may_have_one_translation():
    first = ("The mayor said that nothing was lost.", "Il sindaco ha detto che nulla è perduto.")
    second = ("The mayor said that nothing was lost.", "Il sindaco ha detto che nulla è perso.")
    assert find(first, second) == []


def test_out_of_reach_is_another_article():
    between = [("Nothing.", "Nulla.")] * 5
    assert find(LEAD, *between, BODY, thresholds={"renderings.reach": 3}) == []


def test_a_chinese_source_is_a_witness():
    lead = ("The leaders of the senior council met in the old harbour", "高级委员会的领导人在旧港口开会")
    body = ("On Monday the leaders of the senior board met in the old harbour", "周一，高级委员会的领导人在旧港口开会")
    assert told(lead, body, pair=("zh", "en")) == [(1, "term", "board")]


WORDS = st.lists(st.sampled_from("the giant massive stadium of our town was late today".split()), max_size=12).map(
    " ".join
)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_spans_quote_the_text_and_a_text_twice_is_consistent(segments):
    for index, found in find(*segments):
        hypothesis, source = segments[index]
        assert hypothesis[found.start : found.end] == found.text
        if found.counterpart:
            assert source[found.counterpart.start : found.counterpart.end] == found.counterpart.text
    alone = segments[:1]
    assert find(*alone, *alone) == []


@pytest.mark.parametrize("text", ["giant " * 16_000, "a" * 100_000, "the giant stadium near " * 4_000])
def test_hostile_texts_are_read_in_linear_time(text):
    begin = time.process_time()
    find((text, text), (text.replace("giant", "massive"), text + "x"))
    assert time.process_time() - begin < 3


def test_many_segments_of_one_pattern():
    segments = [
        (f"The council of the town met the word{'x' * (n % 50)} again in the hall", f"Fonte {n}") for n in range(4000)
    ]
    begin = time.process_time()
    find(*segments)
    assert time.process_time() - begin < 10


SEED = Path(__file__).parents[1].parent / "shared" / "seed"


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed article is not here")
@pytest.mark.parametrize(("translation", "expected"), [("hyp.en", [(2, "term", "mass")]), ("ref.en", [])])
def test_the_term_that_the_seed_article_renders_in_two_ways(translation, expected):
    names = (translation, "src.it")
    lines = ((SEED / f"syria-hajin.{name}.txt").read_text("utf-8").removesuffix("\n").split("\n") for name in names)
    assert told(*zip(*lines, strict=True)) == expected
