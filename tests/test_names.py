"""Names that documents and systems get from paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.readers.names import common_name, document_names, folder_names, names_in_folder, system_names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        ([], []),
        (["news.txt"], ["news"]),
        (["-"], ["stdin"]),
        (["in/rain.en.txt", "in/wind.en.txt"], ["rain.en", "wind.en"]),
        (["a/news.txt", "b/news.txt"], ["a/news", "b/news"]),
        (["a/news.txt", "b/news.txt", "b/wind.txt"], ["a/news", "b/news", "b/wind"]),
        (["news.en", "news.de"], ["news.en", "news.de"]),
        (["x/a/news.txt", "y/a/news.txt"], ["x/a/news", "y/a/news"]),
        (["news.txt", "a/news.txt"], ["news", "a/news"]),
        (["/news.txt", "news.txt"], ["/news.txt", "news.txt"]),
        (["a.txt.gz", "b.txt"], ["a", "b"]),
    ],
)
def test_documents_are_called_by_as_little_of_their_path_as_keeps_them_apart(paths, names):
    assert document_names(paths) == tuple(names)


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["wmt.he-en.hyp.GPT4-5shot.en", "wmt.he-en.hyp.NLLB_Greedy.en"], ["GPT4-5shot", "NLLB_Greedy"]),
        (["out/wmt.A.en.gz", "out/wmt.B.en"], ["A", "B"]),
        (["A.txt", "B.txt", "C.txt"], ["A", "B", "C"]),
        (["out.A.v1.en", "out.A.v2.en", "out.B.v2.en"], ["A.v1", "A.v2", "B.v2"]),
        (["A/out.en", "B/out.en"], ["A", "B"]),
        (["runs/A/best/out.en", "runs/B/best/out.en"], ["A", "B"]),
        (["A/rain.en", "B/wind.en"], ["rain", "wind"]),
        (["A/x.en", "A/y.en", "B/x.en"], ["A/x", "A/y", "B/x"]),
        (["news.en", "news.v2.en"], ["news", "news.v2"]),
        (["gpt-4.1/out.en", "gpt-4.2/out.en"], ["gpt-4.1", "gpt-4.2"]),
    ],
)
def test_systems_are_called_by_what_differs(paths, names):
    assert system_names(paths) == tuple(names)


@pytest.mark.parametrize(
    ("paths", "names"),
    [(["out/gpt-4.1", "out/nllb"], ["gpt-4.1", "nllb"]), (["a/out/", "b/out"], ["a/out", "b/out"])],
)
def test_folders_keep_their_dots(paths, names):
    assert folder_names(paths) == tuple(names)


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a.txt", "b.tsv.gz", "sub/a.txt"], ["a", "b", "sub/a"]),
        (["a.en", "a.txt", "b.txt"], ["a.en", "a.txt", "b"]),
        (["a.en", "a.en.txt", "a.txt", "b.txt"], ["a.en", "a.en.txt", "a.txt", "b.txt"]),
    ],
)
def test_documents_of_a_folder_are_called_by_their_path_in_it(paths, names):
    assert names_in_folder(paths) == tuple(names)


@pytest.mark.parametrize(
    ("paths", "name"),
    [
        (["wmt.he-en.hyp.A.en", "wmt.he-en.ref.en", "in/wmt.he-en.src.he"], "wmt.he-en"),
        (["A.en", "B.en"], ""),
    ],
)
def test_the_common_name_is_the_start_that_all_share(paths, name):
    assert common_name(paths) == name


@pytest.mark.parametrize("paths", [["a.txt", "a.txt"], ["b.txt", "./a.txt", "a.txt"], ["in/a", "in//a"]])
def test_a_path_named_twice_is_an_error(paths):
    for names in (document_names, system_names):
        with pytest.raises(InputError, match="is named twice; name each file once"):
            names(paths)


@given(st.sets(st.from_regex(r"/?([ab]{1,2}/){0,3}[ab]{1,2}(\.[ab]){0,3}", fullmatch=True), min_size=1))
def test_names_are_distinct(paths):
    for names in (document_names, system_names):
        given_names = names(sorted(paths))
        assert len(set(given_names)) == len(paths)
        assert all(given_names)
