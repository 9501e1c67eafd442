import json
import os
import re
from pathlib import Path

import pytest
import samples

from mtqa.errors import InputError
from mtqa.report import build
from mtqa.writers.folder import OWN_FILES, write_folder, write_selftest


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write(folder, evaluation=None):
    return write_folder(build(evaluation or samples.news()), folder)


NEWS = ["documents/council.html", "documents/flood.html", "documents/harbour.html", "index.html", "run.json"]


def test_a_report_is_a_folder_of_pages_and_the_run(tmp_path):
    index = write(tmp_path / "made" / "reports")
    assert index == tmp_path / "made" / "reports" / "index.html"
    assert sorted(files(index.parent)) == [OWN_FILES, *NEWS]
    assert json.loads(files(index.parent)["run.json"])["format"] == 1


def test_the_page_of_a_self_test_stands_beside_a_report_whichever_is_written_first(tmp_path):
    for folder, steps in ((tmp_path / "a", "rsr"), (tmp_path / "b", "srs")):
        for step in steps:
            page = write(folder) if step == "r" else write_selftest(samples.selftest(), folder)
        assert page.name == ("index.html" if steps == "rsr" else "selftest.html")
        assert sorted(files(folder)) == [OWN_FILES, *NEWS, "selftest.html"]
    assert files(tmp_path / "a")["index.html"] == files(tmp_path / "b")["index.html"]
    assert b'href="selftest.html"' in files(tmp_path / "a")["index.html"]
    assert b'href="index.html"' in files(tmp_path / "b")["selftest.html"]


def test_the_page_of_a_self_test_alone_links_nothing(tmp_path):
    write_selftest(samples.selftest(), tmp_path)
    assert sorted(files(tmp_path)) == [OWN_FILES, "selftest.html"]
    assert b"<a " not in files(tmp_path)["selftest.html"]


def test_a_page_of_a_self_test_that_was_deleted_is_linked_no_more(tmp_path):
    write_selftest(samples.selftest(), tmp_path)
    (tmp_path / "selftest.html").unlink()
    write(tmp_path)
    assert sorted(files(tmp_path)) == [OWN_FILES, *NEWS]
    assert broken_links(tmp_path) == []


@pytest.mark.parametrize("with_report", [False, True])
def test_a_self_test_never_replaces_a_page_that_mtqa_did_not_write(tmp_path, with_report):
    if with_report:
        write(tmp_path)
    (tmp_path / "selftest.html").write_text("mine")
    with pytest.raises(InputError, match="exists, and mtqa did not write it"):
        write_selftest(samples.selftest(), tmp_path)
    write(tmp_path)
    assert (tmp_path / "selftest.html").read_text() == "mine"
    assert b"selftest.html" not in files(tmp_path)["index.html"]


def test_the_same_run_gives_the_same_bytes(tmp_path):
    write(tmp_path / "one")
    write(tmp_path / "two")
    first = files(tmp_path / "one")
    assert first == files(tmp_path / "two")
    write(tmp_path / "one")
    assert files(tmp_path / "one") == first


def test_pages_of_an_earlier_run_go_and_other_files_stay(tmp_path):
    write(tmp_path, samples.many(3))
    foreign = {
        "README.md": b"mine",
        "documents/notes.html": b"mine too",
        "documents/article.txt": b"and mine",
    }
    for name, content in foreign.items():
        (tmp_path / name).write_bytes(content)
    write(tmp_path)
    found = files(tmp_path)
    assert sorted(found) == sorted([OWN_FILES, *NEWS, *foreign])
    assert {name: found[name] for name in foreign} == foreign


@pytest.mark.parametrize("name", NEWS)
def test_a_file_that_mtqa_did_not_write_is_never_replaced(tmp_path, name):
    (tmp_path / "documents").mkdir()
    (tmp_path / name).write_text("mine")
    with pytest.raises(InputError, match=r"exists, and mtqa did not write it; .* -o") as raised:
        write(tmp_path)
    assert raised.value.path == str(tmp_path / name)
    assert files(tmp_path) == {name: b"mine"}


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\xff\xfe\0",
        b"../outside.html\n/etc/passwd\n..\n",
        b"documents/../outside.html\n",
        b"documents/\n",
    ],
)
def test_a_damaged_list_of_own_files_removes_nothing(tmp_path, damaged):
    folder = tmp_path / "reports"
    write(folder)
    outside = tmp_path / "outside.html"
    outside.write_text("mine")
    before = files(folder)
    (folder / OWN_FILES).write_bytes(damaged)
    with pytest.raises(InputError, match="did not write it"):
        write(folder, samples.many(2))
    assert files(folder) == {**before, OWN_FILES: damaged}
    assert outside.read_text() == "mine"


