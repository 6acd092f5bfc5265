"""Models such as no reader would let through, beside quite ordinary ones; every reference leads to something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from impactmap.model import (
    Actor,
    Cause,
    CounterMetric,
    Evidence,
    Gain,
    Goal,
    Harm,
    Influence,
    Metric,
    Model,
    Need,
    Solution,
    Team,
    Trial,
)
from impactmap.model.quantity import parse_quantity

TITLES = (
    "Documents per month", "乗り換えを迷わずに", "לא יודעים איזו טיוטה", "مرحبا", "👩‍🔬", "a" * 90, "<b>&amp;",
    "1 + 1.",
)  # fmt: skip
FORMULAS = (
    "", "", "{0} * {1}", "{0} + {1} - {2}", "{0}", "{0} / {1}", "1 - {0}", "min({0}, 100)", "({0} + {1}) * {2} / 12",
    "{0} * {0}", "{0} +", "nothing_like_it * {0}", "12 * 30", "{0}(", "-{0}", "{0} - {1} * (1 - {2})",
)  # fmt: skip
VALUES = tuple(map(parse_quantity, ("0", "12", "$18", "8%", "3 to 5", "1000", "40 min")))


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Any model: some sections empty, links anywhere, formulas good, bad and in circles."""

    def pick(names: Sequence[str], most: int = 2) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(names), max_size=most, unique=True))) if names else ()

    def one(names: Sequence[str]) -> str:
        return draw(st.sampled_from(["", *names]))

    def some(letter: str, most: int = 4) -> list[str]:
        return [f"{letter}{i}" for i in range(draw(st.integers(0, most)))]

    def title(name: str) -> str:
        return f"{draw(st.sampled_from(TITLES))} ({name})"

    def said(name: str) -> dict[str, Any]:
        found = Evidence(id=f"{name}-evidence", method="observation", n=9)
        return {"id": name, "title": title(name), "evidence": (found,) if draw(st.booleans()) else ()}

    def value() -> Any:
        return draw(st.sampled_from([None, *VALUES]))

    def formula() -> str:
        names = [one(metrics) or "m0" for _ in range(3)]
        return draw(st.sampled_from(FORMULAS)).format(*names)

    actors, needs, causes, harms, gains = (some(letter) for letter in "anchg")
    metrics, solutions, teams = some("m", 7), some("s"), some("t", 3)
    stances, roles = ("", "", "helps", "hinders"), ("", "north star", "top KPI", "input", "output", "counter", "health")
    kinds = ("", "customer", "user", "internal", "regulator")
    statuses, verdicts = ("", "target"), ("", "planned", "passed", "failed")

    def goal(name: str, team: str) -> Goal:
        who = {"actor": one(actors), "need": pick(needs), "metric": one([*metrics, "gone"])}
        return Goal(id=name, title=title(name), team=team, baseline=value(), target=value(), **who)

    def trial(name: str, solution: str) -> Trial:
        return Trial(id=name, title=title(name), solution=solution, verdict=draw(st.sampled_from(verdicts)))

    return Model(
        title=draw(st.sampled_from(TITLES)),
        actors=tuple(
            Actor(
                id=name,
                title=title(name),
                kind=draw(st.sampled_from(kinds)),
                served_through=one(actors[:at]),
                stance=draw(st.sampled_from(stances)),
            )
            for at, name in enumerate(actors)
        ),
        needs=tuple(Need(actor=one(actors), **said(name)) for name in needs),
        causes=tuple(
            Cause(explains=pick([*needs, *causes[:at]]), status=draw(st.sampled_from(statuses)), **said(name))
            for at, name in enumerate(causes)
        ),
        harms=tuple(
            Harm(caused_by=pick([*needs, *causes, *harms[:at]]), **said(name)) for at, name in enumerate(harms)
        ),
        gains=tuple(
            Gain(reverses=pick(harms), metric=one(metrics), baseline=value(), target=value(), **said(name))
            for name in gains
        ),
        metrics=tuple(
            Metric(id=name, title=title(name), role=draw(st.sampled_from(roles)), value=value(), formula=formula())
            for name in metrics
        ),
        influences=tuple(
            Influence(id=f"i{i}", from_=one(metrics), to=one(metrics), sign=draw(st.sampled_from(("+", "-", ""))))
            for i in range(draw(st.integers(0, 3)))
        ),
        counter_metrics=tuple(
            CounterMetric(id=name, title=title(name), metric=one(metrics), guards=pick([*metrics, *gains]), max=value())
            for name in some("k", 3)
        ),
        solutions=tuple(
            Solution(
                id=name,
                title=title(name),
                addresses=pick([*needs, *causes]),
                tests=(trial(f"{name}-test", name),) if draw(st.booleans()) else (),
            )
            for name in solutions
        ),
        tests=tuple(trial(f"x{i}", one(solutions)) for i in range(draw(st.integers(0, 2)))),
        teams=tuple(
            Team(
                id=name,
                title=title(name),
                actor=one(actors),
                need=pick(needs),
                goals=tuple(goal(f"{name}-goal-{i}", name) for i in range(draw(st.integers(0, 3)))),
            )
            for name in teams
        ),
        goals=tuple(goal(f"goal-{i}", one(teams)) for i in range(draw(st.integers(0, 2)))),
    )
