"""Sites to build, and a browser that looks at what was built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docs_sites import SAMPLES, SETTINGS, Looker, Site


@pytest.fixture(scope="session")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """`new_site(host)` is a site of MkDocs, Material or Zensical with a spec in `maps/` and no page yet."""

    def make(host: str) -> Site:
        pytest.importorskip({"material": "material"}.get(host, host), reason=f"{host} is not installed")
        site = Site(tmp_path_factory.mktemp(host), host)
        site.write(*SETTINGS[host])
        site.write("maps/blue.md", (SAMPLES / "blue-corp.md").read_text("utf-8"))
        return site

    return make


@pytest.fixture(scope="session")
def look_at(chromium: Any) -> Callable[[Path], Looker]:
    """`look_at(folder)` opens the pages of a site in Chromium."""
    return lambda folder: Looker(chromium, folder)
