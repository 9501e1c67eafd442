"""Sides put together: files and folders to segments, documents and systems."""

import gzip
import io
import os
import sys
import threading
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.readers import read
from mtqa.readers.base import ReadRequest


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes files, by their paths below an empty working folder."""
    monkeypatch.chdir(tmp_path)

    def write(**contents):
        write_all({name.replace("_", "."): content for name, content in contents.items()})

    def write_all(contents):
        for path, content in contents.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())

    write.all = write_all
    return write


def batch(hypotheses, sources="", references="", **options):
    """The batch of a request; paths are separated by blanks."""
    paths = (tuple(given.split()) for given in (hypotheses, sources, references))
    return read(ReadRequest(**dict(zip(("hypotheses", "sources", "references"), paths, strict=True)), **options))


def items(*paths, **options):
    return list(batch(*paths, **options).items)


def fault(*paths, **options):
    with pytest.raises(InputError) as caught:
        items(*paths, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def rows(segments):
    """System, document, segment, hypothesis, source and references of each segment."""
    return [
        (one.header.system, one.header.document, one.segment, one.hypothesis, one.source, one.references)
        for one in segments
    ]


def test_an_article_alone(write):
    write(news_txt="Rain.\n\nMore rain.\n \t\n\n  Wind.\n")
    header = DocumentHeader(document="news", path="news.txt")
    assert items("news.txt") == [
        Segment(header=header, segment="1", hypothesis="Rain.", line=1, column=1),
        Segment(header=header, segment="2", hypothesis="More rain.", line=3, column=1),
        Segment(header=header, segment="3", hypothesis="  Wind.", line=6, column=1),
    ]


def test_all_sides(write):
    write(
        hyp_en="Rain.\n\nWind.\n",
        src_it="Pioggia.\n\nVento.\n",
        ref_en="A rain.\n\nA wind.",
        two_en="Wet.\n\n\n",
    )
    header = DocumentHeader(document="hyp", path="hyp.en", source_path="src.it")
    assert items("hyp.en", "src.it", "ref.en two.en") == [
        Segment(
            header=header,
            segment="1",
            hypothesis="Rain.",
            source="Pioggia.",
            references=("A rain.", "Wet."),
            line=1,
            source_line=1,
            column=1,
        ),
        Segment(
            header=header,
            segment="2",
            hypothesis="Wind.",
            source="Vento.",
            references=("A wind.", ""),
            line=3,
            source_line=3,
            column=1,
        ),
    ]


@pytest.mark.parametrize(
    ("hypothesis", "source", "reference", "expected"),
    [
        ("a\nb", "x\ny", "p\nq", [("a", "x", "p"), ("b", "y", "q")]),
        ("a\n\nb", "x\n\ny", "p\n \nq", [("a", "x", "p"), ("b", "y", "q")]),
        ("a\n\nb", "x\ny\nz", "p\nq\nr", [("a", "x", "p"), ("", "y", "q"), ("b", "z", "r")]),
        ("a\n \nb", "x\n\nz", "p\nq\nr", [("a", "x", "p"), ("", "", "q"), ("b", "z", "r")]),
        ("a\nb", "x\n\t", "p\nq", [("a", "x", "p"), ("b", "", "q")]),
        ("a\nb", "x\ny", "\nq", [("a", "x", ""), ("b", "y", "q")]),
        (
            "a\u2028b\r\nc\x0cd\x00\re",
            "x\ty\nz\u0085",
            "p\r\nq",
            [
                ("a\u2028b", "x\ty", "p"),
                ("c\x0cd\x00\re", "z\u0085", "q"),
            ],
        ),
    ],
)
def test_only_lines_blank_on_every_side_are_no_segments(write, hypothesis, source, reference, expected):
    write(h_txt=hypothesis, s_txt=source, r_txt=reference)
    assert rows(items("h.txt", "s.txt", "r.txt")) == [
        (None, "h", str(number), text, source_text, (reference_text,))
        for number, (text, source_text, reference_text) in enumerate(expected, 1)
    ]


@given(st.lists(st.tuples(*[st.sampled_from(["", " ", "Rain.", "Wind and rain.", "\u2028"])] * 3), min_size=1))
def test_segments_are_the_rows_that_are_not_blank(tmp_path_factory, table):
    folder = tmp_path_factory.mktemp("law")
    columns = list(zip(*table, strict=True))
    paths = [folder / name for name in ("h", "s", "r")]
    for path, column in zip(paths, columns, strict=True):
        path.write_bytes("".join(f"{text}\n" for text in column).encode())
    filled = [row for row in table if any(text.strip() for text in row)]
    request = ReadRequest(hypotheses=(str(paths[0]),), sources=(str(paths[1]),), references=(str(paths[2]),))
    if any(not any(text.strip() for text in column) for column in columns):
        with pytest.raises(InputError, match="holds no text"):
            list(read(request).items)
        return
    found = [(one.hypothesis, one.source, one.references[0]) for one in read(request).items]
    assert found == [tuple(text if text.strip() else "" for text in row) for row in filled]


def test_systems_share_their_text(write):
    write.all({"wmt.hyp.A.en": "a\nb", "wmt.hyp.B.en": "c\n", "wmt.ref.en": "p\nq"})
    write.all({"wmt.hyp.B.en": "c\nd\n"})
    systems = batch("wmt.hyp.A.en wmt.hyp.B.en", "", "wmt.ref.en")
    assert systems.taken_as == "systems"
    assert systems.notes == ("2 hypothesis files taken as systems: they share one reference",)
    assert rows(systems.items) == [
        ("A", "wmt", "1", "a", None, ("p",)),
        ("A", "wmt", "2", "b", None, ("q",)),
        ("B", "wmt", "1", "c", None, ("p",)),
        ("B", "wmt", "2", "d", None, ("q",)),
    ]


def test_systems_judged_by_every_reference(write):
    write(A_en="a", B_en="b", r1_en="p", r2_en="q")
    assert rows(items("A.en B.en", "", "r1.en r2.en", taken_as="systems")) == [
        ("A", "r1", "1", "a", None, ("p", "q")),
        ("B", "r1", "1", "b", None, ("p", "q")),
    ]


def test_systems_without_anything_beside(write):
    write(A_en="a", B_en="b")
    found = batch("A.en B.en", taken_as="systems")
    assert rows(found.items) == [("A", "text", "1", "a", None, ()), ("B", "text", "1", "b", None, ())]
    assert found.notes == ("2 hypothesis files taken as systems: as told",)


def test_documents_have_their_own_sides(write):
    write.all({"a/x.txt": "a", "b/x.txt": "b", "r1": "p", "r2": "q"})
    documents = batch("a/x.txt b/x.txt", "", "r1 r2")
    assert documents.taken_as == "documents"
    assert documents.notes == ("2 hypothesis files taken as documents: each has its own reference",)
    assert rows(documents.items) == [
        (None, "a/x", "1", "a", None, ("p",)),
        (None, "b/x", "1", "b", None, ("q",)),
    ]


@pytest.mark.parametrize(
    ("hypotheses", "references", "systems", "expected"),
    [
        ("A.en", "", ("MT",), ["MT"]),
        ("A.en B.en", "", ("MT",), ["MT", "MT"]),
        ("A.en B.en", "A.en", ("x", "y"), ["x", "y"]),
    ],
)
def test_systems_are_called_as_the_user_says(write, hypotheses, references, systems, expected):
    write(A_en="a", B_en="b")
    found = items(hypotheses, "", references, systems=systems)
    assert [one.header.system for one in found] == expected


@pytest.mark.parametrize(
    ("references", "systems", "words"),
    [
        ("A.en", ("x",), "1 system names for 2 hypotheses"),
        ("A.en", ("x", "x"), "a system is named twice: x, x"),
        ("", ("x", "y"), "A.en: 2 systems are named, but text holds one"),
    ],
)
def test_names_of_systems_that_do_not_fit(write, references, systems, words):
    write(A_en="a", B_en="b")
    assert words in fault("A.en B.en", "", references, systems=systems)


def test_a_list_of_documents_divides_a_text(write):
    write(
        hyp_en="a\nb\n\nc\nd",
        ref_en="p\nq\n\nr\ns",
        text_docs="news\tone day\nnews\ttwo\n\nsport two\nnews\tone day\n",
    )
    found = items("hyp.en", "", "ref.en", documents="text.docs")
    assert [(one.header.document, one.header.domain, one.segment, one.line) for one in found] == [
        ("one day", "news", "1", 1),
        ("two", "news", "1", 2),
        ("two", "news", "2", 4),
        ("one day", "news", "2", 5),
    ]
    assert len({one.header for one in found}) == 2


def test_systems_share_a_list_of_documents(write):
    write(A_en="a\nb", B_en="c\nd", ref_en="p\nq", text_docs="news one\nnews two\n")
    found = items("A.en B.en", "", "ref.en", documents="text.docs")
    assert [(one.header.system, one.header.document) for one in found] == [
        ("A", "one"),
        ("A", "two"),
        ("B", "one"),
        ("B", "two"),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("news one\nnews\n", "text.docs:2: 1 field, expected 2: DOMAIN DOCUMENT"),
        ("news one two\nnews two\n", "text.docs:1: 3 fields, expected 2"),
        ("news\tone\n\tone\n", "text.docs:2: 2 fields, expected 2: DOMAIN DOCUMENT"),
        ("news one\n\n", "text.docs:2: names no document for this line"),
        ("news one\n", "A.en: hypothesis 2 lines, document list 1 line; every side needs the same lines"),
        ("", "text.docs: is empty"),
    ],
)
def test_faults_in_a_list_of_documents(write, content, words):
    write(A_en="a\nb", text_docs=content)
    assert fault("A.en", documents="text.docs").startswith(words)


def test_a_list_of_documents_is_for_one_text(write):
    write(A_en="a", B_en="b", text_docs="news one\n")
    assert "divides one text" in fault("A.en B.en", documents="text.docs")


def test_a_folder_is_a_batch_of_documents(write):
    write.all({"hyp/a.txt": "a", "hyp/in/b.txt.gz": gzip.compress(b"b\n"), "hyp/c.tsv": "mt\tdocument\nc\tone\n"})
    folder = batch("hyp")
    assert folder.taken_as == "documents"
    assert folder.notes == ("3 files of hyp taken as documents",)
    assert rows(folder.items) == [
        (None, "a", "1", "a", None, ()),
        (None, "c/one", "1", "c", None, ()),
        (None, "in/b", "1", "b", None, ()),
    ]


def test_records_alone_in_a_folder_keep_their_names(write):
    write.all({"hyp/c.tsv": "mt\tdocument\nc\tone\n"})
    assert [row[1] for row in rows(items("hyp"))] == ["one"]


def test_documents_of_one_name_are_an_error(write):
    write.all({"a/news.txt": "a", "b/news.txt": "b", "in/a/news.txt": "c"})
    told = "two hypotheses would be document 'a/news'; rename one of the files"
    assert fault("a/news.txt b/news.txt in/a") == told


def test_folders_of_the_same_files(write):
    write.all({"hyp/a.en": "a", "hyp/b.en": "b", "src/a.it": "x", "src/b.it": "y", "ref/a.en": "p", "ref/b.en": "q"})
    assert rows(items("hyp", "src", "ref")) == [
        (None, "a", "1", "a", "x", ("p",)),
        (None, "b", "1", "b", "y", ("q",)),
    ]


def test_folders_that_share_a_reference_are_systems(write):
    write.all({"out/A/a.en": "a", "out/A/b.en": "b", "out/B/a.en": "c", "out/B/b.en": "d"})
    write.all({"ref/a.en": "p", "ref/b.en": "q"})
    found = batch("out/A out/B", "", "ref")
    assert found.taken_as == "systems"
    assert found.notes == ("2 hypothesis folders taken as systems: they share one reference",)
    assert rows(found.items) == [
        ("A", "a", "1", "a", None, ("p",)),
        ("A", "b", "1", "b", None, ("q",)),
        ("B", "a", "1", "c", None, ("p",)),
        ("B", "b", "1", "d", None, ("q",)),
    ]


def test_several_folders_alone_are_documents(write):
    write.all({"mon/a.en": "a", "tue/a.en": "b", "c.en": "c"})
    assert [row[1] for row in rows(items("mon tue c.en"))] == ["mon/a", "tue/a", "c"]


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        (("nowhere.en",), "nowhere.en: no such file or folder; check the path"),
        (("A.en", "", "nowhere.en"), "nowhere.en: no such file or folder"),
        (("A.en/x",), "A.en/x: cannot be opened: Not a directory"),
        (("in", "", "A.en"), "A.en: is a file beside the folder in"),
        (("A.en", "", "in"), "in: is a folder beside the file A.en"),
        (("A.en empty.en",), "empty.en: is empty; is it the right file?"),
        (("A.en", "", "empty.en"), "empty.en: is empty"),
        (("empty.gz",), "empty.gz: is empty"),
        (("blank.en",), "blank.en: holds no text; is it the right file?"),
        (("A.en", "", "blank.en"), "blank.en: holds no text"),
        (("blank.en", "", "A.en"), "blank.en: holds no text"),
        (("news.json",), "news.json: .json files are not read"),
        (("A.en", "", "t.tsv"), "t.tsv: tsv files hold all sides and cannot be a reference; use one of text"),
        (
            ("t.tsv", "A.en"),
            "t.tsv: holds all sides in its columns source, reference and document; leave out",
        ),
        (("m.tmx", "A.en", "A.en"), "m.tmx: holds all sides itself; leave out the source and the reference"),
        (("A.en A.en",), "A.en: is named twice"),
    ],
)
def test_faults_that_are_told(write, paths, words):
    write(A_en="a\nb", empty_en="", blank_en=" \n\n", t_tsv="mt\na\n", news_json="[]", m_tmx="<tmx/>")
    write.all({"in/a.en": "a", "empty.gz": gzip.compress(b"")})
    assert fault(*paths).startswith(words)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"columns": {"hypothesis": "mt"}},
            "A.en: columns are named, but text has none; formats with columns: tsv",
        ),
        ({"input_format": "jsno"}, "unknown input format 'jsno'; did you mean jsonl?"),
        ({"encoding": "klingon"}, "A.en: unknown encoding 'klingon'"),
        ({"taken_as": "documents", "systems": ("x", "y")}, "A.en: 2 systems are named, but text holds one"),
    ],
)
def test_options_are_checked_before_anything_is_read(write, options, words):
    write(A_en="a")
    with pytest.raises(InputError) as caught:
        batch("A.en", **options)
    assert str(caught.value).startswith(words)


def test_the_format_can_be_told(write):
    write.all({"news.json": "a\nb", "news.txt": "mt\na\n"})
    assert [one.hypothesis for one in items("news.json", input_format="text")] == ["a", "b"]
    assert [(one.hypothesis, one.line) for one in items("news.txt", input_format="tsv")] == [("a", 2)]


def test_the_encoding_holds_for_all_sides(write):
    write(A_en="caf\u00e9".encode("cp1252"), B_en="th\u00e9".encode("cp1252"))
    found = items("A.en", "", "B.en", encoding="cp1252")
    assert rows(found) == [(None, "A", "1", "caf\u00e9", None, ("th\u00e9",))]


def test_a_batch_can_be_walked_again_from_the_start(write):
    write(A_en="a\nb\nc", B_en="p\nq\nr")
    found = batch("A.en", "", "B.en")
    assert not found.once
    assert list(islice(found.items, 2)) == list(found.items)[:2]
    assert len(list(found.items)) == 3


def stdin(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_standard_input_is_read_once(write, monkeypatch):
    write(ref_en="p\nq")
    stdin(monkeypatch, b"a\nb\n")
    found = batch("-", "", "ref.en")
    assert found.once
    assert rows(found.items) == [
        (None, "stdin", "1", "a", None, ("p",)),
        (None, "stdin", "2", "b", None, ("q",)),
    ]


def test_standard_input_of_another_length(write, monkeypatch):
    write(ref_en="p\nq")
    stdin(monkeypatch, b"a\nb\nc\nd\n")
    told = "hypothesis 4 lines, reference 2 lines; save what is piped as a file to be told where they part"
    assert fault("-", "", "ref.en").startswith(f"<stdin>: {told}")
    stdin(monkeypatch, b"a\n")
    assert "hypothesis 1 line, reference 2 lines" in fault("-", "", "ref.en")
    stdin(monkeypatch, b"")
    assert fault("-", "", "ref.en") == "<stdin>: is empty; is it the right file?"


def test_standard_input_cannot_be_shared(write, monkeypatch):
    write(A_en="a", B_en="b")
    stdin(monkeypatch, b"p\n")
    told = "<stdin>: can be read only once, but 2 texts need it; save it as a file"
    assert fault("A.en B.en", "", "-") == told
    assert fault("A.en B.en", "", "A.en", documents="-") == told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_read_once(write, tmp_path):
    write(ref_en="p\nq")
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(b"a\nb\n",))
    writer.start()
    found = batch("pipe", "", "ref.en")
    assert found.once
    assert [one.hypothesis for one in found.items] == ["a", "b"]
    writer.join()


def sgm(kind, *documents, language="en", system=None):
    """A set of documents, each a name and its texts; segments are numbered from 1."""
    sysid = f' sysid="{system}"' if system else ""
    parts = [
        f'<doc docid="{name}"{sysid} genre="news">'
        + "".join(f'\n<seg id="{number}">{text}</seg>' for number, text in enumerate(texts, 1))
        + "</doc>"
        for name, texts in documents
    ]
    attribute = "srclang" if kind == "srcset" else "trglang"
    return f'<{kind} setid="s" {attribute}="{language}">\n' + "\n".join(parts) + f"\n</{kind}>\n"


def test_sgm_sides_name_their_segments(write):
    write(
        src_sgm=sgm("srcset", ("one", ["x", "y"]), ("two", ["z"]), language="it"),
        ref_sgm=sgm("refset", ("one", ["p", "q"]), ("two", ["r"]), system="ref"),
        hyp_sgm=sgm("tstset", ("one", ["a", "b"]), ("two", ["c"]), system="MT"),
    )
    found = items("hyp.sgm", "src.sgm", "ref.sgm")
    assert rows(found) == [
        ("MT", "one", "1", "a", "x", ("p",)),
        ("MT", "one", "2", "b", "y", ("q",)),
        ("MT", "two", "1", "c", "z", ("r",)),
    ]
    assert {one.header.language_pair for one in found} == {LanguagePair("it", "en")}
    assert {one.header.domain for one in found} == {"news"}
    assert [(one.line, one.source_line) for one in found] == [(3, 3), (4, 4), (6, 6)]


def test_sgm_ids_and_lines_are_kept_as_they_are(write):
    source = '<srcset srclang="it">\n\n<doc docid="one"><seg id="s7">x</seg>\n\n<seg id="s9">y</seg></doc></srcset>'
    hypothesis = '<tstset trglang="en"><doc docid="one"><seg id="s7">a</seg>\n<seg id="s9">b</seg></doc></tstset>'
    write(src_sgm=source, hyp_sgm=hypothesis)
    found = items("hyp.sgm", "src.sgm")
    assert [(one.segment, one.line, one.source_line) for one in found] == [("s7", 1, 3), ("s9", 2, 5)]
    write(src_sgm=source.replace("s9", "s8"))
    told = "src.sgm:5: segment 's8' of document 'one' stands beside segment 's9' of document 'one' of the hyp"
    assert fault("hyp.sgm", "src.sgm").startswith(told)


def test_sgm_systems_are_named_for_all_documents_or_none(write):
    write(hyp_sgm=sgm("tstset", ("one", ["a"]), system="A") + sgm("tstset", ("two", ["b"])))
    assert fault("hyp.sgm") == "hyp.sgm: some of its documents name a system, others none; name it for all"


def test_a_plain_hypothesis_takes_the_names_of_its_sgm_sides(write):
    write(src_sgm=sgm("srcset", ("one", ["x", "y"]), language="it"), hyp_txt="a\nb\n")
    found = items("hyp.txt", "src.sgm")
    assert rows(found) == [(None, "one", "1", "a", "x", ()), (None, "one", "2", "b", "y", ())]
    assert found[0].header.language_pair == LanguagePair("it", "und")


def test_one_sgm_file_may_hold_several_systems(write):
    both = sgm("tstset", ("one", ["a", "b"]), system="A") + sgm("tstset", ("one", ["c", "d"]), system="B")
    write(hyp_sgm=both, ref_sgm=sgm("refset", ("one", ["p", "q"])))
    expected = [
        ("A", "one", "1", "a", None, ("p",)),
        ("A", "one", "2", "b", None, ("q",)),
        ("B", "one", "1", "c", None, ("p",)),
        ("B", "one", "2", "d", None, ("q",)),
    ]
    assert rows(items("hyp.sgm", "", "ref.sgm")) == expected
    assert rows(items("hyp.sgm", "", "ref.sgm", systems=("B",))) == expected[2:]
    told = "hyp.sgm: no system C; the systems are A, B"
    assert fault("hyp.sgm", "", "ref.sgm", systems=("C", "A")) == told


def test_one_sgm_file_may_hold_several_references(write):
    both = sgm("refset", ("one", ["p", "q"]), system="r1") + sgm("refset", ("one", ["s", "t"]), system="r2")
    write(ref_sgm=both, hyp_sgm=sgm("tstset", ("one", ["a", "b"])))
    found = items("hyp.sgm", "", "ref.sgm", systems=("MT",))
    assert rows(found) == [
        ("MT", "one", "1", "a", None, ("p", "s")),
        ("MT", "one", "2", "b", None, ("q", "t")),
    ]


def test_sgm_files_taken_as_systems_hold_one_each(write):
    write(
        A_sgm=sgm("tstset", ("one", ["a"]), system="test"),
        B_sgm=sgm("tstset", ("one", ["b"]), system="test"),
        C_sgm=sgm("tstset", ("one", ["b"]), system="x") + sgm("tstset", ("two", ["c"]), system="y"),
        ref_sgm=sgm("refset", ("one", ["p"])),
        two_sgm=sgm("refset", ("one", ["p"]), ("two", ["q"])),
    )
    assert [row[:2] for row in rows(items("A.sgm B.sgm", "", "ref.sgm"))] == [("A", "one"), ("B", "one")]
    told = "C.sgm:7: holds the systems x and y; files taken as systems hold one each"
    assert fault("C.sgm A.sgm", "", "two.sgm").startswith(told)


def test_sgm_on_standard_input_holds_one_system(write, monkeypatch):
    write(ref_sgm=sgm("refset", ("one", ["p"]), ("two", ["q"])))
    one = sgm("tstset", ("one", ["a"]), ("two", ["b"]), system="A").encode()
    two = (sgm("tstset", ("one", ["a"]), system="A") + sgm("tstset", ("two", ["b"]), system="B")).encode()
    stdin(monkeypatch, one)
    assert [row[0] for row in rows(items("-", "", "ref.sgm", input_format="sgm"))] == ["A", "A"]
    stdin(monkeypatch, two)
    assert "holds the systems A and B" in fault("-", "", "ref.sgm", input_format="sgm")
    stdin(monkeypatch, one)
    assert "no system B; the systems are A" in fault("-", "", "ref.sgm", input_format="sgm", systems=("B",))


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        (
            sgm("refset", ("two", ["r"]), ("one", ["p", "q"])),
            "ref.sgm:3: segment '1' of document 'two' stands beside segment '1' of document 'one' of the hyp",
        ),
        (
            sgm("refset", ("one", ["p"]), ("two", ["r", "q"])),
            "ref.sgm:5: segment '1' of document 'two' stands beside segment '2' of document 'one' of the hyp",
        ),
        (sgm("refset", ("one", ["p", "q"])), "hyp.sgm: hypothesis 3 segments, reference 2 segments"),
    ],
)
def test_sgm_sides_must_agree(write, reference, words):
    write(hyp_sgm=sgm("tstset", ("one", ["a", "b"]), ("two", ["c"])), ref_sgm=reference)
    assert words in fault("hyp.sgm", "", "ref.sgm")


def test_pages_meet_by_paragraph(write):
    write(
        hyp_html="<html lang=en><body><h1>Rain</h1>\n<p>It rains.</p></body></html>",
        ref_html="<body><h1>Wet</h1><p>Much rain.</p></body>",
        ref_txt="Wet\nMuch rain.\n",
    )
    expected = [
        (None, "hyp", "1", "Rain", None, ("Wet",)),
        (None, "hyp", "2", "It rains.", None, ("Much rain.",)),
    ]
    assert rows(items("hyp.html", "", "ref.html")) == expected
    found = items("hyp.html", "", "ref.txt")
    assert rows(found) == expected
    assert [(one.line, one.header.language_pair) for one in found] == [
        (1, LanguagePair("und", "en")),
        (2, LanguagePair("und", "en")),
    ]
    write(ref_txt="Wet\n")
    assert "hypothesis 2 paragraphs, reference 1 line" in fault("hyp.html", "", "ref.txt")


def test_record_files_are_read_by_their_own_format(write):
    write.all(
        {
            "a.tsv": "mt\tdocument\nRain.\tone\nWind.\ttwo\n",
            "b.jsonl": '{"mt": "Snow.", "document": "one"}\n{"document": "one", "source": "x"}\n',
            "c.txt": "Fog.\n",
            "d.csv": "mt\nHail.\n",
        }
    )
    found = items("a.tsv b.jsonl c.txt d.csv")
    assert [
        (None, one.document, None) if isinstance(one, LeftOut) else (one.header.system, one.header.document, one.line)
        for one in found
    ] == [
        (None, "a/one", 2),
        (None, "a/two", 3),
        (None, "b/one", 1),
        (None, "b/one", None),
        (None, "c", 1),
        (None, "d", 2),
    ]
    assert [one.header.document for one in items("a.tsv")] == ["one", "two"]
    assert [one.header.document for one in items("d.csv")] == ["d"]


def test_record_files_can_be_systems(write):
    write(A_tsv="mt\nRain.\n", B_tsv="mt\nWind.\n", C_tsv="mt\tsystem\nRain.\tx\nWind.\ty\n")
    assert [row[:2] for row in rows(items("A.tsv B.tsv", taken_as="systems"))] == [
        ("A", "text"),
        ("B", "text"),
    ]
    assert [row[0] for row in rows(items("A.tsv B.tsv", taken_as="systems", systems=("x", "y")))] == [
        "x",
        "y",
    ]
    told = "C.tsv:3: holds the systems x and y; files taken as systems hold one each"
    assert fault("C.tsv A.tsv", taken_as="systems").startswith(told)


def test_systems_are_taken_from_records(write):
    write(C_tsv="mt\tsystem\nRain.\tx\nWind.\ty\n")
    assert [row[0] for row in rows(items("C.tsv", systems=("y",)))] == ["y"]
    assert "C.tsv" in fault("C.tsv", systems=("z",))


def test_columns_are_renamed_in_all_files(write):
    write(A_tsv="out\nRain.\n", B_csv="out\nWind.\n")
    found = items("A.tsv B.csv", columns={"hypothesis": "out"})
    assert [one.hypothesis for one in found] == ["Rain.", "Wind."]


def test_records_without_a_segment_are_an_error(write):
    write(A_tsv="mt\n")
    assert fault("A.tsv") == "A.tsv: holds no segments; is it the right file?"


def test_unequal_lengths_are_told_of_the_right_system(write):
    write(A_en="a\nb", B_en="c", ref_en="p\nq")
    assert fault("A.en B.en", "", "ref.en").startswith("B.en: hypothesis B 1 line, reference 2 lines")


def test_unequal_lengths_are_told_of_all_sides(write):
    write(A_en="a\nb", src_it="x\ny", r1_en="p\nq", r2_en="p\nq\nr")
    told = "hypothesis 2 lines, reference 1 2 lines, reference 2 3 lines, source 2 lines"
    assert told in fault("A.en", "src.it", "r1.en r2.en")
