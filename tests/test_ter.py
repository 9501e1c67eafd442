"""TER equals sacrebleu to the last digit: shifts, the beam, the limits, several references, real lines."""

import random
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from sacrebleu.metrics import TER, lib_ter

from mtqa.metrics import edit_distance, shifts
from mtqa.metrics.edit_distance import Matrix, least_distance, unbound_distance
from mtqa.metrics.shifts import translation_edits
from mtqa.metrics.ter import REFERENCE_UNITS, Ter

SHARED = Path(__file__).parents[1].parent / "shared"
WMT = SHARED / "eval" / "wmt"


def peer_edits(hypothesis: list[str], reference: list[str]) -> int:
    return lib_ter.translation_edit_rate(hypothesis, reference)[0]


# ---- edits: the search for shifts


def texts(alphabet: str, longest: int = 40) -> st.SearchStrategy[list[str]]:
    return st.text(alphabet, max_size=longest).map(list)


@pytest.mark.parametrize("alphabet", ["a", "ab", "abc", "abcdefgh", "abcdefghijklmnopqrstuvwxyz"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_edits_of_any_two_texts(alphabet, data):
    hypothesis, reference = data.draw(texts(alphabet)), data.draw(texts(alphabet))
    assert translation_edits(hypothesis, reference) == peer_edits(hypothesis, reference)


@given(
    reference=st.lists(st.integers(0, 30).map(str), min_size=1, max_size=45),
    moves=st.lists(st.tuples(st.integers(0, 45), st.integers(1, 12), st.integers(0, 45)), max_size=5),
    changes=st.lists(st.tuples(st.integers(0, 45), st.sampled_from(["", "3", "new", "7 8"])), max_size=8),
)
@settings(max_examples=200, deadline=None)
def test_edits_of_a_text_whose_words_were_moved_and_changed(reference, moves, changes):
    hypothesis = list(reference)
    for start, length, target in moves:
        moved = hypothesis[start : start + length]
        del hypothesis[start : start + length]
        hypothesis[target:target] = moved
    for position, words in changes:
        hypothesis[position : position + 1] = words.split()
    assert translation_edits(hypothesis, reference) == peer_edits(hypothesis, reference)


@pytest.mark.parametrize(
    ("hypothesis", "reference", "edits"),
    [
        ("", "", 0),
        ("", "a b c", 3),
        ("a b c", "", 3),
        ("a", "a", 0),
        ("a", "b", 1),
        ("c a b", "a b c", 1),  # two edits as insertion and deletion, one as a shift
        ("d e a b c", "a b c d e", 1),
        ("b a d c", "a b c d", 2),
        ("the cat the cat", "the cat", 2),
        ("a b c d e f g h i j k l", "k l a b c d e f g h i j", 1),
        ("1 2 3 4 5 6 7 8 9 10 11 a b c d e f g h i j k", "a b c d e f g h i j k 1 2 3 4 5 6 7 8 9 10 11", 2),
    ],
)
def test_edits_one_can_count(hypothesis, reference, edits):
    assert translation_edits(hypothesis.split(), reference.split()) == edits
    assert peer_edits(hypothesis.split(), reference.split()) == edits


def test_the_limits_are_sacrebleus():
    ours = edit_distance.BEAM, shifts.LONGEST, shifts.FARTHEST, shifts.TRIES
    peer = "_BEAM_WIDTH", "_MAX_SHIFT_SIZE", "_MAX_SHIFT_DIST", "_MAX_SHIFT_CANDIDATES"
    assert ours == tuple(getattr(lib_ter, name) for name in peer)


@contextmanager
def limits(beam: int, longest: int, farthest: int, tries: int) -> Iterator[None]:
    """Other limits for both, so that short texts meet them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edit_distance, "BEAM", beam)
        patch.setattr(lib_ter, "_BEAM_WIDTH", beam)
        patch.setattr(shifts, "LONGEST", longest)
        patch.setattr(lib_ter, "_MAX_SHIFT_SIZE", longest)
        patch.setattr(shifts, "FARTHEST", farthest)
        patch.setattr(lib_ter, "_MAX_SHIFT_DIST", farthest)
        patch.setattr(shifts, "TRIES", tries)
        patch.setattr(lib_ter, "_MAX_SHIFT_CANDIDATES", tries)
        yield


LIMITS = st.tuples(st.integers(2, 8), st.integers(1, 6), st.integers(1, 12), st.integers(1, 300))
SHORT_TEXTS = st.sampled_from(["ab", "abcd", "abcdefghij"]).flatmap(
    lambda alphabet: st.tuples(st.text(alphabet, min_size=1, max_size=25), st.text(alphabet, min_size=1, max_size=25))
)


@given(pair=SHORT_TEXTS, bounds=LIMITS)
@settings(max_examples=300, deadline=None)
def test_edits_under_other_limits(pair, bounds):
    hypothesis, reference = map(list, pair)
    with limits(*bounds):
        assert translation_edits(hypothesis, reference) == peer_edits(hypothesis, reference)


@given(pair=SHORT_TEXTS, bounds=LIMITS)
@settings(max_examples=300, deadline=None)
def test_a_round_tries_as_many_shifts_as_sacrebleus_and_makes_the_same(pair, bounds):
    hypothesis, reference = pair
    with limits(*bounds[:3], 100_000):
        distances = lib_ter.BeamEditDistance(list(reference))
        gain, shifted, tries = lib_ter._shift(list(hypothesis), list(reference), distances, 0)
        matrix = Matrix.fill(hypothesis, reference)
        tried = list(shifts._tries(matrix))
        best = shifts._best(set(tried), matrix)
    assert len(tried) == tries
    assert (best and (best[0], best[2])) == ((matrix.distance - gain, "".join(shifted)) if gain > 0 else None)


@pytest.mark.parametrize(("limit", "edits"), [(1000, 9), (100_000, 8)])
def test_the_search_gives_up_where_sacrebleu_does(monkeypatch, limit, edits):
    monkeypatch.setattr(shifts, "TRIES", limit)
    monkeypatch.setattr(lib_ter, "_MAX_SHIFT_CANDIDATES", limit)
    hypothesis, reference = list("baabacaabababaabbbbaaacba"), list("acbbabaabacbbacbbabababbb")
    assert translation_edits(hypothesis, reference) == peer_edits(hypothesis, reference) == edits


@pytest.mark.parametrize(("more", "edits"), [(0, 4), (1, 1)])
def test_the_last_round_is_not_made_when_tries_run_out(monkeypatch, more, edits):
    hypothesis, reference = "deabc", "abcde"
    tries = len(list(shifts._tries(Matrix.fill(hypothesis, reference))))
    monkeypatch.setattr(shifts, "TRIES", tries + more)
    monkeypatch.setattr(lib_ter, "_MAX_SHIFT_CANDIDATES", tries + more)
    assert translation_edits(list(hypothesis), list(reference)) == edits
    assert peer_edits(list(hypothesis), list(reference)) == edits


def random_text(dice: random.Random, words: int, vocabulary: int) -> list[str]:
    return [f"w{dice.randrange(vocabulary)}" for _ in range(words)]


def halves_swapped(dice: random.Random, words: int, vocabulary: int) -> tuple[list[str], list[str]]:
    reference = random_text(dice, words, vocabulary)
    return reference[words // 2 :] + reference[: words // 2], reference


LONG_PAIRS: dict[str, Callable[[random.Random], tuple[list[str], list[str]]]] = {
    "one word": lambda _: (["a"] * 150, ["a"] * 60),
    "one word, longer reference": lambda _: (["a"] * 70, ["a"] * 130),
    "two words": lambda dice: (random_text(dice, 64, 2), random_text(dice, 90, 2)),
    "few words": lambda dice: (random_text(dice, 40, 15), random_text(dice, 80, 15)),
    "many words": lambda dice: (random_text(dice, 65, 200), random_text(dice, 60, 200)),
    "far more hypothesis": lambda dice: (random_text(dice, 120, 300), random_text(dice, 60, 300)),
    "far more reference": lambda dice: (random_text(dice, 30, 40), random_text(dice, 120, 40)),
    "halves swapped": lambda dice: halves_swapped(dice, 60, 200),
    "three words against a page": lambda dice: (random_text(dice, 3, 9), random_text(dice, 300, 9)),
    "a page against three words": lambda dice: (random_text(dice, 300, 9), random_text(dice, 3, 9)),
}


@pytest.mark.parametrize("make", LONG_PAIRS.values(), ids=LONG_PAIRS.keys())
def test_edits_of_long_texts_in_which_the_beam_may_bind(make):
    hypothesis, reference = make(random.Random(1))
    assert unbound_distance("".join(hypothesis), "".join(reference)) is None
    assert translation_edits(hypothesis, reference) == peer_edits(hypothesis, reference)


# ---- distances and alignments in the beam

SHAPES = [
    *((1, 1), (1, 60), (60, 1), (24, 24), (25, 26), (30, 26), (26, 30)),  # where the beam meets the borders
    *((60, 60), (90, 91), (91, 90), (150, 100), (100, 150), (200, 61), (61, 200)),
    *((1, 200), (2, 101), (3, 170), (4, 199), (4, 200), (4, 201), (5, 290)),  # where it becomes wider
]


def random_symbols(dice: random.Random, number: int, alphabet: str) -> str:
    return "".join(dice.choices(alphabet, k=number))


def pairs_of_shape(rows: int, columns: int) -> list[tuple[str, str]]:
    dice = random.Random(rows * 1000 + columns)
    pairs = []
    for alphabet in ("ab", "abcdef", "abcdefghijklmnopqrstuvwxyz"):
        reference = random_symbols(dice, columns, alphabet)
        turn = dice.randrange(columns)
        repeated = (reference[turn:] + reference[:turn]) * (rows // columns + 1)
        pairs += [(random_symbols(dice, rows, alphabet), reference), (repeated[:rows], reference)]
    return pairs


@pytest.mark.parametrize("block", [1, 256])
@pytest.mark.parametrize(("rows", "columns"), SHAPES)
def test_distance_and_alignment_are_those_of_sacrebleus_beam(monkeypatch, rows, columns, block):
    monkeypatch.setattr(edit_distance, "_BLOCK", block)
    for hypothesis, reference in pairs_of_shape(rows, columns):
        distance, trace = lib_ter.BeamEditDistance(list(reference))(list(hypothesis))
        aligned, reference_errors, hypothesis_errors = lib_ter.trace_to_alignment(lib_ter._flip_trace(trace))
        matrix = Matrix.fill(hypothesis, reference)
        assert matrix.distance == distance
        alignment = matrix.alignment()
        assert alignment.targets == [0, *(aligned[place] + 1 for place in range(columns))]
        assert alignment.hypothesis_errors == bytes(hypothesis_errors)
        assert alignment.reference_errors == bytes(reference_errors)


def test_the_shapes_above_make_the_beam_bind():
    bound = [
        Matrix.fill(hypothesis, reference).distance > Levenshtein.distance(hypothesis, reference)
        for shape in SHAPES
        for hypothesis, reference in pairs_of_shape(*shape)
    ]
    assert sum(bound) > 10


@given(hypothesis=st.text("abcd", min_size=1, max_size=60), reference=st.text("abcd", min_size=1, max_size=60))
@settings(max_examples=200, deadline=None)
def test_where_the_beam_cannot_bind_it_changes_nothing(hypothesis, reference):
    matrix = Matrix.fill(hypothesis, reference)
    distance = unbound_distance(hypothesis, reference)
    if distance is not None:
        whole = Matrix.fill(hypothesis, reference, in_beam=False)
        assert matrix.distance == whole.distance == distance
        assert matrix.alignment() == whole.alignment()


@pytest.mark.parametrize("short", [0, 512])
@pytest.mark.parametrize(("rows", "columns"), [(30, 30), (90, 90), (140, 70), (70, 140), (2, 150)])
def test_the_distance_after_a_change_is_that_of_the_changed_text(monkeypatch, rows, columns, short):
    monkeypatch.setattr(edit_distance, "_SHORT", short)
    dice = random.Random(rows + columns)
    for hypothesis, reference in pairs_of_shape(rows, columns):
        matrix = Matrix.fill(hypothesis, reference)
        for _ in range(20):
            start, stop = sorted(dice.choices(range(rows + 1), k=2))
            if start == stop:
                continue
            changed = hypothesis[:start] + random_symbols(dice, stop - start, "abc") + hypothesis[stop:]
            expected = Matrix.fill(changed, reference)
            assert matrix.distance_after(changed, start, stop, rows + columns) == expected.distance
            assert matrix.distance_after(changed, start, stop, 0) > 0 or expected.distance == 0
            assert matrix.changed(changed, start) == expected


@given(hypothesis=st.text("abcde", max_size=12), reference=st.text("abcde", max_size=12), order=st.randoms())
@pytest.mark.parametrize("short", [0, 512])
def test_no_order_of_the_words_is_below_the_least_distance(hypothesis, reference, order, short):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edit_distance, "_SHORT", short)
        least = least_distance(hypothesis, reference)
    shuffled = "".join(order.sample(hypothesis, len(hypothesis)))
    assert least <= Levenshtein.distance(shuffled, reference)
    unmatched = list(reference)
    best_order = [unmatched.pop(unmatched.index(word)) for word in hypothesis if word in unmatched]
    assert least == max(len(hypothesis), len(reference)) - len(best_order)


def numbered(letter: str, words: int = 5000) -> list[str]:
    return [f"{letter}{number}" for number in range(words)]


@pytest.mark.parametrize(
    ("hypothesis", "reference", "edits"),
    [
        (["a"] * 5000, ["a"] * 4000, 1000),
        (numbered("h"), numbered("r"), 5000),
        (["r5"], numbered("r"), 5000),  # the beam begins behind it
        (numbered("r"), ["r5", "r2", "r7"], 4998),  # as many with a shift as without
        (numbered("r")[::-1], numbered("r"), 4999),  # sacrebleu says so too, after a minute and a half
    ],
    ids=["one word", "nothing shared", "one against all", "all against three", "turned round"],
)
def test_edits_of_lines_of_5000_words(hypothesis, reference, edits):
    assert translation_edits(hypothesis, reference) == edits


def test_memory_is_linear_in_the_length_of_a_line():
    # All words are shared, none within reach of the beam: the most rows and matches without a search.
    hypothesis, reference = numbered("w"), [*numbered("w")[100:], *numbered("w", 100)]
    tracemalloc.start()
    try:
        assert translation_edits(hypothesis, reference) == 5000
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


# ---- the metric

WORDS = st.sampled_from(
    "the The cat CAT sat on mat. mat . &quot; &amp; İstanbul ΟΔΟΣ ΟΔΟΣ, ß 你好 。 x\u00a0y "
    "\u3000 \u0085 \u2028 \x1f \n".split(" ")
)
LINES = st.one_of(
    st.lists(WORDS, max_size=12).flatmap(lambda words: st.sampled_from([" ".join(words), "\t".join(words)])),
    st.text(max_size=30),
)


def peer_statistics(hypotheses: list[str], references: list[list[str | None]]) -> list[list[float]]:
    return TER()._extract_corpus_statistics(hypotheses, references)


@given(rows=st.lists(st.tuples(LINES, LINES, st.none() | LINES, st.none() | LINES), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_equals_sacrebleu_with_any_number_of_references(rows):
    hypotheses = [row[0] for row in rows]
    references = [[row[number] for row in rows] for number in (1, 2, 3)]
    statistics = Ter().statistics(hypotheses, references)
    peer = peer_statistics(hypotheses, references)
    assert statistics[:, 0].tolist() == [edits for edits, _ in peer]
    assert Ter().segment_scores(statistics).tolist() == [
        TER().sentence_score(row[0], [text for text in row[1:] if text is not None]).score for row in rows
    ]
    # Thirds, which sacrebleu rounds before adding, may move its last digits.
    exact = sum(
        Fraction(sum(len(text.split()) for text in texts), len(texts))
        for texts in ([text for text in row[1:] if text is not None] for row in rows)
    )
    score = Ter().score(statistics.sum(axis=0))
    if exact:
        assert score == 100 * (int(statistics[:, 0].sum()) / float(exact))
    assert score == pytest.approx(TER().corpus_score(hypotheses, references).score, rel=1e-14)


@pytest.mark.parametrize("number", [1, 2, 4, 8, 16])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_corpus_scores_equal_sacrebleus_with_1_2_4_8_and_16_references(number, data):
    lines = st.lists(st.text("ab ", max_size=12), min_size=5, max_size=5)
    hypotheses = data.draw(lines)
    references = [data.draw(lines) for _ in range(number)]
    sums = Ter().statistics(hypotheses, references).sum(axis=0)
    assert Ter().score(sums) == TER().corpus_score(hypotheses, references).score


@pytest.mark.parametrize("number", range(1, 17))
def test_segment_scores_equal_sacrebleus_with_up_to_16_references(number):
    references = [["a b c d e f g h"[: 2 * length + 1]] for length in (3, 5, 0, 7, 7, 2, 6, 1, 4, 3, 2, 2, 7, 6, 5, 1)]
    statistics = Ter().statistics(["a c b x"], references[:number])
    peer = TER().corpus_score(["a c b x"], references[:number])
    assert Ter().segment_scores(statistics).tolist() == [peer.score]
    assert Ter().score(statistics[0]) == peer.score


@pytest.mark.parametrize(
    ("hypothesis", "references", "score"),
    [
        ("", [""], 0.0),
        ("", ["a b"], 100.0),
        ("a b c", [""], 100.0),
        (" \t\u3000", ["\u2028"], 0.0),
        ("a b", ["A B"], 0.0),
        ("a b c d", ["a"], 300.0),
        ("a b c", ["a b", "x y z a b c"], 25.0),  # one edit for four words of reference
        ("a b c", ["", "x y z"], 200.0),  # three edits for a word and a half
    ],
)
def test_scores_one_can_count(hypothesis, references, score):
    statistics = Ter().statistics([hypothesis], [[text] for text in references])
    assert Ter().score(statistics[0]) == TER().sentence_score(hypothesis, references).score == score


def test_scores_of_many_sums_keep_their_shape():
    sums = Ter().statistics(["a b", "", "x"], [["a b", "a b", ""]])
    cube = np.stack([sums, sums[::-1]])
    assert Ter().resampled_scores(cube).tolist() == [[0.0, 100.0, 100.0], [100.0, 100.0, 0.0]]
    assert Ter().statistics([], [[]]).shape == (0, 2)


@pytest.mark.parametrize("number", [1, 2, None])
def test_the_signature_is_sacrebleus(number):
    rows: list[list[str | None]] = [["a b c", "a"], ["a b", "c"]]
    references = {1: rows[:1], 2: rows, None: [rows[0], ["a b", None]]}[number]
    peer = TER()
    peer.corpus_score(["a b", "c d"], references)
    for segment in (False, True):
        assert Ter().signature(number, segment=segment) == str(peer.get_signature())
    assert Ter().lower_is_better


def wmt_lines(name: str) -> list[str]:
    path = WMT / f"generaltest2023.he-en.{name}.en"
    if not path.exists():
        pytest.skip("the WMT files are not here (../shared/eval)")
    return path.read_text("utf-8").removesuffix("\n").split("\n")


@pytest.mark.parametrize("system", ["GPT4-5shot", "NLLB_Greedy", "ONLINE-B"])
def test_equals_sacrebleu_on_real_segments(system):
    hypotheses = wmt_lines(f"hyp.{system}")[::25]
    references = [wmt_lines(f"ref.ref{letter}")[::25] for letter in "AB"]
    for number in (1, 2):
        statistics = Ter().statistics(hypotheses, references[:number])
        peer = peer_statistics(hypotheses, references[:number])
        assert [[edits, length / REFERENCE_UNITS] for edits, length in statistics.tolist()] == peer
        assert Ter().score(statistics.sum(axis=0)) == TER()._aggregate_and_compute(peer).score
