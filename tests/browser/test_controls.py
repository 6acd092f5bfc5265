"""Search, filter, camera, theme, help, address, copying."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import quote

import pytest

STAGE = ".view[data-current] .stage"


def card(page: Any, id: str) -> Any:
    return page.locator(f'.view[data-current] .card[data-id="{id}"]')


def ids(page: Any, selector: str) -> list[str]:
    return list(page.eval_on_selector_all(f".view[data-current] {selector}", "all => all.map(e => e.dataset.id)"))


def said(page: Any) -> str:
    return str(page.locator("[role=status]").inner_text())


def scale(page: Any) -> float:
    return float(page.evaluate(f"parseFloat(document.querySelector('{STAGE}').style.getPropertyValue('--k'))"))


def place(page: Any) -> tuple[float, float, float]:
    box = page.locator(f"{STAGE} .map").bounding_box()
    return box["x"], box["y"], box["width"]


def heading(page: Any) -> str | None:
    found = page.locator(".details:not([hidden]) h2")
    return str(found.inner_text()) if found.count() else None


# ---- search -----------------------------------------------------------------------------------------------


def test_search_finds_dims_counts_and_cycles(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("copies")
    assert ids(page, ".card.hit") == ["email", "private"]
    assert page.locator(".count").inner_text() == "2"
    assert said(page) == "2 of 10 cards found"
    assert float(card(page, "docs").evaluate("e => getComputedStyle(e).opacity")) < 0.4
    walked = []
    for key in ("Enter", "Enter", "Enter", "Shift+Enter"):
        page.keyboard.press(key)
        walked += ids(page, ".card.current")
    assert walked == ["email", "private", "email", "private"]
    assert page.locator(".count").inner_text() == "2 / 2"
    assert said(page).startswith("2 of 2: People keep")
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    assert ids(page, ".card.hit") == []
    assert page.evaluate("document.activeElement.id") == "search"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("current-draft", ["current-draft"]),  # an id
        ("VERSIONS", ["email"]),  # a tag
        ("214", ["search"]),  # a badge and a fact
        ("night evening", ["search"]),  # both words, of a note
        ("copiés", ["email", "private"]),
        ("sales licences", []),
        ("unused", ["unused"]),  # a neighbour's title is no match
        ("__proto__", []),
        (".*", []),
    ],
)
def test_what_search_looks_at(page: Any, text: str, found: list[str]) -> None:
    page.locator("#search").fill(text)
    assert ids(page, ".card.hit") == found
    page.keyboard.press("Enter")
    assert ids(page, ".card.current") == found[:1]


def test_search_goes_on_in_the_next_view(page: Any) -> None:
    page.locator("#search").fill("copies")
    page.get_by_role("tab", name="Opportunity").click()
    assert ids(page, ".card.hit") == ["email", "private"]
    assert said(page) == "2 of 5 cards found"


def test_what_is_found_is_brought_onto_the_stage_and_is_where_tab_goes(page: Any) -> None:
    for _ in range(6):
        page.keyboard.press("+")
    page.locator("#search").fill("adoption")
    page.keyboard.press("Enter")
    box, stage = card(page, "adoption").bounding_box(), page.locator(STAGE).bounding_box()
    assert box["x"] >= stage["x"]
    assert box["x"] + box["width"] <= stage["x"] + stage["width"] + 1
    assert card(page, "adoption").get_attribute("tabindex") == "0"


# ---- filter -----------------------------------------------------------------------------------------------


def test_chips_take_a_kind_out_and_bring_it_back(page: Any) -> None:
    chip = page.get_by_role("button", name="Root causes 3")
    card(page, "email").click()
    chip.click()
    assert chip.get_attribute("aria-pressed") == "false"
    assert said(page) == "7 of 10 cards shown"
    assert heading(page) is None, "what is taken out cannot stay chosen"
    assert ids(page, ".card.off") == ["email", "private", "search"]
    assert float(card(page, "email").evaluate("e => getComputedStyle(e).opacity")) < 0.1
    assert card(page, "email").get_attribute("aria-hidden") == "true"
    assert page.locator(f"{STAGE} .link.off").count() == 8
    assert page.locator(".view[data-current] .item:visible").count() == 7
    page.locator(STAGE).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.id") in ("unused", "contacts", "roadmap"), (
        "arrows pass over it"
    )
    page.locator("#search").fill("copies")
    assert ids(page, ".card.hit") == []
    chip.press("Enter")
    assert ids(page, ".card.off") == []
    assert ids(page, ".card.hit") == ["email", "private"]


def test_all_kinds_can_be_out_and_a_link_brings_one_back(page: Any) -> None:
    for chip in page.locator(".chips:visible .chip").all():
        chip.click()
    assert said(page) == "0 of 10 cards shown"
    page.evaluate("location.hash = '#email'")
    page.wait_for_selector(".details:not([hidden])")
    assert heading(page)
    assert said(page) == "3 of 10 cards shown"


# ---- camera -----------------------------------------------------------------------------------------------


def test_zoom_buttons_and_keys(page: Any) -> None:
    start = scale(page)
    page.get_by_role("button", name="Zoom in").click()
    assert scale(page) == pytest.approx(start * 1.25)
    page.get_by_role("button", name="Zoom out").click()
    assert scale(page) == pytest.approx(start)
    page.keyboard.press("+")
    page.keyboard.press("=")
    assert scale(page) == pytest.approx(start * 1.25**2)
    page.keyboard.press("-")
    page.keyboard.press("1")
    assert scale(page) == pytest.approx(1)
    assert page.locator(".percent").inner_text() == "100%"
    page.keyboard.press("0")
    assert scale(page) == pytest.approx(start)
    page.locator(".percent").click()
    assert scale(page) == pytest.approx(1)
    page.get_by_role("button", name="Fit the whole map").click()
    assert scale(page) == pytest.approx(start)


def test_a_fitted_map_fills_its_stage_and_follows_its_size(page: Any) -> None:
    def fits() -> None:
        stage = page.locator(STAGE).bounding_box()
        x, y, width = place(page)
        height = page.locator(f"{STAGE} .map").bounding_box()["height"]
        assert math.isclose(width, stage["width"], abs_tol=1) or math.isclose(height, stage["height"], abs_tol=1)
        assert width <= stage["width"] + 1
        assert height <= stage["height"] + 1
        assert x + width / 2 == pytest.approx(stage["x"] + stage["width"] / 2, abs=1)
        assert y + height / 2 == pytest.approx(stage["y"] + stage["height"] / 2, abs=1)

    fits()
    page.set_viewport_size({"width": 1600, "height": 800})
    page.wait_for_timeout(50)
    fits()
    card(page, "email").click()
    page.wait_for_timeout(50)
    fits()


@pytest.mark.parametrize("modifier", ["", "Control"])
def test_the_wheel_zooms_to_the_pointer(page: Any, modifier: str) -> None:
    x, _, width = place(page)
    at = (900, 300)
    ratio = (at[0] - x) / width
    page.mouse.move(*at)
    seen = []
    if modifier:
        page.keyboard.down(modifier)
    for turn in (-120, 240) if not modifier else (-20, 40):
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(50)
        seen.append(place(page))
    if modifier:
        page.keyboard.up(modifier)
    (nx, _, nwidth), (_, _, back) = seen
    assert nwidth > width * 1.1
    assert (at[0] - nx) / nwidth == pytest.approx(ratio, abs=0.002)
    assert back < width


def test_a_wheel_to_the_side_pans_and_at_the_limit_the_page_goes_on(page: Any) -> None:
    x, _, width = place(page)
    page.mouse.move(600, 300)
    page.mouse.wheel(50, 0)
    page.wait_for_timeout(50)
    assert place(page)[0] == pytest.approx(x - 50, abs=1)
    assert place(page)[2] == pytest.approx(width)
    taken = """delta => { const e = new WheelEvent('wheel', {deltaY: delta, bubbles: true, cancelable: true});
        document.querySelector('.view[data-current] .stage').dispatchEvent(e); return e.defaultPrevented }"""
    assert page.evaluate(taken, 400)
    for _ in range(20):
        page.evaluate(taken, 400)
    assert not page.evaluate(taken, 400), "a page around is not trapped"


def test_dragging_pans_and_is_no_click(page: Any) -> None:
    x, y, width = place(page)
    box = card(page, "email").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 130, box["y"] + 80, steps=4)
    page.mouse.up()
    assert place(page) == pytest.approx((x + 100, y + 50, width), abs=1)
    assert heading(page) is None
    card(page, "email").click()
    assert heading(page), "the next click is one again"
    page.wait_for_timeout(50)
    page.mouse.move(400, 80)
    page.mouse.down()
    page.mouse.move(450, 130, steps=4)
    page.mouse.up()
    assert heading(page), "a drag on the ground closes nothing"


def test_a_drag_that_ends_outside_is_over(page: Any) -> None:
    page.mouse.move(600, 100)
    page.mouse.down()
    page.mouse.move(600, 20, steps=3)
    page.mouse.up()
    before = place(page)
    page.mouse.move(700, 300)
    assert place(page) == before


def test_arrows_pan_the_stage_in_focus(page: Any) -> None:
    x, y, width = place(page)
    page.locator(STAGE).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(50)
    assert place(page) == pytest.approx((x - 60, y - 60, width), abs=1)


def test_the_map_cannot_be_lost(page: Any) -> None:
    page.locator(STAGE).focus()
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    x, _, width = place(page)
    assert x + width >= 79


def test_a_double_click_fits(page: Any) -> None:
    start = scale(page)
    page.keyboard.press("+")
    page.locator(STAGE).dblclick(position={"x": 4, "y": 4})
    assert scale(page) == pytest.approx(start)


def test_fingers_pinch_and_drag(open_page: Any, both: str) -> None:
    page = open_page(both, size=(390, 844), has_touch=True, is_mobile=True, reduced_motion="reduce")
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        found = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})

    x, y, width = place(page)
    fingers("touchStart", (200, 400))
    fingers("touchMove", (180, 380))
    fingers("touchMove", (150, 360))
    fingers("touchEnd")
    assert place(page) == pytest.approx((x - 50, y - 40, width), abs=1)
    before = scale(page)
    fingers("touchStart", (150, 400), (250, 400))
    for spread in (10, 30, 50):
        fingers("touchMove", (150 - spread, 400), (250 + spread, 400))
    fingers("touchEnd")
    assert scale(page) == pytest.approx(before * 2, rel=0.02)
    assert page.evaluate("visualViewport.scale") == 1, "the page itself isn't zoomed"
    page.keyboard.press("0")
    box = card(page, "current-draft").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert heading(page), "a tap is a click"


# ---- theme, help, print button ----------------------------------------------------------------------------


def ground(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


LIGHT, DARK = "rgb(255, 255, 255)", "rgb(11, 16, 32)"


def test_the_theme_follows_the_reader_until_chosen_and_is_remembered(open_page: Any, both: str) -> None:
    page = open_page(both, color_scheme="dark")
    assert ground(page) == DARK
    button = page.locator("[data-action=theme]")
    assert button.get_attribute("aria-label") == "Theme: automatic"
    button.click()
    assert ground(page) == LIGHT
    assert said(page) == "Theme: light"
    page.reload()
    assert ground(page) == LIGHT
    button.press("Enter")
    page.emulate_media(color_scheme="light")
    assert ground(page) == DARK
    assert button.get_attribute("aria-label") == "Theme: dark"
    button.click()
    assert ground(page) == LIGHT


@pytest.mark.parametrize(
    ("mode", "scheme", "expected"), [("light", "dark", LIGHT), ("dark", "light", DARK), ("auto", "light", LIGHT)]
)
def test_the_caller_says_how_it_starts(open_page: Any, specimen: Any, mode: str, scheme: str, expected: str) -> None:
    page = open_page(specimen.page_of(specimen.TREE, mode=mode), color_scheme=scheme)
    assert ground(page) == expected
    face = page.locator(".card .face").first.evaluate("e => getComputedStyle(e).fill")
    assert face == ("rgb(18, 26, 46)" if expected == DARK else LIGHT)


def test_without_storage_it_works_all_the_same(open_page: Any, both: str) -> None:
    init = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    page = open_page(both, color_scheme="light", init=init)
    page.locator("[data-action=theme]").click()
    page.locator("[data-action=theme]").click()
    assert ground(page) == DARK


def test_help_opens_and_closes(page: Any) -> None:
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keyboard shortcuts").is_visible()
    before = scale(page)
    page.keyboard.press("+")
    assert scale(page) == before, "keys rest while it is open"
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    assert not page.get_by_role("dialog").is_visible()


def test_single_keys_can_be_turned_off(page: Any) -> None:
    page.keyboard.press("?")
    page.get_by_label("Single keys work as shortcuts").uncheck()
    page.keyboard.press("Escape")
    before = scale(page)
    page.keyboard.press("+")
    assert scale(page) == before
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "search"


def test_keys_are_letters_while_one_types_and_the_browsers_with_a_modifier(page: Any) -> None:
    before = scale(page)
    page.locator("#search").press_sequentially("+1?0")
    assert page.locator("#search").input_value() == "+1?0"
    assert scale(page) == before
    page.locator(STAGE).focus()
    taken = page.evaluate(
        """() => { const e = new KeyboardEvent('keydown', {key: '0', ctrlKey: true, bubbles: true, cancelable: true});
        document.activeElement.dispatchEvent(e); return e.defaultPrevented }"""
    )
    assert not taken


def test_the_print_button_prints(open_page: Any, both: str) -> None:
    page = open_page(both, init="window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")


# ---- the address ------------------------------------------------------------------------------------------


def at(page: Any) -> tuple[str, str | None]:
    view = page.locator(".view[data-current]").get_attribute("data-key")
    chosen = ids(page, ".card.chosen")
    return view, chosen[0] if chosen else None


@pytest.mark.parametrize(
    ("hash", "expected"),
    [
        ("", ("impact-map", None)),
        ("#email", ("impact-map", "email")),
        ("#one-link", ("opportunity-tree.adoption", "one-link")),
        ("#opportunity-tree.adoption", ("opportunity-tree.adoption", None)),
        ("#opportunity-tree.adoption/email", ("opportunity-tree.adoption", "email")),
        ("#impact-map/email", ("impact-map", "email")),
        ("#view-2-item-3", ("opportunity-tree.adoption", "email")),
        ("#nowhere", ("impact-map", None)),
        ("#impact-map/nowhere", ("impact-map", None)),
        ("#__proto__", ("impact-map", None)),
        ("#%E0%A4%A", ("impact-map", None)),
        ("#/", ("impact-map", None)),
    ],
)
def test_deep_links(visit: Any, hash: str, expected: tuple[str, str | None]) -> None:
    page = visit(hash)
    assert at(page) == expected
    if expected[1]:
        box, stage = card(page, expected[1]).bounding_box(), page.locator(STAGE).bounding_box()
        assert stage["x"] <= box["x"] + 1
        assert box["x"] + box["width"] <= stage["x"] + stage["width"] + 1


def test_odd_ids_are_addresses_and_come_back_from_them(open_page: Any, specimen: Any) -> None:
    html = specimen.page_of(specimen.TREE, specimen.odd())
    page = open_page(html, reduced_motion="reduce")
    # All in the page, as every way to it and back costs time.
    go = """async hash => {
        for (const next of ['#opportunity-tree.adoption', hash]) {
            const heard = new Promise(done => addEventListener('hashchange', done, {once: true}));
            location.hash = next;
            await heard;
        }
        const view = document.querySelector('.view[data-current]');
        return [view.dataset.key, view.querySelector('.card.chosen')?.dataset.id];
    }"""
    choose = """id => {
        const card = [...document.querySelectorAll('.view[data-current] .card')].find(e => e.dataset.id === id);
        card.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
        return location.hash;
    }"""
    for id in specimen.ODD_IDS:
        assert page.evaluate(go, "#" + quote(id, safe="")) == ["odd/ key", id]
        assert page.evaluate(go, f"#{quote('odd/ key', safe='')}/{quote(id, safe='')}") == ["odd/ key", id]
    for id in specimen.ODD_IDS:
        written = page.evaluate(choose, id)
        assert page.evaluate(go, written) == ["odd/ key", id]


def test_the_address_follows_without_filling_the_history(page: Any) -> None:
    length = page.evaluate("history.length")
    card(page, "email").click()
    assert page.url.endswith("#impact-map/email")
    page.get_by_role("tab", name="Opportunity").click()
    assert page.url.endswith("#opportunity-tree.adoption")
    card(page, "one-link").click()
    assert page.url.endswith("#opportunity-tree.adoption/one-link")
    page.get_by_role("tab", name="Customer-first").click()
    assert page.url.endswith(".html")
    assert page.evaluate("history.length") == length


def test_one_picture_needs_no_key_in_its_address(open_page: Any, specimen: Any) -> None:
    page = open_page(specimen.page_of(specimen.IMPACT_MAP))
    card(page, "email").click()
    assert page.url.endswith(".html#email")
    assert page.get_by_role("tab").count() == 0


def test_a_link_to_a_card_is_copied(page: Any) -> None:
    card(page, "email").click()
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("document.querySelector('[role=status]').textContent === 'Link copied'")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.url.endswith("#impact-map/email")
    assert heading(page), "the card stays open"


def test_without_a_clipboard_the_page_says_where_the_link_is(page: Any) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    card(page, "email").click()
    page.get_by_role("button", name="Copy link").press("Enter")
    page.wait_for_function("document.querySelector('[role=status]').textContent.includes('address bar')")
    assert page.locator("[data-action=copy]").inner_text() == "In the address bar"
