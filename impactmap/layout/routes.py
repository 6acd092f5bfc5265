"""From cross positions to a finished Layout: places along the direction, and the lines.

All is reckoned in (u, v): u runs along the direction, v across it; only `_turned` knows which of them is x.
A rank is a band in u, as deep as its deepest box; its boxes share their near edge. Lines bend in the gaps
between bands alone and cross a band straight, in the opening that `order` and the engine left for them. So
no line ever passes through a box, and none has to be checked.
"""

from __future__ import annotations

import math
from itertools import pairwise

from impactmap.geometry import Layout, Point, Problem
from impactmap.layout.layers import Layered, cross_size, main_size

_BOW = 0.5  # length of an S curve's handles, in gaps between ranks
_ROUND = 0.5523  # handle of a cubic that passes for a quarter circle, in radii
_LANES = 8  # wires that run outside are spread over so many lanes


def draw(problem: Problem, layered: Layered, across: list[float]) -> Layout:
    """The Layout for the cross positions (px, any origin) of all nodes; rounded to 0.01 px."""
    if not problem.boxes:
        return Layout(width=0, height=0, centres=(), routes=())
    sheet = _Sheet(problem, layered, across)
    centres = [sheet.centre(index) for index in range(layered.boxes)]
    routes = [sheet.route(index) for index in range(len(problem.wires))]
    return _framed(problem, centres, routes)


class _Sheet:
    """What the routes of one picture look up: the bands of the ranks and where each node stands."""

    def __init__(self, problem: Problem, layered: Layered, across: list[float]) -> None:
        self.problem, self.layered, self.across = problem, layered, across
        self.main = [main_size(box, problem.direction) for box in problem.boxes]
        self.cross = [cross_size(box, problem.direction) for box in problem.boxes]
        self.near: list[float] = []
        self.far: list[float] = []
        edge = 0.0
        for rank in layered.ranks:
            self.near.append(edge)
            self.far.append(edge + max(self.main[node] for node in rank if node < layered.boxes))
            edge = self.far[-1] + problem.rank_gap
        self.place = {node: place for rank in layered.ranks for place, node in enumerate(rank)}
        self.outside = max(across[node] + self.half(node) for node in range(len(across)))
        self.used_lanes = self.used_bulges = 0

    def half(self, node: int) -> float:
        """Half a node's extent across the direction; a bend has none."""
        return self.cross[node] / 2 if node < self.layered.boxes else 0.0

    def centre(self, box: int) -> Point:
        """The (u, v) of a box's centre."""
        return self.near[self.problem.boxes[box].rank] + self.main[box] / 2, self.across[box]

    def route(self, index: int) -> list[Point]:
        """The (u, v) points of a wire's route."""
        wire, chain = self.problem.wires[index], self.layered.chains[index]
        first, last = self.problem.boxes[wire.tail].rank, self.problem.boxes[wire.head].rank
        if first == last:
            return self._within_rank(wire.tail, wire.head)
        start, end = self._start(wire.tail), (self.near[last], self.across[wire.head])
        stops = [start, (self.far[first], start[1])]
        for rank, bend in enumerate(chain[1:-1], start=first + 1):
            stops += [(self.near[rank], self.across[bend]), (self.far[rank], self.across[bend])]
        if not chain:
            lane = self.outside + self.problem.node_gap * (1 + self.used_lanes % _LANES / 2)
            self.used_lanes += 1
            stops += [(self.near[first + 1], lane), (self.far[last - 1], lane)]
        return _smooth([*stops, end])

    def _start(self, box: int) -> Point:
        return self.near[self.problem.boxes[box].rank] + self.main[box], self.across[box]

    def _within_rank(self, tail: int, head: int) -> list[Point]:
        """Out at the far side, along it, back through the opening beside the head, and in at its near side."""
        rank = self.problem.boxes[tail].rank
        near, far = self.near[rank], self.far[rank]
        bulge = min(0.4 * self.problem.rank_gap, 32) * (1 - self.used_bulges % 3 / 4)  # else they would coincide
        self.used_bulges += 1
        side = 1 if self.place[tail] < self.place[head] else -1  # the way across from tail to head
        opening = self.across[head] - side * (self.half(head) + self._opening(rank, head, -side) / 2)
        start, entry = self._start(tail), (near, self.across[head])
        points = [start, *_line(start, (far, start[1]))] if start[0] < far else [start]
        points += _hairpin((far, start[1]), opening, bulge)
        points += _line((far, opening), (near, opening))
        points += _hairpin((near, opening), entry[1], -bulge)
        return points

    def _opening(self, rank: int, box: int, side: int) -> float:
        """How much is free beside a box on one side (px), up to the gap between boxes."""
        nodes, place = self.layered.ranks[rank], self.place[box] + side
        if not 0 <= place < len(nodes):
            return self.problem.node_gap
        apart = abs(self.across[nodes[place]] - self.across[box])
        return min(self.problem.node_gap, apart - self.half(nodes[place]) - self.half(box))


