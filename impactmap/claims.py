"""How much of a claimed gain rests on what nobody has evidence for, and what the gain would move.

The convention, which is this project's own:

- **Causes.** A gain is shared out evenly over the harms that it reverses, each harm evenly over what causes it, until
  causes or needs are reached. A share that arrives at a cause or need without research, or ends at a harm or a gain
  that nothing stands behind, rests on assumption. At a cause it stops: the needs behind it don't count again.
- **Inputs.** The value of the gain's metric is shared out over the inputs that it is computed from, by how strongly
  each moves it (its elasticity, without sign). A share rests on assumption where the input has no value, or is a
  range or an "about" without evidence, basis or link.
- **Together.** The part that is backed is the part whose causes and whose inputs are both backed, taken as
  independent: 1 − (1 − causes) × (1 − inputs).

It is a way to ask "what do we not know here?", not a probability that the gain comes true.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from impactmap import chain
from impactmap.arithmetic.evaluate import Worth, fraction
from impactmap.arithmetic.figures import EXACT, Figure, figure, point
from impactmap.arithmetic.ledger import Ledger, told_of
from impactmap.model import Cause, Entity, Gain, Metric, Model, Need, Quantity

STEP = Decimal("0.01")  # of an input, to see how strongly it moves a metric
PASSES = 3  # over all ranges, for the furthest that a gain gets


class Effect(Struct, frozen=True):
    """What a gain does to one top metric, as fractions of where that stands: 0.14 is +14%, better is positive.

    `value` is None where there is none to tell, and `reason` then says why; `low` and `high` bound it where the gain
    or what it builds on is a range, and are None elsewhere. A `reason` beside a value tells why nothing bounds it.
    """

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str = ""


class Claim(Struct, frozen=True):
    """One gain: what it would move, and how much of it rests on assumption (fractions from 0 to 1).

    `inputs` is None where the gain names no metric; then `assumed` is that of the causes alone. `culprits` are the
    ids of what wants evidence: causes, needs and harms in the order of the spec, then metrics.
    """

    gain: str
    north_star: Effect
    top_kpi: Effect
    causes: Decimal
    inputs: Decimal | None
    assumed: Decimal
    culprits: tuple[str, ...]


def claims(ledger: Ledger) -> Mapping[str, Claim]:
    """The claim of every gain, by its id."""
    model = ledger.model
    shares = _Shares(model)
    unsupported = {identifier for identifier in ledger.metrics if _is_unsupported(ledger, identifier)}
    known: dict[str, tuple[Decimal, tuple[str, ...]]] = {}
    found: dict[str, Claim] = {}
    for gain in model.gains:
        causes, blamed = shares.of(gain)
        inputs: Decimal | None = None
        metric = chain.metric_of(model, gain)
        if metric:
            if metric.id not in known:
                known[metric.id] = _inputs(ledger, metric.id, unsupported)
            inputs, weak = known[metric.id]
            blamed += tuple(name for name in weak if name not in blamed)
        assumed = 1 - (1 - causes) * (1 - (inputs or Decimal(0)))
        north_star, top_kpi = (_effect(ledger, gain, metric, top) for top in (ledger.north_star, ledger.top_kpi))
        found[gain.id] = Claim(gain.id, north_star, top_kpi, causes, inputs, assumed, blamed)
    return found


# ---- what it would move -----------------------------------------------------------------------------------


def _effect(ledger: Ledger, gain: Gain, metric: Metric | None, top: str) -> Effect:
    if not top:
        return Effect(None, reason="the map has none")
    if metric is None:
        return Effect(None, reason="the gain names no metric")
    if metric.id not in ledger.feeds(top):
        return Effect(Decimal(0))
    start, end = _ends(ledger, gain, metric)
    if start is None or end is None:
        return Effect(None, reason=f"the gain has no {'baseline' if start is None else 'target'}")
    reach = _Reach(ledger, metric.id, top, start, end)
    likely = reach.share(reach.likely)
    if isinstance(likely, str):
        return Effect(None, reason=likely)
    if not reach.is_range:
        return Effect(likely)
    why = reach.unbounded() or ("" if gain.baseline else ledger.values[metric.id].unbounded)
    if why:
        return Effect(likely, reason=f"no bounds: {why}")
    low, high = reach.furthest(likely, -1), reach.furthest(likely, 1)
    return Effect(likely) if low == high else Effect(likely, low, high)


START, END = 0, 1  # where a gain's metric starts and ends: the first two ranges of `_Reach`


class _Reach:
    """How far a gain moves a top, over all ranges that have a say: its start, its end, and the top's other inputs."""

    def __init__(self, ledger: Ledger, metric: str, top: str, start: Figure, end: Figure) -> None:
        self.ledger, self.metric, self.top, self.start, self.end = ledger, metric, top, start, end
        self.others = [
            name
            for name in _leaves(ledger, top)
            if name != metric and name in ledger.stated and ledger.stated[name].is_range
        ]
        self.figures = [start, end, *(ledger.stated[name] for name in self.others)]
        self.likely = tuple(one.value for one in self.figures)
        self.is_range = any(one.is_range for one in self.figures)

    def share(self, at: tuple[Decimal, ...]) -> Decimal | str:
        """The effect where every range stands at one figure, or why there is none."""
        others = dict(zip(self.others, at[2:], strict=True))
        before, after = (self.ledger.moved({**others, self.metric: at[n]}).get(self.top) for n in (START, END))
        if before is None or after is None:
            worth: Worth = self.ledger.values[self.top]
            return told_of(self.top, worth.reason or "has no value then")
        share = fraction(before, after)
        if share is None:
            return f"'{self.top}' is 0 to begin with"
        return -share if self.ledger.metrics[self.top].better == "down" else share

    def unbounded(self) -> str:
        """Why the effect has no bounds; "" where it has."""
        before, after = (self.ledger.worths({self.metric: one})[self.top] for one in (self.start, self.end))
        # A fraction of what may be 0 may be anything.
        nought = before.low is not None and before.high is not None and before.low <= 0 <= before.high
        return before.unbounded or after.unbounded or f"'{self.top}' can be 0 to begin with" * nought

    def furthest(self, likely: Decimal, way: int) -> Decimal:
        """The least (-1) or greatest (1) effect.

        From the likely figures on, one range after the other goes to the end that gets further, until none does: sure
        where each range pulls one way, and as many steps as there are ranges, not two to their power.
        """
        best, at = likely, list(self.likely)
        for _ in range(PASSES):
            before = best
            for place, one in enumerate(self.figures):
                for end in (one.low, one.high) if one.is_range else ():
                    tried = self.share((*at[:place], end, *at[place + 1 :]))
                    if not isinstance(tried, str) and (tried - best) * way > 0:
                        best, at[place] = tried, end
            if best == before:
                break
        return best


