"""The one way in which a file is written: whole and old, or whole and new."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def publish(target: Path, data: bytes) -> bool:
    """Writes `data` to `target`; returns False when it stood there already and nothing was touched.

    The bytes go to a temporary beside the target, to the disk, and only then take its name, so that whatever
    ends the run leaves no half of a file. Raises OSError; a target that is a symbolic link or a folder is
    refused, as writing there would change something else than was named.
    """
    if target.is_symlink():
        raise OSError(f"'{target}' is a symbolic link; name the file itself")
    if target.is_dir():
        raise IsADirectoryError(f"'{target}' is a folder")
    with contextlib.suppress(OSError):
        if target.stat().st_size == len(data) and target.read_bytes() == data:
            return False
    temporary = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return True


def create(target: Path, data: bytes) -> None:
    """Writes a file that must not be there yet. Raises FileExistsError when it is, and then leaves it alone."""
    if target.is_symlink():
        raise FileExistsError(f"'{target}' exists")
    temporary = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.tmp")
    try:
        temporary.write_bytes(data)
        os.link(temporary, target)  # fails where the name is taken, without a moment between look and write
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
