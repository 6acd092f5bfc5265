"""Commands under strace: what they asked the system for. Loaded by path, as test folders are no packages here."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # s: so long nothing takes that will ever come

_CALL = re.compile(r"(\d+) +(\w+)\((.*)")
_SOCKET = re.compile(r"\d+<[^<>]*>, ")
_PATH = re.compile(r'(?:<([^<>]*)>, )?"((?:[^"\\]|\\.)*)"')  # the folder that it is relative to comes before
_CHANGES = re.compile(
    "creat|mkdir|mknod|rename|rmdir|unlink|link|symlink|truncate|l?chown|fchown|f?chmod|f?utime|l?setxattr"
)
_WRITES = re.compile("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
_OF_THE_SYSTEM = (
    *("/usr/", "/lib/", "/lib64/", "/proc/", "/sys/", "/dev/"),
    *("/etc/ld.so.", "/etc/localtime", "/etc/ssl/", "/etc/pki/"),
    *(f"{sys.prefix}/", f"{sys.base_prefix}/", f"{ROOT}/impactmap/", f"{ROOT}/templates/"),
)
_SEARCHED = {str(ROOT), *sys.path}
"""The folders that modules are looked for in, which Python lists."""


@dataclass(frozen=True)
class Trace:
    """The calls of a command and of its processes, by name and arguments, that it made in a folder."""

    folder: Path
    calls: Sequence[tuple[str, str]]

    @property
    def programs(self) -> list[str]:
        """What was run, the command itself the first."""
        return [arguments for name, arguments in self.calls if name.startswith("execve")]

    @property
    def talk(self) -> list[str]:
        """Sockets, and what was done with them to be reached or to reach others, without their numbers."""
        names = ("socket", "connect", "bind", "listen", "sendto", "sendmsg", "sendmmsg")
        return [f"{name}({_SOCKET.sub('', arguments)}" for name, arguments in self.calls if name in names]

    @property
    def written(self) -> set[str]:
        """The files and folders that were opened for writing, made, renamed, altered or removed; or were to be.

        Python's own cache of modules is none of a command's affair.
        """
        changing = (
            arguments
            for name, arguments in self.calls
            if _CHANGES.match(name) or (name.startswith("open") and _WRITES.search(arguments))
        )
        found = {path for each in changing for path in self._paths(each)}
        return {path for path in found if not (path.startswith(_OF_THE_SYSTEM) and "/__pycache__" in path)}

    @property
    def read(self) -> set[str]:
        """The files and folders that were opened, but for those of Python, of the package and of the system."""
        opening = (arguments for name, arguments in self.calls if name.startswith("open"))
        found = {path for each in opening for path in self._paths(each)}
        return {path for path in found - _SEARCHED if not f"{path}/".startswith(_OF_THE_SYSTEM)}

    def _paths(self, arguments: str) -> Iterator[str]:
        for base, path in _PATH.findall(arguments):
            yield os.path.normpath(self.folder / base / path)


@functools.cache
def _strace() -> str:
    """The program; skips where nothing can be traced."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    if subprocess.run([strace, "-qq", "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody trace")
    return strace


class Traced:
    """`python -m command…` at work in `folder/work`, its caches and temporary files in folders beside.

    `said` are the lines of its standard error.
    """

    def __init__(self, folder: Path, *command: str) -> None:
        self._work, self._log = folder / "work", folder / "trace.txt"
        (folder / "temporary").mkdir()
        own = {"XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(folder / "temporary"), "PYTHONPATH": str(ROOT)}
        calls = ("-e", "trace=%network,%file,execve")
        self._process = subprocess.Popen(
            [_strace(), "-f", "-y", "-qq", *calls, "-o", self._log, sys.executable, "-P", "-m", *command],
            cwd=self._work,
            env={**os.environ, **own},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stderr
        self.said = self._process.stderr

    def end(self) -> None:
        """Asks it to end, as a service manager does."""
        first = _CALL.match(self._log.read_text(encoding="utf-8", errors="replace"))
        assert first
        os.kill(int(first[1]), signal.SIGTERM)

    def trace(self, *codes: int) -> Trace:
        """All that it did, once it has ended with one of the codes; 0 is the only one unless others are named."""
        _, said = self._process.communicate(timeout=PATIENCE)
        assert self._process.returncode in (codes or (0,)), said
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        calls = [(found[2], found[3]) for line in lines if (found := _CALL.match(line))]
        assert len(calls) > 100
        return Trace(self._work, calls)

    def kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)  # strace and all that it traces
        self._process.wait(PATIENCE)


@contextlib.contextmanager
def traced(folder: Path, *command: str) -> Iterator[Traced]:
    """A command under trace, that is at an end afterwards in any case, and one day also if nobody hears of it."""
    process = Traced(folder, *command)
    last = threading.Timer(PATIENCE, process.kill)
    last.start()
    try:
        yield process
    finally:
        last.cancel()
        process.kill()
        process.said.close()
