"""The table of formats: it agrees with the readers, and tells every file's format or says why not."""

import subprocess
import sys

import pytest

from mtqa.errors import InputError
from mtqa.readers.files import InputFile
from mtqa.readers.formats import FORMATS, choose


@pytest.mark.parametrize("entry", FORMATS.values(), ids=FORMATS)
def test_an_entry_says_what_its_reader_says(entry):
    loaded = entry.load()
    assert (entry.name, entry.summary, entry.suffixes) == (loaded.name, loaded.summary, loaded.suffixes)
    assert entry.sides == (loaded.side is not None)
    assert entry.sides != (loaded.records is not None)


def test_a_suffix_has_one_format():
    suffixes = [suffix for entry in FORMATS.values() for suffix in entry.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


def test_the_table_imports_no_reader():
    program = (
        "import sys; import mtqa.readers; from mtqa.readers.formats import FORMATS, choose; "
        "heavy = {'lxml', 'pyarrow', 'pandas', 'numpy'} & set(sys.modules); "
        "readers = {entry.reader.split(':')[0] for entry in FORMATS.values()} & set(sys.modules); "
        "sys.exit(f'{heavy} {readers}' if heavy or readers else 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("news.txt", "text"),
        ("news.en", "text"),
        ("wmt.he-en.hyp.GPT4-5shot.en", "text"),
        ("a.zh", "text"),
        ("out.sys", "text"),
        ("news", "text"),
        ("news.ps", "text"),
        ("-", "text"),
        ("news.txt.gz", "text"),
        ("news.tsv", "tsv"),
        ("NEWS.TSV", "tsv"),
        ("news.tsv.gz", "tsv"),
        ("news.csv", "csv"),
        ("news.jsonl", "jsonl"),
        ("news.ndjson", "jsonl"),
        ("news.parquet", "parquet"),
        ("news.xml", "wmt"),
        ("news.sgm", "sgm"),
        ("news.sgml", "sgm"),
        ("news.xlf", "xliff"),
        ("news.xliff", "xliff"),
        ("news.tmx", "tmx"),
        ("news.po", "po"),
        ("news.pot", "po"),
        ("news.html", "html"),
        ("news.htm", "html"),
    ],
)
def test_the_suffix_tells_the_format(path, name):
    assert choose(InputFile(path)).name == name


@pytest.mark.parametrize(
    ("given", "name"), [("text", "text"), ("tsv", "tsv"), ("TMX", "tmx"), ("xlf", "xliff"), (".htm", "html")]
)
def test_a_name_or_a_suffix_names_the_format(given, name):
    assert choose(InputFile("news.docx"), given).name == name


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("news.json", "write one JSON object per line"),
        ("news.docx", "save its text as plain text or HTML"),
        ("news.PDF", "save its text"),
        ("news.xlsx", "export the sheet"),
        ("news.zip", "unpack it"),
        ("news.tar.gz", "unpack it"),
        ("news.txt.xz", "compress it with gzip"),
    ],
)
def test_what_is_no_text_is_refused_with_the_formats(path, remedy):
    with pytest.raises(InputError) as caught:
        choose(InputFile(path))
    assert caught.value.path == path
    assert remedy in caught.value.message
    assert all(name in caught.value.message for name in FORMATS)


@pytest.mark.parametrize(
    ("given", "hint"), [("xlif", "did you mean xliff? "), ("jsnl", "did you mean jsonl? "), ("klingon", "")]
)
def test_an_unknown_name_is_refused_with_the_names(given, hint):
    with pytest.raises(InputError) as caught:
        choose(InputFile("news.txt"), given)
    assert str(caught.value) == f"unknown input format {given!r}; {hint}There are: {', '.join(FORMATS)}"
