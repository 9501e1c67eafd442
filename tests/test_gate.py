"""The gate: what each condition says of a run, three outcomes, values that never cross their limit, baselines."""

from dataclasses import replace

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.evaluation import Settings, evaluate_items
from mtqa.evaluation.findings import placed_findings
from mtqa.gate import judge
from mtqa.gate.baseline import FILE, baseline_of, read_baseline, write_baseline
from mtqa.gate.judging import shown
from mtqa.model import DocumentHeader, LanguagePair, Segment
from mtqa.thresholds import FindingLimit, ScoreLimit, Thresholds

NEWS = replace(samples.news(), skipped_checks=())
NOTHING = Thresholds(fail_on=None)


def outcome(evaluation=NEWS, **demands):
    judgement = judge(evaluation, replace(NOTHING, **demands))
    return judgement.outcome


def test_the_sample_has_what_these_tests_count_on():
    found = [(placed.finding.severity, placed.finding.confidence) for placed in placed_findings(NEWS.documents)]
    assert ("critical", "high") in found
    assert NEWS.systems[0].scores["BLEU"].score == 38.0


CORPUS = {
    "above its least": (ScoreLimit(score="BLEU", min=37.5), "passed"),
    "at its least": (ScoreLimit(score="BLEU", min=38), "passed"),
    "below its least": (ScoreLimit(score="BLEU", min=38.01), "failed"),
    "above its most": (ScoreLimit(score="BLEU", max=37), "failed"),
    "within both": (ScoreLimit(score="BLEU", min=37, max=39), "passed"),
    "a score that is not there": (ScoreLimit(score="COMET", min=0), "unjudged"),
    "a drop without a baseline": (ScoreLimit(score="BLEU", max_drop=1), "unjudged"),
}


@pytest.mark.parametrize(("limit", "expected"), CORPUS.values(), ids=CORPUS)
def test_a_limit_on_the_corpus(limit, expected):
    assert outcome(corpus=(limit,)) == expected


DOCUMENTS = {
    "all within": (ScoreLimit(score="quality", min=0), "passed"),
    "one outside": (ScoreLimit(score="quality", min=50), "failed"),
    "one outside that may be": (ScoreLimit(score="quality", min=50, allow=1), "passed"),
    "a score that is not there": (ScoreLimit(score="TER", max=0), "unjudged"),
}


