"""What goes to a layout engine and what comes back: boxes, links, ranks and points, and nothing of their meaning.

Units are CSS pixels (drawn as SVG user units; an engine that thinks in points takes 1 px as 1 pt).
The origin is the top left corner and y grows downward. Nodes and links are known by their index alone:
no text of a spec reaches an engine.
"""

from __future__ import annotations

from typing import Literal, Protocol

from msgspec import Struct

Direction = Literal["right", "down"]
Point = tuple[float, float]


class Box(Struct, frozen=True):
    """A node to place. `rank` is its column (direction right) or its row (direction down), from 0."""

    width: float
    height: float
    rank: int


class Wire(Struct, frozen=True):
    """A link to route, from the far side of `tail` to the near side of `head` (indices into boxes).

    Both may share a rank, and a wire may skip ranks; a wire never runs against the direction.
    """

    tail: int
    head: int


class Problem(Struct, frozen=True):
    """A graph to lay out.

    Every rank from 0 to the highest has at least one box. Boxes of a rank are aligned on it; `rank_gap`
    lies between the boxes of neighbouring ranks at least, `node_gap` between neighbours in a rank.
    The order of boxes is the order of the spec: engines keep to it unless crossings are saved.
    """

    direction: Direction
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    rank_gap: float
    node_gap: float


class Layout(Struct, frozen=True):
    """A solved problem: a centre for every box and a route for every wire, in the problem's order.

    A route is a start point followed by three points for each cubic Bézier piece (length 1 + 3k), from
    the middle of the tail's far side to the middle of the head's near side. All of it lies in 0…width, 0…height.
    `warning` says, in a sentence for the user, when the picture is plainer than it should be.
    """

    width: float
    height: float
    centres: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]
    warning: str = ""


class Engine(Protocol):
    """Places a problem. Raises `impactmap.diagnostics.LayoutError` when it cannot."""

    def __call__(self, problem: Problem) -> Layout: ...
