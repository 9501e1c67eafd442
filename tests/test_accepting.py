"""What the user accepts: a vocabulary, rules ignored in some files, comments in the files; and what of it is idle."""

import json
import subprocess
import sys

import pytest

from mtqa.errors import InputError
from mtqa.evaluation.accepting import Acceptance, FileIgnores, Vocabulary, read_vocabulary
from mtqa.model import DocumentHeader, Finding, Ignore, Segment
from mtqa.readers import read
from mtqa.readers.base import ReadRequest

CALLED = "The firm YouBuild! is called maxi by some, and mini-maxi by others."
ENTRIES = {
    "the words flagged": ("maxi", "maxi", True),
    "a part of an entry": ("YouBuild", "YouBuild!", True),
    "a mark in an entry": ("!", "YouBuild!", True),
    "more than the entry": ("maxi by some", "maxi", False),
    "another case": ("maxi", "Maxi", False),
    "within a longer word": ("YouBuild", "Build", False),
    "elsewhere": ("called", "maxi", False),
}


@pytest.mark.parametrize(("flagged", "entry", "accepted"), ENTRIES.values(), ids=ENTRIES)
def test_a_vocabulary_accepts_what_lies_within_an_entry(flagged, entry, accepted):
    start = CALLED.index(flagged)
    assert Vocabulary(frozenset({entry, "other"})).accepts(CALLED, start, start + len(flagged)) is accepted


def test_a_vocabulary_is_read_line_by_line(tmp_path):
    path = tmp_path / "names.txt"
    path.write_bytes("\ufeff# names\nIsis\n\n  Deir ez-Zor \r\n".encode())
    assert read_vocabulary([path]).entries == {"Isis", "Deir ez-Zor"}
    path.write_bytes(b"Isis\n\xff\n")
    with pytest.raises(InputError, match=r"names\.txt:2: is not UTF-8"):
        read_vocabulary([path])
    with pytest.raises(InputError, match=r"none\.txt: cannot be read"):
        read_vocabulary([tmp_path / "none.txt"])


def finding(rule="en/casing/isis", text="Isis"):
    return Finding(
        rule=rule, category="fluency/spelling", severity="minor", confidence="high", message="m",
        start=0, end=len(text), text=text,
    )  # fmt: skip


def segment(path="news/a.html", ignores=()):
    header = DocumentHeader(document="a", path=path)
    return Segment(header=header, segment="1", hypothesis="Isis has withdrawn.", ignores=tuple(ignores))


ACCEPTED = {
    "nothing": (Vocabulary(frozenset()), (), (), False),
    "a word": (Vocabulary(frozenset({"Isis"})), (), (), True),
    "a comment with the rule": (Vocabulary(frozenset()), (), (Ignore(selector="en/casing/isis", line=2),), True),
    "a comment with the category": (Vocabulary(frozenset()), (), (Ignore(selector="fluency", line=2),), True),
    "a comment with another rule": (Vocabulary(frozenset()), (), (Ignore(selector="en/cas", line=2),), False),
    "a pattern of the path": (Vocabulary(frozenset()), (FileIgnores("news/*.html", ("en/casing",)),), (), True),
    "a pattern of the name": (Vocabulary(frozenset()), (FileIgnores("a.*", ("en",)),), (), True),
    "a pattern of other files": (Vocabulary(frozenset()), (FileIgnores("b.*", ("en",)),), (), False),
}


