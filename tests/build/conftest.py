"""Builds are compared with one another while the sources of the tool stay what they are."""

from __future__ import annotations

import functools

import pytest

from impactmap.build import building, fingerprint


@functools.cache
def _once(engine: str) -> str:
    return fingerprint.fingerprint(engine)


@pytest.fixture(autouse=True)
def _same_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who edits the sources while the tests run makes no build believe in a new version."""
    monkeypatch.setattr(building, "fingerprint", _once)
