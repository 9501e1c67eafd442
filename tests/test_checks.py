"""The checks of a run: which take part, what they say, and one finding for one construction."""

import pytest

from mtqa.checks import CHECKS, Checks, Context, all_checks, faults
from mtqa.checks.base import CheckedSegment
from mtqa.errors import ConfigError
from mtqa.evaluation import Settings, evaluate_items
from mtqa.evaluation.checking import CheckSettings, settled_together
from mtqa.model import DocumentHeader, Finding, LanguagePair, Segment
from mtqa.selection import Selection
from mtqa.taxonomy import CATEGORIES

PAIR = LanguagePair("it", "en")
SOURCE = "Il sindaco ha aperto la nuova scuola."


def document(*segments):
    """Segments of one document, each given as hypothesis, source and references."""
    header = DocumentHeader(document="news", path="news.txt")
    return [
        Segment(header=header, segment=str(n), hypothesis=hypothesis, source=source, references=tuple(texts), line=n)
        for n, (hypothesis, source, *texts) in enumerate(segments, 1)
    ]


def context(items):
    return Context(language_pair=PAIR, sample=tuple(items))


def test_every_fault_has_an_id_of_its_own_in_a_category():
    ids = [fault.id for fault in faults()]
    assert len(set(ids)) == len(ids)
    assert {fault.category for fault in faults()} <= set(CATEGORIES)
    assert [check.name for check in all_checks()] == list(CHECKS)
    assert all(fault.why.endswith(".") for fault in faults())


def test_a_check_that_can_say_nothing_is_named_with_the_reason():
    items = document(("The mayor has opened the new school.", None))
    checks = Checks(context(items))
    assert "copies: there is neither source nor reference" in checks.skipped
    assert "copies" not in checks.names


def test_a_fault_that_is_not_selected_is_not_told():
    items = document((SOURCE, SOURCE))
    segments = [CheckedSegment(SOURCE, SOURCE, (), context(items))]
    assert any(found.rule == "accuracy/untranslated/copy" for found in Checks(context(items)).find(segments)[0])
    for selection in (Selection(ignore=("accuracy",)), Selection(select=("markup",)), Selection(select=("fluency",))):
        rules = [found.rule for found in Checks(context(items), selection).find(segments)[0]]
        assert "accuracy/untranslated/copy" not in rules


def test_the_severity_is_the_users():
    items = document((SOURCE, SOURCE))
    segments = [CheckedSegment(SOURCE, SOURCE, (), context(items))]
    checks = Checks(
        context(items), Selection(select=("accuracy/untranslated/copy",)), {"accuracy/untranslated/copy": "minor"}
    )
    assert [found.severity for found in checks.find(segments)[0]] == ["minor"]


def test_a_threshold_that_no_check_has_is_refused():
    with pytest.raises(ConfigError, match=r"no check has this setting; did you mean checks\.copies\.reference_words"):
        Checks(Context(thresholds={"copies.words": 3}))


def test_a_critical_finding_condemns_its_segment_however_long():
    long = " ".join([SOURCE.rstrip(".")] * 12) + "."
    items = document((long, long), ("The mayor has opened the new school.", SOURCE))
    settings = Settings(language_pair=PAIR, resamples=2, checks=CheckSettings(select=("accuracy/untranslated/copy",)))
    evaluation = evaluate_items(items, settings)
    (one,) = evaluation.documents
    assert [scored.scores["quality"] for scored in one.segments] == [0.0, 100.0]
    assert one.scores["quality"].score == pytest.approx(100 * 7 / 91)
    assert one.scores["penalty"].score == 25
    assert evaluation.signatures["quality"].startswith("rules:en-0-")


def found(start, end, category="fluency/grammar", severity="minor", *, side="hypothesis", rule="a"):
    return Finding(
        rule=f"{category}/{rule}", category=category, severity=severity, confidence="high", message="m",
        start=start, end=end, text="x", side=side,
    )  # fmt: skip


TOGETHER = {
    "in one dimension the worse": ([found(0, 4)], [found(2, 6, "fluency/repetition", "major")], [1]),
    "beside each other": ([found(0, 4)], [found(4, 6, "fluency/repetition", "major")], [0, 1]),
    "in two dimensions": ([found(0, 4)], [found(2, 6, "accuracy/number", "major")], [0, 1]),
    "on two sides": ([found(0, 4)], [found(2, 6, "fluency/repetition", "major", side="source")], [0, 1]),
    "the whole beside its parts": ([found(0, 4)], [found(0, 30, "fluency/repetition", "major")], [1, 0]),
    "in another language nothing else counts": (
        [found(0, 4)],
        [found(0, 30, "accuracy/untranslated", "critical"), found(5, 9, "accuracy/number", "major")],
        [1],
    ),
    "of the whole, one a category": ([], [found(0, 30, rule="a"), found(0, 30, rule="b", severity="major")], [1]),
}


@pytest.mark.parametrize(("by_rules", "by_checks", "kept"), TOGETHER.values(), ids=TOGETHER)
def test_one_construction_is_told_once(by_rules, by_checks, kept):
    every = [*by_rules, *by_checks]
    segment = CheckedSegment("x" * 30, "y" * 30)
    assert list(settled_together(segment, by_rules, by_checks, frozenset())) == [every[index] for index in kept]
