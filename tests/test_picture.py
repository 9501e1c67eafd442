"""What scores mean, in sentences: no more than is known, and no digit too many."""

from dataclasses import replace

import pytest
import samples

from mtqa.model import Score
from mtqa.report import build
from mtqa.writers.picture import best_first, headline, leaders, meaning


def report_of(*systems, metrics=("chrF2", "quality"), judged=True):
    """A report on systems of these scores, in the order of the metrics."""
    headers = [
        samples.header("rain", system=f"system-{place}" if len(systems) > 1 else None) for place in range(len(systems))
    ]
    documents = [samples.document(header, samples.scored(header, [(None, "Rain.", "Rain.")])) for header in headers]
    plain = samples.evaluation(documents, metrics=(), corpus={})
    if judged:
        plain = samples.judged(plain)
    scored = tuple(
        replace(system, scores=dict(zip(metrics, scores, strict=True)))
        for system, scores in zip(plain.systems, systems, strict=True)
    )
    return build(replace(plain, systems=scored, metrics=metrics, lower_is_better=frozenset({"TER"} & set(metrics))))


@pytest.mark.parametrize(
    ("quality", "said", "errors"),
    [
        (
            Score(89.06, 81.5, 96.05),
            "Findings cost about 11 points in 100 (95% interval: 4 to 18).",
            "eleven minor errors, or about two major ones,",
        ),
        (Score(97.2), "Findings cost about 3 points in 100.", "three minor errors, or about one major one,"),
        (Score(99.2, 99.1, 99.4), "Findings cost less than 1 point in 100.", "one minor error in"),
        (Score(99.99), "Findings cost less than 1 point in 100.", None),
        (Score(100.0, 100.0, 100.0), "No finding costs a point.", None),
        (Score(0.0, 0.0, 12.5), "Findings cost all of 100 points.", None),
        (Score(0.4), "Findings cost about 99 points in 100.", "99 minor errors, or about 20 major ones,"),
    ],
)
def test_the_cost_of_findings_is_told_in_whole_points(quality, said, errors):
    report = report_of((Score(60.0), quality))
    assert headline(report) == said
    found = [sentence for sentence in meaning(report) if sentence.startswith("As much as")]
    assert bool(found) == (errors is not None)
    if errors:
        assert errors in found[0]


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (Score(60.09, 52.79, 67.66), "Against the references, chrF2 is about 60 (95% interval: 53 to 68)."),
        (Score(60.09), "Against the references, chrF2 is about 60."),
    ],
)
def test_without_findings_the_score_that_ranks_is_told(score, said):
    assert headline(report_of((score,), metrics=("chrF2",), judged=False)) == said


def test_nothing_scored_is_said():
    assert headline(report_of((), metrics=(), judged=False)) == "Nothing could be scored."
    assert list(meaning(report_of((), metrics=(), judged=False))) == []


def test_of_several_systems_the_range_is_told_and_who_leads():
    report = report_of((Score(71.0), Score(91.5)), (Score(56.0), Score(98.6)), (Score(60.0), Score(99.8)))
    assert headline(report) == "Findings cost from less than 1 to 8 points in 100, depending on the system."
    assert [(each.metric, each.best.system, each.worst.system) for each in leaders(report)] == [
        ("chrF2", "system-0", "system-1"),
        ("quality", "system-2", "system-0"),
    ]
    assert [system.system for system in best_first(report)] == ["system-0", "system-2", "system-1"]
    assert any("mtqa compare" in sentence for sentence in meaning(report))


def test_where_less_is_better_the_least_leads():
    report = report_of((Score(71.0),), (Score(56.0),), metrics=("TER",), judged=False)
    assert [(each.best.system, each.worst.system) for each in leaders(report)] == [("system-1", "system-0")]
    assert [system.system for system in best_first(report)] == ["system-1", "system-0"]


def test_systems_that_are_alike_have_no_leader():
    assert list(leaders(report_of((Score(71.0), Score(90.0)), (Score(71.0), Score(90.0))))) == []
    assert headline(report_of((Score(71.0), Score(90.0)), (Score(71.0), Score(90.2)))) == (
        "Findings cost each system about 10 points in 100."
    )
