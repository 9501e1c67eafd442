"""Column names to fields."""

import pytest

from mtqa.errors import InputError
from mtqa.readers.fields import Columns, field_of, listing, locate, locate_all, parse_mapping, shown


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("hypothesis", "hypothesis"),
        ("mt", "hypothesis"),
        ("hyp", "hypothesis"),
        ("translation", "hypothesis"),
        ("target", "hypothesis"),
        (" MT ", "hypothesis"),
        ("source", "source"),
        ("SRC", "source"),
        ("reference", "reference_1"),
        ("ref", "reference_1"),
        ("reference_1", "reference_1"),
        ("Reference 2", "reference_2"),
        ("ref-2", "reference_2"),
        ("ref03", "reference_3"),
        ("refA", "reference_1"),
        ("ref_b", "reference_2"),
        ("references", "references"),
        ("refs", "references"),
        ("document", "document"),
        ("doc", "document"),
        ("Doc ID", "document"),
        ("docId", "document"),
        ("document-id", "document"),
        ("seg_id", "segment"),
        ("segment_id", "segment"),
        ("system", "system"),
        ("system_id", "system"),
        ("lp", "language_pair"),
        ("langs", "language_pair"),
        ("language-pair", "language_pair"),
        ("domain", "domain"),
        ("", None),
        ("mt_out", None),
        ("text", None),
        ("refinement", None),
        ("reference_two", None),
        ("ref_1234567", None),
        ("The minister resigned.", None),
    ],
)
def test_a_column_name_stands_for_a_field(column, field):
    assert field_of(column) == field


def found(names, **mapping):
    return locate_all(names.split(), parse_mapping(mapping), "t.tsv", 1, "EXAMPLE")


@pytest.mark.parametrize(
    ("names", "mapping", "expected"),
    [
        ("mt", {}, Columns(hypothesis=0)),
        ("id src mt score", {}, Columns(source=1, hypothesis=2)),
        ("ref_2 mt ref", {}, Columns(hypothesis=1, references=(2, 0))),
        ("mt ref_10 ref_9", {}, Columns(hypothesis=0, references=(2, 1))),
        ("mt refB refA", {}, Columns(hypothesis=0, references=(2, 1))),
        ("mt refs", {}, Columns(hypothesis=0, references=(1,), listed=True)),
        ("out src", {"hypothesis": "out"}, Columns(hypothesis=0, source=1)),
        ("mt hyp", {"hypothesis": "hyp"}, Columns(hypothesis=1)),
        ("Out out", {"hypothesis": "out"}, Columns(hypothesis=1)),
        ("MT-Out src", {"hypothesis": "mt_out"}, Columns(hypothesis=0, source=1)),
        ("mt post human", {"Reference": "post"}, Columns(hypothesis=0, references=(1,))),
        ("mt post human", {"reference": "human, post"}, Columns(hypothesis=0, references=(2, 1))),
        ("mt ref_2 human", {"reference": "human"}, Columns(hypothesis=0, references=(2,))),
        ("mt ref second", {"reference_2": "second"}, Columns(hypothesis=0, references=(1, 2))),
        ("mt ref refs", {"references": "refs"}, Columns(hypothesis=0, references=(2,), listed=True)),
        ("mt ref refs", {"reference": "refs"}, Columns(hypothesis=0, references=(2,))),
        ("mt ref domain", {"domain": "", "reference": ""}, Columns(hypothesis=0)),
        # a column that is taken as the hypothesis is no reference any more
        ("src ref mt", {"hypothesis": "ref"}, Columns(source=0, hypothesis=1)),
    ],
)
def test_where_fields_stand(names, mapping, expected):
    assert found(names, **mapping) == expected


@pytest.mark.parametrize(
    ("names", "mapping", "message"),
    [
        ("mt hyp", {}, "columns mt, hyp both stand for the hypothesis; choose one: --column hypothesis=mt"),
        (
            "mt ref refA",
            {},
            "columns ref, refA both stand for the reference; choose one: --column reference=ref",
        ),
        (
            "mt ref refs",
            {},
            "columns refs, ref both stand for references; choose one: --column references=refs",
        ),
        ("mt mt", {}, "2 columns are named mt; rename one"),
        ("mt x x", {"source": "x"}, "2 columns are named x; give them different names"),
        (
            "src text",
            {},
            "no column for the hypothesis among src, text; say which one holds it: --column hypothesis=text",
        ),
        ("src ref", {}, "--column hypothesis=NAME"),
        ("src id text", {}, "--column hypothesis=NAME"),
        ("src id mt_output", {}, "--column hypothesis=mt_output"),
        (
            "src mt_output",
            {"hypothesis": "mt_out"},
            "no column mt_out for the hypothesis; the columns are src, mt_output; did you mean mt_output?",
        ),
        ("src mt", {"reference": "mt,human"}, "no column human for the reference 2; the columns are src, mt"),
        ("Il presidente", {}, "no known column name in Il, presidente; the first line must name the columns"),
        ("Il presidente", {}, "such as EXAMPLE"),
    ],
)
def test_columns_that_cannot_be_told(names, mapping, message):
    with pytest.raises(InputError) as caught:
        found(names, **mapping)
    assert message in str(caught.value)
    assert str(caught.value).startswith("t.tsv:1: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("mt", "did you mean hypothesis?"),
        ("ref", "did you mean reference?"),
        ("doc_id", "did you mean document?"),
        ("hypotesis", "did you mean hypothesis?"),
        ("colour", "the fields are source, hypothesis, reference, references, document"),
    ],
)
def test_a_mapping_of_a_field_that_does_not_exist(field, meant):
    with pytest.raises(InputError, match="no field") as caught:
        parse_mapping({field: "x"})
    assert meant in str(caught.value)


def test_a_mapped_column_may_be_missing_where_keys_differ_from_line_to_line():
    assert locate(["src"], parse_mapping({"hypothesis": "out"}), "t.jsonl", 1) == Columns(source=0)


def test_messages_stay_short_and_printable():
    assert shown("a" * 1000) == "a" * 40 + "…"
    assert shown("a\x00b\u2028") == r"'a\x00b\u2028'"
    assert shown("") == "''"
    assert listing([f"c{k}" for k in range(10_000)]) == "c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 9,990 more"
