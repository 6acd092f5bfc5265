"""Cards, paths, details and the keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from impactmap import load, render

SEARCH_PATH = {"current-draft", "search", "unused", "contacts", "revenue", "docs", "adoption"}


def card(page: Any, id: str) -> Any:
    return page.locator(f'.view[data-current] .card[data-id="{id}"]')


def lit(page: Any) -> set[str]:
    return set(page.eval_on_selector_all(".view[data-current] .card.on", "all => all.map(e => e.dataset.id)"))


def lit_links(page: Any) -> set[tuple[str, str]]:
    found = page.eval_on_selector_all(
        ".view[data-current] .link.on", "all => all.map(e => [e.dataset.from, e.dataset.to])"
    )
    return {(a, b) for a, b in found}


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.dataset.id ?? document.activeElement.className"))


def heading(page: Any) -> str | None:
    found = page.locator(".details:not([hidden]) h2")
    return str(found.inner_text()) if found.count() else None


def opacity(page: Any, id: str) -> float:
    return float(card(page, id).evaluate("e => getComputedStyle(e).opacity"))


def into_map(page: Any) -> None:
    """Tab from the stage to its card."""
    page.locator(".view[data-current] .stage").focus()
    page.keyboard.press("Tab")


# ---- paths and details ------------------------------------------------------------------------------------


def test_a_click_lights_the_whole_path_and_opens_the_details(page: Any) -> None:
    card(page, "search").click()
    assert lit(page) == SEARCH_PATH
    assert ("search", "unused") in lit_links(page)
    assert ("unused", "docs") in lit_links(page)
    assert ("email", "unused") not in lit_links(page), "a sibling's way to the same harm isn't on the path"
    assert opacity(page, "search") == 1
    assert opacity(page, "email") < 0.4
    assert heading(page) == "Search ranks by file name, and every draft is called “Proposal”."
    details = page.locator(".details").inner_text()
    for said in (
        "Root cause",
        "task analysis n=9",
        "Support tickets, n=214",
        "The index is rebuilt",
        "Linked from",
        "Leads to",
    ):
        assert said in details
    assert card(page, "search").get_attribute("aria-pressed") == "true"


def test_a_second_click_the_ground_escape_and_the_button_close(page: Any) -> None:
    for close in (
        lambda: card(page, "email").click(),
        lambda: page.locator(".view[data-current] .stage").click(position={"x": 5, "y": 5}),
        lambda: page.keyboard.press("Escape"),
        lambda: page.get_by_role("button", name="Close details").click(),
    ):
        card(page, "email").click()
        assert heading(page)
        close()
        assert heading(page) is None
        page.mouse.move(700, 20)
        assert lit(page) == set()
        assert opacity(page, "search") == 1


@pytest.mark.parametrize("key", ["Enter", " "])
def test_keys_open_a_card_and_focus_comes_back(page: Any, key: str) -> None:
    into_map(page)
    page.keyboard.press("ArrowRight")
    chosen = focused(page)
    page.keyboard.press(key)
    assert page.evaluate("document.activeElement.tagName") == "H2", "a screen reader goes on in the details"
    assert heading(page)
    page.keyboard.press("Escape")
    assert heading(page) is None
    assert focused(page) == chosen


def test_closing_by_the_button_gives_focus_back_to_the_card(page: Any) -> None:
    card(page, "docs").click()
    page.get_by_role("button", name="Close details").press("Enter")
    assert focused(page) == "docs"


def test_neighbours_are_buttons(page: Any) -> None:
    card(page, "email").click()
    page.locator(".details").get_by_role("button", name="Licences sit unused").click()
    assert heading(page) == "Licences sit unused and are cut at renewal."
    assert lit(page) >= {"email", "private", "search", "current-draft", "docs"}
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.locator(".details").get_by_role("button", name="Documents created").press("Enter")
    assert heading(page) == "Documents created per month"


def test_details_bring_no_id_twice(page: Any) -> None:
    card(page, "email").click()
    ids = page.eval_on_selector_all("[id]", "all => all.map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_hover_previews_the_path(page: Any) -> None:
    card(page, "search").hover()
    assert lit(page) == SEARCH_PATH
    assert 0.4 < opacity(page, "email") < 1
    assert heading(page) is None
    page.mouse.move(700, 20)
    assert lit(page) == set()
    assert opacity(page, "email") == 1


def test_the_path_through_a_shared_connector(open_page: Any, specimen: Any) -> None:
    page = open_page(specimen.page_of(specimen.odd()), reduced_motion="reduce")
    page.evaluate("document.querySelector('.card').dispatchEvent(new MouseEvent('click', {bubbles: true, detail: 1}))")
    assert lit(page) == {specimen.ODD_IDS[0], *specimen.ODD_IDS[5:]}
    dark = page.eval_on_selector_all(".link:not(.on)", "all => all.map(e => e.dataset.from)")
    assert sorted(dark) == sorted(specimen.ODD_IDS[1:5]), "the siblings' legs stay dark"


def test_right_to_left_text_reads_right_to_left(open_page: Any, specimen: Any) -> None:
    from msgspec.structs import replace

    first, *others = specimen.IMPACT_MAP.cards
    graph = replace(specimen.IMPACT_MAP, cards=(replace(first, title="אני לא מוצא את הטיוטה"), *others))
    page = open_page(specimen.page_of(graph, title="מפת השפעה"), "#current-draft")
    for selector in ("h1", ".details h2"):
        assert page.locator(selector).first.evaluate("e => getComputedStyle(e).direction") == "rtl"


# ---- keyboard in the map ----------------------------------------------------------------------------------


def test_tab_enters_and_leaves_the_map_and_arrows_go_from_card_to_card(page: Any) -> None:
    into_map(page)
    assert focused(page) == "current-draft"
    walked = []
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "End", "Home"):
        page.keyboard.press(key)
        walked.append(focused(page))
    assert walked == ["private", "search", "contacts", "adoption", "docs", "unused", "adoption", "current-draft"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert focused(page).startswith("chip"), "one Tab leaves the map"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "private", "and comes back to where it was"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "current-draft", "the edge is the end"


def test_every_card_can_be_reached_by_arrows(page: Any, specimen: Any) -> None:
    into_map(page)
    reached, todo = {focused(page)}, [focused(page)]
    while todo:
        at = todo.pop()
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
            card(page, at).focus()
            page.keyboard.press(key)
            if focused(page) not in reached:
                reached.add(focused(page))
                todo.append(focused(page))
    assert reached == {each.id for each in specimen.IMPACT_MAP.cards}


def test_the_focus_ring_shows(page: Any) -> None:
    into_map(page)
    face = card(page, "current-draft").locator(".face")
    width, style, colour = face.evaluate(
        "e => { const s = getComputedStyle(e); return [parseFloat(s.outlineWidth), s.outlineStyle, s.outlineColor] }"
    )
    scale = page.evaluate("parseFloat(document.querySelector('.stage').style.getPropertyValue('--k'))")
    assert width * scale >= 2
    assert (style, colour) == ("solid", "rgb(29, 79, 215)")


def test_a_card_in_focus_is_brought_onto_the_stage(page: Any) -> None:
    for _ in range(6):
        page.keyboard.press("+")
    into_map(page)
    for key in ("End", "Home"):
        page.keyboard.press(key)
        box = card(page, focused(page)).bounding_box()
        stage = page.locator(".view[data-current] .stage").bounding_box()
        assert box["x"] >= stage["x"]
        assert box["x"] + box["width"] <= stage["x"] + stage["width"] + 1


def test_cards_have_names_and_are_buttons(page: Any) -> None:
    assert page.get_by_role("button", name="Root cause: Copies travel by e-mail").count() == 1
    assert page.get_by_role("group", name="Root causes").count() == 1


# ---- the outline ------------------------------------------------------------------------------------------


def outline_shown(page: Any) -> bool:
    box = page.locator(".view[data-current] .outline").bounding_box()
    return bool(box and box["width"] > 100)


def test_the_outline_opens_beside_the_picture(page: Any) -> None:
    button = page.get_by_role("button", name="Outline")
    assert not outline_shown(page)
    button.click()
    assert outline_shown(page)
    assert button.get_attribute("aria-pressed") == "true"
    page.locator(".view[data-current] .outline").get_by_role("link", name="Revenue per month").last.click()
    assert heading(page) == "Revenue per month"
    assert page.locator('.item[aria-current="true"]').get_attribute("data-id") == "revenue"
    button.press("Enter")
    assert not outline_shown(page)


def test_out_of_sight_the_outline_is_for_screen_readers_and_out_of_the_tab_order(page: Any) -> None:
    tree = page.locator("main").aria_snapshot()
    assert "Customer-first impact map in words" in tree
    page.locator("#search").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert not page.evaluate("Boolean(document.activeElement.closest('.outline'))")


# ---- views ------------------------------------------------------------------------------------------------


def current(page: Any) -> list[str]:
    return list(page.eval_on_selector_all(".view[data-current]", "all => all.map(e => e.dataset.key)"))


def test_tabs_switch_views(page: Any) -> None:
    assert current(page) == ["impact-map"]
    page.get_by_role("tab", name="Opportunity solution tree").click()
    assert current(page) == ["opportunity-tree.adoption"]
    assert page.get_by_role("tab", selected=True).inner_text() == "Opportunity solution tree"
    assert page.locator(".chips:visible").count() == 1
    assert "Outcome" in page.locator(".chips:visible").inner_text()
    assert page.url.endswith("#opportunity-tree.adoption")
    assert page.locator(".view[data-current] .map").bounding_box()["width"] > 300


def test_tabs_by_keyboard(page: Any) -> None:
    page.get_by_role("tab", selected=True).focus()
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"):
        page.keyboard.press(key)
        walked.append(current(page)[0])
        assert page.evaluate("document.activeElement.getAttribute('aria-selected')") == "true"
    tree, impact = "opportunity-tree.adoption", "impact-map"
    assert walked == [tree, impact, tree, impact, tree]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search", "the tabs are one stop"


def test_switching_views_closes_the_details(page: Any) -> None:
    card(page, "search").click()
    page.get_by_role("tab", name="Opportunity solution tree").click()
    assert heading(page) is None
    assert lit(page) == set()


def test_a_lens_with_several_pictures_is_one_tab_until_it_is_looked_through(open_page: Any) -> None:
    page = open_page(render(load("samples/blue-corp.md"), format="html").decode())

    def shown() -> list[str]:
        return [tab.inner_text() for tab in page.get_by_role("tab").all()]

    lenses = ["Customer-first impact map", "Opportunity solution tree", "Goal map", "Metric tree", "Goal ladder"]
    assert shown() == lenses
    page.get_by_role("tab", name="Opportunity solution tree").click()
    gains = ["Revenue per month", "Documents created per month", "Active users per customer"]
    assert shown() == [lenses[0], *gains, *lenses[2:]]
    page.get_by_role("tab", name="Documents created per month").click()
    assert current(page) == ["opportunity-tree.documents-gain"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert current(page)[0].startswith("goal-map.")
    assert page.get_by_role("tab", selected=True).inner_text() == gains[0]
