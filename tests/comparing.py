"""Models for tests of comparisons: small ones, two by two, that have much in common."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
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
    Metric,
    Model,
    Need,
    Quantity,
    Solution,
    Team,
    Trial,
    When,
)

WORDS = ("draft", "copy", "mail", "search", "share", "link", "owner", "team", "e-mail", "版", "*", "@ann", "#12", "<b>")
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
figures = st.none() | st.integers(0, 999).map(lambda n: Quantity(Decimal(n), Decimal(n)))


def some(ids: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple) if ids else st.just(())


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A model whose links hold; ids are few, so that two models share some."""
    used: set[str] = set()

    def ids(prefix: str, most: int) -> list[str]:
        found = draw(st.lists(st.integers(0, 9).map(lambda n: f"{prefix}{n}"), unique=True, max_size=most))
        # Now and then an id stands for another kind of thing in the other model.
        found = [f"x{one[1:]}" if draw(st.integers(0, 9)) == 0 else one for one in found]
        found = [one for one in dict.fromkeys(found) if one not in used]
        used.update(found)
        return found

    def evidence(owner: str) -> tuple[Evidence, ...]:
        methods = draw(st.lists(st.sampled_from(["interview", "observation", "survey"]), max_size=2))
        return tuple(
            Evidence(id=f"{owner}-evidence-{n}", method=method, n=draw(st.none() | st.integers(1, 5)))
            for n, method in enumerate(methods, 1)
        )

    names = {kind: ids(kind, 4) for kind in "anchgmksto"}
    needs = [Need(id=i, title=draw(titles), evidence=evidence(i), actor=(names["a"] or [""])[0]) for i in names["n"]]
    causes = []
    for place, i in enumerate(names["c"]):
        above = names["n"] + names["c"][:place]
        causes.append(Cause(id=i, title=draw(titles), explains=draw(some(above)), evidence=evidence(i)))
    harms = [Harm(id=i, title=draw(titles), caused_by=draw(some(names["c"])), size=draw(figures)) for i in names["h"]]
    metrics = [Metric(id=i, title=draw(titles), value=draw(figures)) for i in names["m"]]
    gains = [
        Gain(
            id=i,
            title=draw(titles),
            reverses=draw(some(names["h"])),
            metric=draw(st.sampled_from(["", *names["m"]])),
            target=draw(figures),
            by=draw(st.none() | st.just(When(2027, month=3))),
        )
        for i in names["g"]
    ]
    guards = [CounterMetric(id=i, title=draw(titles), guards=draw(some(names["m"] + names["g"]))) for i in names["k"]]
    tests = names["t"]
    solutions = []
    for i in names["s"]:
        own, tests = tests[:1], tests[1:]
        trials = tuple(Trial(id=t, title=draw(titles), solution=i) for t in own)
        solutions.append(
            Solution(id=i, title=draw(titles), addresses=draw(some(names["n"] + names["c"])), tests=trials)
        )
    teams = [Team(id=i, title=draw(titles), need=draw(some(names["n"]))) for i in names["o"]]
    return Model(
        title=draw(titles),
        actors=tuple(Actor(id=i, title=draw(titles), tags=draw(some(["x", "y"]))) for i in names["a"]),
        needs=tuple(needs),
        causes=tuple(causes),
        harms=tuple(harms),
        gains=tuple(gains),
        metrics=tuple(metrics),
        counter_metrics=tuple(guards),
        solutions=tuple(solutions),
        teams=tuple(teams),
        goals=tuple(Goal(id=f"{t.id}-goal", title=draw(titles), team=t.id) for t in teams),
    )


def poisoned(model: Model, payload: str) -> Model:
    """The same model with the payload in every text that a person writes as they like."""

    def change(entity: Any) -> Any:
        texts = {"title": f"{payload} {entity.title}", "note": payload, "status": payload, "owner": payload}
        for name in ("evidence", "tests", "goals"):
            if hasattr(entity, name):
                texts[name] = tuple(map(change, getattr(entity, name)))
        for name in ("finding", "quote", "success_criterion", "risk", "surface", "segment", "basis"):
            if hasattr(entity, name):
                texts[name] = payload
        return replace(entity, **texts)

    lists = {
        name: tuple(map(change, getattr(model, name)))
        for name in ("actors", "needs", "causes", "harms", "gains", "metrics", "counter_metrics", "solutions", "teams")
    }
    return replace(model, title=payload, summary=payload, **lists)
