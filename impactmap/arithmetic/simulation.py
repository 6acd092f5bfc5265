"""Where inputs are ranges: two thousand draws, and the tenth, fiftieth and ninetieth per cent of what comes out.

Each range is drawn once per draw and used everywhere, so a metric that a formula names twice is one metric: this is
what interval bounds cannot know. A range with a likely figure is triangular, any other uniform; ranges are taken to
be independent of each other. The same spec gives the same figures on every machine: each metric has a stream of
numbers of its own, seeded by its id, and what is drawn does not hang on what else is in the map.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from impactmap.arithmetic.expression import Call, Expression, Name, Number, Product, Sum
from impactmap.arithmetic.figures import Figure
from impactmap.arithmetic.influences import Edge, Web
from impactmap.arithmetic.ledger import Ledger

DRAWS = 2_000
SEED = 8128
_NOTHING = math.nan

Row = list[float]
Compiled = Callable[[Row], float]


class Spread(Struct, frozen=True):
    """What came out: a tenth of the draws lies below `p10`, half below `p50`, nine tenths below `p90`.

    `failed` counts the draws that came to nothing (a division by 0); the figures are those of the others, and None
    where more than half failed.
    """

    p10: float | None
    p50: float | None
    p90: float | None
    failed: int = 0


def simulate(
    ledger: Ledger, given: Mapping[str, Figure] | None = None, web: Web | None = None, draws: int = DRAWS
) -> Mapping[str, Spread]:
    """The spread of every metric that a range reaches, when some metrics have the figures of `given`.

    With `web`, influences move what changes between the spec's own figures and these. Raises nothing.
    """
    edges = web.edges if web and given else ()
    columns = _columns(ledger, given or {}, edges, web.order if web else ledger.order, draws)
    return {identifier: _spread(column) for identifier, column in columns.items()}


def draws_of(
    ledger: Ledger, given: Mapping[str, Figure] | None = None, draws: int = DRAWS
) -> Mapping[str, list[float]]:
    """Every single draw of the metrics that a range reaches."""
    return _columns(ledger, given or {}, (), ledger.order, draws)


def _columns(
    ledger: Ledger, given: Mapping[str, Figure], edges: Sequence[Edge], order: Iterable[str], draws: int
) -> dict[str, list[float]]:
    order = list(order)
    worths = ledger.worths(given)
    ranged: dict[str, Figure] = {}
    for identifier in order:
        figure = given.get(identifier) or (
            ledger.stated.get(identifier) if worths[identifier].computed is None else None
        )
        if figure and figure.is_range:
            ranged[identifier] = figure
    if not ranged:
        return {}
    before = _columns(ledger, {}, (), ledger.order, draws) if edges else {}
    touched = _touched(ledger, ranged, edges)
    at = {identifier: place for place, identifier in enumerate(order)}
    template = [_float(worths[identifier].value) for identifier in order]
    drawn = [(at[identifier], _draw(identifier, figure, draws)) for identifier, figure in ranged.items()]
    program: list[tuple[int, Compiled]] = []
    nudges = _nudges(ledger, edges, at, before, given)
    for identifier in order:
        if identifier in touched and identifier not in ranged and identifier not in given:
            tree = ledger.formulas.get(identifier)
            if tree is not None and worths[identifier].computed is not None:
                program.append((at[identifier], compiled(tree, at)))
        program += [(at[identifier], nudge) for nudge in nudges.get(identifier, ())]
    kept = [(at[identifier], identifier) for identifier in order if identifier in touched]
    columns: dict[str, list[float]] = {identifier: [] for _, identifier in kept}
    for number in range(draws):
        row = [*template, float(number)]  # the number of the draw comes last, for those who compare with `before`
        for place, column in drawn:
            row[place] = column[number]
        for place, step in program:
            try:
                row[place] = step(row)
            except (ZeroDivisionError, OverflowError):
                row[place] = _NOTHING
        for place, identifier in kept:
            columns[identifier].append(row[place])
    return columns


def _touched(ledger: Ledger, ranged: Iterable[str], edges: Iterable[Edge]) -> set[str]:
    """All that a range reaches, through formulas and influences."""
    found = ledger.fed_by(ranged)
    growing = True
    while growing:
        reached = {edge.target for edge in edges if edge.source in found} - found
        growing = bool(reached)
        found |= ledger.fed_by(reached)
    return found


def _nudges(
    ledger: Ledger,
    edges: Iterable[Edge],
    at: Mapping[str, int],
    before: Mapping[str, list[float]],
    given: Mapping[str, Figure],
) -> dict[str, list[Compiled]]:
    found: dict[str, list[Compiled]] = {}
    for edge in edges:
        if edge.target not in given:
            start = before.get(edge.source) or [_float(ledger.values[edge.source].value)]
            step = _nudge(at[edge.target], at[edge.source], float(edge.elasticity), start)
            found.setdefault(edge.target, []).append(step)
    return found


def _nudge(target: int, source: int, elasticity: float, start: list[float]) -> Compiled:
    def step(row: Row) -> float:
        first = start[int(row[-1])] if len(start) > 1 else start[0]
        if math.isnan(first) or not first:
            return row[target]
        return row[target] * (1 + elasticity * (row[source] - first) / abs(first))

    return step


def _float(value: object) -> float:
    return _NOTHING if value is None else float(value)  # type: ignore[arg-type]


def _draw(identifier: str, figure: Figure, draws: int) -> list[float]:
    dice = random.Random(f"{SEED} {identifier}")  # noqa: S311 - a simulation that repeats, no secret
    low, high = float(figure.low), float(figure.high)
    if figure.likely is None:
        return [min(max(low + (high - low) * dice.random(), low), high) for _ in range(draws)]
    likely = float(figure.likely)
    turn = (likely - low) / (high - low)
    found = []
    for _ in range(draws):
        # The inverse of the triangular distribution, written out: a library's own may change between versions.
        part = dice.random()
        if part < turn:
            one = low + math.sqrt(part * (high - low) * (likely - low))
        else:
            one = high - math.sqrt((1 - part) * (high - low) * (high - likely))
        found.append(min(max(one, low), high))
    return found


def compiled(expression: Expression, at: Mapping[str, int]) -> Compiled:
    """An expression as a function of a row of values; `at` tells a metric's place in it."""
    match expression:
        case Number(value):
            number = float(value)
            return lambda row: number
        case Name(identifier):
            place = at[identifier]
            return lambda row: row[place]
        case Sum(terms):
            signed = [(term.sign == "+", compiled(term.expression, at)) for term in terms]
            return lambda row: _added(signed, row)
        case Product(factors):
            first = compiled(factors[0].expression, at)
            rest = [(factor.operator == "×", compiled(factor.expression, at)) for factor in factors[1:]]
            return lambda row: _multiplied(first, rest, row)
        case Call(function, arguments):
            parts = [compiled(argument, at) for argument in arguments]
            return lambda row: _called(function, [part(row) for part in parts])


def _added(signed: Sequence[tuple[bool, Compiled]], row: Row) -> float:
    total = 0.0
    for plus, part in signed:
        total = total + part(row) if plus else total - part(row)
    return total


def _multiplied(first: Compiled, rest: Sequence[tuple[bool, Compiled]], row: Row) -> float:
    total = first(row)
    for times, part in rest:
        total = total * part(row) if times else total / part(row)
    return total


def _called(function: str, values: list[float]) -> float:
    if any(map(math.isnan, values)):
        return _NOTHING
    return sum(values) if function == "sum" else min(values) if function == "min" else max(values)


def _spread(column: list[float]) -> Spread:
    sound = sorted(value for value in column if math.isfinite(value))
    failed = len(column) - len(sound)
    if failed * 2 > len(column) or not sound:
        return Spread(None, None, None, failed)
    return Spread(_quantile(sound, 0.1), _quantile(sound, 0.5), _quantile(sound, 0.9), failed)


def _quantile(ordered: Sequence[float], part: float) -> float:
    """Between the two nearest draws; twelve figures, so that the last bit of a float never shows."""
    place = part * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return float(f"{ordered[below] + (ordered[above] - ordered[below]) * (place - below):.12g}")
