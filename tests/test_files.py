"""Input files: what is opened, decoded and split, and what is refused."""

import bz2
import codecs
import gzip
import io
import os
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.readers.files import LONGEST_LINE, InputFile


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


def lines(path, content, encoding=None):
    path.write_bytes(content)
    return list(InputFile(str(path), encoding).lines())


def fault(path, content, encoding=None):
    with pytest.raises(InputError) as caught:
        lines(path, content, encoding)
    assert caught.value.path == str(path)
    assert "\n" not in str(caught.value)
    return caught.value.line, caught.value.message


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"one", ["one"]),
        (b"one\n", ["one"]),
        (b"one\ntwo", ["one", "two"]),
        (b"one\r\ntwo\r\n", ["one", "two"]),
        (b"one\n\n\ntwo\n\n", ["one", "", "", "two", ""]),
        (b"one\r\r\n", ["one\r"]),
        (b"one\rstill one\n", ["one\rstill one"]),
        (b"\r", ["\r"]),
        (b"one\r", ["one\r"]),
        (b"a\tb\x0bc\x0cd\x1ce\x00f\n", ["a\tb\x0bc\x0cd\x1ce\x00f"]),
        ("a\u2028b\u2029c\u0085d\n".encode(), ["a\u2028b\u2029c\u0085d"]),
        ("\ufeffone\n\ufefftwo\n".encode(), ["one", "\ufefftwo"]),
        ("\ufeff".encode(), [""]),
        (b" one \n", [" one "]),
    ],
)
def test_lines_end_at_line_feeds_only(folder, content, expected):
    assert lines(folder / "text", content) == list(enumerate(expected, 1))
    assert lines(folder / "text.gz", gzip.compress(content, mtime=0)) == list(enumerate(expected, 1))


@given(texts=st.lists(st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]))))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32", "gb18030"])
def test_every_text_comes_back(folder, texts, end, encoding):
    if texts and texts[0].startswith("\ufeff"):
        texts[0] = "." + texts[0]
    content = "".join(text + end for text in texts).encode(encoding)
    assert lines(folder / "law", content, encoding) == list(enumerate(texts, 1))


@pytest.mark.parametrize("encoding", ["cp1252", "iso2022_jp", "shift_jis", "cp037", "utf-7", "utf-8-sig", "UTF8"])
def test_an_encoding_that_is_named_is_used(folder, encoding):
    texts = ["First line.", "", "Second: 100 % + 1"]
    content = "\n".join(texts).encode(encoding)
    assert lines(folder / "named", content, encoding) == list(enumerate(texts, 1))


def test_a_mark_inside_a_line_is_text_under_utf_8_sig(folder):
    content = "\ufeffone\n\ufefftwo".encode()
    assert lines(folder / "sig", content, "utf-8-sig") == [(1, "one"), (2, "\ufefftwo")]


@pytest.mark.parametrize(
    ("content", "encoding", "line", "words"),
    [
        (b"good\nbad \xe9t\xe9\n", None, 2, "byte 0xe9 (the line's byte 5) is not UTF-8; name the encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", None, 1, "binary data, not text"),
        (b"\xd0\xcf\x11\xe0\x00\x00", None, 1, "binary data"),
        (b"one\n\x81\n", "cp1252", 2, "is not cp1252; name another encoding"),
        ("one\ntwo\n".encode("utf-16"), None, 1, "looks like UTF-16; say so with --encoding utf-16"),
        ("one\ntwo\n".encode("utf-32"), None, 1, "looks like UTF-32; say so with --encoding utf-32"),
        (codecs.BOM_UTF16_LE + b"o\x00n", "utf-16", 1, "not UTF-16 text"),
        (b"one\ntwo", "utf-16", 1, "name another encoding"),
        (b"one\n" + b"x" * (LONGEST_LINE + 1), None, 2, "the line is longer than 4 MiB"),
        (("x" * (LONGEST_LINE + 1)).encode("utf-16"), "utf-16", 1, "the line is longer than 4 MiB"),
        (b"one", "klingon", None, "unknown encoding 'klingon'; name one that Python knows"),
        (b"one", "hex", None, "unknown encoding 'hex'"),
        (b"one", "undefined", None, "unknown encoding 'undefined'"),
        (b"one", "utf\x008", None, "unknown encoding"),
        (gzip.compress(b"one\ntwo\n", mtime=0)[:-9], None, None, "damaged gzip data"),
        (gzip.compress(b"one\ntwo\n", mtime=0) + b"more", None, None, "damaged gzip data"),
        (b"\x1f\x8b\x08no", None, None, "damaged gzip data"),
    ],
)
def test_what_cannot_be_decoded_is_refused_with_its_place(folder, content, encoding, line, words):
    there, message = fault(folder / "bad", content, encoding)
    assert there == line
    assert words in message


