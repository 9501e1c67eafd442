"""The corpora keep what their notes promise: aligned sides, sound formats, each fault in its place."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import sacrebleu

CORPORA = Path(__file__).parents[1] / "corpora"
ITALIAN = CORPORA / "it-en"
ARTICLES = sorted(path.name for path in (ITALIAN / "source").iterdir())
BLANK_LINES_BETWEEN_PARAGRAPHS = {"02-river-flood.txt", "05-budget-vote.txt", "08-mountain-rescue.txt"}
GOOD = ("04-museum-reopening.txt", "06-night-train.txt")
POOR = "02-river-flood.txt"
CHINESE_COLUMNS = [
    "document",
    "segment",
    "source",
    "hypothesis",
    "reference",
    "reference_2",
    "domain",
    "language_pair",
]
FRENCH_KEYS = ["document", "segment", "source", "hypothesis", "references", "language_pair", "domain"]

SEVERITIES = {"minor", "major", "critical"}
CATEGORIES = {
    "accuracy/mistranslation",
    "accuracy/number",
    "accuracy/omission",
    "accuracy/untranslated",
    "fluency/grammar",
    "fluency/inconsistency",
    "fluency/punctuation",
    "fluency/spelling",
    "locale/date-format",
    "locale/number-format",
    "style/unidiomatic",
    "terminology",
}

Place = tuple[str, ...]
Sides = dict[str, str]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def italian_places() -> dict[Place, Sides]:
    sides = ("source", "hypothesis", "reference")
    return {
        (article, str(number)): dict(zip(sides, texts, strict=True))
        for article in ARTICLES
        for number, texts in enumerate(zip(*(lines(ITALIAN / side / article) for side in sides), strict=True), 1)
    }


def chinese_places() -> dict[Place, Sides]:
    header, *rows = (line.split("\t") for line in lines(CORPORA / "zh-en.tsv"))
    records = [dict(zip(header, row, strict=True)) for row in rows]
    return {(record["document"], record["segment"]): record for record in records}


def german_places() -> dict[Place, Sides]:
    places: dict[Place, Sides] = {}
    for document in german_documents():
        source = segments(document.find("src"))
        for hypothesis in document.findall("hyp"):
            for segment, text in segments(hypothesis).items():
                place = (hypothesis.attrib["system"], document.attrib["id"], segment)
                places[place] = {"source": source[segment], "hypothesis": text}
    return places


def french_places() -> dict[Place, Sides]:
    return {(record["document"], record["segment"]): record for record in french_records()}


def german_documents() -> list[ElementTree.Element]:
    return list(ElementTree.parse(CORPORA / "de-en.xml").iter("doc"))


def segments(side: ElementTree.Element | None) -> dict[str, str]:
    assert side is not None
    return {segment.attrib["id"]: segment.text or "" for segment in side.iter("seg")}


def french_records() -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(CORPORA / "en-fr.jsonl")]


PLACES: dict[str, Callable[[], dict[Place, Sides]]] = {
    "it-en/README.md": italian_places,
    "zh-en.md": chinese_places,
    "de-en.md": german_places,
    "en-fr.md": french_places,
}


def faults(note: str) -> list[list[str]]:
    """The rows of the note's table: place cells, words, category, severity, fault."""
    text = (CORPORA / note).read_text(encoding="utf-8")
    rows = [line for line in text.split("## Faults put in")[1].split("\n") if line.startswith("|")]
    return [row.strip("| ").split(" | ") for row in rows[2:]]


@pytest.mark.parametrize("article", ARTICLES)
def test_the_sides_of_an_article_are_aligned(article: str) -> None:
    source, hypothesis, reference = (lines(ITALIAN / side / article) for side in ("source", "hypothesis", "reference"))
    blank = [not line for line in source]
    assert [not line for line in hypothesis] == blank
    assert [not line for line in reference] == blank
    assert any(blank) == (article in BLANK_LINES_BETWEEN_PARAGRAPHS)
    assert 6 <= blank.count(False) <= 10


@pytest.mark.parametrize("side", ["source", "hypothesis", "reference"])
def test_every_side_has_the_same_eight_files(side: str) -> None:
    assert len(ARTICLES) == 8
    assert sorted(path.name for path in (ITALIAN / side).iterdir()) == ARTICLES


@pytest.mark.parametrize("metric", [sacrebleu.corpus_bleu, sacrebleu.corpus_chrf])
def test_good_articles_score_highest_and_the_poor_one_lowest(metric: Callable[..., Any]) -> None:
    scores = {
        article: metric(lines(ITALIAN / "hypothesis" / article), [lines(ITALIAN / "reference" / article)]).score
        for article in ARTICLES
    }
    ranked = sorted(scores, key=scores.__getitem__)
    assert ranked[0] == POOR
    assert set(ranked[-2:]) == set(GOOD)


