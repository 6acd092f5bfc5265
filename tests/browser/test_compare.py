"""The page of a comparison in a real browser: twins light up, trees are switched, paper takes two pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from impactmap import load
from impactmap.comparison.written import Style, two_lenses, two_specs, two_versions
from impactmap.model import Model

ROOT = Path(__file__).resolve().parents[2]
BLUE = load(ROOT / "samples/blue-corp.md")


@pytest.fixture(scope="session")
def lenses_page() -> str:
    return two_lenses(BLUE, Style("html"))[0].decode()


@pytest.fixture(scope="session")
def specs_page() -> str:
    """Two specs whose e-mail cause has another id, so that only the numbers know that it is the same."""
    text = (ROOT / "samples/blue-corp.md").read_text(encoding="utf-8").replace("{#email}", "{#mail}")
    other = load(text.replace("email,", "mail,").replace(": email", ": mail"), path="other.md")
    return two_specs(BLUE, other, ("a.md", "b.md"), Style("html"))[0].decode()


LIT = """() => {
    const view = document.querySelector('.view[data-current]');
    return {
        lit: view.hasAttribute('data-lit'),
        on: Array.from(
            view.querySelectorAll('.card.on'), c => c.closest('.picture').dataset.side + c.dataset.id).sort(),
        pinned: Array.from(view.querySelectorAll('.card[aria-pressed=true]'), c => c.dataset.id).sort(),
        row: Array.from(view.querySelectorAll('tr.on > th'), c => c.textContent),
        faded: view.querySelectorAll('.card').length && Math.min(...Array.from(
            view.querySelectorAll('.card'), c => Number(getComputedStyle(c).opacity))),
    };
}"""
CALM = {"reduced_motion": "reduce"}


def card(page: Any, side: int, id: str) -> Any:
    return page.locator(f'.view[data-current] .picture[data-side="{side}"] .card[data-id="{id}"]')


def test_hovering_lights_the_twin(open_page: Any, lenses_page: str) -> None:
    page = open_page(lenses_page, size=(1600, 1000), **CALM)
    assert page.evaluate(LIT) == {"lit": False, "on": [], "pinned": [], "row": [], "faded": 1}
    card(page, 0, "email").hover()
    assert page.evaluate(LIT) == {"lit": True, "on": ["0email", "1email"], "pinned": [], "row": ["2"], "faded": 0.45}
    card(page, 1, "current-draft").hover()
    assert page.evaluate(LIT)["on"] == ["0current-draft", "1current-draft"]
    card(page, 0, "unused").hover()  # nobody's twin
    assert page.evaluate(LIT)["on"] == ["0unused"]
    page.mouse.move(2, 2)
    assert not page.evaluate(LIT)["lit"]


def test_twins_of_two_specs_may_have_other_ids(open_page: Any, specs_page: str) -> None:
    page = open_page(specs_page, size=(1600, 1000), **CALM)
    card(page, 0, "email").hover()
    assert page.evaluate(LIT)["on"] == ["0email", "1mail"]


def test_a_click_pins_and_escape_lets_go(open_page: Any, lenses_page: str) -> None:
    page = open_page(lenses_page, size=(1600, 1000), **CALM)
    card(page, 0, "email").click()
    page.mouse.move(2, 2)
    assert page.evaluate(LIT) == {
        "lit": True, "on": ["0email", "1email"], "pinned": ["email", "email"], "row": ["2"], "faded": 0.45,
    }  # fmt: skip
    assert page.locator("[role=status]").text_content() == "Also in Business-first: sub-opportunity"
    page.keyboard.press("Escape")
    assert not page.evaluate(LIT)["lit"]
    card(page, 0, "unused").click()
    assert page.locator("[role=status]").text_content() == "Not in Business-first"
    card(page, 0, "unused").click()
    page.mouse.move(2, 2)
    assert not page.evaluate(LIT)["lit"]


def test_the_keyboard_alone_is_enough(open_page: Any, lenses_page: str) -> None:
    page = open_page(lenses_page, size=(1600, 1000), **CALM)
    seen = []
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.dataset.id ?? document.activeElement.textContent"))
    assert seen[:4] == ["Side by side", "Theme: automatic", "Print", "Revenue per month"]
    assert seen[4:6] == ["current-draft", "revenue-gain"]  # one stop for each picture
    page.keyboard.press("Shift+Tab")
    while page.evaluate("document.activeElement.dataset.id") != "current-draft":
        page.keyboard.press("Shift+Tab")
    assert page.evaluate(LIT)["on"] == ["0current-draft", "1current-draft"]
    page.keyboard.press("ArrowRight")
    focused = page.evaluate("document.activeElement.dataset.id")
    assert focused in ("email", "private", "search")
    page.keyboard.press("Enter")
    assert page.evaluate(LIT)["pinned"] == [focused, focused]
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.id") == "adoption"
    assert page.evaluate(LIT)["pinned"] == [focused, focused]
    page.keyboard.press("Escape")
    assert page.evaluate(LIT)["pinned"] == []
    assert page.evaluate("document.querySelectorAll('.picture .card[tabindex=\"0\"]').length") == 6


def test_a_row_of_the_table_lights_its_cards(open_page: Any, lenses_page: str) -> None:
    page = open_page(lenses_page, size=(1600, 1000), **CALM)
    page.locator(".view[data-current] .twins tbody tr").nth(1).hover()
    assert page.evaluate(LIT)["on"] == ["0email", "1email"]


SHOWN = "Array.from(document.querySelectorAll('.view')).filter(v => v.offsetHeight).map(v => v.dataset.key)"


def test_the_tree_is_switched_without_loading(open_page: Any, lenses_page: str) -> None:
    page = open_page(lenses_page, **CALM)
    assert page.evaluate(SHOWN) == ["revenue-gain"]
    page.get_by_role("tab", name="Active users per customer").click()
    assert page.evaluate(SHOWN) == ["adoption"]
    assert page.url.endswith("#adoption")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(SHOWN) == ["revenue-gain"]
    assert page.evaluate("document.activeElement.textContent") == "Revenue per month"
    page.evaluate("location.hash = 'documents-gain'")
    page.wait_for_function(f"({SHOWN})[0] === 'documents-gain'")
    selected = page.locator("[role=tab][aria-selected=true]")
    assert selected.count() == 1 and selected.text_content() == "Documents created per month"


@pytest.mark.parametrize(
    ("hash", "shown"),
    [("#adoption", "adoption"), ("#sheet-2", "documents-gain"), ("#nothing", "revenue-gain"), ("#%", "revenue-gain")],
)
def test_a_link_names_a_tree(open_page: Any, lenses_page: str, hash: str, shown: str) -> None:
    assert open_page(lenses_page, hash, **CALM).evaluate(SHOWN) == [shown]


ARRANGED = """() => {
    const pictures = document.querySelectorAll('.view[data-current] .picture');
    const [a, b] = Array.from(pictures, p => p.getBoundingClientRect());
    return Math.abs(a.top - b.top) < 1 && b.left > a.right - 1 ? 'row' : b.top >= a.bottom - 1 ? 'column' : '?';
}"""
SMALLEST = """() => Math.min(...Array.from(
    document.querySelectorAll('.view[data-current] .map text'),
    t => Number(t.getAttribute('font-size')) * t.getScreenCTM().a))"""


def test_side_by_side_only_where_text_can_be_read(open_page: Any, lenses_page: str, specs_page: str) -> None:
    for html in (lenses_page, specs_page):
        beside = int(re.search(r'data-beside="(\d+)"', html)[1])  # type: ignore[index]
        for width in (1400, 1600, beside - 1, beside, 2560):
            page = open_page(html, size=(width, 900), **CALM)
            assert page.evaluate(ARRANGED) == ("row" if width >= beside else "column"), width
            assert page.evaluate(SMALLEST) >= 11 or width < 1500, width
        # Both at one scale and one height: headings and lanes are level.
        tops = """() => Array.from(document.querySelectorAll('.view[data-current] .picture'), p => [
            p.querySelector('.map').getBoundingClientRect().top, p.querySelector('.map').getScreenCTM().a])"""
        (top, scale), (other_top, other_scale) = page.evaluate(tops)
        assert abs(top - other_top) < 0.5 and abs(scale / other_scale - 1) < 0.01


def test_the_reader_may_arrange_the_pictures(open_page: Any, lenses_page: str) -> None:
    wide, narrow = open_page(lenses_page, size=(3200, 900), **CALM), open_page(lenses_page, size=(1400, 900), **CALM)
    assert (wide.evaluate(ARRANGED), narrow.evaluate(ARRANGED)) == ("row", "column")
    for page, after in ((wide, "column"), (narrow, "row")):
        page.get_by_role("button", name="Side by side").click()
        assert page.evaluate(ARRANGED) == after
        assert (
            page.get_by_role("button", name="Side by side").get_attribute("aria-pressed") == str(after == "row").lower()
        )
    for page in (wide, narrow, open_page(lenses_page, size=(390, 800), **CALM)):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_script_everything_is_there(open_page: Any, lenses_page: str) -> None:
    page = open_page(lenses_page, size=(1600, 1000), java_script_enabled=False)
    assert page.locator(".view:visible").count() == 3
    assert page.locator(".picture:visible").count() == 6
    assert page.locator("table:visible").count() == 9
    assert page.locator("button:visible").count() == 0
    page.get_by_role("link", name="Active users per customer").click()
    assert page.url.endswith("#sheet-3")


def test_themes(open_page: Any, lenses_page: str) -> None:
    page = open_page(lenses_page, color_scheme="dark", **CALM)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(11, 16, 32)"
    page.get_by_role("button", name="Theme").click()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.get_by_role("button", name="Theme").text_content() == "Theme: light"


def test_what_a_screen_reader_walks(open_page: Any, lenses_page: str) -> None:
    page = open_page(lenses_page, **CALM)
    assert page.get_by_role("heading", name="Customer-first: Impact map").count() == 1
    assert page.get_by_role("heading", name="Business-first: Opportunity tree").count() == 1
    assert page.get_by_role("table", name="What each lens has no place for").count() == 1
    assert page.get_by_role("button", name=re.compile("Root cause: Copies travel by e-mail")).count() == 1
    assert page.get_by_role("row", name=re.compile("^Business-first 3 business harms")).count() == 1


# ---- paper ----------------------------------------------------------------------------------------------------

SAMPLES = [file for file in sorted((ROOT / "samples").iterdir()) if file.suffix == ".md" and load(file).gains]


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo counts the pages")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("spec", SAMPLES, ids=lambda file: file.name)
def test_paper_takes_two_pages(open_page: Any, tmp_path: Path, spec: Path, paper: str) -> None:
    page = open_page(two_lenses(load(spec), Style("html", "dark"))[0].decode())
    page.pdf(path=tmp_path / "p.pdf", format=paper, landscape=True)
    told = subprocess.run(["pdfinfo", tmp_path / "p.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages: +2$", told, re.MULTILINE), told
    first = subprocess.run(
        ["pdftotext", "-l", "1", tmp_path / "p.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Customer-first" in first and "Business-first" in first and "What each lens" not in first


ALL = [file for file in sorted((ROOT / "samples").iterdir()) if file.suffix == ".md"]
PAIRS = list(combinations(ALL, 2))


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo counts the pages")
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "-".join(file.stem for file in pair))
def test_two_specs_take_two_pages(open_page: Any, tmp_path: Path, pair: tuple[Path, Path]) -> None:
    names = (pair[0].name, pair[1].name)
    html = two_specs(load(pair[0]), load(pair[1]), names, Style("html"))[0].decode()
    changed = two_versions(load(pair[0]), load(pair[1]), names, Style("html"))[0].decode()
    for text in (html, changed):
        page = open_page(text)
        for paper in ("A4", "Letter"):
            page.pdf(path=tmp_path / "p.pdf", format=paper, landscape=True)
            told = subprocess.run(["pdfinfo", tmp_path / "p.pdf"], capture_output=True, text=True, check=True).stdout
            assert re.search(r"^Pages: +2$", told, re.MULTILINE), told
            said = subprocess.run(
                ["pdftotext", "-layout", "-f", "2", tmp_path / "p.pdf", "-"], capture_output=True, text=True, check=True
            ).stdout
            # What is left out is counted.
            assert ("more on screen" in said) == ('class="beyond"' in text)


# ---- hostile text ---------------------------------------------------------------------------------------------

COUNT = """
    window.ran = 0;
    for (const name of ['alert', 'confirm', 'prompt', 'open']) window[name] = () => { window.ran += 1 };
    window.violations = [];
    document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective));
