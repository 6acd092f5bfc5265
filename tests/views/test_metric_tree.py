"""North star and top KPI as one picture; the figures are those of the worked examples."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from goldens import ROOT
from soundness import faults

from impactmap import load
from impactmap.graph import Badge, Card, Graph, Joint, Leg, Link
from impactmap.model import CounterMetric, Gain, Influence, Metric, Model
from impactmap.model.quantity import parse_quantity
from impactmap.views import metric_tree


@pytest.fixture(scope="module")
def blue() -> Model:
    return load(ROOT / "samples" / "blue-corp.md")


def cards(graph: Graph) -> dict[str, Card]:
    return {card.id: card for card in graph.cards}


def model(*metrics: Metric, **more: object) -> Model:
    return Model(title="T", metrics=metrics, **more)  # type: ignore[arg-type]


def metric(id: str, formula: str = "", role: str = "", value: str = "") -> Metric:
    return Metric(id=id, title=id.upper(), formula=formula, role=role, value=parse_quantity(value) if value else None)


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_both_tops_side_by_side_then_what_they_are_made_of_then_the_inputs(blue: Model) -> None:
    graph = metric_tree.graph(blue)
    assert {card.id: card.rank for card in graph.cards} == {
        "docs": 0, "revenue": 0, "recurring": 1, "mau": 2,
        "docs_per_user": 3, "customers": 3, "mau_per_customer": 3, "fee": 3, "new": 3,
    }  # fmt: skip
    assert [(lane.heading, lane.first, lane.last) for lane in graph.lanes] == [
        ("North star and top KPI", 0, 0),
        ("Made of", 1, 2),
        ("Inputs", 3, 3),
    ]
    assert [card.id for card in graph.cards if card.strong] == ["docs", "revenue"]


def test_each_formula_is_one_link_with_its_operator(blue: Model) -> None:
    links = metric_tree.graph(blue).links
    assert links[0] == Link(
        ("docs",), ("mau", "docs_per_user"), joint=Joint("×", "operator", (Leg("mau"), Leg("docs_per_user")))
    )
    assert {(link.sources[0], link.joint.text) for link in links if link.joint and not link.faint} == {
        ("docs", "×"), ("revenue", "+"), ("recurring", "×"), ("mau", "×"),
    }  # fmt: skip


def test_figures_are_computed_and_go_to_where_the_targets_lead(blue: Model) -> None:
    found = cards(metric_tree.graph(blue))
    assert found["docs"].figure == "720,000 → 820,800 (+14%)"
    assert found["revenue"].figure == "$1,140,000 → $1,291,200 (+13.3%)"
    assert found["mau"].figure == "60,000 → 68,400 (+14%)"
    assert (found["customers"].figure, found["fee"].figure) == ("400 → 420 (+5%)", "$18")


def test_every_input_says_how_it_pulls(blue: Model) -> None:
    graph = metric_tree.graph(blue)
    pulls = {card.id: badge.text for card in graph.cards for badge in card.badges if badge.role == "lever"}
    assert pulls == {
        "docs_per_user": "value only", "customers": "lifts both", "mau_per_customer": "lifts both",
        "fee": "capture only", "new": "capture only",
    }  # fmt: skip
    effects = [fact.text for fact in cards(graph)["customers"].facts if fact.label == "10% more of it"]
    assert effects == ["Documents created per month +10%", "Revenue per month +9.47%"]


def test_that_value_delivered_brings_the_business_nothing_is_said(blue: Model) -> None:
    """The finding of the article's own equations: documents per user moves revenue by nothing."""
    assert plain(metric_tree.graph(blue).summary) == (
        "2 of 5 inputs lift both · 1 value only · 2 capture only · "
        "“Documents per user per month” moves the top KPI by nothing"
    )


