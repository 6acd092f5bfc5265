"""Two versions as one picture: the new map, what was removed still in its lanes, and signs for what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from impactmap import chain
from impactmap.comparison.difference import Difference, Entry
from impactmap.comparison.spec_report import change_badges
from impactmap.comparison.wording import clauses, in_brief, named_in_brief, title_of
from impactmap.graph import Badge, Card, Fact, Graph, Key, Lane, Link, Tag
from impactmap.model import CounterMetric, Evidence, Gain
from impactmap.portrait import legend
from impactmap.views import view

SIGNS: Mapping[str, Tag] = {
    "only first": Tag("−", "removed"),
    "only second": Tag("+", "added"),
    "changed": Tag("~", "changed"),
}
GONE = ">"  # starts the ids of removed cards: no id of a spec begins so
MOST_LINKS = 300  # removed lines that are drawn; more would hide the picture


def merged(found: Difference) -> Graph:
    """The impact map of both versions; links that came are drawn strong, those that went dotted."""
    new = view("impact-map").graph(found.second, "right", "")
    old = view("impact-map").graph(found.first, "right", "")
    lanes, cards = _in_lanes(new, [*_present(found, new), *_removed(found, old)])
    ranks = {card.id: card.rank for card in cards}
    added = set(found.links_new)
    links = [part for link in new.links for part in _marked(link, added)]
    gone = [link for link in _gone(found) if _runs_forward(link, ranks)]
    return replace(
        new,
        key="changes",
        lens="Changes",
        lanes=lanes,
        cards=tuple(cards),
        links=(*links, *gone[:MOST_LINKS]),
        legend=(*legend(cards), *_keys(cards, any(link.emphasis for link in links), bool(gone))),
        compact=True,
    )


_Deep = tuple[int, int, Card]
"""A card with the lane that it stands in and how deep in it."""


def _in_lanes(new: Graph, deep: list[_Deep]) -> tuple[tuple[Lane, ...], list[Card]]:
    """The lanes of the new map, each wide enough for what stands or stood in it, and the cards in reading order."""
    lanes, cards, first = [], list[Card](), 0
    for place, lane in enumerate(new.lanes):
        inside = [(depth, card) for where, depth, card in deep if where == place]
        # A depth may be empty: what stood before a removed cause may have moved to another lane.
        depths = {depth: first + n for n, depth in enumerate(sorted({depth for depth, _ in inside}))}
        last = first + max(len(depths) - 1, 0)
        lanes.append(replace(lane, first=first, last=last))
        cards += sorted((replace(card, rank=depths[depth]) for depth, card in inside), key=lambda card: card.rank)
        first = last + 1
    return tuple(lanes), cards


def _depth(card: Card, graph: Graph) -> tuple[int, int]:
    """The lane of a card in its own version (its index), and how deep in it the card stands."""
    lane = graph.lane_of(card)
    return graph.lanes.index(lane), card.rank - lane.first


def _present(found: Difference, new: Graph) -> Iterator[_Deep]:
    entries = {entry.second.id: entry for entry in found.altered if entry.second}
    for card in new.cards:
        entry = entries.get(card.id)
        said: tuple[str, ...] = ()
        told: tuple[str, ...] = ()
        if entry is None or entry.first:  # what is new has no news
            guards = [(f"guard {what}", title_of(guard)) for what, guard in guards_of(found, card.id)]
            said = (*(in_brief(found, entry) if entry else ()), *(named_in_brief(*one) for one in guards))
            told = (*(clauses(found, entry) if entry else ()), *(": ".join(one) for one in guards))
        sign = SIGNS["only second"] if entry and entry.standing == "only second" else SIGNS["changed"] if said else None
        facts = (*(Fact("Changed", one) for one in told), *card.facts)
        if entry and entry.first and entry.first.title != card.title:
            facts = (Fact("Was", entry.first.title), *facts)
        yield *_depth(card, new), replace(card, tag=sign, badges=(*card.badges, *change_badges(said)), facts=facts)


def _removed(found: Difference, old: Graph) -> Iterator[_Deep]:
    gone = {entry.first.id for entry in found.of("only first") if entry.first}
    crossed = {entry.first.id for entry in found.of("moved") if entry.first and entry.first.entity != entry.kind}
    for card in old.cards:
        if card.id in gone or (card.id in crossed and found.alignment.forth[card.id] not in _shown(found)):
            badges = (Badge("removed", "change"),)
            gone_card = replace(card, id=GONE + card.id, tag=SIGNS["only first"], badges=badges, strong=False)
            yield *_depth(card, old), gone_card


def _shown(found: Difference) -> set[str]:
    model = found.second
    return {item.id for column in (model.needs, model.causes, model.harms, model.gains) for item in column}


def guards_of(found: Difference, gain: str) -> Iterator[tuple[str, CounterMetric]]:
    """What happened to the guards of a gain of the new version: a counter-metric stands on no card of its own."""
    new, old = found.second.by_id.get(gain), found.first.by_id.get(found.alignment.back.get(gain, ""))
    if not (isinstance(new, Gain) and isinstance(old, Gain)):
        return
    after = {guard.id: guard for guard in chain.guards(found.second, new)}
    kept = {found.alignment.forth.get(guard.id) for guard in chain.guards(found.first, old)}
    for guard in chain.guards(found.first, old):
        if found.alignment.forth.get(guard.id) not in after:
            yield "removed", guard
    altered = {entry.second.id: entry for entry in found.altered if entry.second}
    for guard in after.values():
        if guard.id not in kept:
            yield "added", guard
        elif guard.id in altered and _by_itself(altered[guard.id]):
            yield "changed", guard


def _by_itself(entry: Entry) -> bool:
    """Whether more than what it guards has changed: that is told where it came or went."""
    return not entry.changes or any(change.field != "guards" for change in entry.changes)


def off_map(found: Difference, graph: Graph) -> int:
    """How many changes the picture has no mark for: what changed in solutions, metrics, teams, the map's own fields."""
    return len(unmarked(found, graph)) + bool(found.own)


