"""Influences: hypotheses that one metric moves another. They stand apart from formulas and join a what-if on request.

A `strength` that is a number is an elasticity: with 0.3 (or 30%) one per cent more of `from` moves `to` by 0.3%.
So `to` is multiplied by 1 + sign × strength × relative change of `from`. A word ("weak", "strong") or nothing tells
a direction and nothing that could be computed with.

Everything is worked out once, from causes to effects. An influence that would close a circle, over formulas and the
influences before it in the spec, is cut: its feedback is not followed, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from impactmap.arithmetic.changes import Change
from impactmap.arithmetic.evaluate import CONTEXT, TOO_LARGE, Worth, fraction
from impactmap.arithmetic.figures import EXACT, LARGEST
from impactmap.arithmetic.ledger import Ledger, told_of
from impactmap.model import Influence
from impactmap.model.quantity import QuantityError, parse_quantity
from impactmap.model.reading import short

CONFIDENCE = ("", "assumed", "correlated", "tested")  # from the least sure on


class Edge(Struct, frozen=True):
    """An influence that can be followed: `elasticity` is signed, 0.3 where +1% of `source` moves `target` by 0.3%."""

    id: str
    source: str
    target: str
    elasticity: Decimal
    confidence: str


class Web(Struct, frozen=True):
    """The influences that are followed, an order of all metrics that suits them, and what is said of the others."""

    edges: tuple[Edge, ...]
    order: tuple[str, ...]
    notes: tuple[str, ...]


def web(ledger: Ledger) -> Web:
    """The influences of a map as far as they can be computed with."""
    edges: list[Edge] = []
    notes: list[str] = []
    ahead = {source: list(targets) for source, targets in ledger.ahead.items()}
    for influence in ledger.model.influences:
        if influence.from_ not in ledger.metrics or influence.to not in ledger.metrics:
            continue
        elasticity, why = _elasticity(influence)
        between = f"{influence.from_} → {influence.to}"
        if elasticity is None:
            notes.append(f"{between}: {why}")
        elif influence.from_ in _ahead_of(ahead, influence.to):
            notes.append(f"{between}: closes a circle; its feedback is not followed")
        else:
            edges.append(Edge(influence.id, influence.from_, influence.to, elasticity, influence.confidence))
            ahead.setdefault(influence.from_, []).append(influence.to)
    return Web(tuple(edges), _order(ledger, edges), tuple(notes))


def _elasticity(influence: Influence) -> tuple[Decimal | None, str]:
    """The signed elasticity, or None and why there is none."""
    text = influence.strength.strip()
    if not text:
        return None, "no strength: direction only"
    try:
        quantity = parse_quantity(text)
    except QuantityError:
        return None, f"its strength '{short(text, 30)}' is no number: direction only"
    value = quantity.likely if quantity.likely is not None else (quantity.low + quantity.high) / 2
    if not value.is_finite() or abs(value.adjusted()) > LARGEST or quantity.unit not in ("", "%", "x"):
        return None, f"its strength '{short(text, 30)}' is no number: direction only"
    if quantity.unit == "%":
        value = EXACT.scaleb(value, -2)
    if not influence.sign and text[0] not in "+-−–":
        return None, "no sign: it could go either way"
    # A minus in the strength is only another way to say the sign.
    return (-abs(value) if influence.sign == "-" else abs(value) if influence.sign == "+" else value), ""


def _ahead_of(steps: Mapping[str, list[str]], start: str) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += steps.get(one, ())
    return found


def _order(ledger: Ledger, edges: Iterable[Edge]) -> tuple[str, ...]:
    """Every metric after those that its formula names and those that influence it; without recursion."""
    back = {identifier: list(parts) for identifier, parts in ledger.steps.items()}
    for edge in edges:
        back.setdefault(edge.target, []).append(edge.source)
    done: dict[str, None] = {}
    for first in ledger.order:
        todo = [first]
        while todo:
            one = todo[-1]
            missing = [] if one in done else [part for part in back.get(one, ()) if part not in done]
            if missing:
                todo += missing
            else:
                done[todo.pop()] = None
    return tuple(done)


class Moved(Struct, frozen=True):
    """A what-if with influences: every metric, and notes on those that were not followed.

    `Worth.moved_by` and `Worth.confidence` mark the metrics that hypotheses moved, directly or through formulas.
    """

    worths: Mapping[str, Worth]
    notes: tuple[str, ...]


def what_if(ledger: Ledger, changes: Iterable[Change]) -> Moved:
    """Every metric after changes, with all influences that can be followed. A metric that is set stays as it is set."""
    found = web(ledger)
    given, blocked = ledger.given(changes)
    into: dict[str, list[Edge]] = {}
    for edge in found.edges:
        into.setdefault(edge.target, []).append(edge)
    notes = list(found.notes)

    def nudge(identifier: str, worth: Worth, worths: Mapping[str, Worth]) -> Worth:
        inherited = [worths[part] for part in ledger.steps.get(identifier, ()) if worths[part].moved_by]
        if identifier in given or identifier in blocked:
            return worth
        if inherited and worth.computed is not None:
            worth = _marked(
                worth, [one for part in inherited for one in part.moved_by], [p.confidence for p in inherited]
            )
        for edge in into.get(identifier, ()):
            before, after = ledger.values[edge.source], worths[edge.source]
            if before.value is None or after.value is None:
                reason = told_of(edge.source, after.reason or before.reason)
                notes.append(f"{edge.source} → {edge.target}: not followed, {reason}")
                continue
            share = fraction(before.value, after.value)
            if share is None:
                notes.append(f"{edge.source} → {edge.target}: not followed, '{edge.source}' is 0 to begin with")
            elif share and worth.value is not None:
                worth = _times(worth, edge, share, before, after)
                worth = _marked(
                    worth, [*after.moved_by, edge.id], [edge.confidence, *([after.confidence] * bool(after.moved_by))]
                )
        return worth

    worths = ledger.worths(given, blocked, found.order, nudge)
    return Moved({identifier: worths[identifier] for identifier in ledger.order}, tuple(notes))


def _marked(worth: Worth, by: Iterable[str], confidence: Iterable[str]) -> Worth:
    least = min([*confidence, *([worth.confidence] if worth.moved_by else [])], key=CONFIDENCE.index)
    return replace(worth, moved_by=tuple(dict.fromkeys([*worth.moved_by, *by])), confidence=least)


def _times(worth: Worth, edge: Edge, share: Decimal, before: Worth, after: Worth) -> Worth:
    """A metric moved by one influence. Bounds are kept where the cause began at a plain figure."""
    assert worth.value is not None  # noqa: S101 - the caller looked; this tells mypy
    try:
        value = CONTEXT.multiply(worth.value, _factor(edge, share))
        low = high = None
        if before.value and before.low == before.high and None not in (worth.low, worth.high, after.low, after.high):
            factors = [
                _factor(edge, fraction(before.value, end) or Decimal(0))
                for end in (after.low, after.high)
                if end is not None
            ]
            corners = [CONTEXT.multiply(end, f) for end in (worth.low, worth.high) if end is not None for f in factors]
            low, high = min(corners), max(corners)
    except ArithmeticError:
        return replace(worth, value=None, low=None, high=None, reason=TOO_LARGE)
    return replace(worth, value=value, low=low, high=high)


def _factor(edge: Edge, share: Decimal) -> Decimal:
    return CONTEXT.add(Decimal(1), CONTEXT.multiply(edge.elasticity, share))
