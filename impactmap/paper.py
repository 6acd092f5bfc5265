"""How large a picture is put on a page or turned into pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """`scale` is pixels for each px of the drawing; `width` and `height` the size of a page in px, 0 for its own."""

    scale: float = 1.0
    width: float = 0.0
    height: float = 0.0


ITS_OWN = Paper()
"""The picture's own size."""
