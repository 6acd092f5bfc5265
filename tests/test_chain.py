"""How the facts hang together."""

from __future__ import annotations

import pytest

from impactmap import chain
from impactmap.chain import Tie
from impactmap.diagnostics import UsageError
from impactmap.model import Cause, CounterMetric, Evidence, Gain, Harm, Metric, Model, Need, Solution, Trial
from impactmap.model.quantity import parse_quantity


def model(**sections: object) -> Model:
    return Model(title="T", **sections)  # type: ignore[arg-type]


NEEDS = (Need(id="n1", title="a"), Need(id="n2", title="b"))


def test_a_column_without_links_hangs_as_a_whole_on_the_one_before_it() -> None:
    causes = (Cause(id="c1", title="c"), Cause(id="c2", title="d"))
    harms = (Harm(id="h1", title="h"),)
    assert chain.ties(model(needs=NEEDS, causes=causes, harms=harms)) == (
        Tie(("n1", "n2"), ("c1", "c2")),
        Tie(("c1", "c2"), ("h1",)),
    )


def test_one_link_in_a_column_means_that_the_others_stand_alone() -> None:
    causes = (Cause(id="c1", title="c", explains=("n2",)), Cause(id="c2", title="d"))
    assert chain.ties(model(needs=NEEDS, causes=causes)) == (Tie(("n2",), ("c1",)),)


def test_a_column_hangs_on_the_nearest_one_that_has_items() -> None:
    facts = model(needs=NEEDS, gains=(Gain(id="g", title="g"),))
    assert chain.ties(facts) == (Tie(("n1", "n2"), ("g",)),)
    assert chain.ties(model(gains=(Gain(id="g", title="g"),))) == ()


def test_links_inside_a_column_do_not_cut_it_off() -> None:
    causes = (Cause(id="c1", title="c"), Cause(id="c2", title="d", explains=("c1",)))
    harms = (Harm(id="h1", title="h"), Harm(id="h2", title="i", caused_by=("h1",)))
    assert chain.ties(model(needs=NEEDS, causes=causes, harms=harms)) == (
        Tie(("n1", "n2"), ("c1",)),
        Tie(("c1",), ("c2",)),
        Tie(("c1", "c2"), ("h1",)),
        Tie(("h1",), ("h2",)),
    )


def test_reach_goes_back_through_the_whole_chain() -> None:
    facts = model(
        needs=NEEDS,
        causes=(Cause(id="c1", title="c", explains=("n1",)), Cause(id="c2", title="d", explains=("c1",))),
        harms=(Harm(id="h1", title="h", caused_by=("c2",)), Harm(id="h2", title="i", caused_by=("c1",))),
        gains=(Gain(id="g1", title="g", reverses=("h1",)),),
    )
    reach = chain.reach(facts)
    assert reach.all_back(["g1"]) == {"g1", "h1", "c2", "c1", "n1"}
    assert chain.depths(facts.causes, reach.back) == {"c1": 0, "c2": 1}


@pytest.mark.parametrize(
    ("evidence", "counts"),
    [
        (Evidence(id="e", method="observation", n=9), True),
        (Evidence(id="e", method="survey"), True),
        (Evidence(id="e", quote="I mail it to myself"), True),
        (Evidence(id="e", method="assumption"), False),
        (Evidence(id="e", method="interview", n=0), False),
        (Evidence(id="e", method="stakeholder opinion", n=4), False),
        (Evidence(id="e", method="interview", n=4, stance="contradicts"), False),
        (Evidence(id="e", finding="somebody said so"), False),
    ],
)
def test_what_counts_as_research(evidence: Evidence, counts: bool) -> None:
    assert chain.is_research(evidence) is counts
    assert chain.is_assumed(model(), Need(id="n", title="n", evidence=(evidence,))) is not counts
    assert chain.is_assumed(model(), Cause(id="c", title="c", evidence=(evidence,))) is not counts


@pytest.mark.parametrize(
    ("fact", "assumed"),
    [
        (Harm(id="h", title="h"), True),
        (Harm(id="h", title="h", size=parse_quantity("11%")), False),
        (Harm(id="h", title="h", basis="last year's renewals"), False),
        (Harm(id="h", title="h", evidence=(Evidence(id="e", method="analytics"),)), False),
        (Gain(id="g", title="g"), True),
        (Gain(id="g", title="g", target=parse_quantity("5")), True),
        (Gain(id="g", title="g", baseline=parse_quantity("4"), target=parse_quantity("5")), False),
        (Gain(id="g", title="g", metric="m"), False),
    ],
)
def test_harms_want_a_size_and_gains_want_both_ends(fact: Harm | Gain, assumed: bool) -> None:
    metric = Metric(id="m", title="m", value=parse_quantity("1"), target=parse_quantity("2"))
    assert chain.is_assumed(model(metrics=(metric,)), fact) is assumed


def test_a_gain_is_guarded_by_itself_or_through_its_metric() -> None:
    by_gain = CounterMetric(id="k1", title="k", guards=("g",))
    by_metric = CounterMetric(id="k2", title="k", guards=("m",))
    other = CounterMetric(id="k3", title="k", guards=("x",))
    gain = Gain(id="g", title="g", metric="m")
    facts = model(gains=(gain,), metrics=(Metric(id="m", title="m"),), counter_metrics=(by_gain, by_metric, other))
    assert chain.guards(facts, gain) == (by_gain, by_metric)


def test_a_metric_is_fed_through_formulas() -> None:
    metrics = (
        Metric(id="docs", title="d", formula="mau * per_user"),
        Metric(id="mau", title="m", formula="customers*10"),
        Metric(id="customers", title="c"),
        Metric(id="per_user", title="p"),
        Metric(id="fee", title="f"),
    )
    facts = model(metrics=metrics)
    assert chain.feeds(facts, metrics[0]) == {"docs", "mau", "customers", "per_user"}


def test_tests_belong_to_their_solution_wherever_they_stand() -> None:
    inside, outside = Trial(id="t1", title="t"), Trial(id="t2", title="u", solution="s")
    facts = model(solutions=(Solution(id="s", title="s", tests=(inside,)),), tests=(outside,))
    assert chain.trials(facts) == {"s": (inside, outside)}


def test_an_outcome_is_found_by_id_or_title() -> None:
    gains = (Gain(id="g1", title="Reach"), Gain(id="g2", title="Same"), Gain(id="g3", title="same"))
    facts = model(gains=gains, metrics=(Metric(id="m", title="reach"), Metric(id="fee", title="Fee")))
    assert chain.outcome(facts, "m").id == "m"
    assert chain.outcome(facts, "REACH").id == "g1"
    assert chain.outcome(facts, "fee").id == "fee"
    with pytest.raises(UsageError, match="several outcomes are called 'same': say which by id, g2, g3"):
        chain.outcome(facts, "same")
    with pytest.raises(UsageError, match=r"no gain or metric is called 'fe': did you mean 'fee'\?"):
        chain.outcome(facts, "fe")
