"""TSV records, and what all record formats share: documents, numbers, systems, languages, doubles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.model import LanguagePair, LeftOut, Segment
from mtqa.readers import builder
from mtqa.readers.base import ReadOptions
from mtqa.readers.files import LONGEST_LINE, InputFile
from mtqa.readers.tsv import TSV
from mtqa.scale.tasks import WINDOW


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tsv")


@pytest.fixture
def read(folder, monkeypatch):
    """Reads lines as `news.tsv`; columns are given with `mapping`."""
    monkeypatch.chdir(folder)

    def read(*lines, end="\n", mapping=(), systems=(), **others):
        (folder / "news.tsv").write_bytes("".join(line + end for line in lines).encode())
        options = ReadOptions(columns=dict(mapping), systems=systems, **others)
        return list(TSV.records(InputFile("news.tsv"), options))

    return read


def texts(items):
    return [item.hypothesis for item in items if isinstance(item, Segment)]


def ids(items):
    return [(item.header.document, item.segment) for item in items]


def test_a_whole_record(read):
    (segment,) = read(
        "lp\tdoc_id\tsystem\tseg_id\tdomain\tsrc\tref\tref_2\tmt\tnote",
        "it-en\tbudget\tONLINE\t7\tnews\tIl voto.\tThe vote.\tA vote.\tThe polling.\tx",
    )
    assert segment.hypothesis == "The polling."
    assert segment.source == "Il voto."
    assert segment.references == ("The vote.", "A vote.")
    assert (segment.segment, segment.line, segment.source_line, segment.column) == ("7", 2, 2, 55)
    header = segment.header
    assert (header.document, header.system, header.domain, header.path) == (
        "budget",
        "ONLINE",
        "news",
        "news.tsv",
    )
    assert header.language_pair == LanguagePair("it", "en")
    assert header.source_path is None


@pytest.mark.parametrize(
    "text",
    [
        '"Never," he said',
        '"',
        "NA",
        "None",
        "null",
        "nan",
        "=1+1",
        r"a\tb\n",
        "a\x00b",
        "a\u2028b\u0085c\x0cd",
        "a\rb",
        "\ufeffbom",
        " blanks ",
        "日本語 🇮🇹",
    ],
)
def test_a_cell_is_its_text(read, text):
    before, after = read("source\tmt", f"{text}\t{text}", f"x\t{text} end")
    assert before.source == text
    assert before.hypothesis == text
    assert (after.hypothesis, after.line) == (f"{text} end", 3)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_blank_lines(read, end):
    items = read("", "source\tmt", "a\tb", "", "  ", "c\td", "", end=end)
    assert [(item.hypothesis, item.line) for item in items] == [("b", 3), ("d", 6)]


def test_a_byte_order_mark_is_no_part_of_the_first_name(read):
    assert texts(read("\ufeffmt\tsource", "a\tb")) == ["a"]


def test_a_single_column(read):
    items = read("mt", "one", "", "two")
    assert texts(items) == ["one", "two"]
    assert items[1] == LeftOut(document="news", segment="2", reason="blank on every side", path="news.tsv", line=3)


def test_no_rows_under_the_header(read):
    assert read("source\tmt") == []


@pytest.mark.parametrize(
    ("row", "scored"),
    [
        ("\tsource\tref", True),
        ("\tsource\t", True),
        ("\t\tref", True),
        ("hyp\t\t", True),
        (" \t\u3000\t", False),
    ],
)
def test_only_a_row_that_is_blank_on_every_side_is_left_out(read, row, scored):
    (item,) = read("mt\tsource\tref", row)
    assert isinstance(item, Segment) is scored
    if not scored:
        assert (item.reason, item.segment, item.line) == ("blank on every side", "1", 2)


def test_references_as_a_json_list_in_a_cell(read):
    items = read("mt\trefs", 'a\t["one", null, "two"]', "b\t", "c\t[]")
    assert [item.references for item in items] == [("one", None, "two"), (), ()]


@pytest.mark.parametrize("cell", ["The vote.", '["one"', '{"a": "b"}', '["one", 2]', '["\\ud800"]', '"one"'])
def test_a_references_cell_that_is_no_list_of_texts(read, cell):
    with pytest.raises(InputError, match=r"news.tsv:2: column refs is no .*list.*--column reference=refs"):
        read("mt\trefs", f"a\t{cell}")


def test_a_list_column_read_as_one_text(read):
    (segment,) = read("mt\trefs", "a\t[one]", mapping={"reference": "refs"})
    assert segment.references == ("[one]",)


def test_documents_and_numbers_where_the_file_names_none(read):
    assert ids(read("mt", "a", "b")) == [("news", "1"), ("news", "2")]
    assert ids(read("doc\tmt", "x\ta", "y\tb", "x\tc", "\td")) == [
        ("x", "1"),
        ("y", "1"),
        ("x", "2"),
        ("news", "1"),
    ]


def test_numbers_run_within_a_document_of_a_system(read):
    items = read("system\tdoc\tmt", "A\tx\ta", "B\tx\tb", "A\tx\tc")
    assert [(i.header.system, i.segment) for i in items] == [("A", "1"), ("B", "1"), ("A", "2")]


def test_segments_of_a_document_share_their_header(read):
    first, other, last = read("doc\tlp\tmt", "x\tde-en\ta", "y\tde-en\tb", "x\tde-en\tc")
    assert first.header is last.header
    assert first.header is not other.header


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("it-en", LanguagePair("it", "en")),
        ("it_IT-en_GB", LanguagePair("it-IT", "en-GB")),
        ("zh-Hans-en", LanguagePair("zh-Hans", "en")),
        ("", None),
    ],
)
def test_language_pairs(read, cell, pair):
    (segment,) = read("lp\tmt", f"{cell}\ta")
    assert segment.header.language_pair == pair


def test_rows_that_name_no_document_have_no_domain(read):
    first, second = read("domain\tmt", "news\ta", "sport\tb")
    assert (first.header.document, first.header.domain) == ("news", None)
    assert first.header is second.header


def test_wanted_systems(read):
    lines = ("system\tmt", "A\ta", "B\tb", "C\tc", "A\td")
    assert texts(read(*lines, systems=("A",))) == ["a", "d"]
    assert texts(read(*lines, systems=("C", "A"))) == ["a", "c", "d"]


@pytest.mark.parametrize(
    ("lines", "options", "message"),
    [
        (
            (),
            {},
            "news.tsv: empty; the first line must name the columns, such as source<TAB>hypothesis<TAB>",
        ),
        (
            ("Il voto.\tThe vote.",),
            {},
            "news.tsv:1: no known column name in Il voto., The vote.; the first line must",
        ),
        (("source\tx", "a\tb"), {}, "news.tsv:1: no column for the hypothesis among source, x; say"),
        (("mt\thyp", "a\tb"), {}, "choose one: --column hypothesis=mt"),
        (("mt", "a"), {"mapping": {"hypothesis": "mt_out"}}, "no column mt_out for the hypothesis"),
        (("mt", "a"), {"mapping": {"hyp": "mt"}}, "no field hyp (--column hyp=mt); did you mean hypothesis?"),
        (
            ("source\tmt\tref\tdoc", "a\tb\tc\td", "a\tb\tc"),
            {},
            "news.tsv:3: 3 columns, expected 4 (source, mt, ref, doc)",
        ),
        (("source\tmt", "a"), {}, "news.tsv:2: 1 column, expected 2 (source, mt)"),
        (("source\tmt", "a\tb\tc"), {}, "3 columns, expected 2 (source, mt); a text must not hold a tab"),
        (("lp\tmt", "xx-yy\ta"), {}, "news.tsv:2: "),
        (
            ("lp\tmt", "it-en\ta", "de-en\tb"),
            {},
            "news.tsv:3: document news is it-en at line 2, de-en here; name",
        ),
        (("lp\tmt", "it-en\ta", "\tb"), {}, "news.tsv:3: document news is it-en at line 2, unlabelled here"),
        (
            ("doc\tdomain\tmt", "x\tnews\ta", "x\tsport\tb"),
            {},
            "document x is news at line 2, sport here; name documents so that each has one domain, or leave",
        ),
        (
            ("doc\tseg\tmt", "x\t1\ta", "y\t1\tb", "x\t1\tc"),
            {},
            "news.tsv:4: segment 1 of document x stands at line 2 too; give each its own id, or",
        ),
        (
            ("seg\tmt", "1\ta", "\tb"),
            {},
            "news.tsv:3: this row names no segment, line 2 of the same document names",
        ),
        (
            ("seg\tmt", "\ta", "2\tb"),
            {},
            "news.tsv:3: this row names a segment, line 2 of the same document names",
        ),
        (
            ("system\tmt", "A\ta", "B\tb"),
            {"systems": ("A", "X")},
            "news.tsv: no system X; the systems are A, B",
        ),
        (("mt", "a"), {"systems": ("X",)}, "news.tsv: no system X; no row names one"),
    ],
)
def test_bad_tables(read, lines, options, message):
    with pytest.raises(InputError) as caught:
        read(*lines, **options)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_domain_that_is_left_out_cannot_contradict(read):
    items = read("doc\tdomain\tmt", "x\tnews\ta", "x\tsport\tb", mapping={"domain": ""})
    assert [item.header.domain for item in items] == [None, None]


def test_the_same_ids_under_several_systems(read):
    assert len(read("system\tdoc\tseg\tmt", "A\tx\t1\ta", "B\tx\t1\tb")) == 2


def test_what_was_read_long_ago_is_forgotten_only_where_memory_is_bounded(read, monkeypatch):
    monkeypatch.setattr(builder, "DOCUMENTS_KEPT", 2)
    monkeypatch.setattr(builder, "IDS_KEPT", 2)
    rows = [f"x\t{document}" for document in "aabcacdefga"]
    whole, bounded = (read("hypothesis\tdocument", *rows, bounded=bounded) for bounded in (False, True))
    assert [number for name, number in ids(whole) if name == "a"] == ["1", "2", "3", "4"]
    assert [number for name, number in ids(bounded) if name == "a"] == ["1", "2", "3", "1"]
    assert [each for each in ids(bounded) if each[0] != "a"] == [each for each in ids(whole) if each[0] != "a"]
    named = ["x\ta\t1", "x\ta\t2", "x\ta\t2"]
    for kept in (False, True):
        with pytest.raises(InputError, match="stands at line 3 too"):
            read("hypothesis\tdocument\tsegment", *named, bounded=kept)
    far = [f"x\ta\t{number}" for number in (1, 2, 3, 4, 5, 1)]
    assert len(read("hypothesis\tdocument\tsegment", *far, bounded=True)) == 6
    with pytest.raises(InputError, match="stands at line 2 too"):
        read("hypothesis\tdocument\tsegment", *far)


def test_a_document_is_remembered_for_as_long_as_tables_wait_for_it():
    assert builder.DOCUMENTS_KEPT >= WINDOW


def test_ten_thousand_columns(read):
    names = [f"c{k}" for k in range(10_000)]
    cells = ["x"] * 10_000
    (segment,) = read("\t".join([*names, "mt"]), "\t".join([*cells, "text"]))
    assert (segment.hypothesis, segment.column) == ("text", 20_001)
    with pytest.raises(InputError, match=r"10,002 columns|10002 columns") as caught:
        read("\t".join([*names, "mt"]), "\t".join([*cells, "text", "more"]))
    assert len(str(caught.value)) < 300


def test_a_line_of_five_megabytes(read):
    with pytest.raises(InputError, match=f"news.tsv:2: the line is longer than {LONGEST_LINE >> 20} MiB"):
        read("mt", "a" * 5_000_000)


def test_rows_are_read_one_by_one(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "late.tsv").write_text("mt\nfine\nbad\tbad\n")
    items = TSV.records(InputFile("late.tsv"), ReadOptions())
    assert next(items).hypothesis == "fine"
    with pytest.raises(InputError, match=r"late.tsv:3: 2 columns, expected 1"):
        next(items)


cells = st.text(st.characters(exclude_characters="\t\n", exclude_categories=["Cs"]), max_size=20)


@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=8))
def test_any_table_reads_back_the_same(folder, rows):
    lines = ["source\treference\tmt", *("\t".join(row) for row in rows)]
    (folder / "any.tsv").write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    items = list(TSV.records(InputFile(str(folder / "any.tsv")), ReadOptions()))
    for number, (row, item) in enumerate(zip(rows, items, strict=True), start=2):
        assert item.line == number
        assert item.segment == str(number - 1)
        if isinstance(item, LeftOut):
            assert not "".join(row).strip()
        else:
            assert (item.source, *item.references, item.hypothesis) == row
            assert lines[number - 1][item.column - 1 :] == item.hypothesis
