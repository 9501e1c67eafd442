"""WMT XML test sets."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import fault, items

from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.readers.base import ReadOptions
from mtqa.readers.files import InputFile
from mtqa.readers.wmt import WMT_XML

REAL = Path(__file__).parents[1].parent / "shared" / "eval" / "wmt" / "wmttest2022.liv-en.all.xml"

WHOLE = """<?xml version="1.0" encoding="utf-8"?>
<dataset id="test">
  <collection id="news">
    <doc id="fire" origlang="it">
      <src lang="it" translator="A"><p><seg id="1">Il fuoco.</seg></p><p><seg id="2">La fine.</seg></p></src>
      <ref lang="en" translator="A"><p><seg id="1">The fire.</seg><seg id="2">The end.</seg></p></ref>
      <ref lang="en" translator="B"><p><seg id="2">It is over.</seg></p></ref>
      <hyp system="North" language="en"><p><seg id="1">
        A fire.
      </seg></p>
      <p><seg id="2">End.</seg></p></hyp>
      <hyp system="South" language="en"><p><seg id="2">The &lt;end&gt;.</seg></p></hyp>
    </doc>
    <doc id="rain" domain="weather">
      <src lang="it"><seg id="1">Piove.</seg></src>
      <hyp system="North" lang="en"><seg id="1">It rains.</seg></hyp>
    </doc>
    <doc id="snow">
      <src lang="it"><seg id="1">Nevica.</seg></src>
    </doc>
  </collection>
</dataset>
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.xml"


def dataset(*documents: str) -> str:
    """A data set of documents, each on its own line from line 2 on."""
    return "<dataset>\n" + "\n".join(documents) + "\n</dataset>"


def doc(inner: str, identity: str = "d") -> str:
    return f'<doc id="{identity}">{inner}</doc>'


def side(tag: str, *texts: str) -> str:
    """A side whose segments are numbered from 1."""
    segments = "".join(f'<seg id="{n}">{text}</seg>' for n, text in enumerate(texts, start=1))
    return f"<{tag}>{segments}</{tag.split(maxsplit=1)[0]}>"


LIVONIAN = LanguagePair("liv", "pt-BR")
HYP = side('hyp system="S"', "b")


def test_a_whole_file(path):
    fire = {
        "document": "fire",
        "path": str(path),
        "domain": "news",
        "language_pair": LanguagePair("it", "en"),
    }
    north, south = DocumentHeader(**fire, system="North"), DocumentHeader(**fire, system="South")
    rain = DocumentHeader(**{**fire, "document": "rain", "domain": "weather"}, system="North")
    one, two = ("The fire.", None), ("The end.", "It is over.")
    assert items(WMT_XML, path, WHOLE) == [
        Segment(
            header=north,
            segment="1",
            hypothesis="A fire.",
            source="Il fuoco.",
            references=one,
            line=8,
            source_line=5,
        ),
        Segment(
            header=north,
            segment="2",
            hypothesis="End.",
            source="La fine.",
            references=two,
            line=11,
            source_line=5,
        ),
        Segment(
            header=south,
            segment="1",
            hypothesis="",
            source="Il fuoco.",
            references=one,
            line=12,
            source_line=5,
        ),
        Segment(
            header=south,
            segment="2",
            hypothesis="The <end>.",
            source="La fine.",
            references=two,
            line=12,
            source_line=5,
        ),
        Segment(
            header=rain,
            segment="1",
            hypothesis="It rains.",
            source="Piove.",
            references=(None, None),
            line=16,
            source_line=15,
        ),
        LeftOut(document="rain", system="South", reason="no hypothesis", path=str(path), line=14),
        LeftOut(document="snow", reason="no hypothesis", path=str(path), line=18),
    ]


def test_segments_of_a_document_share_their_header(path):
    first, second, *_ = items(WMT_XML, path, WHOLE)
    assert first.header is second.header


def test_only_the_systems_wanted(path):
    read = items(WMT_XML, path, WHOLE, systems=["South"])
    assert [(item.header.system, item.segment) for item in read if isinstance(item, Segment)] == [
        ("South", "1"),
        ("South", "2"),
    ]
    assert [(item.document, item.system) for item in read if isinstance(item, LeftOut)] == [
        ("rain", "South"),
        ("snow", None),
    ]


@pytest.mark.parametrize(
    ("references", "texts"),
    [
        ([], [()]),
        ([side("ref", "a"), ""], [("a",), (None,)]),
        (["", side("ref", "a")], [(), ("a",)]),
        ([side("ref", "a") + side("ref", "b")], [("a", "b")]),
        ([side('ref translator="A"', "a") + side('ref translator="A"', "b")], [("a", "b")]),
        (
            [
                side('ref translator="B"', "b"),
                side('ref translator="A"', "a") + side('ref translator="B"', "b"),
            ],
            [("b",), ("b", "a")],
        ),
        ([side("ref", "")], [("",)]),
    ],
)
def test_references_by_translator(path, references, texts):
    content = dataset(*(doc(side("src", "s") + inner + HYP, f"d{n}") for n, inner in enumerate(references or [""])))
    assert [item.references for item in items(WMT_XML, path, content)] == texts


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (doc(HYP), ("1", "b", None, None)),
        (doc(side("hyp system=''", "b")), ("1", "b", None, None)),
        (doc(side('src lang="it"', "a") + HYP), ("1", "b", "a", LanguagePair("it", "und"))),
        (doc(side("ref lang='en'", "a") + HYP), ("1", "b", None, LanguagePair("und", "en"))),
        (doc(side("src lang='liv'", "a") + side("hyp lang='pt_BR'", "b")), ("1", "b", "a", LIVONIAN)),
    ],
)  # fmt: skip
def test_sides_that_are_missing(path, document, expected):
    (item,) = items(WMT_XML, path, dataset(document))
    assert (item.segment, item.hypothesis, item.source, item.header.language_pair) == expected


