"""What docs/compare.md says is what the commands do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from impactmap import load
from impactmap.comparison.difference import STANDINGS
from impactmap.comparison.lenses import Reason
from impactmap.comparison.likeness import ALIKE
from impactmap.comparison.markdown import MOST_CHARACTERS, MOST_LINES
from impactmap.comparison.written import Style, two_versions

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "compare.md").read_text(encoding="utf-8")


def test_the_comment_that_is_shown_is_the_one_that_comes() -> None:
    text = (ROOT / "samples" / "blue-corp.md").read_text(encoding="utf-8")
    new = text.replace("target: 171", "target: 180").replace("- reopened\n  - guards: docs\n  - min: 50%\n", "")
    made = two_versions(load(text, path="a.md"), load(new, path="b.md"), ("origin/main", "now"), Style("markdown"))[0]
    shown = PAGE.split("```console\n")[1].split("```")[0].split("\n", 1)[1]
    assert made.decode() == shown


def test_every_reason_and_class_is_told() -> None:
    for name in (*get_args(Reason), *STANDINGS):
        assert name in PAGE, name
    for pair in re.findall(r"`([a-z]+(?:-[a-z]+)*)`", PAGE.split("Reasons:")[1].split("\n\n")[0]):
        assert pair in get_args(Reason)


def test_the_figures_are_those_of_the_code() -> None:
    assert f"{MOST_LINES} lines and {MOST_CHARACTERS:,} characters at most" in PAGE
    assert f"at least {ALIKE:.0%} of its words" in PAGE


def test_every_picture_and_page_that_is_named_is_there() -> None:
    for name in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (ROOT / "docs" / name).exists(), name
