"""What the tests of builds share: small specs, and what lies in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from impactmap.build.manifest import NAME

ROOT = Path(__file__).resolve().parent.parent
BROKEN = "# Broken\n\n## Customer need\n- One\n\n## Root causes\n- Why\n  - evidense: interview, n=9\n"


def spec(title: str = "A map", causes: int = 1) -> str:
    lines = [f"# {title}", "", "## Customer need", "- I can't find it", "", "## Root causes"]
    return "\n".join([*lines, *(f"- Cause {number}" for number in range(causes)), ""])


def metrics(title: str = "Figures") -> str:
    """A spec with something to show through a metric tree and an opportunity tree."""
    return spec(title) + "\n## KPI gains\n- More users\n\n## Metrics\n- Users\n  - role: north star\n  - value: 3\n"


def write(folder: Path, **files: str) -> None:
    """Files by name; `__` stands for a slash, and without an extension they are Markdown."""
    for name, text in files.items():
        put(folder / f"{name.replace('__', '/')}.md", text)


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder by name, without the manifests."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(NAME)
    }


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file was touched, and which one it is."""
    return {
        file.relative_to(folder).as_posix(): (file.stat().st_mtime_ns, file.stat().st_ino)
        for file in folder.rglob("*")
        if file.is_file()
    }


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "impactmap", "build", *arguments]


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env=environ(**environment),
    )


def environ(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **changes}


def _may_do_anything() -> bool:
    """Whether this user reads even what nobody may read, as root does."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0)
        return os.access(file.name, os.R_OK)


CLOSED = pytest.mark.skipif(_may_do_anything(), reason="this user may read and write everything")
