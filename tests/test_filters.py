"""A part of a run shows what was asked for, says so, and changes no score."""

import json
from dataclasses import replace

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.model import Confidence, Severity
from mtqa.report import build
from mtqa.report.filters import Filters, filtered, unmatched
from mtqa.taxonomy import CONFIDENCES, SEVERITIES
from mtqa.writers import WRITERS, html
from mtqa.writers.folder import write_folder

SYSTEMS = samples.systems()
NEWS = samples.news()


def findings(evaluation):
    return [each for document in evaluation.documents for scored in document.segments for each in scored.findings]


def names(evaluation):
    return [(document.header.system, document.header.document) for document in evaluation.documents]


def bare(evaluation):
    """The documents without their findings."""
    return [
        replace(document, segments=tuple(replace(scored, findings=()) for scored in document.segments))
        for document in evaluation.documents
    ]


RULES = sorted({each.rule for each in findings(NEWS)})
CATEGORIES = sorted({each.category for each in findings(NEWS)})
selectors = st.lists(st.sampled_from([*RULES, *CATEGORIES, "en", "fluency"]), max_size=2).map(tuple)
any_filters = st.builds(
    Filters,
    select=st.none() | selectors,
    ignore=selectors,
    severity=st.sampled_from(SEVERITIES),
    confidence=st.sampled_from(CONFIDENCES),
)


@given(any_filters)
def test_a_part_holds_findings_of_the_run_and_nothing_else_changes(filters):
    part = filtered(NEWS, filters).part
    kept = iter(findings(NEWS))
    assert all(each in kept for each in findings(part))
    assert bare(part) == bare(NEWS)
    assert replace(part, documents=NEWS.documents) == NEWS


@given(any_filters, any_filters)
def test_what_is_filtered_twice_is_what_both_take(one, two):
    both = findings(filtered(filtered(NEWS, one).part, two).part)
    assert both == [each for each in findings(NEWS) if one.take_finding(each) and two.take_finding(each)]


def test_no_filter_shows_everything():
    assert filtered(SYSTEMS, Filters()).part == SYSTEMS


@pytest.mark.parametrize("severity", SEVERITIES)
def test_the_least_severity_is_shown(severity: Severity):
    shown = findings(filtered(NEWS, Filters(severity=severity)).part)
    worse = SEVERITIES[SEVERITIES.index(severity) :]
    assert shown == [each for each in findings(NEWS) if each.severity in worse]


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_the_least_confidence_is_shown(confidence: Confidence):
    shown = findings(filtered(NEWS, Filters(confidence=confidence)).part)
    surer = CONFIDENCES[CONFIDENCES.index(confidence) :]
    assert shown == [each for each in findings(NEWS) if each.confidence in surer]


def test_documents_are_named_or_fit_a_pattern():
    assert names(filtered(NEWS, Filters(documents=("flood", "c*"))).part) == [(None, "flood"), (None, "council")]


def test_systems_are_named():
    part = filtered(SYSTEMS, Filters(systems=("online-a",))).part
    assert {system for system, _ in names(part)} == {"online-a"}
    assert [system.system for system in part.systems] == ["online-a"]


@pytest.mark.parametrize(
    ("evaluation", "filters", "message"),
    [
        (
            SYSTEMS,
            Filters(systems=("online-c",)),
            "'online-c': the systems of this run are online-b, online-a",
        ),
        (NEWS, Filters(systems=("online-c",)), "the systems of this run are without a name"),
        (NEWS, Filters(documents=("flod",)), "--document 'flod': there is no such document in this run; did you mean"),
    ],
)
def test_a_name_that_the_run_does_not_have_is_an_error(evaluation, filters, message):
    with pytest.raises(InputError, match=message):
        filtered(evaluation, filters)


def test_a_selector_that_means_no_finding_is_told():
    told = list(unmatched(NEWS, Filters(select=("en/auxiliar", RULES[0]), ignore=("markup",))))
    assert told == [
        "no finding of this run has a rule or category 'en/auxiliar'; did you mean en/auxiliary?",
        "no finding of this run has a rule or category 'markup'",
    ]


FILTERS = Filters(severity="major", confidence="high", documents=("flood",), select=("en",), ignore=("style",))
PART = filtered(NEWS, FILTERS)
SAID = "only en; not style; major or worse; confidence high"


def test_the_sentence_says_what_is_shown_of_what():
    shown, all_of_them = len(findings(PART.part)), len(findings(NEWS))
    assert PART.said == (
        f"A part of the run: 1 of 3 documents, {shown} of {all_of_them} findings ({SAID}). "
        "Scores and numbers of documents, segments and words are those of the whole run; "
        "what is said of findings is said of these."
    )


def test_every_page_says_that_it_shows_a_part_and_no_other_does():
    pages = dict(html.pages(build(PART.part, filtered=PART)))
    assert sorted(pages) == ["documents/flood.html", "index.html"]
    assert all(PART.said in text for text in pages.values())
    assert not any("part of the run" in text for text in dict(html.pages(build(NEWS))).values())


@pytest.mark.parametrize("name", ["terminal", "markdown", "json"])
def test_what_people_read_says_it_too(name, tmp_path):
    path = tmp_path / "out"
    with path.open("w", encoding="utf-8") as out:
        WRITERS[name].write(build(PART.part, filtered=PART), out)
    assert "are those of the whole run" in " ".join(path.read_text("utf-8").split())


def test_the_whole_run_is_stored_whatever_is_shown(tmp_path):
    write_folder(build(NEWS), tmp_path / "whole")
    write_folder(build(PART.part, filtered=PART), tmp_path / "part")
    run = (tmp_path / "part" / "run.json").read_text("utf-8")
    assert run == (tmp_path / "whole" / "run.json").read_text("utf-8")
    assert "part" not in json.loads(run)


def test_names_that_leave_nothing_are_an_error():
    alone = replace(SYSTEMS, documents=tuple(each for each in SYSTEMS.documents if each.header.system == "online-a"))
    with pytest.raises(InputError, match="no document is left"):
        filtered(alone, Filters(systems=("online-b",), documents=("*",)))


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_a_theme_is_set_on_every_page(theme):
    for text in dict(html.pages(build(NEWS, theme=theme))).values():
        assert (f'<html lang="en" data-theme="{theme}">' in text) == (theme != "auto")
