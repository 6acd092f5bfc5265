"""The output folder: files in it and below it by names with `/`, read, written and removed without ever leaving it."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path

from impactmap.build.manifest import Output
from impactmap.publish import Folder


class Tree:
    """The folder `path`, which need not be there before something is written.

    Reading is for one thread; `publish` may be called from many. Raises OSError where the folder cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._top: Folder | None = None
        self._chain: list[Folder] = []  # the folders on the way to what was read last, held open
        if os.path.lexists(path):
            self._top = Folder(path)

    def __enter__(self) -> Tree:
        return self

    def __exit__(self, *_: object) -> None:
        for folder in (*self._chain, *([self._top] if self._top else ())):
            folder.close()

    @property
    def exists(self) -> bool:
        return self._top is not None

    def make(self) -> Folder:
        """The folder itself, made with all above it where it is missing."""
        if self._top is None:
            self.path.mkdir(parents=True, exist_ok=True)
            self._top = Folder(self.path)
        return self._top

    def read(self, name: str, most: int) -> bytes | None:
        """The first `most` bytes of a file, None where there is no regular file that can be read."""
        try:
            *parents, last = name.split("/")
            return self._at(parents).read(last, most)
        except (OSError, ValueError):
            return None

    def has(self, output: Output) -> bool:
        """Whether a file holds what was made."""
        data = self.read(output.name, output.size + 1)
        return data is not None and output.holds(data)

    def holds(self, name: str) -> bool:
        """Whether there is a regular file of that name."""
        return self.read(name, 0) is not None

    def publish(self, name: str, data: bytes) -> bool:
        """Writes a file, whole or not at all, and folders on the way; False when it holds the bytes already."""
        *parents, last = name.split("/")
        with contextlib.ExitStack() as held:
            folder = self.make()
            for parent in parents:
                folder = held.enter_context(folder.folder(parent, make=True))
            return folder.publish(last, data)

    def remove(self, output: Output) -> bool:
        """Removes a file that holds what was made, and the folders above it that are empty then."""
        if not self.has(output):
            return False
        *parents, last = output.name.split("/")
        self._at(parents).remove(last)
        self._drop(0)
        for depth in range(len(parents), 0, -1):
            with contextlib.suppress(OSError):
                self._at(parents[: depth - 1]).remove_folder(parents[depth - 1])
        return True

    def names(self) -> list[str]:
        """What lies in the folder itself."""
        return self._top.names() if self._top else []

    def sweep(self, files: Iterable[str]) -> list[str]:
        """Removes what killed runs have left beside these files, and names it."""
        swept: list[str] = []
        for folder in sorted({name.rpartition("/")[0] for name in files} | {""}):
            with contextlib.suppress(OSError):
                swept += [f"{folder}/{name}".lstrip("/") for name in self._at(_parts(folder)).sweep()]
        return swept

    def _at(self, parents: list[str]) -> Folder:
        if self._top is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.path))
        common = 0
        for folder, parent in zip(self._chain, parents, strict=False):
            if folder.path.name != parent:
                break
            common += 1
        self._drop(common)
        for parent in parents[common:]:
            above = self._chain[-1] if self._chain else self._top
            self._chain.append(above.folder(parent))
        return self._chain[-1] if self._chain else self._top

    def _drop(self, depth: int) -> None:
        """Lets go of all folders below a depth."""
        while len(self._chain) > depth:
            self._chain.pop().close()


def _parts(folder: str) -> list[str]:
    return folder.split("/") if folder else []
