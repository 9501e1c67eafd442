"""Lengths of translations, alignment of sentences, and words that sentences do not end with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.alignment import align, anchors, measured
from mtqa.text.lengths import CHARACTERS, FEWEST_TO_LEARN, LengthModel, length_model
from mtqa.text.sentences import sentences
from mtqa.text.unfinished import hanging_word

GERMAN = "Der Stadtrat hat am Montag den Bau einer neuen Brücke über den Fluss beschlossen."
ENGLISH = "On Monday the city council decided to build a new bridge across the river."
CHINESE = "市议会周一决定在河上修建一座新桥。"


def deviation(model, source, target):
    return model.deviation(model.of_source(source), model.of_target(target))


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        (("de", "en"), GERMAN, ENGLISH),
        (("en", "de"), ENGLISH, GERMAN),
        (("zh", "en"), CHINESE, ENGLISH),
        (("en", "zh"), ENGLISH, CHINESE),
        (("de", "zh"), GERMAN, CHINESE),
        ((None, None), CHINESE, ENGLISH),
        (("xx", "en"), GERMAN, ENGLISH),
    ],
    ids=str,
)
def test_a_translation_is_as_long_as_usual_and_its_third_is_not(pair, source, target):
    model = length_model(*pair, source, target)
    assert abs(deviation(model, source, target)) < 2
    assert deviation(model, source * 3, target) < -3
    assert deviation(model, source, target * 3) > 3


@given(st.sampled_from(sorted(CHARACTERS)), st.text(min_size=1), st.text(min_size=1))
def test_within_one_language_the_model_is_symmetric(language, first, second):
    model = length_model(language, language)
    assert deviation(model, first, second) == pytest.approx(-deviation(model, second, first))
    assert deviation(model, first, first) == 0


def test_names_in_latin_letters_do_not_make_chinese_long():
    model = length_model("en", "zh")
    name = "Caroline Chepkoech Kipkirui, Olga Safronova"
    assert abs(deviation(model, f"{ENGLISH} {name}", f"{CHINESE}{name}")) < 2
    assert abs(deviation(model, name, name)) < 1


def test_a_batch_teaches_its_own_ratio():
    pairs = [("a" * 100, "b" * (120 + number % 20)) for number in range(FEWEST_TO_LEARN)]
    built_in = LengthModel(1.0, 1.0)
    assert built_in.taught(pairs[:-1]) is built_in
    taught = built_in.taught(pairs)
    assert taught.learnt
    assert deviation(taught, "a" * 100, "b" * 130) == pytest.approx(0, abs=0.2)


def test_a_batch_of_halves_is_no_norm():
    taught = LengthModel(1.0, 1.0).taught([("a" * 200, "b" * 60)] * FEWEST_TO_LEARN)
    assert deviation(taught, "a" * 200, "b" * 60) < -4


def test_anchors_are_numbers_and_long_words():
    assert anchors("NATO said 3,000 of the soldiers left Kharkiv") == {"nato", "said", "3000", "soldi", "left", "khark"}


def beads(source, target, pair, **options):
    model = length_model(*pair)
    before, after = (
        [measured(text, start, end, of) for start, end in sentences(text)]
        for text, of in ((source, model.of_source), (target, model.of_target))
    )
    alignment = align(before, after, model, **options)
    return alignment and [(list(bead.source), list(bead.target)) for bead in alignment.beads]


THREE = [
    "Der Minister trat gestern nach langem Streit zurück.",
    "Die Opposition fordert nun Neuwahlen am 14. September.",
    "Ein Sprecher wollte sich dazu nicht äußern.",
]
THREE_ENGLISH = [
    "The minister resigned yesterday after a long dispute.",
    "The opposition is now calling for elections on 14 September.",
    "A spokesman declined to comment on that.",
]


def test_sentences_are_aligned_one_by_one():
    assert beads(" ".join(THREE), " ".join(THREE_ENGLISH), ("de", "en")) == [([n], [n]) for n in range(3)]


@pytest.mark.parametrize("lost", range(3))
def test_a_sentence_without_counterpart_stands_alone(lost):
    kept = " ".join(THREE_ENGLISH[:lost] + THREE_ENGLISH[lost + 1 :])
    assert ([lost], []) in beads(" ".join(THREE), kept, ("de", "en"))


def test_without_gaps_every_sentence_has_a_counterpart():
    assert all(both for bead in beads(" ".join(THREE), THREE_ENGLISH[1], ("de", "en"), gaps=False) for both in bead)
    assert align([], [], length_model("de", "en")) is None


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("They came back because of the", "en", "the"),
        ("They came back because of the ", "en", "the"),
        ("They came back.", "en", None),
        ("That is what it is for", "en", None),
        ("Vitamin A", "en", None),
        ("Sie kamen zurück und", "de", "und"),
        ("Они вернулись и", "ru", "и"),
        ("They came back because of the", None, None),
        ("Itzuli ziren eta", "eu", None),
        ("the", "en", None),
    ],
)
def test_words_that_no_sentence_ends_with(text, language, word):
    found = hanging_word(text, language)
    assert (text[slice(*found)] if found else None) == word
