"""Impact mapping: why, who, how, what, and the two assumptions that each path rests on."""

from __future__ import annotations

import pytest

from impactmap.diagnostics import UsageError
from impactmap.drawing.svg import describe
from impactmap.formats.text import alt, document
from impactmap.graph import Badge, Card, Graph
from impactmap.model import (
    Actor,
    Cause,
    CounterMetric,
    Evidence,
    Gain,
    Goal,
    Harm,
    Metric,
    Model,
    Need,
    Solution,
    Team,
    Trial,
)
from impactmap.model.quantity import parse_quantity
from impactmap.views import goal_map, opportunity_tree

SEEN = (Evidence(id="e", method="observation", n=9),)


def facts(**changes: object) -> Model:
    """Two people with a need each, a cause that concerns both, and one that is only supposed."""
    sections: dict[str, object] = {
        "actors": (
            Actor(id="ann", title="Sellers"),
            Actor(id="bob", title="Buyers"),
            Actor(id="law", title="Auditors", stance="hinders"),
            Actor(id="zoe", title="Bystanders"),
        ),
        "needs": (
            Need(id="n1", title="First need", actor="ann", evidence=SEEN),
            Need(id="n2", title="Second need", actor="bob", evidence=SEEN),
            Need(id="n3", title="Unrelated need", actor="zoe"),
        ),
        "causes": (
            Cause(id="c1", title="Both suffer", explains=("n1", "n2"), evidence=SEEN),
            Cause(id="c2", title="Supposed", explains=("n2",)),
        ),
        "harms": (Harm(id="h", title="Harm", caused_by=("c1", "c2"), basis="ledger"),),
        "gains": (
            Gain(
                id="g",
                title="Goal",
                reverses=("h",),
                metric="m",
                baseline=parse_quantity("150"),
                target=parse_quantity("171"),
            ),
        ),
        "metrics": (Metric(id="m", title="Active users"),),
        "solutions": (
            Solution(
                id="s1",
                title="Tried",
                addresses=("c1", "c2"),
                tests=(Trial(id="t1", title="t", verdict="passed"), Trial(id="t2", title="t", verdict="failed")),
            ),
            Solution(id="s2", title="Untried", addresses=("c2",)),
            Solution(id="s3", title="Loose"),
        ),
        "teams": (
            Team(
                id="t",
                title="Team",
                actor="ann",
                need=("n1",),
                goals=(Goal(id="tg", metric="m", baseline=parse_quantity("150"), target=parse_quantity("171")),),
            ),
        ),
    }
    return Model(title="T", **(sections | changes))  # type: ignore[arg-type]


def cards(graph: Graph) -> dict[str, Card]:
    return {card.id: card for card in graph.cards}


def plain(texts: tuple[str, ...]) -> list[str]:
    return [text.replace("\u2068", "").replace("\u2069", "") for text in texts]


def test_why_who_how_what() -> None:
    graph = goal_map.graph(facts())
    assert [lane.heading for lane in graph.lanes] == ["Why", "Who", "How", "What"]
    assert {card.id: (card.noun, card.rank) for card in graph.cards} == {
        "g": ("goal", 0),
        "ann": ("actor", 1),
        "bob": ("actor", 1),
        "law": ("actor", 1),
        "c1": ("impact", 2),
        "c2": ("impact", 2),
        "s1": ("deliverable", 3),
        "s2": ("deliverable", 3),
    }
    assert {link.targets[0]: link.sources[0] for link in graph.links} == {
        "ann": "g", "bob": "g", "law": "g", "c1": "ann", "c2": "bob", "s1": "c1", "s2": "c2",
    }  # fmt: skip
    assert graph.direction == "right" and graph.key == "goal-map.g"


def test_what_belongs_to_several_hangs_under_the_first_and_says_so() -> None:
    found = cards(goal_map.graph(facts()))
    for name, other in (("c1", "Buyers"), ("s1", "Supposed")):
        assert Badge("also under 1 other", "more") in found[name].badges
        assert [fact.text for fact in found[name].facts if fact.label == "Also under"] == [other]


