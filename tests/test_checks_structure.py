"""Documents as wholes."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.structure import CHECK
from mtqa.model import LanguagePair

MISPLACED, UNRELATED, REPEATED, PARAGRAPHS, DATE_LINE, HEADLINE = (fault.id for fault in CHECK.faults)
SEED = Path(__file__).parents[2] / "shared" / "seed"


def found(*segments, pair=("de", "en")):
    context = Context(language_pair=LanguagePair(*pair))
    checked = tuple(CheckedSegment(hypothesis, source, tuple(refs), context) for hypothesis, source, *refs in segments)
    return list(CHECK.open(context)(CheckedDocument(checked, context)))


def rules(*segments, **options):
    return [(index, each.rule) for index, each in found(*segments, **options)]


SOURCES = (
    "Brücke über die Warnow gesperrt",
    ("Die 1974 gebaute Brücke wird ab Montag für Lastwagen gesperrt, wie das Ministerium in Schwerin mitteilte."),
    "Der Grund sind Risse.",
    (
        "Nach Angaben der Gutachter Lehmann und Okonkwo sind 38 der 120 Träger so stark beschädigt, dass sie "
        "ersetzt werden müssen; die Kosten werden auf 4 Millionen Euro geschätzt."
    ),
    "Pendler müssen mit Umwegen rechnen.",
    ("Die Opposition im Landtag warf der Regierung vor, Warnungen aus dem Jahr 2019 nicht beachtet zu haben."),
)
TRANSLATIONS = (
    "Bridge across the Warnow closed",
    "The bridge, built in 1974, will be closed to lorries from Monday, the ministry in Schwerin said.",
    "The reason is cracks.",
    (
        "According to the experts Lehmann and Okonkwo, 38 of the 120 girders are so badly damaged that they "
        "have to be replaced; the cost is put at 4 million euros."
    ),
    "Commuters must expect detours.",
    "The opposition in parliament accused the government of having ignored warnings issued in 2019.",
)


def beside_sources(translations):
    return list(zip(translations, SOURCES, strict=True))


def beside_references(translations):
    return [(text, None, reference) for text, reference in zip(translations, TRANSLATIONS, strict=True)]


@pytest.mark.parametrize("beside", [beside_sources, beside_references])
def test_a_document_in_order(beside):
    assert rules(*beside(TRANSLATIONS)) == []


@pytest.mark.parametrize("beside", [beside_sources, beside_references])
def test_two_segments_swapped(beside):
    swapped = list(TRANSLATIONS)
    swapped[2:4] = swapped[3], swapped[2]
    assert [row for row in rules(*beside(swapped)) if row[1] != UNRELATED] == [(2, MISPLACED), (3, MISPLACED)]


@pytest.mark.parametrize("beside", [beside_sources, beside_references])
def test_a_lost_segment_moves_up_those_after_it(beside):
    moved = [TRANSLATIONS[0], *TRANSLATIONS[2:], "Read more"]
    ((index, slip),) = [row for row in found(*beside(moved)) if row[1].rule == MISPLACED]
    assert (index, slip.confidence) == (1, "high")
    assert "of one segment after" in slip.message


def test_one_bad_translation_is_not_out_of_place():
    bad = [*TRANSLATIONS[:3], "It is.", *TRANSLATIONS[4:]]
    assert rules(*beside_sources(bad)) == []


def test_a_paragraph_that_stands_twice():
    twice = [*TRANSLATIONS[:5], TRANSLATIONS[3]]
    assert rules(*beside_sources(twice)) == [(5, REPEATED)]
    assert rules(*beside_sources(TRANSLATIONS), (TRANSLATIONS[3], SOURCES[3])) == []


def test_a_text_that_belongs_to_another():
    other = (
        "Striker Fernandes scored twice after half-time yesterday while visiting fans whistled throughout, "
        "leaving coach Petersen visibly satisfied about another clean sheet."
    )
    ((_, unrelated),) = found((other, None, TRANSLATIONS[3]))
    assert (unrelated.rule, unrelated.confidence) == (UNRELATED, "medium")
    assert found(("Not so.", None, TRANSLATIONS[3])) == []
    assert found((other, None, TRANSLATIONS[3], other.replace("twice", "two goals"))) == []


@pytest.mark.parametrize(
    ("hypothesis", "source", "lost"),
    [
        ("The mayor resigned.", "ROSTOCK – Der Bürgermeister ist zurückgetreten.", True),
        ("ROSTOCK – The mayor resigned.", "ROSTOCK – Der Bürgermeister ist zurückgetreten.", False),
        ("The mayor resigned.", "Rostock, 12. Mai - Der Bürgermeister ist zurückgetreten.", True),
        ("Rostock, May 12: the mayor resigned.", "Rostock, 12. Mai - Der Bürgermeister ist zurückgetreten.", False),
        ("The mayor resigned.", "Rostock (dpa) - Der Bürgermeister ist zurückgetreten.", True),
        ("The mayor resigned, and late.", "Der Bürgermeister ist zurückgetreten – und zwar spät.", False),
        ("The mayor resigned.", "市政府北京5月12日电 市长辞职。", True),
        ("The mayor resigned.", "МИНСК — Мэр ушёл в отставку.", True),
    ],
)
def test_the_date_line(hypothesis, source, lost):
    assert rules((hypothesis, source)) == [(0, DATE_LINE)] * lost


def test_fewer_paragraphs_in_a_segment():
    source = f"{SOURCES[1]}\n\n{SOURCES[3]}"
    assert rules((f"{TRANSLATIONS[1]} {TRANSLATIONS[3]}", source)) == [(0, PARAGRAPHS)]
    assert rules((f"{TRANSLATIONS[1]}\n\n{TRANSLATIONS[3]}", source)) == []


@pytest.mark.parametrize(("count", "told"), [("38", False), ("83", True)])
def test_headline_and_body_count_the_same(count, told):
    segments = [
        (f"{count} girders damaged on bridge", "38 Träger der Brücke beschädigt"),
        ("The bridge is closed.", "Die Brücke ist gesperrt."),
        ("There are 38 girders that show cracks.", "Es gibt 38 Träger, die Risse zeigen."),
    ]
    assert rules(*segments) == [(0, HEADLINE)] * told


@given(st.lists(st.sampled_from(TRANSLATIONS), min_size=1, max_size=8))
def test_a_document_beside_itself(texts):
    assert found(*[(text, text) for text in texts], pair=("en", "en")) == []
    assert found(*[(text, None, text) for text in texts]) == []


@given(
    st.lists(st.text(alphabet="aBc 3.–\n漢(", max_size=40), min_size=1, max_size=6),
    st.lists(st.text(alphabet="aBc 3.–\n漢)", max_size=40), min_size=6, max_size=6),
)
def test_spans_quote_the_texts(hypotheses, sources):
    segments = list(zip(hypotheses, sources, strict=False))
    for index, each in found(*((hypothesis, source or None) for hypothesis, source in segments)):
        sides = {"hypothesis": segments[index][0], "source": segments[index][1]}
        assert sides[each.side][each.start : each.end] == each.text


@pytest.mark.parametrize("token", ["a ", "word 7 ", "漢", "1 ", "(", "\n", "A - "])
def test_hostile_input_takes_linear_time(token):
    text = token * (100_000 // len(token))
    began = time.perf_counter()
    found(*[(text, SOURCES[0]), (TRANSLATIONS[0], text), (text, text)])
    found(*[(token * 20, token * 20)] * 2000)
    assert time.perf_counter() - began < 4


@pytest.mark.skipif(not SEED.exists(), reason="the seed article lies beside the project only where it is measured")
def test_the_seed_article_is_in_order():
    source, hypothesis = (
        (SEED / f"syria-hajin.{side}.txt").read_text("utf-8").splitlines() for side in ("src.it", "hyp.en")
    )
    assert found(*zip(hypothesis, source, strict=True), pair=("it", "en")) == []
