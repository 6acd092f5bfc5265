"""What is costly to make and the same on every run, kept in the user's own folder between runs.

An entry is trusted as far as its owner: it lies in a folder that only this user can write, behind the SHA-256 of what
it holds. A cut or altered entry is a miss, and who could forge one with its digest can run code as this user anyway.
Nothing here fails: what cannot be kept is made afresh.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path

_LARGEST = 64_000_000  # bytes; the largest entry, Graphviz in machine code, has about 3.2 million

_MOST = 32  # entries of a kind


def recall(name: str) -> bytes | None:
    """What is kept under `name`, or None when there is nothing that can be trusted."""
    entry = _entry(name)
    if entry is None:
        return None
    try:
        if not _private(entry.parent.stat()):
            return None
        handle = os.open(entry, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not (stat.S_ISREG(about.st_mode) and _private(about) and about.st_size <= _LARGEST):
                return None
            content = file.read(_LARGEST)
    except OSError:
        return None
    digest, data = content[:32], content[32:]
    return data if hashlib.sha256(data).digest() == digest else None


def remember(name: str, data: bytes) -> None:
    """Keep `data` under `name`, whole or not at all; a folder that cannot be written keeps nothing."""
    entry = _entry(name)
    if entry is None:
        return
    temporary = ""
    try:
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(entry.parent.stat()):
            return
        handle, temporary = tempfile.mkstemp(dir=entry.parent, prefix=".kept-")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        Path(temporary).replace(entry)
        _weeded(entry)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _weeded(entry: Path) -> None:
    """Only so many entries of a kind (what its name begins with) stay: what other versions made is never asked for."""
    kind = entry.name.partition("-")[0]
    alike = sorted(entry.parent.glob(f"{kind}-*"), key=lambda file: file.stat().st_mtime)
    for old in alike[:-_MOST]:
        old.unlink(missing_ok=True)


def _entry(name: str) -> Path | None:
    """The file of an entry; None when there is no home for it."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # no home folder
        return None
    # The XDG base directory specification: relative paths are to be ignored.
    return base / "impactmap" / name if base.is_absolute() else None


def _private(about: os.stat_result) -> bool:
    """Whether only this user can write there (always so where the system has no such notion)."""
    if not hasattr(os, "geteuid"):
        return True
    return about.st_uid == os.geteuid() and not about.st_mode & 0o022
