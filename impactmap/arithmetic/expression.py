"""What a formula says, as a tree: numbers, names, sums, products, and calls of min, max and sum.

Sums and products are flat, `a + b − c` is one sum of three terms, so that a picture can show them as they are
read. What stood in parentheses stays a node of its own, unless it comes first: `(a + b) + c` is `a + b + c`. Worked
out term by term from the left, a tree gives what Python would give for the same text.

`start` and `end` are characters of the formula's text, end exclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

FUNCTIONS = ("min", "max", "sum")


class Number(Struct, frozen=True):
    """A number as typed; `8%` is 0.08."""

    value: Decimal
    start: int
    end: int


class Name(Struct, frozen=True):
    """A metric. `id` is as typed when a text has just been parsed, and the metric's own id in a ledger."""

    id: str
    start: int
    end: int


class Term(Struct, frozen=True):
    sign: Literal["+", "−"]
    expression: Expression


class Sum(Struct, frozen=True):
    """Terms to be added and taken away; a lone negative one is a minus before something: `−a`."""

    terms: tuple[Term, ...]
    start: int
    end: int


class Factor(Struct, frozen=True):
    operator: Literal["×", "÷"]
    expression: Expression


class Product(Struct, frozen=True):
    """Factors to be multiplied with and divided by; the first is always a `×`."""

    factors: tuple[Factor, ...]
    start: int
    end: int


class Call(Struct, frozen=True):
    """`min`, `max` or `sum` of one or more arguments."""

    function: str
    arguments: tuple[Expression, ...]
    start: int
    end: int


Expression = Number | Name | Sum | Product | Call


def parts(expression: Expression) -> tuple[Expression, ...]:
    """What an expression is made of directly, from left to right."""
    match expression:
        case Sum(terms):
            return tuple(term.expression for term in terms)
        case Product(factors):
            return tuple(factor.expression for factor in factors)
        case Call(_, arguments):
            return arguments
    return ()


def mentions(expression: Expression) -> Iterator[Name]:
    """Every place where a metric is named, from left to right."""
    todo = [expression]
    while todo:
        one = todo.pop()
        if isinstance(one, Name):
            yield one
        todo += reversed(parts(one))


def names(expression: Expression) -> tuple[str, ...]:
    """The metrics that an expression names, in order, each once."""
    return tuple(dict.fromkeys(name.id for name in mentions(expression)))


def renamed(expression: Expression, rename: Callable[[str], str]) -> Expression:
    """The same tree with other ids in its names."""
    match expression:
        case Name(identifier):
            return replace(expression, id=rename(identifier))
        case Sum(terms):
            return replace(expression, terms=tuple(Term(t.sign, renamed(t.expression, rename)) for t in terms))
        case Product(factors):
            made = tuple(Factor(f.operator, renamed(f.expression, rename)) for f in factors)
            return replace(expression, factors=made)
        case Call(_, arguments):
            return replace(expression, arguments=tuple(renamed(argument, rename) for argument in arguments))
    return expression


def spelled(expression: Expression) -> str:
    """The expression for people, with typographic signs: `new + mau × fee`."""
    match expression:
        case Number(value):
            return f"{value:,f}"
        case Name(identifier):
            return identifier
        case Sum(terms):
            text = "".join(f" {term.sign} {_inner(term.expression, Sum)}" for term in terms)
            return text[3:] if terms[0].sign == "+" else "−" + text[3:]
        case Product(factors):
            return "".join(f" {factor.operator} {_inner(factor.expression, Sum, Product)}" for factor in factors)[3:]
        case Call(function, arguments):
            return f"{function}({', '.join(map(spelled, arguments))})"


def _inner(expression: Expression, *bracketed: type[Sum] | type[Product]) -> str:
    text = spelled(expression)
    return f"({text})" if isinstance(expression, bracketed) else text