class Page(HTMLParser):
    """Collects the text of the headline and paragraphs inside `<article>`."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.paragraphs: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        if tag in {"h1", "p"}:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "article" in self.open and {"h1", "p"} & set(self.open):
            self.paragraphs[-1] += data


def test_the_page_holds_article_one() -> None:
    page = Page()
    page.feed((ITALIAN / "page.html").read_text(encoding="utf-8"))
    found = [" ".join(paragraph.split()) for paragraph in page.paragraphs]
    assert [text for text in found if text] == lines(ITALIAN / "hypothesis" / ARTICLES[0])


def test_the_chinese_table_is_square() -> None:
    header, *rows = (line.split("\t") for line in lines(CORPORA / "zh-en.tsv"))
    assert header == CHINESE_COLUMNS
    assert {len(row) for row in rows} == {len(CHINESE_COLUMNS)}
    records = [dict(zip(header, row, strict=True)) for row in rows]
    assert len({record["document"] for record in records}) == 4
    assert len(chinese_places()) == len(records) == 24
    assert sum(not record["reference_2"] for record in records) == 5
    assert all(value for record in records for key, value in record.items() if key != "reference_2")


def test_the_german_file_has_the_same_segments_on_all_sides() -> None:
    documents = german_documents()
    assert len(documents) == 3
    for document in documents:
        assert [side.tag for side in document] == ["src", "ref", "hyp", "hyp"]
        assert [side.get("system") for side in document.findall("hyp")] == ["Harbour", "Lantern"]
        assert {tuple(segments(side)) for side in document} == {tuple("123456")}
        assert all(text for side in document for text in segments(side).values())


def test_the_french_records_are_whole() -> None:
    records = french_records()
    assert len(french_places()) == len(records) == 18
    assert {tuple(record) for record in records} == {tuple(FRENCH_KEYS)}
    assert {len(record["references"]) for record in records} == {1, 2}
    assert all(record["language_pair"] == "en-fr" for record in records)


def test_the_french_references_keep_french_spaces() -> None:
    references = "\n".join(text for record in french_records() for text in record["references"])
    assert re.search("[^\u202f][;!?%»]|«[^\u202f]|[^\u00a0]:|\\d \\d{3}", references) is None
    assert {"«\u202f", "\u202f»", "\u202f;", "\u202f%", "\u00a0:"} <= {
        references[start : start + 2] for start in range(len(references))
    }


@pytest.mark.parametrize("note", PLACES)
def test_every_listed_fault_occurs_once_in_its_place(note: str) -> None:
    places = PLACES[note]()
    rows = faults(note)
    assert rows
    for *place, quoted, category, severity, fault in rows:
        words = quoted.strip("`")
        side = "source" if category == "accuracy/omission" else "hypothesis"
        text = places[tuple(place)][side]
        assert text.count(words) == 1, f"{note}: {place}: {words!r} in {text!r}"
        assert category in CATEGORIES, f"{note}: {place}: {category}"
        assert severity in SEVERITIES, f"{note}: {place}: {severity}"
        assert fault


@pytest.mark.parametrize("note", PLACES)
def test_no_fault_is_listed_twice(note: str) -> None:
    rows = [tuple(row) for row in faults(note)]
    assert len(set(rows)) == len(rows)


def test_the_article_without_a_listed_fault_is_named() -> None:
    listed = {row[0] for row in faults("it-en/README.md")}
    assert set(ARTICLES) - listed == {"06-night-train.txt"}
    assert "06-night-train.txt has no fault put in." in (ITALIAN / "README.md").read_text(encoding="utf-8")


def test_the_commands_name_what_is_there() -> None:
    notes = [CORPORA / "README.md", *(CORPORA / note for note in PLACES)]
    commands = [
        line for note in notes for line in note.read_text(encoding="utf-8").split("\n") if line.startswith("mtqa ")
    ]
    paths = {word for command in commands for word in command.split() if word.startswith("corpora/")}
    assert len(paths) == 7
    assert all((CORPORA.parent / path).exists() for path in paths)


def test_the_overview_counts_documents_and_segments() -> None:
    counts = {
        row.split(" | ")[0].strip("| `"): tuple(map(int, row.split(" | ")[3:5]))
        for row in (CORPORA / "README.md").read_text(encoding="utf-8").split("\n")
        if row.startswith("| `")
    }
    italian = [place for place, sides in italian_places().items() if sides["source"]]
    german = {place[1:] for place in german_places()}
    assert counts == {
        "it-en/": (len(ARTICLES), len(italian)),
        "zh-en.tsv": (4, len(chinese_places())),
        "de-en.xml": (3, len(german)),
        "en-fr.jsonl": (3, len(french_places())),
    }
