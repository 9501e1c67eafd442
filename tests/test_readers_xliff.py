"""XLIFF 1.2 and 2.x."""

from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import fault, items

from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.readers.xliff import XLIFF

VERSION_1 = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="fire.html" source-language="it" target-language="en-GB" datatype="html">
    <header><note>x</note></header>
    <body>
      <trans-unit id="1"><source>Il fuoco.</source><target>The fire.</target></trans-unit>
      <group id="g">
        <trans-unit id="2" xml:space="preserve">
          <source>La
fine.</source>
          <target state="translated">The
end.</target>
          <alt-trans><source>La fine</source><target>Finis</target></alt-trans>
        </trans-unit>
      </group>
      <trans-unit id="3"><source>Roma</source></trans-unit>
      <trans-unit id="4" translate="no"><source>Ansa</source><target>Ansa</target></trans-unit>
      <trans-unit id="5"><source>Vuoto</source><target/></trans-unit>
    </body>
  </file>
  <file original="fire.html" source-language="it" target-language="fr"><body>
    <trans-unit id="1"><source>Il fuoco.</source><target>Le feu.</target></trans-unit>
  </body></file>
</xliff>
"""

VERSION_2 = """<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="it" trgLang="en">
  <file id="f1" original="rain.html">
    <skeleton>x</skeleton>
    <unit id="u1">
      <notes><note>x</note></notes>
      <originalData><data id="d1">&lt;b></data></originalData>
      <segment id="s1"><source>Piove.</source><target>It rains.</target></segment>
      <ignorable><source> </source><target> </target></ignorable>
      <segment><source>Nevica.</source></segment>
    </unit>
    <group id="g" translate="no">
      <unit id="u2"><segment><source>Ansa</source><target>Ansa</target></segment></unit>
      <unit id="u3" translate="yes"><segment><source>Sole.</source><target>Sun.</target></segment></unit>
    </group>
  </file>
  <file id="f2"><unit id="u1"><segment><source>Vento.</source><target>Wind.</target></segment></unit></file>
</xliff>
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.xlf"


def version_1(*units: str) -> str:
    return "<xliff version='1.2'><file original='f'><body>\n" + "\n".join(units) + "\n</body></file></xliff>"


def unit(source: str, target: str, attributes: str = "id='u'") -> str:
    return f"<trans-unit {attributes}>{source}<target>{target}</target></trans-unit>"


def version_2(inner: str) -> str:
    return f"<xliff version='2.0'><file id='f'>\n<unit id='u'>{inner}</unit></file></xliff>"


def test_a_whole_file_of_version_1(path):
    english = DocumentHeader(document="fire.html", path=str(path), language_pair=LanguagePair("it", "en-GB"))
    french = DocumentHeader(document="fire.html#2", path=str(path), language_pair=LanguagePair("it", "fr"))
    left_out = {"document": "fire.html", "path": str(path)}
    assert items(XLIFF, path, VERSION_1) == [
        Segment(header=english, segment="1", hypothesis="The fire.", source="Il fuoco.", line=6, source_line=6),
        Segment(header=english, segment="2", hypothesis="The\nend.", source="La\nfine.", line=11, source_line=9),
        LeftOut(**left_out, segment="3", reason="no target", line=16),
        LeftOut(**left_out, segment="4", reason='translate="no"', line=17),
        Segment(header=english, segment="5", hypothesis="", source="Vuoto", line=18, source_line=18),
        Segment(header=french, segment="1", hypothesis="Le feu.", source="Il fuoco.", line=22, source_line=22),
    ]


