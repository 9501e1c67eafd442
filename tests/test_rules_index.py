"""The index of the rules: it says what the files say, and is not used where they say something else."""

import json
import shutil
import zlib
from dataclasses import replace

import pytest

from mtqa.rules import index, loader
from mtqa.rules.engine import Rules
from mtqa.rules.indexing import current_index
from mtqa.rules.loader import BUILT_IN, read_built_in, read_pack


@pytest.fixture(scope="module")
def pack():
    return read_pack(BUILT_IN)


@pytest.fixture(scope="module")
def indexed():
    found = read_built_in()
    if found.index is None:
        pytest.skip("the index is stale, as test_the_index_is_current says")
    return found


def test_the_index_is_current():
    there = json.loads(zlib.decompress(index.INDEX.read_bytes()))
    assert there == json.loads(current_index()), "run: python -m mtqa.rules.indexing"


def test_indexed_rules_are_those_of_the_files(pack, indexed):
    for rule, quick in zip(pack.rules, indexed.rules, strict=True):
        every = {key: tuple(getattr(quick, key)) for key in ("alternatives", "guards", "flags", "silent")}
        assert replace(quick, **every) == rule
    assert indexed.lists == pack.lists


def test_rules_flag_the_same_with_and_without_the_index(pack, indexed):
    slow = Rules(pack.rules, pack.lists)
    quick = Rules(indexed.rules, indexed.lists, index=indexed.index)
    assert quick.digest == slow.digest
    for rule in pack.rules:
        for example in (*rule.flags, *rule.silent):
            text, source, language = example.text, example.source, example.source_language
            found = quick.find_each(text, source=source, source_language=language)
            assert found == slow.find_each(text, source=source, source_language=language)


@pytest.mark.parametrize("name", ["negation/new.toml", "lists/month.txt"])
def test_an_index_of_other_files_is_not_used(name, tmp_path, indexed, monkeypatch):
    folder = tmp_path / "en"
    shutil.copytree(BUILT_IN, folder)
    monkeypatch.setattr(loader, "BUILT_IN", folder)
    assert read_built_in().index is not None
    first = next(path for path in sorted(folder.rglob("*.toml")))
    (folder / name).write_text(
        first.read_text("utf-8") if name.endswith(".toml") else "# words: months\nmay\n", "utf-8"
    )
    assert read_built_in().index is None


def test_without_an_index_the_files_are_read(tmp_path, pack, monkeypatch):
    monkeypatch.setattr(index, "INDEX", tmp_path / "index.bin")
    assert read_built_in() == pack


def test_where_a_pack_has_a_list_of_the_same_name_the_index_is_not_used(tmp_path):
    """The rules of mtqa then ask for the words of that list."""
    lists = tmp_path / "house" / "lists"
    lists.mkdir(parents=True)
    text = "The men left the the building."
    rules = ("en/repetition/doubled-word",)
    assert len(Rules.load(select=rules).find(text)) == 1
    (lists / "doubled.txt").write_text("# words: never doubled\nof\n", "utf-8")
    assert Rules.load(extra=(tmp_path / "house",), select=rules).find(text) == ()
