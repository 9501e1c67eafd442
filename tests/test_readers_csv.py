"""CSV records."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.model import LeftOut
from mtqa.readers.base import ReadOptions
from mtqa.readers.csv import CSV
from mtqa.readers.files import LONGEST_LINE, InputFile


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("csv")


@pytest.fixture
def read(folder, monkeypatch):
    monkeypatch.chdir(folder)

    def read(text, mapping=()):
        (folder / "news.csv").write_bytes(text.encode())
        return list(CSV.records(InputFile("news.csv"), ReadOptions(columns=dict(mapping))))

    return read


def places(items):
    return [(item.hypothesis, item.line, item.column) for item in items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("src,mt\na,b\n", [("b", 2, 3)]),
        ("src,mt\r\na,b\r\nc,dd", [("b", 2, 3), ("dd", 3, 3)]),
        ('src,mt\n"a, b",c\nd,e\n', [("c", 2, None), ("e", 3, 3)]),
        ('src,mt\na,"one\ntwo"\nb,c\n', [("one\ntwo", 2, None), ("c", 4, 3)]),
        ('src,mt\r\na,"one\r\ntwo"\r\nb,c\r\n', [("one\ntwo", 2, None), ("c", 4, 3)]),
        ('src,mt\n"a\n\n\nb",c\n\nd,e\n', [("c", 2, None), ("e", 7, 3)]),
        ('src,mt\na,"He said ""no""."\n', [('He said "no".', 2, None)]),
        ('src,mt\na,5" pipe\n', [('5" pipe', 2, None)]),
        ('"src","mt"\n"a","b"\n', [("b", 2, None)]),
        ("src;mt\na, b;c, d\n", [("c, d", 2, 6)]),
        ('Src;MT\n"a;b";c\n', [("c", 2, None)]),
        ("src\tmt\na, b\tc; d\n", [("c; d", 2, 6)]),
        ("mt\none; two\n", [("one; two", 2, 1)]),
        ("mt,note;x\none,two\n", [("one", 2, 1)]),
        ("\ufeffsrc,mt\na,b\n", [("b", 2, 3)]),
        ("\n\nsrc,mt\n\na,b\n\n", [("b", 5, 3)]),
        ("src,mt\na,=cmd|'/c calc'!A1\n", [("=cmd|'/c calc'!A1", 2, 3)]),
        ("src,mt\na,NA\n", [("NA", 2, 3)]),
        ("src,mt\na,x\x00y\u2028z\x0cw\n", [("x\x00y\u2028z\x0cw", 2, 3)]),
        ('src,mt\na,"x\ry"\nb,c\n', [("x\ry", 2, None), ("c", 3, 3)]),
        ("mt\n", []),
    ],
)
def test_records_and_their_places(read, text, expected):
    assert places(read(text)) == expected


def test_a_semicolon_table_with_mapped_columns(read):
    items = read("testo;uscita\na;b\n", mapping={"source": "testo", "hypothesis": "uscita"})
    assert [(item.source, item.hypothesis) for item in items] == [("a", "b")]


def test_a_cell_of_a_million_letters(read):
    (segment,) = read(f'src,mt\na,"{"b" * 1_000_000}"\n')
    assert len(segment.hypothesis) == 1_000_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "news.csv: empty; the first line must name the columns, such as source,hypothesis,reference"),
        (
            "a,b\nc,d\n",
            "news.csv:1: no known column name in a, b; the first line must name the columns, such as",
        ),
        ("a;b\nc;d\n", "news.csv:1: no known column name in a;b; "),
        (
            "src,mt\na,b\nc,d,e\n",
            "news.csv:3: 3 columns, expected 2 (src, mt); put a text that holds a comma in",
        ),
        ("src;mt\na;b;c\n", "put a text that holds a semicolon in quote marks"),
        ('src,mt\n"a\nb",c\nd\n', "news.csv:4: 1 column, expected 2"),
        (
            'src,mt\na,b\nc,"d\ne,f\n',
            "news.csv:3: the quote mark that opens a cell of this record is never closed",
        ),
        ('src,mt\na,"b" c\n', "news.csv:2: text follows a cell's closing quote mark; write"),
        ('src;mt\na;"b" c\n', "news.csv:2: text follows a cell's closing quote mark; write"),
        (
            "src,mt\na,b\rc\n",
            "news.csv:2: a carriage return outside quote marks; quote its cell",
        ),
        ("src,mt\ra,b\rc,d\r", "news.csv:1: a carriage return outside quote marks"),
    ],
)
def test_bad_tables(read, text, message):
    with pytest.raises(InputError) as caught:
        read(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_quote_mark_that_is_never_closed_does_not_swallow_the_file(folder, monkeypatch):
    monkeypatch.chdir(folder)
    rows = 3 * LONGEST_LINE // 1000
    (folder / "open.csv").write_text('src,mt\na,"b\n' + f"{'x' * 999}\n" * rows)
    with pytest.raises(InputError, match=r"open.csv:2: the record is longer than 4 MiB; is a quote mark"):
        list(CSV.records(InputFile("open.csv"), ReadOptions()))


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(rows=st.lists(st.tuples(cells, cells), max_size=8))
def test_whatever_the_standard_library_writes_reads_back_the_same(folder, delimiter, rows):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([("source", "mt"), *rows])
    (folder / "any.csv").write_bytes(text.getvalue().encode())
    items = list(CSV.records(InputFile(str(folder / "any.csv")), ReadOptions()))
    for (source, hypothesis), item in zip(rows, items, strict=True):
        if isinstance(item, LeftOut):
            assert not (source + hypothesis).strip()
        else:
            assert item.source == source.replace("\r\n", "\n")
            assert item.hypothesis == hypothesis.replace("\r\n", "\n")
