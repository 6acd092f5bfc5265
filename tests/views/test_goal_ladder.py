"""Teams and their goals on the rungs of the metric tree, and the control horizon."""

from __future__ import annotations

import pytest
from goldens import ROOT
from soundness import faults

from impactmap import load
from impactmap.graph import Badge, Card, Graph, Joint, Link
from impactmap.model import Actor, Cause, Goal, Metric, Model, Need, Team
from impactmap.model.quantity import parse_quantity
from impactmap.views import goal_ladder


def cards(graph: Graph) -> dict[str, Card]:
    return {card.id: card for card in graph.cards}


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ")


def alarms(card: Card) -> list[str]:
    return [badge.text for badge in card.badges if badge.role == "alarm"]


METRICS = (
    Metric(id="n", title="North star", role="north star", formula="x * b"),
    Metric(id="k", title="KPI", role="top KPI", formula="x * fee"),
    Metric(id="x", title="Made", formula="a * c"),
    Metric(id="a", title="A"),
    Metric(id="b", title="B"),
    Metric(id="c", title="C"),
    Metric(id="fee", title="Fee"),
)
NEEDS = (Need(id="need", title="The need"),)


def ladder(*teams: Team, **more: object) -> Model:
    return Model(title="T", **({"teams": teams, "metrics": METRICS, "needs": NEEDS} | more))  # type: ignore[arg-type]


def team(name: str, *goals: Goal, **more: object) -> Team:
    return Team(id=name, title=name.upper(), goals=goals, **({"need": ("need",)} | more))  # type: ignore[arg-type]


def goal(name: str, metric: str = "", **more: object) -> Goal:
    return Goal(id=name, title=f"Goal {name}", metric=metric, target=parse_quantity("9"), **more)  # type: ignore[arg-type]


def test_from_actors_over_teams_up_to_the_tops() -> None:
    graph = goal_ladder.graph(load(ROOT / "samples" / "blue-corp.md"))
    assert [(lane.heading, lane.first, lane.last) for lane in graph.lanes] == [
        ("Direct customers", 0, 0),
        ("Teams and their goals", 1, 1),
        ("Metrics", 2, 4),
        ("Tops", 5, 5),
    ]
    onboarding = cards(graph)["mau_per_customer-goal"]
    assert plain(onboarding.figure) == "150 → 171 (+14%) by 31 Mar 2027"
    assert (onboarding.entity, onboarding.group) == ("team", "onboarding")
    assert plain(graph.summary) == (
        "3 goals of 3 teams · nobody's goal: “Monthly fee per user”, “Revenue from new customers”"
    )
    assert graph.legend == ()


def test_a_team_heads_its_goals() -> None:
    graph = goal_ladder.graph(ladder(team("t", goal("g1", "a"), goal("g2", "b")), team("u")))
    lane = [card for card in graph.cards if card.rank == 1]
    assert [(card.id, card.group, card.strong) for card in lane] == [
        ("t", "t", True), ("g1", "t", False), ("g2", "t", False), ("u", "u", True),
    ]  # fmt: skip
    assert cards(graph)["u"].remark == "no goal yet"


def test_only_what_goals_ladder_into_is_drawn_and_the_tops() -> None:
    graph = goal_ladder.graph(ladder(team("t", goal("g", "a"))))
    assert {card.id for card in graph.cards if card.kind == "metric"} == {"a", "x", "n", "k"}
    assert {(link.sources, link.targets) for link in graph.links} == {
        (("g",), ("a",)), (("a",), ("x",)), (("x",), ("n",)), (("x",), ("k",)),
    }  # fmt: skip
    assert "nobody's goal: “B”, “C”, “Fee”" in plain(graph.summary)


def test_two_teams_on_one_metric_stand_out() -> None:
    graph = goal_ladder.graph(
        ladder(team("t", goal("g1", "a")), team("u", goal("g2", "a")), team("v", goal("g3", "b")))
    )
    assert Link(("g1", "g2"), ("a",), joint=Joint("2 teams", "alarm")) in graph.links
    assert Link(("g3",), ("b",)) in graph.links
    found = cards(graph)
    assert (alarms(found["g1"]), alarms(found["g2"]), alarms(found["g3"])) == (["shared with U"], ["shared with T"], [])
    assert "1 metric with several teams on it" in graph.summary
    assert [key.mark for key in graph.legend] == ["alarm"]


def test_two_goals_of_one_team_on_a_metric_are_no_alarm() -> None:
    graph = goal_ladder.graph(ladder(team("t", goal("g1", "a"), goal("g2", "a"))))
    assert not any(link.joint for link in graph.links)
    assert not any(alarms(card) for card in graph.cards)


def test_of_many_teams_the_others_are_counted() -> None:
    graph = goal_ladder.graph(ladder(*(team(name, goal(f"g{name}", "a")) for name in "tuv")))
    assert alarms(cards(graph)["gt"]) == ["shared with U and 1 other"]
    assert next(link.joint for link in graph.links if link.joint) == Joint("3 teams", "alarm")


CHAIN = (
    Actor(id="far", title="Parents", served_through="end"),
    Actor(id="end", title="Pupils", served_through="near"),
    Actor(id="near", title="Schools"),
    Actor(id="other", title="Offices"),
)


def test_whoever_is_served_through_others_lies_beyond_the_horizon() -> None:
    graph = goal_ladder.graph(ladder(team("t", goal("g", "a"), actor="near"), actors=CHAIN))
    assert {card.id: (card.rank, card.beyond) for card in graph.cards if card.kind == "actor"} == {
        "far": (0, True), "end": (1, True), "near": (2, False), "other": (2, False),
    }  # fmt: skip
    assert [(lane.heading, lane.beyond) for lane in graph.lanes[:2]] == [
        ("Beyond the horizon", True),
        ("Direct customers", False),
    ]
    assert graph.links[:3] == (Link(("far",), ("end",)), Link(("end",), ("near",)), Link(("near",), ("t",)))


