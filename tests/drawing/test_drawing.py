"""Pictures from hand-written graphs and layouts: what stands where, and what can never be in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from svg_walker import SVG, check

from impactmap.drawing import Page, compose, draw, laid_out, sketch, stylesheet
from impactmap.drawing.marks import hatching
from impactmap.formats import svg
from impactmap.geometry import Direction, Layout
from impactmap.graph import Badge, Card, Fact, Graph, Joint, Key, Lane, Leg, Link, Ruler, Tag
from impactmap.layout import solve
from impactmap.theme import Mode, Theme


def card(name: str, rank: int, **more: object) -> Card:
    entity = ("need", "cause", "harm", "gain")[rank]
    return Card(id=name, kind=entity, entity=entity, noun=entity, title=f"Title of {name}", rank=rank, **more)  # type: ignore[arg-type]


GRAPH = Graph(
    view="impact-map",
    key="impact-map",
    lens="Customer-first impact map",
    title="A title",
    subtitle="a subtitle",
    preface="a preface",
    direction="right",
    lanes=(
        Lane("need", "Customer need", "what it is", 0, 0),
        Lane("cause", "Root causes", "why", 1, 1),
        Lane("harm", "Business harm", "what it costs", 2, 2, "no harm named yet"),
    ),
    cards=(
        card("n1", 0, strong=True, who="Somebody", badges=(Badge("9 observed", "evidence"),)),
        card("n2", 0),
        card("c1", 1, figure="11% of contacts", badges=(Badge("guarded: x ≤ 8%", "guard"), Badge("no", "against"))),
        card("c2", 1, assumed=True, remark="assumed", facts=(Fact("Note", "more"),)),
    ),
    links=(Link(("n1", "n2"), ("c1", "c2")), Link(("n1",), ("c1",), emphasis=True)),
    legend=(Key("researched", "backed"), Key("assumed", "assumed"), Key("path", "the path")),
    summary="a summary",
    lost=("Something is lost.",),
)


def document(page: Page, mode: Mode) -> str:
    return svg.document([page], title="", mode=mode, theme=Theme())


def drawn(graph: Graph) -> ET.Element:
    page = compose(sketch(graph), solve(sketch(graph).problem))
    return ET.fromstring(document(page, "auto"))


def test_cards_and_links_carry_the_hooks_that_people_rely_on() -> None:
    root = drawn(GRAPH)
    cards = root.findall(f".//{SVG}g[@data-id]")
    assert [(c.get("data-id"), c.get("data-kind")) for c in cards] == [
        ("n1", "need"),
        ("n2", "need"),
        ("c1", "cause"),
        ("c2", "cause"),
    ]
    shapes = (f"{SVG}rect", f"{SVG}path", f"{SVG}circle")
    for found in cards:
        first = next(child for child in found if child.tag in shapes)
        assert first.get("class") == "face"
    links = [(p.get("data-from"), p.get("data-to")) for p in root.iterfind(f".//{SVG}path[@data-from]")]
    assert links == [("n1", "c1 c2"), ("n2", "c1 c2"), ("n1 n2", "c1"), ("n1 n2", "c2"), ("n1", "c1")]


def test_state_is_said_by_more_than_colour() -> None:
    root = drawn(GRAPH)
    classes = {c.get("data-id"): (c.get("class") or "").split() for c in root.iterfind(f".//{SVG}g[@data-id]")}
    assert "assumed" in classes["c2"]
    assert "assumed" not in classes["c1"]
    legs = {(p.get("data-from"), p.get("data-to")): p.get("class") for p in root.iterfind(f".//{SVG}path[@data-from]")}
    assert legs["n1 n2", "c2"] == "link assumed"
    assert legs["n1 n2", "c1"] == "link"
    assert "stroke-dasharray" in str(stylesheet(Theme(), "light", "#m"))


def test_a_screen_reader_is_told_what_and_in_which_order() -> None:
    root = drawn(GRAPH)
    ids = (root.get("aria-labelledby") or "").split()
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert [named[one] for one in ids] == [
        "A title",
        "Customer-first impact map. Customer need: 2, Root causes: 2, Business harm: 0. a preface a summary "
        "Something is lost.",
    ]
    lists = [g.get("aria-label") for g in root.iterfind(f".//{SVG}g[@role='list']")]
    assert lists == ["Customer need", "Root causes"]
    titles = [g.findtext(f"{SVG}title") for g in root.iterfind(f".//{SVG}g[@role='listitem']")]
    assert titles[0] == "Need: Title of n1; Somebody; 9 observed"


def test_nothing_of_a_card_leaves_it() -> None:
    long = replace(GRAPH, cards=tuple(replace(c, title="Donaudampfschifffahrtsgesellschaft " * 9) for c in GRAPH.cards))
    for graph in (GRAPH, long, replace(GRAPH, direction="down"), replace(GRAPH, compact=True, direction="down")):
        for art in sketch(graph).arts:
            for text in art.texts:
                assert text.x >= 0 and text.x + text.width <= art.width
                assert text.type.size * 0.5 < text.y < art.height - 2
            for pill in art.pills:
                assert pill.x > 0 and pill.x + pill.width <= art.width + 0.01
                assert pill.y + pill.height < art.height


@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("compact", [True, False])
def test_everything_stands_on_the_page_and_no_card_on_another(direction: str, compact: bool) -> None:
    graph = replace(GRAPH, direction=direction, compact=compact)  # type: ignore[arg-type]
    page = compose(sketch(graph), solve(sketch(graph).problem))
    placed = [p for _, group in page.groups for p in group]
    for one in placed:
        assert one.x > 0 and one.x + one.art.width < page.width
        assert one.y > 0 and one.y + one.art.height < page.height
        lane = next(art for art in page.lanes if art.lane.first <= one.art.card.rank <= art.lane.last)
        assert lane.x < one.x and one.x + one.art.width < lane.x + lane.width
        assert lane.y < one.y and one.y + one.art.height < lane.y + lane.height
    for i, a in enumerate(placed):
        for b in placed[i + 1 :]:
            apart_x = a.x + a.art.width <= b.x or b.x + b.art.width <= a.x
            assert apart_x or a.y + a.art.height <= b.y or b.y + b.art.height <= a.y
    for text in page.texts:
        assert 0 < text.x <= text.x + text.width <= page.width
        assert 0 < text.y < page.height


def test_parts_that_only_a_shared_connector_joins_stand_level() -> None:
    connector = Link(("n1", "n2"), ("c1", "c2", "c3", "c4"))
    graph = replace(GRAPH, links=(connector,), cards=(*GRAPH.cards, card("c3", 1), card("c4", 1)))
    page = compose(sketch(graph), solve(sketch(graph).problem))
    middles = []
    for _, group in page.groups[:2]:
        middles.append((min(p.y for p in group) + max(p.y + p.art.height for p in group)) / 2)
    assert middles[0] == pytest.approx(middles[1], abs=30)
    assert len(page.joints) == 1


def test_leaves_of_one_parent_stand_on_each_other_in_a_stacked_tree() -> None:
    cards = (card("n1", 0), card("c1", 1), card("c2", 1), card("c3", 1))
    links = tuple(Link(("n1",), (c.id,)) for c in cards[1:])
    graph = replace(GRAPH, direction="down", stacked=True, cards=cards, links=links, lanes=GRAPH.lanes[:2])
    page = compose(sketch(graph), solve(sketch(graph).problem))
    column = page.groups[1][1]
    assert len({p.x for p in column}) == 1
    assert [p.art.card.id for p in sorted(column, key=lambda p: p.y)] == ["c1", "c2", "c3"]
    assert len(page.paths) == 3


def test_a_hand_written_layout_is_followed() -> None:
    cards = (card("n1", 0), card("c1", 1))
    graph = replace(GRAPH, cards=cards, links=(Link(("n1",), ("c1",)),), lanes=GRAPH.lanes[:2])
    sketched = sketch(graph)
    first, second = sketched.problem.boxes
    layout = Layout(
        width=1000,
        height=300,
        centres=((first.width / 2, 150), (1000 - second.width / 2, 150)),
        routes=(((first.width, 150), (400, 150), (600, 150), (1000 - second.width, 150)),),
    )
    page = compose(sketched, layout)
    one, two = (p for _, group in page.groups for p in group)
    assert two.x - one.x == pytest.approx(1000 - second.width)
    middle = one.y + first.height / 2
    assert page.paths[0].d.startswith(f"M{one.x + first.width:g} {middle:g}C")


def spread(parts: tuple[int, ...]) -> Graph:
    """A graph of four lanes with so many cards each, every card linked to one before it."""
    lanes = tuple(Lane(e, e, "", i, i) for i, e in enumerate(("need", "cause", "harm", "gain")))
    cards = [card(f"{rank}-{i}", rank) for rank, n in enumerate(parts) for i in range(n)]
    links = [
        Link((f"{rank - 1}-{i * parts[rank - 1] // n}",), (f"{rank}-{i}",))
        for rank, n in enumerate(parts)
        if rank
        for i in range(n)
    ]
    return replace(GRAPH, lanes=lanes, cards=tuple(cards), links=tuple(links))


@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("compact", [True, False])
@pytest.mark.parametrize("parts", [(1, 8, 8, 8), (1, 11, 6, 7), (6, 6, 6, 7), (1, 10, 8, 6)])
def test_the_smallest_text_of_25_cards_is_legible_on_a_slide(
    parts: tuple[int, ...], compact: bool, direction: str
) -> None:
    """At 1920 px wide it has 12 px at least (visual language); a picture only scales, so that is computed."""
    graph = replace(spread(parts), direction=direction, compact=compact)  # type: ignore[arg-type]
    page, _ = laid_out(graph, solve)
    root = ET.fromstring(document(page, "light"))
    smallest = min(float(text.get("font-size", 0)) for text in root.iter(f"{SVG}text"))
    assert smallest * 1920 / page.width >= 12


def crossed(page: Page) -> list[tuple[str, str]]:
    """Links that run through a card that is at neither of their ends, by sampling their curves."""
    boxes = [(p.art.card.id, p.x, p.y, p.x + p.art.width, p.y + p.art.height) for _, g in page.groups for p in g]
    found = []
    for path in page.paths:
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.d)]
        assert re.fullmatch(r"M[^A-Z]*(C[^A-Z]*)+", path.d)
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        for i in range(0, len(points) - 1, 3):
            a, b, c, d = points[i : i + 4]
            for step in range(41):
                t = step / 40
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                x, y = (sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
                for name, left, top, right, bottom in boxes:
                    if left + 1 < x < right - 1 and top + 1 < y < bottom - 1:
                        found.append((path.d, name))
    return found


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_whatever_hangs_on_what_no_line_runs_through_a_card(data: st.DataObject) -> None:
    """Random specs, through every view, both ways: they are drawn, and every line keeps clear of the cards."""
    from impactmap.model import Cause, Gain, Harm, Model, Need, Solution
    from impactmap.views import every

    def some(ids: list[str]) -> tuple[str, ...]:
        return tuple(data.draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))) if ids else ()

    needs = [f"n{i}" for i in range(data.draw(st.integers(0, 3)))]
    causes: list[Cause] = []
    for i in range(data.draw(st.integers(0, 5))):
        causes.append(Cause(id=f"c{i}", title=f"Cause {i}", explains=some([*needs, *(c.id for c in causes)])))
    harms: list[Harm] = []
    for i in range(data.draw(st.integers(0, 4))):
        earlier = [*needs, *(c.id for c in causes), *(h.id for h in harms)]
        harms.append(Harm(id=f"h{i}", title=f"Harm {i}", caused_by=some(earlier)))
    gains = [
        Gain(id=f"g{i}", title=f"Gain {i}", reverses=some([h.id for h in harms]))
        for i in range(data.draw(st.integers(1, 3)))
    ]
    solutions = [
        Solution(id=f"s{i}", title=f"Solution {i}", addresses=some([*needs, *(c.id for c in causes)]))
        for i in range(data.draw(st.integers(0, 3)))
    ]
    model = Model(
        title="T",
        needs=tuple(Need(id=n, title=n) for n in needs),
        causes=tuple(causes),
        harms=tuple(harms),
        gains=tuple(gains),
        solutions=tuple(solutions),
    )
    for lens in every():
        for direction in ("right", "down"):
            graph = replace(lens.graph(model, direction, ""), stacked=False)  # type: ignore[arg-type]
            page, warning = laid_out(graph, solve)
            assert not warning
            assert not crossed(page)
            drawn = [p.art.card.id for _, group in page.groups for p in group]
            assert sorted(drawn) == sorted(c.id for c in graph.cards)


PAYLOADS = (
    "<script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</style><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "url(https://evil.example/x)",
    "&lt;b&gt; &amp; &#x0;",
    "n0 -> n1; label=<b>",
    "\x00\x01\x0b\x1f\x7f\x85\u2028\ufffe\uffff",
    "\ud800 lone \udfff",
    "\u202e reversed \u2066",
    "__proto__",
    "a" * 3000,
    "\U0001f469\u200d\U0001f52c" * 40,
    "أهلا وسهلا بكم في هذا المكان",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_is_only_ever_text(payload: str) -> None:
    hostile = replace(
        GRAPH,
        title=payload,
        subtitle=payload,
        preface=payload,
        summary=payload,
        lost=(payload,),
        lanes=tuple(replace(lane, heading=payload, caption=payload, vacant=payload) for lane in GRAPH.lanes),
        legend=tuple(replace(key, text=payload) for key in GRAPH.legend),
        cards=tuple(
            replace(c, title=payload, who=payload, figure=payload, remark=payload, badges=(Badge(payload, "guard"),))
            for c in GRAPH.cards
        ),
    )
    page = compose(sketch(hostile), solve(sketch(hostile).problem), logo=payload)
    check(document(page, "auto"))


def test_the_walker_sees_what_it_is_for() -> None:
    page = compose(sketch(GRAPH), solve(sketch(GRAPH).problem))
    good = document(page, "auto")
    check(good)
    for planted in (
        "<script>1</script>",
        "<foreignObject/>",
        '<rect onclick="x"/>',
        '<image href="x.png"/>',
        '<rect style="x"/>',
        '<a href="https://x.example"/>',
    ):
        with pytest.raises(AssertionError):
            check(good.replace("</svg>", planted + "</svg>"))
    with pytest.raises(AssertionError):
        check(good.replace("<style>", "<style>@import url(x);"))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=80))
def test_any_text_makes_well_formed_xml(text: str) -> None:
    graph = replace(GRAPH, title=text, cards=tuple(replace(c, title=text) for c in GRAPH.cards))
    check(document(compose(sketch(graph), solve(sketch(graph).problem)), "auto"))


def test_every_code_point_passes_two_xml_parsers() -> None:
    """Expat, and the parser of resvg, which is written in Rust."""
    import resvg_py

    from impactmap.drawing.templates import environment

    head = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
    template = environment().from_string(head + "<title>{{ text }}</title><g id='{{ text }}'/></svg>")
    for start in range(0, 0x110000, 0x1000):
        out = template.render(text="".join(map(chr, range(start, start + 0x1000))))
        ET.fromstring(out)
        resvg_py.svg_to_bytes(svg_string=out)
    with pytest.raises(ValueError, match="XML"):
        resvg_py.svg_to_bytes(svg_string="<svg xmlns='http://www.w3.org/2000/svg'>\x01</svg>")


def test_one_map_in_light_and_in_dark_keeps_its_colours_on_one_host_page() -> None:
    page = compose(sketch(GRAPH), solve(sketch(GRAPH).problem))
    assert len({ET.fromstring(document(page, mode)).get("id") for mode in ("auto", "light", "dark")}) == 3


def test_lanes_lie_as_far_apart_with_a_connector_between_them_as_without() -> None:
    cards = (card("n1", 0), card("n2", 0), card("c1", 1), card("c2", 1), card("h1", 2), card("h2", 2))
    pairs = ((("n1", "n2"), ("c1", "c2")), (("c1", "c2"), ("h1", "h2")))
    lanes = (*GRAPH.lanes[:2], replace(GRAPH.lanes[2], vacant=""))
    joined = replace(GRAPH, cards=cards, lanes=lanes, links=tuple(Link(*pair) for pair in pairs))
    plain = replace(joined, links=tuple(Link((s[i],), (t[i],)) for s, t in pairs for i in (0, 1)))
    places = []
    for graph in (joined, plain):
        page = compose(sketch(graph), solve(sketch(graph).problem))
        places.append([(lane.x, lane.width) for lane in page.lanes])
        for lane, after in zip(page.lanes, page.lanes[1:], strict=False):
            joints = [joint for joint in page.joints if lane.x + lane.width < joint.x < after.x]
            assert len(joints) == (graph is joined)
    assert places[0] == places[1]


def test_a_line_is_dashed_when_either_end_is_assumed() -> None:
    cards = (card("n1", 0, assumed=True), card("c1", 1), card("c2", 1, assumed=True), card("h1", 2))
    links = (Link(("n1",), ("c1",)), Link(("c1",), ("h1",)), Link(("c2",), ("h1",)))
    sketched = sketch(replace(GRAPH, cards=cards, links=links))
    page = compose(sketched, solve(sketched.problem))
    assert ["assumed" in path.states for path in page.paths] == [True, False, True]


def test_two_pictures_on_one_host_page_do_not_share_ids_or_rules() -> None:
    pages = [
        compose(sketch(graph), solve(sketch(graph).problem)) for graph in (GRAPH, replace(GRAPH, title="Another title"))
    ]
    first, second = (document(page, mode) for page, mode in zip(pages, ("light", "dark"), strict=True))
    ids = [
        {element.get("id") for element in ET.fromstring(text).iter() if element.get("id")} for text in (first, second)
    ]
    assert not ids[0] & ids[1]
    scope = f"#{ET.fromstring(first).get('id')} "
    style = ET.fromstring(first).findtext(f"{SVG}style") or ""
    assert all(line.startswith(scope) for line in style.splitlines() if line.strip())


def test_light_and_dark_come_from_one_file_and_print_is_light() -> None:
    page = compose(sketch(GRAPH), solve(sketch(GRAPH).problem))
    auto = document(page, "auto")
    assert "prefers-color-scheme:dark" in auto and "@media print" in auto
    light, dark = (document(page, mode) for mode in ("light", "dark"))
    assert "@media" not in light
    assert Theme().light.ink in light and Theme().dark.ink not in light
    shown, printed = dark.split("@media print")
    assert Theme().dark.ink in shown and Theme().light.ink not in shown
    assert Theme().light.ink in printed


def test_a_fragment_has_no_style_of_its_own() -> None:
    page = compose(sketch(GRAPH), solve(sketch(GRAPH).problem))
    fragment = draw(page, prefix="p1", standalone=False)
    assert "<style" not in fragment and 'id="p1-c0"' in fragment


# ---- joints, swim-lanes, what lies beyond -------------------------------------------------------------------

METRICS = (
    card("top", 0),
    card("other", 0),
    card("made", 1),
    card("a", 2),
    card("b", 2),
    card("c", 2),
)
TREE = replace(
    GRAPH,
    direction="down",
    lanes=(Lane("gain", "Tops", "", 0, 0), Lane("gain", "Parts", "", 1, 1), Lane("gain", "Inputs", "", 2, 2)),
    cards=METRICS,
    links=(
        Link(("top",), ("made", "c"), joint=Joint("+", "operator", (Leg("made"), Leg("c", "−")))),
        Link(
            ("made",),
            ("a", "b", "c"),
            joint=Joint("×", "operator", (Leg("a"), Joint("+", "operator", (Leg("b"), Leg("c"))))),
        ),
        Link(("a",), ("b",), joint=Joint("+ assumed", "influence"), arrow="target", faint=True),
        Link(("top",), ("other",), joint=Joint("− tested", "influence"), arrow="source", faint=True),
        Link(("other",), ("c",), joint=Joint("+ correlated", "influence"), arrow="source", faint=True),
    ),
)


def composed(graph: Graph) -> Page:
    sketched = sketch(graph)
    return compose(sketched, solve(sketched.problem))


@pytest.mark.parametrize("direction", ["down", "right"])
def test_joints_stand_apart_from_cards_and_from_each_other(direction: Direction) -> None:
    page = composed(replace(TREE, direction=direction))
    words = [" ".join(text.text for text in joint.art.texts) for joint in page.joints]
    assert sorted(words) == sorted(["+", "−", "×", "+", "+ assumed", "− tested", "+ correlated"])
    boxes = [(j.x, j.y, j.x + j.art.width, j.y + j.art.height) for j in page.joints]
    boxes += [(p.x, p.y, p.x + p.art.width, p.y + p.art.height) for _, group in page.groups for p in group]
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert 0 < left < right < page.width and 0 < top < bottom < page.height
        for x, y, x2, y2 in boxes[:i]:
            assert right <= x or x2 <= left or bottom <= y or y2 <= top, (boxes[i], (x, y, x2, y2))


@pytest.mark.parametrize("direction", ["down", "right"])
def test_an_arrow_points_at_what_is_moved(direction: Direction) -> None:
    page = composed(replace(TREE, direction=direction))
    places = {p.art.card.id: p for _, group in page.groups for p in group}
    tips = []
    for path in page.paths:
        if path.arrow:
            assert "faint" in path.states
            x, y = map(float, re.match(r"M([\d.]+) ([\d.]+)", path.arrow).groups())  # type: ignore[union-attr]
            tips += [
                name
                for name, p in places.items()
                if p.x - 1 <= x <= p.x + p.art.width + 1 and p.y - 1 <= y <= p.y + p.art.height + 1
            ]
    assert sorted(tips) == ["b", "other", "top"]


def test_cards_of_a_swim_lane_stand_on_each_other_under_their_head() -> None:
    cards = (
        card("n", 0),
        card("t1", 1, group="t1"),
        card("g1", 1, group="t1"),
        card("t2", 1, group="t2"),
        card("g2", 1, group="t2"),
        card("g3", 1, group="t2"),
        card("m", 2),
    )
    links = (
        Link(("n",), ("t1", "t2")),
        Link(("t1",), ("g1",)),
        Link(("t2",), ("g2", "g3")),
        Link(("g1", "g3"), ("m",), joint=Joint("2 teams", "alarm")),
    )
    page = composed(replace(GRAPH, cards=cards, links=links))
    places = {p.art.card.id: p for _, group in page.groups for p in group}
    assert len(page.bands) == 2
    for head, *others in (("t1", "g1"), ("t2", "g2", "g3")):
        tops = [places[name].y for name in (head, *others)]
        assert tops == sorted(tops) and {places[name].x for name in others} == {places[head].x + 18}
    for one, other in ((a, b) for a in page.bands for b in page.bands if a is not b):
        assert one.y + one.height <= other.y or other.y + other.height <= one.y
    # A line leaves from the side of its own card, not from the middle of the swim-lane.
    for name in ("g1", "g3"):
        path = next(path for path in page.paths if path.sources == (name,))
        place = places[name]
        start = tuple(map(float, re.match(r"M([\d.]+) ([\d.]+)", path.d).groups()))  # type: ignore[union-attr]
        assert start == pytest.approx((place.x + place.art.width, place.y + place.art.height / 2), abs=0.02)
        assert "alarm" in path.states


def test_what_lies_beyond_the_horizon_is_hatched_and_the_horizon_drawn() -> None:
    lanes = (replace(GRAPH.lanes[0], beyond=True), *GRAPH.lanes[1:])
    graph = replace(GRAPH, lanes=lanes, cards=(replace(GRAPH.cards[0], beyond=True), *GRAPH.cards[1:]))
    page = composed(graph)
    (horizon,) = page.horizons
    assert page.lanes[0].x + page.lanes[0].width < horizon.start[0] < page.lanes[1].x
    root = drawn(graph)
    assert len(root.findall(f".//{SVG}path[@class='hatch']")) == 2
    assert "control horizon" in {text.text for text in root.iter(f"{SVG}text")}
    assert not composed(GRAPH).horizons


def test_tags_and_the_ruler() -> None:
    cards = (replace(GRAPH.cards[0], tag=Tag("12", "alone")), *GRAPH.cards[1:])
    graph = replace(GRAPH, cards=cards, ruler=Ruler(1, "1 step to the first"))
    root = check(document(composed(graph), "auto"))
    (tag,) = root.findall(f".//{SVG}g[@class='tag alone']")
    assert tag.find(f"{SVG}text").text == "12"  # type: ignore[union-attr]
    page = composed(graph)
    assert page.ruler and page.ruler.d.startswith(f"M{page.lanes[0].x + page.lanes[0].width / 2:g} ")
    assert page.ruler.texts[0].text == "1 step to the first"
    assert page.lanes[0].y > composed(GRAPH).lanes[0].y


@given(st.floats(20, 900), st.floats(20, 900))
def test_a_hatching_stays_inside(width: float, height: float) -> None:
    for pair in re.findall(r"[ML]([\d.]+) ([\d.]+)", hatching(width, height, 5)):
        x, y = map(float, pair)
        assert 4.99 <= x <= width - 4.99 and 4.99 <= y <= height - 4.99


def test_a_shared_connector_between_mixed_ranks_can_be_drawn() -> None:
    cards = (card("n", 0), card("c1", 1), card("c2", 2), card("c3", 2))
    page = composed(replace(GRAPH, cards=cards, links=(Link(("n", "c2"), ("c1", "c3")),)))
    assert len(page.joints) == 1 and len(page.paths) == 4
