"""A mark on the corner of a card that says how many notes there are on it. Only pages that list the notes have them."""

from __future__ import annotations

from msgspec import Struct

from impactmap.drawing.cards import Text, block, fill
from impactmap.drawing.style import TAG

ICON = 13.0  # its width, the gap to the figure included
_PAD = 7.0
_INSET = 9.0  # from the corner of the card


class Remark(Struct, frozen=True):
    """`weight` is how heavy the heaviest note is, as in `impactmap.notes`; `words` say what the mark means."""

    weight: str
    count: int
    words: str


class CornerArt(Struct, frozen=True):
    """The mark of a card, relative to it."""

    x: float
    y: float
    width: float
    height: float
    text: Text


def corner(remark: Remark, width: float) -> CornerArt:
    """The mark over the upper right corner of a card of that width."""
    line = fill(str(remark.count), width, TAG, 1)
    height = TAG.leading + 5
    wide = line[0].width + 2 * _PAD + ICON + 1
    x = width - wide - _INSET
    text = block(line, x + _PAD + ICON + 1, -height / 2 + 2.5, line[0].width, TAG, "corner-text")[0]
    return CornerArt(x, -height / 2, wide, height, text)
