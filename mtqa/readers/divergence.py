"""Why two sides of a text are of unequal length, as one would tell an editor."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from mtqa.errors import InputError
from mtqa.readers.likeness import Piece, joined
from mtqa.readers.parting import Parting, find
from mtqa.readers.sides import Length, Side

_RULE = "every side needs the same lines, an empty one where a text is missing"

_TOGETHER = 3.0
"""How much better two lines must fit than each alone, in nats, to be called one that was split."""

_NARROW = 2
"""The lines over which a parting may be blurred where a line was split: either half may seem to be extra."""


@dataclass(frozen=True, slots=True)
class _Diagnosis:
    """What is wrong, in words, and the side and line to look at."""

    cause: str
    side: Side
    line: int | None = None


@dataclass(frozen=True, slots=True)
class _Uneven:
    """The side that has lines without counterpart at a parting, the other one, and their lines."""

    side: Side
    odd: Sequence[Piece]
    other: Side
    even: Sequence[Piece]


def unequal(sides: Sequence[Side], lengths: Sequence[Length]) -> InputError:
    """The error that says the lengths of all sides, where two of them part and why.

    The first side (the hypothesis) is compared with the first one of another length; files are read again.
    """
    told = ", ".join(_told(side, length) for side, length in zip(sides, lengths, strict=True))
    other = next(number for number, length in enumerate(lengths) if length.lines != lengths[0].lines)
    shorter, longer = sorted((0, other), key=lambda number: lengths[number].lines)
    diagnosis = _diagnose(sides[shorter], sides[longer], lengths[shorter], lengths[longer])
    if diagnosis is None:
        return InputError(f"{told}; {_RULE}", sides[0].file.name)
    return InputError(f"{told}; {diagnosis.cause}; {_RULE}", diagnosis.side.file.name, diagnosis.line)


def _told(side: Side, length: Length) -> str:
    return f"{side.role} {length.lines} {side.unit}{'' if length.lines == 1 else 's'}"


def _diagnose(shorter: Side, longer: Side, fewer: Length, more: Length) -> _Diagnosis | None:
    if not (shorter.is_text and longer.is_text):
        return None
    if not (shorter.file.rereadable and longer.file.rereadable):
        return _Diagnosis("save what is piped as a file to be told where they part", longer)
    difference = more.lines - fewer.lines
    blank = _blank_lines(shorter, longer, fewer, more)
    if blank is not None and difference > 1:
        return blank
    if (repetition := _repetition(longer, fewer.lines, more.lines)) is not None:
        return repetition
    parting = find(shorter, longer, difference)
    return blank if parting is None else _worded(parting, shorter, longer)


def _blank_lines(shorter: Side, longer: Side, fewer: Length, more: Length) -> _Diagnosis | None:
    """The diagnosis that only blank lines make the difference, None where they do not."""
    if fewer.filled != more.filled:
        return None
    lines = "a blank line" if more.blank == 1 else f"{more.blank} blank lines"
    told = f"{longer.role} has {lines} (the first is line {more.first_blank})"
    cause = f"{told}, {shorter.role} has {fewer.blank or 'none'}; without them they are of one length"
    return _Diagnosis(cause, longer, more.first_blank)


def _repetition(longer: Side, fewer: int, more: int) -> _Diagnosis | None:
    """The diagnosis that the longer side holds its lines several times over, None where it does not."""
    times, rest = divmod(more, fewer)
    if rest or fewer < 2:
        return None
    if _same(longer, (0, None, 1), (fewer, None, 1)):
        start = next(islice(longer.lines(), fewer, None)).line
        return _Diagnosis(f"{longer.role} holds its text {times} times, again from line {start}", longer, start)
    if all(_same(longer, (0, None, times), (copy, None, times)) for copy in range(1, times)):
        return _Diagnosis(f"{longer.role} holds every line {times} times", longer)
    return None


def _same(side: Side, one: tuple[int, None, int], other: tuple[int, None, int]) -> bool:
    """Whether two selections of a side's lines, as arguments of `islice`, hold the same texts."""
    pairs = zip(islice(side.lines(), *one), islice(side.lines(), *other), strict=False)
    return all(line.text == copy.text for line, copy in pairs)


def _worded(parting: Parting, shorter: Side, longer: Side) -> _Diagnosis:
    if parting.last - parting.first <= _NARROW and (split := _split(parting, shorter, longer)) is not None:
        return split
    if parting.first == parting.last:
        return _WORDED[parting.kind](parting, shorter, longer)
    first, last = (parting.lines.longer[place].number for place in (parting.first, parting.last))
    return _Diagnosis(f"they seem to part between {longer.role} lines {first} and {last}", longer, first)


def _strangers(_: Parting, shorter: Side, longer: Side) -> _Diagnosis:
    cause = f"{longer.role} and {shorter.role} do not look alike from the start; are they one text?"
    return _Diagnosis(cause, longer)


