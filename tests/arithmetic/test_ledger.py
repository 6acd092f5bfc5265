"""Metrics worked out: the worked examples, reasons, targets, ranges, and models that nobody has checked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from impactmap.arithmetic import Ledger, open_ledger, read_changes
from impactmap.model import Gain, Metric, Model, Quantity
from impactmap.model.quantity import parse_quantity

Make = Callable[..., Ledger]


def values(ledger: Ledger, *changes: str) -> dict[str, Any]:
    return {name: worth.value for name, worth in ledger.what_if(read_changes(ledger, changes)).items()}


def test_blue_corp_comes_out_as_worked_by_hand(sample: Callable[[str], Ledger]) -> None:
    ledger = sample("blue-corp")
    now = values(ledger)
    assert (now["mau"], now["docs"], now["recurring"], now["revenue"]) == (60_000, 720_000, 1_080_000, 1_140_000)
    then = values(ledger, "mau_per_customer=171")
    assert (then["docs"], then["revenue"]) == (820_800, 1_291_200)
    assert values(ledger, "mau_per_customer=+14%") == then == values(ledger, "Active users per customer=+21")
    assert ledger.tops == ("docs", "revenue")
    assert ledger.inputs == ("customers", "mau_per_customer", "docs_per_user", "fee", "new")
    assert {name: worth.value for name, worth in ledger.at_targets().items()} == {
        "mau_per_customer": 171, "mau": 68_400, "docs": 820_800, "recurring": 1_231_200, "revenue": 1_291_200,
    }  # fmt: skip
    assert ledger.feeds("docs") == {"docs", "mau", "customers", "mau_per_customer", "docs_per_user"}


def test_food_delivery_comes_out_as_worked_by_hand(sample: Callable[[str], Ledger]) -> None:
    ledger = sample("food-delivery")
    now, then = values(ledger), values(ledger, "active_rate=95%")
    assert (now["orders"], now["revenue"]) == (5_704_000, 31_097_120)
    assert (then["orders"], then["revenue"]) == (5_890_000, 32_079_200)
    assert ledger.at_targets()["revenue"].value == 32_079_200


def test_the_bank_comes_out_as_worked_by_hand(sample: Callable[[str], Ledger]) -> None:
    ledger = sample("bank-cross-sell")
    then = values(ledger, "per_household=6.8", "active_share=61%")
    assert values(ledger)["active"] == 4_514_000
    assert (then["accounts"], then["active"]) == (6_800_000, 4_148_000)


def test_figures_as_people_read_them(sample: Callable[[str], Ledger]) -> None:
    told = {name: str(worth) for name, worth in sample("food-delivery").at_values().items()}
    assert told["revenue"] == "€31,097,120" and told["admin"] == "75 min" and told["cancelled"] == "3.1%"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("11%", "0.11"),
        ("3 of 5", "0.6"),
        ("1 per 10,000", "0.0001"),
        ("$0.9M", "900000"),
        ("4 to 6", "5"),
        ("4 to 8, likely 5", "5"),
        ("~400", "400"),
        ({"value": "11", "unit": "%"}, "0.11"),
        ({"value": "20 per 1,000", "unit": "%"}, "0.0002"),
    ],
)
def test_what_a_figure_is_worth(ledger: Make, said: Any, expected: str) -> None:
    assert ledger(a=said).at_values()["a"].value == Decimal(expected)


# ---- no value, and why ------------------------------------------------------------------------------------


def test_reasons_name_the_culprit_and_travel_up(ledger: Make) -> None:
    found = ledger(
        orders={"value": ""}, users="0", a="5", aov="= a / users", top="= aov * a", no="= orders + a",
        high="= no * 2", gap="= a / (a - b)", b="5", zero="= a / 0",
    ).at_values()  # fmt: skip
    told = {name: worth.reason for name, worth in found.items()}
    assert told["orders"] == "has no value"
    assert told["no"] == told["high"] == "'orders' has no value"
    assert told["aov"] == "divides by 'users', which is 0"
    assert told["top"] == "'aov' divides by 'users', which is 0"
    assert told["gap"] == "divides by 'a − b', which is 0"
    assert told["zero"] == "divides by 0"
    assert str(found["no"]) == "n/a: 'orders' has no value"
    assert all(worth.value is None and worth.low is None for name, worth in found.items() if told[name])


def test_what_explodes_has_no_value(ledger: Make) -> None:
    said: dict[str, Any] = {"m0": "99999999999999999999"}
    said |= {f"m{n}": f"= m{n - 1} * m{n - 1}" for n in range(1, 40)}
    found = ledger(said).at_values()
    assert found["m3"].value and found["m4"].reason == "is too large to compute"
    assert found["m39"].reason == "'m4' is too large to compute"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "sNaN", "1E+999999", "1E-999999"])
def test_figures_that_are_none(number: str) -> None:
    value = Quantity(low=Decimal(number), high=Decimal(number))
    ledger = open_ledger(Model(metrics=(Metric(id="a", value=value), Metric(id="b", formula="a + 1"))))
    assert ledger.at_values()["a"].reason == "has a value that cannot be computed with"
    assert ledger.at_values()["b"].reason == "'a' has a value that cannot be computed with"


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("9**9**9", "has a formula that cannot be read: there are no powers: '**'"),
        ("__import__('os')", "has a formula that cannot be read: a formula holds no quoted text"),
        ("b * nothing", "has a formula that names 'nothing', which is no metric"),
        ("x + b", "has a formula that names itself"),
        ("b" + "+b" * 5000, "has a formula that cannot be read: a formula of 10,001 characters is too long"),
        ("(" * 500, "has a formula that cannot be read: the formula is nested more than 40 deep"),
        ("b + t", "mixes units: 't' is in min, and is added to something in $"),
    ],
)
def test_unchecked_formulas_give_a_reason(ledger: Make, formula: str, reason: str) -> None:
    said = {"b": "$5", "t": "40 min", "y": "= x * 2"}
    found = ledger({"x": {"formula": formula}, **said}).at_values()
    assert (found["x"].value, found["x"].reason) == (None, reason)
    assert found["y"].reason == f"'x' {reason}"
    kept = ledger({"x": {"formula": formula, "value": "$7"}, **said})
    assert kept.at_values()["x"].value == 7 and kept.at_values()["y"].value == 14
    assert kept.at_values()["x"].computed is None and reason in kept.notes[0]


def test_circles_give_a_reason_to_their_members_and_those_behind(ledger: Make) -> None:
    opened = ledger(a="= b + 1", b="= c * 2", c="= a", d="= c + 1", e="5", f="= e")
    found = opened.at_values()
    assert opened.circles == (("a", "b", "c"),)
    assert found["b"].reason == "stands in a circle: a → b → c → a"
    assert found["d"].reason == "'c' stands in a circle: a → b → c → a"
    assert found["f"].value == 5
    crossed = ledger(a="= b + c", b="= a", c="= b")
    assert all(worth.value is None for worth in crossed.at_values().values())


def test_names_are_found_in_any_letter_case(ledger: Make) -> None:
    opened = ledger({"MAU": "5", "Fée": "2", "mau-per-x": "3", "x": "= mau * FÉE * [MAU-per-X]"})
    assert opened.at_values()["x"].value == 30
    assert opened.steps["x"] == ("MAU", "Fée", "mau-per-x")


# ---- stated beside computed -------------------------------------------------------------------------------


def test_the_computed_value_counts_and_the_stated_one_is_told(ledger: Make) -> None:
    opened = ledger(a="4", x={"formula": "a * 25", "value": "98.9"}, y={"formula": "a * 25", "value": "99.5"})
    worth = opened.at_values()["x"]
    assert (worth.value, worth.computed, worth.stated) == (100, 100, Decimal("98.9"))
    assert opened.notes == ("'x' is stated as 98.9, but its formula gives 100, which counts",)


def test_targets_come_from_the_metric_then_from_a_gain() -> None:
    metrics = (
        Metric(id="a", value=parse_quantity("50%"), target=parse_quantity("60%")),
        Metric(id="b", value=parse_quantity("4")),
        Metric(id="c", value=parse_quantity("2")),
        Metric(id="x", formula="a * b"),
        Metric(id="y", formula="c * 2"),
        Metric(id="g", role="counter", value=parse_quantity("2"), target=parse_quantity("1")),
    )
    gains = tuple(
        Gain(id=f"g{n}", title="g", metric=name, target=parse_quantity(target))
        for n, (name, target) in enumerate([("a", "99%"), ("b", "5"), ("b", "6"), ("c", "2"), ("x", "99")])
    )
    found = open_ledger(Model(metrics=metrics, gains=gains)).at_targets()
    assert {name: worth.value for name, worth in found.items()} == {"a": Decimal("0.6"), "b": 5, "x": 3}


def test_inputs_are_what_no_formula_computes(ledger: Make) -> None:
    opened = ledger(
        a="1", lonely="2", empty={"value": ""}, guard={"value": "1", "role": "counter"},
        pulse={"value": "1", "role": "health"}, x={"formula": "a", "role": "input"},
        star={"value": "3", "role": "north star"}, star2={"value": "3", "role": "north star"},
    )  # fmt: skip
    assert opened.inputs == ("a", "lonely", "empty", "star2")
    assert opened.tops == ("star", None)


# ---- ranges -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        ("r + 1", 3, 5),
        ("10 - r", 6, 8),
        ("-r", -4, -2),
        ("r * r", 4, 16),
        ("s * r", -4, 4),
        ("8 / r", 2, 4),
        ("min(r, 3)", 2, 3),
        ("max(r, 3)", 3, 4),
        ("sum(r, s)", 1, 5),
        ("1 / s", None, None),
        ("1 / s + 1", None, None),
    ],
)
def test_bounds_by_interval_arithmetic(ledger: Make, formula: str, low: int | None, high: int | None) -> None:
    worth = ledger(r="2 to 4", s="-1 to 1, likely 0.5", x=f"= {formula}").at_values()["x"]
    assert worth.value is not None and (worth.low, worth.high) == (low, high)


def test_long_chains_are_no_trouble(ledger: Make) -> None:
    said: dict[str, Any] = {f"m{n}": f"= m{n + 1} + 1" for n in range(5000)}
    opened = ledger(said | {"m5000": "1"})
    assert opened.at_values()["m0"].value == 5001
    assert len(opened.feeds("m0")) == 5001
    assert values(opened, "m5000=+100%")["m0"] == 5002
    broken = ledger(said | {"m5000": "= m0"})
    assert len(broken.circles[0]) == 5001
    assert broken.at_values()["m0"].value is None


def test_opening_twice_gives_the_same(sample: Callable[[str], Ledger]) -> None:
    one, two = sample("blue-corp"), sample("blue-corp")
    assert list(one.at_values().items()) == list(two.at_values().items())
    assert one.order == two.order


def test_a_map_without_metrics_is_empty() -> None:
    ledger = open_ledger(Model(title="T"))
    assert (ledger.at_values(), ledger.at_targets(), ledger.inputs, ledger.tops) == ({}, {}, (), (None, None))


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("p / d", "'d' can be 0"),
        ("p / (d - 1)", "'d − 1' can be 0"),
        ("y + 1", "'d' can be 0"),
        ("min(y, 5)", "'d' can be 0"),
        ("p * d", ""),
        ("p / (d + 2)", ""),
    ],
)
def test_why_there_are_no_bounds(ledger: Make, formula: str, reason: str) -> None:
    worth = ledger(p="10", d="-1 to 2", y="= p / d", x=f"= {formula}").at_values()["x"]
    assert (worth.value is not None, worth.unbounded, worth.low is None) == (True, reason, bool(reason))


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        (
            "1e999",
            "'1e999' has an exponent, which a formula does not read",
            "write all its digits, such as 2000 or 0.002",
        ),
        ("1.5E3", "'1.5E3' has an exponent, which a formula does not read", "write 1500"),
        (
            "1.5E",
            "'1.5E' has an exponent, which a formula does not read",
            "write all its digits, such as 2000 or 0.002",
        ),
        ("0x10", "'0x10' is hexadecimal, which a formula does not read", "write 16"),
    ],
)
def test_numbers_that_are_not_read_are_told_once(ledger: Make, name: str, message: str, hint: str) -> None:
    book = ledger(a="1", x=f"= {name} * a + {name}")
    (problem,) = book.problems
    assert (problem.code, problem.message, problem.hint, problem.name) == ("bad-formula", message, hint, "")
    assert book.at_values()["x"].reason == f"has a formula that cannot be read: {message}"


def test_a_wrong_name_is_told_once_in_a_formula(ledger: Make) -> None:
    assert [one.name for one in ledger(a="1", x="= b * a + B / c", y="= b").problems] == ["b", "c", "b"]
    assert ledger({"1e3": "4"}, x="= 1e3 * 2").at_values()["x"].value == 8  # an id may look like a number
