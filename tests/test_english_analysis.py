"""Tags in context, and the one value in which rules find all that is known of a text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.english import analyse, tagger, train
from mtqa.text.english.tagger import tag

TREEBANK = Path(__file__).parents[1].parent / "shared" / "treebank"


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("The refugees arrived at the border .", "DT NNS VBD IN DT NN ."),
        ("She has seen the old saw .", "PRP VBZ VBN DT JJ NN ."),
        ("They want to leave on Monday .", "PRP VBP TO VB IN NNP ."),
        ("He does n't know where the children 's toys are .", "PRP VBZ RB VB WRB DT NNS POS NNS VBP ."),
        # headlines: a capital does not make a name
        ("Minister Denies That Taxes Will Rise", "NNP VBZ IN NNS MD VB"),
        ("Three Men Arrested After Robbery In Paris", "CD NNS VBD IN NN IN NNP"),
        ("THEY HAVE ARRESTED THREE MEN IN ROME", "PRP VBP VBN CD NNS IN NNP"),
        # what machine translation writes
        ("Refugees are arrived in the city .", "NNS VBP VBN IN DT NN ."),
    ],
)
def test_tags(words, tags):
    assert tag(words.split()) == tuple(tags.split())


def test_no_words_no_tags():
    assert tag([]) == ()


@given(st.lists(st.text(min_size=1)))
def test_one_tag_for_every_word(words):
    assert len(tag(words)) == len(words)


def test_tags_do_not_depend_on_what_was_tagged_before(monkeypatch):
    sentences = [["They", "saw", text, "."] for text in ("it", "Rome", "them", "hundreds")] * 3
    before = [tag(words) for words in sentences]
    monkeypatch.setattr(tagger, "_KEPT_WORDS", 3)
    tagger._tagger.cache_clear()
    assert [tag(words) for words in reversed(sentences)] == before[::-1]
    tagger._tagger.cache_clear()


def test_tags_are_the_same_in_every_process():
    program = (
        "from mtqa.text.english import analyse\n"
        "print(analyse('Mr. Glox-Marsh flimmed THE plan. \"Rains hit South; none left,\" he says.').tags)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.skipif(not TREEBANK.exists(), reason="the treebank is not beside this checkout")
def test_accuracy_does_not_fall():
    nodes = train.read(TREEBANK, "dev")
    shares = {name: float(value.split()[0].replace(",", "")) for name, value in train.figures(nodes)}
    assert shares["words of the treebank"] >= 94.3
    assert shares["our tokens, where they are the treebank's"] >= 94.5
    assert shares["compounds joined, as a title"] >= 93.0
    assert shares["compounds joined, in capitals"] >= 93.0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("well", "RB", 3), ("-", "HYPH", 3), ("known", "VBN", 4), ("man", "NN", 0)], "well-known/JJ man/NN"),
        ([("Al", "NNP", 0), ("-", "HYPH", 1), ("Qaida", "NNP", 1)], "Al-Qaida/NNP"),
        ([("re", "AFX", 3), ("-", "HYPH", 3), ("elected", "VBD", 0)], "re-elected/VBD"),
        ([("check", "NN", 3), ("-", "HYPH", 3), ("ins", "NNS", 0)], "check-ins/NNS"),
    ],
)
def test_compounds_of_the_treebank_are_joined(rows, expected):
    nodes = [
        train.Node(form, name, head, "amod" if head == 4 else "obj", glued=index < 2)
        for index, (form, name, head) in enumerate(rows)
    ]
    assert " ".join("/".join(pair) for pair in train.with_compounds(nodes)) == expected


def test_an_analysis_works_out_only_what_is_asked_for(monkeypatch):
    def fail(words):
        raise AssertionError("nobody asked for tags")

    monkeypatch.setattr(tagger, "tag", fail)
    analysis = analyse("He saw it. They left.")
    assert [token.text for token in analysis.tokens] == ["He", "saw", "it", ".", "They", "left", "."]
    assert analysis.sentences == (range(4), range(4, 7))
    assert [analysis.sentence_of(index).start for index in range(7)] == [0, 0, 0, 0, 4, 4, 4]
    assert analysis.lemmas[1] == {"see", "saw"}
    assert analysis.possible_tags[5] == {"JJ", "NN", "RB", "VBD", "VBN"}


def test_an_analysis_tags_sentence_by_sentence():
    analysis = analyse("He saw it. They left.")
    assert analysis.tags == tag(["He", "saw", "it", "."]) + tag(["They", "left", "."])
    assert analysis.tags is analysis.tags
    assert [analysis.lemma(index) for index in (1, 5)] == ["see", "leave"]


@pytest.mark.parametrize("index", [-1, 2])
def test_a_token_that_is_not_there_has_no_sentence(index):
    with pytest.raises(IndexError, match=f"no token {index} among 2"):
        analyse("He left").sentence_of(index)
