"""How many rows of a table there is room for on paper: a comparison prints on two sheets, pictures and tables.

The page cannot be measured here, so rows are counted as Chromium would set them, and a little more is allowed for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from impactmap.comparison.sheet import Table
from impactmap.drawing.cards import fill
from impactmap.drawing.style import Type

# In px, as compare.css has them: the narrower of A4 and Letter on its side, the lower of both, less the margins.
WIDTH, HEIGHT = 975.0, 700.0
TYPE = Type(9.4, 11.8)
ROW_PAD = 5.4  # over and under a row, with its line
COLUMN_PAD = 15.2
CAPTION, GAP = 26.0, 15.2
SPARE = 1.04  # a browser may break a line earlier


def rows_on_paper(tables: Sequence[Table]) -> tuple[int, ...]:
    """How many rows of each table fit on one sheet together; the last table has what the others leave."""
    room = HEIGHT
    found = []
    for table in tables:
        room -= CAPTION + GAP + _height(table, table.columns)
        n = 0
        heights = [_height(table, [cell.plain for cell in row]) for row in table.rows]
        # The line that counts the rest needs room as well, unless there is no rest.
        fits_all = sum(heights) <= room
        for height in heights:
            if not fits_all and height + TYPE.leading + ROW_PAD > room:
                break
            room -= height
            n += 1
        found.append(n)
    return tuple(found)


def shares(table: Table) -> tuple[float, ...]:
    """The columns' parts of the width, in percent."""
    whole = sum(table.widths)
    return tuple(round(100 * part / whole, 2) for part in table.widths)


def _height(table: Table, texts: Iterable[str]) -> float:
    lines = [
        len(fill(text, WIDTH * share / 100 - COLUMN_PAD, TYPE)) if text else 1
        for text, share in zip(texts, shares(table), strict=True)
    ]
    deepest = max(lines, default=1)
    return (deepest * TYPE.leading + ROW_PAD) * (SPARE if deepest > 1 else 1)
