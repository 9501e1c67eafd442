"""Older WMT SGM sets."""

import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import fault, items

from mtqa.readers.base import Line
from mtqa.readers.sgm import SGM

SOURCE = """<srcset setid="news" srclang="any">
<!-- a comment with a <seg> in it -->
<doc sysid="src" docid="fire" genre="news" origlang="it">
<hl>
<seg id="1"> Il fuoco. </seg>
</hl>
<p>
<seg id="2">La
  fine.</seg>
<seg id="3"></seg>
</p>
</doc>
</srcset>
"""

SYSTEM = """<?xml version="1.0"?>
<!DOCTYPE mteval SYSTEM "mteval.dtd">
<TSTSET SetID=news SrcLang=it TrgLang='pt_BR' sysid=North><DOC docid=fire
  genre=news><Seg ID=1>A & B &amp; C&lt;D&#233; 3 < 5 > 4</Seg>
<SEG id=2>The <b>end</b>.</SEG ><seg id="3"/></DOC>
<doc docid="rain" sysid="South"><seg id=1>&quot;Rain&apos;</seg></doc></TSTSET>
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.sgm"


def test_a_source_set(path):
    shared = {"document": "fire", "domain": "news"}
    assert items(SGM, path, SOURCE) == [
        Line(text="Il fuoco.", line=5, segment="1", **shared),
        Line(text="La fine.", line=8, segment="2", **shared),
        Line(text="", line=10, segment="3", **shared),
    ]


def test_a_system_set_in_lax_sgml(path):
    fire = {"document": "fire", "system": "North", "language": "pt-BR", "domain": "news"}
    rain = {"document": "rain", "system": "South", "language": "pt-BR"}
    assert items(SGM, path, SYSTEM) == [
        Line(text="A & B & C<Dé 3 < 5 > 4", line=4, segment="1", **fire),
        Line(text="The <b>end</b>.", line=5, segment="2", **fire),
        Line(text="", line=5, segment="3", **fire),
        Line(text="\"Rain'", line=6, segment="1", **rain),
    ]


@pytest.mark.parametrize(
    ("tag", "languages"),
    [
        ('srcset srclang="it" trglang="en"', "it"),
        ('refset srclang="any" trglang="en"', "en"),
        ('tstset srclang="it" trglang="cs"', "cs"),
        ('refset srclang="it" trglang="English"', None),
        ("refset", None),
    ],
)
def test_languages(path, tag, languages):
    content = f'<{tag}><doc docid="d"><seg id="1">a</seg></doc></{tag.partition(" ")[0]}>'
    assert [line.language for line in items(SGM, path, content)] == [languages]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("<seg>a</seg>", [(None, None, "a")]),
        ("<doc><seg>a</seg><seg>a</seg></doc>", [(None, None, "a"), (None, None, "a")]),
        (
            "<refset><doc docid=a><seg id=1>a</seg><doc docid=b><seg id=1>b</seg></refset>",
            [("a", "1", "a"), ("b", "1", "b")],
        ),
        (
            "<doc docid=a sysid=1><seg id=1>a</seg></doc><doc docid=a sysid=2><seg id=1>b</seg></doc>",
            [("a", "1", "a"), ("a", "1", "b")],
        ),
        ("<refset><doc docid=''><seg id=1>a</seg></doc></refset>", [(None, "1", "a")]),
        ("3 < 5 <seg>a &unknown; &amp;lt; &#xD800;</seg>", [(None, None, "a &unknown; &lt; \ufffd")]),
        ("<!-- a > b\n<seg>x</seg> --><seg>a <!-- b --></seg>", [(None, None, "a <!-- b -->")]),
        ("<segments><seg>a</seg></segments>", [(None, None, "a")]),
        ("<seg>\u00a0a\u2028b\x0cc\td </seg>", [(None, None, "\u00a0a\u2028b\x0cc\td")]),
    ],
)
def test_what_is_read(path, content, lines):
    assert [(line.document, line.segment, line.text) for line in items(SGM, path, content)] == lines


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", None, "no <seg> in it; an SGM file holds one of <srcset>, <refset>, <tstset>"),
        ("News of the day\n", None, "no <seg> in it"),
        (b"<seg>\n\xe9</seg>", 2, "byte 0xe9"),
        (b"\0\0\xff\xff", 1, "binary data"),
        ("<refset>\n<doc>\n<seg id=1>a</seg>\n", None, "the file ends inside the <doc> of line 2"),
        ("<refset>\n<doc>\n<seg id=1>a</seg></doc>\n", None, "the file ends inside the <refset> of line 1"),
        ("<refset>\n<doc>\n<seg id=1>a", 3, "a <seg> without its </seg>; is the file complete?"),
        ("<refset>\n<seg id=1>a\n<seg id=2>b</seg>", 2, "a <seg> without its </seg>"),
        ("<doc docid=d>\n<seg id=1>a</seg>\n<seg id=1/></doc>", 3, "of document d stands at line 2 too"),
        ("<seg id=1>a</seg><seg id=1>b</seg>", 1, "without a name stands at line 1 too"),
        ("\n<seg id=1>" + ("x" * 999 + "\n") * 5_000, 2, "no end within 4 Mi characters of what begins here"),
    ],
    ids=lambda value: None if isinstance(value, int | None) else str(value[:40]),
)  # fmt: skip
def test_what_is_refused(path, content, line, message):
    found_line, found = fault(SGM, path, content)
    assert message in found
    assert found_line == line


@pytest.mark.parametrize(
    "content",
    [
        "<seg>" + "<" * 1_000_000 + "</seg>",
        "<" * 1_000_000 + "<seg>x</seg>",
        "<seg " + "a" * 1_000_000 + ">x</seg>",
        "<seg a" + " " * 1_000_000 + ">x</seg>",
        "<seg " + "a='" * 300_000 + ">x</seg>",
        "<seg>" + "&#" * 500_000 + "</seg>",
        "<seg>" + "<!--" * 250_000 + "</seg>",
        "<seg>" + "</seg " * 150_000 + "</seg>",
        "<seg>x</seg>" * 80_000,
        "<seg>x\n</seg>\n" * 80_000,
        "<seg>" + "<\n" * 500_000 + "</seg>",
        "<seg>" + "\n" * 1_000_000 + "</seg>",
    ],
    ids=lambda content: content[:20],
)
def test_time_is_linear(path, content):
    started = time.process_time()
    assert items(SGM, path, content)
    assert time.process_time() - started < 10, "a second or less where nothing is quadratic"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))


@given(st.lists(st.lists(TEXT, min_size=1, max_size=3), min_size=1, max_size=3))
def test_what_is_written_is_read(tmp_path_factory, documents):
    path = tmp_path_factory.getbasetemp() / "law.sgm"
    content = ['<refset setid="x" trglang="en">']
    written = []
    for name, texts in enumerate(documents):
        content.append(f'<doc docid="{name}">')
        for number, text in enumerate(texts):
            content.append(f'<seg id="{number}">{escape(text)}</seg>')
            written.append(
                Line(text=text.strip(" "), line=len(content), document=str(name), segment=str(number), language="en")
            )
        content.append("</doc>")
    assert items(SGM, path, "\n".join([*content, "</refset>"])) == written
