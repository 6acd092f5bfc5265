"""Every view has a page in docs/views, with a picture that `make docs` makes and links that lead somewhere."""

from __future__ import annotations

import importlib.util
import re

import pytest
from goldens import ROOT

from impactmap.model import Model
from impactmap.model.grammar import Items, fold, rules
from impactmap.model.model import ENTITIES
from impactmap.views import BUILT_IN

PAGES = ROOT / "docs" / "views"
PARTS = ("How to read it", "Where it comes from", "Its rules", "What it cannot show", "What feeds it")


def made() -> set[str]:
    """The names of the pictures that are made from the samples."""
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "tools" / "pictures.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {f"{name.removesuffix('.md')}.{view}.svg" for name, view, _ in module.PICTURES}


def test_there_is_a_page_for_each_view_and_no_other() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == {*BUILT_IN, "README"}
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert all(f"[{name}]({name}.md)" in index for name in BUILT_IN)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_page_tells_all_that_there_is_to_know(name: str) -> None:
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {name}\n")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(PARTS)
    assert "this\nproject's reading" in page or "this project's reading" in page
    pictures = re.findall(r"!\[[^\]]+\]\(\.\./pictures/([^)]+)\)", page)
    assert pictures and set(pictures) <= made()
    assert pictures[0].endswith(f".{name}.svg")
    for target in re.findall(r"\]\(([^)#:]+\.md)\)", page):
        assert (PAGES / target).exists(), target


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_fields_that_feed_it_are_fields(name: str) -> None:
    known = {rule.name for kind in (Model, *ENTITIES.values()) for rule in rules(kind)} | {"from", "to", "by"}
    known |= {rule.slot.kind for rule in rules(Model) if isinstance(rule.slot, Items)}
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8").split("## What feeds it")[1]
    for word in re.findall(r"`([^`]+)`", page):
        assert fold(word) in {fold(one) for one in known}, word