def unmarked(found: Difference, *graphs: Graph) -> list[Entry]:
    """The changed facts that have no mark on any of these pictures."""
    marked = {card.id for graph in graphs for card in graph.cards if card.tag}
    guards = {id(guard) for gain in found.second.gains for _, guard in guards_of(found, gain.id)}

    def told(entry: Entry) -> bool:
        places = {entry.second.id if entry.second else "", GONE + entry.first.id if entry.first else ""}
        return bool(places & marked) or bool({id(entry.first), id(entry.second)} & guards)

    return [entry for entry in found.altered if entry.kind != Evidence.entity and not told(entry)]


# ---- links ------------------------------------------------------------------------------------------------


def _marked(link: Link, added: set[tuple[str, str]]) -> Iterator[Link]:
    """A link with its new lines strong. Where some of them are old it is taken apart, unless it is one connector."""
    pairs = [(s, t) for s in link.sources for t in link.targets]
    if link.shared or added.issuperset(pairs) or added.isdisjoint(pairs):
        yield replace(link, emphasis=added.issuperset(pairs))
        return
    for pair in pairs:
        yield replace(link, sources=pair[:1], targets=pair[1:], emphasis=pair in added)


def _gone(found: Difference) -> Iterator[Link]:
    """The links that went, on the ids of the merged picture; a connector for many stays one where all of it went."""
    gone = set(found.links_gone)
    here = found.alignment.forth
    shown = _shown(found)

    def on_picture(old: str) -> str:
        return here[old] if here.get(old) in shown else GONE + old

    todo = dict.fromkeys(found.links_gone)
    for tie in view("impact-map").graph(found.first, "right", "").links:
        pairs = [(s, t) for s in tie.sources for t in tie.targets]
        if len(pairs) > 1 and tie.shared and gone.issuperset(pairs):
            yield Link(tuple(map(on_picture, tie.sources)), tuple(map(on_picture, tie.targets)), faint=True)
            for pair in pairs:
                todo.pop(pair, None)
    for source, target in todo:
        yield Link((on_picture(source),), (on_picture(target),), faint=True)


def _runs_forward(link: Link, ranks: Mapping[str, int]) -> bool:
    """A link between two facts that have since changed places would run against the picture."""
    return max(ranks[one] for one in link.sources) <= min(ranks[one] for one in link.targets)


def _keys(cards: list[Card], new_links: bool, gone_links: bool) -> Iterator[Key]:
    roles = {card.tag.role for card in cards if card.tag}
    for role, words in (("added", "added"), ("removed", "removed"), ("changed", "changed")):
        if role in roles:
            yield Key(role, words)
    if new_links:
        yield Key("path", "link added")
    if gone_links:
        yield Key("influence", "link removed")
