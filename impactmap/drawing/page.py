"""The page: header, lanes, cards, links and footer, each in its final place (px from the top left corner)."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from impactmap.drawing.cards import CardArt, Text, block, fill
from impactmap.drawing.joints import Knot
from impactmap.drawing.lanes import GUTTER, LaneArt, Rect, column, row, vacant
from impactmap.drawing.marks import Horizon, RulerArt, horizon, ruler, ruler_room
from impactmap.drawing.routes import Path, paths, tightened
from impactmap.drawing.sketch import STACK_GAP, Sketch, sketch
from impactmap.drawing.style import (
    FOOT,
    LANE_PAD,
    LOGO,
    LOST,
    PAGE_MARGIN,
    PREFACE,
    STYLES,
    SUBTITLE,
    TITLE,
    Type,
)
from impactmap.geometry import Layout, Point, Problem
from impactmap.graph import Graph, Lane, Mark

LEAST_WIDTH = 720.0  # of what lies between the page's margins
BLOCK_GAP = 30.0  # between header, lanes and footer
BAND_PAD = 5.0  # from a swim-lane's edge to its cards: less than half of what lies between two of them
MARK = (27.0, 17.0)  # size of a mark in the legend


class Placed(Struct, frozen=True):
    """A card and the place of its top left corner."""

    art: CardArt
    x: float
    y: float


class PlacedKnot(Struct, frozen=True):
    """A joint and the place of its top left corner."""

    art: Knot
    x: float
    y: float


class Band(Struct, frozen=True):
    """The ground of a swim-lane, in the colour of its head's entity."""

    entity: str
    x: float
    y: float
    width: float
    height: float


class MarkArt(Struct, frozen=True):
    mark: Mark
    x: float
    y: float
    width: float
    height: float


class Page(Struct, frozen=True):
    graph: Graph
    width: float
    height: float
    texts: tuple[Text, ...]
    lanes: tuple[LaneArt, ...]
    groups: tuple[tuple[Lane, tuple[Placed, ...]], ...]
    bands: tuple[Band, ...]
    paths: tuple[Path, ...]
    joints: tuple[PlacedKnot, ...]
    marks: tuple[MarkArt, ...]
    horizons: tuple[Horizon, ...] = ()
    ruler: RulerArt | None = None


def laid_out(graph: Graph, solve: Callable[[Problem], Layout], logo: str = "") -> tuple[Page, str]:
    """A graph on a page, and the layout's warning.

    Cards are as wide as they can be for the smallest text to be legible on a slide; where no width of theirs
    does it, as wide as the graph asks for.
    """
    styles = STYLES[1:] if graph.compact else STYLES
    first: tuple[Page, str] | None = None
    for style in styles:
        sketched = sketch(graph, style)
        if first and sketched.least_width > style.widest:
            continue  # it cannot be narrow enough, however well it is laid out
        layout = solve(sketched.problem)
        page = compose(sketched, layout, logo)
        if page.width <= style.widest:
            return page, layout.warning
        first = first or (page, layout.warning)
    assert first  # noqa: S101 - the first style is always laid out
    return first


def compose(sketch: Sketch, layout: Layout, logo: str = "") -> Page:
    """Puts a solved sketch on a page."""
    graph = sketch.graph
    layout = tightened(sketch, layout)
    columns = graph.direction == "right"
    left = PAGE_MARGIN + (LANE_PAD if columns else LANE_PAD + GUTTER)
    inner = max(LEAST_WIDTH, left - PAGE_MARGIN + layout.width + LANE_PAD)
    if columns:  # narrow maps stand in the middle of the least width
        left += (inner - layout.width - 2 * LANE_PAD) / 2
    texts, y = _header(graph, inner, logo)
    top = y + BLOCK_GAP + ruler_room(graph)
    head = max((head.height for head in sketch.heads), default=0) + 2 * LANE_PAD if columns else LANE_PAD
    offset = (left, top + head)
    rects = _rects(sketch, layout, offset)
    corners = _corners(sketch, rects)
    lanes = _lanes(sketch, rects, (top, offset[1] + layout.height + LANE_PAD), inner)
    bottom = max((lane.y + lane.height for lane in lanes), default=top)
    placed = tuple(Placed(art, *corner) for art, corner in zip(sketch.arts, corners, strict=True))
    foot, marks, y = _footer(graph, inner, bottom)
    knots = zip(sketch.knots, rects[len(sketch.cells) :], strict=True)
    return Page(
        graph=graph,
        width=round(inner + 2 * PAGE_MARGIN, 2),
        height=round(y + PAGE_MARGIN * 0.75, 2),
        texts=(*texts, *foot),
        lanes=lanes,
        groups=tuple((lane, tuple(p for p in placed if lane.holds(p.art.card))) for lane in graph.lanes),
        bands=_bands(sketch, rects),
        paths=paths(sketch, layout, offset, placed),
        joints=tuple(PlacedKnot(knot, round(x, 2), round(y, 2)) for knot, (x, y, _, _) in knots),
        marks=marks,
        horizons=horizon(lanes, columns),
        ruler=ruler(graph, lanes, columns),
    )


# ---- placing cards ----------------------------------------------------------------------------------------


