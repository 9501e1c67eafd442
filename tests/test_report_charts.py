"""Charts: nothing is lost between the scores and what is drawn."""

from collections import Counter
from dataclasses import replace

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from mtqa.model import Score
from mtqa.report import build
from mtqa.report.charts import MOST_POINTS, Axis, by_category, by_system, distribution, scatter, thinned, unit_of
from mtqa.taxonomy import CATEGORIES

scores = st.lists(st.floats(0, 250, allow_nan=False), min_size=5, max_size=60)


def scored_documents(values, words=None):
    """One document per score, each as long as is asked."""
    documents = []
    for place, value in enumerate(values):
        header = samples.header(f"article-{place}")
        text = " ".join(["word"] * (words[place] if words else place + 1))
        segments = samples.scored(header, [(None, text, text)], scores={"chrF2": value})
        documents.append(samples.document(header, segments, {"chrF2": Score(value)}))
    return samples.evaluation(documents, metrics=("chrF2",))


@given(scores)
def test_every_score_is_in_one_bin_and_on_the_axis(values):
    chart = distribution(scored_documents(values), "chrF2")
    assert sum(each.count for each in chart.bins) == len(values)
    assert len(chart.bins) <= 20
    for before, after in zip(chart.bins, chart.bins[1:], strict=False):
        assert before.high == after.low
    for each in chart.bins:
        last = each is chart.bins[-1]
        inside = [
            value for value in values if each.low <= value and (value < each.high or (last and value == each.high))
        ]
        assert each.count == len(inside)
        assert chart.axis.low <= each.low < each.high <= chart.axis.high
    spread = chart.spread
    assert spread.lowest == min(values)
    assert spread.highest == max(values)
    assert spread.lowest <= spread.lower <= spread.middle <= spread.upper <= spread.highest


@given(st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1))
def test_an_axis_holds_its_values_in_their_order_and_ends_at_ticks(values):
    axis = Axis.over(values)
    assert axis.low <= min(values) <= max(values) <= axis.high
    assert (axis.ticks[0], axis.ticks[-1]) == (axis.low, axis.high)
    assert 2 <= len(axis.ticks) <= 7
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


@given(st.lists(st.integers(0, 10**7), min_size=1))
def test_lengths_that_differ_much_stand_on_a_logarithmic_axis(lengths):
    axis = Axis.of_lengths(lengths)
    known = [max(length, 1) for length in lengths]
    assert axis.logarithmic == (max(known) >= 20 * min(known))
    assert len(axis.ticks) <= 7
    places = [axis.place(length) for length in sorted(known)]
    assert places == sorted(places)
    assert 0 <= places[0] <= places[-1] <= 100


@given(st.lists(st.tuples(st.integers(1, 500), st.floats(0, 100)), max_size=60), st.integers(2, 20))
def test_thinning_keeps_the_lowest_and_the_highest_and_invents_nothing(points, most):
    kept = thinned(points, most)
    assert len(kept) == min(len(points), most)
    assert not Counter(kept) - Counter(points)
    if points:
        assert min(score for _, score in kept) == min(score for _, score in points)
        assert max(score for _, score in kept) == max(score for _, score in points)
    assert kept == thinned(points, most)


def test_a_scatter_tells_the_shorter_half_from_the_longer_and_how_many_it_draws():
    chart = scatter(scored_documents([90.0, 80.0, 70.0, 20.0, 10.0, 30.0], [10, 12, 14, 300, 400, 500]), "chrF2")
    assert (chart.up_to, chart.short, chart.long) == (14, 80.0, 20.0)
    assert chart.words.logarithmic
    many = scatter(scored_documents([float(place % 90) for place in range(MOST_POINTS + 500)], None), "chrF2")
    assert (len(many.points), many.total) == (MOST_POINTS, MOST_POINTS + 500)


@pytest.mark.parametrize(("documents", "segments", "unit"), [(5, 1, "document"), (4, 30, "segment"), (1, 1, "segment")])
def test_few_documents_give_way_to_their_segments(documents, segments, unit):
    evaluation = samples.many(documents, segments)
    assert unit_of(evaluation) == unit
    chart = distribution(evaluation, "chrF2")
    assert (chart is None) == (unit == "segment" and documents * segments < 20)
    if chart:
        assert chart.unit == unit


def test_texts_all_of_one_length_have_no_chart_of_length():
    assert scatter(samples.many(30), "chrF2") is None


def test_categories_add_up_to_all_findings_however_many_there_are():
    header = samples.header("rain")
    plain = samples.document(header, samples.scored(header, [(None, "Rain.")]))
    severities = ("minor", "major", "critical")
    marks = [
        ("Rain", {"category": category, "severity": severities[place % 3]})
        for place, category in enumerate(CATEGORIES)
        for _ in range(1 + place)
    ]
    evaluation = samples.judged(samples.evaluation([samples.with_marks(plain, [marks])]))
    stacks = by_category(evaluation)
    assert len(stacks) == 12
    assert stacks[-1].label is None
    assert [stack.total for stack in stacks[:-1]] == sorted((stack.total for stack in stacks[:-1]), reverse=True)
    sums = Counter()
    for stack in stacks:
        sums.update(dict(stack.counts))
    assert +sums == {severity: count for severity, count in build(evaluation).findings.counts.items() if count}


def test_rates_of_systems_are_per_thousand_of_their_own_words():
    documents = []
    for system, words in (("a", 10), ("b", 40)):
        header = samples.header("rain", system=system)
        plain = samples.document(header, samples.scored(header, [(None, " ".join(["rain"] * words))]))
        documents.append(samples.with_marks(plain, [[("rain", {}), ("rain", {"severity": "minor"})]]))
    evaluation = samples.judged(samples.evaluation(documents))
    assert [(stack.label, dict(stack.counts)) for stack in by_system(evaluation)] == [
        ("b", {"critical": 0, "major": 25, "minor": 25, "neutral": 0}),
        ("a", {"critical": 0, "major": 100, "minor": 100, "neutral": 0}),
    ]
    assert by_system(replace(evaluation, systems=evaluation.systems[:1])) == ()
