"""The index page as bytes: what it says of each map, what links to where, and what maps share."""

from __future__ import annotations

import html
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import pytest
from building import BROKEN, metrics, spec, write
from msgspec.structs import replace

from impactmap.build import build, indexing, sharing
from impactmap.build.about import About, Entry, Thing
from impactmap.build.index import link, page
from impactmap.build.outcome import FAILED, WRONG_SPEC, WRONG_USE, Failure
from impactmap.build.sharing import Namesake, Shared, Tie, namesakes, shared, ties
from impactmap.formats.locked import digest
from impactmap.health import Share
from impactmap.theme import LIGHT, Theme

ABOUT = About(
    title="Find the current draft",
    summary="Why it exists.",
    owners=("Research", "Growth"),
    as_of="2026-Q4",
    audience="internal",
    errors=1,
    warnings=12,
    health=(Share("evidence", 3, 4, (("need", 1), ("cause", 3))),),
    things=(Thing("metric", "nps", "Net promoter score"), Thing("team", "drafts", "Drafts")),
)
FULL = Entry("specs/draft.md", "specs/draft.svg", ("specs/draft.svg", "specs/draft.html"), ABOUT)
PLAIN = Entry("a.yaml", "a.svg", ("a.svg",), About(title="Plain", things=(Thing("metric", "nps", "NPS"),)))


def written(*entries: Entry, title: str = "Maps", theme: Theme | None = None) -> str:
    return page(entries, title=title, mode="auto", theme=theme or Theme()).decode()


