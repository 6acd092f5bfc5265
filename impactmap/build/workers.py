"""Who does the work: this process, others on this machine, or whatever an executor reaches.

A bounded number of batches is on its way at any time, so that memory stays flat however many specs there are.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from itertools import chain, islice
from multiprocessing.context import BaseContext

from impactmap.build.outcome import FAILED
from impactmap.build.plan import Wanted
from impactmap.build.work import Job, Made, make, warm
from impactmap.diagnostics import UsageError

_BATCH = 8  # specs that go to a worker at once
_AHEAD = 3  # batches on their way for each worker: one in its hands, two at its door
_REACH = 16  # workers that an executor is taken to have at least: nobody can ask it


def rendered_by(
    stream: Iterable[Job], count: int, first: Wanted, jobs: int, executor: Executor | None
) -> Generator[Made, None, None]:
    """What comes of each of `count` jobs, in the order in which they are done.

    `first` is wanted of most of them: workers start warmed up for it. A worker that dies costs the spec that it died
    of and no other. Close the iterator to stop early: then workers of this module's own end at once.
    """
    if executor is not None:
        yield from _Crew(executor, stream, max(jobs, _REACH), count).made()
    else:
        yield from _with_pools(stream, count, first, jobs)


def _with_pools(stream: Iterable[Job], count: int, first: Wanted, jobs: int) -> Iterator[Made]:
    """Pool after pool, until all is done: one is of no use any more when a process of it has died.

    What was on its way then is sent once more, one by one, so that it shows which job it was. Where no worker can be
    started, or none of those that were suspected gets anything done, no further pool would do better.
    """
    warm(first)
    rest = iter(stream)
    suspects: list[Job] = []
    worked = False  # whether any worker has ever got anything done
    while True:
        careful = bool(suspects)
        going = iter(suspects) if careful else rest
        with _pool(1 if careful else min(jobs, count)) as pool:
            crew = _Crew(pool, going, 1 if careful else jobs, count, renewable=True, careful=careful)
            got = False
            for made in crew.made():
                got = worked = True
                yield made
        if crew.unsent and not crew.suspects and not got:
            why = f"no worker could be started: {crew.broken}"
            yield from (_failed(job, why) for job in chain(crew.unsent, going, rest))
            return
        if careful:
            yield from (_failed(job, _DIED) for job in crew.suspects)
            suspects = [*crew.unsent, *going]
            if not suspects and not worked:
                yield from (_failed(job, _IDLE) for job in rest)
                return
        elif crew.suspects or crew.unsent:
            suspects, rest = crew.suspects, iter([*crew.unsent, *rest])
        else:
            return


class _Crew:
    """An executor at work on a stream of jobs.

    When it breaks and is `renewable`, the jobs that were on their way are `suspects` and those that it did not take
    are `unsent`, and the rest of the stream is untouched; otherwise they have failed. Who is `careful` sends one job
    at a time.
    """

    def __init__(
        self,
        executor: Executor,
        stream: Iterable[Job],
        hands: int,
        count: int,
        *,
        renewable: bool = False,
        careful: bool = False,
    ) -> None:
        self.suspects: list[Job] = []
        self.unsent: list[Job] = []
        self._executor = executor
        self._stream = iter(stream)
        self._window = 1 if careful else hands * _AHEAD
        self._size = 1 if careful else max(1, min(_BATCH, count // (hands * 4)))
        self._renewable = renewable
        self._again: deque[list[Job]] = deque()
        self.broken = ""

    def made(self) -> Iterator[Made]:
        waiting: dict[Future[list[Made]], list[Job]] = {}
        try:
            while True:
                self._send(waiting)
                if not waiting:
                    break
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield from self._result(future, waiting.pop(future))
        finally:
            # A pool of this module's own is shut down with all that waits; it trips over what others cancel.
            for future in () if self._renewable else waiting:
                future.cancel()
        if self.broken and not self._renewable:
            for job in [*self.unsent, *self._stream]:
                yield _failed(job, self.broken)

    def _send(self, waiting: dict[Future[list[Made]], list[Job]]) -> None:
        while not self.broken and len(waiting) < self._window:
            batch = self._again.popleft() if self._again else list(islice(self._stream, self._size))
            if not batch:
                return
            try:
                waiting[self._executor.submit(make, batch)] = batch
            except (BrokenExecutor, RuntimeError, OSError) as error:
                self._break(error)
                self.unsent += batch

    def _break(self, error: BaseException) -> None:
        self.broken = str(error) or type(error).__name__
        self.unsent += [job for batch in self._again for job in batch]
        self._again.clear()

    def _result(self, future: Future[list[Made]], batch: list[Job]) -> Iterable[Made]:
        try:
            return future.result()
        except BrokenExecutor as error:
            self._break(error)
            if self._renewable:
                self.suspects += batch
                return ()
            return [_failed(job, _DIED) for job in batch]
        except Exception as error:  # of the executor, or of what carries the work: `make` itself raises nothing
            if len(batch) == 1:
                return [_failed(batch[0], f"its worker failed: {type(error).__name__}: {error}")]
            self._again += [[job] for job in batch]
            return ()


_IDLE = "no worker gets anything done: each one was ended from outside, or ended as it started"
_DIED = "the process that rendered it was ended from outside, or had no memory left"


def _failed(job: Job, why: str) -> Made:
    return Made(job.name, failed=FAILED, why=why)


@contextlib.contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with the block; at once, when it is left by an exception.

    Raises UsageError in a worker that is about to import the script that it works for: it would build there too.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise UsageError("a script builds under `if __name__ == '__main__':`, as workers import it once more")
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, _context(), initializer=_begin)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown()


def _context() -> BaseContext:
    """Workers are copies of this process where that is safe: with one thread; they then start warmed up."""
    if sys.platform == "linux":
        alone = len(os.listdir("/proc/self/task")) == 1 if os.path.isdir("/proc/self/task") else False
        return multiprocessing.get_context("fork" if alone and threading.active_count() == 1 else "forkserver")
    return multiprocessing.get_context("spawn")


def _begin() -> None:
    """A worker's first act: it ends when told to, without a word, and never outlives the one that it works for."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What is imported stays, and a map leaves few circles: looking for them all the time took an eighth of the time.
    gc.freeze()
    gc.set_threshold(200_000)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait as wait_for

    wait_for([sentinel])
    os._exit(1)
