"""Sizes in px: of text, of the space around it and of the gaps between cards."""

from __future__ import annotations

from msgspec import Struct

from impactmap.measure import Face


class Type(Struct, frozen=True):
    """A size of text and the distance from one line to the next."""

    size: float
    leading: float
    face: Face = "regular"
    spacing: float = 0


class CardStyle(Struct, frozen=True):
    """How cards of one picture are built. All cards share `width`."""

    width: float
    inset: float  # from the left edge to the text; the accent bar stands in it
    margin: float  # from the text to the other edges
    title: Type
    strong: Type
    figure: Type
    remark: Type
    badge: Type
    rank_gap: float
    node_gap: float

    @property
    def widest(self) -> float:
        """How wide a page of such cards may be for its smallest text to be legible on a slide."""
        return min(self.badge.size, self.remark.size) * SLIDE / LEGIBLE

    @property
    def measure(self) -> float:
        """The width that text has."""
        return self.width - self.inset - self.margin


ROOMY = CardStyle(
    width=304,
    inset=20,
    margin=18,
    title=Type(18, 24.5),
    strong=Type(18, 24.5, "bold"),
    figure=Type(17, 23, "bold"),
    remark=Type(15, 20, "italic"),
    badge=Type(15, 19),
    rank_gap=88,
    node_gap=26,
)

COMPACT = CardStyle(
    width=214,
    inset=16,
    margin=12,
    title=Type(15.5, 20.5),
    strong=Type(15.5, 20.5, "bold"),
    figure=Type(15, 20, "bold"),
    remark=Type(14, 18, "italic"),
    badge=Type(14, 17.5),
    rank_gap=64,
    node_gap=18,
)

NARROW = CardStyle(
    width=144,
    inset=14,
    margin=10,
    title=Type(15, 19.5),
    strong=Type(15, 19.5, "bold"),
    figure=Type(14.5, 19, "bold"),
    remark=Type(14, 18, "italic"),
    badge=Type(14, 17.5),
    rank_gap=56,
    node_gap=12,
)

# A picture that would be too wide to read on a slide is built again from narrower cards.
STYLES = (ROOMY, COMPACT, NARROW)
SLIDE, LEGIBLE = 1920.0, 12.0  # px: the width of a slide, and the least size of text on it

PAGE_MARGIN = 44.0
LANE_PAD = 18.0  # from a lane's edge to its cards
TITLE = Type(33, 40, "bold")
SUBTITLE = Type(18, 25)
PREFACE = Type(16, 23)
HEADING = Type(16, 21, "bold", spacing=1.1)
CAPTION = Type(15.5, 20)
FOOT = Type(15.5, 22)
LOST = Type(15.5, 22, "italic")
LOGO = Type(15.5, 20, "bold")
TAG = Type(14, 18, "bold")
