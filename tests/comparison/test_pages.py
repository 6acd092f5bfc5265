"""SVG, HTML and JSON of comparisons: allowed markup only, the same bytes each time, everything said."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import svg_walker
from comparing import models, poisoned
from hypothesis import given, settings

from impactmap import LayoutError, UsageError, load
from impactmap.comparison.written import Style, two_lenses, two_specs, two_versions
from impactmap.model import Model, Need
from impactmap.theme import Theme

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(file for file in (ROOT / "samples").iterdir() if load(file).gains)
BLUE, FOOD = load(ROOT / "samples/blue-corp.md"), load(ROOT / "samples/food-delivery.md")
NAMES = ("a.md", "b.md")
VOID = {"meta", "input", "link", "br", "hr", "img", "base", "col"}


def made(what: str, style: Style, model: Model = BLUE) -> str:
    if what == "lenses":
        return two_lenses(model, style)[0].decode()
    return (two_specs if what == "specs" else two_versions)(FOOD, model, NAMES, style)[0].decode()


def panels(text: str) -> list[ET.Element]:
    return [one for one in svg_walker.check(text).iter(f"{svg_walker.SVG}svg") if one.get("class") == "map"]


def ids(element: ET.Element) -> dict[str, str]:
    """The tag of every card by its id."""
    found = {}
    for card in element.iter(f"{svg_walker.SVG}g"):
        if card.get("data-id"):
            tag = next((g for g in card.iter(f"{svg_walker.SVG}g") if (g.get("class") or "").startswith("tag ")), None)
            found[card.get("data-id") or ""] = "".join(tag.itertext()).strip() if tag is not None else ""
    return found


@pytest.mark.parametrize("spec", SAMPLES, ids=lambda file: file.name)
def test_every_sample_is_drawn_twice_with_the_same_numbers(spec: Path) -> None:
    left, right = map(ids, panels(made("lenses", Style("svg"), load(spec))))
    assert all(left.values()) and all(right.values())
    for one, number in left.items():
        for other, twin in right.items():
            assert (one == other) == (number == twin)


def test_pictures_are_one_above_the_other_at_one_width() -> None:
    root = svg_walker.check(made("lenses", Style("svg")))
    frames = root.findall(f"{svg_walker.SVG}svg")
    (x1, y1, w1, h1), (x2, y2, w2, _) = ([float(f.get(a) or 0) for a in ("x", "y", "width", "height")] for f in frames)
    assert y1 + h1 <= y2 + 0.01
    lanes = []
    for frame, x, w in ((frames[0], x1, w1), (frames[1], x2, w2)):
        inner = frame[0]
        scale = w / float((inner.get("viewBox") or "").split()[2])
        grounds = [g for g in inner.iter(f"{svg_walker.SVG}rect") if g.get("class") == "ground"]
        lanes.append(
            (
                x + scale * min(float(g.get("x") or 0) for g in grounds),
                x + scale * max(float(g.get("x") or 0) + float(g.get("width") or 0) for g in grounds),
            )
        )
    assert lanes[0] == pytest.approx(lanes[1], abs=0.5)


def test_what_is_lost_stands_under_the_pictures_as_text() -> None:
    texts = [
        "".join(one.itertext())
        for one in svg_walker.check(made("lenses", Style("svg"))).findall(f"{svg_walker.SVG}text")
    ]
    for words in (
        "What each lens has no place for",
        "3 business harms",
        "one outcome at a time",
        "9 Documents created per month",
    ):
        assert any(words in text for text in texts), words


def test_twins_of_two_specs_have_one_number() -> None:
    text = (ROOT / "samples/blue-corp.md").read_text(encoding="utf-8").replace("{#email}", "{#mail}")
    other = load(text.replace("email,", "mail,").replace(": email", ": mail"), path="o.md")
    left, right = map(ids, panels(two_specs(BLUE, other, NAMES, Style("svg"))[0].decode()))
    assert left["email"] == right["mail"] == "2"
    assert {**left, "email": "", "mail": ""} == {**right, "email": "", "mail": ""}


@given(models(), models())
@settings(max_examples=15, deadline=None)
def test_any_two_specs_can_be_compared_in_every_format(one: Model, other: Model) -> None:
    for kind in ("svg", "html", "markdown", "json"):
        for compare in (two_specs, two_versions):
            text = compare(one, other, NAMES, Style(kind))[0].decode()
            if kind == "svg":
                svg_walker.check(text)
            elif kind == "json":
                json.loads(text)


@pytest.mark.parametrize("kind", ["svg", "html", "markdown", "json"])
@pytest.mark.parametrize("what", ["lenses", "specs", "versions"])
def test_hostile_text_is_only_text(what: str, kind: str, specimen: Any) -> None:
    for payload in specimen.PAYLOADS[::3] if kind != "svg" else specimen.PAYLOADS:
        text = made(what, Style(kind), poisoned(BLUE, payload))
        if kind == "svg":
            svg_walker.check(text)
        elif kind == "html":
            page = Reader(text)
            assert page.tags.count("script") == 1 and page.tags.count("style") == 1
            assert not {"img", "iframe", "object", "embed", "base", "form", "foreignobject"} & set(page.tags)
            assert not page.handlers
        elif kind == "json":
            json.loads(text)


@pytest.mark.parametrize("mode", ["auto", "light", "dark"])
@pytest.mark.parametrize("kind", ["svg", "html"])
def test_themes(kind: str, mode: Any) -> None:
    text = made("lenses", Style(kind, mode))
    assert ("prefers-color-scheme:dark" in text) == (mode == "auto" or kind == "html")
    if kind == "html":
        assert f'data-theme="{mode}"' in text


def test_the_logo_stands_on_it() -> None:
    for kind in ("svg", "html"):
        assert "Blue corp Ltd" in made("lenses", Style(kind, brand=Theme(logo="Blue corp Ltd")))


def test_a_colour_that_is_more_than_a_colour_is_refused() -> None:
    from msgspec.structs import replace

    from impactmap.theme import LIGHT

    bad = Theme(light=replace(LIGHT, ink="red;} body{background:url(//evil.example)}"))
    with pytest.raises(ValueError, match="should be a colour"):
        made("lenses", Style("html", brand=bad))


# ---- the page -------------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.found: list[tuple[str, dict[str, str]]] = []
        self.handlers: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1] == tag, (self._open[-3:], tag)
        self._open.pop()


@pytest.mark.parametrize("what", ["lenses", "specs", "versions"])
def test_the_page_is_well_made(what: str) -> None:
    page = Reader(made(what, Style("html")))
    names = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(names) == len(set(names))
    for _, attributes in page.found:
        for name in ("aria-labelledby", "aria-controls", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= set(names)
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in names
    assert page.tags.count("h1") == 1
    assert page.tags.count("caption") == page.tags.count("table") >= 1
    assert all("scope" in attributes for tag, attributes in page.found if tag == "th")


def test_the_policy_names_the_script_and_the_style() -> None:
    text = made("lenses", Style("html"))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy and "default-src &#39;none&#39;" in policy[1]
    for tag in ("script", "style"):
        (source,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert text.index("Content-Security-Policy") < text.index("<style>") < text.index("<script>")


def test_the_page_holds_a_tree_for_every_gain_and_the_script_knows_them_by_id() -> None:
    page = Reader(made("lenses", Style("html")))
    assert [a["data-key"] for _, a in page.found if "data-key" in a] == ["revenue-gain", "documents-gain", "adoption"]
    assert sum(a.get("role") == "tab" for _, a in page.found) == 3
    assert sum(a.get("class") == "picture" for _, a in page.found) == 6


def test_of_very_many_trees_the_first_are_held_and_a_warning_says_so() -> None:
    text = (ROOT / "samples/minimal.md").read_text(encoding="utf-8") + "".join(f"- Gain {n}\n" for n in range(12))
    page, warnings = two_lenses(load(text, path="m.md"), Style("html"))
    assert page.count(b'class="picture"') == 16
    assert warnings == ("the page holds 8 of 13 trees: choose others with --outcome",)
    assert two_lenses(load(text, path="m.md"), Style("svg"))[1] == ()


# ---- JSON -----------------------------------------------------------------------------------------------------


def test_json_of_two_lenses() -> None:
    found = json.loads(made("lenses", Style("json")))
    assert list(found) == [
        "comparison", "version", "title", "outcome", "outcomes", "customer_first", "business_first", "facts", "losses",
    ]  # fmt: skip
    assert found["comparison"] == "lenses"
    assert found["customer_first"] == {"steps_to_first_need": 0, "needs_and_causes": 4, "backed": 3}
    assert found["facts"][0] == {
        "number": 1, "id": "current-draft", "kind": "need", "title": BLUE.needs[0].title, "assumed": False,
        "customer_first": "need", "business_first": "opportunity",
    }  # fmt: skip
    assert [fact["number"] for fact in found["facts"]] == list(range(1, 19))
    assert {(loss["lens"], loss["reason"]) for loss in found["losses"]} >= {("business-first", "harm")}


def test_json_of_two_specs_and_of_two_versions() -> None:
    specs = json.loads(made("specs", Style("json")))
    versions = json.loads(made("versions", Style("json")))
    shared = ["same", "reordered", "counts", "map", "links", "references"]
    assert list(specs) == ["comparison", "version", "first", "second", *shared, "facts"]
    assert list(versions) == ["comparison", "version", "old", "new", *shared, "changes"]
    assert sum(specs["counts"].values()) == len(specs["facts"])
    assert all(one["class"] != "same" for one in versions["changes"])
    assert list(versions["changes"][0]) == ["class", "kind", "first", "second", "aligned_by", "under", "changes"]
    assert next(iter(specs["facts"][0])) == "number"


# ---- the same bytes -------------------------------------------------------------------------------------------

PROGRAM = """
import sys
from impactmap import load
from impactmap.comparison.written import Style, two_lenses, two_specs, two_versions
a, b = load("samples/blue-corp.md"), load("samples/food-delivery.md")
for kind in ("svg", "html", "markdown", "json"):
    sys.stdout.buffer.write(two_lenses(a, Style(kind))[0])
    sys.stdout.buffer.write(two_specs(a, b, ("a", "b"), Style(kind))[0])
    sys.stdout.buffer.write(two_versions(a, b, ("a", "b"), Style(kind))[0])
