"""The one way in which a file is written: whole and old, or whole and new, and nowhere but where it was meant to go."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows, where no file that is open can be removed
    fcntl = None  # type: ignore[assignment]

# Where the system walks from an open folder, no link that is put in the way later leads elsewhere.
_HELD = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW") and hasattr(os, "O_DIRECTORY")
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_PATH", os.O_RDONLY)
_FILE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PREFIX, _SUFFIX = ".impactmap-", ".tmp"
_RANDOM = 8  # bytes of a temporary's name


def publish(target: Path, data: bytes) -> bool:
    """Writes `data` to `target`; returns False when it stood there already and nothing was touched.

    The bytes go to a temporary beside the target, to the disk, and only then take its name, so that whatever
    ends the run leaves no half of a file. A file that is replaced keeps its mode. Raises OSError; a target that
    is no regular file (a link, a folder, a device) or may not be written is refused: taking its name would
    change something else than was named.
    """
    if not target.name:  # `.` and `/`
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    with _parent(target) as folder:
        return folder.publish(target.name, data)


def create(target: Path, data: bytes) -> None:
    """Writes a file that must not be there yet. Raises FileExistsError when it is, and then leaves it alone."""
    with _parent(target) as folder:
        folder.create(target.name, data)


@contextlib.contextmanager
def _parent(target: Path) -> Iterator[Folder]:
    try:
        folder = Folder(target.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    with folder:
        yield folder


class Folder:
    """A folder held open: whatever is renamed or linked around it, files are read and written in it and below it.

    A link that leads to the folder named first is followed, links below it never are. Names are those of entries,
    without a slash. Every method raises OSError, naming the file by the path that the folder was opened with. Where
    the system cannot walk from an open folder (Windows), links are looked for before each step instead.
    """

    def __init__(self, path: Path, *, _held: int | None = None) -> None:
        self.path = path
        if _held is None and _HELD:
            _held = os.open(path, _FOLDER)
        elif not _HELD and not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
        self._held = _held

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    # ---- folders ------------------------------------------------------------------------------------------------

    def folder(self, name: str, *, make: bool = False) -> Folder:
        """The folder of that name in this one, which is made where it is missing and `make` says so."""
        with self._naming(name):
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(self._path(name), **self._from)
            if self._held is not None:
                return Folder(self.path / name, _held=os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=self._held))
            about = os.lstat(self._path(name))
            if not stat.S_ISDIR(about.st_mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            return Folder(self.path / name)

    def names(self) -> list[str]:
        """The names of all that is in the folder, sorted."""
        if self._held is None:
            return sorted(os.listdir(self.path))
        readable = os.open(".", os.O_RDONLY | os.O_DIRECTORY, dir_fd=self._held)
        try:
            return sorted(os.listdir(readable))
        finally:
            os.close(readable)

    def about(self, name: str) -> os.stat_result | None:
        """What stands under a name (of a link: the link); None when nothing does."""
        with self._naming(name):
            try:
                return os.lstat(self._path(name), **self._from)
            except FileNotFoundError:
                return None

    # ---- files --------------------------------------------------------------------------------------------------

    def probe(self) -> None:
        """Makes sure that files can be made here: a temporary is, and goes again."""
        try:
            name, descriptor = self._opened()
            os.close(descriptor)
            with contextlib.suppress(FileNotFoundError):  # swept by another run
                os.unlink(self._path(name), **self._from)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self.path)) from error

    def publish(self, name: str, data: bytes) -> bool:
        """As `publish`, for a file in this folder."""
        mode = self._mode(name)
        if mode is not None and self.read(name, len(data) + 1) == data:
            return False
        self._put(name, data, mode)
        return True

    def create(self, name: str, data: bytes) -> None:
        """As `create`, for a file in this folder."""
        if self.about(name) is not None:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.path / name))
        with self._naming(name), self._temporary(data) as temporary:
            # It fails where the name is taken by now, without a moment between look and write.
            os.link(self._path(temporary), self._path(name), **self._both)

    def read(self, name: str, most: int = -1) -> bytes:
        """The bytes of a regular file, `most` of them at most. A link is refused, a pipe never waited for."""
        with self._naming(name), self._open(name) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, "it is no regular file")
            return _all(file, most)

    def remove(self, name: str) -> None:
        with self._naming(name):
            os.unlink(self._path(name), **self._from)

    def remove_folder(self, name: str) -> None:
        """Removes a folder that is empty."""
        with self._naming(name):
            os.rmdir(self._path(name), **self._from)

    def sweep(self) -> list[str]:
        """Removes the temporaries of runs that were killed, and names them; those of a run that goes on stay."""
        swept = []
        for name in self.names():
            if not _is_temporary(name):
                continue
            try:
                descriptor = os.open(self._path(name), os.O_RDWR | _FILE, **self._from)
            except OSError:
                continue
            try:
                _lock(descriptor, wait=False)
                if fcntl is None:
                    os.close(descriptor)
                self.remove(name)
                swept.append(name)
            except OSError:
                pass  # somebody is writing it
            finally:
                if fcntl is not None:
                    os.close(descriptor)
        return swept

    # ---- how ----------------------------------------------------------------------------------------------------

    def _open(self, name: str) -> Any:
        return os.fdopen(os.open(self._path(name), os.O_RDONLY | _FILE, **self._from), "rb", buffering=0)

    def _path(self, name: str) -> Any:
        return name if self._held is not None else self.path / name

    @property
    def _from(self) -> dict[str, Any]:
        return {"dir_fd": self._held} if self._held is not None else {}

    @property
    def _both(self) -> dict[str, Any]:
        return {"src_dir_fd": self._held, "dst_dir_fd": self._held} if self._held is not None else {}

    @contextlib.contextmanager
    def _naming(self, name: str) -> Iterator[None]:
        """Errors name the file that was meant, by its whole path, and never a temporary."""
        try:
            yield
        except OSError as error:
            why = "it is a symbolic link, name the file itself" if error.errno == errno.ELOOP else error.strerror
            raise OSError(error.errno, why, str(self.path / name)) from error

    def _mode(self, name: str) -> int | None:
        """The permissions of the file that would be replaced; None when there is none."""
        about = self.about(name)
        if about is None:
            return None
        with self._naming(name):
            if stat.S_ISLNK(about.st_mode):
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            if stat.S_ISDIR(about.st_mode):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if not stat.S_ISREG(about.st_mode):
                raise OSError(errno.EINVAL, "it is no regular file, use `-o -` and the shell")
            if not about.st_mode & 0o222:
                raise PermissionError(errno.EACCES, "it is read-only")
        return stat.S_IMODE(about.st_mode)

    def _put(self, name: str, data: bytes, mode: int | None) -> None:
        with self._naming(name), self._temporary(data, mode) as temporary:
            os.replace(self._path(temporary), self._path(name), **self._both)

    @contextlib.contextmanager
    def _temporary(self, data: bytes, mode: int | None = None) -> Iterator[str]:
        """A temporary that holds `data`, on the disk; it is locked while in use, and gone after it unless renamed."""
        name, descriptor = self._opened()
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                if mode is not None and hasattr(os, "fchmod"):
                    os.fchmod(file.fileno(), mode)
                if fcntl is not None:
                    yield name
                    return
            yield name  # what is open cannot be renamed there
        finally:
            with contextlib.suppress(OSError):
                os.unlink(self._path(name), **self._from)

    def _opened(self) -> tuple[str, int]:
        while True:
            name = f"{_PREFIX}{secrets.token_hex(_RANDOM)}{_SUFFIX}"
            descriptor = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE, 0o666, **self._from)
            with contextlib.suppress(OSError):  # not every file system can lock; then nobody can sweep either
                _lock(descriptor, wait=True)
            if os.fstat(descriptor).st_nlink:
                return name, descriptor
            os.close(descriptor)  # swept between the two lines above


def _lock(descriptor: int, *, wait: bool) -> None:
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _is_temporary(name: str) -> bool:
    token = name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
    return name == f"{_PREFIX}{token}{_SUFFIX}" and len(token) == 2 * _RANDOM and set(token) <= set("0123456789abcdef")


def _all(file: Any, most: int) -> bytes:
    """Up to `most` bytes of an unbuffered file; one call need not give all."""
    if most < 0:
        return bytes(file.readall())
    first: bytes = file.read(most) or b""
    parts, size = [first], len(first)
    while size < most and (part := file.read(most - size)):
        parts.append(part)
        size += len(part)
    return first if len(parts) == 1 else b"".join(parts)
