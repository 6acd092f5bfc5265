"""After the tests: how well the wording rules do on their corpus."""

from __future__ import annotations

from typing import Any

import pytest

_ASKED = pytest.StashKey[bool]()


def pytest_collection_finish(session: pytest.Session) -> None:
    session.config.stash[_ASKED] = any("test_wording.py" in item.nodeid for item in session.items)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if config.stash.get(_ASKED, False) and not config.option.collectonly:
        from wording_corpus import report

        terminalreporter.section("wording rules: precision and recall")
        for line in report():
            terminalreporter.write_line(line)
