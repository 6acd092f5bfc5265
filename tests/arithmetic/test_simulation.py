"""Draws from ranges: inside the bounds, shaped as said, and the same every time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap.arithmetic import Ledger, open_ledger, read_changes
from impactmap.arithmetic.influences import web
from impactmap.arithmetic.simulation import DRAWS, Spread, draws_of, simulate
from impactmap.model import Metric, Model, Quantity

Make = Callable[..., Ledger]


def test_uniform_and_triangular_have_their_quantiles(ledger: Make) -> None:
    found = simulate(ledger(u="0 to 100", t="0 to 100, likely 20", p="5", x="= u * p"))
    assert set(found) == {"u", "t", "x"}
    assert spread(found["u"]) == pytest.approx((10, 50, 90), abs=3)
    # The inverse of the triangular distribution: √(p·100·20), and 100 − √((1−p)·100·80).
    assert spread(found["t"]) == pytest.approx((14.1, 36.8, 71.7), abs=3)
    assert spread(found["x"]) == pytest.approx([5 * one for one in spread(found["u"])])


def spread(one: Spread) -> tuple[float, float, float]:
    assert one.p10 is not None and one.p50 is not None and one.p90 is not None
    return one.p10, one.p50, one.p90


def test_a_range_is_drawn_once_and_used_everywhere(ledger: Make) -> None:
    book = ledger(r="2 to 4", x="= r - r", y="= r / r", z="= a - b", a="= r * 2", b="= r + r")
    found = simulate(book)
    assert spread(found["x"]) == (0, 0, 0) and spread(found["y"]) == (1, 1, 1) and spread(found["z"]) == (0, 0, 0)
    assert (book.at_values()["x"].low, book.at_values()["x"].high) == (-2, 2)


def test_the_same_figures_every_time_whatever_else_is_in_the_map(ledger: Make) -> None:
    one = simulate(ledger(r="2 to 4", x="= r * 3"))
    two = simulate(ledger(q="1 to 9", r="2 to 4", x="= r * 3", y="= q"))
    assert one["x"] == two["x"]
    # Held to the digit: a change here changes the figures in other people's documents.
    assert spread(simulate(ledger(r="0 to 1"))["r"]) == GOLDEN


GOLDEN = (0.101468352964, 0.518202885266, 0.905903102837)


def test_no_range_no_draws(ledger: Make) -> None:
    assert simulate(ledger(a="1", x="= a * 2")) == {}


def test_draws_that_come_to_nothing_are_counted(ledger: Make) -> None:
    book = ledger(r="1 to 3, likely 2.5", s="= max(r, 2) - 2", x="= 1 / s", y="= min(x, 5)")
    found = simulate(book)
    assert found["x"].failed == found["y"].failed == pytest.approx(DRAWS / 3, rel=0.1)
    assert found["y"].p90 is not None and found["y"].p90 <= 5
    book = ledger(r="1 to 3, likely 2.95", s="= max(r, 2.9) - 2.9", x="= 1 / s")
    assert simulate(book)["x"].p50 is None


def test_a_what_if_with_a_range_is_simulated(ledger: Make) -> None:
    book = ledger(a="10", b="2 to 4", x="= a * b")
    given, _ = book.given(read_changes(book, ["a=+10%", "b=+100%"]))
    before, after = simulate(book), simulate(book, given)
    assert spread(after["x"]) == pytest.approx([2.2 * one for one in spread(before["x"])])


def test_influences_move_the_draws(ledger: Make) -> None:
    book = ledger(
        a="100 to 200", b="10", x="= b * 2",
        _influences=[{"from_": "a", "to": "b", "sign": "+", "strength": "1", "confidence": ""}],
    )  # fmt: skip
    given, _ = book.given(read_changes(book, ["a=+20%"]))
    assert spread(simulate(book, given, web(book))["x"]) == pytest.approx((24, 24, 24))
    assert "x" not in simulate(book, given)
    given, _ = book.given(read_changes(book, ["b=11"]))
    assert "x" not in simulate(book, given, web(book)) or spread(simulate(book, given, web(book))["x"]) == (22, 22, 22)


LEAVES = st.sampled_from(["r", "s", "t", "p", "2", "0.5"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map("-{}".format),
        st.tuples(st.sampled_from(["min", "max", "sum"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    )


@settings(max_examples=60, deadline=None)
@given(st.recursive(LEAVES, grown, max_leaves=8), st.lists(st.integers(-9, 9), min_size=6, max_size=6))
def test_the_bounds_hold_every_draw(formula: str, ends: list[int]) -> None:
    ranges = {name: sorted(ends[2 * n : 2 * n + 2]) for n, name in enumerate("rst")}
    metrics = [
        Metric(id=name, value=Quantity(low=Decimal(low), high=Decimal(high)))
        for name, (low, high) in {**ranges, "p": (3, 3)}.items()
    ]
    book = open_ledger(Model(metrics=(*metrics, Metric(id="x", formula=formula))))
    worth = book.at_values()["x"]
    if worth.low is None or worth.high is None:
        return
    slack = 1e-9 * max(1, abs(float(worth.low)), abs(float(worth.high)))
    for drawn in draws_of(book, draws=200).get("x", []):
        assert float(worth.low) - slack <= drawn <= float(worth.high) + slack
    if worth.value is not None:
        assert worth.low <= worth.value <= worth.high
