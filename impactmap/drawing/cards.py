"""Cards: their texts wrapped and put in place, so that their heights are known before anything is laid out."""

from __future__ import annotations

import functools

from msgspec import Struct

from impactmap.drawing.style import TAG, CardStyle, Type
from impactmap.drawing.templates import printable
from impactmap.graph import Badge, Card
from impactmap.measure import Line, wrap

BADGE_PAD = 10.0  # left and right of a badge's text
BADGE_GAP = 8.0
ICONS = ("crown", "guard", "against", "lever", "alarm")  # roles of badges that have a sign before their words
BASELINE = 0.76  # of the leading: where letters stand on their line


class Text(Struct, frozen=True):
    """One line of text.

    `x` is where it starts (its right end when `rtl`), `y` its baseline, `width` what it is held to.
    """

    x: float
    y: float
    width: float
    text: str
    type: Type
    role: str
    rtl: bool = False


class Pill(Struct, frozen=True):
    """A badge: a rounded ground under one or more lines."""

    x: float
    y: float
    width: float
    height: float
    role: str


class TagArt(Struct, frozen=True):
    """A tag over the upper right corner of its card."""

    role: str
    x: float
    y: float
    width: float
    height: float
    text: Text


class CardArt(Struct, frozen=True):
    """A card at the origin: its size and what stands on it."""

    card: Card
    width: float
    height: float
    texts: tuple[Text, ...]
    pills: tuple[Pill, ...]
    tag: TagArt | None = None


@functools.lru_cache(maxsize=2048)  # legends, badges and headings come again in every picture of a run
def fill(words: str, measure: float, kind: Type, most: int | None = None) -> tuple[Line, ...]:
    """Words in lines of at most `measure`; what XML cannot carry is replaced before it is measured."""
    return wrap(printable(words), measure, kind.size, kind.face, max_lines=most)


def block(lines: tuple[Line, ...], x: float, y: float, measure: float, kind: Type, role: str) -> list[Text]:
    """Lines set under each other from the top edge `y`; right-to-left ones end at the right of the measure."""
    return [
        Text(
            x=x + measure if line.rtl else x,
            y=y + index * kind.leading + kind.leading * BASELINE,
            width=line.width,
            text=line.text,
            type=kind,
            role=role,
            rtl=line.rtl,
        )
        for index, line in enumerate(lines)
    ]


def build(card: Card, style: CardStyle) -> CardArt:
    """Wraps and places the texts of a card."""
    x, measure = style.inset, style.measure
    texts: list[Text] = []
    y = style.margin - 3  # the leading leaves room above the first line already
    parts = (
        (card.title, style.strong if card.strong else style.title, "ink"),
        (card.who, style.figure, "accent"),
        (card.figure, style.figure, "accent"),
        (card.remark, style.remark, "accent"),
    )
    for words, kind, role in parts:
        lines = fill(words, measure, kind)
        if lines:
            y += 3 if texts else 0
            texts += block(lines, x, y, measure, kind, role)
            y += len(lines) * kind.leading
    pills: list[Pill] = []
    if card.badges:
        y += 7
        y = _badges(card.badges, style, y, texts, pills)
    height = round(y + style.margin - 4, 2)
    return CardArt(card, style.width, height, tuple(texts), tuple(pills), _tag(card, style) if card.tag else None)


def _tag(card: Card, style: CardStyle) -> TagArt | None:
    lines = fill(card.tag.text, style.measure, TAG, 1) if card.tag else ()
    if not card.tag or not lines:
        return None
    height = TAG.leading + 4
    width = max(height, lines[0].width + 14)
    x = style.width - width - 9
    text = block(lines, x + (width - lines[0].width) / 2, 2 - height / 2, lines[0].width, TAG, "tag-text")[0]
    return TagArt(card.tag.role, x, -height / 2, width, height, text)


def _badges(badges: tuple[Badge, ...], style: CardStyle, y: float, texts: list[Text], pills: list[Pill]) -> float:
    """Sets badges in rows from the top edge `y`; returns the bottom edge of the last row."""
    kind, x, row = style.badge, style.inset, 0.0
    right = style.inset + style.measure
    for badge in badges:
        icon = 14.0 if badge.role in ICONS else 0.0
        lines = fill(badge.text, style.measure - 2 * BADGE_PAD - icon, kind)
        if not lines:
            continue
        width = max(line.width for line in lines) + 2 * BADGE_PAD + icon
        height = len(lines) * kind.leading + 7
        if x > style.inset and x + width > right + 0.01:
            x, y, row = style.inset, y + row + 7, 0.0
        pills.append(Pill(x, y, width, height, badge.role))
        inner = width - 2 * BADGE_PAD - icon
        texts += block(
            lines, x + BADGE_PAD + icon, y + 3.5, inner, kind, "alarm-text" if badge.role == "alarm" else "badge"
        )
        x, row = x + width + BADGE_GAP, max(row, height)
    return y + row
