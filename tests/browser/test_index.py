"""The index of a build in a real browser, from disk: searched, filtered, walked with keys, and read without script."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

from impactmap.build.about import About, Entry, Thing, searchable
from impactmap.build.index import page as index
from impactmap.health import Share
from impactmap.theme import Theme

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90" width="160" height="90">
<style>rect{fill:#fff}@media (prefers-color-scheme:dark){rect{fill:#001}}</style><rect width="160" height="90"/>
</svg>"""
CALM = {"reduced_motion": "reduce"}
LOADED = "Promise.all(Array.from(document.images, image => image.decode()))"  # rejected by one that cannot be shown


def entry(path: str, about: About, failed: str = "", picture: bool = True) -> Entry:
    stem = path.rsplit(".", 1)[0]
    files = (f"{stem}.svg", f"{stem}.html") if picture else ()
    return Entry(path, files[0] if picture else "", files, about, failed)


def evidence(count: int) -> tuple[Share, ...]:
    return (Share("evidence", count, 4, (("need", 1), ("cause", 3))),)


NPS = Thing("metric", "nps", "Net promoter score")
AGAIN = Thing("metric", "promoters", "net promoter  score")  # another id, and the same thing
FANS = Thing("metric", "nps", "Fans")  # the same id, and another thing
LATE = Thing("cause", "late", "Réponses tardives")
DRAFTS = Thing("team", "drafts", "Drafts")
ENTRIES = (
    entry("a/one.md", About("Zürich first", owners=("Ana",), as_of="2026-10", audience="draft", things=(NPS, LATE))),
    entry("a/two & 50%? #2.md",
          About("Beta", owners=("Ana", "Bo"), as_of="2026-Q3", errors=2, things=(NPS, DRAFTS), health=evidence(1))),
    entry("b/three.md",
          About("خريطة العميل", "", ("Bo",), "2025", "public", warnings=1, things=(AGAIN,), health=evidence(3))),
    entry("b/four.md", About("Alpha", things=(LATE, DRAFTS, FANS), words="fans overnight kurierfahrten")),
    entry("c/five.md", About(), failed="c/five.md:3:1: error: no such cause", picture=False),
)  # fmt: skip


@pytest.fixture
def open_index(open_page: Any, watch: Any, tmp_path: Path) -> Callable[..., Any]:
    """Opens the index of `ENTRIES` beside their pictures and pages; these are all that it may load."""

    def open_index(hash: str = "", **more: Any) -> Any:
        for each in ENTRIES:
            for path in each.outputs:
                file = tmp_path / path
                file.parent.mkdir(exist_ok=True)
                file.write_text(PICTURE if path.endswith(".svg") else f"<!DOCTYPE html><title>{path}</title>", "utf-8")
                watch.files.update((file.as_uri(), file.as_uri().replace("&", "%26")))
        return open_page(index(ENTRIES, title="Maps", mode="auto", theme=Theme()).decode(), hash, **{**CALM, **more})

    return open_index


def shown(page: Any) -> list[str]:
    """The paths of the maps in sight, by file name, in their order on the page."""
    paths = page.locator(".map:not([hidden]) .path").all_text_contents()
    return [path.split("/")[1].split(".")[0].split(" ")[0] for path in paths]


def hash_of(page: Any) -> str:
    return str(page.evaluate("location.hash"))


def choose(page: Any, name: str, value: str) -> None:
    page.locator(f"#choose-{name}").select_option(value)


# ---- from disk -----------------------------------------------------------------------------------------------


def test_every_picture_is_shown_and_nothing_else_loads(open_index: Any) -> None:
    page = open_index(size=(1280, 2400))
    page.evaluate(LOADED)
    assert page.locator("img").count() == 4
    assert shown(page) == ["one", "two", "four", "three", "five"]
    assert page.locator("#count").text_content() == "5 maps"
    assert page.locator("[data-failed] .failed").inner_text() == "Not built.\nc/five.md:3:1: error: no such cause"