def test_a_key_result_on_people_beyond_the_horizon_stands_out() -> None:
    inside, outside = goal("g1", "a"), goal("g2", "b", actor="far")
    graph = goal_ladder.graph(ladder(team("t", inside, outside, actor="near"), actors=CHAIN))
    found = cards(graph)
    assert (found["g2"].beyond, alarms(found["g2"])) == (True, ["beyond the horizon"])
    assert (found["g1"].beyond, alarms(found["g1"])) == (False, [])
    # The goals of this team differ in whom they measure: each has its own line.
    assert Link(("near",), ("g1",)) in graph.links and Link(("far",), ("g2",)) in graph.links
    assert "1 goal beyond the horizon" in graph.summary
    assert [key.mark for key in graph.legend] == ["beyond"]


def test_the_teams_actor_is_that_of_its_goals_unless_they_name_one() -> None:
    graph = goal_ladder.graph(ladder(team("t", goal("g", "a"), actor="end"), actors=CHAIN))
    assert cards(graph)["g"].beyond
    assert Link(("end",), ("t",)) in graph.links


def test_colleagues_and_regulators_stand_outside_the_chain_unless_a_goal_measures_them() -> None:
    actors = (Actor(id="law", title="Law", kind="regulator"), Actor(id="ops", title="Ops", kind="internal"))
    graph = goal_ladder.graph(ladder(team("t", goal("g", "a"), actor="ops"), actors=actors))
    assert [card.id for card in graph.cards if card.kind == "actor"] == ["ops"]
    assert "Outside the chain of customers: 1 actor: “Law”." in map(plain, graph.lost)


@pytest.mark.parametrize(
    ("metric", "flagged"),
    [
        (Metric(id="a", title="A", role="output"), True),
        (Metric(id="a", title="A", role="top KPI"), True),
        (Metric(id="a", title="A", formula="b * 2"), True),
        (Metric(id="a", title="A", formula="b * 2", role="input"), False),
        (Metric(id="a", title="A"), False),
    ],
)
def test_a_goal_on_an_output_is_marked(metric: Metric, flagged: bool) -> None:
    graph = goal_ladder.graph(ladder(team("t", goal("g", "a")), metrics=(metric, Metric(id="b", title="B"))))
    assert (Badge("an output, not an input", "status") in cards(graph)["g"].badges) == flagged


def test_a_goal_says_what_it_lacks() -> None:
    bare = Goal(id="g", title="Be better")
    found = cards(goal_ladder.graph(ladder(team("t", bare, goal("h", "gone"), need=()), goals=(goal("l", "a"),))))
    assert found["g"].remark == "no metric named; no target yet; no customer problem named"
    assert (found["h"].remark, found["h"].assumed) == ("its metric is unknown; no customer problem named", True)
    assert (found["l"].remark, found["l"].group) == ("no customer problem named; no team named", "")


def test_goals_beside_the_teams_stand_under_the_team_that_they_name() -> None:
    graph = goal_ladder.graph(ladder(team("t", goal("g", "a")), team("u"), goals=(goal("h", "b", team="t"),)))
    assert [card.id for card in graph.cards if card.group == "t"] == ["t", "g", "h"]
    assert cards(graph)["h"].remark == ""  # it takes over the need of its team


def test_needs_behind_no_goal_are_named() -> None:
    needs = (*NEEDS, Need(id="n2", title="Forgotten"))
    model = ladder(team("t", goal("g", "a")), needs=needs, causes=(Cause(id="z", title="z"),))
    assert list(map(plain, goal_ladder.graph(model).lost)) == [
        "Behind no goal: 1 customer need: “Forgotten”.",
        "No slot in this lens for 1 root cause.",
    ]


def test_a_goal_on_a_top_works_on_no_input() -> None:
    graph = goal_ladder.graph(ladder(team("t", goal("g", "k"))))
    assert "nobody's goal: “A”, “B”, “C”, 1 more" in plain(graph.summary)


def test_a_metric_made_of_a_top_draws_no_line_back() -> None:
    metrics = (*METRICS, Metric(id="over", title="Over", formula="k * 2"))
    graph = goal_ladder.graph(ladder(team("t", goal("g", "over"), goal("h", "fee")), metrics=metrics))
    assert faults(graph) == []
    assert not any(link.sources == ("k",) for link in graph.links)


def test_teams_alone_and_goals_alone_are_drawn() -> None:
    alone = goal_ladder.graph(Model(title="T", teams=(Team(id="t", title="t"),)))
    assert faults(alone) == []
    assert [(lane.heading, bool(lane.vacant)) for lane in alone.lanes] == [
        ("Direct customers", True), ("Teams and their goals", True), ("Tops", True),
    ]  # fmt: skip
    assert faults(goal_ladder.graph(Model(title="T", goals=(goal("g"),)))) == []
    assert not goal_ladder.applies(Model(title="T", metrics=METRICS))


def test_the_sample_that_goes_wrong_shows_all_its_trouble() -> None:
    graph = goal_ladder.graph(load(ROOT / "samples" / "two-teams.md"))
    assert plain(graph.summary) == (
        "5 goals of 4 teams · 1 metric with several teams on it · 1 goal beyond the horizon · "
        "nobody's goal: “Schools under contract”, “Price of a seat per year”, “Discounts given per year”"
    )
    assert sorted(key.mark for key in graph.legend) == ["alarm", "beyond"]
    found = cards(graph)
    assert Badge("an output, not an input", "status") in found["recurring-goal"].badges
    assert found["teachers_per_school-goal-2"].remark == "no customer problem named"
