"""All formulas of a map, read: trees with the metrics' own ids, an order to work them out in, and what is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec import Struct

from impactmap.arithmetic.expression import Expression, mentions, names, renamed
from impactmap.arithmetic.formula import FormulaError, parse
from impactmap.arithmetic.tokens import unread_number
from impactmap.model import Metric
from impactmap.model.reading import short


class Problem(Struct, frozen=True):
    """Something wrong in a metric's formula, at characters `start` to `end` of its text.

    `name` is set for an unknown name and for nothing else; whoever reports it looks for the nearest right one.
    """

    metric: str
    code: Literal["bad-formula", "unknown-metric", "self-reference", "unit-clash", "bare-money"]
    severity: Literal["error", "warning"]
    message: str
    start: int
    end: int
    hint: str = ""
    name: str = ""


class Formulas(Struct, frozen=True):
    """What the metrics' formulas say.

    `trees` holds the sound ones; `faults` why a metric's formula cannot be worked out, as the rest of a sentence
    that begins with the metric. `order` holds every metric after those that its formula names, `circles` the
    metrics that name each other in a ring.
    """

    trees: Mapping[str, Expression]
    faults: Mapping[str, str]
    order: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]


def folded(name: str) -> str:
    """The form in which metrics' ids are compared when they are not typed alike."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def finder(metrics: Iterable[str]) -> Callable[[str], str | None]:
    """Finds a metric's id by a name in a formula: as it is typed, else in any letter case."""
    exact = set(metrics)
    alike: dict[str, str] = {}
    for identifier in metrics:
        alike.setdefault(folded(identifier), identifier)
    return lambda name: name if name in exact else alike.get(folded(name))


def read_formulas(metrics: Mapping[str, Metric]) -> Formulas:
    """Reads all formulas; never raises."""
    find = finder(metrics)
    trees: dict[str, Expression] = {}
    faults: dict[str, str] = {}
    problems: list[Problem] = []
    for identifier, metric in metrics.items():
        if not metric.formula.strip():
            continue
        try:
            tree = parse(metric.formula)
        except FormulaError as error:
            faults[identifier] = f"has a formula that cannot be read: {error.message}"
            problems.append(
                Problem(identifier, "bad-formula", "error", error.message, error.start, error.end, error.hint)
            )
            continue
        found = list(_wrong_names(identifier, tree, find))
        if found:
            problems += found
            faults[identifier] = f"has a formula that {_wrong(found[0])}"
        else:
            trees[identifier] = renamed(tree, lambda name: find(name) or name)
    order, circles = _sorted(metrics, trees)
    for circle in circles:
        ring = " → ".join([*circle[:5], *(["…"] if len(circle) > 5 else []), circle[0]])
        for identifier in circle:
            faults[identifier] = f"stands in a circle: {ring}"
            trees.pop(identifier, None)
    return Formulas(trees, faults, order, circles, tuple(problems))


def _wrong(problem: Problem) -> str:
    if problem.code == "bad-formula":
        return f"cannot be read: {problem.message}"
    return (
        "names itself" if problem.code == "self-reference" else f"names '{short(problem.name, 40)}', which is no metric"
    )


def _wrong_names(metric: str, tree: Expression, find: Callable[[str], str | None]) -> Iterable[Problem]:
    """What is wrong with the names of a formula; the same name is told of once."""
    told: set[str] = set()
    for name in mentions(tree):
        found = find(name.id)
        if folded(name.id) in told:
            continue
        told.add(folded(name.id))
        if found is None and (number := unread_number(name.id)):
            yield Problem(metric, "bad-formula", "error", number[0], name.start, name.end, number[1])
        elif found is None:
            message = f"there is no metric '{short(name.id)}'"
            yield Problem(metric, "unknown-metric", "error", message, name.start, name.end, name=name.id)
        elif found == metric:
            yield Problem(
                metric,
                "self-reference",
                "error",
                "a metric's formula cannot name the metric itself",
                name.start,
                name.end,
                "name what it is made of",
            )


def _sorted(
    metrics: Iterable[str], trees: Mapping[str, Expression]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Every metric after those it is made of, and the circles that stand against it; without recursion."""
    done: dict[str, None] = {}
    circles: list[tuple[str, ...]] = []
    for first in metrics:
        if first in done:
            continue
        places = {first: 0}
        path = [first]
        ways = [list(reversed(names(trees[first])))] if first in trees else [[]]
        while path:
            if not ways[-1]:
                done[path[-1]] = None
                del places[path.pop()]
                ways.pop()
                continue
            target = ways[-1].pop()
            if target in places:
                circles.append(tuple(path[places[target] :]))
            elif target not in done:
                places[target] = len(path)
                path.append(target)
                ways.append(list(reversed(names(trees[target]))) if target in trees else [])
    return tuple(done), tuple(circles)
