"""The ladder from goals to the tops. Shared by the rule that asks for it and the health line that counts it."""

from __future__ import annotations

from collections import defaultdict

from impactmap.chain import metric_of
from impactmap.checks.rule import Ground
from impactmap.model import Gain, Metric

_TOPS = ("north star", "top KPI")


def tops(ground: Ground) -> frozenset[str]:
    """What there is to reach (ids)."""
    return frozenset(metric.id for metric in ground.model.metrics if metric.role in _TOPS)


def rungs(ground: Ground) -> frozenset[str]:
    """The metrics that lead to a top: what it is made of, what influences or guards it, and what leads to these."""
    model = ground.model
    below: dict[str, set[str]] = defaultdict(set)
    for influence in model.influences:
        below[influence.to].add(influence.from_)
    for counter in model.counter_metrics:
        for name in counter.guards:
            item = model.by_id.get(name)
            guarded = metric_of(model, item) if isinstance(item, Gain | Metric) else None
            if guarded:
                below[guarded.id].add(counter.metric)
    found: set[str] = set()
    todo = list(tops(ground))
    while todo:
        one = todo.pop()
        if one and one not in found:
            found.add(one)
            todo += below[one]
            todo += ground.feeds(one) - found
    return frozenset(found)
