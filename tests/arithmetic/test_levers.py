"""Levers and their classes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from impactmap.arithmetic import Ledger, levers

Make = Callable[..., Ledger]


def test_blue_corp_has_the_levers_worked_by_hand(sample: Callable[[str], Ledger]) -> None:
    found = levers(sample("blue-corp").model)
    told = {
        name: (lever.kind, f"{lever.north_star:.2%}", f"{lever.top_kpi:.2%}", lever.move)
        for name, lever in found.items()
    }
    assert told == {
        "customers": ("lifts-both", "10.00%", "9.47%", "up"),
        "mau_per_customer": ("lifts-both", "10.00%", "9.47%", "up"),
        "docs_per_user": ("value-only", "10.00%", "0.00%", "up"),
        "fee": ("capture-only", "0.00%", "9.47%", "up"),
        "new": ("capture-only", "0.00%", "0.53%", "up"),
    }


@pytest.mark.parametrize(
    ("star", "kpi", "better", "kind", "move"),
    [
        ("a * 2", "a + 1", {}, "lifts-both", "up"),
        ("10 - a", "1 / a", {}, "lifts-both", "down"),
        ("a", "10 - a", {}, "conflicting", ""),
        ("a", "b", {}, "value-only", "up"),
        ("-a", "b", {}, "value-only", "down"),
        ("b", "a", {}, "capture-only", "up"),
        ("b", "b - a", {}, "capture-only", "down"),
        ("b", "b * 2", {}, "neither", ""),
        ("a", "a", {"kpi": "down"}, "conflicting", ""),
        ("a", "10 - a", {"kpi": "down"}, "lifts-both", "up"),
        ("a", "a", {"kpi": "down", "star": "down"}, "lifts-both", "down"),
        ("a - a", "a", {}, "capture-only", "up"),
        ("(a - 3) * b", "a", {}, "lifts-both", "up"),
        ("-5 * a", "-a", {}, "lifts-both", "down"),
    ],
)
def test_classes_go_by_the_signs(
    ledger: Make, star: str, kpi: str, better: dict[str, str], kind: str, move: str
) -> None:
    tops = {"star": ("north star", star), "kpi": ("top KPI", kpi)}
    said: dict[str, Any] = {
        name: {"formula": formula, "role": role, "better": better.get(name, "")}
        for name, (role, formula) in tops.items()
    }
    lever = levers(ledger({"a": "3", "b": "4", **said}))["a"]
    assert (lever.kind, lever.move) == (kind, move)


def test_better_down_turns_the_effect_round(ledger: Make) -> None:
    said = {"formula": "a * 2", "role": "north star"}
    up, down = (levers(ledger(a="3", x={**said, "better": better}))["a"] for better in ("", "down"))
    assert (up.north_star, down.north_star) == (Decimal("0.1"), Decimal("-0.1"))
    assert (up.top_kpi, up.kind, down.move) == (None, "value-only", "down")


def test_with_one_top_the_other_decides(ledger: Make) -> None:
    found = levers(ledger(a="3", b="2", x={"formula": "a", "role": "top KPI"}))
    assert [(lever.kind, lever.north_star) for lever in found.values()] == [("capture-only", None), ("neither", None)]
    assert levers(ledger(a="3"))["a"].kind == "neither"
    broken = {"formula": "a / z", "role": "north star"}
    lever = levers(ledger(a="3", z="0", x=broken, y={"formula": "a", "role": "top KPI"}))["a"]
    assert (lever.kind, lever.move, lever.north_star) == ("", "", None)
    assert (lever.top_kpi, lever.reason) == (Decimal("0.1"), "'x' divides by 'z', which is 0")


def test_from_nought_there_is_no_percentage(ledger: Make) -> None:
    lever = levers(ledger(a="3", x={"formula": "a - 3", "role": "north star"}))["a"]
    assert (lever.kind, lever.north_star, lever.reason) == ("value-only", None, "'x' is 0 to begin with")
    nought = levers(ledger(a="0", x={"formula": "a", "role": "north star"}))["a"]
    assert (nought.kind, nought.north_star, nought.move) == ("value-only", None, "up")
    assert nought.reason == "'a' is 0, and ten per cent of that is nothing: its class goes by direction"
    none = levers(ledger(a={"value": ""}, x={"formula": "a", "role": "north star"}))["a"]
    assert (none.kind, none.north_star, none.reason) == ("", None, "'a' has no value")


def test_inputs_below_nought_move_up_as_well(ledger: Make) -> None:
    lever = levers(ledger(a="-50", x={"formula": "100 + a", "role": "north star"}))["a"]
    assert (lever.kind, lever.move, lever.north_star) == ("value-only", "up", Decimal("0.1"))


def tops(star: str, kpi: str) -> dict[str, Any]:
    return {"n": {"formula": star, "role": "north star"}, "k": {"formula": kpi, "role": "top KPI"}}


def kinds(ledger: Ledger) -> dict[str, str]:
    return {name: lever.kind for name, lever in levers(ledger).items()}


def test_an_unknown_effect_is_not_moving_nothing(ledger: Make) -> None:
    unset = {"value": ""}
    book = ledger(a="7", b=unset, c="5", u=unset, **tops("a * b", "a * c"))
    assert kinds(book) == {"a": "", "b": "", "c": "capture-only", "u": "neither"}
    found = levers(book)
    assert found["a"].reason == found["b"].reason == "'b' has no value"
    assert (found["c"].north_star, found["c"].reason) == (0, "")  # it is no part of n, whatever n comes to
    assert (found["u"].north_star, found["u"].top_kpi, found["u"].reason) == (0, 0, "")
    through = ledger(a="7", b=unset, c="5", m="= a * b", **tops("m + 1", "a * c"))
    assert kinds(through) == {"a": "", "b": "", "c": "capture-only"}


def test_a_stated_value_that_stands_in_hides_the_effect(ledger: Make) -> None:
    m = {"formula": "a / z", "value": "5"}
    book = ledger(a="7", z="0", b="2", m=m, **tops("m * b", "a + b"))
    assert kinds(book) == {"a": "", "z": "", "b": "lifts-both"}
    assert levers(book)["a"].reason == "'m' divides by 'z', which is 0"


def test_an_input_of_nought_goes_by_direction(ledger: Make) -> None:
    book = ledger(a="0", b="0", c="0", d="0", x="2", **tops("x * a - b + d", "x + a - b - d + c"))
    told = {name: (lever.kind, lever.move) for name, lever in levers(book).items()}
    assert told == {
        "a": ("lifts-both", "up"), "b": ("lifts-both", "down"), "c": ("capture-only", "up"), "d": ("conflicting", ""),
        "x": ("capture-only", "up"),
    }  # fmt: skip
    unknown = levers(ledger(a="0", b={"value": ""}, c="5", **tops("a * b", "a * c")))["a"]
    assert (unknown.kind, unknown.move) == ("", "")