def _ends(ledger: Ledger, gain: Gain, metric: Metric) -> tuple[Figure | None, Figure | None]:
    """Where the metric starts and shall end; `low` and `high` of a gain bound the target, or stand in for it."""
    start = figure(metric, gain.baseline) if gain.baseline else ledger.figure(metric.id)
    wanted = gain.target or metric.target
    target = figure(metric, wanted) if wanted else None
    if wanted and target is None:
        return start, None
    bounds = [one for one in (gain.low, gain.high) if one]
    if not bounds or start is None:
        return start, target
    between = _between(ledger, metric, start, bounds[0], bounds[-1])
    if between is None or target is None:
        return start, target or between
    return start, replace(target, low=min(between.low, target.low), high=max(between.high, target.high))


def _between(ledger: Ledger, metric: Metric, start: Figure, low: Quantity, high: Quantity) -> Figure | None:
    least, most = figure(metric, low), figure(metric, high)
    if least is None or most is None:
        return None
    ends = [least.low, most.high]
    if low.unit == high.unit == "%" and not ledger.units[metric.id].percent:
        # "5% to 10%" of something that is no percentage says how far it moves.
        ends = [EXACT.add(start.value, EXACT.multiply(abs(start.value), end)) for end in ends]
    bottom, top = min(ends), max(ends)
    return replace(point(EXACT.divide(EXACT.add(bottom, top), Decimal(2))), low=bottom, high=top)


# ---- what it rests on: causes -----------------------------------------------------------------------------


