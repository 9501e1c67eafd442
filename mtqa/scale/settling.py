"""What is to be done with a task on which workers have died twice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from mtqa.errors import InputError
from mtqa.evaluation.jobs import Judged
from mtqa.evaluation.scorer import failure
from mtqa.evaluation.workers import Died
from mtqa.scale.part import Part, PlacedLeftOut
from mtqa.scale.tasks import Piece, Task
from mtqa.scale.work import Completion, Order, Trial, failure_of


def settled(task: Task, ask: Callable[[Order], Part | Judged | Died]) -> Part:
    """The part of a task on which workers died: its pieces tried one by one, those that kill left out and named.

    `ask` waits for the answer of a worker. Raises `InputError` where what is left cannot be written either.
    """
    tried = [(piece, ask(Trial(piece))) for piece in task.pieces]
    survived = [(piece, found) for piece, found in tried if isinstance(found, Judged)]
    failures = tuple(_failures(tried))
    left = replace(task, pieces=tuple(piece for piece, _ in survived))
    part = ask(Completion(left, Judged.together([found for _, found in survived]), failures))
    if not isinstance(part, Part):
        how = part.how if isinstance(part, Died) else "no part"
        raise InputError(f"part {task.number} could not be written ({how}); fewer --jobs take less memory")
    return part


def _failures(tried: Sequence[tuple[Piece, object]]) -> Iterator[PlacedLeftOut]:
    for piece, found in tried:
        if isinstance(found, Died):
            yield failure_of(piece, failure(piece.segments, found))
