"""M07: a rate of which nobody says what it is a share of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Metric

_RATIO = re.compile(r"\b(?:average|avg|mean|median|rate|ratio|share|percentage|conversion|proportion)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:per|of|out of|among|each|every|who|that|which|whose|to)\b|/|\bfrom .+ to\b", re.IGNORECASE)


def _find(ground: Ground) -> Iterator[Hit]:
    for metric in ground.model.metrics:
        found = _RATIO.search(metric.title.replace("_", " "))
        # A guard stands beside what it guards, and is to be a share of it.
        if found and metric.role not in ("counter", "health") and not _has_whole(ground, metric):
            hint = "say what it is counted over ('… per user', 'unit: % of visits'), or give it a formula"
            yield Hit(metric, "a rate without what it is counted over", hint, words=found[0], field="title")


def _has_whole(ground: Ground, metric: Metric) -> bool:
    if _WHOLE.search(metric.title.replace("_", " ")) or "/" in metric.formula or "/" in metric.unit:
        return True
    if _WHOLE.search(metric.unit):
        return True
    amounts = (metric.value, metric.target)
    if any(amount and (amount.of or amount.total or amount.per) for amount in amounts):
        return True
    # Multiplied with its whole, it is a step on the way to a count: that is how a tree keeps it honest.
    others = (ground.feeds(other.id) for other in ground.model.metrics if other is not metric)
    return any(metric.id in below and len(below) > 2 for below in others)


RULE = Rule(
    code="M07",
    name="naked-ratio",
    source="Amplitude's North Star Playbook: an average can rise because people leave",
    why="A rate goes up when its whole shrinks. Whoever sees only the rate takes the loss of half the users for "
    "progress.",
    trips="""\
title: Reader
metrics: [{title: Average session length, role: input, value: 12 min}]
""",
    clean="""\
title: Reader
metrics: [{title: Reading time per subscriber and week, role: input, value: 48 min}]
""",
    severity="warning",
    profiles={"opportunity-tree": "info", "impact-mapping": "info"},
    find=_find,
)
