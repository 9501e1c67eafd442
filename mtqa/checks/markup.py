"""Mark-up and placeholders: what programs read must come through a translation whole, complete and in place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from mtqa.checks.base import (
    Check,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Witness,
    by_segment,
    finding,
    in_hypothesis,
    needs_witness,
    quoted,
)
from mtqa.model import Finding
from mtqa.text.inline import Code, CodeKind, broken_codes, codes

MISSING: Final = Fault(
    id="markup/missing",
    severity="major",
    confidence="high",
    why="A tag or placeholder of the source is not in the translation: what a program puts there is lost, "
    "or the text is set wrong to its end. Put it where it belongs.",
)
ADDED: Final = Fault(
    id="markup/added",
    severity="major",
    confidence="high",
    why="A tag or placeholder that the source does not have. Take it out: no program fills it.",
)
CHANGED: Final = Fault(
    id="markup/changed",
    severity="major",
    confidence="high",
    why="A tag, placeholder or address was altered, perhaps translated. Copy it from the source letter by letter.",
)
BROKEN: Final = Fault(
    id="markup/broken",
    severity="major",
    confidence="high",
    why="A tag, placeholder or address is damaged, as by a space within, and no program will know it. "
    "Copy it from the source.",
)
ORDER: Final = Fault(
    id="markup/order",
    severity="major",
    confidence="high",
    why="Tags overlap or close before they open. Put each end after its beginning, the inner before the outer.",
)
ADDRESS_MISSING: Final = Fault(
    id="markup/address-missing",
    severity="minor",
    confidence="high",
    why="A web or e-mail address or a file name of the source is not in the translation. Copy it.",
)
HANDLE_MISSING: Final = Fault(
    id="markup/handle-missing",
    severity="minor",
    confidence="medium",
    why="An account name (@name) of the source is not in the translation. Copy it: it names somebody.",
)
HASHTAG_MISSING: Final = Fault(
    id="markup/hashtag-missing",
    severity="minor",
    confidence="low",
    why="The translation has fewer hashtags than the source. A hashtag may be translated, but not dropped.",
)

_PROGRAM: Final = frozenset({CodeKind.TAG, CodeKind.PLACEHOLDER, CodeKind.MESSAGE})
_ADDRESSES: Final = frozenset({CodeKind.ADDRESS, CodeKind.EMAIL, CodeKind.FILE})
_MISSING: Final = (
    dict.fromkeys(_PROGRAM, MISSING)
    | dict.fromkeys(_ADDRESSES, ADDRESS_MISSING)
    | {CodeKind.HANDLE: HANDLE_MISSING, CodeKind.HASHTAG: HASHTAG_MISSING}
)
_MOST_TOLD: Final = 20


def _open(context: Context) -> Finder:
    del context
    return by_segment(_find)


def _find(segment: CheckedSegment) -> Iterator[Finding]:
    witness = segment.witness
    if witness is None:
        return
    theirs, ours = tuple(codes(witness.text)), tuple(codes(segment.hypothesis))
    broken = tuple(_broken(segment, witness, ours))
    yield from broken
    if theirs or ours:
        yield from _compared(segment, witness, theirs, ours, len(broken))
    if theirs and ours and not broken:
        yield from _out_of_order(segment, witness, theirs, ours)


def _broken(segment: CheckedSegment, witness: Witness, ours: Sequence[Code]) -> Iterator[Finding]:
    known = {witness.text[start:end] for start, end in broken_codes(witness.text)}
    sound = iter(ours)
    code = next(sound, None)
    for start, end in broken_codes(segment.hypothesis):
        while code is not None and code.end <= start:
            code = next(sound, None)
        span = in_hypothesis(segment, start, end)
        if span.text not in known and (code is None or not code.start <= start < end <= code.end):
            yield finding(BROKEN, f"{quoted(span.text)} is damaged mark-up; the {witness.side} has none", span)


def _compared(
    segment: CheckedSegment, witness: Witness, theirs: Sequence[Code], ours: Sequence[Code], broken: int
) -> Iterator[Finding]:
    """What is missing, changed and added; what is missing is taken for changed where something alike was added.

    A code that came through damaged is told as damaged, not as missing too.
    """
    missing, added = _beyond(theirs, ours), _beyond(ours, theirs)
    pairs = _pairs(missing, added)
    for one, other in pairs:
        there, here = witness.span(one.start, one.end), in_hypothesis(segment, other.start, other.end)
        if one.kind is CodeKind.HASHTAG:
            continue
        message = f"the {witness.side} has the {one.kind} {quoted(there.text)}, the translation {quoted(here.text)}"
        yield finding(CHANGED, message, here, counterpart=there, suggestions=(there.text,))
    changed = {code for pair in pairs for code in pair}
    for code in [code for code in missing if code not in changed][broken:][:_MOST_TOLD]:
        if code.kind is CodeKind.HASHTAG and code.key[1:] in segment.hypothesis.lower():
            continue
        span = witness.span(code.start, code.end)
        message = f"the {witness.side} has the {code.kind} {quoted(span.text)}, the translation does not"
        yield finding(_MISSING[code.kind], message, span)
    for code in [code for code in added if code not in changed and code.kind in _PROGRAM][:_MOST_TOLD]:
        span = in_hypothesis(segment, code.start, code.end)
        yield finding(ADDED, f"the {code.kind} {quoted(span.text)} is not in the {witness.side}", span)


def _beyond(some: Sequence[Code], others: Iterable[Code]) -> list[Code]:
    """The codes that stand in some more often than in others, the last of each."""
    left = Counter((code.kind, code.key) for code in others)
    beyond = []
    for code in some:
        if left[code.kind, code.key] > 0:
            left[code.kind, code.key] -= 1
        else:
            beyond.append(code)
    return beyond


def _pairs(missing: Sequence[Code], added: Sequence[Code]) -> list[tuple[Code, Code]]:
    """What is missing with what stands in its place: of its kind, and alone or alike."""
    pairs = []
    free = list(added[:_MOST_TOLD])
    for code in missing[:_MOST_TOLD]:
        rivals = {other.key: other for other in free if other.kind is code.kind and _may_replace(code, other)}
        meant = get_close_matches(code.key, rivals, 1, _LEAST_LIKENESS) or (list(rivals) if len(rivals) == 1 else [])
        if meant:
            pairs.append((code, rivals[meant[0]]))
            free.remove(rivals[meant[0]])
    return pairs


_LEAST_LIKENESS: Final = 0.5


def _may_replace(code: Code, other: Code) -> bool:
    """Whether one may stand for the other: a tag that ends something never for one that begins it."""
    return code.kind is not CodeKind.TAG or code.key.startswith("</") == other.key.startswith("</")


def _out_of_order(
    segment: CheckedSegment, witness: Witness, theirs: Iterable[Code], ours: Iterable[Code]
) -> Iterator[Finding]:
    """The first tag that ends what is not open, where the tags of the witness are nested."""
    wrong = _first_unnested(ours)
    if wrong is not None and _first_unnested(theirs) is None and not _beyond(tuple(ours), theirs):
        span = in_hypothesis(segment, wrong.start, wrong.end)
        yield finding(
            ORDER, f"{quoted(span.text)} ends nothing that is open here; in the {witness.side} all tags nest", span
        )


def _first_unnested(found: Iterable[Code]) -> Code | None:
    opened: list[str] = []
    for code in found:
        if code.kind is not CodeKind.TAG or code.key.startswith("<!"):
            continue
        name = code.key.strip("<>").split(">")[0]
        if name.startswith("/"):
            if not opened or opened.pop() != name[1:]:
                return code
        elif not name.endswith("/") and name not in _VOID:
            opened.append(name)
    return None


_VOID: Final = frozenset({"br", "hr", "img", "input", "wbr", "meta", "link", "x", "bx", "ex", "ph", "it"})
"""Tags that hold nothing and need no end."""

CHECK: Final = Check(
    name="markup",
    summary="tags, placeholders, messages, addresses, file names, handles and hashtags: present, unchanged, in order",
    faults=(MISSING, ADDED, CHANGED, BROKEN, ORDER, ADDRESS_MISSING, HANDLE_MISSING, HASHTAG_MISSING),
    open=_open,
    skips=needs_witness,
)
