"""The processors of this machine: a worker process for each job."""

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Final

from mtqa.evaluation.jobs import Judged
from mtqa.evaluation.workers import Died, Workers
from mtqa.scale.part import Part
from mtqa.scale.settling import settled
from mtqa.scale.tasks import Task
from mtqa.scale.work import Order, Work, start

_TASKS_AHEAD: Final = 2


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """So many worker processes of this machine."""

    jobs: int

    def run(self, work: Work, tasks: Iterable[Task]) -> Generator[tuple[int, Part], None, None]:
        """The parts in the order of the tasks; no more than a few tasks per worker are held."""
        with Workers[Order, Part | Judged](self.jobs, partial(start, work)) as workers:

            def ask(order: Order) -> Part | Judged | Died:
                return workers.submit(order).result()

            def part(task: Task, found: Part | Judged | Died) -> Part:
                if isinstance(found, Died):
                    found = ask(task)
                return found if isinstance(found, Part) else settled(task, ask)

            running: deque[tuple[Task, Future[Part | Judged | Died]]] = deque()
            for task in tasks:
                running.append((task, workers.submit(task)))
                if len(running) > self.jobs * _TASKS_AHEAD:
                    first, future = running.popleft()
                    yield first.number, part(first, future.result())
            for task, future in running:
                yield task.number, part(task, future.result())


def make(jobs: int, scheduler: str | None) -> LocalEngine:
    """The engine; there is no scheduler."""
    del scheduler
    return LocalEngine(jobs)