def _smooth(stops: list[Point]) -> list[Point]:
    """A route along the direction through all stops: S curves where v changes, straight where it does not."""
    kept = [stops[0]]
    for stop, following in pairwise(stops[1:]):
        straight_on = kept[-1][1] == stop[1] == following[1]
        if not straight_on and stop != kept[-1]:
            kept.append(stop)
    points = [kept[0]]
    for (u, v), (to_u, to_v) in pairwise([*kept, stops[-1]]):
        bow = (to_u - u) * (_BOW if v != to_v else 1 / 3)
        points += [(u + bow, v), (to_u - bow, to_v), (to_u, to_v)]
    return points


def _line(start: Point, end: Point) -> list[Point]:
    """A straight piece as the three points that follow `start`."""
    du, dv = (end[0] - start[0]) / 3, (end[1] - start[1]) / 3
    return [(start[0] + du, start[1] + dv), (end[0] - du, end[1] - dv), end]


def _hairpin(start: Point, to_v: float, bulge: float) -> list[Point]:
    """Out by `bulge` in u, across to `to_v`, and back to where it started in u: two bends and a line between."""
    u, v = start
    radius = math.copysign(min(abs(bulge), abs(to_v - v) / 2), to_v - v)
    out, handle = u + bulge, (1 - _ROUND) * radius
    points = [(u + bulge * _ROUND, v), (out, v + handle), (out, v + radius)]
    if abs(to_v - v) > 2 * abs(radius):
        points += _line((out, v + radius), (out, to_v - radius))
    return [*points, (out, to_v - handle), (u + bulge * _ROUND, to_v), (u, to_v)]


def _framed(problem: Problem, centres: list[Point], routes: list[list[Point]]) -> Layout:
    """Turn, round, and shift everything into 0…width, 0…height."""
    placed = [_turned(problem, centre) for centre in centres]
    drawn = [[_turned(problem, point) for point in route] for route in routes]
    every = [point for route in drawn for point in route]
    for (x, y), box in zip(placed, problem.boxes, strict=True):
        every += [(x - box.width / 2, y - box.height / 2), (x + box.width / 2, y + box.height / 2)]
    left = math.floor(min(x for x, _ in every) * 100) / 100
    top = math.floor(min(y for _, y in every) * 100) / 100

    def shifted(point: Point) -> Point:
        return round(point[0] - left, 2), round(point[1] - top, 2)

    return Layout(
        width=math.ceil((max(x for x, _ in every) - left) * 100) / 100,
        height=math.ceil((max(y for _, y in every) - top) * 100) / 100,
        centres=tuple(map(shifted, placed)),
        routes=tuple(tuple(map(shifted, route)) for route in drawn),
    )


def _turned(problem: Problem, point: Point) -> Point:
    """The (x, y) of a (u, v), rounded: what follows shifts by whole hundredths, so all stays in line."""
    u, v = round(point[0], 2), round(point[1], 2)
    return (u, v) if problem.direction == "right" else (v, u)
