"""Fixtures of the layout tests; `layout_problems` beside this file holds their problems and invariants."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folder of its own


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder of the tests' own: the module is compiled once and the user's cache is left alone."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture
def real_dot() -> None:
    """Skip where Graphviz is not installed."""
    if shutil.which("dot") is None:
        pytest.skip("needs Graphviz's 'dot' on the PATH")


@pytest.fixture
def fake_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a `dot` with the given Python body on an otherwise empty PATH; returns its folder."""

    def install(body: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        script = folder / "dot"
        script.write_text(f"#!{sys.executable} -IS\nimport os, sys, time\n{body}\n", encoding="utf-8")
        script.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))
        return folder

    if os.name == "nt":
        pytest.skip("the fake is a script, which Windows does not run by name")
    return install
