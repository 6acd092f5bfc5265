"""Where the work is done: what carries it may fail, be far away, or be somebody else's."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from building import BROKEN, files, metrics, spec, write

from impactmap.build import build, work
from impactmap.build.plan import Wanted
from impactmap.build.work import Job, make
from impactmap.settings import Settings


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for number in range(20):
        write(tmp_path / "docs", **{f"t{number % 3}__m{number}": BROKEN if number == 7 else metrics(f"Map {number}")})
    build([tmp_path / "docs"], tmp_path / "here", jobs=1)
    return tmp_path / "docs"


class Near(Executor):
    """Does the work at once, through pickle, as if it were far away; `fault` may spoil a call."""

    def __init__(self, fault: Callable[[int, list[Job]], None] = lambda call, jobs: None) -> None:
        self.calls, self.fault, self.most = 0, fault, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        sent = pickle.dumps((fn, args, kwargs))
        self.most = max(self.most, len(sent))
        future: Future[Any] = Future()
        try:
            self.fault(self.calls, args[0])
            does, given, named = pickle.loads(sent)  # noqa: S301 - our own
            future.set_result(pickle.loads(pickle.dumps(does(*given, **named))))  # noqa: S301
        except Exception as error:
            future.set_exception(error)
        return future


EXECUTORS = {
    "pickle": Near,
    "threads": lambda: ThreadPoolExecutor(3),
    "spawned": lambda: ProcessPoolExecutor(2, multiprocessing.get_context("spawn")),
}


@pytest.mark.parametrize("executor", EXECUTORS.values(), ids=EXECUTORS)
def test_any_executor_gives_the_same_files(docs: Path, tmp_path: Path, executor: Callable[[], Executor]) -> None:
    with executor() as one:
        outcome = build([docs], tmp_path / "there", executor=one)
    assert [Path(failure.path).name for failure in outcome.failed] == ["m7.md"]
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_local_dask_cluster_builds_too(docs: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    dask = pytest.importorskip("dask")
    quiet = {"distributed.admin.tick.limit": "30s", "distributed.worker.daemon": False}
    with (
        dask.config.set(quiet),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1",
            local_directory=str(tmp_path / "dask"), silence_logs=50,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):  # fmt: skip
        outcome = build([docs], tmp_path / "there", executor=client.get_executor())
    assert (len(outcome.built), len(outcome.failed)) == (19, 1)
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_batch_that_fails_is_sent_again_spec_by_spec(docs: Path, tmp_path: Path) -> None:
    def fault(call: int, jobs: list[Job]) -> None:
        if any(job.name == "t2/m5.md" for job in jobs):
            raise MemoryError("killed there")

    outcome = build([docs], tmp_path / "there", executor=Near(fault), jobs=1)
    assert [Path(failure.path).name for failure in outcome.failed] == ["m7.md", "m5.md"]
    assert "killed there" in outcome.failed[1].why
    assert len(outcome.built) == 18


@pytest.mark.parametrize("error", [BrokenProcessPool("gone"), RuntimeError("cannot schedule new futures")])
def test_an_executor_that_breaks_is_said_and_what_was_done_stays(docs: Path, tmp_path: Path, error: Exception) -> None:
    class Breaking(Near):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            if self.calls >= 4:
                raise error
            return super().submit(fn, *args, **kwargs)

    outcome = build([docs], tmp_path / "there", executor=Breaking())
    assert outcome.built
    assert len(outcome.built) + len(outcome.failed) == 20
    assert outcome.exit_code == 3
    assert build([docs], tmp_path / "there").exit_code == 1
    assert files(tmp_path / "there") == files(tmp_path / "here")


@pytest.mark.parametrize("error", [RuntimeError("can't start new thread"), BlockingIOError(11, "no process left")])
def test_where_no_worker_can_be_started_all_fail_and_it_ends(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    pools = 0

    class Unable(ProcessPoolExecutor):
        def __init__(self, *given: Any, **named: Any) -> None:
            nonlocal pools
            pools += 1
            assert pools < 5, "it doesn't end"
            super().__init__(*given, **named)

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            raise error

    monkeypatch.setattr("impactmap.build.workers.ProcessPoolExecutor", Unable)
    outcome = build([docs], tmp_path / "there", jobs=2)
    assert (len(outcome.failed), outcome.exit_code) == (20, 3)
    assert all(f"no worker could be started: {error}" in one.why for one in outcome.failed)


def _die() -> None:
    os._exit(1)


def test_where_every_worker_ends_as_it_starts_it_ends_too(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("impactmap.build.workers._begin", _die)
    outcome = build([docs], tmp_path / "there", jobs=2)
    assert (len(outcome.failed), outcome.exit_code) == (20, 3)
    assert "ended as it started" in outcome.failed[-1].why


def test_only_so_many_batches_are_on_their_way(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for number in range(400):
        write(docs, **{f"m{number}": spec(f"Map {number}")})
    held: list[Future[Any]] = []
    most = 0

    class Slow(Near):
        """Answers the oldest batch only when the newest has come in, or nothing more comes."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            nonlocal most
            future = pool.submit(fn, *args, **kwargs)
            held.append(future)
            most = max(most, sum(not one.done() for one in held))
            return future

    with ThreadPoolExecutor(1) as pool:
        build([docs], tmp_path / "out", executor=Slow(), index=False)
    assert 8 < most <= 48
    assert len(held) >= 50


def test_a_worker_touches_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job("a.md", "nowhere/a.md", spec().encode(), {("impact-map", "svg"): "a.svg"}, Wanted(), Settings())
    make([job])  # templates are read once
    monkeypatch.setattr("builtins.open", lambda *_, **__: pytest.fail("opened a file"))
    (made,) = make([job])
    assert made.outputs[0][0] == "a.svg"
    assert '"title":"A map"' in made.about


def test_a_defect_costs_one_spec(docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = work._pictures

    def defect(model: Any, job: Job) -> Any:
        if job.name == "t0/m3.md":
            raise ZeroDivisionError("oops")
        return original(model, job)

    monkeypatch.setattr(work, "_pictures", defect)
    outcome = build([docs], tmp_path / "there", jobs=1)
    assert [(Path(one.path).name, one.code) for one in outcome.failed] == [("m3.md", 3), ("m7.md", 1)]
    assert "please report it: ZeroDivisionError" in outcome.failed[0].why
