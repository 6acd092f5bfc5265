"""What the metrics of a map are made of: which hangs on which, which are on top, and a formula as joints of lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from impactmap.arithmetic.expression import Call, Expression, Name, Product, Sum, names, renamed, spelled
from impactmap.arithmetic.reading import read_formulas
from impactmap.graph import Joint, Leg
from impactmap.model import Metric, Model

TOPS = ("north star", "top KPI")


@dataclass(frozen=True, slots=True)
class Formulas:
    """The sound formulas of a model by their metric (id); what cannot be read, or goes in a circle, is not among them.

    `expressions` name metrics by their own ids. `parts` are the metrics that one is made of directly, `uses` those
    that it goes into.
    """

    expressions: Mapping[str, Expression]
    parts: Mapping[str, tuple[str, ...]]
    uses: Mapping[str, tuple[str, ...]]

    def under(self, starts: Iterable[str]) -> set[str]:
        """The starts and all that they are made of."""
        return _closure(self.parts, starts)

    def over(self, starts: Iterable[str]) -> set[str]:
        """The starts and all that is made of them."""
        return _closure(self.uses, starts)

    def crown(self, tops: Iterable[str]) -> set[str]:
        """The tops and, where one is made of another, what lies between them."""
        chosen = list(tops)
        return self.under(chosen) & self.over(chosen)

    def in_words(self, model: Model, metric: str) -> str:
        """A formula with the metrics' titles: `Monthly active users × Documents per user per month`."""
        expression = self.expressions.get(metric)
        if expression is None:
            return ""
        titles = {one.id: one.title for one in model.metrics}
        return spelled(renamed(expression, lambda name: titles.get(name, name)))


def formulas(model: Model) -> Formulas:
    """Reads every formula; none of them can be so bad that it raises."""
    read = read_formulas({metric.id: metric for metric in model.metrics}).trees
    parts = {metric: names(tree) for metric, tree in read.items()}
    uses: dict[str, list[str]] = defaultdict(list)
    for metric, below in parts.items():
        for part in below:
            uses[part].append(metric)
    return Formulas(read, parts, {part: tuple(above) for part, above in uses.items()})


def _closure(steps: Mapping[str, tuple[str, ...]], starts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    todo = list(starts)
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += steps.get(one, ())
    return found


def tops(model: Model, read: Formulas) -> tuple[Metric, ...]:
    """The north star, then the top KPI; where a map names neither, what is made of others and part of nothing."""
    named = [metric for role in TOPS for metric in model.metrics if metric.role == role]
    roots = [metric for metric in model.metrics if metric.formula.strip() and not read.uses.get(metric.id)]
    return tuple(named or roots)


# ---- as lines -------------------------------------------------------------------------------------------------


def joint(expression: Expression) -> Joint | None:
    """The operators of a formula, with a leg to each metric in it; None for a mere other name.

    Numbers are said in the joint: `× 12`, `1 −`.
    """
    made = _branch(expression, "")
    return made if isinstance(made, Joint) else None


def _branch(expression: Expression, sign: str) -> Leg | Joint | None:
    """The line to an operand; None for one that is but numbers."""
    if not names(expression):
        return None
    match expression:
        case Sum(terms):
            added = [("" if term.sign == "+" else term.sign, term.expression) for term in terms]
            return _joint("+", sign, added)
        case Product(factors):
            multiplied = [("" if factor.operator == "×" else factor.operator, factor.expression) for factor in factors]
            return _joint("×", sign, multiplied)
        case Call(function, arguments):
            return _call(function, sign, arguments)
        case Name(name):
            return Leg(name, sign)
    return None


def _joint(operator: str, sign: str, operands: Sequence[tuple[str, Expression]]) -> Joint:
    made = [(own, one, _branch(one, own)) for own, one in operands]
    legs = [(own, leg) for own, _, leg in made if leg]
    said = [(own or operator, _bracketed(one)) for own, one, leg in made if not leg]
    before = ""
    if not made[0][2] and not made[0][0]:
        before, said = said[0][1], said[1:]
    if len(legs) == 1:
        # One line needs no sign of its own: what happens to it stands in the joint.
        alone, leg = legs[0]
        own = alone or (operator if before else "")
        legs = [("", replace(leg, sign=""))]
    else:
        own = "" if said and not before and said[0][0] == operator else operator + "," * bool(said)
    words = (before, own, *(f"{sign} {text}" for sign, text in said))
    return Joint(" ".join(filter(None, words)) or operator, "operator", tuple(leg for _, leg in legs), sign)


def _call(function: str, sign: str, arguments: Sequence[Expression]) -> Joint:
    branches = [(one, _branch(one, "")) for one in arguments]
    said = ", ".join(_bracketed(one) for one, leg in branches if not leg)
    return Joint(f"{function} {said}".rstrip(), "operator", tuple(leg for _, leg in branches if leg), sign)


def _bracketed(expression: Expression) -> str:
    text = spelled(expression)
    return f"({text})" if isinstance(expression, Sum | Product) else text