class _Shares:
    """The part of each gain that ends where nobody has evidence. What many share is worked out once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.back = chain.reach(model).back
        self.places = {entity.id: place for place, entity in enumerate(model.walk())}
        self.found: dict[str, Decimal] = {}
        self.means: dict[tuple[str, ...], Decimal] = {}

    def of(self, gain: Gain) -> tuple[Decimal, tuple[str, ...]]:
        """The share, and the ids of what is to blame for it."""
        todo = [gain.id]
        path: set[str] = set()
        while todo:
            one = todo[-1]
            behind = () if self.ends_at(one) else self.back.get(one, ())
            if one in self.found or one in path:
                todo.pop()
                path.discard(one)
                if one not in self.found:
                    self.found[one] = self.share(one, behind)
                continue
            path.add(one)
            # A circle, which only a model made by hand can hold, ends where it closes.
            todo += [other for other in behind if other not in self.found and other not in path]
        return self.found[gain.id], self.culprits(gain)

    def ends_at(self, identifier: str) -> bool:
        return isinstance(self.model.by_id.get(identifier), Cause | Need)

    def share(self, identifier: str, behind: tuple[str, ...]) -> Decimal:
        if self.ends_at(identifier):
            return Decimal(int(self.is_assumed(identifier)))
        if not behind:
            return Decimal(1)
        if behind not in self.means:
            known = [self.found.get(other, Decimal(1)) for other in behind]
            self.means[behind] = EXACT.divide(sum(known, Decimal(0)), Decimal(len(known)))
        return self.means[behind]

    def is_assumed(self, identifier: str) -> bool:
        entity: Entity = self.model.by_id[identifier]
        return chain.is_assumed(self.model, entity)

    def culprits(self, gain: Gain) -> tuple[str, ...]:
        blamed: set[str] = set()
        seen: set[str] = set()
        walked: set[tuple[str, ...]] = set()
        todo = [gain.id]
        while todo:
            one = todo.pop()
            if one in seen or not self.found.get(one):
                continue
            seen.add(one)
            behind = () if self.ends_at(one) else self.back.get(one, ())
            if not behind:
                blamed.add(one)
            elif behind not in walked:
                walked.add(behind)
                todo += behind
        return tuple(sorted(blamed, key=lambda one: (self.places.get(one, len(self.places)), one)))


# ---- what it rests on: inputs -----------------------------------------------------------------------------


def _is_unsupported(ledger: Ledger, identifier: str) -> bool:
    """Whether nobody says how a metric's own value is known where that is in doubt."""
    metric = ledger.metrics[identifier]
    stated = ledger.stated.get(identifier)
    if stated is None:
        return True
    if not stated.about:
        return False
    return not (metric.basis or metric.link or any(map(chain.is_research, metric.evidence)))


def _inputs(ledger: Ledger, metric: str, unsupported: set[str]) -> tuple[Decimal, tuple[str, ...]]:
    """The share of a metric's value that rests on unsupported inputs, and those inputs."""
    leaves = _leaves(ledger, metric)
    weak = tuple(leaf for leaf in leaves if leaf in unsupported)
    if not weak:
        return Decimal(0), ()
    pulls = {leaf: _pull(ledger, metric, leaf) for leaf in leaves}
    if None in pulls.values() or not any(pulls.values()):
        # Nothing can be computed, so nothing tells the inputs apart.
        return EXACT.divide(Decimal(len(weak)), Decimal(len(leaves))), weak
    total = sum((abs(pull) for pull in pulls.values() if pull), Decimal(0))
    doubtful = sum((abs(pulls[leaf] or Decimal(0)) for leaf in weak), Decimal(0))
    return EXACT.divide(doubtful, total), tuple(leaf for leaf in weak if pulls[leaf])


def _leaves(ledger: Ledger, metric: str) -> tuple[str, ...]:
    """The metrics with no formula of their own, or none that gives anything, that a metric is computed from."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    todo = [metric]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        worth = ledger.values[one]
        falls_back = worth.computed is None and worth.value is not None
        parts = () if falls_back else ledger.steps.get(one, ())
        if parts:
            todo += reversed(parts)
        else:
            found[one] = None
    return tuple(found)


def _pull(ledger: Ledger, metric: str, leaf: str) -> Decimal | None:
    """How far a metric moves for one per cent of an input, as a fraction; None when that cannot be computed."""
    before, start = ledger.values[metric].value, ledger.values[leaf].value
    if before is None or start is None:
        return None
    after = ledger.moved({leaf: EXACT.add(start, EXACT.multiply(abs(start), STEP))}).get(metric)
    return None if after is None else fraction(before, after)
