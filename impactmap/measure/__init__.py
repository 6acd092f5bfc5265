"""How wide text is, and where its lines end. Every width in a picture comes from here.

The answers come from tables that ship with the tool, so that a map is laid out the same on every machine and
under every Python. A line is drawn held to the width said here (`textLength`), whatever font the reader has.
All widths are CSS pixels (SVG user units). No text raises an error.

`advances.py` and `properties.py` are written by tools/font_metrics.py.
"""

from __future__ import annotations

from .widths import Face, width
from .wrapping import Line, wrap

__all__ = ["Face", "Line", "width", "wrap"]
