"""Links as SVG paths: the engine's routes, the branches into stacks, and shared connectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impactmap.drawing.sketch import Run, Sketch
from impactmap.drawing.templates import number
from impactmap.geometry import Layout, Point
from impactmap.graph import Link

if TYPE_CHECKING:
    from impactmap.drawing.page import Placed

_BEND = 9.0  # radius where a spine turns into a card


@dataclass(frozen=True, slots=True)
class Path:
    """A drawn link: `d` in SVG path syntax, and the ids of the cards on its two sides."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    d: str
    assumed: bool
    emphasis: bool


def paths(sketch: Sketch, layout: Layout, offset: Point, placed: Sequence[Placed]) -> tuple[Path, ...]:
    """The links from one card to one card, in the order of the problem's wires."""
    found = []
    for wire, runs, route in zip(sketch.problem.wires, sketch.runs, layout.routes, strict=True):
        moved = [(x + offset[0], y + offset[1]) for x, y in route]
        stacked = len(sketch.cells[wire.head]) > 1
        near = not sketch.rooms[wire.head]
        for run in runs:
            d = _branch(moved, placed[run.head], near) if stacked else _curve(moved)
            found.append(_path(sketch, run, d))
    return tuple(found)


def _path(sketch: Sketch, run: Run, d: str) -> Path:
    cards = sketch.graph.cards
    return Path((cards[run.tail].id,), (cards[run.head].id,), d, run.link.assumed, run.link.emphasis)


def _xy(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _curve(points: Sequence[Point]) -> str:
    pieces = [points[i : i + 3] for i in range(1, len(points), 3)]
    return f"M{_xy(points[0])}" + "".join("C" + " ".join(_xy(p) for p in piece) for piece in pieces)


def _s_curve(start: Point, end: Point, *, downward: bool = False) -> str:
    """From start to end with both ends along the direction of the map."""
    if downward:
        middle = (start[1] + end[1]) / 2
        return f"M{_xy(start)}C{_xy((start[0], middle))} {_xy((end[0], middle))} {_xy(end)}"
    middle = (start[0] + end[0]) / 2
    return f"M{_xy(start)}C{_xy((middle, start[1]))} {_xy((middle, end[1]))} {_xy(end)}"


def _branch(route: Sequence[Point], head: Placed, near: bool) -> str:
    """Down to the top of a stack's spine, along it, and into the side of one of its cards."""
    side = (head.x, head.y + min(head.art.height / 2, 30))
    spine = (head.x - 9, route[-1][1])
    # Into a neighbouring row the way is free; a longer route keeps to the engine's and then steps aside.
    first = _s_curve(route[0], spine, downward=True) if near else _curve(route) + f"H{number(spine[0])}"
    turn = f"V{number(side[1] - _BEND)}Q{_xy((spine[0], side[1]))} {_xy(side)}"
    return first + turn


def connectors(sketch: Sketch, placed: Sequence[Placed]) -> tuple[tuple[Path, ...], tuple[Point, ...]]:
    """Shared connectors: a leg from every source into one joint and a leg from it to every target."""
    where = {p.art.card.id: p for p in placed}
    legs: list[Path] = []
    joints: list[Point] = []
    downward = sketch.graph.direction == "down"
    for link in sketch.shared:
        starts = {card: _far(where[card], downward) for card in link.sources}
        ends = {card: _near(where[card], downward) for card in link.targets}
        along, across = (1, 0) if downward else (0, 1)
        middle = (max(p[along] for p in starts.values()) + min(p[along] for p in ends.values())) / 2
        points = [*starts.values(), *ends.values()]
        level = (min(p[across] for p in points) + max(p[across] for p in points)) / 2
        joint = (level, middle) if downward else (middle, level)
        joints.append(joint)
        assumed = _assumed_cards(sketch)
        for card, start in starts.items():
            legs.append(_leg((card,), link.targets, _s_curve(start, joint, downward=downward), card in assumed, link))
        for card, end in ends.items():
            legs.append(_leg(link.sources, (card,), _s_curve(joint, end, downward=downward), card in assumed, link))
    return tuple(legs), tuple(joints)


def _assumed_cards(sketch: Sketch) -> set[str]:
    return {card.id for card in sketch.graph.cards if card.assumed}


def _leg(sources: tuple[str, ...], targets: tuple[str, ...], d: str, assumed: bool, link: Link) -> Path:
    return Path(sources, targets, d, assumed, link.emphasis)


def _far(card: Placed, downward: bool) -> Point:
    if downward:
        return (card.x + card.art.width / 2, card.y + card.art.height)
    return (card.x + card.art.width, card.y + card.art.height / 2)


def _near(card: Placed, downward: bool) -> Point:
    if downward:
        return (card.x + card.art.width / 2, card.y)
    return (card.x, card.y + card.art.height / 2)
