"""Formulas are checked when a spec is read: every problem at once, each at its place in the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Find = Callable[..., list[tuple[str, str, str, str, str]]]


def metrics(**said: str) -> list[dict[str, str]]:
    """`fee="$18"` is a value, `x="= fee * 2"` a formula."""
    return [
        {"id": name, "name": f"Metric {name}", **({"formula": one[1:].strip()} if one[0] == "=" else {"value": one})}
        for name, one in said.items()
    ]


BASE = {"fee": "$18", "mau": "400", "time": "40 min", "rate": "$5 per year", "month": "$5 per month"}


@pytest.mark.parametrize(
    ("formula", "code", "message", "marked", "hint"),
    [
        ("mau * (fee", "bad-formula", "'(' is never closed", "(", "add a ')'"),
        ("mau ^ 2", "bad-formula", "there are no powers: '^'", "^", "write a product: a * a"),
        ("9**9**9", "bad-formula", "there are no powers: '**'", "**", "write a product: a * a"),
        ("__import__('os')", "bad-formula", "a formula holds no quoted text", "'", None),
        ("mau * feee", "unknown-metric", "there is no metric 'feee'", "feee", "did you mean 'fee'?"),
        ("mau * zzzzz", "unknown-metric", "there is no metric 'zzzzz'", "zzzzz", None),
        ("mau * 60k", "unknown-metric", "there is no metric '60k'", "60k",
          "write the number with all its digits: 60000"),
        ("mau * 1e3", "bad-formula", "'1e3' has an exponent, which a formula does not read", "1e3", "write 1000"),
        ("mau * bob", "unknown-metric", "there is no metric 'bob'", "bob",
          "'bob' is an actor; a formula is made of metrics"),
        ("x + fee", "self-reference", "a metric's formula cannot name the metric itself", "x",
          "name what it is made of"),
        ("fee + time", "unit-clash", "'time' is in min, and is added to something in $", "time",
          "only like units go together"),
        ("month + rate", "unit-clash", "'rate' is in $ per year, and is added to something in $ per month",
          "rate", None),
        ("2 * max(mau, (fee + time))", "unit-clash", None, "time", None),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_formula(
    findings: Find, formula: str, code: str, message: str | None, marked: str | None, hint: str | None
) -> None:
    actors = [{"id": "bob", "name": "Bob"}]
    found = findings(actors=actors, metrics=metrics(**BASE, x=f"= {formula}"))
    assert [one[0] for one in found] == [code]
    (_, severity, said, underlined, told) = found[0]
    assert severity == "error"
    assert message is None or said == message
    assert marked is None or underlined == marked
    assert hint is None or told == hint


def test_a_title_in_place_of_an_id_is_told(findings: Find) -> None:
    listed = [
        {"id": "mau", "name": "Monthly active users", "value": "5"},
        {"id": "c1", "name": "Customers", "value": "5"},
        {"name": "x", "formula": "2 * Monthly active users"},
        {"name": "y", "formula": "customers * 2"},
    ]
    assert [(one[0], one[4]) for one in findings(metrics=listed)] == [
        ("bad-formula", "'Monthly active users' is a title: write its id, 'mau'"),
        ("unknown-metric", "'customers' is a title: write its id, 'c1'"),
    ]


def test_an_id_with_hyphens_is_told_once(findings: Find) -> None:
    listed = [{"id": "mau-per-x", "name": "A", "value": "5"}, {"id": "mau", "name": "B", "formula": "2 * mau-per-x"}]
    (found,) = findings(metrics=listed)
    assert found[3] == "mau-per-x"
    assert found[4] == "did you mean the metric 'mau-per-x'? Write [mau-per-x], or give it an id without hyphens"
    listed[1]["formula"] = "2 * [mau-per-x]"
    assert findings(metrics=listed) == []


def test_a_circle_is_one_error_that_names_its_members_and_lines(findings: Find) -> None:
    listed = metrics(a="= b + 1", b="= c * 2", c="= A - d", d="5", e="= a", f="= g", g="= f")
    found = findings(metrics=listed)
    assert [(one[0], one[2]) for one in found] == [
        ("cycle", "metrics in a circle: Metric a → Metric b → Metric c → Metric a"),
        ("cycle", "metrics in a circle: Metric f → Metric g → Metric f"),
    ]
    assert found[0][3] == "b"
    lines = [index for index, line in enumerate(_lines(listed), 1) if line in ("b + 1", "c * 2", "A - d")]
    assert found[0][4] == f"take out one of the links: 'formula' at lines {', '.join(map(str, lines))}"


def _lines(listed: list[dict[str, str]]) -> list[str]:
    """The lines that the fixture lays a list of metrics out on."""
    lines = ["title", "A map", "metrics"]
    for one in listed:
        for name, value in one.items():
            lines += [name, value]
    return lines


def test_everything_is_told_in_one_run(findings: Find) -> None:
    listed = metrics(**BASE, a="= fee +", b="= fee + time", c="= nope", d="= e", e="= d", f="= mau + fee")
    assert {one[0] for one in findings(metrics=listed)} == {
        "bad-formula", "unit-clash", "unknown-metric", "cycle", "bare-money",
    }  # fmt: skip


def test_a_bare_sum_is_a_warning_unless_the_map_has_a_currency(findings: Find) -> None:
    listed = metrics(**BASE, x="= mau + fee")
    (found,) = findings(metrics=listed)
    assert found == (
        "bare-money", "warning", "'mau' has no unit and is added to a sum in $", "mau",
        "write '$400', or state the map's currency",
    )  # fmt: skip
    assert findings(currency="USD", metrics=listed) == []


def test_a_stated_unit_is_held_to_the_computed_one(findings: Find) -> None:
    listed = [*metrics(**BASE), {"name": "x", "formula": "fee * 2", "unit": "€"}]
    (found,) = findings(metrics=listed)
    assert found == (
        "unit-clash", "error", "'x' is stated in €, but its formula gives $", "fee * 2", "€ and $ differ",
    )  # fmt: skip


def test_what_only_lacks_a_value_is_no_error(findings: Find) -> None:
    listed = [{"id": "a", "name": "A"}, *metrics(z="0", x="= a / z", y="= 1 / 0")]
    assert findings(metrics=listed) == []


def test_names_that_may_stand_in_what_was_refused_are_not_told(findings: Find) -> None:
    listed: list[Any] = [{"id": "bad id!", "name": "A", "value": "5"}, *metrics(x="= fee")]
    assert {one[0] for one in findings(metrics=listed)} == {"bad-id", "unknown-metric"}


def test_long_chains_and_long_circles_are_no_trouble(findings: Find) -> None:
    chain = {f"m{n}": f"= m{n + 1} + 1" for n in range(3000)}
    assert findings(metrics=metrics(**chain, m3000="5")) == []
    (found,) = findings(metrics=metrics(**chain, m3000="= m0"))
    assert found[0] == "cycle" and "more" in found[2]


def test_ten_thousand_wrong_names_take_no_hours(findings: Find) -> None:
    found = findings(metrics=metrics(**{f"m{n}": f"= wrong{n} * x{n} + y{n}" for n in range(1500)}))
    assert len(found) == 4500


UNLIKE = "write both in one unit: nothing is converted"


@pytest.mark.parametrize(
    ("value", "said", "expected"),
    [
        ("40 min", "$5", ("in $", "in min", UNLIKE)),
        ("40 min", "2 hours", ("in hour", "in min", UNLIKE)),
        ("$5 per month", "$6 per year", ("in $ per year", "in $ per month", UNLIKE)),
        ("3 days", "4 patients", ("in patient", "in day", UNLIKE)),
        ("8%", "$5", ("in $", "in %", UNLIKE)),
        ("400", "+10%", ("in %", "a bare number", "write the level, such as 440, not 10%")),
        ("$20", "10%", ("in %", "in $", "write the level, such as $22, not 10%")),
        ("400", "3 of 5", ("a share", "a bare number", "write the level, such as 400, not 3 of 5")),
        ("400", "3pp", ("in %", "a bare number", "write the level, such as 400, not 3 pp")),
        ("0.92", "95%", None),
        ("8%", "+3pp", None),
        ("8%", "9", None),
        ("40 min", "30", None),
        ("40 min", "30 minutes", None),
        ("52 complaints per 10,000", "40 per 10,000", None),
        ("", "10%", None),
    ],
)
def test_figures_about_a_metric_are_in_its_unit(
    findings: Find, value: str, said: str, expected: tuple[str, str, str] | None
) -> None:
    metric = {"id": "a", "name": "A", "value": value}
    gain = {"name": "G", "metric": "a", "target": said}
    goal = {"name": "T", "goals": [{"name": "O", "metric": "a", "target": said}]}
    found = [
        *findings(metrics=[{**metric, "target": said}] if value else [metric]),
        *findings(metrics=[metric], gains=[gain]),
        *findings(metrics=[metric], teams=[goal]),
    ]
    if expected is None:
        assert found == []
        return
    its, own, hint = expected
    assert found == [
        ("unit-clash", "error", f"the {noun} is {its}, its metric 'a' is {own}", said, hint)
        for noun in ("target", "gain", "goal")
    ]


def test_a_limit_and_what_a_formula_carries_are_held_to_it(findings: Find) -> None:
    listed = metrics(time="40 min", n="3", x="= max(time, n)", y="= n * 200", fee="$5")
    guard = {"name": "C", "metric": "x", "max": "$3"}
    (found,) = findings(metrics=listed, counter_metrics=[guard])
    assert found[1:4] == ("error", "the limit is in $, its metric 'x' is in min", "$3")
    listed[2]["target"], listed[3]["target"] = "$5", "+10%"
    assert [(one[0], one[2], one[4]) for one in findings(metrics=listed)] == [
        ("unit-clash", "the target is in $, its metric 'x' is in min", UNLIKE),
        ("unit-clash", "the target is in %, its metric 'y' is a bare number", "write the level, such as 660, not 10%"),
    ]
    listed[3]["target"] = "$700"  # a target may say the unit that a formula leaves open
    listed[2].pop("target")
    assert findings(metrics=[*listed, {"id": "z", "name": "Z", "formula": "y + fee"}]) == []


def test_money_about_a_bare_metric_is_doubtful_unless_the_map_has_a_currency(findings: Find) -> None:
    more = {"metrics": metrics(a="12"), "gains": [{"name": "G", "metric": "a", "target": "$5"}]}
    (found,) = findings(**more)
    assert found == (
        "bare-money", "warning", "the gain is in $, its metric 'a' has no unit", "$5",
        "give both a unit, or state the map's currency",
    )  # fmt: skip
    assert findings(currency="USD", **more) == []
