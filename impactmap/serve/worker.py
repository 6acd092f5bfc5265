"""One thread that does what takes long, the most urgent first, while the loop goes on answering."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

VIEW, LOAD, PAGE, SURVEY = range(4)
"""How urgent a job is: what somebody looks at, then what has changed, then all views of a page, then the list."""


class Worker:
    """Jobs in order of urgency, then of coming. It ends with the process, or at `stop`."""

    def __init__(self) -> None:
        self._jobs: list[tuple[int, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._woken = threading.Condition()
        self._stopped = False
        threading.Thread(target=self._run, name="impactmap-worker", daemon=True).start()

    def stop(self) -> None:
        """What is under way is the last; what waits is never done."""
        with self._woken:
            self._stopped = True
            self._woken.notify()

    async def do(self, urgency: int, job: Callable[[], T]) -> T:
        """The result of a job, or what it raises. A job whose asker has gone before its turn is not done."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def settle(how: Callable[[Any], None], what: Any) -> None:
            if not future.done():
                how(what)

        def run() -> None:
            if future.cancelled():
                return
            try:
                result = job()
            except Exception as error:
                self._tell(loop, settle, future.set_exception, error)
            else:
                self._tell(loop, settle, future.set_result, result)

        with self._woken:
            heapq.heappush(self._jobs, (urgency, next(self._count), run))
            self._woken.notify()
        return await future

    @staticmethod
    def _tell(loop: asyncio.AbstractEventLoop, *what: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits any more
            loop.call_soon_threadsafe(*what)

    def _run(self) -> None:
        while True:
            with self._woken:
                while not self._jobs and not self._stopped:
                    self._woken.wait()
                if self._stopped:
                    return
                _, _, job = heapq.heappop(self._jobs)
            job()
