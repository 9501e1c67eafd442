"""Omission and addition."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.omission import CHECK
from mtqa.model import DocumentHeader, LanguagePair, Segment


def found(*segments, pair=("de", "en"), **settings):
    context = Context(language_pair=LanguagePair(*pair), **settings)
    checked = tuple(CheckedSegment(hypothesis, source, tuple(refs), context) for hypothesis, source, *refs in segments)
    return list(CHECK.open(context)(CheckedDocument(checked, context)))


def rules(*segments, **options):
    return [each.rule for _, each in found(*segments, **options)]


EMPTY, SHORT, CUT, LOST, CONTENT, LONG, ADDED, ADDED_CONTENT = (fault.id for fault in CHECK.faults)

GERMAN = (
    "Die Feuerwehr rückte am Abend mit zwölf Fahrzeugen aus. Das Feuer war gegen 19 Uhr im Keller eines alten Hotels "
    "ausgebrochen, in dem zurzeit nur wenige Gäste wohnen. Verletzt wurde nach Angaben der Polizei niemand."
)
ENGLISH = (
    "The fire brigade turned out with twelve vehicles in the evening. The fire had broken out at 7 p.m. in the cellar "
    "of an old hotel that has few guests at present. According to the police nobody was injured."
)
MIDDLE = ENGLISH[ENGLISH.index(" The fire had") : ENGLISH.index(" According")]
SHORTER = ENGLISH.replace(MIDDLE, "")
FOURTH = "The owner of the hotel, who was abroad at the time, said that it would stay closed until the summer."
RUSSIAN = "Суд отложил заседание до понедельника. Адвокаты просили больше времени для изучения документов."

TEXTS = {
    "complete": (("de", "en"), ENGLISH, GERMAN, []),
    "a full stop alone": (("de", "en"), ".", GERMAN, [EMPTY]),
    "nothing": (("de", "en"), "", GERMAN, [EMPTY]),
    "a source without words": (("de", "en"), "", "– – –", []),
    "a sentence left out": (("de", "en"), SHORTER, GERMAN, [LOST]),
    "a sentence added": (("de", "en"), f"{ENGLISH} {FOURTH}", GERMAN, [ADDED]),
    "one sentence split, nothing lost": (
        ("de", "en"),
        ENGLISH.replace(" with twelve vehicles in the evening", " in the evening. It came with twelve vehicles"),
        GERMAN,
        [],
    ),
    "a third of the length": (
        ("fr", "en"),
        "The president spoke.",
        "Le président de la République a prononcé mardi soir un long discours devant les deux chambres réunies.",
        [SHORT],
    ),
    "three times the length": (
        ("fr", "en"),
        "The president spoke for a very long time on Tuesday evening before the assembled members of both chambers",
        "Le président a pris la parole.",
        [LONG],
    ),
    "cut before a noun": (("ru", "en"), "The court adjourned the hearing until Monday. The lawyers asked for the",
                          RUSSIAN, [CUT]),
    "cut in the middle": (("ru", "en"), "The court adjourned the hearing unt", RUSSIAN, [CUT]),
    "cut in a word": (("ru", "en"), "The court adjourned the hearing until Monday. The lawyers asked for time to stu",
                      RUSSIAN, [CUT]),
    "cut, Italian": (
        ("en", "it"),
        "Il tribunale ha rinviato l'udienza a lunedì e gli avvocati della",
        "The court adjourned the hearing until Monday, and the lawyers of the family asked for more time.",
        [CUT],
    ),
    "a stop left out, nothing else": (("ru", "en"), "The court adjourned the hearing until Monday",
                                      "Суд отложил заседание до понедельника.", []),
    "a headline that hangs in both": (("de", "en"), "All about the", "Alles über die", []),
    "Chinese": (("zh", "en"), "The meeting ended on Tuesday.", "会议星期二结束。", []),
    "Chinese, a sentence left out": (
        ("en", "zh"),
        "消防队傍晚出动了十二辆车。警方称没有人受伤。",
        ENGLISH,
        [LOST],
    ),
    "no source": (("de", "en"), "", None, []),
}  # fmt: skip


@pytest.mark.parametrize(("pair", "hypothesis", "source", "expected"), TEXTS.values(), ids=TEXTS)
def test_against_the_source(pair, hypothesis, source, expected):
    assert rules((hypothesis, source), pair=pair) == expected


@pytest.mark.parametrize("name", ["complete", "a full stop alone", "nothing"])
def test_against_the_reference(name):
    _, hypothesis, _, expected = TEXTS[name]
    assert rules((hypothesis, None, ENGLISH)) == expected


def test_a_sentence_left_out_is_shown_in_the_source():
    ((_, lost),) = found((SHORTER, GERMAN))
    assert (lost.side, lost.counterpart) == ("source", None)
    assert lost.text.startswith("Das Feuer war") and lost.text.endswith("Gäste wohnen.")
    ((_, lost),) = found((SHORTER, None, ENGLISH))
    assert (lost.side, lost.text) == ("reference", MIDDLE.strip())


def test_a_free_reference_excuses_a_free_translation():
    long = "Wie das Amt auf Anfrage mitteilte, wurde der gesamte Verkehr auf der Strecke bis auf Weiteres eingestellt."
    short = "All trains are cancelled."
    assert rules((short, long)) == [SHORT]
    assert rules((short, long, "The trains are cancelled.")) == []


PART = " with twelve vehicles, two ladders and several ambulances from neighbouring villages"
ONE = (
    "Die Feuerwehr rückte am Montagabend mit zwölf Fahrzeugen, zwei Leitern und mehreren Krankenwagen aus den "
    "Nachbardörfern zu dem Brand in der Altstadt aus."
)
WHOLE = f"The fire brigade turned out{PART} to the fire in the old town on Monday evening."


@pytest.mark.parametrize("source", [ONE, None])
def test_content_of_the_reference_that_is_missing(source):
    ((_, lost),) = found((WHOLE.replace(PART, ""), source, WHOLE))
    assert (lost.rule, lost.side) == (CONTENT, "reference")
    assert lost.text in PART
    assert found((WHOLE, source, WHOLE.replace("brigade", "department"))) == []


def test_content_that_the_reference_does_not_have():
    shorter = ONE.replace(" mit zwölf Fahrzeugen, zwei Leitern und mehreren Krankenwagen aus den Nachbardörfern", "")
    ((_, added),) = found((WHOLE, shorter, WHOLE.replace(PART, "")))
    assert (added.rule, added.side) == (ADDED_CONTENT, "hypothesis")
    assert added.text in PART


def test_a_document_is_told_once_where_no_segment_tells():
    assert rules(*[(ENGLISH, GERMAN)] * 40) == []
    half = ("The fire brigade came", "Die Feuerwehr kam mit zwölf Wagen")
    assert [(index, each.rule) for index, each in found(*[half] * 40)] == [(0, SHORT)]


def test_thresholds_are_the_users():
    text = TEXTS["a third of the length"]
    assert rules((text[1], text[2]), pair=text[0], thresholds={"omission.deviation": 40}) == []


def test_the_run_teaches_what_is_usual():
    """Subtitles that are half as long as their source throughout are no omission, each for itself."""
    source = "Und dann sind wir also alle zusammen noch einmal in die große Stadt gefahren und haben dort gewartet"
    half = "Then we all went back to town and waited there, you know"
    header = DocumentHeader(document="d", path="p")
    sample = tuple(Segment(header=header, segment=str(n), hypothesis=half, source=source) for n in range(300))
    strict = {"omission.deviation": 2.5, "omission.document_deviation": 9}
    assert rules((half, source), thresholds=strict) == [SHORT]
    assert rules((half, source), thresholds=strict, sample=sample) == []


@given(st.text(min_size=1, max_size=80), st.sampled_from(["de", "en", "zh", "und"]))
def test_a_text_beside_itself_lacks_nothing(text, language):
    assert rules((text, text), pair=(language, language)) == []
    assert rules((text, None, text), pair=("und", language)) == []


@given(st.text(alphabet="aBcd 3.?!。漢字\n", max_size=80), st.text(alphabet="aBcd 3.?!。漢字\n", max_size=80))
def test_spans_quote_the_texts(hypothesis, source):
    sides = {"hypothesis": hypothesis, "source": source}
    for _, each in found((hypothesis, source or None)):
        assert sides[each.side][each.start : each.end] == each.text
        if each.counterpart:
            span = each.counterpart
            assert sides[span.side][span.start : span.end] == span.text


@pytest.mark.parametrize("token", ["a ", "a. ", "Yes. ", ".", "漢。", "1", " ", "(", "\n"])
def test_hostile_input_takes_linear_time(token):
    text = token * (100_000 // len(token))
    began = time.process_time()
    found((text, GERMAN), (GERMAN, text), (text, text))
    assert time.process_time() - began < 2