"""


def test_the_same_bytes_whatever_the_seed_of_hashes() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1 and len(outputs.pop()) > 100_000


# ---- odd input ------------------------------------------------------------------------------------------------


def test_empty_maps_can_be_compared() -> None:
    empty = Model(title="Nothing")
    for kind in ("svg", "html", "markdown", "json"):
        two_specs(empty, empty, NAMES, Style(kind))
        two_versions(empty, BLUE, NAMES, Style(kind))
        two_versions(BLUE, empty, NAMES, Style(kind))


def test_wrong_names_are_told() -> None:
    with pytest.raises(UsageError, match="there is no format 'htlm': did you mean 'html'"):
        two_lenses(BLUE, Style("htlm"))
    with pytest.raises(UsageError, match="there is no theme"):
        two_specs(BLUE, FOOD, NAMES, Style("svg", "drak"))  # type: ignore[arg-type]
    with pytest.raises((UsageError, LayoutError), match="engine"):
        two_lenses(BLUE, Style("svg", engine="neato"))


def test_names_that_are_alike_are_told_apart() -> None:
    text = two_specs(BLUE, FOOD, ("map.md", "map.md"), Style("markdown"))[0].decode()
    assert "map.md (first)" in text and "map.md (second)" in text


def test_two_maps_of_a_thousand_items_each() -> None:
    one, other = (
        Model(
            title="T",
            needs=tuple(Need(id=f"{side}{n}", title=f"Need {n} of {n % 7} and {n % 11}") for n in range(1000)),
        )
        for side in "ab"
    )
    found = json.loads(two_specs(one, other, NAMES, Style("json"))[0])
    assert found["counts"]["same"] + found["counts"]["changed"] == 1000
