"""Plain text: its lines are the units of its side."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import items

from mtqa.readers.base import Line
from mtqa.readers.text import TEXT


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("text") / "news.txt"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("Rain.\nWind.\n", ["Rain.", "Wind."]),
        ("Rain.\r\nWind.", ["Rain.", "Wind."]),
        ("Rain.\n\n  \nWind.\n", ["Rain.", "", "  ", "Wind."]),
        ("  Rain.\t\n", ["  Rain.\t"]),
        ("Rain\u2028Wind\u0085\n", ["Rain\u2028Wind\u0085"]),
        ("Rain\rWind\x0c\x00\n", ["Rain\rWind\x0c\x00"]),
        ("", []),
    ],
)
def test_each_line_is_a_unit_as_it_stands(path, content, texts):
    expected = [Line(text=text, line=number, column=1) for number, text in enumerate(texts, 1)]
    assert items(TEXT, path, content) == expected
    assert items(TEXT, path, gzip.compress(content.encode())) == expected


@given(st.lists(st.text(st.characters(exclude_characters="\n\r\ufeff", exclude_categories=["Cs"]))))
def test_the_lines_joined_are_the_file(path, texts):
    content = "".join(f"{text}\n" for text in texts)
    assert [line.text for line in items(TEXT, path, content)] == texts
