"""Real sites with maps in their pages, built by their own commands and opened in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from docs_sites import IDS, MAPS, PAGE, RST, SETTINGS, SPEC, SPHINX, WRONG, Looker, Site, run

from impactmap.embed.asking import Asked, Source
from impactmap.embed.asking import Look as AskedLook
from impactmap.embed.picture import drawn, inline
from impactmap.embed.trouble import Place
from impactmap.theme import DARK, LIGHT, Mode

pytestmark = pytest.mark.browser

Look = Callable[[Path], Looker]


def rgb(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


LIT, DIM = (rgb(LIGHT.page), rgb(LIGHT.ink)), (rgb(DARK.page), rgb(DARK.ink))


@pytest.fixture(scope="module", params=["mkdocs", "material", "zensical", "sphinx"])
def looker(
    request: pytest.FixtureRequest,
    new_site: Callable[[str], Site],
    look_at: Look,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Looker]:
    host: str = request.param
    if host == "sphinx":
        pytest.importorskip("sphinx", reason="sphinx is not installed")
        site = Site(tmp_path_factory.mktemp(host), host)
        for name, text in SPHINX.items():
            site.write(name, text)
        site.write("index.rst", RST)
        site.write("other.rst", ":orphan:\n\nOther\n=====\n\nA page without a map.\n")
        site.write("wrong.rst", ":orphan:\n\nWrong\n=====\n\n" + ".. impactmap:: maps/bleu.md\n\n" * 3)
        done = run("sphinx", "-q", "--keep-going", "-b", "html", ".", "site", cwd=site.root)
    else:
        site = new_site(host)
        site.write("docs/index.md", PAGE)
        site.write("docs/other.md", "# Other\n\nA page without a map.\n")
        done = site.build("--strict")
        if done.returncode == 0:
            site.write("docs/wrong.md", WRONG)
            done = site.build()
    assert done.returncode == 0, done.stderr
    looking = look_at(site.out)
    looking.get_used_to("/other.html" if host == "sphinx" else "/other/")
    return host, looking


def colours(maps: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["ground"], one["ink"]) for one in maps]


def test_maps_are_seen_and_nothing_is_fetched(looker: tuple[str, Looker]) -> None:
    _, looking = looker
    page = looking.open("/")
    maps = page.evaluate(MAPS)
    assert len(maps) == 4
    for one in maps:
        assert one["width"] > 300 and one["height"] > 100, one
        assert one["width"] <= one["column"] + 1, "it is as wide as the page's column at most"
    assert [("When I start a proposal" in one["text"]) for one in maps] == [False, False, True, False]
    assert "A Markdown map" in maps[3]["text"]
    assert page.evaluate(IDS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("figcaption").inner_text().strip().endswith("A <tree>")
    assert page.get_by_role("group", name="What to try").is_visible()
    assert not page.locator(".impactmap-words pre").is_visible()
    page.locator(".impactmap-words summary").click()
    assert "The argument" in page.locator(".impactmap-words pre").inner_text()
    assert page.locator("#own.wide svg.map").count() == 1
    assert looking.seen == []
    page.close()


def test_maps_are_light_and_dark_as_the_page_is(looker: tuple[str, Looker]) -> None:
    host, looking = looker
    chosen = host in {"material", "zensical"}  # there the reader's choice stands over the system's
    light = chosen or host == "sphinx"  # Alabaster knows no dark
    for scheme in ("light", "dark"):
        page = looking.open("/", scheme)
        expected = LIT if light or scheme == "light" else DIM
        assert colours(page.evaluate(MAPS)) == [expected, expected, expected, DIM], scheme
        if chosen:
            page.locator('label[title="To dark"]:visible').click()
            page.wait_for_selector("[data-md-color-scheme=slate]")
            assert colours(page.evaluate(MAPS)) == [DIM] * 4
            page.emulate_media(media="print")
            assert colours(page.evaluate(MAPS)) == [LIT] * 4, "paper is white"
            page.emulate_media(media="screen")
            page.locator('label[title="To light"]:visible').click()
            page.wait_for_selector("[data-md-color-scheme=default]")
            assert colours(page.evaluate(MAPS)) == [LIT, LIT, LIT, DIM]
        page.emulate_media(media="print")
        assert colours(page.evaluate(MAPS)) == [LIT] * 4, "paper is white"
        page.close()
    assert looking.seen == []


def test_a_map_too_small_to_read_can_be_enlarged(looker: tuple[str, Looker]) -> None:
    _, looking = looker
    page = looking.open("/", width=420)
    small = page.evaluate(MAPS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Enlarge").nth(1).check()
    large = page.evaluate(MAPS)
    assert large[1]["width"] > 900 and large[0] == small[0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the pane scrolls, not the page"
    page.get_by_label("Enlarge").nth(1).uncheck()
    assert page.evaluate(MAPS) == small
    page.set_viewport_size({"width": 2600, "height": 900})
    # Where there is room for it the switch is gone.
    page.locator("figure.impactmap").first.evaluate("figure => document.body.replaceChildren(figure)")
    assert not page.get_by_label("Enlarge").is_visible()
    page.close()


def test_moving_between_pages_at_once_keeps_the_maps(looker: tuple[str, Looker]) -> None:
    host, looking = looker
    if host not in {"material", "zensical"}:
        pytest.skip(f"{host} loads pages as browsers do")
    page = looking.open("/other/")
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="Start", exact=True).first.click()
    page.wait_for_selector("svg.map")
    assert page.evaluate("window.kept"), "the page was replaced in place"
    maps = page.evaluate(MAPS)
    assert len(maps) == 4 and colours(maps)[0] == LIT and maps[0]["width"] > 300
    assert looking.seen == []
    page.close()


def test_what_is_wrong_is_seen_on_the_page(looker: tuple[str, Looker]) -> None:
    host, looking = looker
    page = looking.open("/wrong.html" if host == "sphinx" else "/wrong/", width=700)
    blocks = page.locator(".impactmap-error")
    assert blocks.count() == 3 and page.locator("svg.map").count() == 0
    for at in range(3):
        assert blocks.nth(at).is_visible()
        assert "This impact map cannot be drawn" in blocks.nth(at).inner_text()
    assert "did you mean 'maps/blue.md'?" in blocks.nth(1).inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "long lines scroll in the block"
    assert looking.seen == []
    page.close()


@pytest.mark.parametrize(
    ("attribute", "dark", "light"),
    [
        ("data-md-color-scheme", "slate", "default"),
        ("data-md-color-scheme", "our-Dark-one", "youtube"),
        ("data-theme", "dark", "light"),
        ("data-bs-theme", "dark", "light"),
    ],
)
def test_what_the_page_says_of_light_and_dark_stands_over_what_the_system_says(
    attribute: str, dark: str, light: str, chromium: Any
) -> None:
    source = Source(SPEC.encode(), Place("page.md"), "yaml")
    asked = Asked(source, AskedLook(), "impact-map", "auto")
    html = inline(asked, drawn(asked), "m1")
    for scheme, expected in (("dark", LIT), ("light", DIM)):
        page = chromium.new_page(color_scheme=scheme)
        value = light if expected == LIT else dark
        page.set_content(f'<!doctype html><html {attribute}="{value}"><body>{html}</body></html>')
        assert colours(page.evaluate(MAPS)) == [expected]
        page.evaluate(f"document.documentElement.removeAttribute('{attribute}')")
        assert colours(page.evaluate(MAPS)) == [LIT], "a page that says nothing is light"
        page.close()


@pytest.mark.parametrize(
    ("head", "follows"),
    [
        ("<html>", False),
        ("<html data-theme=auto>", True),
        ('<html><meta name="color-scheme" content="light dark">', True),
        ("<html><style>:root{color-scheme:light dark}</style>", True),
        ("<html><style>:root{color-scheme:light}</style>", False),
    ],
)
def test_a_page_says_itself_whether_it_follows_the_system(head: str, follows: bool, chromium: Any) -> None:
    for mode in get_args(Mode):
        asked = Asked(Source(SPEC.encode(), Place("page.md"), "yaml"), AskedLook(), "impact-map", mode)
        for scheme in ("light", "dark"):
            page = chromium.new_page(color_scheme=scheme)
            page.set_content(f"<!doctype html>{head}<body>{inline(asked, drawn(asked), 'm1')}</body></html>")
            dark = mode == "dark" or (mode == "auto" and follows and scheme == "dark")
            assert colours(page.evaluate(MAPS)) == [DIM if dark else LIT], (mode, scheme)
            page.emulate_media(media="print")
            assert colours(page.evaluate(MAPS)) == [LIT], "paper is white"
            page.close()


@pytest.mark.parametrize("host", ["material", "zensical"])
def test_a_site_without_a_palette_is_light_and_so_are_its_maps(
    host: str, new_site: Callable[[str], Site], look_at: Look
) -> None:
    site = new_site(host)
    file = site.root / SETTINGS[host][0]
    palette = r"\[\[project\.theme\.palette\]\](?s:.*?)(?=\n\[project\.m)|  palette:\n(?:    - .*\n)+"
    text, count = re.subn(palette, "", file.read_text("utf-8"))
    assert count == 1 and "scheme" not in text
    file.write_text(text, "utf-8")
    site.write("docs/index.md", f"# Start\n\n```impactmap\n{SPEC}```\n")
    assert site.build("--strict").returncode == 0
    page = look_at(site.out).open("/", "dark")
    assert colours(page.evaluate(MAPS)) == [LIT]
    page.close()
