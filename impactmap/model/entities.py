"""The entities: one dataclass each, and its fields are the grammar (see `impactmap.model.grammar`).

Every entity is frozen and compares by what it says, not by where it says it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from impactmap.diagnostics import Span
from impactmap.model.grammar import (
    Amount,
    Choice,
    Count,
    Day,
    Formula,
    Items,
    Refs,
    Text,
    Texts,
    Url,
    slot,
)
from impactmap.model.quantity import Quantity
from impactmap.model.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What every entity takes. `id` is unique in a model; `span` is where the entity begins in its source."""

    entity: ClassVar[str] = "entity"
    noun: ClassVar[str] = "an entity"  # how messages speak of one

    title: str = slot(Text(), "The item in one sentence.", "name")
    id: str = slot(Text(), "A short name to refer to the item by; made from the title when absent.")
    status: str = slot(Text(), "Where the item stands: a word or two (`target` marks the opportunity chosen).", "state")
    owner: str = slot(Text(), "The person or group answerable.", "owned by")
    tags: tuple[str, ...] = slot(Texts(), "Words to find and filter by.", "tag", "labels", "label")
    note: str = slot(Text(), "Anything worth saying beside the picture.", "notes", "comment", "description")
    link: str = slot(Url(), "Where more can be read.", "url", "links", "source")
    waive: tuple[Waiver, ...] = slot(
        Items("waiver"), "What checks are not to hold against it.", "waiver", "waivers", "waives"
    )
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(Entity):
    """A finding that is known and accepted for a while. In one line: `T06, "ranked by us they do", until 2027-01`."""

    entity: ClassVar[str] = "waiver"
    noun: ClassVar[str] = "a waiver"

    codes: tuple[str, ...] = slot(Texts(), "The rules, by code or name.", "code", "rule", "rules", "check", "checks")
    reason: str = slot(Text(), "Why the finding may stand.", "because", "why")
    until: When | None = slot(Day(), "The last day on which it may.", "by", "ends", "expires")


# ---- fields that several entities share -------------------------------------------------------------------


def _evidence(doc: str) -> Any:
    return slot(Items("evidence"), doc, "evidences", "proof", "research")


def _metric(doc: str) -> Any:
    return slot(Refs(("metric",), many=False), doc, "kpi", "measured by")


def _baseline() -> Any:
    return slot(Amount(), "Where the metric stands.", "from", "today", "now", "current")


def _by() -> Any:
    return slot(Day(), "Until when.", "due", "deadline", "until", "date")


def _basis() -> Any:
    return slot(Text(), "What the figure rests on.", "based on", "rationale")


