"""What people said of a run, in a TSV file: scores, penalties or accept and reject, by document or segment."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from mtqa.calibration.values import Human
from mtqa.errors import InputError
from mtqa.evaluation import Evaluation
from mtqa.readers.fields import field_of, listing, shown
from mtqa.readers.files import InputFile

Kind = Literal["score", "penalty", "label"]

_KINDS: Final[Mapping[str, Kind]] = {
    "score": "score",
    "human": "score",
    "rating": "score",
    "da": "score",
    "penalty": "penalty",
    "mqm": "penalty",
    "label": "label",
    "verdict": "label",
}
"""The column names that say what people said, and what it is: of scores more is better, of penalties less."""

_LABELS: Final[Mapping[str, bool]] = {
    "accept": True,
    "accepted": True,
    "pass": True,
    "good": True,
    "reject": False,
    "rejected": False,
    "fail": False,
    "bad": False,
}

_UNRATED: Final = frozenset({"", "none", "nan", "na"})
"""What stands in the cell of a text that nobody rated."""

_PLACE: Final = ("document", "system", "segment")

_Place = tuple[str | None, str, str | None]
"""System, document and segment, the last None for a whole document."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What one line says of one place."""

    line: int
    document: str
    system: str | None
    segment: str | None
    value: float


def read_human(path: Path, evaluation: Evaluation) -> Human:
    """What the file says of the documents and segments of a run.

    The first line names the columns: `document`; `system` where the run has several; `segment` where segments were
    rated; and one of `score` (more is better), `penalty` or `mqm` (less is better), `label` (accept or reject). Lines
    on texts that the run does not have are counted. Raises `InputError` for a file that cannot be read so, or that
    says nothing of the run.
    """
    file = InputFile(str(path))
    lines = file.lines()
    _, header = next(lines, (1, ""))
    columns = _Columns.of(header.split("\t"), file.name)
    if columns.kind == "label" and columns.segment is not None:
        raise InputError("labels are of documents; leave out the column of the segments", file.name, 1)
    systems = {document.header.system for document in evaluation.documents}
    if columns.system is None and len(systems) > 1:
        raise InputError(f"the run has {len(systems)} systems; add a column system", file.name, 1)
    said, unknown = _by_place(columns.rows(lines, file.name), evaluation)
    if not said:
        there = listing(dict.fromkeys(document.header.document for document in evaluation.documents))
        raise InputError(f"rates none of the documents of the run, which are {there}", file.name)
    notes = (f"{path}: lines on texts that the run does not have: {unknown}",) if unknown else ()
    if columns.kind == "label":
        return Human(_labels(said, file.name), {}, {}, notes=notes)
    return _scores(said, notes, lower_is_better=columns.kind == "penalty")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns stand, and what the values are."""

    width: int
    kind: Kind
    value: int
    document: int
    system: int | None = None
    segment: int | None = None

    @classmethod
    def of(cls, names: Sequence[str], path: str) -> "_Columns":
        places = {found: at for at, name in enumerate(names) if (found := field_of(name)) in _PLACE}
        kinds = {at: _KINDS[key] for at, name in enumerate(names) if (key := name.strip().lower()) in _KINDS}
        if "document" not in places:
            raise InputError(f"no column document among {listing(names)}; the first line names the columns", path, 1)
        if len(kinds) != 1:
            found = "several columns" if kinds else "no column"
            remedy = "there must be one of score (more is better), penalty (less is better), label (accept, reject)"
            raise InputError(f"{found} of human judgement among {listing(names)}; {remedy}", path, 1)
        ((value, kind),) = kinds.items()
        return cls(len(names), kind, value, places["document"], places.get("system"), places.get("segment"))

    def rows(self, lines: Iterator[tuple[int, str]], path: str) -> Iterator[_Row]:
        """The lines that say something, each with its value."""
        for number, line in lines:
            cells = line.split("\t")
            if cells == [""]:
                continue
            if len(cells) != self.width:
                raise InputError(f"{len(cells)} columns, expected {self.width}", path, number)
            if (cell := cells[self.value].strip()).lower() in _UNRATED:
                continue
            yield _Row(
                number,
                cells[self.document],
                None if self.system is None else cells[self.system],
                None if self.segment is None else cells[self.segment],
                _label(cell, path, number) if self.kind == "label" else _number(cell, path, number),
            )


def _number(cell: str, path: str, line: int) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{shown(cell)} is no number; leave the cell empty where nobody rated", path, line)
    return value


def _label(cell: str, path: str, line: int) -> float:
    if cell.lower() not in _LABELS:
        raise InputError(f"{shown(cell)} is none of {', '.join(_LABELS)}", path, line)
    return float(_LABELS[cell.lower()])


def _by_place(rows: Iterator[_Row], evaluation: Evaluation) -> tuple[dict[_Place, list[_Row]], int]:
    """The lines on each place of the run, and how many are on none.

    What lines without a system, or on a run whose only system has no name, say is of that only system.
    """
    known: set[_Place] = set()
    for document in evaluation.documents:
        header = document.header
        known.add((header.system, header.document, None))
        known.update((header.system, header.document, scored.segment.segment) for scored in document.segments)
    systems = {system for system, _, _ in known}
    said: dict[_Place, list[_Row]] = {}
    unknown = 0
    for row in rows:
        system = next(iter(systems)) if row.system is None or systems == {None} else row.system
        place = system, row.document, row.segment
        if place in known:
            said.setdefault(place, []).append(row)
        else:
            unknown += 1
    return said, unknown


def _labels(said: Mapping[_Place, Collection[_Row]], path: str) -> dict[tuple[str | None, str], bool]:
    labels = {}
    for (system, document, _), rows in said.items():
        if len({row.value for row in rows}) > 1:
            lines = " and ".join(str(row.line) for row in rows)
            raise InputError(f"lines {lines} accept and reject {shown(document)}; decide on one", path)
        labels[system, document] = bool(next(iter(rows)).value)
    return labels


def _scores(said: Mapping[_Place, Sequence[_Row]], notes: tuple[str, ...], *, lower_is_better: bool) -> Human:
    sign = -1.0 if lower_is_better else 1.0
    means = {place: sign * math.fsum(row.value for row in rows) / len(rows) for place, rows in said.items()}
    segments = {
        (system, document, segment): value
        for (system, document, segment), value in means.items()
        if segment is not None
    }
    of_documents: dict[tuple[str | None, str], list[float]] = {}
    for (system, document, _), value in means.items():
        of_documents.setdefault((system, document), []).append(value)
    documents = {place: sum(values) / len(values) for place, values in of_documents.items()}
    return Human({}, documents, segments, lower_is_better, notes)
