"""Links as SVG paths: the engine's routes, the branches into stacks, and the arrow heads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from impactmap.drawing.joints import DOT, Strand
from impactmap.drawing.sketch import Sketch
from impactmap.drawing.templates import number
from impactmap.geometry import Layout, Point

if TYPE_CHECKING:
    from impactmap.drawing.page import Placed

_BEND = 9.0  # radius where a spine turns into a card
_LEVEL_GAP = 24.0  # between the joints of one gap
_PORT = 22.0  # from the middle of a card to where an influence meets it; half of that at its side
_TIP = (9.0, 5.0)  # length and half the breadth of an arrow head


class Path(Struct, frozen=True):
    """A drawn line: `d` in SVG path syntax, its arrow head (or ""), how it looks, and what it joins (ids).

    `states` are words for the style sheet: assumed, shaky, emphasis, influence, alarm.
    """

    d: str
    arrow: str
    states: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]


def paths(sketch: Sketch, layout: Layout, offset: Point, placed: Sequence[Placed]) -> tuple[Path, ...]:
    """The lines of a picture, in the order of the problem's wires; those within a swim-lane come last."""
    found = []
    cells = sketch.cells
    down = sketch.graph.direction == "down"
    for wire, runs, route in zip(sketch.problem.wires, sketch.runs, layout.routes, strict=True):
        moved = [(x + offset[0], y + offset[1]) for x, y in route]
        for run in runs:
            points = list(moved)
            head = cells[wire.head] if wire.head < len(cells) else None
            tail = cells[wire.tail] if wire.tail < len(cells) else None
            if not down:  # out of the side of a card, into the side of a card, wherever it stands in its box
                if tail and len(tail.cards) > 1:
                    points = _from(points, placed[run.tail])
                if head and len(head.cards) > 1:
                    points = _into(points, placed[run.head])
            if run.link.joint and run.link.joint.role == "influence":
                points = _aside(points, down, tail is not None, head is not None)
            # The head of a swim-lane is reached from above, the cards under it and those of a stack from the side.
            side = head and len(head.cards) > 1 and not (head.headed and run.head == head.cards[0])
            if down and head and side:
                found.append(_path(sketch, run, _branch(points, placed[run.head], not head.room), ""))
            else:
                found.append(_path(sketch, run, _curve(points), _arrow(points, run.arrow, down)))
    for run in sketch.inner:
        start = placed[run.tail]
        spine = (start.x + _BEND, start.y + start.art.height)
        found.append(_path(sketch, run, f"M{_xy(spine)}" + _turn(spine, placed[run.head]), ""))
    return tuple(found)


def _path(sketch: Sketch, run: Strand, d: str, arrow: str) -> Path:
    ends = [sketch.graph.cards[end] for end in (run.tail, run.head) if end < len(sketch.arts)]
    joint = run.link.joint
    states = {
        "assumed": any(card.assumed for card in ends),
        "shaky": any(card.shaky for card in ends),
        "emphasis": run.link.emphasis,
        "faint": run.link.faint,
        "alarm": joint is not None and joint.role == "alarm",
    }
    return Path(d, arrow, tuple(name for name, holds in states.items() if holds), run.sources, run.targets)


def tightened(sketch: Sketch, layout: Layout) -> Layout:
    """A layout whose joints stand in the gaps between the ranks of cards, not on ranks of their own.

    The engine has put a gap on both sides of every joint. They become one gap that is wider by the joints in it, and
    what lies beyond moves up.
    """
    problem = sketch.problem
    first = len(sketch.cells)
    if first == len(problem.boxes):
        return layout
    along = 0 if problem.direction == "right" else 1
    spans: dict[int, tuple[float, float]] = {}
    for box, centre in zip(problem.boxes, layout.centres, strict=True):
        half = (box.height if along else box.width) / 2
        low, high = spans.get(box.rank, (float("inf"), float("-inf")))
        spans[box.rank] = (min(low, centre[along] - half), max(high, centre[along] + half))
    knots = {box.rank for box in problem.boxes[first:]}
    beside = (problem.rank_gap - DOT) / 2
    # Places that stay in proportion between one another: old ones, and where they come to lie.
    old, new = [0.0], [0.0]
    ordered = sorted(spans)
    at = spans[ordered[0]][0]
    for rank in ordered:
        start, end = spans[rank]
        if rank - 1 in spans:
            at += (problem.rank_gap, beside, _LEVEL_GAP)[(rank - 1 in knots) + (rank in knots)]
        old += [start, end]
        new += [at, at + end - start]
        at = new[-1]
    saved = old[-1] - new[-1]

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


def _from(points: Sequence[Point], tail: Placed) -> list[Point]:
    """The route with its start at the right side of a card; it may only bend in the gap, so the rest stays."""
    y = tail.y + tail.art.height / 2
    return [(points[0][0], y), (points[1][0], y), *points[2:]]


def _into(points: Sequence[Point], head: Placed) -> list[Point]:
    y = head.y + head.art.height / 2
    return [*points[:-2], (points[-2][0], y), (head.x, y)]


def _aside(points: Sequence[Point], down: bool, tail: bool, head: bool) -> list[Point]:
    """A route that meets its cards a little off their middle, on the side that it comes from.

    There the lines of formulas arrive: an arrow head among them would seem to be theirs.
    """
    moved = list(points)
    across = 0 if down else 1
    for meets, end, control, other in ((tail, 0, 1, -1), (head, -1, -2, 0)):
        if meets:
            side = -_PORT if points[other][across] < points[end][across] else _PORT
            shift = (side, 0.0) if down else (0.0, side / 2)
            for i in (end, control):
                moved[i] = (points[i][0] + shift[0], points[i][1] + shift[1])
    return moved


def _branch(route: Sequence[Point], head: Placed, near: bool) -> str:
    """Down to the top of a stack's spine, along it, and into the side of one of its cards."""
    spine = (head.x - _BEND, route[-1][1])
    # Into a neighbouring row the way is free; a longer route keeps to the engine's and then steps aside.
    middle = (route[0][1] + spine[1]) / 2
    free = (route[0], (route[0][0], middle), (spine[0], middle), spine)
    first = _curve(free) if near else _curve(route) + f"H{number(spine[0])}"
    return first + _turn(spine, head)


def _turn(spine: Point, head: Placed) -> str:
    """From a spine into the side of a card that hangs on it."""
    side = (head.x, head.y + min(head.art.height / 2, 30))
    return f"V{number(side[1] - _BEND)}Q{_xy((spine[0], side[1]))} {_xy(side)}"


def _arrow(points: Sequence[Point], end: str, down: bool) -> str:
    """An arrow head at one end of a route, which meets the edge of a card squarely."""
    if not end:
        return ""
    (x, y), along = (points[-1], -1.0) if end == "head" else (points[0], 1.0)
    long, broad = _TIP[0] * along, _TIP[1]
    if down:
        return f"M{_xy((x, y))}L{_xy((x - broad, y + long))}H{number(x + broad)}Z"
    return f"M{_xy((x, y))}L{_xy((x + long, y - broad))}V{number(y + broad)}Z"
