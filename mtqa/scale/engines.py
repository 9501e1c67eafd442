"""Engines that map tasks to parts, by name: this machine's processors, or the workers of a cluster.

To add one: a module with a function `make`, and an entry in `ENGINES`. What an engine must promise stands in `Engine`.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from mtqa.errors import InputError

if TYPE_CHECKING:  # help reads this table, and must not wait for what computes
    from mtqa.scale.part import Part
    from mtqa.scale.tasks import Task
    from mtqa.scale.work import Work


class Engine(Protocol):
    """What maps tasks to parts."""

    def run(self, work: "Work", tasks: Iterable["Task"]) -> Generator[tuple[int, "Part"], None, None]:
        """The number and the part of each task, in any order, each once; its tables are written when it is yielded.

        At most a few tasks per worker are taken ahead. A task whose worker dies is tried again; `mtqa.scale.settling`
        says what is to be done when it dies once more. Errors that a user can mend are raised.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineEntry:
    """An engine: its name for `--engine`, the line that help and docs show, and what makes it.

    `module` is loaded when it is used. Its function `make` takes the number of workers and the address of a scheduler,
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