def test_guards_stand_on_what_they_guard_with_where_they_are_today(blue: Model) -> None:
    found = cards(metric_tree.graph(blue))
    duplicates = Badge("guarded: Duplicate-document share 11%, ≤\u00a012%", "guard")
    assert found["docs"].badges[1:] == (
        duplicates,
        Badge("guarded: Documents reopened in 7 days 52%, ≥\u00a050%", "guard"),
    )
    assert duplicates in found["mau_per_customer"].badges
    assert not any(badge.role == "guard" for badge in found["revenue"].badges)
    assert "duplicates" not in found


def test_a_broken_guard_is_no_shield() -> None:
    late = CounterMetric(id="k", title="Late", metric="late", guards=("a", "n"), max=parse_quantity("2%"))
    tree = model(metric("n", "a * 2", "north star"), metric("a", value="5"), counter_metrics=(late,))
    for value, words, role in (
        ("3%", "guard broken: Late 3%, ≤\u00a02% wanted", "alarm"),
        ("1%", "guarded: Late 1%, ≤\u00a02%", "guard"),
    ):
        graph = metric_tree.graph(replace(tree, metrics=(*tree.metrics, metric("late", value=value))))
        assert all(Badge(words, role) in card.badges for card in graph.cards)  # type: ignore[arg-type]
        assert ("1 guard broken today" in graph.summary) == (role == "alarm")
        (told,) = [fact for fact in cards(graph)["a"].facts if words.endswith(fact.text) and "Late" in fact.text]
        assert told.label == ("Guard broken" if role == "alarm" else "Guarded by")


def test_people_are_told_titles_where_a_figure_is_missing() -> None:
    tree = model(
        replace(metric("n", "teams - gone", "north star"), title="Teams left"),
        replace(metric("k", "n / ([ac-tive] - teams)", "top KPI"), title="Share"),
        replace(metric("teams", value="5"), title="Active teams"),
        replace(metric("ac-tive", value="5"), title="Teams"),
        replace(metric("gone"), title="Teams that left"),
        replace(metric("p", "n / (teams - [ac-tive])"), title="P"),
    )
    found = cards(metric_tree.graph(tree))
    assert [plain(found[one].remark) for one in ("n", "k")] == ["n/a: “Teams that left” has no value"] * 2
    divided = replace(tree, metrics=(*tree.metrics[:4], replace(tree.metrics[4], value=parse_quantity("1"))))
    remark = plain(cards(metric_tree.graph(divided))["k"].remark)
    assert remark == "n/a: divides by “Teams − Active teams”, which is 0"
    told = [fact.text for card in cards(metric_tree.graph(tree)).values() for fact in card.facts if fact.label != "Id"]
    assert not any("'" in text or "ac-tive" in text for text in told if "n/a" in text)


def test_a_guard_of_a_gain_stands_on_the_metric_of_the_gain() -> None:
    guarded = model(
        metric("n", "a * 2", "north star"),
        metric("a", value="5"),
        gains=(Gain(id="g", title="G", metric="a"),),
        counter_metrics=(CounterMetric(id="k", title="Refunds", guards=("g",), max=parse_quantity("2%")),),
    )
    graph = metric_tree.graph(guarded)
    assert Badge("guarded: Refunds ≤\u00a02%", "guard") in cards(graph)["a"].badges
    assert not any("guards" in sentence.casefold() for sentence in graph.lost)


def test_a_hypothesis_is_drawn_apart_from_the_formulas(blue: Model) -> None:
    graph = metric_tree.graph(blue)
    (link,) = [link for link in graph.links if link.faint]
    assert link == Link(
        ("docs_per_user",),
        ("customers",),
        joint=Joint("+ assumed, 2 quarters lag", "influence"),
        arrow="target",
        faint=True,
    )
    assert [key.mark for key in graph.legend] == ["influence"]


