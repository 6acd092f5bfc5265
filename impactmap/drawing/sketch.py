"""What an engine has to place: a box for each card, stack of cards or vacant lane, and a wire for each link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from impactmap.drawing.cards import CardArt, build
from impactmap.drawing.lanes import LaneHead, lane_head
from impactmap.drawing.style import ROOMY, CardStyle
from impactmap.geometry import Box, Problem, Wire
from impactmap.graph import Graph

STACK_INDENT = 18.0  # from a stack's spine to its cards
STACK_GAP = 12.0  # between its cards
STACK_HEAD = 16.0  # above the first card, for a line to step aside that comes from further than the next row
VACANT_HEIGHT = 64.0


JOINT = 8.0  # diameter of the dot in which a shared connector meets


@dataclass(frozen=True, slots=True)
class Run:
    """A line to draw, and the two sides of its link.

    `card` is the index of the card that it leads to, None when it ends in a joint; `assumed` is true when a card
    at one of its ends is.
    """

    card: int | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    assumed: bool
    emphasis: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """A measured graph.

    `cells` tells which cards (indices) stand in each box of the problem: one, several stacked, or none, in a
    vacant lane and for the joints, which are the last boxes from index `joints` on; `rooms` is the space left above
    the cards of each. Joints have ranks of their own, so `lanes` tells the ranks of each lane in the problem.
    `runs` tells what each wire stands for: the wire into a stack carries a line for every card in it.
    """

    graph: Graph
    style: CardStyle
    arts: tuple[CardArt, ...]
    cells: tuple[tuple[int, ...], ...]
    joints: int
    rooms: tuple[float, ...]
    lanes: tuple[range, ...]
    heads: tuple[LaneHead, ...]
    problem: Problem
    runs: tuple[tuple[Run, ...], ...]

    @property
    def least_width(self) -> float:
        """How wide the boxes are at least, side by side."""
        columns = self.problem.direction == "right"
        ranks: dict[int, list[float]] = defaultdict(list)
        for box in self.problem.boxes[: self.joints]:
            ranks[box.rank].append(box.width)
        if columns:
            return sum(max(widths) for widths in ranks.values()) + self.problem.rank_gap * (len(ranks) - 1)
        return max((sum(w) + self.problem.node_gap * (len(w) - 1) for w in ranks.values()), default=0)


def sketch(graph: Graph, style: CardStyle = ROOMY) -> Sketch:
    """Measures the cards of a graph and sets the layout problem."""
    arts = tuple(build(card, style) for card in graph.cards)
    index = {card.id: i for i, card in enumerate(graph.cards)}
    shared = [link for link in graph.links if link.shared]
    # A joint stands just before the first of its targets, on a rank that is put in there.
    slots = [min(graph.cards[index[target]].rank for target in link.targets) for link in shared]
    ranks = _ranks(graph, slots)
    before = {index[target]: index[link.sources[0]] for link in graph.links for target in link.targets}
    cells = _cells(graph, index) if graph.stacked and graph.direction == "down" else [(i,) for i in index.values()]
    rooms = [
        STACK_HEAD if len(cell) > 1 and graph.cards[cell[0]].rank - graph.cards[before[cell[0]]].rank > 1 else 0.0
        for cell in cells
    ]
    boxes = [_box(cell, room, arts, ranks[graph.cards[cell[0]].rank]) for cell, room in zip(cells, rooms, strict=True)]
    boxes += [
        Box(style.width, VACANT_HEIGHT, ranks[lane.first])
        for lane in graph.lanes
        if not any(map(lane.holds, graph.cards))
    ]
    joints = len(boxes)
    boxes += [Box(JOINT, JOINT, ranks[slot] - 1) for slot in slots]
    blank = len(boxes) - len(cells)
    place = {card: i for i, cell in enumerate(cells) for card in cell}
    runs: dict[Wire, list[Run]] = defaultdict(list)
    for wire, run in _lines(graph, index, place, joints):
        runs[wire].append(run)
    lanes = tuple(range(ranks[lane.first], ranks[lane.last] + 1) for lane in graph.lanes)
    heads = tuple(lane_head(lane, graph.direction, style) for lane in graph.lanes)
    gap = style.rank_gap + (_shortfall(boxes, lanes, heads) if graph.direction == "down" else 0)
    return Sketch(
        graph=graph,
        style=style,
        arts=arts,
        cells=(*cells, *((),) * blank),
        joints=joints,
        rooms=(*rooms, *(0.0,) * blank),
        lanes=lanes,
        heads=heads,
        problem=Problem(graph.direction, tuple(boxes), tuple(runs), gap, style.node_gap),
        runs=tuple(map(tuple, runs.values())),
    )


def _lines(graph: Graph, index: Mapping[str, int], place: Mapping[int, int], joint: int) -> Iterator[tuple[Wire, Run]]:
    """Every line of the picture with the wire that it runs along; shared connectors have joints from box `joint` on."""
    cards = graph.cards
    for link in graph.links:
        sources, targets = ([index[card] for card in side] for side in (link.sources, link.targets))
        if link.shared:
            for tail in sources:
                run = Run(None, (cards[tail].id,), link.targets, cards[tail].assumed, link.emphasis)
                yield Wire(place[tail], joint), run
            for head in targets:
                run = Run(head, link.sources, (cards[head].id,), cards[head].assumed, link.emphasis)
                yield Wire(joint, place[head]), run
            joint += 1
            continue
        for tail in sources:
            for head in targets:
                assumed = cards[tail].assumed or cards[head].assumed
                run = Run(head, (cards[tail].id,), (cards[head].id,), assumed, link.emphasis)
                yield Wire(place[tail], place[head]), run


def _ranks(graph: Graph, slots: list[int]) -> list[int]:
    """The rank in the problem of each rank of the graph: one further for every slot at or before it."""
    last = max((lane.last for lane in graph.lanes), default=-1)
    return [rank + sum(slot <= rank for slot in set(slots)) for rank in range(last + 1)]


def _shortfall(boxes: list[Box], lanes: tuple[range, ...], heads: tuple[LaneHead, ...]) -> float:
    """How much the heading of a row stands out from its cards at most: rows lie that much further apart."""
    found = 0.0
    for ranks, head in zip(lanes, heads, strict=True):
        found = max(found, head.height - max(box.height for box in boxes if box.rank in ranks))
    return found


def _box(cell: tuple[int, ...], room: float, arts: tuple[CardArt, ...], rank: int) -> Box:
    width = max(arts[i].width for i in cell)
    if len(cell) == 1:
        return Box(width, arts[cell[0]].height, rank)
    height = room + sum(arts[i].height for i in cell) + STACK_GAP * (len(cell) - 1)
    return Box(width + STACK_INDENT, height, rank)


def _cells(graph: Graph, index: Mapping[str, int]) -> list[tuple[int, ...]]:
    """Groups the leaves that share their one parent and their rank; all other cards stand alone."""
    parents: dict[int, list[int]] = defaultdict(list)
    for link in graph.links:
        for target in link.targets:
            parents[index[target]] += (index[source] for source in link.sources)
    inner = {parent for several in parents.values() for parent in several}
    stacks: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for i, card in enumerate(graph.cards):
        leaf = i not in inner and len(parents[i]) == 1
        stacks[(card.rank, parents[i][0]) if leaf else (card.rank, -1, i)].append(i)
    return [tuple(stack) for stack in stacks.values()]
