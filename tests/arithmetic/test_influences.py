"""Hypotheses in a what-if."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from impactmap.arithmetic import Ledger, read_changes
from impactmap.arithmetic.influences import Moved, web, what_if

Make = Callable[..., Ledger]


def moved(ledger: Ledger, *changes: str) -> Moved:
    return what_if(ledger, read_changes(ledger, changes))


def link(source: str, target: str, sign: str = "+", strength: str = "0.5", confidence: str = "") -> dict[str, Any]:
    return {"from_": source, "to": target, "sign": sign, "strength": strength, "confidence": confidence}


def test_an_influence_multiplies_what_it_moves(ledger: Make) -> None:
    book = ledger(a="100", b="10", x="= b * 2", _influences=[link("a", "b", confidence="tested")])
    found = moved(book, "a=+20%")
    assert (found.worths["b"].value, found.worths["x"].value) == (11, 22)
    assert (found.worths["b"].moved_by, found.worths["b"].confidence) == (("i1",), "tested")
    assert (found.worths["x"].moved_by, found.worths["x"].confidence) == (("i1",), "tested")
    assert found.worths["a"].moved_by == () and found.notes == ()
    assert book.what_if(read_changes(book, ["a=+20%"]))["b"].value == 10


@pytest.mark.parametrize(
    ("sign", "strength", "expected"),
    [
        ("+", "0.5", "11"),
        ("-", "0.5", "9"),
        ("-", "-0.5", "9"),
        ("", "-0.5", "9"),
        ("", "+0.5", "11"),
        ("+", "50%", "11"),
        ("+", "2", "14"),
        ("+", "0.4 to 0.6", "11"),
        ("+", "0.2 to 0.6, likely 0.5", "11"),
    ],
)
def test_strengths_that_are_numbers(ledger: Make, sign: str, strength: str, expected: str) -> None:
    book = ledger(a="100", b="10", _influences=[link("a", "b", sign, strength)])
    assert moved(book, "a=+20%").worths["b"].value == Decimal(expected)


@pytest.mark.parametrize(
    ("sign", "strength", "note"),
    [
        ("+", "", "a → b: no strength: direction only"),
        ("+", "strong", "a → b: its strength 'strong' is no number: direction only"),
        ("+", "$5", "a → b: its strength '$5' is no number: direction only"),
        ("", "0.5", "a → b: no sign: it could go either way"),
    ],
)
def test_strengths_that_cannot_be_computed_with(ledger: Make, sign: str, strength: str, note: str) -> None:
    found = moved(ledger(a="100", b="10", _influences=[link("a", "b", sign, strength)]), "a=+20%")
    assert (found.worths["b"].value, found.notes) == (10, (note,))


def test_influences_run_on_through_formulas_and_each_other(ledger: Make) -> None:
    book = ledger(
        c="4", a="100", b="= a * 2", d="10",
        _influences=[link("b", "c", confidence="tested"), link("c", "d", "+", "1", "assumed")],
    )  # fmt: skip
    found = moved(book, "a=+20%")
    assert (found.worths["c"].value, found.worths["d"].value) == (Decimal("4.4"), 11)
    assert (found.worths["d"].moved_by, found.worths["d"].confidence) == (("i1", "i2"), "assumed")
    assert list(found.worths) == list(book.order)


def test_an_edge_that_closes_a_circle_is_cut_in_the_order_of_the_spec(ledger: Make) -> None:
    links = [link("a", "b"), link("b", "c"), link("c", "a"), link("x", "a"), link("a", "a")]
    found = moved(ledger(a="100", b="10", c="10", x="= b * 2", _influences=links), "a=+20%")
    notes = [f"{one}: closes a circle; its feedback is not followed" for one in ("c → a", "x → a", "a → a")]
    assert found.notes == tuple(notes)
    assert (found.worths["b"].value, found.worths["c"].value) == (11, Decimal("10.5"))
    turned = web(ledger(a="100", b="10", c="10", _influences=[links[2], links[0], links[1]]))
    assert [edge.id for edge in turned.edges] == ["i1", "i2"]


def test_what_is_set_stays_as_it_is_set(ledger: Make) -> None:
    book = ledger(a="100", b="10", _influences=[link("a", "b")])
    assert moved(book, "a=+20%", "b=12").worths["b"].value == 12


def test_a_cause_without_value_or_at_nought_moves_nothing(ledger: Make) -> None:
    book = ledger(z="0", n={"value": ""}, b="10", _influences=[link("z", "b"), link("n", "b")])
    found = moved(book, "z=5")
    assert found.worths["b"].value == 10
    assert found.notes == (
        "z → b: not followed, 'z' is 0 to begin with",
        "n → b: not followed, 'n' has no value",
    )


def test_bounds_follow_the_cause(ledger: Make) -> None:
    book = ledger(a="100", b="10", _influences=[link("a", "b")])
    worth = moved(book, "a=100 to 140").worths["b"]
    assert (worth.low, worth.value, worth.high) == (10, 11, 12)


def test_long_chains_of_influences_are_no_trouble(ledger: Make) -> None:
    links = [link(f"m{n}", f"m{n + 1}", "+", "1") for n in range(1500)]
    book = ledger({f"m{n}": "10" for n in reversed(range(1501))}, _influences=links)
    assert moved(book, "m0=+10%").worths["m1500"].value == 11