def test_a_whole_file_of_version_2(path):
    pair = LanguagePair("it", "en")
    rain = DocumentHeader(document="rain.html", path=str(path), language_pair=pair)
    wind = DocumentHeader(document="f2", path=str(path), language_pair=pair)
    left_out = {"document": "rain.html", "path": str(path)}
    assert items(XLIFF, path, VERSION_2) == [
        Segment(header=rain, segment="u1.s1", hypothesis="It rains.", source="Piove.", line=7, source_line=7),
        LeftOut(**left_out, segment="u1.2", reason="no target", line=4),
        LeftOut(**left_out, segment="u2", reason='translate="no"', line=12),
        Segment(header=rain, segment="u3", hypothesis="Sun.", source="Sole.", line=13, source_line=13),
        Segment(header=wind, segment="u1", hypothesis="Wind.", source="Vento.", line=16, source_line=16),
    ]


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("a <g id='1'>b</g> c", "a b c"),
        ("a <g id='1'><g id='2'>b</g></g><x id='3'/>c", "a bc"),
        ("<bpt id='1'>&lt;b></bpt>a<ept id='1'>&lt;/b></ept> b", "a b"),
        ("a<ph id='1'>{0}</ph>b<it id='2' pos='open'>&lt;i></it>c", "abc"),
        ("a<ph id='1'>&lt;img alt='<sub>a cat</sub>'></ph>b", "ab"),
        ("a<x id='1' ctype='lb'/>b<ph id='2' ctype='lb'>\\n</ph>c", "a b c"),
        ("a<ph id='1'>&lt;br/></ph>b<ph id='1'>&lt;BR></ph>c", "a b c"),
        ("a<x id='1' ctype='x-html-br'/>b<x id='2' ctype='image'/>c", "a bc"),
        ("a<bx id='1'/>b<ex id='1'/>c", "abc"),
        ("a <mrk mtype='term'>b</mrk> c", "a b c"),
        ("\n      a\n      b\n    ", "a b"),
        ("a<!-- x -->b<?x?>c", "abc"),
    ],
)
def test_inline_elements_of_version_1(path, target, text):
    (segment,) = items(XLIFF, path, version_1(unit("<source>s</source>", target)))
    assert segment.hypothesis == text


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("a <pc id='1'>b <pc id='2'>c</pc></pc> d", "a b c d"),
        (
            "a<ph id='1' dataRef='d'/>b<sc id='2'/>c<ec startRef='2'/>d<sm id='3'/>e<em startRef='3'/>",
            "abcde",
        ),
        ("a<ph id='1' type='fmt' subType='xlf:lb'/>b", "a b"),
        ("a<cp hex='001A'/>b<cp hex='1F600'/>", "a\x1ab\U0001f600"),
        ("a <mrk id='1' type='term' translate='no'>b</mrk>", "a b"),
    ],
)
def test_inline_elements_of_version_2(path, target, text):
    content = version_2(f"<segment><source>s</source><target>{target}</target></segment>")
    (segment,) = items(XLIFF, path, content)
    assert segment.hypothesis == text


MARK = "<mrk mtype='seg' mid='{}'>{}</mrk>"
SEGMENTED = f"<source>A. B.</source>\n<seg-source>{MARK.format(1, 'A.')} {MARK.format('x', 'B.')}</seg-source>"
BOTH = [("u.1", "A.", "a."), ("u.x", "B.", "b.")]


@pytest.mark.parametrize(
    ("source", "target", "pairs"),
    [
        (SEGMENTED, MARK.format(1, "a.") + " " + MARK.format("x", "b."), BOTH),
        (SEGMENTED, MARK.format("x", "b.") + MARK.format(1, "a."), BOTH),
        (SEGMENTED, f"<g id='1'>{MARK.format(1, 'a.')}</g>", [("u.1", "A.", "a."), ("u.x", "no target")]),
        (SEGMENTED, MARK.format(1, "") + MARK.format("x", "b"), [("u.1", "A.", ""), ("u.x", "B.", "b")]),
        (SEGMENTED, "a. b.", [("u", "A. B.", "a. b.")]),
        (SEGMENTED, MARK.format(1, "a.") + "b.", [("u", "A. B.", "a.b.")]),
        (SEGMENTED, "", [("u", "A. B.", "")]),
        ("<source>A.</source>", MARK.format(1, "a."), [("u", "A.", "a.")]),
    ],
)  # fmt: skip
def test_segmented_units(path, source, target, pairs):
    read = items(XLIFF, path, version_1(unit(source, target)))
    found = [
        (item.segment, item.reason) if isinstance(item, LeftOut) else (item.segment, item.source, item.hypothesis)
        for item in read
    ]
    assert found == pairs


