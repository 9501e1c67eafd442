"""The index as it is written: what is fixed first, what a gate says, the rules, and the data of its table."""

import json
import re
from dataclasses import replace

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from test_writer_html import Page

from mtqa.evaluation.findings import placed_findings
from mtqa.gate.values import Culprit, Judgement, Verdict
from mtqa.report import build
from mtqa.writers import html
from mtqa.writers.html.entries import entries_of
from mtqa.writers.html.first import excerpt, fix_first
from mtqa.writers.html.index import index_page
from mtqa.writers.html.listing import script_json


def index_of(evaluation, judgement=None):
    report = build(evaluation, judgement)
    return index_page(report, entries_of(report), selftest=False)


def data_on(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1])


# -- fix first ------------------------------------------------------------------------------------------------------


def test_what_is_fixed_first_is_the_worst_and_says_where_and_how():
    page = index_of(samples.news())
    text = Page(page).text
    assert re.search(r"Fix first flood , segment 2 Nessun ferito\. Critical in the source: Nothing stands for", text)
    assert re.search(
        r"flood , segment 1 The river is overflowed in the night\. Major : .*? Better: has overflowed or overflowed",
        text,
    )
    links = re.findall(r'<p class="where"><a href="([^"]*)"', page)
    assert links[:3] == ["documents/flood.html#f3", "documents/flood.html#f1", "documents/flood.html#f2"]


def test_each_of_them_is_the_finding_that_its_link_leads_to():
    report = build(samples.news())
    pages = dict(html.pages(report))
    urgent = fix_first(report.findings, entries_of(report))
    assert urgent
    for each in urgent:
        note = re.search(rf'<li id="f{each.number}".*?</li>', pages[f"documents/{each.entry.page}"], re.DOTALL)[0]
        assert each.finding.message in Page(note).text


def test_a_critical_finding_comes_before_a_heavier_document():
    heavy, light = samples.header("heavy"), samples.header("light")
    many = [[("Rain", {}) for _ in range(30)]]
    one = [[("Rain", {"severity": "critical"})]]
    documents = [
        samples.with_marks(samples.document(header, samples.scored(header, [(None, "Rain.")])), marks)
        for header, marks in ((heavy, many), (light, one))
    ]
    report = build(samples.judged(samples.evaluation(documents)))
    assert fix_first(report.findings, entries_of(report))[0].segment.header == light
    assert [worst.number for worst in report.findings.worst[1]] == [1, 2, 3]


@given(st.text(max_size=600), st.integers(0, 600), st.integers(0, 600))
def test_an_excerpt_is_of_the_text_and_says_where_it_is_cut(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    cut = excerpt(text, start, end)
    before, after = cut.before.removeprefix("…"), cut.after.removesuffix("…")
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
    assert len(before) <= 110
    assert len(after) <= 110
    if end - start <= 220:
        assert cut.words == text[start:end]
    else:
        assert len(cut.words) <= 221
        assert text[start:end].startswith(cut.words.removesuffix("…"))
    if len(text) <= 110:
        assert cut.before + cut.words + cut.after == text


# -- the verdict of a gate -------------------------------------------------------------------------------------------


def judgement_on(evaluation, *outcomes):
    placed = next(each for each in placed_findings(evaluation.documents) if each.finding.severity == "critical")
    culprit = Culprit("flood", None, "news/flood.en.txt", None, placed)
    lost = Culprit("gone<b>", None, "news/gone.txt", 12.345)
    return Judgement(
        verdicts=tuple(
            Verdict(
                condition=f"no critical finding {place}",
                outcome=outcome,
                actual="1 critical finding",
                culprits=(culprit, lost) if outcome == "failed" else (),
                culprit_count=5 if outcome == "failed" else 0,
                reason="no reference" if outcome == "unjudged" else "",
            )
            for place, outcome in enumerate(outcomes)
        ),
        notes=("The baseline is three weeks old.",),
        accepted=2,
    )


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (["passed"], "✓ Gate passed The condition holds. 2 findings are known from the baseline."),
        (["passed", "passed"], "✓ Gate passed All 2 conditions hold."),
        (["passed", "failed"], "✕ Gate failed Of 2 conditions 1 does not hold."),
        (["unjudged", "failed"], "? Gate not judged Of 2 conditions 1 does not hold, 1 could not be judged."),
        ([], "? Gate not judged There is no condition to judge by."),
    ],
)
def test_the_verdict_of_a_gate_stands_first(outcomes, said):
    evaluation = samples.news()
    page = Page(index_of(evaluation, judgement_on(evaluation, *outcomes))).text
    assert said in page
    assert page.index(said) < page.rindex("Fix first")
    assert "The baseline is three weeks old." in page


