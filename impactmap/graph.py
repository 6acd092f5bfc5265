"""What a view hands on: cards, links and lanes with their words, and no positions yet.

A Graph is one lens on a model. It says all that is to be shown; how large a card is and where it stands
is decided later (`impactmap.drawing`, `impactmap.layout`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from impactmap.geometry import Direction

BadgeRole = Literal["evidence", "against", "role", "guard", "status", "more"]
Mark = Literal["researched", "assumed", "path"]


@dataclass(frozen=True, slots=True)
class Badge:
    """A few words in a pill."""

    text: str
    role: BadgeRole


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a card's details: `label` names it ("Evidence"), `href` is a link that was checked, or empty."""

    label: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One node.

    `id` is the entity's; it occurs once in a graph. `kind` is its part in this lens ("opportunity"), `entity`
    what it is in the model ("need"), which settles its colour in every lens. `rank` is its column or row.
    `figure` is the one number that matters; `remark` an aside in italics; `assumed` cards are drawn dashed;
    `emphasis` marks the path that the lens points at. `noun` is how people call it ("root cause").
    """

    id: str
    kind: str
    entity: str
    noun: str
    title: str
    rank: int
    strong: bool = False
    who: str = ""
    figure: str = ""
    badges: tuple[Badge, ...] = ()
    remark: str = ""
    assumed: bool = False
    emphasis: bool = False
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """From every source to every target. A line is drawn dashed when a card at one of its ends is assumed."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    emphasis: bool = False

    @property
    def shared(self) -> bool:
        """Whether it is one connector for many and many, not a line for each pair."""
        return len(self.sources) > 1 and len(self.targets) > 1


@dataclass(frozen=True, slots=True)
class Lane:
    """A column or row of cards of one part: the ranks from `first` to `last`, both included.

    `entity` settles the colour; `vacant` is said in a lane that has no cards.
    """

    entity: str
    heading: str
    caption: str
    first: int
    last: int
    vacant: str = ""

    def holds(self, card: Card) -> bool:
        return self.first <= card.rank <= self.last


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A lens on a model.

    `view` is the view's name, `lens` its name for people, `key` tells this graph from others of one page
    ("opportunity-tree.adoption"). Cards stand in reading order: by rank, then as the spec has them.
    `subtitle` and `summary` are one line each; `lost` names, in sentences, what this lens has no slot for.
    `compact` asks for narrower cards, `stacked` for the leaves of one parent to stand on each other.
    """

    view: str
    key: str
    lens: str
    title: str
    subtitle: str
    preface: str
    direction: Direction
    lanes: tuple[Lane, ...]
    cards: tuple[Card, ...]
    links: tuple[Link, ...]
    legend: tuple[Key, ...]
    summary: str
    lost: tuple[str, ...] = ()
    compact: bool = False
    stacked: bool = False

    def lane_of(self, card: Card) -> Lane:
        return next(lane for lane in self.lanes if lane.holds(card))
