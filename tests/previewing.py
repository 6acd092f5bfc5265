"""A preview that runs in this process, and raw talk with it. Loaded by path, as test folders are no packages here."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from impactmap.build.sources import find_sources
from impactmap.serve import Preview, Wanted
from impactmap.watching import Sources

PATIENCE = 60  # s: so long nothing takes that will ever come

MAP = """\
# Find the current draft

## Customer need
- I can't tell which draft is the current one {#draft}

## Root causes
- Copies travel by e-mail {#email}
  - explains: draft
- Search ranks by file name {#search}
  - explains: draft

## Business harm
- Licences sit unused {#unused}
  - caused by: email, search

## KPI gains
- Active users {#users}
  - reverses: unused
  - baseline: 10
  - target: 20
"""
BROKEN = MAP.replace("explains: draft", "explain: drat", 1).replace("baseline: 10", "basline: 10")


def find(given: Sequence[str]) -> dict[Path, str]:
    return {Path(source.path): source.name for source in find_sources(given, os.devnull).sources}


class Running:
    """A preview at work. `said` is what the terminal would hear."""

    def __init__(self, *given: Path | str, poll: bool = False, hosts: Sequence[str] = ("127.0.0.1",), **wanted: Any):
        self.said: list[tuple[str, int, tuple[str, ...]]] = []
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.address = ""
        self.failed: BaseException | None = None
        sources = Sources([str(one) for one in given], find, wanted.get("brand"))
        self.preview = Preview(
            sources,
            Wanted(**wanted),
            lambda name, known, w: self.said.append((name, len(known.problems), w)),
            poll=poll,
        )
        self._task: asyncio.Task[None] | None = None
        self._hosts = hosts
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        if self.failed:
            raise self.failed

    def _run(self) -> None:
        async def main() -> None:
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
            with contextlib.suppress(asyncio.CancelledError):
                await self.preview.run(self._hosts, 0, self._note)

        try:
            asyncio.run(main())  # as the command does: who has just come in is seen off, too
        except BaseException as error:
            self.failed = error
        finally:
            self._ready.set()

    def _note(self, address: str) -> None:
        self.address = address
        self._ready.set()

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])

    def stop(self) -> None:
        if self._task and self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        if self.failed:
            raise self.failed

    # ---- talk ------------------------------------------------------------------------------------------------

    def raw(self, data: bytes, *, hold: bool = False) -> bytes:
        """All that comes back for some bytes. With `hold` our side stays open."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as one:
            with contextlib.suppress(OSError):  # whoever was let go early is not told more
                one.sendall(data)
                if not hold:
                    one.shutdown(socket.SHUT_WR)
            return b"".join(_chunks(one))

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def news(self, of: str = "/") -> Iterator[dict[str, Any]]:
        """What the stream of a page tells, as long as somebody asks."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as one:
            one.sendall(f"GET /events?of={of} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
            for line in one.makefile("rb"):
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])


def _chunks(one: socket.socket) -> Iterator[bytes]:
    with contextlib.suppress(ConnectionResetError):
        while chunk := one.recv(65536):
            yield chunk


def until(what: Callable[[], Any]) -> Any:
    """Waits for something to be true, and returns it; fails after so long that it never will be."""
    end = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
    return found
