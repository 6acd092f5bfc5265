"""Metric arithmetic: formulas read and worked out, with units, ranges, levers and what-ifs."""

from impactmap.arithmetic.changes import Change, read_changes
from impactmap.arithmetic.evaluate import Worth, fraction
from impactmap.arithmetic.expression import (
    Call,
    Expression,
    Factor,
    Name,
    Number,
    Product,
    Sum,
    Term,
    names,
    spelled,
)
from impactmap.arithmetic.formula import FormulaError, parse
from impactmap.arithmetic.ledger import Ledger, open_ledger
from impactmap.arithmetic.levers import Lever, levers
from impactmap.arithmetic.units import Unit

__all__ = [
    "Call",
    "Change",
    "Expression",
    "Factor",
    "FormulaError",
    "Ledger",
    "Lever",
    "Name",
    "Number",
    "Product",
    "Sum",
    "Term",
    "Unit",
    "Worth",
    "fraction",
    "levers",
    "names",
    "open_ledger",
    "parse",
    "read_changes",
    "spelled",
]