def test_a_server_shows_the_same(browser: Any, open_index: Any, tmp_path: Path) -> None:
    open_index()  # writes the files
    handler = partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        context = browser.new_context(viewport={"width": 1280, "height": 2400})
        try:
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/page1.html")
            page.evaluate(LOADED)
            page.locator(".title a", has_text="Beta").click()
            assert page.title() == "a/two & 50%? #2.html"
        finally:
            context.close()
            server.shutdown()
            thread.join()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.mark.parametrize("number", range(4))
def test_titles_and_pictures_open_the_map(open_index: Any, number: int) -> None:
    page = open_index()
    link = page.locator(".title a" if number % 2 else ".view").nth(number)
    link.click()
    expected = sorted(ENTRIES, key=lambda each: each.path)[number].outputs[1]
    assert page.title() == expected
    page.go_back()
    assert page.locator(".map").count() == 5


def test_pages_and_pictures_are_dark_together(open_index: Any) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = (open_index(color_scheme=scheme).evaluate(ground) for scheme in ("light", "dark"))
    page = open_index(color_scheme="light")
    assert light == page.evaluate(ground) != dark
    page.evaluate("document.images[0].decode()")
    box = page.locator("img").first.bounding_box()
    middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "width": 8, "height": 8}
    button = page.locator("[data-action=theme]")
    seen, pictures = [], []
    for _ in range(3):
        button.click()
        seen.append((button.get_attribute("title"), page.evaluate(ground)))
        pictures.append(page.screenshot(clip=middle))
    assert seen == [("Theme: light", light), ("Theme: dark", dark), ("Theme: automatic", light)]
    assert pictures[0] == pictures[2] != pictures[1]


# ---- search and filters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("zurich", ["one"]),  # accents and letter case make no difference
        ("ZÜRICH", ["one"]),
        ("العميل", ["three"]),
        ("b/", ["four", "three"]),
        ("bo", ["two", "three"]),
        ("bo beta", ["two"]),
        ("promoter", ["one", "two", "three"]),
        ("fans", ["four"]),
        ("KURIER overnight", ["four"]),  # items
        ("kurier beta", []),
        ("tardives drafts", ["four"]),
        ("50%?", ["two"]),
        ("nobody", []),
        ("__proto__", []),
        ("  ", ["one", "two", "four", "three", "five"]),
    ],
)
def test_search(open_index: Any, words: str, found: list[str]) -> None:
    page = open_index()
    page.locator("#search").fill(words)
    assert shown(page) == found
    assert page.locator("#count").text_content() == ("5 maps" if len(found) == 5 else f"{len(found)} of 5 maps")
    assert page.locator(".nothing").is_visible() == (not found)


