"""The workers of a Dask cluster. Retries, lost workers and the dashboard are Dask's; the extra `dask` has it.

A task is sent as bytes and kept by the scheduler until it is done, so a task whose worker is lost is done again
elsewhere: its files have the same names and the same bytes, and its part is counted once, when its future is done.
Each worker process makes one workbench per run.
"""

import logging
import os
import pickle
import signal
import threading
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import Any, Final

from mtqa.errors import InputError, MissingExtraError, MtqaError
from mtqa.evaluation.jobs import Judged
from mtqa.evaluation.workers import Died, stumbled
from mtqa.scale.part import Part
from mtqa.scale.settling import settled
from mtqa.scale.tasks import Task
from mtqa.scale.work import Order, Work, start

RETRIES: Final = 2
"""How often Dask does a task again that ended with an error of the system."""

_TASKS_AHEAD: Final = 2
_SECONDS_TO_CONNECT: Final = 30


@dataclass(frozen=True, slots=True)
class DaskEngine:
    """The cluster of a scheduler, or one of so many processes of this machine where no scheduler is named."""

    jobs: int
    scheduler: str | None

    def run(self, work: Work, tasks: Iterable[Task]) -> Generator[tuple[int, Part], None, None]:
        """The parts as they are done; no more than a few tasks per thread of the cluster are held."""
        with self._client() as client:
            packed = _packed(work)
            name = blake2b(packed, digest_size=8).hexdigest()
            # A result and no scattered data, for that is lost with the workers that hold it.
            setting = client.submit(bytes, packed, pure=False, retries=RETRIES)

            def submit(order: Order) -> Any:
                return client.submit(_done, name, setting, _packed(order), pure=False, retries=RETRIES)

            def ask(order: Order) -> Part | Judged | Died:
                return _answer(submit(order))

            yield from _walked(client, tasks, submit, ask)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        """A client of the cluster. Raises `InputError` where its scheduler does not answer."""
        distributed = _distributed()
        if self.scheduler is None:
            with _own_cluster(self.jobs) as cluster, distributed.Client(cluster) as client:
                yield client
            return
        try:
            client = distributed.Client(self.scheduler, timeout=_SECONDS_TO_CONNECT)
        except (OSError, ValueError) as error:
            message = f"no Dask scheduler answers at {self.scheduler}; is it running, and the address tcp://HOST:8786?"
            raise InputError(message) from error
        with client:
            yield client


@contextmanager
def _own_cluster(jobs: int) -> Iterator[Any]:
    """A cluster of worker processes of this machine; an interrupt is for this process to answer, and ends them."""
    with ExitStack() as start:
        start.enter_context(interrupts_held())
        cluster = _distributed().LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": ":0"},  # any port: another run may have the usual one
            silence_logs=logging.CRITICAL,
        )
        with cluster:
            try:
                start.close()  # raises the interrupt that came meanwhile
                yield cluster
            except BaseException:
                for nanny in cluster.workers.values():
                    nanny.auto_restart = False
                    os.kill(nanny.pid, signal.SIGKILL)
                raise


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold interrupts from the keyboard back until the end; processes that begin meanwhile never get one."""
    came = list[int]()
    # Blocked here, and so in threads and processes that begin now; another thread may take one, hence the handler.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    is_main = threading.current_thread() is threading.main_thread()  # which alone may say so, and alone is interrupted
    handler = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number)) if is_main else None
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if is_main:
            signal.signal(signal.SIGINT, handler)
    if came:
        signal.raise_signal(signal.SIGINT)


def make(jobs: int, scheduler: str | None) -> DaskEngine:
    """The engine. Raises `MissingExtraError` where Dask is not installed."""
    _distributed()
    return DaskEngine(jobs, scheduler)


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise MissingExtraError("--engine dask", "dask") from error
    return distributed


def _walked(
    client: Any,
    tasks: Iterable[Task],
    submit: Callable[[Order], Any],
    ask: Callable[[Order], Part | Judged | Died],
) -> Generator[tuple[int, Part], None, None]:
    """The parts as they are done, new tasks taken as there is room for them."""
    todo = iter(tasks)
    ahead = _TASKS_AHEAD * max(sum(client.nthreads().values()), 1)
    running = {submit(task): task for task in islice(todo, ahead)}
    done = _distributed().as_completed(list(running))
    for future in done:
        task = running.pop(future)
        answer = _answer(future)
        future.release()
        yield task.number, answer if isinstance(answer, Part) else settled(task, ask)
        for more in islice(todo, 1):
            new = submit(more)
            running[new] = more
            done.add(new)


def _answer(future: Any) -> Part | Judged | Died:
    """What became of a task: Dask gives one up when it has cost several workers their lives."""
    try:
        answer = future.result()
    except _distributed().KilledWorker as error:
        return Died(f"killed {error.allowed_failures + 1} workers; out of memory?")
    if not isinstance(answer, Part | Judged | Died):
        raise TypeError(f"{type(answer).__name__} is not what a worker answers")
    return answer


def _packed(value: object) -> bytes:
    """The value as bytes, small enough for the scheduler to keep."""
    return zlib.compress(pickle.dumps(value), 1)


def _done(name: str, setting: bytes, order: bytes) -> Part | Judged | Died:
    """In a worker: what comes of an order; errors of the system are raised, and Dask tries again."""
    try:
        return _workbench(name, setting)(pickle.loads(zlib.decompress(order)))
    except (MtqaError, OSError):
        raise
    except Exception as error:
        return stumbled(error)


@lru_cache(maxsize=1)
def _workbench(name: str, setting: bytes) -> Callable[[Order], Part | Judged]:
    """The function that does the work of the run of this name, made once in each process."""
    del name  # for the cache: runs may come one after the other
    work: Work = pickle.loads(zlib.decompress(setting))
    return start(work)
