"""Workbooks, read back by openpyxl, which shares no code with what writes them."""

import io
import subprocess
import sys
import zipfile

import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqa.errors import MissingExtraError
from mtqa.model import LeftOut
from mtqa.report import build
from mtqa.writers import xlsx
from mtqa.writers.cells import COMMANDS, cell
from mtqa.writers.sheets import document_rows, finding_rows

pytest.importorskip("xlsxwriter", reason="the extra `xlsx` is not installed")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")


def written(evaluation):
    out = io.BytesIO()
    xlsx.write(build(evaluation), out)
    return out.getvalue()


def opened(evaluation):
    return openpyxl.load_workbook(io.BytesIO(written(evaluation)))


def values(sheet):
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


def test_the_sheets_hold_the_rows_of_the_csv():
    report = build(samples.news())
    book = opened(samples.news())
    assert book.sheetnames == ["summary", "documents", "findings"]
    assert values(book["documents"]) == list(document_rows(report, report.worst_first))
    assert values(book["findings"]) == list(finding_rows(report))


def test_tables_have_a_heading_that_stays_and_filters():
    for sheet in opened(samples.news()).worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet["A1"].font.bold
        assert all(sheet.column_dimensions[letter].width > 10 for letter in "ABC")


def test_the_summary_says_what_the_report_says():
    evaluation = samples.news()
    rows = values(opened(evaluation)["summary"])
    flat = {str(row[0]): row for row in rows}
    assert flat["metric"][1] == "signature"
    assert flat["BLEU"][1] == evaluation.signatures["BLEU"]
    assert flat["critical"][1] == 1
    assert flat["of them unsure"][1] == 1
    assert flat["the reference is empty"][1] == "1 segment"
    system = rows[[row[0] for row in rows].index("system") + 1]
    assert system[4:7] == [38.0, 12.5, 66.0]


def test_a_run_without_rules_and_scores_has_its_sheets_too():
    book = opened(samples.unscored())
    assert len(values(book["documents"])) == 2
    assert len(values(book["findings"])) == 1


def test_the_same_run_gives_the_same_bytes():
    first = written(samples.hostile())
    assert first == written(samples.hostile())
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_hostile_text_is_text():
    for sheet in opened(samples.hostile()).worksheets:
        for row in sheet.iter_rows():
            for one in row:
                assert one.data_type in {"s", "n"}
                assert one.hyperlink is None
                assert not str(one.value or "").startswith(COMMANDS) or one.data_type == "n"


def test_a_cell_that_is_too_long_says_that_it_is_cut():
    header = samples.header("long")
    long = "a𝄞" * 30_000
    document = samples.document(header, samples.scored(header, [(long, "Yes.", None)]))
    marked = samples.with_marks(document, [[("Yes.", {})]])
    row = values(opened(samples.judged(samples.evaluation([marked])))["findings"])[1]
    (told,) = [text for text in row if isinstance(text, str) and text.startswith("a𝄞a𝄞")]
    assert told.endswith("… (cut, 60,000 characters in all)")
    units = len(told.encode("utf-16-le")) // 2
    assert xlsx.LONGEST_CELL - 1 <= units <= xlsx.LONGEST_CELL


def test_more_rows_than_a_sheet_holds_go_on_in_another(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    book = opened(samples.many(5))
    assert book.sheetnames == ["summary", "documents", "documents 2", "documents 3", "findings"]
    sheets = [values(book[name]) for name in ("documents", "documents 2", "documents 3")]
    assert [len(rows) for rows in sheets] == [3, 3, 2]
    assert len({tuple(rows[0]) for rows in sheets}) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(max_size=40) | st.sampled_from(["_x0041_", "=1+1", "\ufffe", "a\uffffb", "'", " +1"]), max_size=8)
)
def test_every_text_comes_back_as_the_cell_that_was_meant(texts):
    notes = tuple(f"n{text}" for text in texts)
    evaluation = samples.evaluation(
        [samples.document(samples.header("one"), ())],
        left_out=tuple(LeftOut(document="one", reason=f"{number}{text}") for number, text in enumerate(texts)),
        notes=notes,
    )
    column = [row[0] for row in values(opened(evaluation)["summary"])]
    told = [xlsx.fitting(cell(note)) for note in notes]
    assert column[len(column) - len(told) :] == told


def test_the_command_sends_a_workbook_to_a_pipe_and_into_a_file(tmp_path):
    (tmp_path / "a.txt").write_text("Two boats are arrived from the coast.\n", "utf-8")
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", "check", "a.txt", "-l", "it-en", "-f", "xlsx"]
    beside = ["--output-format", "xlsx=beside.xlsx"]
    done = subprocess.run([*command, *beside], capture_output=True, check=False, cwd=tmp_path)
    assert done.stdout == (tmp_path / "beside.xlsx").read_bytes()
    findings = values(openpyxl.load_workbook(io.BytesIO(done.stdout))["findings"])
    assert "are arrived" in findings[1]


def test_without_xlsxwriter_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'mtqa\[xlsx\]'"):
        written(samples.news())
