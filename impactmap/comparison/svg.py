"""A comparison as one SVG document: pictures one above the other at one width, tables as text under them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from impactmap.comparison.sheet import Cell, Report, Table
from impactmap.drawing import Page, draw, laid_out, stylesheet
from impactmap.drawing.cards import Text, block, fill
from impactmap.drawing.style import FOOT, PAGE_MARGIN, PREFACE, SUBTITLE, TITLE, Type
from impactmap.drawing.svg import FONTS, describe
from impactmap.drawing.templates import environment
from impactmap.geometry import Layout, Problem
from impactmap.language import language
from impactmap.theme import Mode, Theme

CAPTION = Type(19, 26, "bold")
HEAD = Type(15.5, 22, "bold")
CELL = Type(15.5, 22)
COLUMN_GAP = 22.0
ROW_PAD = 7.0
WIDEST = 1.3  # a narrow picture grows to the width of the other, but no further than this
MOST_ROWS = 400  # of one table; what is left out is counted


class Panel(Struct, frozen=True):
    """A picture in its place on the sheet, in px."""

    x: float
    y: float
    width: float
    height: float
    svg: Markup


def panels_of(
    report: Report, solve: Callable[[Problem], Layout]
) -> tuple[tuple[tuple[Page, ...], ...], tuple[str, ...]]:
    """The pictures of every sheet, laid out, and the layout's warnings, each once.

    A picture that comes several times with other numbers is solved once: the problem is the same.
    """
    solved: dict[Problem, Layout] = {}

    def once(problem: Problem) -> Layout:
        if problem not in solved:
            solved[problem] = solve(problem)
        return solved[problem]

    warnings: dict[str, None] = {}
    sheets = []
    for sheet in report.sheets:
        pages = []
        for graph in sheet.panels:
            page, warning = laid_out(graph, once)
            pages.append(page)
            warnings |= {warning: None} if warning else {}
        sheets.append(tuple(pages))
    return tuple(sheets), tuple(warnings)


def document(report: Report, pages: Sequence[Page], *, mode: Mode, theme: Theme) -> str:
    """The first sheet of a report as a standalone SVG document."""
    sheet = report.sheets[0]
    prefix = identity(report, mode, theme)
    width = max(page.width for page in pages)
    inner = width - 2 * PAGE_MARGIN
    texts, y = _header(report, inner, theme.logo)
    panels = []
    for number, page in enumerate(pages, start=1):
        # Margins are left out of the reckoning, so that the lanes of all pictures begin and end at the same places.
        scale = min(inner / (page.width - 2 * PAGE_MARGIN), WIDEST)
        wide, high = round(page.width * scale, 2), round(page.height * scale, 2)
        svg = draw(page, prefix=f"{prefix}-{number}", standalone=False)
        panels.append(Panel(round((width - wide) / 2, 2), round(y, 2), wide, high, svg))
        y += high
    rules: list[tuple[float, float, float]] = []
    for table in sheet.tables:
        y = _table(table, inner, y + 22, texts, rules)
    template = environment().get_template("compare.svg.j2")
    return template.render(
        title=report.title,
        description=" ".join([report.subtitle, *report.lead, *(describe(page.graph) for page in pages)]),
        prefix=prefix,
        width=width,
        height=round(y + PAGE_MARGIN * 0.75, 2),
        style=stylesheet(theme, mode, f"#{prefix}"),
        texts=texts,
        panels=panels,
        rules=rules,
        fonts=FONTS,
        language=language,
    )


def identity(report: Report, mode: Mode, theme: Theme) -> str:
    """An id for the document: the same for the same picture, different for others on one host page."""
    return "m" + hashlib.sha256(repr((report, mode, theme)).encode("utf-8", "backslashreplace")).hexdigest()[:10]


def _header(report: Report, inner: float, logo: str) -> tuple[list[Text], float]:
    y = PAGE_MARGIN * 0.8
    texts: list[Text] = []
    # Set under the title, a panel's own heading would shout as loud: the sheet's title is larger.
    parts: tuple[tuple[str, Type, str], ...] = (
        (logo, replace(FOOT, face="bold"), "muted"),
        (report.title, replace(TITLE, size=38.0, leading=46.0), "ink"),
        (report.subtitle, SUBTITLE, "muted"),
        *((sentence, PREFACE, "ink") for sentence in report.lead),
    )
    for words, kind, role in parts:
        lines = fill(words, inner, kind)
        texts += block(lines, PAGE_MARGIN, y, inner, kind, role)
        y += len(lines) * kind.leading + (4 if lines else 0)
    return texts, y + 4


def _table(table: Table, inner: float, y: float, texts: list[Text], rules: list[tuple[float, float, float]]) -> float:
    """Sets a table from the top edge `y`; returns its bottom edge. `rules` are its lines: x, y and length."""
    lines = fill(table.caption, inner, CAPTION)
    texts += block(lines, PAGE_MARGIN, y, inner, CAPTION, "ink")
    y += len(lines) * CAPTION.leading + 6
    if not table.rows:
        lines = fill(table.vacant, inner, CELL)
        texts += block(lines, PAGE_MARGIN, y, inner, CELL, "muted")
        return y + len(lines) * CELL.leading
    rows: list[tuple[tuple[Cell, ...], Type, str]] = [(tuple(map(Cell, table.columns)), HEAD, "muted")]
    rows += [(row, CELL, "ink") for row in table.rows[:MOST_ROWS]]
    left_out = len(table.rows) - MOST_ROWS
    share = (inner - COLUMN_GAP * (len(table.columns) - 1)) / sum(table.widths)
    for row, kind, role in rows:
        x, deepest = PAGE_MARGIN, 0.0
        for cell, part in zip(row, table.widths, strict=True):
            wide = part * share
            top = y
            for words in cell_lines(cell):
                lines = fill(words, wide, kind)
                texts += block(lines, x, top, wide, kind, role)
                top += len(lines) * kind.leading
            x, deepest = x + wide + COLUMN_GAP, max(deepest, top)
        y = max(deepest, y + kind.leading) + ROW_PAD
        rules.append((PAGE_MARGIN, round(y - ROW_PAD / 2, 2), inner))
    if left_out > 0:
        texts += block(fill(f"and {left_out:,} more", inner, CELL), PAGE_MARGIN, y, inner, CELL, "muted")
        y += CELL.leading
    return y


def cell_lines(cell: Cell) -> list[str]:
    """A cell's text, then each fact that it names on a line of its own."""
    lines = [cell.text] if cell.text else []
    lines += [f"{one.number}  {one.title}" if one.number else one.title for one in cell.mentions]
    return [*lines, f"and {cell.more:,} more"] if cell.more else lines
