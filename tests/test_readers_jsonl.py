"""JSONL records."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.model import LeftOut, Segment
from mtqa.readers.base import ReadOptions
from mtqa.readers.files import InputFile
from mtqa.readers.jsonl import JSONL


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("jsonl")


@pytest.fixture
def read(folder, monkeypatch):
    monkeypatch.chdir(folder)

    def read(*lines, mapping=()):
        (folder / "news.jsonl").write_bytes("".join(f"{line}\n" for line in lines).encode())
        return list(JSONL.records(InputFile("news.jsonl"), ReadOptions(columns=dict(mapping))))

    return read


def test_a_whole_record(read):
    (segment,) = read(
        '{"lp": "de-en", "doc_id": 12, "seg_id": 12345678901234567890123, "system": "A",'
        ' "source": "Ja.", "mt": "Yes.", "references": ["Yes!", null, "Indeed."], "x": {"y": [0.5]}}'
    )
    assert (segment.source, segment.hypothesis) == ("Ja.", "Yes.")
    assert segment.references == ("Yes!", None, "Indeed.")
    assert (segment.header.document, segment.segment) == ("12", "12345678901234567890123")
    assert (segment.line, segment.source_line, segment.column) == (1, 1, None)


@pytest.mark.parametrize(
    ("line", "references"),
    [
        ('{"mt": "a"}', ()),
        ('{"mt": "a", "references": null}', ()),
        ('{"mt": "a", "references": []}', ()),
        ('{"mt": "a", "references": ["b"]}', ("b",)),
        ('{"mt": "a", "references": "b"}', ("b",)),
        ('{"mt": "a", "reference": null}', (None,)),
        ('{"mt": "a", "reference": ""}', ("",)),
        ('{"mt": "a", "reference": ["b", "c"]}', ("b", "c")),
        ('{"mt": "a", "ref_2": "c", "ref": "b"}', ("b", "c")),
    ],
)
def test_references(read, line, references):
    (segment,) = read(line)
    assert segment.references == references


def test_keys_may_differ_from_line_to_line(read):
    items = read('{"mt": "a"}', "", '{"reference": "r", "hyp": "b"}', " ", '{"target": "c", "source": "s"}')
    assert [(i.hypothesis, i.source, i.references, i.line) for i in items] == [
        ("a", None, (), 1),
        ("b", None, ("r",), 3),
        ("c", "s", (), 5),
    ]


def test_more_sets_of_keys_than_are_kept(read):
    items = read(*(f'{{"k{k}": 0, "mt": "{k}"}}' for k in range(200)), '{"k0": 0, "mt": "x"}')
    assert [item.hypothesis for item in items] == [*map(str, range(200)), "x"]


def test_a_record_without_hypothesis_is_left_out(read):
    items = read('{"mt": "a", "source": "s"}', '{"mt": null, "source": "s"}', '{"source": "s"}', '{"mt": "b"}')
    assert [type(item) for item in items] == [Segment, LeftOut, LeftOut, Segment]
    assert items[1] == LeftOut(document="news", segment="2", reason="no hypothesis", path="news.jsonl", line=2)
    assert items[3].segment == "4"


def test_an_empty_hypothesis(read):
    beside, alone = read('{"mt": "", "source": "s"}', '{"mt": "", "source": " ", "references": [null, ""]}')
    assert beside.hypothesis == ""
    assert alone.reason == "blank on every side"


def test_mapped_keys(read):
    line = '{"text": "a", "ref": "r", "mt": "m", "human": "h"}'
    (segment,) = read(line, mapping={"hypothesis": "text", "reference": "human"})
    assert (segment.hypothesis, segment.references) == ("a", ("h",))
    assert len(read('{"mt": "a"}', line, mapping={"reference": "human"})) == 2


def test_escapes_and_odd_characters(read):
    (segment,) = read(r'{"mt": "caf\u00e9 \ud83d\ude00 \u0000", "source": "a' + '\u2028\x85"}')
    assert segment.hypothesis == "café 😀 \x00"
    assert segment.source == "a\u2028\x85"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            '{"mt": "a"',
            "news.jsonl:2: not JSON at column 11: Expecting ',' delimiter; JSONL has one object per line",
        ),
        ("{'mt': 'a'}", "news.jsonl:2: not JSON at column 2: "),
        ("[", "news.jsonl:2: not JSON at column 2: "),
        ('{"mt": "a"} {"mt": "b"}', "news.jsonl:2: not JSON at column 13: Extra data"),
        ('{"mt": "a\tb"}', "news.jsonl:2: not JSON at column 10: Invalid control character"),
        ("a plain line", "news.jsonl:2: not JSON at column 1"),
        ("\ufeff{}", "news.jsonl:2: not JSON at column 1"),
        ('["a"]', "news.jsonl:2: not an object but a list; JSONL has one object per line"),
        ('"a"', "not an object but a text"),
        ("1.5", "not an object but a number"),
        ("null", "not an object but null"),
        ('{"mt": "a", "mt": "b"}', "news.jsonl:2: key 'mt' stands twice in one object"),
        ('{"mt": "a", "x": {"y": 1, "y": 2}}', "news.jsonl:2: key 'y' stands twice in one object"),
        ('{"mt": 3}', "news.jsonl:2: mt holds a number (3), expected a text or null"),
        ('{"mt": true}', "mt holds true or false (True), expected a text or null"),
        ('{"mt": ["a"]}', "mt holds a list, expected a text or null"),
        ('{"mt": "a", "source": {"it": "b"}}', "source holds an object, expected a text or null"),
        (
            '{"mt": "a", "references": ["b", 4]}',
            "references holds a number (4), expected only texts and null in",
        ),
        (
            '{"mt": "a", "references": [["b"]]}',
            "references holds a list, expected only texts and null in the list",
        ),
        ('{"mt": "a", "references": {"A": "b"}}', "references holds an object, expected a text or null"),
        ('{"mt": "a", "doc": 1.5}', "doc holds a number (1.5), expected a text, a whole number or null"),
        (
            '{"mt": "a", "seg": true}',
            "seg holds true or false (True), expected a text, a whole number or null",
        ),
        ('{"mt": "a", "score": NaN}', "news.jsonl:2: NaN is no JSON; write null"),
        ('{"mt": "a", "score": -Infinity}', "news.jsonl:2: -Infinity is no JSON"),
        (r'{"mt": "a \ud800 b"}', r"news.jsonl:2: \ud800 is half of a surrogate pair"),
        (r'{"mt": "a", "x\uDFFF": 1}', r"news.jsonl:2: \udfff is half of a surrogate pair"),
        (f'{{"mt": "a", "seg": {"9" * 5000}}}', "news.jsonl:2: a number has too many digits"),
        (
            '{"mt": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
            "news.jsonl:2: lists or objects are nested too",
        ),
        ('{"mt": "a", "x": ' + '{"x":' * 100_000 + "1" + "}" * 100_000 + "}", "nested too deeply"),
        (
            '{"mt": "a", "hyp": "b"}',
            "news.jsonl:2: columns mt, hyp both stand for the hypothesis; choose one",
        ),
        ('{"mt": "a", "reference": "b", "references": []}', "choose one: --column references=references"),
    ],
)
def test_bad_lines(read, line, message):
    with pytest.raises(InputError) as caught:
        read('{"mt": "fine"}', line)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (
            {},
            "among source, text; say which one holds it: --column hypothesis=text",
        ),
        (
            {"hypothesis": "txt"},
            "no column txt for the hypothesis; the columns are source, text; did you mean text?",
        ),
        ({"hypothesis": "text", "reference": "human"}, "no column human for the reference; the columns are"),
    ],
)
def test_keys_that_stand_in_no_line(read, mapping, message):
    with pytest.raises(InputError) as caught:
        read('{"source": "a", "text": "b"}', '{"text": "c"}', mapping=mapping)
    assert message in str(caught.value)


def test_an_empty_file_has_no_segments(read):
    assert read() == []


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=15)
records = st.fixed_dictionaries(
    {"mt": texts.filter(str.strip)},
    optional={
        "source": texts,
        "references": st.lists(st.none() | texts),
        "seg": texts | st.integers(),
        "score": st.floats(allow_nan=False, allow_infinity=False),
    },
)


@given(rows=st.lists(records, max_size=6), escaped=st.booleans())
def test_any_object_reads_back_the_same(folder, rows, escaped):
    # A document each, so that no id stands twice.
    lines = [json.dumps(row | {"doc": number}, ensure_ascii=escaped) for number, row in enumerate(rows)]
    (folder / "any.jsonl").write_bytes("\r\n".join(lines).encode())
    items = list(JSONL.records(InputFile(str(folder / "any.jsonl")), ReadOptions()))
    for number, (row, item) in enumerate(zip(rows, items, strict=True)):
        assert item.hypothesis == row["mt"]
        assert item.source == row.get("source")
        assert item.references == tuple(row.get("references", ()))
        assert item.segment == (str(row["seg"]) if str(row.get("seg", "")).strip() else "1")
        assert (item.header.document, item.line) == (str(number), number + 1)
