"""Whether a counter-metric holds today, and how that is said on the cards of what it guards.

The one place that decides it: pictures, rules and the health line all ask `standing`. It errs towards silence. A guard
is broken only where its metric surely stands beyond a limit: with the whole of its range, and in a unit that can be
compared. Where nothing is sure, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from impactmap import chain
from impactmap.arithmetic import Ledger, Worth, open_ledger
from impactmap.arithmetic.figures import EXACT, Figure, figure, shown
from impactmap.arithmetic.units import Unit, is_duration, misfit
from impactmap.graph import Badge, Card, Fact
from impactmap.model import CounterMetric, Entity, Gain, Metric, Model, Quantity

SHORT = 16  # letters of a figure that stay on one line: "7 per 10,000"
ABOUT = Decimal("0.1")  # either way: "about 8.5%" may be 8%, "about 11%" is not

_ENDLESS = Decimal("Infinity")

Side = Literal["max", "min"]


class Standing(Struct, frozen=True):
    """How a counter-metric stands: `broken`, `holding`, or `unknown` where nobody can say.

    `now` is where its metric stands today, in words; "" where that is not known. `crossed` is the limit that it is
    beyond: "max", "min", or "" unless it is broken.
    """

    verdict: Literal["broken", "holding", "unknown"]
    now: str = ""
    crossed: Side | Literal[""] = ""


def standing(ledger: Ledger, counter: CounterMetric) -> Standing:
    """How a counter-metric of the ledger's map stands today."""
    metric = ledger.metrics.get(counter.metric)
    worth = ledger.values[metric.id] if metric else Worth(None)
    if metric is None or worth.value is None:
        return Standing("unknown")
    now = _now(metric, worth)
    limits: tuple[tuple[Side, Quantity | None], ...] = (("max", counter.max), ("min", counter.min))
    beyond = {side: _beyond(ledger, metric, limit, side) for side, limit in limits if limit}
    for side, is_so in beyond.items():
        if is_so:
            return Standing("broken", now, side)
    return Standing("holding" if beyond and None not in beyond.values() else "unknown", now)


def wanted(counter: CounterMetric, side: str = "") -> str:
    """The limits of a counter-metric, or that of one side: `≥ 55%`, `≥ 2 ≤ 8`; "" where it has none."""
    bounds = (("min", "≥", counter.min), ("max", "≤", counter.max))
    return " ".join(f"{sign} {bound}" for name, sign, bound in bounds if bound and side in ("", name))


# ---- how a metric stands to a limit ---------------------------------------------------------------------------


def _beyond(ledger: Ledger, metric: Metric, limit: Quantity, side: Side) -> bool | None:
    """Whether the metric is beyond that limit; None where that is not sure."""
    worth, unit = ledger.values[metric.id], ledger.units[metric.id]
    bound, span = figure(metric, limit), _span(metric, worth)
    if bound is None or span is None or not _compares(worth, unit, bound):
        return None
    low, high = span
    # Turned round, a least is a most.
    nearest, furthest, most = (low, high, bound.high) if side == "max" else (-high, -low, -bound.low)
    if worth.computed is not None and low == high and _reads_alike(worth.computed, bound, unit):
        return False  # 8.0004% of a formula is 8% to everybody who looks at the picture
    return True if nearest > most else False if furthest <= most else None


def _span(metric: Metric, worth: Worth) -> tuple[Decimal, Decimal] | None:
    """The least and the most that a metric can be today; None where nothing bounds it."""
    low, high = worth.low, worth.high
    if low is None or high is None:
        return None
    hedge = metric.value.bound if metric.value and worth.computed is None else ""
    if hedge == "~":
        slack = EXACT.multiply(ABOUT, max(abs(low), abs(high)))
        return EXACT.subtract(low, slack), EXACT.add(high, slack)
    return -_ENDLESS if hedge == "≤" else low, _ENDLESS if hedge == "≥" else high


def _compares(worth: Worth, unit: Unit, bound: Figure) -> bool:
    """Whether a metric and its limit are plainly in one unit. Nothing is converted.

    Beside a percentage a bare figure below 1 is a share (0.92), any other may be in hundredths, and is let be. So is a
    bare figure beside minutes or hours, and one beside "per 10,000".
    """
    wrong = misfit(unit, bound.unit)
    if (wrong and wrong.grave) or is_duration(unit) != is_duration(bound.unit):
        return False
    if unit.ratio == bound.unit.ratio:
        return True
    plain, ratio = (bound.high, unit) if unit.ratio else (worth.value or Decimal(0), bound.unit)
    return abs(plain) < 1 and (ratio.percent or worth.computed is not None)


def _reads_alike(value: Decimal, bound: Figure, unit: Unit) -> bool:
    return not bound.is_range and shown(value, unit) == shown(bound.value, unit)


def _now(metric: Metric, worth: Worth) -> str:
    """Where a metric stands, as it was typed if its own unit was typed with it: `11%`, `5–9%`, `$1,140,000`."""
    stated = metric.value
    if worth.computed is None and stated and (stated.unit or not metric.unit):
        return str(replace(stated, of="", likely=None))
    if worth.is_range and worth.low is not None and worth.high is not None:
        return f"{shown(worth.low, worth.unit)} to {shown(worth.high, worth.unit)}"
    return str(worth)


def _whole(figure: str) -> str:
    """A figure that no line break parts from its sign or unit, unless it is long itself."""
    return figure.replace(" ", "\N{NO-BREAK SPACE}") if len(figure) <= SHORT else figure


# ---- on cards -------------------------------------------------------------------------------------------------


class Guards:
    """The counter-metrics of a model, on the cards of what they guard."""

    def __init__(self, model: Model, ledger: Ledger | None = None) -> None:
        """`ledger` is the model's own, where somebody has opened it already."""
        self.model = model
        self._opened = ledger

    @cached_property
    def _ledger(self) -> Ledger:
        return self._opened or open_ledger(self.model)

    def marked(self, card: Card, entity: Entity) -> Card:
        """The card of an entity with what guards it; see `chain.guards`."""
        return self.shown(card, chain.guards(self.model, entity)) if isinstance(entity, Gain | Metric) else card

    def shown(self, card: Card, counters: Iterable[CounterMetric]) -> Card:
        """The card with a badge for each of these: a shield, or an alarm where it is broken; in full in the details."""
        badges, facts = list(card.badges), list(card.facts)
        for counter in counters:
            found = standing(self._ledger, counter)
            now, limits = _whole(found.now), _whole(wanted(counter, found.crossed))
            if found.verdict == "broken":
                words = f"{counter.title} {now}, {limits} wanted"
                badges.append(Badge(f"guard broken: {words}", "alarm"))
                facts.append(Fact("Guard broken", words))
            else:
                said = " ".join(filter(None, (counter.title, now)))
                words = (", " if now else " ").join(filter(None, (said, limits)))
                badges.append(Badge(f"guarded: {words}", "guard"))
                facts.append(Fact("Guarded by", words))
        return replace(card, badges=tuple(badges), facts=tuple(facts))

    def broken(self, counters: Iterable[CounterMetric]) -> int:
        """How many of these are broken; each counts once."""
        once = {counter.id: counter for counter in counters}
        return sum(standing(self._ledger, counter).verdict == "broken" for counter in once.values())