def test_documents_are_told_apart(path):
    content = dataset(doc(HYP), doc(HYP), f"<doc>{HYP}</doc>", "<collection>" + doc(HYP, "e") + "</collection>")
    assert [item.header.document for item in items(WMT_XML, path, content)] == ["d", "d#2", "3", "e"]


def test_a_segment_blank_on_every_side_is_left_out(path):
    content = dataset(doc(side("src", "a", " ") + side("ref", "a", "") + side("hyp", "a", "")))
    segment, left_out = items(WMT_XML, path, content)
    assert segment.segment == "1"
    assert (left_out.segment, left_out.reason) == ("2", "blank on every side")


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (dataset(), None, "no <doc> in it; is the file complete?"),
        (
            dataset(doc(side("src", "a") + side("ref", "a"))),
            None,
            "a test set without the output of a system",
        ),
        (dataset(doc(HYP), doc(side("src", "a")), "<x>"), 5, "not well-formed XML"),
        (dataset(doc(HYP + HYP)), 2, "document d holds the hypothesis of S twice"),
        (
            dataset(doc(side("src", "a") + "\n" + side("src", "a") + HYP)),
            3,
            "document d holds the source twice",
        ),
        (
            dataset(doc(side("src", "a") + "\n<hyp><seg>b</seg></hyp>")),
            3,
            "a <seg> of the hypothesis has no id",
        ),
        (
            dataset(doc('<hyp system="S"><seg id="1">a</seg>\n<seg id="1">b</seg></hyp>')),
            3,
            "the hypothesis of S has segment 1 at line 2 too",
        ),
        (
            dataset(doc(side("src", "a") + '<hyp system="S"><seg id="1">b</seg>\n<seg id="2">b</seg></hyp>')),
            3,
            "the hypothesis of S has segment 2, which the source (line 2) lacks",
        ),
        (
            dataset(doc(side("src", "a") + "\n" + side("ref", "a", "b") + HYP)),
            3,
            "the reference has segment 2",
        ),
        (dataset(doc(HYP + "\n" + side('hyp system="T"', "a", "b"))), 3, "the hypothesis of T has segment 2"),
        ("<xliff/>", 1, "the root element is <xliff>, expected <dataset>; name it with --input-format xliff"),
    ],
)
def test_what_is_refused(path, content, line, message):
    found_line, found = fault(WMT_XML, path, content)
    assert message in found
    assert found_line == line


def test_an_unknown_system_is_told_with_those_there_are(path):
    _, message = fault(WMT_XML, path, WHOLE, systems=["East", "North"])
    assert message == "no system East; the systems are North, South"


XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"))
BLANK = st.just("")


@given(
    st.lists(
        st.lists(st.tuples(XML_TEXT, XML_TEXT, st.none() | XML_TEXT), min_size=1, max_size=3),
        min_size=1,
        max_size=3,
    )
)
def test_what_is_written_is_read(tmp_path_factory, documents):
    path = tmp_path_factory.getbasetemp() / "law.xml"
    written = []
    content = ["<dataset>"]
    for name, rows in enumerate(documents):
        content.append(f"<doc id={quoteattr(f'“{name}” & <co>')}>")
        for tag, column in (("src", 0), ("ref", 1), ("hyp", 2)):
            content.append(f"<{tag}><p>")
            for number, row in enumerate(rows):
                if row[column] is not None:
                    content.append(f'<seg id="{number}">{escape(row[column])}</seg>')
            content.append(f"</p></{tag}>")
        content.append("</doc>")
        written += [(f"“{name}” & <co>", str(n), s, (r,), h or "") for n, (s, r, h) in enumerate(rows)]
    read = [
        (item.header.document, item.segment, item.source, item.references, item.hypothesis)
        for item in items(WMT_XML, path, "\n".join([*content, "</dataset>"]))
        if isinstance(item, Segment)
    ]
    assert read == [row for row in written if any(text.strip() for text in (row[2], *row[3], row[4]))]


@pytest.fixture(scope="module")
def real():
    if not REAL.exists():
        pytest.skip("the shared WMT XML file is not there")
    return list(WMT_XML.records(InputFile(str(REAL)), ReadOptions()))


def _texts(found: ElementTree.Element) -> dict[str | None, str | None]:
    return {seg.get("id"): seg.text for seg in found.iter("seg")}


def test_every_text_of_a_real_file_stands_as_an_independent_parser_reads_it(real):
    expected = []
    for document in ElementTree.parse(REAL).iter("doc"):
        source, *references = (_texts(found) for tag in ("src", "ref") for found in document.iter(tag))
        for hypothesis in document.iter("hyp"):
            texts = _texts(hypothesis)
            where = (document.get("id"), hypothesis.get("system"))
            expected += [(*where, key, source[key], [r[key] for r in references], texts[key]) for key in source]
    for item, row in zip(real, expected, strict=True):
        where = (item.header.document, item.header.system, item.segment)
        assert (*where, item.source, list(item.references), item.hypothesis) == row


def test_every_system_of_a_real_file_has_every_document(real):
    text = REAL.read_text(encoding="utf-8")
    systems = set(re.findall(r'<hyp system="([^"]*)"', text))
    assert Counter(item.header.system for item in real) == dict.fromkeys(systems, text.count("<src "))


def test_the_lines_of_a_real_file(real):
    lines = REAL.read_text(encoding="utf-8").split("\n")
    for item in real:
        assert f'<seg id="{item.segment}">{escape(item.hypothesis)}' in lines[item.line - 1]
        assert f'<seg id="{item.segment}">{escape(item.source)}' in lines[item.source_line - 1]
