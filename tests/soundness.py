"""What every graph has to be before anybody can draw it, whatever lens made it."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.graph import Graph, Joint, Leg
from impactmap.theme import LIGHT


def legs(joint: Joint) -> Iterator[str]:
    """The cards that the lines of a joint lead to."""
    for leg in joint.legs:
        if isinstance(leg, Leg):
            yield leg.target
        else:
            yield from legs(leg)


def faults(graph: Graph) -> list[str]:
    """What is wrong with a graph; nothing, if it is sound."""
    found: list[str] = []
    ranks = {card.id: card.rank for card in graph.cards}
    if len(ranks) != len(graph.cards):
        found.append("two cards have one id")
    if [card.rank for card in graph.cards] != sorted(card.rank for card in graph.cards):
        found.append("cards are out of reading order")
    found += _lanes(graph)
    for link in graph.links:
        ends = {*link.sources, *link.targets}
        if not link.sources or not link.targets or ends - ranks.keys():
            found.append(f"{link} has an end that is no card")
            continue
        level = link.joint is not None and link.joint.role == "influence"
        for source in link.sources:
            for target in link.targets:
                if source == target or ranks[source] > ranks[target] - (not level):
                    found.append(f"{source} → {target} runs backward")
        if link.joint and link.joint.legs and set(legs(link.joint)) != set(link.targets):
            found.append(f"the legs of {link} lead elsewhere")
        if len(set(link.targets)) < len(link.targets) or len(set(link.sources)) < len(link.sources):
            found.append(f"{link} names an end twice")
    found += _groups(graph)
    found += [f"{card.id}: no colour '{card.entity}'" for card in graph.cards if card.entity not in LIGHT.hues]
    found += [f"{card.id}: no title" for card in graph.cards if not card.title.strip()]
    return found


def _lanes(graph: Graph) -> Iterator[str]:
    expected = 0
    for lane in graph.lanes:
        if lane.first != expected or lane.last < lane.first:
            yield f"the lane '{lane.heading}' does not follow the one before it"
        expected = lane.last + 1
        held = {card.rank for card in graph.cards if lane.holds(card)}
        if held != set(range(lane.first, lane.last + 1)) and (held or lane.first < lane.last or not lane.vacant):
            yield f"the lane '{lane.heading}' has ranks without a card"
        if lane.entity not in LIGHT.hues:
            yield f"the lane '{lane.heading}' has no colour"
    for card in graph.cards:
        if sum(lane.holds(card) for lane in graph.lanes) != 1:
            yield f"{card.id} stands in no lane"


def _groups(graph: Graph) -> Iterator[str]:
    order = [(card.group, card.rank) for card in graph.cards if card.group]
    runs = [one for at, one in enumerate(order) if at == 0 or order[at - 1] != one]
    if len({group for group, _ in runs}) < len(runs):
        yield "a group is torn apart"
