"""What the system is asked for: a trace shows no network, no other program, and no file but those that are due."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SPEC = """\
# Drafts

## Customer need
- I can't tell which draft is current: <https://example.com/draft>

## Root causes
- Copies travel by e-mail
  - evidence: interview, n=4, 2026-08
- ![a picture](https://example.com/a.png) and {{ include("/etc/passwd") }}

## Business harm
- Licences are cut

## KPI gains
- More documents
"""


def traced(folder: Path, *command: str) -> list[str]:
    """The calls of a command and of its processes; skips where nothing can be traced."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    log = folder / "trace.txt"
    done = subprocess.run(
        [strace, "-f", "-qq", "-e", "trace=%network,%file,execve", "-o", log, sys.executable, "-P", "-m", *command],
        cwd=folder / "work",
        env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr or not log.exists():
        pytest.skip("this machine lets nobody trace")
    assert done.returncode == 0, done.stderr
    return log.read_text(encoding="utf-8", errors="replace").splitlines()


@pytest.mark.parametrize(
    "command",
    [
        ("render", "a.md", "-o", "out.svg"),
        ("render", "a.md", "-o", "out.html"),
        ("build", ".", "-o", "out"),
        ("check", "a.md"),
    ],
    ids=lambda command: f"{command[0]} {command[-1]}",
)
def test_only_what_is_due_is_asked_for(tmp_path: Path, command: tuple[str, ...]) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.md").write_text(SPEC, encoding="utf-8")
    calls = traced(tmp_path, "impactmap", *command)
    assert len(calls) > 100
    assert [call for call in calls if re.search(r"\b(socket|connect|bind|sendto)\(", call)] == []
    assert len([call for call in calls if "execve(" in call]) == 1
    opened = [
        (match[1], match[2]) for call in calls if (match := re.search(r'openat\([^"]*"([^"]*)", ([A-Z_|]+)', call))
    ]
    assert not any("passwd" in name for name, _ in opened)
    written = {name for name, flags in opened if re.search("O_WRONLY|O_RDWR|O_CREAT", flags)}
    due = re.compile(
        rf"{re.escape(str(tmp_path))}/|out|\.impactmap-|/dev/(null|tty|shm)|/proc/self|/tmp/\w+$|[^/]*\.pyc?\."
    )
    assert [name for name in written if not due.match(name) and "__pycache__" not in name] == []
