"""`impactmap watch`: files that follow their specs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from previewing import BROKEN, MAP, PATIENCE, until

from impactmap.build import Outcome, PlanError, build
from impactmap.diagnostics import UsageError
from impactmap.watch import Watch

ROOT = Path(__file__).resolve().parents[2]
FLY = MAP.replace("travel", "fly")


class Building:
    """A watch at work; `outcomes` are what has come of its builds."""

    def __init__(self, folder: Path, out: Path, poll: bool, **options: Any) -> None:
        self.outcomes: list[Outcome | Exception] = []
        self.watch = Watch([str(folder)], out, lambda: build([folder], out, jobs=1, **options), most=100_000, poll=poll)
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        until(lambda: self.outcomes)

    def _run(self) -> None:
        for outcome in self.watch.outcomes():
            self.outcomes.append(outcome)

    def stop(self) -> None:
        self.watch.stop()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "maps"
    path.mkdir()
    (path / "map.md").write_text(MAP, encoding="utf-8")
    return path


@pytest.fixture
def building(folder: Path, tmp_path: Path, poll: bool) -> Iterator[Callable[..., Building]]:
    started: list[Building] = []

    def start(**options: Any) -> Building:
        started.append(Building(folder, tmp_path / "out", poll, **options))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def said(outcome: Outcome | Exception) -> str:
    """What is wrong with a build."""
    return str(outcome) if isinstance(outcome, Exception) else "".join(one.why for one in outcome.failed)


def has(file: Path, words: str) -> bool:
    return file.exists() and words in file.read_text("utf-8")


def test_files_follow_saves_new_specs_and_settings(
    building: Callable[..., Building], folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    running = building()
    assert has(out / "map.svg", "travel")
    before = (out / "map.svg").stat()
    (folder / "new.md").write_text(MAP.replace("# Find", "# Seek"), encoding="utf-8")
    until(lambda: has(out / "new.svg", "Seek"))
    assert (out / "map.svg").stat().st_mtime_ns == before.st_mtime_ns, "what has not changed is not touched"
    (folder / "map.md").write_text(FLY, encoding="utf-8")
    until(lambda: has(out / "map.svg", "Copies fly"))
    (folder / "impactmap.toml").write_text('theme = "dark"\nbrand = "../brand.toml"\n')
    until(lambda: "brand.toml" in said(running.outcomes[-1]))
    (tmp_path / "brand.toml").write_text('logo = "Blue corp"\n')
    until(lambda: has(out / "map.svg", "Blue corp"))
    (tmp_path / "brand.toml").write_text('logo = "Red corp"\n')
    until(lambda: has(out / "new.svg", "Red corp"))


@pytest.mark.parametrize("clean", [False, True])
def test_files_of_specs_that_are_gone_go_only_when_asked(
    building: Callable[..., Building], folder: Path, tmp_path: Path, clean: bool
) -> None:
    (folder / "other.md").write_text(MAP, encoding="utf-8")
    running = building(clean=clean)
    (folder / "map.md").unlink()
    until(lambda: len(running.outcomes) > 1)
    assert (tmp_path / "out" / "map.svg").exists() != clean
    assert (tmp_path / "out" / "other.svg").exists()


def test_a_wrong_spec_leaves_the_last_good_files(
    building: Callable[..., Building], folder: Path, tmp_path: Path
) -> None:
    running = building()
    (folder / "map.md").write_text(BROKEN, encoding="utf-8")
    until(lambda: running.outcomes[-1] is not running.outcomes[0])
    last = running.outcomes[-1]
    assert isinstance(last, Outcome)
    assert "drat" in "".join(last.failed[0].said)
    assert has(tmp_path / "out" / "map.svg", "travel")
    (folder / "map.md").write_text(FLY, encoding="utf-8")
    until(lambda: has(tmp_path / "out" / "map.svg", "Copies fly"))


def test_a_storm_of_saves_ends_with_the_last(building: Callable[..., Building], folder: Path, tmp_path: Path) -> None:
    running = building()
    for number in range(2000):
        (folder / "map.md").write_text(MAP.replace("travel", f"travel{number}x"), encoding="utf-8")
    until(lambda: has(tmp_path / "out" / "map.svg", "travel1999x"))
    assert len(running.outcomes) < 2000


def test_what_stops_a_build_is_told_and_the_next_one_is_begun(
    building: Callable[..., Building], folder: Path, tmp_path: Path
) -> None:
    running = building()
    (folder / "map.yaml").write_text("needs: [x]\n")  # two specs for one file
    until(lambda: isinstance(running.outcomes[-1], PlanError))
    (folder / "map.yaml").unlink()
    until(lambda: isinstance(running.outcomes[-1], Outcome))


def test_what_the_first_build_raises_is_raised(folder: Path, tmp_path: Path) -> None:
    watch = Watch([str(folder)], tmp_path, lambda: build([folder], tmp_path, views=["nothing"]), most=1000)
    with pytest.raises(UsageError):
        next(watch.outcomes())
    with pytest.raises(UsageError, match="no file or folder"):
        Watch([str(tmp_path / "none")], tmp_path, Outcome, most=1000)


# ---- the command ------------------------------------------------------------------------------------------


def _hears_ctrl_c() -> None:
    """What is started in the background of a shell would ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def start(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "impactmap", "watch", *arguments],
        cwd=cwd,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        preexec_fn=_hears_ctrl_c,  # noqa: PLW1509 - no thread of ours runs yet
    )


def read(process: subprocess.Popen[str], words: str) -> str:
    """What is said up to these words."""
    assert process.stderr
    lines = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError(f"it has ended without {words!r}: {lines}")


def test_the_command_says_what_it_does_and_ends_with_ctrl_c(folder: Path, tmp_path: Path) -> None:
    with start("maps", "-o", "out", cwd=tmp_path) as process:
        try:
            assert "built maps/map.md" in read(process, "Waiting for changes")
            spec, other = folder / "map.md", folder / "other.md"
            spec.write_text(BROKEN, encoding="utf-8")
            assert "map.md:8:14: error[unknown-reference]" in read(process, "basline")
            other.write_text(MAP, encoding="utf-8")
            said = read(process, "built maps/other.md")
            assert "drat" not in said, "what stays wrong is not said again"
            spec.write_text(FLY, encoding="utf-8")
            assert "error" not in read(process, "built maps/map.md")
            spec.write_text(BROKEN, encoding="utf-8")
            read(process, "basline")
            spec.write_text(FLY, encoding="utf-8")
            assert "error" not in read(process, "no longer wrong: maps/map.md")
            spec.write_text(BROKEN, encoding="utf-8")
            read(process, "basline")
            spec.unlink()
            assert "no longer" not in read(process, "gone: maps/map.md")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)
            assert (process.returncode, out) == (0, "")
            assert "Traceback" not in err
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("maps",), "--output"),
        (("none", "-o", "out"), "there is no file or folder 'none'"),
        (("maps", "-o", "out", "--view", "impact-mop"), "did you mean 'impact-map'"),
        (("maps", "-o", "out", "--check"), "--check"),
        (("maps", "-o", "maps/map.md"), "map.md"),
    ],
)
def test_wrong_use_ends_it(folder: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    with start(*arguments, cwd=tmp_path) as process:
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert said in err
    assert "Traceback" not in err