"""
EXERCISE = """() => {
    for (const tab of document.querySelectorAll('.tab')) tab.click();
    for (const card of document.querySelectorAll('.card')) {
        card.dispatchEvent(new PointerEvent('pointerenter', {pointerType: 'mouse'}));
        card.focus();
        card.dispatchEvent(new MouseEvent('click', {bubbles: true}));
    }
    for (const row of document.querySelectorAll('.twins tbody tr')) row.click();
    for (const button of document.querySelectorAll('[data-action=arrange], [data-action=theme]')) button.click();
}"""
STATE = """async () => {
    await new Promise(done => setTimeout(done, 10));
    const all = [...document.querySelectorAll('*')];
    return {
        ran: window.ran, violations: window.violations,
        scripts: document.scripts.length, styles: document.styleSheets.length,
        foreign: document.querySelectorAll('img, iframe, object, embed, link, base, form, foreignObject').length,
        handlers: all.some(e => [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'style')),
        links: [...document.querySelectorAll('a[href]')].every(a => a.getAttribute('href').startsWith('#sheet-')),
        polluted: Object.keys(Object.prototype).length,
    };
}"""
HARMLESS = {
    "ran": 0,
    "violations": [],
    "scripts": 1,
    "styles": 1,
    "foreign": 0,
    "handlers": False,
    "links": True,
    "polluted": 0,
}


def odd(model: Model, payload: str) -> Model:
    """The model with the payload in its texts, and for an id of a need."""
    from dataclasses import replace

    from comparing import poisoned

    bad = poisoned(model, payload)
    needs = tuple(replace(need, id=payload) for need in bad.needs)
    causes = tuple(
        replace(cause, explains=tuple(payload if one == "current-draft" else one for one in cause.explains))
        for cause in bad.causes
    )
    return replace(bad, needs=needs, causes=causes)


def test_nothing_runs_and_nothing_loads(open_page: Any, specimen: Any, watch: Any, tmp_path: Path) -> None:
    page = open_page("<!DOCTYPE html><title>first</title>", init=COUNT, **CALM)
    for number, payload in enumerate(specimen.PAYLOADS):
        bad = odd(BLUE, payload)
        pages = (
            two_lenses(bad, Style("html"))[0],
            two_specs(BLUE, bad, (payload, "b"), Style("html"))[0],
            two_versions(BLUE, bad, (payload, payload), Style("html"))[0],
        )
        text = pages[number % 3].decode()
        without, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
        assert count == 1
        for html in (text, without):
            file = tmp_path / f"payload{number}-{len(html)}.html"
            file.write_text(html, "utf-8")
            watch.files.add(file.as_uri())
            page.goto(file.as_uri())
            page.evaluate(EXERCISE)
            assert page.evaluate(STATE) == HARMLESS, payload
            assert not watch.seen, payload


def test_the_page_leaves_no_global_name(open_page: Any, lenses_page: str) -> None:
    page = open_page(lenses_page, init="window.before = new Set(Object.getOwnPropertyNames(window))")
    ours = page.evaluate(
        "Object.getOwnPropertyNames(window).filter(n => !window.before.has(n) && n !== 'before' && !/^[0-9]+$/.test(n))"
    )
    assert ours == []
