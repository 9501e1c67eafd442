"""The loader and the proof: every promise of the rule format that a file can break, and what is said then."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mtqa.errors import RuleError
from mtqa.rules.engine import Rules
from mtqa.rules.loader import read_pack, read_path, read_rule
from mtqa.rules.proof import prove
from mtqa.rules.words import WordList

GOOD = """
category   = "fluency/grammar"
severity   = "major"
confidence = "high"
message    = '"{match}" takes no preposition'
why        = "Discuter de, parlare di."
tokens     = "verb:<discuss>&~VB* about"
unless     = { after = ["face"] }
place      = ["not_headline"]
suggest    = ["{verb}"]
flags      = [{ text = "They [[discussed about]] money.", fixed = "They discussed money." }]
silent     = ["The discussion about money ended.", "They discussed about face as an order."]
measured   = { lines = 3039, false_alarms = 0 }
"""
LISTS: Mapping[str, WordList] = {"month": WordList(frozenset({"may"}), lemmas=False)}


def write(folder: Path, text: str, name: str = "verb/about.toml") -> Path:
    path = folder / "house" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def read(folder: Path, text: str) -> Any:
    return read_rule(write(folder, text), folder / "house", LISTS)


def test_a_good_rule_is_read_and_proven(tmp_path):
    rule = read(tmp_path, GOOD)
    assert rule.id == "house/verb/about"
    assert (rule.flags[0].text, rule.flags[0].marked) == ("They discussed about money.", (5, 20))
    assert prove(rule, LISTS) == []


# What is changed in the good rule, the key that is named, and what is said.
REFUSALS = [
    ("severity   =", "severety   =", "severety", "did you mean severity?"),
    ("category   =", "kind       =", "kind", "unknown key"),
    ('"fluency/grammar"', '"fluency/gramar"', "category", "did you mean fluency/grammar?"),
    ('"major"', '"bad"', "severity", "neutral, minor, major, critical"),
    ('"high"', '"hgh"', "confidence", "did you mean high?"),
    ('"high"', "3", "confidence", "no text"),
    ('"Discuter de, parlare di."', '""', "why", "no text"),
    ('why        = "Discuter de, parlare di."', "", "why", "is missing"),
    ("measured   = { lines = 3039, false_alarms = 0 }", "", "measured", "is missing"),
    ("false_alarms = 0", "false_alarms = 1", "measured", "allows at most 1 in 10,000"),
    ("false_alarms = 0", "false_alarm = 0", "measured.false_alarm", "did you mean false_alarms?"),
    ("lines = 3039", 'lines = "many"', "measured", "is not"),
    ('"verb:<discuss>&~VB* about"', '"verb:<discuss about"', "tokens[0]", "a lemma is written"),
    ('"verb:<discuss>&~VB* about"', '"@mont about"', "tokens[0]", "did you mean @month?"),
    ('"verb:<discuss>&~VB* about"', '"@planet about"', "tokens[0]", "lists/planet.txt"),
    ('"verb:<discuss>&~VB* about"', "[]", "tokens", "neither a text nor a list"),
    ('tokens     = "verb:<discuss>&~VB* about"', "pattern = ['sed about']", "suggest[0]", "no part is named so"),
    ("tokens     =", "token      =", "token", "did you mean tokens?"),
    ("place      =", "pattern = ['x']\nplace =", None, "one matcher"),
    ("tokens     = ", "# ", None, "there is none"),
    ('{ after = ["face"] }', '["face"]', "unless", "where to look"),
    ('{ after = ["face"] }', '{ later = ["face"] }', "unless.later", "did you mean after?"),
    ('{ after = ["face"] }', '{ after = ["[[ face ]]"] }', "unless.after[0]", "a guard flags nothing"),
    ('{ after = ["face"] }', '{ after = ["(face"] }', "unless.after[0]", "brackets stand alone"),
    ('"not_headline"', '"not_title"', "place", "is no place"),
    ('"not_headline"', '"not_headlines"', "place", "did you mean not_headline?"),
    ('["{verb}"]', '["{vreb}"]', "suggest[0]", "did you mean {verb}?"),
    ('["{verb}"]', '["{verb:VBB}"]', "suggest[0]", "no such form"),
    ('["{verb}"]', '["{verb"]', "suggest[0]", "a bracket is left over"),
    ("\"{match}\" takes", "\"{matched}\" takes", "message", "did you mean {match}?"),
    ("[[discussed about]]", "discussed about", "flags[0]", "mark what is flagged"),
    ("[[discussed about]]", "[[]]discussed about", "flags[0]", "mark what is flagged"),
    ("[[discussed about]]", "[[discussed]] [[about]]", "flags[0]", "once"),
    ("fixed =", "fix =", "flags[0].fix", "did you mean fixed?"),
    ('"They discussed money."', "1", "flags[0].fixed", "no text put right"),
    ('"They discussed money."', '"They discussed.", source = "Discutevano."', "flags[0].source", "by its language"),
    ('["The discussion about money ended.", "They discussed about face as an order."]', "[]", "silent", "near misses"),
    ('"The discussion about money ended."', '"The [[discussion]] ended."', "silent[0]", "leave out"),
    ('"The discussion about money ended."', '{ text = "No.", fixed = "Yes." }', "silent[0].fixed", "near miss"),
    ("unless ", 'source_languages = ["Italian"]\nunless ', "source_languages", "language code"),
    ("unless ", 'needs_source = ["da"]\nunless ', "needs_source", "by language"),
    ("unless ", 'needs_source = { Italian = ["da"] }\nunless ', "needs_source.Italian", "language code"),
    ("unless ", 'needs_source = { it = ["d*a"] }\nunless ', "needs_source.it", "end of a stem"),
    ("unless ", 'source_boost = { it = ["/(/"] }\nunless ', "source_boost.it", "no regular expression"),
    ("[{ text", "[{ txt = 1, text", "flags[0].txt", "did you mean text?"),
    ('severity   = "major"', 'severity   = "major', None, "is not TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "message"), REFUSALS)
def test_a_file_that_breaks_the_format_is_refused(old, new, key, message, tmp_path):
    assert old in GOOD
    with pytest.raises(RuleError) as refusal:
        read(tmp_path, GOOD.replace(old, new))
    assert refusal.value.key == key
    assert message in refusal.value.message
    assert str(refusal.value).startswith(str(tmp_path))
    assert "\n" not in str(refusal.value)


PATTERN_REFUSALS = [
    (r"\d+,\d", "{1,40} in place of +"),
    (r"a*b", "{0,40} in place of *"),
    (r"(", "no regular expression"),
    (r"\d{1,500}", "up to 200"),
    (r"(a{1,20}){1,20}", "too many ways"),
    (r"a{0,9}", "matches where there is nothing"),
]


@pytest.mark.parametrize(("pattern", "message"), PATTERN_REFUSALS)
def test_a_regular_expression_without_bounds_is_refused(pattern, message, tmp_path):
    text = GOOD.replace('tokens     = "verb:<discuss>&~VB* about"', f"pattern = ['{pattern}']")
    with pytest.raises(RuleError, match="pattern") as refusal:
        read(tmp_path, text.replace('suggest    = ["{verb}"]', ""))
    assert message in refusal.value.message


UNPROVEN = [
    ("[[discussed about]] money", "[[discussed]] about money", "flags 'discussed about' in place of 'discussed'"),
    ("[[discussed about]] money", "[[talked about]] money", "flags nothing in place of 'talked about'"),
    ("]] money", "]] money and discuss about it", "'discussed about' and 'discuss about'"),
    ('"They discussed money."', '"They discuss about money."', "still flags 'discuss about' in the fixed text"),
    ('"The discussion about money ended."', '"They discuss about money."', "silent[0]: flags 'discuss about'"),
    ('["{verb}"]', '["{verb} about"]', "no suggestion can be filled in"),
    ('["{verb}"]', '["{verb} or discuss about"]', "in what its suggestion makes"),
    ('after = ["face"]', 'after = ["face", "turn"]', "no near miss in silent needs 'turn'"),
    ("~VB* about", "~VB* RB? about", "RB? is there in no example"),
    ("~VB* about", "~VB* ..2 about", "..2 is there in no example"),
    ("~VB* about", "~VB* ( about | on )", "'on' between brackets: no example needs it"),
    ('* about"', '* about", "verb:zebra about"]', "'verb:zebra about': no example needs it"),
    ("unless ", 'needs_source = { it = ["di"] }\nunless ', "flags nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), UNPROVEN)
def test_a_rule_that_its_examples_do_not_bear_out_is_not_proven(old, new, fault, tmp_path):
    assert old in GOOD
    text = GOOD.replace(old, new)
    text = text.replace('= "verb:', '= ["verb:') if "zebra" in new else text
    faults = prove(read(tmp_path, text), LISTS)
    assert any(fault in one for one in faults), faults


def test_an_option_that_is_never_missing_is_not_proven(tmp_path):
    text = GOOD.replace("They [[discussed about]]", "They [[discussed much about]]")
    faults = prove(
        read(
            tmp_path,
            text.replace("~VB* about", "~VB* much? about").replace("discussed about face", "discussed much about face"),
        ),
        LISTS,
    )
    assert faults == ["'verb:<discuss>&~VB* much? about': much? is missing in no example"]


def test_what_needs_the_source_is_silent_without_it(tmp_path):
    text = GOOD.replace("unless ", 'needs_source = { it = ["di"] }\nunless ')
    text = text.replace("[{ text", '[{ source = { it = "Parlavano di soldi." }, text')
    text = text.replace(
        '"They discussed about face as an order."', '{ text = "They discussed about face.", source = { it = "di" } }'
    )
    assert prove(read(tmp_path, text), LISTS) == []


PAIRS = """
category   = "fluency/grammar"
severity   = "minor"
confidence = "high"
message    = '"{match}"'
why        = "Dependere da."
pairs      = { "<depend> from" = "<depend> on", "<do> a mistake" = ["<make> a mistake", "err"] }
flags      = [{ text = "It [[depends from]] rain.", fixed = "It depends on rain." }]
silent     = ["It depends on rain."]
measured   = { lines = 3039, false_alarms = 0 }
"""


def test_pairs_agree_with_what_they_correct(tmp_path):
    rule = read(tmp_path, PAIRS)
    assert prove(rule, LISTS) == []
    findings = Rules([rule], LISTS).find("He was doing a mistake. Depending from rain.")
    assert [finding.suggestions for finding in findings] == [("making a mistake", "err"), ("Depending on",)]


PAIR_REFUSALS = [
    ("pairs      =", 'suggest = ["x"]\npairs =', "suggest", "on their right"),
    ('"<depend> from" =', '"<depend>? from" =', 'pairs."<depend>? from"', "words and <lemmas>"),
    ('"<depend> on"', '"{verb} on"', 'pairs."<depend> from"', "no part is named so"),
    ('"<depend> on"', "[]", 'pairs."<depend> from"', "neither a text"),
]


@pytest.mark.parametrize(("old", "new", "key", "message"), PAIR_REFUSALS)
def test_wrong_pairs_are_refused(old, new, key, message, tmp_path):
    with pytest.raises(RuleError) as refusal:
        read(tmp_path, PAIRS.replace(old, new, 1))
    assert refusal.value.key == key
    assert message in refusal.value.message


def test_a_pair_whose_right_side_is_wrong_is_not_proven(tmp_path):
    rule = read(tmp_path, PAIRS.replace('"<make> a mistake"', '"<do> a mistake again"'))
    assert any("<do> a mistake" in fault for fault in prove(rule, LISTS))


# -- packs --------------------------------------------------------------------------------------------------------


def test_a_broken_file_is_told_of_and_the_others_run(tmp_path):
    write(tmp_path, GOOD)
    write(tmp_path, "x = 1", "verb/broken.toml")
    write(tmp_path, "may june\n", "lists/month.txt")
    rules = Rules.load(folders=(), extra=[tmp_path / "house"])
    assert [rule.id for rule in rules.rules] == ["house/verb/about"]
    assert [Path(error.path).name for error in rules.errors] == ["month.txt", "broken.toml"]
    assert [finding.rule for finding in rules.find("They discussed about money.")] == ["house/verb/about"]


def test_a_broken_file_of_the_own_pack_stops(tmp_path):
    write(tmp_path, "x = 1")
    with pytest.raises(RuleError, match="unknown key"):
        Rules.load(folders=(tmp_path / "house",))


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(RuleError, match="no folder of rules"):
        read_pack(tmp_path / "none")


def test_a_list_of_the_pack_goes_before_that_of_mtqa(tmp_path):
    write(tmp_path, GOOD.replace("~VB* about", "~VB* @month").replace("discussed about", "discussed zebras"))
    write(tmp_path, "# words: animals\nzebras  # and others\n", "lists/month.txt")
    (rule,) = read_pack(tmp_path / "house", LISTS).rules
    assert prove(rule, read_pack(tmp_path / "house", LISTS).lists) == []


LIST_REFUSALS = [
    ("may\n", "begins with 'may'"),
    ("# verbs: x\nmay", "begins with"),
    ("# words: none\n# may\n", "no words"),
]


@pytest.mark.parametrize(("text", "message"), LIST_REFUSALS)
def test_a_list_says_what_it_holds(text, message, tmp_path):
    write(tmp_path, text, "lists/month.txt")
    (error,) = read_pack(tmp_path / "house").errors
    assert message in error.message


@pytest.mark.parametrize("name", ["Verb/About.toml", "verb/a b.toml", "about.toml"])
def test_an_id_is_a_pack_a_family_and_a_fault(name, tmp_path):
    path = write(tmp_path, GOOD, name)
    if name == "about.toml":
        assert read_rule(path, tmp_path / "house", LISTS).id == "house/about"
    else:
        with pytest.raises(RuleError, match="cannot be an id"):
            read_rule(path, tmp_path / "house", LISTS)


def test_bytes_that_are_no_text_are_an_error(tmp_path):
    path = write(tmp_path, "")
    path.write_bytes(b"\xff")
    with pytest.raises(RuleError, match="not UTF-8"):
        read_rule(path, tmp_path / "house", LISTS)


@pytest.mark.parametrize("part", ["house", "house/verb", "house/verb/about.toml"])
def test_a_path_inside_a_pack_is_read_as_part_of_it(part, tmp_path):
    write(tmp_path, GOOD)
    write(tmp_path, "# words: animals\nzebra\n", "lists/animal.txt")
    pack = read_path(tmp_path / part)
    assert [rule.id for rule in pack.rules] == ["house/verb/about"]
    assert {"animal", "month"} <= set(pack.lists)


def test_a_selector_that_means_nothing_is_an_error(tmp_path):
    write(tmp_path, GOOD)
    with pytest.raises(RuleError, match="did you mean house/verb"):
        Rules.load(folders=(tmp_path / "house",), ignore=["house/verbs"])


def test_the_digest_changes_with_a_rule_and_not_with_its_place(tmp_path):
    write(tmp_path / "one", GOOD)
    write(tmp_path / "two", GOOD)
    write(tmp_path / "three", GOOD.replace("takes no", "has no"))
    one, two, three = (Rules.load(folders=(tmp_path / name / "house",)).digest for name in ("one", "two", "three"))
    assert one == two != three
