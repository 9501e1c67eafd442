from hypothesis import given
from hypothesis import strategies as st

from mtqa.text.english.shelves import packed, unpacked

WORDS = st.text(st.characters(exclude_characters="\n\t", codec="utf-8"), min_size=1, max_size=6)
TABLES = st.dictionaries(WORDS, WORDS, min_size=1, max_size=150)


@given(TABLES, TABLES)
def test_tables_read_back_the_same(one, other):
    assert tuple(map(dict, unpacked(packed(one, other)))) == (one, other)


@given(TABLES, st.lists(st.text(max_size=12)))
def test_a_table_holds_its_keys_and_no_other(table, others):
    (shelves,) = unpacked(packed(table))
    assert len(shelves) == len(table)
    for key in (*table, *others, *(f"{key}\n{value}" for key, value in table.items())):
        assert (key in shelves) == (key in table)
        assert shelves.get(key) == table.get(key)


def test_a_key_that_spans_two_entries_is_none():
    (shelves,) = unpacked(packed({"a": "1", "b": "2"}))
    assert "a\t1\nb" not in shelves
    assert shelves.get("a\t1\nb") is None
    assert 1 not in shelves
