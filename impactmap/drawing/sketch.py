"""What an engine has to place: a box for each card, stack of cards, vacant lane or joint, and a wire for each line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from impactmap.drawing.cards import CardArt, build
from impactmap.drawing.joints import Knot, Strand, web
from impactmap.drawing.lanes import LaneHead, lane_head
from impactmap.drawing.style import ROOMY, CardStyle
from impactmap.geometry import Box, Problem, Wire
from impactmap.graph import Graph

STACK_INDENT = 18.0  # from a stack's spine to its cards
STACK_GAP = 12.0  # between its cards
STACK_HEAD = 16.0  # above the first card, for a line to step aside that comes from further than the next row
VACANT_HEIGHT = 64.0


class Cell(Struct, frozen=True):
    """The cards (indices) of one box: one, several on each other, or none, in a vacant lane.

    Leaves of one parent hang side by side on a spine; `headed` cells are swim-lanes, whose first card heads the others.
    `room` is the space left above the first card.
    """

    cards: tuple[int, ...] = ()
    headed: bool = False
    room: float = 0.0

    def indent(self, card: int) -> float:
        """From the box's left edge to a card's."""
        return STACK_INDENT if len(self.cards) > 1 and not (self.headed and card == self.cards[0]) else 0.0


class Sketch(Struct, frozen=True):
    """A measured graph.

    `cells` tells which cards stand in each box of the problem but the last ones, which are the `knots`: those have
    ranks of their own, so `lanes` tells the ranks of each lane in the problem. `runs` tells what each wire
    stands for: the wire into a stack carries a line for every card in it. `inner` lines stay within a cell.
    """

    graph: Graph
    style: CardStyle
    arts: tuple[CardArt, ...]
    cells: tuple[Cell, ...]
    knots: tuple[Knot, ...]
    lanes: tuple[range, ...]
    heads: tuple[LaneHead, ...]
    problem: Problem
    runs: tuple[tuple[Strand, ...], ...]
    inner: tuple[Strand, ...]

    @property
    def least_width(self) -> float:
        """How wide the boxes are at least, side by side."""
        columns = self.problem.direction == "right"
        ranks: dict[int, list[float]] = defaultdict(list)
        for box in self.problem.boxes[: len(self.cells)]:
            ranks[box.rank].append(box.width)
        if columns:
            return sum(max(widths) for widths in ranks.values()) + self.problem.rank_gap * (len(ranks) - 1)
        return max((sum(w) + self.problem.node_gap * (len(w) - 1) for w in ranks.values()), default=0)


def sketch(graph: Graph, style: CardStyle = ROOMY) -> Sketch:
    """Measures the cards and joints of a graph and sets the layout problem."""
    arts = tuple(build(card, style) for card in graph.cards)
    woven = web(graph, style)
    levels = woven.levels()
    ranks = _ranks(graph, levels)
    cells = _cells(graph)
    boxes = [_box(cell, arts, ranks[graph.cards[cell.cards[0]].rank]) for cell in cells]
    empty = [lane for lane in graph.lanes if not any(map(lane.holds, graph.cards))]
    boxes += [Box(style.width, VACANT_HEIGHT, ranks[lane.first]) for lane in empty]
    cells += [Cell()] * len(empty)
    for knot in woven.knots:
        after = ranks[knot.slot] if knot.slot < len(ranks) else ranks[-1] + 1 + levels[knot.slot]
        boxes.append(Box(knot.width, knot.height, after - levels[knot.slot] + knot.level))
    place = {card: i for i, cell in enumerate(cells) for card in cell.cards}
    place |= {len(arts) + i: len(cells) + i for i in range(len(woven.knots))}
    runs: dict[Wire, list[Strand]] = defaultdict(list)
    inner = []
    for strand in woven.strands:
        if place[strand.tail] == place[strand.head]:
            inner.append(strand)
        else:
            runs[Wire(place[strand.tail], place[strand.head])].append(strand)
    trailing = levels.get(len(ranks), 0)
    lanes = [range(ranks[lane.first], ranks[lane.last] + 1) for lane in graph.lanes]
    if trailing:  # joints below the last rank belong to its lane
        lanes[-1] = range(lanes[-1].start, lanes[-1].stop + trailing)
    heads = tuple(lane_head(lane, graph.direction, style) for lane in graph.lanes)
    gap = style.rank_gap + (_shortfall(boxes, lanes, heads) if graph.direction == "down" else 0)
    return Sketch(
        graph=graph,
        style=style,
        arts=arts,
        cells=tuple(cells),
        knots=woven.knots,
        lanes=tuple(lanes),
        heads=heads,
        problem=Problem(graph.direction, tuple(boxes), tuple(runs), gap, style.node_gap),
        runs=tuple(map(tuple, runs.values())),
        inner=tuple(inner),
    )


def _ranks(graph: Graph, levels: Mapping[int, int]) -> list[int]:
    """The rank in the problem of each rank of the graph: further by the levels of every slot at or before it."""
    last = max((lane.last for lane in graph.lanes), default=-1)
    found, rank = [], 0
    for own in range(last + 1):
        rank += levels.get(own, 0)
        found.append(rank)
        rank += 1
    return found


def _shortfall(boxes: list[Box], lanes: list[range], heads: tuple[LaneHead, ...]) -> float:
    """How much the heading of a row stands out from its cards at most: rows lie that much further apart."""
    found = 0.0
    for ranks, head in zip(lanes, heads, strict=True):
        found = max(found, head.height - max(box.height for box in boxes if box.rank in ranks))
    return found


def _box(cell: Cell, arts: tuple[CardArt, ...], rank: int) -> Box:
    width = max(arts[i].width + cell.indent(i) for i in cell.cards)
    height = cell.room + sum(arts[i].height for i in cell.cards) + STACK_GAP * (len(cell.cards) - 1)
    return Box(width, height, rank)


def _cells(graph: Graph) -> list[Cell]:
    """Groups the cards of a swim-lane, and where the graph is stacked the leaves that share their one parent."""
    parents: dict[int, list[int]] = defaultdict(list)
    index = {card.id: i for i, card in enumerate(graph.cards)}
    for link in graph.links:
        for target in link.targets:
            parents[index[target]] += (index[source] for source in link.sources)
    inner = {parent for several in parents.values() for parent in several}
    stacked = graph.stacked and graph.direction == "down"
    piles: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, card in enumerate(graph.cards):
        if card.group:
            piles["group", card.rank, card.group].append(i)
        elif stacked and i not in inner and len(parents[i]) == 1:
            piles["leaves", card.rank, parents[i][0]].append(i)
        else:
            piles["alone", i].append(i)
    cells = []
    for key, pile in piles.items():
        leaves = key[0] == "leaves" and len(pile) > 1
        far = leaves and graph.cards[pile[0]].rank - graph.cards[parents[pile[0]][0]].rank > 1
        cells.append(Cell(tuple(pile), headed=key[0] == "group", room=STACK_HEAD if far else 0.0))
    return cells
