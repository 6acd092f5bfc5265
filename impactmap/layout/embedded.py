"""The default engine: Graphviz compiled to WebAssembly, run inside this process by wasmtime.

The same Graphviz on every machine, from wheels alone. The guest gets no file, no variable, no network and no
output of ours; its memory is limited and its time is up when the engine's epoch moves. Each layout has a store of its
own: a fresh one costs a millisecond, and after a trap or a failed allocation the old one's memory is in no known state.
"""

from __future__ import annotations

import atexit
import threading
from functools import cache
from typing import TYPE_CHECKING, Any

from impactmap.diagnostics import LayoutError

if TYPE_CHECKING:
    import wasmtime

# One layout at a time: the epoch belongs to the engine, so one layout's limit would stop another's too.
_turn = threading.Lock()


def render(source: str, *, seconds: float, megabytes: int) -> bytes:
    """Graphviz's `json0` for a DOT text.

    Raises LayoutError when it takes longer than `seconds` or more than `megabytes` of memory, when it fails,
    or when it cannot be loaded.
    """
    with _turn:
        try:
            import wasmtime

            engine, module, linker = _loaded()
        except (ImportError, OSError) as error:
            raise LayoutError(f"the embedded Graphviz cannot be loaded: {error}") from error
        except wasmtime.WasmtimeError as error:
            raise LayoutError("the embedded Graphviz cannot be compiled on this machine") from error
        alarm = _Alarm(engine, seconds)
        try:
            guest = _Guest(engine, module, linker, megabytes)  # before the alarm is set: its deadline counts from here
            with alarm:
                return guest.render(source)
        except (wasmtime.WasmtimeError, wasmtime.Trap, IndexError) as error:
            if alarm.rang:
                raise LayoutError(f"the embedded Graphviz took longer than {seconds:.1f} s") from error
            raise LayoutError(f"the embedded Graphviz crashed or needed more than {megabytes} MB") from error


@cache
def _loaded() -> tuple[wasmtime.Engine, wasmtime.Module, wasmtime.Linker]:
    import wasmtime

    from impactmap.layout import compiled

    config = wasmtime.Config()
    config.epoch_interruption = True
    engine = wasmtime.Engine(config)
    linker = wasmtime.Linker(engine)  # it knows what a guest may call, and nothing of any guest
    linker.define_wasi()
    return engine, compiled.module(engine), linker


# Freed while Python still stands: at the very end wasmtime's finalizers find their library gone and complain.
atexit.register(_loaded.cache_clear)


class _Alarm:
    """Moves the engine's epoch when time is up; its thread ends with the `with` block."""

    def __init__(self, engine: wasmtime.Engine, seconds: float) -> None:
        self.rang = False
        self._engine, self._seconds, self._over = engine, max(seconds, 0.0), threading.Event()
        self._thread = threading.Thread(target=self._watch, name="impactmap-layout-limit", daemon=True)

    def _watch(self) -> None:
        if not self._over.wait(self._seconds):
            self.rang = True
            self._engine.increment_epoch()

    def __enter__(self) -> _Alarm:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


class _Guest:
    """One instance of the module. Addresses are offsets into its memory; everything read from it is checked."""

    def __init__(
        self, engine: wasmtime.Engine, module: wasmtime.Module, linker: wasmtime.Linker, megabytes: int
    ) -> None:
        import wasmtime

        self._store = wasmtime.Store(engine)
        self._store.set_limits(memory_size=megabytes << 20)
        self._store.set_epoch_deadline(1)
        self._store.set_wasi(wasmtime.WasiConfig())  # nothing preopened, nothing inherited
        self._exports: Any = linker.instantiate(self._store, module).exports(self._store)

    def _call(self, name: str, *arguments: int) -> int:
        return int(self._exports[name](self._store, *arguments)) & 0xFFFFFFFF  # i32 comes signed

    def _put(self, text: str) -> int:
        data = text.encode() + b"\0"
        address = self._call("malloc", len(data))
        if not address:
            raise IndexError("no memory")
        self._exports["memory"].write(self._store, data, address)
        return address

    def _get(self, address: int, length: int) -> bytes:
        content = bytes(self._exports["memory"].read(self._store, address, address + length))
        if len(content) != length:
            raise IndexError("an address outside the memory")
        return content

    def render(self, source: str) -> bytes:
        """The `json0` for a DOT text. What was allocated goes with the store."""
        size = self._put("\0\0\0")
        result = self._call("graphviz_render", self._put(source), self._put("json0"), self._put("dot"), size)
        if not result:
            raise LayoutError("the embedded Graphviz refused the graph")
        return self._get(result, int.from_bytes(self._get(size, 4), "little"))
