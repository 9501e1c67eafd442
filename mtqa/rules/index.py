"""The index of the rules that come with mtqa: everything of them that takes long to work out, in one file.

The rule files are the truth. The index says of which files it was made, and is not used where one of them has
changed since; `indexing.py` writes it anew.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mtqa.rules.clues import Clues, Trigger
from mtqa.rules.sieve import Needs
from mtqa.rules.words import TestTable, WordList

INDEX: Final = Path(__file__).with_name("index.bin")
_MAKERS: Final = ("clues.py", "grammar.py", "index.py", "openings.py", "regexes.py", "sieve.py", "words.py")
"""The files beside this one on which the index depends as on the rules."""


@dataclass(frozen=True, slots=True)
class IndexedRule:
    """A rule file without its examples, and what its alternatives are found by."""

    table: Mapping[str, Any]
    fingerprint: str
    clues: tuple[Clues, ...]
    """Of its token patterns, in order."""
    needs: tuple[Needs, ...]
    """Of its regular expressions, in order."""


@dataclass(frozen=True, slots=True)
class Index:
    """The rules by id, their lists, and their numbered tests, which may grow by those of other rules."""

    rules: Mapping[str, IndexedRule]
    lists: Mapping[str, WordList]
    tests: TestTable


def read_index(folder: Path) -> Index | None:
    """The index, None where there is none of the files that lie in the folder today."""
    try:
        content = json.loads(zlib.decompress(INDEX.read_bytes()))
    except OSError:
        return None
    return _index(content) if content["digest"] == digest_of(folder) else None


def write_index(text: str) -> None:
    """Puts an index in its place."""
    INDEX.write_bytes(zlib.compress(text.encode(), 9))


def digest_of(folder: Path) -> str:
    """What changes when any file of a pack of rules, or what makes an index of them, does."""
    digest = hashlib.sha256()
    makers = (INDEX.with_name(name) for name in _MAKERS)
    for path in (*_files(folder), *map(str, filter(Path.is_file, makers))):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (a Path for each of some hundred takes its time)
            digest.update(f"\0{os.path.basename(path)}\0".encode() + file.read())  # noqa: PTH119
    return digest.hexdigest()


def _files(folder: Path) -> list[str]:
    """The rules and lists of a pack, however deep they lie, in a settled order."""
    names = (f"{place}/{name}" for place, _, names in os.walk(folder) for name in names)
    return sorted(name for name in names if name.endswith((".toml", ".txt")))


def as_text(index: Index, digest: str) -> str:
    """The index as JSON; equal rules give equal texts."""
    lists = {name: (words.lemmas, sorted(words.words)) for name, words in index.lists.items()}
    rules = {identifier: _row(rule) for identifier, rule in index.rules.items()}
    tests = index.tests._replace(by_key=dict(sorted(index.tests.by_key.items())))
    content = {"digest": digest, "lists": lists, "tests": tests, "rules": rules}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _row(rule: IndexedRule) -> list[object]:
    clues = [(found.triggers, sorted(found.first), sorted(found.second)) for found in rule.clues]
    needs = [
        ([sorted(texts) for texts in one.texts], sorted(one.openings), one.stutter, one.anchored) for one in rule.needs
    ]
    return [rule.table, rule.fingerprint, clues, needs]


def _index(content: Mapping[str, Any]) -> Index:
    lists = {name: WordList(frozenset(words), lemmas) for name, (lemmas, words) in content["lists"].items()}
    rules = {
        identifier: IndexedRule(table, fingerprint, tuple(_clues(clues)), tuple(_needs(needs)))
        for identifier, (table, fingerprint, clues, needs) in content["rules"].items()
    }
    return Index(rules, lists, TestTable(*content["tests"]))


def _clues(rows: list[Any]) -> Iterator[Clues]:
    for triggers, first, second in rows:
        yield Clues(tuple([Trigger(*trigger) for trigger in triggers]), frozenset(first), frozenset(second))


def _needs(rows: list[Any]) -> Iterator[Needs]:
    for texts, openings, stutter, anchored in rows:
        yield Needs(tuple(map(frozenset, texts)), frozenset(openings), stutter, anchored)
