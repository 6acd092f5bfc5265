"""The last touch to cross positions: a box stands before the middle of what it leads to, where there is room.

Network simplex minimises the sum of lengths, which leaves a parent of two anywhere between its children, and
draws it to the side of its own parent. Moving it to the middle costs little and looks composed. A box
only moves into space that is free, so nothing else is disturbed and no gap gets narrower than asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from impactmap.geometry import Problem
from impactmap.layout.dialect import separation
from impactmap.layout.layers import Layered

_ROUNDS = 3


def centred(problem: Problem, layered: Layered, across: list[float]) -> list[float]:
    """`across` (px) with boxes moved to the middle of their links, order and gaps kept."""
    result = list(across)
    room = {
        right: separation(problem, layered, left, right) for rank in layered.ranks for left, right in pairwise(rank)
    }
    for _ in range(_ROUNDS):
        for rank in reversed(layered.ranks):
            # Forth and back: a box that waits for its neighbour to move away gets its turn.
            places = range(len(rank))
            for place in [*places, *reversed(places)]:
                node = rank[place]
                if node < layered.boxes:
                    low = result[rank[place - 1]] + room[node] if place else None
                    high = result[rank[place + 1]] - room[rank[place + 1]] if place + 1 < len(rank) else None
                    result[node] = _moved(result[node], _wish(node, layered, result), low, high)
    return result


def _wish(node: int, layered: Layered, across: list[float]) -> tuple[float, float] | None:
    """The stretch in which a box stands in the middle of its links, or None when it has none.

    A box that alone leads to what lies below it looks only there, as the parent in a tree does.
    """
    below = layered.below[node]
    owner = below and all(len(layered.above[other]) == 1 for other in below)
    return _middle(across[other] for other in (below if owner else below + layered.above[node]))


def _middle(values: Iterable[float]) -> tuple[float, float] | None:
    """The one or two middle values."""
    found = sorted(values)
    return (found[(len(found) - 1) // 2], found[len(found) // 2]) if found else None


def _moved(value: float, wish: tuple[float, float] | None, low: float | None, high: float | None) -> float:
    if wish is None:
        return value
    target = sum(wish) / 2
    if low is not None:
        target = max(target, low)
    if high is not None:
        target = min(target, max(high, value))
    return target if low is None or target >= low else value
