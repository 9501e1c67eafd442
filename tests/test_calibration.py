"""Calibration: limits that keep to their rate, agreement as scipy measures it, human scores in every shape."""

import json
import math
import tomllib
from dataclasses import replace
from fractions import Fraction
from io import StringIO
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import samples
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mtqa.calibration import Goal, calibrate, read_human
from mtqa.calibration.corpus import Scored, alarms_in_halves, drop_between, least_score
from mtqa.calibration.correlation import correlation
from mtqa.calibration.limits import Sample, allowance, held_out, limit_for, limit_interval, needed, share
from mtqa.calibration.ties import tie_accuracy
from mtqa.config import load
from mtqa.errors import InputError
from mtqa.gate import judge
from mtqa.gate.baseline import Baseline, BaselineDocument, baseline_of
from mtqa.model import Score, ScoredDocument
from mtqa.overrides import Override
from mtqa.statistics import resample_counts
from mtqa.thresholds import ScoreLimit, Thresholds
from mtqa.writers.calibration import configuration, write_json, write_text

ALARMS, MISSES = Goal("false alarms", 0.1), Goal("misses", 0.1)
GOALS = (ALARMS, MISSES)

UNTIMED = settings(deadline=None)  # on a busy machine any example may take long

# ---------------------------------------------------------------------------------------------- correlation

FEW_VALUES = st.integers(-3, 3).map(float)
COLUMNS = st.lists(st.tuples(FEW_VALUES, FEW_VALUES), min_size=2, max_size=40)


@UNTIMED
@given(COLUMNS)
def test_correlations_are_scipys(rows):
    stats = pytest.importorskip("scipy.stats")
    first, second = np.array(rows).T
    assume(np.ptp(first) > 0 and np.ptp(second) > 0)
    found = correlation(first, second)
    assert found.kendall == pytest.approx(stats.kendalltau(first, second).statistic, abs=1e-12)
    assert found.pearson == pytest.approx(stats.pearsonr(first, second)[0], abs=1e-12)
    assert found.spearman == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-12)
    assert found.count == len(rows)


def test_correlations_of_many_values_are_scipys():
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(7)
    first = generator.normal(size=50_000)
    second = np.round(first + generator.normal(size=50_000), 1)
    found = correlation(first, second)
    assert found.kendall == pytest.approx(stats.kendalltau(first, second).statistic, abs=1e-12)


CONSTANT = {
    "one column": ([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]),
    "both": ([2.0, 2.0], [3.0, 3.0]),
    "a single row": ([1.0], [1.0]),
}


@pytest.mark.parametrize(("first", "second"), CONSTANT.values(), ids=CONSTANT)
def test_what_does_not_vary_has_no_correlation(first, second):
    found = correlation(np.array(first), np.array(second))
    assert (found.kendall, found.pearson, found.spearman) == (None, None, None)


# ---------------------------------------------------------------------------------------------- limits

VALUES = st.lists(st.integers(0, 60).map(lambda value: value / 3), min_size=1, max_size=60)
RATES = st.sampled_from([0.02, 0.05, 0.1, 0.2, 1 / 3, 0.5, 0.9])


def sample_of(values, *, good=True, names=None):
    numbers = np.arange(len(values)) if names is None else np.array(names)
    return Sample(np.array(values, float), np.full(len(values), good), numbers)


@UNTIMED
@given(VALUES, RATES)
def test_the_next_good_document_fails_at_most_at_the_rate(values, rate):
    """Each value in turn is the next one, which is what exchangeable means; the rate must hold for any values."""
    goal = Goal("false alarms", rate)
    failures = 0
    for number, value in enumerate(values):
        limit = limit_for(sample_of(values[:number] + values[number + 1 :]), goal)
        failures += limit is not None and value < limit
    assert failures <= rate * len(values) + 1e-9


@UNTIMED
@given(VALUES, RATES)
def test_the_next_bad_document_passes_at_most_at_the_rate(values, rate):
    goal = Goal("misses", rate)
    passes = 0
    for number, value in enumerate(values):
        limit = limit_for(sample_of(values[:number] + values[number + 1 :], good=False), goal)
        passes += limit is not None and value >= limit
    assert passes <= rate * len(values) + 1e-9


@UNTIMED
@given(VALUES, RATES)
def test_a_limit_is_as_strict_as_its_rate_allows(values, rate):
    """A limit a hundredth above the one proposed would take in another good value, and so break its rate."""
    limit = limit_for(sample_of(values), Goal("false alarms", rate))
    assume(limit is not None)
    below = sum(value < limit + 0.011 for value in values)
    assert below >= math.floor(rate * (len(values) + 1) + 1e-9)


