"""Engines that map tasks to parts, by name: this machine's processors, or the workers of a cluster.

To add one: a module with a class that has `run`, and a line in `ENGINES`. What an engine must promise stands there.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from mtqa.errors import InputError
from mtqa.evaluation.jobs import Judged
from mtqa.evaluation.scorer import failure
from mtqa.evaluation.workers import Died
from mtqa.scale.part import Part, PlacedLeftOut
from mtqa.scale.tasks import Piece, Task
from mtqa.scale.work import Completion, Order, Trial, Work, failure_of


class Engine(Protocol):
    """What maps tasks to parts."""

    def run(self, work: Work, tasks: Iterable[Task]) -> Generator[tuple[int, Part], None, None]:
        """The number and the part of each task, in any order, each once; its tables are written when it is yielded.

        At most a few tasks per worker are taken ahead. A task whose worker dies is tried again; `settled` says what is
        to be done when it dies once more. Errors that a user can mend are raised.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineEntry:
    """An engine: its name for `--engine`, the line that help and docs show, and the class that is it.

    `module` is loaded when it is used. The class is called with the number of workers and the address of a scheduler,
    None where none is given.
    """

    name: str
    summary: str
    module: str
    takes_scheduler: bool = False

    def make(self, jobs: int, scheduler: str | None) -> Engine:
        """The engine. Raises `InputError` for a scheduler that it does not take."""
        if scheduler is not None and not self.takes_scheduler:
            taking = ", ".join(entry.name for entry in ENGINES.values() if entry.takes_scheduler)
            raise InputError(f"the engine {self.name} takes no --scheduler; name one that does: --engine {taking}")
        return cast(Engine, import_module(self.module).make(jobs, scheduler))


ENGINES = {
    one.name: one
    for one in (
        EngineEntry(name="local", summary="processes of this machine", module="mtqa.scale.local_engine"),
        EngineEntry(
            name="dask",
            summary="a Dask cluster, one of this machine without --scheduler; needs mtqa[dask]",
            module="mtqa.scale.dask_engine",
            takes_scheduler=True,
        ),
    )
}
"""The engines, by name."""


def settled(task: Task, ask: Callable[[Order], Part | Judged | Died]) -> Part:
    """The part of a task on which workers died: its pieces tried one by one, those that kill left out and named.

    `ask` waits for the answer of a worker. Raises `InputError` where what is left cannot be written either.
    """
    tried = [(piece, ask(Trial(piece))) for piece in task.pieces]
    survived = [(piece, found) for piece, found in tried if isinstance(found, Judged)]
    failures = tuple(_failures(tried))
    left = Task(task.number, tuple(piece for piece, _ in survived))
    part = ask(Completion(left, Judged.together([found for _, found in survived]), failures))
    if not isinstance(part, Part):
        how = part.how if isinstance(part, Died) else "no part"
        raise InputError(f"part {task.number} could not be written ({how}); fewer --jobs take less memory")
    return part


def _failures(tried: Sequence[tuple[Piece, object]]) -> Iterator[PlacedLeftOut]:
    for piece, found in tried:
        if isinstance(found, Died):
            yield failure_of(piece, failure(piece.segments, found))
