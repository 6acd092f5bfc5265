"""A problem as ranks of nodes in which every link joins neighbouring ranks: the common ground of all engines.

A wire that skips ranks gets a *bend* in each rank between: a node without size that keeps a way open
between the boxes (Sugiyama, Tagawa and Toda 1981 call it a dummy vertex). Positions within a rank are
"cross" positions, across the direction; positions along the direction follow from the ranks alone.
"""

from __future__ import annotations

import math
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from impactmap.diagnostics import LayoutError
from impactmap.geometry import Box, Direction, Problem

# A picture with more bends than this is past reading, and each costs time in every engine:
# the longest wires then run outside all boxes and need none.
MOST_BENDS = 5_000
LARGEST = 1e6  # px: sizes and gaps beyond it are a mistake, and would eat the precision of an engine's output


class Layered(Struct, frozen=True):
    """Nodes in ranks: the boxes by their index in the problem, then the bends.

    `ranks` holds each rank's nodes, boxes in spec order. `above` and `below` are each node's neighbours in
    the rank before and after it. `chains` gives each wire's nodes from tail to head, one per rank; it is
    empty for a wire within one rank and for one that runs outside.
    """

    boxes: int
    ranks: tuple[tuple[int, ...], ...]
    above: tuple[tuple[int, ...], ...]
    below: tuple[tuple[int, ...], ...]
    chains: tuple[tuple[int, ...], ...]

    @property
    def links(self) -> int:
        """How many links between neighbouring ranks there are."""
        return sum(map(len, self.below))


def cross_size(box: Box, direction: Direction) -> float:
    """A box's extent across the direction, in px."""
    return box.height if direction == "right" else box.width


def main_size(box: Box, direction: Direction) -> float:
    """A box's extent along the direction, in px."""
    return box.width if direction == "right" else box.height


def clearance(problem: Problem, boxes_of_pair: int) -> float:
    """Free space (px) kept between neighbours of a rank of which 0, 1 or 2 are boxes, the others bends.

    Lines may run closer together than boxes stand: half the gap between two lines, three quarters
    between a line and a box.
    """
    return problem.node_gap * (2 + boxes_of_pair) / 4


def check(problem: Problem) -> None:
    """Raise LayoutError when a problem breaks the contract of `impactmap.geometry`."""
    count = len(problem.boxes)
    for gap in (problem.rank_gap, problem.node_gap):
        if not (math.isfinite(gap) and 0 <= gap <= LARGEST):
            raise LayoutError(f"a gap of {gap} px cannot be laid out (0 to {LARGEST:.0f} can)")
    for index, box in enumerate(problem.boxes):
        if not all(math.isfinite(size) and 0 < size <= LARGEST for size in (box.width, box.height)):
            raise LayoutError(
                f"box {index} measures {box.width} by {box.height} px (up to {LARGEST:.0f} can be laid out)"
            )
    used = {box.rank for box in problem.boxes}
    if used != set(range(len(used))):
        raise LayoutError("the ranks of the boxes do not run from 0 without a gap")
    for index, wire in enumerate(problem.wires):
        if not (0 <= wire.tail < count and 0 <= wire.head < count):
            raise LayoutError(f"wire {index} names a box that does not exist")
        if problem.boxes[wire.head].rank < problem.boxes[wire.tail].rank:
            raise LayoutError(f"wire {index} runs against the direction")


def layer(problem: Problem) -> Layered:
    """Put a checked problem's boxes into ranks and lay a chain of bends along each wire that skips some."""
    rank_of = [box.rank for box in problem.boxes]
    ends = sorted({(wire.tail, wire.head) for wire in problem.wires})
    ends.sort(key=lambda pair: rank_of[pair[1]] - rank_of[pair[0]])  # stable: short wires have first call on bends
    chains: dict[tuple[int, int], tuple[int, ...]] = {}
    next_node = len(rank_of)
    for tail, head in ends:
        span = rank_of[head] - rank_of[tail]
        bends = range(next_node, next_node + span - 1)
        if span and next_node + len(bends) <= len(rank_of) + MOST_BENDS:
            chains[tail, head] = (tail, *bends, head)
            next_node += len(bends)
    above: list[list[int]] = [[] for _ in range(next_node)]
    below: list[list[int]] = [[] for _ in range(next_node)]
    for chain in chains.values():
        for upper, lower in pairwise(chain):
            below[upper].append(lower)
            above[lower].append(upper)
    return Layered(
        boxes=len(rank_of),
        ranks=_first_order(rank_of, chains),
        above=tuple(map(tuple, above)),
        below=tuple(map(tuple, below)),
        chains=tuple(chains.get((wire.tail, wire.head), ()) for wire in problem.wires),
    )


def ordered(layered: Layered, ranks: tuple[tuple[int, ...], ...]) -> Layered:
    """The same nodes with their ranks in another order."""
    return replace(layered, ranks=ranks)


def _first_order(rank_of: list[int], chains: dict[tuple[int, int], tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Each rank in spec order, every bend where the straight line from tail to head would pass."""
    boxes: list[list[int]] = [[] for _ in range(max(rank_of, default=-1) + 1)]
    for node, rank in enumerate(rank_of):
        boxes[rank].append(node)
    share = {node: (place + 0.5) / len(rank) for rank in boxes for place, node in enumerate(rank)}
    ranks: list[list[tuple[float, int]]] = [[(share[node], node) for node in rank] for rank in boxes]
    for (tail, head), chain in chains.items():
        for step, bend in enumerate(chain[1:-1], start=1):
            part = step / (len(chain) - 1)
            ranks[rank_of[tail] + step].append((share[tail] * (1 - part) + share[head] * part, bend))
    return tuple(tuple(node for _, node in sorted(rank)) for rank in ranks)
