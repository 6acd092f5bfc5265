"""The grammar of formulas."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impactmap.arithmetic import Call, FormulaError, Name, Number, Product, Sum, names, parse, spelled
from impactmap.arithmetic.evaluate import NoValueError, evaluate
from impactmap.arithmetic.expression import Factor, Term, mentions


def test_sums_and_products_are_flat() -> None:
    read = parse("new + mau * fee / 2 - 8%")
    assert isinstance(read, Sum)
    assert [term.sign for term in read.terms] == ["+", "+", "−"]
    product = read.terms[1].expression
    assert isinstance(product, Product)
    assert product.factors == (
        Factor("×", Name("mau", 6, 9)),
        Factor("×", Name("fee", 12, 15)),
        Factor("÷", Number(Decimal(2), 18, 19)),
    )
    assert (product.start, product.end) == (6, 19)
    assert read.terms[2] == Term("−", Number(Decimal("0.08"), 22, 24))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        ("a*b/c", "a × b ÷ c"),
        ("a × b ÷ c · d − e", "a × b ÷ c × d − e"),
        ("(a + b) - c", "a + b − c"),
        ("a - (b + c)", "a − (b + c)"),
        ("(a * b) * c", "a × b × c"),
        ("a / (b * c)", "a ÷ (b × c)"),
        ("-a * b", "−a × b"),
        ("a * -b", "a × (−b)"),
        ("MIN(a, Max(b, 2)) + min", "min(a, max(b, 2)) + min"),
        ("sum (a , b)", "sum(a, b)"),
        (".5 + 0.50", "0.5 + 0.50"),
        ("８％ * ａ", "0.08 × ａ"),
        ("30d_retention * a.b.c", "30d_retention × a.b.c"),
        ("出口_数 + कि", "出口_数 + कि"),
        ("[mau-per-customer] * `a-b`", "mau-per-customer × a-b"),
    ],
)
def test_what_is_read(text: str, expected: str) -> None:
    assert spelled(parse(text)) == expected


def test_names_come_in_order_once_each() -> None:
    assert names(parse("b + a * max(b, c) - min")) == ("b", "a", "c", "min")
    assert [name.start for name in mentions(parse("b + a * b"))] == [0, 4, 8]


def test_a_call_holds_its_arguments() -> None:
    read = parse("max(a, 2)")
    assert read == Call("max", (Name("a", 4, 5), Number(Decimal(2), 7, 8)), 0, 9)


@pytest.mark.parametrize(
    ("text", "message", "marked", "hint"),
    [
        ("", "a formula is missing", "", "such as mau * fee"),
        ("  ", "a formula is missing", "  ", "such as"),
        ("a +", "'+' needs a value after it", "+", ""),
        ("a + * b", "'*' needs a value before it", "*", ""),
        ("* a", "'*' needs a value before it", "*", ""),
        ("a ++ b", "'+' needs a value before it", "+", ""),
        ("a b", "an operator is missing between 'a' and 'b'", "a b", "write a * b"),
        ("2 a", "an operator is missing between '2' and 'a'", "2 a", "write 2 * a"),
        ("(a)(b)", "an operator is missing between ')' and '('", ")(", ""),
        ("(a", "'(' is never closed", "(", "add a ')'"),
        ("a)", "')' closes nothing", ")", ""),
        ("()", "'(' needs a value after it", "(", ""),
        ("min()", "'min' needs a value", "min()", "min(a, b)"),
        ("min(a,)", "needs a value", ",", ""),
        ("a, b", "a comma stands in the wrong place", ",", ""),
        ("(a, b)", "a comma stands in the wrong place", ",", ""),
        ("2 ^ 3", "there are no powers: '^'", "^", "a * a"),
        ("a ** b", "there are no powers: '**'", "**", "a * a"),
        ("9**9**9", "there are no powers: '**'", "**", ""),
        ("a = b", "a formula has no '='", "=", "right"),
        ("a < b", "'<' compares", "<", ""),
        ("a.b()", "'a.b' is not a function", "a.b", "min, max and sum"),
        ("maxx(a)", "'maxx' is not a function", "maxx", "did you mean 'max'?"),
        ("fee (a)", "'fee' is not a function", "fee", "to multiply, write *"),
        ("__import__('os')", "a formula holds no quoted text", "'", ""),
        ("__import__(os)", "'__import__' is not a function", "__import__", ""),
        ("a.", "'.' cannot stand in a formula", ".", ""),
        ("a; b", "';' cannot stand", ";", ""),
        ("a[0]", "an operator is missing", "a[0]", ""),
        ("[a", "'[' is never closed", "[", "[mau-per-customer]"),
        (
            "$25 * mau",
            "a number in a formula has no currency",
            "$",
            "'25' alone, or make it a metric with the value '$25'",
        ),
        (
            "a * 12 €",
            "a number in a formula has no currency",
            "€",
            "'12' alone, or make it a metric with the value '12 €'",
        ),
        ("4 * €1,200", "has no currency", "€", "'1200' alone, or make it a metric with the value '€1,200'"),
        ("a * €", "a number in a formula has no currency", "€", "write the number alone"),
        ("a%", "'%' stands only behind a number", "%", "8%"),
        ("1,140,000 * a", "'1,140,000' has commas", "1,140,000", "write 1140000"),
        ("max(1,200)", "'1,200' has commas", "1,200", "a space after each comma"),
        ("1" * 25, "a number of 25 digits is too long", "1" * 25, "24"),
        ("a" * 1001, "a formula of 1,001 characters is too long", "a" * 1001, "1,000"),
        ("a + " * 2500 + "a", "a formula of 10,001 characters is too long", None, "1,000 characters"),
        ("(" * 41 + "a" + ")" * 41, "nested more than 40 deep", "(", "metric of its own"),
        ("-" * 60 + "a", "nested more than 40 deep", "-", ""),
        ("min(" * 41 + "a" + ")" * 41, "nested more than 40 deep", "min(", ""),
    ],
)
def test_what_is_refused(text: str, message: str, marked: str | None, hint: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert marked is None or text[caught.value.start : caught.value.end] == marked


def test_forty_parentheses_are_read() -> None:
    assert names(parse("(" * 40 + "a" + ")" * 40)) == ("a",)
    assert names(parse("max(1, 200, a)")) == ("a",)


@given(st.text(max_size=60) | st.text("ab1.,+-*/()% []^=", max_size=60))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    try:
        read = parse(text)
    except FormulaError as error:
        assert 0 <= error.start <= error.end <= max(len(text), 1) and error.message
    else:
        assert spelled(read)
        assert all(0 <= name.start < name.end <= len(text) for name in mentions(read))


# ---- the same as Python's own arithmetic -------------------------------------------------------------------

ENV = {"a": 3, "b": -7, "c": 0, "d": 12}
LEAVES = st.sampled_from([*ENV, "2", "0", "10", "41"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    chain = st.lists(st.tuples(st.sampled_from("+-*/"), inner), min_size=1, max_size=4)
    return st.one_of(
        st.tuples(inner, chain).map(lambda t: t[0] + "".join(f" {op} {part}" for op, part in t[1])),
        inner.map("({})".format),
        inner.map("-{}".format),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    )


class Exact:
    """Python's operators over fractions."""

    @staticmethod
    def of(text: str) -> Fraction:
        import re

        numbers = re.sub(r"\b\d+\b", lambda m: f"Fraction({m[0]})", text)
        names = {name: Fraction(value) for name, value in ENV.items()}
        return Fraction(eval(numbers, {"Fraction": Fraction, "min": min, "max": max, **names}))  # noqa: S307 - ours


