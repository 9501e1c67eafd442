"""gettext PO catalogues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import fault, items

from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.readers.files import InputFile
from mtqa.readers.po import PO

WHOLE = r"""# Translators: nobody
msgid ""
msgstr ""
"Language: pt_BR\n"
"X-Source-Language: en\n"
"Content-Type: text/plain; charset=UTF-8\n"

#. a comment
#: page.html:3
#| msgid "The old fire."
msgctxt "headline"
msgid "The fire."
msgstr "O fogo."

#, fuzzy, c-format
msgid "%d winds"
msgstr "%d vento"
msgid ""
"One \"day\" "
"of rain\n"
msgid_plural "%d days\tof rain"
msgstr[0] "Um dia"
msgstr[1] ""
"%d dias "
"de chuva"

msgid "Snow"
msgstr ""

#~ msgctxt "x"
#~ msgid "Sun"
#~ msgstr "Sol"

#, fuzzy
#~| msgid "Moons"
#~ msgid "Moon"
#~ msgstr "Lua"
"""

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=%s\\n"\n'
LATIN = HEADER % "iso-8859-1" + 'msgid "a"\nmsgstr "é"\n'


@pytest.fixture
def path(tmp_path):
    return tmp_path / "site.po"


def test_a_whole_file(path):
    header = DocumentHeader(document="site", path=str(path), language_pair=LanguagePair("en", "pt-BR"))
    left_out = {"document": "site", "path": str(path)}
    day = 'One "day" of rain\n'
    assert items(PO, path, WHOLE) == [
        Segment(header=header, segment="1", hypothesis="O fogo.", source="The fire.", line=13, source_line=12),
        LeftOut(**left_out, segment="2", reason="fuzzy", line=17),
        Segment(header=header, segment="3[0]", hypothesis="Um dia", source=day, line=22, source_line=18),
        Segment(
            header=header,
            segment="3[1]",
            hypothesis="%d dias de chuva",
            source="%d days\tof rain",
            line=23,
            source_line=21,
        ),
        Segment(header=header, segment="4", hypothesis="", source="Snow", line=28, source_line=27),
        LeftOut(**left_out, segment="5", reason="obsolete", line=32),
        LeftOut(**left_out, segment="6", reason="obsolete", line=37),
    ]


@pytest.mark.parametrize(
    ("content", "pairs"),
    [
        ('msgid "a"\nmsgstr "b"', [("a", "b")]),
        ('msgid "a"\r\nmsgstr "b"\r\n', [("a", "b")]),
        ('\ufeffmsgid "a"\nmsgstr "b"', [("a", "b")]),
        ('  msgid   "a"\n\tmsgstr"b"  ', [("a", "b")]),
        ('msgid "a"\n\n# x\n\nmsgstr "b"', [("a", "b")]),
        ('msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"', [("a", "b"), ("c", "d")]),
        ('msgid "a"\nmsgstr "b" \n"c"\n\n# x\n"d"', [("a", "bcd")]),
        (r'msgid "\\ \" \n \t \x41 \101"' + '\nmsgstr "é\u2028ü"', [('\\ " \n \t A A', "é\u2028ü")]),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[2] "c"', [("a", "b"), ("as", "c")]),
        ('msgctxt ""\nmsgid ""\nmsgstr "b"', [("", "b")]),
        (f'#, fuzzy\n{HEADER % "CHARSET"}msgid "a"\nmsgstr ""', [("a", "")]),
        (f'{HEADER % "us-ascii"}msgid "a"\nmsgstr "b"', [("a", "b")]),
    ],
)  # fmt: skip
def test_what_is_read(path, content, pairs):
    assert [(item.source, item.hypothesis) for item in items(PO, path, content)] == pairs


@pytest.mark.parametrize(
    ("fields", "pair"),
    [
        (r"Language: fr\n", LanguagePair("und", "fr")),
        (r"language: sr@latin\nX-Source-Language:en\n", LanguagePair("en", "sr")),
        (r"Language: \n", None),
        (r"Language: LANGUAGE\n", None),
        ("", None),
    ],
)
def test_languages(path, fields, pair):
    (item,) = items(PO, path, f'msgid ""\nmsgstr "{fields}"\n\nmsgid "a"\nmsgstr "b"\n')
    assert item.header.language_pair == pair


def test_an_encoding_that_is_named_is_read(path):
    (item,) = items(PO, path, LATIN.encode("latin-1"), encoding="latin-1")
    assert item.hypothesis == "é"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (LATIN.encode("latin-1"), 1, "its header says charset=iso-8859-1, and it is read as UTF-8"),
        (LATIN, 1, "say --encoding iso-8859-1"),
        (LATIN.replace("iso-8859-1", "nonsense").encode("latin-1"), 1, "say --encoding nonsense"),
        (b'msgid "\xe9"\nmsgstr ""\n', 1, "byte 0xe9"),
        (b"\xde\x12\x04\x95\0\0\0\0\x02\0\0\0", 1, "binary data, not text"),
        ("", None, "no message in it; is this a PO file?"),
        ("# x\n", None, "no message in it"),
        ('msgid ""\nmsgstr "Language: fr\\n"\n', None, "no message in it"),
        ("News of the day\n", 1, "not a PO statement: News of the day; expected msgid"),
        ('msgid "a"\nmsgstr "b\n', 2, 'not a PO statement: msgstr "b'),
        ('msgid "a"\nmsgstr "b" c\n', 2, "not a PO statement"),
        ('msgid "a"\nmsgstr "b\\"\n', 2, "not a PO statement"),
        ('msgid "a"\n| "b"\n', 2, "not a PO statement"),
        ('\nmsgstr "b"\n', 2, "msgstr before the first msgid; is the start of the file missing?"),
        ('"b"\n', 1, "a text before the first msgid"),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', 2, "msgid twice in one message"),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 3, "msgstr twice in one message"),
        ('msgctxt "a"\nmsgstr "b"\n', 2, "msgstr without msgid"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "c"\n', 4, "a message without msgstr; is the file complete?"),
        ('msgid "a"\nmsgstr "b"\nmsgid ""\nmsgstr "c"\n', 3, "a second header (an empty msgid)"),
        ('msgid "a"\nmsgstr "\\xe9"\n', 2, "unknown escape \\xe9; write the character itself"),
        ('msgid "a"\nmsgstr "\\351"\n', 2, "unknown escape \\351"),
        ('msgid "a"\nmsgstr "\\d"\n', 2, "unknown escape \\d"),
        ('msgid "a"\nmsgstr ""\n' + f'"{"x" * 999}"\n' * 5_000, 4201, "the message is longer than 4 Mi"),
    ],
    ids=lambda value: None if isinstance(value, int | None) else str(value[:40]),
)  # fmt: skip
def test_what_is_refused(path, content, line, message):
    found_line, found = fault(PO, path, content)
    assert message in found
    assert found_line == line


ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"}
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)))


def quoted(keyword: str, text: str, width: int) -> str:
    """A statement, folded so that every line but the first holds `width` characters of the text."""
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    lines = ["".join(ESCAPES.get(character, character) for character in piece) for piece in pieces]
    return "\n".join([f'{keyword} ""', *(f'"{line}"' for line in lines)])


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5), st.integers(1, 9))
def test_what_is_written_is_read(tmp_path_factory, rows, width):
    path = tmp_path_factory.getbasetemp() / "law.po"
    messages = [
        f'msgctxt "{n}"\n{quoted("msgid", source, width)}\n{quoted("msgstr", target, width)}\n'
        for n, (source, target) in enumerate(rows)
    ]
    read = [
        (item.source, item.hypothesis) for item in items(PO, path, "\n".join(messages)) if isinstance(item, Segment)
    ]
    assert read == [row for row in rows if any(text.strip() for text in row)]


def test_templates_are_read_too():
    assert InputFile("site.pot").suffix in PO.suffixes
