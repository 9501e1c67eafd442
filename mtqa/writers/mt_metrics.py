"""Score files of mt-metrics-eval: `metric-scores/SRC-TGT/NAME-REF.LEVEL.score` in a folder.

The layout is that of https://github.com/google-research/mt-metrics-eval: a line `SYSTEM<TAB>SCORE` for each segment,
document or system (LEVEL `seg`, `doc`, `sys`), a block for each system.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import Final

from mtqa.errors import InputError
from mtqa.evaluation import Evaluation
from mtqa.model import ScoredDocument
from mtqa.report import QUALITY, Report
from mtqa.writers.mqm import NO_SYSTEM, reference_name
from mtqa.writers.wording import legible

FOLDER: Final = "metric-scores"
_BLANKS: Final = re.compile(r"\s+")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9-]")
_UNKNOWN: Final = "None"

_Line = tuple[str | None, float | None]
"""A system and a score of it."""


def write(report: Report, folder: Path) -> None:
    """Write the files of all metrics into `folder`, which is made if it is missing; other files in it stay.

    Of metrics in which less is better the negative is written, as is the use there: more is better in every file.
    Raises `InputError` where the folder cannot be written.
    """
    evaluation = report.evaluation
    names = _names(system.system for system in evaluation.systems)
    place = folder / FOLDER / _UNSAFE.sub("_", str(evaluation.language_pair))
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".mtqa-", dir=folder) as unfinished:
            for name, lines in _files(evaluation):
                half = Path(unfinished) / name
                text = "".join(f"{names[system]}\t{_told(score)}\n" for system, score in lines)
                half.write_text(text, encoding="utf-8", newline="\n")
                half.replace(place / name)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}; name another folder with --output-format"
        raise InputError(message, str(folder)) from error


def _files(evaluation: Evaluation) -> Iterator[tuple[str, Iterator[_Line]]]:
    """The name and the lines of each file."""
    references = _references(evaluation)
    for metric in evaluation.metrics:
        sign = -1.0 if metric in evaluation.lower_is_better else 1.0
        base = f"{metric}-{'src' if metric == QUALITY else references}"
        yield f"{base}.seg.score", _segments(evaluation, metric, sign)
        yield f"{base}.doc.score", _documents(evaluation, metric, sign)
        yield f"{base}.sys.score", _systems(evaluation, metric, sign)


def _segments(evaluation: Evaluation, metric: str, sign: float) -> Iterator[_Line]:
    for document in _by_system(evaluation):
        for scored in document.segments:
            yield document.header.system, _signed(scored.scores.get(metric), sign)


def _documents(evaluation: Evaluation, metric: str, sign: float) -> Iterator[_Line]:
    for document in _by_system(evaluation):
        score = document.scores.get(metric)
        yield document.header.system, _signed(score.score if score else None, sign)


def _systems(evaluation: Evaluation, metric: str, sign: float) -> Iterator[_Line]:
    for system in evaluation.systems:
        score = system.scores.get(metric)
        yield system.system, _signed(score.score if score else None, sign)


def _by_system(evaluation: Evaluation) -> Iterator[ScoredDocument]:
    """The documents of each system together, as the files have them."""
    own: dict[str | None, list[ScoredDocument]] = {system.system: [] for system in evaluation.systems}
    for document in evaluation.documents:
        own[document.header.system].append(document)
    for documents in own.values():
        yield from documents


def _signed(score: float | None, sign: float) -> float | None:
    return None if score is None else sign * float(score) + 0.0  # no -0.0


def _told(score: float | None) -> str:
    return _UNKNOWN if score is None else repr(score)


def _references(evaluation: Evaluation) -> str:
    """The references that the metrics compare with, as file names have them: `refA`, `refA.refB`."""
    segments = (scored.segment for document in evaluation.documents for scored in document.segments)
    most = max((len(segment.references) for segment in segments), default=0)
    return ".".join(map(reference_name, range(most))) or "src"


def _names(systems: Iterable[str | None]) -> dict[str | None, str]:
    """A name without blanks for each system, no two alike."""
    names: dict[str | None, str] = {}
    for system in systems:
        name = _BLANKS.sub("_", legible(system or NO_SYSTEM).strip()) or NO_SYSTEM
        candidates = chain([name], (f"{name}_{number}" for number in count(2)))
        names[system] = next(one for one in candidates if one not in names.values())
    return names
