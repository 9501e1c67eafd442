"""Planted faults: each kind plants what it says, the same for the same seed, and what is caught is counted."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mtqa.cli import app
from mtqa.errors import InputError
from mtqa.evaluation import Settings
from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.selftest import KINDS, try_faults
from mtqa.selftest.kinds import Place

BY_NAME = {kind.name: kind for kind in KINDS}
TEXT = "Yesterday the old mayor, who has arrived from Milan, told Anna that he is not ready. She wants 250 chairs."
SOURCE = "Ieri il vecchio sindaco, arrivato da Milano, ha detto ad Anna di non essere pronto. Lei vuole 250 sedie."
NEXT = "The council of the town will meet on the first of May."


def plant(name, text=TEXT, source=SOURCE, following=NEXT, language="en"):
    return BY_NAME[name].plant(Place(text, source, following, language), Random(1))


PLANTED = {
    "paragraph-lost": [""],
    "paragraph-shifted": [NEXT],
    "sentence-added": [f"{TEXT} {NEXT}"],
    "source-copied": [SOURCE],
    "sentence-dropped": ["She wants 250 chairs.", TEXT.removesuffix(" She wants 250 chairs.")],
    "end-dropped": ["Yesterday the old mayor, who has arrived from Milan, told Anna that he"],
    "number-changed": [TEXT.replace("250", "350")],
    "negation-dropped": [TEXT.replace(" not", "")],
    "names-swapped": [TEXT.replace("Milan", "§").replace("Anna", "Milan").replace("§", "Anna")],
    "auxiliary-be": [TEXT.replace("has arrived", "is arrived")],
    "agreement": [TEXT.replace("he is", "he are")],
}


@pytest.mark.parametrize(("name", "expected"), PLANTED.items(), ids=PLANTED)
def test_each_kind_plants_what_it_says(name, expected):
    assert plant(name) in expected


def test_the_other_kinds():
    assert sorted(plant("words-shuffled").split()) == sorted(TEXT.split())
    assert plant("words-shuffled") != TEXT
    assert len(plant("phrase-looped").split()) == len(TEXT.split()) + 24
    assert len(plant("word-doubled").split()) == len(TEXT.split()) + 1
    assert plant("clause-untranslated").endswith("ha detto ad Anna di non essere pronto. Lei vuole 250 sedie.")
    assert plant("encoding", "It’s late.") == "Itâ€™s late."
    assert plant("pair-unclosed", "He (the mayor) left.") == "He (the mayor left."


@pytest.mark.parametrize(
    "name", [kind.name for kind in KINDS if kind.name not in {"paragraph-lost", "paragraph-shifted"}]
)
def test_where_a_fault_cannot_be_there_is_none(name):
    assert plant(name, "Yes.", None, None) is None


@pytest.mark.parametrize("name", ["auxiliary-be", "agreement", "negation-dropped"])
def test_grammar_is_broken_only_in_a_language_that_is_known(name):
    assert plant(name, language="und") is None


@given(st.sampled_from(KINDS), st.text(max_size=60), st.none() | st.text(max_size=60), st.integers(0, 9))
def test_any_text_can_be_asked_and_the_seed_decides(kind, text, source, seed):
    place = Place(text, source, text[::-1], "en")
    assert kind.plant(place, Random(seed)) == kind.plant(place, Random(seed))


HEADER = DocumentHeader(document="a", path="a.txt")


def segments(count=12, reference=TEXT):
    return [
        Segment(
            header=HEADER,
            segment=str(number),
            hypothesis="Broken text are here.",
            source=SOURCE.replace("250", str(250 + number)),
            references=(reference and reference.replace("250", str(250 + number)),),
        )
        for number in range(count)
    ]


SETTINGS = Settings(language_pair=LanguagePair("it", "en"))


def test_what_is_caught_is_counted():
    result = try_faults(segments(), SETTINGS)
    by_name = {each.kind.name: each for each in result.kinds}
    assert result.trusted == "reference"
    assert result.segments == 12
    assert by_name.keys() == BY_NAME.keys()
    assert by_name["source-copied"].caught == by_name["source-copied"].planted > 3
    assert by_name["phrase-looped"].caught == by_name["phrase-looped"].planted
    for each in result.kinds:
        assert each.stopped <= each.by_confidence["high"] <= each.caught <= each.planted <= 6
        assert sum(each.by_confidence.values()) == each.caught


def test_the_same_seed_gives_the_same_result():
    assert try_faults(segments(), SETTINGS) == try_faults(segments(), SETTINGS)


def test_a_selection_catches_its_own_only():
    from mtqa.evaluation.checking import CheckSettings

    only = Settings(language_pair=SETTINGS.language_pair, checks=CheckSettings(select=("accuracy/untranslated/copy",)))
    caught = {each.kind.name for each in try_faults(segments(), only).kinds if each.caught}
    assert caught == {"source-copied"}


def test_without_a_reference_the_hypothesis_is_trusted():
    assert try_faults(segments(reference=None), SETTINGS).trusted == "hypothesis"
    assert try_faults(segments(), SETTINGS, trusted="hypothesis").trusted == "hypothesis"


def test_nothing_to_trust_is_an_error():
    with pytest.raises(InputError, match="no reference holds text"):
        try_faults(segments(reference=None), SETTINGS, trusted="reference")
    with pytest.raises(InputError, match="--on"):
        try_faults([LeftOut(document="a", reason="no hypothesis")], SETTINGS)


@pytest.fixture
def files(tmp_path):
    for name, text in {"hyp": TEXT, "src": SOURCE}.items():
        lines = (text.replace("250", str(250 + number)) for number in range(8))
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return [str(tmp_path / "hyp.txt"), "-s", str(tmp_path / "src.txt"), "-l", "it-en"]


def test_the_command_prints_a_table(files):
    shown = CliRunner().invoke(app, ["selftest", *files])
    assert shown.exit_code == 0
    lines = shown.output.splitlines()
    assert lines[0] == "8 segments, 160 words of the hypothesis (it-en), seed 12345"
    assert lines[1].startswith("untouched: ")
    assert [line.split()[0] for line in lines[4 : 4 + len(KINDS)]] == [kind.name for kind in KINDS]


def test_the_command_prints_json(files):
    shown = CliRunner().invoke(
        app, ["selftest", *files, "-f", "json", "--faults", "2", "--segments", "6", "--seed", "7"]
    )
    members = json.loads(shown.output)
    assert (members["segments"], members["seed"]) == (6, 7)
    assert all(each["caught"] <= each["planted"] <= 2 for each in members["kinds"])
    assert members["signature"].startswith("rules:")


def test_the_command_writes_a_page(files, tmp_path):
    folder = tmp_path / "reports"
    shown = CliRunner().invoke(app, ["selftest", *files, "--faults", "1", "-o", str(folder)])
    assert shown.exit_code == 0
    assert f"Report: {folder / 'selftest.html'}" in shown.stderr
    assert "<h1>What these settings catch</h1>" in (folder / "selftest.html").read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_told_in_a_line(files, tmp_path):
    (tmp_path / "file").write_text("mine")
    shown = CliRunner().invoke(app, ["selftest", *files, "--faults", "1", "-o", str(tmp_path / "file")])
    assert isinstance(shown.exception, InputError)
    assert "is a file where a folder is needed; name another folder with -o" in str(shown.exception)
