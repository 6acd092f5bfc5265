"""How much of a claimed gain rests on what nobody has evidence for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from impactmap import load
from impactmap.arithmetic import open_ledger
from impactmap.claims import Claim, claims
from impactmap.model import Cause, Evidence, Gain, Harm, Metric, Model, Need
from impactmap.model.quantity import parse_quantity

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SEEN = (Evidence(id="e", method="observation", n=9),)
GUESS = (Evidence(id="e", method="assumption"),)


def of(**sections: Any) -> dict[str, Claim]:
    return dict(claims(open_ledger(Model(title="T", **sections))))


def share(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.4f}"


def test_blue_corp() -> None:
    found = claims(open_ledger(load(SAMPLES / "blue-corp.md")))
    told = {
        name: (share(claim.north_star.value), share(claim.top_kpi.value), share(claim.assumed), claim.culprits)
        for name, claim in found.items()
    }
    assert told == {
        # one-off (email) and unused (email, private, search): private is a third of a half
        "revenue-gain": ("0.0000", "0.1316", "0.1667", ("private",)),
        "documents-gain": ("0.1400", "0.0000", "0.3333", ("private",)),
        "adoption": ("0.1400", "0.1326", "0.1667", ("private",)),
    }


def test_the_failing_bank_rests_on_assumption_alone() -> None:
    (claim,) = claims(open_ledger(load(SAMPLES / "bank-cross-sell.md"))).values()
    assert (claim.causes, claim.assumed) == (1, 1)
    assert claim.north_star.reason == "the map has none"
    assert share(claim.top_kpi.value) == "0.1148"


def test_food_delivery_is_backed() -> None:
    found = claims(open_ledger(load(SAMPLES / "food-delivery.md")))
    assert [(claim.assumed, claim.culprits) for claim in found.values()] == [(0, ()), (0, ())]


NEEDS = (Need(id="n1", title="n", evidence=SEEN), Need(id="n2", title="n"))


def test_the_share_stops_at_causes() -> None:
    causes = (
        Cause(id="c1", title="c", explains=("n2",), evidence=SEEN),
        Cause(id="c2", title="c", explains=("c1",), evidence=GUESS),
    )
    harms = (
        Harm(id="h1", title="h", caused_by=("c1", "c2")),
        Harm(id="h2", title="h", caused_by=("n1", "n2", "h1", "c1")),
        Harm(id="h3", title="h", caused_by=()),
    )
    gains = tuple(
        Gain(id=name, title="g", reverses=reverses)
        for name, reverses in {
            "a": ("h1",), "b": ("h2",), "c": ("h3",), "d": ("h1", "h2", "h3"), "e": (),
        }.items()
    )  # fmt: skip
    found = of(needs=NEEDS, causes=causes, harms=harms, gains=gains)
    assert [claim.causes for claim in found.values()] == [
        Decimal("0.5"), Decimal("0.375"), 1, Decimal("0.625"), 1,
    ]  # fmt: skip
    assert found["a"].culprits == ("c2",)
    assert found["b"].culprits == ("n2", "c2")
    assert found["d"].culprits == ("n2", "c2", "h3")
    assert found["e"].culprits == ("e",)
    assert all(claim.inputs is None for claim in found.values())


def test_columns_without_links_hang_on_each_other_as_a_whole() -> None:
    causes = (Cause(id="c1", title="c", evidence=SEEN), Cause(id="c2", title="c"))
    found = of(causes=causes, harms=(Harm(id="h", title="h"),), gains=(Gain(id="g", title="g"),))
    assert (found["g"].causes, found["g"].culprits) == (Decimal("0.5"), ("c2",))
    assert of(needs=NEEDS, gains=(Gain(id="g", title="g"),))["g"].causes == Decimal("0.5")


def test_a_circle_of_harms_in_a_model_made_by_hand_ends() -> None:
    harms = (Harm(id="h1", title="h", caused_by=("h2",)), Harm(id="h2", title="h", caused_by=("h1", "n1")))
    found = of(needs=NEEDS, harms=harms, gains=(Gain(id="g", title="g", reverses=("h1",)),))
    assert 0 < found["g"].causes <= 1


def test_many_by_many_and_long_chains_take_no_hours() -> None:
    harms = tuple(Harm(id=f"h{n}", title="h", caused_by=(f"h{n + 1}",) if n < 3000 else ("c0",)) for n in range(3001))
    causes = tuple(Cause(id=f"c{n}", title="c") for n in range(2))
    found = of(causes=causes, harms=harms, gains=(Gain(id="g", title="g", reverses=("h0",)),))
    assert (found["g"].causes, found["g"].culprits) == (1, ("c0",))
    many = {
        "causes": tuple(Cause(id=f"c{n}", title="c", evidence=SEEN * (n % 2)) for n in range(300)),
        "harms": tuple(Harm(id=f"h{n}", title="h") for n in range(300)),
        "gains": tuple(Gain(id=f"g{n}", title="g") for n in range(300)),
    }
    assert {claim.causes for claim in of(**many).values()} == {Decimal("0.5")}


# ---- inputs -------------------------------------------------------------------------------------------------


def metric(identifier: str, value: str = "", **more: Any) -> Metric:
    return Metric(id=identifier, title=identifier, value=parse_quantity(value) if value else None, **more)


BACKED = {"causes": (Cause(id="c", title="c", evidence=SEEN),), "harms": (Harm(id="h", title="h", caused_by=("c",)),)}


def inputs(*metrics: Metric) -> Claim:
    """The claim of a gain whose causes are all backed, on the last metric."""
    gain = Gain(id="g", title="g", reverses=("h",), metric=metrics[-1].id)
    return of(**BACKED, metrics=metrics, gains=(gain,))["g"]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (metric("a", "5"), 0),
        (metric("a"), 1),
        (metric("a", "4 to 6"), 1),
        (metric("a", "about 5"), 1),
        (metric("a", "about 5", basis="last year"), 0),
        (metric("a", "about 5", link="https://example.org"), 0),
        (metric("a", "about 5", evidence=SEEN), 0),
        (metric("a", "about 5", evidence=GUESS), 1),
    ],
)
def test_a_metric_without_a_formula_stands_for_itself(one: Metric, expected: int) -> None:
    claim = inputs(one)
    assert (claim.causes, claim.inputs, claim.assumed) == (0, expected, expected)
    assert claim.culprits == (("a",) if expected else ())


def test_inputs_weigh_by_how_strongly_they_move_the_metric() -> None:
    a, b = metric("a", "about 30"), metric("b", "70")
    claim = inputs(a, b, metric("x", formula="a + b"))
    assert share(claim.inputs) == "0.3000" and claim.culprits == ("a",)
    assert share(inputs(a, b, metric("x", formula="a * b")).inputs) == "0.5000"
    assert inputs(a, b, metric("x", formula="b * 2")).inputs == 0
    assert inputs(a, b, metric("x", formula="a - a + b")).inputs == 0


def test_where_nothing_can_be_computed_inputs_weigh_the_same() -> None:
    claim = inputs(metric("a"), metric("b", "70"), metric("c", "7"), metric("d", "7"), metric("x", formula="a*b*c*d"))
    assert claim.inputs == Decimal("0.25")


def test_causes_and_inputs_go_together() -> None:
    causes = (Cause(id="c1", title="c", evidence=SEEN), Cause(id="c2", title="c"))
    harms = (Harm(id="h", title="h", caused_by=("c1", "c2")),)
    metrics = (metric("a", "about 30"), metric("b", "70"), metric("x", formula="a + b"))
    gain = Gain(id="g", title="g", reverses=("h",), metric="x")
    claim = of(causes=causes, harms=harms, metrics=metrics, gains=(gain,))["g"]
    assert share(claim.assumed) == "0.6500"
    assert claim.culprits == ("c2", "a")


# ---- effects ------------------------------------------------------------------------------------------------


def effect(**fields: Any) -> Claim:
    metrics = (metric("a", "100"), metric("x", formula="a * 2", role="north star", better=fields.pop("better", "")))
    said = {name: parse_quantity(value) for name, value in fields.items()}
    return of(metrics=metrics, gains=(Gain(id="g", title="g", metric="a", **said),))["g"]


@pytest.mark.parametrize(
    ("fields", "value", "low", "high"),
    [
        ({"target": "110"}, "0.1", None, None),
        ({"baseline": "110", "target": "121"}, "0.1", None, None),
        ({"target": "110", "better": "down"}, "-0.1", None, None),
        ({"target": "110 to 130"}, "0.2", "0.1", "0.3"),
        ({"low": "110", "high": "130"}, "0.2", "0.1", "0.3"),
        ({"low": "10%", "high": "30%"}, "0.2", "0.1", "0.3"),
        ({"high": "130"}, "0.3", None, None),
    ],
)
def test_what_a_gain_moves(fields: dict[str, str], value: str, low: str | None, high: str | None) -> None:
    found = effect(**fields).north_star
    assert (found.value, found.low, found.high) == (
        Decimal(value), Decimal(low) if low else None, Decimal(high) if high else None,
    )  # fmt: skip


def test_why_there_is_no_effect() -> None:
    assert effect().north_star.reason == "the gain has no target"
    gains: Callable[..., tuple[Gain, ...]] = lambda **more: (Gain(id="g", title="g", **more),)  # noqa: E731
    star = metric("x", formula="a / z", role="north star")
    assert of(metrics=(star, metric("a", "1"), metric("z", "0")), gains=gains())["g"].north_star.reason == (
        "the gain names no metric"
    )
    target = parse_quantity("5")
    found = of(metrics=(star, metric("a", "1"), metric("z", "0")), gains=gains(metric="a", target=target))
    assert found["g"].north_star.reason == "'x' divides by 'z', which is 0"
    found = of(
        metrics=(metric("a"), metric("x", formula="a", role="north star")), gains=gains(metric="a", target=target)
    )
    assert found["g"].north_star.reason == "the gain has no baseline"
    other = (metric("a", "1"), metric("b", "2", role="north star"))
    assert of(metrics=other, gains=gains(metric="a", target=target))["g"].north_star.value == 0


@pytest.mark.parametrize(
    ("fields", "value", "low", "high"),
    [
        ({"target": "120", "low": "110", "high": "150"}, "0.2", "0.1", "0.5"),
        ({"target": "120", "low": "110"}, "0.2", "0.1", "0.2"),
        ({"target": "120", "low": "10%", "high": "50%"}, "0.2", "0.1", "0.5"),
        ({"baseline": "100 to 150", "target": "200 to 300"}, "1", "0.3333", "2"),
        ({"baseline": "100 to 150", "target": "200 to 300", "better": "down"}, "-1", "-2", "-0.3333"),
    ],
)
def test_ranges_of_a_gain_are_carried(fields: dict[str, str], value: str, low: str, high: str) -> None:
    found = effect(**fields).north_star
    assert found.value == Decimal(value) and found.reason == ""
    assert [share(found.low), share(found.high)] == [share(Decimal(low)), share(Decimal(high))]


def on(formula: str, **fields: str) -> Any:
    """What a gain on `a` moves, where `a`, `b` and `d` are ranges."""
    metrics = (
        metric("a", "8 to 12, likely 10"), metric("b", "1 to 3"), metric("d", "-1 to 2"), metric("u", formula="a / d"),
        metric("x", formula=formula, role="north star"),
    )  # fmt: skip
    said: dict[str, Any] = {name: parse_quantity(one) for name, one in fields.items() if name != "metric"}
    gain = Gain(id="g", title="g", metric=fields.get("metric", "a"), **said)
    return of(metrics=metrics, gains=(gain,))["g"].north_star


def test_ranged_inputs_are_carried_into_the_effect_of_a_gain() -> None:
    found = on("a - b", target="20")  # 18/8 likely, 19/11 and 17/5 at the ends
    assert [share(one) for one in (found.value, found.low, found.high)] == ["1.2500", "0.7273", "2.4000"]
    same = on("a * b", baseline="10", target="20")  # b is the same before and after
    assert (same.value, same.low, same.high) == (1, None, None)


def test_an_effect_without_bounds_says_so() -> None:
    for formula, why in [("a / d", "'d' can be 0"), ("a - b * 5", "'x' can be 0 to begin with")]:
        found = on(formula, baseline="12", target="20")
        assert (found.low, found.high, found.reason) == (None, None, f"no bounds: {why}")
        assert found.value is not None
    assert on("u * 2", target="50", metric="u").reason == "no bounds: 'd' can be 0"
