"""`mtqa check --fix` and `--diff`: only what is safe, byte for byte, or nothing at all."""

import gzip
import shutil
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqa.cli import app
from mtqa.errors import InputError, RuleError
from mtqa.evaluation import Settings
from mtqa.evaluation.checking import CheckSettings
from mtqa.evaluation.fixing import fix_items
from mtqa.model import DocumentHeader, LanguagePair, Segment
from mtqa.rules.loader import read_pack
from mtqa.rules.proof import prove
from mtqa.writers.correction import Replacement, corrections

WRONG = "Who will pay for it ? The men left the the building. Prices rose by 7,5% in May.\n"
RIGHT = "Who will pay for it? The men left the building. Prices rose by 7.5% in May.\n"
UNSAFE = "Refugees are arrived at the border. All is well.\n"
CLEAN = "The council opened two new schools on Monday.\n"


def run(*arguments, cwd=None, stdin=None):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", "check", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, check=False)


def invoke(*arguments):
    """The command in this process: exit code, or the error it raises."""
    try:
        app(["check", *map(str, arguments), "-l", "en", "-j", "1"])
    except SystemExit as done:
        return done.code
    return 0


def fixed(path, text, *options):
    """What --fix makes of a file that holds these bytes."""
    path.write_bytes(text)
    invoke(path, "--fix", *options)
    return path.read_bytes()


def test_safe_corrections_are_made_and_the_rest_is_told(tmp_path):
    (tmp_path / "news.txt").write_text(CLEAN + WRONG + UNSAFE, "utf-8")
    done = run("news.txt", "-l", "en", "--fix", cwd=tmp_path)
    assert (tmp_path / "news.txt").read_text("utf-8") == CLEAN + RIGHT + UNSAFE
    assert done.returncode == 1
    assert done.stdout.startswith(b"news.txt:3:10: major en/auxiliary/be-unaccusative")
    assert b"fixed: 3 in 1 file; left: 1" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.txt"]


def test_the_exit_code_is_0_when_nothing_severe_is_left(tmp_path, capfd):
    path = tmp_path / "news.txt"
    path.write_text(WRONG, "utf-8")
    assert invoke(path, "--fix", "--fail-on", "minor") == 0
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (b"It is late ?\r\nWho knows ?\r\n", b"It is late?\r\nWho knows?\r\n"),
        (b"\xef\xbb\xbfWho will pay ?\n", b"\xef\xbb\xbfWho will pay?\n"),
        (b"\xef\xbb\xbf\r\n\nWho will pay ?", b"\xef\xbb\xbf\r\n\nWho will pay?"),
        (b"Fine.\n  \t\nWho will pay ?\n\n\n", b"Fine.\n  \t\nWho will pay?\n\n\n"),
        ("A tram\u2028and a bus\x0c stop . \n".encode(), "A tram\u2028and a bus\x0c stop. \n".encode()),
        (
            "Καλημέρα, said Zoë 😀 who\u0308 left : now.\n".encode(),
            "Καλημέρα, said Zoë 😀 who\u0308 left: now.\n".encode(),
        ),
    ],
)
def test_all_other_bytes_stay(tmp_path, wrong, right):
    assert fixed(tmp_path / "news.txt", wrong) == right


@pytest.mark.parametrize("text", [CLEAN, UNSAFE, CLEAN.strip(), CLEAN.replace("\n", "\r\n"), "\ufeff" + CLEAN])
def test_a_file_without_safe_findings_is_not_touched(tmp_path, text):
    path = tmp_path / "news.txt"
    path.write_bytes(text.encode())
    before = path.stat()
    invoke(path, "--fix")
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == (
        text.encode(),
        before.st_mtime_ns,
        before.st_ino,
    )


def test_what_one_correction_leaves_the_next_round_finds(tmp_path):
    text = b"He left the the the building ? &amp;quot;No&amp;quot; ?\n"
    assert fixed(tmp_path / "news.txt", text) == b'He left the building? "No"?\n'


