"""The place where two sides of unequal length stop going together line by line.

A path runs through the offsets between the two sides: at offset 0 line 7 stands beside line 7, and each line
without a counterpart shifts all that follow. Dynamic programming over the likeness of lines tells, for every
line, how well the rest goes together if the path leaves offset 0 just there. The place that holds most of
the weight is where the sides part; a few lines that share it are named as a stretch; otherwise no place is
clear, and none is named. Long files pass in windows: time grows with their length, memory does not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import exp, inf
from typing import Literal

from mtqa.readers.likeness import Likeness, Piece, piece
from mtqa.readers.sides import Side

_WINDOW = 2000
_OVERLAP = 60
"""The lines in one window, and those at its end that the next one looks at again."""

_READ = 2000
"""The characters of a line that are looked at, whatever its length."""

_NEAR = 50
"""The greatest offset that is reached step by step; a greater difference is tried as one jump."""

_MARGIN = 2
"""The offsets beyond those needed, for files that lack lines on both sides."""

_SKIP, _SKIP_MORE, _SKIP_BACK, _JUMP, _LOST, _ENDED = 6.0, 1.0, 14.0, 18.0, 12.0, 10.0
"""What a path pays, in nats: for a line of the longer side without counterpart, for each further one, for one
of the shorter side, for a far jump, for giving up on what is left, for a side that ends early."""

_CAUTION = 1.5
"""Evidence is divided by this before it becomes weight: the lines of an article are not independent."""

_SURE, _SURE_AROUND = 0.6, 0.8
"""The weight that a single line must hold to be named, and the weight with the lines beside it."""

_STRETCH, _LONGEST_STRETCH = 0.9, 25
_LEAST_EVIDENCE = 4.0
_START = 3
_FEWEST_STRANGERS = 20
"""What is needed to say that two texts have nothing to do with each other: lines, from the start."""

Kind = Literal["longer", "shorter", "jump", "lost", "end", "strangers"]
"""What happens at a parting: the longer or the shorter side has lines without counterpart; very many of the
longer side; nothing fits any more; the shorter side has ended; nothing has ever fitted."""

_Snippet = tuple[int, str]
"""A line's number and the start of its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of both sides from the same index on; `far` are those of the longer side a jump ahead."""

    shorter: Sequence[Piece]
    longer: Sequence[Piece]
    far: Sequence[Piece]
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """The first place where two sides part: before line `index` of both in `lines`.

    `skipped` lines have no counterpart there. The place is one of those from `first` to `last`, which are
    `index` where it is clear.
    """

    kind: Kind
    lines: Lines
    index: int
    skipped: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Departure:
    """A way to leave offset 0, before line `index`, and the evidence for the whole path with it."""

    evidence: float
    index: int
    kind: Kind
    skipped: int = 1


@dataclass(frozen=True, slots=True)
class _Window:
    """Lines of both sides as read, in step at offset 0; `last` where the shorter side ends with it."""

    shorter: Sequence[_Snippet]
    longer: Sequence[_Snippet]
    far: Sequence[_Snippet]
    first: bool
    last: bool


def find(shorter: Side, longer: Side, difference: int) -> Parting | None:
    """The first place where the sides part, None where no place is clear.

    `difference` is how many lines the longer side has more. Where nothing fits any more, the sides part
    only if nothing does to their end: a stretch of lines may be translated beyond recognition.
    """
    lost: Parting | None = None
    for window in _windows(shorter, longer, difference):
        if not window.last and _in_step(window, difference):
            lost = None
            continue
        lines = _comparable(window, difference)
        departures = _departures(lines, difference, last=window.last)
        best = max(departures, key=lambda departure: departure.evidence)
        if window.first and best.kind == "lost" and best.index <= _START:
            return _strangers(lines)
        if best.kind == "lost":
            lost = lost if lost is not None and best.index <= _START else _clear(departures, lines)
        elif best.kind != "end" or window.last:
            return _clear(departures, lines)
    return lost


def _strangers(lines: Lines) -> Parting | None:
    if len(lines.shorter) < _FEWEST_STRANGERS:
        return None
    return Parting(kind="strangers", lines=lines, index=0, skipped=0, first=0, last=0)


def _windows(shorter: Side, longer: Side, difference: int) -> Iterator[_Window]:
    reach = _offsets(difference)[-1]
    far = islice(_snippets(longer), difference, None) if difference > _NEAR else iter(())
    feeds = ((_snippets(shorter), _WINDOW), (_snippets(longer), _WINDOW + reach), (far, _WINDOW))
    held: list[list[_Snippet]] = [[], [], []]
    first = True
    while True:
        for lines, (feed, size) in zip(held, feeds, strict=True):
            lines.extend(islice(feed, size - len(lines)))
        last = len(held[0]) < _WINDOW
        shorter_lines, longer_lines, far_lines = (tuple(lines) for lines in held)
        yield _Window(shorter_lines, longer_lines, far_lines, first, last)
        if last:
            return
        for lines in held:
            del lines[: _WINDOW - _OVERLAP]
        first = False


def _snippets(side: Side) -> Iterator[_Snippet]:
    return ((line.line, line.text[:_READ]) for line in side.lines())


def _offsets(difference: int) -> range:
    return range(-_MARGIN, min(difference, _NEAR) + _MARGIN + 1)


def _comparable(window: _Window, difference: int) -> Lines:
    shorter, longer = _pieces(window.shorter), _pieces(window.longer)
    likeness = Likeness(shorter, longer, _offsets(difference))
    return Lines(shorter=shorter, longer=longer, far=_pieces(window.far), likeness=likeness)


def _pieces(snippets: Iterable[_Snippet]) -> tuple[Piece, ...]:
    return tuple(piece(number, text) for number, text in snippets)


