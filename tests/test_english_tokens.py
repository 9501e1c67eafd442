"""English tokens: what is one word, where it stands, and that no text takes more than linear time."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtqa.text.english import tokens as module
from mtqa.text.english.tokens import Kind, tokenize

# Each row: a text, and its tokens parted by a bar.
CASES = [
    # contractions and possessives, with either apostrophe
    ("They don't know.", "They|do|n't|know|."),
    ("They don’t know.", "They|do|n’t|know|."),
    ("It's the children's.", "It|'s|the|children|'s|."),
    ("It’s the children’s.", "It|’s|the|children|’s|."),
    ("I'm sure they'll say we've won, he'd said.", "I|'m|sure|they|'ll|say|we|'ve|won|,|he|'d|said|."),
    ("DON'T! IT'S", "DO|N'T|!|IT|'S"),
    ("He can't, won't and shouldn't've.", "He|ca|n't|,|wo|n't|and|should|n't|'ve|."),
    ("We cannot; we're gonna.", "We|can|not|;|we|'re|gon|na|."),
    ("the workers' union's vote", "the|workers|'|union|'s|vote"),
    ("it 's and do n't", "it|'s|and|do|n't"),
    ("O'Brien, D'Alema, five o'clock", "O'Brien|,|D'Alema|,|five|o'clock"),
    ("the ’90s and '80s", "the|’90s|and|'80s"),
    ("the mayor said 'enough' twice", "the|mayor|said|'|enough|'|twice"),
    ("İzmir's port", "İzmir|'s|port"),
    # abbreviations and initials
    ("Mr. Rossi met Gen. Haddad.", "Mr.|Rossi|met|Gen.|Haddad|."),
    ("the U.S. and the U.S.-led force", "the|U.S.|and|the|U.S.-led|force"),
    ("the U.S.'s vote", "the|U.S.|'s|vote"),
    ("at 5 p.m. or 6:30 a.m.", "at|5|p.m.|or|6:30|a.m."),
    ("at 5pm and 10.30am", "at|5|pm|and|10.30|am"),
    ("No. 10 said no. No. We stay.", "No.|10|said|no|.|No|.|We|stay|."),
    ("Sat. 3 May; he sat. Then", "Sat.|3|May|;|he|sat|.|Then"),
    ("J. K. Marsh and A.B. Low", "J.|K.|Marsh|and|A.B.|Low"),
    ("Acme Inc. and Sons Ltd.", "Acme|Inc.|and|Sons|Ltd."),
    ("bread, milk, etc.", "bread|,|milk|,|etc."),
    ("e.g. this, i.e. that", "e.g.|this|,|i.e.|that"),
    ("R&D at A&B", "R&D|at|A&B"),
    # numbers
    ("1,500.5 euros, 3.2%", "1,500.5|euros|,|3.2|%"),
    ("7,5% of 1.500", "7,5|%|of|1.500"),
    ("$5m, €3bn, US$20", "$|5m|,|€|3bn|,|US$|20"),
    ("a 2-1 win on 12/05/2024 at 10:45", "a|2-1|win|on|12/05/2024|at|10:45"),
    ("the 1990s, the 3rd, .5", "the|1990s|,|the|3rd|,|.5"),
    ("in 2019. Then", "in|2019|.|Then"),
    # compounds
    ("a well-known five-year-old", "a|well-known|five-year-old"),
    ("a mother-in-law's 1.5-litre car", "a|mother-in-law|'s|1.5-litre|car"),
    ("COVID-19, F-16s, Al-Qaida", "COVID-19|,|F-16s|,|Al-Qaida"),
    ("pages 3–5 — all", "pages|3|–|5|—|all"),
    ("well -- yes", "well|--|yes"),
    # addresses
    ("see https://example.org/a?b=c).", "see|https://example.org/a?b=c|)|."),
    ("mail news.desk@example.co.uk, now", "mail|news.desk@example.co.uk|,|now"),
    ("www.example.org and example.com.", "www.example.org|and|example.com|."),
    ("#Elections2024 by @desk_en, #1", "#Elections2024|by|@desk_en|,|#|1"),
    # marks
    ("“Yes,” «no» ‘so’", "“|Yes|,|”|«|no|»|‘|so|’"),
    ("Wait... what?! (Really…)", "Wait|...|what|?!|(|Really|…|)"),
    ("end.Next one ,here", "end|.|Next|one|,|here"),
    ("fish &amp; chips &#39;", "fish|&amp;|chips|&#39;"),
    ("5 °C + 3 = 8", "5|°|C|+|3|=|8"),
    ("cafe\u0301 na\u00efve", "cafe\u0301|na\u00efve"),
    ("", ""),
    (" \n\t", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_tokens(text, expected):
    assert "|".join(token.text for token in tokenize(text)) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("word", Kind.WORD),
        ("well-known", Kind.WORD),
        ("U.S.", Kind.WORD),
        ("1990s", Kind.WORD),
        ("n't", Kind.WORD),
        ("'s", Kind.WORD),
        ("1,500.5", Kind.NUMBER),
        ("5m", Kind.NUMBER),
        ("10:30", Kind.NUMBER),
        ("...", Kind.PUNCTUATION),
        ("»", Kind.PUNCTUATION),
        ("--", Kind.PUNCTUATION),
        ("me@example.org", Kind.ADDRESS),
        ("#tag", Kind.ADDRESS),
        ("%", Kind.SYMBOL),
        ("US$", Kind.SYMBOL),
        ("&quot;", Kind.SYMBOL),
        ("\u200b", Kind.SYMBOL),
    ],
)
def test_kind(text, kind):
    assert [(token.text, token.kind) for token in tokenize(text)] == [(text, kind)]


def test_space_before():
    spaces = [(token.text, token.space_before) for token in tokenize(" He's (so) \u00a0late.")]
    assert spaces == [
        ("He", True),
        ("'s", False),
        ("(", True),
        ("so", False),
        (")", False),
        ("late", True),
        (".", False),
    ]


WRITTEN = "a A é İ 1 s nt n't ' ’ . , - & @ # ( \" http:// www. .com U.S. Mr. cannot 5pm $ _ … 漢 \U0001f600"
PIECES = st.sampled_from([*WRITTEN.split(), " ", "\n", "\u0301"])


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
@example("shouldn't've İ's cannot'")
def test_spans_cover_all_but_white_space(text):
    end = 0
    for token in tokenize(text):
        assert text[end : token.start].strip() == ""
        assert token.space_before == (token.start > end)
        assert token.start < token.end
        assert text[token.start : token.end] == token.text
        assert token.lower == token.text.lower()
        assert not any(map(str.isspace, token.text))
        end = token.end
    assert text[end:].strip() == ""


def unbounded_repetitions(pattern: str) -> list[str]:
    """The + * and {n,} of a pattern that may give back what they took."""
    bare = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "x", pattern)
    return re.findall(r"(?:[+*]|\{\d*,\})\??(?!\+)", re.sub(r"(?:[+*]|\{\d*,\d*\})\+", "", bare))


def test_every_repetition_is_possessive_or_bounded():
    # So each way to read a token takes at most as many steps as it has characters; and what one way gives up
    # is short, or is a number that the next way reads whole. Hence linear time for any text.
    assert unbounded_repetitions(module._SCAN.pattern) == []


@pytest.mark.parametrize("pattern", [r"\w+", r"[a+]*b", r"(?:a++b)+", r"a{2,}", r"a*?"])
def test_a_repetition_that_gives_back_is_found(pattern):
    assert len(unbounded_repetitions(pattern)) == 1


HOSTILE = ["(", "a'", "it's ", "1", "1.", "a.", "http://", "a-", "a@", ".", "_", "&a", "A. ", "n't", "'", "#", "ab."]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_whole(piece):
    text = (piece * 100_000)[:100_000]
    tokens = tokenize(text)
    assert tokens[-1].end == len(text.rstrip())
