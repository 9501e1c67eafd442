"""TMX translation memories."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import fault, items

from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.readers.tmx import TMX

WHOLE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header srclang="it-IT" creationtool="x" segtype="sentence" adminlang="en"><note>x</note></header>
  <body>
    <tu tuid="fire">
      <prop type="x">y</prop>
      <tuv xml:lang="it-IT"><seg>Il <bpt i="1">&lt;b></bpt>fuoco<ept i="1">&lt;/b></ept>.</seg></tuv>
      <tuv xml:lang="EN-gb"><seg>The <hi>fire</hi>.</seg></tuv>
    </tu>
    <tu>
      <tuv xml:lang="en-US"><prop type="x">y</prop><seg>
        The end.
      </seg></tuv>
      <tuv xml:lang="it"><seg>La fine.</seg></tuv>
    </tu>
    <tu><tuv xml:lang="it"><seg>Roma</seg></tuv></tu>
    <tu><tuv xml:lang="en"><seg>Rome</seg></tuv></tu>
    <tu><tuv xml:lang="it"><seg>Vuoto</seg></tuv><tuv xml:lang="en"><seg/></tuv></tu>
    <tu><tuv xml:lang="it"><seg/></tuv><tuv xml:lang="en"><seg/></tuv><tuv xml:lang="en"><seg/></tuv></tu>
    <tu><tuv xml:lang="it"><seg/></tuv><tuv xml:lang="en"><seg> </seg></tuv></tu>
  </body>
</tmx>
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "memory.tmx"


def memory(*units: str, header: str = '<header srclang="it"/>') -> str:
    return f"<tmx version='1.4'>{header}<body>\n" + "\n".join(f"<tu>{unit}</tu>" for unit in units) + "\n</body></tmx>"


def variant(language: str, text: str = "x") -> str:
    return f"<tuv xml:lang='{language}'><seg>{text}</seg></tuv>"


PAIR = variant("it", "a") + variant("en", "b")


def test_a_whole_file(path):
    header = DocumentHeader(document="memory", path=str(path), language_pair=LanguagePair("it-IT", "en-GB"))
    left_out = {"document": "memory", "path": str(path)}
    assert items(TMX, path, WHOLE) == [
        Segment(header=header, segment="fire", hypothesis="The fire.", source="Il fuoco.", line=9, source_line=8),
        Segment(header=header, segment="2", hypothesis="The end.", source="La fine.", line=12, source_line=15),
        LeftOut(**left_out, segment="3", reason="no target", line=17),
        LeftOut(**left_out, segment="4", reason="no source", line=18),
        Segment(header=header, segment="5", hypothesis="", source="Vuoto", line=19, source_line=19),
        LeftOut(**left_out, segment="6", reason="2 texts in en", line=20),
        LeftOut(**left_out, segment="7", reason="blank on every side", line=21),
    ]


@pytest.mark.parametrize(
    ("srclang", "variants", "pair", "texts"),
    [
        ("it", PAIR, ("it", "en"), ("a", "b")),
        ("IT", PAIR, ("it", "en"), ("a", "b")),
        ("it-CH", PAIR, ("it", "en"), ("a", "b")),
        ("en", PAIR, ("en", "it"), ("b", "a")),
        ("en-US", variant("en-GB", "a") + variant("en-US", "b"), ("en-US", "en-GB"), ("b", "a")),
        ("pt_PT", variant("pt_BR", "a") + variant("pt_PT", "b"), ("pt-PT", "pt-BR"), ("b", "a")),
        (
            "it",
            "<tuv lang='it'><seg>a</seg></tuv><tuv lang='en'><seg>b</seg></tuv>",
            ("it", "en"),
            ("a", "b"),
        ),
        ("x-none", variant("X-None", "a") + variant("en", "b"), ("und", "en"), ("a", "b")),
    ],
)
def test_languages(path, srclang, variants, pair, texts):
    (segment,) = items(TMX, path, memory(variants, header=f"<header srclang='{srclang}'/>"))
    assert segment.header.language_pair == LanguagePair(*pair)
    assert (segment.source, segment.hypothesis) == texts


def test_a_unit_may_name_its_own_source_language(path):
    content = memory(header="<header srclang='*all*'/>").replace(
        "<body>", f"<body><tu srclang='it'>{PAIR}</tu><tu srclang='it'>{PAIR}</tu>"
    )
    assert [(item.source, item.hypothesis) for item in items(TMX, path, content)] == [("a", "b"), ("a", "b")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a <hi type='x'>b <hi>c</hi></hi> d", "a b c d"),
        ("<bpt i='1'>&lt;a title='<sub>x</sub>'></bpt>a<ept i='1'>&lt;/a></ept>b", "ab"),
        ("a<it pos='begin'>x</it>b<ut>y</ut>c<ph x='1'>z</ph>d", "abcd"),
        ("a<ph>&lt;br/></ph>b<ph type='lb'>\\n</ph>c", "a b c"),
        ("\n  a\n  b\n", "a b"),
    ],
)
def test_inline_elements(path, text, read):
    (segment,) = items(TMX, path, memory(variant("it") + variant("en", text)))
    assert segment.hypothesis == read


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (memory(), None, "no <tu> in it; is the file complete?"),
        (
            memory(PAIR, header="<header srclang='*all*'/>"),
            2,
            "srclang is *all*, so any side may be the source; name",
        ),
        (memory(PAIR, header=""), 2, "no srclang, so any side may be the source"),
        (
            memory(PAIR, PAIR + variant("fr")),
            3,
            "a target in fr, where the file began with en; keep one source and one",
        ),
        (memory(PAIR, variant("it") + variant("fr")), 3, "a target in fr, where the file began with en"),
        (
            memory(PAIR).replace("</body>", f"<tu srclang='de'>{variant('de')}{variant('en')}</tu></body>"),
            3,
            "a source in de, where the file began with it",
        ),
        (memory("<tuv><seg>a</seg></tuv>"), 2, "a <tuv> without xml:lang; name its language"),
        ('<!DOCTYPE tmx [<!ENTITY e "x">]>' + memory(PAIR), None, "the DOCTYPE defines entities"),
        ("<xliff/>", 1, "the root element is <xliff>, expected <tmx>; name it with --input-format xliff"),
        (memory(PAIR).partition("</body>")[0], 3, "the file ends inside an element"),
    ],
)
def test_what_is_refused(path, content, line, message):
    found_line, found = fault(TMX, path, content)
    assert message in found
    assert found_line == line


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"))


@given(st.lists(st.tuples(TEXT, TEXT, st.booleans()), min_size=1, max_size=5))
def test_what_is_written_is_read(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "law.tmx"
    units = []
    for source, target, is_swapped in rows:
        variants = [variant("it", escape(source)), variant("en", escape(target))]
        units.append("".join(variants[::-1] if is_swapped else variants))
    read = items(TMX, path, memory(*units))
    found = [(int(i.segment), i.source, i.hypothesis, i.line) for i in read if isinstance(i, Segment)]
    written = [(n, source, target, n + 1) for n, (source, target, _) in enumerate(rows, start=1)]
    assert found == [row for row in written if any(text.strip() for text in row[1:3])]