def test_the_arrow_is_at_the_end_that_is_moved_whichever_stands_higher() -> None:
    ladder = (
        metric("n", "a * b", "north star"),
        metric("k", "a * c", "top KPI"),
        metric("a"),
        metric("b"),
        metric("c"),
    )
    up = Influence(id="i", from_="b", to="k", sign="-", confidence="tested")
    down = Influence(id="j", from_="n", to="c")
    links = [link for link in metric_tree.graph(model(*ladder, influences=(up, down))).links if link.faint]
    assert [(link.sources, link.targets, link.arrow, link.joint and link.joint.text) for link in links] == [
        (("k",), ("b",), "source", "− tested"),
        (("n",), ("c",), "target", "assumed"),
    ]


def test_what_is_supposed_to_move_an_input_stands_beside_the_inputs() -> None:
    graph = metric_tree.graph(
        model(
            metric("n", "a * 2", "north star"), metric("a"), metric("joy", "a / 3"), metric("stray"),
            influences=(Influence(id="i", from_="joy", to="a"), Influence(id="j", from_="a", to="stray", title="J")),
        )
    )  # fmt: skip
    assert cards(graph)["joy"].rank == cards(graph)["a"].rank == 1
    assert faults(graph) == []
    assert plain(" ".join(graph.lost)) == (
        "Feeds no top metric: 1 metric: “STRAY”. Joins nothing that stands here: 1 influence: “J”."
    )


def test_one_top_made_of_the_other_stands_under_it_in_their_lane() -> None:
    graph = metric_tree.graph(load(ROOT / "samples" / "food-delivery.md"))
    found = cards(graph)
    assert (found["revenue"].rank, found["gmv"].rank, found["orders"].rank) == (0, 1, 2)
    assert (graph.lanes[0].first, graph.lanes[0].last) == (0, 1)
    assert found["gmv"].figure == "€136,896,000 → €141,360,000 (+3.26%)"
    (link,) = [link for link in graph.links if link.sources == ("revenue",)]
    assert link.targets == ("gmv", "take", "restaurants", "fee")
    assert link.joint == Joint(
        "+",
        "operator",
        (
            Joint("×", "operator", (Leg("gmv"), Leg("take"))),
            Joint("×", "operator", (Leg("restaurants"), Leg("fee"))),
        ),
    )


def test_what_lies_between_the_tops_stands_between_them() -> None:
    graph = metric_tree.graph(
        model(
            metric("k", "x + y", "top KPI"),
            metric("x", "n * 2"),
            metric("n", "a", "north star"),
            metric("a"),
            metric("y"),
        )
    )
    assert {card.id: card.rank for card in graph.cards} == {"k": 0, "x": 1, "n": 2, "a": 3, "y": 3}
    assert faults(graph) == []


def test_another_name_for_a_metric_has_no_operator() -> None:
    graph = metric_tree.graph(model(metric("n", "A", "north star"), metric("a")))
    assert graph.links == (Link(("n",), ("a",)),)


@pytest.mark.parametrize(
    ("roles", "caption", "summary"),
    [
        (("north star", ""), "value delivered to customers; no top KPI says what is captured", "no top KPI named"),
        (
            ("", "top KPI"),
            "value captured for the business; no north star says what is delivered",
            "no north star named",
        ),
        (("", ""), "made of the others; neither a north star nor a top KPI is named", "no north star and no top KPI"),
    ],
)
def test_a_top_without_its_pair_stands_out(roles: tuple[str, str], caption: str, summary: str) -> None:
    graph = metric_tree.graph(
        model(metric("n", "a * 2", roles[0]), metric("k", "a * 3", roles[1]), metric("a", value="1"))
    )
    assert graph.lanes[0].caption == caption
    assert graph.summary.startswith(summary) and graph.summary.endswith("are not paired")
    assert not any(badge.role == "lever" for card in graph.cards for badge in card.badges)


