"""K04: a guard that moves with what it guards."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.chain import metric_of
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.checks.sides import watched
from impactmap.model import CounterMetric, Gain, Metric
from impactmap.model.reading import short


def _find(ground: Ground) -> Iterator[Hit]:
    for counter in ground.model.counter_metrics:
        metric = watched(ground.model, counter)
        for name in counter.guards if metric else ():
            found = ground.model.by_id.get(name)
            guarded = metric_of(ground.model, found) if isinstance(found, Gain | Metric) else None
            how = _tie(ground, counter, metric, guarded) if metric and guarded else ""
            if how and guarded:
                hint = "choose one that falls when the other is pushed the wrong way"
                yield Hit(counter, f"this guard {how} '{short(guarded.title, 40)}'", hint, words=name, field="guards")


def _tie(ground: Ground, counter: CounterMetric, metric: Metric, guarded: Metric) -> str:
    if metric.id == guarded.id:
        return "is the very metric that it guards:"
    # A ceiling on a part can hold against the whole: "at most 12 orders a rider" guards orders.
    if counter.max and not counter.min:
        return ""
    if metric.id in ground.feeds(guarded.id):
        return "is a part of"
    if guarded.id in ground.feeds(metric.id):
        return "is made of"
    together = {(one.from_, one.to) for one in ground.model.influences if one.sign == "+"}
    return "moves with" if together & {(metric.id, guarded.id), (guarded.id, metric.id)} else ""


RULE = Rule(
    code="K04",
    name="dependent-guard",
    source="the talk “WTF is your metric doing to your customers?”: a counter-metric must be able to "
    "speak against its metric",
    why="A guard that rises whenever the metric rises applauds. It will never warn.",
    trips="""\
title: Market
metrics: [{id: gmv, formula: orders * basket}, {id: orders}, {id: basket}]
counter_metrics: [{metric: orders, guards: gmv, min: 1000}]
""",
    clean="""\
title: Market
metrics: [{id: gmv, formula: orders * basket}, {id: orders}, {id: basket}, {id: cancelled}]
counter_metrics: [{metric: cancelled, guards: gmv, max: 2%}]
""",
    severity="warning",
    find=_find,
)