def broken_links(folder):
    """Links of the index that lead nowhere."""
    index = (folder / "index.html").read_text(encoding="utf-8")
    return [link for link in re.findall(r'href="([^"#]+)"', index) if not (folder / link).exists()]


MOVES = 3 + 2 + 2
"""Three pages, the index, the run, and the list of own files before and after."""


@pytest.mark.parametrize("moves", range(MOVES))
def test_a_run_that_stops_anywhere_leaves_a_report_that_can_be_read(tmp_path, monkeypatch, moves):
    write(tmp_path, samples.many(3))
    replace, done = Path.replace, []

    def stop(self, target):
        if len(done) == moves:
            raise KeyboardInterrupt
        done.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path)
    monkeypatch.undo()
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["format"] == 1
    assert broken_links(tmp_path) == []
    assert not [path for path in tmp_path.iterdir() if path.is_dir() and path.name != "documents"]

    write(tmp_path)
    assert sorted(files(tmp_path)) == [OWN_FILES, *NEWS]


def test_the_moves_are_all_that_was_tried(tmp_path, monkeypatch):
    write(tmp_path, samples.many(3))
    replace, done = Path.replace, []
    monkeypatch.setattr(Path, "replace", lambda self, target: (done.append(target.name), replace(self, target))[1])
    write(tmp_path)
    assert len(done) == MOVES
    assert done[-2:] == ["run.json", OWN_FILES]


def test_a_name_that_changes_only_its_case_keeps_its_page(tmp_path):
    upper, lower = (samples.evaluation([samples.document(samples.header(name), ())]) for name in ("News", "news"))
    write(tmp_path, upper)
    write(tmp_path, lower)
    assert [name for name in files(tmp_path) if name.startswith("documents/")] == ["documents/news.html"]


def test_a_page_is_not_removed_under_another_case_of_its_own_name(tmp_path, monkeypatch):
    """A file system that folds case, as a hard link to the page under its old name."""
    upper, lower = (samples.evaluation([samples.document(samples.header(name), ())]) for name in ("News", "news"))
    write(tmp_path, upper)
    replace = Path.replace

    def fold(self, target):
        replace(self, target)
        if target.name == "news.html":
            target.with_name("News.html").unlink()
            target.with_name("News.html").hardlink_to(target)

    monkeypatch.setattr(Path, "replace", fold)
    write(tmp_path, lower)
    assert (tmp_path / "documents" / "News.html").exists()


@pytest.mark.parametrize("place", ["reports", "reports/documents"])
def test_a_file_in_the_place_of_a_folder_is_an_error_with_a_remedy(tmp_path, place):
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("mine")
    with pytest.raises(InputError, match="is a file where a folder is needed; name another folder with -o") as raised:
        write(tmp_path / "reports")
    assert raised.value.path == str(tmp_path / place)
    assert (tmp_path / place).read_text() == "mine"


def test_a_folder_below_a_file_is_an_error_with_a_remedy(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="is a file where a folder is needed"):
        write(tmp_path / "file" / "reports")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_without_permission_is_an_error_with_a_remedy(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written: Permission denied; name another folder with -o"):
        write(tmp_path / "reports")


def test_a_full_disk_is_an_error_with_a_remedy_and_leaves_the_old_report(tmp_path, monkeypatch):
    write(tmp_path)
    before = files(tmp_path)

    def full(self, *_, **__):
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(InputError, match="cannot be written: No space left on device; name another folder"):
        write(tmp_path, samples.many(2))
    assert files(tmp_path) == before


def test_hostile_names_stay_within_the_folder(tmp_path):
    write(tmp_path / "inner", samples.hostile())
    assert [path.name for path in tmp_path.iterdir()] == ["inner"]
    found = files(tmp_path / "inner")
    assert len(found) == len(samples.HOSTILE_NAMES) + 3
    assert all(re.fullmatch(r"documents/[A-Za-z0-9_][A-Za-z0-9._-]*\.html", name) for name in found if "/" in name)
    for content in found.values():
        content.decode()