def test_an_actor_says_their_needs_and_what_measures_the_change() -> None:
    found = cards(goal_map.graph(facts()))
    assert plain((found["ann"].remark,)) == ["“First need”"]
    assert found["ann"].badges == (Badge("measured: Active users 150 → 171 (+14%)", "status"),)
    assert not found["bob"].badges  # the goal names another actor
    assert found["law"].badges == (Badge("hinders", "against"),)


def test_a_goal_of_the_team_for_another_actor_measures_nobody_here() -> None:
    team = facts().teams[0]
    elsewhere = Team(id="t", title="Team", actor="bob", need=team.need, goals=team.goals)
    found = cards(goal_map.graph(facts(teams=(elsewhere,))))
    assert not any("measured" in badge.text for card in found.values() for badge in card.badges)


def test_an_impact_is_a_behaviour_to_change() -> None:
    found = cards(goal_map.graph(facts()))
    assert (found["c1"].remark, found["c1"].assumed) == ("wanted: this stops", False)
    assert (found["c2"].remark, found["c2"].assumed) == ("wanted: this stops; assumed: no evidence yet", True)
    assert [fact.text for fact in found["c1"].facts if fact.label == "Need"] == ["First need", "Second need"]


def test_an_impact_whose_way_to_the_goal_is_assumed_is_faded() -> None:
    found = cards(goal_map.graph(facts(harms=(Harm(id="h", title="Harm", caused_by=("c1", "c2")),))))
    assert (found["c1"].remark, found["c1"].shaky) == ("wanted: this stops; its way to the gain is assumed", True)
    assert not found["c2"].shaky, "it is assumed itself, and drawn so"


def test_a_need_stands_for_the_impact_where_nothing_explains_it_or_a_solution_takes_it_on() -> None:
    solutions = (Solution(id="s", title="s", addresses=("n1",)),)
    found = cards(goal_map.graph(facts(solutions=solutions)))
    assert (found["n1"].noun, found["n1"].rank, found["n1"].remark) == ("impact", 2, "wanted: this is met")
    assert "n2" not in found
    bare = Model(
        title="T",
        needs=(Need(id="n", title="n", evidence=SEEN),),
        harms=(Harm(id="h", title="h", caused_by=("n",)),),
        gains=(Gain(id="g", title="g"),),
    )
    assert cards(goal_map.graph(bare))["n"].noun == "impact"


def test_a_need_of_nobody_asks_who() -> None:
    needs = (Need(id="n1", title="First need", evidence=SEEN),)
    taken = (Metric(id="nobody-named", title="taken"),)
    found = cards(goal_map.graph(facts(needs=needs, metrics=taken, causes=facts().causes[:1])))
    nobody = found["nobody-named-yet"]
    assert (nobody.title, nobody.assumed, nobody.noun) == ("Nobody named yet", True, "actor")
    assert plain((nobody.remark,)) == ["say who, as precisely as you can: “First need”"]


def test_who_is_not_named_is_not_counted() -> None:
    needs = (Need(id="n1", title="First need", evidence=SEEN),)
    lone = goal_map.graph(facts(actors=(), needs=needs, causes=facts().causes[:1]))
    assert [card.title for card in lone.cards if card.is_placeholder] == ["Nobody named yet"]
    assert lone.summary.startswith("0 actors · 1 impact · ")
    assert "1 actor" not in alt(lone) and "Who: 0," in describe(lone)
    assert "- Who (whose behaviour can help or hinder): nobody leads" in document([lone], title="T")
    assert "1 actor" in alt(goal_map.graph(facts(needs=needs, causes=facts().causes[:1])))  # the one who hinders


def test_a_goal_whose_guard_is_broken_says_so() -> None:
    metrics = (Metric(id="m", title="Active users"), Metric(id="l", title="Late", value=parse_quantity("3%")))
    guard = CounterMetric(id="k", title="Late", metric="l", guards=("g",), max=parse_quantity("2%"))
    for view in (goal_map, opportunity_tree):
        goal = cards(view.graph(facts(metrics=metrics, counter_metrics=(guard,))))["g"]
        assert Badge("guard broken: Late 3%, ≤\u00a02% wanted", "alarm") in goal.badges


