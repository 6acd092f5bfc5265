"""A comparison as one HTML page: pictures side by side, tables under them, and a switch between the trees.

Like the page of a map it works offline, reads without script, and runs nothing but its own script, named by hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from markupsafe import Markup
from msgspec import Struct

from impactmap.comparison.paper import rows_on_paper, shares
from impactmap.comparison.sheet import Report, Sheet
from impactmap.drawing import Page, draw, variable_rules
from impactmap.drawing.templates import environment, source
from impactmap.formats.locked import colour_rules, policy
from impactmap.language import language
from impactmap.theme import Mode, Theme


class Shown(Struct, frozen=True):
    """A sheet and its pictures as `<svg>` elements; `anchor` starts every id that the page makes for it.

    Of each table `rows` are printed, and its columns have these `shares` of the paper, where there is no room for all.
    """

    anchor: str
    sheet: Sheet
    pictures: tuple[Markup, ...]
    rows: tuple[int, ...]
    shares: tuple[tuple[float, ...], ...]


LEGIBLE = 11.0  # px: smaller text is not worth a place beside another picture
SMALLEST = 14.0  # px: the least size of text in a picture (impactmap.drawing.style)
BESIDE = 48  # px beside the pictures and between them, in a wide window


def document(report: Report, pages: Sequence[Sequence[Page]], *, mode: Mode, theme: Theme) -> str:
    """A whole HTML document with every sheet of a report, the first one shown at start.

    Without script all of them stand below each other. Raises ValueError when a colour of the theme is not
    written `#rrggbb`.
    """
    beside = max(ceil(sum(page.width for page in drawn) * LEGIBLE / SMALLEST) + BESIDE for drawn in pages)
    rules = (colour_rules(theme), str(variable_rules(theme, ".map")), source("compare.css"))
    style = "\n".join((*rules, *(_arranged(report, pages, beside))))
    script = '(() => {\n"use strict";\n' + source("compare.js") + "})();\n"
    shown = tuple(
        Shown(
            f"sheet-{number}",
            sheet,
            tuple(draw(page, prefix=f"map-{number}-{place}", standalone=False) for place, page in enumerate(drawn, 1)),
            _printed(report, sheet),
            tuple(map(shares, sheet.tables)),
        )
        for number, (sheet, drawn) in enumerate(zip(report.sheets, pages, strict=True), 1)
    )
    return (
        environment()
        .get_template("compare.html.j2")
        .render(
            report=report,
            shown=shown,
            beside=beside,
            mode=mode,
            logo=theme.logo,
            policy=policy(script, style),
            style=Markup(style),  # noqa: S704 # our own files, and colours that were checked
            script=Markup(script),  # noqa: S704 # our own files
            language=language,
        )
    )


def _printed(report: Report, sheet: Sheet) -> tuple[int, ...]:
    """How many rows of each table are printed; those of two lenses are few."""
    if report.kind == "lenses":
        return tuple(len(table.rows) for table in sheet.tables)
    return rows_on_paper(sheet.tables)


def _arranged(report: Report, pages: Sequence[Sequence[Page]], beside: int) -> Iterator[str]:
    """Rules that put two pictures beside each other, in a window of `beside` px or more, or when the reader asks.

    Each has room by its width: so both are at one scale, and their headings and lanes at one height.
    """
    if report.kind == "versions":
        return
    for number, drawn in enumerate(pages, 1):
        columns = " ".join(f"minmax(0, {round(page.width)}fr)" for page in drawn)
        rule = f"#sheet-{number} .pictures {{ grid-template-columns: {columns}; }}"
        wide = f':root:not([data-arrange="column"]) {rule}'
        yield f'@media screen {{ :root[data-arrange="row"] {rule} @media (min-width: {beside}px) {{ {wide} }} }}'
