"""What the page says and promises, read without a browser."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from impactmap.formats import html
from impactmap.graph import Fact, Link
from impactmap.theme import DARK, LIGHT, Theme, contrast


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    parents: tuple[Element, ...] = field(default=(), repr=False)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class Reader(HTMLParser):
    VOID = frozenset({"meta", "input", "link", "br", "hr", "img", "base"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(source)
        self.close()
        assert not self._open, f"left open: {[e.tag for e in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute comes twice in <{tag}>: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, parents=tuple(self._open))
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str = "", *, cls: str = "", **attributes: str) -> list[Element]:
        return [
            e
            for e in self.elements
            if (not tag or e.tag == tag)
            and (not cls or cls in e.classes)
            and all(e.attributes.get(name.replace("_", "-")) == value for name, value in attributes.items())
        ]


@pytest.fixture(scope="module")
def source(specimen: ModuleType) -> str:
    return str(specimen.page_of(specimen.IMPACT_MAP, specimen.TREE))


@pytest.fixture(scope="module")
def page(source: str) -> Reader:
    return Reader(source)


# ---- policy -----------------------------------------------------------------------------------------------


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def test_policy_comes_first_and_names_the_script_and_the_style_by_hash(page: Reader) -> None:
    head = page.elements[page.elements.index(page.all("head")[0]) + 1 :]
    assert head[0].attributes == {"charset": "utf-8"}
    assert head[1].attributes["http-equiv"] == "Content-Security-Policy"
    (script,), (style,) = page.all("script"), page.all("style")
    assert head[1].attributes["content"] == (
        f"default-src 'none'; script-src {_digest(script.text)}; style-src {_digest(style.text)}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not script.attributes
    assert not style.attributes


def test_no_handler_or_style_attribute_and_nothing_that_loads(page: Reader) -> None:
    for element in page.elements:
        for name in element.attributes:
            assert name != "style"
            assert not name.startswith("on")
            assert name not in ("src", "srcset", "action", "formaction", "ping", "xlink:href", "srcdoc")
    assert not {e.tag for e in page.elements} & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "foreignobject",
    }
    (style,) = page.all("style")
    assert "url(" not in style.text
    assert "@import" not in style.text


@pytest.mark.parametrize("name", ["page.js", "page-camera.js", "page-map.js", "page-place.js"])
def test_the_script_has_no_way_to_turn_text_into_markup_or_code(name: str) -> None:
    code = (Path(html.__file__).parents[2] / "templates" / name).read_text("utf-8")
    sinks = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser"
        r"|createContextualFragment|import\(|fetch\(|XMLHttpRequest|WebSocket|sendBeacon"
        r"|setAttribute\(\"(?:style|on)"
    )
    assert not re.search(sinks, code)


def test_the_script_is_the_same_for_every_map(specimen: ModuleType, page: Reader) -> None:
    other = Reader(specimen.page_of(specimen.odd(), title="Other", mode="dark"))
    assert other.all("script")[0].text == page.all("script")[0].text
    assert other.all("style")[0].text == page.all("style")[0].text


@pytest.mark.parametrize("value", ["red;}</style>", "url(x)", "#12", "", "#1234567890", "#fff\n"])
def test_a_theme_cannot_write_rules(specimen: ModuleType, value: str) -> None:
    with pytest.raises(ValueError, match="the theme's ink should be a colour"):
        specimen.page_of(specimen.TREE, theme=Theme(light=replace(LIGHT, ink=value)))


# ---- structure --------------------------------------------------------------------------------------------


def test_ids_are_unique_though_the_same_graph_comes_twice(specimen: ModuleType) -> None:
    page = Reader(specimen.page_of(specimen.IMPACT_MAP, specimen.TREE, specimen.IMPACT_MAP))
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_every_reference_leads_somewhere(page: Reader) -> None:
    ids = {e.attributes["id"] for e in page.elements if "id" in e.attributes}
    for element in page.elements:
        for name in ("aria-controls", "aria-labelledby", "aria-describedby", "for", "data-view"):
            assert set(element.attributes.get(name, "").split()) <= ids
        href = element.attributes.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids


def test_controls_are_hidden_until_the_script_runs(page: Reader) -> None:
    controls = [e for e in page.elements if e.tag in ("button", "input", "select", "textarea")]
    assert len(controls) > 15
    for control in controls:
        assert any("hidden" in parent.attributes or parent.tag == "dialog" for parent in control.parents)


def test_every_card_of_a_picture_is_in_its_outline(page: Reader) -> None:
    for view in page.all("section", cls="view"):
        inside = [e for e in page.elements if view in e.parents]
        drawn = [e.attributes["data-id"] for e in inside if "card" in e.classes]
        told = [e.attributes["data-id"] for e in inside if "item" in e.classes]
        assert drawn
        assert sorted(drawn) == sorted(told)


def test_the_outline_says_all_that_is_known(specimen: ModuleType, page: Reader) -> None:
    for graph, view in zip((specimen.IMPACT_MAP, specimen.TREE), page.all("section", cls="view"), strict=True):
        (outline,) = [e for e in page.all("section", cls="outline") if view in e.parents]
        said = [graph.preface, graph.summary, *graph.lost]
        said += [text for lane in graph.lanes for text in (lane.heading, lane.caption)]
        for card in graph.cards:
            said += [card.title, card.figure, card.who, card.remark, *(badge.text for badge in card.badges)]
            said += [text for fact in card.facts for text in (fact.label, fact.text)]
        for text in said:
            assert text in outline.text


def test_a_vacant_lane_says_so(specimen: ModuleType) -> None:
    cards = tuple(card for card in specimen.TREE.cards if card.entity != "solution")
    links = tuple(link for link in specimen.TREE.links if link.targets != ("one-link",))
    page = Reader(specimen.page_of(replace(specimen.TREE, cards=cards, links=links)))
    assert [e.text for e in page.all(cls="vacant")] == ["no solution named yet"]


def test_neighbours_both_ways(page: Reader) -> None:
    item = page.all("li", cls="item", data_id="unused")[0]
    ways = {
        "".join(e.text for e in page.elements if way in e.parents and "label" in e.classes): [
            e.text for e in page.elements if way in e.parents and "go" in e.classes
        ]
        for way in page.all("div", cls="way")
        if item in way.parents
    }
    assert ways == {
        "Linked from": [
            "Copies travel by e-mail; nothing marks one as the source of truth.",
            "People keep private copies because sharing exposes comments.",
            "Search ranks by file name, and every draft is called “Proposal”.",
        ],
        "Leads to": ["Revenue per month", "Documents created per month", "Active users per customer"],
    }


def test_a_fact_that_a_neighbour_says_is_not_said_twice(specimen: ModuleType) -> None:
    need, cause, *_ = specimen.IMPACT_MAP.cards
    repeats = (Fact("Explains", need.title), Fact("Explains", need.title, "#kept"), Fact("Note", "kept"))
    cards = (need, replace(cause, facts=repeats))
    links = specimen.IMPACT_MAP.links[:1]
    page = Reader(specimen.page_of(replace(specimen.IMPACT_MAP, cards=cards, links=links)))
    item = page.all(cls="item", data_id="email")[0]
    assert [e.text.strip() for e in page.all("dd") if item in e.parents] == [need.title, "kept"]


def test_a_shared_connector_of_hundreds_is_not_a_hundred_thousand_links(specimen: ModuleType) -> None:
    model = specimen.IMPACT_MAP.cards[1]
    sources = tuple(replace(model, id=f"s{i}", rank=0) for i in range(40))
    targets = tuple(replace(model, id=f"t{i}", rank=1) for i in range(40))
    link = Link(tuple(c.id for c in sources), tuple(c.id for c in targets))
    lanes = specimen.IMPACT_MAP.lanes[:2]
    page = Reader(specimen.page_of(replace(specimen.IMPACT_MAP, lanes=lanes, cards=sources + targets, links=(link,))))
    assert len(page.all("a", cls="go")) == 80 * html.MOST_NEIGHBOURS
    assert sum(e.text == "and 16 more" for e in page.all("li")) == 80


def test_chips_name_and_count_the_kinds(specimen: ModuleType, page: Reader) -> None:
    def chips(source: Reader) -> list[tuple[str, str]]:
        return [(e.attributes["data-entity"], " ".join(e.text.split())) for e in source.all("button", cls="chip")]

    assert chips(page) == [
        ("need", "Customer need 1"),
        ("cause", "Root causes 3"),
        ("harm", "Business harm 3"),
        ("gain", "KPI gains 3"),
        ("gain", "Outcome 1"),
        ("need", "Opportunities 1"),
        ("cause", "Sub-opportunities 2"),
        ("solution", "Solutions 1"),
    ]
    mixed = replace(specimen.TREE, cards=tuple(replace(c, rank=min(c.rank, 1)) for c in specimen.TREE.cards), links=())
    names = [name for _, name in chips(Reader(specimen.page_of(mixed)))]
    assert names == ["Outcome 1", "Opportunity 1", "Sub-opportunity 2", "Solution 1"]


def test_tabs_tell_pictures_of_one_lens_apart(specimen: ModuleType) -> None:
    other = replace(
        specimen.TREE,
        key="opportunity-tree.docs",
        cards=(replace(specimen.TREE.cards[0], title="Documents"),),
        links=(),
    )
    page = Reader(specimen.page_of(specimen.IMPACT_MAP, specimen.TREE, other))
    tabs = page.all("button", role="tab")
    assert [e.text for e in page.all(cls="start")] == [
        "Customer-first impact map",
        "Active users per customer",
        "Documents",
    ]
    # Until it is looked through, the lens is one tab under its own name.
    assert [e.text for e in page.all(cls="of")] == ["Opportunity solution tree"]
    assert [tab.attributes["aria-label"] for tab in tabs] == [
        "Customer-first impact map",
        "Opportunity solution tree: Active users per customer",
        "Opportunity solution tree: Documents",
    ]
    assert [e.text for e in page.all(cls="lens")] == ["Opportunity solution tree"]
    assert not Reader(specimen.page_of(specimen.TREE)).all("button", role="tab")


def test_no_pictures_and_no_cards_are_a_page_too(specimen: ModuleType) -> None:
    assert Reader(specimen.page_of()).all("h1")[0].text == specimen.TITLE
    empty = replace(specimen.IMPACT_MAP, cards=(), links=())
    assert not Reader(specimen.page_of(empty)).all(cls="item")


@pytest.mark.parametrize("mode", ["auto", "light", "dark"])
def test_the_mode_is_where_the_page_starts(specimen: ModuleType, mode: Any) -> None:
    assert Reader(specimen.page_of(specimen.TREE, mode=mode)).all("html")[0].attributes["data-theme"] == mode


def test_the_page_and_its_pictures_share_no_class(page: Reader) -> None:
    """Or a rule for the one would colour the other."""
    inside: set[str] = set()
    outside: set[str] = set()
    for element in page.elements:
        drawing = "map" in element.classes or any("map" in parent.classes for parent in element.parents)
        (inside if drawing else outside).update(element.classes)
    assert "card" in inside
    assert "item" in outside
    assert not inside & outside


# ---- colours ----------------------------------------------------------------------------------------------


def test_both_palettes_are_there_and_paper_is_light(page: Reader) -> None:
    style = page.all("style")[0].text
    light = ";".join(f"--{name}:{value}" for name, value in LIGHT.tokens().items())
    dark = ";".join(f"--{name}:{value}" for name, value in DARK.tokens().items())
    assert f":root{{color-scheme:light;{light}}}" in style
    assert f':root[data-theme="dark"]{{color-scheme:dark;{dark}}}' in style
    assert f"@media print{{:root[data-theme][lang]{{color-scheme:light;{light}}}}}" in style


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_focus_ring_stand_out_on_every_ground_of_the_page(palette: Any) -> None:
    def mixed(share: float) -> str:  # what color-mix makes of ink over the page
        pairs = zip(bytes.fromhex(palette.ink[1:]), bytes.fromhex(palette.page[1:]), strict=True)
        return "#" + bytes(round(share * a + (1 - share) * b) for a, b in pairs).hex()

    css = (Path(html.__file__).parents[2] / "templates" / "page.css").read_text("utf-8")
    share = re.search(r"--wash: color-mix\(in srgb, var\(--ink\) (\d+)%", css)
    assert share
    for ground in (palette.page, mixed(int(share[1]) / 100)):
        for text in (palette.ink, palette.muted, *(hue.accent for hue in palette.hues.values())):
            assert contrast(text, ground) >= 4.5
        assert contrast(palette.hues["need"].accent, ground) >= 3
    for hue in palette.hues.values():
        assert contrast(hue.accent, hue.soft) >= 4.5


# ---- links ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://a.example/x?y=1:2#z", True),
        ("HTTP://a.example", True),
        ("mailto:a@b.example", True),
        ("#email", True),
        ("notes/a b.md", True),
        ("../up.md", True),
        ("/root", True),
        ("?q=a:b", True),
        ("notes/10:30.md", True),
        ("Пример.md", True),
        ("", False),
        ("javascript:alert(1)", False),
        ("JaVaScript:alert(1)", False),
        ("  javascript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("javascript\u200b:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("blob:x", False),
        ("//evil.example", False),
        ("\\\\evil.example", False),
        ("/\\evil.example", False),
        (":x", False),
        ("a\ud800", False),
    ],
)
def test_what_may_be_linked(href: str, kept: bool) -> None:
    assert html.safe_href(href) == (href if kept else "")


def test_links_go_out_without_saying_from_where(specimen: ModuleType) -> None:
    facts = tuple(
        Fact("Link", "x", href)
        for href in ("https://a.example", "notes.md", "javascript:alert(1)", "HTTPS://b.example")
    )
    card = replace(specimen.IMPACT_MAP.cards[0], facts=facts)
    page = Reader(specimen.page_of(replace(specimen.IMPACT_MAP, cards=(card,), links=())))
    links = [e for e in page.all("a") if any(parent.tag == "dd" for parent in e.parents)]
    assert [(e.attributes["href"], e.attributes.get("rel")) for e in links] == [
        ("https://a.example", "noopener noreferrer"),
        ("notes.md", None),
        ("HTTPS://b.example", "noopener noreferrer"),
    ]
    assert page.all("meta", name="referrer")[0].attributes["content"] == "no-referrer"


# ---- text is only ever text -------------------------------------------------------------------------------


def test_hostile_text_stays_text(specimen: ModuleType, page: Reader, payload: str) -> None:
    source = specimen.page_of(specimen.poisoned(payload), title=payload)
    source.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", source)
    poisoned = Reader(source)
    assert {e.tag for e in poisoned.elements} <= {e.tag for e in page.elements}
    for tag in ("script", "style", "meta", "title", "dialog", "h1"):
        assert len([e for e in poisoned.all(tag) if not any(p.tag == "svg" for p in e.parents)]) == len(
            [e for e in page.all(tag) if not any(p.tag == "svg" for p in e.parents)]
        )
    known = {(e.tag, name) for e in page.elements for name in e.attributes} | {
        ("svg", "font-family"),
        ("text", "direction"),
    }
    assert {(e.tag, name) for e in poisoned.elements for name in e.attributes} <= known
    for link in poisoned.all("a"):
        assert re.match(r"(?i)https?:|mailto:|[^:/?#]*([/?#]|$)", link.attributes["href"])
    shown = re.sub(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", payload
    )
    assert poisoned.all("h1")[0].text == shown
    assert poisoned.all(cls="item")[0].text.count(shown) > 5


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_any_title_comes_through(text: str) -> None:
    page = Reader(html.page([], title=text, mode="auto", theme=Theme()))
    # The parser reads line ends as HTML does.
    expected = re.sub(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", text
    )
    assert page.all("h1")[0].text == expected


# ---- the same bytes ---------------------------------------------------------------------------------------


def test_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:]; import specimen as s;"
        "print(hashlib.sha256(s.page_of(s.IMPACT_MAP, s.TREE, s.odd()).encode()).hexdigest())"
    )
    here, top = Path(__file__).parents[2], Path(html.__file__).parents[2]
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(here), str(top)],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale},
        ).stdout
        for seed, locale in (("0", "C"), ("4711", "C.UTF-8"))
    }
    assert len(digests) == 1
