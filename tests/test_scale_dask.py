"""Runs with tables on a Dask cluster: nothing lost and nothing counted twice, whatever dies."""

import os
import signal
import subprocess
import sys
import threading
import time
import warnings

import pytest
from lethal import KILLS, STUMBLES, LethalScorer
from test_scale import SCORES_ONLY, files_of, news, rows_of, run

from mtqa.errors import InputError
from mtqa.evaluation import segments
from mtqa.model import DocumentHeader, Segment
from mtqa.scale.dask_engine import interrupts_held
from mtqa.scale.engines import ENGINES
from mtqa.scale.local_engine import LocalEngine

distributed = pytest.importorskip("distributed", reason="needs mtqa[dask]")

# Dask's own servers leave sockets to the collector, and warn of ports in use.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def cluster():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50)
    with made:
        yield made


def test_a_cluster_says_what_one_machine_says(tmp_path, cluster):
    items = list(news(60))
    one = run(items, tmp_path / "one", SCORES_ONLY, engine=LocalEngine(1), chunk=20)
    dask = ENGINES["dask"].make(1, cluster.scheduler_address)
    other = run(items, tmp_path / "other", SCORES_ONLY, engine=dask, chunk=20)
    assert one == other
    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")


def test_a_cluster_of_its_own_needs_no_address(tmp_path):
    items = list(news(10))
    found = run(items, tmp_path / "own", SCORES_ONLY, engine=ENGINES["dask"].make(1, None))
    assert found == run(items, tmp_path / "here", SCORES_ONLY)


def test_a_worker_killed_half_way_costs_nothing(tmp_path, cluster):
    items = list(news(400))
    whole = run(items, tmp_path / "whole", SCORES_ONLY, chunk=20)
    done = []

    def kill():
        while len(list((tmp_path / "killed" / ".mtqa-run").glob("part-*"))) < 20:
            time.sleep(0.005)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        done.append(True)

    killer = threading.Thread(target=kill)
    killer.start()
    dask = ENGINES["dask"].make(1, cluster.scheduler_address)
    found = run(items, tmp_path / "killed", SCORES_ONLY, engine=dask, chunk=20)
    killer.join()
    assert done
    assert found == whole
    assert files_of(tmp_path / "killed") == files_of(tmp_path / "whole")


def test_a_document_that_kills_is_named(tmp_path, cluster, monkeypatch):
    monkeypatch.setattr(segments, "Scorer", LethalScorer)
    items = list(news(6))
    deadly = [
        Segment(header=DocumentHeader(document=text, path="x"), segment="1", hypothesis=text, references=("x",))
        for text in (KILLS, STUMBLES)
    ]
    dask = ENGINES["dask"].make(1, cluster.scheduler_address)
    found = run([*items[:9], *deadly, *items[9:]], tmp_path / "out", SCORES_ONLY, engine=dask)
    assert [failure.document for failure in found.evaluation.failures] == [KILLS, STUMBLES]
    assert len(rows_of(tmp_path / "out", "segments")) == len(items)


def test_no_scheduler_is_one_line(monkeypatch):
    monkeypatch.setattr("mtqa.scale.dask_engine._SECONDS_TO_CONNECT", 1)
    engine = ENGINES["dask"].make(1, "tcp://127.0.0.1:9")
    with pytest.raises(InputError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        next(engine.run(None, ()))


def test_an_interrupt_is_held_back_not_lost():
    went_on = False
    with pytest.raises(KeyboardInterrupt), interrupts_held():
        child = subprocess.Popen([sys.executable, "-c", "import time; print('there', flush=True); time.sleep(60)"])
        os.kill(os.getpid(), signal.SIGINT)
        went_on = True
    child.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.5)
    child.kill()
    child.wait()
    assert went_on
