"""Bounds of a formula's value where metrics are ranges, by interval arithmetic.

The bounds are sure, and often too wide: a metric that is named twice counts as two (see `simulation` for the
likely middle). A division by an interval that holds 0 has no bounds, and that is said. Source: R. E. Moore,
*Interval Analysis*, 1966.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation, Overflow

from msgspec import Struct

from impactmap.arithmetic.evaluate import CONTEXT, apply
from impactmap.arithmetic.expression import Call, Expression, Name, Number, Product, Sum, spelled
from impactmap.model.reading import short


class Interval(Struct, frozen=True):
    low: Decimal
    high: Decimal


class NoBoundsError(ArithmeticError):
    """Nothing bounds a value; the text says why: "'d' can be 0"."""


Bounds = Callable[[str], Interval]


def bounds(expression: Expression, known: Bounds) -> Interval:
    """Where the value of an expression can lie; `known` gives the interval of a metric.

    Raises NoBoundsError with the reason, also when `known` does.
    """
    try:
        return _bounds(expression, known)
    except (Overflow, InvalidOperation):
        raise NoBoundsError("they are too large to compute") from None


def _bounds(expression: Expression, known: Bounds) -> Interval:
    match expression:
        case Number(value):
            return Interval(value, value)
        case Name(identifier):
            return known(identifier)
        case Sum(terms):
            low = high = Decimal(0)
            for term in terms:
                part = _bounds(term.expression, known)
                if term.sign == "−":
                    part = Interval(CONTEXT.minus(part.high), CONTEXT.minus(part.low))
                low, high = CONTEXT.add(low, part.low), CONTEXT.add(high, part.high)
            return Interval(low, high)
        case Product(factors):
            total = Interval(Decimal(1), Decimal(1))
            for factor in factors:
                part = _bounds(factor.expression, known)
                if factor.operator == "÷" and part.low <= 0 <= part.high:
                    raise NoBoundsError(f"'{short(spelled(factor.expression), 60)}' can be 0")
                total = _times(total, part) if factor.operator == "×" else _over(total, part)
            return total
        case Call(function, arguments):
            parts = [_bounds(argument, known) for argument in arguments]
            return Interval(apply(function, [p.low for p in parts]), apply(function, [p.high for p in parts]))


def _times(one: Interval, other: Interval) -> Interval:
    corners = [CONTEXT.multiply(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    return Interval(min(corners), max(corners))


def _over(one: Interval, other: Interval) -> Interval:
    corners = [CONTEXT.divide(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    return Interval(min(corners), max(corners))
