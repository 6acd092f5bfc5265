"""K03: a guard without a threshold."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.checks.sides import watched


def _find(ground: Ground) -> Iterator[Hit]:
    for counter in ground.model.counter_metrics:
        metric = watched(ground.model, counter)
        if counter.max or counter.min or (metric and metric.target):
            continue
        hint = "add 'max' or 'min': from where on somebody stops and looks"
        yield Hit(counter, "this counter-metric has no threshold", hint, field="max")


RULE = Rule(
    code="K03",
    name="unbounded-guard",
    source="the talk “WTF is your metric doing to your customers?”: counter-metrics consistently "
    "measure; a watched number without a line is never crossed",
    why="'Keep satisfaction good' lets everybody decide afterwards what good was.",
    trips="""\
title: Shop
metrics: [{id: revenue}, {id: csat}]
counter_metrics: [{metric: csat, guards: revenue}]
""",
    clean="""\
title: Shop
metrics: [{id: revenue}, {id: csat}]
counter_metrics: [{metric: csat, guards: revenue, min: 4.2}]
""",
    severity="warning",
    find=_find,
)
