"""Writes docs/rules.md from the rules, so that the page and `impactmap explain` cannot disagree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from impactmap.checks import known
from impactmap.checks.explaining import explanation, weight

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rules.md"

INTRO = """\
# The rules

Made from the rules by `make docs`; `impactmap explain CODE` prints the same. `impactmap check` asks all of them. Which
ones, and how heavily each weighs, follows from the spec's `profile` (`customer-first` unless it says otherwise): the
authors disagree. A project may settle it for all its specs in `impactmap.toml`. What is judged by its wording is never
above a warning.
"""


def page() -> str:
    return "\n".join([INTRO, *_table(), *(explanation(rule) for rule in known())])


def _table() -> Iterator[str]:
    yield "| code | name | weighs |"
    yield "|---|---|---|"
    for rule in known():
        yield f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {weight(rule).lower()} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
