"""What keeps a metric honest. Shared by the rule that asks for it and the health line that counts it."""

from __future__ import annotations

from functools import cached_property

from impactmap.checks.rule import Ground
from impactmap.model import Metric


class Guarding:
    """Which metrics of a map are guarded, and which should be."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        model = ground.model
        named = {name for counter in model.counter_metrics for name in counter.guards}
        self.named = frozenset(named | {gain.metric for gain in model.gains if gain.id in named})
        """What a counter-metric names (ids), and the metrics of gains that one names."""

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        return {metric.id: self._ground.feeds(metric.id) for metric in self._ground.model.metrics}

    def is_guarded(self, metric: str) -> bool:
        """Whether a metric (id) cannot be pushed without setting off a guard: its own, of what it is made of, or of
        what is made of it."""
        below, named = self._below, self.named
        return any(one in named for one in below.get(metric, ())) or any(
            one in named and metric in below.get(one, ()) for one in below
        )

    def wants_guard(self, metric: Metric) -> bool:
        """A top metric; but a north star beside a top KPI is kept honest by that: value given away shows there."""
        paired = any(other.role == "top KPI" for other in self._ground.model.metrics)
        return metric.role == "top KPI" or (metric.role == "north star" and not paired)
