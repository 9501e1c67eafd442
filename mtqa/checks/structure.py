"""Documents as wholes: segments that translate another's source, paragraphs twice or lost, date lines, headlines.

Each segment is compared with its own source and with those of its neighbours, by length, numbers and shared words;
where a neighbour's fits far better, the two files have slipped apart.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf
from typing import Final, NamedTuple

from mtqa.checks.base import (
    Check,
    CheckedDocument,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Found,
    Witness,
    finding,
    in_hypothesis,
    needs_witness,
    quoted,
)
from mtqa.model import Confidence, Finding, Span
from mtqa.text.alignment import Sentence, anchors, measured, unlikeness
from mtqa.text.lengths import LengthModel, length_model
from mtqa.text.sentences import stop_of
from mtqa.text.words import is_unspaced

MISPLACED: Final = Fault(
    id="accuracy/mistranslation/misplaced",
    severity="major",
    confidence="medium",
    why="The segment translates the source of another: two segments are swapped, or one was lost and those after it "
    "moved up. Put each translation beside its own source.",
)
UNRELATED: Final = Fault(
    id="accuracy/mistranslation/unrelated",
    severity="major",
    confidence="medium",
    why="The translation shares hardly a word with its reference, if any: it may belong to another text.",
)
REPEATED: Final = Fault(
    id="accuracy/addition/repeated-paragraph",
    severity="major",
    confidence="high",
    why="A paragraph stands twice where the source has two different ones: one of them is not translated.",
)
PARAGRAPHS: Final = Fault(
    id="accuracy/omission/paragraph",
    severity="minor",
    confidence="low",
    why="The translation has fewer paragraphs than the source: they are run together, or one is lost.",
)
DATE_LINE: Final = Fault(
    id="accuracy/omission/date-line",
    severity="minor",
    confidence="medium",
    why="The source opens with place, date or agency; the translation begins without. Say where the news comes from.",
)
HEADLINE: Final = Fault(
    id="accuracy/number/headline",
    severity="major",
    confidence="low",
    why="Headline and body give different numbers for the same thing. Check both against the source.",
)


class _Unit(NamedTuple):
    """A segment beside its witness, both measured."""

    place: int
    source: Sentence
    target: Sentence
    witness: Witness


def _open(context: Context) -> Finder:
    evidence = CHECK.threshold("evidence", context)
    likeness = CHECK.threshold("likeness", context)

    def find(document: CheckedDocument) -> Iterator[Found]:
        segments = document.segments
        yield from _unrelated(segments)
        yield from _date_line(segments)
        yield from _paragraphs(segments)
        if len(segments) > 1:
            yield from _misplaced(segments, context, evidence)
            yield from _repeated(segments, likeness)
            yield from _headline(segments)

    return find


# Order


_FURTHEST: Final = 3
"""Segments between a translation and the source that it belongs to, at most."""

_SHORTEST_SLIP: Final = 2
_LEAST_GAIN: Final = 1.5
"""By how much better, on average, the segments of a slip fit where they belong."""

_MOST_GAIN: Final = 0.67
"""The share of the evidence that one segment may give: one badly translated fits any source better than its own."""

_MUCH_EVIDENCE: Final = 2.0
_AGAINST: Final = -0.5
"""What a single segment of a slip may say against it."""


class _Move(NamedTuple):
    """Segments that fit sources so many segments away; two that fit each other's if swapped.

    `gain` is by how much better they fit there, `evidence` the same with no segment giving too much of it.
    """

    gain: float
    evidence: float
    positions: tuple[int, ...]
    offset: int
    swapped: bool


def _misplaced(segments: Sequence[CheckedSegment], context: Context, evidence: float) -> Iterator[Found]:
    units, model = _units(segments, context)
    evidence *= model.freedom**2
    gains = [_gains(units, position, model) for position in range(len(units))]
    most = _MOST_GAIN * evidence
    moves = [move for offset in _OFFSETS for move in (*_slips(gains, offset, most), *_swaps(gains, offset, most))]
    likely = [move for move in moves if move.evidence >= evidence * (1 + (abs(move.offset) - 1) / 4)]
    taken: set[int] = set()
    for move in sorted(likely, key=lambda move: (-move.gain, move.positions)):
        if taken.isdisjoint(move.positions):
            taken.update(move.positions)
            sure: Confidence = "high" if move.evidence >= _MUCH_EVIDENCE * evidence else "medium"
            yield from (_swapped if move.swapped else _slipped)(segments, units, move, sure)


_OFFSETS: Final = tuple(offset for offset in range(-_FURTHEST, _FURTHEST + 1) if offset)


def _units(segments: Sequence[CheckedSegment], context: Context) -> tuple[list[_Unit], LengthModel]:
    """The segments that have words, measured, beside the references if all have one, else the sources."""
    filled = [(index, segment) for index, segment in enumerate(segments) if segment.hypothesis.strip()]
    by_reference = [segment.reference_witness for _, segment in filled]
    witnesses = by_reference if all(by_reference) else [segment.source_witness for _, segment in filled]
    side = context.target if all(by_reference) else context.source
    model = length_model(side, context.target)
    units = []
    for (index, segment), witness in zip(filled, witnesses, strict=True):
        if witness is not None:
            source = measured(witness.text, 0, len(witness.text), model.of_source)
            target = measured(segment.hypothesis, 0, len(segment.hypothesis), model.of_target)
            units.append(_Unit(index, source, target, witness))
    return units, model


def _gains(units: Sequence[_Unit], position: int, model: LengthModel) -> dict[int, float]:
    """By how much each neighbour's source fits this translation better than its own."""
    target = (units[position].target,)
    own = unlikeness((units[position].source,), target, model)
    return {
        offset: own - unlikeness((units[position + offset].source,), target, model)
        for offset in _OFFSETS
        if 0 <= position + offset < len(units)
    }


