import io
import re

import pytest
import samples
from rich.cells import cell_len

from mtqa.model import Score
from mtqa.report import build
from mtqa.writers import terminal
from mtqa.writers.wording import counted, legible, two_decimals

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.fixture
def on_terminal(monkeypatch):
    """Writes to what looks like a terminal of the given width and returns the text."""

    def write(evaluation, width=120, **environment):
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"TERM": "xterm-256color", "COLUMNS": str(width), **environment}.items():
            monkeypatch.setenv(name, value)
        out = Terminal()
        terminal.write(build(evaluation), out)
        return out.getvalue()

    return write


def piped(evaluation):
    out = io.StringIO()
    terminal.write(build(evaluation), out)
    return out.getvalue()


def table_of(text):
    """The lines between the title and the remarks."""
    return text.split("\n\n")[1].split("\n")


@pytest.mark.parametrize(
    ("name", "evaluation"),
    [
        ("news", samples.news()),
        ("systems", samples.systems()),
        ("unscored", samples.unscored()),
        ("unreferenced", samples.unreferenced()),
        ("many", samples.many(30)),
    ],
)
def test_a_pipe_gets_the_table_as_before(name, evaluation, golden):
    golden(f"{name}.txt", piped(evaluation))


def test_a_terminal_gets_the_same_words_in_colour(on_terminal):
    coloured = on_terminal(samples.news())
    assert "\x1b[1m" in coloured
    plain = piped(samples.news())
    assert "[[" in plain
    assert ESCAPE.sub("", coloured).replace("─", "-") == plain.replace("[[", "").replace("]]", "")


def findings_of(hypothesis, marks, **fields):
    """What a pipe gets of the worst findings of one segment, line by line."""
    one = samples.header("rain", **fields)
    document = samples.document(one, samples.scored(one, [("La pioggia.", hypothesis)]))
    evaluation = samples.judged(samples.evaluation([samples.with_marks(document, [marks])]))
    _, found, after = piped(evaluation).partition("worst findings\n")
    return after.split("\n\n")[0].split("\n") if found else []


LONG = "so " * 40
IN_CONTEXT = [
    ("Rain are arrived.", "are arrived", "    Rain [[are arrived]]."),
    ("are arrived", "are arrived", "    [[are arrived]]"),
    ("", "", "    [[]]"),
    (f"{LONG}are arrived {LONG}", "are arrived", f"    ...{' so' * 8} [[are arrived]] {'so ' * 9}..."),
    (f"are arrived {LONG}", "are arrived", f"    [[are arrived]] {'so ' * 18}..."),
    (f"{LONG}are arrived", "are arrived", f"    ...{' so' * 18} [[are arrived]]"),
    ("雨" * 80 + "来" + "雨" * 80, "来", f"    ...{'雨' * 15}[[来]]{'雨' * 16}..."),
    ("a\tb\x1b[31m\u202e are\narrived", "are\narrived", "    a b\ufffd[31m\ufffd [[are arrived]]"),
    ("x" * 500, "x" * 500, f"    [[{'x' * 33}...{'x' * 34}]]"),
]


@pytest.mark.parametrize(("hypothesis", "words", "line"), IN_CONTEXT)
def test_the_words_of_a_finding_are_marked_in_their_context(hypothesis, words, line):
    shown = findings_of(hypothesis, [(words, {})])[1]
    assert shown == line
    assert cell_len(shown) <= cell_len("    [[]]") + 70


@pytest.mark.parametrize(
    ("suggestions", "line"),
    [
        (("have arrived", "came"), '    -> "have arrived"'),
        (("",), "    -> delete"),
        ((" ",), '    -> " "'),
        (('"Rain"',), '    -> "Rain"'),
    ],
)
def test_the_first_suggestion_is_shown_as_it_is_to_be_written(suggestions, line):
    assert findings_of("Rain.", [("Rain", {"suggestions": suggestions})])[-1] == line


def test_a_finding_on_the_source_shows_the_source():
    assert findings_of("Rain.", [("pioggia", {"side": "source"})])[1] == "    source: La [[pioggia]]."


