"""How large a picture is put on a page or turned into pixels. One px is 1/96 inch, as in CSS."""

from __future__ import annotations

import math
import re

from msgspec import Struct

from impactmap.diagnostics import UsageError, did_you_mean

SCALES = (0.1, 10.0)
SIDES = (48.0, 19_200.0)  # px: from half an inch to the 200 inches that readers of PDF can show
MARGIN = 24.0  # px around a picture on a page: what printers cannot reach

_UNITS = {"px": 1.0, "pt": 96 / 72, "in": 96.0, "mm": 96 / 25.4, "cm": 96 / 2.54}
_SHEETS = {
    "a3": (297, 420, "mm"),
    "a4": (210, 297, "mm"),
    "a5": (148, 210, "mm"),
    "letter": (8.5, 11, "in"),
    "legal": (8.5, 14, "in"),
    "tabloid": (11, 17, "in"),
}
_SLIDE = (1280.0, 720.0)  # 13⅓ × 7½ inches: the wide slide of PowerPoint, Keynote and Google Slides
_WAYS = ("landscape", "portrait")
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)\s*([a-z]*)\s*[x×]\s*(\d{1,6}(?:\.\d{1,4})?)\s*([a-z]*)", re.ASCII)
NAMES = (*_SHEETS, "slide")


class Frame(Struct, frozen=True):
    """A sheet for one picture: its size, and the stretch of the drawing's own px that is seen on it."""

    width: float
    height: float
    box: tuple[float, float, float, float]  # left, top, width, height


class Paper(Struct, frozen=True):
    """`scale` is pixels for each px; `width` and `height` the size of a page in px, 0 for the picture's own.

    A page that `turns` lies or stands as the picture does.
    """

    scale: float = 2.0
    width: float = 0.0
    height: float = 0.0
    turns: bool = False

    def frame(self, width: float, height: float, unit: float, *, whole: bool = False) -> Frame:
        """The sheet for a picture of that size in px, in units of which one px has `unit`; `whole` ones where asked.

        On a page the picture is as large as fits within the margin, in the middle.
        """
        wide, high, zoom = width, height, 1.0
        if self.width:
            wide, high = self.width, self.height
            if self.turns and (wide > high) != (width > height):
                wide, high = high, wide
            rim = min(MARGIN, wide / 20, high / 20)
            zoom = min((wide - 2 * rim) / width, (high - 2 * rim) / height)
        across, down = wide * unit, high * unit
        if whole:
            across, down = (float(max(1, math.floor(side + 0.5))) for side in (across, down))
        seen = (across / unit / zoom, down / unit / zoom)
        return Frame(across, down, ((width - seen[0]) / 2, (height - seen[1]) / 2, *seen))


ITS_OWN = Paper()
"""The picture's own size, sharp on screens with two pixels for each px."""


def paper(scale: float | None = None, page: str = "") -> Paper:
    """The paper of that scale (`ITS_OWN`'s when None) and page, in words as in `sheet`. Raises UsageError."""
    scale = ITS_OWN.scale if scale is None else scale
    least, most = SCALES
    if not least <= scale <= most:
        raise UsageError(f"a scale of {scale:g} is not possible: it goes from {least:g} to {most:g}")
    return Paper(scale, *sheet(page)) if page else Paper(scale)


def sheet(words: str) -> tuple[float, float, bool]:
    """Width and height in px of a page, and whether it turns with the picture.

    It is named (`a4`, `letter-landscape`, `slide`) or measured (`297x210mm`, `1600x900`). A sheet of paper of which
    no way is said turns. Raises UsageError with the nearest right word.
    """
    asked = words.strip().lower()
    if found := _SIZE.fullmatch(asked):
        wide, unit, high, other = found.groups()
        width, height = _px(wide, unit or other, words), _px(high, other or unit, words)
        return width, height, False
    name, _, way = asked.partition("-")
    if name not in NAMES or (way and way not in _WAYS) or asked.endswith("-"):
        known = [*NAMES, *(f"{one}-{turned}" for one in NAMES for turned in _WAYS)]
        ways = f"there are {', '.join(NAMES)}, each also with -landscape or -portrait, and sizes like 297x210mm"
        raise UsageError(f"there is no page '{words}': {did_you_mean(asked, known) or ways}")
    if name == "slide":
        width, height = _SLIDE
    else:
        across, down, unit = _SHEETS[name]
        width, height = across * _UNITS[unit], down * _UNITS[unit]
    if way:
        short, long = sorted((width, height))
        width, height = (long, short) if way == "landscape" else (short, long)
    return width, height, not way and name != "slide"


def _px(number: str, unit: str, words: str) -> float:
    unit = unit or "px"
    if unit not in _UNITS:
        hint = did_you_mean(unit, _UNITS) or f"there are {', '.join(_UNITS)}"
        raise UsageError(f"there is no unit '{unit}' for the page '{words}': {hint}")
    found = float(number) * _UNITS[unit]
    least, most = SIDES
    if not least <= found <= most:
        raise UsageError(
            f"a page of {words} is not possible: its sides go from {least / _UNITS[unit]:g} to "
            f"{most / _UNITS[unit]:g} {unit}"
        )
    return found