def _slips(gains: Sequence[dict[int, float]], offset: int, most: float) -> Iterator[_Move]:
    """Runs of segments that all fit the source so many segments away better than their own."""
    run: list[int] = []
    for position in range(len(gains) + 1):
        gain = gains[position].get(offset, -inf) if position < len(gains) else -inf
        if gain > (_AGAINST if run else 0):
            run.append(position)
            continue
        while run and gains[run[-1]][offset] <= 0:
            run.pop()
        own = [gains[each][offset] for each in run]
        evidence = sum(min(most, gain) for gain in own)
        if len(run) >= _SHORTEST_SLIP and evidence >= _LEAST_GAIN * len(run):
            yield _Move(sum(own), evidence, tuple(run), offset, swapped=False)
        run = []


def _swaps(gains: Sequence[dict[int, float]], offset: int, most: float) -> Iterator[_Move]:
    """Pairs of segments that fit each other's source better than their own."""
    for position in range(len(gains) - offset if offset > 0 else 0):
        there, back = gains[position][offset], gains[position + offset][-offset]
        if min(there, back) > 0:
            evidence = min(most, there) + min(most, back)
            yield _Move(there + back, evidence, (position, position + offset), offset, swapped=True)


def _slipped(
    segments: Sequence[CheckedSegment], units: Sequence[_Unit], move: _Move, sure: Confidence
) -> Iterator[Found]:
    first = units[move.positions[0]]
    message = (
        f"from here {len(move.positions)} segments translate the {first.witness.side} of "
        f"{_distance(move.offset)}; here: {quoted(units[move.positions[0] + move.offset].witness.text)}"
    )
    yield first.place, _whole(MISPLACED, segments[first.place], first.witness, message, sure)


def _distance(offset: int) -> str:
    count = "one segment" if abs(offset) == 1 else f"{abs(offset)} segments"
    return f"{count} {'before' if offset < 0 else 'after'}"


def _swapped(
    segments: Sequence[CheckedSegment], units: Sequence[_Unit], move: _Move, sure: Confidence
) -> Iterator[Found]:
    first, second = (units[position] for position in move.positions)
    for own, other in ((first, second), (second, first)):
        message = f"translates the {own.witness.side} of another segment: {quoted(other.witness.text)}"
        yield own.place, _whole(MISPLACED, segments[own.place], own.witness, message, sure)


