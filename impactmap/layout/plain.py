"""The layout that needs no Graphviz: for what that cannot place in time, and for when it fails.

Ranks and order are the ones that every engine gets. Cross positions come from a few sweeps in which each rank
moves as near to its neighbours' mean as order and gaps allow: a least-squares fit, solved exactly in linear
time by pooling adjacent violators (isotonic regression; Barlow et al. 1972).
"""

from __future__ import annotations

from itertools import pairwise

from impactmap.geometry import Layout, Problem
from impactmap.layout.centring import centred
from impactmap.layout.dialect import separation
from impactmap.layout.layers import Layered, check, layer, ordered
from impactmap.layout.order import order
from impactmap.layout.routes import draw

_SWEEPS = 4  # down and up; later ones move little
_ANCHOR = 0.001  # how strongly a node without neighbours holds its place, against 1 for a node with one


def solve(problem: Problem) -> Layout:
    """Lay a problem out. Raises LayoutError only for a problem that breaks its contract."""
    check(problem)
    layered = layer(problem)
    layered = ordered(layered, order(layered))
    return draw(problem, layered, centred(problem, layered, place(problem, layered)))


def place(problem: Problem, layered: Layered) -> list[float]:
    """The cross position (px) of each node's centre, for ranks in order."""
    across = [0.0] * len(layered.above)
    offsets = [_offsets(problem, layered, rank) for rank in layered.ranks]
    for rank, offset in zip(layered.ranks, offsets, strict=True):
        for node, value in zip(rank, offset, strict=True):
            across[node] = value - offset[-1] / 2
    steps = list(zip(layered.ranks, offsets, strict=True))
    for _ in range(_SWEEPS):
        for rank, offset in steps:
            _settle(rank, offset, layered.above, across, layered.boxes)
        for rank, offset in reversed(steps):
            _settle(rank, offset, layered.below, across, layered.boxes)
    return across


def _offsets(problem: Problem, layered: Layered, rank: tuple[int, ...]) -> list[float]:
    """Where each node of a rank would stand if all were packed from 0."""
    offsets = [0.0]
    for left, right in pairwise(rank):
        offsets.append(offsets[-1] + separation(problem, layered, left, right))
    return offsets


def _settle(
    rank: tuple[int, ...], offset: list[float], links: tuple[tuple[int, ...], ...], across: list[float], boxes: int
) -> None:
    """Move a rank's nodes as near to the means of their `links` as order and gaps allow."""
    pools: list[tuple[float, float, int]] = []  # mean place of the pool less the offsets, weight, members
    for node, start in zip(rank, offset, strict=True):
        others = links[node]
        wish = sum(across[other] for other in others) / len(others) if others else across[node]
        # A bend pulls like four wires, so that long wires are straight.
        weight = (4.0 if node >= boxes else float(len(others))) if others else _ANCHOR
        value, count = wish - start, 1
        while pools and pools[-1][0] > value:
            before, its_weight, its_count = pools.pop()
            value = (before * its_weight + value * weight) / (its_weight + weight)
            weight, count = weight + its_weight, count + its_count
        pools.append((value, weight, count))
    values = (value for value, _, count in pools for _ in range(count))
    for node, start, value in zip(rank, offset, values, strict=True):
        across[node] = value + start