def test_what_fails_is_named_with_its_place_before_what_holds():
    evaluation = samples.news()
    page = index_of(evaluation, judgement_on(evaluation, "passed", "failed", "unjudged"))
    order = [re.search(rf"no critical finding {place}", page).start() for place in (1, 2, 0)]
    assert order == sorted(order)
    assert '<a href="documents/flood.html#f3"><bdi>flood</bdi></a>: <span class="severity shape critical">' in page
    text = Page(page).text
    assert "gone<b> : 12.35" in text or "gone<b> : 12.34" in text
    assert "and 3 more" in text
    assert "Not judged: no critical finding 2: no reference" in text


# -- rules -----------------------------------------------------------------------------------------------------------


def test_a_rule_is_told_in_its_own_words_and_leads_to_its_first_place_in_the_worst_document():
    page = index_of(samples.news())
    row = re.search(
        r'<tr>\s*<th scope="row"><a href="#documents" data-rule="en/auxiliary/be-unaccusative">.*?</tr>',
        page,
        re.DOTALL,
    )[0]
    assert "forms its perfect with" in Page(row).text
    assert 'href="documents/flood.html#f1"' in row
    assert Page(row).text.endswith("1 1 en/auxiliary/be-unaccusative: first place")


# -- data ------------------------------------------------------------------------------------------------------------


def test_the_data_holds_every_document_with_its_findings_by_kind():
    data = data_on(index_of(samples.news()))
    assert data["metrics"] == ["BLEU", "chrF2", "quality"]
    flood = data["documents"][0]
    assert flood[:5] == ["flood", 0, 0, 2, 7]
    assert flood[5] == [0, None, None, 1, None, None, 0, 0, 1250]
    assert flood[6] == [1, "omission"]
    kinds = [data["kinds"][place] for place in flood[7][::3]]
    assert kinds == [
        ["en/auxiliary/be-unaccusative", "fluency/grammar", 2],
        ["en/preposition/in-the-night", "fluency/grammar", 1],
        ["omission", "accuracy/omission", 3],
    ]
    assert list(zip(flood[7][1::3], flood[7][2::3], strict=True)) == [(1, 1), (1, 2), (1, 3)]


def test_pages_follow_from_names_or_are_named():
    for sample in (samples.news, samples.systems, samples.hostile):
        evaluation = sample()
        report = build(evaluation)
        data = data_on(index_of(evaluation))
        for row, entry in zip(data["documents"], entries_of(report), strict=True):
            system = data["systems"][row[2]]
            prefix = "" if system is None else f"{system}--"
            assert (row[1] or f"{prefix}{row[0]}.html") == entry.page


@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda each: st.lists(each) | st.dictionaries(st.text(), each))
)
def test_json_in_a_script_says_the_same_and_ends_no_element(value):
    text = script_json(value)
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029\n")


def test_up_to_two_hundred_documents_stand_on_the_page_itself_and_of_more_the_first_fifty():
    for count, rows in ((200, 200), (201, 50)):
        page = index_of(samples.many(count))
        assert len(re.findall(r'<th scope="row"><a href="documents/', page)) == rows
        assert ("<noscript>" in page) == (count > rows)
        assert len(data_on(page)["documents"]) == count


def test_a_part_of_a_run_without_documents_has_an_index_too():
    evaluation = replace(samples.news(), documents=())
    assert data_on(index_of(evaluation))["documents"] == []


def test_ten_thousand_documents_weigh_less_than_three_megabytes():
    header = samples.header("x" * 40, system="a-system-of-some-name")
    (plain,) = samples.scored(header, [(None, "Rain.", "Rain.")])
    marked = samples.flagged(plain, *(("Rain", {"rule": f"en/family/rule-{place:02}"}) for place in range(12)))
    headers = [replace(header, document=f"{header.document}-{place:05}") for place in range(10_000)]
    documents = [
        samples.document(
            each,
            (replace(marked, segment=replace(marked.segment, header=each)),),
            {metric: samples.Score(54.321 + place / 1e4, 50.0, 60.0) for metric in ("BLEU", "chrF2", "chrF2++")},
        )
        for place, each in enumerate(headers)
    ]
    evaluation = samples.judged(samples.evaluation(documents, metrics=("BLEU", "chrF2", "chrF2++")))
    assert len(index_of(evaluation).encode()) < 3_000_000
