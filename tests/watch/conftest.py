"""Watchers that run beside a test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from previewing import find, until

from impactmap.watching import Sources, Watcher


class Watching:
    """A watcher at work; `changes` are the sets that it has told."""

    def __init__(self, *given: Path | str, poll: bool, most: int = 100_000) -> None:
        self.sources = Sources([str(one) for one in given], find)
        self.watcher = Watcher(self.sources.files, self.sources.trees, most=most, poll=poll)
        self.changes: list[frozenset[Path]] = []
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        for changed in self.watcher.changes():
            self.changes.append(changed)

    def heard(self, path: Path) -> int:
        return sum(path in changed for changed in self.changes)

    def hear(self, path: Path, before: int) -> None:
        """Waits until a change of a file has been told once more."""
        until(lambda: self.heard(path) > before)

    def stop(self) -> None:
        self.watcher.stop()
        self.thread.join(60)
        assert not self.thread.is_alive()


@pytest.fixture(params=[False, True], ids=["events", "polling"])
def poll(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def watch(poll: bool) -> Iterator[Callable[..., Watching]]:
    """`watch(sources…)` watches until the test ends."""
    started: list[Watching] = []

    def start(*given: Path | str, **options: Any) -> Watching:
        started.append(Watching(*given, poll=poll, **options))
        return started[-1]

    yield start
    for one in started:
        one.stop()
