"""Goals and tests in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from impactmap.model import Goal, Metric, Model, Trial, When
from impactmap.model.quantity import parse_quantity as q

Find = Callable[..., list[tuple[str, str, str, str, str]]]
Make = Callable[..., Model]

METRICS = [{"id": "mau", "title": "Active users"}, "Time to value", "NPS"]

GOALS: list[tuple[str, dict[str, Any]]] = [
    (
        "mau from 150 to 171 by 2027-03-31",
        {"title": "Active users", "id": "mau-goal", "metric": "mau", "baseline": q("150"), "target": q("171"),
         "by": When(2027, month=3, day=31)},
    ),
    (
        "active users From 150 To 171 by Q1 2027",
        {"title": "Active users", "id": "mau-goal", "metric": "mau", "baseline": q("150"), "target": q("171"),
         "by": When(2027, quarter=1)},
    ),
    ("mau to 171", {"title": "Active users", "id": "mau-goal", "metric": "mau", "target": q("171")}),
    ("mau from 150", {"title": "Active users", "id": "mau-goal", "metric": "mau", "baseline": q("150")}),
    ("mau by 2027", {"title": "Active users", "id": "mau-goal", "metric": "mau", "by": When(2027)}),
    ("mau", {"title": "Active users", "id": "mau-goal", "metric": "mau"}),
    (
        "Time to value from 3 h to 1 h",
        {"title": "Time to value", "id": "time_to_value-goal", "metric": "time_to_value", "baseline": q("3 h"),
         "target": q("1 h")},
    ),
    ("mau to 3 to 4%", {"title": "Active users", "id": "mau-goal", "metric": "mau", "target": q("3 to 4%")}),
    # Numbers of goals
    *(
        (f"{number} Time to value to 1 h",
         {"title": "Time to value", "id": "time_to_value-goal", "metric": "time_to_value", "target": q("1 h")})
        for number in ("KR2:", "O1.", "KR 1.2 –", "[KR3]", "Key result 4)")
    ),
    ("KR1: NPS", {"title": "NPS", "id": "nps-goal", "metric": "nps"}),
    ("KR1: Ship it", {"title": "KR1: Ship it", "id": "kr1-ship-it"}),
    # Mere titles
    ("O2-NPS to 40", {"title": "O2-NPS to 40", "id": "o2-nps-to-40"}),
    ("Reply within a day", {"title": "Reply within a day", "id": "reply-within-a-day"}),
    ("NPS to be improved", {"title": "NPS to be improved", "id": "nps-to-be-improved"}),
    ("Reply to 80% of tickets", {"title": "Reply to 80% of tickets", "id": "reply-to-80-of-tickets"}),
    ("NSP to 40", {"title": "NSP to 40", "id": "nsp-to-40"}),  # three letters are too few to be sure of a slip
    ("Ship the CRM by 2027", {"title": "Ship the CRM by 2027", "id": "ship-the-crm-by-2027"}),
    ("Go from mail to links", {"title": "Go from mail to links", "id": "go-from-mail-to-links"}),
    ("a to b " * 20, {"title": "a to b " * 20, "id": "a-to-b-a-to-b-a-to-b-a-to-b-a-to-b-a-to"}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "fields"), GOALS)
def test_goals(model: Make, line: str, fields: dict[str, Any]) -> None:
    found = model(metrics=METRICS, goals=[line])
    assert found.goals == (Goal(**fields),)
    assert found.diagnostics == ()


WRONG_GOALS = [
    ("mau from 150 to 1e3", ("bad-quantity", "'1e3' is written with an exponent", "1e3", "write '1,000'")),
    ("mau to 171 by 2027-13", ("bad-date", "there is no month 13", "2027-13",
                               "a date is year, month, day: 2026-11-01")),
    ("Activ users to 40", ("unknown-reference", "no metric is called 'Activ users'", "Activ users",
                           "did you mean 'Active users'?")),
    ("KR2: Churn from 5% to 3%", ("unknown-reference", "no metric is called 'Churn'", "Churn",
                                  "known: mau, time_to_value, nps")),
    ("Churn from 5% to 3%", ("unknown-reference", "no metric is called 'Churn'", "Churn",
                             "known: mau, time_to_value, nps")),
]  # fmt: skip


@pytest.mark.parametrize(("line", "finding"), WRONG_GOALS)
def test_wrong_goals(findings: Find, line: str, finding: tuple[str, str, str, str]) -> None:
    code, message, part, hint = finding
    assert findings(metrics=METRICS, goals=[line]) == [(code, "error", message, part, hint)]


def test_the_longest_metric_is_meant(model: Make) -> None:
    found = model(metrics=["Time", "Time to value", "Time to value from 3"], goals=["Time to value from 5 to 1"]).goals[
        0
    ]
    assert (found.title, str(found.baseline), str(found.target)) == ("Time to value", "5", "1")
    both = model(metrics=["Time", "Time to 3"], goals=["Time to 3 to 5"]).goals[0]
    assert (both.title, str(both.target)) == ("Time to 3", "5")


def test_a_metric_may_have_a_number_in_its_name(model: Make) -> None:
    found = model(metrics=["KR2: NPS", "NPS"], goals=["KR2: NPS from 5 to 1"]).goals[0]
    assert (found.title, str(found.target)) == ("KR2: NPS", "1")


def test_a_goal_that_names_its_metric_keeps_its_title(model: Make) -> None:
    found = model(metrics=METRICS, goals=[{"title": "mau from 150 to 171", "metric": "NPS"}]).goals[0]
    assert (found.title, found.metric, found.baseline) == ("mau from 150 to 171", "nps", None)


def test_a_goal_line_and_fields(model: Make, findings: Find) -> None:
    found = model(metrics=METRICS, goals=[{"title": "mau from 150 to 171", "by": "2027", "owner": "Ann"}]).goals[0]
    assert (found.metric, str(found.by), found.owner) == ("mau", "2027", "Ann")
    assert findings(metrics=METRICS, goals=[{"title": "mau to 171", "target": "172"}]) == [
        ("duplicate-field", "error", "a goal has 'target' twice", "171", "it was given at line 14 already")
    ]


def test_a_goal_with_a_metric_needs_no_title(model: Make, findings: Find) -> None:
    assert model(metrics=METRICS, goals=[{"metric": "mau"}]).goals[0].title == "Active users"
    assert findings(metrics=METRICS, goals=[{"target": "3"}]) == [
        ("no-title", "error", "a goal has no title", "target…", "give a title, or name its 'metric'")
    ]
    assert [f[0] for f in findings(metrics=METRICS, goals=[{"metric": "nonesuch"}])] == ["unknown-reference"]


def test_metrics_go_by_id_or_title(model: Make) -> None:
    assert model(metrics=[{"id": "mau"}, {"title": "Paying customers"}]).metrics == (
        Metric(id="mau", title="mau"),
        Metric(id="paying_customers", title="Paying customers"),
    )


TESTS: list[tuple[str, dict[str, Any]]] = [
    ("five teams move", {"title": "five teams move"}),
    ("five teams move; desirability", {"title": "five teams move", "category": "desirability"}),
    (
        "five teams move; desirability; four stay",
        {"title": "five teams move", "category": "desirability", "success_criterion": "four stay"},
    ),
    ("five teams move; four stay", {"title": "five teams move", "success_criterion": "four stay"}),
    (
        "five teams move; Viable; they care; four stay; passed",
        {"title": "five teams move", "category": "viability", "assumption": "they care",
         "success_criterion": "four stay", "verdict": "passed"},
    ),
    (
        "five teams move; they care; four stay; and pay",
        {"title": "five teams move", "assumption": "they care", "success_criterion": "four stay; and pay"},
    ),
    ("five teams move;; ;", {"title": "five teams move;; ;"}),
    ("usability; ethics; ethics", {"title": "usability", "category": "ethics", "success_criterion": "ethics"}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "fields"), TESTS)
def test_tests(model: Make, line: str, fields: dict[str, Any]) -> None:
    slugs = {"five teams move;; ;": "five-teams-move"}
    made = slugs.get(line, fields["title"].replace(" ", "-"))
    assert model(tests=[line]).tests == (Trial(id=made, **fields),)


def test_a_test_line_and_fields(model: Make) -> None:
    found = model(tests=[{"title": "five teams move; ethics", "verdict": "failed", "owner": "Ann"}]).tests[0]
    assert (found.title, found.category, found.verdict) == ("five teams move", "ethics", "failed")
    whole = model(tests=[{"title": "five teams move; four stay", "success criterion": "x"}]).tests[0]
    assert (whole.title, whole.success_criterion) == ("five teams move; four stay", "x")
