"""Which files belong together, told from their numbers."""

import pytest

from mtqa.errors import InputError
from mtqa.readers.arrangement import Group, arrange
from mtqa.readers.base import ReadRequest


def request(hypotheses, sources=0, references=0, taken_as=None):
    return ReadRequest(
        hypotheses=tuple(f"h{number}" for number in range(hypotheses)),
        sources=tuple(f"s{number}" for number in range(sources)),
        references=tuple(f"r{number}" for number in range(references)),
        taken_as=taken_as,
    )


@pytest.mark.parametrize(
    ("sources", "references", "expected"),
    [
        (0, 0, Group(hypothesis="h0")),
        (1, 0, Group(hypothesis="h0", source="s0")),
        (0, 1, Group(hypothesis="h0", references=("r0",))),
        (1, 3, Group(hypothesis="h0", source="s0", references=("r0", "r1", "r2"))),
    ],
)
@pytest.mark.parametrize("taken_as", [None, "documents", "systems"])
def test_one_hypothesis_has_all_that_is_there(sources, references, expected, taken_as):
    arrangement = arrange(request(1, sources, references, taken_as))
    assert arrangement.groups == (expected,)
    assert arrangement.taken_as is None
    assert arrangement.note is None


@pytest.mark.parametrize(
    ("counts", "told", "taken_as", "reason"),
    [
        ((2, 0, 0), None, "documents", "they come alone"),
        ((2, 2, 0), None, "documents", "each has its own source"),
        ((3, 0, 3), None, "documents", "each has its own reference"),
        ((3, 3, 3), None, "documents", "each has its own source and reference"),
        ((3, 1, 0), None, "systems", "they share one source"),
        ((3, 0, 1), None, "systems", "they share one reference"),
        ((3, 1, 1), None, "systems", "they share one source and one reference"),
        ((3, 0, 2), "systems", "systems", "as told"),
        ((2, 1, 2), "systems", "systems", "as told"),
        ((2, 0, 0), "systems", "systems", "as told"),
        ((2, 2, 2), "documents", "documents", "as told"),
        ((2, 0, 0), "documents", "documents", "as told"),
    ],
)
def test_several_hypotheses_are_documents_or_systems(counts, told, taken_as, reason):
    hypotheses, sources, references = counts
    arrangement = arrange(request(hypotheses, sources, references, told))
    assert arrangement.taken_as == taken_as
    assert arrangement.note == f"{hypotheses} hypothesis files taken as {taken_as}: {reason}"
    for number, group in enumerate(arrangement.groups):
        shared = taken_as == "systems"
        assert group.hypothesis == f"h{number}"
        assert group.source == (f"s{0 if shared else number}" if sources else None)
        own = (f"r{number}",) if references else ()
        assert group.references == (tuple(f"r{each}" for each in range(references)) if shared else own)


@pytest.mark.parametrize(
    ("hypotheses", "sources", "references", "told", "message"),
    [
        (1, 2, 0, None, "1 hypothesis, 2 sources: a hypothesis has one source"),
        (3, 0, 2, None, "3 hypotheses, 2 references: as documents each needs its own"),
        (3, 3, 1, None, "3 hypotheses, 3 sources, 1 reference: as documents each needs its own"),
        (3, 1, 3, None, "3 hypotheses, 1 source, 3 references: as documents each needs its own"),
        (2, 2, 3, None, "2 hypotheses, 2 sources, 3 references: as documents each needs its own"),
        (3, 2, 0, None, "3 hypotheses, 2 sources: as documents each needs its own"),
        (3, 2, 0, "systems", "3 hypotheses, 2 sources: systems translate one source"),
        (3, 3, 0, "systems", "3 hypotheses, 3 sources: systems translate one source"),
        (3, 0, 1, "documents", "3 hypotheses, 1 reference: each document needs its own"),
        (3, 1, 3, "documents", "3 hypotheses, 1 source, 3 references: each document needs its own"),
    ],
)
def test_contradicting_numbers_are_told(hypotheses, sources, references, told, message):
    with pytest.raises(InputError) as caught:
        arrange(request(hypotheses, sources, references, told))
    assert str(caught.value).startswith(message)
    assert hypotheses == 1 or "--as " in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (ReadRequest(hypotheses=()), "no hypothesis"),
        (ReadRequest(hypotheses=("",)), "a path is empty"),
        (ReadRequest(hypotheses=("h",), references=("",)), "a path is empty"),
        (ReadRequest(hypotheses=("-",), references=("-",)), "standard input (-) is named twice"),
        (ReadRequest(hypotheses=("-",), documents="-"), "standard input (-) is named twice"),
    ],
)
def test_paths_that_cannot_be_read_are_told(wrong, message):
    with pytest.raises(InputError) as caught:
        arrange(wrong)
    assert str(caught.value).startswith(message)