def _whole(
    fault: Fault, segment: CheckedSegment, witness: Witness, message: str, confidence: Confidence | None = None
) -> Finding:
    whole = witness.span(0, len(witness.text))
    return finding(fault, message, in_hypothesis(segment), counterpart=whole, confidence=confidence)


# Content


_FEWEST_WORDS: Final = 8
_MANY_WORDS: Final = 10
_PAIRS_OF_A_WORD: Final = 3
"""Pairs of letters that say as much as one long word, in scripts without spaces."""

_SHARED_BY_CHANCE: Final = 1 / 12
"""The share of words that unrelated texts may have in common: words of four letters that any text has."""


def _unrelated(segments: Sequence[CheckedSegment]) -> Iterator[Found]:
    for index, segment in enumerate(segments):
        witness = segment.reference_witness
        if witness is None:
            continue
        words = anchors(segment.hypothesis)
        sure = [_surely_unrelated(words, anchors(reference)) for reference in segment.references]
        if all(sure):
            message = f"hardly shares a word with its reference {quoted(witness.text)}"
            yield index, _whole(UNRELATED, segment, witness, message, "medium" if "low" not in sure else "low")


def _surely_unrelated(first: frozenset[str], second: frozenset[str]) -> Confidence | None:
    """How sure it is that the texts of these words are unrelated, None where they may say the same."""
    fewest = min(len(first), len(second))
    if is_unspaced(next(iter(first), "")):
        fewest //= _PAIRS_OF_A_WORD
    shared = len(first & second)
    if fewest < _FEWEST_WORDS or shared > _SHARED_BY_CHANCE * fewest:
        return None
    return "medium" if shared == 0 and fewest >= _MANY_WORDS else "low"


_SHINGLE: Final = 5
_FEWEST_SHINGLES: Final = 6
_WORD: Final = re.compile(r"\w+")


def _repeated(segments: Sequence[CheckedSegment], likeness: float) -> Iterator[Found]:
    """Paragraphs that are one before them, or nearly, where their witnesses are not alike."""
    owners: dict[tuple[str, ...], int] = {}
    sizes = []
    for index, segment in enumerate(segments):
        own = _shingles(segment.hypothesis)
        sizes.append(len(own))
        if len(own) >= _FEWEST_SHINGLES:
            met = Counter(owners[shingle] for shingle in own if shingle in owners)
            earlier, shared = met.most_common(1)[0] if met else (index, 0)
            witness = segment.witness
            alike = shared >= likeness * max(len(own), sizes[earlier])
            if alike and witness and _differ(segments[earlier].witness, witness, likeness):
                yield index, _repetition(segment, segments[earlier], witness)
        for shingle in own:
            owners.setdefault(shingle, index)


def _repetition(segment: CheckedSegment, earlier: CheckedSegment, witness: Witness) -> Finding:
    same = segment.hypothesis.split() == earlier.hypothesis.split()
    message = f"{'' if same else 'nearly '}the same as an earlier paragraph: {quoted(earlier.hypothesis)}"
    return _whole(REPEATED, segment, witness, message, "high" if same else "medium")


def _shingles(text: str) -> set[tuple[str, ...]]:
    """The runs of five words, or of five letters in scripts without spaces."""
    words = _WORD.findall(text.casefold())
    if is_unspaced(text):
        words = [letter for word in words for letter in word]
    return {tuple(words[start : start + _SHINGLE]) for start in range(len(words) - _SHINGLE + 1)}


def _differ(first: Witness | None, second: Witness | None, likeness: float) -> bool:
    if first is None or second is None:
        return False
    before, after = _shingles(first.text), _shingles(second.text)
    return len(before & after) < likeness / 2 * max(1, min(len(before), len(after)))


# Parts


_BREAK: Final = re.compile(r"\n\s*\n")


