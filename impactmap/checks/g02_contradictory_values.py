"""G02: figures of a gain that contradict each other: a target already met, no way to go, another one in the title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.chain import metric_of
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Gain, Goal, Quantity
from impactmap.model.quantity import QuantityError, parse_quantity

# Only what is plainly the end of a way: "from 50 to 120", "to 88%".
_TO = re.compile(r"\bto\s+((?:[$€£¥]\s?)?\d[\d,.]*\d?(?:\s?(?:%|k|M|bn))?)(?!\w)", re.IGNORECASE)


def _find(ground: Ground) -> Iterator[Hit]:
    items: tuple[Gain | Goal, ...] = (*ground.model.gains, *(aim.goal for aim in ground.aims))
    for item in items:
        metric = ground.model.by_id.get(item.metric)
        now = metric_of(ground.model, item) if isinstance(item, Gain) else metric
        value: Quantity | None = getattr(now, "value", None)
        if item.target and item.baseline and _compares(item.baseline, item.target):
            start, end = item.baseline.low, item.target.low
            if start == end:
                hint = "say where it shall stand, or that it is to be held: that is a counter-metric"
                yield Hit(item, f"start and target are the same: {item.target}", hint, field="target")
                continue
            if value and _compares(value, item.target) and value.low != start and (value.low >= end) == (end > start):
                hint = "set a new target, or take the gain out"
                yield Hit(item, f"the target is met already: {value} today, {item.target} wanted", hint, field="target")
        yield from _against_range(item)
        yield from _against_title(item)


def _against_range(item: Gain | Goal) -> Iterator[Hit]:
    if not isinstance(item, Gain) or item.target is None:
        return
    for bound, sign in ((item.low, -1), (item.high, 1)):
        if bound and _compares(bound, item.target) and (item.target.low - bound.low) * sign > 0:
            word = "below its least" if sign < 0 else "above its most"
            yield Hit(item, f"the target is {word}: {item.target}, {bound}", "set the three alike", field="target")


def _against_title(item: Gain | Goal) -> Iterator[Hit]:
    found = _TO.search(item.title)
    if not found or item.target is None:
        return
    try:
        said = parse_quantity(found[1].rstrip(".,"))
    except QuantityError:
        return
    if said.unit in ("", item.target.unit) and not item.target.is_range and said.low != item.target.low:
        hint = f"one of them is wrong: the target says {item.target}"
        yield Hit(item, f"the title says {said}, the target {item.target}", hint, words=found[1], field="title")


def _compares(one: Quantity, other: Quantity) -> bool:
    alike = all(getattr(one, part) == getattr(other, part) for part in ("unit", "of", "per", "total"))
    return alike and not (one.is_range or other.is_range or one.bound == "~" or other.bound == "~")


RULE = Rule(
    code="G02",
    name="contradictory-values",
    source="impactmap: a gain is one claim, its figures have to agree",
    why="Readers believe the figure that they see first. Where two disagree, the map argues with itself.",
    trips="""\
title: Seats
gains: [{title: Seats in use, metric: seats, baseline: 50, target: 120, by: 2027}]
metrics: [{id: seats, value: 120}]
""",
    clean="""\
title: Seats
gains: [{title: Seats in use, metric: seats, baseline: 50, target: 120, by: 2027}]
metrics: [{id: seats, value: 70}]
""",
    severity="warning",
    find=_find,
)
