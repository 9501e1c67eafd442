"""BLEU and chrF equal sacrebleu to the last digit: generated texts, real files, every tokeniser."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import sacrebleu
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.metrics import TOKENIZERS, make_metrics
from mtqa.metrics import ngrams as ngrams_module
from mtqa.metrics.bleu import Bleu
from mtqa.metrics.chrf import Chrf
from mtqa.metrics.ngrams import Sides, clipped_by_each, clipped_by_most
from mtqa.metrics.tokenizers import default_tokenizer

SHARED = Path(__file__).parents[1].parent / "shared"
WMT = SHARED / "eval" / "wmt"
PLAIN_TOKENIZERS = [name for name in TOKENIZERS if "mecab" not in name]

# Words that the tokenisers treat in their own ways, beside ordinary ones.
WORDS = st.sampled_from(
    [
        "the",
        "The",
        "a",
        "cat",
        "sat",
        ".",
        ",",
        ".5",
        "5.",
        "1,5",
        "1.000",
        "(x)",
        "x)",
        "&quot;",
        "&amp;lt;",
        "<skipped>",
        "a<skipped>b",
        "-\n",
        "\n",
        "5-6",
        "don't",
        "...",
        ",,",
        "你好",
        "中国。",
        "10万",
        "，",
        "“quoted”",
        "…",
        "カタカナ",
        "한국",
        "نص",
        "\u3000",
        "\xa0",
        "\u2028",
        "é",
        "ß",
        "😀",
        "%",
    ]
)
TEXTS = st.one_of(
    st.lists(WORDS, max_size=12).flatmap(lambda words: st.sampled_from([" ".join(words), "".join(words)])),
    st.text(max_size=40),
    st.text(alphabet="ab .,-\n5", max_size=60),
)


def oracle(metric: Bleu | Chrf, *, segment: bool) -> sacrebleu.metrics.base.Metric:
    if isinstance(metric, Bleu):
        return sacrebleu.BLEU(tokenize=metric.tokenizer, effective_order=segment)
    return sacrebleu.CHRF(word_order=metric.word_orders)


METRIC_VALUES = [*(Bleu(name) for name in PLAIN_TOKENIZERS), Chrf(), Chrf(word_orders=2), Chrf(word_orders=1)]


@pytest.mark.parametrize("metric", METRIC_VALUES, ids=str)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS, st.none() | TEXTS, st.none() | TEXTS), min_size=1, max_size=8))
@example(rows=[("the", "the -\n <skipped>", None, None), ("the-\n", "the -\n<skipped>-", None, None)])
@settings(max_examples=60, deadline=None)
def test_equals_sacrebleu_with_any_number_of_references(metric, rows):
    hypotheses = [row[0] for row in rows]
    references = [[row[number] for row in rows] for number in (1, 2, 3)]
    statistics = metric.statistics(hypotheses, references)
    peer = oracle(metric, segment=False)
    assert metric.score(statistics.sum(axis=0)) == peer.corpus_score(hypotheses, references).score
    peer = oracle(metric, segment=True)
    expected = [peer.sentence_score(row[0], [text for text in row[1:] if text is not None]).score for row in rows]
    assert metric.segment_scores(statistics).tolist() == expected


def lines(name: str) -> list[str]:
    path = WMT / name
    if not path.exists():
        pytest.skip("the WMT files are not here (../shared/eval)")
    return path.read_text("utf-8").removesuffix("\n").split("\n")


@pytest.mark.parametrize(
    ("pair", "system", "tokenizer"),
    [
        ("he-en", "GPT4-5shot", "13a"),
        ("he-en", "NLLB_Greedy", "13a"),
        ("he-en", "ONLINE-B", "13a"),
        ("en-zh", "ONLINE-B", "zh"),
    ],
)
def test_equals_the_scores_that_wmt23_published(pair, system, tokenizer):
    hypothesis = lines(f"generaltest2023.{pair}.hyp.{system}.{pair[-2:]}")
    reference = lines(f"generaltest2023.{pair}.ref.refA.{pair[-2:]}")
    published = {
        (row[0], row[1], row[4]): float(row[5])
        for row in (line.split("\t") for line in lines("automatic-scores.tsv")[1:])
    }
    for metric, name in ((Bleu(tokenizer), "bleu-refA"), (Chrf(), "chrf-refA")):
        score = metric.score(metric.statistics(hypothesis, [reference]).sum(axis=0))
        assert score == published[pair, system, name]


@pytest.mark.parametrize("metric", [Bleu("13a"), Chrf(), Chrf(word_orders=2)], ids=str)
def test_equals_sacrebleu_on_every_real_segment(metric):
    hypothesis = lines("generaltest2023.he-en.hyp.NLLB_Greedy.en")
    references = [lines(f"generaltest2023.he-en.ref.ref{letter}.en") for letter in "AB"]
    statistics = metric.statistics(hypothesis, references)
    peer = oracle(metric, segment=True)
    expected = [peer.sentence_score(h, rs).score for h, *rs in zip(hypothesis, *references, strict=True)]
    assert metric.segment_scores(statistics).tolist() == expected
    assert (
        metric.score(statistics.sum(axis=0)) == oracle(metric, segment=False).corpus_score(hypothesis, references).score
    )


@pytest.mark.parametrize("metric", METRIC_VALUES, ids=str)
@pytest.mark.parametrize("number", [1, 2, None])
def test_the_signature_is_sacrebleus(metric, number):
    rows = [["a b c d", "a b c"], ["a b", "a b c d e"]]
    references = {1: rows[:1], 2: rows, None: [rows[0], ["a b", None]]}[number]
    for segment in (False, True):
        peer = oracle(metric, segment=segment)
        peer.corpus_score(["a b", "c d"], references)
        assert metric.signature(number, segment=segment) == str(peer.get_signature())


@pytest.mark.parametrize("metric", METRIC_VALUES, ids=str)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_a_batch_is_the_sum_of_its_parts(metric, rows):
    whole = metric.statistics([row[0] for row in rows], [[row[1] for row in rows]])
    parts = [metric.statistics([hypothesis], [[reference]]) for hypothesis, reference in rows]
    assert (whole == np.vstack(parts)).all()


@pytest.mark.parametrize("metric", METRIC_VALUES, ids=str)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_resampled_scores_are_scores(metric, rows):
    statistics = metric.statistics([row[0] for row in rows], [[row[1] for row in rows]])
    sums = np.cumsum(statistics, axis=0)
    expected = [metric.score(row) for row in sums]
    assert metric.resampled_scores(sums) == pytest.approx(expected, rel=1e-12, abs=1e-12)


SYMBOLS = st.lists(st.integers(0, 5), max_size=12)


@given(
    rows=st.lists(st.tuples(SYMBOLS, SYMBOLS, SYMBOLS), min_size=1, max_size=5),
    bits=st.sampled_from([64, 8, 1]),
)
def test_matches_do_not_depend_on_how_keys_are_packed(rows, bits):
    """Fewer bits than the keys need force the batch to be halved and, at the last, to be ranked."""

    def ngrams(symbols, order):
        return [tuple(symbols[start : start + order]) for start in range(len(symbols) - order + 1)]

    sides = Sides(
        np.array([symbol for row in rows for side in row for symbol in side], np.int64),
        np.array([[len(side) for side in row] for row in rows], np.int64),
    )
    most, each = [], []
    for row in rows:
        counts = [
            [[ngrams(side, order).count(gram) for side in row] for gram in {g for s in row for g in ngrams(s, order)}]
            for order in (1, 2, 3)
        ]
        most.append([sum(min(h, max(r)) for h, *r in grams) for grams in counts])
        each.append([[sum(min(gram[0], gram[number]) for gram in grams) for grams in counts] for number in (1, 2)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngrams_module, "_KEY_BITS", bits)
        assert clipped_by_most(sides, 3).tolist() == most
        assert clipped_by_each(sides, 3).swapaxes(0, 1).tolist() == each


def test_a_segment_with_thousands_of_different_characters():
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
    other = "".join(first + second for second, first in pairwise(text))
    for metric in (Bleu("zh"), Chrf()):
        score = metric.segment_scores(metric.statistics([text, "a"], [[other, "a"]]))[0]
        assert score == oracle(metric, segment=True).sentence_score(text, [other]).score


@pytest.mark.parametrize(
    ("language", "tokenizer"),
    [("en", "13a"), ("zh", "zh"), ("zh-Hant-TW", "zh"), ("und", "13a"), ("th", "char"), ("ar", "13a")],
)
def test_the_tokenizer_follows_the_target_language(language, tokenizer):
    assert default_tokenizer(language) == tokenizer


@pytest.mark.parametrize("language", ["ja", "ko"])
def test_characters_stand_in_where_mecab_is_not_installed(language):
    name = f"{language}-mecab"
    try:
        Bleu(name)
    except Exception:
        assert default_tokenizer(language) == "char"
    else:
        assert default_tokenizer(language) == name


def test_metrics_are_made_once_each_in_the_order_asked_for():
    names = [metric.name for metric in make_metrics(["chrF++", " BLEU", "bleu", "chrf2"], "13a")]
    assert names == ["chrF2++", "BLEU", "chrF2"]


@pytest.mark.parametrize(("names", "tokenizer"), [(["comet"], "13a"), (["bleu"], "moses")])
def test_unknown_names_are_refused_with_the_choices(names, tokenizer):
    with pytest.raises(InputError, match="choose"):
        make_metrics(names, tokenizer)
