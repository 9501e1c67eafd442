import csv
import io

import pytest
import samples

from mtqa.model import Score
from mtqa.report import build
from mtqa.writers.csv import write_csv, write_tsv


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
