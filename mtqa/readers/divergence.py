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


@dataclass(frozen=True, slots=True)
class _Diagnosis:
    """What is wrong, in words, and the side and line to look at."""

    cause: str
    side: Side
    line: int | None = None


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
        return _Diagnosis(
            f"{longer.role} holds its text {times} times, again from line {start}", longer, start
        )
    if all(_same(longer, (0, None, times), (copy, None, times)) for copy in range(1, times)):
        return _Diagnosis(f"{longer.role} holds every line {times} times", longer)
    return None


def _same(side: Side, one: tuple[int, None, int], other: tuple[int, None, int]) -> bool:
    """Whether two selections of a side's lines, as arguments of `islice`, hold the same texts."""
    pairs = zip(islice(side.lines(), *one), islice(side.lines(), *other), strict=False)
    return all(line.text == copy.text for line, copy in pairs)


def _worded(parting: Parting, shorter: Side, longer: Side) -> _Diagnosis:
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


def _longer(parting: Parting, shorter: Side, longer: Side) -> _Diagnosis:
    return _extra(parting, longer, parting.lines.longer, shorter, parting.lines.shorter)


def _shorter(parting: Parting, shorter: Side, longer: Side) -> _Diagnosis:
    return _extra(parting, shorter, parting.lines.shorter, longer, parting.lines.longer)


_WORDED = {
    "strangers": _strangers,
    "lost": _lost,
    "end": _end,
    "jump": _jump,
    "longer": _longer,
    "shorter": _shorter,
}


def _extra(
    parting: Parting, side: Side, odd: Sequence[Piece], other: Side, even: Sequence[Piece]
) -> _Diagnosis:
    """The diagnosis where the `odd` lines of `side` have some to which none of the `other` side belongs."""
    index, resumed = parting.index, parting.index + parting.skipped
    extra = odd[index:resumed]
    if (split := _split(parting, side, odd, other, even)) is not None:
        return split
    cause = _blank(side, extra) or _repeats(side, odd, index, resumed) or _without_counterpart(side, extra)
    if resumed < len(odd) and parting.lines.likeness(even[index], odd[resumed]) > 0:
        cause = f"{cause}: {_meeting(other, even[index], side, odd[resumed])}"
    return _Diagnosis(cause, side, extra[0].number)


def _split(
    parting: Parting, side: Side, odd: Sequence[Piece], other: Side, even: Sequence[Piece]
) -> _Diagnosis | None:
    """The diagnosis that two lines of `side`, one of them the extra one, are one line of the `other`."""
    evidence = parting.lines.likeness.evidence
    best: tuple[float, _Diagnosis] | None = None
    for index in (parting.index - 1, parting.index):
        if parting.skipped != 1 or index < 0 or index + 1 >= len(odd):
            continue
        first, second, whole = odd[index], odd[index + 1], even[index]
        if first.blank or second.blank or whole.blank:
            continue
        alone = max(evidence(whole, first), evidence(whole, second))
        better = evidence(whole, joined(first, second)) - alone
        if better >= _TOGETHER and (best is None or better > best[0]):
            numbers = f"{side.role} lines {first.number} and {second.number}"
            cause = f"{numbers} together look like {_named(other, whole)}; was it split?"
            best = better, _Diagnosis(cause, side, first.number)
    return None if best is None else best[1]


def _blank(side: Side, extra: Sequence[Piece]) -> str | None:
    if not all(line.blank for line in extra):
        return None
    lines = "a blank line" if len(extra) == 1 else f"{len(extra)} blank lines"
    return f"{lines} at {side.role} line {extra[0].number}"


def _repeats(side: Side, odd: Sequence[Piece], index: int, resumed: int) -> str | None:
    """What is said of an extra line that is the same as the one before or after it."""
    if resumed - index != 1:
        return None
    for first, second in ((index - 1, index), (index, resumed)):
        if first >= 0 and second < len(odd) and odd[first].text == odd[second].text:
            return f"{side.role} line {odd[second].number} repeats line {odd[first].number}"
    return None


def _without_counterpart(side: Side, extra: Sequence[Piece]) -> str:
    if len(extra) == 1:
        return f"{_named(side, extra[0])} has no counterpart"
    return f"{len(extra)} lines from {_named(side, extra[0])} on have no counterpart"


def _meeting(side: Side, line: Piece, other: Side, match: Piece) -> str:
    return f"{side.role} line {line.number} looks like {other.role} line {match.number}"


def _named(side: Side, line: Piece) -> str:
    return (
        f"{side.role} line {line.number} ({line.quote})" if line.text else f"{side.role} line {line.number}"
    )
