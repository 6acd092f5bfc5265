"""Problems that the layout tests share, and the invariants of every layout."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import strategies as st

from impactmap.geometry import Box, Direction, Layout, Point, Problem, Wire

TOLERANCE = 0.011  # px: everything is rounded to 0.01


def build(
    sizes: tuple[int, ...],
    wires: list[tuple[int, int]],
    *,
    direction: Direction = "right",
    seed: int | None = None,
    width: float = 240,
) -> Problem:
    """A problem with `sizes[rank]` boxes per rank; heights vary with a seed."""
    luck = random.Random(seed)
    heights = (60, 90, 130) if seed is not None else (80,)
    boxes = tuple(Box(width, luck.choice(heights), rank) for rank, count in enumerate(sizes) for _ in range(count))
    return Problem(direction, boxes, tuple(Wire(*wire) for wire in wires), rank_gap=80, node_gap=24)


def scatter(sizes: tuple[int, ...], count: int, *, seed: int, long: float = 0.1) -> Problem:
    """A problem with random wires, a share of them longer than one rank."""
    luck = random.Random(seed)
    first = [sum(sizes[:rank]) for rank in range(len(sizes) + 1)]
    wires: set[tuple[int, int]] = set()
    while len(wires) < count:
        rank = luck.randrange(len(sizes) - 1)
        to = rank + 1
        if luck.random() < long and rank + 2 < len(sizes):
            to = luck.randrange(rank + 2, len(sizes))
        wires.add((luck.randrange(first[rank], first[rank + 1]), luck.randrange(first[to], first[to + 1])))
    return build(sizes, sorted(wires), seed=seed)


def hub(count: int) -> Problem:
    """One box to `count` to one."""
    spokes = range(1, count + 1)
    return build((1, count, 1), [(0, n) for n in spokes] + [(n, count + 1) for n in spokes])


def dense(count: int) -> Problem:
    """Two ranks, each box of one linked with each of the other."""
    return build((count, count), [(a, count + b) for a in range(count) for b in range(count)])


def chain(count: int, *, direction: Direction = "down") -> Problem:
    """One box per rank, each linked to the next."""
    return build((1,) * count, [(n, n + 1) for n in range(count - 1)], direction=direction)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Problems of up to 5 ranks of 5 boxes with any wires that the contract allows."""
    size = st.floats(1, 400, allow_nan=False)
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    ranks = draw(st.permutations([rank for rank, count in enumerate(sizes) for _ in range(count)]))
    boxes = tuple(Box(draw(size), draw(size), rank) for rank in ranks)
    index = st.integers(0, len(boxes) - 1)
    pairs = draw(st.lists(st.tuples(index, index), max_size=16))
    wires = tuple(Wire(*sorted(pair, key=lambda box: boxes[box].rank)) for pair in pairs)
    direction = draw(st.sampled_from(["right", "down"]))
    gaps = st.floats(0, 120, allow_nan=False)
    return Problem(direction, boxes, wires, rank_gap=draw(gaps), node_gap=draw(gaps))


def verify(problem: Problem, layout: Layout) -> None:
    """Assert what the contract of `impactmap.geometry` promises of every layout, and that no wire crosses a box."""
    assert len(layout.centres) == len(problem.boxes)
    assert len(layout.routes) == len(problem.wires)
    edges = [
        (x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)
        for (x, y), box in zip(layout.centres, problem.boxes, strict=True)
    ]
    for left, top, right, bottom in edges:
        assert left >= -TOLERANCE
        assert top >= -TOLERANCE
        assert right <= layout.width + TOLERANCE
        assert bottom <= layout.height + TOLERANCE
    _verify_ranks(problem, [edge if problem.direction == "right" else _flip(edge) for edge in edges])
    for wire, route in zip(problem.wires, layout.routes, strict=True):
        assert len(route) % 3 == 1
        assert len(route) > 1
        assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in route)
        start, end = _ports(problem, layout, wire)
        assert route[0] == pytest.approx(start, abs=TOLERANCE)
        assert route[-1] == pytest.approx(end, abs=TOLERANCE)
        if len(problem.boxes) < 60:
            for point in _trace(route):
                assert not any(_inside(point, edge) for edge in edges), (wire, route)


def _flip(edge: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return edge[1], edge[0], edge[3], edge[2]


def _verify_ranks(problem: Problem, edges: list[tuple[float, float, float, float]]) -> None:
    """Near edges aligned, `node_gap` and `rank_gap` kept; for edges given as if the direction were right."""
    ranks: dict[int, list[tuple[float, float, float, float]]] = {}
    for box, edge in zip(problem.boxes, edges, strict=True):
        ranks.setdefault(box.rank, []).append(edge)
    for members in ranks.values():
        assert max(edge[0] for edge in members) - min(edge[0] for edge in members) <= TOLERANCE
        for before, after in pairwise(sorted(members, key=lambda edge: edge[1])):
            assert after[1] - before[3] >= problem.node_gap - TOLERANCE
    for rank in range(len(ranks) - 1):
        far = max(edge[2] for edge in ranks[rank])
        assert ranks[rank + 1][0][0] - far >= problem.rank_gap - TOLERANCE


def _ports(problem: Problem, layout: Layout, wire: Wire) -> tuple[Point, Point]:
    (tail_x, tail_y), (head_x, head_y) = layout.centres[wire.tail], layout.centres[wire.head]
    tail, head = problem.boxes[wire.tail], problem.boxes[wire.head]
    if problem.direction == "right":
        return (tail_x + tail.width / 2, tail_y), (head_x - head.width / 2, head_y)
    return (tail_x, tail_y + tail.height / 2), (head_x, head_y - head.height / 2)


def _trace(route: tuple[Point, ...]) -> Iterator[Point]:
    for start in range(0, len(route) - 1, 3):
        piece = route[start : start + 4]
        for step in range(13):
            t = step / 12
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield (
                sum(weight * point[0] for weight, point in zip(weights, piece, strict=True)),
                sum(weight * point[1] for weight, point in zip(weights, piece, strict=True)),
            )


def _inside(point: Point, edge: tuple[float, float, float, float]) -> bool:
    slack = 0.03
    return edge[0] + slack < point[0] < edge[2] - slack and edge[1] + slack < point[1] < edge[3] - slack


def lanes(problem: Problem, layout: Layout) -> list[list[int]]:
    """The boxes of each rank in the order in which they are drawn."""
    axis = 1 if problem.direction == "right" else 0
    ranks = range(max((box.rank for box in problem.boxes), default=-1) + 1)
    members = [[index for index, box in enumerate(problem.boxes) if box.rank == rank] for rank in ranks]
    return [sorted(group, key=lambda index: layout.centres[index][axis]) for group in members]