@pytest.mark.parametrize("goal", [Goal(aim, rate) for aim in ("false alarms", "misses") for rate in (0.01, 0.05, 0.3)])
def test_as_many_documents_as_it_takes(goal):
    good = goal.aim == "false alarms"
    enough = [float(number) for number in range(needed(goal))]
    assert limit_for(sample_of(enough, good=good), goal) is not None
    assert limit_for(sample_of(enough[1:], good=good), goal) is None


LIMITS = {
    "the lowest of nineteen": ([50.119, *range(60, 78)], Goal("false alarms", 0.05), 50.11),
    "rounded downwards": ([33.337] * 19, Goal("false alarms", 0.05), 33.33),
    "below zero": ([-0.004] * 19, Goal("false alarms", 0.05), -0.01),
    "a round number": ([100.0] * 19, Goal("false alarms", 0.05), 100.0),
}


@pytest.mark.parametrize(("values", "goal", "expected"), LIMITS.values(), ids=LIMITS)
def test_a_limit_in_its_digits(values, goal, expected):
    assert limit_for(sample_of(values), goal) == expected


@pytest.mark.parametrize("top", [80.0, 80.004, 80.005, 79.999])
def test_a_limit_for_misses_is_above_what_must_fail(top):
    limit = limit_for(sample_of([top, *range(18)], good=False), Goal("misses", 0.05))
    assert limit is not None
    assert top < limit <= top + 0.0101


def test_the_interval_of_a_limit_is_that_of_resampled_names():
    """Each resample written out, value by value."""
    generator = np.random.default_rng(3)
    names = np.repeat(np.arange(12), 3)
    values = generator.normal(50, 10, len(names))
    sample = Sample(values, np.ones(len(names), bool), names)
    limits = []
    for counts in np.concatenate(list(resample_counts(12, 200, 5))):
        drawn = np.sort(np.repeat(values, counts[names]))
        limits.append(drawn[max(math.floor(0.1 * (len(drawn) + 1) + 1e-9), 1) - 1])
    expected = sorted(limits)[5], sorted(limits)[-6]
    assert limit_interval(sample, ALARMS, 200, 5) == pytest.approx(expected)


def test_documents_of_one_name_are_held_out_together():
    """Two names, each with values of its own: by the limit of the other, one fails wholly and one not at all."""
    sample = Sample(np.repeat([10.0, 20.0], 19), np.ones(38, bool), np.repeat([0, 1], 19))
    fails = held_out(sample, Goal("false alarms", 0.05), 1)
    assert fails is not None
    assert fails.tolist() == [True] * 19 + [False] * 19


def test_too_few_documents_to_hold_any_out():
    assert held_out(sample_of(range(19)), Goal("false alarms", 0.05), 1) is None
    assert held_out(sample_of(range(30), names=[0] * 30), Goal("false alarms", 0.05), 1) is None


def test_a_share_with_its_interval():
    which, everything = np.array([True, False] * 20), np.ones(40, bool)
    found = share(which, everything, np.arange(40), 500, 1)
    assert (found.share, found.of) == (0.5, 40)
    assert 0.3 < found.low < 0.5 < found.high < 0.7
    assert share(which, ~everything, np.arange(40), 500, 1) is None
    alone = share(which, everything, np.zeros(40, int), 500, 1)
    assert (alone.low, alone.high) == (None, None)


@pytest.mark.parametrize("batch", [1, 7, 40, 1000, 30_000])
@pytest.mark.parametrize("rate", [0.01, 0.05, 0.3, 0.95])
def test_an_allowance_is_the_95th_percentile_of_a_binomial(rate, batch):
    binomial = pytest.importorskip("scipy.stats").binom
    assert allowance(rate, batch) == binomial.ppf(0.95, batch, rate)


# ---------------------------------------------------------------------------------------------- runs

RUN = replace(samples.news(), skipped_checks=(), resamples=200)


def run_of(values, *, score="chrF2", lower=False, documents=None):
    """A run with a document for each value: by system, `documents` names them; one system and d0, d1 ... else."""
    rows = values if isinstance(values, dict) else {None: values}
    names = documents or [f"d{number}" for number in range(max(map(len, rows.values())))]
    made = tuple(
        ScoredDocument(
            samples.header(name, system=system),
            samples.scored(samples.header(name, system=system), [(None, "One more word.")], scores={score: value}),
            3,
            {score: Score(value)},
            samples.IT_EN,
            {},
        )
        for system, own in rows.items()
        for name, value in zip(names, own, strict=True)
    )
    systems = tuple(replace(RUN.systems[0], system=system, scores={}) for system in rows)
    return replace(
        RUN,
        documents=made,
        systems=systems,
        metrics=(score,),
        signatures={score: "x"},
        lower_is_better=frozenset({score} if lower else ()),
    )


