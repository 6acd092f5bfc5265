"""What a metric's card says from the arithmetic: what it comes to, how it pulls, and who guards it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from impactmap.arithmetic import Lever, Worth, levers, open_ledger
from impactmap.arithmetic.figures import quantity, shown
from impactmap.arithmetic.units import PERCENT
from impactmap.formulas import TOPS
from impactmap.graph import Badge, Card, Fact
from impactmap.guards import Guards
from impactmap.model import CounterMetric, Metric, Model, Quantity
from impactmap.portrait import portrait, quoted, stands
from impactmap.teams import Aim, aims

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

_QUOTED = re.compile(r"(?<!\w)'([^']+)'(?!\w)")
_NAME = re.compile(r"[^\s(),−]+")  # in a formula as it is spelled, with spaces around its operators

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
        self.titles = {identifier: metric.title for identifier, metric in ledger.metrics.items()}
        self.guards = Guards(model, ledger)
        self.guarding: dict[str, list[CounterMetric]] = defaultdict(list)
        for counter in model.counter_metrics:
            for metric in guarded_by(model, counter):
                self.guarding[metric].append(counter)
        self.goals: dict[str, list[Aim]] = defaultdict(list)
        for aim in aims(model):
            if aim.team:
                self.goals[aim.goal.metric].append(aim)
        self.gains = {gain.metric: gain.target for gain in reversed(model.gains) if gain.target}

    def kind(self, metric: str) -> str:
        """How an input pulls at both tops; "" where that cannot be known."""
        lever = self.levers.get(metric)
        return lever.kind if lever else ""

    def falls(self, metric: str) -> bool:
        """Whether an input has to be moved down for the tops to get better."""
        return bool(self.kind(metric)) and self.levers[metric].move == "down"

    def side(self, metric: str) -> int:
        """Where an input stands between the two tops, from left to right; those of unknown pull come last."""
        kind = self.kind(metric)
        return _SIDES.index(kind) if kind else len(_SIDES)

    def card(self, metric: Metric, formula: str) -> Card:
        """A metric with what it comes to; `formula` is its own in words."""
        card = portrait(self.model, metric)
        card = replace(
            card,
            figure=self.figure(metric),
            remark=self._remark(metric),
            badges=(*card.badges, *self._pull(metric)),
            facts=(*card.facts, *self._facts(metric, formula)),
        )
        card = self.guards.shown(card, self.guarding[metric.id])
        return replace(card, facts=(*card.facts, *self._teams(metric)))

    def _pull(self, metric: Metric) -> Iterator[Badge]:
        """How it pulls, with the way to move it where that is down. A second north star is a top, and no lever."""
        kind = self.kind(metric.id)
        if kind and metric.role not in TOPS:
            yield Badge(f"{LEVERS[kind]}: move it down" if self.falls(metric.id) else LEVERS[kind], "lever")

    def figure(self, metric: Metric) -> str:
        """What it stands at, computed where it has a formula, and where it gets to with the targets of the inputs.

        Where nothing else says how far it shall get, the goal of a team does.
        """
        now, then = self.now[metric.id], self.then.get(metric.id)
        end = _quantity(then) if then else self._target(metric)
        if now.computed is None:
            return stands(metric.value, end)
        if now.is_range and now.low is not None and now.high is not None:
            return f"{shown(now.low, now.unit)} to {shown(now.high, now.unit)}"
        start = _quantity(now)
        return stands(start, end) if start else str(now)

    def _target(self, metric: Metric) -> Quantity | None:
        """Its own target; else, unless a gain has one for it, that of its teams' goals if these agree."""
        wanted = self._wanted(metric.id)
        agreed = len({str(target) for _, target in wanted}) == 1 and metric.id not in self.gains
        return metric.target or (wanted[0][1] if agreed else None)

    def _wanted(self, metric: str) -> list[tuple[str, Quantity]]:
        """The targets of goals on a metric, each with its team."""
        return [(aim.team.title, aim.goal.target) for aim in self.goals[metric] if aim.team and aim.goal.target]

    def _teams(self, metric: Metric) -> Iterator[Fact]:
        """Whose goal it is; with the targets, where teams, gains and the metric itself don't all want the same."""
        wanted = self._wanted(metric.id)
        own = (metric.target, self.gains.get(metric.id))
        if len({str(target) for target in (*own, *(target for _, target in wanted)) if target}) > 1 and wanted:
            yield Fact("Goal of", "; ".join(dict.fromkeys(f"{team}: {target}" for team, target in wanted)))
            told = {team for team, _ in wanted}
        else:
            told = set()
        for team in dict.fromkeys(aim.team.title for aim in self.goals[metric.id] if aim.team):
            if team not in told:
                yield Fact("Goal of", team)

    def _remark(self, metric: Metric) -> str:
        worth = self.now[metric.id]
        if worth.value is not None:
            return ""
        return f"n/a: {self._titled(worth.reason)}" if metric.formula.strip() else "no value yet"

    def _titled(self, reason: str) -> str:
        """A reason of the arithmetic with titles in place of the ids that it quotes, which only authors know."""
        return _QUOTED.sub(self._title, reason)

    def _title(self, found: re.Match[str]) -> str:
        """What is quoted in a reason: a metric, or a formula of several."""
        if found[1] in self.titles:
            return quoted(self.titles[found[1]])
        return f"“{_NAME.sub(lambda name: self.titles.get(name[0], name[0]), found[1])}”"

    def _facts(self, metric: Metric, formula: str) -> Iterator[Fact]:
        worth, lever = self.now[metric.id], self.levers.get(metric.id)
        if formula:
            yield Fact("Made of", formula)
        if str(worth.unit) and not metric.unit:
            yield Fact("Unit", str(worth.unit))
        if worth.reason:
            reason = self._titled(worth.reason)
            yield Fact("Value", f"n/a: {reason}" if worth.value is None else f"as stated: it {reason}")
        if lever:
            yield from self._effects(lever)

    def _effects(self, lever: Lever) -> Iterator[Fact]:
        for top, effect in zip(self.tops, (lever.north_star, lever.top_kpi), strict=True):
            if top and effect is not None:
                sign = "−" if effect < 0 else "+"
                words = f"{sign}{shown(abs(effect), PERCENT)}" if effect else "by nothing"
                yield Fact("10% more of it", f"{top.title} {words}")
        if lever.reason:
            yield Fact("10% more of it", f"n/a: {self._titled(lever.reason)}")


def _quantity(worth: Worth) -> Quantity | None:
    """What a metric comes to, if people would write all its digits."""
    if worth.value is None or abs(worth.value.adjusted()) > MOST_DIGITS:
        return None
    return quantity(worth.value, worth.unit)
