"""One Playwright for the whole session, and Chromium started from it, where there is one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

Launch = Callable[..., Any]


@pytest.fixture(scope="session")
def specimen() -> ModuleType:
    """Hand-written graphs, and the pages made from them."""
    import specimen

    return specimen


@pytest.fixture(scope="session")
def launch_chromium() -> Iterator[Launch]:
    """`launch_chromium(**options)` starts a browser; what it starts ends with the session at the latest."""
    if not os.access(CHROMIUM, os.X_OK) or Path(CHROMIUM).is_dir():
        pytest.skip(f"no Chromium at {CHROMIUM}; set CHROMIUM to one")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:

        def launch(env: dict[str, str] | None = None) -> Any:
            return playwright.chromium.launch(
                executable_path=CHROMIUM, args=ARGUMENTS, env={**os.environ, **env} if env else None
            )

        yield launch


@pytest.fixture(scope="session")
def chromium(launch_chromium: Launch) -> Iterator[Any]:
    """A browser with the fonts of this machine."""
    browser = launch_chromium()
    yield browser
    browser.close()