def _lost(parting: Parting, shorter: Side, longer: Side) -> _Diagnosis:
    number, other = (side[parting.index].number for side in (parting.lines.longer, parting.lines.shorter))
    cause = f"from {longer.role} line {number} and {shorter.role} line {other} on they do not look alike"
    return _Diagnosis(cause, longer, number)


def _end(parting: Parting, shorter: Side, longer: Side) -> _Diagnosis:
    last, further = parting.lines.shorter[parting.index - 1], parting.lines.longer[parting.index]
    cause = f"{shorter.role} ends after line {last.number}, {_named(longer, further)} has no counterpart"
    return _Diagnosis(f"{cause}; is the {shorter.role} cut off?", shorter, last.number)


def _jump(parting: Parting, shorter: Side, longer: Side) -> _Diagnosis:
    lines, index = parting.lines, parting.index
    odd = lines.longer[index]
    meeting = _meeting(shorter, lines.shorter[index], longer, lines.far[index])
    cause = f"{parting.skipped} lines from {_named(longer, odd)} on have no counterpart: {meeting}"
    return _Diagnosis(cause, longer, odd.number)


def _uneven(parting: Parting, shorter: Side, longer: Side) -> _Uneven:
    lines = parting.lines
    if parting.kind == "shorter":
        return _Uneven(shorter, lines.shorter, longer, lines.longer)
    return _Uneven(longer, lines.longer, shorter, lines.shorter)


def _extra(parting: Parting, shorter: Side, longer: Side) -> _Diagnosis:
    """The diagnosis that one side has lines to which nothing on the other belongs."""
    uneven = _uneven(parting, shorter, longer)
    side, odd, other, even = uneven.side, uneven.odd, uneven.other, uneven.even
    index, resumed = parting.index, parting.index + parting.skipped
    if resumed - index == 1 and (repeated := _repeated(odd, index)) is not None:
        cause = f"{side.role} line {odd[repeated].number} repeats line {odd[repeated - 1].number}"
        return _Diagnosis(cause, side, odd[repeated].number)
    extra = odd[index:resumed]
    cause = _blank(side, extra) or _without_counterpart(side, extra)
    if resumed < len(odd) and parting.lines.likeness(even[index], odd[resumed]) > 0:
        cause = f"{cause}: {_meeting(other, even[index], side, odd[resumed])}"
    return _Diagnosis(cause, side, extra[0].number)


def _repeated(odd: Sequence[Piece], index: int) -> int | None:
    """The second of two equal lines, one of which is the line at the index; blank lines repeat nothing."""
    for second in (index, index + 1):
        if 0 < second < len(odd) and odd[second].text and odd[second].text == odd[second - 1].text:
            return second
    return None


def _split(parting: Parting, shorter: Side, longer: Side) -> _Diagnosis | None:
    """The diagnosis that two lines of one side, at the parting, are one line of the other."""
    if parting.kind not in ("longer", "shorter", "end") or parting.skipped != 1:
        return None
    uneven = _uneven(parting, shorter, longer)
    odd, even, evidence = uneven.odd, uneven.even, parting.lines.likeness.evidence
    best, gained = None, _TOGETHER
    for index in (parting.index - 1, parting.index):
        if index < 0 or index + 1 >= len(odd) or index >= len(even):
            continue
        first, second, whole = odd[index], odd[index + 1], even[index]
        if first.blank or second.blank or whole.blank:
            continue
        gain = evidence(whole, joined(first, second)) - max(evidence(whole, first), evidence(whole, second))
        if gain >= gained:
            best, gained = index, gain
    if best is None:
        return None
    numbers = f"{uneven.side.role} lines {odd[best].number} and {odd[best + 1].number}"
    cause = f"{numbers} together look like {_named(uneven.other, even[best])}; was it split?"
    return _Diagnosis(cause, uneven.side, odd[best].number)


def _blank(side: Side, extra: Sequence[Piece]) -> str | None:
    if not all(line.blank for line in extra):
        return None
    lines = "a blank line" if len(extra) == 1 else f"{len(extra)} blank lines"
    return f"{lines} at {side.role} line {extra[0].number}"


def _without_counterpart(side: Side, extra: Sequence[Piece]) -> str:
    if len(extra) == 1:
        return f"{_named(side, extra[0])} has no counterpart"
    return f"{len(extra)} lines from {_named(side, extra[0])} on have no counterpart"


def _meeting(side: Side, line: Piece, other: Side, match: Piece) -> str:
    return f"{side.role} line {line.number} looks like {other.role} line {match.number}"


def _named(side: Side, line: Piece) -> str:
    return f"{side.role} line {line.number}" + (f" ({line.quote})" if line.text else "")


_WORDED = {
    "strangers": _strangers,
    "lost": _lost,
    "end": _end,
    "jump": _jump,
    "longer": _extra,
    "shorter": _extra,
}
