"""The tables of a large run, part by part."""

import csv
import gzip
import hashlib
import json
import sys

import pandas as pd
import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqa.errors import InputError, MissingExtraError
from mtqa.evaluation.findings import finding_counts, placed_findings
from mtqa.writers.cells import COMMANDS, cell
from mtqa.writers.tables import NAMES, TABLES, part_name, remove_unfinished, write_part

parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")


def run():
    return samples.news()


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def read(kind, path):
    """The rows of a part as dictionaries, by the library that its users have."""
    if kind == "parquet":
        return parquet.read_table(path).to_pylist()
    if kind == "jsonl":
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            return [json.loads(line) for line in lines]
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


@pytest.mark.parametrize("kind", TABLES)
def test_a_part_has_a_file_in_each_folder_and_nothing_else(tmp_path, kind):
    evaluation = run()
    write_part(kind, tmp_path, 7, evaluation.documents, metrics=evaluation.metrics)
    assert set(digests(tmp_path)) == {f"{name}/{part_name(kind, 7)}" for name in NAMES}
    assert part_name(kind, 7) == f"part-000007{TABLES[kind].suffix}"


@pytest.mark.parametrize("kind", TABLES)
def test_the_same_documents_give_the_same_bytes(tmp_path, kind):
    evaluation = run()
    for folder in ("one", "other"):
        write_part(kind, tmp_path / folder, 0, evaluation.documents, metrics=evaluation.metrics)
    write_part(kind, tmp_path / "one", 0, evaluation.documents, metrics=evaluation.metrics)
    assert digests(tmp_path / "one") == digests(tmp_path / "other")


@pytest.mark.parametrize("kind", TABLES)
def test_rows_say_what_the_evaluation_says(tmp_path, kind):
    evaluation = run()
    write_part(kind, tmp_path, 0, evaluation.documents, metrics=evaluation.metrics)
    segments, findings, documents = (read(kind, tmp_path / name / part_name(kind, 0)) for name in NAMES)

    scored = [one for document in evaluation.documents for one in document.segments]
    assert [row["segment"] for row in segments] == [one.segment.segment for one in scored]
    assert [int(row["words"]) for row in segments] == [one.words for one in scored]
    for metric in (*evaluation.metrics, "penalty"):
        told = [row[metric] for row in segments]
        assert [None if value in ("", None) else float(value) for value in told] == [
            one.scores.get(metric) for one in scored
        ]
        assert [float(row[metric]) for row in documents] == [
            document.scores[metric].score for document in evaluation.documents
        ]
    assert [row["fingerprint"] for row in findings] == [
        placed.fingerprint for placed in placed_findings(evaluation.documents)
    ]
    for severity, count in finding_counts(scored).items():
        assert sum(int(row[f"findings_{severity}"]) for row in segments) == count
        assert sum(int(row[f"findings_{severity}"]) for row in documents) == count
        assert sum(row["severity"] == severity for row in findings) == count


def test_texts_are_exact_in_parquet_and_json(tmp_path):
    evaluation = samples.hostile()
    for kind in ("parquet", "jsonl"):
        write_part(kind, tmp_path, 0, evaluation.documents, metrics=evaluation.metrics)
        rows = read(kind, tmp_path / "segments" / part_name(kind, 0))
        texts = [one.segment.hypothesis for document in evaluation.documents for one in document.segments]
        escaped = [text.encode(errors="backslashreplace").decode() for text in texts]
        assert [row["hypothesis"] for row in rows] == (escaped if kind == "parquet" else texts)


@pytest.mark.parametrize("kind", TABLES)
def test_file_names_that_are_not_utf_8_are_written(tmp_path, kind):
    header = samples.header("caff\udce8", path="caff\udce8.txt")
    document = samples.document(header, samples.scored(header, [("Sì.", "Yes.", "Yes!")]))
    write_part(kind, tmp_path, 0, [document], metrics=())
    (row,) = read(kind, tmp_path / "segments" / part_name(kind, 0))
    assert row["path"] in (r"caff\udce8.txt", "caff\udce8.txt", "caff\ufffd.txt")