def test_trusted_documents_and_the_gate_that_follows():
    run = run_of([40.0 + number / 7 for number in range(60)])
    calibration = calibrate(run, goal=ALARMS)
    (proposal,) = calibration.proposals
    assert (proposal.limit, proposal.good, proposal.bad) == (40.71, 60, 0)
    assert proposal.failing.share == 5 / 60
    assert proposal.misses is None
    assert 0 < proposal.false_alarms.share < 0.2
    assert proposal.low <= proposal.limit <= proposal.high
    limit = ScoreLimit(score="chrF2", min=proposal.limit, allow=proposal.allow)
    assert judge(run, Thresholds(fail_on=None, document=(limit,))).outcome == "passed"


@UNTIMED
@given(VALUES, RATES)
def test_a_trusted_run_passes_the_gate_made_from_it(values, rate):
    run = replace(run_of(values), resamples=40)
    (proposal,) = calibrate(run, goal=Goal("false alarms", rate)).proposals
    assume(proposal.limit is not None)
    limit = ScoreLimit(score="chrF2", min=proposal.limit, allow=proposal.allow)
    assert judge(run, Thresholds(fail_on=None, document=(limit,))).outcome == "passed"


def test_less_is_better_has_a_most():
    up = calibrate(run_of([float(number) for number in range(30)]), goal=ALARMS).proposals[0]
    down = calibrate(run_of([-float(number) for number in range(30)], score="TER", lower=True), goal=ALARMS)
    (proposal,) = down.proposals
    assert (proposal.limit, proposal.low, proposal.high) == (-up.limit, -up.high, -up.low)
    assert "TER = { max = -2.0, allow = 6 }" in configuration(down)


def labels(tmp_path, text, run):
    path = tmp_path / "human.tsv"
    path.write_text(text, "utf-8", newline="\n")
    return read_human(path, run)


def test_a_limit_for_misses_parts_good_from_bad(tmp_path):
    run = run_of([10.0, 11.0, 12.0] * 8 + [50.0, 60.0, 70.0] * 8)
    said = labels(
        tmp_path,
        "document\tlabel\n" + "".join(f"d{number}\t{'reject' if number < 24 else 'accept'}\n" for number in range(48)),
        run,
    )
    for goal in GOALS:
        calibration = calibrate(run, said, goal)
        assert (calibration.good, calibration.bad, calibration.chosen) == (24, 24, "chrF2")
        (proposal,) = calibration.proposals
        assert 12 < proposal.limit <= 50
        assert (proposal.false_alarms.share, proposal.misses.share) == (0, 0)
        assert proposal.failing.share == 0.5


def test_the_worst_quarter_is_bad_unless_a_score_is_named(tmp_path):
    run = run_of([float(number) for number in range(40)])
    said = labels(tmp_path, "doc\tmqm\n" + "".join(f"d{number}\t{40 - number}\n" for number in range(40)), run)
    calibration = calibrate(run, said, ALARMS)
    assert (calibration.good, calibration.bad, calibration.cut) == (30, 10, 30)
    named = calibrate(run, said, ALARMS, acceptable=10)
    assert (named.good, named.bad, named.cut) == (10, 30, 10)


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.aim)
def test_the_score_that_tells_good_from_bad_is_chosen(goal, tmp_path):
    """chrF2 says the same of good and bad documents; BLEU tells them apart."""
    run = run_of([float(number % 12) for number in range(48)])
    documents = tuple(
        replace(document, scores={**document.scores, "BLEU": Score(10.0 + 40 * (at < 24) + at % 5)})
        for at, document in enumerate(run.documents)
    )
    run = replace(run, documents=documents, metrics=("chrF2", "BLEU"), signatures={"chrF2": "x", "BLEU": "y"})
    rows = [f"d{number}\t{'accept' if number < 24 else 'reject'}\n" for number in range(48)]
    calibration = calibrate(run, labels(tmp_path, "document\tlabel\n" + "".join(rows), run), goal)
    assert calibration.chosen == "BLEU"
    limits = tomllib.loads(configuration(calibration))["gate"]["document"]
    assert list(limits) == ["BLEU"]
    assert calibrate(run, goal=ALARMS).chosen == "chrF2", "among trusted documents nothing tells"


REFUSED = {
    "misses among trusted documents": ({"goal": MISSES}, "no document is bad"),
    "a cut without scores": ({"acceptable": 3.0}, "--acceptable parts human scores"),
}


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_calibrated(options, message):
    with pytest.raises(InputError, match=message):
        calibrate(run_of([1.0, 2.0]), **options)


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1, 5.0, math.nan])
def test_a_rate_is_between_none_and_all(rate):
    with pytest.raises(InputError, match="cannot be kept to"):
        Goal("misses", rate)


def test_a_run_without_scores_cannot_be_calibrated():
    with pytest.raises(InputError, match="no document has a score"):
        calibrate(replace(run_of([1.0]), metrics=()))