def test_the_words_of_items_are_found_as_they_are_written(open_page: Any) -> None:
    """The page folds what is typed; what it is compared with was folded when the map was built."""
    texts = ("Überraschung", "STRASSE Straße", "ﬁnance", "العميلُ", "駅の乗り換え", "İstanbul ΟΔΟΣ", "ガイド", "x\"<&>'")
    entries = [Entry(f"{n}.md", "", (), About(str(n), words=searchable(text))) for n, text in enumerate(texts)]
    page = open_page(index(entries, title="Maps", mode="auto", theme=Theme()).decode(), **CALM)
    for number, text in enumerate(texts):
        page.locator("#search").fill(text)
        assert page.locator(".map:not([hidden]) .path").all_text_contents() == [f"{number}.md"], text
    for typed, number in (("uberraschung", 0), ("finance", 2), ("ISTANBUL", 5), ("カイト", 6)):
        page.locator("#search").fill(typed)
        assert page.locator(".map:not([hidden]) .path").all_text_contents() == [f"{number}.md"], typed


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("owner", "Bo", ["two", "three"]),
        ("audience", "public", ["three"]),
        ("date", "within-3m", ["one", "two"]),
        ("date", "older-3m", ["three"]),
        ("date", "2026", ["one", "two"]),
        ("date", "undated", ["four", "five"]),
        ("health", "failed", ["five"]),
        ("health", "errors", ["two"]),
        ("health", "warnings", ["three"]),
        ("health", "fine", ["one", "four"]),
        ("health", "thin", ["two"]),
        ("health", "orphan", ["four", "five"]),
        ("sort", "title", ["four", "two", "five", "one", "three"]),
        ("sort", "newest", ["one", "two", "three", "four", "five"]),
        ("sort", "oldest", ["three", "two", "one", "four", "five"]),
        ("sort", "health", ["five", "two", "three", "one", "four"]),
    ],
)
def test_a_choice_and_the_way_back(open_index: Any, name: str, value: str, found: list[str]) -> None:
    page = open_index()
    choose(page, name, value)
    assert shown(page) == found
    assert hash_of(page) == f"#{name}={value}"
    page.reload()
    assert shown(page) == found
    assert page.locator(f"#choose-{name}").input_value() == value
    page.go_back()
    assert shown(page) == ["one", "two", "four", "three", "five"]


def test_choices_that_tell_no_maps_apart_are_not_offered(open_page: Any, watch: Any) -> None:
    alike = [replace(each, picture="", outputs=()) for each in ENTRIES[3:4]]
    page = open_page(index(alike, title="Maps", mode="auto", theme=Theme()).decode(), **CALM)
    assert page.locator(".choose:visible").count() == 0
    assert page.locator("#shared").count() == 0


def overall(page: Any) -> str:
    return " ".join(page.locator(".overall").inner_text().split())


def test_the_sums_are_those_of_what_is_shown(open_index: Any) -> None:
    page = open_index()
    assert overall(page) == (
        "5 maps 1 not built 1 with errors 1 with warnings as of 2025 to Oct 2026 4 of 8 needs and causes researched"
    )
    choose(page, "owner", "Ana")
    assert overall(page) == "2 maps 1 with errors as of Q3 2026 to Oct 2026 1 of 4 needs and causes researched"
    assert page.locator(".overall .level").get_attribute("width") == "25"


# ---- what maps share --------------------------------------------------------------------------------------------


def row(page: Any, title: str) -> Any:
    return page.locator("#shared button.thing", has_text=title)


def test_a_shared_thing_filters(open_index: Any) -> None:
    page = open_index()
    assert page.locator("#shared button.thing").all_inner_texts() == [
        "Net promoter score\n3 maps", "Réponses tardives\n2 maps", "Drafts\n2 maps",
    ]  # fmt: skip
    row(page, "Net promoter").click()
    assert shown(page) == ["one", "two", "three"]
    assert hash_of(page) == "#shared=metric%3Anet+promoter+score"
    assert row(page, "Net promoter").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.textContent").startswith("Net promoter")  # the keyboard stays there
    assert row(page, "Drafts").inner_text() == "Drafts\n1 map"  # of those that are shown
    row(page, "Drafts").click()
    assert shown(page) == ["two"]
    page.locator(".chip", has_text="Metric: Net promoter score").click()
    assert shown(page) == ["two", "four"]
    row(page, "Drafts").click()
    assert shown(page) == ["one", "two", "four", "three", "five"]
    for steps in (["two", "four"], ["two"], ["one", "two", "three"]):
        page.go_back()
        assert shown(page) == steps