CONFIDENCE = Choice({"low": ("weak",), "medium": ("moderate", "fair"), "high": ("strong",)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Entity):
    """What research says for or against an item. In one line: `interview, n=14, 2026-09, "I mail it to myself"`."""

    entity: ClassVar[str] = "evidence"
    noun: ClassVar[str] = "a piece of evidence"
    # Strongest first for causes.
    METHODS: ClassVar[Choice] = Choice(
        {
            "observation": (
                "observed", "observations", "field study", "shadowing", "contextual inquiry", "ethnography",
                "field visit", "field visits", "site visit", "site visits", "ride along", "ride alongs",
                "call listening",
            ),
            "task analysis": ("task analyses",),
            "diary": ("diaries", "diary study"),
            "usability test": ("usability tests", "usability testing", "usability study"),
            "interview": (
                "interviews", "interviewed", "user interview", "user interviews", "customer interview",
                "customer interviews", "exit interview", "exit interviews", "focus group", "focus groups",
                "customer call", "customer calls",
            ),
            "experiment": ("experiments", "ab test", "a/b test", "a/b tests", "test"),
            "support tickets": ("support ticket", "tickets", "ticket", "support log", "support logs"),
            "sales notes": ("sales note", "sales calls", "crm notes"),
            "analytics": ("logs", "log files", "phone logs", "call logs", "usage data", "product analytics"),
            "survey": ("surveys", "questionnaire", "poll", "nps survey", "nps comments"),
            "desk research": ("literature", "report", "market research"),
            "stakeholder opinion": (
                "opinion", "stakeholder", "stakeholders", "stakeholder interview", "stakeholder interviews", "workshop",
            ),
            "assumption": ("assumed", "guess", "hunch"),
        }
    )  # fmt: skip

    method: str = slot(METHODS, "How it was found out.", "how", "kind", "type")
    n: int | None = slot(Count(), "How many people, cases or sessions.", "sample", "sample size", "participants")
    collected: When | None = slot(Day(), "When it was collected.", "date", "when")
    finding: str = slot(Text(), "What was found.", "findings", "result")
    quote: str = slot(Text(), "A sentence in the customer's own words.", "quotation", "verbatim")
    stance: str = slot(
        Choice({"supports": ("support", "for"), "contradicts": ("contradict", "against")}),
        "Whether it speaks for the item or against it.",
        "supports or contradicts",
        "direction",
    )
    confidence: str = slot(CONFIDENCE, "How sure the researcher is; apart from the method.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Entity):
    """Somebody with a stake: whose need it is, who pays, who is served through whom."""

    entity: ClassVar[str] = "actor"
    noun: ClassVar[str] = "an actor"

    kind: str = slot(
        Choice(
            {
                "customer": ("direct customer",),
                "buyer": (),
                "user": (),
                "end user": ("end consumer", "consumer"),
                "partner": (),
                "internal": ("employee", "staff"),
                "regulator": (),
            }
        ),
        "What the actor is to the business.",
        "type",
        "role",
    )
    served_through: str = slot(
        Refs(("actor",), many=False), "The actor who stands between.", "through", "via", "reached through"
    )
    stance: str = slot(
        Choice({"helps": ("help", "ally"), "hinders": ("hinder", "blocks")}), "Whether the actor helps or hinders."
    )
    segment: str = slot(Text(), "The part of the market.", "market")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Entity):
    """What the customer is trying to do and cannot, in the customer's words."""

    entity: ClassVar[str] = "need"
    noun: ClassVar[str] = "a need"

    actor: str = slot(Refs(("actor",), many=False), "Whose need it is.", "actors", "who", "persona", "customer")
    kind: str = slot(
        Choice({"need": (), "pain": ("pain point",), "desire": ("want", "wish")}), "A need, a pain or a desire.", "type"
    )
    situation: str = slot(Text(), "When and where it arises.", "context", "situations")
    voice: str = slot(
        Choice({"verbatim": ("quote",), "paraphrase": ("paraphrased",), "team": ("team words",)}),
        "Whose words these are.",
    )
    moment: str = slot(Text(), "The step of the customer's journey.", "step", "stage", "moments")
    evidence: tuple[Evidence, ...] = _evidence("How it is known.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause(Entity):
    """Why the need goes unmet, known from research."""

    entity: ClassVar[str] = "cause"
    noun: ClassVar[str] = "a root cause"

    explains: tuple[str, ...] = slot(
        Refs(("need", "cause")), "The needs or causes that it explains.", "explain", "cause of", "causes"
    )
    category: str = slot(
        Choice(
            {
                "people": ("person",),
                "process": (),
                "product": (),
                "policy": (),
                "technology": ("tech",),
                "information": ("data",),
                "environment": (),
            }
        ),
        "The sort of cause.",
        "kind",
        "type",
    )
    evidence: tuple[Evidence, ...] = _evidence("How it is known.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm(Entity):
    """What it costs the business while the need is unmet."""

    entity: ClassVar[str] = "harm"
    noun: ClassVar[str] = "a business harm"

    caused_by: tuple[str, ...] = slot(
        Refs(("cause", "need", "harm")), "The causes that it comes from.", "because of", "from", "cause", "causes"
    )
    kind: str = slot(
        Choice(
            {
                "lost revenue": ("revenue",),
                "churn": (),
                "support cost": ("support",),
                "rework": (),
                "refund": ("refunds",),
                "reputation": (),
                "compliance": (),
                "sales friction": ("sales",),
            }
        ),
        "The sort of harm.",
        "type",
        "category",
    )
    metric: str = _metric("The metric in which it shows.")
    size: Quantity | None = slot(
        Amount(), "How large it is: a figure, or a range from low to high.", "cost", "amount", "magnitude"
    )
    basis: str = _basis()
    evidence: tuple[Evidence, ...] = _evidence("How it is known.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain(Entity):
    """What moves for the business once the need is met."""

    entity: ClassVar[str] = "gain"
    noun: ClassVar[str] = "a KPI gain"

    reverses: tuple[str, ...] = slot(
        Refs(("harm",)), "The harms that it reverses.", "reverse", "undoes", "harm", "harms"
    )
    metric: str = _metric("The metric that moves.")
    baseline: Quantity | None = _baseline()
    target: Quantity | None = slot(Amount(), "Where it shall stand.", "to", "goal")
    by: When | None = _by()
    low: Quantity | None = slot(Amount(), "The least that is expected.", "at least")
    high: Quantity | None = slot(Amount(), "The most that is expected.", "at most")
    confidence: str = slot(CONFIDENCE, "How sure the author is.")
    basis: str = _basis()
    evidence: tuple[Evidence, ...] = _evidence("How it is known.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Entity):
    """A number that is watched, as an input or as arithmetic over other metrics."""

    entity: ClassVar[str] = "metric"
    noun: ClassVar[str] = "a metric"

    role: str = slot(
        Choice(
            {
                "north star": ("nsm", "north star metric"),
                "top KPI": ("top business kpi", "kpi", "top business metric"),
                "input": ("input metric", "driver", "lever"),
                "output": ("output metric",),
                "counter": ("counter metric", "guard", "guardrail"),
                "health": ("health metric",),
            }
        ),
        "What the metric is for.",
        "kind",
        "type",
    )
    side: str = slot(
        Choice({"delivered": ("customer", "value delivered"), "captured": ("business", "value captured"), "both": ()}),
        "Whether it measures value delivered to customers or captured from them.",
        "value side",
    )
    unit: str = slot(Text(), "The unit of its values.", "units")
    better: str = slot(
        Choice({"up": ("higher", "more"), "down": ("lower", "less")}), "Which way is better.", "good", "direction"
    )
    per: str = slot(Text(), "The period that it is counted over.", "period")
    value: Quantity | None = slot(Amount(), "Where it stands.", "current", "now", "baseline", "today")
    target: Quantity | None = slot(Amount(), "Where it shall stand.", "goal", "to")
    formula: str = slot(Formula(), "Arithmetic over other metrics' ids.", "equation", "calculation", "expression")
    basis: str = _basis()
    evidence: tuple[Evidence, ...] = _evidence("How the value is known.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence(Entity):
    """A hypothesis that one metric moves another; apart from arithmetic."""

    entity: ClassVar[str] = "influence"
    noun: ClassVar[str] = "an influence"

    from_: str = slot(Refs(("metric",), many=False), "The metric that moves.", "cause")
    to: str = slot(Refs(("metric",), many=False), "The metric that is moved.", "effect", "on")
    sign: str = slot(
        Choice({"+": ("positive", "plus", "up", "raises"), "-": ("negative", "minus", "down", "lowers", "−")}),
        "Which way.",
        "direction",
    )
    strength: str = slot(Text(), "How strongly: a word or a figure.", "effect size", "elasticity")
    lag: str = slot(Text(), "How long it takes.", "delay")
    confidence: str = slot(
        Choice({"assumed": ("assumption",), "correlated": ("correlation",), "tested": ("proven", "experiment")}),
        "How it is known.",
    )
    evidence: tuple[Evidence, ...] = _evidence("How it is known.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterMetric(Entity):
    """A metric that keeps another honest, with its threshold."""

    entity: ClassVar[str] = "counter-metric"
    noun: ClassVar[str] = "a counter-metric"

    guards: tuple[str, ...] = slot(
        Refs(("metric", "gain")), "The metrics or gains that it guards.", "guard", "protects", "guard of"
    )
    metric: str = slot(
        Refs(("metric",), many=False),
        "The metric that is watched; the title may name it instead.",
        "kpi",
        "measured by",
    )
    max: Quantity | None = slot(Amount(), "The most that is allowed.", "maximum", "at most", "ceiling")
    min: Quantity | None = slot(Amount(), "The least that is allowed.", "minimum", "at least", "floor")
    risk: str = slot(Text(), "What it protects from.", "risks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Entity):
    """A key result of a team. In one line: `mau_per_customer from 150 to 171 by 2027-03-31`."""

    entity: ClassVar[str] = "goal"
    noun: ClassVar[str] = "a goal"

    team: str = slot(Refs(("team",), many=False), "Whose goal it is, when it does not stand under its team.", "teams")
    metric: str = _metric("The metric that the team moves.")
    actor: str = slot(Refs(("actor",), many=False), "Whose behaviour it measures.", "actors", "who")
    baseline: Quantity | None = _baseline()
    target: Quantity | None = slot(Amount(), "Where it shall stand.", "to")
    by: When | None = _by()
    need: tuple[str, ...] = slot(Refs(("need",)), "The customer needs behind it.", "needs", "solves")
    influence_path: str = slot(Text(), "Why the team can move it, where that is not plain.", "path")


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Entity):
    """Who works on it, and the goals that they answer for."""

    entity: ClassVar[str] = "team"
    noun: ClassVar[str] = "a team"

    surface: str = slot(Text(), "The part of the product that the team works on.", "area")
    segment: str = slot(Text(), "The part of the market that it works for.", "market")
    goals: tuple[Goal, ...] = slot(Items("goal"), "What the team is to reach.", "goal", "key result", "key results")
    actor: str = slot(
        Refs(("actor",), many=False), "Whom its goals measure, unless a goal says otherwise.", "actors", "who"
    )
    need: tuple[str, ...] = slot(
        Refs(("need",)), "The needs behind its goals, unless a goal says otherwise.", "needs", "solves"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(Entity):
    """A test of an assumption behind a solution. In one line: `what is done; category; success criterion`."""

    entity: ClassVar[str] = "test"
    noun: ClassVar[str] = "a test"

    solution: str = slot(
        Refs(("solution",), many=False), "What it tests, when it does not stand under its solution.", "tests", "of"
    )
    assumption: str = slot(Text(), "What has to be true.", "assumptions", "hypothesis")
    category: str = slot(
        Choice(
            {
                "desirability": ("desirable",),
                "viability": ("viable",),
                "feasibility": ("feasible",),
                "usability": ("usable",),
                "ethics": ("ethical",),
            }
        ),
        "What sort of risk it takes away.",
        "kind",
        "type",
    )
    success_criterion: str = slot(
        Text(), "What counts as passed, said beforehand.", "criterion", "success criteria", "success", "passes if"
    )
    verdict: str = slot(
        Choice(
            {
                "planned": ("open", "todo"),
                "running": ("in progress",),
                "passed": ("pass", "supported", "confirmed"),
                "failed": ("fail", "refuted"),
                "unclear": ("inconclusive",),
            }
        ),
        "How it came out.",
        "outcome",
        "result",
    )
    evidence: tuple[Evidence, ...] = _evidence("What it showed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution(Entity):
    """Something that could be built or done."""

    entity: ClassVar[str] = "solution"
    noun: ClassVar[str] = "a solution"

    addresses: tuple[str, ...] = slot(
        Refs(("cause", "need")), "The causes or needs that it takes on.", "address", "solves", "for", "tackles"
    )
    tests: tuple[Trial, ...] = slot(
        Items("test"), "How its assumptions are tested.", "test", "experiment", "experiments", "assumption tests"
    )
