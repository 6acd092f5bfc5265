"""The live preview in a browser: save after save, and the reader goes on where they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from previewing import BROKEN, MAP, Running, until

FLY = MAP.replace("Copies travel", "Copies fly")
RICH = (
    MAP
    + """
## Metrics
- Active users {#active}
  - role: top KPI
  - value: 10
- Shared drafts {#shared}
  - role: north star
  - formula: active * 2
"""
)


class Page:
    """A page of a preview, and what it did that it must not do."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.seen: list[str] = []
        context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce", **options)
        context.set_default_timeout(20_000)
        context.add_init_script("window.ran = 0; for (const n of ['alert', 'print']) window[n] = () => { ran += 1 };")
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        self.page.on(
            "console", lambda message: message.type == "error" and self.seen.append(f"console: {message.text}")
        )
        server = "/".join(address.split("/")[:3]) + "/"
        self.page.on("request", lambda request: self._request(request.url, server))
        self.page.goto(address)
        self.page.evaluate("window.mark = 1")

    def _request(self, url: str, server: str) -> None:
        if not url.startswith(server):
            self.seen.append(f"request: {url}")

    def card(self, id: str) -> Any:
        return self.page.locator(f'.view[data-current] .card[data-id="{id}"]')

    def wait(self, words: str, where: str = ".view[data-current] .map") -> None:
        """Until words stand somewhere."""
        self.page.wait_for_function(
            "([w, s]) => document.querySelector(s)?.textContent.replace(/\\s+/g, ' ').includes(w)", arg=[words, where]
        )

    def whole(self) -> None:
        """Until all views are new, not only the one in front."""
        self.page.wait_for_function("w => [...document.querySelectorAll('.outline')].length > 0", arg="")
        self.page.wait_for_load_state("networkidle")

    @property
    def camera(self) -> dict[str, float]:
        return dict(
            self.page.evaluate(
                """() => Object.fromEntries(['--x', '--y', '--k'].map(n => [n, parseFloat(
                    document.querySelector('.view[data-current] .stage').style.getPropertyValue(n))]))"""
            )
        )

    @property
    def stayed(self) -> bool:
        """Whether it is still the document that was loaded first."""
        return bool(self.page.evaluate("window.mark === 1"))


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "map.md"
    path.write_text(MAP, encoding="utf-8")
    return path


Open = Callable[..., tuple[Running, Page]]


@pytest.fixture
def preview(browser: Any) -> Iterator[Open]:
    """`preview(source, path="", **context)` serves and opens; a test fails whose pages did what they must not do."""
    running: list[Running] = []
    pages: list[Page] = []

    def start(source: Path, path: str = "", **options: Any) -> tuple[Running, Page]:
        running.append(Running(source))
        pages.append(Page(browser, running[-1].address + path, **options))
        return running[-1], pages[-1]

    yield start
    for page in pages:
        page.page.context.close()
    for one in running:
        one.stop()
    assert not [seen for page in pages for seen in page.seen]


def write(spec: Path, text: str) -> None:
    spec.write_text(text, encoding="utf-8")


def test_a_save_shows_and_zoom_place_and_selection_stay(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    at.card("email").click()
    at.page.keyboard.press("+")
    at.page.keyboard.press("+")
    camera = at.camera
    write(spec, FLY)
    at.wait("Copies fly by e-mail")
    assert at.camera == pytest.approx(camera)
    assert at.page.locator(".zoom .percent").inner_text() == f"{round(camera['--k'] * 100)}%"
    assert at.card("email").get_attribute("aria-pressed") == "true"
    assert at.page.locator(".details h2").inner_text() == "Copies fly by e-mail"
    assert set(at.page.eval_on_selector_all(".view[data-current] .card.on", "all => all.map(e => e.dataset.id)")) == {
        "draft", "email", "unused", "users",
    }  # fmt: skip
    assert at.page.url.endswith("#impact-map/email")
    at.page.keyboard.press("+")
    assert at.camera["--k"] > camera["--k"], "the new picture zooms too"
    at.page.keyboard.press("0")
    at.card("search").click()
    assert at.page.locator(".details h2").inner_text() == "Search ranks by file name"
    assert at.stayed


def test_the_card_that_is_read_stays_where_it_is_when_the_map_grows(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    at.card("search").click()
    at.page.keyboard.press("+")
    before = at.card("search").bounding_box()
    causes = "".join(f"- Another cause, number {number}\n  - explains: draft\n" for number in range(4))
    write(spec, MAP.replace("- Copies", causes + "- Copies"))
    at.wait("Another cause, number 3")
    after = at.card("search").bounding_box()
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=1)


def test_a_map_that_nobody_has_moved_is_fitted_anew(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    before = at.camera
    causes = "".join(f"- Another cause, number {number}\n  - explains: draft\n" for number in range(9))
    write(spec, MAP.replace("- Copies", causes + "- Copies"))
    at.wait("Another cause, number 8")
    assert at.camera["--k"] < before["--k"]
    box, stage = (at.page.locator(f".view[data-current] {one}").bounding_box() for one in (".map", ".stage"))
    assert box["height"] <= stage["height"] + 1


def test_view_search_chips_and_outline_stay(preview: Open, spec: Path) -> None:
    write(spec, RICH)
    _, at = preview(spec)
    at.page.get_by_role("tab", name="Opportunity").click()
    at.page.click("[data-action=outline]")
    at.page.fill("#search", "copies")
    at.page.keyboard.press("Enter")
    chip = '.chips:not([hidden]) .chip[data-noun="outcome"]'
    noun = at.page.locator(".chips:not([hidden]) .chip").last.get_attribute("data-noun")
    chip = f'.chips:not([hidden]) .chip[data-noun="{noun}"]'
    at.page.click(chip)
    at.page.keyboard.press("/")
    at.page.keyboard.press("Enter")
    hidden = at.page.locator(".view[data-current] .card.off").count()
    assert hidden
    write(spec, RICH.replace("Copies travel", "Copies fly"))
    at.wait("Copies fly by e-mail", ".view[data-current] .outline")
    at.whole()
    assert str(at.page.locator(".view[data-current]").get_attribute("data-key")).startswith("opportunity-tree")
    assert at.page.locator(".tab[aria-selected=true]").get_attribute("aria-label").startswith("Opportunity")
    assert at.page.locator(".view[data-current] .outline").bounding_box()["width"] > 100
    assert at.page.input_value("#search") == "copies"
    assert at.page.locator(".view[data-current] .card.hit").count() == 1
    assert at.page.locator(".view[data-current] .card.current").count() == 1
    assert at.page.locator(".count").inner_text() == "1 / 1"
    assert at.page.locator(".view[data-current] .card.off").count() == hidden
    assert at.page.locator(chip).get_attribute("aria-pressed") == "false"
    at.page.get_by_role("tab", name="Customer-first").click()
    at.wait("Copies fly by e-mail")


def test_what_is_gone_is_chosen_no_more(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    at.card("search").click()
    write(spec, MAP.replace("- Search ranks by file name {#search}\n  - explains: draft\n", "").replace(", search", ""))
    at.page.wait_for_function("() => !document.querySelector('.view[data-current] [data-id=search]')")
    assert not at.page.locator(".details").is_visible()
    assert at.page.locator(".card.on").count() == 0
    assert at.page.url.endswith("/")


def test_a_view_that_is_gone_gives_way_to_the_first(preview: Open, spec: Path) -> None:
    write(spec, RICH)
    _, at = preview(spec)
    at.page.get_by_role("tab", name="Metric tree").click()
    write(spec, MAP)
    at.page.wait_for_function("() => document.querySelector('.view[data-current]').dataset.key === 'impact-map'")
    assert at.page.get_by_role("tab", name="Metric tree").count() == 0
    write(spec, RICH)
    at.page.get_by_role("tab", name="Metric tree").click()
    at.wait("Shared drafts")


@pytest.mark.parametrize(
    ("focus", "where"),
    [
        ("#search", "document.activeElement.id === 'search' && document.activeElement.selectionStart === 2"),
        (".view[data-current] .card[data-id=email]", "document.activeElement.dataset.id === 'email'"),
        (".view[data-current] .stage", "document.activeElement.className === 'stage'"),
        (".tab[aria-selected=true]", "document.activeElement.ariaSelected === 'true'"),
        (".chips:not([hidden]) .chip >> nth=1", "document.activeElement.dataset.noun === 'root cause'"),
        ("[data-action=findings]", "document.activeElement.dataset.action === 'findings'"),
        ("[data-action=zoom-in]", "document.activeElement.dataset.action === 'zoom-in'"),
    ],
)
def test_the_focus_stays(preview: Open, spec: Path, focus: str, where: str) -> None:
    _, at = preview(spec)
    at.page.locator(focus).focus()
    if focus == "#search":
        at.page.keyboard.type("copies")
        for _ in range(4):
            at.page.keyboard.press("ArrowLeft")
    write(spec, MAP.replace("Copies travel", "Copies fly").replace("  - target: 20\n", ""))
    at.wait("Copies fly by e-mail")
    at.whole()
    assert at.page.evaluate(where)


def test_the_focus_in_the_details_and_what_was_opened_there_stay(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    at.card("email").click()
    at.page.locator(".details summary").first.click()
    at.page.locator(".details .go").last.focus()
    said = at.page.locator(".details .go").last.inner_text()
    write(spec, FLY)
    at.wait("Copies fly by e-mail", ".details h2")
    at.whole()
    assert at.page.evaluate("document.activeElement.textContent") == said
    assert at.page.locator(".details details[open]").count() == 1


def test_findings_are_live(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    count = int(at.page.locator("[data-action=findings] .number").inner_text())
    at.page.click("[data-action=findings]")
    assert at.page.locator(".findings .finding").count() >= count
    write(spec, MAP.replace("  - explains: draft\n", "  - explains: draft\n  - evidence: interview, n=9, 2026-08\n"))
    at.page.wait_for_function(
        "n => Number(document.querySelector('[data-action=findings] .number').textContent) !== n", arg=count
    )
    assert at.page.locator(".findings").is_visible(), "the list stays open"
    assert at.page.locator("[data-action=findings]").get_attribute("aria-pressed") == "true"
    listed = at.page.locator(".findings .finding:not([data-weight=waived])").count()
    assert int(at.page.locator("[data-action=findings] .number").inner_text()) == listed
    at.page.locator(".findings .go").first.click()
    assert at.page.locator(".details").is_visible(), "its buttons work"


def test_errors_stand_over_the_last_good_picture(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    at.card("email").click()
    write(spec, BROKEN)
    panel = at.page.locator(".panel")
    panel.wait_for()
    assert panel.locator(".problem").count() == 2
    assert panel.locator(".place").first.inner_text() == f"{spec}:8:14"
    assert panel.locator(".source").first.inner_text().split() == ["8", "-", "explain:", "drat"]
    assert panel.locator("mark").first.inner_text() == "drat"
    assert "did you mean 'draft'" in panel.locator(".hint").first.inner_text()
    assert "2 errors" in at.page.locator("[role=status]").inner_text()
    opacity = "e => getComputedStyle(e).opacity"
    assert float(at.page.locator(".view[data-current] .map").evaluate(opacity)) < 0.5
    assert at.card("email").get_attribute("aria-pressed") == "true"
    panel.locator("summary").click()
    assert not panel.locator(".problems").is_visible(), "it can be folded away"
    write(spec, BROKEN.replace("basline", "baseline"))
    at.wait("1 error", ".panel .sum")
    write(spec, FLY)
    panel.wait_for(state="hidden")
    at.wait("Copies fly by e-mail")
    assert float(at.page.locator(".view[data-current] .map").evaluate(opacity)) == 1
    assert at.page.locator(".details h2").inner_text() == "Copies fly by e-mail"
    assert at.stayed


def test_a_spec_without_a_picture_gets_one_when_it_is_mended(preview: Open, spec: Path) -> None:
    write(spec, BROKEN)
    _, at = preview(spec)
    at.page.locator(".panel .problem").first.wait_for()
    assert at.page.locator(".view").count() == 0
    assert "no picture yet" in at.page.locator(".panel .sum").inner_text()
    write(spec, MAP)
    at.wait("Copies travel by e-mail")
    assert not at.page.locator(".panel").is_visible()
    at.page.evaluate("window.mark = 2")
    write(spec, FLY)
    at.wait("Copies fly by e-mail")
    assert at.page.evaluate("window.mark") == 2


def test_warnings_wait_at_the_edge(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    write(spec, FLY + "\n## Busines harm\n- Something\n")
    at.wait("Copies fly by e-mail")
    panel = at.page.locator(".panel")
    panel.wait_for()
    assert not panel.locator(".problems").is_visible()
    assert float(at.page.locator(".view[data-current] .map").evaluate("e => getComputedStyle(e).opacity")) == 1
    panel.locator("summary").click()
    assert panel.locator(".problem").first.is_visible()


def test_colours_follow_and_the_readers_theme_stays(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    at.page.click("[data-action=theme]")
    theme = at.page.evaluate("document.documentElement.dataset.theme")
    (spec.parent / "brand.toml").write_text('[light]\nneed = "#7a0a4f"\n')
    (spec.parent / "impactmap.toml").write_text('brand = "brand.toml"\ntheme = "dark"\n')
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--need-accent').trim()"
    at.page.wait_for_function(f"() => {colour} === '#7a0a4f'")
    assert at.page.evaluate("document.documentElement.dataset.theme") == theme == "light"
    assert at.stayed


def test_it_is_said_that_the_map_was_updated(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    write(spec, FLY)
    at.wait("The map was updated", "[role=status]")
    at.page.fill("#search", "x")
    write(spec, MAP)
    at.wait("The map was updated", "[role=status]")


def test_a_picture_is_not_taken_out_of_the_hand(preview: Open, spec: Path) -> None:
    _, at = preview(spec)
    at.page.keyboard.press("+")
    at.page.mouse.move(640, 650)
    at.page.mouse.down()
    at.page.mouse.move(660, 640, steps=4)
    assert at.page.locator("[data-drag]").count() == 1
    old = at.page.locator(".view[data-current] .stage").element_handle()
    write(spec, FLY)
    at.page.wait_for_timeout(400)
    at.page.mouse.move(700, 600, steps=4)
    camera = at.camera
    assert old.evaluate("e => e.isConnected")
    at.page.mouse.up()
    at.wait("Copies fly by e-mail")
    assert at.camera == pytest.approx(camera)


def test_saves_leave_nothing_behind_and_no_id_stands_twice(preview: Open, spec: Path) -> None:
    write(spec, RICH)
    _, at = preview(spec)
    at.whole()
    elements = at.page.evaluate("document.querySelectorAll('*').length")
    for number in range(12):
        at.page.get_by_role("tab").nth(number % 3).click()
        write(spec, RICH.replace("Copies travel", f"Copies fly{number}x"))
        at.wait(f"fly{number}x", "main")
        if number % 3 == 0:
            write(spec, BROKEN)
            at.page.locator(".panel").wait_for()
    write(spec, RICH)
    at.page.wait_for_function("() => !document.querySelector('main').textContent.match(/fly|error/)")
    at.whole()
    assert at.page.evaluate("document.querySelectorAll('*').length") == elements
    twice = """() => {
        const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
        return ids.filter((id, at) => ids.indexOf(id) !== at);
    }"""
    assert at.page.evaluate(twice) == []
    assert at.stayed


def test_hostile_words_stay_text(preview: Open, spec: Path, specimen: Any) -> None:
    _, at = preview(spec)
    for payload in specimen.PAYLOADS:
        one_line = " ".join(payload.encode("utf-8", "replace").decode().split())
        write(spec, MAP.replace("Copies travel by e-mail", f"Copies {one_line} x").replace("# Find", f"# {one_line}"))
        at.page.wait_for_timeout(150)
        write(spec, BROKEN.replace("drat", one_line))
        at.page.wait_for_timeout(150)
    write(spec, FLY)
    at.wait("Copies fly by e-mail")
    assert at.page.evaluate("[ran, document.scripts.length, document.querySelectorAll('img, iframe').length]") == [
        0,
        1,
        0,
    ]


def test_a_server_that_ends_is_missed(preview: Open, spec: Path) -> None:
    running, at = preview(spec)
    running.stop()
    at.page.locator(".silence").wait_for()
    at.card("email").click()
    assert at.page.locator(".details h2").inner_text() == "Copies travel by e-mail", "the page works on"
    at.page.close()
    at.seen = [seen for seen in at.seen if "net::ERR_" not in seen]  # what it asked a server that is gone


def test_of_a_map_that_is_gone_it_is_said_until_it_is_back(preview: Open, spec: Path) -> None:
    running, at = preview(spec.parent, "map/map.md")
    hide = """hidden => {
        Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
    }"""
    at.page.evaluate(hide, True)
    spec.unlink()
    until(lambda: not running.preview._maps.table)
    at.page.evaluate(hide, False)
    at.wait("This map is gone.", ".silence")
    write(spec, FLY)
    at.wait("Copies fly by e-mail")
    assert at.page.locator(".silence").is_hidden()


def test_a_page_that_is_hidden_does_not_listen_and_catches_up(preview: Open, spec: Path) -> None:
    running, at = preview(spec)
    shown = running.preview._maps.table["map.md"]
    hide = """hidden => {
        Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
    }"""
    at.page.evaluate(hide, True)
    at.page.wait_for_timeout(200)
    write(spec, FLY)
    at.page.wait_for_timeout(300)
    assert not shown.news.followed
    assert "Copies travel" in at.page.locator(".view[data-current] .outline").inner_text()
    at.page.evaluate(hide, False)
    at.wait("Copies fly by e-mail")


def test_the_list_of_a_folder_follows_and_leads(preview: Open, spec: Path) -> None:
    _, at = preview(spec.parent)
    at.wait("Find the current draft", ".maps")
    at.page.locator(".maps a").focus()
    write(spec.parent / "other.md", MAP.replace("# Find", "# Look for"))
    at.wait("Look for the current draft", ".maps")
    assert at.page.evaluate("document.activeElement.textContent") == "Find the current draft"
    write(spec.parent / "other.md", BROKEN)
    at.wait("2 errors: it cannot be drawn", ".maps")
    at.page.get_by_role("link", name="Find the current draft").click()
    at.wait("Copies travel by e-mail")
    at.page.get_by_role("link", name="All maps").click()
    at.wait("other.md", ".maps")


def test_the_way_back_to_the_list_stands_on_a_line_with_any_title(preview: Open, spec: Path) -> None:
    write(spec.parent / "other.md", MAP.replace("# Find", "# " + "Look for the newest draft " * 8))
    _, at = preview(spec.parent)
    at.page.get_by_role("link", name="Look for").click()
    at.wait("Copies travel by e-mail")
    for width in (390, 1100, 1280, 1920):
        at.page.set_viewport_size({"width": width, "height": 700})
        back, title = (at.page.locator(each).bounding_box() for each in (".all", "h1"))
        assert back["x"] + back["width"] <= title["x"], width
        assert title["y"] <= back["y"] + back["height"] / 2 <= title["y"] + title["height"], width
        assert title["x"] + title["width"] <= width


@pytest.mark.parametrize("width", [390, 820])
def test_problems_fit_a_narrow_page(preview: Open, spec: Path, width: int) -> None:
    write(spec, BROKEN.replace("drat", "drat" * 60))
    _, at = preview(spec)
    at.page.set_viewport_size({"width": width, "height": 700})
    at.page.locator(".panel .problem").first.wait_for()
    assert at.page.evaluate("document.documentElement.scrollWidth") <= width
