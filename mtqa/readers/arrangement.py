"""Which files belong together, told from how many there are of each side."""

from dataclasses import dataclass

from mtqa.errors import InputError
from mtqa.model import TakenAs
from mtqa.readers.base import ReadRequest
from mtqa.readers.files import STANDARD_INPUT, InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A hypothesis, a file or a folder, and what stands beside it."""

    hypothesis: str
    source: str | None = None
    references: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths of the group, the hypothesis first."""
        return (self.hypothesis, *((self.source,) if self.source is not None else ()), *self.references)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """One group per hypothesis, how several were taken, and the sentence that tells the user."""

    groups: tuple[Group, ...]
    taken_as: TakenAs | None = None
    note: str | None = None


def arrange(request: ReadRequest) -> Arrangement:
    """The groups of a request. Raises `InputError` where the numbers of files contradict each other."""
    _check_paths(request)
    count = len(request.hypotheses)
    if count == 1:
        if len(request.sources) > 1:
            raise InputError(f"{_counts(request)}: a hypothesis has one source; name that one")
        return Arrangement(groups=(_shared(request, request.hypotheses[0]),))
    taken_as, reason = _taken_as(request)
    if taken_as == "systems":
        groups = tuple(_shared(request, hypothesis) for hypothesis in request.hypotheses)
    else:
        groups = tuple(_own(request, number) for number in range(count))
    kind = "folders" if all(InputFile(path).is_folder for path in request.hypotheses) else "files"
    note = f"{count} hypothesis {kind} taken as {taken_as}: {reason}"
    return Arrangement(groups=groups, taken_as=taken_as, note=note)


def _check_paths(request: ReadRequest) -> None:
    documents = () if request.documents is None else (request.documents,)
    paths = (*request.hypotheses, *request.sources, *request.references, *documents)
    if not request.hypotheses:
        raise InputError("no hypothesis; name a file, a folder, or - for standard input")
    if "" in paths:
        raise InputError("a path is empty; name a file, a folder, or - for standard input")
    if paths.count(STANDARD_INPUT) > 1:
        raise InputError("standard input (-) is named twice; it can be read only once")


def _shared(request: ReadRequest, hypothesis: str) -> Group:
    source = request.sources[0] if request.sources else None
    return Group(hypothesis=hypothesis, source=source, references=request.references)


def _own(request: ReadRequest, number: int) -> Group:
    return Group(
        hypothesis=request.hypotheses[number],
        source=request.sources[number] if request.sources else None,
        references=request.references[number : number + 1],
    )


def _taken_as(request: ReadRequest) -> tuple[TakenAs, str]:
    """How several hypotheses are taken, and why."""
    count = len(request.hypotheses)
    others = {"source": len(request.sources), "reference": len(request.references)}
    if request.taken_as == "systems":
        if others["source"] > 1:
            message = "systems translate one source; name that one, or say --as documents"
            raise InputError(f"{_counts(request)}: {message}")
        return "systems", "as told"
    if request.taken_as == "documents":
        if any(other not in (0, count) for other in others.values()):
            message = "each document needs its own source or reference; name as many, or say --as systems"
            raise InputError(f"{_counts(request)}: {message}")
        return "documents", "as told"
    given = {side: other for side, other in others.items() if other}
    if not given:
        return "documents", "they come alone"
    if all(other == count for other in given.values()):
        return "documents", f"each has its own {' and '.join(given)}"
    if all(other == 1 for other in given.values()):
        return "systems", f"they share one {' and one '.join(given)}"
    message = "as documents each needs its own (say --as documents), as systems they share them (--as systems)"
    raise InputError(f"{_counts(request)}: {message}")


def _counts(request: ReadRequest) -> str:
    sides = {
        "hypothesis": len(request.hypotheses),
        "source": len(request.sources),
        "reference": len(request.references),
    }
    plural = {"hypothesis": "hypotheses"}
    return ", ".join(
        f"{count} {side if count == 1 else plural.get(side, side + 's')}" for side, count in sides.items() if count
    )
