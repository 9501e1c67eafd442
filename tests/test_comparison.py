"""Systems compared: laws of a difference, oracles from outside, refusals, buckets made by hand, published orders."""

import json
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu import BLEU, CHRF
from sacrebleu.significance import PairedTest

from mtqa.comparison import Run, compare
from mtqa.comparison.buckets import MOST_DOMAINS
from mtqa.comparison.findings import rule_differences
from mtqa.comparison.human import agreement
from mtqa.comparison.words import words_in
from mtqa.errors import InputError
from mtqa.evaluation import Settings, evaluate_items
from mtqa.evaluation.findings import Placer
from mtqa.model import DocumentHeader, LanguagePair, Segment
from mtqa.statistics import holm

SHARED = Path(__file__).parents[1].parent / "shared"
WMT = SHARED / "eval" / "wmt"

IT_EN = LanguagePair("it", "en")
SETTINGS = Settings(language_pair=IT_EN, checks=None)
JUDGED = Settings(language_pair=IT_EN)

REFERENCE = (
    "The council approved the budget on Monday.",
    "Three bridges in Milan stay closed until May.",
    "Anna Verdi said that the works cost 40 million euros.",
    "Nobody was hurt.",
    "The trains to Genoa run again from tomorrow morning.",
    "Farmers ask for help after the drought of this summer.",
)
SOURCE = (
    "Il consiglio ha approvato il bilancio lunedì.",
    "Tre ponti a Milano restano chiusi fino a maggio.",
    "Anna Verdi ha detto che i lavori costano 40 milioni di euro.",
    "Nessun ferito.",
    "I treni per Genova riprendono domani mattina.",
    "Gli agricoltori chiedono aiuto dopo la siccità di questa estate.",
)
GOOD = (
    "The council approved the budget on Monday.",
    "Three bridges in Milan remain closed until May.",
    "Anna Verdi said that the works cost 40 million euros.",
    "No one was hurt.",
    "Trains to Genoa run again tomorrow morning.",
    "Farmers ask for help after the drought this summer.",
)
BAD = (
    "The council has approve the balance monday.",
    "Three bridges in Turin are closed up to may.",
    "Anna Verdi has told that the works cost 400 million euros.",
    "No wounded.",
    "The trains for Genoa retake tomorrow morning.",
    "The agriculturists ask aid after the dryness of this summer.",
)


