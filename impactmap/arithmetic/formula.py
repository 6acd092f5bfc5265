"""The grammar of formulas: numbers, metrics' ids, `+ - * /`, parentheses, `min`, `max` and `sum`. Nothing else.

    sum      = ["-"] product { ("+" | "-") product }
    product  = factor { ("*" | "/") factor }
    factor   = "-" factor | number ["%"] | name [ "(" sum { "," sum } ")" ] | "(" sum ")"

`×`, `·`, `÷` and a true minus are read too. A name is a metric's id: letters of any script, digits, `_`, and `.`
inside it. A hyphen is a minus; an id that holds one stands in brackets or backquotes: `[mau-per-customer]`.
Numbers have no commas, for a comma parts arguments. Nothing is ever evaluated as Python.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from impactmap.arithmetic.expression import FUNCTIONS, Call, Expression, Factor, Name, Number, Product, Sum, Term
from impactmap.arithmetic.tokens import FormulaError, Token, tokens
from impactmap.diagnostics import nearest
from impactmap.model.reading import short

__all__ = ["LENGTH", "NESTING", "FormulaError", "parse"]

LENGTH = 1_000  # characters of a formula
NESTING = 40  # parentheses, calls and minus signs inside each other
EXAMPLE = "write arithmetic over metrics' ids, such as mau * fee"


def parse(text: str) -> Expression:
    """The tree that a formula says. Raises FormulaError at the first thing that is wrong."""
    return _parse(text)


@lru_cache(maxsize=8192)  # a formula is read when it is checked, drawn and computed; trees never change
def _parse(text: str) -> Expression:
    if not text.strip():
        raise FormulaError("a formula is missing", 0, len(text), EXAMPLE)
    if len(text) > LENGTH:
        raise FormulaError(
            f"a formula of {len(text):,} characters is too long",
            0,
            len(text),
            f"at most {LENGTH:,} characters are read: give a part of it a metric of its own",
        )
    return _Parser(text, tokens(text)).whole()


# ---- from tokens to a tree --------------------------------------------------------------------------------


class _Parser:
    """Recursive descent, never deeper than NESTING."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += token.kind != "end"
        return token

    def sees(self, *signs: str) -> bool:
        return self.now.kind == "sign" and self.now.text in signs

    def whole(self) -> Expression:
        read = self.sum()
        token = self.now
        if self.sees(")"):
            raise FormulaError("')' closes nothing", token.start, token.end, "take it out, or open one before it")
        if self.sees(","):
            hint = "a comma parts the arguments of min, max and sum; a number has a point"
            raise FormulaError("a comma stands in the wrong place", token.start, token.end, hint)
        return read

    def sum(self) -> Expression:
        start = self.now.start
        negative = self.sees("−") and bool(self.take())
        first = self.product()
        terms = [Term("−" if negative else "+", first)]
        while self.sees("+", "−"):
            sign = self.take()
            terms.append(Term("+" if sign.text == "+" else "−", self.product(after=sign)))
        end = self.tokens[self.at - 1].end
        if len(terms) == 1 and not negative:
            return first
        if isinstance(first, Sum) and not negative:
            terms[:1] = first.terms
        return Sum(tuple(terms), start, end)

    def product(self, after: Token | None = None) -> Expression:
        start = self.now.start
        first = self.factor(after)
        factors = [Factor("×", first)]
        while self.sees("×", "÷"):
            sign = self.take()
            factors.append(Factor("×" if sign.text == "×" else "÷", self.factor(sign)))
        self.operator_missing()
        if len(factors) == 1:
            return first
        if isinstance(first, Product):
            factors[:1] = first.factors
        return Product(tuple(factors), start, self.tokens[self.at - 1].end)

    def factor(self, after: Token | None) -> Expression:
        token = self.take()
        if token.kind == "number":
            return Number(token.value, token.start, token.end)
        if token.kind == "name":
            return self.call(token) if self.sees("(") and self.now.start >= token.end else self.name(token)
        if token.kind == "sign" and token.text in "−(":
            self.depth += 1
            if self.depth > NESTING:
                hint = "give a part of it a metric of its own"
                raise FormulaError(f"the formula is nested more than {NESTING} deep", token.start, token.end, hint)
            inner = self.negative(token) if token.text == "−" else self.group(token)
            self.depth -= 1
            return inner
        raise self.value_missing(token, after)

    def name(self, token: Token) -> Name:
        return Name(token.text, token.start, token.end)

    def negative(self, sign: Token) -> Expression:
        inner = self.factor(sign)
        return Sum((Term("−", inner),), sign.start, inner.end)

    def group(self, opening: Token) -> Expression:
        inner = self.sum()
        self.close(opening)
        # The span takes the parentheses in: "divides by '(a - b)'" is underlined as a whole.
        return replace(inner, start=opening.start, end=self.tokens[self.at - 1].end)

    def call(self, name: Token) -> Call:
        function = name.text.casefold()
        if function not in FUNCTIONS:
            near = nearest(function, FUNCTIONS)
            hint = f"did you mean '{near}'?" if near else "there are min, max and sum; to multiply, write *"
            raise FormulaError(f"'{short(name.text)}' is not a function", name.start, name.end, hint)
        opening = self.take()
        self.depth += 1
        if self.depth > NESTING:
            hint = "give a part of it a metric of its own"
            raise FormulaError(f"the formula is nested more than {NESTING} deep", name.start, opening.end, hint)
        if self.sees(")"):
            raise FormulaError(f"'{function}' needs a value", name.start, self.now.end, f"write {function}(a, b)")
        arguments = [self.sum()]
        while self.sees(","):
            self.take()
            arguments.append(self.sum())
        self.close(opening)
        self.depth -= 1
        return Call(function, tuple(arguments), name.start, self.tokens[self.at - 1].end)

    def close(self, opening: Token) -> None:
        token = self.now
        if not self.sees(")"):
            if self.sees(","):
                hint = "a comma parts the arguments of min, max and sum; a number has a point"
                raise FormulaError("a comma stands in the wrong place", token.start, token.end, hint)
            raise FormulaError("'(' is never closed", opening.start, opening.end, "add a ')'")
        self.take()

    def operator_missing(self) -> None:
        token = self.now
        if token.kind == "end" or self.sees(")", ",", "+", "−"):
            return
        before = self.tokens[self.at - 1]
        left, right = (short(self.text[t.start : t.end]) for t in (before, token))
        message = f"an operator is missing between '{left}' and '{right}'"
        raise FormulaError(message, before.start, token.end, f"write {left} * {right}, or + - /")

    def value_missing(self, token: Token, after: Token | None) -> FormulaError:
        """`token` stands where a value should; `after` is the sign that waits for one."""
        if token.kind == "sign" and token.text in "+×÷":
            typed = self.text[token.start : token.end]
            return FormulaError(f"'{typed}' needs a value before it", token.start, token.end, EXAMPLE)
        behind = self.tokens[self.at - 1 - (token.kind != "end")] if self.at > 1 or token.kind == "end" else token
        sign = after or behind
        typed = self.text[sign.start : sign.end]
        if sign.text == ")":
            return FormulaError(f"'{typed}' closes nothing", sign.start, sign.end, EXAMPLE)
        return FormulaError(f"'{typed}' needs a value after it", sign.start, sign.end, EXAMPLE)
