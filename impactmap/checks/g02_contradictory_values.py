"""G02: figures of a gain that contradict each other: a target already met, no way to go, a day that is over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from impactmap.chain import metric_of
from impactmap.checks.dating import first_day
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Gain, Goal, Quantity
from impactmap.model.quantity import QuantityError, parse_quantity
from impactmap.wording.en.change import Amount, amount, speaks_of, way

# Only what is plainly the end of a way: "from 50 to 120", "to 88%".
_TO = re.compile(r"\bto\s+((?:[$€£¥]\s?)?\d[\d,.]*\d?(?:\s?(?:%|k|M|bn))?)(?!\w)", re.IGNORECASE)


def _find(ground: Ground) -> Iterator[Hit]:
    items: tuple[Gain | Goal, ...] = (*ground.model.gains, *(aim.goal for aim in ground.aims))
    for item in items:
        metric = ground.model.by_id.get(item.metric)
        as_of = ground.model.as_of
        if item.by and as_of and item.by.last_day() < first_day(as_of):
            message = f"this was to be reached by {item.by.long()}, and the map is as of {as_of.long()}"
            yield Hit(item, message, "say what came of it, and set a new day; or correct one of the two", field="by")
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
        yield from _against_change(item, item.baseline or value, is_measured=metric is not None)


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


def _against_change(item: Gain | Goal, start: Quantity | None, *, is_measured: bool) -> Iterator[Hit]:
    """What the title says of the way, and of how far it is."""
    target = item.target
    # Of what starts at nothing, "fewer" and a share can only mean the figures themselves: 20% fewer.
    if start and target and _compares(start, target) and start.low > 0 and target.low >= 0:
        yield from _against_amount(item, start, target)
        # With a metric it is that which says what is better, and G06 looks at it.
        if not is_measured:
            yield from _against_way(item, start, target)


def _against_way(item: Gain | Goal, start: Quantity, target: Quantity) -> Iterator[Hit]:
    sign, words = way(item.title)
    if (target.low - start.low) * sign < 0 and not start.of and speaks_of(item.title, start.unit):
        goes = "down" if sign > 0 else "up"
        hint = f"let it start at {target} and end at {start}, or name the metric that these figures are of"
        message = f"the title says “{words}”, the figures go {goes}: {start} to {target}"
        yield Hit(item, message, hint, words, "title")


def _against_amount(item: Gain | Goal, start: Quantity, target: Quantity) -> Iterator[Hit]:
    said = amount(item.title)
    meant = _meant(said, start) if said else ()
    if said and meant and not any(_is_about(end, start, target, said) for end in meant):
        ends = " or ".join(str(replace(target, low=end, high=end)) for end in meant)
        hint = f"one of them is wrong: “{said.words}” on {start} makes {ends}"
        message = f"the title says “{said.words}”, the figures go from {start} to {target}"
        yield Hit(item, message, hint, said.words, "title")


def _meant(said: Amount, start: Quantity) -> tuple[Decimal, ...]:
    """Where a change from `start` would end. Of a percentage it may be a share, or so many points."""
    share = (start.low * (1 + said.by / 100)).normalize()
    points = (start.low + said.by).normalize()
    if said.unit == "%":
        return (share, points) if start.unit == "%" else (share,)
    return (points,) if start.unit in ("", "%") else ()


def _is_about(end: Decimal, start: Quantity, target: Quantity, said: Amount) -> bool:
    """Whether a target is the one that was meant, as far as both it and the change were rounded."""
    rounded = Decimal("0.05") + _half_digit(said.by) / abs(said.by)
    return abs(target.low - end) <= abs(end - start.low) * rounded + _half_digit(target.low)


def _half_digit(figure: Decimal) -> Decimal:
    return Decimal(5).scaleb(int(figure.as_tuple().exponent) - 1)


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
