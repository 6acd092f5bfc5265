"""K02: a business metric that only business metrics guard."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.chain import guards
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.checks.sides import side, watched


def _find(ground: Ground) -> Iterator[Hit]:
    for metric in ground.model.metrics:
        counters = guards(ground.model, metric)
        if side(metric) != "captured" or not counters:
            continue
        guarding = [watched(ground.model, counter) for counter in counters]
        if all(one is not None and side(one) == "captured" for one in guarding):
            hint = "add a guard that customers would feel, such as complaints or work they have to do"
            yield Hit(counters[0], f"'{metric.title}' is guarded by business metrics only", hint)


RULE = Rule(
    code="K02",
    name="same-side-guard",
    source="the talk “WTF is your metric doing to your customers?”: a guard stands on the other side",
    why="Margin guards revenue for the business. Neither tells when customers pay the price.",
    trips="""\
title: Shop
metrics: [{id: revenue, title: Revenue}, {id: margin, title: Margin}]
counter_metrics: [{metric: margin, guards: revenue, min: 30%}]
""",
    clean="""\
title: Shop
metrics: [{id: revenue, title: Revenue}, {id: complaints, title: Complaints}]
counter_metrics: [{metric: complaints, guards: revenue, max: 1%}]
""",
    severity="warning",
    find=_find,
)