def _in_step(window: _Window, difference: int) -> bool:
    """Whether the end of a window goes together best at offset 0; much faster than to look at all of it."""
    end = slice(_WINDOW - _OVERLAP - _MARGIN, None)
    tail = _Window(window.shorter[end], window.longer[end], window.far[end], False, False)
    lines = _comparable(tail, difference)
    here = range(_MARGIN, len(lines.shorter))

    def evidence(others: Sequence[Piece], offset: int) -> float:
        pairs = ((lines.shorter[index], others[index + offset]) for index in here if index + offset < len(others))
        return sum(lines.likeness(line, other) for line, other in pairs)

    best_elsewhere = max(evidence(lines.longer, offset) for offset in _offsets(difference) if offset != 0)
    return evidence(lines.longer, 0) > max(0.0, best_elsewhere, evidence(lines.far, 0))


def _departures(lines: Lines, difference: int, *, last: bool) -> list[_Departure]:
    """Every way to leave offset 0 in these lines, or to keep it to their end.

    From the last line to the first: `after[k]` is the best evidence for all later lines if the path is at
    offset `offsets[k]`, and `base` the same for this line on if nothing of the longer side is skipped here.
    """
    offsets = _offsets(difference)
    home = offsets.index(0)
    count = len(lines.shorter)
    stayed = _stayed(lines)
    jumped = _jumped(lines)
    after = [_price_of_end(abs(difference - offset)) if last else 0.0 for offset in offsets]
    departures = [_Departure(stayed[count] + after[home], count, "end", difference)]
    for index in range(count - 1, -1, -1):
        giving_up = max(-_LOST, jumped[index] - _JUMP)
        base = [
            max(
                _evidence(lines, index, index + offset) + after[number],
                after[number - 1] - _SKIP_BACK if number else -inf,
                giving_up,
            )
            for number, offset in enumerate(offsets)
        ]
        skipped, skipping = _best_skip(base, home)
        so_far = stayed[index]
        departures += (
            _Departure(so_far + skipping, index, "longer", skipped),
            _Departure(so_far + after[home - 1] - _SKIP_BACK, index, "shorter"),
            _Departure(so_far + jumped[index] - _JUMP, index, "jump", difference),
            _Departure(so_far - _LOST, index, "lost"),
        )
        after = _with_skips(base)
    return departures


def _evidence(lines: Lines, index: int, other: int) -> float:
    if not 0 <= other < len(lines.longer):
        return -inf
    return lines.likeness(lines.shorter[index], lines.longer[other])


def _stayed(lines: Lines) -> list[float]:
    """The evidence for all lines before each index at offset 0."""
    sums = [0.0]
    for index in range(len(lines.shorter)):
        sums.append(sums[-1] + _evidence(lines, index, index))
    return sums


def _jumped(lines: Lines) -> list[float]:
    """The evidence for all lines from each index on after a jump; impossible where none is tried."""
    count = len(lines.shorter)
    if len(lines.far) < count or not lines.far:
        return [-inf] * (count + 1)
    sums = [0.0] * (count + 1)
    for index in range(count - 1, -1, -1):
        sums[index] = sums[index + 1] + lines.likeness(lines.shorter[index], lines.far[index])
    return sums


def _price_of_end(missing: int) -> float:
    return 0.0 if missing == 0 else -min(_SKIP + _SKIP_MORE * (missing - 1), _ENDED)


def _best_skip(base: Sequence[float], home: int) -> tuple[int, float]:
    """How many lines of the longer side are best skipped at offset 0, at least one, and the evidence then."""
    gains = ((value - _SKIP - _SKIP_MORE * number, number + 1) for number, value in enumerate(base[home + 1 :]))
    evidence, skipped = max(gains, key=lambda gain: gain[0])
    return skipped, evidence


def _with_skips(base: Sequence[float]) -> list[float]:
    """The best evidence at each offset if any number of lines of the longer side may be skipped first."""
    values = list(base)
    skipping = -inf
    for number in range(len(base) - 2, -1, -1):
        skipping = max(base[number + 1] - _SKIP, skipping - _SKIP_MORE)
        values[number] = max(base[number], skipping)
    return values


def _clear(departures: Sequence[_Departure], lines: Lines) -> Parting | None:
    """The parting at the line or the few lines that hold most of the weight, None if none do."""
    greatest = max(departure.evidence for departure in departures)
    if greatest < _LEAST_EVIDENCE:
        return None
    weights: defaultdict[int, float] = defaultdict(float)
    for departure in departures:
        weights[_first_of_run(departure, lines)] += exp((departure.evidence - greatest) / _CAUTION)
    total = sum(weights.values())
    place = max(weights, key=weights.__getitem__)
    first = last = place
    around = sum(weights.get(place + step, 0.0) for step in (-1, 0, 1))
    if weights[place] < _SURE * total or around < _SURE_AROUND * total:
        held = weights[place]
        while held < _STRETCH * total:
            before, after = weights.get(first - 1, 0.0), weights.get(last + 1, 0.0)
            first, last = (first - 1, last) if before > after else (first, last + 1)
            held += max(before, after)
            if last - first >= _LONGEST_STRETCH:
                return None
    best = max((one for one in departures if one.index == place), key=lambda one: one.evidence)
    return Parting(kind=best.kind, lines=lines, index=place, skipped=best.skipped, first=first, last=last)


def _first_of_run(departure: _Departure, lines: Lines) -> int:
    """The departure's place, moved to the first of several equal lines: which one is skipped is the same."""
    index = departure.index
    if departure.kind in ("longer", "shorter"):
        run = lines.longer if departure.kind == "longer" else lines.shorter
        while index > 0 and run[index].text == run[index - 1].text:
            index -= 1
    return index