def test_too_few_documents_are_told_with_the_rate_they_can_keep_to():
    calibration = calibrate(run_of([1.0, 2.0, 3.0]))
    (proposal,) = calibration.proposals
    assert proposal.limit is None
    expected = "3 good documents are too few for 5 % false alarms: it takes 19; 3 can keep to 25.0 %"
    assert proposal.reason == expected
    assert calibration.chosen is None
    assert configuration(calibration) == ""
    assert f"no limit on chrF2: {expected}" in text_of(calibration)


def test_what_takes_no_part_is_told(tmp_path):
    run = run_of([1.0, 2.0, 3.0, 4.0])
    run = replace(run, documents=(replace(run.documents[0], scores={}), *run.documents[1:]))
    calibration = calibrate(run, labels(tmp_path, "document\tlabel\nd0\taccept\nd1\taccept\n", run), Goal(rate=0.5))
    assert calibration.proposals[0].good == 1
    assert calibration.notes == (
        "documents of the run that are not rated, and left out: 2",
        "documents without chrF2, which a gate cannot judge by it: 1",
    )


def test_findings_of_good_documents_do_not_fail_the_gate():
    """The sample's documents hold a critical finding of high confidence."""
    calibration = calibrate(replace(RUN, resamples=40), goal=Goal("false alarms", 0.5))
    assert calibration.severe["critical"] == 1
    assert calibration.fail_on is None
    assert 'fail_on = "never"' in configuration(calibration)


# ---------------------------------------------------------------------------------------------- the corpus


def mean_of(sums):
    """A score made of rows (sum, count): the mean."""
    return sums[..., 0] / np.maximum(sums[..., 1], 1)


def scored_documents(values):
    return Scored(np.stack([np.array(values), np.ones(len(values), np.int64)], axis=1).astype(np.int64), mean_of)


@pytest.mark.parametrize(("count", "batch"), [(12, 12), (40, 40), (40, 10), (20, 80)])
def test_a_batch_of_the_same_kind_falls_below_its_limit_at_the_rate(count, batch):
    """Documents and batches drawn anew from one population, 600 times; one in ten is wanted."""
    generator = np.random.default_rng(2)
    below = 0
    for number in range(600):
        values = generator.gamma(4, 100, count + batch).round()
        here, there = scored_documents(values[:count]), scored_documents(values[count:])
        below += there.of_all() < least_score(here, batch, 0.1, 200, number)
    assert 0.06 < below / 600 < 0.16


def test_a_limit_is_never_above_what_it_was_made_from():
    assert least_score(scored_documents([50] * 6), 1, 0.5, 100, 1) == 50.0
    assert least_score(scored_documents([1, 99] * 6), 12, 0.9, 100, 1) <= 50.0


def test_halves_are_measured_where_there_are_enough():
    values = np.random.default_rng(4).gamma(4, 100, 40).round()
    assert 0.0 <= alarms_in_halves(scored_documents(values), 0.1, 1) < 0.25
    assert alarms_in_halves(scored_documents([1, 2, 3, 4, 5, 6, 7, 8, 9]), 0.1, 1) is None


def test_a_drop_that_chance_explains_is_below_half_the_width():
    generator = np.random.default_rng(6)
    values = generator.gamma(4, 100, 30).round()
    noise = generator.normal(0, 20, 30).round()
    drop = drop_between(scored_documents(values), scored_documents(values + noise), 500, 1)
    assert drop.difference == pytest.approx(noise.mean())
    assert drop.low < drop.difference < drop.high
    half = (drop.high - drop.low) / 2 * math.sqrt(30 / 29)
    assert half <= drop.most < half + 0.011
    assert drop.most == pytest.approx(1.96 * noise.std() / math.sqrt(30), rel=0.25)


def with_statistics(run, faults):
    """The run with so many minor findings in thirty words, by system and document."""
    documents = tuple(
        replace(each, statistics={"quality": (30, faults[each.header.system][each.header.document], 0, 0, 0, 0, 0, 0)})
        for each in run.documents
    )
    systems = tuple(replace(each, documents=len(faults[each.system])) for each in run.systems)
    return replace(run, documents=documents, systems=systems)


def faulty_run(*systems, count=24, seed=3):
    generator = np.random.default_rng(seed)
    faults = {name: {f"d{at}": int(generator.integers(0, 5) + step) for at in range(count)}
              for step, name in enumerate(systems)}  # fmt: skip
    run = run_of({name: [100 - 100 * own / 30 for own in faults[name].values()] for name in systems}, score="quality")
    return with_statistics(run, faults), faults


def test_the_corpus_is_limited_by_the_system_that_does_worst():
    run, faults = faulty_run("a", "b")
    calibration = calibrate(run, goal=ALARMS)
    (proposal,) = calibration.corpus
    assert (proposal.system, proposal.documents, proposal.batch) == ("b", 24, 24)
    assert proposal.now == pytest.approx(100 - 100 * sum(faults["b"].values()) / (24 * 30))
    assert proposal.low < proposal.now < proposal.high
    assert proposal.limit < proposal.now
    assert proposal.alarms is not None
    assert (proposal.between, proposal.from_baseline) == ("a and b", False)
    assert "max_drop of quality: a and b differ by " in text_of(calibration)
    limits = tomllib.loads(configuration(calibration))["gate"]["corpus"]
    assert limits == {"quality": {"min": proposal.limit}}, "without a baseline a drop could not be judged"
    assert f"# with a baseline: max_drop = {proposal.max_drop}\n" in configuration(calibration)


