"""What a view hands on: cards, links and lanes with their words, and no positions yet.

A Graph is one lens on a model. It says all that is to be shown; how large a card is and where it stands
is decided later (`impactmap.drawing`, `impactmap.layout`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from impactmap.geometry import Direction

BadgeRole = Literal["evidence", "against", "role", "crown", "guard", "status", "more", "lever", "alarm", "change"]
Mark = Literal[
    "researched",
    "assumed",
    "shaky",
    "path",
    "influence",
    "alarm",
    "beyond",
    "both",
    "alone",
    "added",
    "removed",
    "changed",
]
JointRole = Literal["dot", "operator", "influence", "alarm"]
TagRole = Literal["both", "alone", "added", "removed", "changed"]


PLACEHOLDER = "placeholder"  # a kind of cards


class Badge(Struct, frozen=True):
    """A few words in a pill."""

    text: str
    role: BadgeRole


class Fact(Struct, frozen=True):
    """A line of a card's details: `label` names it ("Evidence"), `href` is a link that was checked, or empty."""

    label: str
    text: str
    href: str = ""


class Tag(Struct, frozen=True):
    """A small mark on a card's corner: the number that it has in a comparison, or a sign for what became of it.

    `alone` is hollow: the fact is not in the other picture.
    """

    text: str
    role: TagRole


class Card(Struct, frozen=True):
    """One node.

    `id` is the entity's; it occurs once in a graph. `kind` is its part in this lens ("opportunity"), `entity`
    what it is in the model ("need"), which settles its colour in every lens. `rank` is its column or row.
    `figure` is the one number that matters; `remark` an aside in italics; `assumed` cards are drawn dashed,
    `shaky` ones faded: they stand by themselves, and rest on something that is assumed. `beyond` ones lie past the
    control horizon and are hatched. `emphasis` marks the path that the lens points at. `noun` is how people call
    it ("root cause"). Cards of one rank that share a `group` stand on each other, in the order of the graph, the
    first as the head of the others. One of the kind PLACEHOLDER stands where nothing is named yet, and
    is not counted.
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
    shaky: bool = False
    beyond: bool = False
    group: str = ""
    tag: Tag | None = None

    @property
    def is_placeholder(self) -> bool:
        return self.kind == PLACEHOLDER


class Leg(Struct, frozen=True):
    """A line from a joint to a card. `sign` is said where it leaves the joint: `−` or `÷`."""

    target: str
    sign: str = ""


class Joint(Struct, frozen=True):
    """Where the lines of a link meet, with a word or sign in it: `×`, `+`, `+ assumed`, `2 teams`.

    `legs` are what lies behind it, cards or joints of their own; a joint without any leads to the link's targets.
    `sign` is said where the line to this joint leaves the one before it.
    """

    text: str
    role: JointRole
    legs: tuple[Leg | Joint, ...] = ()
    sign: str = ""


class Link(Struct, frozen=True):
    """From every source to every target. A line is drawn dashed when a card at one of its ends is assumed.

    With a `joint` all its lines run through that. An `arrow` at the source or the target tells what is moved, where
    the direction of the picture doesn't. `faint` lines are hypotheses: dashed, whatever they join.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    emphasis: bool = False
    joint: Joint | None = None
    arrow: Literal["", "source", "target"] = ""
    faint: bool = False

    @property
    def shared(self) -> bool:
        """Whether it is one connector for many and many, not a line for each pair."""
        return len(self.sources) > 1 and len(self.targets) > 1


class Lane(Struct, frozen=True):
    """A column or row of cards of one part: the ranks from `first` to `last`, both included.

    `entity` settles the colour; `vacant` is said in a lane that has no cards. The ground of a lane `beyond` the
    control horizon is hatched, and the horizon drawn as a line where such a lane meets one that is not.
    """

    entity: str
    heading: str
    caption: str
    first: int
    last: int
    vacant: str = ""
    beyond: bool = False

    def holds(self, card: Card) -> bool:
        return self.first <= card.rank <= self.last

    def count(self, cards: Iterable[Card]) -> int:
        """How many of these cards it holds, without placeholders."""
        return sum(self.holds(card) and not card.is_placeholder for card in cards)


class Key(Struct, frozen=True):
    """An entry of the legend."""

    mark: Mark
    text: str


class Ruler(Struct, frozen=True):
    """A measure over the lanes, from the first rank to `last`: `text` says how far that is."""

    last: int
    text: str


class Graph(Struct, frozen=True):
    """A lens on a model.

    `view` is the view's name, `lens` its name for people, `key` tells this graph from others of one page
    ("opportunity-tree.adoption"). Cards stand in reading order: by rank, then as the spec has them.
    `subtitle` and `summary` are one line each; `lost` names, in sentences, what this lens has no slot for.
    `compact` asks for narrower cards, `stacked` for the leaves of one parent to stand on each other. `ruler` is a
    measure to draw over the lanes. `sides` is what the cards before and after a card are to it, in words.
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
    ruler: Ruler | None = None
    sides: tuple[str, str] = ("Linked from", "Leads to")

    def lane_of(self, card: Card) -> Lane:
        return next(lane for lane in self.lanes if lane.holds(card))
