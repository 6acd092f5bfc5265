"""How the facts of a model hang together: need → cause → harm → gain, and how far evidence carries them.

A link is said once, by the item that depends on the other. In a column where no item names a link, the whole
column hangs on the one before it; that is one tie with many on both sides.

That a gain reverses a harm is this project's reading of the customer-first map; its sources give the order of
the four columns, not the links between the last two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from impactmap.arithmetic import open_ledger
from impactmap.diagnostics import UsageError, did_you_mean
from impactmap.model import Cause, CounterMetric, Entity, Evidence, Gain, Harm, Metric, Model, Need, Quantity, Trial

# Methods that tell what somebody believes, not what was found.
BELIEFS = ("stakeholder opinion", "assumption")


class Tie(Struct, frozen=True):
    """From every source to every target (ids), in the order need, cause, harm, gain."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]


def ties(model: Model) -> tuple[Tie, ...]:
    """All links of the chain, column by column, in the order of the items that name them.

    A column in which no item names one of an earlier column hangs on the nearest of those that has items; what
    hangs on others of its own column follows them.
    """
    columns: tuple[list[tuple[Entity, tuple[str, ...]]], ...] = (
        [(need, ()) for need in model.needs],
        [(cause, cause.explains) for cause in model.causes],
        [(harm, harm.caused_by) for harm in model.harms],
        [(gain, gain.reverses) for gain in model.gains],
    )
    found: list[Tie] = []
    before: tuple[str, ...] = ()
    for column in columns:
        own = {item.id for item, _ in column}
        if before and not any(set(named) - own for _, named in column):
            roots = tuple(item.id for item, named in column if not named)
            found += [Tie(before, roots)] if roots else []
        found += [Tie(named, (item.id,)) for item, named in column if named]
        before = tuple(item.id for item, _ in column) or before
    return tuple(found)


class Reach(Struct, frozen=True):
    """Who leads to whom, one step at a time: `ahead` from cause to effect, `back` the other way."""

    ahead: Mapping[str, tuple[str, ...]]
    back: Mapping[str, tuple[str, ...]]

    def all_back(self, starts: Iterable[str]) -> set[str]:
        """The starts and everything that leads to them."""
        return _closure(self.back, starts)

    def all_ahead(self, starts: Iterable[str]) -> set[str]:
        """The starts and everything that they lead to."""
        return _closure(self.ahead, starts)


def reach(model: Model) -> Reach:
    ahead: dict[str, dict[str, None]] = defaultdict(dict)
    back: dict[str, dict[str, None]] = defaultdict(dict)
    for tie in ties(model):
        for source in tie.sources:
            ahead[source] |= dict.fromkeys(tie.targets)
        for target in tie.targets:
            back[target] |= dict.fromkeys(tie.sources)
    return Reach({k: tuple(v) for k, v in ahead.items()}, {k: tuple(v) for k, v in back.items()})


def _closure(steps: Mapping[str, tuple[str, ...]], starts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    todo = list(starts)
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += steps.get(one, ())
    return found


def depths(entities: Iterable[Entity], back: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """How many items of the same column lie before each one: 0 for those that hang on an earlier column."""
    column = {entity.id for entity in entities}
    found: dict[str, int] = {}
    todo = [entity.id for entity in entities]
    while todo:
        one = todo[-1]
        before = [source for source in back.get(one, ()) if source in column]
        missing = [source for source in before if source not in found]
        if missing:
            todo += missing
        else:
            found[one] = max((found[source] + 1 for source in before), default=0)
            todo.pop()
    return found


# ---- evidence ---------------------------------------------------------------------------------------------


def is_research(evidence: Evidence) -> bool:
    """Whether a piece of evidence reports what was found and speaks for its item."""
    if evidence.stance == "contradicts" or evidence.method in BELIEFS or evidence.n == 0:
        return False
    return bool(evidence.method or evidence.n or evidence.quote or evidence.link)


def is_assumed(model: Model, entity: Entity) -> bool:
    """Whether a fact of the chain stands without support, and is drawn unfinished.

    Needs and causes want research; a harm wants a size or what the size rests on; a gain wants to be
    measurable: where it starts and where it shall end.
    """
    evidence: tuple[Evidence, ...] = getattr(entity, "evidence", ())
    if any(map(is_research, evidence)):
        return False
    match entity:
        case Harm():
            return not (entity.size or entity.basis)
        case Gain():
            start, end = ends(model, entity)
            return not ((start and end) or entity.low or entity.high or entity.basis)
        case Need() | Cause():
            return True
    return False


# ---- metrics ----------------------------------------------------------------------------------------------


def outcome(model: Model, name: str) -> Gain | Metric:
    """The gain or metric of that id or title. Raises UsageError with the nearest when there is none, or several."""
    roots: list[Gain | Metric] = [*model.gains, *model.metrics]
    for root in roots:
        if root.id == name:
            return root
    titled = [root for root in roots if root.title.casefold() == name.casefold()]
    # A gain and the metric that it moves often share a title; the gain says more.
    titled = [root for root in titled if isinstance(root, Gain)] or titled
    if len(titled) > 1:
        raise UsageError(f"several outcomes are called '{name}': say which by id, {', '.join(r.id for r in titled)}")
    if titled:
        return titled[0]
    ids = [root.id for root in roots]
    hint = did_you_mean(name, ids) or (f"there are {', '.join(ids[:12])}" if ids else "the map has none")
    raise UsageError(f"no gain or metric is called '{name}': {hint}")


def metric_of(model: Model, entity: Gain | Harm | CounterMetric | Metric) -> Metric | None:
    """The metric that an item names, or is."""
    found = entity if isinstance(entity, Metric) else model.by_id.get(entity.metric)
    return found if isinstance(found, Metric) else None


def ends(model: Model, gain: Gain) -> tuple[Quantity | None, Quantity | None]:
    """Where a gain starts and where it shall end: its own figures, else those of its metric."""
    metric = metric_of(model, gain)
    value, target = (metric.value, metric.target) if metric else (None, None)
    return gain.baseline or value, gain.target or target


def guards(model: Model, entity: Gain | Metric) -> tuple[CounterMetric, ...]:
    """The counter-metrics that guard a gain (by itself or by its metric) or a metric."""
    metric = metric_of(model, entity)
    names = {entity.id} | ({metric.id} if metric else set())
    return tuple(counter for counter in model.counter_metrics if names & set(counter.guards))


def feeds(model: Model, metric: Metric) -> set[str]:
    """The metric itself and all that its formula is made of, directly or through other formulas (ids)."""
    return open_ledger(model).feeds(metric.id)


def trials(model: Model) -> dict[str, tuple[Trial, ...]]:
    """The tests of each solution (by id), those that stand under it and those that name it."""
    found: dict[str, list[Trial]] = {s.id: list(s.tests) for s in model.solutions}
    for trial in model.tests:
        if trial.solution in found:
            found[trial.solution].append(trial)
    return {solution: tuple(tests) for solution, tests in found.items()}
