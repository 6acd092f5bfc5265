"""From a graph and its layout to a drawing: cards with measured text, lanes, links, header and legend.

`sketch` measures the cards and says what an engine has to place; `compose` puts everything on a page; `laid_out`
does both, with cards that are narrow enough for a slide; `draw` writes the page as SVG markup through the templates.
"""

from impactmap.drawing.corner import Remark
from impactmap.drawing.page import Page, compose, laid_out
from impactmap.drawing.sketch import Sketch, sketch
from impactmap.drawing.svg import draw, identity, stylesheet, variable_rules

__all__ = [
    "Page",
    "Remark",
    "Sketch",
    "compose",
    "draw",
    "identity",
    "laid_out",
    "sketch",
    "stylesheet",
    "variable_rules",
]