def segments(hypotheses, *, system=None, path="a.txt", documents=3, references=REFERENCE, sources=SOURCE, domain=None):
    """Texts as segments, divided into documents of the same size."""
    size = max(1, len(hypotheses) // documents)
    for number, text in enumerate(hypotheses):
        document = number // size
        yield Segment(
            header=DocumentHeader(
                document=f"d{document}", path=path, system=system, domain=domain(document) if domain else None
            ),
            segment=str(number % size + 1),
            hypothesis=text,
            source=sources[number % len(sources)],
            references=(references[number % len(references)],),
            line=number + 1,
        )


def run(hypotheses, *, settings=SETTINGS, path="a/run.json", **options):
    return Run(evaluate_items(segments(hypotheses, **options), settings), path)


def two(a=GOOD, b=BAD, *, settings=SETTINGS, **options):
    return [
        run(a, settings=settings, system="A", path="a/run.json", **options),
        run(b, settings=settings, system="B", path="b/run.json", **options),
    ]


# -- laws -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("documents", [1, 3, 6])
def test_a_system_against_itself_is_no_difference(documents):
    comparison = compare(two(GOOD, GOOD, settings=JUDGED, documents=documents))
    (pair,) = comparison.pairs
    assert pair.headline == "B and A score the same."
    for each in pair.differences.values():
        assert (each.difference, each.low, each.high, each.p_value, each.better_in) == (0, 0, 0, 1, 0)
        assert not each.significant
        for tally in (each.documents, each.segments):
            assert (tally.wins, tally.losses) == (0, 0)
        assert each.segments.ties == len(GOOD)
        assert each.documents.ties == documents
    assert pair.worse == pair.better == ()
    assert all((rule.new, rule.gone) == (0, 0) for rule in pair.rules)


texts = st.lists(st.sampled_from((*GOOD, *BAD, "", "x")), min_size=6, max_size=6)


@given(a=texts, b=texts, documents=st.sampled_from([1, 3, 6]))
@settings(max_examples=40, deadline=None)
def test_the_other_way_round_everything_is_negated(a, b, documents):
    there = compare(two(a, b, documents=documents), resamples=60).pairs[0]
    back = compare(two(a, b, documents=documents), baseline="B", resamples=60).pairs[0]
    assert (there.a, there.b) == (back.b, back.a) == ("A", "B")
    for metric, one in there.differences.items():
        other = back.differences[metric]
        assert other.difference == pytest.approx(-one.difference, abs=1e-12)
        assert (other.low, other.high) == pytest.approx((-one.high, -one.low), abs=1e-12)
        assert other.p_value == one.p_value
        assert (other.documents.wins, other.documents.ties) == (one.documents.losses, one.documents.ties)
        assert (other.segments.wins, other.segments.ties) == (one.segments.losses, one.segments.ties)


@given(st.lists(st.floats(0.0, 1.0), max_size=8))
def test_adjusted_p_values_keep_their_order_and_are_never_lower(p_values):
    raised = holm(p_values)
    assert all(one >= p for one, p in zip(raised, p_values, strict=True))
    assert all(one <= 1 for one in raised)
    in_order = [raised[place] for place in np.argsort(p_values, kind="stable")]
    assert all(one <= other for one, other in pairwise(in_order))


def test_holm_as_worked_out_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


def test_intervals_and_scores_are_those_of_the_run_itself():
    runs = two(settings=JUDGED)
    comparison = compare(runs)
    for system, own in zip(comparison.systems, runs, strict=True):
        (scored,) = own.evaluation.systems
        assert system.scores == {metric: scored.scores[metric] for metric in comparison.metrics}


def test_less_is_better_in_an_error_rate():
    runs = two(settings=replace(SETTINGS, metrics=("ter",)))
    difference = compare(runs).pairs[0].differences["TER"]
    assert difference.difference > 0 > difference.better_by
    assert difference.better_in < 0.1
    assert difference.segments.losses > difference.segments.wins
    assert "worse" in compare(runs).pairs[0].headline


# -- oracles ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "peer"), [("bleu", BLEU()), ("chrf", CHRF())])
def test_p_values_are_those_of_sacrebleu_where_segments_are_drawn(key, peer):
    many = [text for _ in range(20) for text in GOOD]
    mixed = [GOOD[place % 6] if place % 7 else BAD[place % 6] for place in range(len(many))]
    runs = two(many, mixed, settings=replace(SETTINGS, metrics=(key,)), documents=1)
    comparison = compare(runs)
    references = [REFERENCE[place % 6] for place in range(len(many))]
    test = PairedTest([("A", many), ("B", mixed)], {"m": peer}, [references], test_type="bs", n_samples=1000)
    _, results = test()
    (name,) = (key for key in results if key != "System")
    of_b = results[name][1]
    found = comparison.pairs[0].differences[comparison.metrics[0]]
    assert comparison.resampled[comparison.metrics[0]] == "segments"
    assert found.p_value == of_b.p_value
    assert comparison.systems[1].scores[comparison.metrics[0]].score == of_b.score


@pytest.mark.parametrize(
    ("metric", "difference", "bound", "percent"),
    [
        ("BLEU", 0.5, "less than", 60),
        ("BLEU", 0.78, "about", 60),
        ("BLEU", 1.56, "about", 70),
        ("BLEU", -2.34, "about", 80),
        ("BLEU", 2.35, "more than", 80),
        ("chrF2", 0.54, "about", 60),
        ("chrF2", 1.63, "about", 80),
        ("chrF2", -9.0, "more than", 80),
    ],
)
def test_what_is_published_of_a_difference(metric, difference, bound, percent):
    found = agreement(metric, difference)
    assert (found.bound, found.percent) == (bound, pytest.approx(percent))


@pytest.mark.parametrize("metric", ["chrF2++", "TER", "quality"])
def test_nothing_is_made_up_where_nothing_is_published(metric):
    assert agreement(metric, 1.0) is None


# -- words ------------------------------------------------------------------------------------------------------


def test_significant_but_small_is_said():
    many = [f"The council of town {number} approved the budget of {number} euros." for number in range(60)]
    one_off = [text.replace("euros", "euro") if place % 8 == 0 else text for place, text in enumerate(many)]
    runs = two(many, one_off, references=many, sources=many, documents=30)
    (pair,) = compare(runs).pairs
    each = pair.differences["chrF2"]
    assert (each.significant, each.agreement.is_small) == (True, True)
    assert "Significant but small. People see the same system ahead in less than 60 %" in " ".join(pair.sentences)
    assert pair.headline == "B is worse than A, by so little that people would hardly agree on it."


def test_large_but_not_significant_is_said():
    worse = [*GOOD[:5], "x"]
    (pair,) = compare(two(GOOD, worse, documents=2)).pairs
    assert not pair.differences["chrF2"].significant
    assert "Large but not significant: with 6 segments it may be chance" in " ".join(pair.sentences)
    assert pair.headline == "No difference between B and A can be told."


@pytest.mark.parametrize("number", [1, 2, 4])
def test_too_few_tell_nothing(number):
    comparison = compare(two(GOOD[:number], BAD[:number], documents=1))
    (pair,) = comparison.pairs
    for each in pair.differences.values():
        assert not each.significant
        assert (each.low is None, each.high is None) == (number == 1, number == 1)
    assert f"but {number} segment{'s' if number > 1 else ''} cannot tell" in pair.sentences[0]
    assert pair.headline == "No difference between B and A can be told."
    assert compare(two(GOOD[:5], BAD[:5], documents=1)).pairs[0].differences["chrF2"].significant


def test_nothing_is_claimed_where_p_and_the_interval_disagree():
    one_fault = [text.replace("40 million", "400 million") for text in GOOD]
    (pair,) = compare(two(GOOD, one_fault, settings=JUDGED, documents=1)).pairs
    each = pair.differences["quality"]
    assert each.low <= 0 <= each.high
    assert not each.significant
    told = next(one for one in pair.sentences if one.startswith("quality"))
    assert ("but 0 lies in the interval" in told) == (each.p_adjusted < 0.05)


def test_a_better_system_with_critical_findings_is_not_called_better_without_a_but():
    awkward = [text.replace("400 million", "40 million") for text in BAD]
    wrong = [text.replace("40 million", "400 million") for text in REFERENCE]
    (pair,) = compare(two(awkward, wrong, settings=JUDGED, documents=6)).pairs
    assert pair.headline == "B is better than A, but has 1 critical finding that A does not have."


# -- pairs and names --------------------------------------------------------------------------------------------


def several(number):
    return [run(GOOD if place % 2 else BAD, system=f"s{place}", path=f"{place}/run.json") for place in range(number)]


@pytest.mark.parametrize(
    ("number", "all_pairs", "pairs"), [(2, False, 1), (3, False, 3), (4, False, 6), (5, False, 4), (5, True, 10)]
)
def test_few_systems_are_all_compared_many_with_the_baseline(number, all_pairs, pairs):
    comparison = compare(several(number), all_pairs=all_pairs, resamples=20)
    assert len(comparison.pairs) == pairs
    names = [f"s{place}" for place in range(number)]
    if pairs == number - 1:
        assert [(pair.a, pair.b) for pair in comparison.pairs] == [("s0", name) for name in names[1:]]
    else:
        assert [(pair.a, pair.b) for pair in comparison.pairs] == list(combinations(names, 2))


@pytest.mark.parametrize(
    ("texts", "headline"),
    [
        ((GOOD, BAD, BAD, GOOD, BAD), "3 of 4 systems are worse than s0, 1 cannot be told apart from it."),
        ((BAD, GOOD, GOOD, GOOD, GOOD), "4 of 4 systems are better than s0."),
        ((BAD, GOOD, BAD, BAD, BAD), "1 of 4 systems is better than s0, 3 cannot be told apart from it."),
    ],
)
def test_the_headline_of_many_counts_them(texts, headline):
    runs = [run(own, system=f"s{place}", path=f"{place}", documents=6) for place, own in enumerate(texts)]
    assert compare(runs).headline == headline


@pytest.mark.parametrize(
    ("texts", "headline"),
    [
        ((GOOD, BAD, BAD), "s0 is the best of 3 systems."),
        ((GOOD, GOOD, BAD), "s0 has the highest score of 3 systems, but no lead over s1 can be told."),
    ],
)
def test_the_headline_of_few_names_the_best(texts, headline):
    runs = [run(own, system=f"s{place}", path=f"{place}", documents=6) for place, own in enumerate(texts)]
    assert compare(runs).headline == headline


def test_however_many_are_compared_a_clear_difference_is_significant():
    runs = [run(GOOD if place % 2 else BAD, system=f"s{place}", path=f"{place}", documents=6) for place in range(12)]
    comparison = compare(runs, all_pairs=True)
    assert (len(comparison.pairs), comparison.resamples) == (66, 6600)
    apart = [pair for pair in comparison.pairs if (int(pair.a[1:]) + int(pair.b[1:])) % 2]
    assert all(pair.differences["chrF2"].significant for pair in apart)
    (alone,) = runs[3].evaluation.systems
    assert comparison.systems[3].scores == alone.scores


def test_the_baseline_stands_first_and_labels_name_the_systems():
    comparison = compare(several(3), labels=("one", "two", "three"), baseline="three", resamples=20)
    assert [system.name for system in comparison.systems] == ["three", "one", "two"]
    assert comparison.baseline == "three"
    assert [system.system for system in comparison.systems] == ["s2", "s0", "s1"]


def test_systems_of_one_name_are_told_apart_by_their_runs():
    runs = [run(GOOD, system="A", path="last/run.json"), run(BAD, system="A", path="this")]
    assert [system.name for system in compare(runs, resamples=20).systems] == ["A (last)", "A (this)"]
    unnamed = [run(GOOD, path="last/run.json"), run(BAD, path="last")]
    assert [system.name for system in compare(unnamed, resamples=20).systems] == ["last", "last #2"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"labels": ("one",)}, "1 labels for 2 systems (A, B)"),
        ({"labels": ("one", "one")}, "--label 'one' is given twice"),
        ({"baseline": "C"}, "--baseline 'C' is none of the systems; they are A, B"),
    ],
)
def test_names_that_do_not_fit_are_refused(options, message):
    with pytest.raises(InputError) as caught:
        compare(two(), **options)
    assert message in str(caught.value)


