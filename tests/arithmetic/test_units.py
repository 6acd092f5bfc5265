"""Units carried through formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from impactmap.arithmetic import Ledger, open_ledger
from impactmap.arithmetic.units import read_unit, singular

Make = Callable[..., Ledger]


@pytest.mark.parametrize(
    ("unit", "per", "expected"),
    [
        ("$", "", "$"),
        ("USD", "month", "$ per month"),
        ("US$", "user per mo", "$ per user per month"),
        ("€/year", "", "€ per year"),
        ("GBP", "", "£"),
        ("CHF", "", "CHF"),
        ("%", "", "%"),
        ("", "", ""),
        ("count", "week", "per week"),
        ("Active Users", "", "user"),
        ("min", "order", "min per order"),
        ("months", "", "month"),
        ("complaints", "10,000", "complaint"),
    ],
)
def test_what_authors_write(unit: str, per: str, expected: str) -> None:
    assert str(read_unit(unit, per)) == expected


def test_singular_and_plural_are_one() -> None:
    assert [*map(singular, ("orders", "boxes", "categories", "glass", "status", "as", "utilisateurs"))] == [
        "order", "box", "category", "glass", "status", "as", "utilisateur",
    ]  # fmt: skip
    assert read_unit("$") == read_unit("USD") == read_unit("US$")
    assert read_unit("5 users") == read_unit("user") == read_unit("new users")


def test_durations_are_shown_with_their_word(ledger: Make) -> None:
    opened = ledger(
        stay="4.5 days", bed_days="3,600 bed days per month", beds="20 beds", days="30 days", one="1 hour",
        wait="40 minutes", walk="5 min", out="= beds * days", treated="= bed_days / stay", total="= walk + wait",
    )  # fmt: skip
    shown = {name: str(worth) for name, worth in opened.at_values().items()}
    assert opened.problems == ()
    assert (shown["stay"], shown["bed_days"], shown["one"]) == ("4.5 days", "3,600 bed days a month", "1 hour")
    assert (shown["wait"], shown["total"], shown["out"]) == ("40 min", "45 min", "600 bed days")
    assert shown["treated"] == "800 a month" and not opened.units["treated"].ratio
    assert str(opened.units["wait"]) == "min" and read_unit("users per min") == read_unit("user", "minute")


def test_money_below_one_has_two_decimals_as_well(ledger: Make) -> None:
    opened = ledger(a="$0.8", b="$0.225", c="$17.1", d="$5", e="0.8", f="-$0.8", g="$0.004")
    assert [str(worth) for worth in opened.at_values().values()] == [
        "$0.80", "$0.225", "$17.10", "$5", "0.8", "−$0.80", "$0.004",
    ]  # fmt: skip


CLEAN: list[dict[str, Any]] = [
    {"a": "40 min", "b": "2 minutes", "x": "= a + b"},
    {"a": "40 min", "b": "2 hours", "x": "= a + b * 60"},
    {"a": "$50 per hour", "b": "3 hours", "n": "$5", "x": "= a * b + n"},
    {"a": "3,600 bed days per month", "b": "4.5 days", "x": {"formula": "a / b", "unit": "patients"}},
    {"a": "3 working days", "b": "2 days", "x": "= a + b"},
    {"a": "$5", "b": "5 USD", "x": "= a + b"},
    {"a": "$5", "b": "$5 per month", "x": "= a + b"},
    {"a": "$18 per month", "b": {"value": "60,000", "per": "month"}, "n": "$5 per month", "x": "= a * b + n"},
    {"a": "$18 per month", "n": "$5 per year", "x": "= a * 12 + n"},
    {"a": "$18 per month", "m": "12 months", "n": "$5", "x": "= a * m + n"},
    {"a": "$5", "x": "= a * 2 + 3"},
    {"a": "40 min", "x": "= max(a, 5)"},
    {"a": "5 orders", "b": "6 order", "x": "= a + b"},
    {"a": "5 orders", "b": "7", "x": "= a + b"},
    {"a": "5 orders", "b": "3 users", "k": "2", "x": "= a * k + b"},
    {"a": "5 orders", "b": "3 users", "x": "= a * 2 + b"},
    {"a": "5 active users", "b": "3 new users", "x": "= a + b"},
    {"a": "$18 per user", "u": "400 users", "n": "$5", "x": "= a * u + n"},
    {"a": "$18 per user", "u": "400", "n": "$5", "x": "= a * u + n"},
    {"a": "$5", "b": "$4", "s": "8%", "x": "= a / b - 1 + s"},
    {"s": "8%", "x": "= 1 - s"},
    {"s": "8%", "r": "0.92", "x": "= r - s"},
    {"a": "$5", "s": "8%", "x": "= a * s + a"},
    {"a": "400", "b": "18", "x": {"formula": "a * b", "unit": "$"}},
    {"a": "400", "b": "18", "x": {"formula": "a * b", "value": "$7,200"}},
    {"a": "$5 per month", "x": {"formula": "a * 12", "unit": "$", "per": "year"}},
    {"a": "5 orders", "b": "2", "x": {"formula": "a / b", "unit": "users"}},
    {"a": "$5", "b": "7", "x": "= a / b * b"},
]


@pytest.mark.parametrize("metrics", CLEAN, ids=str)
def test_what_goes_together(ledger: Make, metrics: dict[str, Any]) -> None:
    assert ledger(metrics).problems == ()


CLASHES: list[tuple[dict[str, Any], str]] = [
    ({"a": "$5", "b": "€5", "x": "= a + b"}, "'b' is in €, and is added to something in $"),
    ({"a": "$5", "b": "40 min", "x": "= a - b"}, "'b' is in min, and is subtracted from something in $"),
    ({"a": "40 min", "b": "$5", "x": "= max(a, b)"}, "'b' is in $, and is compared with something in min"),
    ({"a": "40 min", "b": "2 hours", "x": "= a + b"}, "'b' is in hour, and is added to something in min"),
    ({"a": "3 days", "b": "5 beds", "x": "= a + b"}, "'b' is in bed, and is added to something in day"),
    ({"a": "3 days", "b": "8%", "x": "= a + b"}, "'b' is in %, and is added to something in day"),
    ({"a": "3 days", "b": "$5", "x": "= a + b"}, "'b' is in $, and is added to something in day"),
    ({"a": "$5", "b": "8%", "x": "= sum(a, b)"}, "'b' is in %, and is added to something in $"),
    ({"a": "$5 per month", "b": "$5 per year", "x": "= a + b"}, "'b' is in $ per year"),
    ({"a": "$5 per month", "k": "3", "b": "$5 per year", "x": "= a * k + b"}, "'b' is in $ per year"),
    ({"a": "5 per month", "b": "5 per year", "x": "= a + b"}, "'b' is per year, and is added to something per month"),
    ({"a": "5 orders", "b": "3 users", "x": "= a + b"}, "'b' is in user, and is added to something in order"),
    ({"a": "5 orders", "b": "3%", "x": "= a + b"}, "'b' is in %"),
    ({"a": "$5", "b": "$5", "x": "= a * b + a"}, "'a' is in $, and is added to something in $^2"),
    ({"a": "$5", "k": "3", "b": "€4", "x": "= a * k + b * 2"}, "'b × 2' is in €"),
    ({"a": "$5", "x": {"formula": "a * 2", "unit": "€"}}, "'x' is stated in €, but its formula gives $"),
    ({"a": "$5", "x": {"formula": "a", "value": "40 min"}}, "'x' is stated in min, but its formula gives $"),
    ({"a": "$5 per month", "x": {"formula": "a", "value": "$5 per year"}}, "'x' is stated in $ per year"),
    ({"a": "5 orders", "x": {"formula": "a", "unit": "users"}}, "'x' is stated in user, but its formula gives order"),
]


@pytest.mark.parametrize(("metrics", "message"), CLASHES, ids=str)
def test_what_clashes(ledger: Make, metrics: dict[str, Any], message: str) -> None:
    opened = ledger(metrics)
    (found,) = opened.problems
    assert (found.code, found.severity, found.metric) == ("unit-clash", "error", "x")
    assert message in found.message
    assert opened.at_values()["x"].value is None or opened.at_values()["x"].computed is None
    assert "mixes units" in opened.at_values()["x"].reason


def test_a_bare_metric_beside_money_is_doubtful_unless_the_map_has_a_currency(ledger: Make) -> None:
    said = {"new": "60,000", "fee": "$18", "mau": "400", "x": "= new + mau * fee"}
    opened = ledger(said)
    (found,) = opened.problems
    assert (found.code, found.severity, found.start, found.end) == ("bare-money", "warning", 0, 3)
    assert found.message == "'new' has no unit and is added to a sum in $"
    assert found.hint == "write '$60,000', or state the map's currency"
    assert opened.at_values()["x"].value == 67_200
    assert ledger(said, _currency="USD").problems == ()
    (other,) = ledger(fee="$18", a="3", b="4", x="= fee + a * b").problems
    assert other.message == "'a × b' has no unit and is added to a sum in $"


def test_units_come_out(ledger: Make) -> None:
    opened = ledger(
        fee="$18 per user per month", mau="400 users", recurring="= mau * fee", share="= recurring / other",
        other="$5", left="= 1 - churn", churn="3%", life="= 1 / churn", aov="= recurring / orders",
        orders="90 orders per month", bare="= n * n", n="3", rate="= bare / n * 100",
        total={"formula": "n", "unit": "€"},
    )  # fmt: skip
    units = {name: str(unit) for name, unit in opened.units.items()}
    assert units["recurring"] == "$ per month"
    assert units["left"] == "%" and opened.units["left"].percent
    assert units["aov"] == "$ per order"
    assert (units["bare"], units["rate"], units["life"], units["total"]) == ("", "", "", "€")
    assert opened.units["share"].ratio and not opened.units["share"].percent
    assert not opened.units["bare"].ratio
    assert {name: str(worth) for name, worth in opened.at_values().items()}["left"] == "97%"


def test_a_count_in_a_month_of_something_in_that_month_is_per_month(ledger: Make) -> None:
    opened = ledger(a="$18 per month", b="60 per month", m="12 months", x="= a * b", y="= x * m", z="= x / b")
    assert opened.units["x"].of("period") == {"month": -1}
    assert [str(opened.units[name]) for name in "xyz"] == ["$ per month", "$", "$"]


def test_the_samples_have_no_clash(sample: Callable[[str], Ledger]) -> None:
    for name in ("blue-corp", "food-delivery", "bank-cross-sell", "bank-irregular-pay", "minimal"):
        assert sample(name).problems == ()
        assert open_ledger(sample(name).model).units == sample(name).units


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("sum(a, a, a) / 3 + 100 * (1 - churn)", "100"),
        ("100 * churn", "8"),
        ("a + churn", "8.08"),
        ("100 - churn", "99.92"),
        ("1 - churn", "92%"),
        ("churn + 0.02", "10%"),
        ("(churn + churn) / 2", "8%"),
        ("min(churn, 1)", "8%"),
    ],
)
def test_an_index_is_no_percentage(ledger: Make, formula: str, expected: str) -> None:
    assert str(ledger(a="8", churn="8%", x=f"= {formula}").at_values()["x"]) == expected
    stated = {"formula": formula, "unit": "%"}
    assert str(ledger(a="8", churn="8%", x=stated).at_values()["x"]).endswith("%")  # its author may say otherwise
