"""HTML pages."""

import re
import time
from html import escape
from pathlib import Path
from types import EllipsisType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import fault, items

from mtqa.readers.base import Line
from mtqa.readers.html import HTML

PAGE = Path(__file__).parents[1] / "corpora" / "it-en" / "page.html"

WHOLE = """<!DOCTYPE html>
<html lang="en-gb">
<head>
  <meta charset="utf-8">
  <title>The fire - News</title>
  <style>p { color: red }</style>
  <script>document.write("<p>x</p>")</script>
</head>
<body>
  <!-- not this
       nor this -->
  <header><nav><ul><li><a href="/">Home</a></li><li>Sport</li></ul></nav></header>
  <article>
    <h1
      class="x">
      The <em>fire</em>
      of the year
    </h1>
    <p>First line,<br>second line.<br><br>A new paragraph.</p>
    Text without
    an element <strong>of</strong> its own
    <figure><img src="x" alt="not this"><figcaption>A photograph.</figcaption></figure>
    <table><tr><th>Dead</th><td>3</td></tr></table>
    <blockquote lang="it"><p>&laquo;Tutto&nbsp;bene&raquo;</p></blockquote>
    <p hidden>Not this</p>
    <p style="color:red; DISPLAY : none">Nor this</p>
    <p><span aria-hidden="true">*</span>Seen<span style="visibility:hidden">, not seen</span>.</p>
    <p>&nbsp;</p>
  </article>
  <noscript><p>Nor this</p></noscript><template><p>Nor this</p></template>
  <svg><text>Nor this</text></svg><select><option>Nor this</option></select>
  <iframe>Nor this</iframe>
</body>
</html>
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "page.html"


def test_a_whole_page(path):
    assert items(HTML, path, WHOLE) == [
        Line(text=text, line=line, language="en-GB")
        for line, text in (
            (12, "Home"),
            (12, "Sport"),
            (16, "The fire of the year"),
            (19, "First line, second line."),
            (19, "A new paragraph."),
            (20, "Text without an element of its own"),
            (22, "A photograph."),
            (23, "Dead"),
            (23, "3"),
            (24, "«Tutto\u00a0bene»"),
            (27, "Seen."),
        )
    ]


@pytest.mark.parametrize(
    ("content", "paragraphs"),
    [
        ("one line", [(1, "one line")]),
        ("<p>a<p>b", [(1, "a"), (1, "b")]),
        ("<p>a</p>b<p>c</p>d", [(1, "a"), (1, "b"), (1, "c"), (1, "d")]),
        ("<div>a<div>b</div>c</div>", [(1, "a"), (1, "b"), (1, "c")]),
        ("<div>\n\n  a\n<b>b</b>\n</div>\n\nc", [(3, "a b"), (7, "c")]),
        ("<p>a<b>b</b><i>c</i> <u>d</u></p>", [(1, "abc d")]),
        ("<p>  a \t\f b\u00a0 c  </p>", [(1, "a b\u00a0 c")]),
        ("<p>a\u2028b\u200bc\u00ad</p>", [(1, "a\u2028b\u200bc\u00ad")]),
        ("<p>a<wbr>b<img src=x alt=y>c<input value=z></p>", [(1, "abc")]),
        ("<p>a<br/>\n<br/>b<br>c<br> <br><br>d", [(1, "a"), (2, "b c"), (2, "d")]),
        ("a<br>b<br>c", [(1, "a b c")]),
        ("<dl><dt>a<dd>b<dt>c</dl>", [(1, "a"), (1, "b"), (1, "c")]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", [(1, "a"), (1, "b"), (1, "c")]),
        ("<pre>a\n  b\n\nc</pre>", [(1, "a b"), (4, "c")]),
        ("<textarea>a\nb</textarea>c", [(1, "a b"), (2, "c")]),
        ("<p>a<!-- \n\n -->b</p>\nc", [(1, "ab"), (4, "c")]),
        ("<p>a<script>\nif (a<b) {}\n</script>b</p>\nc", [(1, "ab"), (4, "c")]),
        ("<p>a</p><p\nclass=x\nid='\n'\n>\nb</p>\nc", [(1, "a"), (6, "b"), (7, "c")]),
        ("<p>a &amp; b &lt;p&gt; &#233; &eacute; &nosuch; & c", [(1, "a & b <p> é é &nosuch; & c")]),
        ("<p>3 < 5 and 7 > 6", [(1, "3 < 5 and 7 > 6")]),
        ("<html><body><p>a</p></body></html>\nb<p>c</p>", [(1, "a"), (2, "b"), (2, "c")]),
        ("<title>x</title><main>a</main>", [(1, "a")]),
        ("<custom-part>a</custom-part>b", [(1, "ab")]),
        ("<p>a\r\nb\r\n</p>\r\n<p>c\rd", [(1, "a b"), (4, "c d")]),
        ("<p>a\0b", [(1, "a\ufffdb")]),
        ("<ul><li hidden>a<li>b</ul>", [(1, "b")]),
        ("<p hidden>a<p>b", [(1, "b")]),
        ("<div hidden><p>a</p><br>b\n</div>\nc", [(3, "c")]),
        ("<p>a<noscript>b</noscript><object>c</object><video>d</video></p>", [(1, "a")]),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", [(1, "漢kan")]),
        ("<p>a<textarea>b</textarea><button>c</button>", [(1, "a"), (1, "b"), (1, "c")]),
        ("<?xml version='1.0'?>\n<p>a", [(2, "a")]),
        ("\ufeff<p>a", [(1, "a")]),
        ("<p>a<", [(1, "a<")]),
        ("<p>a<b", [(1, "a")]),
        ("<p>a<!-- b", [(1, "a")]),
    ],
)
def test_paragraphs(path, content, paragraphs):
    assert [(line.line, line.text) for line in items(HTML, path, content)] == paragraphs


@pytest.mark.parametrize(
    ("tag", "language"),
    [("<html lang=it>", "it"), ("<HTML LANG='pt_BR'>", "pt-BR"), ("<html lang=''>", None), ("", None)],
)
def test_languages(path, tag, language):
    assert [line.language for line in items(HTML, path, f"{tag}<p lang=fr>a")] == [language]


@pytest.mark.parametrize(
    ("encoding", "head", "named"),
    [
        ("utf-8", "", None),
        ("utf-8-sig", "<meta charset=iso-8859-1>", None),
        ("utf-8", "<meta charset=windows-1252>", None),
        ("cp1252", "<meta charset=windows-1252>", "cp1252"),
        ("cp1252", "<meta charset=utf-8>", "cp1252"),
        ("utf-16", "<meta charset=utf-16>", "utf-16"),
    ],
)
def test_encodings(path, encoding, head, named):
    (line,) = items(HTML, path, f"{head}\n<p>Città".encode(encoding), encoding=named)
    assert line == Line(text="Città", line=2)


META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (f"{META.format('shift_jis')}\n<p>日本".encode("shift_jis"), 2, "its <meta> says charset=shift_jis"),
        ("<p>é</p><meta charset=cp1252>".encode("cp1252"), 1, "charset=cp1252; say --encoding cp1252"),
        (f"{META.format('iso-2022-jp')}日本".encode("iso-2022-jp"), None, "say --encoding iso-2022-jp"),
        ("<meta charset=x-nonsense>\n<p>é".encode("cp1252"), 2, "byte 0xe9 (the line's byte 4) is not UTF-8"),
        ("\n<p>é".encode("cp1252"), 2, "byte 0xe9 (the line's byte 4) is not UTF-8; name the encoding"),
        ("<p>é".encode("utf-16"), 1, "looks like UTF-16; say so with --encoding utf-16"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1, "binary data, not text"),
        ("", None, "the file is empty"),
        (" \n\n", None, "the file is empty"),
        ("<!-- x -->", None, "no visible text in it"),
        ("<title>x</title><script>x</script><p>&nbsp;", None, "no visible text in it; is its text loaded"),
        ("<div>\n" * 100_000 + "a", ..., "elements nested more than 256 deep"),
        ("<p>" + ("x" * 999 + "\n") * 5_000, 1, "a paragraph longer than 4 Mi characters"),
        ("<p>" + ("x" * 999 + "\n") * 12_000, 1, "longer than"),
        ("<p>" + ("<b>x</b>" * 100 + "\n") * 25_000, None, "a page larger than 16 Mi characters"),
        ("<p>" + "x" * 5_000_000, 1, "the line is longer than 4 MiB"),
    ],
    ids=lambda value: None if isinstance(value, int | EllipsisType | None) else str(value[:40]),
)  # fmt: skip
def test_what_is_refused(path, content, line, message):
    found_line, found = fault(HTML, path, content)
    assert message in found
    assert line in (found_line, ...)


@pytest.mark.parametrize("filler", ["\n", "<!--\n-->", "<script>\n</script>", "<p>\n"])
def test_lines_beyond_the_16_bits_that_libxml2_keeps(path, filler):
    read = items(HTML, path, "<p>a</p>" + filler * 40_000 + "<p>b</p>" + filler * 40_000 + "<p>c</p>\nd")
    assert [(line.line, line.text) for line in read] == [
        (1, "a"),
        (40_001, "b"),
        (80_001, "c"),
        (80_002, "d"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "<" * 1_000_000 + " a",
        "a" + "</p>" * 200_000,
        "<!--" * 200_000 + "-->a",
        "a" + "<meta " * 150_000,
        "a" + "<br>" * 200_000,
        "a<p>" * 200_000,
        "a" + "<p style='" + "display:" * 100_000 + "'>",
        "a" + "&" * 1_000_000,
        "a" + "\n" * 1_000_000,
        "<pre>a" + "\n" * 1_000_000,
    ],
    ids=lambda content: content[:20],
)
def test_time_is_linear(path, content):
    started = time.process_time()
    assert items(HTML, path, content)
    assert time.process_time() - started < 20, "seconds where nothing is quadratic"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))
WHITE_SPACE = re.compile("[ \t\n\r\f]+")


@given(st.lists(st.tuples(st.sampled_from(["p", "div", "li", "h2", "td", "article"]), TEXT), min_size=1, max_size=5))
def test_what_is_written_is_read(tmp_path_factory, blocks):
    path = tmp_path_factory.getbasetemp() / "law.html"
    content = "".join(f"<{tag}>{escape(text)}</{tag}>\n" for tag, text in blocks) + "<p>end</p>"
    written = [(n, WHITE_SPACE.sub(" ", text).strip(" ")) for n, (_, text) in enumerate(blocks, start=1)]
    read = [(line.line, line.text) for line in items(HTML, path, content)]
    assert read == [(n, text) for n, text in written if text.strip()] + [(len(blocks) + 1, "end")]


def test_a_page_of_the_corpora_begins_where_it_is_told(path):
    lines = PAGE.read_text(encoding="utf-8").split("\n")
    read = items(HTML, path, PAGE.read_bytes())
    assert len(read) > 5
    for paragraph in read:
        word = re.match(r"\w*", paragraph.text)
        assert word and word[0] in lines[paragraph.line - 1]
