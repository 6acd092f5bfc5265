"""The order of nodes within their ranks: as in the spec, unless another order saves crossings.

All engines share it, so that a map keeps its order whichever engine places it. The method is the usual one
(Gansner, Koutsofios, North and Vo 1993, section 3): sweeps that sort a rank by the barycentres of its
neighbours, then exchanges of neighbouring nodes. It differs in that it starts from the spec and goes back
to the spec wherever that costs nothing. Work is bounded by counting, never by a clock: same input, same order.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence

from impactmap.layout.layers import Layered

Ranks = list[list[int]]
Links = Sequence[Sequence[int]]

_EFFORT = 150_000  # links looked at, about a microsecond each
_PATIENCE = 8  # sweeps without gain before giving up


def order(layered: Layered) -> tuple[tuple[int, ...], ...]:
    """The ranks of `layered`, reordered where that makes fewer wires cross."""
    spec = [list(rank) for rank in layered.ranks]
    best, least = spec, crossings(spec, layered.below)
    links = max(1, layered.links)
    rounds = max(1, min(12, _EFFORT // (4 * links)))
    for downward_first in (True, False):
        ranks = [list(rank) for rank in spec]
        waited = 0
        for turn in range(2 * rounds):
            if not least or waited > _PATIENCE:
                break
            _sweep(ranks, layered, downward=(turn % 2 == 0) is downward_first, flip_ties=turn % 4 > 1)
            _exchange(ranks, layered, passes=_EFFORT // (20 * links), over_ties=turn % 2 == 0)
            count = crossings(ranks, layered.below)
            waited += 1
            if count < least:
                best, least, waited = [list(rank) for rank in ranks], count, 0
    if best is not spec:
        _restore(best, spec, layered, passes=max(1, _EFFORT // (10 * links)))
    return tuple(map(tuple, best))


def crossings(ranks: Sequence[Sequence[int]], below: Links) -> int:
    """How many pairs of links between neighbouring ranks cross."""
    place = _places(ranks)
    total = 0
    for rank in ranks[:-1]:
        seen: list[int] = []
        for node in rank:
            ends = sorted(place[lower] for lower in below[node])
            if seen:
                total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _places(ranks: Sequence[Sequence[int]]) -> list[int]:
    place = [0] * sum(map(len, ranks))
    for rank in ranks:
        for index, node in enumerate(rank):
            place[node] = index
    return place


def _sweep(ranks: Ranks, layered: Layered, *, downward: bool, flip_ties: bool) -> None:
    """Sort each rank by the barycentres of the rank before it (or after it); unlinked nodes keep their slots."""
    place = _places(ranks)
    neighbours = layered.above if downward else layered.below
    for index in range(1, len(ranks)) if downward else range(len(ranks) - 2, -1, -1):
        rank = ranks[index]
        centre = {
            node: sum(place[other] for other in neighbours[node]) / len(neighbours[node])
            for node in rank
            if neighbours[node]
        }
        moving = reversed(centre) if flip_ties else iter(centre)
        ordered = iter(sorted(moving, key=centre.__getitem__))
        rank[:] = [next(ordered) if node in centre else node for node in rank]
        for position, node in enumerate(rank):
            place[node] = position


def _pair(left: Sequence[int], right: Sequence[int]) -> int:
    """Crossings between the links of two neighbours, `left` first; both lists hold sorted places."""
    count = 0
    for end in left:
        for other in right:
            if other >= end:
                break
            count += 1
    return count


def _gain(left: int, right: int, place: list[int], layered: Layered) -> int:
    """How many crossings fewer there are when `right` goes before `left`."""
    gain = 0
    for links in (layered.above, layered.below):
        if links[left] and links[right]:
            ends = sorted(place[node] for node in links[left])
            others = sorted(place[node] for node in links[right])
            gain += _pair(ends, others) - _pair(others, ends)
    return gain


def _exchange(ranks: Ranks, layered: Layered, *, passes: int, over_ties: bool) -> None:
    """Swap neighbours as long as a swap saves crossings; at first also where it costs none, to leave a dead end.

    On random maps of 10 to 60 boxes the ties brought it from 10% more crossings than dot's own search to as few.
    """
    place = _places(ranks)
    for turn in range(passes):
        swapped = False
        for rank in ranks:
            for index in range(len(rank) - 1):
                gain = _gain(rank[index], rank[index + 1], place, layered)
                if gain > 0 or (gain == 0 and over_ties and not turn):
                    _swap(rank, index, place)
                    swapped = swapped or gain > 0
        if not swapped:
            break


def _restore(ranks: Ranks, spec: Ranks, layered: Layered, *, passes: int) -> None:
    """Swap neighbours back into spec order wherever no crossing comes of it."""
    place, wanted = _places(ranks), _places(spec)
    for _ in range(passes):
        swapped = False
        for rank in ranks:
            for index in range(len(rank) - 1):
                left, right = rank[index], rank[index + 1]
                if wanted[left] > wanted[right] and _gain(left, right, place, layered) >= 0:
                    _swap(rank, index, place)
                    swapped = True
        if not swapped:
            break


def _swap(rank: list[int], index: int, place: list[int]) -> None:
    rank[index], rank[index + 1] = rank[index + 1], rank[index]
    place[rank[index]], place[rank[index + 1]] = index, index + 1