def test_one_system_has_nothing_to_be_compared_with():
    with pytest.raises(InputError, match="there is A only; name two or more"):
        compare([run(GOOD, system="A")])


# -- refusals ---------------------------------------------------------------------------------------------------


def other_reference():
    changed = ("The council passed the budget on Monday.", *REFERENCE[1:])
    return run(BAD, system="B", path="b/run.json", references=changed)


def other_source():
    return run(BAD, system="B", path="b/run.json", sources=("Altro.", *SOURCE[1:]))


def fewer_documents():
    return run(BAD[:4], system="B", path="b/run.json", documents=2)


def fewer_segments():
    evaluation = evaluate_items([each for each in segments(BAD, system="B") if each.line != 4], SETTINGS)
    return Run(evaluation, "b/run.json")


def other_tokenizer():
    return run(BAD, system="B", path="b/run.json", settings=replace(SETTINGS, tokenizer="char"))


def edited():
    kept = run(BAD, system="B", path="b/run.json")
    first, *others = kept.evaluation.documents
    damaged = replace(first, statistics={**first.statistics, "BLEU": (0,) * 10})
    return Run(replace(kept.evaluation, documents=(damaged, *others)), "b/run.json")


def other_language():
    kept = run(BAD, system="B", path="b/run.json")
    return Run(replace(kept.evaluation, language_pair=LanguagePair("it", "de")), "b/run.json")


