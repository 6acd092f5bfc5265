"""Previews of folders of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import previewing
import pytest


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "map.md"
    path.write_text(previewing.MAP, encoding="utf-8")
    return path


@pytest.fixture
def serve() -> Iterator[Callable[..., previewing.Running]]:
    """`serve(sources…)` runs a preview until the test ends."""
    running: list[previewing.Running] = []

    def start(*given: Path | str, **options: Any) -> previewing.Running:
        running.append(previewing.Running(*given, **options))
        return running[-1]

    yield start
    for one in running:
        one.stop()
