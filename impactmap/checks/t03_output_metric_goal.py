"""T03: a team that is to move a root output."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Metric
from impactmap.model.reading import short

_TOPS = ("north star", "top KPI")


def _find(ground: Ground) -> Iterator[Hit]:
    for aim in ground.aims:
        metric = ground.model.by_id.get(aim.goal.metric)
        if aim.team and isinstance(metric, Metric) and _is_root(ground, metric):
            below = [one for one in ground.model.metrics if one is not metric and one.id in ground.feeds(metric.id)]
            parts = [one.title for one in below if not one.formula]
            inputs = f", such as '{short(parts[0], 40)}'" if parts else ""
            message = f"the whole company moves '{short(metric.title, 40)}'; no single team does"
            yield Hit(aim.goal, message, f"give the team an input of it{inputs}", words=metric.id, field="metric")


def _is_root(ground: Ground, metric: Metric) -> bool:
    """Whether a metric is a top, or what others are made into and nothing is made of."""
    if metric.role in _TOPS:
        return True
    used = any(metric.id in ground.feeds(other.id) for other in ground.model.metrics if other is not metric)
    return not used and (metric.role == "output" or (bool(metric.formula.strip()) and metric.role != "input"))


RULE = Rule(
    code="T03",
    name="output-metric-goal",
    source="Lenny's Podcast: instead of an output metric like GMV, the inputs that lead to it",
    why="A team cannot steer by a number that a hundred things move. It waits for luck, or does what moves it "
    "tomorrow and costs next year.",
    trips="""\
title: Market
metrics: [{id: gmv, role: north star}]
teams: [{title: Search, goal: gmv from 1 to 2}]
""",
    clean="""\
title: Market
metrics: [{id: gmv, role: north star, formula: visits * basket}, {id: visits}, {id: basket}]
teams: [{title: Search, goal: visits from 1 to 2}]
""",
    severity="warning",
    find=_find,
)