MISMATCHES = {
    other_reference: (
        "a.txt:1: the reference of segment 1 of document 'd0' is \"The council passed the budget on Monday.\" for B, "
        '"The council approved the budget on Monday." for A (a.txt:1); score both over the same references, '
        "or compare what they share with --force"
    ),
    other_source: "a.txt:1: the source of segment 1 of document 'd0' is \"Altro.\" for B",
    fewer_documents: "a.txt:5: B has no document 'd2' that A has; score both over the same texts",
    fewer_segments: "a.txt:4: B has no segment 2 of document 'd1' that A has",
    other_tokenizer: "b/run.json: BLEU of B was made with tok:char, that of A with tok:13a; score both with the same",
    edited: "b/run.json: the BLEU of B in document 'd0' is not what its texts give; it was stored by another version",
    other_language: "b/run.json: B is a translation into de, A into en",
}


@pytest.mark.parametrize("make", MISMATCHES, ids=lambda make: make.__name__)
def test_what_does_not_fit_is_refused_with_place_and_remedy(make):
    with pytest.raises(InputError) as caught:
        compare([run(GOOD, system="A"), make()], resamples=20)
    assert str(caught.value).startswith(MISMATCHES[make].partition("; score")[0])
    assert "--force" in str(caught.value)
    assert MISMATCHES[make].split("; ")[-1] in str(caught.value)