def test_a_pull_that_cannot_be_known_is_not_called_one() -> None:
    graph = metric_tree.graph(
        model(metric("n", "a * b", "north star"), metric("k", "a * 2", "top KPI"), metric("a", value="3"), metric("b"))
    )
    found = cards(graph)
    assert (found["n"].remark, found["b"].remark) == ("n/a: “\u2068B\u2069” has no value", "no value yet")
    assert not any(badge.role == "lever" for badge in found["a"].badges + found["b"].badges)
    reasons = [fact.text for fact in found["a"].facts if fact.label == "10% more of it" and "n/a" in fact.text]
    assert len(reasons) == 1 and "“B” has no value" in plain(reasons[0])
    assert graph.summary == "none of 2 inputs lifts both · 2 not known"


@pytest.mark.parametrize(
    "formula", ["a *", "gone * a", "n * 2", "k + 1", "(" * 200, "a ** 2", "__import__('os')", "= a"]
)
def test_a_bad_formula_stops_no_picture(formula: str) -> None:
    graph = metric_tree.graph(
        model(metric("n", formula, "north star"), metric("k", "n * 2", "top KPI"), metric("a", value="3"))
    )
    assert faults(graph) == []
    assert cards(graph)["n"].remark.startswith("n/a: ")


def test_metrics_of_neither_tree_are_named_and_not_drawn() -> None:
    strays = (metric("s"), replace(metric("h"), role="health"))
    idle = CounterMetric(id="k1", title="Idle guard", guards=("s",))
    graph = metric_tree.graph(
        model(
            metric("n", "a * 2", "north star"),
            metric("k", "a * 3", "top KPI"),
            metric("a"),
            *strays,
            counter_metrics=(idle,),
        )
    )
    assert list(map(plain, graph.lost)) == [
        "Feeds neither top: 1 metric: “S”.",
        "Watched, and guards nothing here: 1 metric: “H”.",
        "Guards nothing that stands here: 1 counter-metric: “Idle guard”.",
    ]


def test_three_hundred_metrics_in_a_row_and_under_one_top() -> None:
    chain = [metric(f"m{i}", f"m{i + 1} * 2") for i in range(299)]
    graph = metric_tree.graph(model(replace(chain[0], role="north star"), *chain[1:], metric("m299", value="1")))
    assert faults(graph) == []
    assert max(card.rank for card in graph.cards) == 299
    wide = metric("n", " + ".join(f"m{i}" for i in range(150)), "north star")
    graph = metric_tree.graph(model(wide, *(metric(f"m{i}") for i in range(299))))
    assert len(graph.cards) == 151 and faults(graph) == []


def test_it_applies_where_there_is_a_formula_or_a_top() -> None:
    assert not metric_tree.applies(model(metric("a")))
    assert metric_tree.applies(model(metric("a", role="top KPI")))
    assert metric_tree.applies(model(metric("a", "b"), metric("b")))
    assert faults(metric_tree.graph(model())) == []


def test_what_is_made_of_a_top_stands_above_it() -> None:
    found = cards(metric_tree.graph(load(ROOT / "samples" / "bank-cross-sell.md")))
    assert (found["active"].rank, found["accounts"].rank) == (0, 1)
    assert found["active_share"].rank == found["households"].rank == 2


def test_many_inputs_stand_in_rows_that_can_be_read() -> None:
    inputs = [metric(f"i{n}") for n in range(40)]
    graph = metric_tree.graph(model(metric("n", " + ".join(one.id for one in inputs), "north star"), *inputs))
    rows = Counter(card.rank for card in graph.cards if card.id != "n")
    assert max(rows.values()) <= 8 and sum(rows.values()) == 40
    assert graph.lanes[-1].last == max(rows)
    assert faults(graph) == []


def test_a_second_top_of_a_role_says_against_which_levers_are_counted() -> None:
    graph = metric_tree.graph(
        model(metric("n", "a", "north star"), metric("m", "b", "north star"), metric("k", "a * b", "top KPI"),
              metric("a"), metric("b"))
    )  # fmt: skip
    assert "levers are counted against “N”" in plain(graph.summary)