def _paragraphs(segments: Sequence[CheckedSegment]) -> Iterator[Found]:
    """Segments that hold several paragraphs, and fewer than their witness."""
    for index, segment in enumerate(segments):
        witness = segment.witness
        if witness is None or "\n" not in witness.text:
            continue
        before, after = (len(_BREAK.findall(text.strip())) + 1 for text in (witness.text, segment.hypothesis))
        if after < before and segment.hypothesis.strip():
            message = f"{after} paragraphs, where the {witness.side} has {before}"
            yield index, _whole(PARAGRAPHS, segment, witness, message)


_OPENING: Final = re.compile(r"\s*([^\W\d_][^\n!?;:–—-]{1,60}?)\s*(?:[–—]|(?<=[\s)])--?)\s")
_CHINESE_OPENING: Final = re.compile(r"[（(]?([\u4e00-\u9fff]{2,12}\d{1,2}(?:月\d{1,2})?日[电電讯訊])")
_SOON: Final = 100
_OPENERS: Final = 4
"""The segments of a document among which its date line stands: headline, standfirst, first paragraphs."""
_SIGNS_OF_DATE_LINE: Final = re.compile(r"[–—:()（）]|\s-|-\s|--|\d")


def _date_line(segments: Sequence[CheckedSegment]) -> Iterator[Found]:
    for index, segment in enumerate(segments[:_OPENERS]):
        span = _opening(segment.witness) if segment.witness else None
        if span is None or not segment.hypothesis.strip():
            continue
        if not _SIGNS_OF_DATE_LINE.search(segment.hypothesis[:_SOON]):
            message = f"the {span.side} opens with {quoted(span.text)}, the translation without it"
            yield index, finding(DATE_LINE, message, span)
        return


def _opening(witness: Witness) -> Span | None:
    """The place, date or agency that an article opens with, before a dash."""
    match = _OPENING.match(witness.text) or _CHINESE_OPENING.match(witness.text)
    if match is None:
        return None
    opening = match[1]
    dated = any(map(str.isdigit, opening)) and "," in opening
    if not (match.re is _CHINESE_OPENING or opening.isupper() or dated or opening.endswith(")")):
        return None
    return witness.span(*match.span(1))


_COUNTED: Final = re.compile(r"(?<![\w.,])(\d+(?:[,.\u00a0\u202f]\d{3})*)(?![\w%]|[.,:]\d)\s+([^\W\d_]{4,})")
_NUMBER: Final = re.compile(r"\d+(?:[,.\u00a0\u202f]\d+)*")
_STEM: Final = 5


def _headline(segments: Sequence[CheckedSegment]) -> Iterator[Found]:
    """A number of the headline that the body counts otherwise, where the witness has one number in both."""
    head, body = segments[0], segments[1:]
    counted = list(_COUNTED.finditer(head.hypothesis))
    if not counted or stop_of(head.hypothesis) == "." or not _agrees([segment.witness for segment in segments]):
        return
    text = "\n".join(segment.hypothesis for segment in body)
    numbers = set(_NUMBER.findall(text))
    others: dict[str, re.Match[str]] = {}
    for match in _COUNTED.finditer(text):
        others.setdefault(match[2].casefold()[:_STEM], match)
    for match in counted:
        other = others.get(match[2].casefold()[:_STEM])
        if other and match[1] not in numbers:
            message = f"the headline has {quoted(match[0])}, the body {quoted(other[0])}"
            yield 0, finding(HEADLINE, message, in_hypothesis(head, *match.span()))


def _agrees(witnesses: Sequence[Witness | None]) -> bool:
    """Whether every number of the headline of the witness stands in its body too."""
    head, *body = witnesses
    if head is None:
        return False
    numbers = set(_NUMBER.findall(head.text))
    return bool(numbers) and numbers <= {each for other in body if other for each in _NUMBER.findall(other.text)}


CHECK: Final = Check(
    name="structure",
    summary="segments out of place, paragraphs twice or lost, date lines, headlines at odds with the body",
    faults=(MISPLACED, UNRELATED, REPEATED, PARAGRAPHS, DATE_LINE, HEADLINE),
    open=_open,
    skips=needs_witness,
    thresholds={"evidence": 6.0, "likeness": 0.85},
)
