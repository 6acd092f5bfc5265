"""The customer-first map: four lanes in their order, links between many and many, assumed things unfinished."""

from __future__ import annotations

from dataclasses import replace

import pytest

from impactmap.graph import Badge, Link
from impactmap.model import (
    Actor,
    Cause,
    CounterMetric,
    Evidence,
    Gain,
    Harm,
    Metric,
    Model,
    Need,
)
from impactmap.model.quantity import parse_quantity
from impactmap.model.when import parse_when
from impactmap.views import impact_map

RESEARCHED = (Evidence(id="e", method="observation", n=9),)


def test_four_lanes_in_the_order_of_the_method() -> None:
    graph = impact_map.graph(Model(title="T", needs=(Need(id="n", title="n"),)))
    assert [lane.heading for lane in graph.lanes] == ["Customer need", "Root causes", "Business harm", "KPI gains"]
    assert [lane.first for lane in graph.lanes] == [0, 1, 2, 3]
    assert all(lane.vacant for lane in graph.lanes)
    assert graph.direction == "right"


def test_each_card_says_who_how_much_and_how_it_is_known() -> None:
    model = Model(
        title="T",
        as_of=parse_when("2026-11"),
        actors=(Actor(id="a", title="Account executives"),),
        needs=(Need(id="n", title="n", actor="a", evidence=RESEARCHED),),
        causes=(Cause(id="c", title="c"),),
        harms=(Harm(id="h", title="h", size=parse_quantity("$0.9M to $1.4M per year")),),
        gains=(
            Gain(
                id="g",
                title="g",
                metric="m",
                baseline=parse_quantity("150"),
                target=parse_quantity("171"),
                by=parse_when("2027-Q1"),
            ),
        ),
        metrics=(Metric(id="m", title="m", role="north star"), Metric(id="d", title="Duplicates")),
        counter_metrics=(
            CounterMetric(id="k", title="Duplicates", metric="d", guards=("m",), max=parse_quantity("8%")),
        ),
    )
    graph = impact_map.graph(model)
    need, cause, harm, gain = graph.cards
    assert (need.who, need.badges, need.assumed) == ("Account executives", (Badge("9 observed", "evidence"),), False)
    assert (cause.remark, cause.assumed) == ("assumed: no evidence yet", True)
    assert harm.figure == "$0.9–1.4M a year"
    assert gain.figure.replace("\u00a0", " ") == "150 → 171 (+14%) by Q1 2027"
    assert gain.badges == (Badge("north star", "crown"), Badge("guarded: Duplicates ≤\u00a08%", "guard"))
    assert graph.subtitle == "Customer-first impact map · as of November 2026"
    assert graph.summary == (
        "0 of 1 root cause backed by research · 0 of 1 path to a gain researched all the way · "
        "1 of 1 gain guarded by a counter-metric"
    )


def test_a_guard_that_is_broken_today_is_no_shield_and_is_counted_once() -> None:
    guard = CounterMetric(id="k", title="Late", metric="late", guards=("m",), max=parse_quantity("8%"))
    base = Model(title="T", gains=(Gain(id="g", title="g", metric="m"), Gain(id="f", title="f", metric="m")))
    for value, badge in (
        ("11%", Badge("guard broken: Late 11%, ≤\u00a08% wanted", "alarm")),
        ("6%", Badge("guarded: Late 6%, ≤\u00a08%", "guard")),
    ):
        metrics = (Metric(id="m", title="m"), Metric(id="late", title="Late", value=parse_quantity(value)))
        graph = impact_map.graph(replace(base, metrics=metrics, counter_metrics=(guard,)))
        assert [card.badges for card in graph.cards] == [(badge,), (badge,)]
        guarded = "2 of 2 gains guarded by a counter-metric"
        assert graph.summary.endswith(f"{guarded} · 1 guard broken today" if value == "11%" else guarded)


def test_each_link_is_the_tie_that_the_facts_name() -> None:
    model = Model(
        title="T",
        needs=(Need(id="n", title="n", evidence=RESEARCHED),),
        causes=(
            Cause(id="c1", title="c", explains=("n",), evidence=RESEARCHED),
            Cause(id="c2", title="d", explains=("n",)),
        ),
    )
    assert impact_map.graph(model).links == (
        Link(("n",), ("c1",)),
        Link(("n",), ("c2",)),
    )


def test_many_and_many_without_links_share_one_connector() -> None:
    model = Model(
        title="T",
        needs=(Need(id="n1", title="a"), Need(id="n2", title="b")),
        causes=(Cause(id="c1", title="c"), Cause(id="c2", title="d")),
    )
    assert impact_map.graph(model).links == (Link(("n1", "n2"), ("c1", "c2")),)