def test_a_segmented_unit_without_target_is_left_out_segment_by_segment(path):
    content = version_1(f"<trans-unit id='u'>{SEGMENTED}</trans-unit>")
    assert [(item.segment, item.reason) for item in items(XLIFF, path, content)] == [
        ("u.1", "no target"),
        ("u.x", "no target"),
    ]


@pytest.mark.parametrize(
    ("content", "document", "segment", "pair"),
    [
        ("<file id='7'><body>{}</body></file>", "7", "u", None),
        ("<file original=''><body>{}</body></file>", "news", "u", None),
        (
            "<file original='a' source-language='it'><body>{}</body></file>",
            "a",
            "u",
            LanguagePair("it", "und"),
        ),
        (
            "<file original='a' target-language='EN'><body>{}</body></file>",
            "a",
            "u",
            LanguagePair("und", "en"),
        ),
        ("<file original='a'><body><bin-unit>{}</bin-unit></body></file>", "a", "u", None),
    ],
)
def test_names_and_languages(path, content, document, segment, pair):
    content = content.format(unit("<source>s</source>", "t"))
    (item,) = items(XLIFF, path, f"<xliff version='1.2'>{content}</xliff>")
    assert (item.header.document, item.segment, item.header.language_pair) == (document, segment, pair)


def test_ids_that_are_missing_or_repeated(path):
    content = version_1(*(unit("<source>s</source>", "t", given) for given in ("id='a'", "id='a'", "")))
    assert [item.segment for item in items(XLIFF, path, content)] == ["a", "a#2", "line-4"]


def test_units_without_source_and_blank_ones(path):
    content = version_1(unit("", "t"), unit("<source/>", " ", "id='v'"))
    segment, left_out = items(XLIFF, path, content)
    assert (segment.source, segment.source_line, segment.hypothesis) == (None, None, "t")
    assert (left_out.segment, left_out.reason) == ("v", "blank on every side")


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (
            "<xliff version='1.2'><file original='f'><body/></file></xliff>",
            None,
            "no <trans-unit> (XLIFF 1.2)",
        ),
        ("<tmx version='1.4'/>", 1, "the root element is <tmx>, expected <xliff>"),
        (version_1(unit(SEGMENTED, "\n" + MARK.format(9, "a"))), 4, "the target of unit u has segment 9"),
        (
            version_2("<segment><target>\n<cp hex='D800'/></target></segment>"),
            3,
            "<cp hex='D800'> is no character",
        ),
        (version_2("<segment><target>\n<cp hex='110000'/></target></segment>"), 3, "is no character"),
        (version_2("<segment><target>\n<cp/></target></segment>"), 3, "is no character"),
        (
            version_1(unit("<source>s</source>", "t")).partition("</body>")[0],
            3,
            "the file ends inside an element",
        ),
    ],
)
def test_what_is_refused(path, content, line, message):
    found_line, found = fault(XLIFF, path, content)
    assert message in found
    assert found_line == line


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"))


@pytest.mark.parametrize(
    ("whole", "one"),
    [
        (
            "<xliff version='1.2'><file original='f'><body>{}</body></file></xliff>",
            "<trans-unit id={}><source>{}</source><target>{}</target></trans-unit>",
        ),
        (
            "<xliff version='2.0'><file id='f'>{}</file></xliff>",
            "<unit id={}><segment><source>{}</source><target>{}</target></segment></unit>",
        ),
    ],
)
@given(rows=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_what_is_written_is_read(tmp_path_factory, whole, one, rows):
    path = tmp_path_factory.getbasetemp() / "law.xlf"
    units = [one.format(quoteattr(f"<{n}>"), *map(escape, row)) for n, row in enumerate(rows)]
    read = items(XLIFF, path, whole.format("\n".join(units)))
    found = [(i.segment, i.source, i.hypothesis, i.line) for i in read if isinstance(i, Segment)]
    written = [(f"<{n}>", *row, n + 1) for n, row in enumerate(rows)]
    assert found == [row for row in written if any(text.strip() for text in row[1:3])]