@pytest.mark.parametrize("make", MISMATCHES, ids=lambda make: make.__name__)
def test_what_does_not_fit_is_compared_by_force_and_said(make):
    comparison = compare([run(GOOD, system="A"), make()], force=True, resamples=20)
    assert len(comparison.forced) == 1
    assert str(comparison.forced[0]).startswith(MISMATCHES[make].partition("; ")[0])
    shared = {fewer_documents: 4, fewer_segments: 5}.get(make, 6)
    assert comparison.segments == shared


def test_a_reference_that_one_side_lacks_is_the_only_thing_forced():
    lacking = [replace(each, references=("",)) if each.line == 3 else each for each in segments(BAD, system="B")]
    runs = [run(GOOD, system="A"), Run(evaluate_items(lacking, SETTINGS), "b/run.json")]
    with pytest.raises(InputError, match=r"a\.txt:3: the reference of segment 1 of document 'd1' is missing for B"):
        compare(runs)
    comparison = compare(runs, force=True, resamples=20)
    assert len(comparison.forced) == 1
    (without,) = evaluate_items([each for each in segments(GOOD) if each.line != 3], SETTINGS).systems
    assert comparison.systems[0].scores["BLEU"].score == without.scores["BLEU"].score


def test_texts_that_share_nothing_are_refused_by_force_too():
    other = run(BAD[:2], system="B", path="b/run.json", documents=1, sources=("Uno.", "Due."))
    renamed = [replace(each, header=replace(each.header, document="other")) for each in segments(BAD[:2], documents=1)]
    other = Run(evaluate_items(renamed, SETTINGS), "b/run.json")
    with pytest.raises(InputError, match="share no segment"):
        compare([run(GOOD, system="A"), other], force=True)


def test_documents_called_otherwise_are_matched_by_their_texts():
    renamed = [
        replace(each, header=replace(each.header, document=f"week-2/{each.header.document}"))
        for each in segments(BAD, system="B")
    ]
    comparison = compare([run(GOOD, system="A"), Run(evaluate_items(renamed, SETTINGS), "b")], resamples=20)
    assert comparison.segments == 6
    assert comparison.notes == ("the documents of B are called otherwise; they were matched by their order and texts",)


def test_checks_that_ran_on_one_side_only_are_refused():
    unread = [replace(each, source=None) for each in segments(BAD, system="B")]
    with pytest.raises(InputError, match="A was checked against its source, B without one; score both with the source"):
        compare([run(GOOD, system="A", settings=JUDGED), Run(evaluate_items(unread, JUDGED), "b/run.json")])


def test_checks_that_did_not_run_on_one_side_are_refused():
    first, second = two(settings=JUDGED)
    skipped = replace(second.evaluation, skipped_checks=("numbers: not for Klingon", "names: not for Klingon"))
    with pytest.raises(InputError, match=r"the check names \(and 1 more checks\) ran on A and not on B"):
        compare([first, Run(skipped, "b/run.json")])


def test_a_score_that_only_one_has_is_told():
    with_ter = run(BAD, system="B", path="b/run.json", settings=replace(SETTINGS, metrics=("chrf", "ter")))
    comparison = compare([run(GOOD, system="A"), with_ter], resamples=20)
    assert comparison.metrics == ("chrF2",)
    assert "TER is not compared: A has none" in comparison.notes


def test_a_score_that_is_not_known_is_told():
    runs = []
    for each in two():
        metrics = (*each.evaluation.metrics, "Oracle")
        signatures = {**each.evaluation.signatures, "Oracle": "nrefs:0"}
        runs.append(Run(replace(each.evaluation, metrics=metrics, signatures=signatures), each.path))
    comparison = compare(runs, resamples=20)
    assert comparison.metrics == ("BLEU", "chrF2", "chrF2++")
    assert comparison.notes == ("Oracle is not compared: this mtqa does not know it",)


