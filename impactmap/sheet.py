"""What a metric's card says from the arithmetic: what it comes to, how it pulls, and who guards it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from impactmap import chain
from impactmap.arithmetic import Lever, Worth, levers, open_ledger
from impactmap.arithmetic.figures import quantity, shown
from impactmap.arithmetic.units import PERCENT
from impactmap.graph import Badge, Card, Fact
from impactmap.model import CounterMetric, Metric, Model, Quantity
from impactmap.portrait import guard_words, portrait, stands
from impactmap.teams import aims

LEVERS = {
    "lifts-both": "lifts both",
    "value-only": "value only",
    "capture-only": "capture only",
    "conflicting": "conflicting",
    "neither": "moves neither",
}
"""How an input pulls, in words; see `impactmap.arithmetic.levers`."""

# From what pulls at the north star to what pulls at the KPI: that is how the two stand.
_SIDES = ("value-only", "lifts-both", "conflicting", "neither", "capture-only")


MOST_DIGITS = 30  # of a figure; computed ones may have hundreds


def guarded_by(model: Model, counter: CounterMetric) -> set[str]:
    """The metrics that a counter-metric guards (ids): those that it names, and those of the gains that it names."""
    gains = {gain.id: gain.metric for gain in model.gains}
    return {gains.get(name, name) for name in counter.guards}


class Sheet:
    """All metrics of a model worked out, and a card for each."""

    def __init__(self, model: Model) -> None:
        self.model = model
        ledger = open_ledger(model)
        self.now, self.then = ledger.at_values(), ledger.at_targets()
        self.tops = [model.by_id[top] if top else None for top in ledger.tops]
        self.levers = levers(ledger) if all(self.tops) else {}
        self.guards: dict[str, list[CounterMetric]] = defaultdict(list)
        for counter in model.counter_metrics:
            for metric in guarded_by(model, counter):
                self.guards[metric].append(counter)
        self.teams: dict[str, dict[str, None]] = defaultdict(dict)
        for aim in aims(model):
            if aim.team:
                self.teams[aim.goal.metric][aim.team.title] = None

    def kind(self, metric: str) -> str:
        """How an input pulls at both tops; "" where that cannot be known."""
        lever = self.levers.get(metric)
        return lever.kind if lever and not lever.reason else ""

    def side(self, metric: str) -> int:
        """Where an input stands between the two tops, from left to right; those of unknown pull come last."""
        kind = self.kind(metric)
        return _SIDES.index(kind) if kind else len(_SIDES)

    def card(self, metric: Metric, formula: str) -> Card:
        """A metric with what it comes to; `formula` is its own in words."""
        card = portrait(self.model, metric)
        badges = [badge for badge in card.badges if badge.role != "guard"]
        badges += [Badge(LEVERS[kind], "lever")] if (kind := self.kind(metric.id)) else []
        badges += [Badge(f"guarded: {self._guard(counter)}", "guard") for counter in self.guards[metric.id]]
        facts = [fact for fact in card.facts if fact.label != "Guarded by"]
        return replace(
            card,
            figure=self.figure(metric),
            remark=self._remark(metric),
            badges=tuple(badges),
            facts=(*facts, *self._facts(metric, formula)),
        )

    def figure(self, metric: Metric) -> str:
        """What it stands at, computed where it has a formula, and where it gets to with the targets of the inputs."""
        now, then = self.now[metric.id], self.then.get(metric.id)
        end = _quantity(then) if then else metric.target
        if now.computed is None:
            return stands(metric.value, end)
        if now.is_range and now.low is not None and now.high is not None:
            return f"{shown(now.low, now.unit)} to {shown(now.high, now.unit)}"
        start = _quantity(now)
        return stands(start, end) if start else str(now)

    def _remark(self, metric: Metric) -> str:
        worth = self.now[metric.id]
        if worth.value is not None:
            return ""
        return f"n/a: {worth.reason}" if metric.formula.strip() else "no value yet"

    def _guard(self, counter: CounterMetric) -> str:
        """A guard with where it stands today: `Duplicate-document share 11%, ≤ 8%`."""
        metric = chain.metric_of(self.model, counter)
        value = self.now[metric.id] if metric else None
        return guard_words(counter, str(value) if value and value.value is not None else "")

    def _facts(self, metric: Metric, formula: str) -> Iterator[Fact]:
        worth, lever = self.now[metric.id], self.levers.get(metric.id)
        if formula:
            yield Fact("Made of", formula)
        if str(worth.unit) and not metric.unit:
            yield Fact("Unit", str(worth.unit))
        if worth.reason:
            yield Fact("Value", f"n/a: {worth.reason}" if worth.value is None else f"as stated: it {worth.reason}")
        if lever:
            yield from self._effects(lever)
        for counter in self.guards[metric.id]:
            yield Fact("Guarded by", self._guard(counter))
        for team in self.teams[metric.id]:
            yield Fact("Goal of", team)

    def _effects(self, lever: Lever) -> Iterator[Fact]:
        for top, effect in zip(self.tops, (lever.north_star, lever.top_kpi), strict=True):
            if top and effect is not None:
                sign = "−" if effect < 0 else "+"
                words = f"{sign}{shown(abs(effect), PERCENT)}" if effect else "by nothing"
                yield Fact("10% more of it", f"{top.title} {words}")
        if lever.reason:
            yield Fact("10% more of it", f"n/a: {lever.reason}")


def _quantity(worth: Worth) -> Quantity | None:
    """What a metric comes to, if people would write all its digits."""
    if worth.value is None or abs(worth.value.adjusted()) > MOST_DIGITS:
        return None
    return quantity(worth.value, worth.unit)