@given(st.recursive(LEAVES, grown, max_leaves=12))
def test_formulas_come_to_what_python_says(text: str) -> None:
    if text.count("(") + text.count("-") > 38:
        return
    try:
        expected = Exact.of(text)
    except ZeroDivisionError:
        with pytest.raises(NoValueError, match="divides by"):
            evaluate(parse(text), lambda name: Decimal(ENV[name]))
        return
    try:
        value = evaluate(parse(text), lambda name: Decimal(ENV[name]))
    except NoValueError:
        # A divisor that is exactly nought can be rounded to it, or from it; then the exact one is tiny.
        return
    assert abs(Fraction(value) - expected) <= (abs(expected) + 1) * Fraction(1, 10**20)


def test_the_order_is_from_the_left() -> None:
    values = {"a": Decimal(100), "b": Decimal(10), "c": Decimal(5)}
    assert evaluate(parse("a / b / c"), values.__getitem__) == 2
    assert evaluate(parse("a / b * c"), values.__getitem__) == 50
    assert evaluate(parse("a - b - c"), values.__getitem__) == 85
    assert evaluate(parse("-a - -b"), values.__getitem__) == -90
    assert evaluate(parse("sum(a, b, c) - max(a, b) + min(b, c)"), values.__getitem__) == 20


def test_nothing_grows_beyond_bounds() -> None:
    huge = "*".join(["99999999999999999999"] * 40)
    with pytest.raises(NoValueError, match="too large to compute"):
        evaluate(parse(huge), lambda name: Decimal(1))
