"""Joints: where the lines of a link meet, measured and put on ranks of their own between those of the cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from impactmap.drawing.cards import Text, block, fill
from impactmap.drawing.style import CardStyle
from impactmap.graph import Graph, Joint, Leg, Link

DOT = 8.0  # diameter of a joint without words
PAD = 9.0  # left and right of its words
WIDEST = 170.0  # of its words


class Knot(Struct, frozen=True):
    """A measured joint: its words from its own top left corner, and where it stands: on which `level` of `slot`.

    A slot is the gap before a rank of cards; its levels count from 0 along the direction. `sources` and `targets` are
    the cards (ids) on its two sides.
    """

    role: str
    texts: tuple[Text, ...]
    width: float
    height: float
    slot: int
    level: int
    sources: tuple[str, ...]
    targets: tuple[str, ...]


class Strand(Struct, frozen=True):
    """A line from one end to another, and the two sides of its link (ids).

    An end is the index of a card, or the number of cards plus that of a knot. `arrow` is the end that is moved.
    """

    tail: int
    head: int
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    link: Link
    arrow: str = ""  # "tail", "head" or none


class Web(Struct, frozen=True):
    knots: tuple[Knot, ...]
    strands: tuple[Strand, ...]

    def levels(self) -> Mapping[int, int]:
        """How many levels each slot has, of those that have any."""
        found: dict[int, int] = {}
        for knot in self.knots:
            found[knot.slot] = max(found.get(knot.slot, 0), knot.level + 1)
        return found


def web(graph: Graph, style: CardStyle) -> Web:
    """All lines of a graph. A link between many and many has a joint even where it names none."""
    weaver = _Weaver(graph, style)
    for link in graph.links:
        weaver.weave(link)
    return Web(tuple(weaver.knots), tuple(weaver.strands))


class _Weaver:
    def __init__(self, graph: Graph, style: CardStyle) -> None:
        self.cards = graph.cards
        self.index = {card.id: i for i, card in enumerate(graph.cards)}
        self.style = style
        self.knots: list[Knot] = []
        self.strands: list[Strand] = []

    def weave(self, link: Link) -> None:
        sources, targets = ([self.index[card] for card in side] for side in (link.sources, link.targets))
        if link.joint is None and not link.shared:
            arrow = {"source": "tail", "target": "head"}.get(link.arrow, "")
            for tail in sources:
                for head in targets:
                    ids = (self.cards[tail].id,), (self.cards[head].id,)
                    self.strands.append(Strand(tail, head, *ids, link, arrow))
            return
        last = max(self.cards[i].rank for i in sources)
        first = min(self.cards[i].rank for i in targets)
        if first > last:
            # An operator belongs to what it makes; any other joint to what it leads to.
            slot = last + 1 if link.joint and link.joint.role == "operator" else first
            joint = self._knot(link.joint or Joint("", "dot"), slot, 0, link.sources, link.targets)
            for tail in sources:
                arrow = "tail" if link.arrow == "source" else ""
                self.strands.append(Strand(tail, joint, (self.cards[tail].id,), link.targets, link, arrow))
            self._spread(link, link.joint or Joint("", "dot"), joint, slot, 0)
        else:
            self._bridge(link, link.joint or Joint("", "dot"), [*sources, *targets])

    def _bridge(self, link: Link, joint: Joint, ends: list[int]) -> None:
        """Where targets do not all lie beyond the sources, the joint stands before the last rank that has any of them.

        For cards of the first rank alone it stands after that.
        """
        moved = {self.index[i] for i in {"source": link.sources, "target": link.targets}.get(link.arrow, ())}
        slot = max(self.cards[end].rank for end in ends) or 1
        middle = self._knot(joint, slot, 0, link.sources, link.targets)
        for end in ends:
            before = self.cards[end].rank < slot
            tail, head, tip = (end, middle, "tail") if before else (middle, end, "head")
            self.strands.append(Strand(tail, head, link.sources, link.targets, link, tip if end in moved else ""))

    def _spread(self, link: Link, joint: Joint, at: int, slot: int, level: int) -> None:
        """The lines from a joint to all that lies behind it; a sign stands on its line as a joint of its own."""
        arrow = "head" if link.arrow == "target" else ""
        for leg in joint.legs or tuple(map(Leg, link.targets)):
            tail, next_level, behind = at, level, tuple(dict.fromkeys(_behind(leg)))
            if leg.sign:
                next_level += 1
                tail = self._knot(Joint(leg.sign, joint.role), slot, next_level, link.sources, behind)
                self.strands.append(Strand(at, tail, link.sources, behind, link))
            if isinstance(leg, Leg):
                head = self.index[leg.target]
                self.strands.append(Strand(tail, head, link.sources, behind, link, arrow))
            else:
                next_level += 1
                head = self._knot(leg, slot, next_level, link.sources, behind)
                self.strands.append(Strand(tail, head, link.sources, behind, link))
                self._spread(link, leg, head, slot, next_level)

    def _knot(self, joint: Joint, slot: int, level: int, sources: tuple[str, ...], targets: tuple[str, ...]) -> int:
        """Adds a joint; returns it as an end."""
        lines = fill(joint.text, WIDEST, self.style.badge)
        if lines:
            inner = max(line.width for line in lines)
            height = len(lines) * self.style.badge.leading + 7
            width = max(inner + 2 * PAD, height)
            texts = tuple(
                block((line,), (width - line.width) / 2, 3.5 + i * self.style.badge.leading, line.width,
                      self.style.badge, "joint-text")[0]
                for i, line in enumerate(lines)
            )  # fmt: skip
            self.knots.append(Knot(joint.role, texts, width, height, slot, level, sources, targets))
        else:
            self.knots.append(Knot(joint.role, (), DOT, DOT, slot, level, sources, targets))
        return len(self.cards) + len(self.knots) - 1


def _behind(leg: Leg | Joint) -> Iterator[str]:
    """The cards that a part of a joint leads to (ids)."""
    if isinstance(leg, Leg):
        yield leg.target
    else:
        for part in leg.legs:
            yield from _behind(part)
