"""G06: a gain that makes its metric worse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.chain import ends, metric_of
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Gain, Metric

# Whole names only: "churn", "cancelled orders"; "churned customers won back" is another thing.
_LESS_IS_BETTER = re.compile(
    r"(?:\w+ ){0,2}(?:churn|attrition|complaints?|cancellations?|refunds?|returns|defects?|errors?|crashes|outages"
    r"|bounces?|no-shows|chargebacks?|abandonment)(?: (?:rate|share|ratio|count))?(?: (?:per|a|an|in) [\w ,]+)?"
    r"|cancelled orders|waiting time|wait time|time to \w+",
    re.IGNORECASE,
)


def _find(ground: Ground) -> Iterator[Hit]:
    for gain in ground.model.gains:
        better = _better(metric_of(ground.model, gain), gain)
        start, end = ends(ground.model, gain)
        if not (better and start and end) or start.is_range or end.is_range or start.unit != end.unit:
            continue
        if (end.low - start.low) * (1 if better == "up" else -1) < 0:
            way = "more" if better == "up" else "less"
            hint = f"exchange start and target; or say 'better: {'down' if better == 'up' else 'up'}' at the metric"
            yield Hit(gain, f"this gain makes it worse: {start} to {end}, and {way} is better", hint, field="target")


def _better(metric: Metric | None, gain: Gain) -> str:
    if metric and metric.better:
        return metric.better
    name = metric.title if metric else gain.title
    return "down" if _LESS_IS_BETTER.fullmatch(name.strip().rstrip(".").replace("_", " ")) else ""


RULE = Rule(
    code="G06",
    name="wrong-direction",
    source="impactmap: a gain goes the way that its metric calls better",
    why="Two figures change places easily, and a picture then celebrates a loss.",
    trips="""\
title: Seats
gains: [{title: Fewer leave, metric: churn, baseline: 3%, target: 5%, by: 2027}]
metrics: [{id: churn, better: down}]
""",
    clean="""\
title: Seats
gains: [{title: Fewer leave, metric: churn, baseline: 5%, target: 3%, by: 2027}]
metrics: [{id: churn, better: down}]
""",
    severity="warning",
    find=_find,
)
