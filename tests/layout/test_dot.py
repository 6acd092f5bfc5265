"""The system's `dot`, honest and otherwise."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from layout_problems import build, verify

from impactmap.diagnostics import LayoutError
from impactmap.layout import EngineMissingError, solve
from impactmap.layout.dot import render

PROBLEM = build((1, 3, 2), [(0, 1), (0, 2), (1, 4), (3, 5), (0, 5)])
Install = Callable[[str], Path]


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    threads = threading.active_count()
    yield
    assert threading.active_count() == threads


@pytest.mark.usefixtures("real_dot")
def test_the_real_one() -> None:
    found = json.loads(render("digraph {n0 -> n1}", seconds=10, megabytes=64))
    assert [thing["name"] for thing in found["objects"]] == ["n0", "n1"]


@pytest.mark.usefixtures("real_dot")
def test_the_real_one_says_what_is_wrong() -> None:
    with pytest.raises(LayoutError, match=r"'dot' failed with exit code 1: .*syntax error"):
        render("digraph {", seconds=10, megabytes=64)


@pytest.mark.parametrize("state", ["absent", "not executable"])
def test_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if state == "not executable":
        (tmp_path / "dot").write_text("")
    with pytest.raises(EngineMissingError, match="the default engine needs no installation"):
        solve(PROBLEM, "dot")


SLEEP = "time.sleep(60)"
FLOOD = "while True: os.write(1, b'x' * 65536)"
GRANDCHILD = "os.fork() or time.sleep(60)\nos._exit(0)"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param("sys.exit(3)", "'dot' failed with exit code 3$", id="crash"),
        pytest.param("sys.stderr.write('oh\\x1b[31m no\\n'); sys.exit(1)", "exit code 1: oh\\[31m no$", id="says why"),
        pytest.param("os.kill(os.getpid(), 11)", "'dot' failed with exit code -11", id="signal"),
        pytest.param(SLEEP, "took longer than 1.0 s", id="sleep"),
        pytest.param("os.close(1); os.close(2); " + SLEEP, "took longer than 1.0 s", id="sleep in silence"),
        pytest.param(GRANDCHILD, "took longer than 1.0 s", id="a grandchild holds the pipe"),
        pytest.param(FLOOD, "more than any layout needs", id="flood"),
        pytest.param(FLOOD.replace("1,", "2,"), "more than any layout needs", id="flood of complaints"),
    ],
)
def test_a_bad_one(fake_dot: Install, body: str, message: str) -> None:
    fake_dot(body)
    began = time.monotonic()
    with pytest.raises(LayoutError, match=message):
        render("digraph {}" + " " * 300_000, seconds=1, megabytes=64)
    assert time.monotonic() - began < 20  # it would take a minute


@pytest.mark.parametrize(
    "body",
    ["sys.exit(3)", SLEEP, FLOOD, "", "print('{}')", 'sys.stdin.read(); print(\'{"objects": [], "edges": []}\')'],
)
def test_a_bad_one_leaves_a_plain_layout_with_a_warning(fake_dot: Install, body: str) -> None:
    fake_dot(body)
    began = time.monotonic()
    layout = solve(PROBLEM, "dot", seconds=0.5)
    assert time.monotonic() - began < 20  # it would take a minute
    verify(PROBLEM, layout)
    assert layout.warning.startswith("Laid out without Graphviz, more plainly: ")


def test_no_process_is_left_behind(fake_dot: Install, tmp_path: Path) -> None:
    fake_dot(f"os.fork(); open({str(tmp_path)!r} + '/' + str(os.getpid()), 'w').close(); {SLEEP}")
    with pytest.raises(LayoutError):
        render("digraph {}", seconds=0.5, megabytes=64)
    pids = [path.name for path in tmp_path.iterdir() if path.name.isdigit()]
    assert len(pids) == 2
    deadline = time.monotonic() + 20
    while any(_running(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _running(pid: str) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
