"""Links as SVG paths: the engine's routes, the branches into stacks, and where shared connectors meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from impactmap.drawing.sketch import Run, Sketch
from impactmap.drawing.templates import number
from impactmap.geometry import Layout, Point

if TYPE_CHECKING:
    from impactmap.drawing.page import Placed

_BEND = 9.0  # radius where a spine turns into a card


@dataclass(frozen=True, slots=True)
class Path:
    """A drawn link: `d` in SVG path syntax, and what it joins."""

    run: Run
    d: str


def paths(sketch: Sketch, layout: Layout, offset: Point, placed: Sequence[Placed]) -> tuple[Path, ...]:
    """The lines of a picture, in the order of the problem's wires."""
    found = []
    for wire, runs, route in zip(sketch.problem.wires, sketch.runs, layout.routes, strict=True):
        moved = [(x + offset[0], y + offset[1]) for x, y in route]
        stacked = len(sketch.cells[wire.head]) > 1
        near = not sketch.rooms[wire.head]
        for run in runs:
            branches = stacked and run.card is not None
            found.append(Path(run, _branch(moved, placed[run.card or 0], near) if branches else _curve(moved)))
    return tuple(found)


def tightened(sketch: Sketch, layout: Layout) -> Layout:
    """A layout whose joints stand in the gap between two ranks, not on a rank of their own.

    The engine has put a gap on both sides of a joint; the two become one, and what lies beyond moves up.
    """
    problem = sketch.problem
    if sketch.joints == len(problem.boxes):
        return layout
    along = 0 if problem.direction == "right" else 1
    spans: dict[int, tuple[float, float]] = {}
    for box, centre in zip(problem.boxes, layout.centres, strict=True):
        half = (box.height if along else box.width) / 2
        low, high = spans.get(box.rank, (float("inf"), float("-inf")))
        spans[box.rank] = (min(low, centre[along] - half), max(high, centre[along] + half))
    # Places that stay in proportion between one another: old ones, and where they come to lie.
    old, new, saved = [0.0], [0.0], 0.0
    for rank in sorted({box.rank for box in problem.boxes[sketch.joints :]}):
        start, end = spans[rank - 1][1], spans[rank + 1][0]
        old += [start, end]
        new += [start - saved, start - saved + problem.rank_gap]
        saved += end - start - problem.rank_gap

    def moved(point: Point) -> Point:
        place = point[along]
        i = bisect_left(old, place)
        if 0 < i < len(old):
            share = (place - old[i - 1]) / ((old[i] - old[i - 1]) or 1)
            place = new[i - 1] + share * (new[i] - new[i - 1])
        elif i:
            place -= saved
        return (place, point[1]) if along == 0 else (point[0], place)

    return replace(
        layout,
        width=layout.width - (0 if along else saved),
        height=layout.height - (saved if along else 0),
        centres=tuple(map(moved, layout.centres)),
        routes=tuple(tuple(map(moved, route)) for route in layout.routes),
    )


def _xy(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _curve(points: Sequence[Point]) -> str:
    pieces = [points[i : i + 3] for i in range(1, len(points), 3)]
    return f"M{_xy(points[0])}" + "".join("C" + " ".join(_xy(p) for p in piece) for piece in pieces)


def _branch(route: Sequence[Point], head: Placed, near: bool) -> str:
    """Down to the top of a stack's spine, along it, and into the side of one of its cards."""
    side = (head.x, head.y + min(head.art.height / 2, 30))
    spine = (head.x - 9, route[-1][1])
    # Into a neighbouring row the way is free; a longer route keeps to the engine's and then steps aside.
    middle = (route[0][1] + spine[1]) / 2
    free = (route[0], (route[0][0], middle), (spine[0], middle), spine)
    first = _curve(free) if near else _curve(route) + f"H{number(spine[0])}"
    turn = f"V{number(side[1] - _BEND)}Q{_xy((spine[0], side[1]))} {_xy(side)}"
    return first + turn