def _rects(sketch: Sketch, layout: Layout, offset: Point) -> list[Rect]:
    """Where the boxes of the problem lie on the page."""
    found = []
    for box, (x, y) in zip(sketch.problem.boxes, layout.centres, strict=True):
        left, top = offset[0] + x - box.width / 2, offset[1] + y - box.height / 2
        found.append((left, top, left + box.width, top + box.height))
    return found


def _corners(sketch: Sketch, rects: list[Rect]) -> list[Point]:
    """The top left corner of every card."""
    corners: list[Point] = [(0, 0)] * len(sketch.arts)
    for cell, (left, top, _, _) in zip(sketch.cells, rects, strict=False):
        y = top + cell.room
        for card in cell.cards:
            corners[card] = (round(left + cell.indent(card), 2), round(y, 2))
            y += sketch.arts[card].height + STACK_GAP
    return corners


def _bands(sketch: Sketch, rects: list[Rect]) -> tuple[Band, ...]:
    """The swim-lanes: a ground around each cell that has a head."""
    return tuple(
        Band(
            sketch.graph.cards[cell.cards[0]].entity,
            round(left - BAND_PAD, 2),
            round(top - BAND_PAD, 2),
            round(right - left + 2 * BAND_PAD, 2),
            round(bottom - top + 2 * BAND_PAD, 2),
        )
        for cell, (left, top, right, bottom) in zip(sketch.cells, rects, strict=False)
        if cell.headed and len(cell.cards) > 1
    )


def _lanes(sketch: Sketch, rects: list[Rect], extent: tuple[float, float], inner: float) -> tuple[LaneArt, ...]:
    """The lanes around the boxes that stand in them; columns reach over the whole `extent` (top, bottom)."""
    found = []
    for lane, ranks, head in zip(sketch.graph.lanes, sketch.lanes, sketch.heads, strict=True):
        inside = [rect for box, rect in zip(sketch.problem.boxes, rects, strict=True) if box.rank in ranks]
        columns = sketch.graph.direction == "right"
        art = column(lane, head, inside, *extent) if columns else row(lane, head, inside, inner)
        filled = any(map(lane.holds, sketch.graph.cards))
        found.append(art if filled else vacant(art, inside[0], sketch.style))
    return tuple(found)


# ---- header and footer ------------------------------------------------------------------------------------


def _header(graph: Graph, inner: float, logo: str) -> tuple[list[Text], float]:
    """Title, one line under it and the preface; returns the bottom edge too."""
    y = PAGE_MARGIN * 0.8
    texts: list[Text] = []
    mark = fill(logo, inner / 3, LOGO, 2)
    if mark:
        widest = max(line.width for line in mark)
        texts += [
            replace(line, x=PAGE_MARGIN + inner - (0 if line.rtl else line.width))
            for line in block(mark, 0, y + 6, inner, LOGO, "muted")
        ]
        room = inner - widest - 32
    else:
        room = inner
    parts: tuple[tuple[str, Type, str, float, int | None], ...] = (
        (graph.title, TITLE, "ink", room, None),
        (graph.subtitle, SUBTITLE, "muted", inner, None),
        (graph.preface, PREFACE, "muted", min(inner, 1100), 3),
    )
    for words, kind, role, measure, most in parts:
        lines = fill(words, measure, kind, most)
        if lines:
            texts += block(lines, PAGE_MARGIN, y, inner, kind, role)
            y += len(lines) * kind.leading + 4
    return texts, y - 4


def _footer(graph: Graph, inner: float, y: float) -> tuple[list[Text], tuple[MarkArt, ...], float]:
    """What the lens has lost, then the legend with the summary to its right, or under it where both don't fit."""
    texts: list[Text] = []
    marks: list[MarkArt] = []
    y += 18
    for sentence in graph.lost:
        lines = fill(sentence, inner, LOST)
        texts += block(lines, PAGE_MARGIN, y, inner, LOST, "muted")
        y += len(lines) * FOOT.leading + 3
    y += 10 if graph.lost else 0
    x = PAGE_MARGIN
    for key in graph.legend:
        lines = fill(key.text, inner / 2, FOOT)
        wide = max((line.width for line in lines), default=0)
        step = MARK[0] + 10 + wide + 34
        if x > PAGE_MARGIN and x + step - 34 > PAGE_MARGIN + inner:
            x, y = PAGE_MARGIN, y + FOOT.leading + 2
        marks.append(MarkArt(key.mark, x, y + (FOOT.leading - MARK[1]) / 2, *MARK))
        texts += block(lines, x + MARK[0] + 10, y, wide, FOOT, "muted")
        x += step
    room = PAGE_MARGIN + inner - x
    if graph.summary:
        lines = fill(graph.summary, room, FOOT) if room > 60 else ()
        if len(lines) != 1:
            y += FOOT.leading + 2 if graph.legend else 0
            lines = fill(graph.summary, inner, FOOT)
            texts += block(lines, PAGE_MARGIN, y, inner, FOOT, "muted")
        else:
            start = PAGE_MARGIN + inner - lines[0].width
            texts += block(lines, start, y, lines[0].width, FOOT, "muted")
        y += len(lines) * FOOT.leading
    elif graph.legend:
        y += FOOT.leading
    return texts, tuple(marks), y
