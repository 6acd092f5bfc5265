"""Graphviz's language: layered ranks as DOT text, and `json0` output back as cross positions.

Graphviz is asked for one thing, the one it does best: the positions of nodes across the direction, by its
network simplex (Gansner, Koutsofios, North and Vo 1993, section 4). Ranks and order are settled before
(`layers`, `order`) and lines are drawn after (`routes`), which makes it quick, keeps the spec's order, and takes away
the stages that can run for minutes. What was tried out:

- Neighbours in a rank are tied by edges of weight 1. They fix the order, and pull the rank together where no
  wire pulls harder. With weight 0 dot ignores them when it orders a rank.
- `splines=""` draws no edge; routing was the larger half of the time.
- Ranks always run downward: `rankdir=LR` is the same layout turned, and costs a second set of conventions.
- One edge per statement: a chain of 2,500 nodes in one statement overflows the parser, which then
  answers with half the graph and no error.
- Positions come with five digits, so beyond 100,000 px they are off by a few: `settled` makes the gaps good.
- Only ids of our own (`n0`…), sizes and constants are written: no text of a spec gets here.
"""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

from impactmap.diagnostics import LayoutError
from impactmap.geometry import Problem
from impactmap.layout.layers import Layered, clearance, cross_size

# How hard a link pulls its ends together, by the number of bends among them: long wires shall be straight. These are
# Graphviz's own factors, times 100 so that the pull between neighbours only decides what the wires leave open.
_PULL = (100, 200, 800)

# The order is settled, so there is nothing to find in Graphviz's own search for one: an eighth of its time.
_CALM = " mclimit=0.01"

# The second try: fewer improvement steps. `nslimit=2` made no difference here; 0.2 took a third to a fifth of the time.
_HURRY = f"{_CALM} nslimit=0.2 nslimit1=0.2"


def write(problem: Problem, layered: Layered, *, hurry: bool = False) -> str:
    """The DOT text that asks for the cross positions of the nodes of `layered`, whose ranks are in order.

    Sizes go out in inches, as DOT wants them, 72 px to the inch and rounded up to whole px: dot places on
    whole points. With `hurry` it stops improving early.
    """
    gap = clearance(problem, 0)
    extra = clearance(problem, 2) - gap  # boxes stand further apart than lines: the rest becomes part of the box
    lines = [
        f'digraph {{graph [splines="" nodesep={_inches(gap)} ranksep=0.02{_HURRY if hurry else _CALM}]',
        f'node [shape=box label="" fixedsize=true height=0.02 width={_inches(1)}]',
        f"edge [weight={_PULL[0]}]",
    ]
    lines += (
        f"n{index} [width={_inches(cross_size(box, problem.direction) + extra)}]"
        for index, box in enumerate(problem.boxes)
    )
    for rank in layered.ranks:
        lines.append(f"{{rank=same; {'; '.join(f'n{node}' for node in rank)}}}")
        lines += (f"n{left} -> n{right} [weight=1]" for left, right in pairwise(rank))
    for rank, following in pairwise(layered.ranks):
        if not any(layered.below[node] for node in rank):
            lines.append(f"n{rank[0]} -> n{following[0]} [weight=0]")  # keeps the ranks apart, pulls nothing
    middles = _middle_children(layered)
    for node, lower in enumerate(layered.below):
        for other in lower:
            pull = _PULL[(node >= layered.boxes) + (other >= layered.boxes)] * middles.get(other, 1)
            lines.append(f"n{node} -> n{other}" + (f" [weight={pull}]" if pull != _PULL[0] else ""))
    return "\n".join([*lines, "}", ""])


def _middle_children(layered: Layered) -> dict[int, int]:
    """How much harder the middle children of a tree pull, so that their parent stands before the middle.

    It is the one or two in the middle, of parents whose children have no other parent. One pulls twice as hard as
    each of two: else a parent of two holds back a child that has three of its own.
    """
    middles: dict[int, int] = {}
    place = {node: place for rank in layered.ranks for place, node in enumerate(rank)}
    for lower in layered.below:
        if len(lower) > 1 and all(len(layered.above[other]) == 1 for other in lower):
            children = sorted(lower, key=place.__getitem__)
            two = children[(len(children) - 1) // 2 : len(children) // 2 + 1]
            middles |= dict.fromkeys(two, 8 // len(two))
    return middles


def _inches(pixels: float) -> str:
    return f"{math.ceil(pixels) / 72:.6f}"


def read(output: bytes, problem: Problem, layered: Layered) -> list[float]:
    """The cross position (px) of each node's centre from Graphviz's `json0`, checked against what was asked.

    Raises LayoutError for output that is not such JSON, lacks nodes or edges, or whose positions are no
    numbers, out of all proportion, out of order or overlapping.
    """
    try:
        found, edges = _positions(json.loads(output))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LayoutError(f"Graphviz's answer cannot be read ({type(error).__name__})") from error
    count = len(layered.above)
    expected = _edge_count(layered)
    if edges != expected or len(found) != count or not all(f"n{node}" in found for node in range(count)):
        raise LayoutError(
            f"Graphviz answered with {len(found)} nodes and {edges} edges; "
            f"asked were {count} nodes and {expected} edges"
        )
    across = [found[f"n{node}"] for node in range(count)]
    largest = 4 * sum(cross_size(box, problem.direction) for box in problem.boxes)
    largest += 4 * (count + 1) * (problem.node_gap + 2)
    if not all(math.isfinite(value) and abs(value) <= largest for value in across):
        raise LayoutError("Graphviz answered with positions out of all proportion")
    return settled(across, problem, layered)


def _positions(answer: Any) -> tuple[dict[str, float], int]:
    """The x of each node by its name and the number of edges in a `json0` object."""
    nodes = [thing for thing in answer["objects"] if "nodes" not in thing and "subgraphs" not in thing]
    found = {thing["name"]: float(thing["pos"].split(",")[0]) for thing in nodes}
    return found, len(answer.get("edges", ()))


def _edge_count(layered: Layered) -> int:
    ties = sum(len(rank) - 1 for rank in layered.ranks)
    bridges = sum(not any(layered.below[node] for node in rank) for rank in layered.ranks[:-1])
    return layered.links + ties + bridges


def settled(across: list[float], problem: Problem, layered: Layered) -> list[float]:
    """`across` with every gap in a rank at least as wide as asked, for engines that round.

    Raises LayoutError where more than rounding is amiss: nodes out of order or overlapping.
    """
    slack = 2 + max(map(abs, across), default=0) / 5_000  # rounded points, five digits
    result = list(across)
    for rank in layered.ranks:
        for left, right in pairwise(rank):
            apart = separation(problem, layered, left, right)
            if across[right] - across[left] < apart - slack:
                raise LayoutError("Graphviz answered with boxes that overlap or are out of order")
            result[right] = max(result[right], result[left] + apart)
    return result


def separation(problem: Problem, layered: Layered, left: int, right: int) -> float:
    """The least distance (px) between the centres of two neighbours of a rank."""
    extents = [cross_size(problem.boxes[node], problem.direction) for node in (left, right) if node < layered.boxes]
    return sum(extents) / 2 + clearance(problem, len(extents))
