"""K01: a goal or a top metric that nothing keeps honest."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.guarding import Guarding
from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    guarding = Guarding(ground)
    hint = "add a counter-metric that would suffer if this were pushed too far, with 'guards' and a 'max' or 'min'"
    told: set[str] = set()
    for metric in ground.model.metrics:
        if guarding.wants_guard(metric) and not guarding.is_guarded(metric.id):
            told.add(metric.id)
            yield Hit(metric, f"nothing guards this {metric.role}", hint)
    for aim in ground.aims:
        goal = aim.goal
        if goal.id in guarding.named or guarding.is_guarded(goal.metric) or goal.metric in told or not goal.metric:
            continue
        told.add(goal.metric)
        yield Hit(goal, "nothing guards this goal", hint, field="metric")


RULE = Rule(
    code="K01",
    name="no-counter-metric",
    source="the talk “WTF is your metric doing to your customers?”: counter-metrics help measure and "
    "align business and customer objectives",
    why="Every number that matters can be reached by doing harm. A counter-metric shows the harm while it can be "
    "stopped.",
    trips="""\
title: Bank
metrics: [{title: Accounts opened, role: top KPI}]
""",
    clean="""\
title: Bank
metrics:
  - {id: opened, title: Accounts opened, role: top KPI}
  - {id: complaints}
counter_metrics: [{metric: complaints, guards: opened, max: 1%}]
""",
    severity="warning",
    profiles={"impact-mapping": "info"},
    find=_find,
)
