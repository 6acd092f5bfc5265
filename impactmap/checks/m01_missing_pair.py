"""M01: a north star without a top KPI, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule

_PAIR = {
    "north star": ("top KPI", "value captured from the market: revenue, profit or paying customers"),
    "top KPI": ("north star", "value delivered to customers"),
}


def _find(ground: Ground) -> Iterator[Hit]:
    roles = {metric.role for metric in ground.model.metrics}
    for role, (other, meaning) in _PAIR.items():
        first = next((metric for metric in ground.model.metrics if metric.role == role), None)
        if first and other not in roles:
            hint = f"name the metric that stands for {meaning}, with 'role: {other}'"
            yield Hit(first, f"this {role} has no {other} beside it", hint, words=role, field="role")


RULE = Rule(
    code="M01",
    name="missing-pair",
    source="Itamar Gilad: pair the north star with a top business KPI",
    why="One top alone pulls one way: value given away for nothing, or money taken at the customer's cost. Both "
    "together show whether the exchange is fair.",
    trips="""\
title: Docs
metrics: [{title: Revenue, role: top KPI}]
""",
    clean="""\
title: Docs
metrics: [{title: Revenue, role: top KPI}, {title: Documents created, role: north star}]
""",
    severity="warning",
    profiles={"north-star": "error", "opportunity-tree": "info", "impact-mapping": "info"},
    find=_find,
)