@pytest.mark.parametrize(("vocabulary", "files", "ignores", "accepted"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_accepts_a_finding(vocabulary, files, ignores, accepted):
    acceptance = Acceptance(vocabulary, files)
    assert acceptance.left(segment(ignores=ignores), [finding()]) == (() if accepted else (finding(),))
    notes = list(acceptance.notes())
    assert any("1 finding accepted" in note for note in notes) is accepted
    useless = ("not needed", "does not need", "covers no file of this run")
    assert any(told in note for note in notes for told in useless) is (not accepted and bool(files or ignores))


COMMENTED = {
    "a.html": "<p>One.</p>\n<!-- mtqa: ignore[en/casing, style] a title -->\n<p>Two <b>words</b>.</p><p>Three.</p>",
    "a.xml": '<dataset><doc id="d"><hyp system="A"><seg id="1">One.</seg>\n'
    '<!-- mtqa: ignore[en/casing, style] a title --><seg id="2">Two words.</seg><seg id="3">Three.</seg>'
    '</hyp><src><seg id="1">a</seg><seg id="2">b</seg><seg id="3">c</seg></src></doc></dataset>',
    "a.xlf": '<xliff version="1.2"><file source-language="de" target-language="en" original="f"><body>'
    '<trans-unit id="1"><source>a</source><target>One.</target></trans-unit>\n'
    '<trans-unit id="2"><source>b</source><!-- mtqa: ignore[en/casing, style] a title --><target>Two words.</target>'
    '</trans-unit><trans-unit id="3"><source>c</source><target>Three.</target></trans-unit></body></file></xliff>',
    "a.tmx": '<tmx version="1.4"><header srclang="de"/><body>'
    '<tu><tuv xml:lang="de"><seg>a</seg></tuv><tuv xml:lang="en"><seg>One.</seg></tuv></tu>\n'
    '<!-- mtqa: ignore[en/casing, style] a title -->'
    '<tu><tuv xml:lang="de"><seg>b</seg></tuv><tuv xml:lang="en"><seg>Two <!-- so -->words.</seg></tuv></tu>'
    '<tu><tuv xml:lang="de"><seg>c</seg></tuv><tuv xml:lang="en"><seg>Three.</seg></tuv></tu></body></tmx>',
    "a.po": 'msgid "a"\nmsgstr "One."\n# mtqa: ignore[en/casing, style] a title\nmsgid "b"\nmsgstr "Two words."\n'
    'msgid "c"\nmsgstr "Three."\n',
}  # fmt: skip


@pytest.mark.parametrize("name", COMMENTED)
def test_a_comment_covers_the_segment_after_it(name, tmp_path):
    (tmp_path / name).write_text(COMMENTED[name], "utf-8")
    segments = list(read(ReadRequest(hypotheses=(str(tmp_path / name),))).items)
    assert [one.hypothesis for one in segments] == ["One.", "Two words.", "Three."]
    line = 3 if name == "a.po" else 2
    assert [one.ignores for one in segments] == [
        (),
        tuple(Ignore(selector=rule, line=line, reason="a title") for rule in ("en/casing", "style")),
        (),
    ]


@pytest.mark.parametrize("comment", ["mtqa: ignore", "mtqa: ignore[]", "mtqa: ignore[en casing]", "mtqa: skip[en]"])
def test_a_comment_that_mtqa_does_not_know_is_an_error(comment, tmp_path):
    (tmp_path / "a.html").write_text(f"<p>One.</p>\n<!-- {comment} -->\n<p>Two.</p>", "utf-8")
    with pytest.raises(InputError, match=r"a\.html:2: not a comment that mtqa knows: .*write mtqa: ignore\[RULE\]"):
        list(read(ReadRequest(hypotheses=(str(tmp_path / "a.html"),))).items)


def mtqa(*arguments, cwd):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


PAGE = """<p>Refugees are arrived at the border.</p>
<!-- mtqa: ignore[en/auxiliary] the title of a poem -->
<p>Refugees are arrived at the border.</p>
<!-- mtqa: ignore[en/casing] nothing is wrong here -->
<p>They wait there.</p>
"""


def test_check_says_what_it_accepted_and_what_is_idle(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    done = mtqa("check", "page.html", "-l", "en", cwd=tmp_path)
    assert [line.partition(" ")[0] for line in done.stdout.splitlines()] == ["page.html:1:"]
    assert "1 finding accepted: 1 by comments" in done.stderr
    assert "page.html:4: ignore[en/casing] is not needed; take it out" in done.stderr
    assert done.returncode == 1


def test_the_configuration_accepts_and_sets(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "names.txt").write_text("are arrived\n", "utf-8")
    config = tmp_path / "mtqa.toml"
    config.write_text('language_pair = "en"\nvocabulary = ["names.txt"]\n', "utf-8")
    done = mtqa("check", "page.html", "--config", config, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    config.write_text('language_pair = "en"\n[per_file_ignores]\n"*.html" = ["fluency/grammar", "style"]\n', "utf-8")
    done = mtqa("check", "page.html", "--config", config, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert 'per_file_ignores: "*.html" does not need style; take it out' in done.stderr
    config.write_text('language_pair = "en"\n[severities]\n"en/auxiliary/be-unaccusative" = "minor"\n', "utf-8")
    done = mtqa("check", "page.html", "--config", config, "-f", "json", cwd=tmp_path)
    assert {found["severity"] for found in json.loads(done.stdout)} == {"minor"}


BROKEN = {
    "a pattern of no table": ("per_file_ignores = 3", "per_file_ignores: 3 is not a table of file patterns"),
    "a threshold of no number": ('[checks.copies]\nreference_words = "x"', "checks.copies.reference_words: 'x' is not"),
    "a threshold of no check": ("[checks.copies]\nwords = 3", "checks.copies.words: no check has this setting"),
    "no severity": ('[severities]\n"en/casing" = "bad"', "severities.en/casing: 'bad' is not one of"),
    "a severity of nothing": ('[severities]\n"accuracy/untranslated/copie" = "minor"', "did you mean accuracy"),
    "no paths": ("rules = [3]", "rules: [3] is not a list of paths"),
    "no folder of rules": ('rules = ["none"]', "is no folder of rules"),
    "no vocabulary": ('vocabulary = ["none.txt"]', "none.txt: cannot be read"),
    "an unknown key": ("per_file_ignore = 3", "did you mean per_file_ignores?"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_configuration_is_one_clear_error(text, message, tmp_path):
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "mtqa.toml").write_text(f'language_pair = "en"\n{text}\n', "utf-8")
    done = mtqa("check", "page.html", "--config", "mtqa.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
