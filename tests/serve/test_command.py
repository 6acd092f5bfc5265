"""`impactmap serve` as people start and end it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from previewing import BROKEN, PATIENCE, until

ROOT = Path(__file__).resolve().parents[2]

Start = Callable[..., "subprocess.Popen[str]"]


def _hears_ctrl_c() -> None:
    """What is started in the background of a shell would ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start(arguments…)` runs the command; what still runs in the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "impactmap", *arguments],
                cwd=tmp_path,
                stderr=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
                preexec_fn=_hears_ctrl_c,  # noqa: PLW1509 - no thread of ours runs yet
            )
        )
        return running[-1]

    yield start
    for one in running:
        if one.poll() is None:
            one.kill()
        one.communicate(timeout=PATIENCE)


def address(process: subprocess.Popen[str]) -> str:
    """Where it serves, once it says so."""
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise AssertionError("it has ended without an address")


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 - its own address
        return str(answer.read().decode())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_and_ends_at_once(start: Start, spec: Path, how: signal.Signals) -> None:
    process = start("serve", spec.name, "--no-open", "--port", "0")
    url = address(process)
    assert "Find the current draft" in get(url)
    with socket.create_connection(("127.0.0.1", int(url.rstrip("/").rpartition(":")[2]))):  # and somebody is there
        process.send_signal(how)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert out == ""
    assert "Traceback" not in err


def test_ctrl_c_while_it_draws_and_before_it_serves(start: Start, spec: Path) -> None:
    items = "".join(f"- Cause {number}\n  - explains: draft\n" for number in range(400))
    spec.write_text(spec.read_text("utf-8").replace("- Copies", items + "- Copies"), encoding="utf-8")
    process = start("serve", spec.name, "--no-open", "--port", "0")
    url = address(process)
    port = int(url.rstrip("/").rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as one:
        one.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in err


def test_a_port_in_use_is_passed_over_unless_it_was_asked_for(start: Start, spec: Path) -> None:
    first = address(start("serve", spec.name, "--no-open"))
    second = address(start("serve", spec.name, "--no-open"))
    assert first != second
    port = first.rstrip("/").rpartition(":")[2]
    third = start("serve", spec.name, "--no-open", "--port", port)
    _, err = third.communicate(timeout=PATIENCE)
    assert third.returncode == 2
    assert f"port {port} cannot be had" in err
    assert "--port names another" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing.md",), "there is no file or folder 'nothing.md'"),
        (("map.md", "--view", "impact-mop"), "did you mean 'impact-map'"),
        (("map.md", "--host", "192.0.2.1"), "is not this machine"),
        (("map.md", "--host", "example.org"), "is not this machine"),
        (("map.md", "--brand", "none.toml"), "No such file"),
        (("map.md", "--port", "70000"), "70000"),
        (("map.md", "--limit", "byte=1"), "did you mean 'bytes'"),
        (("-",), "standard input"),
        ((), "SRC"),
    ],
)
def test_wrong_use_is_said_and_nothing_is_served(
    start: Start, spec: Path, arguments: tuple[str, ...], said: str
) -> None:
    process = start("serve", "--no-open", *arguments)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert said in err
    assert "http://" not in err
    assert "Traceback" not in err


def test_the_terminal_hears_of_errors_and_of_polling(start: Start, spec: Path) -> None:
    process = start("serve", spec.name, "--no-open", "--port", "0", "--poll", NO_COLOR="1")
    url = address(process)
    assert process.stderr
    assert "looking for them" in process.stderr.readline()
    get(url)
    spec.write_text(BROKEN, encoding="utf-8")
    lines: list[str] = []
    asking = threading.Thread(target=lambda: until(lambda: get(url) and lines and "drat" in "".join(lines)))
    asking.start()  # what nobody looks at is not read
    while "did you mean" not in "".join(lines):
        lines.append(process.stderr.readline())
    asking.join()
    assert "map.md:8:14: error[unknown-reference]" in "".join(lines)


def test_the_browser_is_opened_unless_told_not_to(start: Start, spec: Path, tmp_path: Path) -> None:
    opener = tmp_path / "opener"
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened.part; mv {tmp_path}/opened.part {tmp_path}/opened\n')
    opener.chmod(0o755)
    url = address(start("serve", spec.name, "--port", "0", BROWSER=f"{opener} %s"))
    assert until((tmp_path / "opened").exists)
    assert (tmp_path / "opened").read_text().strip() == url


def test_both_loopback_addresses(start: Start, spec: Path) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no ::1 here")
    url = address(start("serve", spec.name, "--no-open", "--port", "0", "--host", "localhost"))
    port = url.rstrip("/").rpartition(":")[2]
    assert "Find the current draft" in get(f"http://127.0.0.1:{port}/")
    assert "Find the current draft" in get(f"http://[::1]:{port}/")
