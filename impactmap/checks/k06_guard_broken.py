"""K06: a guard that is broken today."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.guards import standing, wanted
from impactmap.model.reading import short


def _find(ground: Ground) -> Iterator[Hit]:
    for counter in ground.model.counter_metrics:
        found = standing(ground.ledger, counter)
        if found.verdict == "broken":
            limit = wanted(counter, found.crossed)
            message = f"this guard is broken: '{short(counter.title, 60)}' is at {found.now} today, {limit} wanted"
            hint = (
                "mend that first, or set a limit that holds today; "
                "where it may stand for a while, waive K06 with a reason and an end"
            )
            yield Hit(counter, message, hint, field=found.crossed)


RULE = Rule(
    code="K06",
    name="guard-broken",
    source="guardrail metrics, as in Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments; Goodhart's law",
    why="A limit that is passed already warns of nothing: people get used to the alarm, and pushing the guarded metric "
    "makes worse what was to be kept from harm. It is broken only where the whole range of its metric lies beyond the "
    "limit, in a unit that can be compared.",
    trips="""\
title: Shop
metrics: [{id: revenue}, {id: complaints, value: 3%}]
counter_metrics: [{metric: complaints, guards: revenue, max: 1%}]
""",
    clean="""\
title: Shop
metrics: [{id: revenue}, {id: complaints, value: 0.8%}]
counter_metrics: [{metric: complaints, guards: revenue, max: 1%}]
""",
    severity="warning",
    find=_find,
)
