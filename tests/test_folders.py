"""Folders as batches: which files are in them and which belong together."""

import os

import pytest

from mtqa.errors import InputError
from mtqa.readers.arrangement import Group
from mtqa.readers.folders import documents_of


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Makes empty files by their paths below an empty working folder."""
    monkeypatch.chdir(tmp_path)

    def make(*paths):
        for path in paths:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).touch()

    return make


def pairs(group):
    return {name: (files.source, *files.references) for name, files in documents_of(group).items()}


def test_all_files_are_found_in_order_but_hidden_ones(folders):
    folders("hyp/b.txt", "hyp/a.txt", "hyp/in/deep/c.tsv", "hyp/.hidden", "hyp/.git/config", "hyp/a/z.txt")
    documents = documents_of(Group(hypothesis="hyp"))
    assert list(documents) == ["a/z.txt", "a.txt", "b.txt", "in/deep/c.tsv"]
    assert documents["in/deep/c.tsv"] == Group(hypothesis="hyp/in/deep/c.tsv")


@pytest.mark.parametrize(
    ("hypotheses", "others", "expected"),
    [
        (["a.txt", "b.txt"], ["a.txt", "b.txt"], {"a.txt": "a.txt", "b.txt": "b.txt"}),
        (["in/a.txt", "a.txt"], ["in/a.txt", "a.txt"], {"a.txt": "a.txt", "in/a.txt": "in/a.txt"}),
        (
            ["story.en.txt", "note.en.txt"],
            ["story.it.txt", "note.it.txt"],
            {
                "note.en.txt": "note.it.txt",
                "story.en.txt": "story.it.txt",
            },
        ),
        (["a.en", "in/a.en"], ["a.it", "in/a.it"], {"a.en": "a.it", "in/a.en": "in/a.it"}),
        (["a.txt.gz"], ["a.txt"], {"a.txt.gz": "a.txt"}),
        (["x.1.txt", "x.2.txt"], ["x.1.txt", "x.2.txt"], {"x.1.txt": "x.1.txt", "x.2.txt": "x.2.txt"}),
    ],
)
def test_files_meet_by_name_or_by_its_first_part(folders, hypotheses, others, expected):
    folders(*(f"hyp/{name}" for name in hypotheses), *(f"ref/{name}" for name in others))
    expected = {name: f"ref/{other}" for name, other in expected.items()}
    assert pairs(Group(hypothesis="hyp", references=("ref",))) == {
        name: (None, other) for name, other in expected.items()
    }
    assert pairs(Group(hypothesis="hyp", source="ref", references=("ref",))) == {
        name: (other, other) for name, other in expected.items()
    }


@pytest.mark.parametrize(
    ("hypotheses", "others", "folder", "names"),
    [
        (["a.txt", "b.txt"], ["a.txt"], "ref", "b.txt"),
        (["a.txt"], ["a.txt", "b.txt"], "hyp", "b.txt"),
        (["a.txt"], ["b.txt"], "ref", "a.txt"),
        (["x.1.txt", "x.2.txt"], ["x.1.txt"], "ref", "x.2.txt"),
        (["x.1.txt", "x.2.txt"], ["x.3.txt", "x.4.txt"], "ref", "x.1.txt, x.2.txt"),
        (
            [f"{number}.txt" for number in range(9)],
            ["0.txt"],
            "ref",
            "1.txt, 2.txt, 3.txt, 4.txt, 5.txt and 3 more",
        ),
    ],
)
def test_a_file_without_partner_is_named(folders, hypotheses, others, folder, names):
    folders(*(f"hyp/{name}" for name in hypotheses), *(f"ref/{name}" for name in others))
    with pytest.raises(InputError) as caught:
        documents_of(Group(hypothesis="hyp", references=("ref",)))
    rule = "every document needs a file of the same name in each folder"
    assert str(caught.value) == f"{folder}: has no file for {names}; {rule}"


def test_a_file_beside_a_folder_is_an_error(folders):
    folders("hyp/a.txt", "ref.txt")
    with pytest.raises(InputError, match=r"^ref.txt: is a file beside the folder hyp; name the folder"):
        documents_of(Group(hypothesis="hyp", references=("ref.txt",)))


@pytest.mark.parametrize("paths", [(), ("hyp/.hidden", "hyp/.in/a.txt")])
def test_a_folder_without_files_is_an_error(folders, tmp_path, paths):
    (tmp_path / "hyp" / "in").mkdir(parents=True)
    folders(*paths)
    with pytest.raises(InputError, match=r"^hyp: is a folder without files in it"):
        documents_of(Group(hypothesis="hyp"))


def test_links_to_folders_are_followed_once(folders, tmp_path):
    folders("hyp/a.txt", "other/b.txt")
    (tmp_path / "hyp" / "link").symlink_to(tmp_path / "other")
    assert list(documents_of(Group(hypothesis="hyp"))) == ["a.txt", "link/b.txt"]
    (tmp_path / "hyp" / "loop").symlink_to(tmp_path / "hyp")
    with pytest.raises(InputError, match="is a link to a folder that it stands in"):
        documents_of(Group(hypothesis="hyp"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that bind")
def test_a_folder_without_permission_is_an_error(folders, tmp_path):
    folders("hyp/in/a.txt")
    (tmp_path / "hyp" / "in").chmod(0)
    with pytest.raises(InputError, match="cannot be opened"):
        documents_of(Group(hypothesis="hyp"))
