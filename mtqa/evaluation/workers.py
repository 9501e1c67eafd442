"""Worker processes that may die: a death costs the job that it happened on, and nothing else.

The executors of the standard library give up all their jobs where one worker dies, and cannot say which job it was.
Here each worker has a thread of its own in this process, which waits for it and starts another in its place.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final, Generic, Self, TypeVar

from mtqa.errors import InputError, MtqaError

Job = TypeVar("Job")
Result = TypeVar("Result")

_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What numpy reads when it is loaded: a process for each processor leaves no room for threads of its own."""

_LONGEST_REASON: Final = 200
_PATIENCE: Final = 5.0  # seconds that a dying process may take


@dataclass(frozen=True, slots=True)
class Died:
    """The end of a job without a result: `how` its worker died, or what it stumbled over."""

    how: str


class Workers(Generic[Job, Result]):
    """Processes that work on jobs; `start` makes, in each of them, the function that does.

    To be used in a `with` block: when it is left, the processes end at once, whatever they are at. They pay no heed to
    an interrupt from the keyboard, which is for this process to answer.
    """

    def __init__(self, number: int, start: Callable[[], Callable[[Job], Result]]) -> None:
        for name in _ONE_THREAD:
            os.environ.setdefault(name, "1")
        self._start = start
        self._threads = ThreadPoolExecutor(number, "mtqa-worker", _leave_interrupts)
        self._own = threading.local()
        self._all: set[_Worker] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in tuple(self._all):
            worker.kill()
        self._threads.shutdown()
        for worker in self._all:
            worker.bury()

    def submit(self, job: Job) -> "Future[Result | Died]":
        """The result of the job when it is there; the future raises the errors that a user can mend."""
        return self._threads.submit(self._done, job)

    def _done(self, job: Job) -> Result | Died:
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = _Worker(self._start)
            self._all.add(worker)
            if self._closed:  # meanwhile: nobody else will end it
                worker.kill()
            worker.wait_until_ready()
        try:
            answer = worker.ask(job)
        except (EOFError, OSError):
            self._all.discard(worker)
            self._own.worker = None
            return Died(worker.epitaph())
        if isinstance(answer, _Raised):
            raise answer.error
        return answer  # type: ignore[return-value]  # what the function in the worker returned


@dataclass(frozen=True, slots=True)
class _Raised:
    """An error that a user can mend, on its way from a worker."""

    error: MtqaError | OSError


@dataclass(frozen=True, slots=True)
class _Ready:
    """A worker's first word."""


class _Worker:
    """A process and the pipe to it."""

    def __init__(self, start: Callable[[], Callable[[Job], Result]]) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_serve, args=(theirs, start), daemon=True)
        self._process.start()
        theirs.close()

    def wait_until_ready(self) -> None:
        """Raises `InputError` where the process ends before it can work, else what kept it from working."""
        try:
            answer = self._connection.recv()
        except (EOFError, OSError) as error:
            message = f"a worker process could not start ({self.epitaph()}); fewer --jobs take less memory"
            raise InputError(message) from error
        if isinstance(answer, _Raised):
            raise answer.error

    def ask(self, job: object) -> object:
        """The answer of the process. Raises `EOFError` or `OSError` where it dies."""
        self._connection.send(job)
        return self._connection.recv()

    def epitaph(self) -> str:
        """How the process died, in words."""
        code = self.bury()
        if code is None or code >= 0:
            return f"ended with exit code {code}"
        with suppress(ValueError):
            name = signal.Signals(-code).name
            return f"killed by {name}; out of memory?" if name == "SIGKILL" else f"killed by {name}"
        return f"killed by signal {-code}"

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()

    def bury(self) -> int | None:
        """The exit code of a process that has ended, of which nothing is kept."""
        self._process.join(_PATIENCE)
        self._connection.close()
        return self._process.exitcode


def _leave_interrupts() -> None:
    """Keep interrupts from this thread, and so from the processes that it starts, from their first moment."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(connection: Connection, start: Callable[[], Callable[[Job], Result]]) -> None:
    """What a worker process does: answer one job after the other until nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # nobody is there any more
        try:
            work = start()
        except (MtqaError, OSError) as error:
            connection.send(_Raised(error))
            return
        connection.send(_Ready())
        while True:
            connection.send(_answer(work, connection.recv()))


def _answer(work: Callable[[Job], Result], job: Job) -> Result | Died | _Raised:
    try:
        return work(job)
    except (MtqaError, OSError) as error:
        return _Raised(error)
    except Exception as error:
        return stumbled(error)


def stumbled(error: Exception) -> Died:
    """A job that a fault of the program ended."""
    first_line = str(error).strip().partition("\n")[0][:_LONGEST_REASON]
    return Died(f"{type(error).__name__}: {first_line}" if first_line else type(error).__name__)
