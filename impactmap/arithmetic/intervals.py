"""Bounds of a formula's value where metrics are ranges, by interval arithmetic.

The bounds are sure, and often too wide: a metric that is named twice counts as two (see `simulation` for the
likely middle). A division by an interval that holds 0 has no bounds. Source: R. E. Moore, *Interval Analysis*, 1966.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, Overflow

from impactmap.arithmetic.evaluate import CONTEXT, apply
from impactmap.arithmetic.expression import Call, Expression, Name, Number, Product, Sum


@dataclass(frozen=True, slots=True)
class Interval:
    low: Decimal
    high: Decimal


Bounds = Callable[[str], Interval | None]


def bounds(expression: Expression, known: Bounds) -> Interval | None:
    """Where the value of an expression can lie; `known` gives the interval of a metric, None where it has none."""
    try:
        return _bounds(expression, known)
    except (Overflow, InvalidOperation):
        return None


def _bounds(expression: Expression, known: Bounds) -> Interval | None:
    match expression:
        case Number(value):
            return Interval(value, value)
        case Name(identifier):
            return known(identifier)
        case Sum(terms):
            low = high = Decimal(0)
            for term in terms:
                part = _bounds(term.expression, known)
                if part is None:
                    return None
                if term.sign == "−":
                    part = Interval(CONTEXT.minus(part.high), CONTEXT.minus(part.low))
                low, high = CONTEXT.add(low, part.low), CONTEXT.add(high, part.high)
            return Interval(low, high)
        case Product(factors):
            total = Interval(Decimal(1), Decimal(1))
            for factor in factors:
                part = _bounds(factor.expression, known)
                if part is None or (factor.operator == "÷" and part.low <= 0 <= part.high):
                    return None
                total = _times(total, part) if factor.operator == "×" else _over(total, part)
            return total
        case Call(function, arguments):
            parts = [_bounds(argument, known) for argument in arguments]
            sound = [part for part in parts if part is not None]
            if len(sound) < len(parts):
                return None
            return Interval(apply(function, [p.low for p in sound]), apply(function, [p.high for p in sound]))


def _times(one: Interval, other: Interval) -> Interval:
    corners = [CONTEXT.multiply(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    return Interval(min(corners), max(corners))


def _over(one: Interval, other: Interval) -> Interval:
    corners = [CONTEXT.divide(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    return Interval(min(corners), max(corners))