def test_a_named_rule_alone_is_corrected(tmp_path):
    right = WRONG.replace("the the", "the").encode()
    assert fixed(tmp_path / "news.txt", WRONG.encode(), "--select", "en/repetition") == right


def test_the_mode_and_the_link_to_a_file_stay(tmp_path):
    path, link = tmp_path / "news.txt", tmp_path / "link.txt"
    path.write_text(WRONG, "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    invoke(link, "--fix")
    assert link.is_symlink()
    assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == (RIGHT, 0o640)


def test_several_files_and_a_folder(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(WRONG, "utf-8")
    (folder / "c.txt").write_text(CLEAN, "utf-8")
    invoke(folder, "--fix")
    assert [path.read_text("utf-8") for path in sorted(folder.iterdir())] == [RIGHT, RIGHT, CLEAN]


# -- what cannot be fixed ---------------------------------------------------------------------------------------


def _gzip(path):
    with gzip.open(path, "wb") as out:
        out.write(WRONG.encode())


WRITTEN = {
    "news.txt.gz": _gzip,
    "zipped.txt": _gzip,
    "news.tsv": lambda path: path.write_text(f"source\thypothesis\nChi paga?\t{WRONG}", "utf-8"),
    "news.html": lambda path: path.write_text(f"<p>{WRONG}</p>", "utf-8"),
}


@pytest.mark.parametrize("option", ["--fix", "--diff"])
@pytest.mark.parametrize("name", WRITTEN)
def test_only_plain_text_can_be_fixed(tmp_path, name, option):
    path = tmp_path / name
    WRITTEN[name](path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="only plain text in UTF-8 can be fixed in place"):
        invoke(path, option)
    assert path.read_bytes() == before


def test_standard_input_and_other_encodings_cannot_be_fixed(tmp_path):
    done = run("-", "-l", "en", "--fix", stdin=WRONG.encode())
    assert done.returncode == 2
    assert b"<stdin>: only plain text in UTF-8" in done.stderr
    path = tmp_path / "news.txt"
    path.write_bytes(WRONG.encode("utf-16"))
    with pytest.raises(InputError, match="only plain text in UTF-8"):
        invoke(path, "--fix", "--encoding", "utf-16")


def test_one_file_of_another_kind_and_none_is_changed(tmp_path):
    (tmp_path / "a.txt").write_text(WRONG, "utf-8")
    (tmp_path / "b.html").write_text(f"<p>{WRONG}</p>", "utf-8")
    with pytest.raises(InputError):
        invoke(tmp_path, "--fix")
    assert (tmp_path / "a.txt").read_text("utf-8") == WRONG


@pytest.mark.parametrize("step", ["os.replace", "shutil.copymode"])
def test_a_failing_write_leaves_the_file_as_it_was(tmp_path, monkeypatch, step):
    path = tmp_path / "news.txt"
    path.write_text(WRONG, "utf-8")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, fail)
    with pytest.raises(InputError, match="No space left on device; it is as it was"):
        invoke(path, "--fix")
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [("news.txt", WRONG)]


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text("Other words.\n", "utf-8")
    for line in (1, 7):
        with pytest.raises(InputError, match="has changed since it was read"):
            corrections({str(path): [Replacement(line=line, column=1, old="Who pays ?", new="Who pays?")]})


# -- the diff ---------------------------------------------------------------------------------------------------

LONG = "".join(f"Line {number} is well.\n" for number in range(1, 30))


@pytest.mark.skipif(shutil.which("git") is None, reason="git, which applies the diff, is not here")
@pytest.mark.parametrize(
    "text",
    [
        WRONG,
        CLEAN + WRONG.strip(),
        WRONG.replace("\n", "\r\n") + CLEAN,
        "\ufeff" + WRONG + CLEAN * 2,
        LONG + WRONG + LONG[:60] + WRONG + LONG + WRONG,
        WRONG + WRONG + LONG[:110] + WRONG + LONG[:150] + WRONG,
    ],
)
def test_the_diff_applied_is_the_fix(tmp_path, text):
    path = tmp_path / "news.txt"
    path.write_bytes(text.encode())
    done = run("news.txt", "-l", "en", "--diff", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert path.read_bytes() == text.encode()
    subprocess.run(["git", "apply", "-p0", "--unidiff-zero", "-"], cwd=tmp_path, input=done.stdout, check=True)
    by_diff = path.read_bytes()
    assert fixed(path, text.encode()) == by_diff != text.encode()


def test_the_diff_reads_so(tmp_path):
    (tmp_path / "news.txt").write_text(LONG + WRONG, "utf-8")
    done = run("news.txt", "-l", "en", "--diff", cwd=tmp_path)
    context = "".join(f" Line {number} is well.\n" for number in (27, 28, 29))
    head = "--- news.txt\n+++ news.txt\n@@ -27,4 +27,4 @@\n"
    assert done.stdout.decode() == f"{head}{context}-{WRONG}+{RIGHT}"


def test_no_changes_no_diff(tmp_path, capfd):
    path = tmp_path / "news.txt"
    path.write_text(UNSAFE, "utf-8")
    assert invoke(path, "--diff") == 0
    assert capfd.readouterr().out == ""


def test_a_diff_has_no_other_format(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text(WRONG, "utf-8")
    with pytest.raises(InputError, match="leave out --format"):
        invoke(path, "--diff", "-f", "json")


# -- laws -------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    "the |the |of |mayor |7,5% |&quot;|&amp;|«|»| ?| ,|,, |; |( | )|. |He |city 's |â€™|¿|「|。|„|“|19-th |$5 dollars "
    "|rose  |\u00a0|%62 |'".split("|")
)


def fix(text):
    header = DocumentHeader(document="news", path="news.txt")
    segment = Segment(header=header, segment="1", hypothesis=text, column=1)
    pair = LanguagePair(source="und", target="en")
    return fix_items([segment], Settings(language_pair=pair, resamples=1, jobs=1, checks=CheckSettings(select=("en",))))


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=12).map("".join).filter(str.strip))
def test_fixing_twice_changes_nothing(text):
    once = fix(text)
    right = once.changes[0].fixed if once.changes else text
    if right.strip():
        assert fix(right).changes == ()
    assert (once.corrections == 0) <= (right == text)


