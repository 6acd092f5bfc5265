"""Lanes: their headings and grounds, as columns or as rows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from impactmap.drawing.cards import Text, block, fill
from impactmap.drawing.style import CAPTION, HEADING, LANE_PAD, PAGE_MARGIN, CardStyle
from impactmap.geometry import Direction
from impactmap.graph import Lane
from impactmap.measure import width

GUTTER = 204.0  # the width in which the headings of rows stand

Rect = tuple[float, float, float, float]  # left, top, right, bottom


class LaneHead(Struct, frozen=True):
    """Heading and caption of a lane, placed from the origin."""

    texts: tuple[Text, ...]
    height: float


class LaneArt(Struct, frozen=True):
    lane: Lane
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...]


def lane_head(lane: Lane, direction: Direction, style: CardStyle) -> LaneHead:
    """Wraps what stands over a column, or before a row."""
    measure = style.width if direction == "right" else GUTTER - LANE_PAD
    # Letters are spaced, so a line is a little wider than it is wrapped for.
    heading = tuple(
        replace(line, width=width(line.text, HEADING.size, HEADING.face, spacing=HEADING.spacing))
        for line in fill(lane.heading.upper(), measure * 0.92, HEADING)
    )
    caption = fill(lane.caption, measure, CAPTION)
    y = len(heading) * HEADING.leading + 2
    texts = (*block(heading, 0, 0, measure, HEADING, "accent"), *block(caption, 0, y, measure, CAPTION, "muted"))
    return LaneHead(texts, y + len(caption) * CAPTION.leading)


def column(lane: Lane, head: LaneHead, cards: Sequence[Rect], top: float, bottom: float) -> LaneArt:
    """A lane as tall as the picture, around its cards."""
    x = min(left for left, _, _, _ in cards) - LANE_PAD
    right = max(right for _, _, right, _ in cards) + LANE_PAD
    return _art(lane, head, x, top, right - x, bottom - top)


def row(lane: Lane, head: LaneHead, cards: Sequence[Rect], inner: float) -> LaneArt:
    """A lane as wide as the picture (`inner`), around its cards and its heading."""
    y = min(top for _, top, _, _ in cards) - LANE_PAD
    height = max(max(bottom for *_, bottom in cards) - y - LANE_PAD, head.height) + 2 * LANE_PAD
    return _art(lane, head, PAGE_MARGIN, y, inner, height)


def _art(lane: Lane, head: LaneHead, x: float, y: float, wide: float, tall: float) -> LaneArt:
    texts = tuple(replace(text, x=text.x + x + LANE_PAD, y=text.y + y + LANE_PAD) for text in head.texts)
    return LaneArt(lane, round(x, 2), round(y, 2), round(wide, 2), round(tall, 2), texts)


def vacant(art: LaneArt, place: Rect, style: CardStyle) -> LaneArt:
    """The same lane with its word for having no cards, where a card would stand."""
    left, top, right, bottom = place
    lines = fill(art.lane.vacant, right - left, style.remark)
    y = (top + bottom - len(lines) * style.remark.leading) / 2
    return replace(art, texts=(*art.texts, *block(lines, left, y, right - left, style.remark, "accent")))
