"""The one way in which a file is written: whole and old, or whole and new."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path


def publish(target: Path, data: bytes) -> bool:
    """Writes `data` to `target`; returns False when it stood there already and nothing was touched.

    The bytes go to a temporary beside the target, to the disk, and only then take its name, so that whatever
    ends the run leaves no half of a file. A file that is replaced keeps its mode. Raises OSError; a target that
    is no regular file (a link, a folder, a device) or may not be written is refused: taking its name would
    change something else than was named.
    """
    mode = _mode(target)
    if mode is not None and target.stat().st_size == len(data) and target.read_bytes() == data:
        return False
    temporary = _written(target, data)
    try:
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        _removed(temporary)
        raise
    return True


def create(target: Path, data: bytes) -> None:
    """Writes a file that must not be there yet. Raises FileExistsError when it is, and then leaves it alone."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    temporary = _written(target, data)
    try:
        os.link(temporary, target)  # fails where the name is taken by now, without a moment between look and write
    finally:
        _removed(temporary)


def _mode(target: Path) -> int | None:
    """The permissions of the file that would be replaced; None when there is none."""
    try:
        about = target.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(about.st_mode):
        raise OSError(errno.EINVAL, "it is a symbolic link, name the file itself", str(target))
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "it is no regular file, use `-o -` and the shell", str(target))
    if not about.st_mode & 0o222:
        raise PermissionError(errno.EACCES, "it is read-only", str(target))
    return stat.S_IMODE(about.st_mode)


def _written(target: Path, data: bytes) -> Path:
    """A temporary beside the target that holds `data`, on the disk. Errors name the target."""
    temporary = target.with_name(f".impactmap-{secrets.token_hex(8)}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        _removed(temporary)
        raise OSError(error.errno, error.strerror, str(target)) from error
    except BaseException:
        _removed(temporary)
        raise
    return temporary


def _removed(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()
