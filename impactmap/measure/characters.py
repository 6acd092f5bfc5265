"""What is known of one character, from the tables that ship with the tool.

The tables, and not `unicodedata`, decide: Python 3.11 to 3.14 carry four versions of Unicode, and a map has
to be the same under each of them.

A code point has four letters (packed in properties.py by tools/font_metrics.py, from Unicode's own files):

* its part in a grapheme cluster, after UAX #29: ``O`` other, ``C`` control, ``P`` prepended, ``E`` extending
  (``N``: but no part of a conjunct; ``M``: skin tone; ``F``: asks for an emoji, or a keycap), ``S`` spacing
  mark, ``Z`` zero-width joiner, ``R`` regional indicator, ``L V T G H`` Hangul (leading, vowel, trailing, LV,
  LVT), ``X`` pictograph, ``K`` consonant that forms conjuncts, ``k`` the sign that links them, ``U u`` first
  and second half of a surrogate pair;
* its part in line breaking, UAX #14 made smaller (see breaks.py);
* its direction: ``l`` left to right, ``r`` right to left, ``-`` neither;
* its kind of width: ``n`` by font, ``z`` zero, ``w`` one em, ``h`` half an em, ``k`` Hangul, ``e`` emoji.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import accumulate

#: Entries that one table of remembered answers may hold: a hostile text with every code point of Unicode in it
#: must not fill the memory.
REMEMBERED = 20_000


@cache
def _runs() -> tuple[list[int], list[str]]:
    """Where each run of like code points starts, and the letters of each."""
    # Late, because plain ASCII text never comes here.
    from .properties import CLASSES, NUMBERS, STARTS

    classes = CLASSES.split(" ")
    numbers = [int(NUMBERS[i : i + 2], 36) for i in range(0, len(NUMBERS), 2)]
    return list(accumulate(int(delta, 36) for delta in STARTS.split(" "))), [classes[n] for n in numbers]


def letters(point: int) -> str:
    """The four letters of a code point: cluster, break, direction, kind of width."""
    starts, classes = _runs()
    return classes[bisect_right(starts, point) - 1]


def kind(point: int) -> str:
    """The kind of width of a code point."""
    return letters(point)[3]


class Letters(dict[int, str]):
    """One of the four letters by code point, for `str.translate`; looked up once, then remembered."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def __missing__(self, point: int) -> str:
        letter = letters(point)[self.place]
        if len(self) < REMEMBERED:
            self[point] = letter
        return letter


CLUSTER = Letters(0)
BREAK = Letters(1)
# What the table says of plain ASCII (a test holds them together), so that plain text need not read it.
BREAK.update(
    zip(range(0x20, 0x7F), "AxqArpAqocArxhxs" + "N" * 10 + "xxAAAx" + "A" * 27 + "orc" + "A" * 29 + "oAcA", strict=True)
)
DIRECTION = Letters(2)