def test_every_part_has_the_same_schema_even_an_empty_one(tmp_path):
    evaluation = run()
    write_part("parquet", tmp_path, 0, (), metrics=evaluation.metrics)
    write_part("parquet", tmp_path, 1, evaluation.documents, metrics=evaluation.metrics)
    for name in NAMES:
        empty, full = (parquet.ParquetFile(tmp_path / name / part_name("parquet", number)) for number in (0, 1))
        assert empty.schema_arrow.equals(full.schema_arrow, check_metadata=True)
        assert (empty.metadata.num_rows, full.metadata.num_rows > 0) == (0, True)
        assert full.metadata.row_group(0).column(0).compression == "ZSTD"


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # of dask, with a pandas newer than it
def test_dask_reads_a_folder_of_parts(tmp_path):
    frames = pytest.importorskip("dask.dataframe", reason="dask is not installed")
    evaluation = run()
    for number, document in enumerate(evaluation.documents):
        write_part("parquet", tmp_path, number, [document], metrics=evaluation.metrics)
    words = frames.read_parquet(tmp_path / "segments")["words"].sum().compute(scheduler="synchronous")
    assert words == sum(document.words for document in evaluation.documents)


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_parts_is_one_data_set(tmp_path, name):
    evaluation = run()
    first, *others = evaluation.documents
    write_part("parquet", tmp_path, 0, [first], metrics=evaluation.metrics)
    write_part("parquet", tmp_path, 1, others, metrics=evaluation.metrics)
    (tmp_path / name / ".unfinished-killed").write_bytes(b"half")
    together = tmp_path / "together"
    write_part("parquet", together, 0, evaluation.documents, metrics=evaluation.metrics)
    expected = pd.read_parquet(together / name)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / name), expected)
    remove_unfinished(tmp_path)
    assert [path.name for path in sorted((tmp_path / name).iterdir())] == [
        part_name("parquet", 0),
        part_name("parquet", 1),
    ]


def test_large_parts_have_row_groups_of_bounded_size(tmp_path, monkeypatch):
    monkeypatch.setattr("mtqa.writers.tables.parquet.ROWS_AT_ONCE", 2)
    header = samples.header("long")
    document = samples.document(header, samples.scored(header, [("Sì.", f"Yes {n}.", "Yes!") for n in range(5)]))
    write_part("parquet", tmp_path, 0, [document], metrics=("BLEU",))
    file = parquet.ParquetFile(tmp_path / "segments" / part_name("parquet", 0))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [2, 2, 1]
    assert file.read().column("hypothesis").to_pylist() == [f"Yes {n}." for n in range(5)]


def test_a_folder_that_cannot_be_written_is_one_error(tmp_path):
    (tmp_path / "segments").write_text("in the way")
    with pytest.raises(InputError, match=r"cannot be written: .*; name another folder with -o"):
        write_part("csv", tmp_path, 0, (), metrics=())


def test_nothing_is_left_of_a_part_that_fails(tmp_path):
    header = samples.header("broken")
    document = samples.document(header, samples.scored(header, [("Sì.", "Yes.")], scores={"BLEU": float("nan")}))
    with pytest.raises(ValueError, match="JSON"):
        write_part("jsonl", tmp_path, 0, [document], metrics=("BLEU",))
    assert digests(tmp_path) == {}


def test_without_pyarrow_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'mtqa\[parquet\]'"):
        write_part("parquet", tmp_path, 0, (), metrics=())
    assert digests(tmp_path) == {}


@settings(deadline=None)
@given(st.text() | st.tuples(st.sampled_from([*COMMANDS, " ", "\n", "\0"]), st.text()).map("".join))
def test_no_cell_begins_a_formula_or_a_line(text):
    shown = cell(text)
    assert not shown.lstrip().startswith(COMMANDS)
    assert shown.isprintable() or not set(shown) & set("\t\r\n\0\x1b\u2028\u202e")
    assert cell(shown) == shown
