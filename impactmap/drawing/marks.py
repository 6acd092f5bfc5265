"""What is drawn over lanes and cards: hatching past the control horizon, the horizon itself, and the ruler."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from impactmap.drawing.cards import Text, block, fill
from impactmap.drawing.lanes import LaneArt
from impactmap.drawing.style import CAPTION, FOOT, LANE_PAD, PAGE_MARGIN
from impactmap.drawing.templates import number
from impactmap.geometry import Point
from impactmap.graph import Graph

HORIZON = "control horizon"
_STEP = 13.0  # between two lines of a hatching
_TICK = 6.0  # half the length of a ruler's ticks


class Horizon(Struct, frozen=True):
    """The line past which nobody whom the team serves directly stands, and its name."""

    start: Point
    end: Point
    texts: tuple[Text, ...]


class RulerArt(Struct, frozen=True):
    """A measure from the first lane to another: `d` in SVG path syntax, and what it says."""

    d: str
    texts: tuple[Text, ...]


def hatching(width: float, height: float, inset: float) -> str:
    """Slanting lines over a rectangle at the origin, in SVG path syntax; `inset` keeps them off its round corners."""
    left, top, right, bottom = inset, inset, width - inset, height - inset
    pieces = []
    place = left + top + _STEP
    while place < right + bottom:  # each line runs where x + y is `place`
        start = (min(right, place - top), max(top, place - right))
        end = (max(left, place - bottom), min(bottom, place - left))
        pieces.append(f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}")
        place += _STEP
    return "".join(pieces)


def horizon(lanes: Sequence[LaneArt], columns: bool) -> tuple[Horizon, ...]:
    """A line in the gap between lanes of which one lies beyond the horizon."""
    found = []
    for one, other in pairwise(lanes):
        if one.lane.beyond == other.lane.beyond:
            continue
        words = fill(HORIZON, 400, CAPTION)
        if columns:
            x = (one.x + one.width + other.x) / 2
            texts = block(words, x - words[0].width / 2, one.y - 24, words[0].width, CAPTION, "muted")
            found.append(Horizon((x, one.y - 3), (x, one.y + one.height), tuple(texts)))
        else:
            y = (one.y + one.height + other.y) / 2
            texts = block(words, one.x + LANE_PAD, y - CAPTION.leading / 2, words[0].width, CAPTION, "muted")
            found.append(Horizon((one.x + LANE_PAD + words[0].width + 10, y), (one.x + one.width, y), tuple(texts)))
    return tuple(found)


def ruler_room(graph: Graph) -> float:
    """How much room the ruler, or the name of the horizon, needs over the lanes."""
    if graph.ruler:
        return FOOT.leading + 18
    return 12.0 if graph.direction == "right" and len({lane.beyond for lane in graph.lanes}) > 1 else 0.0


def ruler(graph: Graph, lanes: Sequence[LaneArt], columns: bool) -> RulerArt | None:
    """Over columns, or left of rows: a tick at the first lane and one at the lane that holds the last rank."""
    if graph.ruler is None or not lanes:
        return None
    first = lanes[0]
    last = next(art for art in lanes if art.lane.first <= graph.ruler.last <= art.lane.last)
    top = first.y - 14
    lines = fill(graph.ruler.text, 600, FOOT)
    x, t = PAGE_MARGIN, number(_TICK)
    if columns:
        start, end = first.x + first.width / 2, last.x + last.width / 2
        d = f"M{number(start)} {number(top - _TICK)}v{number(2 * _TICK)}"
        if end > start:
            d += f"M{number(start)} {number(top)}H{number(end)}m0 -{t}v{number(2 * _TICK)}"
        x = start if end > start else start + 12
        y = top - FOOT.leading - 6 if end > start else top - FOOT.leading / 2
        return RulerArt(d, tuple(block(lines, x, y, 600, FOOT, "muted")))
    start, end = first.y + first.height / 2, last.y + last.height / 2
    x -= 14
    d = f"M{number(x - _TICK)} {number(start)}h{number(2 * _TICK)}"
    if end > start:
        d += f"M{number(x)} {number(start)}V{number(end)}m-{t} 0h{number(2 * _TICK)}"
    return RulerArt(d, tuple(block(lines, PAGE_MARGIN, top - FOOT.leading + 4, 600, FOOT, "muted")))
