"""The rule engine: what each part of a pattern matches, guards, places, the source, suggestions, overlaps."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.model import Finding
from mtqa.rules import grammar
from mtqa.rules.engine import Rules, settled
from mtqa.rules.grammar import Capture, Edge, Group, Part, PatternError, Repeat, Sequence, parse, ways
from mtqa.rules.rule import Alternative, Guard, Measured, PlaceCondition, Rule
from mtqa.rules.sound import begins_with_vowel_sound
from mtqa.rules.templates import parse_template
from mtqa.rules.words import WordList
from mtqa.selection import Selection
from mtqa.taxonomy import CONFIDENCES, SEVERITIES
from mtqa.text.place import Place

LISTS = {
    "month": WordList(frozenset({"may", "june"}), lemmas=False),
    "moving": WordList(frozenset({"arrive", "fall"}), lemmas=True),
}


def rule(
    tokens: str = "zebra", *, identifier: str = "test/a/b", pattern: str | None = None, suggest=(), **fields
) -> Rule:
    """A rule with what a test does not care about filled in."""
    sequence = () if pattern else parse(tokens)
    names = frozenset(re.findall(r"([a-z_]+):|\?P<([a-z]+)>", pattern or tokens))
    names = frozenset(name for pair in names for name in pair if name) | {"match"}
    templates = tuple(parse_template(text, names) for text in suggest)
    given = {
        "id": identifier,
        "path": Path("b.toml"),
        "category": "fluency/grammar",
        "severity": "major",
        "confidence": "high",
        "message": parse_template("{match}", names),
        "why": "",
        "alternatives": (Alternative(written=tokens, sequence=sequence, regex=pattern, suggest=templates),),
        "flags": (),
        "silent": (),
        "measured": Measured(1, 0),
    }
    return Rule(**{**given, **fields})


def found(one: Rule, text: str, **options) -> list[Finding]:
    return list(Rules([one], LISTS, selection=Selection(low=True)).find(text, **options))


def marked(one: Rule, text: str, **options) -> str:
    """The text with [[ ]] around every finding."""
    for finding in reversed(found(one, text, **options)):
        assert finding.text == text[finding.start : finding.end]
        text = f"{text[: finding.start]}[[{finding.text}]]{text[finding.end :]}"
    return text


MATCHES = [
    ("since", "[[Since]] then, [[since]] now."),
    ("is|are", "He [[is]] here, they [[are]] not."),
    ("<arrive>", "They [[arrive]]; he [[arrived]] [[arriving]]; an arrival."),
    ("<be>", "It [[was]]; he's [[been]]."),
    ("'s", "He[['s]] here, as John[['s]] son."),
    ("do n't", "We [[don't]] and [[don’t]] know."),
    ("@month", "In [[May]] or [[june]], not July."),
    ("@moving", "[[Falling]] leaves [[arrived]]."),
    ("@moving&*ing", "[[Falling]] leaves arrived."),
    ("@month&xx", "In May or [[june]]."),
    ('","', "One[[,]] two."),
    ('"%"|percent', "5[[%]] or 6 [[percent]]"),
    ("*ly", "[[Quickly]] he ly ran [[only]]."),
    ("inform*", "The [[informant]] did not inform: [[information]]."),
    ("~VBN&*ed", "A [[fixed]] sum, a red car."),
    ("NUM", "About [[1,200]] of [[5]] men and one."),
    ("NUM|one", "About [[1,200]] of [[5]] men and [[one]]."),
    ("WORD", "[[Two]], ([[three]])"),
    ("PUNCT", "Two[[,]] [[(]]three[[)]]"),
    ("XX", "The [[UN]] met, and so did I."),
    ("a VOWEL", "A man, [[a hour]], a union, a UN car, [[a egg]]."),
    ("an CONSONANT", "An hour, [[an union]], an MP, [[an house]]."),
    (r"/\d{1,3},\d{1,2}/", "It is [[7,5]] and 7,500."),
    ("the !red car", "The red car and [[the blue car]]."),
    ("very? good", "[[Very good]], [[good]], too."),
    ("very{1,2} good", "Good, [[very good]], very [[very very good]]."),
    ("so{2} good", "So good, [[so so good]]."),
    ("if ..2 then", "[[If, then]], [[if a then]], [[if a, then]], if a b c then, if a; then"),
    ("the ( last week | day )", "[[The last week]] and [[the day]] of the week."),
    ("the ( very last )? day", "[[The day]], [[the very last day]], the last day."),
    ("^ has", "[[Has]] died? He has. [[Has]] he?"),
    ("^ is", 'He said: "[[Is]] good." “[[Is]] it?”'),
    ("than $", "More [[than]]. More [[than]]\n\nNot than one."),
    ("than $", "Not [[than]]!”"),
    ("the [[ same ]] than", "The [[same]] than, the same as."),
    ("word:WORD =word", "It [[is is]] not [[So so]]."),
    ("a:WORD b:WORD =b =a", "We [[go up up go]] on."),
    ("@month|XX&!un", "In [[May]] the UN and the [[EU]]."),
    ("NNP met", "President [[Trump met]] him."),
    ("went IN", "He [[went to]] Rome."),
    ("!VB* zebra", "He saw [[a zebra]]."),
    ("NN&!~VB*", "The [[zebra]] runs a run."),
]


@pytest.mark.parametrize(("pattern", "expected"), MATCHES, ids=[pattern for pattern, _ in MATCHES])
def test_a_pattern_flags(pattern, expected):
    text = expected.replace("[[", "").replace("]]", "")
    assert marked(rule(pattern), text) == expected


WRONG_PATTERNS = [
    ("", "empty"),
    ("( a b", "never closed"),
    ("a )", "closes nothing"),
    ("a | b", "in brackets"),
    ("(a b)", "stand alone"),
    ("a? b?", "all of it may be missing"),
    ("^ $", "matches no word"),
    ("<be>*", "how often at most"),
    ("a{0,}", "how often at most"),
    ("a{3,1} b", "the smaller first"),
    ("a ..50 b", "up to 12"),
    ("VBB", "did you mean"),
    ("don't", "write do n't"),
    ("a||b", "missing beside"),
    ("a&", "missing beside"),
    ("! a", "stands before a test"),
    ("[[ a", "once"),
    ("( [[ a ]] )", "outside"),
    ("=word a", 'needs "word:"'),
    ("match:a", "is taken"),
    ("/a+/", "how often"),
    ("/(/", "no regular expression"),
    ("<Arrive", "a lemma is written"),
    ("WORD{0,12} " * 6 + "a", "ways"),
    ("..", "quotation marks"),
]


@pytest.mark.parametrize(("pattern", "message"), WRONG_PATTERNS)
def test_a_wrong_pattern_is_refused_with_advice(pattern, message):
    with pytest.raises(PatternError, match=re.escape(message)):
        parse(pattern)


# -- an oracle: what a pattern matches, by sets of ends, without dispatch, order or backtracking -----------------


def ends(sequence: Sequence, words: list[str], start: int, captured: dict[str, str]) -> set[tuple[int, tuple]]:
    """Every end that a sequence can have from a start, with what is captured then."""
    reached = {(start, tuple(sorted(captured.items())))}
    for part in sequence:
        reached = {end for index, names in reached for end in part_ends(part, words, index, dict(names))}
    return reached


def part_ends(part: Part, words: list[str], index: int, captured: dict[str, str]) -> set[tuple[int, tuple]]:
    names = tuple(sorted(captured.items()))
    match part:
        case grammar.Test(choices):
            matches = index < len(words) and any(
                all((words[index] == atom.value) != atom.negated for atom in choice) for choice in choices
            )
            return {(index + 1, names)} if matches else set()
        case Group(branches):
            return {end for branch in branches for end in ends(branch, words, index, captured)}
        case Repeat(inner, low, high):
            return {end for times in range(low, high + 1) for end in ends((inner,) * times, words, index, captured)}
        case Capture(_, inner):
            return part_ends(inner, words, index, captured)
        case Edge("^"):
            return {(index, names)} if index == 0 else set()
        case Edge("$"):
            return {(index, names)} if index == len(words) else set()
    raise AssertionError(part)


WORDS = st.sampled_from(["ba", "bo", "bi"])
TESTS = st.one_of(WORDS, WORDS.map("!{}".format), st.tuples(WORDS, WORDS).map("|".join))


def grouped(inner):
    sequences = st.lists(inner, min_size=1, max_size=3).map(" ".join)
    return st.one_of(
        st.tuples(TESTS, st.sampled_from(["?", "{0,2}", "{1,2}", "{2}"])).map("".join),
        st.tuples(sequences, sequences, st.sampled_from(["", "?", "{1,2}"])).map("( {0[0]} | {0[1]} ){0[2]}".format),
    )


PATTERNS = st.lists(st.recursive(TESTS, grouped, max_leaves=5), min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(WORDS, min_size=1, max_size=9)


@given(PATTERNS, TEXTS, st.sampled_from(["", "^ "]), st.sampled_from(["", " $"]))
def test_dispatch_and_backtracking_find_what_sets_of_ends_find(pattern, words, begin, end):
    try:
        sequence = parse(begin + pattern + end)
    except PatternError:
        return
    flagged = [(f.start // 3, (f.end + 1) // 3) for f in found(rule(begin + pattern + end), " ".join(words))]
    free_from, expected = 0, []
    for start in range(len(words)):
        possible = {index for index, _ in ends(sequence, words, start, {})}
        if start >= free_from and possible:
            mine = next((span for span in flagged if span[0] == start), None)
            assert mine is not None, f"{pattern!r} is missed at {start} in {words}"
            assert mine[1] in possible
            expected.append(mine)
            free_from = mine[1]
    assert flagged == expected


@given(PATTERNS)
def test_the_ways_to_read_a_pattern_are_counted(pattern):
    try:
        sequence = parse(pattern)
    except PatternError:
        return
    assert ways(sequence) >= 1


@given(st.text(st.sampled_from("the a.,()\"'«»“”? \n7%"), max_size=60))
def test_spans_are_exact_in_any_text(text):
    rules = [rule("word:WORD =word"), rule(pattern=r"[«»]", identifier="test/a/c"), rule('"("', identifier="test/a/d")]
    findings = Rules(rules, LISTS).find(text)
    assert all(finding.text == text[finding.start : finding.end] for finding in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))


# -- guards, places, source ---------------------------------------------------------------------------------------

GUARDS = [
    ("after", "by", "It was fixed by hand.", "It was fixed."),
    ("after", "..2 ago", "It was fixed two years ago.", "It was fixed by the men years ago."),
    ("before", "not", "It is not fixed.", "It is fixed."),
    ("before", "the WORD{0,2}", "It is the old sum fixed.", "It is the very old sum fixed."),
    ("around", "fixed rate", "At a fixed rate.", "At a fixed sum."),
    ("around", "is fixed", "It is fixed.", "It was fixed."),
    ("sentence", "if ..1 only", "If only it were fixed. No.", "If only! It is fixed."),
    ("after", "VBN", "It was fixed written.", "It was fixed often."),
]


@pytest.mark.parametrize(("where", "guard", "silent", "flagged"), GUARDS)
def test_a_guard_silences(where, guard, silent, flagged):
    guarded = rule("fixed", guards=(Guard(where, guard, parse(guard)),))
    assert found(guarded, silent) == []
    assert [finding.text for finding in found(guarded, flagged)] == ["fixed"]
    assert found(rule("fixed"), silent), "the guard is what makes it silent"


PLACES = [
    ("headline", "Prices fixed in Rome", {"place": Place(headline=True)}, "Prices fixed in Rome", {"place": Place()}),
    ("quotation", 'He said "it is fixed now".', {}, 'He "said" it is fixed "now".', {}),
    ("question", "Is it fixed?", {}, "It is fixed. Or not?", {}),
    ("list", "- fixed it", {}, "It is fixed.", {}),
    ("name", "The Fixed Sum Bank", {}, "Fixed sums are fine.", {}),
    ("sentence_start", "Fixed sums are fine.", {}, "Sums are fixed.", {}),
    ("sentence_end", "Sums are fixed.”", {}, "Fixed sums.", {}),
]


@pytest.mark.parametrize(("place", "inside", "options", "outside", "other_options"), PLACES)
def test_a_rule_knows_where_it_stands(place, inside, options, outside, other_options):
    within, without = (rule("fixed", place=(PlaceCondition(place, wanted),)) for wanted in (True, False))
    assert len(found(within, inside, **options)) == 1
    assert found(without, inside, **options) == []
    assert found(within, outside, **other_options) == []
    assert len(found(without, outside, **other_options)) == 1


SOURCES = [
    ({"it": ("mancat*",)}, "Sono mancati i soldi.", "it", True),
    ({"it": ("mancat*",)}, "Sono mancati i soldi.", "it-CH", True),
    ({"it": ("mancat*",)}, "Sono mancati i soldi.", None, True),
    ({"it": ("mancat*",)}, "Sono mancati i soldi.", "und", True),
    ({"it": ("mancat*",)}, "Sono mancati i soldi.", "fr", False),
    ({"it": ("manca",)}, "Sono mancati i soldi.", "it", False),
    ({"it": ("da tre",)}, "Chiuso Da\ntre anni.", "it", True),
    ({"any": ("/[«»]/",)}, "« Oui »", "fr", True),
    ({"zh": ("自",)}, "他自三年前", "zh", True),
    ({"it": ("mancat*",)}, None, "it", False),
]


@pytest.mark.parametrize(("words", "source", "language", "speaks"), SOURCES)
def test_a_rule_that_needs_the_source_speaks_when_it_is_there(words, source, language, speaks):
    needy = rule("lacked", needs_source=words)
    findings = found(needy, "They lacked money.", source=source, source_language=language)
    assert bool(findings) == speaks


def test_the_source_raises_confidence_one_step_and_is_quoted():
    boosted = rule("lacked", confidence="medium", source_boost={"it": ("mancat*",)})
    (plain,) = found(boosted, "They lacked money.")
    (raised,) = found(boosted, "They lacked money.", source="mancati", source_language="it")
    assert (plain.confidence, raised.confidence) == ("medium", "high")
    assert raised.message == 'lacked (source: "mancati")'


def test_style_loses_a_step_of_confidence_in_a_quotation_and_grammar_does_not():
    text = 'He said "we utilise it".'
    (style,) = found(rule("utilise", category="style/unidiomatic"), text)
    (grammar,) = found(rule("utilise"), text)
    assert (style.confidence, grammar.confidence) == ("medium", "high")


def test_low_confidence_speaks_when_named():
    quiet = rule("zebra", confidence="low")
    text = "A zebra."
    assert Rules([quiet], {}).find(text) == ()
    assert len(Rules([quiet], {}, selection=Selection(extend_select=("test/a",))).find(text)) == 1


def test_the_trace_says_what_let_it_pass():
    one = rule("be:<be> zebra", guards=(Guard("after", "by", parse("by")),), place=(PlaceCondition("headline", False),))
    (finding,) = found(one, "It is zebra.")
    assert finding.trace == (
        'matches be:<be> zebra with be = "is"',
        "is not in a headline or title",
        "no guard after it: by",
    )


# -- suggestions ----------------------------------------------------------------------------------------------------

SUGGESTIONS = [
    ("be:<be> verb:<arrive>", "They were arrived.", "{be->have} {verb}", "had arrived"),
    ("be:<be> verb:<arrive>", "They are arrived.", "{be->have} {verb}", "have arrived"),
    ("be:<be> verb:<arrive>", "He is arrived.", "{be->have} {verb}", "has arrived"),
    ("be:<be> verb:<arrive>", "Is arrived the man.", "{be->have} {verb}", "Has arrived"),
    ("be:<be> not:n't verb:<arrive>", "They aren't arrived.", "{be->have} {not} {verb}", "haven't arrived"),
    ("be:<be> adverb:RB? verb:<arrive>", "He is arrived.", "{be->have} {adverb} {verb}", "has arrived"),
    ("verb:<go>", "He went.", "{verb:VBN}", "gone"),
    ("verb:<go>", "He went.", "{verb:VBG}", "going"),
    ("verb:<go>", "He goes.", "{verb:VB}", "go"),
    ("verb:<say> me", "He said me that.", "{verb->tell} me", "told me"),
    ("verb:<do> a mistake", "She does a mistake.", "{verb->make} a mistake", "makes a mistake"),
    ("verb:<do> a mistake", "Doing a mistake is bad.", "{verb->make} a mistake", "Making a mistake"),
    ("verb:<be>", "They was late.", "{verb:they}", "were"),
    ("verb:<be>", "The bridge are shut.", "{verb:it}", "is"),
    ("verb:<be>", "The bridge were shut.", "{verb:it}", "was"),
    ("verb:<have>", "The roads has gone.", "{verb:they}", "have"),
    ("verb:<go>", "The roads goes north.", "{verb:they}", "go"),
    ("verb:<go>", "He go north.", "{verb:it}", "goes"),
    ("verb:<go> north", "It went north.", "{verb:they} far north", "went far north"),
    ("be:is late", "Is late.", "it {be:lower} late", "It is late"),
    ("word:late", "He is late.", "{word:capital}", "Late"),
    ("word:nato", "The Nato talks.", "{word:capitals}", "NATO"),
    ("noun:worker", "Three worker came.", "{noun:plural}", "workers"),
    ("noun:child", "Three child came.", "{noun:plural}", "children"),
    ("noun:informations", "The informations came.", "{noun:singular}", "information"),
    ("was noun:engineer", "He was engineer.", "was {noun:a}", "was an engineer"),
    ("was noun:lawyer", "He was lawyer.", "was {noun:a}", "was a lawyer"),
    ("has noun:Xx", "Has Draghi spoken.", "{noun} has", "Draghi has"),
    ("the noun:house", "In the house.", "{noun}", "house"),
    ("the noun:house", "The house.", "{noun}", "House"),
]


@pytest.mark.parametrize(("pattern", "text", "template", "expected"), SUGGESTIONS)
def test_a_suggestion_agrees(pattern, text, template, expected):
    (finding,) = found(rule(pattern, suggest=[template]), text)
    assert finding.suggestions == (expected,)


def test_a_suggestion_without_its_form_is_left_out():
    (finding,) = found(rule("word:the", suggest=["{word:VBD}", "this"]), "In the end.")
    assert finding.suggestions == ("this",)


SOUNDS = [
    ("hour honest heir honour apple egg elderly umbrella uncle unidentified unimportant", True),
    ("8 11 18 80 11,000 18-year-old 8.5", True),
    ("house university union European one one-sided useful user uniform unanimous unique", False),
    ("1 10 100 110 1,100 70 118", False),
    ("historic UN FBI x é", None),
]


@pytest.mark.parametrize(("words", "sound"), SOUNDS)
def test_the_first_sound_of_a_word(words, sound):
    assert {word: begins_with_vowel_sound(word) for word in words.split()} == dict.fromkeys(words.split(), sound)


# -- overlaps, selection ----------------------------------------------------------------------------------------------


def finding(start, end, *, severity="minor", confidence="high", identifier="a/b"):
    return Finding(
        rule=identifier, category="fluency/grammar", severity=severity, confidence=confidence, message="",
        start=start, end=end, text="x" * (end - start),
    )  # fmt: skip


OVERLAPS = [
    ([finding(0, 3), finding(3, 5)], [0, 1]),
    ([finding(0, 3), finding(2, 5, severity="major")], [1]),
    ([finding(0, 3, confidence="medium"), finding(2, 4)], [1]),
    ([finding(0, 3), finding(2, 9)], [1]),
    ([finding(0, 3, identifier="b/b"), finding(0, 3)], [1]),
    ([finding(0, 3, severity="major"), finding(2, 6), finding(5, 8, severity="critical")], [0, 2]),
]


@pytest.mark.parametrize(("given_findings", "kept"), OVERLAPS)
def test_of_two_that_overlap_the_worse_surer_longer_stays(given_findings, kept):
    assert settled(given_findings) == tuple(given_findings[index] for index in kept)


@given(
    st.lists(
        st.builds(
            lambda start, length, severity, confidence: finding(
                start, start + length, severity=severity, confidence=confidence
            ),
            st.integers(0, 20), st.integers(1, 6), st.sampled_from(SEVERITIES), st.sampled_from(CONFIDENCES),
        )
    )
)  # fmt: skip
def test_settled_findings_stand_apart_and_nothing_is_lost_without_cause(findings):
    kept = settled(findings)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    assert all(any(one.start < other.end and other.start < one.end for other in kept) for one in findings)
    assert settled(kept) == kept


SELECTIONS = [
    ({}, True),
    ({"select": ("en",)}, True),
    ({"select": ("en/verb/form",)}, True),
    ({"select": ("en/ver",)}, False),
    ({"select": ("fluency",)}, True),
    ({"select": ("style",)}, False),
    ({"select": ("style",), "extend_select": ("en/verb",)}, True),
    ({"ignore": ("en/verb",)}, False),
    ({"ignore": ("en",), "select": ("en/verb",)}, True),
    ({"ignore": ("en/verb",), "select": ("en",)}, False),
    ({"ignore": ("en",), "extend_select": ("en/verb/form",)}, True),
]


@pytest.mark.parametrize(("selection", "taken"), SELECTIONS)
def test_the_longer_selector_wins(selection, taken):
    assert Selection(**selection).takes(rule(identifier="en/verb/form")) is taken


def test_a_word_seen_again_after_much_is_forgotten_means_the_same(monkeypatch):
    monkeypatch.setattr("mtqa.rules.words._KEPT_WORDS", 3)
    rules = Rules([rule("<arrive>")], LISTS)
    text = "They arrived when he arrives and others arriving also arrive."
    assert (
        [f.text for f in rules.find(text)]
        == [f.text for f in rules.find(text)]
        == ["arrived", "arrives", "arriving", "arrive"]
    )


# Pattern, text, what is flagged: the second word is looked at before the pattern is tried.
SECOND = [
    ("zebra not? gone", "A zebra gone. A zebra not gone. A zebra not.", ["zebra gone", "zebra not gone"]),
    ("( ^ | zebra ) gone", "Gone are zebra gone.", ["Gone", "zebra gone"]),
    ("^ [[ zebra ..3 gone ]]", "Zebra, he, gone. Zebra gone.", ["Zebra, he, gone", "Zebra gone"]),
    ("one:zebra =one", "Zebra zebra.", ["Zebra zebra"]),
    ("zebra $", "A zebra", ["zebra"]),
    ("zebra ( $ | gone )", "A zebra gone. A zebra.", ["zebra gone", "zebra"]),
]


@pytest.mark.parametrize(("pattern", "text", "flagged"), SECOND)
def test_what_the_quick_questions_let_pass_is_what_matches(pattern, text, flagged):
    assert [finding.text for finding in Rules([rule(pattern)], LISTS).find(text)] == flagged


HOSTILE = ["that ", "the ", "(", '"', "a ", "1,", "« ", ", ", "if "]


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_with_the_text_and_no_faster(unit, monkeypatch):
    """Counts the tokens that patterns are tried at, not seconds: twice the text, twice the tries."""
    from mtqa.rules.matcher import Matcher

    tries = []
    original = Matcher.match
    monkeypatch.setattr(Matcher, "match", lambda self, state, at: (tries.append(at), original(self, state, at))[1])
    guard = Guard("sentence", "if only", parse("if only"))
    rules = Rules(
        [
            rule("word:WORD =word", guards=(guard,)),
            rule("if ..12 then", identifier="test/a/c"),
            rule("that ( that | the ){0,3} WORD{0,3} zebra", identifier="test/a/d"),
        ],
        LISTS,
    )
    counts = []
    for size in (500, 1000, 2000):
        tries.clear()
        rules.find(unit * size)
        counts.append(len(tries))
    assert counts[2] - counts[1] <= 2.1 * (counts[1] - counts[0]) + 50


def test_tags_are_asked_for_only_where_everything_else_matches(monkeypatch):
    from mtqa.text.english import tagger

    asked = []
    original = tagger.tag
    monkeypatch.setattr(tagger, "tag", lambda words: (asked.append(words), original(words))[1])
    rules = Rules([rule("zebra VBZ")], LISTS)
    rules.find("The man sees a zebra and goes.")
    assert asked == []
    rules.find("The zebra sees a man.")
    assert len(asked) == 1