class Outline(HTMLParser):
    """The page as a flat list: every element with its attributes and the text directly in it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs), list[str]())
        self.elements.append(element)
        if tag not in ("meta", "img", "input", "path", "rect", "circle"):
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][2].append(data)

    def having(self, name: str, value: str) -> list[tuple[dict[str, str | None], str]]:
        """The elements with this attribute, or with this class, and their texts."""
        return [
            (attributes, " ".join("".join(texts).split()))
            for _, attributes, texts in self.elements
            if value in (attributes.get(name) or "").split()
        ]

    def texts(self, name: str) -> list[str]:
        return [text for _, text in self.having("class", name)]

    def attributes(self, tag: str, name: str) -> list[str]:
        return [attributes[name] or "" for each, attributes, _ in self.elements if each == tag and name in attributes]


def visible(text: str) -> str:
    """The text of the body without tags, on one line."""
    body = re.sub(r"<[^>]*>", " ", text.partition("<body>")[2])
    return " ".join(html.unescape(body).split())


# ---- what it says -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "says", "says_not"),
    [
        (FULL, ["Find the current draft", "specs/draft.md", "Why it exists."], ["No picture"]),
        (FULL, ["Owner Research , Growth", "As of Q4 2026", "Audience internal"], ["Not built"]),
        (FULL, ["1 error 12 warnings", "3 of 4 needs and causes researched"], ["No errors"]),
        (FULL, ["SVG HTML"], []),
        (PLAIN, ["Plain a.yaml", "No errors, no warnings"], ["Owner", "As of", "Audience", "SVG", "Shares"]),
        (replace(PLAIN, about=About()), ["a a.yaml"], []),
        (replace(PLAIN, path="x/y/.md", about=About()), [".md x/y/.md"], []),
        (replace(PLAIN, picture="", outputs=("a.txt",)), ["No picture"], []),
        (replace(PLAIN, failed="a.yaml:3:1: no such cause"), ["Not built. a.yaml:3:1: no such cause"], ["No errors"]),
        (replace(PLAIN, failed="broken"), ["Picture of an earlier build"], ["No picture"]),
        (replace(PLAIN, failed="broken", picture="", outputs=()), ["Not built. broken"], ["earlier", "No picture"]),
        (replace(PLAIN, about=About(as_of="when it is done")), ["a.yaml"], ["As of", "when it is done"]),
        (replace(PLAIN, outputs=("a.html", "a.goals.svg", "a.tree.svg")), ["HTML Goals Tree"], []),
    ],
)
def test_a_map(entry: Entry, says: list[str], says_not: list[str]) -> None:
    text = visible(written(entry)).partition("All maps together")[0]
    cards = text[text.index(" Maps ") :].partition("No map fits")[0]
    for words in says:
        assert words in cards
    for words in says_not:
        assert words not in cards


@pytest.mark.parametrize(
    ("outputs", "picture", "opens"),
    [
        (("a.svg", "a.html", "a.pdf"), "a.svg", "a.html"),
        (("a.svg", "a.pdf"), "a.svg", "a.svg"),
        (("a.txt",), "", "a.txt"),
        ((), "", None),
    ],
)
def test_a_map_opens_its_page_else_its_picture(outputs: tuple[str, ...], picture: str, opens: str | None) -> None:
    entry = replace(PLAIN, outputs=outputs, picture=picture)
    assert re.findall(r'<h3 class="title"[^>]*><a href="([^"]*)"', written(entry)) == ([opens] if opens else [])


def test_files_stand_by_their_views() -> None:
    views = ("", ".opportunity-tree", ".metric-tree")
    kinds = ("svg", "png", "pdf")
    outputs = ("a.html", *(f"a{view}.{kind}" for kind in kinds for view in views), "a.goal-ladder.svg")
    text = written(replace(PLAIN, outputs=outputs))
    cards = visible(text).partition("No map fits")[0]
    assert "HTML SVG PNG PDF Goal ladder 2 further views Opportunity tree SVG PNG PDF Metric tree SVG PNG PDF" in cards
    assert re.findall(r'<a href="(a\.metric[^"]*)" dir="auto">(\w+)</a>', text) == [
        (f"a.metric-tree.{kind}", kind.upper()) for kind in kinds
    ]
    assert "<details" not in written(replace(PLAIN, outputs=("a.svg", "a.html", "a.goals.svg")))
    two = visible(written(replace(PLAIN, outputs=("a.svg", "a.goals.svg", "a.goals.png"))))
    assert "SVG 1 further view Goals SVG PNG" in two


def test_all_maps_together() -> None:
    half = Share("evidence", 1, 4, (("cause", 4),))
    entries = [
        FULL,
        replace(PLAIN, path="b", about=About(as_of="2024", warnings=1, health=(half,))),
        replace(PLAIN, path="c", failed="broken"),
    ]
    outline = Outline(written(*entries))
    sums = {
        attributes["data-sum"]: "".join(text) for _, attributes, text in outline.elements if "data-sum" in attributes
    }
    assert sums == {
        "maps": "3", "noun": "maps", "failed": "1", "errors": "1", "warnings": "2", "dates": "2024 to Q4 2026",
    }  # fmt: skip
    assert outline.texts("share") == ["4 of 8"]
    assert outline.attributes("rect", "width")[:2] == ["100", "50"]


@pytest.mark.parametrize(
    ("count", "total", "width"),
    [(0, 3, "0"), (1, 3, "33"), (3, 3, "100"), (5, 3, "100"), (-1, 3, "0"), (10**400, 1, "100")],
)
def test_meters_stay_in_their_track(count: int, total: int, width: str) -> None:
    entry = replace(PLAIN, about=About(health=(Share("evidence", count, total, (("need", total),)),)))
    assert Outline(written(entry)).attributes("rect", "width") == ["100", width] * 2


def test_the_sums_are_said_in_the_words_of_the_cards() -> None:
    """As one map would say it of all of them."""
    gains, both = (("gain", 2), ("top metric", 0)), (("gain", 1), ("top metric", 1))
    shares = [Share("guards", 0, 2, gains), Share("guards", 1, 2, both), Share("levers", 1, 1, (("input", 1),))]
    entries = [replace(PLAIN, path=str(n), about=About(health=(share,))) for n, share in enumerate(shares)]
    text = visible(written(*entries))
    assert "1 of 4 gains and top metrics guarded 1 of 1 input lifts both" in text
    assert "0 of 2 gains guarded" in text and "1 of 2 gains and top metrics guarded" in text


def test_a_failed_map_keeps_its_title_and_says_how_to_see_the_rest(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    write(docs, known=spec("Find the current draft"), fine=spec("Fine"))
    build([docs], out)
    broken = BROKEN.replace("# Broken", "# Another heading") + "- Who\n  - evidense: interview, n=9\n"
    write(docs, known=broken, new=broken)
    build([docs], out)
    text = (out / "index.html").read_text(encoding="utf-8")
    titles = re.findall(r'<h3 class="title"[^>]*>(?:<a [^>]*>)?([^<]*)', text)
    assert titles == ["Fine", "Find the current draft", "new"]
    said = Outline(text).texts("why")
    assert len(said) == 2 and all("line 8" in why for why in said)
    assert all(why.endswith("(and 1 more) impactmap check FILE shows all that is wrong.") for why in said)


@pytest.mark.parametrize(("code", "says"), [(WRONG_SPEC, True), (WRONG_USE, False), (FAILED, False)])
def test_the_check_is_named_where_the_spec_is_wrong(code: int, says: bool) -> None:
    assert ("impactmap check" in indexing._why(Failure("a.md", "broken", code))) == says


def test_items_of_a_built_map_are_searched(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    write(docs, a=metrics("Map"))
    build([docs], out)
    words = Outline((out / "index.html").read_text(encoding="utf-8")).attributes("li", "data-words")
    assert len(words) == 1 and {"can't", "find", "cause", "users"} <= set(words[0].split())


def test_what_is_not_there_is_not_counted_aloud() -> None:
    text = written(PLAIN)
    assert '<span class="sum" data-weight="error" hidden>' in text
    assert "as of" not in visible(text)


def test_without_maps_it_says_what_to_do() -> None:
    text = written()
    assert "No maps yet" in text and "impactmap init" in text and "impactmap build" in text
    assert 'id="search"' not in text and 'class="map"' not in text


# ---- order and bytes --------------------------------------------------------------------------------------


def test_sorted_by_path_and_the_same_bytes_in_any_order() -> None:
    entries = [replace(FULL, path=path) for path in ("b/a.md", "B.md", "a.md", "é.md", "a/b.md", "Ω.md")]
    first = page(entries, title="Maps", mode="dark", theme=Theme())
    random.Random(7).shuffle(entries)
    assert page(iter(entries), title="Maps", mode="dark", theme=Theme()) == first
    assert Outline(first.decode()).texts("path") == ["B.md", "a.md", "a/b.md", "b/a.md", "é.md", "Ω.md"]


def test_the_policy_comes_first_and_names_the_one_script_and_style() -> None:
    text = written(FULL)
    script, style = (re.findall(f"<{name}>(.*?)</{name}>", text, re.DOTALL) for name in ("script", "style"))
    assert len(script) == len(style) == 1
    policy = html.unescape(re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)[0])
    assert policy == (
        f"default-src 'none'; script-src '{digest(script[0])}'; style-src '{digest(style[0])}'; "
        "base-uri 'none'; form-action 'none'; img-src 'self'"
    )
    assert text.index("Content-Security-Policy") < text.index("<title>") < text.index("<style>")
    assert not re.search(r"\s(style|on\w+)=", text.partition("<body>")[2])
    assert written(PLAIN).partition("<body>")[0] == text.partition("<body>")[0]  # constant, whatever the maps are


def test_a_theme_of_ones_own() -> None:
    assert "--page:#fefefe" in written(theme=Theme(light=replace(LIGHT, page="#fefefe"), logo="Blue & Co"))
    assert "Blue &amp; Co" in written(theme=Theme(logo="Blue & Co"))
    with pytest.raises(ValueError, match="colour"):
        written(theme=Theme(light=replace(LIGHT, page="red;}")))


# ---- links ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "a.svg", "a/b c.svg", "a#b.svg", "100%.svg", "%20.svg", "what?.svg", "a&b=\"c\"'d'.svg", "駅/図.svg",
        "خريطة/مسار.svg", "é.svg", "a:b.svg", "javascript:alert(1)", "data:text/html,x", "//evil.example/x",
        "/etc/passwd", "a//b.svg", "back\\slash.svg", "new\nline\t.svg", "byte\udcff.svg", "lone\ud800.svg", "<b>.svg",
    ],
)  # fmt: skip
def test_links_stay_beside_the_page_and_lead_to_the_very_path(path: str) -> None:
    reference = link(path)
    there = urlsplit(urljoin("http://host/out/index.html", reference))
    assert (there.scheme, there.netloc, there.query, there.fragment) == ("http", "host", "", "")
    assert reference.isascii() and there.path.startswith("/out/")
    on_disk = path.encode("utf-8", "surrogateescape" if "\ud800" not in path else "replace")
    assert unquote_to_bytes(reference.removeprefix(".") if path.startswith("/") else reference) == on_disk


def test_every_link_of_the_page_is_relative() -> None:
    odd = replace(FULL, outputs=("a b/c#d.svg", "a b/c#d.html"), picture="a b/c#d.svg")
    outline = Outline(written(odd, PLAIN, replace(FULL, path="z")))
    links = [*outline.attributes("a", "href"), *outline.attributes("img", "src")]
    assert "a%20b/c%23d.svg" in links and "a%20b/c%23d.html" in links
    for each in links:
        assert not urlsplit(each).scheme and not urlsplit(each).netloc and not each.startswith("/")
    ids = [attributes["id"] for _, attributes, _ in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {each[1:] for each in links if each.startswith("#")} <= set(ids)


# ---- text is only ever text ---------------------------------------------------------------------------------


def poisoned(payload: str) -> Entry:
    about = About(
        title=payload, summary=payload, owners=(payload,), as_of=payload, audience=payload, errors=1,
        health=(Share("evidence", 1, 2, ((payload, 2),)),),
        things=(Thing("metric", payload, payload), Thing("team", "id" + payload, payload)), words=payload,
    )  # fmt: skip
    return Entry(payload, payload, (payload, f"{payload}.html"), about, payload)


def skeleton(text: str) -> list[str]:
    """The elements of the page, and the names of their attributes, without what they hold."""
    return [f"{tag} {sorted(attributes)}" for tag, attributes, _ in Outline(text).elements]


def test_hostile_text_changes_no_element(specimen: ModuleType) -> None:
    def poison(payload: str) -> str:
        other = Thing("team", "id" + payload, "other" + payload)
        view = re.sub(r"[/.]", "_", payload)
        last = "\U0010ffff"  # in the order of paths
        third = Entry(f"{last}.md", "", (f"{last}.{view}.svg", f"{last}.{view}.png"), About(things=(other,)))
        return written(poisoned(payload), replace(poisoned(payload), path="2" + payload), third, title=payload)

    harmless = skeleton(poison("x"))
    assert 'class="doubt"' in poison("x") and "<details class=" in poison("x")
    for payload in specimen.PAYLOADS:
        text = poison(payload)
        assert skeleton(text) == harmless, payload
        assert "{{7*7}}" not in payload or "{{7*7}}" in text
        links = [*Outline(text).attributes("a", "href"), *Outline(text).attributes("img", "src")]
        assert not any(urlsplit(each).scheme or urlsplit(each).netloc for each in links), payload


def test_texts_know_their_direction_and_language() -> None:
    text = written(replace(FULL, about=replace(ABOUT, title="駅の乗り換え", owners=("تجربة العملاء",))))
    assert '<h3 class="title" dir="auto" lang="ja">' in text
    assert '<span class="owner" dir="auto">تجربة العملاء</span>' in text


def test_an_owner_with_a_comma_is_one() -> None:
    text = written(replace(FULL, about=replace(ABOUT, owners=("Smith, Ann", "Bo"))))
    assert '<span class="owner" dir="auto">Smith, Ann</span>, <span class="owner" dir="auto">Bo</span>' in text


# ---- what maps share ----------------------------------------------------------------------------------------


def metric(id: str, title: str = "") -> Thing:
    return Thing("metric", id, title)


@pytest.mark.parametrize(
    ("maps", "found"),
    [
        ([], []),
        ([[metric("nps", "NPS")]], []),
        ([[metric("nps", "NPS"), metric("nps2", "NPS")]], []),  # twice in one map is not shared
        ([[metric("revenue", "Revenue of shop")], [metric("revenue", "Revenue of bank")]], []),  # the titles decide
        ([[metric("a-one", "Late replies.")], [], [metric("b-one", "LATE  replies")]],
         [("late replies", "LATE  replies", (0, 2))]),
        ([[metric("m1", "Revenue")], [metric("m1", "Churn")]], []),  # numbers of a map's own say nothing
        ([[metric("need-2", "Revenue")], [metric("7", "revenue")]], [("revenue", "Revenue", (0, 1))]),
        ([[metric("nps", "A")], [metric("nps", "B")], [metric("other", "B")]], [("b", "B", (1, 2))]),
        ([[metric("nps")], [metric("nps")]], [("nps", "nps", (0, 1))]),
        ([[Thing("metric", "x", "Speed")], [Thing("team", "x", "Speed")]], []),  # a metric is no team
        ([[metric("a", "Few"), metric("b", "Many")]] * 2 + [[metric("b", "Many")]],
         [("many", "Many", (0, 1, 2)), ("few", "Few", (0, 1))]),
    ],
)  # fmt: skip
def test_the_same_thing(maps: list[list[Thing]], found: list[tuple[Any, ...]]) -> None:
    assert shared(maps) == tuple(Shared("metric", *one) for one in found)


SHOP, BANK = metric("revenue", "Revenue of shop"), metric("revenue", "Revenue of bank")


@pytest.mark.parametrize(
    ("maps", "found"),
    [
        ([[SHOP], [metric("revenue", "REVENUE of  shop.")]], []),
        ([[SHOP], [BANK], [], [SHOP]], [("revenue", (("Revenue of shop", (0, 3)), ("Revenue of bank", (1,))))]),
        ([[SHOP], [metric("m", "Revenue of bank")]], []),
        ([[SHOP], [Thing("team", "revenue", "Revenue of bank")]], []),
        ([[metric("c1", "A")], [metric("c1", "B")]], []),  # numbers of a map's own say nothing
        ([[SHOP, BANK]], []),  # of a manifest that was altered: one map has an id once
        ([[metric("revenue", "Revenue")], [SHOP]],  # one of them was chosen
         [("revenue", (("Revenue", (0,)), ("Revenue of shop", (1,))))]),
        ([[metric("the-share-of-accounts-that-stay-with-us", "The share of accounts that stay with us " + end)]
          for end in ("gladly", "reluctantly")], []),  # nobody chose this id
        ([[metric("a", "One")], [metric("a", "Two")], [metric("b", "One")], [metric("b", "Two")], [metric("b", "Two")]],
         [("b", (("Two", (3, 4)), ("One", (2,)))), ("a", (("One", (0,)), ("Two", (1,))))]),
    ],
)  # fmt: skip
def test_the_same_id_with_another_title_is_a_question(maps: list[list[Thing]], found: list[tuple[Any, ...]]) -> None:
    assert namesakes(maps) == tuple(Namesake("metric", *one) for one in found)


def test_metrics_come_first() -> None:
    things = [Thing(kind, kind, kind) for kind in ("actor", "need", "cause", "metric", "team")]
    assert [one.kind for one in shared([things, things])] == ["metric", "cause", "team", "need", "actor"]


def test_ties_count_each_other_map_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = (
        Shared("cause", "a", "A", (0, 1, 2)),
        Shared("metric", "b", "B", (0, 1)),
        Shared("metric", "c", "C", (0, 1, 3)),
    )
    counted = [
        ((0, 1, 2), (Tie("cause", 1, 2), Tie("metric", 2, 2))),
        ((0, 1, 2), (Tie("cause", 1, 2), Tie("metric", 2, 2))),
        ((0,), (Tie("cause", 1, 2),)),
        ((2,), (Tie("metric", 1, 2),)),
        ((), ()),
    ]
    assert list(ties(found, 5)) == counted
    for few in (0, 2):  # as bits, and some as bits and some as sets
        monkeypatch.setattr(sharing, "_FEW", few)
        assert list(ties(found, 5)) == counted


def test_ties_agree_with_counting_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_FEW", 5)
    dice = random.Random(20261122)
    maps = [[metric(f"x{dice.choice('abcdefghij')}y", "") for _ in range(dice.randint(0, 4))] for _ in range(40)]
    having: dict[str, set[int]] = {}
    for place, things in enumerate(maps):
        for thing in things:
            having.setdefault(thing.id, set()).add(place)
    for place, (_, tied) in enumerate(ties(shared(maps), len(maps))):
        mine = [places for places in having.values() if place in places and len(places) > 1]
        others = set().union(*mine) - {place}
        assert tied == ((Tie("metric", len(mine), len(others)),) if mine else ())


def test_the_page_says_what_is_shared_and_by_which_maps() -> None:
    entries = [replace(FULL, path=f"{number}.md", about=replace(ABOUT, title=f"Map {number}")) for number in range(8)]
    entries.append(replace(PLAIN, path="9.md"))
    text = written(*entries)
    cards = text.split('<li class="map"')[1:]
    assert "Shares 1 metric with 7 maps, 1 team with 7 maps" in cards[0]
    assert 'data-things="0 1"' in cards[0]
    assert "Shares" not in cards[8] and "data-things" not in cards[8]
    panel = visible(text[: text.index('<main id="maps"')])
    assert "Metrics Net promoter score 8 maps Map 0 Map 1 Map 2 Map 3 Map 4 Map 5 and 2 more" in panel
    assert "Teams Drafts 8 maps Map 0 Map 1 Map 2 Map 3 Map 4 Map 5 and 2 more" in panel
    assert '<a href="#map-6" dir="auto">Map 5</a>' in text


def test_the_page_asks_about_the_same_id_with_another_title() -> None:
    entries = [replace(FULL, path=f"{number}.md", about=replace(ABOUT, title=f"Map {number}")) for number in range(5)]
    entries.append(replace(PLAIN, path="9.md"))
    panel = visible(written(*entries).partition('<main id="maps"')[0])
    asked = "Same id, other title One thing, or two? These do not count as shared. Metric nps Net promoter score"
    assert f"{asked} Map 0 Map 1 Map 2 and 2 more NPS Plain" in panel
    assert panel.endswith("NPS Plain")
    only = written(entries[0], entries[-1])
    assert 'id="shared"' in only and 'class="kind"' not in only and "Same id, other title" in only


def test_of_thousands_of_questions_a_few_are_asked_and_the_rest_is_counted() -> None:
    things = [
        tuple(metric(f"id-{name}", f"{name} of {number}") for name in ("a", *(f"{n:02}x" for n in range(29))))
        for number in range(300)
    ]
    entries = [replace(PLAIN, path=f"{number:03}.md", about=About(things=some)) for number, some in enumerate(things)]
    text = written(*entries)
    outline = Outline(text)
    assert len(outline.texts("doubt")) == 20 and len(outline.texts("named")) == 80
    panel = visible(text.partition('<main id="maps"')[0])
    assert panel.count("and 296 other titles") == 20 and panel.endswith("and 10 other ids")


def test_nothing_shared_nothing_said() -> None:
    text: Any = written(replace(FULL, path="a"))
    assert 'id="shared"' not in text and 'class="sharing"' not in text