def test_a_drop_is_measured_against_the_baseline():
    run, faults = faulty_run(None)
    before = {name: own + (at % 3 == 0) for at, (name, own) in enumerate(faults[None].items())}
    baseline = Baseline(
        path="b.json",
        signatures=run.signatures,
        documents=tuple(
            BaselineDocument(name, None, {"quality": (30, own, 0, 0, 0, 0, 0, 0)}) for name, own in before.items()
        ),
        findings=(),
    )
    (proposal,) = calibrate(run, goal=ALARMS, baseline=baseline).corpus
    assert (proposal.between, proposal.from_baseline) == ("the baseline and this run", True)
    assert proposal.difference == pytest.approx(100 / 30 / 3)
    assert proposal.difference_low < proposal.difference < proposal.difference_high
    written = tomllib.loads(configuration(calibrate(run, goal=ALARMS, baseline=baseline)))
    assert written["gate"]["corpus"]["quality"] == {"min": proposal.limit, "max_drop": proposal.max_drop}
    others = {
        "another signature": replace(baseline, signatures={"quality": "y"}),
        "too few documents": replace(baseline, documents=baseline.documents[:4]),
        "the same run": baseline_of(run, Path("b.json")),
        "none": None,
    }
    for name, other in others.items():
        found = calibrate(run, goal=ALARMS, baseline=other)
        assert found.corpus[0].max_drop is None, name
        assert "no max_drop: it takes a second run over the same documents" in text_of(found)


def test_too_few_documents_have_no_limit_on_the_corpus():
    run, _ = faulty_run(None, count=4)
    calibration = calibrate(run, goal=Goal("false alarms", 0.3))
    assert calibration.corpus[0].limit is None
    assert "no limit on the corpus: it takes 5 good documents of one system with their statistics" in text_of(
        calibration
    )
    assert "gate.corpus" not in configuration(calibration)


# ---------------------------------------------------------------------------------------------- overrides


def placed_run():
    """Forty documents of news, and twenty opinion pieces that score twenty less."""
    values = [60.0 + at / 10 for at in range(40)] + [40.0 + at / 10 for at in range(20)]
    run = run_of(values)
    documents = tuple(
        replace(each, header=replace(each.header, path=f"{'news' if at < 40 else 'opinion'}/{at}.txt"))
        for at, each in enumerate(run.documents)
    )
    return replace(run, documents=documents)


OPINION = Override(paths=("opinion/*",), document=(ScoreLimit(score="chrF2", min=1.0),))


def test_documents_with_limits_of_their_own_are_calibrated_apart():
    run = placed_run()
    calibration = calibrate(run, goal=ALARMS, overrides=(OPINION,))
    others, opinion = calibration.proposals
    assert (others.override, others.good, others.limit) == (None, 40, 60.3)
    assert (opinion.override, opinion.good, opinion.limit) == (OPINION, 20, 40.1)
    written = tomllib.loads(configuration(calibration))
    assert written["gate"]["document"]["chrF2"]["min"] == 60.3
    assert written["overrides"] == [
        {"paths": ["opinion/*"], "gate": {"document": {"chrF2": {"min": 40.1, "allow": 4}}}}
    ]
    assert "opinion/*" in text_of(calibration)
    out = StringIO()
    write_json(calibration, out)
    scopes = [each["override"] for each in json.loads(out.getvalue())["proposals"]]
    assert scopes == [None, {"paths": ["opinion/*"], "language_pairs": []}]


def test_what_is_proposed_with_overrides_passes_what_it_was_made_from(tmp_path):
    run = placed_run()
    path = tmp_path / "mtqa.toml"
    path.write_text(configuration(calibrate(run, goal=ALARMS, overrides=(OPINION,))), "utf-8")
    config = load(path)
    judgement = judge(run, replace(config.gate, fail_on=None, corpus=()), overrides=config.overrides)
    assert len(judgement.verdicts) == 2
    assert judgement.outcome == "passed"


OTHERS = {
    "another score": (Override(paths=("opinion/*",), document=(ScoreLimit(score="BLEU", min=1.0),)), [60]),
    "findings only": (Override(paths=("opinion/*",), ignore=("style",)), [60]),
    "no document": (Override(paths=("sport/*",), document=OPINION.document), [60]),
    "every document": (Override(paths=("*",), document=OPINION.document), [0, 60]),
    "few documents": (Override(paths=("opinion/4?.txt",), document=OPINION.document), [50, 10]),
}