def test_the_three_worst_findings_stand_worst_first_and_unsure_ones_not_at_all():
    grades = [
        ("minor", "high"), ("major", "medium"), ("critical", "low"), ("major", "high"), ("critical", "medium"),
    ]  # fmt: skip
    marks = [("Rain", {"rule": f"{s}-{c}", "severity": s, "confidence": c}) for s, c in grades]
    lines = findings_of("Rain.", marks)
    assert [line.split()[1:] for line in lines if line.startswith("  rain:1")] == [
        ["critical", "critical-medium"],
        ["major", "major-high"],
        ["major", "major-medium"],
    ]


@pytest.mark.parametrize("marks", [[], [("Rain", {"confidence": "low"})], [("Rain", {"severity": "neutral"})]])
def test_without_a_finding_that_counts_there_is_no_list(marks):
    assert findings_of("Rain.", marks) == []


def test_five_documents_are_listed_by_penalty():
    documents = []
    for place, count in enumerate((1, 0, 3, 7, 2, 4, 5)):
        one = samples.header(f"d{place}")
        marks = [("Rain", {})] * count
        documents.append(samples.with_marks(samples.document(one, samples.scored(one, [(None, "Rain.")])), [marks]))
    text = piped(samples.judged(samples.evaluation(documents)))
    assert [*dict.fromkeys(re.findall(r"^  (d\d):1", text, re.MULTILINE))] == ["d3", "d6", "d5", "d2", "d4"]


def test_several_systems_are_named_with_their_findings():
    plain = samples.systems()
    documents = [samples.with_marks(document, [[("opens", {})]]) for document in plain.documents]
    text = piped(samples.judged(samples.evaluation(documents, metrics=plain.metrics)))
    assert re.findall(r"^  (\S+, \S+)  major", text, re.MULTILINE) == ["online-b, harbour:1", "online-a, harbour:1"]


@pytest.mark.parametrize(
    ("evaluation", "line"),
    [
        (
            samples.news(),
            "findings: 1 critical, 1 major, 2 minor, 1 neutral (1 of low confidence, not counted in quality)",
        ),
        (samples.judged(samples.unscored()), "findings: none"),
        (samples.news(), "not checked: rule left out: house/colour.toml: no message"),
        (samples.systems(), "not checked: rules: there are none for French"),
        (samples.unreferenced(), "no references: nothing to score against"),
        (samples.unreferenced(), "documents worst first, by quality"),
    ],
)  # fmt: skip
def test_the_remarks_count_findings_and_name_what_was_not_checked(evaluation, line):
    assert line in piped(evaluation).split("\n")


def test_without_rules_nothing_is_said_of_findings():
    assert "findings" not in piped(samples.systems())


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colour_gets_what_a_pipe_gets(on_terminal, environment):
    assert on_terminal(samples.news(), **environment) == piped(samples.news())


def test_an_empty_no_color_means_nothing(on_terminal):
    assert "\x1b[" in on_terminal(samples.news(), NO_COLOR="")


def test_a_narrow_terminal_keeps_the_corpus_intervals_and_its_width(on_terminal):
    text = ESCAPE.sub("", on_terminal(samples.systems(), width=80))
    table = table_of(text)
    assert max(map(cell_len, table)) <= 80
    assert sum("[30.25, 51.00]" in line for line in table) == 2
    assert not any("[10.00, 30.00]" in line for line in table)


def test_a_table_too_wide_for_eighty_cells_does_without_the_segments(on_terminal):
    table = table_of(ESCAPE.sub("", on_terminal(samples.judged(samples.systems()), width=80)))
    assert max(map(cell_len, table)) <= 80
    assert table[0].split() == ["document", "system", "words", "BLEU", "chrF2", "TER", "quality"]