@pytest.mark.parametrize(("limit", "expected"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_limit_on_documents(limit, expected):
    assert outcome(document=(limit,)) == expected


def test_a_document_without_the_score_is_no_pass():
    documents = (replace(NEWS.documents[0], scores={}), *NEWS.documents[1:])
    (verdict,) = judge(
        replace(NEWS, documents=documents), replace(NOTHING, document=(ScoreLimit(score="BLEU", min=0),))
    ).verdicts
    assert verdict.outcome == "unjudged"
    assert verdict.reason == f"1 of {len(documents)} documents have no BLEU"


FINDINGS = {
    "few enough": (FindingLimit(selector="fluency", max=99), "passed"),
    "too many": (FindingLimit(selector="fluency", max=0), "failed"),
    "too many by a star": (FindingLimit(selector="fluency/*", max=0), "failed"),
    "too many by words": (FindingLimit(selector="fluency", max_per_1000_words=1), "failed"),
    "none of a rule": (FindingLimit(selector="en/agreement", max=0), "passed"),
}


@pytest.mark.parametrize(("limit", "expected"), FINDINGS.values(), ids=FINDINGS)
def test_a_limit_on_findings(limit, expected):
    assert outcome(findings=(limit,)) == expected


def test_findings_of_a_check_that_did_not_run_are_not_judged():
    skipped = replace(NEWS, skipped_checks=("copies: there is no source",))
    limit = FindingLimit(selector="accuracy/untranslated", max=0)
    assert outcome(skipped, findings=(limit,)) == "unjudged"
    assert outcome(skipped, findings=(replace(limit, selector="accuracy/number"),)) == "passed"


@pytest.mark.parametrize(("least", "expected"), [("minor", "failed"), ("critical", "failed"), (None, "unjudged")])
def test_severity(least, expected):
    assert outcome(fail_on=least) == expected


def test_a_rule_that_cannot_be_read_is_no_pass():
    assert outcome(replace(NEWS, skipped_checks=("rule left out: house/a.toml: no message",))) == "unjudged"


def test_nothing_scored_is_no_pass():
    systems = tuple(replace(system, words=0) for system in NEWS.systems)
    assert outcome(replace(NEWS, systems=systems), fail_on="major") == "unjudged"


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_no_value_is_rounded_across_its_limit(value, limit):
    text = float(shown(value, limit))
    if value < limit:
        assert text <= limit
    if value > limit:
        assert text >= limit


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [(29.999, 30, "29.999"), (30.0, 30, "30.00"), (29.9, 30, "29.90"), (30.004, 30, "30.004")],
)
def test_as_many_digits_as_it_takes(value, limit, text):
    assert shown(value, limit) == text


# -- baseline -----------------------------------------------------------------------------------------------------

WORDS = "the mayor of the old town opened two new schools and closed a bridge on monday after the flood".split()


def news(change=lambda text: text, documents=6):
    """Documents of three segments each, their references beside them."""
    for number in range(documents):
        header = DocumentHeader(document=f"doc{number}", path=f"doc{number}.txt")
        for line in range(3):
            start = (5 * number + 3 * line) % len(WORDS)
            reference = " ".join(WORDS[start:] + WORDS[:start]).capitalize() + "."
            hypothesis = change(reference.replace("two new", "new" if line == 1 else "two new"))
            yield Segment(
                header=header, segment=str(line + 1), hypothesis=hypothesis, references=(reference,), line=line
            )


def run(change=lambda text: text, **settings):
    return evaluate_items(
        list(news(change)), Settings(language_pair=LanguagePair("it", "en"), resamples=200, **settings)
    )


def faulty(text):
    return text.replace("opened", "are arrived and opened")


def test_a_baseline_is_read_as_it_was_written_and_each_entry_has_its_line(tmp_path):
    baseline = baseline_of(run(faulty), tmp_path / FILE)
    assert baseline.findings
    write_baseline(baseline, tmp_path / FILE)
    assert read_baseline(tmp_path / FILE) == baseline
    before = (tmp_path / FILE).read_text("utf-8").splitlines()
    assert len(before) == len(baseline.findings) + len(baseline.documents) + len(baseline.signatures) + 9
    write_baseline(replace(baseline, findings=baseline.findings[1:]), tmp_path / FILE)
    after = (tmp_path / FILE).read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == [before[-len(baseline.findings) - 2]]
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_only_new_findings_count(tmp_path):
    baseline = baseline_of(run(faulty), tmp_path / FILE)
    assert judge(run(faulty), Thresholds()).outcome == "failed"
    judgement = judge(run(faulty), Thresholds(), baseline)
    assert (judgement.outcome, judgement.accepted) == ("passed", len(baseline.findings))
    moved = run(lambda text: f"All is well. {faulty(text)}" if text.startswith("The mayor") else faulty(text))
    assert judge(moved, Thresholds(), baseline).outcome == "passed"
    worse = run(lambda text: faulty(text).replace("closed", "is died and closed"))
    assert judge(worse, Thresholds(), baseline).outcome == "failed"


def test_findings_that_are_gone_are_told_and_fail_where_that_is_wanted(tmp_path):
    baseline = baseline_of(run(faulty), tmp_path / FILE)
    mended = run()
    judgement = judge(mended, Thresholds(), baseline)
    assert judgement.outcome == "passed"
    gone = len(baseline.stale(placed_findings(mended.documents)))
    assert gone >= 6
    verb = "is" if gone == 1 else "are"
    assert f"{gone} {verb} gone: mtqa baseline prune RUN takes out what is gone" in judgement.notes
    assert judge(mended, Thresholds(), baseline, strict=True).outcome == "failed"
    assert judge(mended, Thresholds(), baseline.pruned(mended), strict=True).outcome == "passed"


DROP = Thresholds(
    fail_on=None, corpus=(ScoreLimit(score="BLEU", max_drop=1.0), ScoreLimit(score="chrF2", max_drop=1.0))
)


def test_a_drop_counts_when_it_is_large_and_significant(tmp_path):
    baseline = baseline_of(run(), tmp_path / FILE)
    assert judge(run(), DROP, baseline).outcome == "passed"
    lost = run(lambda text: text.replace("the old town", "village").replace("bridge on monday", "road"))
    judgement = judge(lost, DROP, baseline)
    assert judgement.outcome == "failed"
    assert all("p = 0.0" in verdict.actual for verdict in judgement.verdicts)
    assert judgement.verdicts[0].culprits
    once = run(lambda text: text.replace("Two new schools and closed", "It shut"))
    assert judge(once, DROP, baseline).outcome == "passed"


def test_scores_of_another_signature_are_not_compared(tmp_path):
    baseline = baseline_of(run(tokenizer="char"), tmp_path / FILE)
    bleu, chrf = judge(run(), DROP, baseline).verdicts
    assert bleu.outcome == "unjudged"
    assert "tok was char, is 13a" in bleu.reason
    assert chrf.outcome == "passed"


BROKEN = {
    "no file": (None, "cannot be read"),
    "no JSON": ("<<<<<<<", "is not JSON"),
    "something else": ('{"a": 1}', "is no baseline of format 1"),
    "damaged": ('{"format": 1, "signatures": {}}', "is a damaged baseline"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_baseline_is_an_error(text, message, tmp_path):
    if text is not None:
        (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        read_baseline(tmp_path / FILE)