# -- the promise in the rule file -------------------------------------------------------------------------------

RULE = """
category   = "style/unidiomatic"
severity   = "minor"
confidence = "high"
message    = 'write "use" for "{match}"'
why        = "The longer word says no more than the shorter."
pairs      = { "<utilise>" = "<use>" }
fix        = "safe"
flags      = [{ text = "The firm [[utilised]] old pipes.", fixed = "The firm used old pipes." }]
silent     = ["The use of old pipes was stopped."]
measured   = { lines = 30000, false_alarms = 0 }
"""


def pack_with(tmp_path, text):
    (tmp_path / "house" / "style").mkdir(parents=True)
    (tmp_path / "house" / "style" / "utilise.toml").write_text(text, "utf-8")
    return read_pack(tmp_path / "house")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"safe"', '"unsafe"', "fix: 'unsafe' is none"),
        ('"high"', '"medium"', "fix: only what is of high confidence"),
        ('pairs      = { "<utilise>" = "<use>" }', 'tokens = "<utilise>"', "fix: there is no suggestion"),
    ],
)
def test_a_rule_is_refused_that_cannot_be_safe(tmp_path, old, new, fault):
    (error,) = pack_with(tmp_path, RULE.replace(old, new)).errors
    assert isinstance(error, RuleError)
    assert fault in str(error)


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("", "", 0),
        (', fixed = "The firm used old pipes."', "", 1),
        ("The firm used old pipes.", "The firm used older pipes.", 1),
    ],
)
def test_a_safe_fix_makes_the_fixed_text(tmp_path, old, new, faults):
    pack = pack_with(tmp_path, RULE.replace(old, new) if old else RULE)
    assert sum("its safe fix makes" in fault for fault in prove(pack.rules[0], pack.lists)) == faults
