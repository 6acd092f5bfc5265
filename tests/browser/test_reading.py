"""Without script, on paper, on screens of all sizes, with larger text and forced colours."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from impactmap.notes import Note, Review

NOTE = Note(code="IM001", name="one", severity="error", message="Nobody has seen it.", subjects=("email",))


def card(page: Any, id: str) -> Any:
    return page.locator(f'.view[data-current] .card[data-id="{id}"]')


def overflow(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


# ---- without script ---------------------------------------------------------------------------------------


def test_without_script_all_is_there_and_nothing_dead(open_page: Any, both: str, specimen: Any) -> None:
    page = open_page(both, java_script_enabled=False)
    assert page.locator(".view:visible").count() == 2
    assert page.locator(".outline:visible").count() == 2
    assert page.locator(".map:visible").count() == 2
    assert page.locator(":is(button, input):visible").count() == 0
    first, second = (page.locator(".view").nth(i).bounding_box() for i in (0, 1))
    assert second["y"] >= first["y"] + first["height"]
    text = page.locator("main").inner_text()
    for each in (*specimen.IMPACT_MAP.cards, *specimen.TREE.cards):
        assert each.title in text
    assert page.get_by_role("link", name="Opportunity solution tree").get_attribute("href") == "#view-2"


def test_without_script_links_lead_from_item_to_item(open_page: Any, both: str) -> None:
    page = open_page(both, java_script_enabled=False)
    page.locator(".item").first.get_by_role("link", name="Copies travel by e-mail").click()
    assert page.url.endswith("#view-1-item-2")
    box = page.locator("#view-1-item-2").bounding_box()
    assert 0 <= box["y"] < 720


@pytest.mark.parametrize("width", [320, 1280])
def test_without_script_no_scrolling_to_the_side(open_page: Any, both: str, width: int) -> None:
    page = open_page(both, java_script_enabled=False, size=(width, 700))
    box = page.locator("body").bounding_box()
    assert box["width"] <= width
    for each in page.locator(":is(.item, .map, h1, h2):visible").all():
        box = each.bounding_box()
        assert box["x"] + box["width"] <= width + 1


# ---- paper ------------------------------------------------------------------------------------------------


def test_on_paper(page: Any) -> None:
    page.locator("[data-action=theme]").click()
    page.locator("[data-action=theme]").click()
    card(page, "search").click()
    page.get_by_role("button", name="Root causes 3").click()
    page.keyboard.press("+")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".card .face").first.evaluate("e => getComputedStyle(e).fill") == "rgb(255, 255, 255)"
    assert page.locator(":is(.masthead, .foot, .details, dialog, button):visible").count() == 0
    assert page.locator(".map:visible").count() == 2
    assert page.locator(".map .bar:visible").count() == 15
    assert page.locator(".item:visible").count() == 15, "what is filtered out on screen is printed"
    assert page.locator(".card").evaluate_all("all => all.every(e => getComputedStyle(e).opacity === '1')")
    assert page.locator(".map").first.evaluate("e => getComputedStyle(e).transform") == "none"


@pytest.mark.parametrize("script", [True, False])
def test_each_view_has_its_page_and_its_words_follow(open_page: Any, both: str, script: bool) -> None:
    page = open_page(both, java_script_enabled=script, color_scheme="dark")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    pages = re.findall(rb"/Type\s*/Page\b", pdf)
    assert 4 <= len(pages) <= 6, "a picture and its outline, twice"
    page.emulate_media(media="print")
    for selector in (".view + .view", ".view:first-child .outline", ".view + .view .outline"):
        assert page.locator(selector).evaluate("e => getComputedStyle(e).breakBefore") == "page"
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)}
    assert all(right > top for _, _, right, top in boxes), "landscape"


# ---- sizes ------------------------------------------------------------------------------------------------

SIZES = [(320, 568), (390, 844), (844, 390), (768, 1024), (1280, 720), (3840, 2160)]


# For every control that shows, what is wrong with its place.
BOXES = """() => [...document.querySelectorAll('.tool, #search')].map(e => [e, e.getBoundingClientRect()])
    .filter(([e, box]) => box.width && !e.closest('dialog, .details'))
    .filter(([e, box]) => box.left < 0 || box.right > innerWidth + 0.5 || Math.min(box.width, box.height) < 24)
    .map(([e, box]) => [e.title || e.id, box.left, box.right, box.width, box.height])"""


@pytest.mark.parametrize("text", ["100%", "200%"])
def test_no_scrolling_to_the_side_and_all_controls_in_reach(visit: Any, text: str) -> None:
    for width, height in SIZES:
        page = visit("#email")
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
        for state in ("details", "outline", "neither"):
            if state != "details":
                page.locator("[data-action=outline]").click()
            if state == "neither":
                page.keyboard.press("Escape")
            where = (width, height, state)
            assert overflow(page) <= 0, where
            assert page.evaluate(BOXES) == [], where
            if state != "outline":
                stage = page.locator(".view[data-current] .stage").bounding_box()
                assert stage["height"] >= 80, where
                assert stage["width"] >= 160, where
        assert page.locator(".view[data-current] .map").bounding_box()["width"] >= min(width, 900) * 0.6


# The rows that the tabs stand in, the lines of the title, and what of the bar stands on something else of it.
BAR = """() => {
    const find = (selector) => document.querySelector(selector), box = (each) => each.getBoundingClientRect();
    const parts = ["h1", ".tabs", ".search", ".tools"].map(find).filter((each) => !each.hidden);
    const title = find("h1");
    return {
        rows: new Set([...document.querySelectorAll(".tab")].map((each) => Math.round(box(each).top))).size,
        lines: Math.round(title.clientHeight / parseFloat(getComputedStyle(title).lineHeight)),
        width: title.clientWidth,
        height: box(find(".masthead")).height,
        over: parts.flatMap((one, place) => parts.slice(place + 1).map((other) => [box(one), box(other)]))
            .filter(([a, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).length,
    };
}"""
LENSES = ("Customer-first impact map", "Opportunity solution tree", "Goal map", "Metric tree", "Goal ladder")
TITLES = {
    "short": "Drafts",
    "middling": "Find the current draft before renewal",
    "long": "Find the current draft among all the copies that travel by e-mail between legal, sales and the customers' "
    "own counsel before the licences are cut at the next renewal in spring 2027",
}


@pytest.mark.parametrize("title", TITLES)
def test_the_bar_holds_any_title_and_five_views(open_page: Any, specimen: Any, title: str) -> None:
    graphs = [replace(specimen.IMPACT_MAP, lens=lens, key=f"map.{number}") for number, lens in enumerate(LENSES)]
    page = open_page(specimen.page_of(*graphs, title=TITLES[title], review=Review((NOTE,))))
    for width in (320, 390, 768, 1024, 1100, 1200, 1201, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 720})
        bar = page.evaluate(BAR)
        assert (overflow(page), bar["over"], page.evaluate(BOXES)) == (0, 0, []), width
        assert bar["rows"] == 1, width
        assert bar["lines"] == 1 if title == "short" else bar["lines"] <= 2, width
        assert bar["height"] <= (96 if width > 768 else 136), width
        if width in (320, 390):
            assert bar["width"] >= 80, "something of the title can be read"
        if width == 1920 or (width, title) == (1440, "short"):
            assert (bar["height"] < 60) == (title != "long"), "where there is room, all stands on one line"
    page = open_page(specimen.page_of(graphs[0], title=TITLES[title], review=Review((NOTE,))))
    for width in (320, 390, 768, 1024, 1200, 1201, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        bar = page.evaluate(BAR)
        assert (overflow(page), bar["over"], page.evaluate(BOXES)) == (0, 0, []), width
        assert bar["lines"] <= 2, width
        assert bar["height"] < (60 if width > 768 else 96), "a page of one view has no tabs to make room for"


def test_a_phone_starts_legible_and_shows_the_card_over_its_details(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    assert float(page.locator(".percent").inner_text().rstrip("%")) >= 70
    box = card(page, "current-draft").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.evaluate("location.hash = '#contacts'")
    page.wait_for_selector(".details:not([hidden])")
    page.wait_for_timeout(100)
    box, sheet = card(page, "contacts").bounding_box(), page.locator(".details").bounding_box()
    assert box["y"] + box["height"] <= sheet["y"]
    assert box["x"] + box["width"] <= 390
    page.locator("[data-action=fit]").click()
    assert page.locator(".view[data-current] .map").bounding_box()["width"] <= 391


def test_long_words_stay_inside(open_page: Any, specimen: Any) -> None:
    long = "Donaudampfschifffahrtsgesellschaft" * 6
    cards = tuple(replace(each, title=long, who=long, figure=long) for each in specimen.IMPACT_MAP.cards)
    lanes = tuple(replace(lane, heading=long) for lane in specimen.IMPACT_MAP.lanes)
    html = specimen.page_of(
        replace(specimen.IMPACT_MAP, cards=cards, lanes=lanes, lens=long), specimen.TREE, title=long
    )
    for size in ((320, 568), (1280, 720)):
        page = open_page(html, "#email", size=size)
        assert overflow(page) <= 0
        assert page.locator(".details").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
        page.locator("[data-action=outline]").click()
        assert overflow(page) <= 0
        assert page.locator(".view[data-current] .outline").evaluate("e => e.scrollWidth - e.clientWidth") <= 0


# ---- as the reader wants it -------------------------------------------------------------------------------


def test_less_motion(open_page: Any, both: str) -> None:
    for motion, moves in (("reduce", False), ("no-preference", True)):
        page = open_page(both, reduced_motion=motion)
        page.wait_for_timeout(100)
        page.keyboard.press("+")
        duration = page.locator(".map").first.evaluate("e => parseFloat(getComputedStyle(e).transitionDuration)")
        assert (duration > 0) is moves


def test_forced_colours_keep_borders(open_page: Any, both: str) -> None:
    page = open_page(both, "#email", forced_colors="active", color_scheme="dark")
    face, ground, ink = page.evaluate(
        """() => { const s = e => getComputedStyle(document.querySelector(e));
        return [s('.card:not(.chosen) .face').stroke, s('.lane .ground').fill, s('.card .ink').fill] }"""
    )
    assert face == ink != ground
    assert page.locator(".chip:visible").first.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
