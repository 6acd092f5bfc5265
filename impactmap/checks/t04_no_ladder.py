"""T04: a goal that leads to neither of the tops."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.ladder import rungs, tops
from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    if not tops(ground):
        return  # there is nothing to reach yet
    on_ladder = rungs(ground)
    for aim in ground.aims:
        if aim.goal.metric not in on_ladder:
            what = "this goal reaches" if aim.goal.metric else "this goal moves no metric, and so reaches"
            hint = "choose a metric that goes into one of them, or add the influence that you count on"
            yield Hit(aim.goal, f"{what} neither the north star nor the top KPI", hint, field="metric")


RULE = Rule(
    code="T04",
    name="no-ladder",
    source="Lenny's Podcast: each goal ladders into a goal framework for the overall customer impact",
    why="A goal that leads nowhere can be reached in full while nothing gets better for anybody.",
    trips="""\
title: Market
metrics: [{id: gmv, role: north star, formula: orders * basket}, {id: orders}, {id: basket}, {id: followers}]
teams: [{title: Social, goal: followers from 1 to 2}]
""",
    clean="""\
title: Market
metrics: [{id: gmv, role: north star, formula: orders * basket}, {id: orders}, {id: basket}]
teams: [{title: Search, goal: orders from 1 to 2}]
""",
    severity="error",
    profiles={"opportunity-tree": "warning", "impact-mapping": "warning"},
    find=_find,
)
