"""A picture as an SVG file: no script, no foreign object, nothing fetched."""

from __future__ import annotations

from impactmap.drawing import Page, draw, identity, stylesheet
from impactmap.theme import Mode, Theme


def document(page: Page, *, mode: Mode, theme: Theme) -> str:
    """One page as a standalone SVG document that follows the reader's light or dark setting unless `mode` fixes it."""
    prefix = identity(page.graph)
    # Scoped to this picture, as SVG is also put inline, several on one host page.
    return str(draw(page, prefix=prefix, style=stylesheet(theme, mode, f"#{prefix}")))
