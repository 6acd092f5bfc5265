"""From a graph and its layout to a drawing: cards with measured text, lanes, links, header and legend.

`sketch` measures the cards and says what an engine has to place; `compose` puts everything on a page;
`draw` writes the page as SVG markup through the templates.
"""

from impactmap.drawing.page import Page, compose
from impactmap.drawing.sketch import Sketch, sketch
from impactmap.drawing.svg import draw, identity, stylesheet, variable_rules

__all__ = ["Page", "Sketch", "compose", "draw", "identity", "sketch", "stylesheet", "variable_rules"]
