"""Resampling: equal to sacrebleu's, independent of block sizes, right on cases worked out by hand."""

from pathlib import Path

import numpy as np
import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.significance import PairedTest

from mtqa import statistics
from mtqa.metrics.bleu import Bleu
from mtqa.metrics.chrf import Chrf
from mtqa.statistics import interval, intervals, paired_bootstrap, resample_counts, resampled_sums, sum_by

SHARED = Path(__file__).parents[1].parent / "shared"


@given(units=st.integers(1, 50), resamples=st.integers(1, 40), at_once=st.integers(1, 500))
def test_blocks_do_not_change_the_draws(units, resamples, at_once):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statistics, "_COUNTS_AT_ONCE", at_once)
        blocks = np.concatenate(list(resample_counts(units, resamples)))
    drawn = np.random.default_rng(12345).choice(units, size=(resamples, units), replace=True)
    assert (blocks == [np.bincount(row, minlength=units) for row in drawn]).all()


@given(
    rows=st.lists(st.tuples(st.integers(0, 2**40), st.integers(0, 9)), min_size=1, max_size=20),
    resamples=st.integers(1, 30),
)
def test_sums_of_resamples_are_exact(rows, resamples):
    values = np.array(rows, np.int64)
    drawn = np.random.default_rng(12345).choice(len(rows), size=(resamples, len(rows)), replace=True)
    assert (resampled_sums(values, resamples) == values[drawn].sum(axis=1)).all()


@given(rows=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 100)), min_size=1, max_size=30))
def test_sums_by_group(rows):
    groups, values = np.array(rows).T
    expected = [[sum(value for group, value in rows if group == wanted)] for wanted in range(4)]
    assert sum_by(groups, values[:, None], 4).tolist() == expected


def test_the_interval_leaves_a_fortieth_out_at_either_end():
    scores = np.random.default_rng(1).permutation(1000).astype(float)
    assert interval(scores) == (25.0, 974.0)


def test_the_interval_of_a_group_is_that_of_its_rows_alone():
    generator = np.random.default_rng(7)
    rows = generator.integers(0, 50, (60, 2))
    groups = generator.permutation(np.repeat(np.arange(7), [1, 2, 2, 10, 10, 35, 0]))

    def score(sums):
        return sums[..., 0] / (sums[..., 1] + 1)

    found = intervals(rows, groups, score)
    assert sorted(found) == [1, 2, 3, 4, 5]  # group 0 has one row, group 6 none
    for group, bounds in found.items():
        assert bounds == interval(score(resampled_sums(rows[groups == group])))


def systems():
    folder = SHARED / "eval" / "wmt"
    if not folder.exists():
        pytest.skip("the WMT files are not here (../shared/eval)")
    names = ("hyp.GPT4-5shot", "hyp.ONLINE-B", "ref.refA")
    return [(folder / f"generaltest2023.he-en.{name}.en").read_text("utf-8").split("\n")[:400] for name in names]


@pytest.mark.parametrize(("metric", "peer"), [(Bleu(), sacrebleu.BLEU()), (Chrf(), sacrebleu.CHRF())])
def test_paired_bootstrap_equals_sacrebleu(metric, peer):
    a, b, reference = systems()
    rows = [metric.statistics(side, [reference]) for side in (a, b)]
    found = paired_bootstrap(*rows, metric.resampled_scores)
    test = PairedTest([("a", a), ("b", b)], {"metric": peer}, [reference], test_type="bs", n_samples=1000)
    _, results = test()
    (name,) = (key for key in results if key != "System")
    of_a, of_b = results[name]
    assert found.p_value == of_b.p_value
    assert found.difference == pytest.approx(of_b.score - of_a.score, abs=1e-12)
    low, high = interval(metric.resampled_scores(resampled_sums(rows[1])))
    # sacrebleu adds up in single precision
    assert (high - low) / 2 == pytest.approx(of_b.ci, rel=1e-4)


def test_a_system_against_itself_is_no_difference():
    rows = np.random.default_rng(3).integers(1, 9, (50, 2))
    found = paired_bootstrap(rows, rows, lambda sums: sums[..., 0] / sums[..., 1])
    assert (found.difference, found.low, found.high, found.wins) == (0.0, 0.0, 0.0, 0.0)
    assert found.p_value == 1.0


def test_a_clear_difference_is_found_in_its_direction():
    a = np.array([[1, 2]] * 40)
    found = paired_bootstrap(a, a + np.array([1, 0]), lambda sums: 100 * sums[..., 0] / sums[..., 1])
    assert (found.difference, found.low, found.high, found.wins) == (50.0, 50.0, 50.0, 1.0)
    assert found.p_value < 0.01


def test_systems_of_different_length_are_refused():
    with pytest.raises(ValueError, match="different shape"):
        paired_bootstrap(np.ones((3, 2), int), np.ones((4, 2), int), lambda sums: sums[..., 0])
