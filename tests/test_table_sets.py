"""Tables in several files: patterns, folders, partitions by the names of folders."""

import shlex
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.model import LeftOut
from mtqa.readers import read, table_sets
from mtqa.readers.base import ReadRequest
from mtqa.readers.files import InputFile
from mtqa.readers.patterns import files_named


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes files by their paths below an empty working folder."""
    monkeypatch.chdir(tmp_path)

    def write(files):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")

    return write


def batch(hypotheses, sources="", references="", **options):
    sides = {
        "hypotheses": tuple(shlex.split(hypotheses)),
        "sources": tuple(shlex.split(sources)),
        "references": tuple(shlex.split(references)),
    }
    return read(ReadRequest(**sides, **options))


def found(hypotheses, *others, **options):
    """System, document and hypothesis of everything that is read."""
    return [
        (one.header.system, one.header.document, one.hypothesis)
        for one in batch(hypotheses, *others, **options).items
        if not isinstance(one, LeftOut)
    ]


def fault(hypotheses, *others, **options):
    with pytest.raises(InputError) as caught:
        found(hypotheses, *others, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


PARTS = {
    "t/part-1.tsv": "mt\tdocument\nRain.\tone\n",
    "t/part-0.csv": "document,mt\ntwo,Wind.\n",
    "t/deep/part-2.jsonl": '{"mt": "Snow.", "document": "three"}\n',
}
IN_ORDER = [(None, "three", "Snow."), (None, "two", "Wind."), (None, "one", "Rain.")]


@pytest.mark.parametrize("named", ["t", "t/", "'t/**'", "'t/**/part-?.*'"])
def test_a_folder_and_a_pattern_of_tables_are_one_table_in_order(write, named):
    write(PARTS)
    assert found(named) == IN_ORDER


def test_how_they_were_taken_is_told(write):
    write(PARTS)
    assert batch("'t/*.[ct]sv'").notes == ("2 files of t/*.[ct]sv read as one table",)
    assert batch("t").notes == ("3 files of t read as one table",)
    assert batch("t").taken_as is None
    assert batch("t").once is False


def test_files_named_one_by_one_keep_their_documents_apart(write):
    write(PARTS)
    assert found("t/part-1.tsv t/part-0.csv") == [(None, "part-1/one", "Rain."), (None, "part-0/two", "Wind.")]


def test_a_pattern_of_texts_stands_for_its_files_on_every_side(write):
    write({f"{side}/{name}.txt": f"{side} {name}" for side in ("mt", "src", "ref") for name in ("b", "a")})
    segments = list(batch("'mt/*.txt'", "'src/*.txt'", "'ref/*.txt'").items)
    assert [(one.header.document, one.hypothesis, one.source, one.references) for one in segments] == [
        ("a", "mt a", "src a", ("ref a",)),
        ("b", "mt b", "src b", ("ref b",)),
    ]


def test_a_pattern_that_nothing_matches_is_an_error_with_the_pattern(write):
    write(PARTS)
    assert fault("'t/*.parquet'").startswith("t/*.parquet: no file matches this pattern; check it")
    assert fault("t", "'x/*.txt'").startswith("x/*.txt: no file matches")


def test_the_files_that_a_path_stands_for(write):
    write(PARTS)
    assert files_named("t/*.[ct]sv") == ("t/part-0.csv", "t/part-1.tsv")
    assert files_named("t") == ("t/deep/part-2.jsonl", "t/part-0.csv", "t/part-1.tsv")
    assert files_named("none.tsv") == ("none.tsv",)
    assert InputFile("none.tsv").state == (None, None)


def test_a_file_may_be_called_like_a_pattern(write):
    write({"news[1].tsv": "mt\nRain.\n", "news1.tsv": "mt\nWind.\n"})
    assert found("'news[1].tsv'") == [(None, "news[1]", "Rain.")]


def test_hidden_files_and_those_of_writers_are_passed_over(write):
    write({**PARTS, "t/_SUCCESS": "", "t/.part-1.tsv.crc": "x", "t/_delta_log/x.txt": "x", "t/deep/.unfinished-x": "x"})
    assert found("t") == IN_ORDER
    assert batch("t").notes == ("3 files of t read as one table; 2 files with _ before the name passed over",)


def test_a_folder_of_mixed_files_is_documents_as_ever(write):
    write({"t/a.tsv": "mt\tdocument\nRain.\tone\n", "t/b.txt": "Wind.\n"})
    assert found("t") == [(None, "a/one", "Rain."), (None, "b", "Wind.")]


def test_a_document_in_two_files_is_an_error(write):
    write({"t/a.tsv": "mt\tdocument\nRain.\tone\nWind.\ttwo\n", "t/b.tsv": "mt\tdocument\nSnow.\ttwo\n"})
    told = fault("t")
    assert told.startswith("t/b.tsv: document two stands in t/a.tsv too; keep each document in one file")
    assert found("t/a.tsv t/b.tsv")[-1] == (None, "b/two", "Snow.")


def test_where_memory_is_bounded_documents_of_long_ago_are_forgotten(write, monkeypatch):
    monkeypatch.setattr(table_sets, "PLACES_KEPT", 1)
    rows = "".join(f"Rain.\t{name}\n" for name in ("one", "two", "three"))
    for name, seen in (("one", False), ("three", True)):
        write({"t/a.tsv": f"mt\tdocument\n{rows}", "t/b.tsv": f"mt\tdocument\nSnow.\t{name}\n"})
        assert "stands in t/a.tsv too" in fault("t")
        if seen:
            assert "stands in t/a.tsv too" in fault("t", bounded=True)
        else:
            assert found("t", bounded=True)[-1] == (None, "one", "Snow.")


def test_a_document_of_two_systems_may_stand_in_two_files(write):
    write({f"t/{name}.tsv": f"mt\tdocument\tsystem\nRain.\tone\t{name}\n" for name in "ab"})
    assert found("t") == [("a", "one", "Rain."), ("b", "one", "Rain.")]


def test_rows_without_a_document_are_named_after_their_file(write):
    write({"t/x=1/p.tsv": "mt\nRain.\n", "t/x=2/p.tsv": "mt\nWind.\n"})
    assert found("t") == [(None, "x=1/p", "Rain."), (None, "x=2/p", "Wind.")]


def test_folders_name_columns_and_their_values(write):
    write(
        {
            "t/system=A%20B/langs=it-en/p.tsv": "mt\tdocument\nRain.\tone\n",
            "t/system=C/langs=de-en/p.csv": "mt,document\nWind.,two\n",
            "t/system=C/langs=fr-en/p.jsonl": '{"mt": "Snow.", "document": "three"}\n',
        }
    )
    segments = list(batch("t").items)
    assert [(one.header.system, str(one.header.language_pair), one.hypothesis) for one in segments] == [
        ("A B", "it-en", "Rain."),
        ("C", "de-en", "Wind."),
        ("C", "fr-en", "Snow."),
    ]
    assert [one.header.system for one in batch("'t/system=C/**'").items] == [None, None]


def test_folders_that_a_pattern_matches_name_columns(write):
    write({"t/system=A/p.tsv": "mt\tdocument\nRain.\tone\n", "t/system=B/p.tsv": "mt\tdocument\nWind.\tone\n"})
    expected = [("A", "one", "Rain."), ("B", "one", "Wind.")]
    for named in ("t", "'t/*'", "'t/*/*.tsv'", "'t/system=*/p.tsv'"):
        assert found(named) == expected


def test_a_file_is_right_about_its_rows(write):
    write({"t/system=A/p.tsv": "mt\tSystem\nRain.\tmine\n"})
    assert found("t") == [("mine", "system=A/p", "Rain.")]


def test_a_value_that_is_missing_and_a_column_by_another_name(write):
    write({"t/engine=__HIVE_DEFAULT_PARTITION__/p.tsv": "mt\nRain.\n", "t/engine=A/q.tsv": "mt\nWind.\n"})
    told = {(system, text) for system, _, text in found("t", columns={"system": "engine"})}
    assert told == {("A", "Wind."), (None, "Rain.")}


def test_partitioned_parquet_is_read_row_group_by_row_group(write, tmp_path):
    pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    write({})
    rows = 5000
    table = pyarrow.table(
        {
            "document": [f"d{row // 10}" for row in range(rows)],
            "hypothesis": [f"Rain {row}." for row in range(rows)],
            "system": [f"s{row // 2500}" for row in range(rows)],
        }
    )
    parquet.write_to_dataset(table, tmp_path / "set", partition_cols=["system"])
    assert (tmp_path / "set" / "system=s0").is_dir()
    told = found("set")
    assert [row[2] for row in told] == [f"Rain {row}." for row in range(rows)]
    assert (told[0][0], told[-1][0]) == ("s0", "s1")


def test_what_mtqa_writes_as_tables_it_reads_as_input(write, tmp_path):
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    import samples

    from mtqa.writers.tables import write_part

    evaluation = samples.news()
    write({})
    for kind in ("parquet", "jsonl"):
        for number, document in enumerate(evaluation.documents):
            write_part(kind, tmp_path / kind, number, [document], metrics=evaluation.metrics)
        segments = list(batch(f"{kind}/segments").items)
        expected = [one.segment for document in evaluation.documents for one in document.segments]
        assert [(one.header.document, one.segment, one.hypothesis, one.source, one.references) for one in segments] == [
            (one.header.document, one.segment, one.hypothesis, one.source, one.references) for one in expected
        ]


def test_parts_may_be_empty_but_not_all_of_them(write):
    write({"t/a.tsv": "mt\tdocument\n", "t/b.tsv": "mt\tdocument\nRain.\tone\n"})
    assert found("t") == [(None, "one", "Rain.")]
    write({"e/a.tsv": "mt\n", "e/b.tsv": "mt\n"})
    assert fault("e") == "e: holds no segments; are these the right files?"


def test_systems_that_are_wanted_may_stand_in_any_part(write):
    write({f"t/{name}.tsv": f"mt\tsystem\nRain.\t{name}\n" for name in "abc"})
    assert found("t", systems=("b",)) == [("b", "b", "Rain.")]
    assert fault("t", systems=("b", "z")) == "t: no system z in any of 3 files"


def test_tables_hold_all_sides(write):
    write({**PARTS, "src/a.txt": "x"})
    assert "holds all sides in its columns source, reference and document; leave out the source" in fault("t", "src")


def test_several_tables_can_be_systems_or_documents(write):
    write({f"{name}/p{part}.tsv": f"mt\tdocument\n{name}\td{part}\n" for name in "AB" for part in (0, 1)})
    assert found("A B") == [(None, f"{name}/d{part}", name) for name in "AB" for part in (0, 1)]
    assert found("A B", taken_as="systems") == [(name, f"d{part}", name) for name in "AB" for part in (0, 1)]
    patterns = "'A/*.tsv' 'B/*.tsv'"
    assert found(patterns, taken_as="systems", systems=("x", "y"))[0] == ("x", "d0", "A")


def test_a_fault_in_a_part_has_its_place(write):
    write({**PARTS, "t/part-9.tsv": "mt\tdocument\nSnow.\n"})
    assert fault("t").startswith("t/part-9.tsv:2: 1 column, expected 2")


def test_the_command_reads_patterns_and_refuses_what_it_cannot_write_to(write, tmp_path):
    write(PARTS)
    done = mtqa("score", "t/*.tsv", "-f", "csv", "--no-report", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("\n")) == (0, 2)
    nothing = mtqa("score", "t/*.parquet", "--no-report", cwd=tmp_path)
    assert (nothing.returncode, nothing.stderr.count("\n")) == (2, 1)
    assert "t/*.parquet: no file matches this pattern" in nothing.stderr
    for arguments in (["-o", "s3://bucket/report"], ["--no-report", "--output-format", "csv=s3://bucket/x.csv"]):
        refused = mtqa("score", "t", *arguments, cwd=tmp_path)
        assert refused.returncode == 2
        assert "is an address" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"t"}


def mtqa(*arguments, cwd):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, encoding="utf-8")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.text("abc .", min_size=1, max_size=5), min_size=1, max_size=3), min_size=1, max_size=6),
    st.data(),
)
def test_a_table_says_the_same_however_its_documents_lie_in_files(documents, data):
    rows = [(f"d{number}", f"x{text}") for number, texts in enumerate(documents) for text in texts]
    cuts = data.draw(st.lists(st.integers(0, len(documents)), max_size=3).map(sorted))
    bounds = [0, *cuts, len(documents)]
    with tempfile.TemporaryDirectory() as folder:
        for number, (start, end) in enumerate(pairwise(bounds)):
            own = [row for row in rows if start <= int(row[0][1:]) < end]
            lines = "".join(f"{document}\t{text}\n" for document, text in own)
            Path(folder, f"part-{number}.tsv").write_text(f"document\tmt\n{lines}", "utf-8")
        assert [row[1:] for row in found(shlex.quote(folder))] == rows
