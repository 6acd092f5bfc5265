"""G01: a gain of which nobody could tell whether it came: no start, no target or no date."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.chain import ends, metric_of
from impactmap.checks.figures import said_of_gain
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Gain
from impactmap.model.reading import short

_NAMES = {"baseline": "baseline", "target": "target", "by": "date"}


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
            said = said_of_gain(gain.title)
            message = f"“{short(gain.title)}” {_told(missing, said)}"
            yield Hit(gain, message, _hint(ground, gain, missing, said), field=missing[0])


def _told(missing: list[str], said: dict[str, str]) -> str:
    """What there is none of, and what stands in no field."""
    nowhere = ", ".join(f"no {_NAMES[one]}" for one in missing if one not in said)
    *names, last = [_NAMES[one] for one in missing if one in said] or [""]
    in_title = f"{', '.join(names)} and {last}" if names else last
    if not nowhere:
        return f"says its {in_title} only in the title"
    also = f"; its {in_title} stand{'' if names else 's'} only in the title" if last else ""
    return f"cannot be measured: {nowhere}{also}"


def _hint(ground: Ground, gain: Gain, missing: list[str], said: dict[str, str]) -> str:
    """The title's own figures as fields; of the rest, what there is to find out or to agree on."""
    metric = metric_of(ground.model, gain)
    where = f"of '{short(metric.title, 40)}', as its 'value'" if metric else "as it is today, as 'baseline'"
    steps = {
        "baseline": f"measure the figure {where}",
        "target": "agree on the least that would be worth the work, as 'target'",
        "by": "name the day, month or quarter on which it is looked at, as 'by'",
    }
    written = [f"'{one}: {said[one]}'" for one in missing if one in said]
    asked = [step for one, step in steps.items() if one in missing and one not in said]
    return "; ".join([f"say in fields what the title says: {', '.join(written)}"] * bool(written) + asked)


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
