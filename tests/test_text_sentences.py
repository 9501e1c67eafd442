"""Sentences in any script."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtqa.text.sentences import sentences, stop_of

# Every text is given as its sentences, joined by what follows.
SENTENCES = {
    "English": (["The mayor resigned.", "Who follows him?", "Nobody knows!"], " "),
    "abbreviations and initials": (["Dr. J. K. Weber met Mr. Lee at 5 p.m. in the office.", "They talked."], " "),
    "a quotation closes": (["“We will stay.”", "So said the captain."], " "),
    "German ordinals": (["Am 3. Oktober bleibt die Schule z.B. geschlossen.", "Das gilt für alle."], " "),
    "a year ends a sentence": (["The bridge dates from 1984.", "It is closed."], " "),
    "Czech": (["V Brně žije 400 tis. lidí.", "Je to č. 2 v zemi."], " "),
    "Russian": (["Проект стоит 5 млн. рублей.", "Его начали в 2020 г. в Казани."], " "),
    "Spanish opens with a mark": (["Llegó tarde.", "¿Quién lo esperaba?"], " "),
    "Chinese": (["会议昨天结束。", "谁赢了？", "没有人知道！"], ""),
    "Japanese brackets": (["「行きます。」", "彼はそう言った。"], ""),
    "Hindi": (["बैठक समाप्त हुई।", "अब क्या होगा?"], " "),
    "Arabic": (["انتهى الاجتماع.", "من فاز؟"], " "),
    "Armenian": (["Նա եկավ։", "Մենք գնացինք։"], " "),
    "decimals": (["It rose by 3.5 percent.", "Prices fell."], " "),
    "an ellipsis goes on": (["He waited... and waited.", "Then he left."], " "),
    "no stop at the end": (["It is over.", "We go home"], " "),
    "a blank line": (["A headline", "The first paragraph"], "\n\n"),
}


@pytest.mark.parametrize(("parts", "gap"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_of_many_languages(parts, gap):
    text = gap.join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_has_no_sentence(text):
    assert sentences(text) == ()


@given(st.text(alphabet="aB1 .!?…。？”\"'(\n", max_size=60))
@example("1 \n\n")
def test_sentences_cover_all_but_white_space(text):
    ranges = sentences(text)
    assert all(start < end for start, end in ranges)
    assert all(first[1] <= second[0] for first, second in pairwise(ranges))
    assert "".join("".join(text[start:end].split()) for start, end in ranges) == "".join(text.split())
    assert all(text[start:end].strip() == text[start:end] for start, end in ranges)


@pytest.mark.parametrize(
    ("text", "stop"),
    [
        ("It ends.", "."),
        ("He said: “It ends.” ", "."),
        ("真的吗？」", "？"),
        ("It does not end", ""),
        ("Wait...", "..."),
    ],
)
def test_the_stop_at_the_end(text, stop):
    assert stop_of(text) == stop


@pytest.mark.parametrize("token", [".", ". ", "\n", ".x", "a. ", "。", "”", " ", ".)"])
def test_hostile_input_takes_linear_time(token):
    began = time.process_time()
    sentences(token * (100_000 // len(token)))
    assert time.process_time() - began < 2
