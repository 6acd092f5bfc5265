"""The model: all that a spec says, with every reference resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from impactmap.diagnostics import Diagnostic
from impactmap.model.entities import (
    Actor,
    Cause,
    CounterMetric,
    Entity,
    Evidence,
    Gain,
    Goal,
    Harm,
    Influence,
    Metric,
    Need,
    Solution,
    Team,
    Trial,
    Waiver,
)
from impactmap.model.grammar import Choice, Day, Items, Text, rules, slot
from impactmap.model.when import When


@dataclass(frozen=True, kw_only=True)
class Model:
    """A map: its own facts, then its entities by section, in the order of the spec.

    Ids are unique over the whole model, nested entities included. `diagnostics` are the warnings that came
    up while reading; they and `path`, the source's name, take no part in comparison.
    """

    entity: ClassVar[str] = "map"
    noun: ClassVar[str] = "a map"

    title: str = slot(Text(), "What the map is about.", "name")
    summary: str = slot(Text(), "A sentence or two to set the scene.", "description", "subtitle", "note", "notes")
    as_of: When | None = slot(Day(), "The date that the facts hold for.", "asof", "updated")
    currency: str = slot(Text(), "The currency of bare sums, as its code or sign.")
    audience: str = slot(Choice({"draft": (), "internal": (), "public": ("published",)}), "Who is going to see it.")
    profile: str = slot(
        Choice(
            {
                "customer-first": ("customer", "default"),
                "opportunity-tree": ("ost", "opportunity solution tree"),
                "impact-mapping": ("impact map",),
                "north-star": ("north star metric",),
            }
        ),
        "The method whose rules the checks follow.",
        "method",
    )
    actors: tuple[Actor, ...] = slot(
        Items("actor"), "Who has a stake.", "actor", "personas", "persona", "people", "stakeholders", heading="Actors"
    )
    needs: tuple[Need, ...] = slot(
        Items("need"),
        "What customers try to do and cannot.",
        "need", "customer need", "customer needs", "opportunity", "opportunities", "user need", "user needs",
        heading="Customer need",
    )  # fmt: skip
    causes: tuple[Cause, ...] = slot(
        Items("cause"), "Why, known from research.", "cause", "root cause", "root causes", "root cause analysis",
        heading="Root causes",
    )  # fmt: skip
    harms: tuple[Harm, ...] = slot(
        Items("harm"),
        "What it costs the business while unsolved.",
        "harm", "business harm", "business harms", "negative impact", "negative impacts", "cost of inaction",
        heading="Business harm",
    )  # fmt: skip
    gains: tuple[Gain, ...] = slot(
        Items("gain"),
        "What moves for the business once it is solved.",
        "gain", "kpi gain", "kpi gains", "outcome", "outcomes", "business gain", "business gains",
        "positive impact", "positive impacts",
        heading="KPI gains",
    )  # fmt: skip
    metrics: tuple[Metric, ...] = slot(
        Items("metric"), "The numbers that are watched.", "metric", "kpis", heading="Metrics"
    )
    influences: tuple[Influence, ...] = slot(
        Items("influence"), "Hypotheses of what moves what.", "influence", "driver", "drivers", heading="Influences"
    )
    counter_metrics: tuple[CounterMetric, ...] = slot(
        Items("counter-metric"),
        "What keeps the metrics honest.",
        "counter metric", "countermetric", "countermetrics", "guardrail", "guardrails", "guardrail metric",
        "guardrail metrics", "guard", "guards",
        heading="Counter-metrics",
    )  # fmt: skip
    solutions: tuple[Solution, ...] = slot(
        Items("solution"),
        "What could be built or done.",
        "solution",
        "deliverable",
        "deliverables",
        heading="Solutions",
    )
    tests: tuple[Trial, ...] = slot(
        Items("test"),
        "How assumptions are tested; better under their solution.",
        "test", "experiment", "experiments", "assumption tests", "assumption test",
        heading="Tests",
    )  # fmt: skip
    teams: tuple[Team, ...] = slot(Items("team"), "Who works on it.", "team", heading="Teams")
    goals: tuple[Goal, ...] = slot(
        Items("goal"),
        "Goals; better under their team.",
        "goal",
        "key results",
        "key result",
        "team goals",
        heading="Goals",
    )
    waivers: tuple[Waiver, ...] = slot(
        Items("waiver"),
        "What checks are not to hold against the map; better at the item that it is about.",
        "waiver", "waive", "waives",
        heading="Waivers",
    )  # fmt: skip
    path: str = field(default="", compare=False)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False, repr=False)

    def walk(self) -> Iterator[Entity]:
        """Every entity, those that stand inside others too, in the order of the vocabulary."""
        for rule in rules(type(self)):
            if isinstance(rule.slot, Items):
                for entity in getattr(self, rule.attribute):
                    yield from _inside(entity)

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        return {entity.id: entity for entity in self.walk()}

    def _repr_svg_(self) -> str:
        """The customer-first impact map, for notebooks."""
        # The floor above, imported at call time: display is a convenience of the public API.
        from impactmap.pipeline import render

        return str(render(self), "utf-8")


def _inside(entity: Entity) -> Iterator[Entity]:
    yield entity
    for rule in rules(type(entity)):
        if isinstance(rule.slot, Items):
            for child in getattr(entity, rule.attribute):
                yield from _inside(child)


ENTITIES: Mapping[str, type[Entity]] = {
    kind.entity: kind
    for kind in (
        Actor, Need, Cause, Evidence, Harm, Gain, Metric, Influence, CounterMetric, Team, Goal, Solution, Trial, Waiver,
    )
}  # fmt: skip
"""Every entity by its kind, as `Items` and `Refs` name it."""
