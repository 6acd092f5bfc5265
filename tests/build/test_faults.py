"""Whatever fails while writing, and whatever ends the run: each file is whole and old, or whole and new."""

from __future__ import annotations

import errno
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import command, environ, files, metrics, put, run, spec, write

from impactmap import publish
from impactmap.build import build
from impactmap.build.manifest import NAME
from impactmap.build.tree import Tree


def versions(tmp_path: Path) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A folder of specs, and what was and what will be made of them."""
    docs = tmp_path / "docs"
    write(docs, a=spec("A"), team__b=metrics("B"), team__deep__c=spec("C"))
    build([docs], tmp_path / "old")
    write(docs, a=spec("A", 2), team__b=metrics("B, changed"), team__deep__c=spec("C", 3), fresh__d=spec("D"))
    build([docs], tmp_path / "new")
    return docs, files(tmp_path / "old"), files(tmp_path / "new")


class Saboteur:
    """Lets the system fail at one call of all that write, by its number, and at every later one if it `stays`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, code: int, *, stays: bool) -> None:
        self.calls, self.at, self.code, self.stays = 0, at, code, stays
        for name in ("fsync", "replace", "mkdir", "unlink", "fchmod"):
            monkeypatch.setattr(os, name, self.failing(getattr(os, name)))
        original = os.open

        def opened(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if flags & os.O_CREAT:
                self.turn()
            return original(path, flags, *more, **named)

        monkeypatch.setattr(os, "open", opened)
        monkeypatch.setattr(publish.os, "fdopen", self.wrapped(os.fdopen))

    def turn(self) -> None:
        self.calls += 1
        if self.calls == self.at or (self.stays and self.calls > self.at):
            raise OSError(self.code, os.strerror(self.code))

    def failing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            self.turn()
            return call(*given, **named)

        return called

    def wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        saboteur = self

        class Half:
            """A file of which a failing write takes a half."""

            def __init__(self, file: Any) -> None:
                self.file = file

            def __enter__(self) -> Half:
                return self

            def __exit__(self, *_: object) -> None:
                self.file.close()

            def write(self, data: bytes) -> int:
                try:
                    saboteur.turn()
                except OSError:
                    self.file.write(data[: len(data) // 2])
                    raise
                return int(self.file.write(data))

            def __getattr__(self, name: str) -> Any:
                return getattr(self.file, name)

        return lambda descriptor, mode, **named: (Half if "w" in mode else lambda file: file)(
            call(descriptor, mode, **named)
        )


@pytest.mark.parametrize(("code", "stays"), [(errno.ENOSPC, True), (errno.EIO, False), (errno.EROFS, True)])
def test_every_call_that_writes_may_fail(tmp_path: Path, code: int, stays: bool) -> None:
    docs, old, new = versions(tmp_path)
    at = calls = failures = refused = 0
    while at <= calls:
        at += 1
        out = tmp_path / f"out{at}"
        subprocess.run(["cp", "-a", tmp_path / "old", out], check=True)
        with pytest.MonkeyPatch.context() as patch:
            saboteur = Saboteur(patch, at, code, stays=stays)
            try:
                outcome = build([docs], out, jobs=1)
            except OSError:
                # The folder cannot be used at all, which shows before anything is rendered.
                assert {name: data for name, data in files(out).items() if not name.endswith(".tmp")} == old
                refused += 1
                calls = max(calls, saboteur.calls)
                continue
        calls = max(calls, saboteur.calls)
        if saboteur.calls < at:
            assert files(out) == new
            break
        now = {name: data for name, data in files(out).items() if not name.endswith(".tmp")}
        assert all(data in (old.get(name), new[name]) for name, data in now.items() if name != "index.html"), at
        # The index tells what failed; it is whole too.
        assert now["index.html"].endswith(b"</html>\n"), at
        assert set(old) <= set(now), "nothing is lost"
        failed = {Path(one.path).stem for one in outcome.failed}
        failures += bool(failed)
        assert outcome.exit_code == (2 if failed else 0)
        for name in ("a", "team/b", "team/deep/c", "fresh/d"):
            assert now.get(f"{name}.svg") == new[f"{name}.svg"] or Path(name).name in failed, (at, name)
        assert build([docs], out, clean=True).exit_code == 0
        assert files(out) == new, at
    assert failures >= 12, "the faults were met"
    assert refused == 2, "a probe is opened and removed"


def test_a_folder_that_is_swapped_for_a_link_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs, out, outside = tmp_path / "docs", tmp_path / "out", tmp_path / "outside"
    write(docs, team__b=metrics("B"))
    build([docs], out)
    outside.mkdir()
    original = publish.Folder.publish

    def swapping(self: publish.Folder, name: str, data: bytes) -> bool:
        """Swaps the folder between the moment in which it is opened and that in which it is written to."""
        if name == "b.svg" and not (out / "team").is_symlink():
            (out / "team").rename(out / "moved")
            (out / "team").symlink_to(outside)
        return original(self, name, data)

    write(docs, team__b=metrics("changed"))
    monkeypatch.setattr(publish.Folder, "publish", swapping)
    build([docs], out, index=False)
    monkeypatch.undo()
    assert list(outside.iterdir()) == []
    assert b"changed" in (out / "moved/b.svg").read_bytes()


def test_a_folder_that_is_swapped_after_the_plan_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs, out, outside = tmp_path / "docs", tmp_path / "out", tmp_path / "outside"
    write(docs, a=spec("A"), team__b=metrics("B"))
    put(outside / "b.svg", "theirs")
    original = Tree.publish

    def swapping(self: Tree, name: str, data: bytes) -> bool:
        out.mkdir(exist_ok=True)
        if not (out / "team").is_symlink():
            (out / "team").symlink_to(outside)
        return original(self, name, data)

    monkeypatch.setattr(Tree, "publish", swapping)
    outcome = build([docs], out)
    assert [(Path(one.path).name, one.code) for one in outcome.failed] == [("b.md", 2)]
    assert files(outside) == {"b.svg": b"theirs"}
    assert (out / "a.svg").exists()


# ---- kills ---------------------------------------------------------------------------------------------------


def many(docs: Path, count: int, causes: int) -> None:
    for number in range(count):
        write(docs, **{f"t{number % 3}__m{number}": spec(f"Map {number}", causes + number % 4)})


def offspring(group: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_killed_at_any_moment(tmp_path: Path, sign: signal.Signals) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    many(docs, 40, 2)
    build([docs], out)
    old = files(out)
    many(docs, 40, 9)
    build([docs], tmp_path / "new")
    new = files(tmp_path / "new")
    dice = random.Random(int(sign))
    seen = set()
    for _ in range(5):
        running = subprocess.Popen(
            command(str(docs), "-o", str(out), "--jobs", "2", "--no-cache"),
            stderr=subprocess.PIPE,
            env=environ(),
            process_group=0,
        )
        time.sleep(dice.uniform(0.1, 1.4))
        running.send_signal(sign)
        said = running.communicate(timeout=60)[1].decode()
        seen.add(running.returncode)
        assert "Traceback" not in said or sign == signal.SIGINT, "an interrupt may meet Python itself as it starts"
        until = time.monotonic() + 30
        while offspring(running.pid) and time.monotonic() < until:
            time.sleep(0.05)
        assert not offspring(running.pid), "nobody works on for nobody"
        now = {name: data for name, data in files(out).items() if not name.endswith(".tmp")}
        assert set(now) == set(old)
        assert all(data in (old[name], new[name]) for name, data in now.items())
    assert seen <= {0, -sign, 130}
    assert build([docs], out, clean=True).exit_code == 0
    assert files(out) == new


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_ends_with_130_and_says_nothing_of_python(tmp_path: Path, times: int) -> None:
    docs = tmp_path / "docs"
    many(docs, 150, 9)
    running = subprocess.Popen(
        command(str(docs), "-o", str(tmp_path / "out"), "--jobs", "2"),
        stderr=subprocess.PIPE,
        env=environ(),
        process_group=0,
    )
    until = time.monotonic() + 60
    while not list((tmp_path / "out").rglob("*.svg")) and time.monotonic() < until:
        time.sleep(0.01)
    for _ in range(times):
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does
        time.sleep(0.05)
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == 130
    assert "Traceback" not in said
    assert times > 1 or re.search(r"stopped, \d+ of 150 maps are done: run it again", said)
    assert not [name for name in files(tmp_path / "out") if name.endswith(".tmp")]


def test_sixteen_runs_at_once(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    many(docs, 12, 2)
    build([docs], tmp_path / "alone")
    options = (("--clean",), ("--no-cache",), ("--jobs", "2"), ())
    running = [
        subprocess.Popen(
            command(str(docs), "-o", str(out), *options[number % 4]), stderr=subprocess.PIPE, text=True, env=environ()
        )
        for number in range(16)
    ]
    for one in running:
        said = one.communicate(timeout=300)[1]
        assert one.returncode == 0, said
    assert files(out) == files(tmp_path / "alone")
    assert [file.name for file in out.iterdir() if file.name.startswith(".")] == [NAME]
    assert build([docs], out).written == ()


# ---- a worker that dies --------------------------------------------------------------------------------------

DEADLY = """
import os, signal
from impactmap.views.impact_map import *
from impactmap.views import impact_map
NAME = "deadly"

def graph(model, direction, outcome):
    if model.title == "Deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if model.title == "Raising":
        raise ValueError("a defect")
    return impact_map.graph(model, direction, outcome)
"""


def test_a_worker_that_dies_costs_the_spec_that_it_dies_of(tmp_path: Path) -> None:
    plug = tmp_path / "plug"
    put(plug / "deadly_view.py", DEADLY)
    put(plug / "deadly-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: deadly\nVersion: 1\n")
    put(plug / "deadly-1.dist-info/entry_points.txt", "[impactmap.views]\ndeadly = deadly_view\n")
    docs, out = tmp_path / "docs", tmp_path / "out"
    many(docs, 30, 2)
    write(docs, t0__x=spec("Deadly"), t1__y=spec("Deadly"), t2__z=spec("Raising"))
    path = os.pathsep.join([environ()["PYTHONPATH"], str(plug)])
    done = run(str(docs), "-o", str(out), "--view", "deadly", "--jobs", "2", cwd=tmp_path, PYTHONPATH=path)
    assert done.returncode == 3, done.stderr
    assert "33 maps: 30 built, 3 failed" in done.stderr
    assert done.stderr.count("was ended from outside") == 2
    assert done.stderr.count("please report it: ValueError") == 1
    assert len([name for name in files(out) if name.endswith(".svg")]) == 30
    assert "Traceback" not in done.stderr
