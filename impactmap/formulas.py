"""What the metrics of a map are made of: which hangs on which, which are on top, and a formula as joints of lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, Inexact, localcontext

from msgspec import Struct
from msgspec.structs import replace

from impactmap.arithmetic.expression import (
    Call,
    Expression,
    Name,
    Number,
    Product,
    Sum,
    Term,
    names,
    renamed,
    spelled,
)
from impactmap.arithmetic.reading import read_formulas
from impactmap.graph import Joint, Leg
from impactmap.model import Metric, Model

TOPS = ("north star", "top KPI")
MOST_DIGITS = 40  # of numbers that are added up for a joint


class Formulas(Struct, frozen=True):
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

    Numbers are said in the joint: `× 12`, `1 −`; those of a sum are added up.
    """
    made = _branch(expression, "")
    return made if isinstance(made, Joint) else None


def _branch(expression: Expression, sign: str) -> Leg | Joint | None:
    """The line to an operand; None for one that is but numbers."""
    if not names(expression):
        return None
    match expression:
        case Sum(terms):
            return _joint("+", sign, [_term(term) for term in terms])
        case Product(factors):
            return _joint("×", sign, [(factor.operator, factor.expression) for factor in factors])
        case Call(function, arguments):
            return _call(function, sign, arguments)
        case Name(name):
            return Leg(name, sign)
    return None


def _term(term: Term) -> tuple[str, Expression]:
    """A term with its sign; two minus signs before it make a plus."""
    sign, inner = str(term.sign), term.expression
    while isinstance(inner, Sum) and len(inner.terms) == 1 and inner.terms[0].sign == "−":
        sign, inner = ("−" if sign == "+" else "+"), inner.terms[0].expression
    return sign, inner


def _joint(operator: str, sign: str, operands: Sequence[tuple[str, Expression]]) -> Joint:
    """Numbers are said together, so that the words and the lines read as arithmetic in any order of the formula.

    They stand before the operator where the formula begins with one, and where the only line is taken away or divided
    by: `2 × a ÷ 3` is `2 ÷ 3 ×`.
    """
    made = [(own, one, _branch(one, "" if own == operator else own)) for own, one in operands]
    legs = [(own, leg) for own, _, leg in made if leg]
    said = [(own, one) for own, one, leg in made if not leg]
    numbers = _added(said) if operator == "+" else [(own, _number(one)) for own, one in said]
    alone = legs[0][0] if len(legs) == 1 else ""
    if alone:
        # One line needs no sign of its own: what happens to it stands in the joint.
        legs = [(alone, replace(legs[0][1], sign=""))]
    lines = tuple(leg for _, leg in legs)
    # The only line, if it is added to what is taken away, leaves its sign out: `−5 + a` is `− 5`.
    first = not made[0][2] and numbers[0][0] == operator
    if numbers and (first or alone not in ("", operator)):
        text = f"{_run(numbers)} {alone or operator}"
    else:
        text = " ".join(f"{own} {number}" for own, number in numbers)
        if not numbers:
            text = alone or operator
        elif not alone and numbers[0][0] != operator:
            text = f"{operator}, {text}"
    return Joint(text, "operator", lines, sign)


def _run(numbers: Sequence[tuple[str, str]]) -> str:
    """Numbers as the beginning of a formula: `3 × 4`, `−5`."""
    (own, first), *others = numbers
    return " ".join((f"−{first}" if own == "−" else first, *(f"{sign} {number}" for sign, number in others)))


def _added(said: Sequence[tuple[str, Expression]]) -> list[tuple[str, str]]:
    """The numbers of a sum, added up if they can be without rounding: `+ 1 − 3` is `− 2`."""
    known = [(own, _value(one)) for own, one in said]
    values = [value if own == "+" else -value for own, value in known if value is not None]
    total = _exact(values) if len(values) == len(said) > 0 else None
    if total is None:
        return [(own, _number(one)) for own, one in said]
    return [("−" if total < 0 else "+", f"{abs(total):,f}")]


def _value(expression: Expression) -> Decimal | None:
    """What a sum of numbers comes to; None for what could need rounding, or is worth seeing as it was written."""
    match expression:
        case Number(value):
            return value
        case Sum(terms):
            values = [(term.sign, _value(term.expression)) for term in terms]
            added = [value if sign == "+" else -value for sign, value in values if value is not None]
            return _exact(added) if len(added) == len(values) else None
    return None


def _exact(values: Iterable[Decimal]) -> Decimal | None:
    with localcontext(prec=MOST_DIGITS) as context:
        context.clear_flags()  # it begins with those of the thread
        total = sum(values, Decimal(0))
        return None if context.flags[Inexact] else total


def _call(function: str, sign: str, arguments: Sequence[Expression]) -> Joint:
    branches = [(one, _branch(one, "")) for one in arguments]
    said = ", ".join(_number(one) for one, leg in branches if not leg)
    return Joint(f"{function} {said}".rstrip(), "operator", tuple(leg for _, leg in branches if leg), sign)


def _number(expression: Expression) -> str:
    """A part without metrics, in brackets unless it is a plain number."""
    value = _value(expression)
    if value is not None:
        return f"{value:,f}" if value >= 0 else f"(−{-value:,f})"
    text = spelled(expression)
    return f"({text})" if isinstance(expression, Sum | Product) else text