@pytest.mark.parametrize(("override", "counts"), OTHERS.values(), ids=OTHERS)
def test_an_override_takes_documents_where_it_limits_their_score(override, counts):
    calibration = calibrate(placed_run(), goal=Goal(rate=0.05), overrides=(override,))
    assert [each.good for each in calibration.proposals] == counts
    tomllib.loads(configuration(calibration))
    assert calibration.chosen == "chrF2"
    if counts == [50, 10]:
        assert "# no limit on chrF2: 10 good documents are too few" in configuration(calibration)


def test_a_batch_holds_as_large_a_share_of_each_kind():
    found = calibrate(placed_run(), goal=ALARMS, overrides=(OPINION,), batch=30).proposals
    assert [each.batch for each in found] == [20, 10]


def test_a_run_that_judged_only_what_changed_cannot_be_calibrated():
    run = placed_run()
    run = replace(run, documents=(replace(run.documents[0], judged=False), *run.documents[1:]))
    with pytest.raises(InputError, match="1 documents of the run were not judged"):
        calibrate(run)


# ---------------------------------------------------------------------------------------------- agreement


def test_agreement_is_what_scipy_says(tmp_path):
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(11)
    systems = {name: np.round(generator.uniform(20, 60, 9), 1).tolist() for name in ("a", "b", "c", "d")}
    run = run_of(systems)
    human = {name: [value + noise for value, noise in zip(own, generator.normal(0, 9, 9), strict=True)]
             for name, own in systems.items()}  # fmt: skip
    rows = [f"{name}\td{at}\t1\t{value}\n" for name, own in human.items() for at, value in enumerate(own)]
    said = labels(tmp_path, "system\tdocument\tsegment\tscore\n" + "".join(rows), run)
    (found,) = calibrate(run, said, ALARMS).agreements
    ours, theirs = np.array(list(systems.values())), np.array(list(human.values()))
    taus = [stats.kendalltau(ours[:, at], theirs[:, at]).statistic for at in range(9)]
    assert found.same_document.mean == pytest.approx(np.mean(taus))
    assert found.same_source.mean == pytest.approx(np.mean(taus))
    assert found.same_document.groups == 9
    assert found.same_document.low < np.mean(taus) < found.same_document.high
    assert found.documents.pearson == pytest.approx(stats.pearsonr(ours.ravel(), theirs.ravel())[0])
    assert found.segments.spearman == pytest.approx(stats.spearmanr(ours.ravel(), theirs.ravel()).statistic)
    assert found.systems is None, "without statistics there is no score of a system"


def test_systems_are_judged_by_the_score_of_their_sums(tmp_path):
    """Three systems that lose one word in ten, two and none; people see it as chrF2 does, but for one pair."""
    scored = {"a": (0, 1), "b": (0, 2), "c": (0, 4)}
    run = run_of({name: [50.0, 50.0] for name in scored}, score="quality")
    documents = tuple(
        replace(
            document,
            statistics={"quality": (10, scored[document.header.system][at % 2], 0, 0, 0, 0, 0, 0)},
        )
        for at, document in enumerate(run.documents)
    )
    run = replace(run, documents=documents)
    human = {"a": 3.0, "b": 9.0, "c": 1.0}
    rows = [f"{name}\td{at}\t{value}\n" for name, value in human.items() for at in range(2)]
    (found,) = calibrate(run, labels(tmp_path, "system\tdocument\tscore\n" + "".join(rows), run), ALARMS).agreements
    assert (found.pairwise_accuracy.share, found.pairwise_accuracy.of) == (pytest.approx(2 / 3), 3)
    assert found.systems.kendall == pytest.approx(1 / 3)
    assert found.systems.pearson == pytest.approx(np.corrcoef([95, 90, 80], [3, 9, 1])[0, 1])


def test_what_only_the_score_finds_alike_counts_as_nothing(tmp_path):
    run = run_of({"a": [50.0, 40.0, 40.0], "b": [50.0, 60.0, 60.0]})
    rows = "a\td0\t1\nb\td0\t2\na\td1\t1\nb\td1\t2\na\td2\t5\nb\td2\t5\n"
    (found,) = calibrate(run, labels(tmp_path, f"system\tdocument\tscore\n{rows}", run), ALARMS).agreements
    assert (found.same_document.mean, found.same_document.groups) == (0.5, 2)
    assert found.same_source is None


def groups_of(metric, human):
    """The groups of two tables, without the places where either says nothing."""
    rows = zip(metric, human, strict=True)
    said = [[(a, b) for a, b in zip(*row, strict=True) if a is not None and b is not None] for row in rows]
    return [(np.array([a for a, _ in row], float), np.array([b for _, b in row], float)) for row in said]


