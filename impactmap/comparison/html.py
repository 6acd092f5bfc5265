"""A comparison as one HTML page: pictures side by side, tables under them, and a switch between the trees.

Like the page of a map it works offline, reads without script, and runs nothing but its own script, named by hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from impactmap.comparison.sheet import Report, Sheet
from impactmap.drawing import Page, draw, variable_rules
from impactmap.drawing.templates import environment, source
from impactmap.formats.locked import colour_rules, policy
from impactmap.language import language
from impactmap.theme import Mode, Theme


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet and its pictures as `<svg>` elements; `anchor` starts every id that the page makes for it."""

    anchor: str
    sheet: Sheet
    pictures: tuple[Markup, ...]


def document(report: Report, pages: Sequence[Sequence[Page]], *, mode: Mode, theme: Theme) -> str:
    """A whole HTML document with every sheet of a report, the first one shown at start.

    Without script all of them stand below each other. Raises ValueError when a colour of the theme is not
    written `#rrggbb`.
    """
    style = "\n".join((colour_rules(theme), str(variable_rules(theme, ".map")), source("compare.css")))
    script = '(() => {\n"use strict";\n' + source("compare.js") + "})();\n"
    shown = tuple(
        Shown(
            f"sheet-{number}",
            sheet,
            tuple(draw(page, prefix=f"map-{number}-{place}", standalone=False) for place, page in enumerate(drawn, 1)),
        )
        for number, (sheet, drawn) in enumerate(zip(report.sheets, pages, strict=True), 1)
    )
    return (
        environment()
        .get_template("compare.html.j2")
        .render(
            report=report,
            shown=shown,
            mode=mode,
            logo=theme.logo,
            policy=policy(script, style),
            style=Markup(style),  # noqa: S704 # our own files, and colours that were checked
            script=Markup(script),  # noqa: S704 # our own files
            language=language,
        )
    )