def test_no_score_in_common_is_refused():
    runs = [
        run(GOOD, system="A", settings=replace(SETTINGS, metrics=("bleu",))),
        run(BAD, system="B", settings=replace(SETTINGS, metrics=("ter",))),
    ]
    with pytest.raises(InputError, match=r"no score that all systems have \(A has BLEU; B has TER\)"):
        compare(runs)


def test_nothing_scored_on_a_side_is_refused():
    unscored = [replace(each, references=()) for each in segments(BAD, system="B")]
    with pytest.raises(InputError, match=r"b/run\.json: nothing of B is scored; give a reference with -r"):
        compare([run(GOOD, system="A"), Run(evaluate_items(unscored, SETTINGS), "b/run.json")])


def test_without_references_quality_decides():
    runs = [
        Run(evaluate_items([replace(each, references=()) for each in segments(texts, system=name)], JUDGED), name)
        for name, texts in (("A", GOOD), ("B", BAD))
    ]
    comparison = compare(runs, resamples=100)
    assert (comparison.metrics, comparison.decided_by) == (("quality",), "quality")
    assert {bucket.kind for bucket in comparison.buckets} == {"length"}


# -- where they differ ------------------------------------------------------------------------------------------


def test_segments_stand_in_the_order_of_what_they_cost():
    (pair,) = compare(two(settings=JUDGED), resamples=20).pairs
    own = [each for each in pair.worse if each.metric == "chrF2"]
    influences = [each.influence for each in own]
    assert influences == sorted(influences)
    assert all(each.better_by < 0 for each in own)
    assert all(each.a.segment.segment == each.b.segment.segment for each in own)
    for each in own:
        assert each.better_by == pytest.approx(each.b.scores["chrF2"] - each.a.scores["chrF2"])


def test_the_influence_of_a_segment_is_the_difference_less_that_without_it():
    (pair,) = compare(two(), resamples=20).pairs
    for each in (*pair.worse, *pair.better):
        place = each.a.segment.line - 1
        kept = [number for number in range(6) if number != place]
        runs = [
            Run(evaluate_items([one for one in segments(texts, system=name) if one.line - 1 in kept], SETTINGS), name)
            for name, texts in (("A", GOOD), ("B", BAD))
        ]
        (without,) = compare(runs, resamples=20).pairs
        whole, rest = (one.differences["chrF2"].better_by for one in (pair, without))
        assert each.influence == pytest.approx(whole - rest, abs=1e-9)


def test_documents_stand_the_worst_first():
    comparison = compare(two(GOOD, [*GOOD[:2], *BAD[2:4], *GOOD[4:]]), resamples=20)
    (pair,) = comparison.pairs
    assert [each.document for each in pair.documents if each.better_by < 0] == ["d1"]
    assert pair.documents[0].document == "d1"
    named = {each.document: each.scores["chrF2"] for each in comparison.documents}
    assert (pair.documents[0].a, pair.documents[0].b) == (named["d1"]["A"], named["d1"]["B"])


def findings_of(hypotheses):
    evaluation = evaluate_items(segments(hypotheses), JUDGED)
    placer = Placer()
    return [list(placer.place(scored)) for document in evaluation.documents for scored in document.segments]


def test_findings_of_one_system_only_are_counted_by_rule():
    worse = [text.replace("40", "400").replace("closed until", "are closed until") for text in GOOD]
    a, b = findings_of(GOOD), findings_of(worse)
    changed = {each.rule: each for each in rule_differences(a, b)}["accuracy/number/changed"]
    assert (changed.a, changed.b, changed.new, changed.gone) == (0, 1, 1, 0)
    assert changed.new_places[0].finding.text == "400 million"
    back = {each.rule: each for each in rule_differences(b, a)}["accuracy/number/changed"]
    assert (back.a, back.b, back.new, back.gone) == (1, 0, 0, 1)
    for each in rule_differences(a, b):
        assert each.b - each.a == each.new - each.gone


# -- buckets ----------------------------------------------------------------------------------------------------


def bucket(comparison, kind, name):
    return next(each for each in comparison.buckets if (each.kind, each.name) == (kind, name))