def test_a_cause_of_a_cause_stands_one_column_further_in_the_same_lane() -> None:
    model = Model(
        title="T",
        needs=(Need(id="n", title="n"),),
        causes=(Cause(id="c2", title="d", explains=("c1",)), Cause(id="c1", title="c", explains=("n",))),
        harms=(Harm(id="h", title="h", caused_by=("c2",)),),
    )
    graph = impact_map.graph(model)
    assert {card.id: card.rank for card in graph.cards} == {"n": 0, "c1": 1, "c2": 2, "h": 3}
    assert [(lane.first, lane.last) for lane in graph.lanes] == [(0, 0), (1, 2), (3, 3), (4, 4)]


def test_the_legend_holds_only_what_is_in_the_picture() -> None:
    assumed = impact_map.graph(Model(title="T", needs=(Need(id="n", title="n"),)))
    assert [key.mark for key in assumed.legend] == ["assumed"]
    backed = impact_map.graph(Model(title="T", needs=(Need(id="n", title="n", evidence=RESEARCHED),)))
    assert [key.mark for key in backed.legend] == ["researched"]


def test_evidence_against_is_shown_as_such_and_much_evidence_is_counted() -> None:
    evidence = tuple(Evidence(id=f"e{i}", method="survey", n=i) for i in range(2, 7))
    model = Model(title="T", needs=(Need(id="n", title="n", evidence=evidence),))
    assert [badge.text for badge in impact_map.graph(model).cards[0].badges] == [
        "2 survey answers",
        "3 survey answers",
        "+3 more",
    ]
    against = (Evidence(id="e", method="interview", n=3, stance="contradicts"),)
    card = impact_map.graph(Model(title="T", needs=(Need(id="n", title="n", evidence=against),))).cards[0]
    assert card.badges == (Badge("against: 3 interviews", "against"),)
    assert (card.assumed, card.remark) == (True, "assumed: evidence speaks against it")
    mixed = (*evidence, *against)
    model = Model(title="T", needs=(Need(id="n", title="n", evidence=mixed),))
    assert impact_map.graph(model).cards[0].badges[0].text == "against: 3 interviews"


@pytest.mark.parametrize(
    ("gain", "figure", "remark"),
    [
        (Gain(id="g", title="g"), "", "no figures yet"),
        (Gain(id="g", title="g", baseline=parse_quantity("5")), "from 5", "no target yet"),
        (Gain(id="g", title="g", target=parse_quantity("9")), "to 9", "no baseline yet"),
        (Gain(id="g", title="g", low=parse_quantity("2%"), high=parse_quantity("4%")), "2% to 4%", ""),
    ],
)
def test_a_gain_says_which_of_its_figures_is_missing(gain: Gain, figure: str, remark: str) -> None:
    card = impact_map.graph(Model(title="T", gains=(gain,))).cards[0]
    assert (card.figure, card.remark) == (figure, remark)


def test_an_opinion_is_called_one() -> None:
    evidence = (Evidence(id="e", method="stakeholder opinion"),)
    card = impact_map.graph(Model(title="T", causes=(Cause(id="c", title="c", evidence=evidence),))).cards[0]
    assert (card.assumed, card.remark) == (True, "assumed: an opinion so far")


def test_evidence_travels_as_far_as_its_weakest_link() -> None:
    model = Model(
        title="T",
        needs=(Need(id="n", title="n", evidence=RESEARCHED),),
        causes=(
            Cause(id="guess", title="A guess", explains=("n",)),
            Cause(id="seen", title="Seen", explains=("n",), evidence=RESEARCHED),
        ),
        harms=(
            Harm(id="a", title="a", caused_by=("guess",), basis="ledger"),
            Harm(id="b", title="b", caused_by=("guess", "seen"), basis="ledger"),
        ),
        gains=(Gain(id="g", title="g", reverses=("a", "b"), basis="model"),),
    )
    graph = impact_map.graph(model)
    cards = {card.id: card for card in graph.cards}
    assert [card.id for card in graph.cards if card.shaky] == ["a"]
    assert cards["a"].remark == "rests on an assumption"
    assert [key.mark for key in graph.legend] == ["researched", "assumed", "shaky"]
    assert "1 of 3 paths to a gain researched all the way" in graph.summary
    told = {fact.label: fact.text for fact in cards["b"].facts}
    assert told["How far evidence carries"] == "1 of 2 paths through this, from need to gain, researched"
    assert told["Weak link"] == "A guess"
    assert all(fact.label != "Weak link" for fact in cards["seen"].facts)
