"""How wide a text is, from the table that ships with the tool; no font is opened.

Inside the table widths are whole thousandths of an em ("units"), so sums are exact and the same everywhere.

Kerning is not counted. Browsers kern Liberation Sans and Arial by default, which makes a usual title 0.2 %
narrower than said here (rarely 3 %, "AVATAR" 7 %); a line held to the width said here is stretched by that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

from .advances import EMOJI, MEANS, NOTDEF, PAGES
from .characters import CLUSTER, REMEMBERED, kind
from .clusters import clusters

Face = Literal["regular", "bold", "italic"]

_BY_KIND = {"z": 0, "w": 1000, "h": 500, "k": 920, "e": EMOJI}
_PAGE = 32  # code points in a page of advances.py
_MEAN_STARTS = [first for first, _, _ in MEANS]

#: In these clusters some code points count otherwise than alone: joined emoji, flags, conjuncts, surrogates.
_TOGETHER = re.compile("[ZRUkMF]")


def _advance(point: int, face: str) -> int:
    """Advance of one code point that stands alone, in units."""
    number, place = divmod(point, _PAGE)
    page = PAGES[face].get(number) or PAGES["regular"].get(number)
    if page and (cell := page[2 * place : 2 * place + 2]) != "--":
        return int(cell, 36)
    if (width := _BY_KIND.get(kind(point))) is not None:
        return width
    block = bisect_right(_MEAN_STARTS, point) - 1
    if block >= 0 and point <= MEANS[block][1]:
        return MEANS[block][2]
    return NOTDEF


class _Advances(dict[int, int]):
    """Advances of a face by code point; looked up once, then remembered."""

    def __init__(self, face: str) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, point: int) -> int:
        width = _advance(point, self.face)
        if len(self) < REMEMBERED:
            self[point] = width
        return width


def _ascii(face: str) -> tuple[int, ...]:
    pages = PAGES[face]
    drawn = [pages.get(n) or PAGES["regular"][n] for n in range(1, 4)]
    cells = "".join(drawn)[:-2]
    controls = (0,) * 32
    return (*controls, *(int(cells[i : i + 2], 36) for i in range(0, len(cells), 2)), 0)


_ASCII = {face: _ascii(face) for face in PAGES}
_ADVANCES = {face: _Advances(face) for face in PAGES}


def width(text: str, size: float, face: Face = "regular", *, spacing: float = 0) -> float:
    """Width in pixels of a text on one line, set at `size` pixels.

    `spacing` (pixels) is added after each grapheme cluster, the last one too, as CSS letter-spacing does.
    Control characters, bidi controls and other invisible ones have no width; tabs and newlines count as
    controls here, because text is wrapped, or has its white space collapsed, before it is drawn.
    A character that no table knows is as wide as the box that browsers show for it. Raises KeyError for
    an unknown face, and nothing for any text.
    """
    total = units(text, face) * size / 1000
    return total + spacing * len(clusters(text)) if spacing else total


def units(text: str, face: Face) -> int:
    """Width of a text in thousandths of an em."""
    if len(text) == 1:
        return _ADVANCES[face][ord(text)]
    if text.isascii():
        return sum(map(_ASCII[face].__getitem__, text.encode("ascii")))
    if _TOGETHER.search(text.translate(CLUSTER)):
        return sum(_cluster(c, face) if len(c) > 1 else _ADVANCES[face][ord(c)] for c in clusters(text))
    return sum(map(_ADVANCES[face].__getitem__, map(ord, text)))


def _cluster(text: str, face: Face) -> int:
    """Width of one grapheme cluster in units. It never shrinks when the cluster grows."""
    advances = _ADVANCES[face]
    letters = text.translate(CLUSTER)
    if letters.startswith("RR"):
        return EMOJI
    if letters.startswith("Uu"):
        return advances[ord(text[0])]
    if letters.startswith("X") and re.search("[ZMF]", letters):
        return EMOJI  # one picture, however many people and skins are in it
    if text[0] in "0123456789#*" and "\u20e3" in text:
        return EMOJI
    total, linked = 0, False
    for letter, char in zip(letters, text, strict=True):
        advance = advances[ord(char)]
        # A consonant that is linked to the one before is drawn as half of a ligature, or below it.
        total += advance // 2 if linked and letter == "K" else advance
        linked = letter == "k" or (linked and letter in "EMFZ")
    return total
