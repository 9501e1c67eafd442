"""Terms of a glossary, found or missed in a translation."""

import time

import pytest
from checking import find, told

from mtqa.checks.base import Context
from mtqa.checks.terminology import CHECK
from mtqa.errors import InputError
from mtqa.model import LanguagePair

GLOSSARY = """source,target,forbidden,do_not_translate,case_sensitive,note
guerra civile,civil war,,,,
guerra,war|conflict,battle,,,never battle
Corte dei conti,Court of Auditors,,,yes,
Lega,,,yes,yes,the party
sindaco,mayor,,,,
,,kamikaze drone,,,house style
"""


@pytest.fixture
def glossary(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text(GLOSSARY, "utf-8")
    return path


CASES = {
    "used": ("The mayors met.", "I sindaci si sono riuniti.", []),
    "an alternative": ("The conflict is over.", "La guerra è finita.", []),
    "missing": ("The governor met them.", "Il sindaco li ha visti.", [("missing", "high", "sindaco")]),
    "missing, inflected": ("The governors met.", "I sindaci si sono visti.", [("missing", "medium", "sindaci")]),
    "forbidden": ("The battles are over.", "La guerra è finita.", [("forbidden", "high", "battles")]),
    "forbidden word for another term": ("The battle is over.", "La battaglia è finita.", []),
    "the longer term alone": ("The civil wars ended.", "Le guerre civili finirono.", []),
    "the longer term missing": ("The wars ended.", "La guerra civile finì.", [("missing", "high", "guerra civile")]),
    "kept": ("The Lega won.", "La Lega ha vinto.", []),
    "translated though kept": ("The League won.", "La Lega ha vinto.", [("do-not-translate", "high", "Lega")]),
    "another word but for its case": ("The alloy is hard.", "La lega è dura.", []),
    "case": ("The court of auditors spoke.", "La Corte dei conti ha parlato.", [("case", "high", "court of auditors")]),
    "right case": ("The Court of Auditors spoke.", "La Corte dei conti ha parlato.", []),
    "a headline in capitals": ("COURT OF AUDITORS SPOKE", "La Corte dei conti ha parlato", []),
    "forbidden anywhere": ("Kamikaze drones fell.", "Caddero.", [("forbidden", "high", "Kamikaze drones")]),
    "no source": ("The battle ended.", None, []),
}


@pytest.mark.parametrize(("hypothesis", "source", "found"), CASES.values(), ids=CASES)
def test_terms(hypothesis, source, found, glossary):
    assert told(CHECK, hypothesis, source, glossaries=(glossary,)) == found


def test_the_message_says_what_to_write_and_which_line_says_so(glossary):
    (missing,) = find(CHECK, "The governor left.", "Il sindaco è partito.", glossaries=(glossary,))
    assert missing.side == "source"
    assert missing.message == '"sindaco" in the source is to be "mayor" (terms.csv:6); it is not there'
    (forbidden,) = find(CHECK, "The battle ended.", "La guerra finì.", glossaries=(glossary,))
    assert forbidden.message == '"battle" is not to be used (terms.csv:3); use "war"'
    assert forbidden.suggestions == ("war",)
    assert forbidden.trace == ("the glossary notes: never battle",)
    assert forbidden.counterpart is not None
    assert forbidden.counterpart.text == "guerra"


def test_the_reference_is_witness_where_there_is_no_source(glossary):
    (missing,) = find(CHECK, "The governor left.", None, "The mayor left.", glossaries=(glossary,))
    assert (missing.side, missing.text) == ("reference", "mayor")
    assert find(CHECK, "The mayors left.", None, "The mayor left.", glossaries=(glossary,)) == []


def test_several_glossaries_add_up(glossary, tmp_path):
    more = tmp_path / "more.tsv"
    more.write_text("it\ten\nsindaco\tfirst citizen\nponte\tbridge\n", "utf-8")
    both = (glossary, more)
    assert told(CHECK, "The first citizen left.", "Il sindaco è partito.", glossaries=both) == []
    assert told(CHECK, "The road is new.", "Il ponte è nuovo.", glossaries=both) == [("missing", "high", "ponte")]


def context(*paths, pair=("it", "en")):
    return Context(language_pair=LanguagePair(*pair), glossaries=paths)


def test_a_glossary_for_other_languages_is_told(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("de,fr\nRathaus,mairie\n", "utf-8")
    assert CHECK.skips(context(path)) == "no glossary has terms for Italian to English, only for French and German"


def test_without_a_glossary_there_is_nothing_to_say():
    assert CHECK.skips(context()) is None
    assert find(CHECK, "The mayor left.", "Il sindaco è partito.") == []


def test_a_glossary_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.csv: no such file"):
        CHECK.open(context(tmp_path / "nowhere.csv"))


def test_a_large_glossary_is_fast(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("source,target\n" + "".join(f"termine{n} parola,term{n} word\n" for n in range(5_000)), "utf-8")
    source = "Il termine7 parola e altre parole del sindaco della città. " * 5
    started = time.perf_counter()
    assert len(find(CHECK, "The term is a word of the mayor. " * 5, source, glossaries=(path,))) == 1
    assert time.perf_counter() - started < 5
