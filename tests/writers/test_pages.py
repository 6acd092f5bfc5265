"""Pages as other tools and other hands leave them (`pages/`): nothing breaks, and nothing is lost without a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from impactmap.convert import convert, same
from impactmap.fixes import tidied
from impactmap.model import ENTITIES, Model
from impactmap.model.grammar import rules
from impactmap.pipeline import load

PAGES = sorted((Path(__file__).parent / "pages").iterdir())
EACH = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)

# Names of fields and sections become the tool's own; these are how HTML spells a line break and some signs.
SPELLED = {"br", "amp", "lt", "gt"} | {
    word.casefold()
    for kind in (Model, *ENTITIES.values())
    for rule in rules(kind)
    for name in (*rule.names, rule.heading or "")
    for word in name.split()
}


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w\w+", text) if word.casefold() not in SPELLED}


@EACH
def test_the_form_of_a_page_is_reached_at_once(path: Path) -> None:
    data = path.read_bytes()
    found = tidied(data, path.name)
    assert same(load(found.data, path=path.name), load(data, path=path.name))
    assert not tidied(found.data, path.name).changed
    assert words(found.before) - {"point"} <= words(found.after), "`pain point` is a `pain`"


@EACH
def test_what_a_page_says_goes_along_or_is_told(path: Path) -> None:
    data = path.read_bytes()
    made = convert(data, "yaml", path=path.name)
    told = " ".join(warning.message for warning in made.warnings)
    assert words(tidied(data, path.name).before) - {"point"} <= words(made.text + told)


@EACH
def test_there_and_back_it_stays(path: Path) -> None:
    data = path.read_bytes()
    there = convert(data, "yaml", path=path.name).text
    back = convert(there.encode(), "markdown", path="a.yaml").text
    assert same(load(back.encode(), path="a.md"), load(data, path=path.name))
    assert convert(back.encode(), "yaml", path="a.md").text == there
    assert not tidied(there.encode(), "a.yaml").changed
    assert not tidied(back.encode(), "a.md").changed


def test_what_is_left_out_is_named() -> None:
    page = """\
# T

See [this](https://example.org/a) and ![a plan](plan.png), [[Long name|that]]. %% not yet %%

## Customer need
- [A need](https://example.org/b)
- [x] Another
"""
    made = convert(page.encode(), "yaml", path="a.md")
    assert [(d.code, d.span and d.span.line, d.message) for d in made.warnings] == [
        (
            "left-out",
            3,
            "left out, as on the map: 'https://example.org/a', 'plan.png', 'Long name' and 2 more",
        )
    ]
    assert "link: https://example.org/b" in made.text
    assert convert(made.text.encode(), "markdown", path="a.yaml").warnings == ()


def test_footnotes_in_the_midst_of_a_list_are_kept() -> None:
    page = "# T\n\n## Customer need\n- N 1\n\n[^1]: One.\n\n- N 2\n\n[a]: https://example.org\n\n  More.\n"
    made = convert(page.encode(), "yaml", path="a.md")
    assert "# [^1]: One." in made.text
    assert "# [a]: https://example.org" in made.text
