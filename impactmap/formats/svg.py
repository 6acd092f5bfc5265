"""A picture as an SVG file: no script, no foreign object, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence

from impactmap.drawing import Page, draw, identity, stylesheet
from impactmap.notes import Review
from impactmap.paper import ITS_OWN, Paper
from impactmap.theme import Mode, Theme

ALONE = True
DRAWN = True


def document(
    pages: Sequence[Page],
    *,
    title: str,
    mode: Mode,
    theme: Theme,
    review: Review | None = None,
    paper: Paper = ITS_OWN,
    warnings: list[str] | None = None,
) -> str:
    """The first page as a standalone SVG document; it carries its own title, and nothing of the review.

    It follows the reader's light or dark setting unless `mode` fixes it, and prints light.
    """
    page = pages[0]
    # Scoped to this picture, as SVG is also put inline, several on one host page, each in its own colours.
    prefix = identity(page.graph, mode, theme)
    return str(draw(page, prefix=prefix, style=stylesheet(theme, mode, f"#{prefix}")))