def test_a_line_of_the_greatest_length_is_read(folder):
    assert lines(folder / "long", b"x" * (LONGEST_LINE - 1) + b"\n") == [(1, "x" * (LONGEST_LINE - 1))]


def test_a_hundred_megabytes_without_a_line_break_are_refused_in_little_memory(folder):
    path = folder / "endless.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for _ in range(100):
            stream.write(b"x" * (1 << 20))
    tracemalloc.start()
    with pytest.raises(InputError, match="longer than 4 MiB"):
        list(InputFile(str(path)).lines())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 << 20


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing.txt", "no such file; check the path"),
        (".", "is a folder; name a file in it"),
        ("n\x00ul", "cannot be opened"),
        ("x" * 300, "cannot be opened"),
    ],
)
def test_what_cannot_be_opened_is_refused(folder, monkeypatch, path, words):
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match=words):
        list(InputFile(path).lines())


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that bind")
def test_a_file_without_permission_is_refused(folder):
    path = folder / "locked"
    path.write_bytes(b"one")
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be opened: Permission denied"):
        list(InputFile(str(path)).lines())


@pytest.mark.parametrize("content", [b"one\r\ntwo", gzip.compress(b"one\r\ntwo", mtime=0)])
@pytest.mark.parametrize("wrap", [io.BytesIO, lambda content: io.BufferedReader(io.BytesIO(content))])
def test_standard_input_is_read_like_a_file(monkeypatch, content, wrap):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(wrap(content)))
    assert list(InputFile("-").lines()) == [(1, "one"), (2, "two")]


def test_standard_input_that_is_closed_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="<stdin>: is closed"):
        list(InputFile("-").lines())


def test_faults_of_standard_input_name_it(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"good\n\xff\n")))
    with pytest.raises(InputError, match=r"^<stdin>:2: byte 0xff"):
        list(InputFile("-").lines())


@pytest.mark.parametrize(
    ("path", "name", "suffix", "stem"),
    [
        ("-", "<stdin>", "", "stdin"),
        ("news.tsv", "news.tsv", ".tsv", "news"),
        ("in/News.TSV.GZ", "in/News.TSV.GZ", ".tsv", "News"),
        ("news.gz", "news.gz", "", "news"),
        ("story.hyp.en.txt", "story.hyp.en.txt", ".txt", "story.hyp.en"),
        ("news", "news", "", "news"),
        (".hidden", ".hidden", "", ".hidden"),
    ],
)
def test_names_suffixes_and_stems(path, name, suffix, stem):
    file = InputFile(path)
    assert (file.name, file.suffix, file.stem) == (name, suffix, stem)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_only_plain_files_can_be_read_twice(folder):
    (folder / "plain").write_bytes(b"one")
    os.mkfifo(folder / "pipe")
    paths = (str(folder / "plain"), str(folder / "pipe"), str(folder), "-", str(folder / "none"))
    assert [InputFile(path).rereadable for path in paths] == [True, False, False, False, False]
    assert [InputFile(path).is_folder for path in paths] == [False, False, True, False, False]


def test_other_compressions_are_binary(folder):
    _, message = fault(folder / "news.bz2", bz2.compress(b"one two three " * 100))
    assert "UTF-8" in message or "binary" in message
