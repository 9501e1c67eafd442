import csv
import io

import pytest
import samples

from mtqa.evaluation.findings import placed_findings
from mtqa.model import Score
from mtqa.report import build
from mtqa.writers.cells import COMMANDS
from mtqa.writers.csv import write_csv, write_findings_csv, write_findings_tsv, write_tsv


def written(evaluation, write=write_csv):
    out = io.StringIO(newline="")
    write(build(evaluation), out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["news", "systems", "unscored"])
@pytest.mark.parametrize(("suffix", "write"), [("csv", write_csv), ("tsv", write_tsv)])
def test_rows_are_written_as_before(name, suffix, write, golden):
    golden(f"{name}.{suffix}", written(getattr(samples, name)(), write))


def test_a_row_holds_the_numbers_exactly_and_nothing_where_there_are_none():
    third = samples.document(samples.FLOOD, (), {"BLEU": Score(1 / 3, 1e-12, None)})
    unscored = samples.document(samples.COUNCIL, ())
    text = written(samples.evaluation([third, unscored], metrics=("BLEU",)))
    first, second = csv.DictReader(io.StringIO(text))
    assert (float(first["BLEU"]), float(first["BLEU_low"]), first["BLEU_high"]) == (1 / 3, 1e-12, "")
    assert (second["BLEU"], second["BLEU_low"], second["BLEU_high"]) == ("", "", "")


CELLS = [
    ("harbour", "harbour"),
    ("", ""),
    ('a "quoted", name', 'a "quoted", name'),
    ("=1+1", "'=1+1"),
    ("+1", "'+1"),
    ("-1", "'-1"),
    ("@sum", "'@sum"),
    ("\tcell", "' cell"),
    ("\rcell", "' cell"),
    (" =1+1", "' =1+1"),
    ("\n=1+1", "' =1+1"),
    ("a\tb\r\nc", "a b  c"),
    ("a\0b\x1b[31m", "a\ufffdb\ufffd[31m"),
    ("caff\udce8", "caff\ufffd"),
    ("新闻 e=mc²", "新闻 e=mc²"),
]


@pytest.mark.parametrize(("name", "cell"), CELLS)
def test_a_name_is_one_harmless_cell(name, cell):
    evaluation = samples.evaluation([samples.document(samples.header(name, path=name, domain=name), ())])
    for row in (
        next(csv.DictReader(io.StringIO(written(evaluation)))),
        next(csv.DictReader(io.StringIO(written(evaluation, write_tsv)), dialect=PlainTabs)),
    ):
        assert [row["document"], row["path"], row["domain"]] == [cell] * 3


class PlainTabs(csv.Dialect):
    """What a reader of TSV that knows no quoting sees."""

    delimiter = "\t"
    quoting = csv.QUOTE_NONE
    lineterminator = "\n"


def test_hostile_names_neither_add_nor_shift_cells():
    text = written(samples.hostile(), write_tsv)
    lines = text.split("\n")
    assert lines.pop() == ""
    assert len(lines) == 1 + len(samples.HOSTILE_NAMES)
    assert {line.count("\t") for line in lines} == {18}
    rows = list(csv.reader(io.StringIO(written(samples.hostile()), newline="")))
    assert [len(row) for row in rows] == [19] * len(lines)


@pytest.mark.parametrize(("suffix", "write"), [("csv", write_findings_csv), ("tsv", write_findings_tsv)])
def test_findings_are_written_as_before(suffix, write, golden):
    golden(f"news.findings.{suffix}", written(samples.news(), write))


def test_a_finding_has_its_place_and_its_context():
    evaluation = samples.news()
    rows = list(csv.DictReader(io.StringIO(written(evaluation, write_findings_csv))))
    placed = list(placed_findings(evaluation.documents))
    assert [row["fingerprint"] for row in rows] == [one.fingerprint for one in placed]
    for row, one in zip(rows, placed, strict=True):
        side = "source" if one.finding.side == "source" else "hypothesis"
        assert row[side][one.finding.start : one.finding.end] == row["text"]
        assert (row["document"], row["path"], int(row["line"])) == (one.header.document, one.path, one.line)
        assert row["suggestions"] == " | ".join(one.finding.suggestions)


def test_hostile_findings_neither_add_nor_shift_cells_nor_run():
    lines = written(samples.hostile(), write_findings_tsv).split("\n")
    assert {line.count("\t") for line in lines[:-1]} == {18}
    rows = list(csv.reader(io.StringIO(written(samples.hostile(), write_findings_csv), newline=""), strict=True))
    assert [len(row) for row in rows] == [19] * len(lines[:-1])
    assert not [one for row in rows for one in row if one.startswith(COMMANDS)]


def test_without_findings_there_is_the_heading():
    assert written(samples.unscored(), write_findings_csv).count("\n") == 1