# The examples in the tests of mt-metrics-eval, the library of the shared tasks, with what it gives.
PUBLISHED = {
    "no tie": ([[0, 2, 6, 8]], [[1, 2, 3, 4]], 1.0, 0),
    "ties": ([[0, 2, 6, 8]], [[1, 1, 1, 4]], 4 / 6, 4),
    "several texts": (
        [[0, 5, 2, 3, 2], [None, 2, 1, 5, 3], [9, 1, 5, 3, 8], [9, 3, 4, 4, 1], [None] * 5],
        [[1, 5, 2, 1, 1], [4, 2, 2, 1, 4], [5, 9, 2, 8, 7], [7, 6, None, 3, 2], [None] * 5],
        0.4916666666666668,
        1,
    ),
}


@pytest.mark.parametrize(("metric", "human", "accuracy", "epsilon"), PUBLISHED.values(), ids=PUBLISHED)
def test_the_accuracy_with_ties_is_that_of_the_shared_tasks(metric, human, accuracy, epsilon):
    found = tie_accuracy(groups_of(metric, human))
    assert (found.accuracy, found.epsilon) == (pytest.approx(accuracy, abs=1e-15), epsilon)


TEXTS = st.lists(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=5), max_size=7)


@UNTIMED
@given(TEXTS)
def test_the_accuracy_with_ties_by_its_definition(texts):
    """Every epsilon tried, every pair looked at, in fractions."""

    def accuracy(text, epsilon):
        pairs = list(combinations(text, 2))
        right = 0
        for (a, x), (b, y) in pairs:
            ours = 0 if abs(a - b) <= epsilon else a - b
            right += (ours > 0) == (x > y) and (ours < 0) == (x < y)
        return Fraction(right, len(pairs))

    paired = [text for text in texts if len(text) > 1]
    found = tie_accuracy([(np.array([a for a, _ in text]), np.array([b for _, b in text])) for text in texts])
    if not paired:
        assert found is None
        return
    means = {epsilon: sum(accuracy(text, epsilon) for text in paired) / len(paired) for epsilon in range(7)}
    best = max(means.values())
    assert found.accuracy == float(best)
    assert found.epsilon == min(epsilon for epsilon, mean in means.items() if mean == best)
    assert found.by_group == tuple(float(accuracy(text, found.epsilon)) if len(text) > 1 else None for text in texts)


def test_many_sizes_of_groups_stay_exact():
    """So many sizes that their common multiple is beyond a machine word."""
    generator = np.random.default_rng(5)
    groups = [(generator.integers(0, 9, size) * 1.0, generator.integers(0, 4, size) * 1.0) for size in range(2, 60)]
    found = tie_accuracy(groups)
    assert found.accuracy == pytest.approx(sum(found.by_group) / len(groups), abs=1e-12)
    assert type(found.accuracy) is float


def test_the_interval_of_pairs_of_systems_is_that_of_resampled_documents(tmp_path):
    """Each resample written out: the score of the drawn documents' sums, the mean of what people said of them."""
    generator = np.random.default_rng(8)
    names = ("a", "b", "c", "d")
    faults = {name: generator.integers(0, 4, 9).tolist() for name in names}
    human = {name: generator.integers(0, 9, 9).tolist() for name in names}
    run = run_of({name: [50.0] * 9 for name in names}, score="quality")
    run = replace(run, documents=tuple(
        replace(each, statistics={"quality": (30, faults[each.header.system][at % 9], 0, 0, 0, 0, 0, 0)})
        for at, each in enumerate(run.documents)
    ))  # fmt: skip
    rows = [f"{name}\td{at}\t{value}\n" for name in names for at, value in enumerate(human[name])]
    (found,) = calibrate(run, labels(tmp_path, "system\tdocument\tscore\n" + "".join(rows), run), ALARMS).agreements
    shares = []
    for counts in np.concatenate(list(resample_counts(9, run.resamples, run.seed))):
        ours = {name: -float(counts @ np.array(faults[name])) for name in names}
        theirs = {name: float(counts @ np.array(human[name])) / 9 for name in names}
        pairs = [(a, b) for a, b in combinations(names, 2) if theirs[a] != theirs[b]]
        right = sum((ours[a] - ours[b]) * (theirs[a] - theirs[b]) > 0 for a, b in pairs)
        shares.append(right / len(pairs))
    cut = len(shares) // 40
    expected = sorted(shares)[cut], sorted(shares)[-cut - 1]
    assert (found.pairwise_accuracy.low, found.pairwise_accuracy.high) == pytest.approx(expected)


def test_segments_are_told_by_pairs_too(tmp_path):
    run = run_of({"a": [50.0, 40.0, 40.0], "b": [50.4, 60.0, 60.0]})
    rows = "a\td0\t1\t7\nb\td0\t1\t7\na\td1\t1\t1\nb\td1\t1\t2\na\td2\t1\t5\nb\td2\t1\t4\n"
    (found,) = calibrate(run, labels(tmp_path, f"system\tdocument\tsegment\tscore\n{rows}", run), ALARMS).agreements
    accuracy = found.segment_accuracy
    assert (accuracy.share, accuracy.of, accuracy.epsilon) == (2 / 3, 3, pytest.approx(0.4))
    assert accuracy.low <= 2 / 3 <= accuracy.high


