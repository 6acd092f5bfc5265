"""Working formulas out: a value, or the reason why there is none.

Exact to 34 digits, in a decimal context of its own. Its exponents are bounded, so no product can eat the machine:
what grows beyond 1e300 has no value ("too large to compute").
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from msgspec import Struct

from impactmap.arithmetic.expression import Call, Expression, Name, Number, Product, Sum, spelled
from impactmap.arithmetic.figures import EXACT, LARGEST, shown
from impactmap.arithmetic.units import BARE, Unit
from impactmap.model.reading import short

CONTEXT = Context(prec=34, Emax=LARGEST, Emin=-LARGEST, traps=[Overflow, InvalidOperation, DivisionByZero])
TOO_LARGE = "is too large to compute"


class Worth(Struct, frozen=True):
    """What a metric comes to.

    `value` is None where nothing can be said; `reason` then says why and names the culprit: "'orders' has no
    value", or "has no value" where it is the metric itself. 11% is 0.11. `low` and `high` bound the value where
    ranges go into it, by interval arithmetic; they are None where no bound is known, and `unbounded` says why where
    a division does it: "'d' can be 0". `computed` is what the formula
    gives, `stated` what the author wrote: the computed one counts, the stated one stands in where there is none,
    and then `reason` tells why the formula gave nothing. `moved_by` are the influences that moved it, as ids,
    `confidence` how well the least sure of them is known.
    """

    value: Decimal | None
    unit: Unit = BARE
    reason: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    computed: Decimal | None = None
    stated: Decimal | None = None
    moved_by: tuple[str, ...] = ()
    confidence: str = ""
    unbounded: str = ""

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.low != self.high

    def __str__(self) -> str:
        """For people: `$1,140,000`, or `n/a: 'orders' has no value`."""
        return f"n/a: {self.reason}" if self.value is None else shown(self.value, self.unit)


class NoValueError(ArithmeticError):
    """A formula gives nothing; the text says why."""


Known = Callable[[str], Decimal]


def evaluate(expression: Expression, known: Known) -> Decimal:
    """The value of an expression. `known` gives that of a metric by the id in its Name.

    Raises NoValueError with the reason, also when `known` does. Terms and factors are worked out from the left.
    """
    try:
        return CONTEXT.plus(_value(expression, known))
    except (Overflow, InvalidOperation):
        raise NoValueError(TOO_LARGE) from None


def _value(expression: Expression, known: Known) -> Decimal:
    match expression:
        case Number(value):
            return value
        case Name(identifier):
            return known(identifier)
        case Sum(terms):
            total = Decimal(0)
            for term in terms:
                part = _value(term.expression, known)
                total = CONTEXT.add(total, part) if term.sign == "+" else CONTEXT.subtract(total, part)
            return total
        case Product(factors):
            total = _value(factors[0].expression, known)
            for factor in factors[1:]:
                part = _value(factor.expression, known)
                if factor.operator == "×":
                    total = CONTEXT.multiply(total, part)
                elif part:
                    total = CONTEXT.divide(total, part)
                else:
                    raise NoValueError(divides_by_nought(factor.expression))
            return total
        case Call(function, arguments):
            return apply(function, [_value(argument, known) for argument in arguments])


def apply(function: str, values: list[Decimal]) -> Decimal:
    """`min`, `max` or `sum` of values."""
    if function == "sum":
        total = Decimal(0)
        for value in values:
            total = CONTEXT.add(total, value)
        return total
    return min(values) if function == "min" else max(values)


def divides_by_nought(divisor: Expression) -> str:
    text = short(spelled(divisor), 60)
    return "divides by 0" if isinstance(divisor, Number) else f"divides by '{text}', which is 0"


def fraction(before: Decimal, after: Decimal) -> Decimal | None:
    """How far it is from one to the other, as a fraction of the first: 0.14 is +14%.

    None from nought, and where it is too large to compute.
    """
    if not before:
        return Decimal(0) if not after else None
    share = EXACT.divide(EXACT.subtract(after, before), abs(before))
    return CONTEXT.plus(share) if abs(share.adjusted()) <= LARGEST else None