def test_a_bucket_is_scored_as_a_run_of_its_segments():
    comparison = compare(two(), resamples=20)
    short = bucket(comparison, "length", "1 to 9 words")
    chosen = [place for place, text in enumerate(REFERENCE) if len(text.split()) < 10]
    assert short.size == len(chosen)
    for name, texts in (("A", GOOD), ("B", BAD)):
        own = [each for each in segments(texts) if each.line - 1 in chosen]
        (alone,) = evaluate_items(own, SETTINGS).systems
        for metric in comparison.metrics:
            assert short.scores[metric][name] == pytest.approx(alone.scores[metric].score, abs=1e-9)


def test_buckets_of_segments_hold_each_segment_once():
    comparison = compare(two(domain=lambda number: "news" if number else "sport"), resamples=20)
    for kind in ("length", "domain"):
        assert sum(each.size for each in comparison.buckets if each.kind == kind) == len(GOOD)
    assert bucket(comparison, "domain", "news").size == 4


def test_many_domains_are_cut_to_the_largest():
    many = GOOD * 20
    comparison = compare(two(many, many, documents=120, domain=str), resamples=20)
    assert len([each for each in comparison.buckets if each.kind == "domain"]) == MOST_DOMAINS


def test_words_right_by_how_often_the_references_have_them():
    references = ("cat cat dog", "cat bird", "cat dog fish")
    hypotheses = ("cat dog dog", "cat bird bird", "fish")
    made = [
        run(texts, system=name, path=name, references=references, sources=references, documents=1)
        for name, texts in (("A", references), ("B", hypotheses))
    ]
    comparison = compare(made, resamples=20)
    assert all(each.scores["F1"]["A"] == 100 for each in comparison.buckets if each.unit == "words")
    once = bucket(comparison, "frequency", "once")  # bird, fish: 2 expected, 3 there, 2 right
    assert (once.size, once.scores["F1"]["B"]) == (2, pytest.approx(200 * 2 / 5))
    more = bucket(comparison, "frequency", "2 to 4 times")  # cat 4, dog 2: 6 expected, 4 there, 3 right
    assert (more.size, more.scores["F1"]["B"]) == (6, pytest.approx(200 * 3 / 10))


def test_names_and_numbers_are_kinds_of_words():
    comparison = compare(two(), resamples=20)
    names = bucket(comparison, "words", "names")
    assert names.scores["F1"]["B"] < names.scores["F1"]["A"]
    numbers = bucket(comparison, "words", "numbers")
    assert (numbers.size, numbers.scores["F1"]) == (1, {"A": 100.0, "B": 0.0})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. spent 1,000.5 euros, didn’t it?", ["the", "u.s", "spent", "1,000.5", "euros", "didn’t", "it"]),
        ("well-known", ["well", "known"]),
        ("今天有3个人。", ["今", "天", "有", "3", "个", "人"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("", []),
    ],
)
def test_words(text, words):
    assert words_in(text) == words


# -- published orders -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not WMT.exists(), reason="the WMT files are not here (../shared/eval)")
def test_the_published_order_of_three_systems():
    names = ("GPT4-5shot", "NLLB_Greedy", "ONLINE-B")
    references = (WMT / "generaltest2023.he-en.ref.refA.en").read_text("utf-8").split("\n")[:600]
    runs = []
    for name in names:
        lines = (WMT / f"generaltest2023.he-en.hyp.{name}.en").read_text("utf-8").split("\n")[:600]
        items = segments(lines, system=name, references=references, sources=references, documents=30)
        runs.append(Run(evaluate_items(items, replace(SETTINGS, metrics=("chrf",))), name))
    comparison = compare(runs, resamples=300)
    told = {
        (pair.a, pair.b): pair.differences["chrF2"].better_by
        for pair in comparison.pairs
        if pair.differences["chrF2"].significant
    }
    assert told[names[0], names[1]] < 0 < told[names[0], names[2]]
    assert comparison.headline == "ONLINE-B is the best of 3 systems."


def test_the_same_bytes_whatever_the_order_of_work():
    from io import StringIO

    from mtqa.writers import comparison_json

    texts = []
    for _ in range(2):
        out = StringIO()
        comparison_json.write(compare(two(settings=JUDGED), resamples=50), out)
        texts.append(out.getvalue())
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["format"] == 1