# ---------------------------------------------------------------------------------------------- human scores

TWO = run_of({"a": [1.0, 2.0], "b": [3.0, 4.0]})
ONE = run_of([1.0, 2.0])

HUMAN = {
    "several raters": (ONE, "document\tscore\nd0\t2\nd0\t4\nd1\t5\n", {(None, "d0"): 3.0, (None, "d1"): 5.0}),
    "penalties": (ONE, "document\tmqm\nd0\t2\nd1\t0\n", {(None, "d0"): -2.0, (None, "d1"): 0.0}),
    "a system that the run does not name": (ONE, "document\tsystem\tscore\nd0\tX\t2\n", {(None, "d0"): 2.0}),
    "not rated": (ONE, "document\tscore\nd0\tNone\nd1\t1\n", {(None, "d1"): 1.0}),
    "segments": (ONE, "document\tsegment\tscore\nd0\t1\t7\nd9\t1\t7\n", {(None, "d0"): 7.0}),
    "two systems": (TWO, "doc_id\tsystem\tHuman\r\nd0\ta\t1\r\nd0\tb\t2\r\n", {("a", "d0"): 1.0, ("b", "d0"): 2.0}),
    "an empty line": (ONE, "document\tscore\n\nd1\t1e1\n\n", {(None, "d1"): 10.0}),
}


@pytest.mark.parametrize(("run", "text", "expected"), HUMAN.values(), ids=HUMAN)
def test_human_scores(tmp_path, run, text, expected):
    assert labels(tmp_path, text, run).documents == expected


def test_lines_on_other_texts_are_counted(tmp_path):
    (note,) = labels(tmp_path, "document\tscore\nd0\t1\nd7\t1\nd8\t2\n", ONE).notes
    assert note.endswith("human.tsv: lines on texts that the run does not have: 2")


WRONG_HUMAN = {
    "an empty file": (ONE, "", ":1: no column document among ''"),
    "no document": (ONE, "text\tscore\n", ":1: no column document"),
    "no judgement": (ONE, "document\tcomment\n", ":1: no column of human judgement"),
    "two judgements": (ONE, "document\tscore\tmqm\n", ":1: several columns of human judgement"),
    "a cell too many": (ONE, "document\tscore\nd0\t1\t2\n", ":2: 3 columns, expected 2"),
    "a word": (ONE, "document\tscore\nd0\tfine\n", ":2: fine is no number"),
    "infinity": (ONE, "document\tscore\nd0\tinf\n", ":2: inf is no number"),
    "a label that is none": (ONE, "document\tlabel\nd0\tmaybe\n", ":2: maybe is none of accept"),
    "two labels": (ONE, "document\tlabel\nd0\taccept\nd0\treject\n", ": lines 2 and 3 accept and reject d0"),
    "labels of segments": (ONE, "document\tsegment\tlabel\n", ":1: labels are of documents"),
    "no system": (TWO, "document\tscore\nd0\t1\n", ":1: the run has 2 systems"),
    "nothing of this run": (
        ONE,
        "document\tscore\nx\t1\n",
        ": rates none of the documents of the run, which are d0, d1",
    ),
}


@pytest.mark.parametrize(("run", "text", "message"), WRONG_HUMAN.values(), ids=WRONG_HUMAN)
def test_wrong_human_scores(tmp_path, run, text, message):
    with pytest.raises(InputError) as caught:
        labels(tmp_path, text, run)
    assert f"human.tsv{message}" in str(caught.value)


# ---------------------------------------------------------------------------------------------- output


def text_of(calibration):
    out = StringIO()
    write_text(calibration, out)
    return out.getvalue()


def test_text_and_json_say_the_same(tmp_path):
    run = run_of({"a": [float(at) for at in range(40)], "b": [at + 0.5 for at in range(40)]})
    rows = [f"{name}\td{at}\t{at + (name == 'b')}\n" for name in "ab" for at in range(40)]
    calibration = calibrate(run, labels(tmp_path, "system\tdocument\tscore\n" + "".join(rows), run), ALARMS)
    text = text_of(calibration)
    assert text.startswith("limits on each document, for at most 10 % false alarms; 61 good and 19 bad documents")
    assert "agreement with people" in text
    assert text.endswith(configuration(calibration))
    out = StringIO()
    write_json(calibration, out)
    members = json.loads(out.getvalue())
    assert members["proposals"][0]["limit"] == calibration.proposals[0].limit
    assert members["agreement"][0]["same_document"]["mean"] == 1.0
    assert members["configuration"] == configuration(calibration)
    assert members["goal"] == {"aim": "false alarms", "rate": 0.1}
