"""The live preview: a server for this machine alone, whose pages follow the specs as they are saved."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
import threading
from collections.abc import Callable, Collection
from pathlib import Path

from impactmap.build.sniffing import is_spec
from impactmap.serve.drawn import Known, Wanted, warm_up
from impactmap.serve.maps import Maps, Told
from impactmap.serve.routes import Routes
from impactmap.serve.server import Server
from impactmap.serve.worker import Worker
from impactmap.settings import FILE, SHARED
from impactmap.watching import Sources, Watcher, content

__all__ = ["Known", "Preview", "Wanted"]

SWITCH = 0.001  # s: Python's own 5 ms between threads would be felt between a save and its picture


class Preview:
    """Serves maps until it is told to stop.

    `told` hears what is found in specs. `hosts` are loopback addresses. Without `strict` a port in use is no reason to
    give up: one of the next is taken.
    """

    def __init__(self, sources: Sources, wanted: Wanted, told: Told, *, poll: bool = False) -> None:
        self._sources, self._wanted = sources, wanted
        self._worker = Worker()
        self._maps = Maps(wanted, self._worker, told, sources.brands)
        self._glances = _Glances(sources, wanted.limits.bytes + 1)
        self._watcher = Watcher(sources.files, sources.trees, most=wanted.limits.bytes + 1, poll=poll)
        self._server = Server(Routes(self._maps, wanted.theme or "auto", one=sources.one))
        self.polling = self._watcher.polling

    async def run(self, hosts: Collection[str], port: int, ready: Callable[[str], None], *, tries: int = 1) -> None:
        """Serves until cancelled, or until the process is asked to end. `ready` is called with the address.

        Raises OSError when the port, and the `tries - 1` after it, cannot be had.
        """
        loop = asyncio.get_running_loop()
        over = asyncio.Event()
        for one in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):  # Windows; not the main thread
                loop.add_signal_handler(one, over.set)
        self._maps.arrange(self._glances.specs())
        port = await self._server.listen(hosts, port, tries)
        switch = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH)
        watching = threading.Thread(target=self._watch, args=(loop,), name="impactmap-watcher", daemon=True)
        watching.start()
        try:
            shown = next(iter(hosts))
            ready(f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/")
            await self._worker.do(0, warm_up)
            gc.collect()
            gc.freeze()  # what was loaded stays: no need to look through it again between a save and its picture
            await over.wait()
        finally:
            sys.setswitchinterval(switch)
            self._watcher.stop()
            await self._server.close()
            self._worker.stop()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        for changed in self._watcher.changes():
            specs = self._glances.specs_after(changed)
            settings = any(path.name in (FILE, SHARED) for path in changed)
            brands = {brand.absolute() for brand in tuple(self._sources.brands)}
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._take, changed, specs, settings or bool(changed & brands))

    def _take(self, changed: frozenset[Path], specs: dict[Path, str] | None, all_of_them: bool) -> None:
        if specs is not None:
            self._maps.arrange(specs)
        self._maps.touch(changed, all_of_them=all_of_them)


class _Glances:
    """Which files of a folder are specs. What was taken for one stays one: a half-written spec may look like none."""

    def __init__(self, sources: Sources, most: int) -> None:
        self._sources, self._most = sources, most
        self._are: dict[Path, bool] = {}

    def specs(self) -> dict[Path, str]:
        """The specs with their names."""
        found = self._sources.specs()
        self._are = {path: self._are.get(path) or self._is_spec(path) for path in found}
        return {path: name for path, name in found.items() if self._are[path]}

    def specs_after(self, changed: frozenset[Path]) -> dict[Path, str] | None:
        """The specs after a change; None where that can only have changed what they hold."""
        known = {path.absolute() for path, is_one in self._are.items() if is_one}
        if changed <= known and all(path.exists() for path in changed):
            return None
        for path in tuple(self._are):
            if path.absolute() in changed and not self._are[path]:
                del self._are[path]
        return self.specs()

    def _is_spec(self, path: Path) -> bool:
        if path in self._sources.named:
            return True
        try:
            return is_spec(content(path, self._most), str(path))
        except OSError:
            return False
