"""G01: a gain of which nobody could tell whether it came: no start, no target or no date."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.chain import ends, metric_of
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Gain


def _find(ground: Ground) -> Iterator[Hit]:
    for gain in ground.model.gains:
        start, end = ends(ground.model, gain)
        missing = []
        if not start and not _is_computed(ground, gain):
            missing.append("baseline")
        # "From 12 to 20% more" is a range to end in.
        if not end and not gain.low and not gain.high:
            missing.append("target")
        if not _is_dated(ground, gain):
            missing.append("by")
        if missing:
            named = {"baseline": "no baseline", "target": "no target", "by": "no date"}
            words = ", ".join(named[one] for one in missing)
            hint = "add " + ", ".join(f"'{one}: …'" for one in missing)
            yield Hit(gain, f"this gain cannot be measured: {words}", hint, field=missing[0])


def _is_computed(ground: Ground, gain: Gain) -> bool:
    metric = metric_of(ground.model, gain)
    return bool(metric and metric.formula.strip())


def _is_dated(ground: Ground, gain: Gain) -> bool:
    """Whether it is said until when, by the gain or by what moves its metric: that sets the date for the whole."""
    metric = metric_of(ground.model, gain)
    if gain.by or metric is None:
        return bool(gain.by)
    moving = ground.feeds(metric.id)
    dated = [one for one in ground.model.gains if one.by and one.metric in moving]
    return bool(dated) or any(aim.goal.by and aim.goal.metric in moving for aim in ground.aims)


RULE = Rule(
    code="G01",
    name="unmeasurable-gain",
    source="Gojko Adzic, Impact Mapping: a goal is measurable",
    why="Without where it stands, where it shall stand and until when, any result can be called a success.",
    trips="""\
title: Seats
gains: [Improve retention]
""",
    clean="""\
title: Seats
gains:
  - title: Customers that renew
    baseline: 81%
    target: 88%
    by: 2027-Q2
""",
    severity="warning",
    profiles={"impact-mapping": "error", "opportunity-tree": "warning"},
    find=_find,
)
