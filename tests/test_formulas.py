"""Formulas as a picture needs them: what hangs on what, what is on top, and joints with legs."""

from __future__ import annotations

import pytest

from impactmap.arithmetic import parse
from impactmap.formulas import formulas, joint, tops
from impactmap.graph import Joint, Leg
from impactmap.model import Metric, Model


def op(text: str, *legs: Leg | Joint, sign: str = "") -> Joint:
    return Joint(text, "operator", legs, sign)


A, B, C = Leg("a"), Leg("b"), Leg("c")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a * b", op("×", A, B)),
        ("a + b + c", op("+", A, B, C)),
        ("a - b", op("+", A, Leg("b", "−"))),
        ("a / b", op("×", A, Leg("b", "÷"))),
        ("-a + b", op("+", Leg("a", "−"), B)),
        ("a * 12", op("× 12", A)),
        ("12 * a", op("12 ×", A)),
        ("a / 12", op("÷ 12", A)),
        ("100 / a", op("100 ÷", A)),
        ("1 - a", op("1 −", A)),
        ("1 - a - b", op("1 +", Leg("a", "−"), Leg("b", "−"))),
        ("-a", op("−", A)),
        ("a - 5", op("− 5", A)),
        ("a * b * 12", op("× 12", A, B)),
        ("a * b / 12", op("×, ÷ 12", A, B)),
        ("a + b - 12", op("+, − 12", A, B)),
        ("a * 8%", op("× 0.08", A)),
        ("a * (12 * 30)", op("× (12 × 30)", A)),
        ("a * (1 - b)", op("×", A, op("1 −", B))),
        ("a * b + a * c", op("+", op("×", A, B), op("×", A, C))),
        ("a - b * c", op("+", A, op("×", B, C, sign="−"))),
        ("a / (b + c)", op("×", A, op("+", B, C, sign="÷"))),
        ("12 * (a + b)", op("12 ×", op("+", A, B))),
        ("1 - (a + b)", op("1 −", op("+", A, B))),
        ("min(a, b)", op("min", A, B)),
        ("max(a, 100, 5)", op("max 100, 5", A)),
        ("sum(a * b, c)", op("sum", op("×", A, B), C)),
        ("a + a", op("+", A, A)),
        ("100 - 3 * 4 / a", op("100 −", op("3 × 4 ÷", A))),
        ("2 / 3 / a", op("2 ÷ 3 ÷", A)),
        ("2 / a / 3", op("2 ÷ 3 ÷", A)),
        ("2 / a * 3", op("2 × 3 ÷", A)),
        ("2 * a / 3", op("2 ÷ 3 ×", A)),
        ("a * 2 / 3", op("× 2 ÷ 3", A)),
        ("2 * a / 3 / b", op("2 ÷ 3 ×", A, Leg("b", "÷"))),
        ("2 / a / b", op("2 ×", Leg("a", "÷"), Leg("b", "÷"))),
        ("a / 2 / b * 3", op("×, ÷ 2 × 3", A, Leg("b", "÷"))),
        ("a * b * 2 / 3", op("× 2 ÷ 3", A, B)),
        (
            "(2 - a) * 3 - (4 - 1) - b",
            op("+, − 3", op("× 3", op("2 −", A)), Leg("b", "−")),
        ),
        ("a + 1 + 2", op("+ 3", A)),
        ("1 + a - 4", op("− 3", A)),
        ("1 - a - 4", op("−3 −", A)),
        ("-a - 5", op("−5 −", A)),
        ("-a + 5", op("5 −", A)),
        ("-5 + a", op("− 5", A)),
        ("1 - a + 2 - b", op("3 +", Leg("a", "−"), Leg("b", "−"))),
        ("5 - a - 9 + b", op("+, − 4", Leg("a", "−"), B)),
        ("a * -5", op("× (−5)", A)),
        ("-5 * a", op("−", op("5 ×", A))),
        ("a - -b", op("+", A, B)),
        ("a - (-5)", op("+ 5", A)),
        ("a + 1 / 3 + 2", op("+ (1 ÷ 3) + 2", A)),
        ("1 / 3 - a + 2", op("(1 ÷ 3) + 2 −", A)),
        ("min(a, 3 - 1)", op("min 2", A)),
        ("a", None),
        ("(a)", None),
        ("12 * 30", None),
    ],
)
def test_operators_stand_in_joints_and_numbers_with_them(formula: str, expected: Joint | None) -> None:
    assert joint(parse(formula)) == expected


def model(**made_of: str) -> Model:
    return Model(
        title="T", metrics=tuple(Metric(id=name, title=name.upper(), formula=f) for name, f in made_of.items())
    )


def test_names_are_found_in_any_letter_case_and_words_are_titles() -> None:
    read = formulas(one := model(Docs="MAU * Per", mau="", per=""))
    assert read.parts == {"Docs": ("mau", "per")}
    assert read.uses == {"mau": ("Docs",), "per": ("Docs",)}
    assert read.in_words(one, "Docs") == "MAU × PER"
    assert read.in_words(one, "mau") == ""


def test_what_is_bad_or_goes_in_a_circle_hangs_on_nothing() -> None:
    assert formulas(model(a="b *", b="c", c="b", d="d + 1", e="gone", f="a")).parts == {"f": ("a",)}


def test_over_and_under_and_what_lies_between_tops() -> None:
    read = formulas(model(top="x + y", x="low * 2", low="in", y="", **{"in": ""}))
    assert read.under(["top"]) == {"top", "x", "y", "low", "in"}
    assert read.over(["in"]) == {"in", "low", "x", "top"}
    assert read.crown(["top", "low"]) == {"top", "x", "low"}


def test_named_tops_come_north_star_first_else_the_roots() -> None:
    named = Model(
        title="T",
        metrics=(
            Metric(id="k", title="K", role="top KPI"),
            Metric(id="n", title="N", role="north star"),
            Metric(id="root", title="R", formula="n"),
        ),
    )
    assert [top.id for top in tops(named, formulas(named))] == ["n", "k"]
    unnamed = model(a="b * 2", b="", c="")
    assert [top.id for top in tops(unnamed, formulas(unnamed))] == ["a"]
