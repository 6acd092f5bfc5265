"""T01: two teams on one metric."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Team
from impactmap.model.reading import short


def _find(ground: Ground) -> Iterator[Hit]:
    first: dict[str, Team] = {}
    for aim in ground.aims:
        if not aim.team or not aim.goal.metric:
            continue
        team = first.setdefault(aim.goal.metric, aim.team)
        if team.id != aim.team.id:
            metric = ground.model.by_id[aim.goal.metric]
            message = f"two teams run after '{short(metric.title, 40)}': '{short(team.title, 30)}' has it already"
            hint = "give each its own input of it"
            yield Hit(aim.goal, message, hint, words=aim.goal.metric, field="metric")


RULE = Rule(
    code="T01",
    name="toddler-soccer",
    source="Lenny's Podcast: 'toddler soccer', where everyone runs to the same surface or metric",
    why="Where two teams chase one number they trip over each other, and neither can tell what its own work did.",
    trips="""\
title: Market
metrics: [{id: gmv}]
teams: [{title: Search, goal: gmv from 1 to 2}, {title: Cart, goal: gmv from 1 to 2}]
""",
    clean="""\
title: Market
metrics: [{id: visits}, {id: baskets}]
teams: [{title: Search, goal: visits from 1 to 2}, {title: Cart, goal: baskets from 1 to 2}]
""",
    severity="error",
    find=_find,
)