def test_a_card_tells_what_it_shares(open_index: Any) -> None:
    page = open_index()
    card = page.locator(".map").nth(1)
    sentence = card.locator(".sharing button")
    assert sentence.inner_text().endswith("Shares 1 metric with 2 maps, 1 team with 1 map")
    sentence.click()
    assert sentence.get_attribute("aria-expanded") == "true"
    assert card.locator(".unfolded li").all_inner_texts() == [
        "Metric: Net promoter score\n3 maps",
        "Team: Drafts\n2 maps",
    ]
    card.locator(".unfolded > button").click()
    assert shown(page) == ["one", "two", "four", "three"]
    assert page.locator(".chip bdi").inner_text() == "Beta"
    page.go_back()
    card.locator(".unfolded li button", has_text="Drafts").click()
    assert shown(page) == ["two", "four"]
    sentence.click()
    assert card.locator(".unfolded").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_the_same_id_with_another_title_is_asked_about_and_not_shared(open_index: Any, script: bool) -> None:
    page = open_index(size=(390, 600), java_script_enabled=script)
    page.locator("#shared > summary").click()
    assert " ".join(page.locator(".doubts").inner_text().split()) == (
        "SAME ID, OTHER TITLE One thing, or two? These do not count as shared. "
        "Metric nps Net promoter score Zürich first Beta Fans Alpha"
    )
    if script:
        choose(page, "owner", "Ana")
        page.locator(".doubt a", has_text="Alpha").click()  # it leads to a map that was filtered away
        assert len(shown(page)) == 5
    else:
        page.locator(".doubt a", has_text="Alpha").click()
    assert 0 <= page.locator(".map", has_text="Alpha").bounding_box()["y"] < 300


# ---- keys and the address -----------------------------------------------------------------------------------------


def test_the_keyboard_alone_is_enough(open_index: Any) -> None:
    page = open_index()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the maps"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "maps" and hash_of(page) == ""
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("promoter")
    assert shown(page) == ["one", "two", "three"]
    page.keyboard.press("Enter")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "Zürich first"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "Beta"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "خريطة العميل"  # the last
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "Beta"
    assert page.evaluate("getComputedStyle(document.activeElement.closest('.map')).outlineStyle") == "solid"
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == "" and len(shown(page)) == 5
    choose(page, "owner", "Bo")
    page.locator("#choose-owner").focus()
    page.keyboard.press("Escape")  # that closes its list, and no more
    assert hash_of(page) == "#owner=Bo"
    page.locator("main").focus()
    page.keyboard.press("Escape")
    assert len(shown(page)) == 5 and hash_of(page) == ""
    page.keyboard.press("?")
    assert page.locator("dialog.help").is_visible()
    page.locator("[data-setting=keys]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "search"


def test_everything_can_be_reached_by_tab_and_is_seen(open_index: Any) -> None:
    page = open_index(size=(1280, 1000))
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim().split('\\n')[0]")
        if page.evaluate("document.activeElement === document.body") or name in seen[:1]:
            break
        outlined = "[document.activeElement, document.activeElement.closest('.choose, .map')]"
        assert page.evaluate(f"{outlined}.some(e => e && getComputedStyle(e).outlineStyle === 'solid')"), name
        seen.append(name)
    for name in ("search", "choose-owner", "choose-sort", "Zürich first", "Beta", "Alpha"):
        assert name in seen
    assert any(name.startswith("Net promoter") for name in seen)


def test_one_word_typed_is_one_step_back(open_index: Any) -> None:
    page = open_index()
    choose(page, "owner", "Ana")
    page.locator("#search").press_sequentially("beta")
    assert hash_of(page) == "#search=beta&owner=Ana" and shown(page) == ["two"]
    page.go_back()
    assert hash_of(page) == "#owner=Ana" and page.locator("#search").input_value() == ""
    assert shown(page) == ["one", "two"]
    page.go_forward()
    assert shown(page) == ["two"]


@pytest.mark.parametrize(
    ("hash", "found"),
    [
        ("#search=bo&sort=title", ["two", "three"]),
        ("#shared=metric:net%20promoter%20score&shared=team:drafts", ["two"]),
        ("#near=a%2Ftwo+%26+50%25%3F+%232.md", ["one", "two", "four", "three"]),
        ("#owner=Nobody", []),
        ("#shared=metric:gone", []),
        ("#near=gone.md", []),
        ("#health=constructor", []),
        ("#sort=__proto__&date=%", []),
        ("#map-2", ["one", "two", "four", "three", "five"]),
        ("#%E0%A4%A", ["one", "two", "four", "three", "five"]),
    ],
)
def test_an_address_says_what_is_shown(open_index: Any, hash: str, found: list[str]) -> None:
    page = open_index(hash)
    assert shown(page) == found
    if not found:
        page.locator(".nothing button").click()
        assert len(shown(page)) == 5


def test_a_list_instead_of_pictures_is_remembered(open_index: Any) -> None:
    page = open_index()
    button = page.locator("[data-action=rows]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator(".map").first.bounding_box()["width"] > 700
    page.reload()
    assert page.locator(".map").first.bounding_box()["width"] > 700


# ---- without script, on paper, on a phone ---------------------------------------------------------------------------


def test_without_script_all_maps_are_listed_and_nothing_dead_is_shown(open_index: Any) -> None:
    page = open_index(java_script_enabled=False)
    assert page.locator(".map").count() == page.locator(".map:visible").count() == 5
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    page.locator("#shared summary").click()
    assert page.locator("#shared .thing .having a", has_text="Beta").count() == 2
    page.locator(".title a", has_text="Alpha").click()
    assert page.title() == "b/four.html"


@pytest.mark.parametrize("script", [True, False])
def test_narrow_pages_scroll_one_way_only(open_index: Any, script: bool) -> None:
    page = open_index(size=(390, 844), java_script_enabled=script)
    wide = page.locator("body > *, .map > *, .choose").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().right > 391).map(e => e.className)"
    )
    assert wide == []