def test_a_link_to_a_deliverable_is_faint_until_a_test_of_it_has_passed() -> None:
    graph = goal_map.graph(facts())
    assert {link.targets[0] for link in graph.links if link.faint} == {"s2"}
    found = cards(graph)
    assert found["s1"].badges[:2] == (Badge("1 of 2 tests passed", "status"), Badge("1 test failed", "against"))
    assert found["s2"].badges == (Badge("untested", "status"),)
    assert [key.mark for key in graph.legend] == ["researched", "assumed", "influence"]


def test_the_two_assumptions_of_each_path_are_counted() -> None:
    """Three paths: tried under what is known, tried under what is supposed, untried under what is supposed."""
    summary = goal_map.graph(facts()).summary
    assert summary == "3 actors · 2 impacts · 1 of 3 paths on two assumptions, 1 on one, 1 on none"


@pytest.mark.parametrize(
    ("gain", "remark"),
    [
        (Gain(id="g", title="g"), "not measurable yet: no baseline, no target"),
        (Gain(id="g", title="g", target=parse_quantity("9")), "not measurable yet: no baseline"),
        (Gain(id="g", title="g", baseline=parse_quantity("9"), basis="a guess"), "not measurable yet: no target"),
        (Gain(id="g", title="g", baseline=parse_quantity("5"), target=parse_quantity("9")), ""),
        (Gain(id="g", title="g", low=parse_quantity("1"), high=parse_quantity("2")),
         "not measurable yet: no baseline, no target"),
    ],
)  # fmt: skip
def test_a_goal_is_measurable_or_says_that_it_is_not(gain: Gain, remark: str) -> None:
    goal = goal_map.graph(facts(gains=(gain,))).cards[0]
    assert (goal.remark, goal.assumed) == (remark, bool(remark))


def test_a_metric_is_a_goal_too() -> None:
    metric = Metric(id="m", title="Active users", value=parse_quantity("5"), target=parse_quantity("9"))
    graph = goal_map.graph(facts(metrics=(metric,)), outcome="m")
    assert (graph.cards[0].id, graph.cards[0].assumed, graph.cards[0].noun) == ("m", False, "goal")
    assert "c1" in cards(graph)


def test_what_has_no_slot_or_does_not_lead_here_is_named() -> None:
    gains = (*facts().gains, Gain(id="g2", title="Other gain"))
    assert plain(goal_map.graph(facts(gains=gains), outcome="g").lost) == [
        "No slot in this lens for 1 business harm: “Harm”.",
        "No slot in this lens for 2 tests: “t”, “t”.",
        "Does not lead to this goal: 1 customer need: “Unrelated need”.",
        "Without a need that leads to this goal: 1 actor: “Bystanders”.",
        "Brings about no impact of this goal: 1 deliverable: “Loose”.",
        "One goal at a time; left out: 1 other gain: “Other gain”.",
    ]


def test_there_is_a_map_for_every_gain_and_none_without() -> None:
    assert goal_map.variants(facts()) == ("g",)
    assert not goal_map.applies(Model(title="T", needs=(Need(id="n", title="n"),)))
    with pytest.raises(UsageError, match="a goal map needs an outcome at its root"):
        goal_map.graph(Model(title="T", needs=(Need(id="n", title="n"),)))


def test_many_needs_of_one_actor_are_counted() -> None:
    needs = tuple(Need(id=f"n{i}", title=f"Need {i}", actor="ann") for i in range(5))
    causes = (Cause(id="c", title="c", explains=tuple(need.id for need in needs)),)
    model = facts(needs=needs, causes=causes, harms=(Harm(id="h", title="h", caused_by=("c",)),))
    ann = cards(goal_map.graph(model))["ann"]
    assert plain((ann.remark,)) == ["“Need 0” “Need 1” and 3 needs more"]
    assert sum(fact.label == "Need" for fact in ann.facts) == 5
