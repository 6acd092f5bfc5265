"""The engine that the user's own Graphviz is: the `dot` on the PATH.

The `graphviz` package knows how `dot` is called; its `pipe` has no time limit and keeps all that is answered,
so the process is run here: in a session of its own, killed with its children when time is up or
when it answers more than any layout needs. Its memory is the system's to limit.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from typing import IO

from impactmap.diagnostics import LayoutError
from impactmap.layout.failures import EngineMissingError

_CHUNK = 65_536


def render(source: str, *, seconds: float, megabytes: int) -> bytes:
    """Graphviz's `json0` for a DOT text, from the `dot` on the PATH. `megabytes` is not enforced.

    Raises EngineMissingError when there is no `dot`, and LayoutError when it fails, floods, or takes longer
    than `seconds`.
    """
    del megabytes
    with _started() as process:
        job = _Job(process, source.encode(), until=time.monotonic() + max(seconds, 0.0))
        try:
            return job.result(seconds)
        finally:
            job.end()


def _started() -> subprocess.Popen[bytes]:
    try:
        from graphviz.backend.dot_command import command
    except ImportError as error:
        raise EngineMissingError(f"the Python package 'graphviz' cannot be loaded: {error}") from error
    try:
        return subprocess.Popen(  # noqa: S603 - a constant command, no shell
            [str(part) for part in command("dot", "json0")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C"},  # a decimal comma would be no JSON
        )
    except OSError as error:
        raise EngineMissingError(
            f"'dot' cannot be run ({error.strerror or error}): install Graphviz, "
            "or leave out '--engine dot': the default engine needs no installation"
        ) from error


class _Job:
    """A `dot` at work: threads feed and read it, so that no full pipe can block it or us."""

    def __init__(self, process: subprocess.Popen[bytes], source: bytes, *, until: float) -> None:
        self._process, self._until = process, until
        # json0 came to ten times its DOT text at most.
        self._answer = _Reader(process, process.stdout, most=1_000_000 + 50 * len(source))
        self._complaint = _Reader(process, process.stderr, most=1_000_000)
        self._feeder = threading.Thread(target=_feed, args=(process.stdin, source), daemon=True)
        self._feeder.start()

    def result(self, seconds: float) -> bytes:
        """What it answered. Raises LayoutError when that is not whole."""
        for reader in (self._answer, self._complaint):
            reader.join(max(0.0, self._until - time.monotonic()))
        if self._answer.flooded or self._complaint.flooded:
            raise LayoutError("'dot' answered more than any layout needs and was stopped")
        try:
            code = self._process.wait(max(0.0, self._until - time.monotonic()))
        except subprocess.TimeoutExpired:
            code = None
        if code is None or self._answer.is_alive():
            raise LayoutError(f"'dot' took longer than {seconds:.1f} s and was stopped")
        if code:
            said = " ".join(bytes(self._complaint.content[:400]).decode("utf-8", "replace").split())
            said = "".join(letter for letter in said if letter.isprintable())[:200]
            raise LayoutError(f"'dot' failed with exit code {code}" + (f": {said}" if said else ""))
        return bytes(self._answer.content)

    def end(self) -> None:
        """Leave no process and no thread behind (a grandchild in a session of its own may keep a pipe open)."""
        threads = (self._answer, self._complaint, self._feeder)
        if self._process.poll() is None or any(thread.is_alive() for thread in threads):
            _kill(self._process)
        for thread in threads:
            thread.join(1.0)


class _Reader(threading.Thread):
    """Reads a pipe to its end; when it brings more than `most` bytes, ends the process."""

    def __init__(self, process: subprocess.Popen[bytes], pipe: IO[bytes] | None, *, most: int) -> None:
        super().__init__(daemon=True)
        self._process, self._pipe, self._most = process, pipe, most
        self.content = bytearray()
        self.flooded = False
        self.start()

    def run(self) -> None:
        """Read on; a pipe that breaks has ended."""
        with contextlib.suppress(OSError, ValueError):
            while self._pipe and (chunk := os.read(self._pipe.fileno(), _CHUNK)):
                self.content += chunk
                if len(self.content) > self._most:
                    self.flooded = True
                    _kill(self._process)
                    return


def _feed(pipe: IO[bytes] | None, source: bytes) -> None:
    """Hand over the graph; a `dot` that does not read it will say so otherwise."""
    with contextlib.suppress(OSError, ValueError):
        if pipe:
            with pipe:
                pipe.write(source)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End `dot` and whatever it started, so that its pipes close and no thread of ours waits on."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