def test_paper_holds_the_maps_that_are_shown(open_index: Any) -> None:
    page = open_index("#owner=Bo")
    page.emulate_media(media="print")
    assert page.locator(".map:visible").count() == 2
    for gone in ("#search", ".tools", ".filters"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator("#count").inner_text() == "2 of 5 maps"


# ---- text is only ever text -----------------------------------------------------------------------------------

COUNT = """
    window.ran = 0;
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => { window.ran += 1 };
    window.violations = [];
    document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective));
"""
EXERCISE = """async () => {
    for (const each of ['.sharing button', 'button.thing', '.unfolded button', '.kind > .plain'])
        for (const button of document.querySelectorAll(each)) button.click();
    const search = document.querySelector('#search');
    for (const text of ['a', document.querySelector('.title').textContent]) {
        search.value = text;
        search.dispatchEvent(new Event('input'));
    }
    for (const select of document.querySelectorAll('select')) {
        select.selectedIndex = select.options.length - 1;
        select.dispatchEvent(new Event('change', {bubbles: true}));
    }
    document.querySelector('.chip')?.click();
    await new Promise(done => setTimeout(done, 10));
    const all = [...document.querySelectorAll('*')];
    return {
        ran: window.ran,
        violations: window.violations,
        scripts: document.scripts.length,
        styles: document.styleSheets.length,
        foreign: document.querySelectorAll('iframe, object, embed, link, base, form, foreignObject').length,
        images: document.images.length,
        handlers: all.some(e => [...e.attributes].some(a => a.name.startsWith('on'))),
        links: [...document.querySelectorAll('a[href]')].every(a => a.protocol === 'file:'),
        polluted: Object.keys(Object.prototype).length,
    };
}"""
HARMLESS = {
    "ran": 0, "violations": [], "scripts": 1, "styles": 1, "foreign": 0, "images": 0, "handlers": False, "links": True,
    "polluted": 0,
}  # fmt: skip


def test_nothing_runs_and_nothing_loads(open_page: Any, specimen: ModuleType, watch: Any, tmp_path: Path) -> None:
    page = open_page("<!DOCTYPE html><title>first</title>", init=COUNT, **CALM)
    for number, payload in enumerate(specimen.PAYLOADS):
        things = (Thing("metric", payload, payload), Thing("team", payload, payload))
        shares = (Share("evidence", 1, 2, ((payload, 2),)),)
        about = About(payload, payload, (payload,), "2026", payload, 1, 2, shares, things, payload)
        entries = [Entry(path, "", (payload,), about, payload) for path in (payload, f"2{payload}")]
        other = (things[0], Thing("team", payload, f"other {payload}"))
        entries.append(Entry("3", "", (), replace(about, title="3", owners=("o",), as_of="2024", things=other)))
        html = index(entries, title=payload, mode="auto", theme=Theme(logo=payload)).decode()
        start = html.index('<meta http-equiv="Content-Security-Policy"')
        for text in (html, html[:start] + html[html.index(">", start) + 1 :]):
            file = tmp_path / f"payload{number}-{len(text)}.html"
            file.write_text(text, "utf-8")
            watch.files.add(file.as_uri())
            page.goto(file.as_uri())
            assert page.evaluate(EXERCISE) == HARMLESS, payload
            assert not watch.seen, payload


def test_the_policy_lets_no_picture_in_from_elsewhere(open_index: Any, watch: Any) -> None:
    page = open_index(init=COUNT)
    page.evaluate("""() => new Promise(done => {
        document.addEventListener('securitypolicyviolation', () => setTimeout(done));
        document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}));
    })""")
    assert page.evaluate("window.violations") == ["img-src"]
    assert watch.seen
    watch.seen.clear()


def test_the_page_leaves_no_global_name(open_index: Any) -> None:
    page = open_index(init="window.before = new Set(Object.getOwnPropertyNames(window))")
    ours = page.evaluate(
        "Object.getOwnPropertyNames(window).filter(n => !window.before.has(n) && n !== 'before' && !/^[0-9]+$/.test(n))"
    )
    assert ours == []


@pytest.mark.parametrize("script", [True, False])
def test_further_views_unfold_with_the_keyboard(open_page: Any, script: bool) -> None:
    views, kinds = ("", ".metric-tree", ".opportunity-tree"), ("svg", "png", "pdf", "mmd")
    files = tuple(f"a{view}.{kind}" for view in views for kind in kinds)
    one = Entry("a.md", "", files, About("Alpha"))
    html = index([one], title="Maps", mode="auto", theme=Theme()).decode()
    page = open_page(html, size=(390, 844), java_script_enabled=script, **CALM)
    card = page.locator(".map")
    assert card.locator("a:visible").all_inner_texts() == ["Alpha", "SVG", "PNG", "PDF", "MMD"]
    card.locator("a:visible").last.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert card.locator("dt:visible").all_inner_texts() == ["Metric tree", "Opportunity tree"]
    assert card.locator("a:visible").count() == 13
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "a.metric-tree.svg"


def test_thousands_of_maps_are_searched_with_few_changes(open_page: Any) -> None:
    """A key stroke touches only what appears or goes: counted, as time would tell of the machine."""
    entries = [
        Entry(f"{number:04}.md", "", (), About(f"Map {number}", things=(NPS, LATE)[: number % 3]))
        for number in range(2000)
    ]
    page = open_page(index(entries, title="Maps", mode="auto", theme=Theme()).decode(), **CALM)
    assert page.locator("#count").text_content() == "2,000 maps"
    page.evaluate("""() => {
        window.changes = 0;
        const watch = new MutationObserver(all => { window.changes += all.length });
        watch.observe(document.querySelector('.maps'), {subtree: true, childList: true, attributes: true});
    }""")
    search = page.locator("#search")
    search.fill("map 1999")
    assert page.locator("#count").text_content() == "1 of 2,000 maps"
    assert page.evaluate("window.changes") == 1999
    search.fill("map 199")
    assert page.locator("#count").text_content() == "12 of 2,000 maps"  # 199, 1199, 1990 to 1999
    assert page.evaluate("window.changes") == 1999 + 11
