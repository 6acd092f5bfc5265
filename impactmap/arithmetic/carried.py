"""Units carried through a formula, and what does not go together on the way (the rules are in `units`)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from impactmap.arithmetic.expression import Call, Expression, Name, Number, Product, Sum, spelled
from impactmap.arithmetic.figures import unit_of
from impactmap.arithmetic.reading import Formulas, Problem
from impactmap.arithmetic.units import BARE, LITERAL, Unit, completed, counted, misfit, product, together
from impactmap.model import Metric
from impactmap.model.reading import short


def carry(metrics: Mapping[str, Metric], formulas: Formulas, currency: str) -> tuple[dict[str, Unit], list[Problem]]:
    """The unit of every metric, and all clashes. `currency` is the map's own, which bare sums are then in."""
    units: dict[str, Unit] = {}
    problems: list[Problem] = []
    for identifier in formulas.order:
        metric = metrics[identifier]
        stated = unit_of(metric)
        tree = formulas.trees.get(identifier)
        if tree is None:
            units[identifier] = stated
            continue
        through = _Through(metric, metrics, units, bool(currency))
        computed = through.unit(tree)
        found = through.problems
        wrong = None if found else misfit(stated, computed)
        # A bare side is no statement; the computed unit may be a bare metric times something unsaid.
        if wrong and wrong.grave:
            message = (
                f"'{identifier}' is stated in {stated or 'another unit'}, but its formula gives {computed or 'a ratio'}"
            )
            found.append(
                Problem(identifier, "unit-clash", "error", message, tree.start, tree.end, f"{wrong.what} differ")
            )
        units[identifier] = completed(BARE if computed.literal else computed, stated)
        problems += found
    return units, problems


class _Through(Struct):
    metric: Metric
    metrics: Mapping[str, Metric]
    units: Mapping[str, Unit]
    has_currency: bool
    problems: list[Problem] = field(default_factory=list)

    def unit(self, expression: Expression) -> Unit:
        match expression:
            case Number():
                return LITERAL
            case Name(identifier):
                return self.units.get(identifier, BARE)
            case Product(factors):
                return product((factor.operator == "÷", self.unit(factor.expression)) for factor in factors)
            case Sum(terms):
                hows = ["subtracted from" if term.sign == "−" else "added to" for term in terms]
                return self.like([term.expression for term in terms], hows)
            case Call(function, arguments):
                how = "added to" if function == "sum" else "compared with"
                return self.like(list(arguments), [how] * len(arguments))

    def like(self, parts: list[Expression], hows: list[str]) -> Unit:
        """The unit of things that need like units; what is unlike is reported, with what happens to it."""
        units = [self.unit(part) for part in parts]
        total = units[0]
        bare: list[tuple[Expression, str]] = []
        money = next((unit for unit in units if unit.of("money")), None)
        for part, unit, how in zip(parts, units, hows, strict=True):
            wrong = misfit(total, unit)
            if wrong and wrong.grave:
                message = f"'{_text(part)}' is {_in(unit)}, and is {how} something {_in(total)}"
                self.problems.append(self.problem("unit-clash", "error", message, part, "only like units go together"))
            else:
                total = together(total, unit)
            if money and unit.is_bare and not unit.literal:
                bare.append((part, how))
        if money and not self.has_currency and not self.problems:
            for part, how in bare:
                message = f"'{_text(part)}' has no unit and is {how} a sum in {money}"
                self.problems.append(self.problem("bare-money", "warning", message, part, self.advice(part, money)))
        above_one = any(isinstance(part, Number) and abs(part.value) > 1 for part in parts)
        return counted(total) if above_one else total

    def advice(self, part: Expression, money: Unit) -> str:
        metric = self.metrics.get(part.id) if isinstance(part, Name) else None
        sign = money.currency
        if metric and metric.value and sign:
            figures = metric.value.format()
            return f"write '{sign}{'' if len(sign) == 1 else ' '}{figures}', or state the map's currency"
        return "state its unit, or the map's currency"

    def problem(self, code: str, severity: str, message: str, part: Expression, hint: str) -> Problem:
        return Problem(self.metric.id, code, severity, message, part.start, part.end, hint)  # type: ignore[arg-type]


def _text(expression: Expression) -> str:
    return short(spelled(expression), 60)


def _in(unit: Unit) -> str:
    text = str(unit)
    if not text:
        return "a ratio" if unit.ratio else "without a unit"
    return text if text.startswith("per ") else f"in {text}"
