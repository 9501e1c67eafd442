"""Parquet records."""

import gzip
import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError, MissingExtraError
from mtqa.model import LanguagePair, LeftOut
from mtqa.readers.base import ReadOptions
from mtqa.readers.files import InputFile
from mtqa.readers.parquet import PARQUET

pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("parquet")


@pytest.fixture
def read(folder, monkeypatch):
    monkeypatch.chdir(folder)

    def read(columns, mapping=(), **options):
        parquet.write_table(pyarrow.table(columns), folder / "news.parquet", **options)
        return list(PARQUET.records(InputFile("news.parquet"), ReadOptions(columns=dict(mapping))))

    return read


def test_a_whole_record(read):
    (segment,) = read(
        {
            "lp": ["zh-en"],
            "doc_id": [12],
            "seg_id": [3],
            "system": ["A"],
            "source": ["是的。"],
            "score": [0.5],
            "mt": ["Yes."],
            "references": [["Yes!", None]],
            "domain": ["news"],
        }
    )
    assert (segment.source, segment.hypothesis, segment.references) == ("是的。", "Yes.", ("Yes!", None))
    assert (segment.segment, segment.line, segment.source_line, segment.column) == ("3", 1, 1, None)
    header = segment.header
    assert (header.document, header.system, header.domain) == ("12", "A", "news")
    assert header.language_pair == LanguagePair("zh", "en")


@pytest.mark.parametrize(
    "type_",
    [
        pyarrow.string(),
        pyarrow.large_string(),
        pyarrow.string_view(),
        pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
    ],
    ids=str,
)
def test_text_of_every_kind(read, type_):
    items = read({"mt": pyarrow.array(["a", "b", "a"]).cast(type_)})
    assert [item.hypothesis for item in items] == ["a", "b", "a"]


def test_nulls(read):
    rows = {"mt": ["a", None, ""], "ref": [None, "r", ""], "source": pyarrow.nulls(3)}
    first, second, third = read(rows)
    assert (first.source, first.references) == (None, (None,))
    assert second == LeftOut(document="news", segment="2", reason="no hypothesis", path="news.parquet", line=2)
    assert third.reason == "blank on every side"


def test_rows_are_numbered_over_batches_and_row_groups(read):
    count = 3_000
    items = read({"mt": [f"text {k}" for k in range(1, count + 1)]}, row_group_size=700)
    assert [(i.hypothesis, i.line) for i in items] == [(f"text {k}", k) for k in range(1, count + 1)]


def test_columns_with_dots_and_structs_beside_the_text(read):
    (segment,) = read({"mt.x": ["no"], "mt": ["yes"], "meta": [{"mt": "no"}], "x": ["no"]})
    assert segment.hypothesis == "yes"


@pytest.mark.parametrize(
    ("columns", "mapping", "message"),
    [
        ({"source": ["a"], "text": ["b"]}, {}, "say which one holds it: --column hypothesis=text"),
        ({"mt": ["a"], "hyp": ["b"]}, {}, "columns mt, hyp both stand for the hypothesis"),
        ({"mt": ["a"]}, {"hypothesis": "out"}, "no column out for the hypothesis; the columns are mt"),
        ({"a": ["a"]}, {}, "no known column name in a"),
        ({}, {}, "no known column name"),
        (
            {"mt": ["a", "b"], "seg": [1.0, None]},
            {},
            "news.parquet:1: seg holds a number (1.0), expected a text, a",
        ),
        ({"mt": [b"a"]}, {}, "news.parquet:1: mt holds a bytes value (b'a'), expected a text or null"),
        (
            {"mt": ["a", "b"], "seg": [1, 1]},
            {},
            "news.parquet:2: segment 1 of document news stands at line 1 too",
        ),
    ],
)
def test_bad_tables(read, columns, mapping, message):
    with pytest.raises(InputError) as caught:
        read(columns, mapping=mapping)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_utf_8(read):
    broken = pyarrow.array([b"fine"] * 1025 + [b"\xff\xfe"]).view(pyarrow.string())
    with pytest.raises(InputError, match="column mt holds bytes that are not UTF-8 in rows 1025 to 1026"):
        read({"mt": broken})


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"no parquet at all, only words", "cut", "middle"])
def test_damaged_files(folder, monkeypatch, damage):
    monkeypatch.chdir(folder)
    if isinstance(damage, str):
        whole = io.BytesIO()
        parquet.write_table(pyarrow.table({"mt": ["a" * 50, "b"] * 500}), whole, compression="zstd")
        data = bytearray(whole.getvalue())
        damage = data[:-9] if damage == "cut" else data[:20] + b"\xaa" * 40 + data[60:]
    (folder / "bad.parquet").write_bytes(damage)
    with pytest.raises(InputError, match="no Parquet file, or a damaged one") as caught:
        list(PARQUET.records(InputFile("bad.parquet"), ReadOptions()))
    assert "\n" not in str(caught.value)


def test_gzip_and_standard_input(folder, monkeypatch):
    whole = io.BytesIO()
    parquet.write_table(pyarrow.table({"mt": ["a", "b"]}), whole)
    (folder / "news.parquet.gz").write_bytes(gzip.compress(whole.getvalue()))
    (zipped, _) = PARQUET.records(InputFile(str(folder / "news.parquet.gz")), ReadOptions())
    assert (zipped.hypothesis, zipped.header.document) == ("a", "news")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(whole.getvalue())))
    assert [s.hypothesis for s in PARQUET.records(InputFile("-"), ReadOptions())] == ["a", "b"]


def test_without_pyarrow_the_message_names_the_extra(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'mtqa\[parquet\]'"):
        next(iter(PARQUET.records(InputFile(str(folder / "none.parquet")), ReadOptions())))


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=15)


@given(rows=st.lists(st.tuples(texts.filter(str.strip), st.none() | texts), min_size=1, max_size=6))
def test_any_table_reads_back_the_same(folder, rows):
    hypotheses, sources = zip(*rows, strict=True)
    table = pyarrow.table({"mt": list(hypotheses), "source": list(sources)})
    parquet.write_table(table, folder / "any.parquet")
    items = PARQUET.records(InputFile(str(folder / "any.parquet")), ReadOptions())
    assert [(item.hypothesis, item.source) for item in items] == rows
