import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.differences import word_differences


def shown(pieces):
    return "".join(f"[{text}]" if only_here else text for text, only_here in pieces)


@pytest.mark.parametrize(
    ("hypothesis", "reference", "here", "there"),
    [
        ("The port reopens.", "The port reopens.", "The port reopens.", "The port reopens."),
        ("The port reopens.", "The port opens again.", "The port [reopens].", "The port [opens again]."),
        ("", "Nobody was hurt.", "", "[Nobody was hurt.]"),
        ("", "", "", ""),
        ("A  storm\thit", "A storm hit", "A  storm\thit", "A storm hit"),
        ("It cost 1,200.5 euros", "It cost 1,200 euros", "It cost [1,200.5] euros", "It cost [1,200] euros"),
        ("They don't know", "They know", "They [don't] know", "They know"),
        ("三天后港口开放", "三天后港口已开放", "三天后港口开放", "三天后港口[已]开放"),
        ("ท่าเรือเปิด", "ท่าเรือปิด", "ท่าเรือ[เ]ปิด", "ท่าเรือปิด"),
        ("सरकार ने कहा", "सरकार ने नहीं कहा", "सरकार ने कहा", "सरकार ने [नहीं] कहा"),
        ("הנמל נפתח", "הנמל נסגר", "הנמל [נפתח]", "הנמל [נסגר]"),
        ("cafe\u0301 noir", "cafe noir", "[cafe\u0301] noir", "[cafe] noir"),
        # A comma, or one word in the midst of a rewording, is no agreement.
        ("a brief storm, yesterday", "one short gale, today", "[a brief storm, yesterday]", "[one short gale, today]"),
        (
            "They have now closed the gate by night again",
            "Guards shut it the evening of that day again",
            "[They have now closed the gate by night] again",
            "[Guards shut it the evening of that day] again",
        ),
    ],
)
def test_words_of_one_text_only(hypothesis, reference, here, there):
    found = word_differences(hypothesis, reference)
    assert (shown(found.hypothesis), shown(found.reference)) == (here, there)


texts = st.lists(
    st.sampled_from(["the", "port", " ", ",", "是", "港", "́", "’", "1.5", "\n", "😀", "a\0", "ه"]) | st.text(max_size=3)
).map("".join)


@given(texts, texts)
def test_pieces_join_to_the_texts_take_turns_and_agree_where_they_are_common(one, other):
    found = word_differences(one, other)
    for pieces, text in ((found.hypothesis, one), (found.reference, other)):
        assert "".join(piece.text for piece in pieces) == text
        assert all(piece.text for piece in pieces)
        turns = [piece.only_here for piece in pieces]
        assert all(turn != following for turn, following in pairwise(turns))
        assert not any(piece.only_here and piece.text.isspace() for piece in pieces)
    common = [
        "".join("".join(p.text for p in side if not p.only_here).split())
        for side in (found.hypothesis, found.reference)
    ]
    assert common[0] == common[1]


@given(texts, texts)
def test_exchanged_texts_exchange_their_pieces(one, other):
    found, exchanged = word_differences(one, other), word_differences(other, one)
    assert (found.hypothesis, found.reference) == (exchanged.reference, exchanged.hypothesis)


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert not any(piece.only_here for piece in word_differences(text, text).hypothesis)


@given(st.lists(st.tuples(st.sampled_from(["one", "two", ",", "港"]), st.booleans()), max_size=12))
def test_where_words_are_only_left_out_the_other_text_has_none_of_its_own(words):
    whole = " ".join(word for word, _ in words)
    part = " ".join(word for word, kept in words if kept)
    found = word_differences(whole, part)
    assert not any(piece.only_here for piece in found.reference)
    told = " ".join(piece.text for piece in found.hypothesis if piece.only_here)
    assert len(told.split()) == sum(not kept for _, kept in words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中" * 10_000, "国" * 10_000),
        ("a b " * 20_000, "b a " * 20_000),
        ("." * 50_000, "'" * 50_000),
        ("a'" * 30_000, "'a" * 30_000),
        ("e\u0301\u0301" * 20_000, "e\u0301" * 20_000),
        ("1.1," * 20_000, "1," * 20_000),
    ],
)
def test_hostile_texts_take_little_time(one, other):
    begun = time.perf_counter()
    found = word_differences(f"start {one} end", f"start {other} end")
    assert time.perf_counter() - begun < 2
    assert found.hypothesis[0].text.startswith("start")
    assert found.hypothesis[-1].text.endswith("end")
    assert not found.hypothesis[0].only_here
