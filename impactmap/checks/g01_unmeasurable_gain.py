"""G01: a gain of which nobody could tell whether it came: no start, no target or no date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.chain import ends, metric_of
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Gain
from impactmap.model.quantity import QuantityError, parse_quantity
from impactmap.model.reading import short
from impactmap.model.when import WhenError, parse_when

_FIGURE = r"(?:[$€£¥]\s?)?\d[\d.,]*(?:\s?(?:%|k|M|bn))?"
# What a title says already: "Renewals from 81% to 88% by 2027-Q2". "To 3 cities" is no figure of the gain.
_SAID = re.compile(
    rf"""(?:\bfrom\s+(?P<baseline>{_FIGURE})\s+)? (?:\b(?:up|down)\s+)? \bto\s+(?P<target>{_FIGURE})
         (?=[.,;)]?$|[,;)]|\s+\(|\s+(?:by|until|within|before|in)\b)
    | \bby\s+(?P<by>[\w\ -]*\d{{4}}[\w-]*)""",
    re.IGNORECASE | re.VERBOSE,
)


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
            message = f"“{short(gain.title)}” cannot be measured: {words}"
            yield Hit(gain, message, _hint(ground, gain, missing), field=missing[0])


def _hint(ground: Ground, gain: Gain, missing: list[str]) -> str:
    """The title's own figures as fields; of the rest, what there is to find out or to agree on."""
    said = _said(gain.title)
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


def _said(title: str) -> dict[str, str]:
    """The parts of a gain, by the names of their fields, that its title says so that they can be read."""
    given = [(field, text) for match in _SAID.finditer(title) for field, text in match.groupdict().items() if text]
    return {field: text for field, text in reversed(given) if _reads(field, text)}


def _reads(field: str, text: str) -> bool:
    try:
        if field == "by":
            parse_when(text)
        else:
            parse_quantity(text)
    except (QuantityError, WhenError):
        return False
    return True


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
