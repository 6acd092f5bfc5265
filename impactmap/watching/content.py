"""What files hold, told apart without keeping it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

from msgspec import Struct

RACY = 2.0  # s: a file system may tell times no finer, so a file this young may change and look the same


class Seen(Struct, frozen=True):
    """A file as it was seen. `digest` stands for what it held, or says why that could not be read."""

    digest: bytes = b""
    size: int = -1  # of a file that is not there
    stamp: tuple[int, int, int] | None = None
    young: bool = False

    @property
    def there(self) -> bool:
        return self.size >= 0


def content(path: Path, most: int) -> bytes:
    """The first `most` bytes of a file. Raises OSError, also for what is no regular file and might never end."""
    # Without O_NONBLOCK a named pipe would be waited for; where there is no such flag there are no such pipes.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        return file.read(most)


def look(path: Path, most: int, now: float, before: Seen | None = None) -> Seen:
    """A file as it is. It is not read when it bears the stamp of `before` and is too old to be another.

    `now` is the time in seconds since the epoch. Whatever is wrong with the file is only another state of it.
    """
    try:
        about = path.stat()
    except (OSError, ValueError) as error:
        return Seen(repr(getattr(error, "errno", error)).encode())
    stamp = (about.st_mtime_ns, about.st_size, about.st_ino)
    if before is not None and before.stamp == stamp and not before.young:
        return before
    try:
        data = content(path, most)
    except OSError as error:
        return Seen(repr(error.errno).encode())
    # What lies beyond `most` is told by the size alone: a file so large is refused whatever it holds.
    digest = hashlib.sha256(data).digest() + about.st_size.to_bytes(8, "big") * (len(data) == most)
    return Seen(digest, len(data), stamp, now - about.st_mtime < RACY)
