"""A comparison as the terminal, JSON, Markdown and a page show it: golden, by schema, harmless whatever it holds."""

import json
import re
from dataclasses import replace
from importlib.resources import files
from io import StringIO

import pytest
from jsonschema import Draft202012Validator
from lxml import html as parser
from rich.cells import cell_len
from samples import HOSTILE_NAMES, flagged, judged
from test_comparison import BAD, GOOD, JUDGED, SETTINGS, fewer_segments, run, segments, several, two

from mtqa.comparison import Run, compare
from mtqa.evaluation import evaluate_items
from mtqa.writers import comparison as terminal
from mtqa.writers import comparison_json, comparison_markdown
from mtqa.writers.html import comparison_page

SCHEMA = json.loads((files("mtqa") / "schema" / "comparison-1.schema.json").read_text("utf-8"))


def made(*, resamples=200, **options):
    return compare(two(settings=JUDGED, **options), resamples=resamples)


MARKS = {
    "has approve": {"rule": "en/verb-form/have-bare", "severity": "major"},
    "400 million": {
        "rule": "accuracy/number/changed",
        "category": "accuracy/number",
        "severity": "critical",
        "message": 'the source has "40 milioni", the translation "400 million"',
        "suggestions": ("40 million",),
    },
    "remain": {"rule": "en/style/remain", "category": "style/unidiomatic", "severity": "minor", "confidence": "medium"},
}


def invented(**options):
    """The two systems with findings of no rule that there is, so that no change of a rule changes what is written."""
    runs = []
    for each in two(settings=SETTINGS, **options):
        documents = tuple(
            replace(
                document,
                segments=tuple(
                    flagged(scored, *(mark for mark in MARKS.items() if mark[0] in scored.segment.hypothesis))
                    for scored in document.segments
                ),
            )
            for document in each.evaluation.documents
        )
        runs.append(Run(judged(replace(each.evaluation, documents=documents)), each.path))
    return compare(runs, resamples=200)


def written(writer, comparison):
    out = StringIO()
    writer.write(comparison, out)
    return out.getvalue()


def forced():
    return compare([run(GOOD, system="A", settings=SETTINGS), fewer_segments()], force=True, resamples=50)


def hostile():
    """Two systems whose names, documents, domains and texts are all hostile."""
    found = []
    for name, texts in (("<script>alert(1)</script>\x1b[31m", GOOD), ('"><img src=x onerror=alert(2)>\u202e', BAD)):
        items = [
            replace(
                one,
                hypothesis=f"{one.hypothesis} {hostile_text}",
                source=hostile_text,
                references=(f"{one.references[0]} {hostile_text}",),
                header=replace(one.header, document=hostile_text, domain=hostile_text, path=hostile_text),
            )
            for one, hostile_text in zip(
                segments(texts * 7, system=name, documents=len(HOSTILE_NAMES)), HOSTILE_NAMES, strict=False
            )
        ]
        found.append(Run(evaluate_items(items, JUDGED), f"{name}/run.json"))
    return compare(found, resamples=20)


SAMPLES = {
    "two": made,
    "documents": lambda: made(documents=6, domain=lambda number: "news" if number % 2 else "sport"),
    "three": lambda: compare(several(3), resamples=50),
    "six": lambda: compare(several(6), resamples=50),
    "forced": forced,
    "same": lambda: compare(two(GOOD, GOOD), resamples=20),
    "one-segment": lambda: compare(two(GOOD[:1], BAD[:1], documents=1), resamples=20),
    "hostile": hostile,
}


def test_the_terminal(golden):
    golden("comparison.txt", written(terminal, invented()))


def test_the_terminal_of_many(golden):
    golden("comparison-many.txt", written(terminal, compare(several(6), resamples=50)))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
@pytest.mark.parametrize("name", ["two", "three", "six"])
def test_tables_fit_the_terminal(name, width):
    comparison = SAMPLES[name]()
    for line in terminal._lines(comparison, width, "-"):
        text = "".join(piece.text for piece in line)
        if set(text.strip()) == {"-", " "} or set(text.strip()) == {"-"}:
            assert cell_len(text) <= max(width, 48), text


def test_the_page(golden):
    golden("comparison.html", comparison_page(invented(documents=6)))


def test_markdown(golden):
    golden("comparison.md", written(comparison_markdown, invented()))


@pytest.mark.parametrize("name", SAMPLES)
def test_json_follows_its_schema(name):
    Draft202012Validator.check_schema(SCHEMA)
    members = json.loads(written(comparison_json, SAMPLES[name]()))
    Draft202012Validator(SCHEMA).validate(members)
    for key in members:
        damaged = {other: value for other, value in members.items() if other != key}
        assert not Draft202012Validator(SCHEMA).is_valid(damaged), key


def test_json_tells_what_the_comparison_knows():
    comparison = made()
    members = json.loads(written(comparison_json, comparison))
    (pair,) = members["comparisons"]
    assert (pair["a"], pair["b"], pair["headline"]) == ("A", "B", comparison.headline)
    known = comparison.pairs[0].differences["BLEU"]
    assert pair["scores"]["BLEU"]["difference"] == known.difference
    assert pair["scores"]["BLEU"]["p_value"] == known.p_value
    assert members["systems"][0]["scores"]["BLEU"]["score"] == comparison.systems[0].scores["BLEU"].score


@pytest.mark.parametrize("writer", [terminal, comparison_json, comparison_markdown], ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_output_shows_what_was_forced(name, writer):
    text = written(writer, SAMPLES[name]())
    assert ("B has no segment 2 of document" in text.replace("\\", "")) == (name == "forced")


def test_the_page_shows_what_was_forced():
    assert "Does not fit together:" in comparison_page(forced())
    assert "Does not fit together:" not in comparison_page(made())


@pytest.mark.parametrize("name", SAMPLES)
def test_pages_are_whole(name):
    page = comparison_page(SAMPLES[name]())
    tree = parser.document_fromstring(page)
    identifiers = tree.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    for href in tree.xpath("//a/@href"):
        assert href.removeprefix("#") in identifiers
    assert tree.xpath("count(//h1)") == 1
    for row in tree.xpath("//table//tr[th or td]"):
        table = row.iterancestors("table").__next__()
        assert len(row.xpath("./th|./td")) == len(table.xpath("./thead/tr/th|./thead/tr/td"))
    assert "nan" not in re.findall(r"\b(?:nan|inf|None)\b", page)
    assert not re.findall(r"[^a-z](?:nan|inf)[^a-z]", re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL))


def test_hostile_texts_are_text():
    comparison = hostile()
    page = comparison_page(comparison)
    tree = parser.document_fromstring(page.encode())
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img|//iframe|//object|//embed|//form") == []
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    assert "\x1b" not in page
    assert "\0" not in page
    assert "\u202e" not in "".join(tree.xpath("//h1//text()"))
    text = written(terminal, comparison)
    assert not [sign for sign in text if sign in "\x1b\0\u202e\u2028"]
    assert all(len(line) < 2_000 for line in text.splitlines())
    assert "<script>" not in written(comparison_markdown, comparison)


def test_a_page_of_many_systems_stays_small():
    assert len(comparison_page(compare(several(10), resamples=20)).encode()) < 1_000_000
