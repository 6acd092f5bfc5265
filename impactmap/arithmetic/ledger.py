"""The metrics of a map worked out: formulas, values, targets, and what would be if some of them changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from impactmap.arithmetic.carried import carry
from impactmap.arithmetic.changes import Change
from impactmap.arithmetic.evaluate import TOO_LARGE, NoValueError, Worth, evaluate
from impactmap.arithmetic.expression import Expression, names
from impactmap.arithmetic.figures import Figure, figure, is_sound, shown
from impactmap.arithmetic.intervals import Interval, NoBoundsError, bounds
from impactmap.arithmetic.reading import Formulas, Problem, read_formulas
from impactmap.arithmetic.units import Unit
from impactmap.model import Metric, Model

NOT_INPUTS = ("counter", "health")
DIFFERENCE = Decimal("0.01")  # by which a stated value may differ from the computed one

Nudge = Callable[[str, Worth, Mapping[str, Worth]], Worth]


class Ledger(Struct, frozen=True, dict=True):
    """The arithmetic of one map; see `open_ledger`.

    `formulas` holds the sound ones by metric id, with metrics' own ids in their names; `order` every metric after
    those it is made of. `north_star` and `top_kpi` are the first metrics of those roles, "" where there is none.
    `inputs` are the metrics that no formula computes, without guards, health metrics and the two tops.
    `problems` is all that is wrong in the formulas.
    """

    model: Model
    metrics: Mapping[str, Metric]
    formulas: Mapping[str, Expression]
    faults: Mapping[str, str]
    order: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]
    units: Mapping[str, Unit]
    stated: Mapping[str, Figure]
    problems: tuple[Problem, ...]

    # ---- how it hangs together ----------------------------------------------------------------------------

    @cached_property
    def north_star(self) -> str:
        return self._first("north star")

    @cached_property
    def top_kpi(self) -> str:
        return self._first("top KPI")

    @property
    def tops(self) -> tuple[str | None, str | None]:
        """The ids of the north star and the top KPI, None where the map has none."""
        return self.north_star or None, self.top_kpi or None

    def _first(self, role: str) -> str:
        return next((metric.id for metric in self.metrics.values() if metric.role == role), "")

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        return tuple(
            identifier
            for identifier, metric in self.metrics.items()
            if not metric.formula.strip() and metric.role not in NOT_INPUTS and identifier not in self.tops
        )

    @cached_property
    def steps(self) -> Mapping[str, tuple[str, ...]]:
        """What each formula is made of directly (ids)."""
        return {identifier: names(tree) for identifier, tree in self.formulas.items()}

    @cached_property
    def ahead(self) -> Mapping[str, tuple[str, ...]]:
        """What each metric goes into directly (ids)."""
        found: dict[str, list[str]] = {}
        for identifier, parts in self.steps.items():
            for part in parts:
                found.setdefault(part, []).append(identifier)
        return {identifier: tuple(targets) for identifier, targets in found.items()}

    def feeds(self, metric_id: str) -> set[str]:
        """The metric itself and all that its formula is made of, directly or through other formulas (ids)."""
        return _closure(self.steps, [metric_id])

    def fed_by(self, metric_ids: Iterable[str]) -> set[str]:
        """The metrics themselves and all that they go into, directly or through other formulas (ids)."""
        return _closure(self.ahead, metric_ids)

    # ---- what it comes to ---------------------------------------------------------------------------------

    @cached_property
    def values(self) -> Mapping[str, Worth]:
        return self.worths({})

    def at_values(self) -> Mapping[str, Worth]:
        """Every metric as things stand."""
        return self.values

    def at_targets(self) -> Mapping[str, Worth]:
        """The metrics that change once every input stands at its target, or at that of a gain that names it."""
        wanted = dict(self._targets())
        if not wanted:
            return {}
        then = self.worths(wanted)
        return {i: worth for i, worth in then.items() if (worth.value, worth.reason) != self._known(i)}

    def _targets(self) -> Iterator[tuple[str, Figure]]:
        claimed = {gain.metric: gain.target for gain in reversed(self.model.gains) if gain.metric and gain.target}
        for identifier in self.inputs:
            metric = self.metrics[identifier]
            target = metric.target or claimed.get(identifier)
            found = figure(metric, target) if target else None
            if found:
                yield identifier, found

    def _known(self, identifier: str) -> tuple[Decimal | None, str]:
        return self.values[identifier].value, self.values[identifier].reason

    def what_if(self, changes: Iterable[Change]) -> Mapping[str, Worth]:
        """Every metric after changes (see `changes.read_changes`); hypotheses stay out (see `influences`)."""
        given, blocked = self.given(changes)
        return self.worths(given, blocked)

    def given(self, changes: Iterable[Change]) -> tuple[dict[str, Figure], dict[str, str]]:
        """The figures that changes lead to, and why some lead to none. A change replaces a metric's formula."""
        given: dict[str, Figure] = {}
        blocked: dict[str, str] = {}
        for change in changes:
            after = change.applied(self.figure(change.metric))
            if after and is_sound(after.low) and is_sound(after.high):
                given[change.metric] = after
            elif after:
                blocked[change.metric] = TOO_LARGE
            else:
                blocked[change.metric] = self.values[change.metric].reason or "has no value to change"
        return given, blocked

    def figure(self, identifier: str) -> Figure | None:
        """Where a metric stands, with its range; computed where it has a formula that gives something."""
        worth = self.values[identifier]
        stated = self.stated.get(identifier)
        if worth.value is None or (stated and worth.computed is None):
            return stated
        low = worth.value if worth.low is None else worth.low
        high = worth.value if worth.high is None else worth.high
        return Figure(worth.value, low, high, worth.unit, about=low != high)

    def worths(
        self,
        given: Mapping[str, Figure],
        blocked: Mapping[str, str] | None = None,
        order: Iterable[str] | None = None,
        nudge: Nudge | None = None,
    ) -> dict[str, Worth]:
        """Every metric where some have the figures of `given`, and those of `blocked` none, for that reason.

        `nudge` may move each metric when it has been worked out, in `order`.
        """
        found: dict[str, Worth] = {}
        for identifier in self.order if order is None else order:
            worth = self._worth(identifier, given, blocked or {}, found)
            found[identifier] = nudge(identifier, worth, found) if nudge else worth
        return found

    def _worth(
        self, identifier: str, given: Mapping[str, Figure], blocked: Mapping[str, str], found: Mapping[str, Worth]
    ) -> Worth:
        unit = self.units[identifier]
        stated = self.stated.get(identifier)
        if identifier in blocked:
            return Worth(None, unit, blocked[identifier])
        if identifier in given:
            own = given[identifier]
            return Worth(own.value, unit, "", own.low, own.high, stated=stated.value if stated else None)
        reason = self.faults.get(identifier, "has no value")
        tree = self.formulas.get(identifier)
        if tree is not None:
            try:
                value = evaluate(tree, lambda name: _value(name, found))
            except NoValueError as error:
                reason = str(error)
            else:
                own_stated = stated.value if stated else None
                try:
                    between = bounds(tree, lambda name: _interval(found[name]))
                except NoBoundsError as error:
                    return Worth(value, unit, computed=value, stated=own_stated, unbounded=str(error))
                return Worth(value, unit, "", between.low, between.high, value, own_stated)
        elif identifier in self._unreadable:
            reason = "has a value that cannot be computed with"
        if stated is None:
            return Worth(None, unit, reason)
        fallen = reason if self.metrics[identifier].formula.strip() else ""
        return Worth(stated.value, unit, fallen, stated.low, stated.high, stated=stated.value)

    @cached_property
    def _unreadable(self) -> set[str]:
        return {identifier for identifier, metric in self.metrics.items() if metric.value} - self.stated.keys()

    def moved(self, given: Mapping[str, Decimal]) -> dict[str, Decimal | None]:
        """The plain values of the metrics that hang on some others when those have the values of `given`.

        The same as `worths`, without units, bounds and reasons, and only for what can change at all.
        """
        touched = self.fed_by(given)
        found: dict[str, Decimal | None] = {}

        def known(name: str) -> Decimal:
            value = found[name] if name in touched else self.values[name].value
            if value is None:
                raise NoValueError
            return value

        for identifier in sorted(touched, key=self._rank.__getitem__):
            if identifier in given:
                found[identifier] = given[identifier]
                continue
            try:
                found[identifier] = evaluate(self.formulas[identifier], known)
            except NoValueError:
                stated = self.stated.get(identifier)
                found[identifier] = stated.value if stated else None
        return found

    @cached_property
    def _rank(self) -> Mapping[str, int]:
        return {identifier: rank for rank, identifier in enumerate(self.order)}

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Where a stated value differs from the computed one, or stands in for it."""
        found = []
        for identifier, worth in self.values.items():
            if worth.stated is None or not self.metrics[identifier].formula.strip():
                continue
            if worth.computed is None:
                found.append(f"'{identifier}' {worth.reason}: its stated value counts")
            elif abs(worth.computed - worth.stated) > DIFFERENCE * abs(worth.stated):
                stated, computed = shown(worth.stated, worth.unit), shown(worth.computed, worth.unit)
                found.append(f"'{identifier}' is stated as {stated}, but its formula gives {computed}, which counts")
        return tuple(found)


def _value(name: str, found: Mapping[str, Worth]) -> Decimal:
    worth = found[name]
    if worth.value is None:
        raise NoValueError(told_of(name, worth.reason))
    return worth.value


def told_of(name: str, reason: str) -> str:
    """A reason as others tell it: it begins with the culprit."""
    return reason if reason.startswith("'") else f"'{name}' {reason}"


def _interval(worth: Worth) -> Interval:
    if worth.low is None or worth.high is None:
        raise NoBoundsError(worth.unbounded)
    return Interval(worth.low, worth.high)


def _closure(steps: Mapping[str, tuple[str, ...]], starts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    todo = list(starts)
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += steps.get(one, ())
    return found


def open_ledger(model: Model) -> Ledger:
    """Reads a model's formulas and units. Never raises: what is wrong with a formula is in `problems`."""
    metrics = {metric.id: metric for metric in model.metrics}
    formulas: Formulas = read_formulas(metrics)
    units, clashes = carry(metrics, formulas, model.currency)
    trees, faults = dict(formulas.trees), dict(formulas.faults)
    for clash in clashes:
        if clash.severity == "error":
            faults.setdefault(clash.metric, f"mixes units: {clash.message}")
            trees.pop(clash.metric, None)
    read = {i: figure(metric, metric.value) for i, metric in metrics.items() if metric.value}
    stated = {i: replace(found, unit=units[i]) for i, found in read.items() if found}
    problems = (*formulas.problems, *clashes)
    return Ledger(model, metrics, trees, faults, formulas.order, formulas.circles, units, stated, problems)
