"""Unequal lengths: what is said of them, and where."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqa.readers import parting
from mtqa.readers.base import Line
from mtqa.readers.divergence import unequal
from mtqa.readers.files import InputFile
from mtqa.readers.likeness import Likeness, piece
from mtqa.readers.sides import Side, measure

SHARED = Path(__file__).parents[1].parent / "shared"
RULE = "every side needs the same lines, an empty one where a text is missing"

FREQUENT = "the of to in a and was for that on with by at".split()


def side(role, texts, unit="line"):
    """A side that stands in memory; it claims to be a file that can be read again."""
    lines = [Line(text=text, line=number, column=1) for number, text in enumerate(texts, 1)]
    return Side(role=role, file=InputFile(__file__), reader=lambda _file, _options: iter(lines), unit=unit)


def error(hypothesis, other, role="reference"):
    sides = (side("hypothesis", hypothesis), side(role, other))
    return unequal(sides, [measure(each.lines()) for each in sides])


def told(hypothesis, other, role="reference"):
    """The line of the error, and its message without the counts and the rule."""
    caught = error(hypothesis, other, role)
    counts, _, rest = caught.message.partition("; ")
    assert re.findall(r"(\w+) (\d+) line", counts) == [
        ("hypothesis", str(len(hypothesis))),
        (role, str(len(other))),
    ]
    assert rest.endswith(RULE)
    return caught.line, rest.removesuffix(RULE).removesuffix("; ")


class Writer:
    """Sentences in a language of made-up words, and what another translator or language makes of them."""

    def __init__(self, seed, letters="abdefgiklmnoprstuvz"):
        self.random = random.Random(seed)
        self.letters = letters
        self.words = [self.word() for _ in range(600)]

    def word(self):
        return "".join(self.random.choices(self.letters, k=self.random.randint(4, 9)))

    def sentence(self):
        words = [
            self.random.choice(FREQUENT if self.random.random() < 0.4 else self.words)
            for _ in range(self.random.randint(4, 25))
        ]
        if self.random.random() < 0.4:
            words.insert(self.random.randrange(len(words)), str(self.random.randint(2, 2030)))
        if self.random.random() < 0.4:
            words.insert(self.random.randrange(len(words)), self.random.choice(self.words).title())
        return " ".join(words).capitalize() + self.random.choice("....?!")

    def article(self, length):
        return [self.sentence() for _ in range(length)]

    def retold(self, sentence):
        """The sentence in other words of the same language: a third of them replaced, some moved."""
        words = [self.random.choice(self.words) if self.random.random() < 0.3 else word for word in sentence.split()]
        if len(words) > 6:
            words.insert(1, words.pop(4))
        return " ".join(words)

    def translated(self, sentence):
        """The sentence in another language: numbers, most names and the last mark stay, the length nearly."""
        words = [
            word if word[0].isdigit() or (word[0].isupper() and self.random.random() < 0.8) else self.word()
            for word in sentence.split()
        ]
        return " ".join(words) + sentence[-1]


def drop(texts, place, _writer):
    return texts[:place] + texts[place + 1 :]


def insert(texts, place, writer):
    return [*texts[:place], writer.sentence(), *texts[place:]]


def blank(texts, place, _writer):
    return [*texts[:place], "", *texts[place:]]


def split(texts, place, _writer):
    words = texts[place].split()
    halves = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
    return [*texts[:place], *halves, *texts[place + 1 :]]


def repeat(texts, place, _writer):
    return [*texts[:place], texts[place], *texts[place:]]


FAULTS = {fault.__name__: fault for fault in (drop, insert, blank, split, repeat)}


TEN = [
    "Heavy rain fell on the coast overnight.",
    "Three roads near the harbour were closed.",
    "The mayor asked people to stay at home.",
    "Schools will open again on Thursday.",
    "A ferry with 40 passengers had to turn back.",
    "Nobody was hurt, the fire brigade said.",
    "Farmers fear for the apple harvest.",
    "The river Olsa rose by two metres.",
    "Insurers expect claims of 3 million euros.",
    "More rain is forecast for the weekend.",
]


@pytest.mark.parametrize(
    ("hypothesis", "reference", "line", "cause"),
    [
        pytest.param(
            TEN,
            TEN[:4] + TEN[5:],
            5,
            'hypothesis line 5 ("A ferry with 40 passengers had to turn back.") has no counterpart: '
            "reference line 5 looks like hypothesis line 6",
            id="dropped",
        ),
        pytest.param(
            TEN,
            TEN[1:],
            1,
            'hypothesis line 1 ("Heavy rain fell on the coast overnight.") has no counterpart: '
            "reference line 1 looks like hypothesis line 2",
            id="dropped at the start",
        ),
        pytest.param(
            TEN,
            TEN[:4] + TEN[6:],
            5,
            '2 lines from hypothesis line 5 ("A ferry with 40 passengers had to turn back.") on have no '
            "counterpart: reference line 5 looks like hypothesis line 7",
            id="two dropped",
        ),
        pytest.param(
            TEN,
            [*TEN[:7], "", *TEN[7:]],
            8,
            "a blank line at reference line 8: hypothesis line 8 looks like reference line 9",
            id="blank line",
        ),
        pytest.param(
            TEN,
            [text for pair in TEN for text in (pair, "")],
            2,
            "reference has 10 blank lines (the first is line 2), hypothesis has none; "
            "without them they are of one length",
            id="a blank line after each",
        ),
        pytest.param(
            [*TEN[:2], "A ferry with 40 passengers", "had to turn back."],
            [*TEN[:2], TEN[4]],
            3,
            "hypothesis lines 3 and 4 together look like reference line 3 "
            '("A ferry with 40 passengers had to turn back."); was it split?',
            id="split at the end",
        ),
        pytest.param(
            [*TEN[:4], "A ferry with 40 passengers", "had to turn back.", *TEN[5:]],
            TEN,
            5,
            "hypothesis lines 5 and 6 together look like reference line 5 "
            '("A ferry with 40 passengers had to turn back."); was it split?',
            id="split",
        ),
        pytest.param(
            [*TEN[:6], *TEN[5:]],
            TEN,
            7,
            "hypothesis line 7 repeats line 6",
            id="repeated",
        ),
        pytest.param(
            TEN,
            TEN[:8],
            8,
            'reference ends after line 8, hypothesis line 9 ("Insurers expect claims of 3 million euros.") '
            "has no counterpart; is the reference cut off?",
            id="cut off",
        ),
        pytest.param(
            TEN * 3,
            TEN,
            11,
            "hypothesis holds its text 3 times, again from line 11",
            id="three times over",
        ),
        pytest.param(
            TEN,
            [text for text in TEN for _ in range(2)],
            None,
            "reference holds every line 2 times",
            id="every line twice",
        ),
    ],
)
def test_what_is_said(hypothesis, reference, line, cause):
    there, words = told(hypothesis, reference)
    assert words.startswith(cause)
    assert there == line


def test_the_error_in_full():
    caught = error(TEN, drop(TEN, 4, None))
    assert str(caught) == (
        f"{__file__}:5: hypothesis 10 lines, reference 9 lines; "
        'hypothesis line 5 ("A ferry with 40 passengers had to turn back.") has no counterpart: '
        f"reference line 5 looks like hypothesis line 6; {RULE}"
    )


@given(
    seed=st.integers(0, 2**32),
    length=st.integers(12, 60),
    share=st.floats(0, 1, exclude_max=True),
    fault=st.sampled_from([drop, insert, blank]),
    swap=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_one_fault_in_equal_texts_is_named_exactly(seed, length, share, fault, swap):
    writer = Writer(seed)
    texts = writer.article(length)
    place = int(share * (length - 2))
    faulty = fault(texts, place, writer)
    line, _ = told(faulty, texts) if swap else told(texts, faulty)
    assert line == place + 1


def outcome(hypothesis, other, place, role="reference"):
    """How well the place is named: lines off (0 or 1), among the lines named, not at all, or wrongly."""
    line, words = told(hypothesis, other, role)
    if line is None:
        return "unplaced"
    if stretch := re.match(r"they seem to part between \w+ lines (\d+) and (\d+)$", words):
        first, last = map(int, stretch.groups())
        return "among" if first - 1 <= place + 1 <= last + 1 else "wrong"
    off = abs(line - 1 - place)
    return off if off <= 1 else "wrong"


def outcomes(render, fault, role="reference", count=40):
    """How often each outcome is met over articles of 40 lines with one fault each."""
    found = Counter()
    for seed in range(count):
        writer = Writer(seed)
        texts = writer.article(40)
        place = writer.random.choice([number for number in range(1, 38) if len(texts[number].split()) > 9])
        faulty = fault([render(writer, text) for text in texts], place, writer)
        even = [Writer.retold(writer, text) for text in texts]
        found[outcome(*((even, faulty) if seed % 2 else (faulty, even)), place, role)] += 1
    return found


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_faults_between_two_versions_in_one_language_are_named(fault):
    found = outcomes(Writer.retold, fault)
    assert found["wrong"] == 0
    assert found[0] + found[1] >= 0.95 * found.total()
    assert fault is repeat or found[0] >= 0.9 * found.total()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_faults_between_two_languages_are_named_or_narrowed_down(fault):
    found = outcomes(Writer.translated, fault, "source")
    assert found["wrong"] <= 0.02 * found.total()
    assert found[0] + found[1] + found["among"] >= 0.9 * found.total()


@pytest.mark.parametrize("lines", [3, 6, 12, 40, 90])
@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_named_where_nothing_is_alike(seed, lines):
    hypothesis = Writer(seed).article(lines)
    reference = Writer(seed + 1000, "chjqwxyaeiou").article(lines - 1 - seed % 2)
    strangers = "hypothesis and reference do not look alike from the start; are they one text?"
    assert told(hypothesis, reference) in ((None, ""), (None, strangers))


def test_a_blank_line_is_a_hint_where_no_place_is_clear():
    line, words = told(["Regen.", "Wind."], ["It rains today", "", "A storm comes"])
    assert line == 2
    assert words.startswith("reference has a blank line (the first is line 2), hypothesis has none; without")


@pytest.mark.parametrize("seed", [1, 3, 4, 5, 7])
def test_lines_that_are_not_alike_are_not_said_to_be(seed):
    writer = Writer(seed)
    texts = writer.article(40)
    others = [writer.retold(text) for text in texts]
    kept = texts[11].split()[: max(1, len(texts[11].split()) // 3)]
    others[11] = " ".join([*kept, *(writer.word() for _ in texts[11].split()[len(kept) :])])
    line, words = told(texts, drop(others, 10, None))
    assert line == 11
    assert words.endswith("has no counterpart")


def test_a_stretch_beyond_recognition_is_no_parting():
    writer = Writer(11)
    texts = writer.article(4400)
    stranger = Writer(12, "chjqwxyaeiou").article(90)
    others = [*texts[:1920], *stranger, *texts[2010:3000], *texts[3001:]]
    line, words = told(texts, others)
    assert line == 3001
    assert words.startswith("hypothesis line 3001 (")


@pytest.mark.parametrize("end", [3500, 4200])
def test_what_meets_again_before_it_is_lost_is_told_by_the_last_place(end):
    writer = Writer(16)
    texts = writer.article(4400)
    stranger = Writer(17, "chjqwxyaeiou").article(1100)
    others = [*texts[:1920], *stranger[:90], *texts[2010:end], *stranger[90 : 90 + 4395 - end]]
    assert told(texts, others)[0] == end + 1


def test_what_stays_beyond_recognition_is_told_from_its_start():
    texts = Writer(13).article(4400)
    others = [*texts[:1200], *Writer(14, "chjqwxyaeiou").article(3100)]
    line, words = told(texts, others)
    assert line == 1201
    assert words == "from hypothesis line 1201 and reference line 1201 on they do not look alike"


def test_long_files_are_compared_closely_only_where_they_part(monkeypatch):
    compared = []

    def watched(first, second, offsets):
        compared.append(len(first))
        return Likeness(first, second, offsets)

    monkeypatch.setattr(parting, "Likeness", watched)
    texts = Writer(15).article(9000)
    assert told(texts, drop(texts, 8100, None))[0] == 8101
    assert sum(length > 100 for length in compared) == 1


@pytest.mark.parametrize(
    ("place", "missing"),
    [(1, 7), (1500, 80), (1939, 1), (1941, 7), (1999, 1), (2000, 80), (3500, 1), (4319, 80)],
)
def test_a_place_in_a_long_file_is_found(place, missing):
    writer = Writer(place)
    texts = writer.article(4400)
    others = [writer.retold(text) for text in texts]
    line, words = told(texts, others[:place] + others[place + missing :])
    assert line == place + 1
    assert words.endswith(f"reference line {place + 1} looks like hypothesis line {place + missing + 1}")


@pytest.mark.parametrize("length", [1, 40, 1999, 2000, 3880, 4300])
def test_a_file_that_is_cut_off_is_told(length):
    writer = Writer(length)
    texts = writer.article(4400)
    line, words = told(texts, [writer.retold(text) for text in texts[:length]])
    assert line == length
    assert words.startswith(f"reference ends after line {length}, hypothesis line {length + 1} (")


def test_several_faults_are_told_by_the_first():
    writer = Writer(5)
    texts = writer.article(200)
    others = [writer.retold(text) for text in texts]
    for place in (180, 120, 90, 33):
        del others[place]
    others.insert(60, writer.sentence())
    assert told(texts, others)[0] == 34


def test_a_line_too_many_on_the_shorter_side_is_told_of_that_side():
    writer = Writer(6)
    texts = writer.article(100)
    others = [*texts[:20], writer.sentence(), *texts[20:60], *texts[64:]]
    line, words = told(texts, others)
    assert line == 21
    assert words.startswith("reference line 21 (")
    assert words.endswith("hypothesis line 21 looks like reference line 22")


def test_what_follows_without_likeness_is_told():
    writer = Writer(7)
    texts = writer.article(100)
    stranger = Writer(8, "chjqwxyaeiou").article(47)
    line, words = told(texts, [*texts[:50], *stranger])
    assert line == 51
    assert words == "from hypothesis line 51 and reference line 51 on they do not look alike"


def test_quotes_are_short_and_of_one_line():
    writer = Writer(9)
    texts = writer.article(30)
    texts[4] = "Ruin\x1b[31m\u2028and\rwrack " * 50
    _, words = told(texts, drop(texts, 4, writer))
    assert words.startswith('hypothesis line 5 ("Ruin [31m and wrack Ruin [31m and wrack')
    assert len(words) < 200


def test_only_the_start_of_enormous_lines_is_looked_at(monkeypatch):
    lengths = []

    def watched(number, text):
        lengths.append(len(text))
        return piece(number, text)

    monkeypatch.setattr(parting, "piece", watched)
    texts = [f"{text} {'x' * 100_000}" for text in Writer(10).article(60)]
    assert told(texts, drop(texts, 30, None))[0] == 31
    assert max(lengths) == 2000


def test_paragraphs_are_called_so():
    sides = (side("hypothesis", TEN, "paragraph"), side("reference", TEN[:1], "paragraph"))
    message = unequal(sides, [measure(each.lines()) for each in sides]).message
    assert message.startswith("hypothesis 10 paragraphs, reference 1 paragraph; ")


REAL = {
    "he-en": (
        "wmt/generaltest2023.he-en.hyp.GPT4-5shot.en",
        "wmt/generaltest2023.he-en.{}",
        "ref.refA.en",
        "src.he",
    ),
    "en-zh": (
        "wmt/generaltest2023.en-zh.hyp.ONLINE-B.zh",
        "wmt/generaltest2023.en-zh.{}",
        "ref.refA.zh",
        "src.en",
    ),
    "cs-en": ("mt/wmt22.cs-en.ALMAnaCH-Inria.hyp.en.txt", "mt/wmt22.cs-en.{}", "ref.en.txt", "src.cs.txt"),
    "de-en": ("mt/wmt22.de-en.LT22.hyp.en.txt", "mt/wmt22.de-en.{}", "ref.en.txt", "src.de.txt"),
    "ja-en": ("mt/wmt22.ja-en.KYB.hyp.en.txt", "mt/wmt22.ja-en.{}", "ref.en.txt", "src.ja.txt"),
    "ru-en": ("mt/wmt22.ru-en.Online-G.hyp.en.txt", "mt/wmt22.ru-en.{}", "ref.en.txt", "src.ru.txt"),
}


@pytest.mark.parametrize("role", ["reference", "source"])
@pytest.mark.parametrize("pair", REAL)
def test_faults_in_real_translations_are_named_or_narrowed_down(pair, role):
    hypothesis, other, reference, source = REAL[pair]
    paths = [
        SHARED / "eval" / name for name in (hypothesis, other.format(reference if role == "reference" else source))
    ]
    if not all(path.exists() for path in paths):
        pytest.skip("the evaluation data is not beside the project")
    sides = [path.read_bytes().decode().split("\n")[:-1] for path in paths]
    rng = random.Random(pair)
    found = Counter()
    for fault in (drop, blank):
        for _ in range(6):
            start = rng.randrange(len(sides[0]) - 200)
            texts, others = (lines[start : start + 200] for lines in sides)
            place = rng.randrange(1, 199)
            found[outcome(texts, fault(others, place, None), place, role)] += 1
    assert found["wrong"] == 0
    assert found[0] + found[1] + found["among"] >= 0.9 * found.total()
    if role == "reference":
        assert found[0] + found[1] >= 0.9 * found.total()