def test_the_worst_twenty_are_shown_worst_first_and_the_rest_counted():
    text = piped(samples.many(30))
    shown = re.findall(r"^article-(\d+)", text, re.MULTILINE)
    assert shown == [f"{number:04}" for number in range(1, 21)]
    assert "... and 10 more documents\n" in text
    assert "... and 1 more document\n" in piped(samples.many(21))
    assert "... and" not in piped(samples.many(20))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("新" * 10, "新" * 10),
        ("新" * 30, "新" * 9 + "..." + "新" * 9),
        ("x" * 40, "x" * 40),
        ("a" * 20 + "b" * 5_000 + "c" * 19, "a" * 18 + "..." + "c" * 19),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("a\nb", "a b"),
        ("caff\udce8", "caff\ufffd"),
    ],
)
def test_names_are_shown_safely_and_leave_the_columns_aligned(name, shown, on_terminal):
    evaluation = samples.evaluation(
        [samples.document(samples.header(document), (), {"BLEU": Score(20.0, 10.0, 30.0)}) for document in (name, "b")],
        metrics=("BLEU",),
    )
    for text in (piped(evaluation), ESCAPE.sub("", on_terminal(evaluation, width=80))):
        lines = table_of(text)
        assert len({cell_len(line) for line in lines}) == 1
        assert any(line.startswith(shown) for line in lines)


def test_hostile_names_send_nothing_to_the_terminal_but_lines(on_terminal):
    for text in (piped(samples.hostile()), ESCAPE.sub("", on_terminal(samples.hostile()))):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\ud800-\udfff]", text)
        assert len(table_of(text)) == 2 + terminal.MOST_DOCUMENTS + 3


def test_a_stream_of_ascii_gets_question_marks_and_no_error():
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    terminal.write(build(samples.evaluation([samples.document(samples.header("città"), ())])), out)
    out.seek(0)
    assert "citt?" in out.read()


def test_a_document_without_score_shows_none():
    scored = samples.document(samples.FLOOD, (), {"BLEU": Score(20.0, 10.0, 30.0)})
    bare = samples.document(samples.COUNCIL, ())
    lines = table_of(piped(samples.evaluation([bare, scored], metrics=("BLEU",))))
    assert lines[2].split() == ["flood", "0", "0", "20.00", "[10.00,", "30.00]"]
    assert lines[3].split() == ["council", "0", "0", "-"]


@pytest.mark.parametrize(
    ("source", "target", "origins", "title"),
    [
        ("it", "en", ("given", "given"), "it-en (given)"),
        ("it", "en", ("format", "format"), "it-en (from the file)"),
        ("it", "en", ("given", "detected"), "it-en (it given, en detected)"),
        ("und", "en", ("unknown", "detected"), "en (detected)"),
        ("zh-Hant", "und", ("given", "unknown"), "zh-Hant-und (given)"),
        ("und", "und", ("unknown", "unknown"), "languages unknown"),
        ("mul", "en", ("detected", "given"), "mul-en (mul detected, en given)"),
    ],
)
def test_the_title_says_the_languages_and_where_they_come_from(source, target, origins, title):
    evaluation = samples.evaluation(
        [samples.document(samples.FLOOD, ())],
        language_pair=samples.LanguagePair(source, target),
        source_origin=origins[0],
        target_origin=origins[1],
    )
    assert piped(evaluation).split("\n")[0] == title


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (0.0, "0.00"),
        (0.0001, "0.01"),
        (-0.0001, "-0.01"),
        (34.567, "34.57"),
        (99.994, "99.99"),
        (99.996, "99.99"),
        (99.99999999999999, "99.99"),
        (100.0, "100.00"),
        (100.00000000000004, "100.00"),
        (120.5, "120.50"),
    ],
)
def test_rounding_shows_the_ends_of_the_scale_only_where_they_are_reached(score, text):
    assert two_decimals(score) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 segments"), (1, "1 segment"), (2, "2 segments"), (1910, "1,910 segments")]
)
def test_counts_agree_with_their_nouns(number, text):
    assert counted(number, "segment") == text


def test_legible_text_is_on_one_line_whoever_splits_it():
    every = "".join(map(chr, range(0x3000))) + "\ud800\U0001f600"
    assert len(legible(every).splitlines()) == 1
    assert legible("Così è: «新闻» חדשות — 100 %") == "Così è: «新闻» חדשות — 100 %"
