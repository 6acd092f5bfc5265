"""What an engine has to place: a box for each card, stack of cards or vacant lane, and a wire for each link."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from impactmap.drawing.cards import CardArt, build
from impactmap.drawing.lanes import LaneHead, lane_head
from impactmap.drawing.style import COMPACT, ROOMY, CardStyle
from impactmap.geometry import Box, Problem, Wire
from impactmap.graph import Graph, Link

STACK_INDENT = 18.0  # from a stack's spine to its cards
STACK_GAP = 12.0  # between its cards
STACK_HEAD = 16.0  # above the first card, for a line to step aside that comes from further than the next row
VACANT_HEIGHT = 64.0


@dataclass(frozen=True, slots=True)
class Sketch:
    """A measured graph.

    `cells` tells which cards (indices) stand in each box of the problem: one, several stacked, or none for a
    vacant lane; `rooms` is the space left above the cards of each. `runs` tells, for each wire of the problem,
    which links it stands for: the wire into a stack carries one for every card in it.
    """

    graph: Graph
    style: CardStyle
    arts: tuple[CardArt, ...]
    cells: tuple[tuple[int, ...], ...]
    rooms: tuple[float, ...]
    heads: tuple[LaneHead, ...]
    problem: Problem
    runs: tuple[tuple[Run, ...], ...]
    shared: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One line of a link: from a card to a card (indices)."""

    link: Link
    tail: int
    head: int


def sketch(graph: Graph) -> Sketch:
    """Measures the cards of a graph and sets the layout problem."""
    style = COMPACT if graph.compact else ROOMY
    arts = tuple(build(card, style) for card in graph.cards)
    index = {card.id: i for i, card in enumerate(graph.cards)}
    shared = tuple(link for link in graph.links if _is_shared(link))
    single = [
        Run(link, index[source], index[target])
        for link in graph.links
        if not _is_shared(link)
        for source in link.sources
        for target in link.targets
    ]
    cells: list[tuple[int, ...]]
    cells = _cells(graph, single) if graph.stacked and graph.direction == "down" else [(i,) for i in index.values()]
    tails = {run.head: graph.cards[run.tail].rank for run in single}
    rooms = [STACK_HEAD if len(c) > 1 and graph.cards[c[0]].rank - tails[c[0]] > 1 else 0.0 for c in cells]
    boxes = [_box(cell, room, arts, graph) for cell, room in zip(cells, rooms, strict=True)]
    for lane in graph.lanes:
        if not any(lane.first <= card.rank <= lane.last for card in graph.cards):
            cells.append(())
            rooms.append(0.0)
            boxes.append(Box(style.width, VACANT_HEIGHT, lane.first))
    place = {card: i for i, cell in enumerate(cells) for card in cell}
    runs: dict[Wire, list[Run]] = defaultdict(list)
    for run in single:
        runs[Wire(place[run.tail], place[run.head])].append(run)
    heads = tuple(lane_head(lane, graph.direction, style) for lane in graph.lanes)
    gap = style.rank_gap + (_shortfall(graph, boxes, heads) if graph.direction == "down" else 0)
    problem = Problem(graph.direction, tuple(boxes), tuple(runs), gap, style.node_gap)
    return Sketch(
        graph, style, arts, tuple(cells), tuple(rooms), heads, problem, tuple(map(tuple, runs.values())), shared
    )


def _shortfall(graph: Graph, boxes: list[Box], heads: tuple[LaneHead, ...]) -> float:
    """How much the heading of a row stands out from its cards at most: rows lie that much further apart."""
    found = 0.0
    for lane, head in zip(graph.lanes, heads, strict=True):
        tallest = max(box.height for box in boxes if lane.first <= box.rank <= lane.last)
        found = max(found, head.height - tallest)
    return found


def _is_shared(link: Link) -> bool:
    return len(link.sources) > 1 and len(link.targets) > 1


def _box(cell: tuple[int, ...], room: float, arts: tuple[CardArt, ...], graph: Graph) -> Box:
    rank = graph.cards[cell[0]].rank
    width = max(arts[i].width for i in cell)
    if len(cell) == 1:
        return Box(width, arts[cell[0]].height, rank)
    height = room + sum(arts[i].height for i in cell) + STACK_GAP * (len(cell) - 1)
    return Box(width + STACK_INDENT, height, rank)


def _cells(graph: Graph, runs: list[Run]) -> list[tuple[int, ...]]:
    """Groups the leaves that share their one parent and their rank; all other cards stand alone."""
    parents: dict[int, list[int]] = defaultdict(list)
    tails = set()
    for run in runs:
        parents[run.head].append(run.tail)
        tails.add(run.tail)
    stacks: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for i, card in enumerate(graph.cards):
        leaf = i not in tails and len(parents[i]) == 1
        stacks[(card.rank, parents[i][0]) if leaf else (card.rank, -1, i)].append(i)
    return [tuple(stack) for stack in stacks.values()]
