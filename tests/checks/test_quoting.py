"""Messages without the titles that they quote."""

from __future__ import annotations

import pytest

from impactmap.checks.quoting import Titles
from impactmap.model import Model, Need

TITLES = Titles(Model(title="Drafts", needs=(Need(id="n", title="I can't tell which 'draft' is current"),)))


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("two teams run after 'Drafts'", "two teams run after "),
        ("it says 'I can't tell which …' already", "it says  already"),
        ("“can't tell which” says neither", " says neither"),
        ("“jane@x.org” is an address", "“jane@x.org” is an address"),
        ("'Others' and 'Drafts'", "'Others' and "),
        ("the team's own goal isn't met", "the team's own goal isn't met"),
        ("", ""),
    ],
)
def test_titles_are_taken_out_and_nothing_else(message: str, left: str) -> None:
    assert TITLES.out_of(message) == left


def test_a_long_message_takes_no_long_time() -> None:
    for part in ("'a ", "“", "'", "a' "):
        assert TITLES.out_of(part * 20_000)
